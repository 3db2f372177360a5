//! Pictures of a burnout model.

use anyhow::{Context, Result};
use survival::{BandScale, CoxPh, KaplanMeier, SurvivalTarget};

use crate::plot::{Curve, HazardRatioRow, Picture, hazard_ratio_plot, survival_curves_plot};

/// Names of the risk groups, lowest risk first.
const GROUPS: [&str; 3] = ["low risk", "medium risk", "high risk"];

/// Hazard ratios with 95 % intervals, per standard deviation of each feature, of the fit without penalty.
pub(crate) fn hazard_ratios(model: &CoxPh) -> Result<Picture> {
    let row = |row: survival::CoefficientRow| {
        Some(HazardRatioRow {
            name: row.name.replace('_', " "),
            hazard_ratio: row.hazard_ratio,
            ci_low: row.ci_low?,
            ci_high: row.ci_high?,
            p: row.p?,
        })
    };
    let rows: Vec<_> = model.coefficient_table().into_iter().filter_map(row).collect();
    hazard_ratio_plot("Burnout: hazard ratio per standard deviation, 95 % interval (Cox, no penalty)", &rows)
        .context("cannot draw the hazard ratios")
}

/// Kaplan–Meier curves of held-out people in three risk groups, cut at the thirds of the training scores.
pub(crate) fn survival_by_risk_group(train_scores: &[f64], target: &SurvivalTarget, scores: &[f64]) -> Result<Picture> {
    let cuts = thirds(train_scores);
    let mut curves = Vec::new();
    for (group, label) in GROUPS.iter().enumerate() {
        let rows: Vec<usize> =
            (0..scores.len()).filter(|&row| cuts.iter().filter(|&&cut| scores[row] > cut).count() == group).collect();
        curves.extend(curve(label, target, &rows));
    }
    survival_curves_plot(
        "Burnout-free share of held-out people by predicted risk",
        &curves,
        "days after the run-in",
        None,
    )
    .context("cannot draw the survival curves")
}

/// A group's curve with its interval; without events it stays at 1, and without people there is none.
fn curve(label: &str, target: &SurvivalTarget, rows: &[usize]) -> Option<Curve> {
    let last = rows.iter().map(|&row| target.stop()[row]).fold(f64::NEG_INFINITY, f64::max);
    if rows.is_empty() {
        return None;
    }
    let (mut times, mut survival, mut lower, mut upper, mut n_events) = (vec![0.0], vec![1.0], vec![1.0], vec![1.0], 0);
    if let Ok(group) = target.select(rows) {
        let fitted = KaplanMeier::fit(&group);
        n_events = group.n_events();
        times.extend(fitted.times());
        survival.extend(fitted.survival());
        let (low, high): (Vec<f64>, Vec<f64>) = fitted.band(0.95, BandScale::LogLog).into_iter().unzip();
        lower.extend(low);
        upper.extend(high);
    }
    // To the end of the group's follow-up.
    if times.last().is_some_and(|&time| time < last) {
        times.push(last);
        for values in [&mut survival, &mut lower, &mut upper] {
            values.extend(values.last().copied());
        }
    }
    Some(Curve {
        label: format!("{label}: {} people, {n_events} events", rows.len()),
        times,
        survival,
        lower: Some(lower),
        upper: Some(upper),
    })
}

fn thirds(scores: &[f64]) -> [f64; 2] {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    [sorted[sorted.len() / 3], sorted[2 * sorted.len() / 3]]
}
