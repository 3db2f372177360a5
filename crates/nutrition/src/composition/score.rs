use super::index::Entry;

/// A question in numbers of stems: every word with the stems that may be meant by it.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) words: Vec<AskedWord>,
    /// What the food preferably says beside; `None` stands for a stem that no food has.
    pub(super) hints: Vec<Option<usize>>,
}

/// A word that was asked for.
#[derive(Debug)]
pub(super) struct AskedWord {
    /// How much it says about the food.
    pub(super) weight: f64,
    /// Whether it may name a food, rather than its form.
    pub(super) is_food: bool,
    /// By similarity in (0, 1].
    pub(super) meanings: Vec<(usize, f64)>,
}

/// How well a description fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Within [0, 1].
    pub(super) score: f64,
    /// Whether the part of the description that names the food has nothing else of weight: that of peanut butter has, for
    /// peanuts.
    pub(super) is_whole: bool,
}

/// How much each unasked word of average weight takes.
const STEEPNESS: f64 = 0.22;

/// Share of the score that is for fitting closely rather than at all.
const CLOSENESS: f64 = 0.45;

/// Fits a description to a question.
///
/// score = coverage · (0.55 + 0.45 / (1 + 0.22 · strangeness)): coverage is the weighted share of the asked words that the
/// description has, by similarity; strangeness is the weight of what it says beside, less in later parts than in the one
/// that names the food.
pub(super) fn fit(question: &Question, entry: &Entry, strangeness: &[f64]) -> Fit {
    let mut is_asked = vec![false; entry.words.len()];
    let (mut covered, mut total, mut is_headed) = (0.0, 0.0, false);
    for word in &question.words {
        total += word.weight;
        let mut best: Option<(usize, f64)> = None;
        for (place, &(stem, _)) in entry.words.iter().enumerate() {
            let similarity =
                word.meanings.iter().find(|(meaning, _)| *meaning == stem).map(|&(_, similarity)| similarity);
            if similarity > best.map(|(_, similarity)| similarity) {
                best = similarity.map(|similarity| (place, similarity));
            }
        }
        if let Some((place, similarity)) = best {
            covered += word.weight * similarity;
            is_asked[place] = true;
            is_headed |= word.is_food && entry.words[place].1 <= entry.head;
        }
    }
    let (mut strange, mut is_whole) = (0.0, true);
    for (&(stem, segment), is_asked) in entry.words.iter().zip(is_asked) {
        if is_asked || question.hints.contains(&Some(stem)) {
            is_headed |= !is_asked && segment <= entry.head;
            continue;
        }
        let share = match segment.cmp(&entry.head) {
            std::cmp::Ordering::Less if strangeness[stem] <= 1.0 => 0.3,
            std::cmp::Ordering::Less | std::cmp::Ordering::Equal => 1.0,
            std::cmp::Ordering::Greater => 0.4,
        };
        strange += share * strangeness[stem];
        is_whole &= segment != entry.head || strangeness[stem] < 1.0;
    }
    for hint in &question.hints {
        let is_there = hint.is_some_and(|hint| entry.words.iter().any(|&(stem, _)| stem == hint));
        strange += if is_there { 0.0 } else { 0.12 };
    }
    if !is_headed {
        strange += 2.0;
    }
    let score = covered / total * (1.0 - CLOSENESS + CLOSENESS / (1.0 + STEEPNESS * strange));
    Fit { score, is_whole: is_headed && is_whole }
}
