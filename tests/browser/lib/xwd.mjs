/** A picture of the X screen: the frame buffer that Xvfb keeps in a file (XWD format) as PNG. */
import { crc32, deflateSync } from 'node:zlib';

/** @param {Buffer} file XWD, 32 bits a pixel, blue first, as Xvfb writes it at depth 24 */
export function xwdToPng(file) {
  const word = (/** @type {number} */ index) => file.readUInt32BE(4 * index);
  const [headerSize, width, height, bitsPerPixel, lineBytes, colours] = [0, 4, 5, 11, 12, 19].map(word);
  if (!headerSize || !width || !height || !lineBytes || colours === undefined || bitsPerPixel !== 32) {
    throw new Error('not the XWD file that was expected');
  }
  const pixels = file.subarray(headerSize + 12 * colours);
  const rows = Buffer.alloc(height * (1 + 3 * width)); // each row begins with its filter: none
  for (let y = 0, to = 0; y < height; y++) {
    to += 1;
    for (let x = 0; x < width; x++, to += 3) {
      const from = y * lineBytes + 4 * x;
      rows.writeUIntBE(pixels.readUIntLE(from, 3), to, 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // 8 bits a channel, RGB
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
