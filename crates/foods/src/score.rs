//! How well a description fits a question.

use crate::index::Entry;

/// A question in numbers of stems: every word with the stems that may be meant by it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) words: Vec<AskedWord>,
    /// What the food preferably says beside; `None` stands for a stem that no food has.
    pub(crate) hints: Vec<Option<usize>>,
}

/// A word that was asked for.
#[derive(Debug)]
pub(crate) struct AskedWord {
    /// How much it says about the food.
    pub(crate) weight: f64,
    /// Whether it may name a food, rather than its form.
    pub(crate) is_food: bool,
    /// By similarity in (0, 1].
    pub(crate) meanings: Vec<(usize, f64)>,
}

/// How well a description fits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    /// Within [0, 1].
    pub(crate) score: f64,
    /// Whether the part of the description that names the food has nothing else of weight: that of peanut butter has, for
    /// peanuts.
    pub(crate) is_whole: bool,
}

/// How much each unasked word of average weight takes.
const STEEPNESS: f64 = 0.22;

/// Share of the score that is for fitting closely rather than at all.
const CLOSENESS: f64 = 0.45;

/// Fits a description to a question.
///
/// score = coverage · (0.55 + 0.45 / (1 + 0.22 · distance)): coverage is the weighted share of the asked words that the
/// description has, by similarity; distance is the weight of what it says beside, less in later parts than in the one
/// that names the food.
pub(crate) fn fit(question: &Question, entry: &Entry, distance: &[f64]) -> Fit {
    let mut is_asked = vec![false; entry.words.len()];
    let (mut covered, mut total, mut is_headed) = (0.0, 0.0, false);
    for word in &question.words {
        total += word.weight;
        let mut best: Option<(usize, f64)> = None;
        for (position, &(stem, _)) in entry.words.iter().enumerate() {
            let similarity =
                word.meanings.iter().find(|(meaning, _)| *meaning == stem).map(|&(_, similarity)| similarity);
            if similarity > best.map(|(_, similarity)| similarity) {
                best = similarity.map(|similarity| (position, similarity));
            }
        }
        if let Some((position, similarity)) = best {
            covered += word.weight * similarity;
            is_asked[position] = true;
            is_headed |= word.is_food && entry.words[position].1 <= entry.head;
        }
    }
    let (mut extra, mut is_whole) = (0.0, true);
    for (&(stem, segment), is_asked) in entry.words.iter().zip(is_asked) {
        if is_asked || question.hints.contains(&Some(stem)) {
            is_headed |= !is_asked && segment <= entry.head;
            continue;
        }
        let share = match segment.cmp(&entry.head) {
            std::cmp::Ordering::Less if distance[stem] <= 1.0 => 0.3,
            std::cmp::Ordering::Less | std::cmp::Ordering::Equal => 1.0,
            std::cmp::Ordering::Greater => 0.4,
        };
        extra += share * distance[stem];
        is_whole &= segment != entry.head || distance[stem] < 1.0;
    }
    for hint in &question.hints {
        let is_there = hint.is_some_and(|hint| entry.words.iter().any(|&(stem, _)| stem == hint));
        extra += if is_there { 0.0 } else { 0.12 };
    }
    if !is_headed {
        extra += 2.0;
    }
    let score = covered / total * (1.0 - CLOSENESS + CLOSENESS / (1.0 + STEEPNESS * extra));
    Fit { score, is_whole: is_headed && is_whole }
}
