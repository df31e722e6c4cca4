//! Writing punycode (RFC 3492), for hosts as a browser would give them. The core only reads it.

/// A host as `URL.hostname` spells it.
pub(crate) fn to_ascii(host: &str) -> String {
    let labels: Vec<String> = host.split('.').map(label_to_ascii).collect();
    labels.join(".")
}

fn label_to_ascii(label: &str) -> String {
    if label.is_ascii() {
        return label.to_owned();
    }
    let letters: Vec<u32> = label.chars().map(u32::from).collect();
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(out.len()).unwrap();
    if plain > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (128, 0, 72, plain);
    while (done as usize) < letters.len() {
        let next = *letters.iter().filter(|letter| **letter >= n).min().unwrap();
        delta += (next - n) * (done + 1);
        n = next;
        for letter in &letters {
            if *letter < n {
                delta += 1;
            }
            if *letter == n {
                write_number(&mut out, delta, bias);
                bias = adapt(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    format!("xn--{out}")
}

fn write_number(out: &mut String, mut number: u32, bias: u32) {
    let digit = |value: u32| b"abcdefghijklmnopqrstuvwxyz0123456789".get(value as usize).copied();
    for k in (36_u32..).step_by(36) {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        if number < threshold {
            out.push(char::from(digit(number).unwrap()));
            return;
        }
        out.push(char::from(digit(threshold + (number - threshold) % (36 - threshold)).unwrap()));
        number = (number - threshold) / (36 - threshold);
    }
}

fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
