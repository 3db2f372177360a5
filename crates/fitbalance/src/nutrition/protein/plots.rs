//! Pictures of the protein network and of a recommendation.

use anyhow::{Context, Result};
use nutrition::{ProteinEpoch, Recommendation};
use words::DiaryMetric;

use crate::nutrition::protein::evaluation::ProteinEvaluation;
use crate::plot::{CurvePanel, ScatterPanel, WaterfallStep, curve_panels_plot, scatter_panels_plot, waterfall_plot};

/// Loss and validation error by epoch.
pub(crate) fn training_curves(history: &[ProteinEpoch]) -> Result<Vec<u8>> {
    let panels = [
        CurvePanel {
            title: "training loss (squared share of the range)".to_owned(),
            values: history.iter().map(|epoch| epoch.training_loss).collect(),
        },
        CurvePanel {
            title: "validation users, MAE (g/day)".to_owned(),
            values: history.iter().map(|epoch| epoch.validation_mae_g_per_day).collect(),
        },
    ];
    let best = history.iter().rfind(|epoch| epoch.is_best).map(|epoch| epoch.epoch);
    curve_panels_plot("Protein network", "epoch", &panels, best).context("cannot draw the training curves")
}

/// Recommendations against observed needs.
pub(crate) fn predicted_vs_true(evaluation: &ProteinEvaluation) -> Result<Vec<u8>> {
    let ends = evaluation.points.iter().flat_map(|&(a, b)| [a, b]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let panel = ScatterPanel {
        title: "need (g/day), held-out users".to_owned(),
        range: ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0),
        points: evaluation.points.clone(),
    };
    scatter_panels_plot("Protein network", &[panel]).context("cannot draw predictions against needs")
}

/// The way from the baseline to a recommendation, as a picture.
pub(crate) fn waterfall(user_id: &str, recommendation: &Recommendation) -> Result<Vec<u8>> {
    let steps: Vec<WaterfallStep> = recommendation
        .adjustments
        .iter()
        .map(|adjustment| WaterfallStep {
            label: format!("{} (mean {:.1})", in_words(adjustment.metric), adjustment.mean),
            contribution: adjustment.g_per_day,
        })
        .collect();
    let title = format!("User {user_id}: protein need");
    waterfall_plot(&title, "g of protein a day", recommendation.baseline_g_per_day, &steps)
}

/// A metric's name in words.
pub(crate) fn in_words(metric: DiaryMetric) -> String {
    metric.name().replace('_', " ")
}
