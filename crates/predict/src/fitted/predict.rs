//! Predictions for new rows.

use std::collections::BTreeMap;

use features::Columns;
use ndarray::Array2;
use survival::CoxPh;

use super::{FitAnswer, FittedModel, Inputs, Outcome, Prediction, RowAnswer, SavedFit, by_fit};
use crate::error::{Result, invalid_field};

/// Quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

impl SavedFit {
    /// Predicts every row of a table.
    ///
    /// `times` are those of the survival probabilities of a Cox fit; where there are none, the quartiles of its event times.
    /// A row with a category that the fit does not know has an error in place of a prediction.
    ///
    /// # Units
    ///
    /// `times` in the unit of the training times
    ///
    /// # Errors
    ///
    /// What reading a column says; [`Error::InvalidField`](crate::Error::InvalidField) for a time that is none, and where no row
    /// can be answered
    pub fn predict(&self, table: &impl Columns, times: &[f64]) -> Result<FitAnswer> {
        let mut inputs = self.inputs(table)?;
        let predictions = match (&self.model, &self.outcome) {
            (FittedModel::Cox(model), _) => self.survival(model, table, times, &mut inputs)?,
            (FittedModel::Forest(model), Outcome::Classes { names, .. }) => {
                classes(&model.predict_probabilities(inputs.x.view()).map_err(by_fit)?, names)
            }
            (FittedModel::Boosting(model), Outcome::Classes { names, .. }) => {
                classes(&model.predict_probabilities(inputs.x.view()).map_err(by_fit)?, names)
            }
            (FittedModel::Forest(model), _) => numbers(model.predict(inputs.x.view()).map_err(by_fit)?),
            (FittedModel::Boosting(model), _) => numbers(model.predict(inputs.x.view()).map_err(by_fit)?),
        };
        let mut rows: Vec<RowAnswer> =
            inputs.errors.into_iter().map(|error| RowAnswer { prediction: None, error }).collect();
        for (row, prediction) in inputs.known.into_iter().zip(predictions) {
            if prediction.is_finite() {
                rows[row].prediction = Some(prediction);
            } else {
                let text = "no finite prediction: its values are too far from those of the fit";
                rows[row].error = Some(format!("{}: {text}", table.row_name(row)));
            }
        }
        Ok(FitAnswer { rows, warnings: inputs.warnings })
    }

    fn survival(
        &self,
        model: &CoxPh,
        table: &impl Columns,
        times: &[f64],
        inputs: &mut Inputs,
    ) -> Result<Vec<Prediction>> {
        if let Some(time) = times.iter().find(|time| !time.is_finite() || **time < 0.0) {
            return Err(invalid_field("times", "numbers of at least 0", time));
        }
        let times = if times.is_empty() { quartiles(model) } else { times.to_vec() };
        let strata = self.strata(table, inputs)?;
        let x = inputs.x.view();
        let scores = model.risk_score(x).map_err(by_fit)?;
        let errors = model.risk_score_standard_errors(x).map_err(by_fit)?;
        let survival = model.survival(x, &times, strata.as_deref()).map_err(by_fit)?;
        let medians = model.median_survival(x, strata.as_deref()).map_err(by_fit)?;
        let prediction = |row: usize| {
            let score = scores[row];
            Prediction::Survival {
                risk_score: score,
                hazard_ratio: score.exp(),
                hazard_ratio_interval: errors
                    .as_ref()
                    .map(|errors| [(score - Z * errors[row]).exp(), (score + Z * errors[row]).exp()]),
                survival: times.iter().zip(survival.row(row)).map(|(time, share)| (time.to_string(), *share)).collect(),
                median: medians[row],
            }
        };
        Ok((0..scores.len()).map(prediction).collect())
    }
}

/// The quartiles of the event times of all strata.
fn quartiles(model: &CoxPh) -> Vec<f64> {
    let mut times: Vec<f64> =
        model.baseline_cumulative_hazard().into_iter().flat_map(|stratum| stratum.times).collect();
    times.sort_by(f64::total_cmp);
    let mut quartiles: Vec<f64> = (1..4).map(|quarter| times[(times.len() - 1) * quarter / 4]).collect();
    quartiles.dedup();
    quartiles
}

fn classes(probabilities: &Array2<f64>, names: &[String]) -> Vec<Prediction> {
    let prediction = |row: ndarray::ArrayView1<'_, f64>| {
        let best = (0..row.len()).rev().max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or_default();
        let probabilities: BTreeMap<String, f64> = names.iter().cloned().zip(row.iter().copied()).collect();
        Prediction::Class { class: names[best].clone(), probabilities }
    };
    probabilities.rows().into_iter().map(prediction).collect()
}

fn numbers(values: Vec<f64>) -> Vec<Prediction> {
    values.into_iter().map(|value| Prediction::Number { value }).collect()
}
