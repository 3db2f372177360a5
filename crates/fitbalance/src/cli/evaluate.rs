//! `fitbalance evaluate`: how right a saved fit is on rows that it has not seen.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use predict::fitted::{Outcome, Prediction};
use serde::Serialize;

use crate::cli::fits::{FitArgs, Rows, aligned, check_times};
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::outputs::check_distinct;
use crate::cli::pictures::{PictureFile, of_kind, save_picture};
use crate::digits::significant;
use crate::evaluation::{
    CalibrationGroup, Evaluation, Figure, PictureKind, SurvivalColumns, of_classes, of_numbers, of_survival,
};

/// Rows without an answer that are named.
const N_NAMED: usize = 5;

#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    #[command(flatten)]
    rows: FitArgs,
    /// Times of the Brier scores of a Cox fit, the middle one also of its calibration [default: the quartiles of its event times]
    #[arg(long, value_name = "T,T", value_delimiter = ',')]
    times: Vec<f64>,
    /// Draw, as PNG or SVG: `calibration=` (or nothing) predictions beside what came, `roc=` of classes; may be repeated
    #[arg(long, value_name = "[KIND=]FILE", value_parser = of_kind::<PictureKind>)]
    plot: Vec<PictureFile<PictureKind>>,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How right a fit is, for programs.
#[derive(Debug, Serialize)]
struct Report {
    data: PathBuf,
    n_rows: usize,
    /// Rows without an answer: a category that the fit does not know.
    n_unanswered: usize,
    scores: Vec<Figure>,
    calibration: Vec<CalibrationGroup>,
    remarks: Vec<String>,
    warnings: Vec<predict::Warning>,
}

impl Evaluate {
    pub(crate) fn run(self) -> Result<()> {
        check_distinct(&self.plot.iter().map(|plot| ("--plot", Some(plot.path.as_path()))).collect::<Vec<_>>())?;
        let Rows { fit, table, .. } = self.rows.read(|fit| match fit.outcome() {
            Outcome::Survival { time, event, start, .. } => {
                [time, event].into_iter().cloned().chain(start.clone()).collect()
            }
            Outcome::Classes { label, .. } | Outcome::Numbers { label } => vec![label.clone()],
            _ => Vec::new(),
        })?;
        check_times(&fit, &self.times)?;
        let answer = fit.predict(&table, &self.times)?;
        let known: Vec<usize> = (0..answer.rows.len()).filter(|&row| answer.rows[row].prediction.is_some()).collect();
        let predictions: Vec<&Prediction> = answer.rows.iter().filter_map(|row| row.prediction.as_ref()).collect();
        let answered = table.take(&known);
        let Evaluation { figures, calibration, remarks, pictures } = match fit.outcome() {
            Outcome::Survival { time, event, start, strata } => {
                let columns = SurvivalColumns {
                    time,
                    event,
                    start: start.as_deref(),
                    strata: strata.as_ref().map(|(column, _)| column.as_str()),
                };
                of_survival(&answered, &columns, &times(&predictions), &predictions, self.seed)?
            }
            Outcome::Classes { label, names } => of_classes(&answered, label, names, &predictions, self.seed)?,
            Outcome::Numbers { label } => of_numbers(&answered, label, &predictions, self.seed)?,
            _ => bail!("this fit predicts what cannot be evaluated here"),
        };
        for PictureFile { kind, path } in &self.plot {
            let drawn = pictures.iter().find(|(other, _)| other == kind).map(|(_, picture)| picture);
            let why = || {
                let why = if remarks.is_empty() { "it has no such picture".to_owned() } else { remarks.join("; ") };
                format!("`{}` cannot be drawn of this fit and these rows: {why}", path.display())
            };
            save_picture(path, drawn.with_context(why)?, self.rows.path())?;
        }
        let report = Report {
            data: self.rows.path().to_owned(),
            n_rows: known.len(),
            n_unanswered: answer.rows.len() - known.len(),
            scores: figures,
            calibration,
            remarks,
            warnings: answer.warnings,
        };
        if self.json {
            print_json(&report)?;
        } else {
            print(text(&report))?;
        }
        report.remarks.iter().for_each(hint);
        answer.rows.iter().filter_map(|row| row.error.as_ref()).take(N_NAMED).for_each(hint);
        warn(&report.warnings, &[]);
        Ok(())
    }
}

/// The times at which survival is predicted, ascending.
fn times(predictions: &[&Prediction]) -> Vec<f64> {
    let Some(Prediction::Survival { survival, .. }) = predictions.first() else { return Vec::new() };
    let mut times: Vec<f64> = survival.keys().filter_map(|time| time.parse().ok()).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn text(report: &Report) -> String {
    let mut lines = vec![format!("{}: {} rows", report.data.display(), report.n_rows)];
    if report.n_unanswered > 0 {
        lines.push(format!("{} more have no answer", report.n_unanswered));
    }
    if !report.scores.is_empty() {
        let mut cells = vec![["", "", "95 % from", "to", "all alike"].map(str::to_owned).to_vec()];
        for Figure { name, value, interval, of_all_alike } in &report.scores {
            let end = |at: usize| interval.map_or_else(String::new, |ends| significant(ends[at]));
            let alike = of_all_alike.map_or_else(String::new, significant);
            cells.push(vec![format!("  {name}"), significant(*value), end(0), end(1), alike]);
        }
        lines.push(aligned(&cells));
    }
    if !report.calibration.is_empty() {
        let mut cells =
            vec![["calibration", "rows", "predicted", "observed", "95 % from", "to"].map(str::to_owned).to_vec()];
        for (at, group) in report.calibration.iter().enumerate() {
            let [low, high] = group.interval.map(significant);
            let (predicted, observed) = (significant(group.predicted), significant(group.observed));
            cells.push(vec![format!("  {}", at + 1), group.n_rows.to_string(), predicted, observed, low, high]);
        }
        lines.push(format!("\n{}", aligned(&cells)));
    }
    lines.join("\n")
}
