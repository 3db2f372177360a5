//! From the JSON of a pose analysis.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ExerciseInput, MeasuredFault};
use crate::error::InputError;
use crate::json;

impl ExerciseInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        json::from_str(text, "exercise input")
    }

    /// Reads what `predict pose --json` writes.
    ///
    /// Only `exercise` must be there; where it is `null`, no lift was recognized, and there is nothing to advise on. A missing
    /// score, angle or fault stays missing.
    ///
    /// # Errors
    ///
    /// [`InputError`] if the text is no JSON or a key that is read holds something else than it should.
    pub fn from_pose_json(text: &str) -> Result<Self, InputError> {
        let value = json::parse(text, "pose analysis")?;
        let root = json::object(&value, "a pose analysis")?;
        if root.get("exercise").is_some_and(Value::is_null) {
            return Err(InputError::invalid(
                "exercise",
                "one of the five lifts: none was recognized, so there is nothing to advise on",
                "null",
            ));
        }
        let exercise_type = json::text(root, "exercise")?.ok_or_else(|| InputError::missing("exercise", "a text"))?;
        let exercise_probability = match json::optional(root, "exercise_probabilities") {
            _ if root.get("confidence").is_some() => json::number(root, "confidence")?,
            Some(Value::Object(by_name)) => json::number(by_name, &exercise_type)?,
            _ => None,
        };
        let by_joint = |key: &str| -> Result<BTreeMap<String, Option<f64>>, InputError> {
            let Some(angles) = json::optional(root, key) else { return Ok(BTreeMap::new()) };
            let angles = json::object(angles, &format!("`{key}`"))?;
            angles.keys().map(|joint| Ok((joint.clone(), json::number(angles, joint)?))).collect()
        };
        let (joint_angles, joint_angle_errors) = (by_joint("joint_angles_deg")?, by_joint("joint_angle_errors_deg")?);
        let mut cautions = Vec::new();
        for (index, warning) in json::items(root, "warnings")?.iter().enumerate() {
            let warning = json::object(warning, &format!("`warnings[{index}]`"))?;
            cautions.extend(json::text(warning, "text")?);
        }
        let n_repetitions = match json::optional(root, "repetitions") {
            None => None,
            Some(Value::Array(items)) => Some(u32::try_from(items.len()).unwrap_or(u32::MAX)),
            Some(other) => {
                let count = other.as_u64().and_then(|count| u32::try_from(count).ok());
                Some(count.ok_or_else(|| InputError::invalid("repetitions", "a list or a count", other))?)
            }
        };
        let mut faults = Vec::new();
        for (index, fault) in json::items(root, "faults")?.iter().enumerate() {
            let fault = json::object(fault, &format!("`faults[{index}]`"))?;
            let name = json::text(fault, "name")?;
            faults.push(MeasuredFault {
                name: name.ok_or_else(|| InputError::missing(format!("faults[{index}].name"), "a text"))?,
                value: json::number(fault, "value")?,
                unit: json::text(fault, "unit")?,
                severity: json::number(fault, "severity")?,
            });
        }
        Ok(Self {
            exercise_type,
            form_score: json::number(root, "form_score")?,
            injury_risk_score: json::number(root, "injury_risk_score")?,
            joint_angles,
            joint_angle_errors,
            cautions,
            faults,
            n_repetitions,
            exercise_probability,
            ..Self::default()
        })
    }
}
