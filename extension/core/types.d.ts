// Made from src/ by `./build.sh types`: change it there, and run that again.

/** One account of the list. */
export type AccountView = {
  /** By which everything else is asked. */
  id: string,
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
  /** Bound to the site in front. */
  here: boolean,
  /** Bound to no site, and its issuer is a service that is known to be the one in front. */
  proposed: boolean,
  /** The code of now; `None` when it comes from a counter, since showing it would use it up. */
  code: ShownCode | null,
};

/** What becomes of a wish to fill a code. */
export type AnswerView = {
  /** The vault has changed and must be sealed before anything else happens. */
  changed: boolean,
  /** A code and where it goes, or why there is none. */
  outcome: OutcomeView,
};

/** An account in the bin. */
export type BinView = {
  /** By which it is restored. */
  id: string,
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
  /** When it was deleted. */
  deleted: number,
};

/** What an account is to be after an edit. */
export type Changes = {
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
  /** Where it may be filled. */
  sites: Array<SiteChange>,
  /** Whether the form is sent as well after filling. */
  submit: boolean,
  /** Frames of other sites that it may still be filled into, as [`Details`](super::Details) shows them; none is added. */
  frames?: Array<string>,
};

/** What a person accepts: what stood on their screen. */
export type Chosen = {
  /** By which it was offered. */
  handle: string,
  /** Who asks for the codes, as it was shown. */
  issuer: string,
  /** Whose codes they are, as it was shown. */
  name: string,
  /** Where the codes will go, as it was shown; empty for nowhere. */
  host: string,
  /** What the person has typed beside it: sites besides its own, whether the form is sent as well after filling, and for
   * a new account names that go before its own unless they are empty. */
  wishes?: Changes,
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
  /** By which it is edited. */
  id: string,
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
  /** Where it may be filled. */
  sites: Array<SiteView>,
  /** Into which frames of other sites: the origin of the page around, a space, that of the frame. */
  frames: Array<string>,
  /** Whether the form is sent as well after filling. */
  submit: boolean,
  /** When it was enrolled. */
  created: number,
  /** What the codes are made of, but the seed. */
  parameters: Parameters,
};

/** What became of one of several accounts: one of the two is there. */
export type Done = {
  /** The account. */
  id: string | null,
  /** Why it was refused. */
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
  /** Index in [`Frame::dialogs`] of the dialog that it is in, or -1. */
  dialog: number,
  /** Number of its form, or -1. */
  form: number,
  /** Number of shadow roots around it. */
  shadowDepth: number,
  /** `minlength`, or -1 when there is none. */
  minLength: number,
  /** `maxlength`, or -1 when there is none. */
  maxLength: number,
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

/** One piece of evidence for or against filling a field. */
export type FillReason = "pointed-at"
  | "says-one-time-code"
  | "name-means-code"
  | "label-means-code"
  | "name-perhaps-code"
  | "only-field"
  | "for-digits"
  | "row-of-boxes"
  | "authenticator-nearby"
  | "code-nearby"
  | "page-second-factor"
  | "code-to-scan"
  | "says-sent"
  | "can-be-sent-again"
  | "can-be-sent"
  | "names-the-way"
  | "hidden-address"
  | "names-recovery"
  | "names-hardware-key"
  | "names-something-else"
  | "several-alike"
  | "holds-something";

/** A code, and the fields of a document that it is for. */
export type FillingView = {
  /** The characters to write. */
  code: string,
  /** Index of the document in what was asked. */
  frame: number,
  /** The site of that document, as an origin. */
  site: Site,
  /** Indices of fields in that document: one, or one for each character of the code. */
  fields: Array<number>,
  /** What the page asks for. */
  page: PageKind,
  /** How sure that is, of 100. */
  confidence: number,
  /** Why these fields. */
  reasons: Array<FillReason>,
  /** Whether the person wants the form sent as well. */
  submit: boolean,
  /** When the code runs out; `None` when it comes from a counter. */
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

/** How the person asks. */
export type Gesture = "page" | "field" | "teach" | "anyway";

/** An account that an export lacks. */
export type LeftOut = {
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
};

/** The accounts, those of the site in front first, then by issuer and name. */
export type Listing = {
  /** Those that are not in the bin. */
  accounts: Array<AccountView>,
  /** How many entries this build can't read. They are kept. */
  unreadable: number,
  /** Those in the bin, the last deleted first. */
  bin: Array<BinView>,
  /** The site in front, when it is one that codes may be filled into. */
  site: Site | null,
  /** The other one that this site looks like. */
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

/** An export for another app: QR codes to be read one after the other. */
export type Migration = {
  /** The QR codes. */
  parts: Array<Drawing>,
  /** The accounts whose codes the format can't describe. */
  leftOut: Array<LeftOut>,
};

/** What a text offers. */
export type Offer = {
  /** To be accepted one by one, by their handles. */
  pending: Array<PendingView>,
  /** Entries of a migration payload that can't be honoured. */
  refused: Array<RefusedView>,
  /** Of how many parts this is one; 1 unless it is a part of a Google export. */
  parts: number,
  /** What the text is when it is for no authenticator; then it offers nothing. */
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

/** A code and where it goes, or why there is none. */
export type OutcomeView = { "filling": FillingView } | { "refusal": Refusal };

/** What a page asks for. */
export type PageKind = "totp-login"
  | "totp-enrolment"
  | "sms"
  | "email"
  | "push"
  | "recovery-code"
  | "phone-number"
  | "payment"
  | "captcha"
  | "password"
  | "search"
  | "other";

/** What codes are made of, but the seed. */
export type Parameters = {
  /** `totp`, `hotp` or `steam`. */
  type: string, algorithm: string | null, digits: number | null, period: number | null,
  /** As text, since it may have 64 bits. */
  counter: string | null,
};

/** A pending enrolment as it is shown. */
export type PendingView = {
  /** By which it is accepted: it stands for this seed, these names and this site, in whatever instance of the vault. */
  handle: string,
  /** Who asks for the codes. */
  issuer: string,
  /** Whose codes they are. */
  name: string,
  /** What the codes are made of, but the seed. */
  parameters: Parameters,
  /** What a person should hear of. */
  warnings: Array<OtpauthWarning>,
  /** The account that has this very seed already. */
  known: string | null,
  /** There is nothing to add: that account is where it would be then. */
  bound: boolean,
  /** Where its codes will go, as a person calls it; `None` when it is bound to no site. */
  host: string | null,
  /** The other site that this one looks like, which is why it is bound to none. */
  twin: Twin | null,
};

/** Why a picture is refused before it is read. */
export type PictureError = { "code": "picture-wrong-length" } | { "code": "picture-too-large" };

/** What the core throws, with the words' arguments. */
export type Problem = VaultError | OtpauthError | PictureError;

/** A recovery key, to be printed. */
export type RecoveryKeyView = {
  /** Eight groups of digits. */
  text: string,
  /** The same text as a QR code. */
  drawing: Drawing,
};

/** Why nothing is filled. */
export type Refusal = { "code": "fill-not-bound" } | { "code": "fill-look-alike", "args": {
  /** The other one. */
  twin: Twin, } } | { "code": "fill-in-frame", "args": {
  /** Its origin. */
  site: Site, } } | { "code": "fill-ask-frame", "args": {
  /** Its origin. */
  site: Site, } } | { "code": "fill-found" } | { "code": "fill-sends-elsewhere", "args": {
  /** Origins, or what stands for one. */
  sendsTo: Array<string>, } } | { "code": "fill-rejected" } | { "code": "fill-used", "args": {
  /** When the next one comes. */
  until: Seconds, } } | { "code": "fill-runs-out", "args": {
  /** When the next one comes. */
  until: Seconds, } } | Decline | VaultError;

/** An entry that can't be honoured, as it is shown. */
export type RefusedView = {
  /** As far as it could be read. */
  issuer: string,
  /** As far as it could be read. */
  name: string,
  /** Why it can't be honoured. */
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

/** A code on the screen. */
export type ShownCode = {
  /** The characters to type. */
  text: string,
  /** The Unix second at which the next one takes over; `None` when it comes from a counter. */
  validUntil: number | null,
  /** How many seconds a code lasts; `None` when it comes from a counter. */
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
  /** Its origin. */
  origin: Site,
  /** `domain`, `host`, or the beginning of a path. */
  rule: string,
  /** A field was pointed out there. */
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

/** A refusal. No variant carries a secret, and none carries text from the bytes that were refused. */
export type VaultError = { "code": "vault-not-an-envelope" }
  | { "code": "vault-unknown-version" }
  | { "code": "vault-unknown-critical" }
  | { "code": "vault-malformed-header" }
  | { "code": "vault-kdf-cost" }
  | { "code": "wrong-passphrase" }
  | { "code": "passphrase-length" }
  | { "code": "recovery-group", "args": {
  /** Which one, from 1. */
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
    | { "code": "too-long" }
    | { "code": "not-a-site" }
    | { "code": "not-a-path" }
    | { "code": "fill-look-alike" }
    | { "code": "vault-full" }
    | { "code": "no-randomness" };

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
