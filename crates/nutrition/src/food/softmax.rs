//! Softmax regression with a ridge penalty, by L-BFGS.

use neural::simd::{Strided, add, add_product, transpose, vectorized};
use rayon::prelude::*;

/// Rows of a task. Fixed, so that sums do not depend on the number of threads.
const ROWS_PER_TASK: usize = 256;
/// Steps whose curvature is remembered.
const MEMORY: usize = 12;
const MAX_STEPS: usize = 300;
/// Done when no component of the gradient is larger.
const TOLERANCE: f64 = 1e-5;

/// What a softmax regression learns from.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    /// `[row, n_features]`
    pub(super) x: &'a [f32],
    pub(super) classes: &'a [usize],
    /// What each class counts.
    pub(super) class_weights: &'a [f32],
    pub(super) n_features: usize,
}

/// Log-odds = x · weight + bias.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linear {
    /// `[n_features, n_classes]`
    pub(super) weight: Vec<f32>,
    /// `[n_classes]`
    pub(super) bias: Vec<f32>,
}

/// Minimises Σ wᵢ (−ln pᵢ) / Σ wᵢ + ½ penalty Σ weight².
///
/// # Source
///
/// Liu & Nocedal (1989), Mathematical Programming 45
pub(super) fn fit(rows: Rows<'_>, n_classes: usize, penalty: f64) -> Linear {
    let n_weights = rows.n_features * n_classes;
    let mut parameters = vec![0.0_f64; n_weights + n_classes];
    let (mut loss, mut gradient) = objective(rows, n_classes, penalty, &parameters);
    let mut memory: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..MAX_STEPS {
        if gradient.iter().all(|component| component.abs() < TOLERANCE) {
            break;
        }
        let mut direction = newton_direction(&gradient, &memory);
        if dot(&direction, &gradient) >= 0.0 {
            memory.clear();
            direction = gradient.iter().map(|component| -component).collect();
        }
        let slope = dot(&direction, &gradient);
        let mut size = if memory.is_empty() { (1.0 / dot(&gradient, &gradient).sqrt()).min(1.0) } else { 1.0 };
        let better = loop {
            let tried: Vec<f64> = parameters.iter().zip(&direction).map(|(at, step)| at + size * step).collect();
            let (new_loss, new_gradient) = objective(rows, n_classes, penalty, &tried);
            if new_loss <= loss + 1e-4 * size * slope {
                break Some((tried, new_loss, new_gradient));
            }
            size *= 0.5;
            if size < 1e-8 {
                break None;
            }
        };
        // As good as single precision allows.
        let Some((tried, new_loss, new_gradient)) = better else { break };
        let step = difference(&tried, &parameters);
        let change = difference(&new_gradient, &gradient);
        if dot(&step, &change) > 1e-12 {
            memory.push((step, change));
            if memory.len() > MEMORY {
                memory.remove(0);
            }
        }
        let gain = loss - new_loss;
        (parameters, loss, gradient) = (tried, new_loss, new_gradient);
        if gain < 1e-9 * loss.abs() {
            break;
        }
    }
    let (weight, bias) = parameters.split_at(n_weights);
    Linear { weight: singles(weight), bias: singles(bias) }
}

impl Linear {
    /// Log-odds of each row. `[row, n_classes]`
    pub(super) fn logits(&self, x: &[f32]) -> Vec<f32> {
        let n_classes = self.bias.len();
        let n_features = self.weight.len() / n_classes;
        let mut logits = vec![0.0; x.len() / n_features * n_classes];
        logits.par_chunks_mut(ROWS_PER_TASK * n_classes).zip(x.par_chunks(ROWS_PER_TASK * n_features)).for_each(
            |(logits, x)| {
                logits.chunks_exact_mut(n_classes).for_each(|row| row.copy_from_slice(&self.bias));
                let sizes = [x.len() / n_features, n_features, n_classes];
                vectorized(
                    #[inline(always)]
                    || add_product(logits, Strided::rows(x, n_features), &self.weight, sizes),
                );
            },
        );
        logits
    }
}

/// The loss and its gradient.
fn objective(rows: Rows<'_>, n_classes: usize, penalty: f64, parameters: &[f64]) -> (f64, Vec<f64>) {
    let n_weights = rows.n_features * n_classes;
    let (weight, bias) = parameters.split_at(n_weights);
    let linear = Linear { weight: singles(weight), bias: singles(bias) };
    let logits = linear.logits(rows.x);
    let total: f64 = rows.classes.iter().map(|class| f64::from(rows.class_weights[*class])).sum();
    let parts: Vec<(f64, Vec<f32>, Vec<f32>)> = logits
        .par_chunks(ROWS_PER_TASK * n_classes)
        .zip(rows.x.par_chunks(ROWS_PER_TASK * rows.n_features))
        .zip(rows.classes.par_chunks(ROWS_PER_TASK))
        .map(|((logits, x), classes)| {
            let (loss, residuals) = residuals(logits, classes, rows.class_weights);
            let mut weight_gradient = vec![0.0; n_weights];
            let mut bias_gradient = vec![0.0; n_classes];
            let sizes = [rows.n_features, classes.len(), n_classes];
            vectorized(
                #[inline(always)]
                || {
                    let x = transpose(x, rows.n_features);
                    add_product(&mut weight_gradient, Strided::rows(&x, classes.len()), &residuals, sizes);
                    residuals.chunks_exact(n_classes).for_each(|row| add(&mut bias_gradient, row));
                },
            );
            (loss, weight_gradient, bias_gradient)
        })
        .collect();
    let mut gradient = vec![0.0; parameters.len()];
    let mut loss = 0.5 * penalty * dot(weight, weight);
    for (part, weights, biases) in parts {
        loss += part / total;
        for (sum, term) in gradient.iter_mut().zip(weights.iter().chain(&biases)) {
            *sum += f64::from(*term) / total;
        }
    }
    for (sum, value) in gradient.iter_mut().zip(weight) {
        *sum += penalty * value;
    }
    (loss, gradient)
}

/// The summed loss of some rows, and p − 1 or p times the weight of the row.
fn residuals(logits: &[f32], classes: &[usize], class_weights: &[f32]) -> (f64, Vec<f32>) {
    let n_classes = logits.len() / classes.len();
    let mut loss = 0.0;
    let mut residuals = Vec::with_capacity(logits.len());
    for (row, class) in logits.chunks_exact(n_classes).zip(classes) {
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = row.iter().map(|logit| (logit - most).exp()).sum();
        let weight = class_weights[*class];
        loss += f64::from(weight) * (f64::from(sum).ln() - f64::from(row[*class] - most));
        let start = residuals.len();
        residuals.extend(row.iter().map(|logit| weight * (logit - most).exp() / sum));
        residuals[start + class] -= weight;
    }
    (loss, residuals)
}

/// −H⁻¹ g with the curvature of the latest steps.
fn newton_direction(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|component| -component).collect();
    let mut factors = Vec::with_capacity(memory.len());
    for (step, change) in memory.iter().rev() {
        let factor = dot(step, &direction) / dot(step, change);
        direction.iter_mut().zip(change).for_each(|(value, change)| *value -= factor * change);
        factors.push(factor);
    }
    if let Some((step, change)) = memory.last() {
        let scale = dot(step, change) / dot(change, change);
        direction.iter_mut().for_each(|value| *value *= scale);
    }
    for ((step, change), factor) in memory.iter().zip(factors.into_iter().rev()) {
        let back = factor - dot(change, &direction) / dot(step, change);
        direction.iter_mut().zip(step).for_each(|(value, step)| *value += back * step);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "weights of a network are single precision")]
fn singles(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three points on a line, of two classes: the minimum of the penalised loss in closed form by symmetry.
    #[test]
    fn fit_of_symmetric_points_has_a_gradient_of_nothing() {
        let x = [-1.0, 1.0, -2.0, 2.0, -0.5, 0.5];
        let classes = [0, 1, 0, 1, 1, 0];
        let rows = Rows { x: &x, classes: &classes, class_weights: &[1.0, 1.0], n_features: 1 };
        let model = fit(rows, 2, 0.1);
        assert!((model.weight[0] + model.weight[1]).abs() < 1e-4 && model.weight[1] > 0.0, "{model:?}");
        // The loss of w = weight[1] − weight[0] is Σ ln(1 + exp(−s w)) / 6 + 0.1 w² / 4, s being the signed places.
        let slope = |w: f64| {
            let signed = [1.0, 1.0, 2.0, 2.0, -0.5, -0.5];
            signed.iter().map(|s| -s / (1.0 + (s * w).exp())).sum::<f64>() / 6.0 + 0.05 * w
        };
        let w = f64::from(model.weight[1] - model.weight[0]);
        assert!(slope(w).abs() < 1e-4, "{w}: {}", slope(w));
    }

    #[test]
    fn objective_has_the_gradient_of_finite_differences() {
        let x: Vec<f32> = (0..40).map(|at| ((at * 7 % 11) as f32 - 5.0) / 5.0).collect();
        let classes: Vec<usize> = (0..10).map(|at| at * at % 3).collect();
        let rows = Rows { x: &x, classes: &classes, class_weights: &[1.0, 2.0, 0.5], n_features: 4 };
        let parameters: Vec<f64> = (0..15).map(|at| f64::from(at * 5 % 7) / 7.0 - 0.4).collect();
        let (_, gradient) = objective(rows, 3, 0.3, &parameters);
        for at in 0..15 {
            // Logits are single precision: a wide step.
            let moved = |by: f64| {
                let mut moved = parameters.clone();
                moved[at] += by;
                objective(rows, 3, 0.3, &moved).0
            };
            let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((slope - gradient[at]).abs() < 1e-3, "{at}: {slope} {}", gradient[at]);
        }
    }
}
