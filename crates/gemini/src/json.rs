//! Reading JSON of other programs: liberal in what is passed over, strict in what is read.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::error::InputError;

pub(crate) type Object = Map<String, Value>;

pub(crate) fn from_str<T: DeserializeOwned>(text: &str, expected: &'static str) -> Result<T, InputError> {
    serde_json::from_str(text).map_err(|source| InputError::Unreadable { expected, source })
}

pub(crate) fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Object, InputError> {
    value.as_object().ok_or_else(|| InputError::invalid(what.trim_matches('`'), "an object", kind(value)))
}

/// The value of a key; none where it is absent or `null`.
pub(crate) fn optional<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

pub(crate) fn number(object: &Object, key: &str) -> Result<Option<f64>, InputError> {
    let read = |value: &Value| value.as_f64().ok_or_else(|| InputError::invalid(key, "a number", kind(value)));
    optional(object, key).map(read).transpose()
}

pub(crate) fn text(object: &Object, key: &str) -> Result<Option<String>, InputError> {
    let read = |value: &Value| {
        value.as_str().map(str::to_owned).ok_or_else(|| InputError::invalid(key, "a text", kind(value)))
    };
    optional(object, key).map(read).transpose()
}

/// The entries of a list; none where there is no list.
pub(crate) fn items<'a>(object: &'a Object, key: &str) -> Result<&'a [Value], InputError> {
    let read = |value: &'a Value| value.as_array().ok_or_else(|| InputError::invalid(key, "a list", kind(value)));
    Ok(optional(object, key).map(read).transpose()?.map_or(&[], Vec::as_slice))
}

/// A value of a serde enumeration.
pub(crate) fn choice<T: DeserializeOwned>(object: &Object, key: &str, expected: &str) -> Result<Option<T>, InputError> {
    let read =
        |value: &Value| serde_json::from_value(value.clone()).map_err(|_| InputError::invalid(key, expected, value));
    optional(object, key).map(read).transpose()
}

/// A list or a map that may be `null`, which is as good as an empty one.
pub(crate) fn null_as_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// What a value is, where quoting it would repeat a whole document.
fn kind(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => format!("`{other}`"),
    }
}
