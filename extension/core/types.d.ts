// Made from src/ by `./build.sh types`: change it there, and run that again.

/** One account of the list. */
export type AccountView = {
  /** The account's id, which all other calls take. */
  id: string,
  /** Name of the service that asks for the codes. */
  issuer: string,
  /** Name of the account at the service. */
  name: string,
  /** Whether the account is bound to the site of the page. */
  here: boolean,
  /** Whether the account may belong to the site of the page: it is bound to no site, and the well-known service that
   * its issuer names is the one at that site. */
  proposed: boolean,
  /** The current code; `None` when codes come from a counter, because showing one would use it up, and when `inert`. */
  code: ShownCode | null,
  /** Whether no codes can be made of it: its algorithm is not known here, or its PIN is not known. */
  inert?: boolean,
  /** The counter as decimal text, when codes come from one. */
  counter?: string,
  /** Whether it is bound to the very host of the page, not to another one of its domain. */
  exact?: boolean,
  /** Whether its name fits the site of the page, though it is bound to another one: it stands before the others. */
  fits?: boolean,
  /** When it was used last on the site of the page, in milliseconds since the Unix epoch. */
  usedHere?: number,
  /** Whether the page looks like a site that it belongs to, and is another one. */
  imitated?: boolean,
  /** Whether it stands before all others. */
  pinned?: boolean,
  /** Words by which the person finds it. */
  tags?: Array<string>,
  /** The hosts that it is bound to. */
  hosts?: Array<string>,
  /** How often a code of it was copied or filled. */
  uses?: number,
  /** When the last one was, in milliseconds since the Unix epoch; 0 for never. */
  used?: number,
  /** Its place in the order that the person gave the accounts, from zero. */
  place?: number,
  /** Whether it has an icon. */
  hasIcon?: boolean,
  /** Whether it has a note. */
  hasNote?: boolean,
};

/** The answer to a request to fill a code. */
export type AnswerView = {
  /** Whether the vault has changed, so that it must be sealed before a code is written. */
  changed: boolean,
  /** The code and its fields, or why nothing is filled. */
  outcome: OutcomeView,
};

/** An account in the bin. */
export type BinView = {
  /** The account's id. */
  id: string,
  /** Name of the service that asks for the codes. */
  issuer: string,
  /** Name of the account at the service. */
  name: string,
  /** When the account was deleted, in milliseconds since the Unix epoch. */
  deleted: number,
};

/** What an account is to be after an edit. */
export type Changes = {
  /** Name of the service that asks for the codes. */
  issuer: string,
  /** Name of the account at the service. */
  name: string,
  /** Where it may be filled. */
  sites: Array<SiteChange>,
  /** Whether the form is sent as well after filling. */
  submit: boolean,
  /** Frames of other sites that it may still be filled into, as [`Details`](super::Details) shows them; none is added. */
  frames?: Array<string>,
  /** What the person wrote beside it. */
  note?: string,
  /** Words by which the person finds it. */
  tags?: Array<string>,
  /** Whether it stands before all others. */
  pinned?: boolean,
};

/** What a person accepts. The names and the host are those that their screen showed: the vault refuses an enrolment
 * that differs from them. */
export type Chosen = {
  /** The handle of the pending enrolment. */
  handle: string,
  /** Name of the service, as it was shown. */
  issuer: string,
  /** Name of the account at the service, as it was shown. */
  name: string,
  /** The host that the account will be bound to, as it was shown; empty to bind it to none. */
  host: string,
  /** What the person has typed beside the offer: more sites, whether the form is submitted once a code was filled,
   * and for a new account other names, of which an empty one changes nothing. */
  wishes?: Changes,
};

/** What another copy of the accounts has, against what is here. */
export type Comparison = {
  /** When the copy was made. */
  written: number,
  /** Number of accounts that the copy has outside the bin. */
  accounts: number,
  /** Number of accounts that are the same in both. */
  same: number,
  /** Number of accounts of which the copy has something later. */
  newerThere: number,
  /** Number of accounts that are later here, and that the copy does not change. */
  newerHere: number,
  /** Number of accounts that the copy alone has. */
  onlyThere: number,
  /** Number of accounts that the copy lacks. */
  onlyHere: number,
};

/** Why nothing is filled. */
export type Decline = { "code": "fill-no-code-field" }
  | { "code": "fill-sent-by-sms" }
  | { "code": "fill-sent-by-mail" }
  | { "code": "fill-called" }
  | { "code": "fill-sent" }
  | { "code": "fill-recovery-code" }
  | { "code": "fill-hardware-key" }
  | { "code": "fill-push" }
  | { "code": "fill-several-fields" }
  | { "code": "fill-not-empty" }
  | { "code": "fill-too-many-fields" }
  | { "code": "fill-page-too-large" };

/** One account in full, for the page that edits it. */
export type Details = {
  /** The account's id. */
  id: string,
  /** Name of the service that asks for the codes. */
  issuer: string,
  /** Name of the account at the service. */
  name: string,
  /** The sites that the account is bound to. */
  sites: Array<SiteView>,
  /** Frames of other sites that codes may be filled into. Each is the origin of the page around the frame, a space,
   * and the origin of the frame. */
  frames: Array<string>,
  /** Whether the form is submitted once a code was filled. */
  submit: boolean,
  /** What the person wrote beside it. */
  note: string,
  /** Words by which the person finds it. */
  tags: Array<string>,
  /** Whether it stands before all others. */
  pinned: boolean,
  /** When the account was added, in milliseconds since the Unix epoch. */
  created: number,
  /** The parameters of its codes. */
  parameters: Parameters,
};

/** The result for one of several accounts: either `id` or `refused` is there. */
export type Done = {
  /** The account's id. */
  id: string | null,
  /** Why the change was refused. */
  refused: VaultError | null,
};

/** A QR code to be drawn. It holds whatever secret the text has. */
export type Drawing = {
  /** Side in modules, without the quiet zone of four modules that belongs around the symbol. */
  size: number,
  /** The dark modules as the path of an SVG, in which a module has a side of 1. */
  path: string,
};

/** The edit of one of several accounts. */
export type Edit = {
  /** By which the account is found. */
  id: string,
  /** What the account was when the person began. */
  seen?: Changes,
  /** What it is to be. */
  changes: Changes,
  /** The PIN that goes into its codes, where the person has typed one; without one it stays as it is. */
  pin?: string,
};

/** One entry of a log, as it is shown. */
export type EntryView = {
  /** A JSON object, to the letter: `at`, `what`, and where there is one an `account`, a `site` or a `detail`. */
  event: string,
  /** The hash over this entry and all entries before it. */
  hash: string,
};

/** One input field as a person sees it. */
export type Field = {
  /** `input.type`, as the browser understands it; or `contenteditable`. */
  type: string,
  /** `name` attribute. */
  name: string,
  /** `id` attribute. */
  id: string,
  /** `class` attribute. */
  classes: string,
  /** `autocomplete` attribute. */
  autocomplete: string,
  /** `inputmode` attribute. */
  inputMode: string,
  /** `pattern` attribute. */
  pattern: string,
  /** `placeholder` attribute. */
  placeholder: string,
  /** Text of its labels, of `aria-label` and `title`, and of the elements that `aria-labelledby` and `aria-describedby`
   * name. */
  label: string,
  /** Text right before it, within its dialog. */
  before: string,
  /** Text right after it, within its dialog. */
  after: string,
  /** Text of the heading that it stands under. */
  heading: string,
  /** Index in [`Frame::dialogs`] of the dialog that it is in. */
  dialog: number | null,
  /** Number of the form that it is in. */
  form: number | null,
  /** Number of shadow roots around it. */
  shadowDepth: number,
  /** `minlength` attribute. */
  minLength: number | null,
  /** `maxlength` attribute. */
  maxLength: number | null,
  /** A person can see it, perhaps after scrolling: it has a size and is not hidden, transparent or covered. */
  visible: boolean,
  /** Number of boxes, one for each character, that are painted where it stands; the field itself may be invisible. */
  painted: number,
  /** Neither read-only nor disabled. */
  writable: boolean,
  /** It has the focus. */
  focused: boolean,
  /** Number of characters that it holds. */
  length: number,
  /** It holds nothing but digits. */
  digits: boolean,
  /** Halfminute has written a code into it before. */
  written: boolean,
  /** Origins other than the document's own to which its form would send it. */
  sendsTo: Array<string>,
  /** Left edge in CSS pixels. */
  x: number,
  /** Top edge in CSS pixels. */
  y: number,
  /** Width in CSS pixels. */
  width: number,
  /** Height in CSS pixels. */
  height: number,
};

/** A code and the fields that it is to be written into, all of one document. */
export type FillingView = {
  /** The characters of the code. */
  code: string,
  /** Index of the document among those of the request. */
  frame: number,
  /** The site of the document. */
  site: Site,
  /** Indices of the fields in the document: one, or one for each character of the code. */
  fields: Array<number>,
  /** Whether the form is to be submitted once the code was filled. */
  submit: boolean,
  /** When the code expires by the site's clock, in seconds since the Unix epoch; `None` when it comes from a counter. */
  until: Seconds | null,
};

/** One document of the page: the main one, or that of a frame. */
export type Frame = {
  /** `document.title`. */
  title: string,
  /** Visible headings, labels and paragraphs, a line for each block, without buttons and links. The script in the page
   * bounds its length. */
  text: string,
  /** Visible text of each open dialog, in the form of `text`. */
  dialogs: Array<string>,
  /** Names of buttons and links, a line each. */
  actions: string,
  /** Number of square pictures of the size of a QR code. */
  squares: number,
  /** The document has an `otpauth:` link or text. */
  otpauth: boolean,
  /** Origins of visible frames that cannot be looked into. */
  closed: Array<string>,
  /** Input fields in document order, those in shadow roots included. */
  fields: Array<Field>,
  /** The document has more fields than `fields` describes. */
  tooManyFields: boolean,
  /** The document is so large that only a part of it was looked through. */
  tooLarge: boolean,
};

/** An earlier generation, as it is shown. */
export type Generation = {
  /** When the generation was written. */
  written: number,
  /** How many accounts it has outside the bin. */
  accounts: number,
};

/** How a person asks for a code. */
export type Gesture = "page" | "field" | "teach" | "anyway";

/** One line of an import, as it is judged. */
export type JudgedView = {
  /** What importing the line would do. */
  verdict: Verdict,
  /** Name of the account after a conflict. */
  name: string | null,
  /** What the person is warned of. */
  warnings: Array<OtpauthWarning>,
};

/** The accounts of a vault for one page. */
export type Listing = {
  /** The accounts outside the bin: first those that are bound to the site of the page, then by issuer and name. */
  accounts: Array<AccountView>,
  /** Number of entries that this build can't read and keeps as they are. */
  unreadable: number,
  /** The accounts in the bin, the last deleted first. */
  bin: Array<BinView>,
  /** The site of the page; `None` when no codes may be filled into it. */
  site: Site | null,
  /** What the site of the page looks like, when it looks like another one. */
  twin: Twin | null,
};

/** The log of one device, as it is shown. */
export type LogView = {
  /** The number of the device. */
  device: string,
  /** Whether it is this device. */
  here: boolean,
  /** How many older entries were cut off. */
  cut: number,
  /** The hash of the last entry that was cut off. */
  from: string,
  /** The index of the first entry that is not as it was written. */
  brokenAt: number | null,
  /** The entries, the oldest first. */
  entries: Array<EntryView>,
};

/** Why a host looks like another one, the most certain reason first. */
export type LookAlikeReason = "look-alike-letters"
  | "look-alike-domain-inside"
  | "look-alike-one-edit"
  | "look-alike-name-inside"
  | "look-alike-other-ending"
  | "look-alike-name-as-subdomain";

/** The accounts that a text offers. */
export type Offer = {
  /** The enrolments that a person can accept, each by its handle. */
  pending: Array<PendingView>,
  /** The entries of a Google export that no account can be made of. */
  refused: Array<RefusedView>,
  /** Number of QR codes that a Google export is spread over, of which the text is one; otherwise 1. */
  parts: number,
  /** What the text is when it is not for an authenticator and so offers no account; otherwise `None`. */
  other: OtherCode | null,
};

/** The purpose of a QR code that is for no authenticator. */
export type OtherCode = { "kind": "web-address", "name": string | null }
  | { "kind": "wifi" }
  | { "kind": "contact" }
  | { "kind": "mail" }
  | { "kind": "phone" }
  | { "kind": "sms" }
  | { "kind": "place" }
  | { "kind": "event" }
  | { "kind": "payment" }
  | { "kind": "passkey" }
  | { "kind": "other-app", "name": string }
  | { "kind": "app-link" }
  | { "kind": "text" }
  | { "kind": "data" };

/** Why a text, or one entry of it, is refused. It never holds any part of a secret. */
export type OtpauthError = { "code": "text-too-long" }
  | { "code": "text-not-utf8" }
  | { "code": "text-line-break" }
  | { "code": "uri-unknown-scheme" }
  | { "code": "uri-fragment" }
  | { "code": "uri-unknown-type" }
  | { "code": "uri-no-secret" }
  | { "code": "uri-unknown-algorithm" }
  | { "code": "uri-digits" }
  | { "code": "uri-period" }
  | { "code": "uri-counter" }
  | { "code": "uri-pin" }
  | { "code": "uri-unknown-encoder" }
  | { "code": "uri-repeated-parameter", "args": {
  /** Its name. */
  name: string, } }
    | { "code": "migration-no-data" }
    | { "code": "migration-base64" }
    | { "code": "migration-malformed" }
    | { "code": "migration-empty" }
    | { "code": "migration-name" }
    | { "code": "migration-unknown-algorithm" }
    | { "code": "migration-unknown-digits" }
    | { "code": "migration-unknown-type" }
    | { "code": "migration-counter" } | SeedError;

/** An oddity of a text that was honoured, which a person should know before trusting the account. */
export type OtpauthWarning = "seed-trailing-bits"
  | "few-digits"
  | "issuer-mismatch"
  | "counter-missing"
  | "maybe-steam"
  | "steam-parameter"
  | "percent-literal"
  | "type-unspecified"
  | "odd-characters"
  | "issuer-look-alike";

/** The code and its fields, or why nothing is filled. */
export type OutcomeView = { "filling": FillingView } | { "refusal": Refusal };

/** The parameters of an account's codes, without the seed. */
export type Parameters = {
  /** `totp`, `hotp`, `steam`, `motp` or `yandex`. */
  type: string, algorithm: string | null, digits: number | null, period: number | null,
  /** The counter as decimal text, because a number of JavaScript does not hold 64 bits. */
  counter: string | null,
};

/** A pending enrolment as it is shown. */
export type PendingView = {
  /** The handle by which it is accepted. It stands for the seed, the parameters, the names and the site, and is the
   * same in every instance of the vault, because the background restarts while a screen stays open. */
  handle: string,
  /** Name of the service that asks for the codes. */
  issuer: string,
  /** Name of the account at the service. */
  name: string,
  /** The parameters of its codes. */
  parameters: Parameters,
  /** What the person is warned of. */
  warnings: Array<OtpauthWarning>,
  /** Id of the account that makes the same codes already. */
  known: string | null,
  /** Whether accepting it would change nothing: the account that makes the same codes is not in the bin, and is bound
   * to the site. */
  bound: boolean,
  /** The host that the account will be bound to, as it is shown to a person; `None` when it will be bound to none. */
  host: string | null,
  /** What the site looks like, when it looks like another one. The account is then bound to none. */
  twin: Twin | null,
};

/** Why a picture is refused before it is read. */
export type PictureError = { "code": "picture-wrong-length" } | { "code": "picture-too-large" };

/** What the core throws, with the words' arguments. */
export type Problem = VaultError | OtpauthError | PictureError;

/** A recovery key, to be printed. */
export type RecoveryKeyView = {
  /** The key as eight groups of digits. */
  text: string,
  /** The key as a QR code. */
  drawing: Drawing,
};

/** Why nothing is filled. */
export type Refusal = { "code": "fill-not-bound" } | { "code": "fill-look-alike", "args": {
  /** The host that it looks like. */
  twin: Twin, } } | { "code": "fill-in-frame", "args": {
  /** The site of the frame. */
  site: Site, } } | { "code": "fill-ask-frame", "args": {
  /** The site of the frame. */
  site: Site, } } | { "code": "fill-found" } | { "code": "fill-sends-elsewhere", "args": {
  /** Their origins. A place without an origin, such as `mailto:`, stands as it is. */
  sendsTo: Array<string>, } } | { "code": "fill-rejected" } | { "code": "fill-used", "args": {
  /** When the next code comes, by the computer's clock. */
  until: Seconds, } } | { "code": "fill-runs-out", "args": {
  /** When the next code comes, by the computer's clock. */
  until: Seconds, } } | Decline | VaultError;

/** An entry of a Google export that no account can be made of, as it is shown. */
export type RefusedView = {
  /** Name of the service, as far as it could be read. */
  issuer: string,
  /** Name of the account at the service, as far as it could be read. */
  name: string,
  /** Why no account can be made of it. */
  reason: OtpauthError,
};

/** Seconds since the Unix epoch, or a number of seconds. */
export type Seconds = number;

/** Why a text or bytes are refused as a seed. No variant tells a position or a character, since that would be part of a
 * secret. */
export type SeedError = { "code": "seed-empty" }
  | { "code": "seed-too-long" }
  | { "code": "seed-length" }
  | { "code": "seed-look-alike" }
  | { "code": "seed-character" }
  | { "code": "seed-padding" };

/** A code as it is shown. */
export type ShownCode = {
  /** The characters to type. */
  text: string,
  /** The code after it; `None` when codes come from a counter. */
  next: string | null,
  /** When the next code replaces it, in seconds since the Unix epoch; `None` when codes come from a counter. */
  validUntil: number | null,
  /** The period of the codes in seconds; `None` when they come from a counter. */
  period: number | null,
};

/** A site that an account is bound to: an origin (RFC 6454), as the browser itself serialises it, such as
 * `https://login.example`. It matches that origin and no other. */
export type Site = string;

/** One site that an account is bound to. */
export type SiteChange = {
  /** Its origin. */
  origin: string,
  /** `domain`, `host`, or the beginning of a path. */
  rule: string,
  /** Whether the field that was pointed out there stays remembered. */
  taught: boolean,
};

/** A site that an account is bound to, as it is shown. */
export type SiteView = {
  /** The site's origin. */
  origin: Site,
  /** Where around the origin codes may go: `domain` (its registrable domain), `host`, or the beginning of a path. */
  rule: string,
  /** Whether the person has pointed out the field for codes on this site. */
  taught: boolean,
};

/** A host that looks like another one, as it is shown: what it imitates, and how. */
export type Twin = {
  /** In which way it does. */
  reason: LookAlikeReason,
  /** The domain that it looks like. */
  imitates: string,
  /** Whether honest sites look like this too, so that the person may say that they know it. */
  mayBeHonest: boolean,
  /** Whether that domain is well known, or the person's own word stands behind it. Otherwise an account was merely added
   * there, and it may be the false one of the two. */
  certain: boolean,
};

/** An account as a person types it. */
export type Typed = {
  /** A seed as base32, or a whole URI; then the rest is ignored. */
  text: string,
  /** Who asks for the codes. */
  issuer?: string,
  /** Whose codes they are. */
  name?: string,
  /** `totp`, `hotp` or `steam`. */
  type?: string,
  /** `SHA1`, `SHA256` or `SHA512`. */
  algorithm?: string,
  /** 1 to 10. */
  digits?: number,
  /** In seconds. */
  period?: number,
  /** The counter of the next code. */
  counter?: number,
};

/** Why the vault refused an operation. No variant carries a secret or text of the input that was refused. */
export type VaultError = { "code": "vault-not-an-envelope" }
  | { "code": "vault-unknown-version" }
  | { "code": "vault-unknown-critical" }
  | { "code": "vault-malformed-header" }
  | { "code": "vault-kdf-cost" }
  | { "code": "wrong-passphrase" }
  | { "code": "passphrase-length" }
  | { "code": "recovery-group", "args": {
  /** Number of the group, from 1. */
  group: number, } }
    | { "code": "wrong-secret" }
    | { "code": "device-expired" }
    | { "code": "no-such-way" }
    | { "code": "last-way" }
    | { "code": "vault-tampered" }
    | { "code": "vault-malformed-contents" }
    | { "code": "vault-wrong-session" }
    | { "code": "no-such-account" }
    | { "code": "account-deleted" }
    | { "code": "no-such-pending" }
    | { "code": "not-counter-based" }
    | { "code": "account-no-codes" }
    | { "code": "too-long" }
    | { "code": "not-a-site" }
    | { "code": "not-a-path" }
    | { "code": "fill-look-alike" }
    | { "code": "vault-full" }
    | { "code": "no-randomness" };

/** What importing a line would do. */
export type Verdict = { "code": "import-new" }
  | { "code": "import-duplicate" }
  | { "code": "import-binned" }
  | { "code": "import-conflict" } | OtpauthError;

/** A way in, as it is shown. Name and times are there only where the vault is open. */
export type WayView = {
  /** The id of the slot. */
  id: string,
  /** `passphrase`, `passkey`, `recovery`, `device`, or one of a later version. */
  kind: string,
  /** What people call it. */
  name: string,
  /** When it was added; 0 when that is not known. */
  created: number,
  /** When it was used last; `None` when that is not known. */
  used: number | null,
  /** The time until which a device is trusted; `None` for every other kind. */
  expires: number | null,
  /** The input from which its secret is derived, base64url; `None` for a passphrase. */
  salt: string | null,
  /** The credential id of a passkey, base64url; `None` for every other kind. */
  credential: string | null,
  /** The memory of a passphrase's derivation, in KiB; 0 for every other kind. */
  memoryKib: number,
  /** The passes of a passphrase's derivation; 0 for every other kind. */
  passes: number,
  /** Whether it can be revoked. */
  revocable: boolean,
  /** Whether it was made in version 1 of the format and not used since: whoever had the data key of then can open it. */
  inherited: boolean,
};
