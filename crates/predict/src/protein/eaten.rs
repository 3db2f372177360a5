//! The protein of meals, from what `foods` and `predict food` print as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Protein that was eaten.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eaten {
    /// What is known of it, g.
    pub protein_g: f64,
    /// Whether that is all.
    pub is_complete: bool,
}

/// Why meals cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EatenError {
    /// It is no JSON.
    #[error("the meals are no JSON")]
    Json(#[from] serde_json::Error),
    /// A meal says nothing of protein.
    #[error(
        "meal {meal}: expected what `foods --json` or `predict food --json` prints, or {{\"protein_g\": 30}}, got {got}"
    )]
    NoMeal {
        /// Number of the meal, from 1.
        meal: usize,
        /// What is there.
        got: String,
    },
    /// An amount that nobody eats.
    #[error("meal {meal}: protein must be within 0 and {most} g, got {got}")]
    OutOfRange {
        /// Number of the meal, from 1.
        meal: usize,
        /// The most.
        most: f64,
        /// What was said.
        got: f64,
    },
}

impl Eaten {
    /// Nothing eaten.
    pub const NOTHING: Self = Self { protein_g: 0.0, is_complete: true };

    /// Sums meals: one answer of `foods --json` or `predict food --json`, or an object with `protein_g`; a list of them; or several one after the
    /// other, as appending to a file leaves them.
    ///
    /// What is not known of a meal makes the sum incomplete: a food without a value, one that was left out as doubtful, a picture that shows no food.
    ///
    /// # Errors
    ///
    /// [`EatenError`] names the meal and what was expected.
    pub fn from_json(text: &str) -> Result<Self, EatenError> {
        let mut meals = Vec::new();
        for value in serde_json::Deserializer::from_str(text).into_iter() {
            match value? {
                Value::Array(several) => meals.extend(several),
                meal => meals.push(meal),
            }
        }
        let mut sum = Self::NOTHING;
        for (at, meal) in meals.iter().enumerate() {
            let eaten = of_meal(meal).ok_or_else(|| EatenError::NoMeal { meal: at + 1, got: shortened(meal) })?;
            let most = nutrition::MOST_INTAKE_G;
            if !(0.0..=most).contains(&eaten.protein_g) {
                return Err(EatenError::OutOfRange { meal: at + 1, most, got: eaten.protein_g });
            }
            sum.protein_g += eaten.protein_g;
            sum.is_complete &= eaten.is_complete;
        }
        Ok(sum)
    }
}

/// The protein of one meal, if it says anything of it.
fn of_meal(meal: &Value) -> Option<Eaten> {
    if let Some(protein_g) = meal["protein_g"].as_f64() {
        return Some(Eaten { protein_g, is_complete: meal["is_complete"].as_bool().unwrap_or(true) });
    }
    if let Some(items) = meal["items"].as_array() {
        let totals = &meal["totals"];
        let at_least = || {
            let incomplete = totals["incomplete"].as_array()?;
            incomplete.iter().find(|sum| sum["nutrient"] == "protein_g")?["at_least"].as_f64()
        };
        let is_left_out = |item: &Value| item["is_counted"].as_bool() == Some(false) || item["grams"].is_null();
        let whole = totals["nutrients"]["protein_g"].as_f64();
        return Some(Eaten {
            protein_g: whole.or_else(at_least).unwrap_or(0.0),
            is_complete: whole.is_some() && !items.iter().any(is_left_out),
        });
    }
    if meal.get("guesses").is_some() {
        let known = meal["portion"]["nutrients"]["protein_g"].as_f64().filter(|_| meal["food"].is_string());
        return Some(Eaten { protein_g: known.unwrap_or(0.0), is_complete: known.is_some() });
    }
    None
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, protein_g: f64, is_complete: bool) {
        let eaten = Eaten::from_json(text).expect("meals");
        assert!((eaten.protein_g - protein_g).abs() < 1e-9 && eaten.is_complete == is_complete, "{eaten:?}");
    }

    #[test]
    fn meals_are_summed_however_they_follow_each_other() {
        let meal = r#"{"items": [{"grams": 150.0}], "totals": {"nutrients": {"protein_g": 46.5}, "incomplete": []}}"#;
        let picture = r#"{"food": "apple", "guesses": [], "portion": {"nutrients": {"protein_g": 0.5}}}"#;
        check("[]", 0.0, true);
        check(meal, 46.5, true);
        check(&format!("[{meal}, {picture}, {{\"protein_g\": 3}}]"), 50.0, true);
        check(&format!("{meal}\n{picture}"), 47.0, true);
    }

    #[test]
    fn what_is_not_known_makes_the_sum_incomplete() {
        check(
            r#"{"items": [{"grams": 1.0}], "totals": {"nutrients": {"protein_g": null},
                "incomplete": [{"nutrient": "protein_g", "at_least": 12.0, "unknown_for": ["X"]}]}}"#,
            12.0,
            false,
        );
        let doubtful =
            r#"{"items": [{"grams": 1.0, "is_counted": false}], "totals": {"nutrients": {"protein_g": 4.0}}}"#;
        check(doubtful, 4.0, false);
        check(r#"{"food": null, "guesses": [], "portion": null}"#, 0.0, false);
    }

    #[test]
    fn what_is_no_meal_is_named() {
        let message = |text: &str| Eaten::from_json(text).expect_err("refused").to_string();
        assert!(message(r#"[{"protein_g": 1}, {"name": "soup"}]"#).starts_with("meal 2: expected what `foods --json`"));
        assert_eq!(message(r#"{"protein_g": -4}"#), "meal 1: protein must be within 0 and 1000 g, got -4");
        assert_eq!(message("soup"), "the meals are no JSON");
    }
}
