//! Schoenfeld residuals: how each coefficient moves over time.

use ndarray::{Array2, ArrayView2, Axis};

use crate::design::Design;
use crate::error::Result;
use crate::model::CoxPh;
use crate::partial_likelihood::PartialLikelihood;
use crate::risk_sets::RiskSets;
use crate::target::SurvivalTarget;

/// Residuals of the rows with the event, earliest first.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SchoenfeldResiduals {
    /// Times of the events, strata mixed.
    pub times: Vec<f64>,
    /// Their rows.
    pub rows: Vec<usize>,
    /// `[n_events, n_covariates]`: scaled, so that they scatter around the coefficient at the time.
    pub scaled: Array2<f64>,
}

impl CoxPh {
    /// Scaled Schoenfeld residuals of the training data: β + d V r, where r is the distance of the covariates of a row with the
    /// event from their mean over its risk set, d the number of events and V the covariance of β.
    ///
    /// A smooth curve through them over time is the coefficient as it changes. `None` for a penalised fit, which has no V.
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
    /// Grambsch & Therneau (1994), Biometrika 81; as R's `residuals(type = "scaledsch")`, with the model's covariance
    pub fn scaled_schoenfeld_residuals(
        &self,
        x: ArrayView2<'_, f64>,
        target: &SurvivalTarget,
    ) -> Result<Option<SchoenfeldResiduals>> {
        self.check_covariates(x)?;
        let Some(covariance) = &self.covariance else { return Ok(None) };
        let sets = RiskSets::new(target);
        let evaluation = self.evaluate(x, target, &sets)?;
        let design = Design::new(x, &sets, &self.covariates)?;
        let likelihood = PartialLikelihood { z: design.z.view(), sets: &sets, ties: self.ties };
        let p = self.coefficients.len();
        // Mean of each covariate over the risk set of each group of events, over Efron's terms where there are several.
        let mut means = Array2::<f64>::zeros((sets.groups.len(), p));
        let mut weights = vec![0.0; sets.groups.len()];
        likelihood.map_risk_set_means(&evaluation, |block, terms| {
            for (mean, &(group, weight)) in block.axis_iter(Axis(1)).zip(terms) {
                means.row_mut(group).scaled_add(weight, &mean);
                weights[group] += weight;
            }
        });
        let mut events: Vec<(f64, usize, Vec<f64>)> = Vec::new();
        for (k, group) in sets.groups.iter().enumerate() {
            for i in group.deaths.clone() {
                let distance =
                    |column: usize| (design.z[[column, i]] - means[[k, column]] / weights[k]) * design.scale[column];
                events.push((group.time, sets.order[i], (0..p).map(distance).collect()));
            }
        }
        events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let n_events = events.len() as f64;
        let scaled = Array2::from_shape_fn((events.len(), p), |(event, column)| {
            let product: f64 = covariance[column].iter().zip(&events[event].2).map(|(v, r)| v * r).sum();
            self.coefficients[column] + n_events * product
        });
        let (times, rows) = events.into_iter().map(|(time, row, _)| (time, row)).unzip();
        Ok(Some(SchoenfeldResiduals { times, rows, scaled }))
    }
}
