// Which part of the tree may import which.

/**
 * @typedef {object} Import
 * @property {string} from path of the importing file
 * @property {number} line where it imports
 * @property {string} to path of the file that defines what is imported
 * @property {boolean} [isType] only a type in a comment, which is gone when the script runs
 *
 * @typedef {object} House
 * @property {string} folder
 * @property {string[][]} floors parts of the folder from the lowest floor up; parts of one floor import nothing of each other.
 *   A part is a folder and the file of its name beside it, `otp/` and `otp.rs`. '' is all that no other part claims
 */

/** @type {House[]} */
const HOUSES = [
  { folder: 'src', floors: [['codes', 'time'], ['otp', 'json'], ['otpauth', 'sites', 'qr', 'autofill'], ['vault'], ['wasm'], ['']] },
  { folder: 'src/vault', floors: [['error'], ['envelope', 'contents'], ['']] },
  { folder: 'src/qr', floors: [['picture'], ['place'], ['symbol'], ['']] },
  { folder: 'extension', floors: [['lib', 'page'], ['background', 'ui'], ['options', 'enrol', 'unlock', 'move', 'welcome']] },
];

/** Besides the floors: screens reach the worker by messages alone, and what is injected into pages is never a part of a screen. */
const SCREENS = /^extension\/(?:ui|options|enrol|unlock|move|welcome)\//;
const NEVER_IN_SCREENS = /^extension\/(?:background|page)\//;

/**
 * The imports that break a rule, one for each two files, with the reason.
 * @param {Iterable<Import>} imports
 */
export function forbidden(imports) {
  const all = new Map([...imports].reverse().map((one) => [`${one.from} ${one.to}`, one]));
  const paths = [...all.values()].flatMap(({ from, to }) => [from, to]);
  // Where no part has a folder yet, the files of a house all stand on one floor.
  const houses = HOUSES.filter(({ folder, floors }) =>
    floors.flat().some((part) => part !== '' && paths.some((path) => path.startsWith(`${folder}/${part}/`))));
  return [...all.values()].reverse().flatMap((one) => {
    const why = SCREENS.test(one.from) && NEVER_IN_SCREENS.test(one.to)
      ? 'a screen imports nothing of the worker nor of what is injected into pages'
      : houses.map((house) => judge(house, one)).find((reason) => reason !== null);
    return why ? [{ ...one, why }] : [];
  });
}

/**
 * @param {House} house
 * @param {Import} one
 */
function judge({ folder, floors }, { from, to }) {
  const [importing, imported] = [placeOf(from, folder, floors), placeOf(to, folder, floors)];
  if (importing === null || imported === null || importing.part === imported.part) {
    return null;
  }
  const [one, other] = [importing, imported].map(({ part }) => (part === '' ? `the rest of ${folder}` : `${folder}/${part}`));
  if (importing.floor === imported.floor) {
    return `${one} and ${other} stand beside each other`;
  }
  return importing.floor < imported.floor ? `${one} stands below ${other}` : null;
}

/**
 * The part of a folder that a file belongs to, and its floor. The file beside the folder, `vault.rs`, counts as inside it.
 * @param {string} path
 * @param {string} folder
 * @param {string[][]} floors
 */
function placeOf(path, folder, floors) {
  if (!path.startsWith(`${folder}/`) && path !== `${folder}.rs`) {
    return null;
  }
  const within = path.slice(folder.length + 1);
  const part = floors.flat().find((name) => name !== '' && (within === `${name}.rs` || within.startsWith(`${name}/`))) ?? '';
  const floor = floors.findIndex((parts) => parts.includes(part));
  return floor < 0 ? null : { part, floor };
}
