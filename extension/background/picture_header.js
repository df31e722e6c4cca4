// What the first bytes of a file say about it: a picture of which kind, how large, whether it moves. Asked before
// anything is decoded, since a picture of a few kilobytes may claim gigabytes of pixels.

/**
 * @typedef {{ kind: 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif', width: number, height: number, animated: boolean }} Header
 */

/** How much of a file has to be looked at: the size of a JPEG stands behind its preview and its colour profile. */
export const HEADER_BYTES = 1024 * 1024;

/**
 * @param {Uint8Array} bytes the beginning of a file
 * @returns {Header | 'pdf' | null} null for what is no picture that is known here
 */
export function readHeader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const kind = kindOf(bytes);
    return kind === null || kind === 'pdf' ? kind : { kind, ...READERS[kind](view, bytes) };
  } catch (error) {
    // The header ends before it has said what it must.
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

/** @param {Uint8Array} bytes */
function kindOf(bytes) {
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') {
    return 'png';
  }
  if (text(bytes, 0, 3) === '\xff\xd8\xff') {
    return 'jpeg';
  }
  if (/^GIF8[79]a$/.test(text(bytes, 0, 6))) {
    return 'gif';
  }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') {
    return 'webp';
  }
  if (text(bytes, 0, 2) === 'BM') {
    return 'bmp';
  }
  if (text(bytes, 4, 4) === 'ftyp' && /^avi[fs]$/.test(text(bytes, 8, 4))) {
    return 'avif';
  }
  return text(bytes, 0, 1024).includes('%PDF-') ? 'pdf' : null;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} length
 */
function text(bytes, at, length) {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/**
 * Each reads the size, and throws a RangeError when it is not there.
 * @type {Record<Header['kind'], (view: DataView, bytes: Uint8Array) => { width: number, height: number, animated: boolean }>}
 */
const READERS = {
  png(view, bytes) {
    // An animation announces itself before the first pixels (APNG).
    for (let at = 33; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
      const chunk = text(bytes, at + 4, 4);
      if (chunk === 'IDAT') {
        break;
      }
      if (chunk === 'acTL') {
        return { width: view.getUint32(16), height: view.getUint32(20), animated: view.getUint32(at + 8) > 1 };
      }
    }
    return { width: view.getUint32(16), height: view.getUint32(20), animated: false };
  },

  jpeg(view) {
    for (let at = 2; ;) {
      const marker = view.getUint16(at);
      const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
      if (isFrame) {
        return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), animated: false };
      }
      // Any number of 0xff may stand before a marker.
      at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2);
    }
  },

  gif(view, bytes) {
    let width = view.getUint16(6, true);
    let height = view.getUint16(8, true);
    const tableSize = (/** @type {number} */ flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
    let at = 13 + tableSize(view.getUint8(10));
    const skipBlocks = () => {
      while (view.getUint8(at) !== 0) {
        at += 1 + view.getUint8(at);
      }
      at += 1;
    };
    let frames = 0;
    // As far as these bytes go: who sees one frame in a megabyte has seen what will be decoded.
    while (frames < 2 && at + 10 <= bytes.length) {
      const block = view.getUint8(at);
      if (block === 0x2c) {
        frames += 1;
        // A frame may be larger than the picture says that it is.
        width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
        height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
        at += 11 + tableSize(view.getUint8(at + 9));
      } else if (block === 0x21) {
        at += 2;
      } else {
        break;
      }
      try {
        skipBlocks();
      } catch {
        break;
      }
    }
    return { width, height, animated: frames > 1 };
  },

  webp(view, bytes) {
    switch (text(bytes, 12, 4)) {
      case 'VP8X':
        return {
          width: 1 + (view.getUint32(24, true) & 0xffffff),
          height: 1 + (view.getUint32(26, true) >>> 8),
          animated: (view.getUint8(20) & 2) !== 0,
        };
      case 'VP8L': {
        const bits = view.getUint32(21, true);
        return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), animated: false };
      }
      default:
        return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, animated: false };
    }
  },

  bmp(view) {
    if (view.getUint32(14, true) === 12) {
      return { width: view.getUint16(18, true), height: view.getUint16(20, true), animated: false };
    }
    // A negative height: from the top down.
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)), animated: false };
  },

  avif(view, bytes) {
    let [width, height] = [0, 0];
    // The largest of all sizes that are named ("ispe" boxes): tiles and previews have theirs.
    for (let at = 4; at + 16 <= bytes.length; at += 1) {
      if (view.getUint32(at) === 0x69737065) {
        width = Math.max(width, view.getUint32(at + 8));
        height = Math.max(height, view.getUint32(at + 12));
      }
    }
    if (width === 0) {
      throw new RangeError('no size');
    }
    return { width, height, animated: text(bytes, 8, 4) === 'avis' };
  },
};
