//! The central directory of an archive, at its end: what lies where, and how it is packed and sealed.

use serde_json::{Map, Value};

use super::MAX_FILES;
use crate::containers::ContainerError;

/// The record at the end of an archive, after which only a comment of up to 65,535 bytes may stand.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const MAX_COMMENT_BYTES: usize = 65_535;
/// The header of a file in the directory.
const CENTRAL: &[u8] = b"PK\x01\x02";
const CENTRAL_BYTES: usize = 46;
/// The header of a file before its data.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;

/// The bits of the flags.
const IS_SEALED: u16 = 1;
const HAS_SIZES_AFTER_DATA: u16 = 1 << 3;
const IS_STRONGLY_SEALED: u16 = 1 << 6;

/// The method that says that the real one stands in an extra field.
const METHOD_AES: u16 = 99;
/// The identifiers of extra fields.
const EXTRA_ZIP64: u16 = 0x0001;
const EXTRA_AES: u16 = 0x9901;

/// A file, or a folder, as the directory describes it.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) method: u16,
    pub(super) sealing: Sealing,
    /// The check value of what is unpacked; `None` where a MAC stands for it.
    pub(super) crc: Option<u32>,
    packed_bytes: u64,
    pub(super) unpacked_bytes: u64,
    /// Where the header before the data begins.
    at: u64,
}

/// The way in which a file is sealed.
pub(super) enum Sealing {
    None,
    ZipCrypto {
        /// The last byte of the header that is sealed before the data.
        check: u8,
    },
    Aes {
        key_bytes: usize,
    },
}

impl Entry {
    /// The data of the file, packed and sealed as they are.
    pub(super) fn data<'a>(&self, archive: &'a [u8]) -> Option<&'a [u8]> {
        let local = archive.get(usize::try_from(self.at).ok()?..)?;
        if !local.starts_with(LOCAL) {
            return None;
        }
        let names = usize::from(u16_at(local, 26)?) + usize::from(u16_at(local, 28)?);
        local.get(LOCAL_BYTES + names..)?.get(..usize::try_from(self.packed_bytes).ok()?)
    }
}

/// All files and folders of an archive.
pub(super) fn read(archive: &[u8]) -> Result<Vec<Entry>, ContainerError> {
    let end = find_end(archive).ok_or(ContainerError::Malformed)?;
    let (bytes, at) = (u32_at(end, 12), u32_at(end, 16));
    if bytes == Some(u32::MAX) || at == Some(u32::MAX) {
        // An archive of more than 4 GiB, or 65,535 files, which is over the limits anyhow.
        return Err(ContainerError::Unsupported("zip64"));
    }
    let mut directory = directory(archive, at, bytes).ok_or(ContainerError::Malformed)?;
    let (mut entries, mut names) = (Vec::new(), Map::new());
    let mut packed_left = archive.len() as u64;
    while !directory.is_empty() {
        if entries.len() == MAX_FILES {
            return Err(ContainerError::TooComplex);
        }
        let (entry, rest) = read_entry(directory)?;
        // Files that share their bytes would be unpacked again and again.
        packed_left = packed_left.checked_sub(entry.packed_bytes).ok_or(ContainerError::Malformed)?;
        // Which of two files of one name is meant, each reader of archives answers differently.
        if names.insert(entry.name.clone(), Value::Null).is_some() {
            return Err(ContainerError::Malformed);
        }
        entries.push(entry);
        directory = rest;
    }
    Ok(entries)
}

/// The last record of the end whose comment reaches to the end of the archive.
fn find_end(archive: &[u8]) -> Option<&[u8]> {
    let from = archive.len().saturating_sub(END_BYTES + MAX_COMMENT_BYTES);
    let last = archive.len().checked_sub(END_BYTES)?;
    (from..=last).rev().find_map(|at| {
        let end = archive.get(at..)?;
        let comment = usize::from(u16_at(end, 20)?);
        (end.starts_with(END) && end.len() == END_BYTES + comment).then_some(end)
    })
}

fn directory(archive: &[u8], at: Option<u32>, bytes: Option<u32>) -> Option<&[u8]> {
    archive.get(usize::try_from(at?).ok()?..)?.get(..usize::try_from(bytes?).ok()?)
}

/// The first entry of a directory, and what comes after it.
fn read_entry(directory: &[u8]) -> Result<(Entry, &[u8]), ContainerError> {
    let header = Header::of(directory).ok_or(ContainerError::Malformed)?;
    if header.flags & IS_STRONGLY_SEALED != 0 {
        return Err(ContainerError::Unsupported("cipher"));
    }
    let mut entry = Entry {
        name: String::from_utf8_lossy(header.name).into_owned(),
        method: header.method,
        sealing: Sealing::None,
        crc: Some(header.crc),
        packed_bytes: header.packed_bytes.into(),
        unpacked_bytes: header.unpacked_bytes.into(),
        at: header.at.into(),
    };
    if let Some(extra) = extra(header.extra, EXTRA_ZIP64) {
        // It holds those of the three numbers for which the header has not enough bits.
        let mut numbers = extra.chunks_exact(8).map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
        for number in [&mut entry.unpacked_bytes, &mut entry.packed_bytes, &mut entry.at] {
            if *number == u64::from(u32::MAX) {
                *number = numbers.next().ok_or(ContainerError::Malformed)?;
            }
        }
    }
    if header.flags & IS_SEALED != 0 {
        seal(&mut entry, &header).ok_or(ContainerError::Malformed)?;
    }
    Ok((entry, header.rest))
}

/// Takes in how a sealed file is sealed.
fn seal(entry: &mut Entry, header: &Header) -> Option<()> {
    if header.method != METHOD_AES {
        let [_, _, _, high] = header.crc.to_le_bytes();
        // A writer that seals before it knows the check value takes the time instead.
        let check = if header.flags & HAS_SIZES_AFTER_DATA == 0 { high } else { header.time };
        entry.sealing = Sealing::ZipCrypto { check };
        return Some(());
    }
    let extra = extra(header.extra, EXTRA_AES)?;
    let key_bytes = match extra.get(4)? {
        1 => 16,
        2 => 24,
        3 => 32,
        _ => return None,
    };
    entry.sealing = Sealing::Aes { key_bytes };
    entry.method = u16_at(extra, 5)?;
    // The MAC covers the data, and version 2 has no check value beside it.
    entry.crc = None;
    Some(())
}

/// The fields of a header in the directory.
struct Header<'a> {
    flags: u16,
    method: u16,
    /// The high byte of the time of the last change.
    time: u8,
    crc: u32,
    packed_bytes: u32,
    unpacked_bytes: u32,
    at: u32,
    name: &'a [u8],
    extra: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Header<'a> {
    fn of(directory: &'a [u8]) -> Option<Self> {
        let names = directory.starts_with(CENTRAL).then(|| directory.get(CENTRAL_BYTES..))??;
        let (name, rest) = names.split_at_checked(u16_at(directory, 28)?.into())?;
        let (extra, rest) = rest.split_at_checked(u16_at(directory, 30)?.into())?;
        let (_comment, rest) = rest.split_at_checked(u16_at(directory, 32)?.into())?;
        Some(Self {
            flags: u16_at(directory, 8)?,
            method: u16_at(directory, 10)?,
            time: *directory.get(13)?,
            crc: u32_at(directory, 16)?,
            packed_bytes: u32_at(directory, 20)?,
            unpacked_bytes: u32_at(directory, 24)?,
            at: u32_at(directory, 42)?,
            name,
            extra,
            rest,
        })
    }
}

/// The content of the extra field with this identifier.
fn extra(mut fields: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let (id, length) = (u16_at(fields, 0)?, u16_at(fields, 2)?);
        let (field, rest) = fields.get(4..)?.split_at_checked(length.into())?;
        if id == wanted {
            return Some(field);
        }
        fields = rest;
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}
