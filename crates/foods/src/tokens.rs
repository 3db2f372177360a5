//! Words in the form in which they are compared.

use crate::abbreviations::{REDUCED, full};

/// A word of a name or a description in the form in which words are compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    /// Lower case, singular, no abbreviation.
    pub(crate) stem: String,
    /// As it is shown: spelt out, but not singular.
    pub(crate) surface: String,
    /// Parts between commas and brackets, from 0.
    pub(crate) segment: usize,
    /// Weight in a question: words that stand for one share its weight.
    pub(crate) share: f64,
    /// Whether `with`, `in`, `on` or `and` is before it: coffee with cream is not coffee cream.
    pub(crate) is_joined: bool,
}

/// Words that say nothing about the food.
const SILENT: [&str; 31] = [
    "a",
    "an",
    "and",
    "as",
    "at",
    "by",
    "for",
    "from",
    "grams",
    "in",
    "incl",
    "includes",
    "including",
    "is",
    "made",
    "n",
    "of",
    "on",
    "or",
    "oz",
    "per",
    "s",
    "some",
    "species",
    "than",
    "that",
    "the",
    "to",
    "type",
    "with",
    "x",
];

/// Splits text into words: `CHICK,W/ SKN&BONE` is chicken | skin, bone.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let tokens = tokens(text);
    let mut words = Words { found: Vec::with_capacity(tokens.len()), is_without: false, is_joined: false };
    let mut is_french = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some((token, segment)) = tokens.next() {
        let next = tokens.peek().map(|(next, _)| next.as_str());
        let long = match (token.as_str(), next) {
            ("red", Some(next)) if REDUCED.contains(&next) => Some("reduced"),
            ("fr", Some("fr")) => Some("french"),
            ("fr", _) if is_french => Some("fried"),
            _ => full(&token),
        };
        is_french = matches!(token.as_str(), "fr" | "french" | "frnch");
        // An abbreviation may stand for two words.
        match long {
            Some(long) => long.split(' ').for_each(|word| words.push(word.to_owned(), segment)),
            None => words.push(token, segment),
        }
    }
    words.found
}

/// Words, and whether the next is to be denied.
struct Words {
    found: Vec<Word>,
    is_without: bool,
    is_joined: bool,
}

impl Words {
    fn push(&mut self, surface: String, segment: usize) {
        let stem = match surface.as_str() {
            "without" | "wo" | "no" => {
                self.is_without = true;
                return;
            }
            "added" | "any" if self.is_without => return,
            // `fat free`, but not `free range`.
            "free" => match self.found.last_mut() {
                Some(last) if matches!(last.stem.as_str(), "fat" | "sugar" | "salt") => {
                    last.stem = format!("no-{}", last.stem);
                    last.surface = format!("{}-free", last.surface);
                    return;
                }
                _ => surface.clone(),
            },
            silent if SILENT.contains(&silent) => {
                self.is_joined |= matches!(silent, "with" | "in" | "on" | "and") && !self.found.is_empty();
                return;
            }
            "unsalted" => "no-salt".to_owned(),
            "nonfat" => "no-fat".to_owned(),
            "salted" => "salt".to_owned(),
            word => singular(word),
        };
        let stem = if self.is_without { format!("no-{stem}") } else { stem };
        self.is_without = false;
        let is_joined = std::mem::take(&mut self.is_joined);
        self.found.push(Word { stem, surface, segment, share: 1.0, is_joined });
    }
}

/// A key for equality of descriptions: case and blanks do not count.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Pieces of text with the part they stand in.
fn tokens(text: &str) -> Vec<(String, usize)> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let (mut token, mut segment, mut is_begun) = (String::new(), 0, false);
    let bytes = text.as_bytes();
    for (place, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() || c == '%' {
            token.push(c.to_ascii_lowercase());
            continue;
        }
        if c.is_alphabetic() {
            token.extend(c.to_lowercase().flat_map(without_accent));
            continue;
        }
        let is_digit = |place: Option<usize>| place.and_then(|place| bytes.get(place)).is_some_and(u8::is_ascii_digit);
        if matches!(c, '.' | '/') && is_digit(place.checked_sub(1)) && is_digit(Some(place + 1)) {
            token.push(c);
            continue;
        }
        if c == '&' {
            tokens.extend(
                [(std::mem::take(&mut token), segment), ("and".to_owned(), segment)]
                    .into_iter()
                    .filter(|(token, _)| !token.is_empty()),
            );
            is_begun = true;
            continue;
        }
        // Apostrophes bind: `kellogg's` is one word.
        if matches!(c, '\'' | '\u{2019}') {
            continue;
        }
        if c == '/' && matches!(token.as_str(), "w" | "wo") {
            token.replace_range(1.., if token == "w" { "ith" } else { "ithout" });
        }
        if !token.is_empty() {
            tokens.push((std::mem::take(&mut token), segment));
            is_begun = true;
        }
        if is_begun && matches!(c, ',' | ';' | ':' | '(' | ')') {
            segment += 1;
            is_begun = false;
        }
    }
    if !token.is_empty() {
        tokens.push((token, segment));
    }
    tokens
}

/// The singular of an English noun, or something that all its forms share.
fn singular(word: &str) -> String {
    let n_letters = word.chars().count();
    let ends = |ending: &str| word.ends_with(ending);
    let cut = |n: usize| word[..word.len() - n].to_owned();
    let stem = if n_letters <= 3 || !ends("s") || ends("ss") || ends("us") || ends("is") {
        word.to_owned()
    } else if ends("leaves") || ends("loaves") || ends("halves") {
        cut(3) + "f"
    } else if ends("oes") && n_letters > 4 || ["ches", "shes", "sses", "xes"].into_iter().any(ends) {
        cut(2)
    } else {
        cut(1)
    };
    // Cookie and cookies, berry and berries.
    match stem.strip_suffix("ie") {
        Some(rest) if rest.chars().count() > 2 => format!("{rest}y"),
        _ => stem,
    }
}

fn without_accent(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => ('a', None),
        'ç' => ('c', None),
        'è' | 'é' | 'ê' | 'ë' => ('e', None),
        'ì' | 'í' | 'î' | 'ï' => ('i', None),
        'ñ' => ('n', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => ('o', None),
        'ù' | 'ú' | 'û' | 'ü' => ('u', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        _ => (c, None),
    };
    std::iter::once(first).chain(second)
}
