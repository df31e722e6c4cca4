/**
 * QR codes by an independent generator, in the forms in which pages show them.
 */
import { deflateSync } from 'node:zlib';
import qrcode from 'qrcode';

/** A web page's worth of distance: what stands below it is out of sight. */
export const FAR = '<div style="height: 3000px"></div>';

/** @param {string} issuer */
export const otpauth = (issuer) => `otpauth://totp/${issuer}:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=${issuer}`;

/**
 * An export of Google Authenticator in one part: accounts with codes by time, of SHA-1 and six digits. Texts are of at most 127
 * bytes.
 * @param {{ seed: string | Uint8Array, name: string, issuer: string }[]} accounts
 */
export function googleExport(accounts) {
  const field = (/** @type {number} */ number, /** @type {ArrayLike<number>} */ bytes) => [number * 8 + 2, bytes.length, ...Array.from(bytes)];
  const entries = accounts.flatMap(({ seed, name, issuer }) =>
    field(1, [...field(1, typeof seed === 'string' ? Buffer.from(seed) : seed), ...field(2, Buffer.from(name)), ...field(3, Buffer.from(issuer)), 0x20, 1, 0x28, 1, 0x30, 2]));
  const data = Buffer.from([...entries, 0x10, 1, 0x18, 1, 0x20, 0]).toString('base64');
  return `otpauth-migration://offline?data=${encodeURIComponent(data)}`;
}

/**
 * @param {string} text
 * @param {{ scale?: number, dark?: string, light?: string, margin?: number }} [options]
 */
export const png = (text, { scale = 4, dark = '#000000ff', light = '#ffffffff', margin = 4 } = {}) =>
  qrcode.toBuffer(text, { type: 'png', scale, margin, color: { dark, light } });

/** @param {string} text @param {Parameters<typeof png>[1]} [options] */
export const dataUrl = async (text, options) => `data:image/png;base64,${(await png(text, options)).toString('base64')}`;

/**
 * The dark modules as an SVG path, one unit a module, without any room around them.
 * @param {string} text
 */
export function path(text) {
  const { data, size } = qrcode.create(text, {}).modules;
  const squares = [...data].flatMap((dark, at) => (dark ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : []));
  return { d: squares.join(''), size };
}

/**
 * A grey PNG of any size, encoded here: the generator makes none that are large.
 * @param {number} width
 * @param {number} height
 * @param {(pixels: Uint8Array, stride: number) => void} draw into bytes of 255, `stride` apart from row to row; the first
 *   byte of a row is not a pixel's
 */
export function greyPng(width, height, draw = () => {}) {
  const stride = width + 1;
  const pixels = new Uint8Array(stride * height).fill(255);
  draw(pixels, stride);
  for (let row = 0; row < height; row += 1) {
    pixels[row * stride] = 0; // no filter
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels, { level: 1 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

/** @param {string} name @param {Buffer} data */
export function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * Draws a QR code into a grey picture.
 * @param {string} text
 * @param {{ x: number, y: number, scale: number }} place
 * @returns {Parameters<typeof greyPng>[2]}
 */
export const code = (text, { x, y, scale }) => (pixels, stride) => {
  const { data, size } = qrcode.create(text, {}).modules;
  for (let row = 0; row < size * scale; row += 1) {
    for (let column = 0; column < size * scale; column += 1) {
      if (data[Math.floor(row / scale) * size + Math.floor(column / scale)]) {
        pixels[(y + row) * stride + 1 + x + column] = 0;
      }
    }
  }
};

/**
 * Thousands of patterns that look like the corners of a QR code, 7 modules of `scale` pixels each.
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
export const corners = (width, height, scale) => greyPng(width, height, (pixels, stride) => {
  const pitch = 9 * scale;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const ring = Math.max(...[x, y].map((at) => Math.abs(Math.floor((at % pitch) / scale) - 4)));
      pixels[y * stride + 1 + x] = ring <= 1 || ring === 3 ? 0 : 255;
    }
  }
});

/** A GIF of this many frames of one pixel. @param {number} frames */
export function gif(frames) {
  const frame = '21f9040000000000' + '2c000000000100010000' + '0202440100';
  return Buffer.from(`474946383961${'01000100'}800000${'000000ffffff'}${frame.repeat(frames)}3b`, 'hex');
}
