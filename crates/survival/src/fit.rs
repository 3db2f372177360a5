//! From parameters and data to a fitted model.

use ndarray::{Array1, Array2, ArrayView2};

use crate::concordance;
use crate::design::Design;
use crate::elastic_net::ElasticNet;
use crate::error::{Error, Result};
use crate::linalg::Cholesky;
use crate::model::{BaselineHazard, CoxPh};
use crate::newton::{Maximum, maximise};
use crate::params::{CoxParams, FIT_TOLERANCE};
use crate::partial_likelihood::{Evaluation, PartialLikelihood};
use crate::risk_sets::RiskSets;
use crate::score_residuals::{cluster_covariance, robust_score_statistic};
use crate::target::{SurvivalTarget, same_length};

/// Checked data, ready for a solver.
pub(crate) struct Prepared {
    pub(crate) names: Vec<String>,
    pub(crate) sets: RiskSets,
    pub(crate) design: Design,
}

impl CoxParams {
    /// Fits the model.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`, rows as in `target`
    ///
    /// # Errors
    ///
    /// A parameter out of range; data that do not fit together ([`Error::LengthMismatch`],
    /// [`Error::NameMismatch`], [`Error::NotFinite`]); data without an answer ([`Error::TooFewRows`],
    /// [`Error::ConstantColumn`], [`Error::DuplicatedColumn`], [`Error::Collinear`],
    /// [`Error::Separation`]); [`Error::NoConvergence`]
    ///
    /// # Source
    ///
    /// Cox (1972), JRSS B 34; Efron (1977), JASA 72; Simon et al. (2011), J. Stat. Softw. 39(5)
    pub fn fit(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget) -> Result<CoxPh> {
        let (n_rows, n_covariates) = x.dim();
        if self.penalty > 0.0 {
            let prepared = self.prepare(x, target)?;
            return self.fit_penalised(target, prepared);
        }
        if n_rows <= n_covariates && n_rows == target.n_rows() {
            return Err(Error::TooFewRows { n_rows, n_covariates });
        }
        let prepared = self.prepare(x, target)?;
        self.fit_unpenalised(x, target, prepared)
    }

    /// Checks parameters and data, sorts and standardises.
    pub(crate) fn prepare(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget) -> Result<Prepared> {
        self.check()?;
        same_length("covariates", target.n_rows(), x.nrows())?;
        if x.ncols() == 0 {
            return Err(Error::NoCovariates);
        }
        let names = self.names(x.ncols())?;
        let sets = RiskSets::new(target);
        let design = Design::new(x, &sets, &names)?;
        Ok(Prepared { names, sets, design })
    }

    fn fit_unpenalised(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget, data: Prepared) -> Result<CoxPh> {
        let likelihood = data.likelihood(self);
        let maximum = maximise(&likelihood, x, &data.names, self)?;
        let gradient = likelihood.gradient(&maximum.evaluation);
        let kkt_violation = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs())) / data.sets.total_weight;
        let robust = target
            .clusters()
            .map(|clusters| cluster_covariance(&likelihood, &maximum.evaluation, &maximum.covariance, clusters));
        let Maximum { b, evaluation, covariance, log_likelihood_null, score_statistic, iterations } = maximum;
        let robust_score = target.clusters().and_then(|clusters| robust_score_statistic(&likelihood, clusters));
        let wald_covariance = robust.as_ref().unwrap_or(&covariance);
        // Fewer clusters than covariates leave the robust covariance singular, and no Wald test.
        let wald = Cholesky::new(wald_covariance.view(), 1e-12).ok().map(|factor| b.dot(&factor.solve(b.view())));
        let mut model = self.model(target, data, &b, &evaluation);
        model.covariance = Some(model.unscale(&covariance));
        model.robust_covariance = robust.map(|robust| model.unscale(&robust));
        model.log_likelihood_null = log_likelihood_null;
        model.score_statistic = Some(score_statistic);
        model.robust_score_statistic = robust_score;
        model.wald_statistic = wald;
        model.kkt_violation = kkt_violation;
        model.iterations = iterations;
        Ok(model)
    }

    fn fit_penalised(&self, target: &SurvivalTarget, data: Prepared) -> Result<CoxPh> {
        let likelihood = data.likelihood(self);
        let mut solver = ElasticNet::new(&likelihood, self, FIT_TOLERANCE);
        let log_likelihood_null = solver.log_likelihood();
        let solution = solver.solve(self.penalty)?;
        let (b, evaluation) = solver.into_parts();
        let mut model = self.model(target, data, &b, &evaluation);
        model.log_likelihood_null = log_likelihood_null;
        model.kkt_violation = solution.kkt_violation;
        model.iterations = solution.iterations;
        Ok(model)
    }

    /// A model with the parts every fit has.
    fn model(&self, target: &SurvivalTarget, data: Prepared, b: &Array1<f64>, evaluation: &Evaluation) -> CoxPh {
        let Prepared { names, sets, design } = data;
        let scores = evaluation.eta.as_slice().expect("a vector built here is contiguous");
        CoxPh {
            covariates: names,
            ties: self.ties,
            penalty: self.penalty,
            l1_ratio: self.l1_ratio,
            coefficients: (b / &design.scale).to_vec(),
            means: design.mean.to_vec(),
            scales: design.scale.to_vec(),
            covariance: None,
            robust_covariance: None,
            log_likelihood: evaluation.log_likelihood,
            log_likelihood_null: evaluation.log_likelihood,
            score_statistic: None,
            robust_score_statistic: None,
            wald_statistic: None,
            kkt_violation: 0.0,
            iterations: 0,
            n_rows: target.n_rows(),
            n_events: target.n_events(),
            concordance: concordance::of_sorted(&sets, scores, target.clusters()).ok(),
            baseline: baseline(&sets, evaluation),
        }
    }
}

impl Prepared {
    pub(crate) fn likelihood(&self, params: &CoxParams) -> PartialLikelihood<'_> {
        PartialLikelihood { z: self.design.z.view(), sets: &self.sets, ties: params.ties }
    }
}

impl CoxPh {
    /// Brings a covariance of standardised coefficients to the original scale.
    fn unscale(&self, covariance: &Array2<f64>) -> Vec<Vec<f64>> {
        let scaled = |(row, values): (usize, ndarray::ArrayView1<'_, f64>)| {
            values.iter().zip(&self.scales).map(|(value, scale)| value / self.scales[row] / scale).collect()
        };
        covariance.rows().into_iter().enumerate().map(scaled).collect()
    }
}

/// Cumulative baseline hazards at the mean covariates (z = 0).
fn baseline(sets: &RiskSets, evaluation: &Evaluation) -> Vec<BaselineHazard> {
    let increments = evaluation.baseline_increments(sets);
    let of_stratum = |stratum: &crate::risk_sets::Stratum| {
        let mut sum = 0.0;
        let groups = stratum.groups.clone().rev();
        let (times, cumulative_hazard) = groups
            .map(|k| {
                sum += increments[k];
                (sets.groups[k].time, sum)
            })
            .unzip();
        BaselineHazard { stratum: stratum.id, times, cumulative_hazard }
    };
    sets.strata.iter().map(of_stratum).collect()
}
