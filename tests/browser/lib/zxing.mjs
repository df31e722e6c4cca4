/**
 * zxing, another reader of QR codes.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer }, fireImmediately: true });

/** The QR codes in a picture file. @param {Uint8Array} picture */
export const codesIn = (picture) => readBarcodes(new Blob([new Uint8Array(picture)]), { formats: ['QRCode'] });
