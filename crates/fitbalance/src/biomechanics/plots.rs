//! Pictures of a pose network.

use anyhow::{Context, Result};
use pose_gnn::{EpochReport, Prediction};
use words::{Exercise, JointAngle};

use crate::biomechanics::dataset::Sequences;
use crate::plot::{CurvePanel, Picture, ScatterPanel, confusion_matrix_plot, curve_panels_plot, scatter_panels_plot};

/// Loss and validation errors by epoch.
pub(crate) fn training_curves(history: &[EpochReport]) -> Result<Picture> {
    let panel = |title: &str, value: fn(&EpochReport) -> f64| CurvePanel {
        title: title.to_owned(),
        values: history.iter().map(value).collect(),
    };
    let panels = [
        panel("training loss", |report| report.training_loss),
        panel("form score, RMSE (points)", |report| report.validation.form_score_rmse),
        panel("joint angles, MAE (deg)", |report| report.validation.joint_angles_mae_deg),
        panel("exercise, accuracy", |report| report.validation.exercise_accuracy),
        panel("fault-load index, MAE (points)", |report| report.validation.injury_risk_mae),
        panel("learning rate", |report| report.learning_rate),
    ];
    let best = history.iter().rfind(|report| report.is_best).map(|report| report.epoch);
    curve_panels_plot("Pose network: training loss, and errors on validation sequences", "epoch", &panels, best)
        .context("cannot draw the training curves")
}

/// Which exercise is taken for which.
pub(crate) fn confusion_matrix(sequences: &Sequences, rows: &[usize], predictions: &[Prediction]) -> Result<Picture> {
    let mut counts = vec![vec![0; Exercise::ALL.len()]; Exercise::ALL.len()];
    for (row, prediction) in rows.iter().zip(predictions) {
        counts[sequences.examples[*row].targets.exercise as usize][prediction.exercise() as usize] += 1;
    }
    let labels: Vec<String> = Exercise::ALL.iter().map(|exercise| exercise.name().replace('_', " ")).collect();
    confusion_matrix_plot("Pose network: exercises of held-out sequences", &labels, &counts)
        .context("cannot draw the confusion matrix")
}

/// Predictions against labels.
pub(crate) fn predicted_vs_true(sequences: &Sequences, rows: &[usize], predictions: &[Prediction]) -> Result<Picture> {
    let pairs = |of: &dyn Fn(&Prediction, &pose_gnn::Targets) -> [f32; 2]| -> Vec<(f64, f64)> {
        rows.iter()
            .zip(predictions)
            .map(|(row, prediction)| of(prediction, &sequences.examples[*row].targets))
            .map(|[expected, got]| (f64::from(expected), f64::from(got)))
            .collect()
    };
    let mut panels = vec![
        ScatterPanel {
            title: "form score (points)".to_owned(),
            range: (0.0, 100.0),
            points: pairs(&|prediction, targets| [targets.form_score, prediction.form_score]),
        },
        ScatterPanel {
            title: "fault-load index (points)".to_owned(),
            range: (0.0, 100.0),
            points: pairs(&|prediction, targets| [targets.injury_risk_score, prediction.injury_risk_score]),
        },
    ];
    for (angle, name) in JointAngle::NAMES.iter().enumerate() {
        panels.push(ScatterPanel {
            title: format!("{} (deg)", name.replace('_', " ")),
            range: (0.0, 180.0),
            points: pairs(&|prediction, targets| [targets.joint_angles_deg[angle], prediction.joint_angles_deg[angle]]),
        });
    }
    scatter_panels_plot("Pose network: held-out sequences, predicted against true", &panels)
        .context("cannot draw the predictions")
}
