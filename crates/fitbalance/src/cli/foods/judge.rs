//! How well meals in words are read.

use std::fmt::Write;
use std::path::Path;

use ::foods::{FoodTable, JudgedMeal};
use anyhow::{Context, Result, ensure};

use crate::cli::output::print;
use crate::table::Table;

/// Columns that hold the same under other names.
const TEXT: [&str; 4] = ["text", "meal_description", "query", "description"];
const ENERGY: [&str; 3] = ["energy_kcal", "energy", "kcal"];
const PROTEIN: [&str; 2] = ["protein_g", "protein"];
const CARBOHYDRATE: [&str; 4] = ["carbohydrate_g", "carb", "carbs", "carbohydrate"];

pub(super) fn run(file: &Path, table: &FoodTable, is_json: bool) -> Result<()> {
    let rows = Table::read(file)?;
    let names: Vec<String> = rows.column_names().into_iter().map(str::to_owned).collect();
    let column = |known: &[&str]| names.iter().find(|name| known.contains(&name.as_str()));
    let text = column(&TEXT);
    ensure!(text.is_some(), "`{}` has no column of meals in words: `text` is expected", rows.file());
    let texts = rows.strings(text.map_or("", String::as_str))?;
    let values = |known: &[&str]| column(known).map(|column| rows.numeric_or_missing(column)).transpose();
    let (energy, protein, carbohydrate) = (values(&ENERGY)?, values(&PROTEIN)?, values(&CARBOHYDRATE)?);
    ensure!(
        energy.is_some() || protein.is_some() || carbohydrate.is_some(),
        "`{}` says of no meal what it holds: `energy_kcal`, `protein_g` or `carbohydrate_g` is expected",
        rows.file()
    );
    let at = |column: &Option<Vec<Option<f64>>>, row: usize| column.as_ref().and_then(|column| column[row]);
    let meals: Vec<JudgedMeal> = texts
        .into_iter()
        .enumerate()
        .map(|(row, text)| JudgedMeal {
            text,
            energy_kcal: at(&energy, row),
            protein_g: at(&protein, row),
            carbohydrate_g: at(&carbohydrate, row),
        })
        .collect();
    let judgements = table.judge(&meals);
    if is_json {
        return print(serde_json::to_string_pretty(&judgements).context("errors are finite")?);
    }
    let mut text = format!(
        "{:<16}{:>8}{:>12}{:>12}{:>14}{:>12}",
        "", "meals", "mean error", "of median", "within 7.5", "of median"
    );
    for judged in judgements {
        let _ = write!(
            text,
            "\n{:<16}{:>8}{:>12.1}{:>12.1}{:>13.0}%{:>11.0}%",
            judged.quantity,
            judged.n_meals,
            judged.mean_absolute_error,
            judged.error_of_median,
            100.0 * judged.within_7_5,
            100.0 * judged.within_7_5_of_median
        );
    }
    print(text)
}
