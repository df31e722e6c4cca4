// A picture that a person chose, pasted or dropped, on its way to the worker.
import { handingOver } from './channel.js';
import { CodedError } from './errors.js';
import { sendWork } from './messages.js';

/** The side at which a drawing without pixels is looked at. */
const SVG_SIDE = 1024;
/** The largest drawing, in bytes: it is laid out right here, before anything can be measured. */
const SVG_BYTES = 4 * 1024 * 1024;

/**
 * What the QR codes in a file offer. Its bytes go over a channel that structured clones pass; the worker is told where.
 * @param {File} file
 * @param {{ progress?: (share: number) => void, signal?: AbortSignal }} [options]
 */
export async function readPicture(file, options) {
  const picture = isSvg(file) ? await drawn(file) : file;
  return handingOver(picture, (channel) => sendWork('readPicture', { channel }, options));
}

/** The pictures, or whatever else, that were pasted or dropped. @param {DataTransfer | null} data */
export function filesIn(data) {
  return [...(data?.files ?? [])];
}

/** @param {File} file */
function isSvg(file) {
  return file.type === 'image/svg+xml' || /\.svg$/i.test(file.name);
}

/**
 * Workers can't draw an SVG; as an image it runs no script and loads nothing.
 * @param {File} file
 */
async function drawn(file) {
  if (file.size > SVG_BYTES) {
    throw new CodedError('file-too-large');
  }
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new CodedError('picture-broken');
    });
    // One that names no size has none in Firefox, and is taken for a square.
    const { naturalWidth: width = 0, naturalHeight: height = 0 } = image;
    const scale = SVG_SIDE / Math.max(width, height, 1);
    const canvas = document.createElement('canvas');
    canvas.width = width > 0 ? Math.ceil(width * scale) : SVG_SIDE;
    canvas.height = height > 0 ? Math.ceil(height * scale) : SVG_SIDE;
    const context = canvas.getContext('2d');
    if (context === null) {
      throw new CodedError('unexpected');
    }
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    /** @type {Blob | null} */
    const png = await new Promise((resolve) => { canvas.toBlob(resolve); });
    if (png === null) {
      throw new CodedError('picture-broken');
    }
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
