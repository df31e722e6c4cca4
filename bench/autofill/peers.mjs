// How others do, as PEERS.md has it, which lies beside the corpus: measured on 255 pages of 71 projects, of which a corpus
// given here may be a part: 132 pages with a field and 123 where nothing may be filled. Each of them got the same rendered
// pages; the measurement was made once, on 2026-11-22, and is not repeated here.

/** Right (exactly the field, or the row), of 132; filled where nothing may be, of 123. @type {[string, number, number][]} */
export const PEERS = [
  ['autocomplete=one-time-code alone', 74, 43],
  ['Authenticator-Extension 8.0.2', 113, 114],
  ['2FAS 1.8.0', 55, 38],
  ['KeePassXC-Browser', 117, 76],
  ['Bitwarden, fill', 116, 85],
  ['Bitwarden, inline menu', 93, 42],
  ['Proton Pass', 108, 34],
  ["Chromium's pattern", 97, 56],
];
export const PEERS_PAGES = { field: 132, none: 123 };
