// What was read of a sample against what EXPECTED.json says that it holds.

/**
 * @typedef {{ type: string, issuer: string, name: string, secret: string, algorithm: string, digits: number, period: number | null, counter: number | null, pin: string, hasNote: boolean, tags: string[], pinned: boolean }} Found
 * @typedef {Partial<Record<string, any>>} Wanted
 * @typedef {{ right: number, wrong: number, missing: number, refused: number, differences: string[] }} Score
 */

/**
 * Where the expectation is not what the file says, and which fields are not compared there.
 * @type {{ why: string, fields: string[], holds: (format: string, found: Found, wanted: Wanted) => boolean }[]}
 */
const LOOSENED = [
  {
    why: 'Authy stores no period: the expectation has the one of the account that the sample was made from',
    fields: ['period'],
    holds: (format) => format === 'authy',
  },
  {
    why: "Google's payload may have the issuer in the name as well, and the expectation has it as it stands there",
    fields: ['issuer', 'name'],
    holds: (format, found, wanted) => format === 'google_migration' && labelOf(found) === labelOf(wanted),
  },
  {
    why: "Bitwarden's steam link has no names: the expectation has those that another app makes up",
    fields: ['issuer', 'name'],
    holds: (format, found) => format === 'bitwarden' && found.type === 'steam',
  },
  {
    why: 'KeePassXC marks Steam by encoder=steam, which the expectation does not look at',
    fields: ['type'],
    holds: (format, found, wanted) => format === 'keepass_kdbx' && found.type === 'steam' && wanted.type === 'totp' && wanted.digits === 5,
  },
  {
    why: 'mOTP has one hash function and one period, whatever a file says',
    fields: ['algorithm', 'period'],
    holds: (_format, found) => found.type === 'motp',
  },
  {
    why: 'what goes by a counter has no period',
    fields: ['period'],
    holds: (_format, found) => found.type === 'hotp',
  },
  {
    why: 'what goes by time has no counter',
    fields: ['counter'],
    holds: (_format, found) => found.type !== 'hotp',
  },
  {
    why: "the note of a Raivo sample is the expectation's own remark",
    fields: ['note'],
    holds: (format) => format === 'raivo',
  },
];

/** The label of the Key Uri Format, with the issuer once. @param {Wanted} account */
function labelOf({ issuer, name }) {
  const label = issuer === '' || name.startsWith(`${issuer}:`) ? name : `${issuer}:${name}`;
  return label.replace(': ', ':');
}

/** Base32 as the apps decode it: bits that make no whole byte are dropped. @param {string} text */
export function fromBase32(text) {
  /** @type {number[]} */
  const bytes = [];
  let [bits, value] = [0, 0];
  for (const letter of text.toUpperCase()) {
    const place = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter);
    if (place < 0) {
      continue;
    }
    value = ((value << 5) | place) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** @param {Found} found @param {string} wanted in base32; for mOTP the characters may be written as they are too */
function sameSecret(found, wanted) {
  const decoded = fromBase32(wanted);
  if (found.type === 'motp') {
    return [wanted, decoded.toString('hex'), decoded.toString()].includes(found.secret);
  }
  return fromBase32(found.secret).equals(decoded);
}

/** The fields in which an account differs. @param {string} format @param {Found} found @param {Wanted} wanted */
function differing(format, found, wanted) {
  /** @type {Record<string, boolean>} */
  const same = {
    type: wanted.type === found.type,
    issuer: wanted.issuer === found.issuer,
    name: wanted.name === found.name,
    secret: sameSecret(found, wanted.secret),
    algorithm: wanted.algorithm === found.algorithm,
    digits: wanted.digits === found.digits,
    period: (wanted.period ?? found.period) === found.period,
    counter: (wanted.counter ?? 0) === found.counter,
    pin: (wanted.pin ?? found.pin) === found.pin,
    note: wanted.note === undefined || (wanted.note !== '') === found.hasNote,
    tags: wanted.tags === undefined || JSON.stringify(wanted.tags) === JSON.stringify(found.tags),
    pinned: (wanted.pinned ?? found.pinned) === found.pinned,
  };
  const loosened = LOOSENED.filter(({ holds }) => holds(format, found, wanted)).flatMap(({ fields }) => fields);
  return Object.keys(same).filter((field) => same[field] === false && !loosened.includes(field));
}

/**
 * Compares accounts field by field, in any order.
 * @param {string} format
 * @param {Wanted[]} wanted
 * @param {Found[]} found
 * @param {Score} score
 */
export function compareEntries(format, wanted, found, score) {
  const left = [...found];
  for (const one of wanted) {
    const at = left.findIndex((account) => differing(format, account, one).length === 0);
    if (at >= 0) {
      left.splice(at, 1);
      score.right += 1;
      continue;
    }
    const near = left.find((account) => sameSecret(account, one.secret));
    if (near !== undefined) {
      left.splice(left.indexOf(near), 1);
      score.wrong += 1;
      score.differences.push(`${differing(format, near, one).join(', ')} of ${JSON.stringify(one)}: ${JSON.stringify(near)}`);
    } else {
      score.missing += 1;
      score.differences.push(`missing: ${JSON.stringify(one)}`);
    }
  }
  for (const account of left) {
    score.wrong += 1;
    score.differences.push(`one too many: ${JSON.stringify(account)}`);
  }
}

/**
 * Compares items of password managers, of which the expectation has what their field holds: a link, or a bare secret.
 * @param {Wanted[]} wanted
 * @param {Found[]} found
 * @param {{ issuer: string }[]} refused
 * @param {Score} score
 */
export function compareItems(wanted, found, refused, score) {
  for (const { item, uri, totp } of wanted) {
    const code = uri ?? totp;
    const parameters = new URLSearchParams(code.includes('?') ? code.slice(code.indexOf('?')) : '');
    const secret = parameters.get('secret') ?? (code.includes('://') ? '' : code);
    const one = {
      issuer: parameters.get('issuer') ?? item,
      algorithm: parameters.get('algorithm') ?? 'SHA1',
      digits: Number(parameters.get('digits') ?? 6),
      period: Number(parameters.get('period') ?? 30),
    };
    const isRead = found.some((account) => sameSecret(account, secret)
      && account.issuer === one.issuer && account.algorithm === one.algorithm && account.digits === one.digits && account.period === one.period);
    if (secret === '' ? refused.some(({ issuer }) => issuer === item) : isRead) {
      score[secret === '' ? 'refused' : 'right'] += 1;
    } else {
      score.missing += 1;
      score.differences.push(`missing: ${JSON.stringify({ item, ...one })}`);
    }
  }
  if (found.length + refused.length !== wanted.length) {
    score.wrong += 1;
    score.differences.push(`${found.length + refused.length} rows and not ${wanted.length}`);
  }
}
