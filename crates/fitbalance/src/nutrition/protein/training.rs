//! The protein stage: split by user, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::path::Path;

use anyhow::{Context, Result};
use metrics::train_test_split;
use nutrition::{BackgroundDiary, ProteinExample, ProteinGru, Recommender, train_protein};
use predict::protein::{ProteinArtifact, ProteinConfig};
use words::TrainingStatus;

use crate::nutrition::protein::baselines::Baselines;
use crate::nutrition::protein::evaluation::ProteinEvaluation;
use crate::nutrition::protein::options::ProteinOptions;
use crate::nutrition::protein::trained::TrainedProtein;
use crate::nutrition::protein::windows::Windows;
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::results::ResultRow;
use crate::stage::{Run, Stage, publish_stage};

/// Share of users held out: for the figures and nothing else.
const TEST_SHARE: f64 = 0.2;
/// Share of the rest that chooses the best epoch.
const VALIDATION_SHARE: f64 = 0.2;
/// Diaries that explanations compare with: one of each of so many training users of each training status.
const N_BACKGROUND: usize = 40;
/// Share of people whose error is within what is told as likely.
const LIKELY_SHARE: f64 = 0.9;

/// Trains and evaluates the network on the diaries in `data` and publishes it below `artifacts`.
pub(crate) fn train_protein_stage(
    data: &Path,
    artifacts: &Path,
    options: &ProteinOptions,
    run: Run,
) -> Result<Vec<ResultRow>> {
    // Before the diaries are read for a device that is not there.
    options.device.open()?;
    let windows = Windows::read(data)?;
    let stage = Stage {
        artifacts,
        spec: ProteinArtifact::SPEC,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: &windows.inputs,
    };
    publish_stage(&stage, run, || train_one(&windows, options, run.reporter))
}

fn train_one<'a>(windows: &'a Windows, options: &'a ProteinOptions, reporter: Reporter) -> Result<TrainedProtein<'a>> {
    let [train, validation, test] = split(windows, options.seed)?;
    let examples = |users: &[String]| -> Vec<ProteinExample> {
        windows.of(users).into_iter().map(|row| windows.examples[row].clone()).collect()
    };
    let mut progress = Progress::new(reporter, "train protein", options.training.n_epochs as u64);
    let (network, history) = train_protein(
        &options.network,
        &options.training,
        &examples(&train),
        &examples(&validation),
        options.seed,
        &options.device.open()?,
        &mut |epoch| {
            progress.note(format!("validation MAE {:.2} g/day", epoch.validation_mae_g_per_day));
            progress.advance_to(epoch.epoch as u64);
        },
    )?;
    progress.finish();
    let error_share = likely_error_share(&network, &examples(&validation));
    let recommender = Recommender::new(network, background(&train, windows), error_share)?;
    let baselines = Baselines::fit(&examples(&train))?;
    let evaluation =
        ProteinEvaluation::measure(&recommender, &baselines, windows, &test, options.n_resamples, options.seed)?;
    let config = ProteinConfig {
        model: "protein_gru".to_owned(),
        network: options.network.clone(),
        training: options.training.clone(),
        seed: options.seed,
        smoke: options.smoke,
        data_seed: windows.data_seed,
        error_share,
    };
    let artifact = ProteinArtifact { config, recommender };
    Ok(TrainedProtein { artifact, windows, options, history, train, validation, test, evaluation })
}

/// The error that [`LIKELY_SHARE`] of these examples stay within, as a share of the range.
fn likely_error_share(network: &ProteinGru, examples: &[ProteinExample]) -> f64 {
    let shares = network.range_shares(examples.iter().map(|example| (&example.profile, &example.days)));
    let error = |(example, share): (&ProteinExample, f64)| {
        let (low, high) = example.profile.range_g_per_day();
        (share - (example.need_g_per_day - low) / (high - low)).abs()
    };
    let mut errors: Vec<f64> = examples.iter().zip(shares).map(error).collect();
    errors.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in the list")]
    let at = (LIKELY_SHARE * errors.len() as f64) as usize;
    errors[at.min(errors.len() - 1)].min(1.0)
}

/// The last two weeks of the first training users of each training status.
fn background(train: &[String], windows: &Windows) -> Vec<BackgroundDiary> {
    let last_of = |user: &String| windows.user.iter().rposition(|other| other == user);
    let examples: Vec<&ProteinExample> = train.iter().filter_map(last_of).map(|row| &windows.examples[row]).collect();
    let of_status = |training_status: TrainingStatus| {
        let alike = examples.iter().filter(move |example| example.profile.training_status == training_status);
        alike.take(N_BACKGROUND).map(move |example| BackgroundDiary { training_status, days: example.days })
    };
    TrainingStatus::ALL.into_iter().flat_map(of_status).collect()
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
