//! Putting things in order, by one sort for all of them: each that the compiler makes of its own weighs six kilobytes.

/// From the least to the greatest; what is the same stays in its order.
pub(crate) fn ascending<T: Copy>(items: &mut [T], by: impl Fn(&T) -> f32) {
    let mut keys: Vec<u64> = items.iter().zip(0_u64..).map(|(item, at)| u64::from(rank(by(item))) << 32 | at).collect();
    keys.sort_unstable();
    let old = items.to_vec();
    for (item, key) in items.iter_mut().zip(keys) {
        if let Some(other) = old.get((key & u64::from(u32::MAX)) as usize) {
            *item = *other;
        }
    }
}

/// From the greatest to the least.
pub(crate) fn descending<T: Copy>(items: &mut [T], by: impl Fn(&T) -> f32) {
    ascending(items, |item| -by(item));
}

/// An integer for each number, in the same order.
fn rank(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order_and_stable() {
        let mut items = [(2.5, 0), (-1.0, 1), (2.5, 2), (0.0, 3), (-7.0, 4)];
        ascending(&mut items, |item| item.0);
        assert_eq!(items.map(|item| item.1), [4, 1, 3, 0, 2]);
        descending(&mut items, |item| item.0);
        assert_eq!(items.map(|item| item.1), [0, 2, 3, 1, 4]);
    }
}
