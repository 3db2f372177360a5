//! `TreeSHAP`: exact Shapley values of forests and boosted trees.

mod interventional;
mod path_dependent;
mod quadrature;

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use crate::boosting::GradientBoosting;
use crate::checks::check_count;
use crate::error::{Error, Result};
use crate::features::{check_finite, contiguous};
use crate::forest::RandomForest;
use crate::tree::{AdditiveTrees, Tree};
use interventional::{Walk, shapley_weights};
use path_dependent::{PreparedTree, Scratch, most_features_on_a_path, points_for};

/// Rows of one task.
const BLOCK: usize = 16;

/// A model made of trees, one sum of trees an output: a reference to a [`RandomForest`] or a [`GradientBoosting`].
#[derive(Debug, Clone, Copy)]
pub struct TreeModel<'a> {
    outputs: &'a [AdditiveTrees],
    feature_names: &'a [String],
}

impl<'a> From<&'a RandomForest> for TreeModel<'a> {
    fn from(model: &'a RandomForest) -> Self {
        Self { outputs: &model.outputs, feature_names: &model.feature_names }
    }
}

impl<'a> From<&'a GradientBoosting> for TreeModel<'a> {
    fn from(model: &'a GradientBoosting) -> Self {
        Self { outputs: &model.outputs, feature_names: &model.feature_names }
    }
}

impl<'a> TreeModel<'a> {
    fn output(self, index: usize) -> Result<&'a AdditiveTrees> {
        let unknown = Error::UnknownOutput { n_outputs: self.outputs.len(), got: index };
        self.outputs.get(index).ok_or(unknown)
    }
}

/// Shapley values of the rows of a table.
///
/// `base_value + Σ values[row] = predictions[row]`, to rounding.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// Prediction when no feature is known.
    pub base_value: f64,
    /// What each feature adds. `[n_rows, n_features]`
    pub values: Array2<f64>,
    /// What is explained: probability of a forest, log-odds of boosting, or the number. `[n_rows]`
    pub predictions: Vec<f64>,
}

impl Explanation {
    /// Shapley values that were found elsewhere, such as those of a sum.
    ///
    /// # Shapes
    ///
    /// `values`: `[n_rows, n_features]`; `predictions`: `[n_rows]`
    pub fn new(base_value: f64, values: Array2<f64>, predictions: Vec<f64>) -> Self {
        Self { base_value, values, predictions }
    }
}

/// Explains one output of a forest or a boosted model by exact Shapley values.
///
/// What is explained is the sum of the trees: the probability of a forest (of several classes: the one of that class,
/// before division by the sum), the log-odds of boosting (of several classes: the score before softmax), or the number.
///
/// ```
/// use ensembles::{GradientBoosting, Target, TreeExplainer};
/// use ndarray::Array2;
///
/// let x = Array2::from_shape_fn((60, 3), |(row, column)| ((row * (7 + column * 4)) % 60) as f64);
/// let target = Target::binary(x.rows().into_iter().map(|row| row[0] + row[1] > 60.0).collect())?;
/// let model = GradientBoosting::params().n_rounds(20).fit(x.view(), &target)?;
/// let explanation = TreeExplainer::path_dependent(&model, 0)?.explain(x.view())?;
/// let sum = explanation.base_value + explanation.values.row(0).sum();
/// assert!((sum - explanation.predictions[0]).abs() < 1e-9);
/// # Ok::<(), ensembles::Error>(())
/// ```
pub struct TreeExplainer<'a> {
    output: &'a AdditiveTrees,
    feature_names: &'a [String],
    base_value: f64,
    method: Method,
}

enum Method {
    PathDependent(Vec<Prepared>),
    Interventional { background: Vec<f64>, weights: Vec<Vec<f64>> },
}

/// A tree prepared with as many lanes as its paths need, so that short loops have a fixed length.
enum Prepared {
    Two(PreparedTree<2>),
    Four(PreparedTree<4>),
    Eight(PreparedTree<8>),
    Many(PreparedTree<32>),
}

struct Scratches {
    two: Scratch<2>,
    four: Scratch<4>,
    eight: Scratch<8>,
    many: Scratch<32>,
}

impl Prepared {
    fn new(tree: &Tree) -> Self {
        match points_for(most_features_on_a_path(tree)) {
            0..=2 => Self::Two(PreparedTree::new(tree)),
            3..=4 => Self::Four(PreparedTree::new(tree)),
            5..=8 => Self::Eight(PreparedTree::new(tree)),
            _ => Self::Many(PreparedTree::new(tree)),
        }
    }

    fn add_to(&self, row: &[f64], scale: f64, scratch: &mut Scratches, phi: &mut [f64]) {
        match self {
            Self::Two(tree) => tree.add_to(row, scale, &mut scratch.two, phi),
            Self::Four(tree) => tree.add_to(row, scale, &mut scratch.four, phi),
            Self::Eight(tree) => tree.add_to(row, scale, &mut scratch.eight, phi),
            Self::Many(tree) => tree.add_to(row, scale, &mut scratch.many, phi),
        }
    }
}

impl<'a> TreeExplainer<'a> {
    /// Explains by the trees alone: at a split of a feature that is not known, both sides count by the training rows
    /// that took them.
    ///
    /// Needs no data and is fast; correlated features share credit as the trees saw them together.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOutput`]; [`Error::InvalidParameter`] for paths with more than 64 features.
    pub fn path_dependent(model: impl Into<TreeModel<'a>>, output: usize) -> Result<Self> {
        let model = model.into();
        let output = model.output(output)?;
        let most = output.trees.iter().map(most_features_on_a_path).max().unwrap_or(0);
        check_count("features on a path", most, 0, 64, "at most 64")?;
        Ok(Self {
            output,
            feature_names: model.feature_names,
            base_value: output.expected_value(),
            method: Method::PathDependent(output.trees.iter().map(Prepared::new).collect()),
        })
    }

    /// Explains against a background: a feature that is not known takes the values it has in the rows of `background`,
    /// whatever the others are.
    ///
    /// True to the model rather than to the data; costs a walk a background row.
    ///
    /// # Shapes
    ///
    /// `background`: `[n_background_rows, n_features]`, at least one row.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOutput`], [`Error::Empty`], [`Error::ColumnMismatch`], [`Error::NotFinite`].
    pub fn interventional(
        model: impl Into<TreeModel<'a>>,
        output: usize,
        background: ArrayView2<'_, f64>,
    ) -> Result<Self> {
        let model = model.into();
        let output = model.output(output)?;
        check_finite(background, model.feature_names)?;
        if background.nrows() == 0 {
            return Err(Error::Empty);
        }
        let background: Vec<f64> = background.iter().copied().collect();
        let predictions = output.predict(&background, model.feature_names.len(), output.trees.len());
        let base_value = predictions.iter().sum::<f64>() / predictions.len() as f64;
        let most = output.trees.iter().map(most_features_on_a_path).max().unwrap_or(0);
        let method = Method::Interventional { background, weights: shapley_weights(most) };
        Ok(Self { output, feature_names: model.feature_names, base_value, method })
    }

    /// Prediction when no feature is known.
    pub fn base_value(&self) -> f64 {
        self.base_value
    }

    /// Explains rows.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`.
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`], [`Error::NotFinite`].
    pub fn explain(&self, x: ArrayView2<'_, f64>) -> Result<Explanation> {
        check_finite(x, self.feature_names)?;
        let rows = contiguous(&x);
        let rows = rows.as_slice().expect("standard layout is contiguous");
        let n_features = self.feature_names.len();
        let mut values = vec![0.0; rows.len()];
        let blocks = values.par_chunks_mut(BLOCK * n_features).zip(rows.par_chunks(BLOCK * n_features));
        match &self.method {
            Method::PathDependent(trees) => blocks.for_each(|(values, rows)| {
                let mut scratch = Scratches {
                    two: Scratch::new(),
                    four: Scratch::new(),
                    eight: Scratch::new(),
                    many: Scratch::new(),
                };
                for tree in trees {
                    for (phi, row) in values.chunks_exact_mut(n_features).zip(rows.chunks_exact(n_features)) {
                        tree.add_to(row, self.output.scale, &mut scratch, phi);
                    }
                }
            }),
            Method::Interventional { background, weights } => blocks.for_each(|(values, rows)| {
                let mut walk = Walk::new(weights, n_features);
                let scale = self.output.scale * n_features as f64 / background.len() as f64;
                for tree in &self.output.trees {
                    for (phi, row) in values.chunks_exact_mut(n_features).zip(rows.chunks_exact(n_features)) {
                        for other in background.chunks_exact(n_features) {
                            walk.add_to(tree, row, other, scale, phi);
                        }
                    }
                }
            }),
        }
        Ok(Explanation {
            base_value: self.base_value,
            values: Array2::from_shape_vec((x.nrows(), n_features), values).expect("as many values as features"),
            predictions: self.output.predict(rows, n_features, self.output.trees.len()),
        })
    }
}

#[cfg(test)]
mod tests;
