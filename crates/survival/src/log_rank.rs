//! Whether survival differs between groups.

use ndarray::{Array1, Array2, Axis, Slice};

use crate::error::{Error, Result};
use crate::inference::ChiSquareTest;
use crate::linalg::Cholesky;
use crate::target::{SurvivalTarget, same_length};

/// A weighted log-rank test, with what each group had and was expected to have.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LogRankTest {
    /// Rows of each group.
    pub n: Vec<usize>,
    /// Weighted number of events of each group.
    pub observed: Vec<f64>,
    /// The number that it would have if all groups had the same hazard.
    pub expected: Vec<f64>,
    /// Whether they differ: one degree of freedom less than there are groups.
    pub test: ChiSquareTest,
}

/// Tests whether groups have the same hazard, with weights S(t−)^ρ of the events: ρ = 0 is the log-rank test, ρ = 1 that of Peto
/// and Peto, which minds early differences more (R: `survdiff(rho = ρ)`). Strata of the target are compared within.
///
/// # Shapes
///
/// `group`: `[n_rows]`, numbers from 0 without a gap
///
/// # Errors
///
/// [`Error::LengthMismatch`]; [`Error::GroupsNotComparable`] for start–stop data, case weights, fewer than two groups, a number
/// that no row has, or groups of which none is at risk beside another
///
/// # Source
///
/// Harrington & Fleming (1982), Biometrika 69
pub fn log_rank_test(target: &SurvivalTarget, group: &[u32], rho: f64) -> Result<LogRankTest> {
    same_length("group", target.n_rows(), group.len())?;
    let refused = |reason| Err(Error::GroupsNotComparable { reason });
    if target.start().is_some() {
        return refused("rows with a start are not compared");
    }
    if (0..target.n_rows()).any(|row| target.weight(row).total_cmp(&1.0).is_ne()) {
        return refused("rows with case weights are not compared");
    }
    let n_groups = group.iter().max().map_or(0, |&last| last as usize + 1);
    let mut n = vec![0; n_groups];
    group.iter().for_each(|&group| n[group as usize] += 1);
    if n_groups < 2 || n.contains(&0) {
        return refused("at least two groups, each with a row, are needed");
    }
    let (mut observed, mut expected) = (Array1::zeros(n_groups), Array1::zeros(n_groups));
    let mut covariance = Array2::zeros((n_groups, n_groups));
    let zeros = vec![0; target.n_rows()];
    let stratum_of = target.strata().unwrap_or(&zeros);
    let mut strata = stratum_of.to_vec();
    strata.sort_unstable();
    strata.dedup();
    for stratum in strata {
        let mut rows: Vec<usize> = (0..target.n_rows()).filter(|&row| stratum_of[row] == stratum).collect();
        rows.sort_unstable_by(|&a, &b| target.stop()[a].total_cmp(&target.stop()[b]));
        let mut at_risk = Array1::<f64>::zeros(n_groups);
        rows.iter().for_each(|&row| at_risk[group[row] as usize] += 1.0);
        let (mut survival, mut begin) = (1.0_f64, 0);
        while begin < rows.len() {
            let time = target.stop()[rows[begin]];
            let leaving = rows[begin..].iter().take_while(|&&row| target.stop()[row].total_cmp(&time).is_eq());
            let leaving: Vec<usize> = leaving.copied().collect();
            let events = leaving.iter().filter(|&&row| target.event()[row]);
            let total = events.clone().count() as f64;
            let all = at_risk.sum();
            if total > 0.0 {
                let weight = survival.powf(rho);
                events.for_each(|&row| observed[group[row] as usize] += weight);
                let share = &at_risk / all;
                expected += &(&share * (weight * total));
                if all > 1.0 {
                    let scale = weight * weight * total * (all - total) / (all - 1.0);
                    for first in 0..n_groups {
                        for second in 0..n_groups {
                            let own = if first == second { share[first] } else { 0.0 };
                            covariance[[first, second]] += scale * (own - share[first] * share[second]);
                        }
                    }
                }
                survival *= 1.0 - total / all;
            }
            leaving.iter().for_each(|&row| at_risk[group[row] as usize] -= 1.0);
            begin += leaving.len();
        }
    }
    // The differences sum to 0: one group says nothing of its own.
    let difference: Array1<f64> = &observed - &expected;
    let kept = n_groups - 1;
    let one_less = Slice::from(..kept);
    let covariance = covariance.slice_axis(Axis(0), one_less);
    let covariance = covariance.slice_axis(Axis(1), one_less);
    let Ok(factor) = Cholesky::new(covariance, 1e-12) else {
        return refused("a group is never at risk beside the others");
    };
    let difference = difference.slice_axis(Axis(0), one_less);
    let statistic = difference.dot(&factor.solve(difference));
    Ok(LogRankTest {
        n,
        observed: observed.to_vec(),
        expected: expected.to_vec(),
        test: ChiSquareTest::new(statistic, kept),
    })
}
