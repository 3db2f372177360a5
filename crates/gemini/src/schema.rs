//! The shape of what a model writes: a flat object of texts and lists of texts.
//!
//! Flat, because the service refuses complex schemas; texts only, because numbers are not the model's to choose.

use serde_json::{Value, json};

/// One field of the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// One text.
    Text { max_chars: usize },
    /// Several texts.
    List { min: usize, max: usize, max_chars: usize },
}

pub(crate) const fn text(name: &'static str, max_chars: usize, description: &'static str) -> Field {
    Field { name, description, kind: Kind::Text { max_chars } }
}

pub(crate) const fn list(
    name: &'static str,
    (min, max): (usize, usize),
    max_chars: usize,
    description: &'static str,
) -> Field {
    Field { name, description, kind: Kind::List { min, max, max_chars } }
}

/// JSON Schema in the keywords that the service reads. Lengths of texts are none of them: they are checked here.
pub(crate) fn json_schema(fields: &[Field]) -> Value {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| {
            let schema = match field.kind {
                Kind::Text { .. } => json!({"type": "string", "description": field.description}),
                Kind::List { min, max, .. } => json!({
                    "type": "array", "description": field.description,
                    "items": {"type": "string"}, "minItems": min, "maxItems": max,
                }),
            };
            (field.name.to_owned(), schema)
        })
        .collect();
    json!({
        "type": "object", "properties": properties, "required": names,
        "propertyOrdering": names, "additionalProperties": false,
    })
}

/// Every text of an answer with the field it stands in.
///
/// # Errors
///
/// The name of the field that is missing, too much, too long, blank or of another type.
pub(crate) fn texts<'a>(fields: &[Field], answer: &'a Value) -> Result<Vec<(&'static str, &'a str)>, String> {
    let object = answer.as_object().ok_or("the answer is no object")?;
    if let Some(name) = object.keys().find(|name| fields.iter().all(|field| field.name != **name)) {
        return Err(format!("`{}` is no field", crate::text::excerpt(name)));
    }
    let mut texts = Vec::new();
    for field in fields {
        let value = object.get(field.name).ok_or_else(|| format!("`{}` is missing", field.name))?;
        let mut add = |value: &'a Value, max_chars| match value.as_str() {
            Some(text) if !text.trim().is_empty() && text.chars().count() <= max_chars => {
                texts.push((field.name, text));
                Ok(())
            }
            _ => Err(format!("`{}` must hold 1 to {max_chars} characters", field.name)),
        };
        match field.kind {
            Kind::Text { max_chars } => add(value, max_chars)?,
            Kind::List { min, max, max_chars } => {
                let items = value.as_array().filter(|items| (min..=max).contains(&items.len()));
                let items = items.ok_or_else(|| format!("`{}` must have {min} to {max} entries", field.name))?;
                items.iter().try_for_each(|item| add(item, max_chars))?;
            }
        }
    }
    Ok(texts)
}
