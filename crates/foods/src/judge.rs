//! How well meals in words are read, beside a guess of the median.

use serde::{Deserialize, Serialize};

use crate::reading::Estimate;
use crate::table::FoodTable;

/// A meal in words and what it holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct JudgedMeal {
    pub text: String,
    pub energy_kcal: Option<f64>,
    pub protein_g: Option<f64>,
    pub carbohydrate_g: Option<f64>,
}

/// How well one quantity of meals is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Judgement {
    /// Name of the field of [`JudgedMeal`].
    pub quantity: &'static str,
    /// Meals that have it.
    pub n_meals: usize,
    /// Mean absolute error of what is read.
    pub mean_absolute_error: f64,
    /// That of the median of the same meals as a guess for each.
    pub error_of_median: f64,
    /// Share of the meals that are read to within 7.5, as carbohydrate is judged by.
    pub within_7_5: f64,
    /// That of the median.
    pub within_7_5_of_median: f64,
}

/// A quantity of a meal: its name, its truth, and what is read of it.
type Quantity = (&'static str, fn(&JudgedMeal) -> Option<f64>, fn(&Estimate) -> f64);

const QUANTITIES: [Quantity; 3] = [
    ("energy_kcal", |meal| meal.energy_kcal, |estimate| estimate.energy_kcal.likely),
    ("protein_g", |meal| meal.protein_g, |estimate| estimate.protein_g.likely),
    ("carbohydrate_g", |meal| meal.carbohydrate_g, |estimate| estimate.carbohydrate_g.likely),
];

impl FoodTable {
    /// Reads meals, doubtful items as their likeliest food, and compares with what they hold.
    pub fn judge(&self, meals: &[JudgedMeal]) -> Vec<Judgement> {
        let estimates: Vec<Estimate> =
            meals.iter().map(|meal| Estimate::of(&self.read_meal(&meal.text), true)).collect();
        let judged = QUANTITIES.iter().filter_map(|(quantity, truth, read)| {
            let pairs: Vec<(f64, f64)> = meals
                .iter()
                .zip(&estimates)
                .filter_map(|(meal, estimate)| Some((truth(meal)?, read(estimate))))
                .collect();
            let mut truths: Vec<f64> = pairs.iter().map(|(truth, _)| *truth).collect();
            truths.sort_by(f64::total_cmp);
            let median = *truths.get(truths.len() / 2)?;
            let n_meals = pairs.len();
            let mean =
                |of: &dyn Fn((f64, f64)) -> f64| pairs.iter().map(|pair| of(*pair)).sum::<f64>() / n_meals as f64;
            let near = |error: f64| f64::from(u8::from(error.abs() <= 7.5));
            Some(Judgement {
                quantity,
                n_meals,
                mean_absolute_error: mean(&|(truth, read)| (truth - read).abs()),
                error_of_median: mean(&|(truth, _)| (truth - median).abs()),
                within_7_5: mean(&|(truth, read)| near(truth - read)),
                within_7_5_of_median: mean(&|(truth, _)| near(truth - median)),
            })
        });
        judged.collect()
    }
}
