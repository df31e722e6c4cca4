/// Whether a character is one that scanners and clipboards put around a text: white space, a zero byte, a byte order mark.
pub(super) fn is_margin(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\0' | '\u{feff}')
}
