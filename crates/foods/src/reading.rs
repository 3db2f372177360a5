//! Meals in words, as foods and weights.

use serde::Serialize;

use crate::dishes::FIRST_DISH;
use crate::doubt::Doubt;
use crate::error::Error;
use crate::food::{Food, MAX_PORTION_G, Nutrients};
use crate::portion::{Amount, Weight};
use crate::search::FoodMatch;
use crate::table::FoodTable;
use crate::text::{Phrase, amount, phrases, pieces};
use crate::tokens::words;
use crate::units::{Unit, part, unit};

/// Dishes that are named by what is put together: what is listed after them with amounts is what they are made of.
const OPEN_DISHES: [&str; 15] = [
    "bowl", "curry", "dish", "fry", "omelet", "pasta", "salad", "sandwich", "shake", "smoothie", "soup", "stew",
    "stir", "toast", "wrap",
];

/// Dishes that hold what is listed after them without amounts.
const FILLED_DISHES: [&str; 12] = [
    "baguette",
    "bowl",
    "burger",
    "burrito",
    "cheeseburger",
    "hamburger",
    "omelet",
    "pizza",
    "quesadilla",
    "sandwich",
    "taco",
    "wrap",
];

/// Units that may stand after the name of a food: `2 apple slices`.
const CUTS: [&str; 14] = [
    "clove", "cube", "fillet", "floret", "leaf", "patty", "piece", "ring", "segment", "serving", "slice", "spear",
    "stalk", "wedge",
];

/// More chips than this, in grams, are fried potatoes.
const HEAVY_CHIPS_G: f64 = 90.0;

/// A part of a meal as it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Item<'a> {
    /// What the food was called.
    pub name: String,
    /// The food, if one is like the name.
    pub found: Option<FoodMatch<'a>>,
    /// What it weighs.
    pub weight: Option<Weight>,
    /// Whether an amount was said; where none was, the weight is what is usual, from none to twice that.
    pub has_amount: bool,
    /// What is to be known of the amount.
    pub remarks: Vec<String>,
    /// Why the item is not to be counted without asking: doubts about the food and about the amount.
    pub doubts: Vec<Doubt>,
}

/// Something between a least and a most.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The least.
    pub low: f64,
    /// What is likely.
    pub likely: f64,
    /// The most.
    pub high: f64,
}

/// What a meal holds when amounts are as uncertain as they were said.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Estimate {
    /// Weight, g.
    pub grams: Span,
    /// Energy, kcal.
    pub energy_kcal: Span,
    /// Protein, g.
    pub protein_g: Span,
    /// Fat, g.
    pub fat_g: Span,
    /// Carbohydrate, g.
    pub carbohydrate_g: Span,
}

/// Whether a food is one of several, put together.
fn is_dish(food: &Food) -> bool {
    food.ndb_number >= FIRST_DISH
}

impl Item<'_> {
    /// Whether it is not to be counted without asking.
    pub fn is_doubtful(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// What it contains, if the food and its weight are known.
    pub fn nutrients(&self) -> Option<Nutrients> {
        let (found, weight) = (self.found.as_ref()?, self.weight.as_ref()?);
        self.has_amount.then(|| found.food.portion(weight.grams).ok())?
    }
}

impl Estimate {
    /// Adds up what was read: doubtful items only if they are accepted, items without an amount as what is usual.
    pub fn of(items: &[Item<'_>], accept_doubtful: bool) -> Self {
        let mut estimate = Self::default();
        for item in items.iter().filter(|item| accept_doubtful || !item.is_doubtful()) {
            let (Some(found), Some(weight)) = (&item.found, &item.weight) else { continue };
            let values = &found.food.per_100_g;
            let add = |span: &mut Span, in_100_g: f64| {
                span.low += weight.low_g * in_100_g / 100.0;
                span.likely += weight.grams * in_100_g / 100.0;
                span.high += weight.high_g * in_100_g / 100.0;
            };
            add(&mut estimate.grams, 100.0);
            add(&mut estimate.energy_kcal, values.energy_kcal);
            add(&mut estimate.protein_g, values.protein_g);
            add(&mut estimate.fat_g, values.fat_g);
            add(&mut estimate.carbohydrate_g, values.carbohydrate_g);
        }
        estimate
    }
}

impl FoodTable {
    /// Reads a meal in words, such as `two slices of toast with 20 g butter and half an avocado`.
    ///
    /// Numbers, words and fractions; masses, volumes and household measures; counts; several foods between commas, `and`,
    /// `with`. What has no amount is read as some of it, which is not known.
    pub fn read_meal(&self, text: &str) -> Vec<Item<'_>> {
        let mut phrases = phrases(&pieces(text), self.everyday.as_ref());
        let mut place = 0;
        while place < phrases.len() {
            let n_parts = self.n_parts(&phrases[place..]);
            if n_parts > 0 && phrases[place + 1].amount.is_some() {
                // The parts are counted, not the whole.
                phrases.remove(place);
            } else {
                // The whole is counted; parts without an amount are in it.
                phrases.drain(place + 1..=place + n_parts);
            }
            place += 1;
        }
        phrases.into_iter().map(|phrase| self.item(phrase)).collect()
    }

    /// How many of the phrases after a dish are its parts: `a sandwich with two slices of bread, 40 g of cheddar`.
    fn n_parts(&self, phrases: &[Phrase]) -> usize {
        let n_in_sentence = phrases.iter().position(|phrase| phrase.is_last).map_or(phrases.len(), |last| last + 1);
        let sentence = phrases[..n_in_sentence].split_first();
        let Some((whole, rest)) = sentence.filter(|(whole, rest)| whole.is_opened && !rest.is_empty()) else {
            return 0;
        };
        let is_one = whole.amount.as_ref().is_none_or(|amount| amount.unit.is_none() && amount.number == 1.0);
        let name = words(&whole.name);
        let Some(head) = name.last().filter(|_| is_one) else { return 0 };
        let is_measured = |phrase: &Phrase| phrase.amount.as_ref().is_some_and(|amount| amount.unit.is_some());
        let n_measured = rest.iter().take_while(|phrase| is_measured(phrase)).count();
        let is_made = OPEN_DISHES.contains(&head.stem.as_str());
        if n_measured >= 2 && is_made
            || n_measured == rest.len()
                && name.len() > 1
                && self.find(&whole.name).is_ok_and(|found| is_dish(found.food))
        {
            return n_measured;
        }
        let n_bare = rest.iter().take_while(|phrase| phrase.amount.is_none()).count();
        if FILLED_DISHES.contains(&head.stem.as_str()) { n_bare } else { 0 }
    }

    /// Reads a food with its amount, such as `1 cup rice`, `eggs=2` or `milk=250 ml`; a bare number is grams.
    ///
    /// A bare number below ten of something that one counts is so many of it where its name is in the plural, and asked
    /// about where it is not: nobody eats 2 g of egg.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for an amount that is none, or that no portion has.
    pub fn read_item(&self, text: &str) -> Result<Item<'_>, Error> {
        let Some((name, said)) = text.rsplit_once('=') else {
            let mut found =
                if self.exact(text).is_some() { Vec::new() } else { phrases(&pieces(text), self.everyday.as_ref()) };
            return Ok(match found.pop() {
                Some(phrase) if found.is_empty() && phrase.amount.is_some() => self.item(phrase),
                _ => self.item(Phrase { name: text.trim().to_owned(), ..Phrase::default() }),
            });
        };
        let (name, said) = (name.trim(), said.trim());
        let item =
            |amount: Amount| self.item(Phrase { amount: Some(amount), name: name.to_owned(), ..Phrase::default() });
        if let Ok(grams) = said.strip_suffix('g').unwrap_or(said).trim_end().parse() {
            let in_grams = item(Amount::exactly(grams, Some(Unit::Mass(1.0))));
            if let Some(found) = &in_grams.found {
                found.food.portion(grams)?;
            }
            return Ok(if said.ends_with('g') { in_grams } else { self.bare_number(in_grams, name, grams) });
        }
        let read = pieces(said);
        let found = amount(&read).filter(|found| found.n_pieces == read.len() && !said.starts_with(['-', '\u{2212}']));
        match found.and_then(|found| found.amount) {
            Some(amount) => Ok(item(amount)),
            None => Err(Error::OutOfRange {
                what: format!("the amount of `{name}`"),
                expected: "grams, such as 150, or a measure, such as `2 cups`".to_owned(),
                got: format!("`{said}`"),
            }),
        }
    }

    /// A food in grams that has a bare number: it may be one of pieces.
    fn bare_number<'a>(&'a self, mut item: Item<'a>, name: &str, number: f64) -> Item<'a> {
        let Some(found) = item.found.as_ref().filter(|found| number < 10.0 && self.is_countable(found.food)) else {
            return item;
        };
        let pieces = self.weigh(found.food, name, &Amount::exactly(number, None));
        let is_plural = words(name).last().is_some_and(|word| word.surface != word.stem);
        let is_count = number.fract() == 0.0 && (is_plural || number == 1.0);
        if is_count || number == 0.5 {
            item.remarks.push(format!("{number} is read as so many of it, not as grams"));
        } else {
            let question = format!("{number} g of {name}, or {number} of it ({:.0} g)?", pieces.grams);
            item.doubts.push(Doubt::Amount { question });
        }
        item.weight = Some(pieces);
        item
    }

    fn item(&self, phrase: Phrase) -> Item<'_> {
        let Phrase { mut amount, mut name, .. } = phrase;
        heavy_chips(amount.as_ref(), &mut name);
        self.move_unit(&mut amount, &mut name);
        let has_amount = amount.is_some();
        match self.find(&name) {
            Ok(found) => {
                let weight = match &amount {
                    Some(amount) => self.weigh(found.food, &name, amount),
                    None => self.usual(found.food, &name),
                };
                let (mut remarks, mut doubts) = (Vec::new(), found.doubts.clone());
                if has_amount && weight.is_assumed {
                    remarks.push(format!("the weight is a usual one: {}", weight.how));
                }
                if !(weight.grams > 0.0 && weight.grams <= MAX_PORTION_G) {
                    let question =
                        format!("{} g of {name}, which is not above 0 and at most {MAX_PORTION_G} g?", weight.grams);
                    doubts.push(Doubt::Amount { question });
                }
                Item { name, found: Some(found), weight: Some(weight), has_amount, remarks, doubts }
            }
            Err(error) => {
                let suggestion = match error {
                    Error::UnknownFood { suggestion, .. } => suggestion,
                    error => error.to_string(),
                };
                Item {
                    name,
                    found: None,
                    weight: None,
                    has_amount,
                    remarks: Vec::new(),
                    doubts: vec![Doubt::Unknown { suggestion }],
                }
            }
        }
    }

    /// `2 apple slices` are two slices of apple, `breasts of chicken` are chicken breasts.
    fn move_unit(&self, amount: &mut Option<Amount>, name: &mut String) {
        let Some(amount) = amount else { return };
        let is_name = |name: &str| self.everyday.as_ref().is_some_and(|everyday| everyday.is_name(name));
        if let Some(Unit::Portion(part)) = amount.unit {
            let whole = format!("{name} {part}");
            if matches!(part, "breast" | "thigh" | "leg" | "drumstick" | "wedge" | "roll") && is_name(&whole) {
                *name = whole;
                amount.unit = None;
                return;
            }
        }
        if amount.unit.is_none() && !is_name(name) {
            let parted = name
                .rsplit_once(' ')
                .and_then(|(rest, last)| Some((rest.to_owned(), unit(last).or_else(|| part(last))?)));
            // `granola bar` and `rice bowl` are no measures of granola and rice.
            let is_cut = |unit: &Unit| matches!(unit, Unit::Portion(part) if CUTS.contains(part));
            if let Some((rest, unit)) = parted.filter(|(_, unit)| is_cut(unit)) {
                *name = rest;
                amount.unit = Some(unit);
            }
        }
    }
}

/// Nobody eats much of crisps: a weight of chips is one of fried potatoes.
fn heavy_chips(amount: Option<&Amount>, name: &mut String) {
    let grams =
        amount.filter(|amount| matches!(amount.unit, Some(Unit::Mass(_)))).map_or(0.0, |amount| match amount.unit {
            Some(Unit::Mass(grams)) => grams * amount.number,
            _ => 0.0,
        });
    if grams > HEAVY_CHIPS_G && matches!(name.as_str(), "chips" | "homemade chips") {
        "french fries".clone_into(name);
    }
}
