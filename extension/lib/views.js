// What the core shows of a vault, as types: the other side of src/vault/view.rs, pending.rs, edit.rs, fill.rs,
// show.rs, ways.rs, history.rs, log.rs and src/autofill/field.rs.

/**
 * @typedef {{ text: string, validUntil: number | null, period: number | null }} ShownCode
 *   A code; a Unix second and a number of seconds, or null when it comes from a counter.
 *
 * @typedef {{ id: string, issuer: string, name: string, here: boolean, proposed: boolean, code: ShownCode | null }} AccountView
 *   `proposed`: bound nowhere, and its issuer is a service that is known to be the site in front. `code` is null when it comes from a counter and has to be asked for.
 *
 * @typedef {{ id: string, issuer: string, name: string, deleted: number }} BinView
 *
 * @typedef {{ accounts: AccountView[], unreadable: number, bin: BinView[], site: string | null,
 *             twin: Twin | null }} Listing
 *   `site` is the one in front, when codes may be filled there; `twin` is the other one that it looks like.
 *
 * @typedef {{ reason: string, imitates: string, mayBeHonest: boolean, certain: boolean }} Twin
 *   The site that another one looks like. `certain`: it is well known, or the person's own word stands behind it; otherwise an
 *   account was merely added there.
 *
 * @typedef {(host: string) => string | undefined} DomainOf the registrable domain of a host
 *
 * @typedef {{ type: 'totp' | 'hotp' | 'steam', algorithm: string | null, digits: number | null,
 *             period: number | null, counter: string | null }} Parameters
 *
 * @typedef {{ id: string, issuer: string, name: string, sites: BoundSite[], frames: string[], submit: boolean,
 *             created: number, parameters: Parameters }} Details
 *   Each of `frames` is the origin of the page around, a space, and that of the frame.
 *
 * @typedef {{ origin: string, rule: string, taught: boolean }} BoundSite
 *   `rule` is `domain`, `host` or the beginning of a path; `taught` says that a field was pointed out there.
 *
 * @typedef {{ handle: string, issuer: string, name: string, parameters: Parameters, warnings: string[],
 *             known: string | null, bound: boolean, host: string | null, twin: Twin | null }} PendingView
 *   An enrolment that waits for the person's word; `handle` stands for it in whatever instance of the core; `known` is the
 *   account that has its seed already, `bound` says that there is nothing to add; `host` is where its codes will go, `twin`
 *   why they go nowhere.
 *
 * @typedef {{ handle: string, issuer: string, name: string, host: string, wishes?: Changes }} Chosen
 *   What the person accepts, as it stood on the screen; `host` is empty for no site. `wishes` is what they have typed beside
 *   it: sites besides its own, and for a new account names that go before its own unless they are empty.
 *
 * @typedef {{ id: string, seen?: Changes, changes: Changes }} Edit
 *   The edit of one of several accounts; `seen` is what it was when the person began.
 *
 * @typedef {{ id: string, refused: null } | { id: null, refused: string }} Done
 *   What became of one of several accounts.
 *
 * @typedef {{ issuer: string, name: string, reason: string }} RefusedView
 *
 * @typedef {{ kind: string, name: string | null }} OtherView
 *   A QR code that is for no authenticator: the stable name of what it is, and the host of a web address or the app.
 *
 * @typedef {{ pending: PendingView[], refused: RefusedView[], parts: number, other: OtherView | null }} Offer
 *
 * @typedef {{ text: string, issuer?: string, name?: string, type?: string, algorithm?: string, digits?: number,
 *             period?: number, counter?: number }} Typed
 *
 * @typedef {{ issuer: string, name: string, sites: BoundSite[], frames?: string[], submit: boolean }} Changes
 *   `frames` are those that stay.
 *
 * @typedef {{ size: number, path: string }} Drawing
 *   A QR code: its modules a side, and the dark ones as the path of an SVG.
 *
 * @typedef {{ parts: Drawing[], leftOut: { issuer: string, name: string }[] }} Migration
 *
 * @typedef {{ changed: boolean, refusal: string | null, code: string, frame: number, fields: number[],
 *             page: string | null, confidence: number, reasons: string[], submit: boolean, until: number,
 *             site: string, sendsTo: string[], twin: Twin | null }} Answer
 *   One code and where it goes, or where `refusal` says why not, what the words for that need. `site` is that of the
 *   document, or of the frame that is meant; `sendsTo` is where the form would send it; `until` is the Unix second at which
 *   the code runs out or the next one comes; `page` is what the page asks for, `confidence` is of 100, and `page` and
 *   `reasons` are the stable names of src/autofill/decision.rs.
 *
 * @typedef {'page' | 'field' | 'teach' | 'anyway'} Gesture
 *   How the person asks: for this page, for the field with the cursor, for it whatever the page says, or for this page
 *   though they were told that codes were not taken there.
 *
 * @typedef {{ type: string, name: string, id: string, classes: string, autocomplete: string, inputMode: string,
 *             pattern: string, placeholder: string, label: string, before: string, after: string, heading: string,
 *             dialog: number, form: number, shadowDepth: number, minLength: number, maxLength: number,
 *             visible: boolean, painted: number, writable: boolean, focused: boolean, length: number, digits: boolean,
 *             written: boolean, sendsTo: string[], x: number, y: number, width: number, height: number }} Field
 *
 * @typedef {{ title: string, text: string, dialogs: string[], actions: string, squares: number, otpauth: boolean,
 *             fields: Field[], closed: string[], tooManyFields: boolean, tooLarge: boolean }} Frame
 *
 * @typedef {{ id: string, kind: 'passphrase' | 'passkey' | 'recovery' | 'device' | (string & {}), name: string,
 *             created: number, used: number | null, expires: number | null, salt: string | null,
 *             credential: string | null, memoryKib: number, passes: number, revocable: boolean,
 *             inherited: boolean }} Way
 *   A slot of the vault and what the person calls it. Times in milliseconds; `created` is 0 when it is not known.
 *   `inherited`: made in version 1 of the format and not used since; who had the data key of then gets in by it.
 *
 * @typedef {{ text: string, drawing: Drawing }} RecoveryKey eight groups of digits, and the same as a QR code
 *
 * @typedef {{ number: number, written: number, accounts: number }} Earlier a generation that is kept
 *
 * @typedef {{ device: string, here: boolean, cut: number, from: string, brokenAt: number | null,
 *             entries: { event: string, hash: string }[] }} Log
 *   What was done on one device, the oldest first, as JSON to the letter. `cut`: how many older entries are gone; `from`:
 *   the hash of the last one of those; `brokenAt`: the first entry, from 0, that is not what was written.
 */

export {};
