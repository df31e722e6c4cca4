//! Tables of a `SQLite` database: the part of its file format (<https://sqlite.org/fileformat2.html>) that a table of text and
//! numbers needs. There are no indexes, no virtual tables and no write-ahead log.

mod schema;

use super::ContainerError;

pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
const HEADER_BYTES: usize = 100;
/// The kind of a page that holds pages of a table.
const INTERIOR_TABLE: u8 = 5;
/// The kind of a page that holds rows of a table.
const LEAF_TABLE: u8 = 13;
/// Most rows of a table: five times what a file may have of accounts.
const MAX_ROWS: usize = 100_000;
/// Most columns of a table, as in `SQLite` itself.
const MAX_COLUMNS: usize = 2000;
/// Most rows times columns of a table: 25 columns for each account that a file may have, four times.
const MAX_CELLS: usize = 2_000_000;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL, or the row's number where the column stands for it.
    Null,
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A table with the names of its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    /// The rows in the order of their numbers.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row { table: self, values })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    values: &'a [Value],
}

impl Row<'_> {
    /// The value in a column; nothing where the row was written before the table had the column.
    #[must_use]
    pub fn value(&self, column: &str) -> Option<&Value> {
        self.values.get(self.table.column(column)?)
    }

    /// The text in a column; empty for anything else.
    #[must_use]
    pub fn text(&self, column: &str) -> String {
        match self.value(column) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// The integer in a column.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<i64> {
        match self.value(column) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Whether bytes begin as a database does.
#[must_use]
pub fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A database in memory.
pub struct Database<'a> {
    bytes: &'a [u8],
    page_bytes: usize,
    /// What of a page is used: some extensions reserve its end.
    usable: usize,
}

impl<'a> Database<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ContainerError::Malformed`]; [`ContainerError::Unsupported`] for texts in UTF-16, which no app is known to have.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ContainerError> {
        if !is_sqlite(bytes) || bytes.len() < HEADER_BYTES {
            return Err(ContainerError::Malformed);
        }
        let page_bytes = match usize::from(u16_at(bytes, 16)?) {
            1 => 65536,
            size => size,
        };
        let reserved = usize::from(*bytes.get(20).ok_or(ContainerError::Malformed)?);
        if !page_bytes.is_power_of_two() || page_bytes < 512 || page_bytes - reserved < 480 {
            return Err(ContainerError::Malformed);
        }
        // Zero stands in a database without any table.
        if !matches!(u32_at(bytes, 56)?, 0 | 1) {
            return Err(ContainerError::Unsupported("utf-16"));
        }
        Ok(Self { bytes, page_bytes, usable: page_bytes - reserved })
    }

    /// Reads a table; `None` if there is none of this name.
    ///
    /// # Errors
    /// [`ContainerError::Malformed`]; [`ContainerError::TooComplex`].
    pub fn table(&self, name: &str) -> Result<Option<Table>, ContainerError> {
        let Some((page, columns)) = self.find(name)? else { return Ok(None) };
        let rows = self.rows(page)?;
        if rows.len().saturating_mul(columns.len()) > MAX_CELLS {
            return Err(ContainerError::TooComplex);
        }
        Ok(Some(Table { columns, rows }))
    }

    /// Whether there is a table with these columns.
    #[must_use]
    pub fn has(&self, table: &str, columns: &[&str]) -> bool {
        let found = self.find(table).ok().flatten();
        found.is_some_and(|(_, all)| {
            columns.iter().all(|column| all.iter().any(|other| other.eq_ignore_ascii_case(column)))
        })
    }

    /// The first page of a table, and the names of its columns.
    fn find(&self, name: &str) -> Result<Option<(u32, Vec<String>)>, ContainerError> {
        // The first page of all holds the table of all tables: type, name, table, first page, SQL.
        for row in self.rows(1)? {
            if let [Value::Text(kind), Value::Text(of), _, Value::Integer(page), Value::Text(sql), ..] = row.as_slice()
                && kind == "table"
                && of.eq_ignore_ascii_case(name)
            {
                let page = u32::try_from(*page).map_err(|_| ContainerError::Malformed)?;
                return Ok(Some((page, schema::columns(sql))));
            }
        }
        Ok(None)
    }

    /// A page by its number from one, and where its own header begins.
    fn page(&self, number: u32) -> Result<(&'a [u8], usize), ContainerError> {
        let index = (number as usize).checked_sub(1).ok_or(ContainerError::Malformed)?;
        let start = index.checked_mul(self.page_bytes).ok_or(ContainerError::Malformed)?;
        let page =
            self.bytes.get(start..).and_then(|rest| rest.get(..self.page_bytes)).ok_or(ContainerError::Malformed)?;
        Ok((page, if index == 0 { HEADER_BYTES } else { 0 }))
    }

    /// All rows of the table whose tree begins at a page.
    fn rows(&self, root: u32) -> Result<Vec<Vec<Value>>, ContainerError> {
        let mut rows = Vec::new();
        let mut pages = vec![root];
        // Each page belongs to one tree once, so that more visits than there are pages mean a circle; and all rows together
        // are not longer than the file, unless they share pages.
        let mut visits_left = self.bytes.len() / self.page_bytes;
        let mut payload_left = self.bytes.len();
        let mut cells_left = MAX_CELLS;
        while let Some(number) = pages.pop() {
            visits_left = visits_left.checked_sub(1).ok_or(ContainerError::Malformed)?;
            let (page, header) = self.page(number)?;
            let cells = usize::from(u16_at(page, header + 3)?);
            match page.get(header) {
                Some(&INTERIOR_TABLE) => {
                    pages.push(u32_at(page, header + 8)?);
                    for cell in (0..cells).rev() {
                        let at = usize::from(u16_at(page, header + 12 + 2 * cell)?);
                        pages.push(u32_at(page, at)?);
                    }
                    if pages.len() > visits_left {
                        return Err(ContainerError::Malformed);
                    }
                }
                Some(&LEAF_TABLE) => {
                    for cell in 0..cells {
                        let at = usize::from(u16_at(page, header + 8 + 2 * cell)?);
                        let payload = self.payload(page, at, &mut payload_left)?;
                        let row = record(&payload)?;
                        cells_left = cells_left.checked_sub(row.len()).ok_or(ContainerError::TooComplex)?;
                        rows.push(row);
                        if rows.len() > MAX_ROWS {
                            return Err(ContainerError::TooComplex);
                        }
                    }
                }
                _ => return Err(ContainerError::Malformed),
            }
        }
        Ok(rows)
    }

    /// The bytes of a row, of which a long one continues on a chain of other pages.
    fn payload(&self, page: &[u8], at: usize, left: &mut usize) -> Result<Vec<u8>, ContainerError> {
        let mut cell = page.get(at..self.usable).ok_or(ContainerError::Malformed)?;
        let length = usize::try_from(varint(&mut cell)?).map_err(|_| ContainerError::Malformed)?;
        *left = left.checked_sub(length).ok_or(ContainerError::Malformed)?;
        let _row_number = varint(&mut cell)?;
        let most = self.usable - 35;
        if length <= most {
            return Ok(cell.get(..length).ok_or(ContainerError::Malformed)?.to_vec());
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let split = least + (length - least) % (self.usable - 4);
        let local = if split <= most { split } else { least };
        let mut payload = cell.get(..local).ok_or(ContainerError::Malformed)?.to_vec();
        let mut next = u32_at(cell, local)?;
        while payload.len() < length {
            let (page, _) = self.page(next)?;
            next = u32_at(page, 0)?;
            let part = (length - payload.len()).min(self.usable - 4);
            payload.extend_from_slice(page.get(4..4 + part).ok_or(ContainerError::Malformed)?);
        }
        Ok(payload)
    }
}

/// The values of a row: a header of their types, then the values.
fn record(payload: &[u8]) -> Result<Vec<Value>, ContainerError> {
    let mut types = payload;
    let header = usize::try_from(varint(&mut types)?).map_err(|_| ContainerError::Malformed)?;
    let begun = payload.len() - types.len();
    let (mut types, mut values) = payload
        .split_at_checked(header)
        .and_then(|(types, values)| Some((types.get(begun..)?, values)))
        .ok_or(ContainerError::Malformed)?;
    let mut row = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        row.push(value(kind, &mut values)?);
        if row.len() > MAX_COLUMNS {
            return Err(ContainerError::TooComplex);
        }
    }
    Ok(row)
}

/// The value of a type, taken from the front of the values.
fn value(kind: u64, values: &mut &[u8]) -> Result<Value, ContainerError> {
    let length = match kind {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(kind).unwrap_or_default(),
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return Err(ContainerError::Malformed),
        longer => usize::try_from((longer - 12) / 2).map_err(|_| ContainerError::Malformed)?,
    };
    let (bytes, rest) = values.split_at_checked(length).ok_or(ContainerError::Malformed)?;
    *values = rest;
    Ok(match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().map_err(|_| ContainerError::Malformed)?)),
        1..=6 => Value::Integer(integer(bytes)),
        even if even.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
    })
}

/// A big-endian number of up to eight bytes in two's complement.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| number << 8 | i64::from(*byte))
}

/// A number of one to nine bytes, of which each but the ninth gives seven bits.
fn varint(bytes: &mut &[u8]) -> Result<u64, ContainerError> {
    let mut number = 0;
    for place in 0..9 {
        let (byte, rest) = bytes.split_first().ok_or(ContainerError::Malformed)?;
        *bytes = rest;
        if place == 8 {
            return Ok(number << 8 | u64::from(*byte));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ContainerError> {
    let two = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(ContainerError::Malformed)?;
    Ok(u16::from_be_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ContainerError> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(ContainerError::Malformed)?;
    Ok(u32::from_be_bytes(*four))
}
