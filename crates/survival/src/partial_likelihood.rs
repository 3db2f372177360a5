//! Cox's partial likelihood: value, gradient and information matrix.
//!
//! One sweep over the sorted rows gives the likelihood and the martingale residuals M; the gradient is then Zᵀ M and
//! the information is Zᵀ diag(w − M) Z − Σ x̄ x̄ᵀ, two Gram matrices. Nothing is ever n × n.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, Slice};
use rayon::prelude::*;

use crate::parallel::{PARALLEL_ENTRIES, PARALLEL_ROWS};
use crate::params::Ties;
use crate::risk_sets::RiskSets;
use crate::running_sum::RunningSum;

/// Rows a parallel Gram block holds: fixed, so that sums do not depend on the number of threads.
const BLOCK_ROWS: usize = 1024;
/// Rows of a part of one vector.
const CHUNK_ROWS: usize = 4_096;

/// The partial likelihood of sorted, standardised covariates.
pub(crate) struct PartialLikelihood<'a> {
    /// Covariates, `[n_covariates, n_rows]`, in the order of `sets`.
    pub(crate) z: ArrayView2<'a, f64>,
    /// The risk sets.
    pub(crate) sets: &'a RiskSets,
    /// Treatment of ties.
    pub(crate) ties: Ties,
}

/// The likelihood at one linear predictor.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation {
    /// Linear predictor of each position.
    pub(crate) eta: Array1<f64>,
    /// ℓ(b); −∞ if it is out of floating-point range.
    pub(crate) log_likelihood: f64,
    /// Case weight × martingale residual of each position.
    pub(crate) martingale: Array1<f64>,
    /// Case weight × exp(η − shift of the stratum).
    pub(crate) hazard: Vec<f64>,
    /// 1 / (Σ hazard at risk) of each term; see [`RiskSets`].
    pub(crate) inverse_at_risk: Vec<f64>,
    /// Baseline hazard increment of each event group, for a shifted η, and the smaller one its own deaths see.
    pub(crate) increments: Vec<(f64, f64)>,
    /// Shift of each stratum.
    shifts: Vec<f64>,
}

impl Evaluation {
    /// Baseline cumulative hazard increment of each event group at η = 0.
    pub(crate) fn baseline_increments(&self, sets: &RiskSets) -> Vec<f64> {
        let mut increments = vec![0.0; self.increments.len()];
        for (stratum, shift) in sets.strata.iter().zip(&self.shifts) {
            for group in stratum.groups.clone() {
                increments[group] = self.increments[group].0 * (-shift).exp();
            }
        }
        increments
    }
}

impl PartialLikelihood<'_> {
    /// Evaluates the likelihood at the linear predictor `eta`.
    pub(crate) fn evaluate(&self, eta: Array1<f64>) -> Evaluation {
        let n = eta.len();
        let mut evaluation = Evaluation {
            eta,
            log_likelihood: 0.0,
            martingale: Array1::zeros(n),
            hazard: vec![0.0; n],
            inverse_at_risk: Vec::new(),
            increments: vec![(0.0, 0.0); self.sets.groups.len()],
            shifts: Vec::with_capacity(self.sets.strata.len()),
        };
        self.refresh(&mut evaluation);
        evaluation
    }

    /// Evaluates the likelihood at `evaluation.eta`, in place.
    pub(crate) fn refresh(&self, evaluation: &mut Evaluation) {
        let Evaluation { eta, log_likelihood, martingale, hazard, inverse_at_risk, increments, shifts } = evaluation;
        let eta = eta.as_slice().expect("a vector built here is contiguous");
        let martingale = martingale.as_slice_mut().expect("a vector built here is contiguous");
        inverse_at_risk.clear();
        shifts.clear();
        let mut total = LogProduct::default();
        for stratum in &self.sets.strata {
            let positions = stratum.positions.clone();
            let shift = eta[positions.clone()].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            shifts.push(shift);
            let weight = &self.sets.weight[positions.clone()];
            fill_hazard(&mut hazard[positions.clone()], &eta[positions.clone()], weight, shift);
            let (mut next, mut next_left) = (positions.start, positions.start);
            let mut at_risk = RunningSum::default();
            for k in stratum.groups.clone() {
                let group = &self.sets.groups[k];
                match &self.sets.by_entry {
                    None => at_risk.sum += hazard[next..group.entered].iter().sum::<f64>(),
                    Some(by_entry) => {
                        hazard[next..group.entered].iter().for_each(|&h| at_risk.add(h));
                        by_entry[next_left..group.left].iter().for_each(|&i| at_risk.add(-hazard[i]));
                        next_left = group.left;
                    }
                }
                next = group.entered;
                let sum_at_risk = at_risk.value();
                let sum_deaths: f64 = hazard[group.deaths.clone()].iter().sum();
                let weight = group.term_weight(self.ties);
                let (mut increment, mut increment_deaths) = (0.0, 0.0);
                for term in 0..group.n_terms(self.ties) {
                    let gone = group.share_gone(term, self.ties);
                    // Without anyone else at risk, the last tied death divides by a sum of its own size, never by 0.
                    let denominator = sum_at_risk - gone * sum_deaths;
                    total.divide(denominator, weight);
                    let inverse = denominator.recip();
                    inverse_at_risk.push(inverse);
                    increment += weight * inverse;
                    increment_deaths += weight * inverse * (1.0 - gone);
                }
                increments[k] = (increment, increment_deaths);
                total.sum += group.deaths.clone().map(|i| self.sets.weight[i] * (eta[i] - shift)).sum::<f64>();
            }
        }
        let value = total.value();
        *log_likelihood = if value.is_finite() { value } else { f64::NEG_INFINITY };
        self.expected_events(hazard, increments, martingale);
        for (position, residual) in martingale.iter_mut().enumerate() {
            *residual = if self.sets.event[position] { self.sets.weight[position] } else { 0.0 } - *residual;
        }
        // Linear predictors more than about 700 apart overflow: such a point is as bad as any, and a step there is halved.
        if !martingale.iter().sum::<f64>().is_finite() {
            *log_likelihood = f64::NEG_INFINITY;
        }
    }

    /// Writes each position's expected number of events, hazard × Σ increments while at risk, to `expected`.
    pub(crate) fn expected_events(&self, hazard: &[f64], increments: &[(f64, f64)], expected: &mut [f64]) {
        expected.fill(0.0);
        for stratum in &self.sets.strata {
            let mut cumulative = 0.0;
            let (mut end, mut left_end) = (stratum.positions.end, stratum.positions.end);
            let mut settle = |entered: usize, left: usize, cumulative: f64| {
                expected[entered..end].iter_mut().for_each(|value| *value += cumulative);
                end = entered;
                if let Some(by_entry) = &self.sets.by_entry {
                    by_entry[left..left_end].iter().for_each(|&i| expected[i] -= cumulative);
                    left_end = left;
                }
            };
            // From the earliest event time to the latest: who left or entered before this one sees the sum so far.
            for k in stratum.groups.clone().rev() {
                let group = &self.sets.groups[k];
                settle(group.entered, group.left, cumulative);
                cumulative += increments[k].0;
            }
            settle(stratum.positions.start, stratum.positions.start, cumulative);
            for k in stratum.groups.clone() {
                let (increment, increment_deaths) = increments[k];
                for i in self.sets.groups[k].deaths.clone() {
                    expected[i] -= increment - increment_deaths;
                }
            }
        }
        expected.iter_mut().zip(hazard).for_each(|(value, hazard)| *value *= hazard);
    }

    /// Adds zᵀ`change` to the linear predictor of every row, leaving the rest of `evaluation` as it was.
    pub(crate) fn shift_eta(&self, evaluation: &mut Evaluation, change: &Array1<f64>) {
        let eta = evaluation.eta.as_slice_mut().expect("a vector built here is contiguous");
        let add = |(chunk, eta): (usize, &mut [f64])| {
            let rows = Slice::from(chunk * CHUNK_ROWS..chunk * CHUNK_ROWS + eta.len());
            let mut eta = ArrayViewMut1::from(eta);
            for (z, &change) in self.z.axis_iter(Axis(0)).zip(change) {
                if change != 0.0 {
                    eta.scaled_add(change, &z.slice_axis(Axis(0), rows));
                }
            }
        };
        if self.z.len() < PARALLEL_ENTRIES {
            eta.chunks_mut(CHUNK_ROWS).enumerate().for_each(add);
        } else {
            eta.par_chunks_mut(CHUNK_ROWS).enumerate().for_each(add);
        }
    }

    /// Σ over covariates of the score: ∂ℓ/∂b = Z M, `[n_covariates]`.
    pub(crate) fn gradient(&self, evaluation: &Evaluation) -> Array1<f64> {
        let dot = |row: ArrayView1<'_, f64>| row.dot(&evaluation.martingale);
        let rows = self.z.axis_iter(Axis(0));
        if self.z.len() < PARALLEL_ENTRIES {
            rows.map(dot).collect()
        } else {
            rows.into_par_iter().map(dot).collect::<Vec<_>>().into()
        }
    }

    /// The observed information −∂²ℓ/∂b² `[n_covariates, n_covariates]`.
    pub(crate) fn information(&self, evaluation: &Evaluation) -> Array2<f64> {
        self.weighted_information(evaluation, None)
    }

    /// The information with the part of each event group multiplied by `group_factor` (1 if `None`).
    pub(crate) fn weighted_information(&self, evaluation: &Evaluation, group_factor: Option<&[f64]>) -> Array2<f64> {
        let n = self.sets.n_rows();
        let factor = |k: usize| group_factor.map_or(1.0, |factors| factors[k]);
        let expected: Vec<f64> = if group_factor.is_some() {
            let increments: Vec<_> =
                evaluation.increments.iter().enumerate().map(|(k, &(a, b))| (factor(k) * a, factor(k) * b)).collect();
            let mut expected = vec![0.0; n];
            self.expected_events(&evaluation.hazard, &increments, &mut expected);
            expected
        } else {
            (0..n)
                .map(|i| if self.sets.event[i] { self.sets.weight[i] } else { 0.0 } - evaluation.martingale[i])
                .collect()
        };
        let blocks: Vec<usize> = (0..n).step_by(BLOCK_ROWS).collect();
        let partial = |begin: usize| {
            let end = (begin + BLOCK_ROWS).min(n);
            let block = self.z.slice_axis(Axis(1), Slice::from(begin..end));
            let mut scaled = block.to_owned();
            for mut row in scaled.rows_mut() {
                row.iter_mut().zip(&expected[begin..end]).for_each(|(value, expected)| *value *= expected);
            }
            scaled.dot(&block.t())
        };
        let squares = sum_matrices(self.map_blocks(blocks, partial));
        let means = self.map_risk_set_means(evaluation, |means, terms| {
            let mut scaled = means.to_owned();
            for mut row in scaled.rows_mut() {
                row.iter_mut().zip(terms).for_each(|(value, (k, weight))| *value *= weight * factor(*k));
            }
            scaled.dot(&means.t())
        });
        let information = squares - sum_matrices(means);
        (&information + &information.t()) * 0.5
    }

    fn map_blocks<T: Send, R: Send>(&self, blocks: Vec<T>, f: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
        if self.z.len() < PARALLEL_ENTRIES {
            blocks.into_iter().map(f).collect()
        } else {
            blocks.into_par_iter().map(f).collect()
        }
    }
}

/// Σ weight·ln(1/x), with the logarithms of unit weight taken of products rather than one by one.
#[derive(Debug)]
struct LogProduct {
    sum: f64,
    product: f64,
}

impl Default for LogProduct {
    fn default() -> Self {
        Self { sum: 0.0, product: 1.0 }
    }
}

impl LogProduct {
    fn divide(&mut self, x: f64, weight: f64) {
        const LIMIT: f64 = 1e100;
        if weight == 1.0 && x < LIMIT && x > LIMIT.recip() {
            self.product *= x;
            if !(self.product < LIMIT && self.product > LIMIT.recip()) {
                self.sum -= self.product.ln();
                self.product = 1.0;
            }
        } else {
            self.sum -= weight * x.ln();
        }
    }

    fn value(&self) -> f64 {
        self.sum - self.product.ln()
    }
}

/// Case weight × exp(η − shift); long strata are split across threads.
fn fill_hazard(hazard: &mut [f64], eta: &[f64], weight: &[f64], shift: f64) {
    let fill = |((hazard, eta), weight): ((&mut [f64], &[f64]), &[f64])| {
        for ((hazard, eta), weight) in hazard.iter_mut().zip(eta).zip(weight) {
            *hazard = weight * (eta - shift).exp();
        }
    };
    if hazard.len() < PARALLEL_ROWS {
        fill(((hazard, eta), weight));
    } else {
        hazard
            .par_chunks_mut(CHUNK_ROWS)
            .zip(eta.par_chunks(CHUNK_ROWS))
            .zip(weight.par_chunks(CHUNK_ROWS))
            .for_each(fill);
    }
}

fn sum_matrices(matrices: Vec<Array2<f64>>) -> Array2<f64> {
    matrices.into_iter().reduce(|sum, matrix| sum + matrix).expect("a target has at least one row and one event")
}

#[cfg(test)]
mod tests;
