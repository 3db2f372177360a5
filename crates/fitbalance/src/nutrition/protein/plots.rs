//! Pictures of the protein network and of a recommendation.

use anyhow::{Context, Result};
use nutrition::{ProteinEpoch, Recommendation};
use words::DiaryMetric;

use crate::nutrition::protein::evaluation::ProteinEvaluation;
use crate::plot::{
    CurvePanel, Picture, ScatterPanel, Swarm, WaterfallStep, curve_panels_plot, scatter_panels_plot, swarm_plot,
    waterfall_plot,
};

/// Loss and validation error by epoch.
pub(crate) fn training_curves(history: &[ProteinEpoch]) -> Result<Picture> {
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
pub(crate) fn predicted_vs_true(evaluation: &ProteinEvaluation) -> Result<Picture> {
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
pub(crate) fn waterfall(user_id: &str, recommendation: &Recommendation) -> Result<Picture> {
    let steps: Vec<WaterfallStep> = recommendation
        .adjustments
        .iter()
        .map(|adjustment| WaterfallStep {
            label: format!("{} (mean {:.1})", in_words(adjustment.metric), adjustment.mean),
            contribution: adjustment.g_per_day,
        })
        .collect();
    let title = format!("User {user_id}: protein need");
    waterfall_plot(&title, "g of protein a day", recommendation.baseline_g_per_day, &steps, &Default::default())
}

/// What each metric adds to the recommendations of many people, the one that moves most on top; coloured by the person's mean.
pub(crate) fn swarm(recommendations: &[&Recommendation]) -> Result<Picture> {
    let of_metric = |metric: DiaryMetric| -> Vec<(f64, f64)> {
        let all = recommendations.iter().flat_map(|recommendation| &recommendation.adjustments);
        all.filter(|adjustment| adjustment.metric == metric).map(|one| (one.g_per_day, one.mean)).collect()
    };
    let mut swarms: Vec<(f64, Swarm)> = DiaryMetric::ALL
        .into_iter()
        .map(|metric| (metric, of_metric(metric)))
        .filter(|(_, adds)| !adds.is_empty())
        .map(|(metric, adds)| {
            let ends = adds.iter().map(|(_, mean)| *mean);
            let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
            let place = |mean: f64| if high > low { (mean - low) / (high - low) } else { 0.5 };
            let moves = adds.iter().map(|(grams, _)| grams.abs()).sum::<f64>() / adds.len() as f64;
            let points = adds.iter().map(|&(grams, mean)| (grams, Some(place(mean)))).collect();
            (moves, Swarm { label: in_words(metric), points })
        })
        .collect();
    swarms.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let swarms: Vec<Swarm> = swarms.into_iter().map(|(_, swarm)| swarm).collect();
    let title = format!("Protein need: {} people", recommendations.len());
    swarm_plot(&title, "what each metric adds, g of protein a day; colour: the person's mean", &swarms)
}

/// A metric's name in words.
pub(crate) fn in_words(metric: DiaryMetric) -> String {
    metric.name().replace('_', " ")
}
