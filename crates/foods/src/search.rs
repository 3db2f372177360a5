//! The food that a name means.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use strsim::normalized_damerau_levenshtein;

use crate::doubt::Doubt;
use crate::error::{Error, Result};
use crate::food::Food;
use crate::kinds::{distance, is_food, weight};
use crate::names::{ALIAS_WORDS, hint};
use crate::recognise::{NEUTRAL, SURE};
use crate::score::{AskedWord, Fit, Question, fit};
use crate::states::{agrees, state, states};
use crate::table::FoodTable;
use crate::tokens::{Word, words};

/// The least score with which [`FoodTable::find`] takes a food for what was meant.
///
/// A name of two words of which one is nowhere in the description reaches 0.5 at most.
pub const MIN_SCORE: f64 = 0.55;

/// What a food is said to be that is meant as it is bought.
const UNCOOKED: [&str; 5] = ["dry", "fresh", "raw", "uncooked", "frozen"];

/// Words of hints that contradict it.
const COOKED: [&str; 9] = ["baked", "boiled", "broiled", "cooked", "drained", "dry", "heat", "moist", "roasted"];

/// Last words of names that say what a food is, whatever comes before them.
const HEADS: [&str; 24] = [
    "bar", "bread", "butter", "cake", "cereal", "cheese", "chip", "cooky", "cream", "flour", "juice", "milk", "mix",
    "oil", "pie", "powder", "salad", "sauce", "sausage", "soup", "syrup", "tea", "vinegar", "yogurt",
];

/// Foods that a refusal suggests.
const N_SUGGESTIONS: usize = 3;

/// A food that a name may mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FoodMatch<'a> {
    /// The food.
    pub food: &'a Food,
    /// How well it fits: 1 is a plain food with just this name.
    pub score: f64,
    /// In what way it fits.
    pub kind: MatchKind,
    /// Words that were taken for others.
    pub read_as: Vec<Respelling>,
    /// Words of the name that the description does not have.
    pub not_found: Vec<String>,
    /// What is to be known of the match: how a bare name was read, words that change little.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Why it may not be what was meant; without any, it is safe to count.
    pub doubts: Vec<Doubt>,
}

impl FoodMatch<'_> {
    /// Whether it may not be what was meant.
    pub fn is_doubtful(&self) -> bool {
        !self.doubts.is_empty()
    }
}

/// In what way a food fits a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The name is the food's description, but for case and blanks, or its number.
    Exact,
    /// Every word of the name is in the description; abbreviations, plurals and other names for the same count.
    Words,
    /// Every word is in the description, but the food is named by more or by other words: `PEANUT BUTTER` for peanuts.
    Part,
    /// Words are spelt otherwise or missing.
    Fuzzy,
}

/// A word of a name and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Respelling {
    /// As it was asked.
    pub asked: String,
    /// As the table spells it.
    pub read_as: String,
}

/// One way to read a name.
struct Reading {
    words: Vec<Word>,
    question: Question,
}

impl FoodTable {
    /// The food that is most likely meant by a name, or by a number.
    ///
    /// Plain foods come before prepared and exotic ones: `banana` is the raw fruit.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFood`] names the nearest foods if none reaches [`MIN_SCORE`].
    pub fn find(&self, name: &str) -> Result<FoodMatch<'_>> {
        if let Some(food) = self.exact(name) {
            return Ok(self.exactly(food));
        }
        let everyday = self.everyday_match(name);
        if let Some(found) = everyday.as_ref().filter(|found| !found.is_doubtful()) {
            return Ok(found.clone());
        }
        let mut found = self.search(name, N_SUGGESTIONS);
        let is_near = found.first().is_some_and(|best| best.score >= MIN_SCORE);
        if is_near && (everyday.is_none() || !found[0].is_doubtful()) {
            return Ok(found.swap_remove(0));
        }
        if let Some(found) = everyday {
            return Ok(found);
        }
        let suggestions: Vec<String> = found.iter().map(|found| format!("`{}`", found.food.description)).collect();
        let suggestion = match &suggestions[..] {
            [] => "nothing comes near".to_owned(),
            near => format!("the nearest are {}", near.join(", ")),
        };
        Err(Error::UnknownFood { name: name.to_owned(), suggestion })
    }

    /// At most `n` foods that a name may mean, the best first; those of equal score by number.
    pub fn search(&self, name: &str, n: usize) -> Vec<FoodMatch<'_>> {
        let exact = self.exact(name);
        let readings = self.readings(name);
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.index.entries.len()];
        for (number, reading) in readings.iter().enumerate() {
            for food in self.candidates(reading) {
                let score = self.fit(reading, food).score;
                if best[food].is_none_or(|(best, _)| score > best) {
                    best[food] = Some((score, number));
                }
            }
        }
        let mut ranked: Vec<(f64, usize, usize)> = best
            .into_iter()
            .enumerate()
            .filter_map(|(food, best)| best.map(|(score, reading)| (score, food, reading)))
            .filter(|(_, food, _)| Some(*food) != exact)
            .collect();
        let order = |left: &(f64, usize, usize), right: &(f64, usize, usize)| match right.0.total_cmp(&left.0) {
            Ordering::Equal => left.1.cmp(&right.1),
            other => other,
        };
        if ranked.len() > n && n > 0 {
            ranked.select_nth_unstable_by(n - 1, order);
        }
        ranked.truncate(n);
        ranked.sort_by(order);
        let inexact = ranked.into_iter().map(|(_, food, reading)| self.found(food, &readings[reading]));
        exact.map(|food| self.exactly(food)).into_iter().chain(inexact).take(n).collect()
    }

    /// The place of the food with this description or number.
    pub(crate) fn exact(&self, name: &str) -> Option<usize> {
        let alike = self.index.exact(name);
        let identical = alike.iter().find(|&&food| self.food_at(food).description == name);
        let by_number = || {
            let number = name.trim().parse().ok()?;
            self.place(self.by_number(number)?)
        };
        identical.or(alike.first()).copied().or_else(by_number)
    }

    fn exactly(&self, food: usize) -> FoodMatch<'_> {
        FoodMatch {
            food: self.food_at(food),
            score: 1.0,
            kind: MatchKind::Exact,
            read_as: Vec::new(),
            not_found: Vec::new(),
            remarks: Vec::new(),
            doubts: Vec::new(),
        }
    }

    fn fit(&self, reading: &Reading, food: usize) -> Fit {
        fit(&reading.question, &self.index.entries[food], &self.index.distance)
    }

    /// Foods with one of the asked words that name foods, or with any if all are of form.
    fn candidates(&self, reading: &Reading) -> Vec<usize> {
        let words = &reading.question.words;
        let is_named = words.iter().any(|word| word.is_food);
        let stems = words.iter().filter(|word| word.is_food == is_named).flat_map(|word| &word.meanings);
        let mut foods: Vec<usize> = stems.flat_map(|&(stem, _)| &self.index.foods_with[stem]).copied().collect();
        foods.sort_unstable();
        foods.dedup();
        foods
    }

    /// A name as it stands, and with names of other countries replaced.
    fn readings(&self, name: &str) -> Vec<Reading> {
        let asked = words(name);
        if asked.is_empty() {
            return Vec::new();
        }
        let mut variants = vec![asked.clone()];
        let sum = |words: &[Word]| words.iter().map(|word| weight(&word.stem)).sum::<f64>();
        for (alias, usual) in ALIAS_WORDS.iter() {
            let is_alias = |part: &[Word]| part.iter().zip(alias).all(|(asked, alias)| asked.stem == alias.stem);
            if let Some(place) = asked.windows(alias.len()).position(is_alias) {
                let mut variant = asked.clone();
                let share = sum(alias) / sum(usual);
                let usual = usual.iter().map(|word| Word { share, ..word.clone() });
                variant.splice(place..place + alias.len(), usual);
                variants.push(variant);
            }
        }
        variants.into_iter().map(|words| self.reading(words)).collect()
    }

    fn reading(&self, asked: Vec<Word>) -> Reading {
        let words = self.index.joined(asked);
        let meanings = |word: &Word| AskedWord {
            weight: word.share * weight(&word.stem),
            is_food: is_food(&word.stem),
            meanings: self.index.meanings(&word.stem),
        };
        let question = Question { words: words.iter().map(meanings).collect(), hints: self.hints(&words) };
        Reading { words, question }
    }

    /// The words of the hint for this name, or for it without words of form: `raw rice` has the hint of `rice`, but not to be
    /// cooked.
    fn hints(&self, asked: &[Word]) -> Vec<Option<usize>> {
        let stems: Vec<String> = asked.iter().map(|word| self.index.corrected(&word.stem)).collect();
        let bare: Vec<String> = stems.iter().filter(|stem| is_food(stem)).cloned().collect();
        let is_uncooked = bare.len() < stems.len() && stems.iter().any(|stem| UNCOOKED.contains(&stem.as_str()));
        let hint = hint(&stems).or_else(|| hint(&bare)).unwrap_or_default();
        let is_wanted = |word: &&Word| !(is_uncooked && COOKED.contains(&word.stem.as_str()));
        hint.iter().filter(is_wanted).map(|word| self.index.vocabulary.get(&word.stem).copied()).collect()
    }

    fn found(&self, food: usize, reading: &Reading) -> FoodMatch<'_> {
        let entry = &self.index.entries[food];
        let (mut read_as, mut not_found) = (Vec::new(), Vec::new());
        for (word, asked) in reading.words.iter().zip(&reading.question.words) {
            // The first is the most similar.
            let met = asked.meanings.iter().find(|(stem, _)| entry.words.iter().any(|(known, _)| known == stem));
            match met {
                None => not_found.push(word.surface.clone()),
                Some(&(_, 1.0)) => {}
                Some(&(stem, _)) => {
                    let shown = self.index.stems[stem].1.clone();
                    read_as.push(Respelling { asked: word.surface.clone(), read_as: shown });
                }
            }
        }
        let Fit { score, is_whole } = self.fit(reading, food);
        let kind = match read_as.is_empty() && not_found.is_empty() {
            true if is_whole => MatchKind::Words,
            true => MatchKind::Part,
            false => MatchKind::Fuzzy,
        };
        let mut doubts = self.doubts(food, reading, is_whole, &not_found);
        let stem = |surface: &str| words(surface).into_iter().map(|word| word.stem).collect::<String>();
        let is_far =
            |word: &&Respelling| normalized_damerau_levenshtein(&stem(&word.asked), &stem(&word.read_as)) < SURE;
        doubts.extend(
            read_as
                .iter()
                .filter(is_far)
                .map(|word| Doubt::Spelling { asked: word.asked.clone(), read_as: word.read_as.clone() }),
        );
        FoodMatch { food: self.food_at(food), score, kind, read_as, not_found, remarks: Vec::new(), doubts }
    }

    /// Why a food that was found by its words may not be what was meant.
    fn doubts(&self, food: usize, reading: &Reading, is_whole: bool, not_found: &[String]) -> Vec<Doubt> {
        let described = words(&self.food_at(food).description);
        let is_asked = |stem: &str| reading.words.iter().any(|word| word.stem == stem);
        let mut doubts = Vec::new();
        for word in reading.words.iter().filter(|word| not_found.contains(&word.surface)) {
            match state(&word.stem) {
                Some(asked) if agrees(asked, &states(&described), self.food_at(food)) => {}
                Some(_) => doubts.push(Doubt::State { asked: word.surface.clone() }),
                None if !NEUTRAL.contains(&word.stem.as_str()) => {
                    doubts.push(Doubt::MissingWord { word: word.surface.clone() });
                }
                None => {}
            }
        }
        let head = self.index.entries[food].head;
        // `popcorn oil` is no popcorn that was popped in oil.
        let last = reading.words.last().map_or("", |word| word.stem.as_str());
        let is_beside = |word: &Word| word.stem == last && word.segment > head;
        if HEADS.contains(&last)
            && described.iter().any(is_beside)
            && !described.iter().any(|word| word.stem == last && word.segment <= head)
        {
            doubts.push(Doubt::OtherFood { beside: format!("its {last} is only beside it") });
        } else if !is_whole {
            let beside = described
                .iter()
                .filter(|word| word.segment <= head && !is_asked(&word.stem) && distance(&word.stem) >= 1.0);
            let beside: Vec<&str> = beside.map(|word| word.surface.as_str()).collect();
            let beside = if beside.is_empty() { "another kind of food".to_owned() } else { beside.join(", ") };
            doubts.push(Doubt::OtherFood { beside });
        }
        doubts
    }
}
