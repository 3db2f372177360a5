//! Covariate means over the risk set at each event, x̄ = S₁/S₀, in blocks of bounded size.

use std::ops::Range;

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis};
use rayon::prelude::*;

use crate::parallel::PARALLEL_ENTRIES;
use crate::partial_likelihood::{Evaluation, PartialLikelihood};
use crate::running_sum::RunningSum;

/// Terms a block holds at most, plus the deaths of one event time.
const BLOCK_TERMS: usize = 4096;

/// Where the sweep over one covariate stands.
#[derive(Clone, Copy, Default)]
struct Sweep {
    at_risk: RunningSum,
    next: usize,
    next_left: usize,
}

impl PartialLikelihood<'_> {
    /// Applies `f` to consecutive blocks of risk-set means `[n_covariates, n_terms]`, with each term's group and weight.
    ///
    /// Blocks come in the order of the event groups; see [`EventGroup::n_terms`](crate::risk_sets::EventGroup::n_terms).
    pub(crate) fn map_risk_set_means<R>(
        &self,
        evaluation: &Evaluation,
        mut f: impl FnMut(ArrayView2<'_, f64>, &[(usize, f64)]) -> R,
    ) -> Vec<R> {
        let groups = &self.sets.groups;
        let mut sweeps = vec![Sweep::default(); self.z.nrows()];
        let mut results = Vec::new();
        let (mut end, mut first_term) = (0, 0);
        while end < groups.len() {
            let begin = end;
            let mut terms: Vec<(usize, f64)> = Vec::with_capacity(BLOCK_TERMS);
            while end < groups.len() && terms.len() < BLOCK_TERMS {
                let group = &groups[end];
                let term = (end, group.term_weight(self.ties));
                terms.extend(std::iter::repeat_n(term, group.n_terms(self.ties)));
                end += 1;
            }
            let inverse_at_risk = &evaluation.inverse_at_risk[first_term..first_term + terms.len()];
            first_term += terms.len();
            let mut means = Array2::zeros((self.z.nrows(), terms.len()));
            let fill = |((mut means, z), sweep): ((ArrayViewMut1<'_, f64>, ArrayView1<'_, f64>), &mut Sweep)| {
                let means = means.as_slice_mut().expect("rows of a standard-layout matrix are contiguous");
                let z = z.as_slice().expect("rows of a standard-layout matrix are contiguous");
                self.fill_means(z, &evaluation.hazard, inverse_at_risk, begin..end, sweep, means);
            };
            let (means_of_rows, rows) = (means.axis_iter_mut(Axis(0)), self.z.axis_iter(Axis(0)));
            if self.z.len() < PARALLEL_ENTRIES {
                means_of_rows.zip(rows).zip(&mut sweeps).for_each(fill);
            } else {
                means_of_rows.into_par_iter().zip(rows).zip(&mut sweeps).for_each(fill);
            }
            results.push(f(means.view(), &terms));
        }
        results
    }

    fn fill_means(
        &self,
        z: &[f64],
        hazard: &[f64],
        inverse_at_risk: &[f64],
        groups: Range<usize>,
        sweep: &mut Sweep,
        means: &mut [f64],
    ) {
        let weighted_sum = |positions: Range<usize>| -> f64 {
            hazard[positions.clone()].iter().zip(&z[positions]).map(|(hazard, z)| hazard * z).sum()
        };
        let mut terms = means.iter_mut().zip(inverse_at_risk);
        for group in &self.sets.groups[groups] {
            if sweep.next <= group.stratum_start {
                *sweep = Sweep { next: group.stratum_start, next_left: group.stratum_start, ..Sweep::default() };
            }
            match &self.sets.by_entry {
                None => sweep.at_risk.sum += weighted_sum(sweep.next..group.entered),
                Some(by_entry) => {
                    (sweep.next..group.entered).for_each(|i| sweep.at_risk.add(hazard[i] * z[i]));
                    by_entry[sweep.next_left..group.left].iter().for_each(|&i| sweep.at_risk.add(-hazard[i] * z[i]));
                    sweep.next_left = group.left;
                }
            }
            sweep.next = group.entered;
            let sum_at_risk = sweep.at_risk.value();
            let n_terms = group.n_terms(self.ties);
            let sum_deaths = if n_terms > 1 { weighted_sum(group.deaths.clone()) } else { 0.0 };
            for term in 0..n_terms {
                let (mean, inverse) = terms.next().expect("one mean a term was allocated");
                *mean = (sum_at_risk - group.share_gone(term, self.ties) * sum_deaths) * inverse;
            }
        }
    }
}
