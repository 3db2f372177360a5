//! What an amount of a food weighs.

use serde::{Deserialize, Serialize};

use crate::food::Food;
use crate::measures::Measure;
use crate::table::FoodTable;
use crate::tokens::words;
use crate::units::{Unit, gesture_g, vessel_ml};

/// An amount as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// How many, and between which numbers: a few are three, two to four.
    pub(crate) number: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Of what; `None` for pieces.
    pub(crate) unit: Option<Unit>,
    /// `small`, `medium`, `large`.
    pub(crate) size: Option<&'static str>,
}

impl Amount {
    pub(crate) fn exactly(number: f64, unit: Option<Unit>) -> Self {
        Self { number, low: number, high: number, unit, size: None }
    }
}

/// What an amount of a food weighs, and how that came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Weight {
    /// What it weighs, most likely.
    pub grams: f64,
    /// What it weighs at least.
    pub low_g: f64,
    /// What it weighs at most.
    pub high_g: f64,
    /// How that came about.
    pub how: String,
    /// Whether it is a usual weight rather than one of this food.
    pub is_assumed: bool,
}

/// One of a unit: its grams, how far they may be off as a share, how they came about, and whether that is a usual value.
struct One {
    grams: f64,
    spread: f64,
    how: String,
    is_assumed: bool,
}

/// How far a measure of the USDA may be from one of somebody's.
const MEASURED: f64 = 0.1;

/// How far a usual weight may be off.
const USUAL: f64 = 0.2;

/// How far the weight of a vessel or a gesture may be off.
const VAGUE: f64 = 0.4;

impl FoodTable {
    /// What an amount of a food weighs; `name` is what the food was called.
    pub(crate) fn weigh(&self, food: &Food, name: &str, amount: &Amount) -> Weight {
        let one = match amount.unit {
            Some(Unit::Mass(grams)) => One { grams, spread: 0.0, how: String::new(), is_assumed: false },
            Some(Unit::Volume(unit, ml)) => self.volume(food, name, unit, ml),
            Some(Unit::Portion(unit)) => self.unit(food, name, unit, amount.size),
            None => self.piece(food, name, amount.size),
        };
        let One { grams, spread, how, is_assumed } = one;
        let times = |number: f64| number * grams;
        let how = match how.as_str() {
            "" => how,
            _ if (amount.number - 1.0).abs() < 1e-9 => how,
            _ => format!("{} × {how}", round(amount.number)),
        };
        let (low_g, high_g) = (times(amount.low) * (1.0 - spread), times(amount.high) * (1.0 + spread));
        Weight { grams: times(amount.number), low_g, high_g, how, is_assumed }
    }

    /// What is usually eaten of a food at once.
    pub(crate) fn usual(&self, food: &Food, name: &str) -> Weight {
        let One { grams, how, .. } = self.serving(food, name);
        Weight { grams, low_g: 0.0, high_g: 2.0 * grams, how: format!("no amount: perhaps {how}"), is_assumed: true }
    }

    /// Whether one speaks of pieces of this food: the USDA has a medium or large one.
    pub(crate) fn is_countable(&self, food: &Food) -> bool {
        let is_sized = |measure: &Measure| {
            let words = measure.words();
            measure.is_whole() && words.iter().any(|word| matches!(word.as_str(), "medium" | "large"))
        };
        self.usual_g(food, "piece").is_some_and(|grams| grams >= 10.0) || self.measures(food).iter().any(is_sized)
    }

    fn usual_g(&self, food: &Food, unit: &str) -> Option<f64> {
        self.everyday.as_ref()?.portion_g(self.place(food)?, unit)
    }

    fn volume(&self, food: &Food, name: &str, unit: &'static str, ml: f64) -> One {
        let per_ml =
            |grams: f64| One { grams, spread: USUAL, how: format!("{} g the {unit}", round(grams)), is_assumed: false };
        if let Some(grams) = self.usual_g(food, unit).filter(|_| unit != "ml") {
            return per_ml(grams);
        }
        let measures = self.measures(food);
        if let Some(measure) = named(&measures, unit, name, None) {
            return measured_by(measure, unit);
        }
        // A cup of it weighs what the USDA says: so does any other volume.
        if let Some(measure) =
            measures.iter().filter(|measure| measure.ml().is_some()).max_by_key(|measure| likeness(measure, name))
        {
            let density = measure.grams_each() / measure.ml().unwrap_or(1.0);
            return One {
                grams: density * ml,
                spread: MEASURED,
                how: format!(
                    "{} g the {unit}, from {} g the {}",
                    round(density * ml),
                    round(measure.grams_each()),
                    measure.name
                ),
                is_assumed: false,
            };
        }
        let density = self.usual_g(food, "ml").or_else(|| Some(self.usual_g(food, "cup")? / 236.6));
        let (density, is_assumed) = density.map_or_else(|| (self.density(food), true), |density| (density, false));
        let said = if is_assumed { format!(" if a millilitre weighs {} g", round(density)) } else { String::new() };
        let spread = if is_assumed { VAGUE / 2.0 } else { MEASURED };
        One { grams: density * ml, spread, how: format!("{} g the {unit}{said}", round(density * ml)), is_assumed }
    }

    /// What a millilitre weighs where nothing says so: by the water in it, and by its kind.
    fn density(&self, food: &Food) -> f64 {
        let water_g = food.per_100_g.water_g.unwrap_or(50.0);
        let group = self.place(food).and_then(|place| self.details(place).group).unwrap_or_default();
        match group {
            "Fats and Oils" => 0.92,
            "Sweets" if water_g > 10.0 => 1.3,
            _ if water_g > 80.0 => 1.0,
            _ if water_g < 15.0 => 0.5,
            _ => 0.75,
        }
    }

    fn unit(&self, food: &Food, name: &str, unit: &'static str, size: Option<&'static str>) -> One {
        if unit == "serving" {
            return self.serving(food, name);
        }
        let measures = self.measures(food);
        let sized = size.and_then(|size| named(&measures, unit, name, Some(size)));
        if let Some(measure) = sized {
            return measured_by(measure, unit);
        }
        let scale = match size {
            Some("small") => 0.75,
            Some("large") => 1.25,
            _ => 1.0,
        };
        if let Some(grams) = self.usual_g(food, unit).map(|grams| scale * grams) {
            return One { grams, spread: USUAL, how: format!("{} g the {unit}", round(grams)), is_assumed: false };
        }
        if let Some(measure) = named(&measures, unit, name, None) {
            return measured_by(measure, unit);
        }
        if let Some(grams) = gesture_g(unit) {
            return One {
                grams,
                spread: VAGUE,
                how: format!("{} g the {unit}, as is usual", round(grams)),
                is_assumed: true,
            };
        }
        if let Some(ml) = vessel_ml(unit) {
            let one = self.volume(food, name, "ml", ml);
            return One {
                spread: VAGUE,
                how: format!("{} g the {unit}, as is usual", round(one.grams)),
                is_assumed: true,
                ..one
            };
        }
        if unit == "half" {
            let one = self.piece(food, name, size);
            return One { grams: one.grams / 2.0, how: format!("half of {}", one.how), ..one };
        }
        let one = if matches!(unit, "slice" | "cube" | "square" | "leaf" | "segment" | "strip") {
            // A slice of what is not sliced is a small piece.
            One { grams: 25.0, spread: VAGUE, how: "25 g the slice, as is usual".to_owned(), is_assumed: true }
        } else {
            self.piece(food, name, size)
        };
        One { spread: one.spread.max(VAGUE), is_assumed: true, ..one }
    }

    fn piece(&self, food: &Food, name: &str, size: Option<&'static str>) -> One {
        let measures = self.measures(food);
        let asked: Vec<String> = words(name).into_iter().map(|word| word.stem).collect();
        let has =
            |measure: &&Measure, word: &str| measure.is_whole() && measure.words().iter().any(|known| known == word);
        if let Some(size) = size.filter(|size| *size != "medium") {
            let sized = measures.iter().filter(|measure| has(measure, size));
            if let Some(measure) = sized.min_by_key(|measure| measure.words().len()) {
                return measured(measure);
            }
        }
        let scale = match size {
            Some("small") => 0.75,
            Some("large") => 1.25,
            _ => 1.0,
        };
        let scaled = |grams: f64| One {
            grams: scale * grams,
            spread: USUAL,
            how: format!("{} g each", round(scale * grams)),
            is_assumed: size.is_some(),
        };
        // A cherry tomato is no medium one.
        let kind = measures.iter().find(|measure| {
            measure.is_whole()
                && asked.len() > 1
                && measure.words().first().is_some_and(|word| asked[..asked.len() - 1].contains(word))
        });
        if let Some(kind) = kind {
            return measured(kind);
        }
        if let Some(grams) = self.usual_g(food, "piece") {
            return scaled(grams);
        }
        let own = asked.last().cloned().unwrap_or_default();
        let names = ["medium", own.as_str(), "large", "fruit", "each", "whole", "item", "piece", "sandwich"];
        let measure = names.iter().find_map(|name| measures.iter().find(|measure| has(measure, name)));
        if let Some(measure) = measure {
            let one = measured(measure);
            return One { grams: scale * one.grams, spread: USUAL, ..one };
        }
        let serving = self.serving(food, name);
        let sized = size.filter(|_| scale != 1.0).map(|size| format!(", {size}")).unwrap_or_default();
        One {
            grams: scale * serving.grams,
            how: format!("taken as {}{sized}", serving.how),
            spread: VAGUE,
            is_assumed: true,
        }
    }

    fn serving(&self, food: &Food, name: &str) -> One {
        let one = |grams: f64, how: &str| One {
            grams,
            spread: VAGUE,
            how: format!("{} g the {how}", round(grams)),
            is_assumed: true,
        };
        if let Some(grams) = self.usual_g(food, "serving") {
            return one(grams, "usual portion");
        }
        if let Some(grams) = self.usual_g(food, "piece") {
            // One eats more than one almond.
            let handful_g = self.usual_g(food, "handful").unwrap_or(30.0);
            return if grams < 15.0 { one(handful_g, "handful") } else { one(grams, "piece") };
        }
        let measures = self.measures(food);
        let has = |measure: &&Measure, word: &str| measure.words().iter().any(|known| known == word);
        let served = measures.iter().find(|measure| has(measure, "serving") || has(measure, "medium"));
        if let Some(measure) = served.or_else(|| named(&measures, "piece", name, None)) {
            return one(measure.grams_each(), &measure.name);
        }
        let group = self.place(food).and_then(|place| self.details(place).group).unwrap_or_default();
        one(usual_of_group_g(group), "usual portion of its group")
    }
}

/// What is usually eaten at once of the foods of a group, in grams.
fn usual_of_group_g(group: &str) -> f64 {
    match group {
        "Spices and Herbs" => 2.0,
        "Fats and Oils" => 14.0,
        "Sweets" | "Snacks" | "Nut and Seed Products" => 30.0,
        "Breakfast Cereals" => 40.0,
        "Dairy and Egg Products" => 60.0,
        "Baked Products" => 50.0,
        "Sausages and Luncheon Meats" => 55.0,
        "Vegetables and Vegetable Products" => 85.0,
        "Beverages" => 240.0,
        "Fruits and Fruit Juices" => 140.0,
        "Legumes and Legume Products" => 130.0,
        "Cereal Grains and Pasta" => 150.0,
        "Soups, Sauces, and Gravies" => 120.0,
        "Fast Foods" | "Meals, Entrees, and Side Dishes" | "Restaurant Foods" => 220.0,
        _ => 110.0,
    }
}

/// The measure that is named by a unit: in the form that the food was asked for in, or else the plainest.
fn named<'a>(measures: &'a [Measure], unit: &str, name: &str, size: Option<&str>) -> Option<&'a Measure> {
    let is_named = |measure: &&Measure| {
        let words = measure.words();
        words.iter().any(|word| is_unit(word, unit)) && size.is_none_or(|size| words.iter().any(|word| word == size))
    };
    measures.iter().filter(is_named).max_by_key(|measure| likeness(measure, name))
}

/// How near a measure is to the form in which a food was asked for: fewer words before more, those asked for before others.
fn likeness(measure: &Measure, name: &str) -> i64 {
    let asked: Vec<String> = words(name).into_iter().map(|word| word.stem).collect();
    let own = measure.words();
    let asked_of =
        own.iter().filter(|word| asked.iter().any(|stem| stem.trim_end_matches("ed") == word.trim_end_matches("ed")));
    // The measures of one number come before those of parts of it.
    let is_one = i64::from((measure.amount - 1.0).abs() < 1e-9);
    asked_of.map(|_| 10_i64).sum::<i64>() - own.iter().map(|_| 4_i64).sum::<i64>() + is_one
}

/// One of a unit that a measure names: of `serving 1/2 cup`, a cup is two.
fn measured_by(measure: &Measure, unit: &str) -> One {
    let words = measure.words();
    let place = words.iter().position(|word| is_unit(word, unit)).unwrap_or(0);
    let number = place.checked_sub(1).and_then(|before| match words[before].split_once('/') {
        Some((top, bottom)) => Some(top.parse::<f64>().ok()? / bottom.parse::<f64>().ok()?),
        None => words[before].parse().ok(),
    });
    match number.filter(|number| *number > 0.0) {
        Some(number) => {
            let grams = measure.grams_each() / number;
            One { grams, how: format!("{} g the {unit}", round(grams)), ..measured(measure) }
        }
        None => measured(measure),
    }
}

/// Whether a word of a measure names a unit.
fn is_unit(word: &str, unit: &str) -> bool {
    word == unit || matches!((unit, word), ("tbsp", "tablespoon") | ("tsp", "teaspoon") | ("fillet", "filet"))
}

fn measured(measure: &Measure) -> One {
    let grams = measure.grams_each();
    One { grams, spread: MEASURED, how: format!("{} g the {}", round(grams), measure.name), is_assumed: false }
}

/// A number with as many digits as are worth showing.
fn round(number: f64) -> String {
    let digits = if number >= 10.0 { 0 } else { 2 };
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
