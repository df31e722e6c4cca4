//! draft-connolly-cfrg-xwing-kem-06: its test vectors (`fixtures/xwing`), by the crate, version and features that the core
//! is built with.

use serde_json::Value;
use x_wing::kem::{Decapsulate, Decapsulator, KeyExport};
use x_wing::{Ciphertext, DecapsulationKey, EncapsulationKey};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/xwing/test-vectors.json")).unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn a_key_pair_comes_from_its_seed() {
    for vector in vectors() {
        let private = DecapsulationKey::from(<[u8; 32]>::try_from(hex(&vector["sk"])).unwrap());
        assert_eq!(private.encapsulation_key().to_bytes().as_slice(), hex(&vector["pk"]));
        assert_eq!(private.as_bytes().as_slice(), hex(&vector["seed"]));
    }
}

#[test]
fn both_sides_get_the_shared_secret() {
    assert_eq!(vectors().len(), 3);
    for vector in vectors() {
        let public = EncapsulationKey::try_from(hex(&vector["pk"]).as_slice()).unwrap();
        let randomness = <[u8; 64]>::try_from(hex(&vector["eseed"])).unwrap();
        let (capsule, shared) = public.encapsulate_deterministic((&randomness).into());
        assert_eq!(capsule.as_slice(), hex(&vector["ct"]));
        assert_eq!(shared.as_slice(), hex(&vector["ss"]));
        let private = DecapsulationKey::from(<[u8; 32]>::try_from(hex(&vector["sk"])).unwrap());
        let capsule = Ciphertext::try_from(hex(&vector["ct"]).as_slice()).unwrap();
        assert_eq!(private.decapsulate(&capsule).as_slice(), hex(&vector["ss"]));
    }
}

/// Another capsule gives another secret and no error: whether it was the right one is seen by what it opens.
#[test]
fn a_changed_capsule_gives_another_secret() {
    let vector = &vectors()[0];
    let private = DecapsulationKey::from(<[u8; 32]>::try_from(hex(&vector["sk"])).unwrap());
    for at in [0, 1087, 1088, 1119] {
        let mut capsule = hex(&vector["ct"]);
        capsule[at] ^= 1;
        let shared = private.decapsulate(&Ciphertext::try_from(capsule.as_slice()).unwrap());
        assert_ne!(shared.as_slice(), hex(&vector["ss"]), "byte {at}");
    }
}

#[test]
fn what_is_no_public_key_is_refused() {
    let sound = hex(&vectors()[0]["pk"]);
    assert!(EncapsulationKey::try_from(&sound[..1215]).is_err());
    assert!(EncapsulationKey::try_from([sound.as_slice(), &[0]].concat().as_slice()).is_err());
    // A coefficient of 4,095, which is above the modulus.
    assert!(EncapsulationKey::try_from([&[0xFF, 0x0F, 0], &sound[3..]].concat().as_slice()).is_err());
}
