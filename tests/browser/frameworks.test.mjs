// Pages made with the frameworks and the components that portals are made with, filled by the real extension: what
// counts is the component's own state, which it shows as text, and not what stands in the fields.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { startFiller } from './lib/filler.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

/** Each with the shapes that its page has. */
const SHAPES = /** @type {Record<string, string[]>} */ ({
  react: ['single', 'boxes'],
  vue: ['single', 'boxes'],
  angular: ['single', 'boxes'],
  svelte: ['single', 'boxes'],
  lit: ['single', 'boxes'],
  'input-otp': ['one', 'groups'],
  'react-otp-input': ['text', 'number', 'tel', 'password'],
  primevue: ['digits', 'mask', 'own'],
  mantine: ['digits', 'mask', 'own'],
});

const folder = fileURLToPath(new URL('frameworks/', import.meta.url));
const { build } = createRequire(`${folder}package.json`)('esbuild');

/** The compiler that Svelte's pages need. */
const svelte = {
  name: 'svelte',
  /** @param {{ onLoad: (filter: { filter: RegExp }, load: (file: { path: string }) => Promise<object>) => void }} build */
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = createRequire(`${folder}package.json`)('svelte/compiler');
      const { js } = compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' });
      return { contents: js.code, loader: 'js' };
    });
  },
};

/** @type {import('./lib/filler.mjs').Filler} */
let filler;

before(async () => {
  const files = await bundle();
  filler = await startFiller((path) => files.get(path) ?? pageOf(path, files));
});

after(() => filler?.close());

/** @returns {Promise<Map<string, Uint8Array>>} by path */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: Object.keys(SHAPES).map((name) => `pages/${name}.${/react|input-otp|mantine/.test(name) ? 'tsx' : 'ts'}`),
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    outdir: '/',
    outbase: 'pages',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false', ngDevMode: 'false', ngServerMode: 'false', ngI18nClosureMode: 'false', ngJitMode: 'true' },
    conditions: ['browser', 'svelte'],
    tsconfigRaw: { compilerOptions: { target: 'es2022', experimentalDecorators: true, useDefineForClassFields: false } },
    plugins: [svelte],
    logLevel: 'error',
  });
  return new Map(outputFiles.map((/** @type {{ path: string, contents: Uint8Array }} */ { path, contents }) => [path, contents]));
}

/**
 * @param {string} path
 * @param {Map<string, Uint8Array>} files
 */
function pageOf(path, files) {
  const style = files.has(`${path}.css`) ? `<link rel="stylesheet" href="${path}.css">` : '';
  return `<!doctype html><meta charset="utf-8"><title>Two-factor authentication</title>${style}
    <main><h1>Two-factor authentication</h1><p>Enter the 6-digit code of your authenticator app.</p>
    <div id="app"></div><button type="button">Verify</button></main><script type="module" src="${path}.js"></script>`;
}

/** Through open shadow roots. */
const stateOf = () => filler.page.evaluate(() => {
  const app = document.querySelector('#app');
  const inside = app?.querySelector('app-single, app-boxes')?.shadowRoot ?? app;
  return inside?.querySelector('#state')?.textContent?.trim() ?? null;
});

for (const [name, shapes] of Object.entries(SHAPES)) {
  for (const shape of shapes) {
    test(`${name}, ${shape}: the component has the code`, async () => {
      await filler.open('/start');
      await filler.open(`/${name}#${shape}`);
      await within(PATIENCE, 'the component', async () => (await stateOf()) !== null);
      const { reason } = await filler.fill();
      const state = await stateOf();
      assert.equal(reason, null);
      assert.ok(filler.isNext(state ?? ''), `its state is ${JSON.stringify(state)}`);
    });
  }
}
