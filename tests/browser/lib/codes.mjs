/**
 * QR codes by an independent generator, in the forms in which pages show them.
 */
import qrcode from 'qrcode';

/** A web page's worth of distance: what stands below it is out of sight. */
export const FAR = '<div style="height: 3000px"></div>';

/** @param {string} issuer */
export const otpauth = (issuer) => `otpauth://totp/${issuer}:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=${issuer}`;

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
