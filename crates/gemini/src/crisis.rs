//! Words of somebody who may harm themselves: patterns over text that was brought to one spelling, and a score of its words.
//!
//! Written to miss few: a harmless sentence that is taken for one of despair costs a wording, the reverse may cost a life.

mod grammar;
#[cfg(test)]
mod learning;
mod patterns;
mod score;
mod spelling;
mod vague;

pub(crate) use grammar::Pattern;
use grammar::Words;
pub(crate) use spelling::tokens;
use std::sync::LazyLock;

/// What is read in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nothing of the kind.
    Clear,
    /// It may be meant so: worth a question.
    Unclear,
    /// Somebody may harm themselves.
    Crisis,
}

/// From this score on a text is taken for one of despair.
const CERTAIN: f64 = 1.0;

/// From this score on a question is due.
const QUESTIONABLE: f64 = 0.0;

/// Both, where the words may as well be about training (`I can't go on`), or are too few to say much (`I have no time`).
const CERTAIN_OF_LITTLE: f64 = 3.0;
const QUESTIONABLE_OF_LITTLE: f64 = 2.0;

/// Fewer words than this say little.
const FEWEST_WORDS: usize = 5;

/// Up to this score a pattern of vague words alone says nothing.
const HARMLESS: f64 = -0.5;

/// Reads a text as somebody wrote it.
pub(crate) fn read(text: &str) -> Reading {
    static CRISIS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns::crisis().map(Pattern::new).collect());
    static VAGUE: LazyLock<Vec<Pattern>> = LazyLock::new(|| vague::VAGUE.iter().copied().map(Pattern::new).collect());
    static EVERYDAY: LazyLock<Words> = LazyLock::new(|| Words::new(vague::EVERYDAY));
    static UNCLEAR: LazyLock<Vec<Pattern>> =
        LazyLock::new(|| vague::UNCLEAR.iter().copied().map(Pattern::new).collect());
    let tokens = tokens(text);
    let is_any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.is_in(&tokens));
    // What is vague counts only where nothing else in the text explains it.
    let is_everyday = || EVERYDAY.is_in(&tokens);
    let score = score::score(&tokens).unwrap_or(f64::NEG_INFINITY);
    let is_unclear = is_any(&UNCLEAR) && !is_everyday();
    let (certain, questionable) = if is_unclear || tokens.len() < FEWEST_WORDS {
        (CERTAIN_OF_LITTLE, QUESTIONABLE_OF_LITTLE)
    } else {
        (CERTAIN, QUESTIONABLE)
    };
    if is_any(&CRISIS) || score > certain || (score > HARMLESS && is_any(&VAGUE) && !is_everyday()) {
        Reading::Crisis
    } else if is_unclear || score > questionable {
        Reading::Unclear
    } else {
        Reading::Clear
    }
}

/// Whether somebody may harm themselves.
pub(crate) fn is_crisis(text: &str) -> bool {
    read(text) == Reading::Crisis
}

/// Where a phrase begins together with a word, in words as [`words`](crate::text::words) makes them.
pub(crate) fn starts<'a>(words: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    words.match_indices(phrase).map(|(start, _)| start).filter(|start| words[..*start].ends_with(' '))
}

#[cfg(test)]
mod tests;
