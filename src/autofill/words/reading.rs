//! Reading a file of words, whose format its own first lines explain.

use super::meaning::{MEANINGS, Meaning};

/// A word or phrase of a file.
pub(crate) struct Word<'a> {
    /// Where it stands, as errors name it: `de.txt:12`.
    pub(crate) place: String,
    /// The meaning under whose name it stands, and what that implies.
    pub(crate) means: Meaning,
    /// As it is written, with its marks.
    pub(crate) text: &'a str,
}

/// The words of a file in their order.
///
/// # Errors
/// Says which line names an unknown meaning, or holds a word that stands under none.
pub(crate) fn read<'a>(file: &str, text: &'a str) -> Result<Vec<Word<'a>>, String> {
    let mut words = Vec::new();
    let mut section = None;
    for (line, number) in text.lines().zip(1..) {
        let place = format!("{file}:{number}");
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = Some(meaning_named(name).ok_or_else(|| format!("{place}: no meaning is called `{name}`"))?);
            continue;
        }
        let means = section.ok_or_else(|| format!("{place}: `{line}` stands under no meaning"))?;
        words.push(Word { place, means, text: line });
    }
    Ok(words)
}

/// `by-mail` is [`BY_MAIL`](super::meaning::BY_MAIL).
fn meaning_named(name: &str) -> Option<Meaning> {
    let is_called = |known: &str| known.to_ascii_lowercase().replace('_', "-") == name;
    MEANINGS.iter().find(|(known, _)| is_called(known)).map(|(_, means)| *means)
}
