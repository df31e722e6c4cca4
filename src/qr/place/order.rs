//! Sorting by a number. One sort serves all types, because each further one that the compiler makes weighs six kilobytes.

/// Sorts from the least to the greatest; equal items keep their order.
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

/// Sorts from the greatest to the least; equal items keep their order.
pub(crate) fn descending<T: Copy>(items: &mut [T], by: impl Fn(&T) -> f32) {
    ascending(items, |item| -by(item));
}

/// Maps numbers to integers in the same order.
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
