//! Household measures of the USDA: what a cup, a slice or a medium one weighs.

use crate::food::Food;
use crate::table::FoodTable;
use crate::units::{Unit, unit};

/// A household measure of a food.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Measure {
    /// How many of it the USDA weighed.
    pub amount: f64,
    /// What was weighed, such as `cup, sliced` or `medium (7" to 7-7/8" long)`.
    pub name: String,
    /// What they weigh together.
    pub grams: f64,
}

impl FoodTable {
    /// The household measures that the USDA gives for a food; none for the foods of others.
    pub fn measures(&self, food: &Food) -> Vec<Measure> {
        self.place(food).map(|place| measures(self.details(place).measures).collect()).unwrap_or_default()
    }
}

/// Reads `amount~measure~grams` between bars.
fn measures(text: &str) -> impl Iterator<Item = Measure> {
    text.split('|').filter_map(|measure| {
        let mut parts = measure.split('~');
        let (amount, name, grams) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
        Some(Measure { amount, name: name.to_owned(), grams })
    })
}

impl Measure {
    /// What one of it weighs, in grams.
    pub fn grams_each(&self) -> f64 {
        self.grams / self.amount
    }

    /// Its words before brackets, in lower case and singular.
    pub(crate) fn words(&self) -> Vec<String> {
        let bare = self.name.split('(').next().unwrap_or_default().to_lowercase().replace("fl oz", "floz");
        let words = bare.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '/').filter(|word| !word.is_empty());
        words
            .map(|word| {
                word.strip_suffix('s').filter(|stem| stem.len() > 3 && !stem.ends_with('s')).unwrap_or(word).to_owned()
            })
            .collect()
    }

    /// The volume of one, in millilitres, if it is one of a volume.
    pub(crate) fn ml(&self) -> Option<f64> {
        match unit(self.words().first()?)? {
            Unit::Volume(_, ml) => Some(ml),
            _ => None,
        }
    }

    /// Whether it is one of something, rather than of a volume, a mass or a part.
    pub(crate) fn is_whole(&self) -> bool {
        const PARTIAL: [&str; 12] = [
            "slice",
            "wedge",
            "leaf",
            "inch",
            "yield",
            "nlea",
            "serving",
            "strip",
            "stick",
            "container",
            "package",
            "can",
        ];
        let words = self.words();
        words.iter().all(|word| {
            !matches!(unit(word), Some(Unit::Volume(..) | Unit::Mass(_))) && !PARTIAL.contains(&word.as_str())
        })
    }
}
