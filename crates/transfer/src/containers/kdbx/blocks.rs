//! The blocks that a body is cut into, each with a check value.

use sha2::{Digest, Sha256};

use super::fields::Bytes;
use super::{NOT_OPENED, block_key};
use crate::ciphers::{Key, Secret, mac};
use crate::containers::ContainerError;

/// Takes the decrypted body of version 3 apart: known bytes, then blocks with their SHA-256.
pub(super) fn open_3(opened: &[u8], start: &[u8]) -> Result<Secret, ContainerError> {
    // Any 32 bytes do, but none at all would accept every key.
    if start.len() != 32 {
        return Err(ContainerError::Malformed);
    }
    let mut bytes = Bytes(opened.strip_prefix(start).ok_or(NOT_OPENED)?);
    let mut whole = Secret::default();
    loop {
        let _index: [u8; 4] = bytes.array()?;
        let hash: [u8; 32] = bytes.array()?;
        let length = bytes.length()?;
        let block = bytes.take(length)?;
        if block.is_empty() {
            return Ok(whole);
        }
        if <[u8; 32]>::from(Sha256::digest(block)) != hash {
            return Err(ContainerError::Malformed);
        }
        whole.extend_from_slice(block);
    }
}

/// Checks the SHA-256 after the header of version 4, which tells damage before anybody types a password, and gives what follows.
pub(super) fn after_hash_4<'a>(header: &[u8], body: &'a [u8]) -> Result<&'a [u8], ContainerError> {
    let mut bytes = Bytes(body);
    let hash: [u8; 32] = bytes.array()?;
    if <[u8; 32]>::from(Sha256::digest(header)) == hash { Ok(bytes.0) } else { Err(ContainerError::Malformed) }
}

/// Checks the header and the blocks of version 4, which are authenticated before anything is decrypted, and joins the blocks.
pub(super) fn check_4(header: &[u8], body: &[u8], seed: &[u8], derived: &Key) -> Result<Vec<u8>, ContainerError> {
    let mut bytes = Bytes(body);
    let tag: [u8; 32] = bytes.array()?;
    mac::check_hmac_sha256(block_key(u64::MAX, seed, derived).as_slice(), &[header], &tag)?;
    let mut whole = Vec::new();
    for index in 0_u64.. {
        let tag: [u8; 32] = bytes.array()?;
        let length = bytes.length()?;
        let block = bytes.take(length)?;
        let pieces = [&index.to_le_bytes()[..], &u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes(), block];
        mac::check_hmac_sha256(block_key(index, seed, derived).as_slice(), &pieces, &tag)?;
        if block.is_empty() {
            break;
        }
        whole.extend_from_slice(block);
    }
    Ok(whole)
}
