//! libsodium's `crypto_secretstream_xchacha20poly1305`, of which Ente's backups are made.
//!
//! A stream is a header of 24 bytes and messages; each message is an encrypted tag byte, the ciphertext and 16 bytes of
//! Poly1305. The one kept crate for it (`crypto_secretstream` 0.2) needs an older generation of the ciphers.

use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use chacha20::{ChaCha20, R20, hchacha};
use poly1305::Poly1305;
use poly1305::universal_hash::KeyInit;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{CipherError, Secret};

/// Length of the header, which holds the nonce.
pub const HEADER_BYTES: usize = 24;
/// What a message is longer than its text.
pub const OVERHEAD_BYTES: usize = 17;

const BLOCK_BYTES: usize = 64;
const TAG_REKEY: u8 = 2;
/// The tag of the last message: it ends the stream and renews the key.
const TAG_FINAL: u8 = 3;

/// The state of a stream between two messages.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Stream {
    key: [u8; 32],
    counter: u32,
    inonce: [u8; 8],
}

impl Stream {
    fn new(key: &[u8; 32], header: &[u8; HEADER_BYTES]) -> Self {
        let (hash_input, inonce) = header.split_at(16);
        let mut block = [0; 16];
        block.copy_from_slice(hash_input);
        let mut stream = Self { key: hchacha::<R20>(key.into(), &block.into()).into(), counter: 1, inonce: [0; 8] };
        stream.inonce.copy_from_slice(inonce);
        stream
    }

    fn nonce(&self) -> [u8; 12] {
        let mut nonce = [0; 12];
        let (counter, inonce) = nonce.split_at_mut(4);
        counter.copy_from_slice(&self.counter.to_le_bytes());
        inonce.copy_from_slice(&self.inonce);
        nonce
    }

    fn cipher(&self) -> ChaCha20 {
        ChaCha20::new(&self.key.into(), &self.nonce().into())
    }

    /// The Poly1305 tag of a message: over the block of the tag byte, the ciphertext and both lengths, without additional data.
    fn poly1305(&self, tag_block: &[u8; BLOCK_BYTES], ciphertext: &[u8]) -> [u8; 16] {
        let mut key = Zeroizing::new([0; 32]);
        self.cipher().apply_keystream(&mut *key);
        let mut authenticated = Vec::with_capacity(BLOCK_BYTES + ciphertext.len() + 32);
        authenticated.extend_from_slice(tag_block);
        authenticated.extend_from_slice(ciphertext);
        // The padding of AEADs is what is missing to a multiple of 16; libsodium adds what is over it, and can't change it now.
        authenticated.resize(authenticated.len() + ciphertext.len() % 16, 0);
        authenticated.extend_from_slice(&0_u64.to_le_bytes());
        authenticated.extend_from_slice(&((BLOCK_BYTES + ciphertext.len()) as u64).to_le_bytes());
        Poly1305::new((&*key).into()).compute_unpadded(&authenticated).into()
    }

    /// Goes on to the next message.
    fn advance(&mut self, tag: u8, poly1305: &[u8; 16]) {
        for (byte, with) in self.inonce.iter_mut().zip(poly1305) {
            *byte ^= with;
        }
        self.counter = self.counter.wrapping_add(1);
        if tag & TAG_REKEY != 0 || self.counter == 0 {
            self.rekey();
        }
    }

    fn rekey(&mut self) {
        let mut bytes = Zeroizing::new([0; 40]);
        let (key, inonce) = bytes.split_at_mut(32);
        key.copy_from_slice(&self.key);
        inonce.copy_from_slice(&self.inonce);
        self.cipher().apply_keystream(&mut *bytes);
        let (key, inonce) = bytes.split_at(32);
        self.key.copy_from_slice(key);
        self.inonce.copy_from_slice(inonce);
        self.counter = 1;
    }

    fn pull(&mut self, message: &[u8]) -> Result<(u8, Secret), CipherError> {
        let (sealed, poly1305) = message.split_last_chunk::<16>().ok_or(CipherError::Malformed)?;
        let (tag, ciphertext) = sealed.split_first().ok_or(CipherError::Malformed)?;
        let mut block = [0; BLOCK_BYTES];
        let mut cipher = self.cipher();
        cipher.seek(BLOCK_BYTES);
        // The tag byte is decrypted in a block of zeros; what is authenticated is that block with the byte still encrypted.
        block[0] = *tag;
        cipher.apply_keystream(&mut block);
        let plain_tag = block[0];
        block[0] = *tag;
        let expected = self.poly1305(&block, ciphertext);
        if !equal(&expected, poly1305) {
            return Err(CipherError::NotOpened);
        }
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        cipher.apply_keystream(&mut plain);
        self.advance(plain_tag, poly1305);
        Ok((plain_tag, plain))
    }

    fn push(&mut self, tag: u8, plain: &[u8]) -> Vec<u8> {
        let mut block = [0; BLOCK_BYTES];
        let mut cipher = self.cipher();
        cipher.seek(BLOCK_BYTES);
        block[0] = tag;
        cipher.apply_keystream(&mut block);
        let mut message = Vec::with_capacity(plain.len() + OVERHEAD_BYTES);
        message.push(block[0]);
        message.extend_from_slice(plain);
        let ciphertext = message.split_at_mut(1).1;
        cipher.apply_keystream(ciphertext);
        let poly1305 = self.poly1305(&block, ciphertext);
        message.extend_from_slice(&poly1305);
        self.advance(tag, &poly1305);
        message
    }
}

/// Compares in constant time.
fn equal(one: &[u8; 16], other: &[u8; 16]) -> bool {
    one.iter().zip(other).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

/// Opens a stream of one message.
///
/// # Errors
/// [`CipherError::Malformed`]; [`CipherError::NotOpened`].
pub fn open(key: &[u8; 32], header: &[u8; HEADER_BYTES], message: &[u8]) -> Result<Secret, CipherError> {
    Stream::new(key, header).pull(message).map(|(_, plain)| plain)
}

/// Opens a stream of several messages, each of which says whether it is the last.
///
/// # Errors
/// [`CipherError::Malformed`]; [`CipherError::NotOpened`], also where the last message is missing or others follow it.
pub fn open_all(key: &[u8; 32], header: &[u8; HEADER_BYTES], messages: &[&[u8]]) -> Result<Secret, CipherError> {
    let mut stream = Stream::new(key, header);
    let mut whole = Secret::default();
    let mut ended = false;
    for message in messages {
        if ended {
            return Err(CipherError::NotOpened);
        }
        let (tag, plain) = stream.pull(message)?;
        ended = tag == TAG_FINAL;
        whole.extend_from_slice(&plain);
    }
    if ended { Ok(whole) } else { Err(CipherError::NotOpened) }
}

/// Seals a stream of one message, which is marked as the last. The header must be fresh random bytes.
#[must_use]
pub fn seal(key: &[u8; 32], header: &[u8; HEADER_BYTES], plain: &[u8]) -> Vec<u8> {
    Stream::new(key, header).push(TAG_FINAL, plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    /// Made by `PyNaCl` 1.6, which links libsodium: three messages, of which the first renews the key.
    const HEADER: &str = "a4956e9277928763ede0ce11802b5763b872d9c9e188947e";
    const MESSAGES: [&str; 3] = [
        "b87fe7ca6f7abcf32f48bc95d12c6f970b9d329e40d270a55b88cfd080be",
        "4fea0165d9c001c747ac426db689b7ad65",
        "9a196e19497354efb50ead7110334fcce78b73eb844a7031edf38d988360dccbe4e2ae0f4d83889b5e6571035b2e0a140e4601ac8b010bd8ec828336e8173ab1dd05b899f15e850736cf9932969a395ec6df0839f078406a897d4b868a",
    ];
    const TEXTS: [&str; 3] =
        ["first message", "", "the third message is longer than one block of the cipher, which has 64 bytes"];

    fn header() -> [u8; HEADER_BYTES] {
        unhex(HEADER).try_into().unwrap()
    }

    #[test]
    fn opens_what_libsodium_seals() {
        let messages: Vec<Vec<u8>> = MESSAGES.iter().map(|message| unhex(message)).collect();
        let slices: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
        assert_eq!(*open_all(&[8; 32], &header(), &slices).unwrap(), TEXTS.concat().as_bytes());
        assert_eq!(open_all(&[8; 32], &header(), &slices[..2]), Err(CipherError::NotOpened));
        assert_eq!(open_all(&[8; 32], &header(), &slices[1..]), Err(CipherError::NotOpened));
        assert_eq!(open_all(&[9; 32], &header(), &slices), Err(CipherError::NotOpened));
        assert_eq!(*open(&[8; 32], &header(), slices[0]).unwrap(), TEXTS[0].as_bytes());
        for length in 0..slices[0].len() {
            assert!(open(&[8; 32], &header(), &slices[0][..length]).is_err());
        }
    }

    #[test]
    fn seals_as_libsodium_does() {
        // libsodium chooses the header itself, so the vector is its answer to the header that it chose.
        assert_eq!(
            seal(
                &[8; 32],
                &unhex("9f32caf06d8df31830b744d396172760df6d441a9857050b").try_into().unwrap(),
                b"one message"
            ),
            unhex("92fe26e315a8d637a451af5c8739b31fd5fed3ae62dfa2b2644d8d7b")
        );
    }
}
