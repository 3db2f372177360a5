//! The results of `fitbalance forest` and `fitbalance boost`, for people and for programs.

use std::fmt::{self, Display, Formatter};
use std::path::Path;

use anyhow::Result;
use metrics::{
    ConfusionMatrix, Split, auc, brier_score, log_loss, log_loss_of_classes, mean_absolute_error, r_squared,
    root_mean_squared_error,
};
use ndarray::Array2;
use serde::Serialize;

use crate::digits::significant;
use crate::ensemble::data::{EnsembleData, Labels};
use crate::plot::{ImportanceRow, Picture, importances_plot};
use crate::table::reasons;

/// Features that a picture shows.
const MOST_BARS: usize = 30;

/// Confidence level of intervals over folds.
const LEVEL: f64 = 0.95;

/// One fitted ensemble.
#[derive(Debug, Serialize)]
pub(crate) struct EnsembleReport {
    model: &'static str,
    data: String,
    label: String,
    labels: String,
    n_rows: usize,
    n_features: usize,
    n_dropped: usize,
    /// Columns that were not taken, each with the reason.
    left_out: Vec<(String, String)>,
    /// Share of right classes or R² of the trees that did not see a row: forests only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) out_of_bag: Option<f64>,
    /// Rounds after early stopping: boosting only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) n_rounds: Option<usize>,
    /// Feature → share of the decrease of impurity, largest first.
    importances: Vec<Importance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cross_validation: Option<CrossValidated>,
    /// Of a fit to the other rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) held_out: Option<HeldOut>,
    #[serde(skip)]
    is_classes: bool,
}

#[derive(Debug, Serialize)]
struct Importance {
    feature: String,
    share: f64,
}

/// Figures over the folds of a cross-validation.
#[derive(Debug, Serialize)]
pub(crate) struct CrossValidated {
    n_folds: usize,
    scores: Vec<FoldScore>,
}

/// Figures on rows that were set aside.
#[derive(Debug, Serialize)]
pub(crate) struct HeldOut {
    n_rows: usize,
    scores: Vec<(&'static str, f64)>,
}

impl HeldOut {
    /// Scores the predictions of the rows that a split sets aside.
    pub(crate) fn new(labels: &Labels, split: &Split, predicted: &Predicted) -> Result<Self> {
        Ok(Self { n_rows: split.test.len(), scores: fold_scores(labels, &split.test, predicted)? })
    }
}

/// A score of every fold.
#[derive(Debug, Serialize)]
struct FoldScore {
    name: &'static str,
    mean: f64,
    /// Corrected for the overlap of the training sets (Nadeau & Bengio 2003).
    ci_low: f64,
    ci_high: f64,
    folds: Vec<f64>,
}

/// Predictions of one fold's held-out rows.
pub(crate) enum Predicted {
    Numbers(Vec<f64>),
    /// `[n_rows, n_classes]`
    Probabilities(Array2<f64>),
}

impl CrossValidated {
    /// Scores each fold's predictions.
    pub(crate) fn new(labels: &Labels, splits: &[Split], predicted: &[Predicted]) -> Result<Self> {
        let mut by_name: Vec<(&'static str, Vec<f64>)> = Vec::new();
        for (split, predicted) in splits.iter().zip(predicted) {
            for (index, (name, value)) in fold_scores(labels, &split.test, predicted)?.into_iter().enumerate() {
                if by_name.len() == index {
                    by_name.push((name, Vec::new()));
                }
                by_name[index].1.push(value);
            }
        }
        let n_folds = splits.len();
        let score = |(name, folds): (&'static str, Vec<f64>)| -> Result<FoldScore> {
            let interval = metrics::corrected_resampled_interval(&folds, 1.0 / n_folds as f64, LEVEL)?;
            let mean = folds.iter().sum::<f64>() / n_folds as f64;
            // A t interval knows no bounds; only errors and log-losses may exceed 1, and only R² may be negative.
            let highest = if ["MAE", "RMSE", "log-loss"].contains(&name) { f64::INFINITY } else { 1.0 };
            let lowest = if name == "R²" { f64::NEG_INFINITY } else { 0.0 };
            let (ci_low, ci_high) = (interval.low.max(lowest), interval.high.min(highest));
            Ok(FoldScore { name, mean, ci_low, ci_high, folds })
        };
        Ok(Self { n_folds, scores: by_name.into_iter().map(score).collect::<Result<_>>()? })
    }
}

/// The prediction of each row by the fit that has not seen it, as CSV in the order of the rows.
pub(crate) fn out_of_fold(data: &EnsembleData, splits: &[Split], predicted: &[Predicted]) -> Result<Vec<u8>> {
    let mut head = vec!["row".to_owned(), "fold".to_owned(), "label".to_owned()];
    match &data.labels {
        Labels::Classes { names, .. } => head.extend(names.iter().map(|name| format!("probability_{name}"))),
        Labels::Numbers(_) => head.push("prediction".to_owned()),
    }
    let mut rows = vec![Vec::new(); data.x.nrows()];
    for (fold, (split, predicted)) in splits.iter().zip(predicted).enumerate() {
        for (at, &row) in split.test.iter().enumerate() {
            let cells = &mut rows[row];
            cells.push(data.table.row_number(row).to_string());
            cells.push((fold + 1).to_string());
            cells.push(data.labels.text(row));
            match predicted {
                Predicted::Numbers(values) => cells.push(values[at].to_string()),
                Predicted::Probabilities(shares) => cells.extend(shares.row(at).iter().map(f64::to_string)),
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head)?;
    rows.iter().try_for_each(|row| writer.write_record(row))?;
    Ok(writer.into_inner()?)
}

fn fold_scores(labels: &Labels, rows: &[usize], predicted: &Predicted) -> Result<Vec<(&'static str, f64)>> {
    Ok(match (labels, predicted) {
        (Labels::Classes { names, class }, Predicted::Probabilities(probabilities)) => {
            let truth: Vec<usize> = rows.iter().map(|&row| class[row]).collect();
            let best = |row: ndarray::ArrayView1<'_, f64>| {
                // The first of equals.
                (0..row.len()).rev().max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or_default()
            };
            let guesses: Vec<usize> = probabilities.rows().into_iter().map(best).collect();
            let confusion = ConfusionMatrix::new(&truth, &guesses, names.len())?;
            let accuracy = ("accuracy", confusion.accuracy());
            if names.len() == 2 {
                let p: Vec<f64> = probabilities.column(1).iter().map(|p| p.clamp(0.0, 1.0)).collect();
                let positive: Vec<bool> = truth.iter().map(|&class| class == 1).collect();
                vec![
                    ("AUC", auc(&p, &positive)?),
                    accuracy,
                    ("F1", confusion.f1(1)),
                    ("log-loss", log_loss(&p, &positive)?),
                    ("Brier score", brier_score(&p, &positive)?),
                ]
            } else {
                let flat: Vec<f64> = probabilities.iter().copied().collect();
                vec![
                    accuracy,
                    ("macro F1", confusion.macro_f1()),
                    ("log-loss", log_loss_of_classes(&flat, &truth, names.len())?),
                ]
            }
        }
        (Labels::Numbers(values), Predicted::Numbers(predicted)) => {
            let truth: Vec<f64> = rows.iter().map(|&row| values[row]).collect();
            vec![
                ("MAE", mean_absolute_error(predicted, &truth)?),
                ("RMSE", root_mean_squared_error(predicted, &truth)?),
                ("R²", r_squared(predicted, &truth)?),
            ]
        }
        (Labels::Classes { .. }, Predicted::Numbers(_)) | (Labels::Numbers(_), Predicted::Probabilities(_)) => {
            anyhow::bail!("labels and predictions are of different kinds")
        }
    })
}

impl EnsembleReport {
    pub(crate) fn new(
        model: &'static str,
        label: &str,
        file: &Path,
        data: &EnsembleData,
        importances: &[f64],
        cross_validation: Option<CrossValidated>,
    ) -> Self {
        let importance = |(feature, columns): (&String, &Vec<usize>)| Importance {
            feature: feature.clone(),
            share: columns.iter().map(|&column| importances[column]).sum(),
        };
        let mut importances: Vec<Importance> = data.features.iter().zip(&data.columns).map(importance).collect();
        importances.sort_by(|a, b| b.share.total_cmp(&a.share));
        Self {
            model,
            data: file.display().to_string(),
            label: label.to_owned(),
            labels: format!("{}{}", data.labels.describe(), data.weighing()),
            n_rows: data.x.nrows(),
            n_features: data.features.len(),
            n_dropped: data.n_dropped,
            left_out: reasons(&data.left_out),
            out_of_bag: None,
            n_rounds: None,
            importances,
            cross_validation,
            held_out: None,
            is_classes: matches!(data.labels, Labels::Classes { .. }),
        }
    }
}

impl EnsembleReport {
    /// The features with the largest shares, as bars.
    pub(crate) fn importances_plot(&self) -> Result<Picture> {
        let row = |importance: &Importance| ImportanceRow {
            name: importance.feature.clone(),
            impurity: importance.share,
            permutation: None,
        };
        let rows: Vec<ImportanceRow> = self.importances.iter().take(MOST_BARS).map(row).collect();
        let rest = self.importances.len().saturating_sub(MOST_BARS);
        let rest = if rest > 0 { format!(", {rest} more not shown") } else { String::new() };
        importances_plot(&format!("{} of {}{rest}", self.model, self.label), &rows)
    }
}

impl Display for EnsembleReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {}, data = {}", self.model, self.label, self.data)?;
        if self.n_dropped > 0 {
            let rows = if self.n_dropped == 1 { "row" } else { "rows" };
            writeln!(f, "({} {rows} left out because a value is missing)", self.n_dropped)?;
        }
        writeln!(f, "{} rows, {} features; {}", self.n_rows, self.n_features, self.labels)?;
        if let Some(n_rounds) = self.n_rounds {
            writeln!(f, "{n_rounds} round{}", if n_rounds == 1 { "" } else { "s" })?;
        }
        if let Some(score) = self.out_of_bag {
            writeln!(f, "out of bag: {} {}", if self.is_classes { "accuracy" } else { "R²" }, significant(score))?;
        }
        if let Some(cross_validation) = &self.cross_validation {
            writeln!(f, "\n{}-fold cross-validation       mean   95 % interval", cross_validation.n_folds)?;
            for score in &cross_validation.scores {
                let [mean, low, high] = [score.mean, score.ci_low, score.ci_high].map(significant);
                writeln!(f, "  {:<26} {mean:>8}   {low} to {high}", score.name)?;
            }
        }
        if let Some(HeldOut { n_rows, scores }) = &self.held_out {
            writeln!(f, "\nheld out, a fit to the other rows   {n_rows} rows; `--cv 5` gives intervals")?;
            for (name, value) in scores {
                writeln!(f, "  {name:<26} {:>8}", significant(*value))?;
            }
        }
        let width = self.importances.iter().map(|row| row.feature.chars().count()).max().unwrap_or(0).max(7);
        write!(f, "\n{:<width$}  share of the decrease of impurity", "feature")?;
        for row in &self.importances {
            write!(f, "\n{:<width$}  {:.4}", row.feature, row.share)?;
        }
        Ok(())
    }
}
