// Made from src/ by `./build.sh types`: change it there, and run that again.

/** The cost of the key derivation that a sealed file asks for. */
export type Cost = {
  /** The memory, in KiB; zero where it does not matter. */
  memoryKib: number,
  /** The time on a computer of 2020, in milliseconds. */
  milliseconds: number,
};

/** The meanings of columns, each an index from zero. */
export type CsvColumns = {
  /** Whether the first row names the columns. */
  header: boolean,
  /** The secret, or the link. */
  secret: number | null,
  /** The issuer. */
  issuer: number | null,
  /** The account name. */
  name: number | null,
  /** The note. */
  note: number | null,
  /** The address of the page. */
  site: number | null,
  /** The group or the tags. */
  tags: number | null,
  /** Whether it is a favourite. */
  pinned: number | null,
  /** The kind: `totp`, `hotp`, `steam`. */
  kind: number | null,
  /** The hash function. */
  algorithm: number | null,
  /** The length of a code. */
  digits: number | null,
  /** The time step. */
  period: number | null,
  /** The counter. */
  counter: number | null,
};

/** The first rows of a table, and the meanings of its columns as far as they show. */
export type CsvPreview = {
  /** The rows: the names of columns as they are, other cells by their shape alone. */
  rows: Array<Array<string>>,
  /** The meanings. */
  guess: CsvColumns,
};

/** One account. */
export type EntryView = {
  /** The number of the account among those of all files, from zero. */
  index: number,
  /** The way in which codes are made: `totp`, `hotp`, `steam`, `motp`, `yandex`, or the name that the file gives it. */
  type: string,
  /** The service that asks for the codes; may be empty. */
  issuer: string,
  /** The account at the service; may be empty. */
  name: string,
  /** The hash function, as in the Key Uri Format. */
  algorithm: string,
  /** The length of a code. */
  digits: number,
  /** The time step in seconds; `None` for a counter. */
  period: number | null,
  /** The counter of the next code; `None` for what goes by time. */
  counter: number | null,
  /** Whether there is a link for the account, so that it can be taken. */
  canBeTaken: boolean,
  /** What a person should know before trusting the account. */
  warnings: Array<OtpauthWarning>,
  /** Whether the person wrote a note about it. */
  hasNote: boolean,
  /** The groups, folders, categories and tags. */
  tags: Array<string>,
  /** Whether it is pinned or a favourite. */
  pinned: boolean,
  /** Whether it lies in the other app's bin. */
  trashed: boolean,
  /** Whether it has a picture. */
  hasIcon: boolean,
  /** The number of times that a code was used. */
  uses: number | null,
  /** The addresses of its pages. */
  sites: Array<string>,
};

/** One file. */
export type FileView = {
  /** The name of the file. */
  name: string,
  /** The id of the format; `None` for a file that is refused. */
  format: string | null,
  /** Why the file is refused. */
  error: TransferError | null,
  /** The accounts. */
  entries: Array<EntryView>,
  /** The rows that are refused. */
  refused: Array<RefusedView>,
  /** The kinds of things that have no place here, each with its number. */
  extras: Array<[TransferExtra, number]>,
  /** What a person should know about the file. */
  notices: Array<TransferNotice>,
};

/** All files of an import. */
export type ImportView = {
  /** The files, in the order given; those of an archive stand in its place. */
  files: Array<FileView>,
  /** What a person should know about the files together. */
  notices: Array<TransferNotice>,
};

/** What a format cannot hold of an account. */
export type LossView = {
  /** The issuer. */
  issuer: string,
  /** The account name. */
  name: string,
  /** The parts that are lost. */
  losses: Array<TransferLoss>,
};

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

/** A row that is refused. */
export type RefusedView = {
  /** The number of the row in its file, from zero. */
  position: number,
  /** The issuer, as far as it could be read. */
  issuer: string,
  /** The account name, as far as it could be read. */
  name: string,
  /** The reason. */
  error: TransferRowError,
};

/** Why a text or bytes are refused as a seed. No variant tells a position or a character, since that would be part of a
 * secret. */
export type SeedError = { "code": "seed-empty" }
  | { "code": "seed-too-long" }
  | { "code": "seed-length" }
  | { "code": "seed-look-alike" }
  | { "code": "seed-character" }
  | { "code": "seed-padding" };

/** Why a file is refused. It never holds any part of a secret. */
export type TransferError = { "code": "transfer-too-large", "args": {
  /** The limit in bytes. */
  most: number, } } | { "code": "transfer-too-many-entries", "args": {
  /** The limit. */
  most: number, } } | { "code": "transfer-too-complex" } | { "code": "transfer-empty" } | { "code": "transfer-unknown-format" } | { "code": "transfer-needs-databases" } | { "code": "transfer-malformed", "args": {
  /** The id of the format. */
  format: string, } } | { "code": "transfer-no-entries", "args": {
  /** The id of the format. */
  format: string, } } | { "code": "transfer-needs-password", "args": {
  /** The id of the format. */
  format: string,
  /** The cost of the key derivation. */
  cost: Cost, } } | { "code": "transfer-wrong-password", "args": {
  /** The id of the format. */
  format: string, } } | { "code": "transfer-needs-memory", "args": {
  /** The memory that it asks for, in KiB. */
  memoryKib: number,
  /** The limit in KiB. */
  mostKib: number, } } | { "code": "transfer-no-memory" } | { "code": "transfer-too-costly" } | { "code": "transfer-account-restricted" } | { "code": "transfer-unsupported", "args": {
  /** The id of the format. */
  format: string,
  /** The reason, as a code of its own. */
  reason: string, } } | { "code": "transfer-needs-columns" } | { "code": "transfer-no-randomness" } | OtpauthError;

/** A kind of things in a file that have no place here. */
export type TransferExtra = "item" | "trashed" | "icon" | "group" | "setting" | "push";

/** What a format cannot hold of an account. */
export type TransferLoss = "account"
  | "names"
  | "note"
  | "tags"
  | "pinned"
  | "trashed"
  | "icon"
  | "uses"
  | "sites"
  | "position";

/** What a person should know about a file as a whole. */
export type TransferNotice = { "code": "part-missing", "args": {
  /** The number of the part, from one. */
  part: number,
  /** The number of all parts. */
  of: number, } } | { "code": "may-have-lost-digest" } | { "code": "assumes-defaults" };

/** Why one row of a file is refused. */
export type TransferRowError = { "code": "row-shape" } | { "code": "row-sealed" } | { "code": "row-too-long", "args": {
  /** The name of the field. */
  field: string, } } | OtpauthError;
