//! Patterns of words: alternatives, beginnings of words, gaps.

use std::collections::HashSet;

use super::spelling::BREAK;

/// Words that a short gap may hold, all of one sentence.
const SHORT_GAP: usize = 4;
/// Words and ends of sentences that a long gap may hold.
const LONG_GAP: usize = 12;

/// A pattern: words in order, `a|b` for either, `a*` for the start of a word, `(a)` for a word that may be missing,
/// `..` for up to four words of one sentence, `...` for up to twelve words of any, `$` for the end of a sentence (also as one of several); after `~`,
/// words that make it something else where they stand in the same sentence.
#[derive(Debug)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
    unless: Vec<&'static str>,
}

#[derive(Debug)]
enum Part {
    Word(Alternatives),
    Maybe(Alternatives),
    Gap { most: usize, may_end: bool },
    End,
}

/// Words of which one is enough.
#[derive(Debug)]
struct Alternatives {
    whole: HashSet<&'static str>,
    /// What words may start with.
    stems: Vec<&'static str>,
    may_end: bool,
}

impl Alternatives {
    fn new(text: &'static str) -> Self {
        Self::of(text.split('|'))
    }

    fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let (stems, whole): (Vec<&str>, Vec<&str>) = words.partition(|word| word.ends_with('*'));
        let may_end = whole.contains(&"$");
        let stems = stems.into_iter().map(|stem| stem.trim_end_matches('*')).collect();
        Self { whole: whole.into_iter().collect(), stems, may_end }
    }

    fn hold(&self, token: &str) -> bool {
        self.whole.contains(token) || self.stems.iter().any(|stem| token.starts_with(stem))
    }
}

impl Pattern {
    pub(crate) fn new(text: &'static str) -> Self {
        let (pattern, unless) = text.split_once('~').unwrap_or((text, ""));
        let parts = pattern.split_whitespace().map(|part| match part {
            ".." => Part::Gap { most: SHORT_GAP, may_end: false },
            "..." => Part::Gap { most: LONG_GAP, may_end: true },
            "$" => Part::End,
            _ => match part.strip_prefix('(').and_then(|part| part.strip_suffix(')')) {
                Some(part) => Part::Maybe(Alternatives::new(part)),
                None => Part::Word(Alternatives::new(part)),
            },
        });
        Self { parts: parts.collect(), unless: unless.split_whitespace().collect() }
    }

    /// Whether the pattern is somewhere in a text.
    pub(crate) fn is_in(&self, tokens: &[String]) -> bool {
        (0..tokens.len()).any(|start| fits(&self.parts, tokens, start) && !self.is_something_else(tokens, start))
    }

    fn is_something_else(&self, tokens: &[String], start: usize) -> bool {
        let before = tokens[..start].iter().rev().take_while(|token| *token != BREAK);
        let mut sentence = before.chain(tokens[start..].iter().take_while(|token| *token != BREAK));
        !self.unless.is_empty() && sentence.any(|token| self.unless.iter().any(|word| is_word(token, word)))
    }
}

/// Words of which any one in a text is enough.
#[derive(Debug)]
pub(super) struct Words(Alternatives);

impl Words {
    /// Words between spaces; `a*` is the start of a word.
    pub(super) fn new(text: &'static str) -> Self {
        Self(Alternatives::of(text.split_whitespace()))
    }

    pub(super) fn is_in(&self, tokens: &[String]) -> bool {
        tokens.iter().any(|token| self.0.hold(token))
    }
}

fn fits(parts: &[Part], tokens: &[String], at: usize) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    let is_any = |words: &Alternatives| tokens.get(at).is_some_and(|token| words.hold(token));
    match part {
        Part::Word(words) => {
            let may_end = is_end(tokens, at) && words.may_end;
            (is_any(words) && fits(rest, tokens, at + 1)) || (may_end && fits(rest, tokens, at))
        }
        Part::Maybe(words) => fits(rest, tokens, at) || (is_any(words) && fits(rest, tokens, at + 1)),
        Part::End => is_end(tokens, at) && fits(rest, tokens, at),
        Part::Gap { most, may_end } => {
            let crossed = tokens[at.min(tokens.len())..].iter().take(*most);
            let n = crossed.take_while(|token| *may_end || *token != BREAK).count();
            (0..=n).any(|skip| fits(rest, tokens, at + skip))
        }
    }
}

fn is_end(tokens: &[String], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token == BREAK)
}

fn is_word(token: &str, word: &str) -> bool {
    match word.strip_suffix('*') {
        Some(stem) => token.starts_with(stem),
        None => token == word,
    }
}
