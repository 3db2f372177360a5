//! Strings of users: what of them is kept, and how they are shortened.

/// Characters that one string of the user may have.
pub(crate) const MAX_CHARS: usize = 200;
/// Entries that one list of the user may have.
pub(crate) const MAX_ITEMS: usize = 20;

/// A character that is seen by nobody but changes how a text is read: control, bidirectional, zero-width, tag,
/// variation selector, private use.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Drops invisible characters, folds full-width letters to ASCII, turns line breaks and runs of spaces into one space.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_invisible(character) {
            cleaned.push(fold_width(character));
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Full-width forms are ASCII to a reader and to a model, so they must be to us.
fn fold_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

/// The text in lower-case words separated by single spaces, for looking up phrases: `Self-harm!` is `self harm`.
///
/// Apostrophes vanish, so that `don't` and `dont` are one word.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for character in clean(text).chars().flat_map(char::to_lowercase) {
        if character == '\'' {
            continue;
        }
        // Vowel signs of the Indic scripts are no letters to `is_alphanumeric`, but part of their words.
        if character.is_alphanumeric() || matches!(character, '\u{0900}'..='\u{0DFF}') {
            words.push(character);
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// At most 60 characters of a text, to quote in a message.
pub(crate) fn excerpt(text: &str) -> String {
    shortened(text, 60)
}

pub(crate) fn shortened(text: &str, max_chars: usize) -> String {
    let cleaned = clean(text);
    let mut characters = cleaned.chars();
    let start: String = characters.by_ref().take(max_chars).collect();
    if characters.next().is_some() { format!("{start}…") } else { start }
}

/// `1` for 1.0, `1.6` for 1.58: one decimal, and none where it is 0.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{:.1}", if value.abs() < 0.05 { 0.0 } else { value });
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn enumerate<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

/// The first letter in upper case.
pub(crate) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Removes every occurrence of a secret, and of what JSON or a URL makes of it.
pub(crate) fn scrub(text: &str, secret: &str) -> String {
    if secret.is_empty() { text.to_owned() } else { text.replace(secret, "***") }
}
