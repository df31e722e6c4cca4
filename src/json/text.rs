//! Finds where the values in a JSON text begin and end, and reads strings.

use std::borrow::Cow;

/// The rest of a JSON text that is read from the front.
pub(super) struct Text<'a>(pub(super) &'a str);

impl<'a> Text<'a> {
    /// Takes a sign, if it is the next one.
    pub(super) fn eat(&mut self, sign: char) -> bool {
        self.skip_space();
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes the name of the next field, as it is written between its quotes.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        self.skip_space();
        let name = self.string()?;
        self.eat(':').then_some(name)
    }

    /// Takes the next value as it is written. It may be of any depth, since the open brackets are a list, not a recursion.
    pub(super) fn value(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.0;
        let mut open: Vec<char> = Vec::new();
        loop {
            if self.eat('[') {
                if !self.eat(']') {
                    open.push(']');
                    continue;
                }
            } else if self.eat('{') {
                if !self.eat('}') {
                    self.name()?;
                    open.push('}');
                    continue;
                }
            } else {
                self.scalar()?;
            }
            // One value has ended, and with it perhaps what it is in.
            while let Some(end) = open.last().copied() {
                if self.eat(',') {
                    if end == '}' {
                        self.name()?;
                    }
                    break;
                }
                if !self.eat(end) {
                    return None;
                }
                open.pop();
            }
            if open.is_empty() {
                return start.get(..start.len() - self.0.len());
            }
        }
    }

    /// Takes a list between two signs, piece by piece; `None` if anything is left behind it.
    pub(super) fn only_list(
        mut self,
        begin: char,
        end: char,
        mut take: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        let mut more = self.eat(begin).then(|| !self.eat(end))?;
        while more {
            take(&mut self)?;
            more = self.eat(',');
            if !more && !self.eat(end) {
                return None;
            }
        }
        self.skip_space();
        self.0.is_empty().then_some(())
    }

    fn scalar(&mut self) -> Option<()> {
        if self.0.starts_with('"') {
            return self.string().map(|_| ());
        }
        let end = self.0.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        (matches!(word, "null" | "true" | "false") || is_number(word)).then_some(())
    }

    /// Takes the next string, as it is written between its quotes.
    fn string(&mut self) -> Option<&'a str> {
        let inside = self.0.strip_prefix('"')?;
        let bytes = inside.as_bytes();
        let mut at = 0;
        loop {
            at += match bytes.get(at)? {
                b'"' => break,
                b'\\' => match bytes.get(at + 1)? {
                    b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => 6,
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                    _ => return None,
                },
                0..0x20 => return None,
                _ => 1,
            };
        }
        self.0 = inside.get(at + 1..)?;
        inside.get(..at)
    }

    fn skip_space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
    }
}

fn is_number(word: &str) -> bool {
    let (mantissa, exponent) = word.split_once(['e', 'E']).unwrap_or((word, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && digits(fraction)
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

/// The text of a string that is written like this between its quotes, without a copy if nothing is escaped. `None` for half of
/// a surrogate pair.
pub(super) fn unescaped(inside: &str) -> Option<Cow<'_, str>> {
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (letter, after) = unescaped_letter(escape)?;
        text.push(letter);
        rest = after;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// The character that an escape stands for, given the text behind its backslash, and the rest.
fn unescaped_letter(escape: &str) -> Option<(char, &str)> {
    let mut rest = escape.chars();
    let letter = match rest.next()? {
        'u' => {
            let (unit, after) = utf16_unit(rest.as_str())?;
            let Some(letter) = char::from_u32(unit.into()) else {
                let (second, after) = utf16_unit(after.strip_prefix("\\u")?)?;
                return Some((char::decode_utf16([unit, second]).next()?.ok()?, after));
            };
            return Some((letter, after));
        }
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        other => other,
    };
    Some((letter, rest.as_str()))
}

fn utf16_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}
