//! Pictures of the food network's training and errors.

use anyhow::{Context, Result};
use nutrition::FoodEpoch;

use crate::nutrition::food::evaluation::FoodEvaluation;
use crate::plot::{CurvePanel, Picture, ShareCurve, confusion_matrix_plot, curve_panels_plot, share_curves_plot};

pub(crate) fn training_curves(history: &[FoodEpoch]) -> Result<Picture> {
    let panels = [
        CurvePanel {
            title: "training loss (nat, augmented pictures, smoothed labels)".to_owned(),
            values: history.iter().map(|epoch| epoch.training_loss).collect(),
        },
        CurvePanel {
            title: "validation log-loss (nat, before calibration)".to_owned(),
            values: history.iter().map(|epoch| epoch.validation_log_loss).collect(),
        },
        CurvePanel {
            title: "validation accuracy (%)".to_owned(),
            values: history.iter().map(|epoch| 100.0 * epoch.validation_accuracy).collect(),
        },
    ];
    let best = history.iter().rfind(|epoch| epoch.is_best).map(|epoch| epoch.epoch);
    curve_panels_plot("Food network", "epoch", &panels, best).context("cannot draw the training curves")
}

pub(crate) fn confusion_matrix(evaluation: &FoodEvaluation, classes: &[String]) -> Result<Picture> {
    let labels: Vec<String> = classes.iter().map(|class| class.replace('_', " ")).collect();
    let n = labels.len();
    let counts: Vec<Vec<usize>> =
        (0..n).map(|truth| (0..n).map(|guess| evaluation.confusion.count(truth, guess)).collect()).collect();
    let title = format!("Food network: {} held-out pictures", evaluation.n_pictures);
    confusion_matrix_plot(&title, &labels, &counts).context("cannot draw the confusion matrix")
}

pub(crate) fn calibration(evaluation: &FoodEvaluation) -> Result<Picture> {
    let bins = &evaluation.reliability;
    let curve = ShareCurve {
        label: format!("calibrated: error {:.1} %", 100.0 * evaluation.calibration_error),
        points: bins.iter().map(|bin| (bin.mean_probability, bin.observed_share)).collect(),
        intervals: bins.iter().map(|bin| (bin.low, bin.high)).collect(),
    };
    let axes = ["probability of the most probable food", "share that was right, 95 % interval"];
    let title = format!("Food network: calibration, {} held-out pictures", evaluation.n_pictures);
    share_curves_plot(&title, axes, &[curve]).context("cannot draw the calibration")
}
