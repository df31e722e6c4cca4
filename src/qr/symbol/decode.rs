//! Decodes a sampled symbol: unmasks and corrects its codewords, reads their text, and compares the perfect symbol of it
//! with what was sampled.

use zeroize::Zeroizing;

use crate::qr::{
    place::{layout, order},
    symbol::{
        Appended, Encoding, Level, blocks, cross_check,
        format::{self, Format},
        plan::Plan,
        reed_solomon, segments,
        soft::Soft,
    },
};

/// What a sampled symbol says, without its place in the picture.
pub(crate) struct Decoded {
    pub(crate) text: Zeroizing<Vec<u8>>,
    pub(crate) encoding: Encoding,
    pub(crate) version: usize,
    pub(crate) level: Level,
    pub(crate) mirrored: bool,
    /// How well the sampled modules agree with the corrected symbol: 1 in each of them, 0 just enough to be accepted.
    pub(crate) quality: f32,
    pub(crate) appended: Option<Appended>,
}

/// The greatest share of the sampled certainty that may speak against a symbol.
const MOST_AGAINST: f32 = 0.25;
/// The least likeness of format information.
const LEAST_LIKENESS: f32 = 0.3;

/// How much a decoding may take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Corrects errors only.
    Plain,
    /// Corrects errors, then takes the least certain codewords as erasures, more of them in each round.
    Erasures,
}

/// Decodes a sampled symbol, both as it stands and mirrored.
pub(crate) fn decode(soft: &Soft, plan: &Plan, effort: Effort) -> Option<Decoded> {
    if plan.version() >= 7 {
        // Version information that surely says another version: this is not where the modules are.
        let (version, likeness) = format::version(soft);
        if version != plan.version() && likeness > 0.9 {
            return None;
        }
    }
    let mirror = soft.mirrored();
    let straight = format::read(soft);
    let turned = format::read(&mirror);
    let likeness = |formats: &[Format]| formats.first().map_or(-1.0, |format| format.likeness);
    // A format of little likeness does not count beside one of great likeness.
    let most = straight.iter().chain(&turned).fold(-1.0, |most, format| format.likeness.max(most));
    let least = LEAST_LIKENESS.max(most - 0.4);
    let mut turns = [(false, soft, &straight), (true, &mirror, &turned)];
    if likeness(&turned) > likeness(&straight) + 0.3 {
        turns.reverse();
    }
    turns.into_iter().find_map(|(mirrored, soft, formats)| {
        formats.iter().filter(|format| format.likeness > least).find_map(|format| {
            let decoded = with_format(soft, plan, *format, effort)?;
            Some(Decoded { mirrored, ..decoded })
        })
    })
}

fn with_format(soft: &Soft, plan: &Plan, format: Format, effort: Effort) -> Option<Decoded> {
    let (parity, count) = blocks::by_level(plan.version(), format.level)?;
    let side = soft.side();
    let total = plan.order().len() / 8;
    // The unmasked bits: above 0 is a one.
    let bits: Vec<f32> = plan
        .order()
        .iter()
        .take(total * 8)
        .map(|index| {
            let value = soft.index(*index).clamp(-1.0, 1.0);
            if layout::masked(format.mask, index % side, index / side) { -value } else { value }
        })
        .collect();
    let (octets, _) = bits.as_chunks::<8>();
    let sampled: Zeroizing<Vec<u8>> = Zeroizing::new(
        octets.iter().map(|octet| octet.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit > 0.0))).collect(),
    );
    let doubts: Vec<f32> =
        octets.iter().map(|octet| octet.iter().map(|bit| (1.0 - bit.abs()).powi(4)).sum::<f32>()).collect();

    let mut corrected = Zeroizing::new(vec![0_u8; total]);
    let mut data = Zeroizing::new(Vec::with_capacity(total));
    let mut erasures = 0;
    let mut spare = parity;
    for block in blocks::interleaved(total, parity, count) {
        let (bytes, erased, wrong) =
            correct(&block, &sampled, &doubts, parity, blocks::protection(plan.version(), format.level), effort)?;
        erasures += erased;
        spare = spare.min(parity.saturating_sub(erased + 2 * wrong));
        data.extend_from_slice(bytes.get(..bytes.len() - parity)?);
        for (place, byte) in block.places.iter().zip(bytes.iter()) {
            *corrected.get_mut(*place)? = *byte;
        }
    }
    let against = against(&bits, &corrected);
    if against > MOST_AGAINST {
        return None;
    }
    let content = segments::read(&data, plan.version())?;
    // Some encoders write wrong padding; together with many corrections it means a wrong text.
    if !content.padded && (erasures > 0 || spare * 3 < parity * 2) {
        return None;
    }
    if erasures > 0 && content.encoding == Encoding::Utf8 && !plausible(&content.text) {
        return None;
    }
    if content.text.is_empty() {
        return None;
    }
    if !cross_check::agrees(plan, format, &corrected, &content) {
        return None;
    }
    Some(Decoded {
        text: content.text,
        encoding: content.encoding,
        version: plan.version(),
        level: format.level,
        mirrored: false,
        quality: 1.0 - against / MOST_AGAINST,
        appended: content.appended,
    })
}

/// The corrected bytes of a block, with the number of erasures and of further errors.
fn correct(
    block: &blocks::Block,
    sampled: &[u8],
    doubts: &[f32],
    parity: usize,
    protection: usize,
    effort: Effort,
) -> Option<(Zeroizing<Vec<u8>>, usize, usize)> {
    let read: Option<Vec<u8>> = block.places.iter().map(|place| sampled.get(*place).copied()).collect();
    let read = Zeroizing::new(read?);
    let mut bytes = read.clone();
    if let Some(wrong) = reed_solomon::correct(&mut bytes, parity, &[])
        && wrong * 2 <= parity - protection
    {
        return Some((bytes, 0, wrong));
    }
    if effort == Effort::Plain {
        return None;
    }
    let mut least: Vec<(f32, usize)> =
        block.places.iter().enumerate().map(|(at, place)| (doubts.get(*place).copied().unwrap_or(0.0), at)).collect();
    order::descending(&mut least, |entry| entry.0);
    let sequence: Vec<usize> = least.iter().map(|(_, at)| *at).collect();
    let most = parity.checked_sub(protection + 2)?;
    // Six rounds at most: more of them take longer and find hardly more.
    (2..=most).step_by((most / 12 * 2).max(2)).find_map(|count| {
        let mut bytes = read.clone();
        let erased = sequence.get(..count)?;
        let wrong = reed_solomon::correct(&mut bytes, parity, erased)?;
        (count + 2 * wrong <= most).then_some((bytes, count, wrong))
    })
}

/// The share of the sampled certainty that speaks against the corrected codewords.
fn against(bits: &[f32], corrected: &[u8]) -> f32 {
    let (mut with, mut against) = (0.0_f32, 0.0_f32);
    for (octet, byte) in bits.as_chunks::<8>().0.iter().zip(corrected) {
        for (at, bit) in octet.iter().enumerate() {
            let is_set = byte >> (7 - at) & 1 == 1;
            if (*bit > 0.0) == is_set {
                with += bit.abs();
            } else {
                against += bit.abs();
            }
        }
    }
    against / (with + against).max(1e-3)
}

/// Whether bytes are text rather than noise: without control characters but tabs and line ends.
fn plausible(text: &[u8]) -> bool {
    text.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\r' | b'\n'))
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode, Version};

    use super::*;

    /// A symbol by another encoder, as if it had been sampled perfectly.
    fn sampled(text: &[u8], version: i16, level: EcLevel) -> Soft {
        let code = QrCode::with_version(text, Version::Normal(version), level).unwrap();
        let values = code.to_colors().into_iter().map(|color| if color == Color::Dark { 1.0 } else { -1.0 });
        Soft::new(code.width(), values.collect())
    }

    #[test]
    fn every_version_and_level() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let soft = sampled(b"OTP 42", version, level);
                let plan = Plan::new(usize::try_from(version).unwrap());
                let decoded = decode(&soft, &plan, Effort::Plain).unwrap_or_else(|| panic!("{version} {level:?}"));
                assert_eq!(*decoded.text, b"OTP 42");
                assert!(!decoded.mirrored && decoded.quality > 0.999);
                assert!(decode(&soft.mirrored(), &plan, Effort::Plain).unwrap().mirrored);
            }
        }
    }
}
