//! The burnout models of the artifacts, ready to predict for new people.

use std::borrow::Cow;
use std::collections::BTreeMap;

use features::{Columns, DesignEncoder};
use ndarray::Array2;
use registry::Version;
use words::USER_COLUMN;

use super::answer::{BurnoutAnswer, BurnoutExplanation, ExplainedFeature, ExplainedPerson, Factor, PersonRisk};
use super::artifact::BurnoutArtifact;
use super::contributions::Contributions;
use super::model::{BurnoutKind, BurnoutModel};
use super::request::{People, PersonFeatures};
use crate::error::{Result, by_model, invalid_field};
use crate::models::Models;
use crate::warning::{Warning, WarningCode};

/// Days after the run-in at which survival is given.
const TIMES_DAYS: [f64; 3] = [30.0, 90.0, 180.0];
/// Factors given for each person.
const N_FACTORS: usize = 5;

/// Cox model, forest and boosting.
#[derive(Debug)]
pub struct BurnoutPredictor {
    cox: Loaded,
    forest: Loaded,
    boosting: Loaded,
}

#[derive(Debug)]
struct Loaded {
    artifact: BurnoutArtifact,
    version: Version,
    run: Run,
}

/// What models that were trained together have in common.
#[derive(Debug, PartialEq)]
struct Run {
    code_version: String,
    seed: u64,
    inputs: BTreeMap<String, String>,
}

/// Times the width of the range that a model has seen, beyond which a value is none of a person.
const FURTHEST_RANGES: f64 = 10.0;

/// A design matrix with what made it.
struct Design<'a> {
    encoder: &'a DesignEncoder,
    matrix: Array2<f64>,
}

impl Loaded {
    fn load(models: &Models, kind: BurnoutKind) -> Result<Self> {
        let artifact = models.artifact(&kind.spec())?;
        let info = &artifact.manifest().info;
        let run = Run { code_version: info.code_version.clone(), seed: info.seed, inputs: info.inputs.clone() };
        Ok(Self { artifact: BurnoutArtifact::read(&artifact, kind)?, version: artifact.version(), run })
    }

    fn out_of_fold_log_loss(&self) -> f64 {
        self.artifact.config.out_of_fold_log_loss
    }

    /// The design matrix for this model: the one that is there, if the model's encoder would make the same.
    fn design<'a>(&self, design: &'a Design<'_>, people: &impl Columns) -> Result<Cow<'a, Array2<f64>>> {
        let encoder = self.artifact.model.encoder();
        if encoder == design.encoder {
            return Ok(Cow::Borrowed(&design.matrix));
        }
        Ok(Cow::Owned(encoder.transform(people)?))
    }

    /// Calibrated probabilities of people whose design matrix this is.
    fn calibrated(&self, design: &Array2<f64>) -> Result<Vec<f64>> {
        let BurnoutArtifact { model, calibrator, .. } = &self.artifact;
        let probabilities = model.probabilities(model.scaled(design.view())?.view())?;
        let calibrated = calibrator.calibrate_all(&probabilities).map_err(by_model("calibrator"))?;
        match calibrated.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            Some(share) => Err(by_model("burnout model")(format!("a probability is {share}: it cannot be right"))),
            None => Ok(calibrated),
        }
    }
}

impl BurnoutPredictor {
    pub(crate) fn load(models: &Models) -> Result<Self> {
        Ok(Self {
            cox: Loaded::load(models, BurnoutKind::Cox)?,
            forest: Loaded::load(models, BurnoutKind::Forest)?,
            boosting: Loaded::load(models, BurnoutKind::Boosting)?,
        })
    }

    fn of(&self, kind: BurnoutKind) -> &Loaded {
        match kind {
            BurnoutKind::Cox => &self.cox,
            BurnoutKind::Forest => &self.forest,
            BurnoutKind::Boosting => &self.boosting,
        }
    }

    /// The version of a model.
    pub fn version(&self, kind: BurnoutKind) -> Version {
        self.of(kind).version
    }

    /// Predicts for people.
    ///
    /// # Errors
    ///
    /// [`Error::Features`](crate::Error::Features) names person, field and value.
    pub fn predict(&self, people: &[PersonFeatures]) -> Result<BurnoutAnswer> {
        self.predict_table(&People(people))
    }

    /// Predicts for the rows of a table with the columns of [`RunInFeature`](words::RunInFeature); a column `user_id` names the people, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::Features`](crate::Error::Features) in the table's own words.
    pub fn predict_table(&self, people: &impl Columns) -> Result<BurnoutAnswer> {
        let design = self.design(people)?;
        self.check_near(people)?;
        let BurnoutModel::Cox(cox) = &self.cox.artifact.model else { unreachable!("checked when it was loaded") };
        let (decider, judge) = BurnoutKind::ALL
            .map(|kind| (kind, self.of(kind)))
            .into_iter()
            .min_by(|(_, a), (_, b)| a.out_of_fold_log_loss().total_cmp(&b.out_of_fold_log_loss()))
            .expect("there are three models");
        let cox_inputs = self.cox.artifact.model.scaled(self.cox.design(&design, people)?.view())?;
        let survival = cox.model.survival(cox_inputs.view(), &TIMES_DAYS, None).map_err(by_model("Cox model"))?;
        let scores = cox.model.risk_score(cox_inputs.view()).map_err(by_model("Cox model"))?;
        if let Some(score) = scores.iter().find(|score| !score.exp().is_finite()) {
            return Err(by_model("Cox model")(format!("a hazard ratio of e^{score} is no number to act on")));
        }
        let [cox, forest, boosting] = [&self.cox, &self.forest, &self.boosting]
            .map(|loaded| loaded.design(&design, people).and_then(|design| loaded.calibrated(&design)));
        let (cox, forest, boosting) = (cox?, forest?, boosting?);
        let risk = match decider {
            BurnoutKind::Cox => &cox,
            BurnoutKind::Forest => &forest,
            BurnoutKind::Boosting => &boosting,
        };
        let boosting_inputs = self.boosting.design(&design, people)?;
        let contributions = Contributions::of(&self.boosting.artifact.model, boosting_inputs.view())?;
        let values = contributions.values_of(people)?;
        let thresholds = judge.artifact.config.level_thresholds;
        let person = |(row, user_id): (usize, String)| PersonRisk {
            user_id,
            risk_level: thresholds.level_of(risk[row]),
            risk_probability: risk[row],
            cox_risk_score: scores[row],
            survival: TIMES_DAYS
                .iter()
                .zip(survival.row(row))
                .map(|(time, share)| (time.to_string(), *share))
                .collect(),
            forest_probability: forest[row],
            boosting_probability: boosting[row],
            top_factors: contributions
                .ranked(row)
                .into_iter()
                .take(N_FACTORS)
                .map(|feature| Factor {
                    name: contributions.features[feature].clone(),
                    value: values[feature][row].clone(),
                    contribution: contributions.values[[row, feature]],
                })
                .collect(),
        };
        Ok(BurnoutAnswer {
            models: BurnoutKind::ALL
                .iter()
                .map(|&kind| (kind.name().to_owned(), self.version(kind).to_string()))
                .collect(),
            level_model: decider,
            level_thresholds: thresholds,
            horizon_days: judge.artifact.config.horizon_days,
            people: user_ids(people)?.into_iter().enumerate().map(person).collect(),
            warnings: self.warnings(people)?,
        })
    }

    /// Says what each feature adds to a model's predictions for people.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    pub fn explain(&self, kind: BurnoutKind, people: &[PersonFeatures]) -> Result<BurnoutExplanation> {
        self.explain_table(kind, &People(people)).map(|(explanation, _)| explanation)
    }

    /// Says what each feature adds to a model's predictions for the rows of a table, sorted for reading, and once more as numbers
    /// for drawing.
    ///
    /// # Errors
    ///
    /// As [`predict_table`](Self::predict_table).
    pub fn explain_table(
        &self,
        kind: BurnoutKind,
        people: &impl Columns,
    ) -> Result<(BurnoutExplanation, Contributions)> {
        check_somebody(people)?;
        self.check_near(people)?;
        let loaded = self.of(kind);
        let model = &loaded.artifact.model;
        let probabilities = loaded.calibrated(&model.inputs(people)?)?;
        let contributions = Contributions::of(model, model.inputs(people)?.view())?;
        let values = contributions.values_of(people)?;
        let person = |(row, user_id): (usize, String)| ExplainedPerson {
            user_id,
            prediction: contributions.predictions[row],
            probability: probabilities[row],
            contributions: contributions
                .ranked(row)
                .into_iter()
                .map(|feature| ExplainedFeature {
                    name: contributions.features[feature].clone(),
                    value: values[feature][row].clone(),
                    contribution: contributions.values[[row, feature]],
                })
                .collect(),
        };
        let explanation = BurnoutExplanation {
            model: kind,
            unit: contributions.unit,
            base_value: contributions.base_value,
            people: user_ids(people)?.into_iter().enumerate().map(person).collect(),
            warnings: self.warnings(people)?,
        };
        Ok((explanation, contributions))
    }

    /// The design matrix of the Cox model's encoder: usually the others' too.
    fn design(&self, people: &impl Columns) -> Result<Design<'_>> {
        check_somebody(people)?;
        let encoder = self.cox.artifact.model.encoder();
        Ok(Design { encoder, matrix: encoder.transform(people)? })
    }

    /// Refuses values so far from all that the models have seen that no answer about them means anything.
    fn check_near(&self, people: &impl Columns) -> Result<()> {
        for (feature, [low, high]) in &self.boosting.artifact.config.feature_ranges {
            let values = people.numbers(feature.name()).map_err(features::Error::from)?;
            let furthest = FURTHEST_RANGES * (high - low).max(f64::MIN_POSITIVE);
            if let Some(row) = values.iter().position(|value| *value < low - furthest || *value > high + furthest) {
                let field = format!("{}, column `{feature}`", people.row_name(row));
                let expected = format!("near what the models have seen, {low} to {high}");
                return Err(invalid_field(field, expected, values[row]));
            }
        }
        Ok(())
    }

    fn warnings(&self, people: &impl Columns) -> Result<Vec<Warning>> {
        let mut warnings = Vec::new();
        let runs = BurnoutKind::ALL.map(|kind| &self.of(kind).run);
        if runs.iter().any(|run| *run != runs[0]) {
            let text = "the three models are of different training runs: was one stopped? `fitbalance train burnout` makes them anew";
            warnings.push(Warning::new(WarningCode::MixedRuns, text));
        }
        for (feature, [low, high]) in &self.boosting.artifact.config.feature_ranges {
            let values = people.numbers(feature.name()).map_err(features::Error::from)?;
            let outside: Vec<usize> = (0..values.len()).filter(|&row| !(*low..=*high).contains(&values[row])).collect();
            if let Some(&first) = outside.first() {
                let others = match outside.len() - 1 {
                    0 => String::new(),
                    n => format!(" (and {n} more)"),
                };
                let text = format!(
                    "{}, column `{feature}`: {} is outside of what the models have seen, {low} to {high}{others}",
                    people.row_name(first),
                    values[first]
                );
                warnings.push(Warning::new(WarningCode::OutOfRange, text));
            }
        }
        if BurnoutKind::ALL.iter().any(|&kind| self.of(kind).artifact.config.smoke) {
            warnings.push(Warning::smoke("the burnout models are", "their predictions mean nothing"));
        }
        warnings.push(Warning::new(WarningCode::SyntheticData, "learnt from synthetic people; no medical advice"));
        Ok(warnings)
    }
}

/// People's ids, or their row numbers from 1 if the table has none.
pub(super) fn user_ids(people: &impl Columns) -> Result<Vec<String>> {
    if people.has_column(USER_COLUMN) {
        return Ok(people.texts(USER_COLUMN).map_err(features::Error::from)?);
    }
    Ok((1..=people.n_rows()).map(|row| row.to_string()).collect())
}

fn check_somebody(people: &impl Columns) -> Result<()> {
    if people.n_rows() > 0 {
        return Ok(());
    }
    Err(invalid_field("people", "a list of at least one person", "none"))
}
