//! How much a text reads like one of despair: a linear model over words, runs of up to three words, and parts of words.
//!
//! Patterns find what they were written for; this finds what is worded like it. Learnt from notes that were invented for it
//! (`testdata/crisis_notes.txt`, `testdata/harmless_notes.txt`).

use std::iter::once;

use super::spelling::BREAK;

/// Features are numbered by their hashes.
pub(super) const N_WEIGHTS: usize = 1 << 16;

/// Longest run of words that is a feature.
const LONGEST_RUN: usize = 3;

/// Letters in the parts of words that are features.
const PART_LENGTHS: [usize; 3] = [3, 4, 5];

/// The size of a step and the constant, each a little-endian `f32`, then a weight in steps for each feature.
const SAVED: &[u8; 8 + N_WEIGHTS] = include_bytes!("weights.bin");

/// The score of the words of a text: the logarithm of the odds that it is one of despair, among notes that are as often so as
/// not, and hard to tell from each other. `None` of a text without words.
pub(super) fn score(tokens: &[String]) -> Option<f64> {
    let features = features(tokens);
    if features.is_empty() {
        return None;
    }
    let number = |at: usize| f64::from(f32::from_le_bytes([SAVED[at], SAVED[at + 1], SAVED[at + 2], SAVED[at + 3]]));
    let weights = &SAVED[8..];
    let sum: i32 = features.iter().map(|&feature| i32::from(weights[usize::from(feature)].cast_signed())).sum();
    Some(number(4) + number(0) * f64::from(sum) / (features.len() as f64).sqrt())
}

/// Which features a text has, each once, in ascending order.
pub(super) fn features(tokens: &[String]) -> Vec<u16> {
    if tokens.iter().all(|token| token == BREAK) {
        return Vec::new();
    }
    let words: Vec<&str> = once("^").chain(tokens.iter().map(String::as_str)).chain(once("$")).collect();
    let runs = (1..=LONGEST_RUN).flat_map(|n| words.windows(n)).map(|run| hash("w ", &run.join(" ")));
    let mut features: Vec<u16> = runs.collect();
    for word in tokens.iter().filter(|token| *token != BREAK) {
        let letters: Vec<char> = format!(" {word} ").chars().collect();
        let parts = PART_LENGTHS.into_iter().flat_map(|n| letters.windows(n));
        features.extend(parts.map(|part| hash("c ", &part.iter().collect::<String>())));
    }
    features.sort_unstable();
    features.dedup();
    features
}

/// The lower half of FNV-1a (Fowler, Noll, Vo) of a kind and a text.
fn hash(kind: &str, text: &str) -> u16 {
    let hash = kind
        .bytes()
        .chain(text.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let [low, high, ..] = hash.to_le_bytes();
    u16::from_le_bytes([low, high])
}
