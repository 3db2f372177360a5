//! `fitbalance evaluate`: how right a saved fit is on rows that it has not seen.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use features::Columns;
use metrics::{
    ConfusionMatrix, Interval, auc, auc_interval, bootstrap_ci, brier_score, expected_calibration_error, log_loss,
    log_loss_of_classes, mean_absolute_error, r_squared, root_mean_squared_error,
};
use predict::fitted::{Outcome, Prediction};
use serde::Serialize;
use survival::{SurvivalTarget, concordance_index};

use crate::cli::fits::{FitArgs, Rows};
use crate::cli::output::{hint, print, print_json, warn};
use crate::digits::significant;
use crate::table::Table;

/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// Resamples of a bootstrap.
const N_RESAMPLES: usize = 1000;

/// Parts of the probabilities in which their calibration is measured.
const N_BINS: usize = 10;

/// Quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    #[command(flatten)]
    rows: FitArgs,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How right a fit is.
#[derive(Debug, Serialize)]
struct Evaluation {
    data: PathBuf,
    n_rows: usize,
    /// Rows without an answer: a category that the fit does not know.
    n_unanswered: usize,
    scores: Vec<Figure>,
    warnings: Vec<predict::Warning>,
}

/// A figure, with an interval where there is one.
#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    interval: Option<[f64; 2]>,
}

impl Figure {
    fn new(name: &'static str, value: f64, interval: Option<&Interval>) -> Self {
        Self { name, value, interval: interval.map(|interval| [interval.low, interval.high]) }
    }
}

impl Evaluate {
    pub(crate) fn run(self) -> Result<()> {
        let Rows { fit, table, .. } = self.rows.read(|fit| match fit.outcome() {
            Outcome::Survival { time, event, start, .. } => {
                [time, event].into_iter().cloned().chain(start.clone()).collect()
            }
            Outcome::Classes { label, .. } | Outcome::Numbers { label } => vec![label.clone()],
            _ => Vec::new(),
        })?;
        let answer = fit.predict(&table, &[])?;
        let known: Vec<usize> = (0..answer.rows.len()).filter(|&row| answer.rows[row].prediction.is_some()).collect();
        let predictions: Vec<&Prediction> = answer.rows.iter().filter_map(|row| row.prediction.as_ref()).collect();
        let answered = table.take(&known);
        let scores = match fit.outcome() {
            Outcome::Survival { time, event, start, strata } => of_survival(
                &answered,
                time,
                event,
                start.as_deref(),
                strata.as_ref().map(|(column, _)| column.as_str()),
                &predictions,
            )?,
            Outcome::Classes { label, names } => of_classes(&answered, label, names, &predictions, self.seed)?,
            Outcome::Numbers { label } => of_numbers(&answered, label, &predictions, self.seed)?,
            _ => bail!("this fit predicts what cannot be evaluated here"),
        };
        let evaluation = Evaluation {
            data: self.rows.path().to_owned(),
            n_rows: known.len(),
            n_unanswered: answer.rows.len() - known.len(),
            scores,
            warnings: answer.warnings,
        };
        if self.json {
            print_json(&evaluation)?;
        } else {
            print(text(&evaluation))?;
        }
        answer.rows.iter().filter_map(|row| row.error.as_ref()).take(5).for_each(hint);
        warn(&evaluation.warnings, &[]);
        Ok(())
    }
}

fn text(evaluation: &Evaluation) -> String {
    let mut lines = vec![format!("{}: {} rows", evaluation.data.display(), evaluation.n_rows)];
    if evaluation.n_unanswered > 0 {
        lines.push(format!("{} more have no answer: the fit does not know a category", evaluation.n_unanswered));
    }
    for Figure { name, value, interval } in &evaluation.scores {
        let interval = interval
            .map_or_else(String::new, |[low, high]| format!("   95 % {} to {}", significant(low), significant(high)));
        lines.push(format!("  {name:<22} {:>9}{interval}", significant(*value)));
    }
    lines.join("\n")
}

fn of_survival(
    table: &Table,
    time: &str,
    event: &str,
    start: Option<&str>,
    strata: Option<&str>,
    predictions: &[&Prediction],
) -> Result<Vec<Figure>> {
    let (times, events) = (table.numeric(time)?, table.event(event)?);
    let mut target = match start {
        Some(start) => SurvivalTarget::start_stop(table.numeric(start)?, times, events)?,
        None => SurvivalTarget::right_censored(times, events)?,
    };
    if let Some(column) = strata {
        let labels = table.strings(column)?;
        let mut distinct = labels.clone();
        distinct.sort();
        distinct.dedup();
        let number = |label: &String| u32::try_from(distinct.partition_point(|other| other < label));
        target = target.with_strata(labels.iter().map(number).collect::<Result<_, _>>()?)?;
    }
    let scores: Vec<f64> = predictions
        .iter()
        .map(|prediction| match prediction {
            Prediction::Survival { risk_score, .. } => *risk_score,
            _ => f64::NAN,
        })
        .collect();
    let concordance = concordance_index(&target, &scores)?;
    let half = Z * concordance.standard_error();
    let interval = Some([(concordance.value() - half).max(0.0), (concordance.value() + half).min(1.0)]);
    Ok(vec![Figure { name: "C-index (Harrell)", value: concordance.value(), interval }])
}

fn of_classes(
    table: &Table,
    label: &str,
    names: &[String],
    predictions: &[&Prediction],
    seed: u64,
) -> Result<Vec<Figure>> {
    let mut truth = Vec::new();
    for (row, text) in table.strings(label)?.into_iter().enumerate() {
        let number = text.trim().parse::<f64>().ok();
        let is_same = |name: &String| {
            let is_boolean = ["true", "false"].iter().any(|boolean| name.eq_ignore_ascii_case(boolean));
            *name == text
                || (is_boolean && name.eq_ignore_ascii_case(&text))
                || number.is_some_and(|number| name.parse::<f64>().is_ok_and(|other| other.total_cmp(&number).is_eq()))
        };
        let Some(class) = names.iter().position(is_same) else {
            let (row, known) = (table.row_name(row), names.join("`, `"));
            bail!("{row}, column `{label}`: `{text}` is none of the classes `{known}`")
        };
        truth.push(class);
    }
    let (mut guesses, mut probabilities) = (Vec::new(), Vec::new());
    for prediction in predictions {
        if let Prediction::Class { class, probabilities: shares } = prediction {
            guesses.push(names.iter().position(|name| name == class).unwrap_or_default());
            probabilities.extend(names.iter().map(|name| shares[name].clamp(0.0, 1.0)));
        }
    }
    let confusion = ConfusionMatrix::new(&truth, &guesses, names.len())?;
    let hits: Vec<f64> = truth.iter().zip(&guesses).map(|(a, b)| f64::from(u8::from(a == b))).collect();
    let of_mean = |values: &[f64]| {
        bootstrap_ci(values.len(), N_RESAMPLES, LEVEL, seed, |rows: &[usize]| {
            Some(rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64)
        })
    };
    let accuracy = Figure::new("accuracy", confusion.accuracy(), Some(&of_mean(&hits)?));
    if names.len() > 2 {
        return Ok(vec![
            accuracy,
            Figure::new("macro F1", confusion.macro_f1(), None),
            Figure::new("log-loss", log_loss_of_classes(&probabilities, &truth, names.len())?, None),
        ]);
    }
    let second: Vec<f64> = probabilities.iter().skip(1).step_by(2).copied().collect();
    let positive: Vec<bool> = truth.iter().map(|&class| class == 1).collect();
    let squares: Vec<f64> =
        second.iter().zip(&positive).map(|(p, &is)| (p - f64::from(u8::from(is))).powi(2)).collect();
    let has_both = positive.iter().any(|&is| is) && positive.iter().any(|&is| !is);
    let mut figures = Vec::new();
    if has_both {
        figures.push(Figure::new("AUC", auc(&second, &positive)?, Some(&auc_interval(&second, &positive, LEVEL)?)));
    } else {
        hint("all rows are of one class: there is no AUC");
    }
    figures.extend([
        accuracy,
        Figure::new("Brier score", brier_score(&second, &positive)?, Some(&of_mean(&squares)?)),
        Figure::new("log-loss", log_loss(&second, &positive)?, None),
        Figure::new("calibration error", expected_calibration_error(&second, &positive, N_BINS)?, None),
    ]);
    Ok(figures)
}

fn of_numbers(table: &Table, label: &str, predictions: &[&Prediction], seed: u64) -> Result<Vec<Figure>> {
    let truth = table.numeric(label)?;
    let predicted: Vec<f64> = predictions
        .iter()
        .map(|prediction| if let Prediction::Number { value } = prediction { *value } else { f64::NAN })
        .collect();
    let errors: Vec<f64> = truth.iter().zip(&predicted).map(|(a, b)| (a - b).abs()).collect();
    let interval = bootstrap_ci(errors.len(), N_RESAMPLES, LEVEL, seed, |rows: &[usize]| {
        Some(rows.iter().map(|&row| errors[row]).sum::<f64>() / rows.len() as f64)
    })?;
    Ok(vec![
        Figure::new("MAE", mean_absolute_error(&predicted, &truth)?, Some(&interval)),
        Figure::new("RMSE", root_mean_squared_error(&predicted, &truth)?, None),
        Figure::new("R²", r_squared(&predicted, &truth)?, None),
    ])
}
