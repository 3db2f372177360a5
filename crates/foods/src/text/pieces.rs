//! Pieces of a text: words, numbers and marks.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// In lower case.
    Word(String),
    /// A number or a range; the first is the likeliest.
    Number(f64, f64, f64),
    Mark(char),
}

impl Piece {
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is(&self, word: &str) -> bool {
        self.word() == Some(word)
    }
}

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATED: [&str; 12] = ["oz", "lb", "lbs", "tbsp", "tsp", "g", "gr", "ml", "fl", "approx", "pkg", "no"];

/// Splits a text into pieces.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut place = 0;
    while let Some(&letter) = letters.get(place) {
        let next = letters.get(place + 1).copied();
        if letter.is_ascii_digit() || letter == '.' && next.is_some_and(|next| next.is_ascii_digit()) {
            place = number(&letters, place, &mut pieces);
            continue;
        }
        place += 1;
        if let Some(part) = fraction(letter) {
            add(&mut pieces, part);
        } else if letter.is_alphabetic() {
            let mut word = letter.to_string();
            while let Some(&letter) = letters.get(place) {
                let is_bound = letter == '&' && letters.get(place + 1).is_some_and(|next| next.is_alphabetic());
                match letter {
                    '\'' | '\u{2019}' => {}
                    _ if letter.is_alphanumeric() && fraction(letter).is_none() || is_bound => word.push(letter),
                    _ => break,
                }
                place += 1;
            }
            pieces.push(Piece::Word(word));
        } else {
            match letter {
                '&' => pieces.push(Piece::Word("and".to_owned())),
                '\u{d7}' => pieces.push(Piece::Word("x".to_owned())),
                '.' if pieces.last().and_then(Piece::word).is_some_and(|word| ABBREVIATED.contains(&word)) => {}
                ',' | ';' | '.' | '\n' | '(' | ')' | ':' | '+' | '/' | '!' | '?' => pieces.push(Piece::Mark(letter)),
                '-' | '\u{2013}' if matches!(pieces.last(), Some(Piece::Number(..))) => pieces.push(Piece::Mark('-')),
                _ => {}
            }
        }
    }
    ranges(pieces)
}

/// Reads a number with its decimals, its fraction or the letters that make a word of it; gives the place after it.
fn number(letters: &[char], from: usize, pieces: &mut Vec<Piece>) -> usize {
    let is_digit = |place: usize| letters.get(place).is_some_and(char::is_ascii_digit);
    let mut place = from;
    let mut digits = String::new();
    while let Some(&letter) = letters.get(place) {
        let is_thousands = letter == ',' && (1..=3).all(|step| is_digit(place + step)) && !is_digit(place + 4);
        let is_decimal = matches!(letter, '.' | ',') && is_digit(place + 1) && !digits.contains('.');
        match letter {
            _ if letter.is_ascii_digit() => digits.push(letter),
            _ if is_thousands => {}
            _ if is_decimal => digits.push('.'),
            _ => break,
        }
        place += 1;
    }
    let mut value: f64 = digits.parse().unwrap_or(0.0);
    if letters.get(place) == Some(&'/') && is_digit(place + 1) {
        let bottom: String = letters[place + 1..].iter().take_while(|letter| letter.is_ascii_digit()).collect();
        place += 1 + bottom.len();
        value /= bottom.parse::<f64>().ok().filter(|bottom| *bottom > 0.0).unwrap_or(1.0);
    } else if letters.get(place) == Some(&'%') {
        pieces.push(Piece::Word(format!("{digits}%")));
        return place + 1;
    } else {
        // `7up` is a word, `150g` an amount.
        let after: String = letters[place..].iter().take_while(|letter| letter.is_alphabetic()).collect();
        if !after.is_empty() && after != "x" && crate::units::unit(&after).is_none() {
            pieces.push(Piece::Word(digits + &after));
            return place + after.chars().count();
        }
    }
    add(pieces, value);
    place
}

/// Adds a number, or a fraction to the number before it: `1 1/2`.
fn add(pieces: &mut Vec<Piece>, value: f64) {
    match pieces.last_mut() {
        Some(Piece::Number(number, low, high)) if value < 1.0 && number.fract() == 0.0 => {
            *number += value;
            (*low, *high) = (*number, *number);
        }
        _ => pieces.push(Piece::Number(value, value, value)),
    }
}

fn fraction(letter: char) -> Option<f64> {
    const FRACTIONS: [(char, f64); 9] = [
        ('\u{bd}', 1.0 / 2.0),
        ('\u{bc}', 1.0 / 4.0),
        ('\u{be}', 3.0 / 4.0),
        ('\u{2153}', 1.0 / 3.0),
        ('\u{2154}', 2.0 / 3.0),
        ('\u{215b}', 1.0 / 8.0),
        ('\u{215c}', 3.0 / 8.0),
        ('\u{215d}', 5.0 / 8.0),
        ('\u{2155}', 1.0 / 5.0),
    ];
    FRACTIONS.iter().find(|(known, _)| *known == letter).map(|(_, value)| *value)
}

/// Joins `2 - 3` and `2 to 3`, and drops dashes that join nothing; `fl oz` becomes one word.
fn ranges(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let is_joint = piece == Piece::Mark('-') || piece.is("to") || piece.is("or");
        if is_joint
            && let (Some(&Piece::Number(low, ..)), Some(&Piece::Number(high, ..))) = (joined.last(), pieces.peek())
            && high > low
        {
            pieces.next();
            joined.pop();
            joined.push(Piece::Number(f64::midpoint(low, high), low, high));
            continue;
        }
        let is_fluid = piece.is("fl") || piece.is("fluid");
        let is_ounce = |next: &Piece| next.word().is_some_and(|word| matches!(word, "oz" | "ounce" | "ounces"));
        if is_fluid && pieces.peek().is_some_and(is_ounce) {
            pieces.next();
            joined.push(Piece::Word("floz".to_owned()));
        } else if piece != Piece::Mark('-') {
            joined.push(piece);
        }
    }
    joined
}
