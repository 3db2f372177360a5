//! Words, numbers and signs of a text; numbers are read as digits and as words.

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number { value: f64, is_word: bool },
    Word(String),
    Symbol(char),
}

pub(super) fn lex(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let start = at;
        let character = characters[at];
        if character.is_ascii_digit() {
            at = end_of_number(&characters, at);
            let digits: String = characters[start..at].iter().collect();
            tokens.push(Token::Number { value: parse_number(&digits), is_word: false });
        } else if character.is_alphabetic() {
            while at < characters.len() && (characters[at].is_alphabetic() || characters[at] == '\'') {
                at += 1;
            }
            let word: String = characters[start..at].iter().collect();
            push_word(&mut tokens, word);
        } else {
            if !character.is_whitespace() {
                tokens.push(Token::Symbol(character));
            }
            at += 1;
        }
    }
    tokens
}

/// Digits, and points and commas between digits.
fn end_of_number(characters: &[char], start: usize) -> usize {
    let mut at = start;
    while at < characters.len() {
        let goes_on = characters[at].is_ascii_digit()
            || (matches!(characters[at], '.' | ',') && characters.get(at + 1).is_some_and(char::is_ascii_digit));
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

/// `1,500` and `1.500.000` group by thousands; `1,6` is a decimal comma. What is neither is no number that is allowed.
fn parse_number(digits: &str) -> f64 {
    let groups: Vec<&str> = digits.split(',').collect();
    let is_grouped =
        groups.len() > 1 && groups[1..].iter().all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    let normal = if is_grouped { digits.replace(',', "") } else { digits.replacen(',', ".", 1) };
    normal.parse().unwrap_or(f64::INFINITY)
}

fn push_word(tokens: &mut Vec<Token>, word: String) {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let position = |names: &[&str]| names.iter().position(|name| *name == word);
    let scale = match word.as_str() {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" | "thousands" | "k" => Some(1000.0),
        "dozen" => Some(12.0),
        _ => None,
    };
    let value = position(&SMALL).map(|index| index as f64).or(position(&TENS).map(|index| 10.0 * (index + 2) as f64));
    // A hyphen between words joins them: `twenty-five`.
    let n = tokens.len();
    if let (Some(Token::Symbol('-')), Some(Token::Number { is_word: true, .. }), true) =
        (tokens.last(), n.checked_sub(2).and_then(|index| tokens.get(index)), value.is_some())
    {
        tokens.pop();
    }
    match (scale, value, tokens.last_mut()) {
        (Some(scale), _, Some(Token::Number { value, .. })) => *value *= scale,
        (Some(scale), _, _) => tokens.push(Token::Number { value: scale, is_word: true }),
        // `twenty five`, `two hundred fifty`.
        (None, Some(more), Some(Token::Number { value, is_word: true })) if *value >= 20.0 && more < *value => {
            *value += more;
        }
        (None, Some(value), _) => tokens.push(Token::Number { value, is_word: true }),
        (None, None, _) => tokens.push(Token::Word(word)),
    }
}
