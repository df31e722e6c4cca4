//! Key derivation from a password.

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use argon2::{Algorithm, Argon2, Params, Version};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use super::cost::{
    MAX_AES_ROUNDS, MAX_ARGON2_LANES, MAX_ARGON2_MEMORY_KIB, MAX_ARGON2_WORK, MAX_PBKDF2_ROUNDS, MAX_SCRYPT_MEMORY_KIB,
    MAX_SCRYPT_WORK, check_memory, check_work,
};
use super::{CipherError, Key, Secret};

/// Which derivations a module has: those that only files ask for, and those that only databases ask for.
const FOR_FILES: bool = cfg!(feature = "transfer");
const FOR_DATABASES: bool = cfg!(feature = "databases");

/// The hash function under PBKDF2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// The variant of Argon2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argon2Variant {
    /// Argon2d, which `KeePass` uses.
    D,
    /// Argon2i.
    I,
    /// Argon2id.
    Id,
}

/// A key derivation with its parameters, as a file asks for it.
///
/// A value is plain data, so that it can be shown, refused or handed to a thread before any work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kdf {
    /// PBKDF2 (RFC 8018).
    Pbkdf2 {
        /// Under HMAC.
        hash: Hash,
        /// Iterations.
        rounds: u64,
        /// Salt.
        salt: Vec<u8>,
    },
    /// scrypt (RFC 7914).
    Scrypt {
        /// CPU and memory cost N, a power of two.
        n: u64,
        /// Block size.
        r: u32,
        /// Parallelism.
        p: u32,
        /// Salt.
        salt: Vec<u8>,
    },
    /// Argon2 (RFC 9106).
    Argon2 {
        /// Which of the three.
        variant: Argon2Variant,
        /// Whether it is version 1.0 (0x10) and not 1.3 (0x13), which old `KeePass` files may use.
        version_1_0: bool,
        /// Memory, in KiB.
        memory_kib: u64,
        /// Passes over it.
        passes: u64,
        /// Lanes.
        lanes: u32,
        /// Salt.
        salt: Vec<u8>,
    },
    /// `KeePass`'s own: AES-256 over the two halves of a 32-byte key, then SHA-256.
    Aes {
        /// Encryptions of each half.
        rounds: u64,
        /// The AES key.
        seed: [u8; 32],
    },
}

impl Kdf {
    /// The memory that the derivation takes, in KiB.
    #[must_use]
    pub fn memory_kib(&self) -> u64 {
        match self {
            Self::Pbkdf2 { .. } | Self::Aes { .. } => 0,
            Self::Scrypt { n, r, .. } => n.saturating_mul(u64::from(*r)) / 8,
            Self::Argon2 { memory_kib, .. } => *memory_kib,
        }
    }

    /// Refuses a derivation that costs more than the limits of [`super::cost`].
    ///
    /// # Errors
    /// [`CipherError::TooMuchWork`]; [`CipherError::TooMuchMemory`].
    pub fn check_cost(&self) -> Result<(), CipherError> {
        match self {
            Self::Pbkdf2 { rounds, .. } => check_work(*rounds, MAX_PBKDF2_ROUNDS),
            Self::Scrypt { n, r, p, .. } => {
                check_memory(self.memory_kib(), MAX_SCRYPT_MEMORY_KIB)?;
                check_work(n.saturating_mul(u64::from(*r)).saturating_mul(u64::from(*p)), MAX_SCRYPT_WORK)
            }
            Self::Argon2 { memory_kib, passes, lanes, .. } => {
                check_memory(*memory_kib, MAX_ARGON2_MEMORY_KIB)?;
                check_work(memory_kib.saturating_mul(*passes), MAX_ARGON2_WORK)?;
                check_work(u64::from(*lanes), u64::from(MAX_ARGON2_LANES))
            }
            Self::Aes { rounds, .. } => check_work(*rounds, MAX_AES_ROUNDS),
        }
    }

    /// Derives a key of 32 bytes.
    ///
    /// # Errors
    /// See [`Kdf::derive_bytes`].
    pub fn derive(&self, password: &[u8]) -> Result<Key, CipherError> {
        let bytes = self.derive_bytes(password, 32)?;
        let mut key = Key::default();
        key.copy_from_slice(&bytes);
        Ok(key)
    }

    /// Derives as many bytes as are asked for.
    ///
    /// # Errors
    /// [`CipherError::TooMuchWork`] and [`CipherError::TooMuchMemory`] before any work is done; [`CipherError::Malformed`]
    /// where the derivation does not exist with these parameters; [`CipherError::OutOfMemory`].
    pub fn derive_bytes(&self, password: &[u8], length: usize) -> Result<Secret, CipherError> {
        self.check_cost()?;
        let mut key = Zeroizing::new(vec![0; length]);
        match self {
            Self::Pbkdf2 { hash, rounds, salt } => pbkdf2(*hash, *rounds, salt, password, &mut key)?,
            Self::Scrypt { n, r, p, salt } if FOR_FILES => {
                if !n.is_power_of_two() || *n < 2 {
                    return Err(CipherError::Malformed);
                }
                let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| CipherError::Malformed)?;
                let parameters = scrypt::Params::new(log_n, *r, *p).map_err(|_| CipherError::Malformed)?;
                scrypt::scrypt(password, salt, &parameters, &mut key).map_err(|_| CipherError::Malformed)?;
            }
            Self::Argon2 { variant, version_1_0, memory_kib, passes, lanes, salt } => {
                let memory_kib = u32::try_from(*memory_kib).map_err(|_| CipherError::Malformed)?;
                let passes = u32::try_from(*passes).map_err(|_| CipherError::Malformed)?;
                let parameters =
                    Params::new(memory_kib, passes, *lanes, Some(length)).map_err(|_| CipherError::Malformed)?;
                let algorithm = match variant {
                    Argon2Variant::D => Algorithm::Argon2d,
                    Argon2Variant::I => Algorithm::Argon2i,
                    Argon2Variant::Id => Algorithm::Argon2id,
                };
                let version = if *version_1_0 { Version::V0x10 } else { Version::V0x13 };
                Argon2::new(algorithm, version, parameters).hash_password_into(password, salt, &mut key).map_err(
                    |error| match error {
                        argon2::Error::OutOfMemory => CipherError::OutOfMemory,
                        _ => CipherError::Malformed,
                    },
                )?;
            }
            Self::Aes { rounds, seed } if FOR_DATABASES => {
                key.copy_from_slice(aes_rounds(*rounds, seed, password)?.get(..length).ok_or(CipherError::Malformed)?);
            }
            Self::Scrypt { .. } | Self::Aes { .. } => return Err(CipherError::Malformed),
        }
        Ok(key)
    }
}

/// PBKDF2 with the function that the file names.
fn pbkdf2(hash: Hash, rounds: u64, salt: &[u8], password: &[u8], key: &mut [u8]) -> Result<(), CipherError> {
    let rounds = u32::try_from(rounds).ok().filter(|rounds| *rounds > 0).ok_or(CipherError::Malformed)?;
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, rounds, key),
        Hash::Sha256 if FOR_FILES => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, key),
        Hash::Sha512 if FOR_FILES => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, key),
        Hash::Sha256 | Hash::Sha512 => return Err(CipherError::Malformed),
    }
    Ok(())
}

/// `KeePass`'s AES derivation of a 32-byte key.
fn aes_rounds(rounds: u64, seed: &[u8; 32], key: &[u8]) -> Result<Secret, CipherError> {
    let cipher = Aes256::new(seed.into());
    let (first, second) = key.split_first_chunk::<16>().ok_or(CipherError::Malformed)?;
    let second: [u8; 16] = second.try_into().map_err(|_| CipherError::Malformed)?;
    // Both halves go through at once: software AES computes two blocks in the time of one.
    let mut halves = [aes::Block::from(*first), aes::Block::from(second)];
    for _ in 0..rounds {
        cipher.encrypt_blocks(&mut halves);
    }
    let mut hash = Sha256::new();
    for half in &mut halves {
        hash.update(*half);
        half.as_mut_slice().zeroize();
    }
    Ok(Zeroizing::new(hash.finalize().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    #[test]
    fn pbkdf2_matches_rfc_6070_and_rfc_7914() {
        let kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: 4096, salt: b"salt".to_vec() };
        assert_eq!(*kdf.derive_bytes(b"password", 20).unwrap(), unhex("4b007901b765489abead49d926f721d065a429c1"));
        // RFC 7914 section 11.
        let kdf = Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: 80_000, salt: b"NaCl".to_vec() };
        let expected = "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56";
        assert_eq!(*kdf.derive_bytes(b"Password", 32).unwrap(), unhex(expected));
    }

    #[test]
    fn pbkdf2_sha512_matches_openssl() {
        // openssl kdf -keylen 32 -kdfopt digest:SHA512 -kdfopt pass:password -kdfopt salt:salt -kdfopt iter:1000 PBKDF2
        let kdf = Kdf::Pbkdf2 { hash: Hash::Sha512, rounds: 1000, salt: b"salt".to_vec() };
        assert_eq!(
            *kdf.derive(b"password").unwrap().to_vec(),
            unhex("afe6c5530785b6cc6b1c6453384731bd5ee432ee549fd42fb6695779ad8a1c5b")
        );
    }

    #[test]
    fn scrypt_matches_rfc_7914() {
        let kdf = Kdf::Scrypt { n: 16384, r: 8, p: 1, salt: b"SodiumChloride".to_vec() };
        let expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";
        assert_eq!(*kdf.derive_bytes(b"pleaseletmein", 64).unwrap().get(..32).unwrap(), unhex(expected));
    }

    #[test]
    fn argon2_matches_the_reference_implementation() {
        // Made by argon2-cffi 25.1, which links the reference implementation.
        for (variant, expected) in [
            (Argon2Variant::D, "71203d185331a91f2df8add673b92a5c3d403b2ee0b80996837ce0d15d40685e"),
            (Argon2Variant::I, "270184aad9d494359453f2c1c1f5756d69ac4f08d607c9663e043bfde4d1c48a"),
            (Argon2Variant::Id, "d5165115cfb49bcfb3f13249efcdf835b77d2c4202faa0320b2b7a42db2f0212"),
        ] {
            let salt = b"0123456789abcdef".to_vec();
            let kdf = Kdf::Argon2 { variant, version_1_0: false, memory_kib: 1024, passes: 3, lanes: 4, salt };
            assert_eq!(kdf.derive(b"password").unwrap().to_vec(), unhex(expected));
        }
    }

    #[test]
    fn aes_rounds_match_a_chain_of_openssl() {
        // Python's cryptography: AES-256-ECB a thousand times over each half, then SHA-256.
        let kdf = Kdf::Aes { rounds: 1000, seed: [7; 32] };
        assert_eq!(
            kdf.derive(&[9; 32]).unwrap().to_vec(),
            unhex("eb7862453947624e0451061a3b45933931f68568ad8cd3d71e03d608d3408e76")
        );
        assert_eq!(kdf.derive(&[9; 31]), Err(CipherError::Malformed));
    }

    #[test]
    fn costs_of_2_to_the_40_are_refused_before_any_work() {
        let salt = vec![0; 16];
        let much = 1 << 40;
        let argon2 = |memory_kib, passes, lanes| Kdf::Argon2 {
            variant: Argon2Variant::Id,
            version_1_0: false,
            memory_kib,
            passes,
            lanes,
            salt: salt.clone(),
        };
        for kdf in [
            Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: much, salt: salt.clone() },
            Kdf::Scrypt { n: much, r: 8, p: 1, salt: salt.clone() },
            Kdf::Scrypt { n: 2, r: u32::MAX, p: u32::MAX, salt: salt.clone() },
            Kdf::Scrypt { n: 1 << 14, r: 8, p: u32::MAX, salt: salt.clone() },
            argon2(much, 1, 1),
            argon2(1024 * 1024, much, 1),
            argon2(1024 * 1024, 1, u32::MAX),
            Kdf::Aes { rounds: much, seed: [0; 32] },
        ] {
            assert!(
                matches!(
                    kdf.derive(&[0; 32]),
                    Err(CipherError::TooMuchWork { .. } | CipherError::TooMuchMemory { .. })
                ),
                "{kdf:?}"
            );
        }
    }

    #[test]
    fn impossible_parameters_are_errors() {
        let salt = vec![0; 16];
        for kdf in [
            Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: 0, salt: salt.clone() },
            Kdf::Scrypt { n: 0, r: 8, p: 1, salt: salt.clone() },
            Kdf::Scrypt { n: 1000, r: 8, p: 1, salt: salt.clone() },
            Kdf::Scrypt { n: 1024, r: 0, p: 1, salt: salt.clone() },
            Kdf::Scrypt { n: 1024, r: 8, p: 0, salt: salt.clone() },
            Kdf::Argon2 { variant: Argon2Variant::Id, version_1_0: false, memory_kib: 0, passes: 0, lanes: 0, salt },
        ] {
            assert_eq!(kdf.derive(b"password"), Err(CipherError::Malformed), "{kdf:?}");
        }
    }
}
