//! The answer of `fitbalance foods`, as JSON has it.

use ::foods::{
    Doubt, EnergyCheck, Estimate, Food, FoodTable, Item, MIN_SCORE, MatchKind, Meal, MealTotals, Nutrients, Respelling,
    Weight,
};
use anyhow::Result;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub(super) source: &'a str,
    /// That of arguments or of one text.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) meal: Option<MealAnswer<'a>>,
    /// Those of a file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) meals: Vec<MealAnswer<'a>>,
    /// Of all meals of a file.
    #[serde(rename = "totals", skip_serializing_if = "Option::is_none")]
    pub(super) totals_of_all: Option<MealTotals>,
}

#[derive(Serialize)]
pub(super) struct MealAnswer<'a> {
    /// The meal in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    pub(super) items: Vec<ItemAnswer<'a>>,
    /// Of the items that are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) totals: Option<MealTotals>,
    /// Whether items are left out of the totals.
    pub(super) is_partial: bool,
    /// Between what and what the counted items may be, those without an amount too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) estimate: Option<Estimate>,
    #[serde(skip)]
    counted: Meal,
}

#[derive(Serialize)]
pub(super) struct ItemAnswer<'a> {
    pub(super) asked: String,
    /// `null` where no food is like the name.
    pub(super) food: Option<&'a Food>,
    pub(super) score: Option<f64>,
    pub(super) kind: Option<MatchKind>,
    pub(super) read_as: Vec<Respelling>,
    pub(super) not_found: Vec<String>,
    pub(super) energy: Option<EnergyCheck>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grams: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) portion: Option<Nutrients>,
    /// The weight and how it came about.
    pub(super) weight: Option<Weight>,
    pub(super) remarks: Vec<String>,
    /// Whether it may not be what was meant; then it is counted only with `--accept-doubtful`.
    pub(super) is_doubtful: bool,
    pub(super) doubts: Vec<Doubt>,
    /// The doubts in words.
    pub(super) reasons: Vec<String>,
    pub(super) is_counted: bool,
    pub(super) alternatives: Vec<Alternative<'a>>,
    #[serde(skip)]
    pub(super) is_in_words: bool,
}

#[derive(Serialize)]
pub(super) struct Alternative<'a> {
    pub(super) ndb_number: u32,
    pub(super) description: &'a str,
    pub(super) score: f64,
}

impl<'a> Answer<'a> {
    pub(super) fn new(source: &'a str, mut meals: Vec<MealAnswer<'a>>, is_file: bool) -> Self {
        if !is_file {
            let meal = meals.pop();
            return Self { source, meal, meals: Vec::new(), totals_of_all: None };
        }
        let portions = meals.iter().flat_map(|meal| meal.counted.portions()).cloned();
        let totals_of_all = Some(portions.collect::<Meal>().totals());
        Self { source, meal: None, meals, totals_of_all }
    }

    fn items(&self) -> impl Iterator<Item = &ItemAnswer<'a>> {
        self.meal.iter().chain(&self.meals).flat_map(|meal| &meal.items)
    }

    pub(super) fn n_items(&self) -> usize {
        self.items().count()
    }

    /// Items that are left out although they should be counted: doubtful ones unless they are accepted, and unknown ones.
    pub(super) fn not_counted(&self, accept_doubtful: bool) -> Vec<&ItemAnswer<'a>> {
        self.items().filter(|item| item.is_doubtful && (!accept_doubtful || item.food.is_none())).collect()
    }
}

impl<'a> MealAnswer<'a> {
    pub(super) fn new(
        text: Option<String>,
        mut items: Vec<ItemAnswer<'a>>,
        estimate: Option<Estimate>,
        accept_doubtful: bool,
    ) -> Result<Self> {
        let mut counted = Meal::new();
        for item in &mut items {
            if let (Some(food), Some(grams), true) = (item.food, item.grams, accept_doubtful || !item.is_doubtful) {
                counted.add(food, grams)?;
                item.is_counted = true;
            }
        }
        let is_partial = items.iter().any(|item| !item.is_counted) && (items.len() > 1 || text.is_some());
        let totals = (!counted.portions().is_empty()).then(|| counted.totals());
        Ok(Self { text, items, totals, is_partial, estimate, counted })
    }
}

impl<'a> ItemAnswer<'a> {
    pub(super) fn new(table: &'a FoodTable, item: Item<'a>, limit: usize, is_in_words: bool) -> Self {
        let portion = item.nutrients();
        let Item { name: asked, found, weight, has_amount, mut remarks, doubts, .. } = item;
        let own = found.as_ref().map(|found| found.food.ndb_number);
        let others = table.search(&asked, limit.saturating_add(1)).into_iter();
        let others = others.filter(|other| Some(other.food.ndb_number) != own && other.score >= MIN_SCORE);
        let alternatives = others.take(limit).map(|other| Alternative {
            ndb_number: other.food.ndb_number,
            description: &other.food.description,
            score: other.score,
        });
        let (food, score) = (found.as_ref().map(|found| found.food), found.as_ref().map(|found| found.score));
        let kind = found.as_ref().map(|found| found.kind);
        let (read_as, not_found) = match found {
            Some(found) => {
                remarks.splice(0..0, found.remarks);
                (found.read_as, found.not_found)
            }
            None => (Vec::new(), Vec::new()),
        };
        Self {
            asked,
            food,
            score,
            kind,
            read_as,
            not_found,
            energy: food.map(Food::check_energy),
            grams: weight.as_ref().map(|weight| weight.grams).filter(|_| has_amount),
            portion,
            weight,
            remarks,
            is_doubtful: !doubts.is_empty(),
            reasons: doubts.iter().map(ToString::to_string).collect(),
            doubts,
            is_counted: false,
            alternatives: alternatives.collect(),
            is_in_words,
        }
    }
}
