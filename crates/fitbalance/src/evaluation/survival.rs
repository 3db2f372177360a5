//! Survival beside what came.

use anyhow::Result;
use predict::fitted::Prediction;
use survival::{BandScale, KaplanMeier, SurvivalTarget, brier_terms, concordance_index};

use super::{CalibrationGroup, Evaluation, Figure, LEVEL, PictureKind, interval_of_mean, mean, n_groups};
use crate::cox::codes;
use crate::plot::{ShareCurve, share_curves_plot};
use crate::table::Table;

/// Quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// The columns of a known outcome.
pub(crate) struct SurvivalColumns<'a> {
    pub(crate) time: &'a str,
    pub(crate) event: &'a str,
    pub(crate) start: Option<&'a str>,
    pub(crate) strata: Option<&'a str>,
}

/// Judges risk scores, and probabilities of survival at `times`; the calibration is of the middle one.
///
/// # Errors
///
/// Times and events that are none
pub(crate) fn of_survival(
    table: &Table,
    columns: &SurvivalColumns<'_>,
    times: &[f64],
    predictions: &[&Prediction],
    seed: u64,
) -> Result<Evaluation> {
    let (stop, events) = (table.numeric(columns.time)?, table.event(columns.event)?);
    let mut evaluation =
        Evaluation { figures: Vec::new(), calibration: Vec::new(), remarks: Vec::new(), pictures: Vec::new() };
    if !events.contains(&true) {
        evaluation.remarks.push("no row has the event: there is nothing to judge by".to_owned());
        return Ok(evaluation);
    }
    let mut target = match columns.start {
        Some(start) => SurvivalTarget::start_stop(table.numeric(start)?, stop, events)?,
        None => SurvivalTarget::right_censored(stop, events)?,
    };
    if let Some(column) = columns.strata {
        target = target.with_strata(codes(&table.strings(column)?).0)?;
    }
    let scores: Vec<f64> = predictions
        .iter()
        .map(|prediction| if let Prediction::Survival { risk_score, .. } = prediction { *risk_score } else { f64::NAN })
        .collect();
    match concordance_index(&target, &scores) {
        Ok(concordance) => {
            let half = Z * concordance.standard_error();
            let ends = [(concordance.value() - half).max(0.0), (concordance.value() + half).min(1.0)];
            let interval = Some(ends).filter(|[low, high]| low < high);
            evaluation.figures.push(Figure {
                name: "C-index (Harrell)".to_owned(),
                value: concordance.value(),
                interval,
                of_all_alike: Some(0.5),
            });
        }
        Err(error) => evaluation.remarks.push(format!("there is no C-index: {error}")),
    }
    if columns.start.is_some() {
        evaluation.remarks.push("start–stop data: no Brier score, no calibration".to_owned());
        return Ok(evaluation);
    }
    let curve = KaplanMeier::fit(&target);
    let last = target.stop().iter().copied().fold(0.0, f64::max);
    for &time in times {
        if time >= last {
            let why = format!("no row is followed beyond {last}: no Brier score at {time}");
            evaluation.remarks.push(why);
            continue;
        }
        let terms = brier_terms(&target, &survival_at(predictions, time), time)?;
        let alike = vec![curve.survival_before(time.next_up()); terms.len()];
        let of_alike = brier_terms(&target, &alike, time)?;
        evaluation.figures.push(Figure {
            of_all_alike: Some(mean(of_alike.iter().copied())),
            ..Figure::new(
                format!("Brier score at {time}"),
                mean(terms.iter().copied()),
                Some(&interval_of_mean(&terms, seed)?),
            )
        });
    }
    if let Some(&time) = times.get(times.len() / 2) {
        calibrate(&mut evaluation, &target, &survival_at(predictions, time), time)?;
    }
    Ok(evaluation)
}

fn survival_at(predictions: &[&Prediction], time: f64) -> Vec<f64> {
    let name = time.to_string();
    let share = |prediction: &&Prediction| match prediction {
        Prediction::Survival { survival, .. } => survival.get(&name).copied().unwrap_or(f64::NAN).clamp(0.0, 1.0),
        _ => f64::NAN,
    };
    predictions.iter().map(share).collect()
}

/// Groups of rows by their risk until a time beside what Kaplan and Meier find in each.
fn calibrate(evaluation: &mut Evaluation, target: &SurvivalTarget, survival: &[f64], time: f64) -> Result<()> {
    let n_groups = n_groups(survival.len());
    if n_groups == 0 {
        evaluation.remarks.push(format!("{} rows are too few for a calibration", survival.len()));
        return Ok(());
    }
    let mut order: Vec<usize> = (0..survival.len()).collect();
    order.sort_by(|&a, &b| survival[b].total_cmp(&survival[a]));
    for group in 0..n_groups {
        let rows = &order[group * order.len() / n_groups..(group + 1) * order.len() / n_groups];
        let predicted = mean(rows.iter().map(|&row| 1.0 - survival[row]));
        let (observed, interval) = match target.select(rows) {
            Ok(part) => {
                let curve = KaplanMeier::fit(&part);
                let passed = curve.times().partition_point(|&at| at <= time);
                let (low, high) = match passed {
                    0 => (1.0, 1.0),
                    _ => curve.band(LEVEL, BandScale::LogLog)[passed - 1],
                };
                (1.0 - curve.survival_before(time.next_up()), [1.0 - high, 1.0 - low])
            }
            // None of the group has the event.
            Err(_) => (0.0, [0.0, 0.0]),
        };
        evaluation.calibration.push(CalibrationGroup { n_rows: rows.len(), predicted, observed, interval });
    }
    let curve = ShareCurve {
        label: format!("{n_groups} groups of {} rows", survival.len()),
        points: evaluation.calibration.iter().map(|group| (group.predicted, group.observed)).collect(),
        intervals: evaluation.calibration.iter().map(|group| (group.interval[0], group.interval[1])).collect(),
    };
    let axes = ["predicted risk, mean of a group of rows", "with the event (Kaplan–Meier), 95 % interval"];
    let title = format!("Calibration: event by {time}");
    evaluation.pictures.push((PictureKind::Calibration, share_curves_plot(&title, axes, &[curve])?));
    Ok(())
}
