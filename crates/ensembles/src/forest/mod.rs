//! Random forests of regression trees; on 0/1 labels these are probability forests.

mod fit;
mod out_of_bag;
mod params;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::features::{check_finite, contiguous};
use crate::outputs::{probabilities, wrong_task};
use crate::saved::{Saved, check_model, saved};
use crate::target::Task;
use crate::tree::{AdditiveTrees, Tree};

pub use out_of_bag::OutOfBag;
pub use params::{FeaturesPerSplit, ForestParams};

/// A fitted random forest (Breiman 2001, Machine Learning 45).
///
/// Each tree is grown on a bootstrap sample of the rows and tries a random part of the features at each split. A tree
/// of means on 0/1 labels predicts probabilities, and its splits are those of the Gini index, for the variance of 0/1
/// labels is half of it (Malley et al. 2012, Methods Inf Med 51). Several classes get one forest each, on the same
/// bootstrap samples, and their probabilities are divided by their sum.
///
/// ```
/// use ensembles::{RandomForest, Target};
/// use ndarray::array;
///
/// let x = array![[0.1, 5.0], [0.2, 3.0], [0.3, 4.0], [0.8, 5.0], [0.9, 3.0], [1.0, 4.0]];
/// let target = Target::binary(vec![false, false, false, true, true, true])?;
/// let forest = RandomForest::params().n_trees(50).min_samples_leaf(1).seed(7).fit(x.view(), &target)?;
/// let probability = forest.predict(x.view())?;
/// assert!(probability[0] < 0.3 && probability[5] > 0.7);
/// # Ok::<(), ensembles::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct RandomForest {
    pub(crate) task: Task,
    pub(crate) params: ForestParams,
    pub(crate) feature_names: Vec<String>,
    pub(crate) outputs: Vec<AdditiveTrees>,
    pub(crate) importances: Vec<f64>,
    #[serde(skip)]
    pub(crate) out_of_bag: Option<OutOfBag>,
}

impl RandomForest {
    /// The default parameters.
    pub fn params() -> ForestParams {
        ForestParams::default()
    }

    /// What the forest predicts.
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

    /// The trees of an output.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOutput`].
    pub fn trees(&self, output: usize) -> Result<&[Tree]> {
        let unknown = Error::UnknownOutput { n_outputs: self.n_outputs(), got: output };
        Ok(&self.outputs.get(output).ok_or(unknown)?.trees)
    }

    /// Share of each feature in the decrease of impurity: normalised for each tree, then averaged; the sum is 1.
    ///
    /// Cheap, but in favour of features with many distinct values, and measured on training rows: compare with
    /// [`permutation_importance`](crate::permutation_importance).
    ///
    /// # Shapes
    ///
    /// Returns `[n_features]`.
    ///
    /// # Source
    ///
    /// Breiman (2001); as scikit-learn's `feature_importances_`.
    pub fn impurity_importances(&self) -> &[f64] {
        &self.importances
    }

    /// Predictions of each training row by the trees that did not see it; `None` for a forest loaded from a file.
    pub fn out_of_bag(&self) -> Option<&OutOfBag> {
        self.out_of_bag.as_ref()
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
        if self.task == Task::Classes {
            return Err(wrong_task("predict", "two classes or of numbers", self.task));
        }
        Ok(self.raw(x)?.swap_remove(0))
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
        if self.task == Task::Regression {
            return Err(wrong_task("predict_probabilities", "classes", self.task));
        }
        Ok(probabilities(&self.raw(x)?))
    }

    /// Predictions of each output, not normalised.
    fn raw(&self, x: ArrayView2<'_, f64>) -> Result<Vec<Vec<f64>>> {
        check_finite(x, &self.feature_names)?;
        let rows = contiguous(&x);
        let rows = rows.as_slice().expect("standard layout is contiguous");
        let n_features = self.feature_names.len();
        Ok(self.outputs.iter().map(|output| output.predict(rows, n_features, output.trees.len())).collect())
    }
}

saved!(RandomForest);

impl Saved for RandomForest {
    const KIND: &'static str = "random_forest";

    fn check(&self) -> Result<(), String> {
        self.params.check().map_err(|error| error.to_string())?;
        check_model(self.task, &self.outputs, &self.feature_names, &self.importances)
    }
}
