//! The label of the Key Uri Format: `accountname / issuer (":" / "%3A") *"%20" accountname`.
//!
//! Labels are split and joined as decoded text, in which both spellings of the colon are the same.

/// Splits a label into the issuer before its colon, if there is a colon, and the account name.
///
/// The first colon is the one that counts (`Matrix:@edent_:matrix.org`), unless the label begins
/// with the `issuer` that is already known: then that is the issuer, colons and all.
pub(super) fn split<'a>(label: &'a str, issuer: &str) -> (Option<&'a str>, &'a str) {
    if let Some((prefix, name)) = strip_issuer(label, issuer) {
        return (Some(prefix), name);
    }
    match label.split_once(':') {
        Some((prefix, name)) => (Some(prefix), trim(name)),
        None => (None, label),
    }
}

/// Takes `issuer` and its colon off the front of a label, if the label begins with them.
pub(super) fn strip_issuer<'a>(label: &'a str, issuer: &str) -> Option<(&'a str, &'a str)> {
    if issuer.is_empty() {
        return None;
    }
    let (prefix, rest) = label.split_at_checked(issuer.len())?;
    let name = rest.strip_prefix(':')?;
    (prefix == issuer).then(|| (prefix, trim(name)))
}

/// Joins a label that [`split`] takes apart into this `account_name` again, with `wanted` before the colon where that is
/// possible.
///
/// A `wanted` with a colon, or an account name with a colon and nothing before it, would be split at that colon. Then the
/// account name is kept, and the issuer, which is never split, is written before it. No label can hold an account name that has
/// a colon and begins with a space: that name loses the space.
pub(super) fn join(wanted: Option<&str>, account_name: &str, issuer: &str) -> String {
    // A prefix would be read as the issuer where there is none.
    let wanted = if issuer.is_empty() { wanted.map(|_| "") } else { wanted };
    let label = |prefix: Option<&str>| match prefix {
        Some(prefix) => format!("{prefix}:{account_name}"),
        None => account_name.to_owned(),
    };
    [wanted, None]
        .into_iter()
        .map(label)
        .find(|label| split(label, issuer).1 == account_name)
        .unwrap_or_else(|| label(Some(issuer)))
}

fn trim(name: &str) -> &str {
    name.trim_start_matches(' ')
}
