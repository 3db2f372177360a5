//! Shapley values against the enumeration of all coalitions.

use ndarray::Array2;
use proptest::prelude::*;

use super::{Explanation, TreeExplainer};
use crate::boosting::GradientBoosting;
use crate::forest::{FeaturesPerSplit, RandomForest};
use crate::target::Target;
use crate::tree::{AdditiveTrees, Tree};

/// Rounding of sums of a few hundred terms of size 1.
const TOLERANCE: f64 = 1e-9;

/// Numbers in [0, 1) that look random.
fn noise(index: usize) -> f64 {
    let z = crate::seeds::stream_seed(17, index as u64);
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

fn table(n_rows: usize, n_features: usize) -> Array2<f64> {
    // Few distinct values, so that paths split the same feature twice and values meet thresholds.
    Array2::from_shape_fn((n_rows, n_features), |(row, column)| (noise(row * 31 + column) * 12.0).floor())
}

fn some_rows(x: &Array2<f64>, rows: std::ops::Range<usize>) -> Array2<f64> {
    x.select(ndarray::Axis(0), &rows.collect::<Vec<_>>())
}

/// Expectation of a tree when the features of `known` are those of `row`: covers decide at the other splits.
fn conditional(tree: &Tree, at: usize, row: &[f64], known: usize) -> f64 {
    let node = tree.nodes[at];
    if node.is_leaf() {
        return tree.values[at];
    }
    let (left, right) = (node.left as usize, node.left as usize + 1);
    if known >> node.feature & 1 == 1 {
        let child = if row[node.feature as usize] <= node.threshold { left } else { right };
        return conditional(tree, child, row, known);
    }
    let (a, b) = (tree.covers[left], tree.covers[right]);
    (a * conditional(tree, left, row, known) + b * conditional(tree, right, row, known)) / (a + b)
}

/// Shapley values of any game on at most a few players, by its definition.
fn enumerate(n_players: usize, value: impl Fn(usize) -> f64) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let values: Vec<f64> = (0..1 << n_players).map(value).collect();
    let of_player = |player: usize| {
        let coalitions = (0..1_usize << n_players).filter(|coalition| coalition >> player & 1 == 0);
        let term = |coalition: usize| {
            let size = coalition.count_ones() as usize;
            let weight = factorial(size) * factorial(n_players - size - 1) / factorial(n_players);
            weight * (values[coalition | 1 << player] - values[coalition])
        };
        coalitions.map(term).sum()
    };
    (0..n_players).map(of_player).collect()
}

fn forest(n_features: usize, depth: u16) -> (RandomForest, Array2<f64>) {
    let x = table(300, n_features);
    let number = |row: usize| x[[row, 0]] * x[[row, 1]] + 3.0 * x[[row, n_features - 1]] + noise(row + 9000);
    let target = Target::numbers((0..300).map(number).collect()).expect("numbers that differ");
    let params = RandomForest::params().n_trees(7).max_depth(depth).min_samples_leaf(1).min_samples_split(2);
    let model = params.features_per_split(FeaturesPerSplit::All).fit(x.view(), &target).expect("valid");
    (model, x)
}

fn boosting() -> (GradientBoosting, Array2<f64>) {
    let x = table(300, 5);
    let labels = (0..300).map(|row| x[[row, 0]] + x[[row, 2]] * noise(row + 4000) > 9.0).collect();
    let target = Target::binary(labels).expect("both classes");
    let model = GradientBoosting::params().n_rounds(15).max_depth(4).fit(x.view(), &target).expect("valid");
    (model, x)
}

#[track_caller]
fn check_path_dependent(output: &AdditiveTrees, explanation: &Explanation, x: &Array2<f64>) {
    for (row, values) in x.rows().into_iter().zip(explanation.values.rows()) {
        let row = row.to_vec();
        let game = |known: usize| {
            let sum: f64 = output.trees.iter().map(|tree| conditional(tree, 0, &row, known)).sum();
            output.base + output.scale * sum
        };
        assert!((explanation.base_value - game(0)).abs() < TOLERANCE);
        for (found, expected) in values.iter().zip(enumerate(row.len(), game)) {
            assert!((found - expected).abs() < TOLERANCE * (1.0 + expected.abs()), "{found} and {expected}");
        }
    }
}

#[track_caller]
fn check_additive(explanation: &Explanation) {
    for (values, prediction) in explanation.values.rows().into_iter().zip(&explanation.predictions) {
        let sum = explanation.base_value + values.sum();
        assert!((sum - prediction).abs() < TOLERANCE * (1.0 + prediction.abs()), "{sum} and {prediction}");
    }
}

#[test]
fn path_dependent_values_are_those_of_all_coalitions() {
    let (model, x) = forest(5, 9);
    let few = some_rows(&x, 0..12);
    let explanation = TreeExplainer::path_dependent(&model, 0).expect("one output").explain(few.view()).expect("valid");
    check_path_dependent(&model.outputs[0], &explanation, &few);
    let (model, x) = boosting();
    let few = some_rows(&x, 0..12);
    let explanation = TreeExplainer::path_dependent(&model, 0).expect("one output").explain(few.view()).expect("valid");
    check_path_dependent(&model.outputs[0], &explanation, &few);
}

#[test]
fn interventional_values_are_those_of_all_coalitions() {
    let (model, x) = boosting();
    let (few, background) = (some_rows(&x, 0..6), some_rows(&x, 100..109));
    let explainer = TreeExplainer::interventional(&model, 0, background.view()).expect("valid");
    let explanation = explainer.explain(few.view()).expect("valid");
    check_additive(&explanation);
    for (row, values) in few.rows().into_iter().zip(explanation.values.rows()) {
        let game = |known: usize| {
            let mixed = Array2::from_shape_fn(background.dim(), |(other, column)| {
                if known >> column & 1 == 1 { row[column] } else { background[[other, column]] }
            });
            let scores = model.raw_scores(mixed.view()).expect("valid");
            scores[0].iter().sum::<f64>() / background.nrows() as f64
        };
        for (found, expected) in values.iter().zip(enumerate(row.len(), game)) {
            assert!((found - expected).abs() < TOLERANCE, "{found} and {expected}");
        }
    }
}

#[test]
fn values_of_deep_trees_over_many_features_add_up() {
    // Up to 30 features on a path: 15 points.
    let (model, x) = forest(40, 40);
    let explanation = TreeExplainer::path_dependent(&model, 0).expect("one output").explain(x.view()).expect("valid");
    check_additive(&explanation);
    let few = some_rows(&x, 0..5);
    let explainer = TreeExplainer::interventional(&model, 0, some_rows(&x, 50..60).view()).expect("valid");
    check_additive(&explainer.explain(few.view()).expect("valid"));
}

#[test]
fn classes_are_explained_one_by_one() {
    let x = table(120, 4);
    let target = Target::classes(
        (0..120).map(|row| usize::from(x[[row, 0]] > 3.0) + usize::from(x[[row, 0]] > 7.0)).collect(),
        3,
    )
    .expect("valid");
    let model = RandomForest::params().n_trees(9).fit(x.view(), &target).expect("valid");
    for class in 0..3 {
        let explanation = TreeExplainer::path_dependent(&model, class).expect("a class").explain(x.view());
        check_additive(&explanation.expect("valid"));
    }
    let error = TreeExplainer::path_dependent(&model, 3).err().expect("there are three");
    assert_eq!(error.to_string(), "the model has 3 outputs, output 3 was asked for");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_feature_no_tree_uses_gets_nothing(shift in 0.0..12.0_f64) {
        let (model, x) = forest(3, 4);
        let mut wide = RandomForest { ..model.clone() };
        for tree in wide.outputs.iter_mut().flat_map(|output| output.trees.iter_mut()) {
            tree.n_features = 4;
        }
        wide.feature_names.push("unused".to_owned());
        let rows = Array2::from_shape_fn((10, 4), |(row, column)| if column < 3 { x[[row, column]] } else { shift });
        let found = TreeExplainer::path_dependent(&wide, 0).expect("valid").explain(rows.view()).expect("valid");
        prop_assert!(found.values.column(3).iter().all(|&value| value == 0.0));
        check_additive(&found);
    }
}
