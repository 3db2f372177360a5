//! The burnout data set as models see it: features, target, and the oracle's risk scores.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use survival::SurvivalTarget;
use words::{EVENT_COLUMN, RunInFeature, TIME_COLUMN, USER_COLUMN};

use crate::dataset::{find_file, read_manifest};
use crate::table::Table;

/// People with their run-in features and outcomes.
pub(crate) struct Cohort {
    /// One row a person.
    pub(crate) table: Table,
    /// Follow-up from the end of the run-in, in days.
    pub(crate) target: SurvivalTarget,
    /// True risk score of each person at the end of the run-in: known to the generator only, never a feature.
    pub(crate) oracle: Vec<f64>,
    /// File name → SHA-256 of what was read.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Seed the data were generated from.
    pub(crate) data_seed: u64,
}

#[derive(Deserialize)]
struct GroundTruth {
    users: Vec<TrueRisk>,
}

#[derive(Deserialize)]
struct TrueRisk {
    user_id: u64,
    risk_score: f64,
}

impl Cohort {
    /// Reads the aggregated table and the ground truth of a data set written by `generate burnout`.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let manifest = read_manifest(folder, "burnout")?;
        let file = |stem| find_file(&manifest, folder, stem);
        let (aggregated, truth) = (file("burnout_aggregated_dataset")?, file("burnout_ground_truth")?);
        // All files, also the daily ones that are not read: a set that is half another one is none.
        manifest.verify(folder).with_context(|| format!("{}: generate the data set again", folder.display()))?;
        let inputs = [aggregated, truth].map(|file| (file.name.clone(), file.sha256.clone())).into();
        let table = Table::read(folder.join(&aggregated.name))?;
        table.require(&RunInFeature::NAMES)?;
        table.require(&[USER_COLUMN, TIME_COLUMN, EVENT_COLUMN])?;
        let target = SurvivalTarget::right_censored(table.numeric(TIME_COLUMN)?, table.event(EVENT_COLUMN)?)?;
        let oracle = read_oracle(&folder.join(&truth.name), &table)?;
        Ok(Self { table, target, oracle, inputs, data_seed: manifest.seed })
    }

    /// Event indicators, the strata of every split.
    pub(crate) fn events(&self) -> &[bool] {
        self.target.event()
    }

    /// The longest time that anybody was followed, in days: no probability reaches further.
    pub(crate) fn longest_follow_up(&self) -> f64 {
        self.target.stop().iter().copied().fold(0.0, f64::max)
    }
}

/// True risk scores in the order of the table, matched by user.
fn read_oracle(path: &Path, table: &Table) -> Result<Vec<f64>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let truth: GroundTruth =
        serde_json::from_slice(&bytes).with_context(|| format!("{} is not a burnout ground truth", path.display()))?;
    let by_user: BTreeMap<String, f64> =
        truth.users.into_iter().map(|user| (user.user_id.to_string(), user.risk_score)).collect();
    let users = table.strings(USER_COLUMN)?;
    let score =
        |user: &String| by_user.get(user).copied().with_context(|| format!("{} has no user {user}", path.display()));
    users.iter().map(score).collect()
}
