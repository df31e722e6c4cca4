//! A file of otpauth lines that the `age` command opens with the passphrase.

use zeroize::Zeroizing;

use super::{Writing, Written};
use crate::{Entry, Error, age, sealed};

/// The cost of scrypt: 2^17, which takes 128 MiB. The `age` command itself takes 2^18, which is more than an extension may use.
const LOG_N: u8 = 17;

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let plain = Zeroizing::new(super::to_lines(entries.iter()));
    let (salt, file_key, nonce) = (writing.bytes()?, writing.bytes()?, writing.bytes()?);
    let file = age::seal(writing.password, LOG_N, &salt, &file_key, &nonce, &plain);
    Ok(super::one(file.map_err(|error| sealed::failed("age", error))?))
}
