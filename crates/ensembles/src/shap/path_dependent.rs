//! Shapley values of a tree's conditional expectations, along the paths of the tree.

use super::quadrature::gauss_legendre;
use crate::tree::Tree;

/// No earlier edge with the same feature.
const NONE: u32 = u32::MAX;

/// A tree prepared for explanations.
///
/// The value of a coalition S is the expectation of the tree when only the features in S are known: at a split of an
/// unknown feature both sides count by their covers. A leaf with value v adds v Πᵢ aᵢ to it, over the features i of its
/// path, with aᵢ = oᵢ (1 if x stays on the path at every split of i, else 0) for i ∈ S and aᵢ = zᵢ (product of the cover
/// shares of its splits of i) for i ∉ S. The Shapley value of such a product game is
///
/// φᵢ = v (oᵢ − zᵢ) ∫₀¹ Πⱼ (zⱼ (1 − t) + oⱼ t) dt, over j ≠ i,
///
/// for drawing a random order is drawing a time t for each feature, uniform on \[0, 1\]. The integrand is a polynomial of
/// degree d − 1 in t for d features, so Gauss–Legendre quadrature with ⌈d / 2⌉ points is exact. All factors are positive,
/// so nothing cancels. Products run down the tree, sums of leaves run up: O(nodes · points) for a row.
///
/// # Source
///
/// Definition: Lundberg et al. (2020), Nature Machine Intelligence 2, `tree_path_dependent`. Integral: Owen (1972),
/// Management Science 18. Sums up the tree: Yu et al. (2022), "Linear `TreeShap`", `NeurIPS`.
pub(super) struct PreparedTree<const Q: usize> {
    edges: Vec<Edge<Q>>,
}

/// The edge from a split to one of its children, in preorder; parents come before children.
struct Edge<const Q: usize> {
    /// Preorder number of the edge into the parent; [`NONE`] below the root.
    parent: u32,
    feature: u32,
    threshold: f64,
    is_left: bool,
    /// Closest edge above with the same feature.
    same: u32,
    /// Value of the child if it is a leaf.
    leaf: Option<f64>,
    /// a(t) at each point, for o = 0 and o = 1.
    factor: [[f64; Q]; 2],
    /// weight · (o − z) / a(t) at each point, for o = 0 and o = 1.
    marginal: [[f64; Q]; 2],
}

/// Work space of one thread.
pub(super) struct Scratch<const Q: usize> {
    product: Vec<[f64; Q]>,
    sum: Vec<[f64; Q]>,
    /// 1 if the row stays on the path at every split of the edge's feature so far.
    open: Vec<u8>,
}

impl<const Q: usize> Scratch<Q> {
    pub(super) fn new() -> Self {
        Self { product: Vec::new(), sum: Vec::new(), open: Vec::new() }
    }
}

/// Largest number of distinct features on a path from root to leaf.
pub(super) fn most_features_on_a_path(tree: &Tree) -> usize {
    let mut most = 0;
    let mut stack = vec![(0_usize, Vec::<u32>::new())];
    while let Some((at, features)) = stack.pop() {
        let node = tree.nodes[at];
        if node.is_leaf() {
            most = most.max(features.len());
            continue;
        }
        let mut features = features;
        if !features.contains(&node.feature) {
            features.push(node.feature);
        }
        stack.push((node.left as usize + 1, features.clone()));
        stack.push((node.left as usize, features));
    }
    most
}

/// Points needed for paths with so many features.
pub(super) fn points_for(n_features: usize) -> usize {
    n_features.div_ceil(2).max(1)
}

impl<const Q: usize> PreparedTree<Q> {
    /// Prepares a tree whose paths need at most `Q` points.
    pub(super) fn new(tree: &Tree) -> Self {
        let n_points = points_for(most_features_on_a_path(tree));
        assert!(n_points <= Q, "the caller chose Q by the number of points");
        let rule = gauss_legendre(n_points);
        let mut prepared = Self { edges: Vec::with_capacity(tree.n_nodes()) };
        if tree.nodes[0].is_leaf() {
            return prepared;
        }
        // Cover share of each edge, multiplied along edges of the same feature.
        let mut shares: Vec<f64> = Vec::with_capacity(tree.n_nodes());
        let mut stack = vec![(0_usize, 1_usize, NONE), (0, 0, NONE)];
        while let Some((at, side, parent)) = stack.pop() {
            let node = tree.nodes[at];
            let child = node.left as usize + side;
            let same = prepared.same_feature_above(parent, node.feature);
            let above = if same == NONE { 1.0 } else { shares[same as usize] };
            // Covers of children add up to their parent's in trees of this crate; in others they need not.
            let sides = tree.covers[node.left as usize] + tree.covers[node.left as usize + 1];
            let share = above * tree.covers[child] / sides;
            shares.push(share);
            let number = u32::try_from(prepared.edges.len()).expect("edges are fewer than nodes");
            let child_node = tree.nodes[child];
            let (factor, marginal) = tables(share, &rule);
            prepared.edges.push(Edge {
                parent,
                feature: node.feature,
                threshold: node.threshold,
                is_left: side == 0,
                same,
                leaf: child_node.is_leaf().then(|| tree.values[child]),
                factor,
                marginal,
            });
            if !child_node.is_leaf() {
                stack.push((child, 1, number));
                stack.push((child, 0, number));
            }
        }
        prepared
    }

    fn same_feature_above(&self, mut edge: u32, feature: u32) -> u32 {
        while edge != NONE && self.edges[edge as usize].feature != feature {
            edge = self.edges[edge as usize].parent;
        }
        edge
    }

    /// Adds `scale` times the Shapley values of a row to `phi`.
    ///
    /// # Shapes
    ///
    /// `row`, `phi`: `[n_features]`.
    pub(super) fn add_to(&self, row: &[f64], scale: f64, scratch: &mut Scratch<Q>, phi: &mut [f64]) {
        let n = self.edges.len();
        scratch.product.resize(n, [0.0; Q]);
        scratch.sum.clear();
        scratch.sum.resize(n, [0.0; Q]);
        scratch.open.resize(n, 0);
        for (index, edge) in self.edges.iter().enumerate() {
            let stays = (row[edge.feature as usize] <= edge.threshold) == edge.is_left;
            let above = if edge.same == NONE { 1 } else { scratch.open[edge.same as usize] };
            let open = u8::from(stays) & above;
            scratch.open[index] = open;
            let mut product = if edge.parent == NONE { [1.0; Q] } else { scratch.product[edge.parent as usize] };
            let factor = &edge.factor[usize::from(open)];
            if edge.same == NONE {
                product.iter_mut().zip(factor).for_each(|(product, factor)| *product *= factor);
            } else {
                // This feature's factor so far makes way for the longer one.
                let before = &self.edges[edge.same as usize].factor[usize::from(above)];
                for ((product, factor), before) in product.iter_mut().zip(factor).zip(before) {
                    *product *= factor / before;
                }
            }
            scratch.product[index] = product;
            if let Some(value) = edge.leaf {
                scratch.sum[index] = product.map(|product| product * value);
            }
        }
        for (index, edge) in self.edges.iter().enumerate().rev() {
            let sum = scratch.sum[index];
            let mut value = dot(&sum, &edge.marginal[usize::from(scratch.open[index])]);
            if edge.same != NONE {
                // The edge above has counted these leaves with its shorter factor: take that back.
                let above = &self.edges[edge.same as usize];
                value -= dot(&sum, &above.marginal[usize::from(scratch.open[edge.same as usize])]);
            }
            phi[edge.feature as usize] += scale * value;
            if edge.parent != NONE {
                let parent = &mut scratch.sum[edge.parent as usize];
                parent.iter_mut().zip(sum).for_each(|(parent, sum)| *parent += sum);
            }
        }
    }
}

fn dot<const Q: usize>(a: &[f64; Q], b: &[f64; Q]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// a(t) = share (1 − t) + o t and weight (o − share) / a(t) at each point; points beyond the rule weigh nothing.
fn tables<const Q: usize>(share: f64, rule: &[(f64, f64)]) -> ([[f64; Q]; 2], [[f64; Q]; 2]) {
    let (mut factor, mut marginal) = ([[1.0; Q]; 2], [[0.0; Q]; 2]);
    for (o, open) in [0.0, 1.0].into_iter().enumerate() {
        for (point, &(t, weight)) in rule.iter().enumerate() {
            let a = share * (1.0 - t) + open * t;
            factor[o][point] = a;
            marginal[o][point] = weight * (open - share) / a;
        }
    }
    (factor, marginal)
}
