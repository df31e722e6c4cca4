//! From a sampled symbol to its text: unmask, correct, read, encode again and compare.

use zeroize::Zeroizing;

use crate::qr::{
    Appended, Encoding, Level,
    place::{
        layout::{self, Module},
        order,
    },
    symbol::{
        cross_check,
        format::{self, Format},
        reed_solomon, segments,
        soft::Soft,
    },
};

/// A symbol that was read, wherever it stood.
pub(crate) struct Decoded {
    pub(crate) text: Zeroizing<Vec<u8>>,
    pub(crate) encoding: Encoding,
    pub(crate) version: usize,
    pub(crate) level: Level,
    pub(crate) mirrored: bool,
    /// 1 when every sampled module is as the corrected symbol has it, 0 when the refusal was near.
    pub(crate) quality: f32,
    pub(crate) appended: Option<Appended>,
}

/// How much of the sampled certainty may speak against a symbol.
const MOST_AGAINST: f32 = 0.25;
/// Format information must be this much like what was sampled.
const LEAST_LIKENESS: f32 = 0.3;

/// What a version's symbols have in common, made once for all attempts at a symbol.
pub(crate) struct Plan {
    version: usize,
    modules: Vec<Module>,
    order: Vec<usize>,
}

impl Plan {
    pub(crate) fn new(version: usize) -> Self {
        let modules = layout::modules(version);
        let order = layout::data_order(version, &modules);
        Self { version, modules, order }
    }

    pub(crate) fn version(&self) -> usize {
        self.version
    }

    pub(crate) fn modules(&self) -> &[Module] {
        &self.modules
    }
}

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Errors only.
    Plain,
    /// The least certain codewords as erasures, more in each round.
    Erasures,
}

/// Reads a sampled symbol as it stands and in the mirror.
pub(crate) fn decode(soft: &Soft, plan: &Plan, effort: Effort) -> Option<Decoded> {
    if plan.version >= 7 {
        // Version information that surely says another version: this is not where the modules are.
        let (version, likeness) = format::version(soft);
        if version != plan.version && likeness > 0.9 {
            return None;
        }
    }
    let mirror = soft.mirrored();
    let straight = format::read(soft);
    let turned = format::read(&mirror);
    let likeness = |formats: &[Format]| formats.first().map_or(-1.0, |format| format.likeness);
    // Beside a format that is surely there, one that is hardly there is none.
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

struct Block {
    /// The codeword's index in the interleaved order, for each byte of the block.
    places: Vec<usize>,
}

/// How the interleaved codewords lie in blocks, and how many of each block are data.
fn blocks(total: usize, parity: usize, count: usize) -> Vec<Block> {
    let long = total % count;
    let short_data = total / count - parity;
    (0..count)
        .map(|block| {
            let is_long = block >= count - long;
            let data = (0..short_data).map(|row| row * count + block);
            let extra = is_long.then(|| short_data * count + block + long - count);
            let after = short_data * count + long;
            let correction = (0..parity).map(|row| after + row * count + block);
            Block { places: data.chain(extra).chain(correction).collect() }
        })
        .collect()
}

fn with_format(soft: &Soft, plan: &Plan, format: Format, effort: Effort) -> Option<Decoded> {
    let (parity, count) = layout::blocks(plan.version, format.level)?;
    let side = soft.side();
    let total = plan.order.len() / 8;
    // Unmasked: above 0 is a one.
    let bits: Vec<f32> = plan
        .order
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
    for block in blocks(total, parity, count) {
        let (bytes, erased, wrong) =
            correct(&block, &sampled, &doubts, parity, protection(plan.version, format.level), effort)?;
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
    let content = segments::read(&data, plan.version)?;
    // Wrong padding is what some encoders write; together with a hard correction it is a wrong text.
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
        version: plan.version,
        level: format.level,
        mirrored: false,
        quality: 1.0 - against / MOST_AGAINST,
        appended: content.appended,
    })
}

/// Codewords that the standard keeps back against wrong corrections in the smallest symbols (table 9).
fn protection(version: usize, level: Level) -> usize {
    match (version, level) {
        (1, Level::L) => 3,
        (1, Level::M) | (2, Level::L) => 2,
        (1, _) | (3, Level::L) => 1,
        _ => 0,
    }
}

/// A block corrected, with the number of erasures that it took and of errors beside them.
fn correct(
    block: &Block,
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
    // In six rounds at the most: more of them take longer and find hardly more.
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

/// Text rather than noise: no control characters but tabs and line ends.
fn plausible(text: &[u8]) -> bool {
    text.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\r' | b'\n'))
}

impl Plan {
    /// The symbol that the corrected codewords make: dark modules, row by row.
    pub(crate) fn draw(&self, level: Level, mask: u8, codewords: &[u8]) -> Vec<bool> {
        let side = layout::side(self.version);
        let mut dark: Vec<bool> = self.modules.iter().map(|module| *module == Module::Fixed(true)).collect();
        for (at, index) in self.order.iter().enumerate() {
            let bit = codewords.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
            if let Some(place) = dark.get_mut(*index) {
                *place = bit != layout::masked(mask, index % side, index / side);
            }
        }
        for (x, y) in format::dark_modules(self.version, level, mask) {
            if let Some(place) = dark.get_mut(y * side + x) {
                *place = true;
            }
        }
        dark
    }
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
