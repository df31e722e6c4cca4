// `to_png.mjs PICTURE OUT`: any picture that sharp decodes, as the bench decodes it, as a PNG for qr-debug.
import sharp from 'sharp';
import { decodePicture } from './picture.mjs';

const [picture, out] = process.argv.slice(2);
if (picture === undefined || out === undefined) {
  throw new Error('usage: to_png.mjs PICTURE OUT');
}
const { width, height, data } = await decodePicture(picture);
await sharp(data, { raw: { width, height, channels: 4 } }).png().toFile(out);
