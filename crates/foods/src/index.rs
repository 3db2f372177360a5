//! Where the words of all descriptions are.

use std::collections::HashMap;

use rayon::prelude::*;
use strsim::osa_distance;

use crate::kinds::{distance, is_category};
use crate::names::is_known;
use crate::tokens::{Word, key, words};

/// Where the words of all descriptions are.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    /// Number of each stem.
    pub(crate) vocabulary: HashMap<String, usize>,
    /// By number: the stem, and how it is shown.
    pub(crate) stems: Vec<(String, String)>,
    /// By number: how far the word takes a food from its plain form.
    pub(crate) distance: Vec<f64>,
    /// By number: the foods whose description has it, ascending.
    pub(crate) foods_with: Vec<Vec<usize>>,
    /// By food: its words.
    pub(crate) entries: Vec<Entry>,
    /// By key of the description: the foods, ascending.
    exact: HashMap<String, Vec<usize>>,
}

/// The words of a description.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Numbers of stems and their segments; each stem once.
    pub(crate) words: Vec<(usize, usize)>,
    /// The segment that names the food; those before it name its category.
    pub(crate) head: usize,
}

impl Index {
    pub(crate) fn new(descriptions: &[&str]) -> Self {
        let mut index = Self {
            vocabulary: HashMap::new(),
            stems: Vec::new(),
            distance: Vec::new(),
            foods_with: Vec::new(),
            entries: Vec::new(),
            exact: HashMap::new(),
        };
        let keyed: Vec<_> = descriptions.par_iter().map(|description| (key(description), words(description))).collect();
        for (food, (key, words)) in keyed.into_iter().enumerate() {
            index.exact.entry(key).or_default().push(food);
            let head = head(&words);
            let mut entry = Entry { words: Vec::with_capacity(words.len()), head };
            for word in words {
                let number = index.number(&word);
                if !entry.words.iter().any(|&(known, _)| known == number) {
                    entry.words.push((number, word.segment));
                    index.foods_with[number].push(food);
                }
            }
            index.entries.push(entry);
        }
        index
    }

    /// The foods whose descriptions equal this one but for case and blanks.
    pub(crate) fn exact(&self, description: &str) -> &[usize] {
        self.exact.get(&key(description)).map_or(&[], Vec::as_slice)
    }

    /// Gives a food another description that it equals.
    pub(crate) fn name(&mut self, food: usize, description: &str) {
        let alike = self.exact.entry(key(description)).or_default();
        if !alike.contains(&food) {
            alike.push(food);
        }
    }

    fn number(&mut self, word: &Word) -> usize {
        if let Some(&number) = self.vocabulary.get(&word.stem) {
            return number;
        }
        let number = self.stems.len();
        self.vocabulary.insert(word.stem.clone(), number);
        self.stems.push((word.stem.clone(), word.surface.clone()));
        self.distance.push(distance(&word.stem));
        self.foods_with.push(Vec::new());
        number
    }

    /// The stems that may be meant by a word, the most similar first.
    ///
    /// A word of the table means itself. Others mean words that begin with it (4 letters or more), or that differ by few
    /// slips (letters that are wrong, missing, too many or swapped): 1 of up to 5 letters, 2 of up to 8, 3 of more. Words of
    /// everyday names that the table does not have mean nothing else.
    pub(crate) fn meanings(&self, word: &str) -> Vec<(usize, f64)> {
        if let Some(&number) = self.vocabulary.get(word) {
            return vec![(number, 1.0)];
        }
        if is_known(word) {
            return Vec::new();
        }
        let mut meanings: Vec<(usize, f64)> = Vec::new();
        for (number, (stem, _)) in self.stems.iter().enumerate() {
            if let Some(similarity) = similarity(word, stem) {
                meanings.push((number, similarity));
            }
        }
        meanings.sort_by(|left, right| {
            right.1.total_cmp(&left.1).then_with(|| self.stems[left.0].cmp(&self.stems[right.0]))
        });
        meanings
    }

    /// A stem as the table spells it.
    pub(crate) fn corrected(&self, stem: &str) -> String {
        let nearest = self.meanings(stem).first().map(|&(number, _)| self.stems[number].0.clone());
        nearest.unwrap_or_else(|| stem.to_owned())
    }

    /// Joins and parts words as the table has them: `pea nut`, `icecream`.
    pub(crate) fn joined(&self, asked: Vec<Word>) -> Vec<Word> {
        let is_there = |stem: &str| self.vocabulary.contains_key(stem);
        let mut words: Vec<Word> = Vec::with_capacity(asked.len());
        for word in asked {
            if let Some(last) = words.last_mut() {
                let stem = last.stem.clone() + &word.stem;
                if is_there(&stem) && !(is_there(&last.stem) && is_there(&word.stem)) {
                    let surface = last.surface.clone() + &word.surface;
                    *last = Word { stem, surface, ..word };
                    continue;
                }
            }
            let part = (!is_there(&word.stem)).then(|| {
                let cuts = word.stem.char_indices().map(|(place, _)| place).filter(|&place| place >= 3);
                cuts.map(|place| word.stem.split_at(place))
                    .find(|(left, right)| right.len() >= 3 && is_there(left) && is_there(right))
            });
            match part.flatten() {
                Some((left, right)) => words.extend([left, right].map(|part| Word {
                    stem: part.to_owned(),
                    surface: part.to_owned(),
                    share: word.share / 2.0,
                    ..word
                })),
                None => words.push(word),
            }
        }
        words
    }
}

/// The first segment that does not only name a category; the last if there is no other.
fn head(words: &[Word]) -> usize {
    words.iter().find(|word| !is_category(&word.stem)).or(words.last()).map_or(0, |word| word.segment)
}

/// How alike two different words are, in (0, 1), if they may be the same.
pub(crate) fn similarity(asked: &str, known: &str) -> Option<f64> {
    let (n_asked, n_known) = (asked.chars().count(), known.chars().count());
    if n_asked >= 4 && known.starts_with(asked) {
        return Some(0.7 + 0.25 * n_asked as f64 / n_known as f64);
    }
    let most = match n_asked {
        0..=3 => return None,
        4..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    if n_asked.abs_diff(n_known) > most || known.starts_with("no-") != asked.starts_with("no-") {
        return None;
    }
    let n_slips = osa_distance(asked, known);
    // The first letter is seldom wrong.
    let is_likely = n_slips <= 1 || asked.chars().next() == known.chars().next();
    // A slip in four letters makes another word as often as not: good for a suggestion, not for an answer.
    let trust = if n_asked <= 4 { 0.7 } else { 1.0 };
    (n_slips <= most && is_likely).then(|| trust * (1.0 - n_slips as f64 / n_asked.max(n_known) as f64))
}
