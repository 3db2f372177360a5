//! From the text of a formula to its words and signs.

use super::FormulaError;

/// A word or sign, and where it begins (in characters, from 1).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Name(String),
    /// A name in backticks: never a function, nor `.`.
    Quoted(String),
    /// A text in quotes.
    Text(String),
    Number(f64),
    Sign(char),
    End,
}

pub(super) fn tokens(formula: &str) -> Result<Vec<Token>, FormulaError> {
    let characters: Vec<char> = formula.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    let run = |from: usize, is_in: &dyn Fn(char) -> bool| {
        characters[from..].iter().take_while(|character| is_in(**character)).count()
    };
    while let Some(&first) = characters.get(at) {
        let next = characters.get(at + 1).copied().unwrap_or(' ');
        let (kind, length) = match first {
            _ if first.is_whitespace() => {
                at += 1;
                continue;
            }
            '`' | '"' | '\'' => {
                let length = run(at + 1, &|character| character != first);
                if at + 1 + length == characters.len() {
                    return Err(FormulaError::new(formula, at + 1, format!("the {first} has no second one")));
                }
                let text: String = characters[at + 1..=at + length].iter().collect();
                (if first == '`' { Kind::Quoted(text) } else { Kind::Text(text) }, length + 2)
            }
            _ if first.is_ascii_digit() || (first == '.' && next.is_ascii_digit()) => {
                let length = number_length(&characters[at..]);
                let text: String = characters[at..at + length].iter().collect();
                let Ok(number) = text.parse() else {
                    return Err(FormulaError::new(formula, at + 1, format!("`{text}` is no number")));
                };
                (Kind::Number(number), length)
            }
            _ if is_of_name(first) => {
                let length = run(at, &is_of_name);
                (Kind::Name(characters[at..at + length].iter().collect()), length)
            }
            _ if "+-*/:^(),=<~".contains(first) => (Kind::Sign(first), 1),
            _ => {
                let why = format!("`{first}` means nothing here; a column of such a name stands in backticks");
                return Err(FormulaError::new(formula, at + 1, why));
            }
        };
        tokens.push(Token { kind, at: at + 1 });
        at += length;
    }
    tokens.push(Token { kind: Kind::End, at: characters.len() + 1 });
    Ok(tokens)
}

/// Whether a name may hold a character without backticks.
pub(super) fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

/// How many characters of a number there are: digits, a point, an exponent.
fn number_length(characters: &[char]) -> usize {
    let digits = |from: usize| characters[from..].iter().take_while(|character| character.is_ascii_digit()).count();
    let mut length = digits(0);
    if characters.get(length) == Some(&'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(characters.get(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(characters.get(length + 1), Some('+' | '-')));
        let exponent = if length + 1 + sign <= characters.len() { digits(length + 1 + sign) } else { 0 };
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    length
}
