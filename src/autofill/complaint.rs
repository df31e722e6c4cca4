//! Tells whether a page has refused the code that was filled into it.

use super::decision::Choice;
use super::field::Frame;
use super::matching::Words;
use super::words::{IF, OTHERWISE, WRONG};

/// Whether the document refuses the code that was filled before: it says so, or it has emptied the fields of `choice`.
#[must_use]
pub fn complains(frame: &Frame, choice: &Choice) -> bool {
    let mut fields = choice.fields.iter().filter_map(|index| frame.fields.get(*index));
    fields.all(|field| field.written && field.length == 0) || says_wrong(frame)
}

fn says_wrong(frame: &Frame) -> bool {
    let sentences = Words::new().sentences(&frame.text);
    sentences.iter().any(|means| means & WRONG != 0 && means & (IF | OTHERWISE) == 0)
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
