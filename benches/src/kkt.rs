//! How far a Cox fit is from its optimum.

use ndarray::{Array1, Axis};
use survival::Ties;

use crate::data::RightCensored;

/// Computes how far `coefficients` are from the lasso solution for the penalty λ: the judge of every solver's path.
///
/// With G the gradient of −ℓ/n by the coefficients of covariates standardised with the population sd, the largest of
/// |G + λ·sign(b)| where b ≠ 0 and of |G| − λ where b = 0; 0 at the exact solution. One pass over the rows in the order
/// of time, written from the formulas and sharing no code with the solvers it judges.
///
/// # Shapes
///
/// `coefficients`: `[p]`, on the original scale.
pub fn kkt_violation(data: &RightCensored, ties: Ties, lambda: f64, coefficients: &[f64]) -> f64 {
    let scale = data.x.std_axis(Axis(0), 0.0);
    let gradient = score(data, ties, coefficients) / &scale / -(data.time.len() as f64);
    let violation = |(&g, &b): (&f64, &f64)| {
        if b == 0.0 { (g.abs() - lambda).max(0.0) } else { (g + lambda * b.signum()).abs() }
    };
    gradient.iter().zip(coefficients).map(violation).fold(0.0, f64::max)
}

/// The gradient of ℓ by the coefficients.
fn score(data: &RightCensored, ties: Ties, coefficients: &[f64]) -> Array1<f64> {
    let RightCensored { x, time, event, .. } = data;
    let hazard = x.dot(&Array1::from(coefficients.to_vec())).exp();
    let mut latest_first: Vec<usize> = (0..time.len()).collect();
    latest_first.sort_by(|&a, &b| time[b].total_cmp(&time[a]));
    let mut score = Array1::zeros(x.ncols());
    let (mut s0, mut s1) = (0.0, Array1::<f64>::zeros(x.ncols()));
    for tied in latest_first.chunk_by(|&a, &b| time[a].total_cmp(&time[b]).is_eq()) {
        let (mut n_events, mut d0, mut d1) = (0_u32, 0.0, Array1::<f64>::zeros(x.ncols()));
        for &row in tied {
            s0 += hazard[row];
            s1.scaled_add(hazard[row], &x.row(row));
            if event[row] {
                score += &x.row(row);
                n_events += 1;
                d0 += hazard[row];
                d1.scaled_add(hazard[row], &x.row(row));
            }
        }
        for place in 0..n_events {
            let gone = match ties {
                Ties::Efron => f64::from(place) / f64::from(n_events),
                Ties::Breslow => 0.0,
            };
            score -= &((&s1 - &(&d1 * gone)) / (s0 - gone * d0));
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// Times 1 (an event), 2 (two events) and 3 (censored), one covariate 0, 1, 0, 1, b = 0. Breslow: score
    /// −1/2 + 1 − 2·(2/3) = −5/6. Efron: the second of the two tied events sees s₀ = 2 and s₁ = 3/2, so
    /// −1/2 + 1 − 2/3 − 3/4 = −11/12.
    #[test]
    fn score_of_four_rows_matches_hand_calculation() {
        let data = RightCensored {
            x: array![[0.0], [1.0], [0.0], [1.0]],
            time: vec![1.0, 2.0, 2.0, 3.0],
            event: vec![true, true, true, false],
            beta: array![0.0],
        };
        assert!((score(&data, Ties::Breslow, &[0.0])[0] + 5.0 / 6.0).abs() < 1e-15);
        assert!((score(&data, Ties::Efron, &[0.0])[0] + 11.0 / 12.0).abs() < 1e-15);
        // The sd of the covariate is 1/2, so a unit of the standardised covariate is half a unit of it: G = 2 · 5/6 / 4.
        let largest = 5.0 / 12.0;
        assert!(kkt_violation(&data, Ties::Breslow, largest, &[0.0]) < 1e-15);
        assert!((kkt_violation(&data, Ties::Breslow, 0.1, &[0.0]) - (largest - 0.1)).abs() < 1e-15);
    }
}
