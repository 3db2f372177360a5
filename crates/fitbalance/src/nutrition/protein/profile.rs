//! Who somebody is, from a row of a table.

use anyhow::{Context, Result, bail};
use features::Columns;
use nutrition::Profile;
use serde::de::DeserializeOwned;

use crate::table::Table;

/// Columns that a profile needs; `height_cm`, `body_fat_percent` and [`SAFETY_COLUMNS`] may be there as well.
pub(crate) const PROFILE_COLUMNS: [&str; 5] = ["weight_kg", "age_years", "sex", "goal", "training_status"];

/// Columns that say whether somebody gets a referral instead of a number.
const SAFETY_COLUMNS: [&str; 2] = ["kidney_disease", "pregnant"];

/// Parts of names of columns that say something of that kind in another way.
const SAFETY_WORDS: [&str; 10] = [
    "pregnan",
    "gravid",
    "kidney",
    "renal",
    "nephro",
    "dialysis",
    "breastfeed",
    "lactat",
    "eating_disorder",
    "anorexia",
];

/// The profile in the only row of a table whose column names are in lower case.
pub(crate) fn read_profile(row: &Table) -> Result<Profile> {
    let optional = |column: &str| -> Result<Option<f64>> {
        Ok(if row.has_column(column) { row.numeric_or_missing(column)?[0] } else { None })
    };
    let profile = Profile {
        weight_kg: row.numeric("weight_kg")?[0],
        age_years: row.numeric("age_years")?[0],
        sex: word(row, "sex")?,
        goal: word(row, "goal")?,
        training_status: word(row, "training_status")?,
        height_cm: optional("height_cm")?,
        body_fat_percent: optional("body_fat_percent")?,
        kidney_disease: flag(row, "kidney_disease")?,
        pregnant: flag(row, "pregnant")?,
    };
    profile.check().with_context(|| row.row_name(0))?;
    Ok(profile)
}

/// Refuses a table with a column that seems to forbid a number and that is not understood.
pub(crate) fn check_safety_columns(table: &Table) -> Result<()> {
    for column in table.column_names() {
        if !SAFETY_COLUMNS.contains(&column) && SAFETY_WORDS.iter().any(|word| column.contains(word)) {
            bail!(
                "`{}` has a column `{column}`, which seems to matter to whether a number may be told and is not understood: \
                 expected `{}` or `{}`, with yes or no; leave it out if it says something else",
                table.file(),
                SAFETY_COLUMNS[0],
                SAFETY_COLUMNS[1],
            );
        }
    }
    Ok(())
}

/// Yes or no, as people write it; no without the column.
fn flag(row: &Table, column: &str) -> Result<bool> {
    if !row.has_column(column) {
        return Ok(false);
    }
    let text = row.strings(column)?.swap_remove(0);
    match text.trim().to_lowercase().as_str() {
        "1" | "1.0" | "true" | "yes" | "y" => Ok(true),
        "0" | "0.0" | "false" | "no" | "n" => Ok(false),
        _ => bail!("{}, column `{column}`: expected yes or no (or true, false, 1, 0), got `{text}`", row.row_name(0)),
    }
}

/// A column of words of which the type knows all, in capitals or not.
fn word<T: DeserializeOwned>(row: &Table, column: &str) -> Result<T> {
    let text = row.strings(column)?.swap_remove(0);
    serde_json::from_value(serde_json::Value::String(text.trim().to_lowercase().replace([' ', '-'], "_")))
        .with_context(|| format!("{}, column `{column}`", row.row_name(0)))
}
