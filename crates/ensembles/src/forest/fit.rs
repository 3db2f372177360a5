//! Growing a forest, in chunks of trees over all cores.

use ndarray::ArrayView2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::out_of_bag::{OutOfBag, Tally};
use super::{ForestParams, RandomForest};
use crate::error::{Error, Result};
use crate::features::{RankedFeatures, column_names};
use crate::importance::mean_shares;
use crate::learner::{ForestTarget, LearnerMatrix, TreeLimits, grow_forest};
use crate::scaling::Scaling;
use crate::seeds::stream_seed;
use crate::target::{Target, Values};
use crate::tree::{AdditiveTrees, Tree};

/// Trees of one task. Each task sorts the columns once more, so it should not be small; it is fixed, so that the forest
/// is the same for any number of threads.
const CHUNK: usize = 25;

impl ForestParams {
    /// Fits a forest.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`], [`Error::LengthMismatch`], [`Error::NoFeatures`], [`Error::NotFinite`],
    /// [`Error::ConstantColumn`], [`Error::ColumnMismatch`] or [`Error::RepeatedName`] for the names.
    pub fn fit(&self, x: ArrayView2<'_, f64>, target: &Target) -> Result<RandomForest> {
        self.fit_watched(x, target, &|_| {})
    }

    /// Fits a forest as [`fit`](Self::fit), and calls `watch`, on any thread, with the number of trees that were just grown; of
    /// several classes each has as many trees as the forest.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit).
    pub fn fit_watched(
        &self,
        x: ArrayView2<'_, f64>,
        target: &Target,
        watch: &(dyn Fn(usize) + Sync),
    ) -> Result<RandomForest> {
        self.check()?;
        let feature_names = column_names(self.feature_names.as_deref(), x.ncols())?;
        if x.nrows() != target.n_rows() {
            return Err(Error::LengthMismatch { n_rows: x.nrows(), n_targets: target.n_rows() });
        }
        let features = RankedFeatures::new(x, &feature_names, self.allow_constant_columns)?;
        let matrix = LearnerMatrix::new(&features)?;
        let weights = target.weights.as_deref();
        let mut grown = Vec::new();
        if let Values::Numbers(values) = &target.values {
            let scaling = Scaling::of(values);
            let scaled: Vec<f64> = values.iter().map(|value| scaling.forward(*value)).collect();
            let mut output = self.grow(&features, &matrix, &scaled, weights, watch)?;
            output.rescale(scaling);
            grown.push(output);
        }
        for indicator in target.indicators() {
            let labels: Vec<u8> = indicator.into_iter().map(u8::from).collect();
            grown.push(self.grow(&features, &matrix, &labels, weights, watch)?);
        }
        let importances = mean_importances(&grown);
        let tallies = grown.iter_mut().map(|output| std::mem::take(&mut output.tally)).collect();
        let outputs = grown.into_iter().map(GrownForest::into_trees).collect();
        let out_of_bag = Some(OutOfBag::new(tallies, target));
        Ok(RandomForest { task: target.task(), params: self.clone(), feature_names, outputs, importances, out_of_bag })
    }

    fn grow<T: ForestTarget + Sync>(
        &self,
        features: &RankedFeatures,
        matrix: &LearnerMatrix,
        target: &Vec<T>,
        weights: Option<&[f64]>,
        watch: &(dyn Fn(usize) + Sync),
    ) -> Result<GrownForest> {
        let features_per_split = self.features_per_split.of(features.n_columns);
        let limits: TreeLimits = self.limits();
        let chunk = |index: usize| -> Result<GrownForest> {
            let n_trees = CHUNK.min(self.n_trees - index * CHUNK);
            let seed = stream_seed(self.seed, index as u64);
            let grow = |matrix: &LearnerMatrix, target: &Vec<T>, n_trees: usize, seed: u64| {
                grow_forest(features, matrix, target, limits, features_per_split, n_trees, seed)
            };
            let mut grown = Vec::new();
            match weights {
                None => grown = grow(matrix, target, n_trees, seed)?,
                Some(weights) => {
                    for tree in 0..n_trees {
                        let seed = stream_seed(seed, tree as u64);
                        let drawn = drawn_by_weight(weights, seed);
                        let of_drawn = drawn.iter().map(|&row| target[row as usize]).collect();
                        let matrix = LearnerMatrix::select(features, &drawn)?;
                        grown.extend(grow(&matrix, &of_drawn, 1, seed)?);
                    }
                }
            }
            let mut part = GrownForest { tally: Tally::new(features.n_rows), ..GrownForest::default() };
            for (grown, sample) in grown {
                part.tally.add(&grown, &sample);
                part.gains.push(grown.gain);
                part.trees.push(grown.tree);
            }
            watch(n_trees);
            Ok(part)
        };
        let n_chunks = self.n_trees.div_ceil(CHUNK);
        let parts = (0..n_chunks).into_par_iter().map(chunk).collect::<Result<Vec<_>>>()?;
        let mut whole = GrownForest { tally: Tally::new(features.n_rows), ..GrownForest::default() };
        for part in parts {
            whole.tally.merge(&part.tally);
            whole.gains.extend(part.gains);
            whole.trees.extend(part.trees);
        }
        Ok(whole)
    }
}

/// As many rows as there are, drawn with replacement by their weights, ascending: of these each tree draws its sample once more,
/// as smartcore cannot weigh rows.
fn drawn_by_weight(weights: &[f64], seed: u64) -> Vec<u32> {
    let mut sum = 0.0;
    let ends: Vec<f64> = weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw = |_: &f64| {
        let at = rng.random::<f64>() * sum;
        let row = ends.partition_point(|end| *end <= at).min(weights.len() - 1);
        u32::try_from(row).expect("at most 2^24 rows were let through")
    };
    let mut drawn: Vec<u32> = weights.iter().map(&mut draw).collect();
    drawn.sort_unstable();
    drawn
}

/// Trees of one output with what was learnt about the training rows.
#[derive(Default)]
struct GrownForest {
    trees: Vec<Tree>,
    gains: Vec<Vec<f64>>,
    tally: Tally,
}

impl GrownForest {
    fn into_trees(self) -> AdditiveTrees {
        AdditiveTrees { base: 0.0, scale: 1.0 / self.trees.len() as f64, trees: self.trees }
    }

    /// Brings predictions back to the unit of the target.
    fn rescale(&mut self, scaling: Scaling) {
        let values = self.trees.iter_mut().flat_map(|tree| tree.values.iter_mut());
        values.for_each(|value| *value = scaling.back(*value));
        self.tally.rescale(scaling);
    }
}

fn mean_importances(grown: &[GrownForest]) -> Vec<f64> {
    let n_features = grown[0].gains[0].len();
    mean_shares(grown.iter().flat_map(|output| &output.gains), n_features)
}
