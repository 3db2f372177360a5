//! What a text must not say, whoever wrote it.

mod advice;
mod diet;
mod disguises;
mod lexer;
mod phrases;
mod quantities;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::schema::{Field, texts};
use crate::text::{clean, is_invisible, words};
pub(crate) use diet::{Forbidden, diet_words};
#[cfg(test)]
pub(crate) use quantities::numbers_in;
pub(crate) use quantities::{Quantity, Topic, Unit, unit_of};

/// A rule that texts are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// No links, addresses, markup or code.
    Markup,
    /// No diagnosis, and no talk of diseases.
    Diagnosis,
    /// No drugs, doses or doping.
    Drugs,
    /// Nothing that harms: fasting, purging, training through pain.
    Unsafe,
    /// Nothing about self-harm: that is said by code.
    Crisis,
    /// No numbers but those that were computed.
    Numbers,
    /// Nothing that the person must not eat or cannot do.
    Restriction,
    /// Nothing about the instructions that the text was written by.
    Leak,
}

/// What a text may say beyond the general rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard {
    /// Numbers that were computed.
    pub(crate) quantities: Vec<Quantity>,
    /// Dates and other texts with digits that may stand as they are.
    pub(crate) literals: Vec<String>,
    /// What the person must not eat or cannot do.
    pub(crate) forbidden: Vec<Forbidden>,
}

/// A rule that a text broke, and the field it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) field: &'static str,
    pub(crate) rule: Rule,
}

impl Guard {
    /// Checks all texts of an answer.
    pub(crate) fn check(&self, fields: &[Field], answer: &Value, nonce: Option<&str>) -> Result<(), Violation> {
        let texts = texts(fields, answer).expect("the shape was checked before");
        texts
            .into_iter()
            .try_for_each(|(field, text)| self.check_text(text, nonce).map_err(|rule| Violation { field, rule }))
    }

    pub(crate) fn check_text(&self, text: &str, nonce: Option<&str>) -> Result<(), Rule> {
        // What looks like a letter is read as one.
        let unmasked = disguises::unmasked(text);
        let lower = words(&unmasked);
        if is_markup(text) {
            return Err(Rule::Markup);
        }
        if nonce.is_some_and(|nonce| text.contains(nonce)) || phrases::is_leak(&lower) {
            return Err(Rule::Leak);
        }
        if phrases::is_self_harm(&lower) {
            return Err(Rule::Crisis);
        }
        if disguises::names_drug(&unmasked) {
            return Err(Rule::Drugs);
        }
        if let Some(rule) =
            phrases::general(&lower).filter(|rule| *rule != Rule::Drugs || !advice::is_careful(&unmasked))
        {
            return Err(rule);
        }
        if let Some(rule) = advice::harm(&unmasked) {
            return Err(rule);
        }
        if self.forbidden.iter().any(|forbidden| forbidden.is_in(&lower)) {
            return Err(Rule::Restriction);
        }
        let mut rest = clean(text);
        for literal in &self.literals {
            rest = rest.replace(literal.as_str(), " ");
        }
        if quantities::all_allowed(&rest, &self.quantities) { Ok(()) } else { Err(Rule::Numbers) }
    }
}

/// Takes invisible characters out of every text; the fields in which there were some.
pub(crate) fn clean_answer(answer: &mut Value, fields: &[Field]) -> Vec<&'static str> {
    let mut cleaned = Vec::new();
    for field in fields {
        let values = match answer.get_mut(field.name) {
            Some(Value::Array(items)) => items.iter_mut().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        for value in values {
            if let Value::String(text) = value {
                if text.chars().any(|c| is_invisible(c) && !c.is_whitespace()) {
                    cleaned.push(field.name);
                }
                *text = clean(text);
            }
        }
    }
    cleaned.dedup();
    cleaned
}

/// Links, addresses, HTML, Markdown and code: nothing that a reader could follow or a terminal could act on.
fn is_markup(text: &str) -> bool {
    const PARTS: [&str; 13] = ["://", "<", ">", "](", "```", "**", "__", "{", "}", "\\", "javascript:", "mailto:", "@"];
    const ENDINGS: [&str; 22] = [
        "com", "org", "net", "io", "co", "in", "uk", "de", "app", "ai", "info", "biz", "ru", "xyz", "shop", "site",
        "dev", "ly", "test", "example", "online", "fit",
    ];
    let lower = text.to_lowercase();
    // The name of a measurement may be `www`, and a sentence end with it.
    let is_host = |(at, host): (usize, &str)| lower[at + host.len()..].starts_with(char::is_alphanumeric);
    let is_address = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        // `word.com`, `word.com/page`: a dot inside of a word, and then the end of a domain.
        word.match_indices('.').any(|(dot, _)| {
            let label = word[..dot].chars().next_back();
            let ending: &str = word[dot + 1..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            label.is_some_and(char::is_alphanumeric) && ENDINGS.contains(&ending)
        })
    };
    PARTS.iter().any(|part| lower.contains(part))
        || lower.match_indices("www.").any(is_host)
        || lower.split_whitespace().any(is_address)
        || text.starts_with('#')
}

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
