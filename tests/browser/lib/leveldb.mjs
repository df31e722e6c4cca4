/**
 * Just enough of LevelDB's file formats to see in plain what a profile folder holds: `.log` (records
 * cut into fragments at 32 KiB borders) and `.ldb` (a table of blocks, mostly snappy-compressed).
 * https://github.com/google/leveldb/tree/main/doc (log_format.md, table_format.md)
 * https://github.com/google/snappy/blob/main/format_description.txt
 *
 * Checksums are not looked at: this reads for evidence, not for truth. Values are whole in a block;
 * keys are stored without the prefix that they share with the key before.
 */

const LOG_BLOCK = 32768;
const TABLE_FOOTER = 48;

/**
 * The records of a `.log` file, put together again, in one buffer.
 * @param {Buffer} file
 */
export function readLog(file) {
  /** @type {Buffer[]} */
  const parts = [];
  for (let start = 0; start < file.length; start += LOG_BLOCK) {
    const end = Math.min(start + LOG_BLOCK, file.length);
    for (let at = start; at + 7 <= end; ) {
      const length = file.readUInt16LE(at + 4);
      if (file[at + 6] === 0 && length === 0) break; // the unused end of a block
      parts.push(file.subarray(at + 7, Math.min(at + 7 + length, end)));
      at += 7 + length;
    }
  }
  return Buffer.concat(parts);
}

/**
 * The blocks of an `.ldb` file, unpacked.
 * @param {Buffer} file
 * @returns {Buffer[]}
 */
export function readTable(file) {
  if (file.length < TABLE_FOOTER) return [];
  const footer = cursor(file, file.length - TABLE_FOOTER);
  footer.varint(); // the metaindex's offset
  footer.varint(); // and size
  const index = readBlock(file, footer.varint(), footer.varint());
  const restarts = index.readUInt32LE(index.length - 4);
  const end = index.length - 4 - 4 * restarts;
  const blocks = [];
  for (const entry = cursor(index, 0); entry.at() < end; ) {
    entry.varint(); // bytes of the key shared with the one before
    const keyLength = entry.varint();
    const valueLength = entry.varint();
    entry.skip(keyLength);
    const value = cursor(index, entry.at());
    blocks.push(readBlock(file, value.varint(), value.varint()));
    entry.skip(valueLength);
  }
  return blocks;
}

/** @param {Buffer} file @param {number} offset @param {number} size */
function readBlock(file, offset, size) {
  const body = file.subarray(offset, offset + size);
  const kind = file[offset + size];
  if (kind === 0) return body;
  if (kind === 1) return unsnappy(body);
  throw new Error(`leveldb: block of unknown compression ${kind}`);
}

/** @param {Buffer} packed */
export function unsnappy(packed) {
  const from = cursor(packed, 0);
  const out = Buffer.alloc(from.varint());
  let to = 0;
  while (to < out.length) {
    const tag = from.little(1);
    const high = tag >> 2;
    if ((tag & 3) === 0) {
      const length = (high < 60 ? high : from.little(high - 59)) + 1;
      if (packed.copy(out, to, from.at(), from.at() + length) < length) throw new Error('snappy: literal beyond the end');
      from.skip(length);
      to += length;
      continue;
    }
    const near = (tag & 3) === 1;
    const length = near ? (high & 7) + 4 : high + 1;
    const back = near ? ((tag >> 5) << 8) | from.little(1) : from.little((tag & 3) === 2 ? 2 : 4);
    if (back === 0 || back > to) throw new Error('snappy: copy from before the beginning');
    for (const stop = to + length; to < stop; to++) out[to] = out[to - back] ?? 0; // may overlap itself
  }
  return out;
}

/** @param {Buffer} bytes @param {number} start */
function cursor(bytes, start) {
  let at = start;
  return {
    at: () => at,
    /** @param {number} count */
    skip: (count) => void (at += count),
    /** @param {number} width */
    little(width) {
      const value = bytes.readUIntLE(at, width);
      at += width;
      return value;
    },
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes.readUInt8(at++);
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
  };
}
