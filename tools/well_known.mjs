// Packs the directory of services (2factorauth, MIT) into src/sites/well_known.txt, whose format is described in
// src/sites/well_known.rs:
//
//   node tools/well_known.mjs totp-domains.json public_suffix_list.dat > src/sites/well_known.txt
//
// The list of public suffixes (publicsuffix.org; Debian's package `publicsuffix`) only tells where a registrable domain
// begins; nothing of it goes into the table.
import { readFile } from 'node:fs/promises';
import { domainToASCII } from 'node:url';

// What the directory leaves out: other domains on which the same services ask for codes.
/** @type {Record<string, string[]>} */
const MORE = {
  Atlassian: ['atlassian.net'],
  Google: ['google.com', 'googlemail.com'],
  Microsoft: ['microsoft.com', 'live.com', 'microsoftonline.com', 'office.com', 'sharepoint.com'],
  Okta: ['okta-emea.com', 'oktapreview.com'],
};

const [directory, suffixes] = process.argv.slice(2);
if (directory === undefined || suffixes === undefined) {
  throw new Error('usage: node tools/well_known.mjs totp-domains.json public_suffix_list.dat');
}

const rules = new Set(
  (await readFile(suffixes, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//')),
);

/** @param {string} host */
function registrable(host) {
  const labels = host.split('.');
  for (let from = 0; from < labels.length; from += 1) {
    const suffix = labels.slice(from).join('.');
    const wild = `*.${labels.slice(from + 1).join('.')}`;
    if (rules.has(`!${suffix}`)) return suffix;
    if (rules.has(suffix) || rules.has(wild)) {
      // A service at a public suffix itself does not own what is registered below it.
      if (from === 0) console.error(`left out, a public suffix: ${host}`);
      return from === 0 ? undefined : labels.slice(from - 1).join('.');
    }
  }
  return labels.slice(-2).join('.');
}

/** @param {string} name */
const normalised = (name) =>
  name.toLowerCase().normalize('NFD').replace(/(\p{Script=Latin})\p{M}+/gu, '$1').normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');

/** @type {Map<string, Set<string>>} */
const table = new Map();
/** @param {string} name @param {string[]} hosts */
function add(name, hosts) {
  const key = normalised(name);
  if (key === '') return;
  const found = hosts.map((host) => registrable(domainToASCII(host))).filter((domain) => domain !== undefined);
  if (found.length > 0) table.set(key, new Set([...(table.get(key) ?? []), ...found]));
}

for (const { name, domain, 'additional-domains': more = [] } of JSON.parse(await readFile(directory, 'utf8')).entries) {
  add(name, [domain, ...more]);
  // "HMRC (Government Gateway)" is called by either name.
  const [, before, within] = /^(.+?)\s*\((.+)\)$/.exec(name) ?? [];
  for (const other of [before, within]) {
    if (other !== undefined) add(other, [domain, ...more]);
  }
}
for (const [name, domains] of Object.entries(MORE)) add(name, domains);

/** @param {string} domain */
const short = (domain) => (/^[^.]+\.com$/.test(domain) ? domain.slice(0, -4) : domain);
// Sorted by name, so that a name is found by halves.
const lines = [...table].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, domains]) => {
  // The domain that bears the name goes first, so that the name can be left out.
  const [first = '', ...rest] = [...domains].sort((a, b) => Number(normalised(label(b)) === name) - Number(normalised(label(a)) === name));
  const list = [first, ...rest].map(short).join(' ');
  return label(first) === name ? list : `${name}=${list}`;
});
console.log(lines.join('\n'));

/** @param {string} domain */
function label(domain) {
  return domain.split('.')[0] ?? '';
}
