//! The variant dictionary of version 4, in which a file names its key derivation.

use super::fields::{Bytes, u32_of, u64_of};
use crate::ciphers::Kdf;
use crate::ciphers::kdf::Argon2Variant;
use crate::containers::ContainerError;

const AES: [u8; 16] = *b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38";
/// The identifier of AES-KDF that `KeePass` had before version 4, and that some files of version 4 have.
const AES_OF_3: [u8; 16] = *b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea";
const ARGON2D: [u8; 16] = *b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c";
const ARGON2ID: [u8; 16] = *b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6";
const VERSION: u8 = 1;

/// The derivation that a dictionary names.
pub(super) fn kdf(bytes: &[u8]) -> Result<Kdf, ContainerError> {
    let values = values(bytes)?;
    let get = |name: &str| values.iter().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| *value);
    let need = |name: &str| get(name).ok_or(ContainerError::Malformed);
    let id: [u8; 16] = need("$UUID")?.try_into().map_err(|_| ContainerError::Malformed)?;
    let variant = match id {
        AES | AES_OF_3 => {
            let seed = need("S")?.try_into().map_err(|_| ContainerError::Malformed)?;
            return Ok(Kdf::Aes { rounds: u64_of(need("R")?)?, seed });
        }
        ARGON2D => Argon2Variant::D,
        ARGON2ID => Argon2Variant::Id,
        _ => return Err(ContainerError::Unsupported("key-derivation")),
    };
    // A secret key and associated data are in the format's definition; no app writes them.
    if ["K", "A"].iter().any(|name| get(name).is_some_and(|value| !value.is_empty())) {
        return Err(ContainerError::Unsupported("key-derivation"));
    }
    Ok(Kdf::Argon2 {
        variant,
        version_1_0: match u32_of(need("V")?)? {
            0x10 => true,
            0x13 => false,
            _ => return Err(ContainerError::Malformed),
        },
        memory_kib: u64_of(need("M")?)? / 1024,
        passes: u64_of(need("I")?)?,
        lanes: u32_of(need("P")?)?,
        salt: need("S")?.to_vec(),
    })
}

/// A name and a value.
type Item<'a> = (&'a [u8], &'a [u8]);

/// The names and values; the types do not matter to whoever knows the names.
fn values(bytes: &[u8]) -> Result<Vec<Item<'_>>, ContainerError> {
    let mut bytes = Bytes(bytes);
    let [_, major] = bytes.array()?;
    if major != VERSION {
        return Err(ContainerError::Unsupported("version"));
    }
    let mut values = Vec::new();
    while bytes.byte()? != 0 {
        let length = bytes.length()?;
        let name = bytes.take(length)?;
        let length = bytes.length()?;
        values.push((name, bytes.take(length)?));
    }
    Ok(values)
}
