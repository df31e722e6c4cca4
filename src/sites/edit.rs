//! Whether two names differ by one slip of the finger.

/// Whether one text becomes the other by exactly one insertion, deletion, substitution or swap of neighbours.
pub(super) fn one_edit(one: &str, other: &str) -> bool {
    // Only what lies between the common beginning and the common end is compared.
    let begin = common(one.chars(), other.chars());
    let (Some(one), Some(other)) = (one.get(begin..), other.get(begin..)) else { return false };
    let end = common(one.chars().rev(), other.chars().rev());
    let (Some(one), Some(other)) = (one.get(..one.len() - end), other.get(..other.len() - end)) else { return false };
    let first_three = |text: &str| {
        let mut letters = text.chars();
        [letters.next(), letters.next(), letters.next()]
    };
    match (first_three(one), first_three(other)) {
        ([Some(_), None, _], [_, None, _]) | ([None, ..], [Some(_), None, _]) => true,
        ([Some(first), Some(second), None], [Some(third), Some(fourth), None]) => first == fourth && second == third,
        _ => false,
    }
}

/// How many bytes of both are the same.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum()
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
