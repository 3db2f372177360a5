//! Everyday names of the USDA's foods, and their usual portions.

use std::collections::{HashMap, HashSet};

use crate::dishes::DISHES;
use crate::tokens::{Word, words};

/// A line a food: its number, its names, its portions as `unit=grams`, and what is to be said of it.
const NAMES: &str = include_str!("../data/everyday.tsv");

/// Everyday names of foods of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Everyday {
    /// By the stems of a name in order, and where they are joined.
    in_order: HashMap<String, usize>,
    /// By the stems of a name in order of the alphabet, where that leaves one food.
    in_any_order: HashMap<String, Option<usize>>,
    /// By the place of the food: portions and remark.
    portions: HashMap<usize, (&'static str, &'static str)>,
    /// All stems of all names.
    vocabulary: HashSet<String>,
}

impl Everyday {
    /// The names of foods with these numbers, in order.
    pub(crate) fn new(numbers: &[u32]) -> Self {
        let mut everyday = Self::default();
        let usda = NAMES.lines().map(|line| (line, 2));
        for (line, portions) in usda.chain(DISHES.lines().map(|line| (line, 3))) {
            let cells: Vec<&'static str> = line.split('\t').collect();
            let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
            let place = cells[0].parse().ok().and_then(|number: u32| numbers.binary_search(&number).ok());
            let place = place.expect("a test looks for every number");
            everyday.portions.insert(place, (cell(portions), cell(portions + 1)));
            for name in cells[1].split(';') {
                everyday.name(name, place);
            }
        }
        everyday
    }

    fn name(&mut self, name: &str, place: usize) {
        let words = words(name);
        self.vocabulary.extend(words.iter().map(|word| word.stem.clone()));
        self.in_order.entry(joined(words.iter())).or_insert(place);
        let sorted = sorted(words.iter().map(|word| word.stem.as_str()));
        let known = self.in_any_order.entry(sorted).or_insert(Some(place));
        if *known != Some(place) {
            *known = None;
        }
    }

    /// The place of the food with just these words.
    pub(crate) fn find(&self, words: &[&Word]) -> Option<usize> {
        let stems = || words.iter().map(|word| word.stem.as_str());
        self.in_order
            .get(&joined(words.iter().copied()))
            .copied()
            .or_else(|| *self.in_any_order.get(&sorted(stems()))?)
    }

    /// Whether a name, in any writing, is one of a food.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        self.is_named(words(name).iter())
    }

    /// Whether words are a name in this order, joined as they are.
    pub(crate) fn is_named<'a>(&self, words: impl Iterator<Item = &'a Word>) -> bool {
        self.in_order.contains_key(&joined(words))
    }

    /// Whether a stem is in a name.
    pub(crate) fn knows(&self, stem: &str) -> bool {
        self.vocabulary.contains(stem)
    }

    /// All stems of names.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.iter().map(String::as_str)
    }

    /// The usual weight of a unit of the food at this place, in grams.
    pub(crate) fn portion_g(&self, place: usize, unit: &str) -> Option<f64> {
        let (portions, _) = self.portions.get(&place)?;
        portions
            .split(' ')
            .filter_map(|portion| portion.split_once('='))
            .find(|(name, _)| *name == unit)?
            .1
            .parse()
            .ok()
    }

    /// What is to be said of the food at this place.
    pub(crate) fn remark(&self, place: usize) -> Option<&'static str> {
        self.portions.get(&place).map(|(_, remark)| *remark).filter(|remark| !remark.is_empty())
    }
}

/// Stems between blanks, or between bars where a word joins them.
fn joined<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    let mut key = String::new();
    for word in words {
        if !key.is_empty() {
            key.push(if word.is_joined { '|' } else { ' ' });
        }
        key.push_str(&word.stem);
    }
    key
}

fn sorted<'a>(stems: impl Iterator<Item = &'a str>) -> String {
    let mut stems: Vec<&str> = stems.collect();
    stems.sort_unstable();
    stems.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnergyVerdict, FoodTable};

    #[test]
    fn every_line_names_a_food_that_is_there_and_no_name_means_two() {
        let table = FoodTable::usda();
        let (mut seen, mut twice) = (HashMap::new(), Vec::new());
        for line in NAMES.lines().chain(DISHES.lines()) {
            let cells: Vec<&str> = line.split('\t').collect();
            let number = cells[0].parse().expect("a number");
            assert!(table.by_number(number).is_some(), "{line}");
            for name in cells[1].split(';') {
                let stems = joined(words(name).iter());
                assert!(!stems.is_empty(), "{line}");
                let other = seen.insert(stems, cells[0]).filter(|other| *other != cells[0]);
                twice.extend(other.map(|other| format!("`{}` is {} and {other}", name.trim(), cells[0])));
            }
        }
        assert_eq!(twice, Vec::<String>::new());
    }

    #[test]
    fn portions_are_grams_of_a_unit() {
        let usda = NAMES.lines().filter_map(|line| line.split('\t').nth(2));
        for portion in
            usda.chain(DISHES.lines().filter_map(|line| line.split('\t').nth(3))).flat_map(|cell| cell.split(' '))
        {
            let grams = portion.split_once('=').map(|(_, grams)| grams.parse::<f64>());
            assert!(portion.is_empty() || grams.is_some_and(|grams| grams.is_ok_and(|grams| grams > 0.0)), "{portion}");
        }
    }

    #[test]
    fn dishes_are_made_of_foods_that_add_up() {
        let table = FoodTable::usda();
        for line in DISHES.lines() {
            let food = table.by_number(line.split('\t').next().expect("a number").parse().expect("a number"));
            let energy = food.expect("there").check_energy();
            let is_drink = line.contains(":44") || line.contains("mimosa") || line.contains("margarita");
            assert!(is_drink || energy.verdict == EnergyVerdict::Agrees, "{line}: {energy:?}");
        }
    }
}
