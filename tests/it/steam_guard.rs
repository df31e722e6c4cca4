//! Steam Guard. There is no standard: the codes below were shown by the Steam app itself
//! (they stand in the tests of `KeePassXC`) and are what other implementations test against.

use halfminute::otp::{Kind, Otp, Seed, Window, steam};

fn otp(secret: &str) -> Otp {
    Otp { seed: Seed::from_base32(secret).unwrap(), kind: Kind::Steam }
}

#[test]
fn codes_that_the_steam_app_has_shown() {
    let otp = otp("63BEDWCQZKTQWPESARIERL5DTTQFCJTK");
    assert_eq!(*otp.code_at(1_511_200_518).text, "FR8RV");
    assert_eq!(*otp.code_at(1_511_200_714).text, "9P3VP");
}

#[test]
fn code_of_another_implementation() {
    assert_eq!(*otp("HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ").code_at(1_672_531_200).text, "7W6CJ");
}

#[test]
fn alphabet_has_26_different_characters_and_all_of_them_occur() {
    let otp = otp("63BEDWCQZKTQWPESARIERL5DTTQFCJTK");
    let shown: String = (0..200).map(|step| otp.code_at(step * 30).text.to_string()).collect();
    assert_eq!(steam::ALPHABET.len(), 26);
    assert!(steam::ALPHABET.chars().all(|character| shown.contains(character)));
    assert!(shown.chars().all(|character| steam::ALPHABET.contains(character)));
}

#[test]
fn steps_are_half_minutes_and_codes_have_five_characters() {
    let otp = otp("63BEDWCQZKTQWPESARIERL5DTTQFCJTK");
    let code = otp.code_at(1_511_200_518);
    assert_eq!(code.window, Some(Window { valid_from: 1_511_200_500, valid_until: 1_511_200_530 }));
    assert_eq!(code.text.len(), steam::LENGTH);
    assert_eq!(otp.next_code_at(1_511_200_518), Some(otp.code_at(1_511_200_530)));
}
