// What `bench autofill` prints.
import { PEERS, PEERS_PAGES } from './peers.mjs';

/** @import { Result, Verdict } from './judge.mjs' */

/** What a page is called that is of a kind of the corpus; of other kinds there is no word for it. @type {Record<string, string>} */
const PAGES = {
  'totp-login': 'totp-login', 'field-totp': 'totp-login', 'totp-confirm': 'totp-login', 'totp-enrol': 'totp-enrolment', sms: 'sms',
  email: 'email', push: 'push', recovery: 'recovery-code', phone: 'phone-number', payment: 'payment', captcha: 'captcha',
  'password-only': 'password', search: 'search',
};

/** @param {Result[]} results */
export function printAll(results) {
  printKinds(results);
  printFailures(results);
  printPages(results);
  printPeers(results);
  const times = results.map(({ decideTime }) => decideTime).sort((a, b) => a - b);
  console.log(`\nthe decision, there and back through a pipe: median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(2)} ms`);
}

/** @param {Result[]} results */
function printKinds(results) {
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  console.log(row(['kind', 'pages', 'right', 'missed', 'wrong field', 'quiet', 'filled where nothing should be']));
  for (const kind of [...kinds, null]) {
    const of = results.filter((result) => kind === null || result.kind === kind);
    /** @param {Verdict} verdict */
    const count = (verdict) => String(of.filter((result) => result.verdict === verdict).length || '·');
    console.log(row([kind ?? 'all', String(of.length), count('right'), count('missed'), count('wrong'), count('quiet'), count('filled')]));
  }
}

/** @param {Result[]} results */
function printFailures(results) {
  const failures = results.filter(({ verdict }) => verdict !== 'right' && verdict !== 'quiet');
  console.log(`\n${failures.length === 0 ? 'no failures' : 'failures:'}`);
  for (const { id, kind, verdict, expected, chosen, page, reasons } of failures) {
    const what = verdict === 'filled' ? 'filled where nothing should be' : verdict;
    console.log(`  ${id} (${kind}): ${what}; expected ${list(expected)}, chosen ${list(chosen)}, page ${page ?? '?'}: ${reasons.join(' ')}`);
  }
}

/** What the page is said to be: only told, nothing is filled by it. @param {Result[]} results */
function printPages(results) {
  const known = results.filter(({ kind }) => kind in PAGES);
  const others = known.filter(({ kind, page }) => page !== PAGES[kind]);
  console.log(`\nkind of the page, told for information: right on ${known.length - others.length} of ${known.length}`);
  for (const { id, kind, page } of others) {
    console.log(`  ${id} (${kind}): ${page}`);
  }
}

/** @param {Result[]} results */
function printPeers(results) {
  /** @param {Verdict[]} verdicts */
  const count = (...verdicts) => results.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const pages = { field: count('right', 'missed', 'wrong'), none: count('quiet', 'filled') };
  console.log('\n                                  right            filled where nothing should be');
  printShare('halfminute, this corpus', count('right'), pages.field, count('filled'), pages.none);
  console.log('\nits peers, by PEERS.md: 255 pages, of which this corpus may be a part');
  for (const [name, right, filled] of PEERS) {
    printShare(name, right, PEERS_PAGES.field, filled, PEERS_PAGES.none);
  }
}

/**
 * @param {string} name
 * @param {number} right
 * @param {number} fields
 * @param {number} filled
 * @param {number} none
 */
function printShare(name, right, fields, filled, none) {
  console.log(`${name.padEnd(34)}${share(right, fields).padEnd(17)}${share(filled, none)}`);
}

/**
 * @param {number} part
 * @param {number} whole
 */
function share(part, whole) {
  return whole === 0 ? 'none' : `${part}/${whole} (${(100 * part / whole).toFixed(1)} %)`;
}

/** @param {string[]} cells */
function row([first = '', ...rest]) {
  return first.padEnd(22) + rest.map((cell) => cell.padStart(Math.max(8, cell.length + 2))).join('');
}

/** @param {string[]} selectors */
function list(selectors) {
  return selectors.length === 0 ? 'nothing' : selectors.join(', ');
}
