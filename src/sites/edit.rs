//! One slip of the finger.

/// Whether one text becomes the other by exactly one insertion, deletion, substitution or swap of neighbours.
pub(super) fn one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (mut a, mut b) = (one.as_slice(), other.as_slice());
    // Nothing is lost by this, and most pairs are done here.
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., x], [rest_b @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    match (a, b) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one() {
        for other in ["githubb", "ggithub", "gitub", "ithub", "githu", "gitnub", "gihtub", "igthub", "gith-ub"] {
            assert!(one_edit("github", other) && one_edit(other, "github"), "{other}");
        }
    }

    #[test]
    fn none_and_two_are_not() {
        for other in ["github", "gitlab", "gihtubb", "bithug", "githubxx", "", "gtihbu"] {
            assert!(!one_edit("github", other) && !one_edit(other, "github"), "{other}");
        }
    }
}
