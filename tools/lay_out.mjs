// Lays out dist/chromium and dist/firefox: the shell as it stands in extension/, the core that was built into
// dist/core, and the manifest that each browser understands, derived from the one in the root.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);
const source = JSON.parse(await readFile(new URL('manifest.json', root), 'utf8'));

/** Chromium runs the background as a service worker and does not know Firefox's settings. */
function forChromium() {
  const { browser_specific_settings: _gecko, ...manifest } = structuredClone(source);
  delete manifest.background.scripts;
  return manifest;
}

/** Firefox runs the background as an event page, has no offscreen documents and needs none, nor a schema for policy. */
function forFirefox() {
  const { minimum_chrome_version: _chrome, storage: _schema, ...manifest } = structuredClone(source);
  delete manifest.background.service_worker;
  manifest.optional_permissions = manifest.optional_permissions.filter((/** @type {string} */ name) => name !== 'offscreen');
  return manifest;
}

const core = new URL('dist/core/', root);

for (const [browser, manifest] of Object.entries({ chromium: forChromium(), firefox: forFirefox() })) {
  const target = new URL(`dist/${browser}/`, root);
  await rm(target, { recursive: true, force: true });
  await cp(new URL('extension/', root), target, { recursive: true });
  await mkdir(new URL('core/', target));
  for (const file of ['core.js', 'core_bg.wasm', 'reader.js', 'reader_bg.wasm']) {
    await cp(new URL(file, core), new URL(`core/${file}`, target));
  }
  if (!manifest.storage) {
    await rm(new URL('managed_schema.json', target));
  }
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    await cp(new URL(file, root), new URL(file, target));
  }
  // The table of well-known services is others' work, under terms that go with it.
  await cp(new URL('src/sites/well_known.LICENSE', root), new URL('LICENSE-2factorauth', target));
  await writeFile(new URL('manifest.json', target), `${JSON.stringify(manifest, null, 2)}\n`);
}
