//! The files of a burnout model version.

use std::collections::BTreeMap;

use anyhow::Result;
use predict::burnout::{BurnoutArtifact, BurnoutConfig, BurnoutModel, RiskThresholds};
use registry::Draft;
use words::{EVENT_COLUMN, RunInFeature, TIME_COLUMN, USER_COLUMN};

use crate::burnout::classifier_plots::{write_classification, write_trees};
use crate::burnout::cohort::Cohort;
use crate::burnout::model_card::model_card;
use crate::burnout::plots;
use crate::burnout::trained::{CoxResults, TrainedBurnout};
use crate::results::ResultRow;
use crate::stage::Trained;

impl Trained for TrainedBurnout<'_> {
    fn rows(&self) -> Vec<ResultRow> {
        Self::rows(self)
    }

    fn write(&self, draft: &Draft) -> Result<()> {
        let Self { cohort, options, split, figures, .. } = self;
        let BurnoutArtifact { model, .. } = &self.artifact;
        self.artifact.write(draft)?;
        if let Some(cox) = &self.cox {
            write_cox(draft, cox, self)?;
        }
        draft.write_json("split.json", &split_by_user(self)?)?;
        draft.write_json("metrics.json", &self.scores())?;
        draft.write("model_card.md", model_card(self))?;
        write_classification(draft, model.kind(), figures)?;
        let people = cohort.table.take(&split.test);
        let labels: Vec<bool> = split.test.iter().map(|&row| cohort.events()[row]).collect();
        write_trees(draft, model, &people, &labels, options)
    }
}

/// What a prediction needs to know beside the model.
pub(crate) fn config(
    model: &BurnoutModel,
    cohort: &Cohort,
    train: &[usize],
    parameters: serde_json::Value,
    out_of_fold_log_loss: f64,
    smoke: bool,
) -> Result<BurnoutConfig> {
    Ok(BurnoutConfig {
        model: model.kind(),
        parameters,
        features: RunInFeature::ALL.to_vec(),
        time: TIME_COLUMN.to_owned(),
        event: EVENT_COLUMN.to_owned(),
        horizon_days: cohort.longest_follow_up(),
        level_thresholds: RiskThresholds::USUAL,
        data_seed: cohort.data_seed,
        smoke,
        out_of_fold_log_loss,
        feature_ranges: feature_ranges(cohort, train)?,
    })
}

/// The Cox model's own files.
fn write_cox(draft: &Draft, cox: &CoxResults, trained: &TrainedBurnout<'_>) -> Result<()> {
    let TrainedBurnout { cohort, split, artifact, .. } = trained;
    if let Some(unpenalised) = &cox.unpenalised {
        draft.write("cox_ph_unpenalised.json", unpenalised.to_json()?)?;
        draft.write("cox_hazard_ratios.png", plots::hazard_ratios(unpenalised)?.png()?)?;
    }
    let scores = |rows: &[usize]| -> Result<Vec<f64>> {
        let inputs = artifact.model.inputs(&cohort.table.take(rows))?;
        Ok(artifact.model.risk_scores(inputs.view())?)
    };
    let target = cohort.target.select(&split.test)?;
    let plot = plots::survival_by_risk_group(&scores(&split.train)?, &target, &scores(&split.test)?)?;
    Ok(draft.write("survival_by_risk_group.png", plot.png()?)?)
}

/// How the people were split, by user id.
fn split_by_user(trained: &TrainedBurnout<'_>) -> Result<BTreeMap<&'static str, Vec<String>>> {
    let users = trained.cohort.table.strings(USER_COLUMN)?;
    let ids = |rows: &[usize]| rows.iter().map(|&row| users[row].clone()).collect();
    Ok(BTreeMap::from([("train", ids(&trained.split.train)), ("test", ids(&trained.split.test))]))
}

fn feature_ranges(cohort: &Cohort, train: &[usize]) -> Result<BTreeMap<RunInFeature, [f64; 2]>> {
    let people = cohort.table.take(train);
    let mut ranges = BTreeMap::new();
    for feature in RunInFeature::ALL {
        if !people.holds_categories(feature.name())? {
            let values = people.numeric(feature.name())?;
            let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
            ranges.insert(feature, [low, high]);
        }
    }
    Ok(ranges)
}
