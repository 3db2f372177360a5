//! Shapley values of a tree against a background: absent features take the values of background rows.

use crate::tree::Tree;

/// Who decides a feature's direction on the way down.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Nobody,
    Row,
    Background,
}

/// Work space of one thread.
pub(super) struct Walk<'a> {
    /// `weight[a][b]`: (a − 1)! b! / (a + b)!, the Shapley weight of a feature of the larger of two groups.
    weights: &'a [Vec<f64>],
    owner: Vec<Owner>,
}

/// (a − 1)! b! / (a + b)! for a ≥ 1, a + b ≤ `n`.
pub(super) fn shapley_weights(n: usize) -> Vec<Vec<f64>> {
    // w(1, b) = 1 / (b + 1); w(a, b) = w(a − 1, b) (a − 1) / (a + b).
    let weight = |a: usize, b: usize| {
        (2..=a).fold(1.0 / (b as f64 + 1.0), |weight, a| weight * (a as f64 - 1.0) / (a + b) as f64)
    };
    // Nobody asks for a = 0; the row makes a the index.
    (0..=n).map(|a| (0..=n).map(|b| weight(a, b)).collect()).collect()
}

impl<'a> Walk<'a> {
    pub(super) fn new(weights: &'a [Vec<f64>], n_features: usize) -> Self {
        Self { weights, owner: vec![Owner::Nobody; n_features] }
    }

    /// Adds `scale` times the Shapley values of the game "features in S from `row`, the others from `background`".
    ///
    /// A leaf is reached by the coalitions that hold the A features whose direction only `row` takes and none of the B
    /// that only `background` takes: each of the A gets v (A − 1)! B! / (A + B)!, each of the B −v A! (B − 1)! / (A + B)!.
    ///
    /// # Source
    ///
    /// Lundberg et al. (2020), "interventional"; Laberge & Pequignot (2022), arXiv:2209.15123.
    pub(super) fn add_to(&mut self, tree: &Tree, row: &[f64], background: &[f64], scale: f64, phi: &mut [f64]) {
        self.descend(tree, 0, [0, 0], row, background, scale, phi);
    }

    /// Returns what a feature owned by the row, and one owned by the background, gets from the leaves below.
    #[expect(clippy::too_many_arguments, reason = "the state of a recursion")]
    fn descend(
        &mut self,
        tree: &Tree,
        at: usize,
        [n_row, n_background]: [usize; 2],
        row: &[f64],
        background: &[f64],
        scale: f64,
        phi: &mut [f64],
    ) -> (f64, f64) {
        let node = tree.nodes[at];
        if node.is_leaf() {
            let value = scale * tree.values[at];
            let to_row = if n_row > 0 { value * self.weights[n_row][n_background] } else { 0.0 };
            let to_background = if n_background > 0 { -value * self.weights[n_background][n_row] } else { 0.0 };
            return (to_row, to_background);
        }
        let feature = node.feature as usize;
        let side = |values: &[f64]| node.left as usize + usize::from(values[feature] > node.threshold);
        let (of_row, of_background) = (side(row), side(background));
        let counts = [n_row, n_background];
        match self.owner[feature] {
            Owner::Row => self.descend(tree, of_row, counts, row, background, scale, phi),
            Owner::Background => self.descend(tree, of_background, counts, row, background, scale, phi),
            Owner::Nobody if of_row == of_background => self.descend(tree, of_row, counts, row, background, scale, phi),
            Owner::Nobody => {
                self.owner[feature] = Owner::Row;
                let with = self.descend(tree, of_row, [n_row + 1, n_background], row, background, scale, phi);
                self.owner[feature] = Owner::Background;
                let without = self.descend(tree, of_background, [n_row, n_background + 1], row, background, scale, phi);
                self.owner[feature] = Owner::Nobody;
                phi[feature] += with.0 + without.1;
                (with.0 + without.0, with.1 + without.1)
            }
        }
    }
}
