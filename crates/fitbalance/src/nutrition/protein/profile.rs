//! Who somebody is, from a row of a table.

use anyhow::{Context, Result};
use features::Columns;
use nutrition::Profile;
use serde::de::DeserializeOwned;

use crate::table::Table;

/// Columns of a profile.
pub(crate) const PROFILE_COLUMNS: [&str; 5] = ["weight_kg", "age_years", "sex", "goal", "training_status"];

/// The profile in the only row of a table.
pub(crate) fn read_profile(row: &Table) -> Result<Profile> {
    let flag =
        |column: &str| -> Result<bool> { Ok(row.has_column(column) && row.event(column)?.first() == Some(&true)) };
    let profile = Profile {
        weight_kg: row.numeric("weight_kg")?[0],
        age_years: row.numeric("age_years")?[0],
        sex: word(row, "sex")?,
        goal: word(row, "goal")?,
        training_status: word(row, "training_status")?,
        kidney_disease: flag("kidney_disease")?,
        pregnant: flag("pregnant")?,
    };
    profile.check().with_context(|| row.row_name(0))?;
    Ok(profile)
}

/// A column of words of which the type knows all.
fn word<T: DeserializeOwned>(row: &Table, column: &str) -> Result<T> {
    let text = row.strings(column)?.swap_remove(0);
    serde_json::from_value(serde_json::Value::String(text))
        .with_context(|| format!("{}, column `{column}`", row.row_name(0)))
}
