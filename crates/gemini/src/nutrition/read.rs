//! From the JSON of a protein recommendation.

use serde_json::Value;

use super::{NutritionInput, ProteinPrediction};
use crate::error::InputError;
use crate::json;
use crate::person::Person;

impl NutritionInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        json::from_str(text, "nutrition input")
    }

    /// Reads what `predict protein --json` writes.
    ///
    /// Either `protein_g_per_day` or `referral` must be there; all the rest may be missing.
    ///
    /// # Errors
    ///
    /// [`InputError`] if the text is no JSON or a key that is read holds something else than it should.
    pub fn from_protein_json(text: &str) -> Result<Self, InputError> {
        let value = json::parse(text, "protein prediction")?;
        let root = json::object(&value, "a protein prediction")?;
        let mut input = Self { referral: referral(root)?, ..Self::default() };
        if let Some(profile) = json::optional(root, "profile") {
            let profile = json::object(profile, "profile")?;
            input.goal = json::choice(profile, "goal", "`maintain`, `muscle_gain` or `fat_loss`")?;
            input.training_status =
                json::choice(profile, "training_status", "`sedentary`, `recreational` or `trained`")?;
            input.person = Person {
                age_years: json::number(profile, "age_years")?,
                weight_kg: json::number(profile, "weight_kg")?,
                height_cm: json::number(profile, "height_cm")?,
                sex: json::choice(profile, "sex", "`female` or `male`")?,
                ..Person::default()
            };
        }
        if let Some(g_per_day) = json::number(root, "protein_g_per_day")? {
            let range_g_per_day = match json::items(root, "range_g_per_day")? {
                [] => None,
                [low, high] => match (low.as_f64(), high.as_f64()) {
                    (Some(low), Some(high)) => Some((low, high)),
                    _ => return Err(InputError::invalid("range_g_per_day", "two numbers", "other values")),
                },
                items => {
                    return Err(InputError::invalid(
                        "range_g_per_day",
                        "two numbers",
                        format!("{} entries", items.len()),
                    ));
                }
            };
            let reasons = json::items(root, "reasons")?.iter().filter_map(reason).collect();
            let baseline_g_per_day = json::number(root, "baseline_g_per_day")?;
            input.protein = Some(ProteinPrediction { g_per_day, range_g_per_day, baseline_g_per_day, reasons });
        } else if input.referral.is_none() {
            return Err(InputError::missing("protein_g_per_day", "a number, or `referral` in its place"));
        }
        Ok(input)
    }
}

/// A text, or whatever says that there is one.
fn referral(root: &json::Object) -> Result<Option<String>, InputError> {
    match json::optional(root, "referral") {
        None | Some(Value::Bool(false)) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.chars().take(crate::text::MAX_CHARS).collect())),
        Some(Value::Object(_) | Value::Bool(true)) => Ok(Some("referred".to_owned())),
        Some(other) => Err(InputError::invalid("referral", "a text", other)),
    }
}

/// A reason is a text, or an object with one.
fn reason(value: &Value) -> Option<String> {
    let text = ["reason", "text", "description", "name"].iter().find_map(|key| value[key].as_str());
    text.or(value.as_str()).map(|text| text.chars().take(crate::text::MAX_CHARS).collect())
}
