//! The protein stage: split by user, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::path::Path;

use anyhow::{Context, Result};
use metrics::train_test_split;
use nutrition::{DeviceName, ProteinExample, ProteinGruConfig, ProteinTrainingConfig, train_protein};
use registry::{ManifestInfo, Registry};

use crate::code_version::code_version;
use crate::nutrition::diaries::Windows;
use crate::nutrition::protein_artifact::{self, FAMILY, KIND, MODEL, SCHEMA_VERSION, TrainedProtein};
use crate::nutrition::protein_evaluation::ProteinEvaluation;
use crate::progress::Progress;
use crate::results::ResultRow;
use crate::stage::{device_name, unchanged};

/// Share of users held out: for the figures and nothing else.
const TEST_SHARE: f64 = 0.2;
/// Share of the rest that chooses the best epoch.
const VALIDATION_SHARE: f64 = 0.2;

/// How the protein network is trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of split, weights, batches and bootstrap |
/// | `device` | flex | flex | where the network is trained |
/// | `network`, `training` | see the `nutrition` crate | 2 epochs | |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out users |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
/// | `any_code` | false | false | accept results of another build of the program |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct ProteinOptions {
    pub(crate) seed: u64,
    #[serde(serialize_with = "device_name")]
    pub(crate) device: DeviceName,
    pub(crate) network: ProteinGruConfig,
    pub(crate) training: ProteinTrainingConfig,
    pub(crate) n_resamples: usize,
    pub(crate) smoke: bool,
    #[serde(skip)]
    pub(crate) any_code: bool,
}

impl ProteinOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        let usual = ProteinTrainingConfig::default();
        Self {
            seed: 42,
            device: DeviceName::Flex,
            network: ProteinGruConfig::default(),
            training: if smoke { ProteinTrainingConfig { n_epochs: 2, ..usual } } else { usual },
            n_resamples: if smoke { 200 } else { 2_000 },
            smoke,
            any_code: false,
        }
    }
}

/// Trains and evaluates the network on the diaries in `data` and publishes it below `artifacts`.
pub(crate) fn train_protein_stage(
    data: &Path,
    artifacts: &Path,
    options: &ProteinOptions,
    force: bool,
) -> Result<Vec<ResultRow>> {
    let device = options.device.open()?;
    let windows = Windows::read(data)?;
    let registry = Registry::open(artifacts)?;
    let info = ManifestInfo {
        kind: KIND.to_owned(),
        schema_version: SCHEMA_VERSION,
        code_version: code_version()?,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: windows.inputs.clone(),
    };
    if !force && let Some((version, rows)) = unchanged(&registry, FAMILY, MODEL, &info, options.any_code) {
        crate::cli::hint(format_args!("protein model: unchanged, kept {FAMILY}/{MODEL}/{version}"));
        return Ok(rows);
    }
    let [train, validation, test] = split(&windows, options.seed)?;
    let examples = |users: &[String]| -> Vec<ProteinExample> {
        windows.of(users).into_iter().map(|row| windows.examples[row].clone()).collect()
    };
    let mut progress = Progress::new("train protein", options.training.n_epochs as u64);
    let (network, history) = train_protein(
        &options.network,
        &options.training,
        &examples(&train),
        &examples(&validation),
        options.seed,
        &device,
        &mut |epoch| {
            progress.note(format!("validation MAE {:.2} g/day", epoch.validation_mae_g_per_day));
            progress.advance_to(epoch.epoch as u64);
        },
    )?;
    progress.finish();
    let evaluation = ProteinEvaluation::measure(&network, &windows, &test, options.n_resamples, options.seed)?;
    let rows = evaluation.rows();
    let trained = TrainedProtein { network, history, train, validation, test, evaluation };
    let draft = registry.draft(FAMILY, MODEL)?;
    protein_artifact::write(&draft, &trained, &windows, options)?;
    let version = draft.publish(info)?;
    crate::cli::hint(format_args!("protein model: published {FAMILY}/{MODEL}/{version}"));
    Ok(rows)
}

/// Users to train on, to choose the epoch by, and held out; alike in training status and goal.
fn split(windows: &Windows, seed: u64) -> Result<[Vec<String>; 3]> {
    let stratum = |user: &String| {
        let row = windows.user.iter().position(|other| other == user);
        row.map(|row| {
            let profile = &windows.examples[row].profile;
            format!("{:?} {:?}", profile.training_status, profile.goal)
        })
    };
    let strata: Vec<Option<String>> = windows.users.iter().map(stratum).collect();
    let outer = train_test_split(&strata, TEST_SHARE, seed)?;
    let rest: Vec<&Option<String>> = outer.train.iter().map(|&user| &strata[user]).collect();
    let inner = train_test_split(&rest, VALIDATION_SHARE, seed)?;
    let names = |users: &mut dyn Iterator<Item = usize>| users.map(|user| windows.users[user].clone()).collect();
    Ok([
        names(&mut inner.train.iter().map(|&at| outer.train[at])),
        names(&mut inner.test.iter().map(|&at| outer.train[at])),
        names(&mut outer.test.iter().copied()),
    ])
}
