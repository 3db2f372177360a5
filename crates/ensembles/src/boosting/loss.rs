//! Losses of boosting: what a round fits, and how far it got.

use crate::link::{sigmoid, softplus};
use crate::target::{Target, Values};

/// Smallest second derivative a row counts with: a leaf of rows that are all but certain moves by at most 1000 / step.
const MIN_HESSIAN: f64 = 1e-3;

/// Loss of the raw scores, and the quadratic model of it that the next trees fit.
pub(super) struct Loss {
    kind: Kind,
    /// One a row; 1 where none are given.
    weights: Vec<f64>,
}

enum Kind {
    /// −Σ log p of the true class; raw score: log-odds of `true`.
    Binary { labels: Vec<bool> },
    /// −Σ log p of the true class, p by softmax; raw scores: one a class.
    Classes { class: Vec<usize>, n_classes: usize },
    /// Σ (y − score)² / 2, on the target scaled to mean 0 and standard deviation 1.
    Numbers { scaled: Vec<f64> },
}

/// Targets and weights of a weighted regression whose leaf means are Newton steps.
pub(super) struct Step {
    pub(super) target: Vec<f64>,
    pub(super) weights: Vec<f64>,
}

impl Loss {
    /// The loss of a target; `scaled` stands in for its numbers.
    pub(super) fn new(target: &Target, scaled: Vec<f64>) -> Self {
        let kind = match &target.values {
            Values::Binary(labels) => Kind::Binary { labels: labels.clone() },
            Values::Classes { class, n_classes } => Kind::Classes { class: class.clone(), n_classes: *n_classes },
            Values::Numbers(_) => Kind::Numbers { scaled },
        };
        Self { kind, weights: target.weights.clone().unwrap_or_else(|| vec![1.0; target.n_rows()]) }
    }

    /// Σ weight × value over rows.
    fn sum(&self, rows: &[u32], value: impl Fn(usize) -> f64) -> f64 {
        rows.iter().map(|&row| self.weights[row as usize] * value(row as usize)).sum()
    }

    /// Raw scores that minimise the loss over `rows` before any tree: log-odds, log shares, or the mean.
    pub(super) fn base(&self, rows: &[u32]) -> Vec<f64> {
        let n = self.sum(rows, |_| 1.0);
        match &self.kind {
            Kind::Binary { labels } => {
                let positive = self.sum(rows, |row| f64::from(u8::from(labels[row])));
                let negative = self.sum(rows, |row| f64::from(u8::from(!labels[row])));
                vec![(positive / negative).ln()]
            }
            Kind::Classes { class, n_classes } => {
                let share = |wanted: usize| self.sum(rows, |row| f64::from(u8::from(class[row] == wanted))) / n;
                (0..*n_classes).map(|wanted| share(wanted).ln()).collect()
            }
            Kind::Numbers { scaled } => vec![self.sum(rows, |row| scaled[row]) / n],
        }
    }

    /// Share of a Newton step that is taken: (K − 1) / K for K > 2 classes, whose scores share one degree of freedom.
    ///
    /// Friedman, Hastie & Tibshirani (2000), Annals of Statistics 28, algorithm 6.
    pub(super) fn damping(&self) -> f64 {
        match &self.kind {
            Kind::Classes { n_classes, .. } => (*n_classes as f64 - 1.0) / *n_classes as f64,
            Kind::Binary { .. } | Kind::Numbers { .. } => 1.0,
        }
    }

    /// The regression whose leaf means are −Σg / Σh over the rows of a leaf: targets −g / h with weights h.
    ///
    /// # Shapes
    ///
    /// `scores`: `[n_outputs][n_all_rows]`; returns a step for the given rows of output `output`.
    pub(super) fn step(&self, scores: &[Vec<f64>], output: usize, rows: &[u32]) -> Step {
        let mut step = Step { target: Vec::with_capacity(rows.len()), weights: Vec::with_capacity(rows.len()) };
        for &row in rows {
            let row = row as usize;
            let (negative_gradient, hessian) = match &self.kind {
                Kind::Binary { labels } => {
                    let p = sigmoid(scores[0][row]);
                    (f64::from(u8::from(labels[row])) - p, p * (1.0 - p))
                }
                Kind::Classes { class, .. } => {
                    let p = softmax(scores, row, output);
                    (f64::from(u8::from(class[row] == output)) - p, p * (1.0 - p))
                }
                Kind::Numbers { scaled } => (scaled[row] - scores[0][row], 1.0),
            };
            let hessian = hessian.max(MIN_HESSIAN);
            step.target.push(negative_gradient / hessian);
            step.weights.push(hessian * self.weights[row]);
        }
        step
    }

    /// Weighted mean loss over rows.
    pub(super) fn mean(&self, scores: &[Vec<f64>], rows: &[u32]) -> f64 {
        let of_row = |row: usize| match &self.kind {
            // −log sigmoid(s) = log(1 + e^−s), without overflow.
            Kind::Binary { labels } => softplus(if labels[row] { -scores[0][row] } else { scores[0][row] }),
            Kind::Classes { class, .. } => {
                let largest = scores.iter().map(|scores| scores[row]).fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = scores.iter().map(|scores| (scores[row] - largest).exp()).sum();
                sum.ln() + largest - scores[class[row]][row]
            }
            Kind::Numbers { scaled } => (scaled[row] - scores[0][row]).powi(2) / 2.0,
        };
        self.sum(rows, of_row) / self.sum(rows, |_| 1.0)
    }
}

/// Probability of a class from the raw scores of all.
pub(super) fn softmax(scores: &[Vec<f64>], row: usize, class: usize) -> f64 {
    let own = scores[class][row];
    1.0 / scores.iter().map(|scores| (scores[row] - own).exp()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central differences with this width agree to about its square.
    const WIDTH: f64 = 1e-4;
    const TOLERANCE: f64 = 1e-6;

    fn check_derivatives(target: &Target, scaled: Vec<f64>, scores: &[Vec<f64>]) {
        let loss = Loss::new(target, scaled);
        for output in 0..scores.len() {
            for row in 0..2_u32 {
                let at = |shift: f64| {
                    let mut moved = scores.to_vec();
                    moved[output][row as usize] += shift;
                    loss.mean(&moved, &[row])
                };
                let gradient = (at(WIDTH) - at(-WIDTH)) / (2.0 * WIDTH);
                let hessian = (at(WIDTH) - 2.0 * at(0.0) + at(-WIDTH)) / (WIDTH * WIDTH);
                let step = loss.step(scores, output, &[row]);
                assert!((step.weights[0] - hessian).abs() < TOLERANCE, "{} and {hessian}", step.weights[0]);
                assert!((step.target[0] * step.weights[0] + gradient).abs() < TOLERANCE);
            }
        }
    }

    #[test]
    fn steps_follow_the_derivatives_of_the_losses() {
        let scores = [vec![0.3, -1.2], vec![-0.4, 0.9], vec![1.1, 0.2]];
        check_derivatives(&Target::binary(vec![true, false]).expect("valid"), vec![], &scores[..1]);
        check_derivatives(&Target::classes(vec![2, 0, 1], 3).expect("valid"), vec![], &scores);
        check_derivatives(&Target::numbers(vec![0.5, 2.0]).expect("valid"), vec![0.5, 2.0], &scores[..1]);
    }

    #[test]
    fn steps_of_huge_scores_are_bounded() {
        let target = Target::binary(vec![true, false]).expect("valid");
        let step = Loss::new(&target, vec![]).step(&[vec![-800.0, -800.0]], 0, &[0, 1]);
        assert_eq!(step.target, [1000.0, 0.0]);
    }
}
