//! From the JSON of a prediction.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{BurnoutInput, RiskFactor, RiskLevel};
use crate::error::InputError;
use crate::json;

impl BurnoutInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        json::from_str(text, "burnout input")
    }

    /// Reads what `predict burnout --json` writes about one person. `user_id` is not kept.
    ///
    /// A missing level, or one that is not known, is [`RiskLevel::Unknown`]: it calls for the care of a high one.
    ///
    /// # Errors
    ///
    /// [`InputError`] if the text is no JSON or a key that is read holds something else than it should.
    pub fn from_prediction_json(text: &str) -> Result<Self, InputError> {
        let value = json::parse(text, "prediction of one person")?;
        let root = json::object(&value, "the prediction of one person")?;
        let mut survival = BTreeMap::new();
        if let Some(curve) = json::optional(root, "survival") {
            let curve = json::object(curve, "survival")?;
            for key in curve.keys() {
                let days = key
                    .parse()
                    .map_err(|_| InputError::invalid("survival", "numbers of days as keys", format!("`{key}`")))?;
                if let Some(probability) = json::number(curve, key)? {
                    survival.insert(days, probability);
                }
            }
        }
        let mut top_factors = Vec::new();
        for (index, factor) in json::items(root, "top_factors")?.iter().enumerate().take(crate::text::MAX_ITEMS) {
            let factor = json::object(factor, &format!("top_factors[{index}]"))?;
            let name = json::text(factor, "name")?;
            top_factors.push(RiskFactor {
                name: name.ok_or_else(|| InputError::missing(format!("top_factors[{index}].name"), "a text"))?,
                // Values of categories are texts: they are not needed.
                value: json::optional(factor, "value").and_then(Value::as_f64),
                contribution: json::number(factor, "contribution")?,
            });
        }
        Ok(Self {
            risk_level: json::optional(root, "risk_level").map_or(RiskLevel::Unknown, RiskLevel::read),
            cox_risk_score: json::number(root, "cox_risk_score")?,
            survival,
            forest_probability: json::number(root, "forest_probability")?,
            boosting_probability: json::number(root, "boosting_probability")?,
            top_factors,
            ..Self::default()
        })
    }
}
