//! Score residuals and the cluster-robust covariance made of them.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::linalg::Cholesky;
use crate::partial_likelihood::{Evaluation, PartialLikelihood};

/// Risk-set means of one covariate summed over each event group: what everyone at risk, and the deaths, see of them.
struct GroupMeans {
    /// Σ weight·x̄/S₀ of each group, for those at risk and for its deaths.
    increments: Vec<(f64, f64)>,
    /// Mean of x̄ over the terms of each group.
    mean: Vec<f64>,
}

/// Score residuals Lᵢ = ∫ (zᵢ − x̄(t)) dMᵢ(t), `[n_covariates, n_rows]`, in the order of the risk sets, times case weight.
///
/// # Source
///
/// Therneau & Grambsch (2000), Modeling Survival Data, §4.6; Efron's form as in R's `residuals.coxph`
pub(crate) fn score_residuals(likelihood: &PartialLikelihood<'_>, evaluation: &Evaluation) -> Array2<f64> {
    let sets = likelihood.sets;
    let mut residuals = Array2::zeros(likelihood.z.dim());
    let mut expected = vec![0.0; sets.n_rows()];
    let rows = residuals.axis_iter_mut(Axis(0)).zip(likelihood.z.axis_iter(Axis(0)));
    for ((mut residual, z), means) in rows.zip(group_means(likelihood, evaluation)) {
        likelihood.expected_events(&evaluation.hazard, &means.increments, &mut expected);
        residual.assign(&(&z * &evaluation.martingale + ArrayView1::from(&expected[..])));
        for (group, mean) in sets.groups.iter().zip(&means.mean) {
            group.deaths.clone().for_each(|i| residual[i] -= sets.weight[i] * mean);
        }
    }
    residuals
}

fn group_means(likelihood: &PartialLikelihood<'_>, evaluation: &Evaluation) -> Vec<GroupMeans> {
    let n_groups = likelihood.sets.groups.len();
    let empty = || GroupMeans { increments: vec![(0.0, 0.0); n_groups], mean: vec![0.0; n_groups] };
    let mut all: Vec<GroupMeans> = (0..likelihood.z.nrows()).map(|_| empty()).collect();
    let mut inverse_at_risk = evaluation.inverse_at_risk.iter();
    likelihood.map_risk_set_means(evaluation, |means, terms| {
        let mut term_of_group = 0;
        for (term, &(k, weight)) in terms.iter().enumerate() {
            term_of_group = if term > 0 && terms[term - 1].0 == k { term_of_group + 1 } else { 0 };
            let group = &likelihood.sets.groups[k];
            let stays = 1.0 - group.share_gone(term_of_group, likelihood.ties);
            let inverse = inverse_at_risk.next().expect("one inverse a term");
            for (sums, &mean) in all.iter_mut().zip(means.column(term)) {
                sums.increments[k].0 += weight * inverse * mean;
                sums.increments[k].1 += weight * inverse * mean * stays;
                sums.mean[k] += mean / group.n_terms(likelihood.ties) as f64;
            }
        }
    });
    all
}

/// Score residuals summed over each cluster, and the sum of the outer products of those sums.
fn cluster_scores(
    likelihood: &PartialLikelihood<'_>,
    evaluation: &Evaluation,
    clusters: &[u32],
) -> (Array1<f64>, Array2<f64>) {
    let residuals = score_residuals(likelihood, evaluation);
    let mut sums = BTreeMap::<u32, Array1<f64>>::new();
    for (position, residual) in residuals.axis_iter(Axis(1)).enumerate() {
        let cluster = clusters[likelihood.sets.order[position]];
        *sums.entry(cluster).or_insert_with(|| Array1::zeros(residual.len())) += &residual;
    }
    let p = likelihood.z.nrows();
    let (mut total, mut products) = (Array1::zeros(p), Array2::zeros((p, p)));
    for sum in sums.values() {
        total += sum;
        products += &(&sum.view().insert_axis(Axis(1)) * &sum.view().insert_axis(Axis(0)));
    }
    (total, products)
}

/// Sandwich covariance V·(Σ u·uᵀ)·V, with u the score residuals summed over each cluster.
///
/// # Source
///
/// Lin & Wei (1989), JASA 84
pub(crate) fn cluster_covariance(
    likelihood: &PartialLikelihood<'_>,
    evaluation: &Evaluation,
    covariance: &Array2<f64>,
    clusters: &[u32],
) -> Array2<f64> {
    let (_, products) = cluster_scores(likelihood, evaluation, clusters);
    covariance.dot(&products).dot(covariance)
}

/// Robust score statistic of β = 0, Uᵀ·(Σ u·uᵀ)⁻¹·U with u as above, at β = 0; `None` with too few clusters.
///
/// # Source
///
/// Lin & Wei (1989), JASA 84
pub(crate) fn robust_score_statistic(likelihood: &PartialLikelihood<'_>, clusters: &[u32]) -> Option<f64> {
    let null = likelihood.evaluate(Array1::zeros(likelihood.sets.n_rows()));
    let (total, products) = cluster_scores(likelihood, &null, clusters);
    let factor = Cholesky::new(products.view(), 1e-12).ok()?;
    Some(total.dot(&factor.solve(total.view())))
}
