//! What each term adds to the predictions of a fit: words and pictures.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;
use predict::fitted::{FitExplanation, FitUnit, Outcome};

use crate::cli::fits::{FitArgs, Rows};
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::outputs::check_distinct;
use crate::cli::pictures::{picture_file, save_picture};
use crate::digits::significant;
use crate::plot::{Picture, Swarm, WaterfallStep, swarm_plot, waterfall_plot};

/// Terms that a plot shows, and rows without an answer that are named.
const N_SHOWN: usize = 12;

/// What is explained of rows, and how it is shown.
#[derive(Debug, Args)]
pub(crate) struct ExplainRows {
    /// The class that is explained, of several
    #[arg(long, value_name = "NAME")]
    class: Option<String>,
    /// Also draw a picture, as PNG or SVG: a waterfall of one row, a summary of several
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    plot: Option<PathBuf>,
    /// Print JSON, with each row
    #[arg(long)]
    json: bool,
}

impl ExplainRows {
    pub(crate) fn run(&self, rows: &FitArgs) -> Result<()> {
        check_distinct(&[("--model", rows.model.as_deref()), ("--plot", self.plot.as_deref())])?;
        let Rows { fit, table, names } = rows.read(|_| Vec::new())?;
        let explained = fit.explain(&table, self.class.as_deref())?;
        let unit = match (explained.unit, fit.outcome()) {
            (FitUnit::Label, Outcome::Numbers { label }) => format!("`{label}`"),
            (unit, _) => unit.to_string(),
        };
        if let Some(path) = &self.plot {
            save_picture(path, &picture(&explained, &unit, &names)?, rows.path())?;
        }
        if self.json {
            print_json(&explained)?;
        } else {
            print(explanation(&explained, &unit, &names))?;
        }
        explained.rows.iter().filter_map(|row| row.error.as_ref()).take(N_SHOWN).for_each(hint);
        warn(&explained.warnings, &[]);
        Ok(())
    }
}

/// The columns with the largest mean of their contributions' sizes, that first.
fn ranked(explained: &FitExplanation) -> Vec<(usize, f64)> {
    let known: Vec<&Vec<f64>> =
        explained.rows.iter().map(|row| &row.contributions).filter(|values| !values.is_empty()).collect();
    let mean = |column: usize| known.iter().map(|row| row[column].abs()).sum::<f64>() / known.len() as f64;
    let mut ranked: Vec<(usize, f64)> = (0..explained.terms.len()).map(|column| (column, mean(column))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked
}

/// A summary of several rows, or what each column adds to one.
fn explanation(explained: &FitExplanation, unit: &str, names: &[String]) -> String {
    let of_class = explained.class.as_ref().map_or_else(String::new, |class| format!(" of `{class}`"));
    let mut text = format!("{unit}{of_class}, base value {}\n", significant(explained.base_value));
    let width = explained.terms.iter().map(|column| column.chars().count()).max().unwrap_or(0).max(6);
    let ranked = ranked(explained);
    if let ([row], [name]) = (explained.rows.as_slice(), names) {
        let prediction = |value| format!("{}{}", significant(value), meaning(explained.unit, value));
        let _ = writeln!(text, "row {name}: {}", row.prediction.map_or_else(|| "NA".to_owned(), prediction));
        for &(column, _) in ranked.iter().filter(|_| !row.contributions.is_empty()) {
            let (name, value) = (&explained.terms[column], &row.values[column]);
            let _ = writeln!(text, "  {name:<width$} {value:>12}  {:>10}", signed(row.contributions[column]));
        }
    } else {
        let _ = writeln!(text, "{} rows; `--json` has each\n", explained.rows.len());
        let _ = writeln!(text, "{:<width$}  mean size of what it adds", "term");
        for &(column, mean) in &ranked {
            let _ = writeln!(text, "{:<width$}  {}", explained.terms[column], significant(mean));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// What a number of an explanation means in the unit of predictions.
fn meaning(unit: FitUnit, value: f64) -> String {
    match unit {
        FitUnit::LogOdds => format!(" (probability {:.1} %)", 100.0 / (1.0 + (-value).exp())),
        FitUnit::LogHazard => format!(" (hazard ratio {})", significant(value.exp())),
        _ => String::new(),
    }
}

fn signed(number: f64) -> String {
    let text = significant(number);
    if number < 0.0 { text } else { format!("+{text}") }
}

fn picture(explained: &FitExplanation, unit: &str, names: &[String]) -> Result<Picture> {
    let of_class = explained.class.as_ref().map_or_else(String::new, |class| format!(" of `{class}`"));
    let ranked = ranked(explained);
    if let ([row], [name]) = (explained.rows.as_slice(), names) {
        ensure!(!row.contributions.is_empty(), "there is nothing to draw: {}", row.error.clone().unwrap_or_default());
        let step = |&(column, _): &(usize, f64)| WaterfallStep {
            label: format!("{} = {}", explained.terms[column], row.values[column]),
            contribution: row.contributions[column],
        };
        let mut steps: Vec<WaterfallStep> = ranked.iter().take(N_SHOWN).map(step).collect();
        let rest = &ranked[ranked.len().min(N_SHOWN)..];
        if !rest.is_empty() {
            let contribution = rest.iter().map(|&(column, _)| row.contributions[column]).sum();
            steps.push(WaterfallStep { label: format!("{} other terms", rest.len()), contribution });
        }
        return waterfall_plot(
            &format!("row {name}"),
            &format!("{unit}{of_class}"),
            explained.base_value,
            &steps,
            &[explained.base_value, row.prediction.unwrap_or(f64::NAN)].map(|value| meaning(explained.unit, value)),
        );
    }
    let swarm = |&(column, _): &(usize, f64)| {
        let rows = explained.rows.iter().filter(|row| !row.contributions.is_empty());
        let values: Vec<(f64, Option<f64>)> =
            rows.map(|row| (row.contributions[column], row.values[column].trim().parse().ok())).collect();
        let numbers = values.iter().filter_map(|(_, value)| *value);
        let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        let place = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
        let points = values.into_iter().map(|(contribution, value)| (contribution, value.map(place))).collect();
        Swarm { label: explained.terms[column].clone(), points }
    };
    let swarms: Vec<Swarm> = ranked.iter().take(N_SHOWN).map(swarm).collect();
    let below = format!("what each term adds to the {unit}{of_class}; grey: groups");
    swarm_plot(&format!("{} rows", explained.rows.len()), &below, &swarms)
}
