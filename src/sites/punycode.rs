//! Reads punycode (RFC 3492): a person sees the result where a host has `xn--…`.

/// The prefix of a label that is punycode (RFC 5890).
const PREFIX: &str = "xn--";
/// The longest label of DNS.
const MAX_LABEL: usize = 63;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// A label as it is read. One that is not punycode, or broken punycode, stays as it is.
pub(super) fn shown(label: &str) -> String {
    label.strip_prefix(PREFIX).and_then(decode).unwrap_or_else(|| label.to_owned())
}

fn decode(encoded: &str) -> Option<String> {
    if encoded.len() > MAX_LABEL {
        return None;
    }
    let (plain, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut output: Vec<char> = plain.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let before = i;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(output.len()).ok()? + 1;
        bias = adapt(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_encoded() {
        // The first ones are from RFC 3492, section 7.1.
        for (encoded, text) in [
            ("ihqwcrb4cv8a8dqg056pqjye", "\u{4ed6}\u{4eec}\u{4e3a}\u{4ec0}\u{4e48}\u{4e0d}\u{8bf4}\u{4e2d}\u{6587}"),
            ("b1abfaaepdrnnbgefbadotcwatmq2g4l", "почемужеонинеговорятпорусски"),
            ("d9juau41awczczp", "\u{305d}\u{306e}\u{30b9}\u{30d4}\u{30fc}\u{30c9}\u{3067}"),
            ("bcher-kva", "bücher"),
            ("80ak6aa92e", "аррӏе"),
        ] {
            assert_eq!(shown(&format!("xn--{encoded}")), text);
        }
    }

    #[test]
    fn what_is_broken_stays() {
        for label in ["github", "xn--", "xn--99999999", "xn--a-!", "xn--a-99999999999999999999", "xn--zzzzzzzzzzzzzzz"]
        {
            let text = shown(label);
            assert!(text == label || label == "xn--" && text.is_empty(), "{label}: {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(label in "xn--[a-z0-9-]{0,80}") {
            shown(&label);
        }
    }
}
