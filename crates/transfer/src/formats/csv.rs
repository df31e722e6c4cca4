//! Tables of password managers: Bitwarden, `KeePassXC`, 1Password, and any other of which a person names the columns.

use csv::ReaderBuilder;

use crate::formats::bitwarden::item_draft;
use crate::formats::otpauth;
use crate::limits::MAX_ENTRIES;
use crate::{Content, Draft, Error, Extra, Reading, RowError, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "csv";

/// The greatest number of columns. `KeePassXC` writes 10, 1Password 9.
const MAX_COLUMNS: usize = 100;
/// The greatest number of bytes of a table that is read: a row of a hundred thousand bytes for each of a hundred notes, and 80 for
/// each other row. The reader takes several times as much memory for a cell.
const MAX_TABLE_BYTES: usize = 16 * 1024 * 1024;
/// The bytes at the beginning of a file that tell whether it is a table.
const HEAD_BYTES: usize = 64 * 1024;
/// The greatest number of rows. A password manager has many more items than one-time codes.
const MAX_ROWS: usize = 10 * MAX_ENTRIES;

/// The meanings of columns, each an index from zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "CsvColumns"))]
pub struct Columns {
    /// Whether the first row names the columns.
    pub header: bool,
    /// The secret, or the link.
    pub secret: Option<usize>,
    /// The issuer.
    pub issuer: Option<usize>,
    /// The account name.
    pub name: Option<usize>,
    /// The note.
    pub note: Option<usize>,
    /// The address of the page.
    pub site: Option<usize>,
    /// The group or the tags.
    pub tags: Option<usize>,
    /// Whether it is a favourite.
    pub pinned: Option<usize>,
    /// The kind: `totp`, `hotp`, `steam`.
    pub kind: Option<usize>,
    /// The hash function.
    pub algorithm: Option<usize>,
    /// The length of a code.
    pub digits: Option<usize>,
    /// The time step.
    pub period: Option<usize>,
    /// The counter.
    pub counter: Option<usize>,
}

impl Columns {
    /// The columns that a JSON object names.
    #[must_use]
    pub fn of_json(text: &str) -> Option<Self> {
        let object = json::parse(text).ok()??;
        let column = |name: &str| json::count(&object, name).and_then(|at| usize::try_from(at).ok());
        Some(Self {
            header: json::flag(&object, "header"),
            secret: column("secret"),
            issuer: column("issuer"),
            name: column("name"),
            note: column("note"),
            site: column("site"),
            tags: column("tags"),
            pinned: column("pinned"),
            kind: column("kind"),
            algorithm: column("algorithm"),
            digits: column("digits"),
            period: column("period"),
            counter: column("counter"),
        })
    }
}

/// The names of the column of secrets in the exports of password managers, in small letters, the most telling first.
const SECRET: &[&str] = &[
    "login_totp",
    "otpauth",
    "totp",
    "otp",
    "totpauth",
    "otp_secret",
    "otpsecret",
    "totp secret",
    "one-time password",
    "2fa",
    "secret",
    "secret key",
    "key",
];
const ISSUER: &[&str] = &["issuer", "service", "title", "name", "account name", "site"];
const NAME: &[&str] =
    &["login_username", "username", "user name", "user", "account", "login", "email", "label", "login_name"];
const NOTE: &[&str] = &["notes", "note", "extra", "comments"];
const SITE: &[&str] = &["login_uri", "url", "uri", "website", "web site"];
const TAGS: &[&str] = &["folder", "group", "grouping", "category", "tags", "vault"];
const PINNED: &[&str] = &["favorite", "fav", "favourite", "pinned"];
const KIND: &[&str] = &["otp_type", "otp type"];
const ALGORITHM: &[&str] = &["algorithm", "algo", "hash"];
const DIGITS: &[&str] = &["digits"];
const PERIOD: &[&str] = &["period", "interval", "timestep", "step"];
const COUNTER: &[&str] = &["counter"];

/// Whether the first row names a column of secrets.
pub(crate) fn sniff_known(content: &Content) -> bool {
    let first = rows(head(content.text())).next().flatten();
    content.json.is_none() && first.is_some_and(|first| first.len() > 1 && guess(&first).secret.is_some())
}

/// Whether the first two rows have the same number of columns.
pub(crate) fn sniff(content: &Content) -> bool {
    let mut rows = rows(head(content.text())).map_while(|row| row);
    let (first, second) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
    content.json.is_none() && first.len() > 1 && first.len() == second.len()
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let first = rows(head(content.text())).next().flatten().ok_or(Error::Malformed { format: ID })?;
    let columns = guess(&first);
    if columns.secret.is_none() {
        return Err(Error::NeedsColumns);
    }
    read_columns(content.text(), &columns)
}

/// The first rows of a table, for a person who names the columns.
#[must_use]
pub fn preview(text: &str, most: usize) -> Vec<Vec<String>> {
    rows(head(text)).take(most).map_while(|row| row).collect()
}

/// The first rows of a table, and the meanings of its columns as far as they show.
#[derive(Debug, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "CsvPreview"))]
pub struct Preview {
    /// The rows: the names of columns as they are, other cells by their shape alone.
    pub rows: Vec<Vec<String>>,
    /// The meanings.
    pub guess: Columns,
}

/// The number of rows from which a person names the columns.
const PREVIEW_ROWS: usize = 5;
/// The greatest length of a cell in a preview, in characters.
const PREVIEW_LETTERS: usize = 24;

/// A preview without secrets, which may stand in any column: `me@example.org` shows as `aa@aaaaaaa.aaa`.
#[must_use]
pub fn masked_preview(text: &str) -> Preview {
    let mut rows = preview(text, PREVIEW_ROWS);
    let guess = rows.first().map(|first| guess(first)).unwrap_or_default();
    for row in rows.iter_mut().skip(usize::from(guess.header)) {
        for cell in row {
            *cell = shape(cell);
        }
    }
    Preview { rows, guess }
}

/// A text with `a` for each letter and `0` for each digit.
fn shape(text: &str) -> String {
    let masked = |letter: char| match letter {
        letter if letter.is_ascii_digit() => '0',
        letter if letter.is_ascii_punctuation() || letter == ' ' => letter,
        _ => 'a',
    };
    text.chars().take(PREVIEW_LETTERS).map(masked).collect()
}

/// The meanings of columns by their names in the first row.
#[must_use]
pub fn guess(header: &[String]) -> Columns {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    let secret = find(SECRET);
    let other = |wanted| find(wanted).filter(|column| Some(*column) != secret);
    Columns {
        header: secret.is_some(),
        secret,
        issuer: other(ISSUER),
        name: other(NAME),
        note: other(NOTE),
        site: other(SITE),
        tags: other(TAGS),
        pinned: other(PINNED),
        kind: other(KIND),
        algorithm: other(ALGORITHM),
        digits: other(DIGITS),
        period: other(PERIOD),
        counter: other(COUNTER),
    }
}

/// Reads a table of which the columns are named.
///
/// # Errors
///
/// [`Error::TooComplex`] for more bytes, rows or columns than the limits, [`Error::Malformed`] for what is no table.
pub fn read_columns(text: &str, columns: &Columns) -> Result<Reading, Error> {
    if text.len() > MAX_TABLE_BYTES {
        return Err(Error::TooComplex);
    }
    let mut reading = Reading::new(ID);
    for (number, row) in rows(text).enumerate().skip(usize::from(columns.header)) {
        let row = row.ok_or(Error::Malformed { format: ID })?;
        if number > MAX_ROWS || row.len() > MAX_COLUMNS {
            return Err(Error::TooComplex);
        }
        let field = |column: Option<usize>| column.and_then(|at| row.get(at)).map_or("", |text| text.trim());
        if field(columns.secret).is_empty() {
            reading.count(Extra::OtherItem);
            continue;
        }
        match draft(field, columns) {
            Ok(draft) => reading.take(Ok(draft)),
            Err(error) => reading.refuse(error, field(columns.issuer), field(columns.name)),
        }
    }
    Ok(reading)
}

fn draft<'a>(field: impl Fn(Option<usize>) -> &'a str, columns: &Columns) -> Result<Draft, RowError> {
    let draft = item_draft(otpauth::value(field(columns.secret))?, field(columns.issuer), field(columns.name));
    let text = |own: String, column| if own.is_empty() { field(column).to_owned() } else { own };
    let number = |own: Option<i64>, column| {
        own.or_else(|| Some(field(column)).filter(|text| !text.is_empty()).map(|text| text.parse().unwrap_or(-1)))
    };
    Ok(Draft {
        kind: text(draft.kind, columns.kind),
        algorithm: text(draft.algorithm, columns.algorithm),
        digits: number(draft.digits, columns.digits),
        period: number(draft.period, columns.period),
        counter: number(draft.counter, columns.counter),
        note: text(draft.note, columns.note),
        tags: field(columns.tags).split([';', ',']).map(|tag| tag.trim().to_owned()).collect(),
        pinned: matches!(field(columns.pinned).to_ascii_lowercase().as_str(), "1" | "true" | "yes"),
        sites: field(columns.site).split([',', '\n']).map(|site| site.trim().to_owned()).collect(),
        ..draft
    })
}

/// The first lines of a text, as far as they tell whether it is a table. A file whose first line is longer is none.
fn head(text: &str) -> &str {
    let Some(beginning) = text.as_bytes().get(..HEAD_BYTES) else { return text };
    let end = beginning.iter().rposition(|&byte| byte == b'\n').unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// The rows of a table, with whatever separates its first row into most columns; `None` for a row that is none. Of a row with too
/// many columns, one more than the limit is there.
fn rows(text: &str) -> impl Iterator<Item = Option<Vec<String>>> {
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|&mark| {
        // The first of equals is wanted, and the last is what `max_by_key` gives.
        (first.bytes().filter(|&byte| byte == mark).count(), u8::MAX - mark)
    });
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    reader.into_records().map(|row| Some(row.ok()?.iter().take(MAX_COLUMNS + 1).map(str::to_owned).collect()))
}
