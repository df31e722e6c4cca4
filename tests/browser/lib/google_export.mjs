/**
 * Google Authenticator's export as its QR codes have it, read by nothing but the wire format of protocol buffers.
 */

/**
 * @typedef {{ secret: string, name: string, issuer: string, algorithm: number, digits: number, type: number, counter: number }} Entry
 *   the secret in hexadecimal digits; the numbers as the format has them
 */

/**
 * @param {string} text of a QR code
 * @returns {{ entries: Entry[], version: number, size: number, index: number, id: number }}
 */
export function readExport(text) {
  const { protocol, host, searchParams } = new URL(text);
  if (protocol !== 'otpauth-migration:' || host !== 'offline') throw new Error(`no export: ${text}`);
  const fields = fieldsOf(Buffer.from(searchParams.get('data') ?? '', 'base64'));
  const number = numberIn(fields);
  const entries = fields.filter(({ tag }) => tag === 1).map(({ bytes }) => entryOf(bytes));
  return { entries, version: number(2), size: number(3), index: number(4), id: number(5) };
}

/** @param {Buffer} message @returns {Entry} */
function entryOf(message) {
  const fields = fieldsOf(message);
  const number = numberIn(fields);
  const bytes = (/** @type {number} */ wanted) => fields.find(({ tag }) => tag === wanted)?.bytes ?? Buffer.alloc(0);
  return {
    secret: bytes(1).toString('hex'), name: bytes(2).toString(), issuer: bytes(3).toString(),
    algorithm: number(4), digits: number(5), type: number(6), counter: number(7),
  };
}

/** @typedef {{ tag: number, number: bigint, bytes: Buffer }} Field */

/** @param {Field[]} fields */
const numberIn = (fields) => (/** @type {number} */ wanted) => Number(BigInt.asIntN(64, fields.find(({ tag }) => tag === wanted)?.number ?? 0n));

/** The fields of a message, which are numbers or have a length. @param {Buffer} message @returns {Field[]} */
function fieldsOf(message) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const [tag, wire] = [key >> 3, key & 7];
    if (wire !== 0 && wire !== 2) throw new Error(`field ${tag} of kind ${wire}`);
    const number = varint();
    const length = wire === 2 ? Number(number) : 0;
    if (at + length > message.length) throw new Error(`field ${tag} goes beyond the end`);
    fields.push({ tag, number, bytes: message.subarray(at, at + length) });
    at += length;
  }
  return fields;
}
