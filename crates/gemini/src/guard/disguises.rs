//! Names that are hidden: letters of other scripts that look alike, digits for letters, hyphens and spaces within.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_security::confusable_detection::skeleton;

use crate::text::clean;

const NAMES: &str = include_str!("drugs.txt");
/// Names from this length on are recognized with one slip.
const LONG: usize = 8;

static DRUGS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| NAMES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect());

/// The text in plain Latin letters: what looks like one is one.
pub(super) fn unmasked(text: &str) -> String {
    let plain = |character: char| -> String {
        // Accents and punctuation are no disguise.
        if character.is_ascii() || !character.is_alphabetic() {
            return character.to_string();
        }
        let skeleton: String = skeleton(&character.to_string()).collect();
        if skeleton.is_ascii() { skeleton } else { character.to_string() }
    };
    clean(text).chars().map(plain).collect::<String>().to_lowercase()
}

/// Whether a drug is named, however it is written.
pub(super) fn names_drug(unmasked: &str) -> bool {
    let letters = |word: &str| -> String {
        let characters: Vec<char> = word.chars().collect();
        let is_letter = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_alphabetic);
        let plain = characters.iter().enumerate().filter_map(|(at, &character)| match character {
            _ if character.is_ascii_alphabetic() => Some(character),
            '0' if is_letter(at.checked_sub(1)) => Some('o'),
            '1' | '!' if is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)) => Some('i'),
            '3' if is_letter(at.checked_sub(1)) => Some('e'),
            '4' | '@' if is_letter(at.checked_sub(1)) => Some('a'),
            '5' | '$' if is_letter(at.checked_sub(1)) => Some('s'),
            _ => None,
        });
        plain.collect()
    };
    let words: Vec<String> = unmasked.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    // `i b u p r o f e n`: letters that stand alone are one word.
    let mut spelt = String::new();
    let mut all = Vec::new();
    for word in &words {
        if word.len() == 1 {
            spelt.push_str(word);
        } else {
            all.push(std::mem::take(&mut spelt));
        }
    }
    all.push(spelt);
    let parts = unmasked.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_owned);
    words.iter().cloned().chain(all).chain(parts).any(|word| is_drug(&word))
}

fn is_drug(word: &str) -> bool {
    let is_name = |word: &str| DRUGS.contains(word);
    is_name(word)
        || word.strip_suffix('s').is_some_and(is_name)
        || (word.len() >= LONG && DRUGS.iter().any(|name| name.len() >= LONG && is_slip(word, name)))
}

/// Whether one letter was left out, added, swapped or changed.
fn is_slip(word: &str, name: &str) -> bool {
    let (word, name) = (word.as_bytes(), name.as_bytes());
    if word.len().abs_diff(name.len()) > 1 || word[0] != name[0] {
        return false;
    }
    let start = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (word, name) = (&word[start..], &name[start..]);
    let rest = |word_skip: usize, name_skip: usize| {
        word.get(word_skip..).is_some() && word.get(word_skip..) == name.get(name_skip..)
    };
    let is_swapped = word.len() > 1 && name.len() > 1 && word[0] == name[1] && word[1] == name[0] && rest(2, 2);
    rest(1, 0) || rest(0, 1) || rest(1, 1) || is_swapped
}
