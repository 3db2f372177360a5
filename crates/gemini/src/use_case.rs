//! What all kinds of advice share.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cache::Keep;
use crate::error::InputError;
use crate::escalation::Escalation;
use crate::gate::Gate;
use crate::guard::Guard;
use crate::person::Person;
use crate::question::Question;
use crate::schema::Field;

/// One kind of advice: what is known, what is computed from it, and what is said about that.
pub(crate) trait UseCase: Sync {
    /// For logs and keys.
    const NAME: &'static str;
    /// What the model is told about its task.
    const TASK: &'static str;
    /// The shape of the text.
    const FIELDS: &'static [Field];
    /// How long a text stays fresh.
    const FRESH: Duration;
    /// Where texts may be kept.
    const KEEP: Keep;
    type Numbers: Clone + Serialize + Send + Sync;
    type Text: Clone + Serialize + DeserializeOwned + Send + Sync;

    fn person(&self) -> &Person;

    /// Everything that the user wrote freely.
    fn free_texts(&self) -> Vec<&str>;

    /// Checks every value of the input; the person is checked by the caller.
    fn check(&self) -> Result<(), InputError>;

    fn wants_to_lose_weight(&self) -> bool {
        false
    }

    /// Reasons of this kind of advice not to give any.
    fn own_gate(&self) -> Option<Gate> {
        None
    }

    /// Computed once and never changed by a model.
    fn numbers(&self) -> Self::Numbers;

    /// Numbers for a person who is referred to another: nothing that sets a target.
    fn numbers_without_targets(&self) -> Self::Numbers;

    /// What the model is given. Missing values are left out, texts of the user are cleaned by the caller.
    fn facts(&self, numbers: &Self::Numbers) -> Value;

    /// What a text may say.
    fn guard(&self, numbers: &Self::Numbers) -> Guard;

    /// The text without a model.
    fn rules(&self, numbers: &Self::Numbers) -> Self::Text;

    /// The text for a person who is referred to another.
    fn referral(&self, gate: Gate) -> Self::Text;

    /// The one question back whose answer would change most.
    fn question(&self) -> Option<Question> {
        None
    }

    /// Help that goes beyond coaching.
    fn escalation(&self) -> Option<Escalation> {
        None
    }
}

/// An object without the entries that are `null`: a missing value is not sent as one.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            entries.into_iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// A label of the user that a rule-based text may repeat; `otherwise` where it holds more than a name does.
pub(crate) fn label_or(label: &str, otherwise: &str) -> String {
    let label = crate::text::clean(&label.replace(['_', '-'], " ")).to_lowercase();
    // The two common names with digits in them.
    let label = label.replace("vo2max", "vo2 max").replace("1rm", "one rep max");
    let label = match label.as_str() {
        "resting hr" | "rhr" => "resting heart rate".to_owned(),
        _ => label,
    };
    if matches!(label.as_str(), "vo2 max" | "vo2") {
        return "VO2 max".to_owned();
    }
    let is_name = !label.is_empty() && label.len() <= 40 && label.chars().all(|c| c.is_ascii_lowercase() || c == ' ');
    // Number words would read as numbers that nobody computed.
    let is_safe =
        is_name && label.split(' ').count() <= 5 && Guard::default().check_text(&format!("{label} kcal"), None).is_ok();
    if is_safe { label } else { otherwise.to_owned() }
}
