//! Whether a page complains of the code that it was given.

use super::decision::Choice;
use super::field::Frame;
use super::matching::{names_any, sentences};
use super::words;

/// Said of a code that was not taken, in the languages of `words.rs`.
#[rustfmt::skip]
const WRONG: &[&str] = &[
    "incorrect", "invalid", "wrong", "not valid", "expired", "not correct", "rejected", "did not match", "does not match", "doesn t match", "not accepted", "failed", "already used", "already been used", "couldn t verify", "could not verify", "attempts left", "attempts remaining",
    "falsch", "ungültig", "fehlgeschlagen", "abgelaufen", "nicht korrekt", "nicht akzeptiert", "stimmt nicht", "bereits verwendet", "incorrecte", "invalide", "erroné", "expiré", "échoué", "non valide", "incorrecto", "no es válido", "no válido", "inválido", "erróneo", "caducado", "falló",
    "non corretto", "errato", "non valido", "scaduto", "sbagliato", "onjuist", "ongeldig", "verlopen", "mislukt", "verkeerd", "incorreto", "expirou", "expirado", "errado", "nieprawidłow*", "niepoprawn*", "błędn*", "wygasł*", "nesprávn*", "neplatn*", "chybn*", "vypršel*",
    "неверн", "неправильн", "недействительн", "истек", "错误", "錯誤", "不正确", "不正確", "无效", "無效", "已过期", "已過期", "無効", "正しくありません", "間違", "期限切れ", "올바르지", "잘못", "유효하지", "만료", "غير صحيح", "غير صالح", "خاطئ", "منتهي",
];

/// What would be so if: instructions.
const IF: &[&str] = &[
    "if",
    "when",
    "wenn",
    "falls",
    "si",
    "lorsque",
    "cuando",
    "se",
    "quando",
    "als",
    "wanneer",
    "jeśli",
    "gdy",
    "pokud",
    "когда",
];

/// The longest sentence that is a complaint, in bytes: instructions are longer.
const LONGEST: usize = 160;

/// Whether the document complains of the code before: it says so, or it has emptied the very field that held it.
#[must_use]
pub fn complains(frame: &Frame, choice: &Choice) -> bool {
    let mut fields = choice.fields.iter().filter_map(|index| frame.fields.get(*index));
    fields.all(|field| field.written && field.length == 0) || says_wrong(frame)
}

fn says_wrong(frame: &Frame) -> bool {
    sentences(&frame.text).iter().any(|sentence| {
        let text = &sentence.text;
        let instructs =
            names_any(text, words::OTHERWISE) || IF.iter().any(|word| text.split(' ').any(|said| said == *word));
        text.len() <= LONGEST && names_any(text, WRONG) && !instructs
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> bool {
        says_wrong(&Frame { text: text.to_owned(), ..Frame::default() })
    }

    #[test]
    fn complaints() {
        for text in [
            "Two-factor authentication\nInvalid code.",
            "The code you entered is incorrect. Try again.",
            "Der Code ist falsch.",
            "Code de vérification non valide",
            "El código no es válido.",
            "Codice errato",
            "Incorrect code, 2 attempts left",
            "Onjuiste code, de code is ongeldig",
            "Código incorreto",
            "Nieprawidłowy kod",
            "Neplatný kód",
            "Неверный код",
            "验证码错误",
            "コードが正しくありません",
            "잘못된 코드입니다",
            "الرمز غير صحيح",
        ] {
            assert!(says(text), "{text}");
        }
    }

    #[test]
    fn instructions() {
        for text in [
            "Enter the code of your app",
            "If the code is invalid, check the clock of your phone",
            "Geben Sie den Code ein. Wenn Sie einen falschen Code eingeben, wird das Konto gesperrt.",
        ] {
            assert!(!says(text), "{text}");
        }
    }
}
