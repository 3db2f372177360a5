//! Reading JSON of other programs: liberal in what is passed over, strict in what is read.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::error::InputError;
use crate::text::shortened;

pub(crate) type Object = Map<String, Value>;

/// Reads any JSON.
pub(crate) fn parse(text: &str, expected: &'static str) -> Result<Value, InputError> {
    serde_json::from_str(text).map_err(|source| InputError::Unreadable { expected, source: source.into() })
}

/// Reads an input; an error names the key that cannot be read, however deep it lies.
pub(crate) fn from_str<T: Default + Serialize + DeserializeOwned>(
    text: &str,
    expected: &'static str,
) -> Result<T, InputError> {
    let source = match serde_json::from_str(text) {
        Ok(input) => return Ok(input),
        Err(source) => source,
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => {
            Err(culprit::<T>(&fields).unwrap_or(InputError::Unreadable { expected, source: source.into() }))
        }
        _ => Err(InputError::Unreadable { expected, source: source.into() }),
    }
}

/// The first value that cannot stand in an input of which all the rest is fine.
fn culprit<T: Default + Serialize + DeserializeOwned>(fields: &Object) -> Option<InputError> {
    let Ok(Value::Object(sound)) = serde_json::to_value(T::default()) else { return None };
    fields.iter().filter(|(key, _)| sound.contains_key(*key)).find_map(|(key, value)| {
        let problem = |value: &Value| {
            let mut probe = sound.clone();
            probe.insert(key.clone(), value.clone());
            serde_json::from_value::<T>(Value::Object(probe)).err().map(|error| error.to_string())
        };
        let found = problem(value)?;
        let (path, found) = deepest(key.clone(), value, found, &problem);
        Some(InputError::Unfit { field: shortened(&path, 100), problem: in_words(&found) })
    })
}

/// Follows a problem into lists and objects, as long as one entry alone is to blame.
fn deepest(path: String, value: &Value, found: String, problem: &dyn Fn(&Value) -> Option<String>) -> (String, String) {
    match value {
        Value::Array(items) => {
            let alone = |item: &Value| problem(&Value::Array(vec![item.clone()]));
            let first = items.iter().enumerate().find_map(|(index, item)| Some((index, item, alone(item)?)));
            match first {
                Some((index, item, found)) => deepest(format!("{path}[{index}]"), item, found, &alone),
                None => (path, found),
            }
        }
        Value::Object(fields) => {
            let with = |key: &str, value: Value| {
                let mut changed = fields.clone();
                changed.insert(key.to_owned(), value);
                problem(&Value::Object(changed))
            };
            // An entry is to blame if all is well without its value.
            match fields.iter().find(|(key, value)| !value.is_null() && with(key, Value::Null).is_none()) {
                Some((key, entry)) => {
                    deepest(format!("{path}.{key}"), entry, found, &|value: &Value| with(key, value.clone()))
                }
                None => (path, found),
            }
        }
        _ => (path, found),
    }
}

/// The words of `serde` for what was expected and found, without the names of Rust's types.
fn in_words(problem: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        ("expected f64", "expected a number"),
        ("expected u32", "expected a whole number"),
        ("floating point", "the number"),
        ("a sequence", "a list"),
        ("sequence", "a list"),
        ("a map", "an object"),
    ];
    let words = WORDS.iter().fold(problem.to_owned(), |text, (from, to)| text.replace(from, to));
    shortened(&words, 400)
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
