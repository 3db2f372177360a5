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
    /// Only `exercise` must be there. A missing score, angle or fault stays missing.
    ///
    /// # Errors
    ///
    /// [`InputError`] if the text is no JSON or a key that is read holds something else than it should.
    pub fn from_pose_json(text: &str) -> Result<Self, InputError> {
        let value = json::parse(text, "pose analysis")?;
        let root = json::object(&value, "a pose analysis")?;
        let exercise_type = json::text(root, "exercise")?.ok_or_else(|| InputError::missing("exercise", "a text"))?;
        let probabilities = json::optional(root, "exercise_probabilities");
        let exercise_probability = match probabilities {
            Some(Value::Object(by_name)) => json::number(by_name, &exercise_type)?,
            _ => None,
        };
        let mut joint_angles = BTreeMap::new();
        if let Some(angles) = json::optional(root, "joint_angles_deg") {
            let angles = json::object(angles, "`joint_angles_deg`")?;
            for joint in angles.keys() {
                joint_angles.insert(joint.clone(), json::number(angles, joint)?);
            }
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
            faults,
            n_repetitions,
            exercise_probability,
            ..Self::default()
        })
    }
}
