//! The names of the columns, out of the `CREATE TABLE` that a database keeps for each table.

/// Words that begin a constraint of the table and not a column.
const CONSTRAINTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// The names of the columns in their order; none where the text is not understood.
pub(super) fn columns(sql: &str) -> Vec<String> {
    let Some((_, definitions)) = sql.split_once('(') else { return Vec::new() };
    let mut columns = Vec::new();
    let mut rest = definitions;
    loop {
        let (name, quoted, after) = identifier(rest.trim_start());
        if !quoted && (name.is_empty() || CONSTRAINTS.iter().any(|word| name.eq_ignore_ascii_case(word))) {
            break;
        }
        columns.push(name);
        if columns.len() == super::MAX_COLUMNS {
            break;
        }
        match next_definition(after) {
            Some(next) => rest = next,
            None => break,
        }
    }
    columns
}

/// The identifier at the front, whether it is quoted, and what follows it.
fn identifier(text: &str) -> (String, bool, &str) {
    let mut chars = text.chars();
    let close = match chars.next() {
        Some('[') => ']',
        Some(quote @ ('"' | '`' | '\'')) => quote,
        _ => {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(text.len());
            let (name, rest) = text.split_at(end);
            return (name.to_owned(), false, rest);
        }
    };
    let inside = chars.as_str();
    let (name, rest) = inside.split_once(close).unwrap_or((inside, ""));
    (name.to_owned(), true, rest)
}

/// What follows the next comma that stands neither in brackets nor in quotes.
fn next_definition(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => return text.get(at + 1..),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn names_of_columns() {
        let sql =
            "CREATE TABLE `accounts` (`_id` INTEGER PRIMARY KEY, [a b] TEXT DEFAULT 'x,)y', \"c\" DECIMAL(5,2), plain,
            UNIQUE (plain, c), CHECK (c > 0))";
        assert_eq!(columns(sql), ["_id", "a b", "c", "plain"]);
        assert!(columns("CREATE TABLE x").is_empty());
        assert!(columns("CREATE TABLE x (").is_empty());
        assert_eq!(columns("CREATE TABLE x (\"open"), ["open"]);
    }
}
