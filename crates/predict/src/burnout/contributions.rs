//! Shapley values of people, by feature as people know it: the columns of a category added up, and for the Cox model mean,
//! spread and trend of a metric together.

use ensembles::{Explanation, TreeExplainer};
use features::{Columns, DesignEncoder};
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;
use shapley::Attribution;

use super::answer::{ContributionUnit, FeatureValue};
use super::model::{BurnoutModel, CoxPipeline};
use crate::error::{Result, by_model};

/// What the names of a metric's columns end with.
const SUMMARIES: [&str; 3] = ["mean", "sd", "trend"];

/// What each feature adds to each person's prediction.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Contributions {
    /// Names of the features.
    pub features: Vec<String>,
    /// What each adds, `[n_people, n_features]`.
    pub values: Array2<f64>,
    /// Prediction for a person of whom nothing is known.
    pub base_value: f64,
    /// `[n_people]`
    pub predictions: Vec<f64>,
    /// What the values are in.
    pub unit: ContributionUnit,
}

impl Contributions {
    /// Explains people by the trees of a forest (probability) or of boosting (log-odds), or by the Cox model (probability
    /// until the end of the follow-up, against the average training person, a metric at a time).
    ///
    /// # Shapes
    ///
    /// `inputs`: `[n_people, n_columns]`, as [`BurnoutModel::inputs`] gives them.
    ///
    /// # Errors
    ///
    /// [`Error::Model`](crate::Error::Model).
    pub fn of(model: &BurnoutModel, inputs: ArrayView2<'_, f64>) -> Result<Self> {
        let (explanation, unit) = match model {
            BurnoutModel::Cox(pipeline) => return Self::of_cox(pipeline, inputs),
            BurnoutModel::Forest(pipeline) => (
                TreeExplainer::path_dependent(&pipeline.model, 0).and_then(|explainer| explainer.explain(inputs)),
                ContributionUnit::Probability,
            ),
            BurnoutModel::Boosting(pipeline) => (
                TreeExplainer::path_dependent(&pipeline.model, 0).and_then(|explainer| explainer.explain(inputs)),
                ContributionUnit::LogOdds,
            ),
        };
        Ok(Self::merged(model.encoder(), explanation.map_err(by_model("explanation of trees"))?, unit))
    }

    fn merged(encoder: &DesignEncoder, explanation: Explanation, unit: ContributionUnit) -> Self {
        let columns = encoder.columns_of_terms();
        let values = Array2::from_shape_fn((explanation.values.nrows(), columns.len()), |(person, feature)| {
            columns[feature].iter().map(|&column| explanation.values[[person, column]]).sum()
        });
        Self {
            features: encoder.terms(),
            values,
            base_value: explanation.base_value,
            predictions: explanation.predictions,
            unit,
        }
    }

    /// Exact Shapley values over all coalitions of the metrics: the probability is a function of a sum of their terms.
    fn of_cox(pipeline: &CoxPipeline, inputs: ArrayView2<'_, f64>) -> Result<Self> {
        let failed = || by_model::<survival::Error>("Cox model");
        let (features, groups) = metrics_of(&pipeline.encoder);
        let beta = pipeline.model.coefficients();
        // Features are scaled: the average training person is 0 everywhere.
        let average = Array2::zeros((1, inputs.ncols()));
        let at_average = pipeline.model.risk_score(average.view()).map_err(failed())?[0];
        // What the model refuses of these people it refuses here, with its reason.
        pipeline.model.risk_score(inputs).map_err(failed())?;
        let hazard = pipeline.model.cumulative_hazard(average.view(), &[pipeline.last_event_time()], None);
        let hazard = hazard.map_err(failed())?[[0, 0]];
        let probability = |risk_score: f64| -(-hazard * (risk_score - at_average).exp()).exp_m1();
        let rows: Vec<_> = inputs.rows().into_iter().collect();
        let attributions = rows
            .into_par_iter()
            .map(|person| {
                let term = |group: &Vec<usize>| group.iter().map(|&column| person[column] * beta[column]).sum();
                let terms: Vec<f64> = groups.iter().map(term).collect();
                shapley::explain_sum(probability, at_average, &terms)
            })
            .collect::<Result<Vec<Attribution>, _>>()
            .map_err(by_model("explanation of the Cox model"))?;
        Ok(Self {
            values: Array2::from_shape_fn((attributions.len(), features.len()), |(person, feature)| {
                attributions[person].values[feature]
            }),
            features,
            base_value: attributions.first().map_or(0.0, |attribution| attribution.base_value),
            predictions: attributions.iter().map(|attribution| attribution.prediction).collect(),
            unit: ContributionUnit::Probability,
        })
    }

    /// Features of a person by the size of what they add, largest first.
    pub fn ranked(&self, person: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| self.values[[person, b]].abs().total_cmp(&self.values[[person, a]].abs()));
        order
    }

    /// Features by their mean size over all people, largest first.
    pub fn ranked_overall(&self) -> Vec<usize> {
        let size = |feature: usize| self.values.column(feature).iter().map(|value| value.abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        order
    }

    /// Values of the features of people, `[n_features][n_people]`; of a metric, those of its summaries in words.
    ///
    /// # Errors
    ///
    /// [`Error::Features`](crate::Error::Features).
    pub fn values_of(&self, people: &impl Columns) -> Result<Vec<Vec<FeatureValue>>> {
        self.features.iter().map(|feature| values_of(feature, people)).collect()
    }
}

/// Names of the metrics behind an encoder's columns, and the columns of each.
fn metrics_of(encoder: &DesignEncoder) -> (Vec<String>, Vec<Vec<usize>>) {
    let (mut names, mut groups): (Vec<String>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for (covariate, columns) in encoder.terms().into_iter().zip(encoder.columns_of_terms()) {
        let covariate = covariate.as_str();
        let summary = covariate.rsplit_once('_').filter(|(_, summary)| SUMMARIES.contains(summary));
        let metric = summary.map_or(covariate, |(metric, _)| metric);
        if let Some(at) = names.iter().position(|name| name == metric) {
            groups[at].extend(columns);
        } else {
            names.push(metric.to_owned());
            groups.push(columns.clone());
        }
    }
    (names, groups)
}

fn values_of(feature: &str, people: &impl Columns) -> Result<Vec<FeatureValue>> {
    let read = |error| crate::Error::Features(features::Error::Column(error));
    if feature.parse::<words::RunInFeature>().is_ok() {
        return Ok(if people.is_categorical(feature).map_err(read)? {
            people.texts(feature).map_err(read)?.into_iter().map(FeatureValue::Category).collect()
        } else {
            people.numbers(feature).map_err(read)?.into_iter().map(FeatureValue::Number).collect()
        });
    }
    let mut parts: Vec<Vec<String>> = vec![Vec::new(); people.n_rows()];
    for summary in SUMMARIES {
        let column = format!("{feature}_{summary}");
        if column.parse::<words::RunInFeature>().is_err() {
            continue;
        }
        for (parts, value) in parts.iter_mut().zip(people.numbers(&column).map_err(read)?) {
            parts.push(format!("{summary} {value:.2}"));
        }
    }
    Ok(parts.into_iter().map(|parts| FeatureValue::Category(parts.join(", "))).collect())
}
