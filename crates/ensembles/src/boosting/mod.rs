//! Gradient boosting with Newton steps.

mod fit;
mod loss;
mod params;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::checks::check_count;
use crate::error::{Error, Result};
use crate::features::{check_finite, contiguous};
use crate::link::sigmoid;
use crate::outputs::{probabilities, wrong_task};
use crate::saved::{Saved, check_model, saved};
use crate::target::Task;
use crate::tree::{AdditiveTrees, Tree};

pub use params::{BoostingParams, EarlyStopping};

/// Fitted gradient boosting (Friedman 2001, Annals of Statistics 29; Newton steps as in Friedman, Hastie & Tibshirani
/// 2000).
///
/// Each round fits a regression tree to z = −g / h with weights h, where g and h are first and second derivative of a
/// row's loss: log-loss for classes (z = (y − p) / (p(1 − p))), squared error for numbers. The mean of a leaf is then
/// −Σg / Σh, the Newton step of its rows, and `learning_rate` of it is added to their scores. Splits maximise the
/// decrease of the quadratic model of the loss. h counts as at least 0.001, which bounds the step of a leaf.
///
/// ```
/// use ensembles::{GradientBoosting, Target};
/// use ndarray::Array2;
///
/// let x = Array2::from_shape_fn((40, 2), |(row, column)| ((row * (7 + column * 4)) % 40) as f64);
/// let target = Target::numbers(x.rows().into_iter().map(|row| row[0] * 2.0 + row[1]).collect())?;
/// let model = GradientBoosting::params().n_rounds(100).learning_rate(0.1).fit(x.view(), &target)?;
/// assert!(model.training_loss().last() < model.training_loss().first());
/// # Ok::<(), ensembles::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct GradientBoosting {
    pub(crate) task: Task,
    pub(crate) params: BoostingParams,
    pub(crate) feature_names: Vec<String>,
    pub(crate) outputs: Vec<AdditiveTrees>,
    pub(crate) importances: Vec<f64>,
    pub(crate) training_loss: Vec<f64>,
    pub(crate) validation_loss: Vec<f64>,
}

impl GradientBoosting {
    /// The default parameters.
    pub fn params() -> BoostingParams {
        BoostingParams::default()
    }

    /// What the model predicts.
    pub fn task(&self) -> Task {
        self.task
    }

    /// Names of the features, in column order.
    pub fn feature_names(&self) -> &[String] {
        &self.feature_names
    }

    /// Number of outputs: the number of classes if there are more than two, else 1.
    pub fn n_outputs(&self) -> usize {
        self.outputs.len()
    }

    /// Number of rounds, after early stopping.
    pub fn n_rounds(&self) -> usize {
        self.outputs[0].trees.len()
    }

    /// The trees of an output, a round each.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOutput`].
    pub fn trees(&self, output: usize) -> Result<&[Tree]> {
        let unknown = Error::UnknownOutput { n_outputs: self.n_outputs(), got: output };
        Ok(&self.outputs.get(output).ok_or(unknown)?.trees)
    }

    /// Share of each feature in the decrease of impurity; see
    /// [`RandomForest::impurity_importances`](crate::RandomForest::impurity_importances).
    ///
    /// # Shapes
    ///
    /// Returns `[n_features]`.
    pub fn impurity_importances(&self) -> &[f64] {
        &self.importances
    }

    /// Mean loss of the rows that are fitted, before the first round and after each round that was computed.
    ///
    /// Log-loss for classes; for numbers half the squared error in units of their variance.
    pub fn training_loss(&self) -> &[f64] {
        &self.training_loss
    }

    /// Mean loss of the rows set aside, as [`training_loss`](Self::training_loss); empty without early stopping.
    pub fn validation_loss(&self) -> &[f64] {
        &self.validation_loss
    }

    /// Predicts the probability of `true`, or the number.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`; returns `[n_rows]`.
    ///
    /// # Errors
    ///
    /// [`Error::WrongTask`] for several classes, [`Error::ColumnMismatch`], [`Error::NotFinite`].
    pub fn predict(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        self.predict_after(x, self.n_rounds())
    }

    /// Predictions after the first `n_rounds` rounds: what [`predict`](Self::predict) would give had boosting ended there.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict), and [`Error::InvalidParameter`] for more rounds than there are.
    pub fn predict_after(&self, x: ArrayView2<'_, f64>, n_rounds: usize) -> Result<Vec<f64>> {
        if self.task == Task::Classes {
            return Err(wrong_task("predict", "two classes or of numbers", self.task));
        }
        let mut scores = self.scores(x, n_rounds)?.swap_remove(0);
        if self.task == Task::Binary {
            scores.iter_mut().for_each(|score| *score = sigmoid(*score));
        }
        Ok(scores)
    }

    /// Predictions after every round, one item a round; each costs one tree a row.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`; items: `[n_rows]`.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    pub fn staged_predictions(&self, x: ArrayView2<'_, f64>) -> Result<impl Iterator<Item = Vec<f64>>> {
        if self.task == Task::Classes {
            return Err(wrong_task("staged_predictions", "two classes or of numbers", self.task));
        }
        let mut scores = self.scores(x, 0)?;
        let rows = contiguous(&x).into_owned();
        let (mut sums, output, is_binary) = (scores.swap_remove(0), &self.outputs[0], self.task == Task::Binary);
        Ok(output.trees.iter().map(move |tree| {
            for (sum, row) in sums.iter_mut().zip(rows.rows()) {
                let row = row.as_slice().expect("rows of the standard layout are contiguous");
                *sum += output.scale * tree.predict_row(row);
            }
            if is_binary { sums.iter().map(|&score| sigmoid(score)).collect() } else { sums.clone() }
        }))
    }

    /// Predicts the probability of each class.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`; returns `[n_rows, n_classes]`, `false` before `true`; rows sum to 1.
    ///
    /// # Errors
    ///
    /// [`Error::WrongTask`] for numbers, [`Error::ColumnMismatch`], [`Error::NotFinite`].
    pub fn predict_probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut scores = self.scores(x, self.n_rounds())?;
        match self.task {
            Task::Regression => Err(wrong_task("predict_probabilities", "classes", self.task)),
            Task::Binary => {
                scores[0].iter_mut().for_each(|score| *score = sigmoid(*score));
                Ok(probabilities(&scores))
            }
            Task::Classes => {
                Ok(Array2::from_shape_fn((x.nrows(), scores.len()), |(row, class)| loss::softmax(&scores, row, class)))
            }
        }
    }

    /// Raw scores: log-odds of `true`, one score a class before softmax, or numbers.
    ///
    /// # Shapes
    ///
    /// Returns `[n_outputs][n_rows]`.
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`], [`Error::NotFinite`].
    pub fn raw_scores(&self, x: ArrayView2<'_, f64>) -> Result<Vec<Vec<f64>>> {
        self.scores(x, self.n_rounds())
    }

    fn scores(&self, x: ArrayView2<'_, f64>, n_rounds: usize) -> Result<Vec<Vec<f64>>> {
        check_count("n_rounds", n_rounds, 0, self.n_rounds(), "at most the rounds of the model")?;
        check_finite(x, &self.feature_names)?;
        let rows = contiguous(&x);
        let rows = rows.as_slice().expect("standard layout is contiguous");
        Ok(self.outputs.iter().map(|output| output.predict(rows, self.feature_names.len(), n_rounds)).collect())
    }
}

saved!(GradientBoosting);

impl Saved for GradientBoosting {
    const KIND: &'static str = "gradient_boosting";

    fn check(&self) -> Result<(), String> {
        self.params.check().map_err(|error| error.to_string())?;
        check_model(self.task, &self.outputs, &self.feature_names, &self.importances)?;
        let n_rounds = self.n_rounds();
        if self.outputs.iter().any(|output| output.trees.len() != n_rounds) {
            return Err("its outputs differ in rounds".to_owned());
        }
        if self.training_loss.iter().chain(&self.validation_loss).any(|loss| !loss.is_finite()) {
            return Err("a loss is not finite".to_owned());
        }
        Ok(())
    }
}
