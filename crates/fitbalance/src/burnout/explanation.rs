//! Shapley values of people, by feature as people know it: the columns of a category added up, and for the Cox model
//! mean, spread and trend of a metric together.

use anyhow::Result;
use ensembles::{Explanation, TreeExplainer};
use ndarray::{Array2, ArrayView1};
use nutrition::Attribution;
use rayon::prelude::*;

use crate::burnout::model::FittedModel;
use crate::burnout::pipeline::Pipeline;
use crate::features::DesignEncoder;
use crate::table::Table;

/// What the names of a metric's columns end with.
const SUMMARIES: [&str; 3] = ["mean", "sd", "trend"];

/// What each feature adds to each person's prediction.
pub(crate) struct Contributions {
    /// Names of the features.
    pub(crate) features: Vec<String>,
    /// `[n_people, n_features]`
    pub(crate) values: Array2<f64>,
    /// Prediction for a person of whom nothing is known.
    pub(crate) base_value: f64,
    /// `[n_people]`
    pub(crate) predictions: Vec<f64>,
    /// What the values are in: `log-odds` or `probability`.
    pub(crate) unit: &'static str,
}

/// A feature's value as it stands in the table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum FeatureValue {
    Number(f64),
    Category(String),
}

impl std::fmt::Display for FeatureValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 1e6 => write!(f, "{value:.0}"),
            Self::Number(value) => write!(f, "{value:.2}"),
            Self::Category(value) => f.write_str(value),
        }
    }
}

impl Contributions {
    /// Explains people by the trees of a forest (probability) or of boosting (log-odds), or by the Cox model (probability
    /// until the end of the follow-up, against the average training person, a metric at a time).
    pub(crate) fn of(model: &FittedModel, people: &Table) -> Result<Self> {
        let x = model.design(people)?;
        let (explanation, unit) = match model {
            FittedModel::Cox(pipeline) => return Self::of_cox(model, pipeline, &x),
            FittedModel::Forest(pipeline) => {
                (TreeExplainer::path_dependent(&pipeline.model, 0)?.explain(x.view())?, "probability")
            }
            FittedModel::Boosting(pipeline) => {
                (TreeExplainer::path_dependent(&pipeline.model, 0)?.explain(x.view())?, "log-odds")
            }
        };
        Ok(Self::merged(model.encoder(), explanation, unit))
    }

    fn merged(encoder: &DesignEncoder, explanation: Explanation, unit: &'static str) -> Self {
        let columns = encoder.columns_of_covariates();
        let values = Array2::from_shape_fn((explanation.values.nrows(), columns.len()), |(person, feature)| {
            columns[feature].iter().map(|&column| explanation.values[[person, column]]).sum()
        });
        Self {
            features: encoder.covariates().into_iter().map(str::to_owned).collect(),
            values,
            base_value: explanation.base_value,
            predictions: explanation.predictions,
            unit,
        }
    }

    /// Exact Shapley values over all coalitions of the metrics.
    fn of_cox(model: &FittedModel, pipeline: &Pipeline, x: &Array2<f64>) -> Result<Self> {
        let (features, groups) = metrics_of(&pipeline.encoder);
        // Features are scaled: the average training person is 0 everywhere.
        let average = vec![vec![0.0; x.ncols()]];
        // What the model refuses of these people it refuses here, with its reason.
        model.probabilities_of(x)?;
        let probabilities = |rows: &[Vec<f64>]| {
            let x = Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).expect("rows of equal length");
            model.probabilities_of(&x).expect("mixtures of rows that the model took")
        };
        let people: Vec<ArrayView1<'_, f64>> = x.rows().into_iter().collect();
        let attributions = people
            .into_par_iter()
            .map(|person| nutrition::explain(probabilities, &person.to_vec(), &average, &groups))
            .collect::<Result<Vec<Attribution>, _>>()?;
        Ok(Self {
            values: Array2::from_shape_fn((attributions.len(), features.len()), |(person, feature)| {
                attributions[person].values[feature]
            }),
            features,
            base_value: attributions.first().map_or(0.0, |attribution| attribution.base_value),
            predictions: attributions.iter().map(|attribution| attribution.prediction).collect(),
            unit: "probability",
        })
    }

    /// Features of a person by the size of what they add, largest first.
    pub(crate) fn ranked(&self, person: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| self.values[[person, b]].abs().total_cmp(&self.values[[person, a]].abs()));
        order
    }

    /// Features by their mean size over all people, largest first.
    pub(crate) fn ranked_overall(&self) -> Vec<usize> {
        let size = |feature: usize| self.values.column(feature).iter().map(|value| value.abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        order
    }
}

/// Names of the metrics behind an encoder's columns, and the columns of each.
fn metrics_of(encoder: &DesignEncoder) -> (Vec<String>, Vec<Vec<usize>>) {
    let (mut names, mut groups): (Vec<String>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for (covariate, columns) in encoder.covariates().into_iter().zip(encoder.columns_of_covariates()) {
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

/// Values of the named features, `[n_features][n_people]`; of a metric, those of its summaries in words.
pub(crate) fn feature_values(people: &Table, features: &[String]) -> Result<Vec<Vec<FeatureValue>>> {
    let of_metric = |metric: &String| -> Result<Vec<FeatureValue>> {
        let mut parts: Vec<Vec<String>> = vec![Vec::new(); people.n_rows()];
        for summary in SUMMARIES {
            let column = format!("{metric}_{summary}");
            if !people.column_names().contains(&column.as_str()) {
                continue;
            }
            for (parts, value) in parts.iter_mut().zip(people.numeric(&column)?) {
                parts.push(format!("{summary} {value:.2}"));
            }
        }
        Ok(parts.into_iter().map(|parts| FeatureValue::Category(parts.join(", "))).collect())
    };
    let of_feature = |feature: &String| -> Result<Vec<FeatureValue>> {
        if !people.column_names().contains(&feature.as_str()) {
            return of_metric(feature);
        }
        Ok(if people.is_categorical(feature)? {
            people.strings(feature)?.into_iter().map(FeatureValue::Category).collect()
        } else {
            people.numeric(feature)?.into_iter().map(FeatureValue::Number).collect()
        })
    };
    features.iter().map(of_feature).collect()
}

/// A feature's name in words.
pub(crate) fn readable(feature: &str) -> String {
    feature.replace('_', " ")
}
