//! The only file that names smartcore: grows trees on ranks and reads the fitted nodes.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use smartcore::ensemble::random_forest_regressor::{RandomForestRegressor, RandomForestRegressorParameters};
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::numbers::basenum::Number;
use smartcore::tree::decision_tree_regressor::{DecisionTreeRegressor, DecisionTreeRegressorParameters};

use crate::error::{Error, Result};
use crate::features::RankedFeatures;
use crate::tree::{LooseNode, Tree};

/// How far a tree grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TreeLimits {
    /// Most splits between root and leaf.
    pub(crate) max_depth: u16,
    pub(crate) min_samples_split: usize,
    pub(crate) min_samples_leaf: usize,
}

impl TreeLimits {
    /// smartcore counts levels of nodes, we count splits, as scikit-learn does.
    fn levels(self) -> u16 {
        self.max_depth.saturating_add(1)
    }
}

/// A tree with what only its training rows know.
pub(crate) struct GrownTree {
    pub(crate) tree: Tree,
    /// Leaf of every row of the features, also of those the tree was not grown on.
    pub(crate) leaf_of_row: Vec<u32>,
    /// Decrease of impurity that each feature brought, weighted by rows.
    pub(crate) gain: Vec<f64>,
}

/// One node of smartcore's fitted trees, as serialised.
#[derive(Deserialize)]
struct FittedNode {
    output: f64,
    split_feature: usize,
    split_value: Option<f64>,
    split_score: Option<f64>,
    true_child: Option<usize>,
    false_child: Option<usize>,
}

#[derive(Deserialize)]
struct FittedTree {
    nodes: Vec<FittedNode>,
}

#[derive(Deserialize)]
struct FittedForest {
    forest_regressor: Trees,
}

#[derive(Deserialize)]
struct Trees {
    trees: Vec<FittedTree>,
}

#[derive(Deserialize)]
struct FittedRegressor {
    tree_regressor: FittedTree,
}

/// Features in smartcore's form.
pub(crate) struct LearnerMatrix {
    values: DenseMatrix<f32>,
    /// The rows of the features that these are, if not all in order; one may be there several times.
    rows: Option<Vec<u32>>,
}

impl LearnerMatrix {
    /// All rows.
    pub(crate) fn new(features: &RankedFeatures) -> Result<Self> {
        Self::of(features.n_rows, features.n_columns, features.by_column.clone(), None)
    }

    /// Some rows.
    pub(crate) fn select(features: &RankedFeatures, rows: &[u32]) -> Result<Self> {
        let columns = features.by_column.chunks_exact(features.n_rows);
        let values = columns.flat_map(|column| rows.iter().map(|&row| column[row as usize])).collect();
        Self::of(rows.len(), features.n_columns, values, Some(rows.to_vec()))
    }

    fn of(n_rows: usize, n_columns: usize, by_column: Vec<f32>, rows: Option<Vec<u32>>) -> Result<Self> {
        Ok(Self { values: DenseMatrix::new(n_rows, n_columns, by_column, true).map_err(backend)?, rows })
    }
}

/// Grows `n_trees` trees of a random forest, each on a bootstrap sample of the rows; returns them with their samples.
///
/// # Shapes
///
/// `target`: as the rows of `matrix`; each sample: `[n_rows]` of the features, how often a row was drawn.
pub(crate) fn grow_forest<T: ForestTarget>(
    features: &RankedFeatures,
    matrix: &LearnerMatrix,
    target: &Vec<T>,
    limits: TreeLimits,
    features_per_split: usize,
    n_trees: usize,
    seed: u64,
) -> Result<Vec<(GrownTree, Vec<u32>)>> {
    let parameters = RandomForestRegressorParameters::default()
        .with_max_depth(limits.levels())
        .with_min_samples_split(limits.min_samples_split)
        .with_min_samples_leaf(limits.min_samples_leaf)
        .with_m(features_per_split)
        .with_n_trees(n_trees)
        .with_seed(seed);
    let forest = RandomForestRegressor::fit(&matrix.values, target, parameters).map_err(backend)?;
    let json = serde_json::to_vec(&forest).map_err(unreadable)?;
    drop(forest);
    let fitted: FittedForest = serde_json::from_slice(&json).map_err(unreadable)?;
    drop(json);
    let samples = bootstrap_samples(target.len(), n_trees, seed).into_iter().map(|sample| match &matrix.rows {
        None => sample,
        Some(rows) => {
            let mut counts = vec![0; features.n_rows];
            rows.iter().zip(sample).for_each(|(&row, count)| counts[row as usize] += count);
            counts
        }
    });
    let pairs = fitted.forest_regressor.trees.into_iter().zip(samples);
    pairs.map(|(fitted, sample)| Ok((read(&fitted.nodes, features, &sample)?, sample))).collect()
}

/// Target of a forest in the smallest type that holds it.
pub(crate) trait ForestTarget: Number + Serialize + Copy {}
impl ForestTarget for u8 {}
impl ForestTarget for f64 {}

/// The samples that smartcore 0.7 draws: its fitted forests keep only whether a row was drawn, not how often.
fn bootstrap_samples(n_rows: usize, n_trees: usize, seed: u64) -> Vec<Vec<u32>> {
    let mut rng = SmallRng::seed_from_u64(seed);
    let mut draw = || {
        let mut counts = vec![0; n_rows];
        (0..n_rows).for_each(|_| counts[rng.random_range(0..n_rows)] += 1);
        counts
    };
    (0..n_trees).map(|_| draw()).collect()
}

/// Grows one tree on the rows of a matrix, with a weight for each.
///
/// # Shapes
///
/// `target`, `weights`: as the rows of `matrix`, each of which is there once.
pub(crate) fn grow_weighted(
    features: &RankedFeatures,
    matrix: &LearnerMatrix,
    target: &Vec<f64>,
    weights: &[f64],
    limits: TreeLimits,
) -> Result<GrownTree> {
    let parameters = DecisionTreeRegressorParameters {
        max_depth: Some(limits.levels()),
        min_samples_leaf: limits.min_samples_leaf,
        min_samples_split: limits.min_samples_split,
        // Every feature is tried at every split; the seed only orders them, which decides between equal splits.
        seed: Some(0),
    };
    let tree = DecisionTreeRegressor::fit_with_weights(&matrix.values, target, weights, parameters).map_err(backend)?;
    let json = serde_json::to_vec(&tree).map_err(unreadable)?;
    let fitted: FittedRegressor = serde_json::from_slice(&json).map_err(unreadable)?;
    let mut counts = vec![u32::from(matrix.rows.is_none()); features.n_rows];
    matrix.rows.iter().flatten().for_each(|&row| counts[row as usize] = 1);
    read(&fitted.tree_regressor.nodes, features, &counts)
}

/// Turns fitted nodes into a tree: walks all rows down, counts the drawn ones, and puts each threshold halfway between
/// the values on both sides of it.
fn read(fitted: &[FittedNode], features: &RankedFeatures, sample: &[u32]) -> Result<GrownTree> {
    let steps = fitted.iter().map(Step::new).collect::<Result<Vec<_>>>()?;
    let mut covers = vec![0_u64; fitted.len()];
    // Largest rank that goes left and smallest that goes right, among the drawn rows.
    let mut around = vec![(f32::NEG_INFINITY, f32::INFINITY); fitted.len()];
    let mut leaf_of_row = Vec::with_capacity(features.n_rows);
    for (row, &count) in sample.iter().enumerate() {
        let ranks = features.row(row);
        let mut at = 0_usize;
        loop {
            let step = &steps[at];
            covers[at] += u64::from(count);
            let Some(feature) = step.feature else { break };
            let rank = ranks[feature];
            let right = rank > step.threshold;
            if count > 0 {
                let (below, above) = &mut around[at];
                if right { *above = above.min(rank) } else { *below = below.max(rank) }
            }
            at = if right { step.right } else { step.left };
        }
        leaf_of_row.push(at);
    }
    let mut gain = vec![0.0; features.n_columns];
    let mut loose = Vec::with_capacity(fitted.len());
    for (index, (node, step)) in fitted.iter().zip(&steps).enumerate() {
        let split = match step.feature {
            None => None,
            Some(feature) => {
                gain[feature] += node.split_score.unwrap_or(0.0);
                Some((feature, halfway(&features.distinct[feature], around[index])?, step.left, step.right))
            }
        };
        loose.push(LooseNode { split, value: node.output, cover: covers[index] as f64 });
    }
    let tree = Tree::lay_out(&loose, features.n_columns).map_err(|reason| unexpected(&reason))?;
    let index = breadth_first(&loose);
    let leaf_of_row = leaf_of_row.into_iter().map(|leaf| index[leaf]).collect();
    Ok(GrownTree { tree, leaf_of_row, gain })
}

/// A fitted node, for walking.
struct Step {
    feature: Option<usize>,
    threshold: f32,
    left: usize,
    right: usize,
}

impl Step {
    fn new(node: &FittedNode) -> Result<Self> {
        match (node.true_child, node.false_child, node.split_value) {
            // A node that found a split but was too deep to take it keeps the split; it is a leaf all the same.
            (None, None, _) => Ok(Self { feature: None, threshold: 0.0, left: 0, right: 0 }),
            #[expect(clippy::cast_possible_truncation, reason = "halves of ranks below 2^24; the rounding is undone")]
            (Some(left), Some(right), Some(threshold)) => {
                // A half above 2^23 is no f32: rounding down keeps `rank <= threshold` as it is, ranks being whole.
                Ok(Self { feature: Some(node.split_feature), threshold: threshold.floor() as f32, left, right })
            }
            _ => Err(unexpected("a fitted node has one child")),
        }
    }
}

/// The middle of two neighbouring values, below the upper one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ranks are whole numbers >= 0")]
fn halfway(distinct: &[f64], (below, above): (f32, f32)) -> Result<f64> {
    if below.is_infinite() || above.is_infinite() {
        return Err(unexpected("a split has no drawn row on one of its sides"));
    }
    let (low, high) = (distinct[below as usize], distinct[above as usize]);
    let middle = low + (high - low) / 2.0;
    // The difference of two huge values may overflow, and the middle of two neighbours may round up.
    Ok(if middle < high { middle } else { low })
}

/// Where [`Tree::lay_out`] puts each node.
fn breadth_first(loose: &[LooseNode]) -> Vec<u32> {
    let mut index_of = vec![0; loose.len()];
    let mut order = vec![0];
    let mut next = 0;
    while let Some(&index) = order.get(next) {
        index_of[index] = u32::try_from(next).expect("the tree was laid out, so its nodes can be counted");
        order.extend(loose[index].split.iter().flat_map(|&(_, _, left, right)| [left, right]));
        next += 1;
    }
    index_of
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function in `map_err`")]
fn backend(failed: smartcore::error::Failed) -> Error {
    unexpected(&failed.to_string())
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Backend { reason: format!("its fitted trees cannot be read: {error}") }
}

fn unexpected(reason: &str) -> Error {
    Error::Backend { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use smartcore::linalg::basic::arrays::{Array, Array2};

    use super::*;

    #[test]
    fn bootstrap_samples_are_those_that_smartcore_draws() {
        #[derive(Deserialize)]
        struct Kept {
            forest_regressor: Samples,
        }
        #[derive(Deserialize)]
        struct Samples {
            samples: Vec<Vec<bool>>,
        }
        let x = DenseMatrix::from_iterator((0..60_u8).map(f32::from), 30, 2, 0);
        let y: Vec<f64> = (0..30).map(f64::from).collect();
        let parameters =
            RandomForestRegressorParameters::default().with_n_trees(7).with_seed(99).with_keep_samples(true);
        let forest = RandomForestRegressor::fit(&x, &y, parameters).expect("valid");
        let kept: Kept = serde_json::from_value(serde_json::to_value(&forest).expect("numbers")).expect("samples");
        let drawn: Vec<Vec<bool>> = bootstrap_samples(30, 7, 99)
            .into_iter()
            .map(|counts| counts.into_iter().map(|count| count > 0).collect())
            .collect();
        assert_eq!(x.shape(), (30, 2));
        assert_eq!(kept.forest_regressor.samples, drawn);
    }
}
