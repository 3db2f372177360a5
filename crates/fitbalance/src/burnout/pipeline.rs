//! Features → one-hot encoding → scaling → Cox model, fitted on some rows and applied to others.

use anyhow::Result;
use ndarray::{Array2, Axis};
use survival::{CoxPh, SurvivalTarget, Ties};
use synthgen::burnout::FEATURES;

use crate::burnout::cohort::Cohort;
use crate::features::{DesignEncoder, StandardScaler};
use crate::table::Table;

/// A fitted chain of encoder, scaler and model.
pub(crate) struct Pipeline {
    pub(crate) encoder: DesignEncoder,
    pub(crate) scaler: StandardScaler,
    pub(crate) model: CoxPh,
}

impl Pipeline {
    /// Fits every step on the rows `train` of the cohort, and on no others.
    pub(crate) fn fit(cohort: &Cohort, train: &[usize], penalty: f64) -> Result<Self> {
        let (encoder, scaler, x) = prepare(&cohort.table.take(train))?;
        let model = fit_cox(&x, &cohort.target.select(train)?, scaler.columns(), penalty)?;
        Ok(Self { encoder, scaler, model })
    }

    /// Encoded and scaled features of a table.
    pub(crate) fn features(&self, table: &Table) -> Result<Array2<f64>> {
        let design = self.encoder.transform(table)?;
        Ok(self.scaler.transform(design.view())?)
    }

    /// Risk scores of the rows of a table: higher means earlier burnout.
    pub(crate) fn risk_scores(&self, table: &Table) -> Result<Vec<f64>> {
        Ok(self.model.risk_score(self.features(table)?.view())?)
    }
}

fn prepare(table: &Table) -> Result<(DesignEncoder, StandardScaler, Array2<f64>)> {
    let encoder = DesignEncoder::fit(table, &FEATURES.map(str::to_owned))?;
    let design = encoder.transform(table)?;
    let scaler = StandardScaler::fit(design.view(), encoder.columns())?;
    let x = scaler.transform(design.view())?;
    Ok((encoder, scaler, x))
}

/// Fits a lasso (or with `penalty` 0 a plain) Cox model with Efron ties.
pub(crate) fn fit_cox(x: &Array2<f64>, target: &SurvivalTarget, names: &[String], penalty: f64) -> Result<CoxPh> {
    let params = CoxPh::params().ties(Ties::Efron).l1(penalty).covariate_names(names.iter().cloned());
    debug_assert_eq!(x.len_of(Axis(1)), names.len());
    Ok(params.fit(x.view(), target)?)
}
