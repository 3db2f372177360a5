//! Logistic calibration.

use super::Map;
use crate::error::{Error, Result};
use crate::link::{sigmoid, softplus};

/// Newton iterations; convergence takes about ten.
const MAX_ITERATIONS: usize = 100;
/// Largest gradient, per row, of a solution.
const TOLERANCE: f64 = 1e-12;

pub(super) fn fit(score: &[f64], label: &[bool]) -> Result<Map> {
    let n = score.len() as f64;
    let positive = label.iter().filter(|&&label| label).count() as f64;
    let (high, low) = ((positive + 1.0) / (positive + 2.0), 1.0 / (n - positive + 2.0));
    let target: Vec<f64> = label.iter().map(|&label| if label { high } else { low }).collect();
    // Scores in units of their spread: the two parameters are then of one size.
    let mean = score.iter().sum::<f64>() / n;
    let spread = (score.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    let z: Vec<f64> = score.iter().map(|value| (value - mean) / spread).collect();
    let loss = |a: f64, b: f64| -> f64 {
        z.iter().zip(&target).map(|(z, target)| softplus(a * z + b) - target * (a * z + b)).sum::<f64>()
    };
    let (mut a, mut b) = (0.0, (positive / (n - positive)).ln());
    let mut current = loss(a, b);
    for _ in 0..MAX_ITERATIONS {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (z, target) in z.iter().zip(&target) {
            let p = sigmoid(a * z + b);
            let (residual, weight) = (p - target, p * (1.0 - p));
            ga += residual * z;
            gb += residual;
            haa += weight * z * z;
            hab += weight * z;
            hbb += weight;
        }
        if ga.abs().max(gb.abs()) < TOLERANCE * n {
            break;
        }
        let determinant = (haa * hbb - hab * hab).max(f64::MIN_POSITIVE);
        let (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant);
        let mut step = 1.0;
        let better = loop {
            let next = loss(a - step * da, b - step * db);
            if next < current {
                break Some(next);
            }
            step /= 2.0;
            if step < 1e-10 {
                break None;
            }
        };
        // No step makes it smaller: it is as small as rounding lets it be.
        let Some(next) = better else { break };
        (a, b, current) = (a - step * da, b - step * db, next);
    }
    let (slope, intercept) = (a / spread, b - a * mean / spread);
    if slope <= 0.0 {
        // The best curve that does not fall is flat: the loss is convex, so its minimum on slope >= 0 is at 0.
        let mean = target.iter().sum::<f64>() / n;
        return Ok(Map::Platt { slope: 0.0, intercept: (mean / (1.0 - mean)).ln() });
    }
    if slope.is_finite() && intercept.is_finite() {
        return Ok(Map::Platt { slope, intercept });
    }
    Err(Error::Calibration { reason: format!("scores of such size have no curve (slope {slope})") })
}
