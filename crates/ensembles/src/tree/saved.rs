//! Trees as they are written: arrays with a value a node, children by index, −1 for none.

use serde::{Deserialize, Serialize};

use super::{LooseNode, Tree};

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedTree {
    n_features: usize,
    /// Split feature, −1 for a leaf.
    feature: Vec<i64>,
    /// Split threshold, 0 for a leaf.
    threshold: Vec<f64>,
    /// Left child, −1 for a leaf.
    left: Vec<i64>,
    /// Right child, −1 for a leaf.
    right: Vec<i64>,
    value: Vec<f64>,
    cover: Vec<f64>,
}

impl From<Tree> for SavedTree {
    fn from(tree: Tree) -> Self {
        let split = |of: &dyn Fn(&super::Node) -> i64| -> Vec<i64> {
            tree.nodes.iter().map(|node| if node.is_leaf() { -1 } else { of(node) }).collect()
        };
        Self {
            n_features: tree.n_features,
            feature: split(&|node| i64::from(node.feature)),
            threshold: tree.nodes.iter().map(|node| if node.is_leaf() { 0.0 } else { node.threshold }).collect(),
            left: split(&|node| i64::from(node.left)),
            right: split(&|node| i64::from(node.left) + 1),
            value: tree.values,
            cover: tree.covers,
        }
    }
}

impl TryFrom<SavedTree> for Tree {
    type Error = String;

    fn try_from(saved: SavedTree) -> Result<Self, String> {
        let n = saved.feature.len();
        let lengths =
            [saved.threshold.len(), saved.left.len(), saved.right.len(), saved.value.len(), saved.cover.len()];
        if lengths != [n; 5] {
            return Err("the arrays of a tree differ in length".to_owned());
        }
        let node = |index: usize| -> Result<LooseNode, String> {
            let split = match (saved.feature[index], saved.left[index], saved.right[index]) {
                (-1, -1, -1) => None,
                (feature, left, right) => {
                    let whole = |value: i64, what: &str| {
                        usize::try_from(value).map_err(|_| format!("node {index} has the {what} {value}"))
                    };
                    let (left, right) = (whole(left, "left child")?, whole(right, "right child")?);
                    Some((whole(feature, "feature")?, saved.threshold[index], left, right))
                }
            };
            Ok(LooseNode { split, value: saved.value[index], cover: saved.cover[index] })
        };
        let loose = (0..n).map(node).collect::<Result<Vec<_>, _>>()?;
        Tree::lay_out(&loose, saved.n_features)
    }
}
