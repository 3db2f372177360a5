//! The test of proportional hazards.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::design::Design;
use crate::error::{Error, Result};
use crate::inference::ChiSquareTest;
use crate::kaplan_meier::KaplanMeier;
use crate::linalg::Cholesky;
use crate::model::CoxPh;
use crate::partial_likelihood::PartialLikelihood;
use crate::risk_sets::RiskSets;
use crate::target::SurvivalTarget;

/// Whether hazard ratios change over time: a score test of each covariate × g(t), g(t) = 1 − Kaplan–Meier(t−).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ProportionalHazardsTest {
    /// The test of each covariate, in column order.
    pub covariates: Vec<(String, ChiSquareTest)>,
    /// The test of all of them together.
    pub global: ChiSquareTest,
}

impl CoxPh {
    /// Tests proportional hazards on the training data; a small p speaks against them.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`, rows as in `target`
    ///
    /// # Errors
    ///
    /// as [`CoxParams::fit`](crate::CoxParams::fit)
    ///
    /// # Source
    ///
    /// Grambsch & Therneau (1994), Biometrika 81; the score test of R's `cox.zph(transform = "km")`
    pub fn proportional_hazards_test(
        &self,
        x: ArrayView2<'_, f64>,
        target: &SurvivalTarget,
    ) -> Result<ProportionalHazardsTest> {
        self.check_covariates(x)?;
        let sets = RiskSets::new(target);
        let evaluation = self.evaluate(x, target, &sets)?;
        let design = Design::new(x, &sets, &self.covariates)?;
        let likelihood = PartialLikelihood { z: design.z.view(), sets: &sets, ties: self.ties };
        let g = centred_event_times(&sets, target);
        let squares: Vec<f64> = g.iter().map(|g| g * g).collect();
        let p = self.coefficients.len();
        let information = joined(
            &likelihood.information(&evaluation),
            &likelihood.weighted_information(&evaluation, Some(&g)),
            &likelihood.weighted_information(&evaluation, Some(&squares)),
        );
        let score = interaction_score(&likelihood, &evaluation, &g);
        let test = |tested: &[usize]| -> Result<ChiSquareTest> {
            let rows: Vec<usize> = (0..p).chain(tested.iter().map(|column| p + column)).collect();
            let matrix = information.select(Axis(0), &rows).select(Axis(1), &rows);
            let mut u = Array1::zeros(rows.len());
            tested.iter().enumerate().for_each(|(i, &column)| u[p + i] = score[column]);
            let factor = Cholesky::new(matrix.view(), 1e-12).map_err(|row| Error::Collinear {
                column: format!("{} × time", self.covariates[rows[row] % p]),
                others: "the covariates".to_owned(),
            })?;
            Ok(ChiSquareTest::new(u.dot(&factor.solve(u.view())), tested.len()))
        };
        let covariates = (0..p).map(|column| Ok((self.covariates[column].clone(), test(&[column])?)));
        let covariates = covariates.collect::<Result<_>>()?;
        Ok(ProportionalHazardsTest { covariates, global: test(&(0..p).collect::<Vec<_>>())? })
    }
}

/// g of each event group less its mean over the events.
fn centred_event_times(sets: &RiskSets, target: &SurvivalTarget) -> Vec<f64> {
    // R takes no case weights into account here.
    let curve = KaplanMeier::fit(&target.clone().without_weights());
    let g: Vec<f64> = sets.groups.iter().map(|group| 1.0 - curve.survival_before(group.time)).collect();
    let n_events: usize = sets.groups.iter().map(|group| group.deaths.len()).sum();
    let sum: f64 = sets.groups.iter().zip(&g).map(|(group, g)| g * group.deaths.len() as f64).sum();
    let mean = sum / n_events as f64;
    g.into_iter().map(|g| g - mean).collect()
}

/// Score of the covariate × g(t) terms at 0: Σ over events of g·(z − x̄).
fn interaction_score(
    likelihood: &PartialLikelihood<'_>,
    evaluation: &crate::partial_likelihood::Evaluation,
    g: &[f64],
) -> Array1<f64> {
    let sets = likelihood.sets;
    let mut score = Array1::zeros(likelihood.z.nrows());
    for (k, group) in sets.groups.iter().enumerate() {
        for i in group.deaths.clone() {
            score.scaled_add(g[k] * sets.weight[i], &likelihood.z.column(i));
        }
    }
    likelihood.map_risk_set_means(evaluation, |means, terms| {
        for (mean, &(k, weight)) in means.axis_iter(Axis(1)).zip(terms) {
            score.scaled_add(-g[k] * weight, &mean);
        }
    });
    score
}

/// The 2p × 2p information of covariates and their time interactions.
fn joined(plain: &Array2<f64>, mixed: &Array2<f64>, interactions: &Array2<f64>) -> Array2<f64> {
    let p = plain.nrows();
    Array2::from_shape_fn((2 * p, 2 * p), |(row, column)| match (row < p, column < p) {
        (true, true) => plain[[row, column]],
        (true, false) => mixed[[row, column - p]],
        (false, true) => mixed[[row - p, column]],
        (false, false) => interactions[[row - p, column - p]],
    })
}
