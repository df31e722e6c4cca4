// What the modules for other apps' files say, in words.
import { durationInWords, explain, message } from '../lib/i18n.js';

/**
 * @typedef {import('../transfer/types.js').TransferError} TransferError
 * @typedef {import('../transfer/types.js').TransferRowError} TransferRowError
 * @typedef {import('../transfer/types.js').TransferNotice} TransferNotice
 */

/** The names of apps and formats, which are the same in every language. @type {Record<string, string>} */
const NAMES = {
  '2fas': '2FAS', '2fauth': '2FAuth', aegis: 'Aegis', age: 'age', andotp: 'andOTP', 'authenticator-plus': 'Authenticator Plus', 'authenticator-extension': 'Authenticator-Extension',
  authy: 'Authy', 'battle-net': 'Battle.net', bitwarden: 'Bitwarden', cotp: 'cotp', csv: 'CSV', duo: 'Duo Mobile', ente: 'Ente Auth',
  freeotp: 'FreeOTP', 'freeotp-plus': 'FreeOTP+', 'google-database': 'Google Authenticator', 'google-migration': 'Google Authenticator',
  html: 'HTML', keepass: 'KeePass', lastpass: 'LastPass Authenticator', microsoft: 'Microsoft Authenticator', onepassword: '1Password',
  otpauth: 'otpauth', 'proton-authenticator': 'Proton Authenticator', 'proton-pass': 'Proton Pass', raivo: 'Raivo', steam: 'Steam',
  stratum: 'Stratum', 'totp-authenticator': 'TOTP Authenticator', twofas: '2FAS', vastblast: 'authenticator-2fa', winauth: 'WinAuth', zip: 'zip',
};

/** @param {string} format */
export const nameOf = (format) => NAMES[format] ?? format;

/** Why a file that is known can't be read. @type {Record<string, string>} */
const UNSUPPORTED = {
  cipher: 'unsupported_cipher',
  compression: 'unsupported_compression',
  derivation: 'unsupported_derivation',
  'keepass-1': 'unsupported_keepass_1',
  'key-derivation': 'unsupported_key_derivation',
  'no-password-slot': 'unsupported_no_password_slot',
  pgp: 'unsupported_pgp',
  recipient: 'unsupported_recipient',
  'utf-16': 'unsupported_utf_16',
  version: 'unsupported_version',
  zip64: 'unsupported_zip64',
};

const MIB = 1024 * 1024;

/**
 * What went wrong, also in the readers of other apps' files.
 * @param {import('../lib/errors.js').Problem | TransferError | TransferRowError} problem
 */
export function inWords(problem) {
  const { code } = problem;
  const args = 'args' in problem ? /** @type {Record<string, any>} */ (problem.args) : {};
  switch (code) {
    case 'transfer-too-large':
      return message('error_transfer_too_large', Math.round(args.most / MIB));
    case 'transfer-needs-memory':
      return message('error_transfer_needs_memory', Math.round(args.memoryKib / 1024), Math.round(args.mostKib / 1024));
    case 'transfer-unsupported':
      return message('error_transfer_unsupported', nameOf(args.format), message(UNSUPPORTED[args.reason] ?? 'unsupported_version'));
    case 'transfer-malformed':
    case 'transfer-no-entries':
    case 'transfer-wrong-password':
    case 'transfer-needs-password':
      return message(`error_${code.replaceAll('-', '_')}`, nameOf(args.format));
    default:
      return explain(/** @type {import('../lib/errors.js').Problem} */ (problem));
  }
}

/**
 * What a password costs, where that is more than a moment.
 * @param {import('../transfer/types.js').Cost} cost
 */
export function costInWords({ memoryKib, milliseconds }) {
  const long = milliseconds >= 2000 ? [message('importTakes', durationInWords(Math.ceil(milliseconds / 1000)))] : [];
  const large = memoryKib >= 256 * 1024 ? [message('importMemory', Math.round(memoryKib / 1024))] : [];
  return [...long, ...large].join(' ');
}

/** @param {TransferNotice} notice */
export function noticeInWords(notice) {
  return notice.code === 'part-missing'
    ? message('notice_part_missing', notice.args.part, notice.args.of)
    : message(`notice_${notice.code.replaceAll('-', '_')}`);
}

/** @param {import('../transfer/types.js').EntryView} entry */
export function kindInWords({ type, algorithm, digits, period, counter }) {
  switch (type) {
    case 'totp':
      return message('parametersTotp', algorithm, digits, period ?? 0);
    case 'hotp':
      return message('parametersHotp', algorithm, digits, counter ?? 0);
    case 'steam':
      return message('parametersSteam');
    case 'motp':
      return message('parametersMotp');
    case 'yandex':
      return message('parametersYandex');
    default:
      return type;
  }
}
