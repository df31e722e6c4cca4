// The other decoders that a page could use, with the settings that their makers chose, in this same process.
import { readFileSync } from 'node:fs';
import * as zbar from '@undecaf/zbar-wasm';
import jsqr from 'jsqr';
import { decodeQR } from 'qr/decode.js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** @import { Decoder } from './decoders.mjs' */
/** @import { Pixels } from './picture.mjs' */

const packages = new URL('../node_modules/', import.meta.url);
const rqrrFiles = new URL('../../dist/bench/', import.meta.url);
/** @param {URL | string} path */
const bytes = (path) => readFileSync(new URL(path, packages));

/**
 * Only what runs for QR codes is loaded; what is weighed is what a page would have to fetch for it.
 * @returns {Promise<{ decoders: Decoder[], weights: [string, Buffer[]][] }>}
 */
export async function peers() {
  const zxingWasm = bytes('zxing-wasm/dist/reader/zxing_reader.wasm');
  await prepareZXingModule({ overrides: { wasmBinary: zxingWasm }, fireImmediately: true });
  const zxing = (/** @type {object} */ options) => async (/** @type {Pixels} */ pixels) => {
    const found = await readBarcodes(/** @type {ImageData} */ (pixels), { formats: ['QRCode'], textMode: 'Plain', ...options });
    return found.map(({ text }) => text);
  };

  const scan = async (/** @type {Pixels} */ { data, width, height }) => {
    const found = await zbar.scanRGBABuffer(data.buffer.slice(data.byteOffset, data.byteOffset + data.length), width, height);
    const codes = found.filter((/** @type {any} */ { type }) => type === zbar.ZBarSymbolType.ZBAR_QRCODE);
    return codes.map((/** @type {any} */ symbol) => symbol.decode());
  };

  const rqrrWasm = readFileSync(new URL('rqrr_bg.wasm', rqrrFiles));
  const rqrrGlue = new URL('rqrr.js', rqrrFiles);
  const { initSync, read: rqrr, __wbg_reset_state: reset } = await import(rqrrGlue.href);
  initSync({ module: rqrrWasm });

  return {
    decoders: [
      { name: 'zxing-wasm', read: zxing({}) },
      { name: 'zxing-wasm-denoise', read: zxing({ tryDenoise: true }) },
      { name: 'zbar-wasm', read: scan },
      { name: 'zbar-wasm+inv', read: (pixels) => scan(inverted(pixels)), after: 'zbar-wasm' },
      {
        name: 'jsqr',
        read: ({ data, width, height }) => {
          const found = jsqr(data, width, height);
          return found === null ? [] : [found.data];
        },
      },
      {
        name: 'paulmillr-qr',
        read: ({ data, width, height }) => {
          try {
            return [decodeQR({ data, width, height })];
          } catch {
            // Its way to say that nothing was found.
            return [];
          }
        },
      },
      { name: 'rqrr-wasm', read: ({ data, width, height }) => rqrr(data, width, height, false), reset },
      { name: 'rqrr-wasm+inv', read: ({ data, width, height }) => rqrr(data, width, height, true), reset, after: 'rqrr-wasm' },
    ],
    weights: [
      ['zxing-wasm', [zxingWasm, ...['reader/index.js', 'share.js'].map((file) => bytes(`zxing-wasm/dist/es/${file}`))]],
      ['zbar-wasm', ['zbar.wasm', 'index.mjs'].map((file) => bytes(`@undecaf/zbar-wasm/dist/${file}`))],
      ['jsqr', [bytes('jsqr/dist/jsQR.js')]],
      ['paulmillr-qr', ['decode.js', 'index.js'].map((file) => bytes(`qr/${file}`))],
      ['rqrr-wasm', [rqrrWasm, readFileSync(rqrrGlue)]],
    ],
  };
}

/**
 * @param {Pixels} pixels
 * @returns {Pixels}
 */
function inverted({ data, width, height }) {
  const isAlpha = (/** @type {number} */ at) => at % 4 === 3;
  return { data: data.map((value, at) => (isAlpha(at) ? 255 : 255 - value)), width, height };
}
