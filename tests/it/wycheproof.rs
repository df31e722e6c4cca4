//! Project Wycheproof's vectors, hostile ones among them, against the primitives in use: the crates, versions and
//! features that the core is built with.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use wycheproof::{aead, hkdf as hkdf_vectors, mac};

/// Sealing gives the ciphertext, opening gives the message back; what was changed does not open.
#[test]
fn xchacha20_poly1305() {
    let set = aead::TestSet::load(aead::TestName::XChaCha20Poly1305).unwrap();
    let (mut opened, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let what = format!("{}: {}", test.tc_id, test.comment);
        let cipher = XChaCha20Poly1305::new(<&Key>::try_from(test.key.as_slice()).unwrap());
        let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
        // A nonce of another length is no nonce here: the type has no place for it.
        let Ok(nonce) = XNonce::try_from(test.nonce.as_slice()) else {
            assert!(test.result.must_fail(), "{what}");
            refused += 1;
            continue;
        };
        let result = cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &test.aad });
        if test.result.must_fail() {
            assert!(result.is_err(), "{what}");
            refused += 1;
        } else {
            assert_eq!(result.unwrap(), test.pt.as_slice(), "{what}");
            let again = cipher.encrypt(&nonce, Payload { msg: &test.pt, aad: &test.aad }).unwrap();
            assert_eq!(again, sealed, "{what}");
            opened += 1;
        }
    }
    assert_eq!(opened + refused, set.number_of_tests);
    assert!(opened > 200 && refused > 50, "{opened} and {refused}");
}

fn hmac<D: EagerHash>(name: mac::TestName) {
    let set = mac::TestSet::load(name).unwrap();
    let mut done = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let mut hmac = <Hmac<D> as KeyInit>::new_from_slice(&test.key).unwrap();
            hmac.update(&test.msg);
            // Some tags are truncated.
            let right = hmac.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(right, !test.result.must_fail(), "{}: {}", test.tc_id, test.comment);
            done += 1;
        }
    }
    assert_eq!(done, set.number_of_tests);
    assert!(done > 100);
}

#[test]
fn hmac_sha1() {
    hmac::<Sha1>(mac::TestName::HmacSha1);
}

#[test]
fn hmac_sha256() {
    hmac::<Sha256>(mac::TestName::HmacSha256);
}

#[test]
fn hmac_sha512() {
    hmac::<Sha512>(mac::TestName::HmacSha512);
}

#[test]
fn hkdf_sha256() {
    let set = hkdf_vectors::TestSet::load(hkdf_vectors::TestName::HkdfSha256).unwrap();
    let mut done = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut key = vec![0; test.size];
        let result = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut key);
        assert_eq!(result.is_err(), test.result.must_fail(), "{}: {}", test.tc_id, test.comment);
        assert!(result.is_err() || key == test.okm.as_slice(), "{}: {}", test.tc_id, test.comment);
        done += 1;
    }
    assert_eq!(done, set.number_of_tests);
    assert!(done > 50);
}
