// Describes the documents of a tab for the core, and checks that a person sees the frames among them.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { PARTS_OF_COLLECT, collect } from '../page/collect.js';
import { frames, placesOf, uncovered } from '../page/frames.js';
import { inject } from './injecting.js';
import { inTime } from './press.js';

/**
 * @typedef {import('./press.js').Press} Press
 * @typedef {NonNullable<ReturnType<typeof collect>> & { frameId: number, documentId?: string, way: Way | null }} Described
 * @typedef {NonNullable<ReturnType<typeof frames>>} Way
 */

/** After how long the page is tried again when the browser did not let the extension in, in milliseconds. */
const GRANT_DELAY = 150;
/** How long a page may take to describe itself, in milliseconds. */
const PATIENCE = 4000;

/**
 * Describes the documents of the tab that the browser lets the extension into, the main one first: those of its own
 * site, and of sites that the person has allowed. Fields in a frame that a person does not see are described as
 * invisible.
 * @param {Press} press
 * @param {string} token names this description
 * @returns {Promise<Described[]>}
 */
export async function describe(press, token) {
  const target = { tabId: press.tab, allFrames: true };
  const look = () => inject(press.tab, PARTS_OF_COLLECT, collect, [token]);
  // Chromium may take a moment after a keyboard command until it lets the extension into the page.
  const looked = look().catch(async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, GRANT_DELAY);
    });
    return look();
  }).catch(() => {
    // Browsers never let an extension into their own pages.
    throw new CodedError('page-not-readable');
  });
  const found = answered(await inTime(press, looked, PATIENCE));
  const ways = found.length > 1 ? answered(await inTime(press, browser.scripting.executeScript({ target, func: frames, args: [token] }), PATIENCE)) : [];
  const documents = found.map((one) => ({ ...one, way: ways.find(({ frameId }) => frameId === one.frameId)?.result ?? null }));
  const described = documents.flatMap(({ result, ...one }) => (result ? [{ ...one, ...result }] : []));
  return described
    .map((one) => (isSeen(one, described) ? one : { ...one, frame: { ...one.frame, fields: one.frame.fields.map((field) => ({ ...field, visible: false, painted: 0 })) } }))
    .toSorted((one, other) => one.frameId - other.frameId);
}

/** The answer of a page; throws when it came too late. @template T @param {T | null} answer */
function answered(answer) {
  if (answer === null) {
    throw new CodedError('fill-too-late');
  }
  return answer;
}

/** The documents that may be the parent of the frame at a path. @param {Described[]} documents @param {number[]} path */
const around = (documents, path) =>
  documents.filter(({ way }) => way !== null && way.path.length === path.length - 1 && way.path.every((place, at) => place === path[at]));

/**
 * Whether a person sees a document. Each document around it must say that it shows the frame; when the browser does not
 * let the extension into one of them, the document counts as unseen.
 * @param {Described} document
 * @param {Described[]} documents
 * @returns {boolean}
 */
function isSeen({ frameId, way }, documents) {
  if (frameId === 0) {
    return true;
  }
  const path = way?.path ?? [];
  const place = path.at(-1);
  if (place === undefined) {
    return false;
  }
  const outer = around(documents, path);
  return outer.length > 0 && outer.every((one) => (place === -1 ? one.way?.uncounted : one.way?.seen[place]) === true && isSeen(one, documents));
}

/**
 * Whether nothing in the documents around a frame covers these fields in it.
 * @param {Press} press
 * @param {string} token names the description
 * @param {Described} document of the fields
 * @param {Described[]} documents
 * @param {number[]} fields
 */
export async function areBare(press, token, document, documents, fields) {
  /** @param {number} frameId */
  const run = (frameId) => ({ tabId: press.tab, frameIds: [frameId] });
  const first = await inTime(press, browser.scripting.executeScript({ target: run(document.frameId), func: placesOf, args: [token, fields] }), PATIENCE);
  let boxes = first?.[0]?.result ?? null;
  for (let one = document; one.frameId !== 0 && boxes !== null;) {
    const path = one.way?.path ?? [];
    const [outer, ...more] = around(documents, path);
    if (outer === undefined || more.length > 0) {
      return false;
    }
    const func = uncovered;
    const answer = await inTime(press, browser.scripting.executeScript({ target: run(outer.frameId), func, args: [token, path.at(-1) ?? -1, boxes] }), PATIENCE);
    boxes = answer?.[0]?.result ?? null;
    one = outer;
  }
  return boxes !== null;
}
