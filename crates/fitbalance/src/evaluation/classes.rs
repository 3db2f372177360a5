//! Classes beside the true ones.

use anyhow::{Result, bail};
use metrics::{
    Binning, ConfusionMatrix, auc, auc_interval, brier_score, expected_calibration_error, log_loss,
    log_loss_of_classes, reliability_curve, share_interval,
};
use predict::fitted::Prediction;

use super::{CalibrationGroup, Evaluation, Figure, LEVEL, PictureKind, interval_of_mean, mean, n_groups};
use crate::ensemble::Judged;
use crate::table::Table;

/// Parts of the probabilities in which the calibration error is measured.
const N_BINS: usize = 10;

/// Judges probabilities of classes.
///
/// # Errors
///
/// A label that is none of the classes
pub(crate) fn of_classes(
    table: &Table,
    label: &str,
    names: &[String],
    predictions: &[&Prediction],
    seed: u64,
) -> Result<Evaluation> {
    let truth = classes(table, label, names)?;
    let (mut guesses, mut probabilities) = (Vec::new(), Vec::new());
    for prediction in predictions {
        if let Prediction::Class { class, probabilities: shares } = prediction {
            guesses.push(names.iter().position(|name| name == class).unwrap_or_default());
            probabilities.push(names.iter().map(|name| shares[name].clamp(0.0, 1.0)).collect::<Vec<f64>>());
        }
    }
    let confusion = ConfusionMatrix::new(&truth, &guesses, names.len())?;
    let n_right = truth.iter().zip(&guesses).filter(|(truth, guess)| truth == guess).count();
    let commonest = (0..names.len()).map(|class| truth.iter().filter(|&&truth| truth == class).count()).max();
    let accuracy = Figure {
        of_all_alike: commonest.map(|count| count as f64 / truth.len() as f64),
        ..Figure::new("accuracy", confusion.accuracy(), Some(&share_interval(n_right, truth.len(), LEVEL)?))
    };
    let judged = Judged { how: "by a saved fit".to_owned(), names, truth: truth.clone(), probabilities };
    let mut remarks = Vec::new();
    let mut pictures = vec![(PictureKind::Calibration, judged.calibration()?)];
    if truth.iter().any(|class| *class != truth[0]) {
        pictures.push((PictureKind::Roc, judged.roc()?));
    } else {
        remarks.push("all rows are of one class: there is no AUC".to_owned());
    }
    if names.len() > 2 {
        let flat: Vec<f64> = judged.probabilities.iter().flatten().copied().collect();
        let figures = vec![
            accuracy,
            Figure::new("macro F1", confusion.macro_f1(), None),
            Figure::new("log-loss", log_loss_of_classes(&flat, &truth, names.len())?, None),
        ];
        return Ok(Evaluation { figures, calibration: Vec::new(), remarks, pictures });
    }
    let second: Vec<f64> = judged.probabilities.iter().map(|row| row[1]).collect();
    let is_second: Vec<bool> = truth.iter().map(|&class| class == 1).collect();
    let indicator = |is: bool| f64::from(u8::from(is));
    let squares: Vec<f64> = second.iter().zip(&is_second).map(|(p, &is)| (p - indicator(is)).powi(2)).collect();
    let share = mean(is_second.iter().map(|&is| indicator(is)));
    let mut figures = Vec::new();
    if pictures.len() > 1 {
        let (value, interval) = (auc(&second, &is_second)?, auc_interval(&second, &is_second, LEVEL).ok());
        if interval.is_none() {
            remarks.push("a class has one row: the AUC has no interval".to_owned());
        }
        figures.push(Figure { of_all_alike: Some(0.5), ..Figure::new("AUC", value, interval.as_ref()) });
    }
    figures.extend([
        accuracy,
        Figure {
            of_all_alike: Some(share * (1.0 - share)),
            ..Figure::new("Brier score", brier_score(&second, &is_second)?, Some(&interval_of_mean(&squares, seed)?))
        },
        Figure::new("log-loss", log_loss(&second, &is_second)?, None),
        Figure::new("calibration error", expected_calibration_error(&second, &is_second, N_BINS)?, None),
    ]);
    let calibration = match n_groups(truth.len()) {
        0 => Vec::new(),
        n_groups => reliability_curve(&second, &is_second, n_groups, Binning::Quantile, LEVEL)?
            .into_iter()
            .map(|bin| CalibrationGroup {
                n_rows: bin.n_rows,
                predicted: bin.mean_probability,
                observed: bin.observed_share,
                interval: [bin.low, bin.high],
            })
            .collect(),
    };
    Ok(Evaluation { figures, calibration, remarks, pictures })
}

/// The class of each row; `True` is the same as `true`, and `1.0` as `1`.
fn classes(table: &Table, label: &str, names: &[String]) -> Result<Vec<usize>> {
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
            let (row, known) = (features::Columns::row_name(table, row), names.join("`, `"));
            bail!("{row}, column `{label}`: `{text}` is none of the classes `{known}`")
        };
        truth.push(class);
    }
    Ok(truth)
}
