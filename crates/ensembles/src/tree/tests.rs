//! Layout, walks and loading of trees.

use super::{AdditiveTrees, LooseNode, Tree};

fn leaf(value: f64, cover: f64) -> LooseNode {
    LooseNode { split: None, value, cover }
}

fn split(feature: usize, threshold: f64, left: usize, right: usize, cover: f64) -> LooseNode {
    LooseNode { split: Some((feature, threshold, left, right)), value: 0.0, cover }
}

/// x0 <= 1 → (x1 <= 5 → 10, else 20), else 30; nodes in no particular order.
fn small() -> Tree {
    let nodes = [split(0, 1.0, 3, 1, 8.0), leaf(30.0, 2.0), leaf(20.0, 1.0), split(1, 5.0, 4, 2, 6.0), leaf(10.0, 5.0)];
    Tree::lay_out(&nodes, 2).expect("a tree")
}

#[test]
fn rows_fall_into_the_leaves_their_splits_say() {
    let tree = small();
    assert_eq!((tree.n_nodes(), tree.n_leaves(), tree.depth()), (5, 3, 2));
    // A value equal to the threshold goes left.
    for (row, value) in [([1.0, 5.0], 10.0), ([1.0, 5.1], 20.0), ([1.1, 0.0], 30.0), ([-9.0, 9.0], 20.0)] {
        assert_eq!(tree.predict_row(&row), value);
    }
    // (5 · 10 + 1 · 20 + 2 · 30) / 8
    assert_eq!(tree.expected_value(), 16.25);
}

#[test]
fn batches_predict_what_single_rows_do() {
    let stump = Tree::lay_out(&[leaf(0.5, 3.0)], 2).expect("a tree");
    let sum = AdditiveTrees { base: 1.0, scale: 0.5, trees: vec![small(), stump] };
    let rows: Vec<f64> = (0..2 * 700).map(|i| f64::from(i * 37 % 11) - 3.0).collect();
    let expected: Vec<f64> =
        rows.chunks(2).map(|row| 1.0 + 0.5 * sum.trees.iter().map(|tree| tree.predict_row(row)).sum::<f64>()).collect();
    assert_eq!(sum.predict(&rows, 2, 2), expected);
    assert_eq!(sum.predict(&rows, 2, 0), vec![1.0; 700]);
}

#[track_caller]
fn check_refused(nodes: &[LooseNode], reason: &str) {
    assert_eq!(Tree::lay_out(nodes, 2).expect_err("no tree"), reason);
}

#[test]
fn nodes_that_form_no_tree_are_refused() {
    check_refused(&[], "a tree has no nodes");
    let cycle = [split(0, 1.0, 1, 2, 3.0), split(1, 1.0, 0, 2, 2.0), leaf(1.0, 1.0)];
    check_refused(&cycle, "node 0 is reached twice: the nodes form a cycle or share a child");
    let itself = [split(0, 1.0, 0, 1, 3.0), leaf(1.0, 1.0)];
    check_refused(&itself, "node 0 is reached twice: the nodes form a cycle or share a child");
    let shared = [split(0, 1.0, 1, 1, 3.0), leaf(1.0, 1.0)];
    check_refused(&shared, "node 1 is reached twice: the nodes form a cycle or share a child");
    let beyond = [split(0, 1.0, 1, 9, 3.0), leaf(1.0, 1.0)];
    check_refused(&beyond, "node 0 has the child 9, but the tree has 2 nodes");
    let lost = [leaf(1.0, 1.0), leaf(2.0, 1.0)];
    check_refused(&lost, "node 1 is not reached from the root");
    let nan = [split(0, f64::NAN, 1, 2, 3.0), leaf(1.0, 1.0), leaf(1.0, 2.0)];
    check_refused(&nan, "node 0 has the threshold NaN, expected a finite number");
    let feature = [split(2, 1.0, 1, 2, 3.0), leaf(1.0, 1.0), leaf(1.0, 2.0)];
    check_refused(&feature, "node 0 splits feature 2 of 2");
    check_refused(&[leaf(f64::INFINITY, 1.0)], "node 0 has the value inf");
    check_refused(&[leaf(1.0, 0.0)], "node 0 has the cover 0, expected a positive number");
}

#[test]
fn saved_trees_come_back_and_are_checked() {
    let json = serde_json::to_string(&small()).expect("finite numbers");
    assert_eq!(serde_json::from_str::<Tree>(&json).expect("just saved"), small());
    for (from, to, reason) in [
        (r#""left":[1,3,-1,-1,-1]"#, r#""left":[1,1,-1,-1,-1]"#, "node 1 is reached twice"),
        (r#""left":[1,3,-1,-1,-1]"#, r#""left":[1,-3,-1,-1,-1]"#, "node 1 has the left child -3"),
        (r#""left":[1,3,-1,-1,-1]"#, r#""left":[1,3,-1,-1]"#, "the arrays of a tree differ in length"),
        (r#""threshold":[1.0"#, r#""threshold":[null"#, "invalid type: null"),
        (r#""n_features":2"#, r#""n_features":1"#, "node 1 splits feature 1 of 1"),
        (r#""n_features":2"#, r#""n_features":2,"extra":0"#, "unknown field `extra`"),
    ] {
        assert!(json.contains(from), "{json}");
        let error = serde_json::from_str::<Tree>(&json.replace(from, to)).expect_err("malformed").to_string();
        assert!(error.contains(reason), "{error}");
    }
}
