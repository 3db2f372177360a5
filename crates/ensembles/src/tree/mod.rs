//! Binary trees in flat arrays: what models are saved as, predict with, and are explained by.

mod additive;
mod saved;

use serde::{Deserialize, Serialize};

pub(crate) use additive::AdditiveTrees;

/// A binary regression tree.
///
/// **Invariant:** node 0 is the root; the children of a node stand side by side after it, the left one first; every
/// node but the root has one parent; thresholds and values are finite, covers positive. What is loaded is checked for
/// all of that, so a walk from the root always ends in a leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "saved::SavedTree", into = "saved::SavedTree")]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Mean of the target over the training rows of a node; the prediction, if it is a leaf.
    pub(crate) values: Vec<f64>,
    /// Number of training rows in a node, as often as each was drawn.
    pub(crate) covers: Vec<f64>,
    /// Largest number of splits on the way to a leaf.
    pub(crate) depth: u32,
    pub(crate) n_features: usize,
}

/// Where a walk goes next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    /// Rows with `x[feature] <= threshold` go left. A leaf holds +∞, so that a step from a leaf stays there.
    pub(crate) threshold: f64,
    /// 0 for a leaf, so that a step from it may read a value as any other step does.
    pub(crate) feature: u32,
    /// Left child, the right one being the next; for a leaf, the leaf itself.
    pub(crate) left: u32,
}

impl Node {
    /// No threshold that was let through is infinite, so this marks leaves alone.
    pub(crate) fn is_leaf(self) -> bool {
        self.threshold == f64::INFINITY
    }
}

/// A node before it is laid out.
#[derive(Debug, Clone)]
pub(crate) struct LooseNode {
    /// Feature, threshold, left child, right child; `None` for a leaf.
    pub(crate) split: Option<(usize, f64, usize, usize)>,
    pub(crate) value: f64,
    pub(crate) cover: f64,
}

impl Tree {
    /// Lays out nodes level by level.
    ///
    /// # Errors
    ///
    /// What is wrong with the nodes, if they do not form a tree.
    pub(crate) fn lay_out(loose: &[LooseNode], n_features: usize) -> Result<Self, String> {
        if loose.is_empty() {
            return Err("a tree has no nodes".to_owned());
        }
        let mut order = vec![0];
        let mut depths = vec![0_u32];
        let mut placed = vec![false; loose.len()];
        placed[0] = true;
        let mut nodes = Vec::with_capacity(loose.len());
        let mut next = 0;
        while let Some(&index) = order.get(next) {
            let node = &loose[index];
            check_node(node, index)?;
            let index = u32::try_from(next).map_err(|_| "a tree has more nodes than can be counted".to_owned())?;
            let mut laid = Node { threshold: f64::INFINITY, feature: 0, left: index };
            if let Some((feature, threshold, left, right)) = node.split {
                let out_of_range = || format!("node {index} splits feature {feature} of {n_features}");
                laid.feature = u32::try_from(feature).ok().filter(|_| feature < n_features).ok_or_else(out_of_range)?;
                laid.threshold = threshold;
                laid.left = u32::try_from(order.len()).map_err(|_| "a tree has too many nodes".to_owned())?;
                for child in [left, right] {
                    let free = placed.get_mut(child).ok_or_else(|| {
                        format!("node {index} has the child {child}, but the tree has {} nodes", loose.len())
                    })?;
                    if *free {
                        return Err(format!("node {child} is reached twice: the nodes form a cycle or share a child"));
                    }
                    *free = true;
                    order.push(child);
                    depths.push(depths[next] + 1);
                }
            }
            nodes.push(laid);
            next += 1;
        }
        if let Some(lost) = placed.iter().position(|placed| !placed) {
            return Err(format!("node {lost} is not reached from the root"));
        }
        Ok(Self {
            nodes,
            values: order.iter().map(|&index| loose[index].value).collect(),
            covers: order.iter().map(|&index| loose[index].cover).collect(),
            depth: depths.into_iter().max().unwrap_or(0),
            n_features,
        })
    }

    /// Number of nodes, leaves included.
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Number of leaves.
    pub fn n_leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.is_leaf()).count()
    }

    /// Largest number of splits on the way to a leaf.
    pub fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Value of the leaf that `row` falls into.
    pub(crate) fn predict_row(&self, row: &[f64]) -> f64 {
        let mut at = 0_usize;
        loop {
            let node = self.nodes[at];
            if node.is_leaf() {
                return self.values[at];
            }
            at = node.left as usize + usize::from(row[node.feature as usize] > node.threshold);
        }
    }

    /// Mean prediction over the training rows, by the covers of the leaves.
    pub(crate) fn expected_value(&self) -> f64 {
        let leaves = self.nodes.iter().zip(&self.values).zip(&self.covers).filter(|((node, _), _)| node.is_leaf());
        let (sum, cover) =
            leaves.fold((0.0, 0.0), |(sum, total), ((_, value), cover)| (sum + value * cover, total + cover));
        sum / cover
    }
}

fn check_node(node: &LooseNode, index: usize) -> Result<(), String> {
    if !node.value.is_finite() {
        return Err(format!("node {index} has the value {}", node.value));
    }
    if !(node.cover.is_finite() && node.cover > 0.0) {
        return Err(format!("node {index} has the cover {}, expected a positive number", node.cover));
    }
    match node.split {
        Some((_, threshold, _, _)) if !threshold.is_finite() => {
            Err(format!("node {index} has the threshold {threshold}, expected a finite number"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
