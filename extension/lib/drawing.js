// QR codes on the screen.

const SVG = 'http://www.w3.org/2000/svg';
/** Modules of quiet zone on each side, as the standard asks for. */
const QUIET = 4;

/**
 * Black on white whatever the theme: other readers are not as patient as ours.
 * @param {import('../core/types.js').Drawing} drawing
 * @param {string} label for those who can't see it
 */
export function drawingOf({ size, path }, label) {
  const side = size + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', path);
  svg.append(modules);
  return svg;
}

/** Milliseconds for which a QR code stays on the screen: long enough to take out a phone, short enough to be forgotten. */
export const SHOWN_FOR = 120_000;
