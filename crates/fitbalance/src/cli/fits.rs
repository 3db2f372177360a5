//! Fits of anybody's table: saved, and used for new rows.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use features::{Columns, DesignEncoder};
use predict::fitted::{FitAnswer, FittedModel, Outcome, Prediction, SavedFit};
use serde::Serialize;

use crate::cli::missing::MissingArg;
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::outputs::check_distinct;
use crate::cli::pictures::{picture_file, save_picture};
use crate::cli::save::save;
use crate::cli::table::FileArgs;
use crate::digits::significant;
use crate::plot::{Curve, Picture, survival_curves_plot};
use crate::table::Table;

/// Rows without an answer that are named.
const N_NAMED: usize = 12;

/// Survival curves that a picture shows, and steps of each.
const MOST_CURVES: usize = 6;
const MOST_STEPS: usize = 1000;

/// A saved fit, and rows for it.
#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    /// Fit that `cox`, `forest` or `boost --save` wrote
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    file: Option<FileArgs>,
    /// Column that names the rows [default: their numbers]
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// What to do with rows that lack a value
    #[arg(long, value_enum, default_value_t = MissingArg::Error)]
    missing: MissingArg,
}

/// A fit with the rows that it is used for.
pub(crate) struct Rows {
    pub(crate) fit: SavedFit,
    pub(crate) table: Table,
    pub(crate) names: Vec<String>,
}

/// What is done with predictions of rows.
#[derive(Debug, Args)]
pub(crate) struct PredictRows {
    /// Times of the survival probabilities of a Cox fit [default: the quartiles of its event times]
    #[arg(long, value_name = "T,T", value_delimiter = ',')]
    times: Vec<f64>,
    /// Draw the survival curves of the rows of a Cox fit, of the first six, as PNG or SVG
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    plot: Option<PathBuf>,
    /// Write the predictions as CSV to this file, a row each
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Saves a fit with what it was fitted to.
pub(crate) fn save_fit(
    path: &Path,
    model: FittedModel,
    outcome: Outcome,
    encoder: DesignEncoder,
    table: &Table,
    input: &Path,
) -> Result<()> {
    let mut columns: Vec<String> = encoder.sources().into_iter().map(str::to_owned).collect();
    // New labels are read as these were.
    columns.extend(match &outcome {
        Outcome::Classes { label, .. } | Outcome::Numbers { label } => vec![label.clone()],
        _ => Vec::new(),
    });
    let fit = SavedFit::new(model, outcome, encoder, table.stated().of(&columns), table)?;
    save(path, fit.to_json()? + "\n", input)?;
    hint(format_args!("fit saved as {}", path.display()));
    Ok(())
}

impl FitArgs {
    /// Reads the fit, and rows with all columns that it needs and `others`.
    pub(crate) fn read(&self, others: impl Fn(&SavedFit) -> Vec<String>) -> Result<Rows> {
        let (Some(model), Some(file)) = (&self.model, &self.file) else {
            bail!("expected a model such as `burnout`, or `--model` and `--data`")
        };
        let in_file = || format!("`{}`", model.display());
        let json = fs::read_to_string(model).with_context(|| format!("cannot read {}", in_file()))?;
        let fit = SavedFit::from_json(&json).with_context(in_file)?;
        let table = file.read()?;
        let mut stated = fit.stated().clone();
        let is_there = |column: &String| table.has_column(column);
        stated.categorical.retain(is_there);
        stated.numeric.retain(is_there);
        stated.dates.retain(is_there);
        stated.ordered.retain(|order| table.has_column(&order.column));
        let mut needed: Vec<String> = fit.columns().into_iter().map(str::to_owned).collect();
        if let Outcome::Survival { strata: Some((column, _)), .. } = fit.outcome() {
            needed.push(column.clone());
        }
        needed.extend(others(&fit));
        needed.extend(self.id.iter().map(|id| id.trim().to_owned()));
        let table = table.with_stated(stated)?;
        table.require(&needed)?;
        let (table, n_dropped) = table.complete_cases(&needed, self.missing.into())?;
        if n_dropped > 0 {
            hint(format_args!("{n_dropped} rows left out because a value is missing"));
        }
        let names = match &self.id {
            Some(column) => table.strings(column.trim())?,
            None => (0..table.n_rows()).map(|row| table.row_number(row).to_string()).collect(),
        };
        Ok(Rows { fit, table, names })
    }

    pub(crate) fn path(&self) -> &Path {
        self.file.as_ref().map_or_else(|| Path::new(""), FileArgs::path)
    }
}

/// An answer of a row with its name, for programs.
#[derive(Serialize)]
struct Named<'a, T> {
    row: &'a str,
    #[serde(flatten)]
    answer: &'a T,
}

#[derive(Serialize)]
struct Answers<'a, T> {
    rows: Vec<Named<'a, T>>,
    warnings: &'a [predict::Warning],
}

impl PredictRows {
    pub(crate) fn run(&self, rows: &FitArgs) -> Result<()> {
        let outputs = [("--plot", self.plot.as_deref()), ("--out", self.out.as_deref())];
        check_distinct(&[&[("--model", rows.model.as_deref())], &outputs[..]].concat())?;
        let Rows { fit, table, names } = rows.read(|_| Vec::new())?;
        check_times(&fit, &self.times)?;
        let answer = fit.predict(&table, &self.times)?;
        if let Some(path) = &self.plot {
            save_picture(path, &curves(&fit, &table, &names)?, rows.path())?;
        }
        if let Some(path) = &self.out {
            // With all digits: other programs go on with them.
            save(path, csv_of(&cells(&fit, &answer, &names, |number| number.to_string()))?, rows.path())?;
            hint(format_args!("predictions saved as {}", path.display()));
        }
        if self.json {
            let rows: Vec<_> = names.iter().zip(&answer.rows).map(|(row, answer)| Named { row, answer }).collect();
            print_json(&Answers { rows, warnings: &answer.warnings })?;
        } else if self.out.is_none() {
            print(aligned(&cells(&fit, &answer, &names, significant)))?;
        }
        let errors = answer.rows.iter().filter_map(|row| row.error.as_ref());
        errors.take(N_NAMED).for_each(hint);
        warn(&answer.warnings, &[]);
        Ok(())
    }
}

/// Refuses times for a fit that knows none.
pub(crate) fn check_times(fit: &SavedFit, times: &[f64]) -> Result<()> {
    ensure!(
        times.is_empty() || matches!(fit.model(), FittedModel::Cox(_)),
        "`--times` are those of the survival curves of a Cox fit: this fit predicts {}",
        if matches!(fit.outcome(), Outcome::Numbers { .. }) { "numbers" } else { "classes" }
    );
    Ok(())
}

/// Survival curves of the first rows.
fn curves(fit: &SavedFit, table: &Table, names: &[String]) -> Result<Picture> {
    let (FittedModel::Cox(model), Outcome::Survival { time, event, .. }) = (fit.model(), fit.outcome()) else {
        bail!("`--plot` draws survival curves, which only a Cox fit has");
    };
    let mut times: Vec<f64> =
        model.baseline_cumulative_hazard().into_iter().flat_map(|stratum| stratum.times).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    // A curve of more steps than pixels looks the same.
    let step = times.len().div_ceil(MOST_STEPS).max(1);
    let times: Vec<f64> = times.into_iter().step_by(step).collect();
    let shown: Vec<usize> = (0..table.n_rows().min(MOST_CURVES)).collect();
    let answer = fit.predict(&table.take(&shown), &times)?;
    let curve = |(name, row): (&String, &predict::fitted::RowAnswer)| match &row.prediction {
        Some(Prediction::Survival { survival, .. }) => Some(Curve {
            label: format!("row {name}"),
            times: std::iter::once(0.0).chain(times.iter().copied()).collect(),
            survival: std::iter::once(1.0).chain(in_order(survival).into_iter().map(|(_, share)| share)).collect(),
            lower: None,
            upper: None,
        }),
        _ => None,
    };
    let curves: Vec<Curve> = names.iter().zip(&answer.rows).filter_map(curve).collect();
    survival_curves_plot(&format!("{time} until {event}, predicted"), &curves, time, None)
}

/// A head and a row for each answer, as texts.
fn cells(fit: &SavedFit, answer: &FitAnswer, names: &[String], number: fn(f64) -> String) -> Vec<Vec<String>> {
    let mut head = vec!["row".to_owned()];
    let first = answer.rows.iter().find_map(|row| row.prediction.as_ref());
    match (first, fit.outcome()) {
        (Some(Prediction::Survival { survival, hazard_ratio_interval, .. }), _) => {
            head.push("hazard_ratio".to_owned());
            if hazard_ratio_interval.is_some() {
                head.extend(["low_95", "high_95"].map(str::to_owned));
            }
            head.extend(in_order(survival).into_iter().map(|(time, _)| format!("survival_{time}")));
            head.push("median".to_owned());
        }
        (_, Outcome::Classes { names, .. }) => {
            head.push("class".to_owned());
            head.extend(names.iter().map(|name| format!("probability_{name}")));
        }
        _ => head.push("prediction".to_owned()),
    }
    let n_columns = head.len();
    let row = |(name, row): (&String, &predict::fitted::RowAnswer)| {
        let mut cells = vec![name.clone()];
        match (&row.prediction, fit.outcome()) {
            (Some(Prediction::Survival { hazard_ratio, hazard_ratio_interval, survival, median, .. }), _) => {
                cells.push(number(*hazard_ratio));
                cells.extend(hazard_ratio_interval.iter().flatten().map(|end| number(*end)));
                cells.extend(in_order(survival).into_iter().map(|(_, share)| number(share)));
                cells.push(median.map_or_else(|| "NA".to_owned(), |median| median.to_string()));
            }
            (Some(Prediction::Class { class, probabilities }), Outcome::Classes { names, .. }) => {
                cells.push(class.clone());
                cells.extend(names.iter().map(|name| number(probabilities[name])));
            }
            (Some(Prediction::Number { value }), _) => cells.push(number(*value)),
            _ => cells.resize(n_columns, "NA".to_owned()),
        }
        cells
    };
    std::iter::once(head).chain(names.iter().zip(&answer.rows).map(row)).collect()
}

/// Probabilities by time, the times as numbers.
fn in_order(survival: &std::collections::BTreeMap<String, f64>) -> Vec<(&String, f64)> {
    let mut pairs: Vec<(&String, f64)> = survival.iter().map(|(time, share)| (time, *share)).collect();
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::INFINITY);
    pairs.sort_by(|a, b| number(a.0).total_cmp(&number(b.0)));
    pairs
}

fn csv_of(cells: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    cells.iter().try_for_each(|row| writer.write_record(row))?;
    Ok(writer.into_inner()?)
}

/// Cells in columns, the first to the left.
pub(crate) fn aligned(cells: &[Vec<String>]) -> String {
    let width = |at: usize| cells.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..cells[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let mut line = format!("{:<1$}", row[0], widths[0]);
        row.iter().zip(&widths).skip(1).for_each(|(cell, width)| {
            let _ = write!(line, "  {cell:>width$}");
        });
        line
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}
