//! Text of files on the way to a terminal.

use std::borrow::Cow;

/// A text that cannot tell a terminal what to do, whatever file it came from: control characters and marks of direction are
/// written as their numbers.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_safe = |c: char| match c {
        '\n' | '\t' => true,
        // Overrides and isolates let text read as if it were another.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        c => !c.is_control(),
    };
    if text.chars().all(is_safe) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_safe(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_tells_the_terminal_what_to_do() {
        assert_eq!(printable("a\tb\nç"), "a\tb\nç");
        assert_eq!(printable("\u{1b}[31mred\r\u{202e}"), "\\u{1b}[31mred\\u{d}\\u{202e}");
    }
}
