// A document that a page makes itself (`srcdoc`, `about:blank`, `blob:`) is the page's own: it has the page's origin, and is filled like the
// page. One in a sandbox has no origin, and is not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';

const FORM = '<p>Enter the code of your authenticator app.</p><form><input id="otp" name="otp" autocomplete="one-time-code"></form>';
const quoted = FORM.replaceAll('"', '&quot;');
const script = (/** @type {string} */ work) => `<script>const html = ${JSON.stringify(FORM)}; ${work}</script>`;
const NO_FIELD = 'No field on this page asks for a code.';

/** @type {Record<string, string>} */
const FRAMES = {
  '/srcdoc': `<iframe srcdoc="${quoted}"></iframe>`,
  '/blank': `<iframe></iframe>${script('document.querySelector("iframe").contentDocument.body.innerHTML = html')}`,
  '/named-blank': `<iframe src="about:blank"></iframe>${script('onload = () => { frames[0].document.body.innerHTML = html }')}`,
  '/blob': `<iframe></iframe>${script('document.querySelector("iframe").src = URL.createObjectURL(new Blob([html], { type: "text/html" }))')}`,
  '/nested': `<iframe srcdoc="<iframe srcdoc='${quoted.replaceAll('&', '&amp;')}'></iframe>"></iframe>`,
  '/sandboxed': `<iframe sandbox="allow-scripts" srcdoc="${quoted}"></iframe>`,
  '/data': `<iframe src="data:text/html,${encodeURIComponent(FORM)}"></iframe>`,
};

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('../lib/filler.mjs').Filler} */
    let filler;

    before(async () => {
      filler = await startFiller((path) => FRAMES[path] && `<!doctype html><title>Two-factor authentication</title>${FRAMES[path]}`, { firefox });
    });

    after(() => filler?.close());

    /** What stands in the field of the innermost frame that the page itself can look into. */
    const standing = () => filler.page.evaluate(() => {
      let inner = document;
      for (let frame = inner.querySelector('iframe'); frame?.contentDocument; frame = inner.querySelector('iframe')) inner = frame.contentDocument;
      return inner.querySelector('input')?.value ?? null;
    });

    for (const path of ['/srcdoc', '/blank', '/named-blank', '/blob', '/nested']) {
      test(`${path.slice(1)}: is filled as the page's own`, async () => {
        await filler.open(path);
        await filler.page.waitForFunction(() => {
          let inner = document;
          for (let frame = inner.querySelector('iframe'); frame?.contentDocument; frame = inner.querySelector('iframe')) inner = frame.contentDocument;
          return inner.readyState === 'complete' && inner.querySelector('input') !== null;
        });
        assert.equal((await filler.fill()).reason, null);
        assert.ok(filler.isNext(String(await standing())));
      });
    }

    for (const path of ['/sandboxed', '/data']) {
      test(`${path.slice(1)}: is no site, and not filled`, async () => {
        await filler.open(path);
        assert.equal((await filler.fill()).reason, NO_FIELD);
      });
    }
  });
}
