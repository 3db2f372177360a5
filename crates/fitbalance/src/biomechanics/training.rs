//! The biomechanics stage: split, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use metrics::train_test_split;
use pose_gnn::{Clip, EpochReport, Example, PoseModel, Prediction, ScaledRecording, Trainer, predict};
use predict::pose::{PoseArtifact, PoseConfig};
use registry::ManifestInfo;
use words::{Exercise, JointAngle};

use crate::biomechanics::dataset::{FreshLifts, Sequences};
use crate::biomechanics::evaluation::{OtherFilms, evaluate};
use crate::biomechanics::fault_evaluation::{evaluate_faults, form_errors, predict_lifts, refused};
use crate::biomechanics::options::TrainOptions;
use crate::biomechanics::ridge::Ridge;
use crate::biomechanics::trained::{Parts, TrainedPose};
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::results::ResultRow;
use crate::stage::{Run, Stage, publish_stage};

/// Share of sequences held out: for the figures and nothing else.
const TEST_SHARE: f64 = 0.2;
/// Share of the rest that chooses the learning rate and the best epoch: many, as the network learns from others than these.
const VALIDATION_SHARE: f64 = 0.3;
/// Clips predicted at once.
const BATCH_SIZE: usize = 32;

/// Trains and evaluates the network on the data set in `data` and publishes it below `artifacts`.
pub(crate) fn train(data: &Path, artifacts: &Path, options: &TrainOptions, run: Run) -> Result<Vec<ResultRow>> {
    // Before minutes are spent on data for a device that is not there.
    options.device.open()?;
    let sequences = Sequences::read(data, options.network.max_frames)?;
    let stage = Stage {
        artifacts,
        spec: PoseArtifact::SPEC,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: &sequences.inputs,
    };
    let checkpoint = Checkpoint::new(artifacts, &stage.manifest_info()?, run.reporter)?;
    let rows = publish_stage(&stage, run, || train_one(&sequences, options, run, &checkpoint))?;
    checkpoint.remove();
    Ok(rows)
}

fn train_one<'a>(
    sequences: &'a Sequences,
    options: &'a TrainOptions,
    run: Run,
    checkpoint: &Checkpoint,
) -> Result<TrainedPose<'a>> {
    let device = options.device.open()?;
    let parts = split(&sequences.strata, options.seed)?;
    let [training, validation] = [&parts.train, &parts.validation]
        .map(|rows| rows.iter().map(|row| sequences.examples[*row].clone()).collect::<Vec<Example>>());
    let new = || {
        let (network, training_options) = (options.network.clone(), options.training.clone());
        Trainer::new(network, training_options, options.seed, &training, &validation, &device)
    };
    let mut trainer = if run.force { new()? } else { checkpoint.resume(run.accept_other_builds, new)? };
    let fresh = FreshLifts::like(sequences, options.network.max_frames)?;
    let measured = fresh.measured(0..options.n_measured_lifts)?;
    if trainer.history().is_empty() {
        trainer.warm_up(&measured)?;
    }
    let lifts = |epoch: usize| fresh.of_epoch(epoch, options.n_fresh_lifts);
    let steps = options.n_fresh_lifts.div_ceil(options.training.batch_size);
    let (model, history) = train_to_the_end(&mut trainer, &lifts, steps, checkpoint, run.reporter)?;

    let predictions = predict_as_seen(&model, sequences, &parts.test)?;
    let ridge = Ridge::fit(&measured)?;
    let judged = fresh.judged(options.n_judged_lifts)?;
    let answers = predict_lifts(&model, &judged);
    let other = OtherFilms {
        form_errors: form_errors(&answers, &ridge, &judged),
        faults: evaluate_faults(&answers, &judged)?,
        refused: refused(&model, &fresh, options.n_other_films)?,
    };
    let evaluation = evaluate(sequences, &parts.train, &parts.test, &predictions, &ridge, other, options)?;
    let config = PoseConfig {
        model: "gnn_lstm".to_owned(),
        network: options.network.clone(),
        training: options.training.clone(),
        seed: options.seed,
        device: options.device.name().to_owned(),
        smoke: options.smoke,
        best_epoch: history.iter().rfind(|report| report.is_best).map_or(0, |report| report.epoch),
        exercises: Exercise::ALL,
        joint_angles: JointAngle::ALL,
        form_score_error: evaluation.shown_form_score_error(),
        data_seed: sequences.data_seed,
    };
    let artifact = PoseArtifact { config, model };
    Ok(TrainedPose { artifact, sequences, options, history, parts, predictions, evaluation })
}

/// Predicts for some of the sequences. What is measured of an example is that of the exercise that it truly is: where the network takes it for
/// another, that one is measured, so that the truth does not help it.
fn predict_as_seen(model: &PoseModel, sequences: &Sequences, rows: &[usize]) -> Result<Vec<Prediction>> {
    let clips: Vec<&Clip> = rows.iter().map(|row| &sequences.examples[*row].clip).collect();
    let mut predictions = predict(model.network(), &clips, BATCH_SIZE);
    for (prediction, row) in predictions.iter_mut().zip(rows) {
        let exercise = prediction.exercise();
        if exercise != sequences.examples[*row].targets.exercise {
            let body = ScaledRecording::of(&sequences.recordings[*row]);
            let repetitions = body.find_repetitions_of(exercise).complete;
            let clips = body.clips(exercise, &repetitions, model.config().max_frames)?;
            *prediction = predict(model.network(), &[&clips[0]], 1).remove(0);
        }
    }
    Ok(predictions)
}

/// Trains to the end on the lifts of each epoch, saving the state after every one.
fn train_to_the_end(
    trainer: &mut Trainer<'_>,
    lifts: &dyn Fn(usize) -> Result<Vec<Example>>,
    steps: usize,
    checkpoint: &Checkpoint,
    reporter: Reporter,
) -> Result<(PoseModel, Vec<EpochReport>)> {
    let mut progress = Progress::new(reporter, "train biomechanics", (trainer.n_epochs() * steps) as u64);
    progress.skip_to((trainer.history().len() * steps) as u64);
    while !trainer.is_finished() {
        let done = trainer.history().len();
        let mut step = 0;
        trainer.run_epoch_on(&lifts(done)?, &mut |loss| {
            step += 1;
            progress.note(format!("epoch {}, loss {loss:.3}", done + 1));
            progress.advance_to((done * steps + step) as u64);
        })?;
        checkpoint.save(&trainer.state()?)?;
    }
    progress.finish();
    Ok((trainer.best_model(), trainer.history().to_vec()))
}

fn split(strata: &[String], seed: u64) -> Result<Parts> {
    let outer = train_test_split(strata, TEST_SHARE, seed)?;
    let rest: Vec<&String> = outer.train.iter().map(|row| &strata[*row]).collect();
    let inner = train_test_split(&rest, VALIDATION_SHARE, seed)?;
    let of = |positions: &[usize]| positions.iter().map(|position| outer.train[*position]).collect();
    Ok(Parts { train: of(&inner.train), validation: of(&inner.test), test: outer.test })
}

/// What the names of states begin with.
const UNFINISHED: &str = ".unfinished-";

/// The state of an unfinished training, kept beside the artifacts until it is published.
struct Checkpoint {
    reporter: Reporter,
    folder: PathBuf,
    /// What the files of all trainings of the same inputs and parameters begin with.
    prefix: String,
    /// The file of this build.
    name: String,
}

impl Checkpoint {
    fn new(artifacts: &Path, info: &ManifestInfo, reporter: Reporter) -> Result<Self> {
        let without_code = ManifestInfo { code_version: String::new(), ..info.clone() };
        let key = registry::sha256_hex(serde_json::to_string(&without_code)?.as_bytes());
        let code = registry::sha256_hex(info.code_version.as_bytes());
        let prefix = format!("{UNFINISHED}{}", &key[..16]);
        let name = format!("{prefix}-{}.safetensors", &code[..16]);
        let folder = artifacts.join(PoseArtifact::SPEC.family);
        Ok(Self { reporter, folder, prefix, name })
    }

    /// The state that this build left or, if asked for, the newest of any build.
    fn find(&self, any_build: bool) -> Option<PathBuf> {
        let own = self.folder.join(&self.name);
        if own.exists() {
            return Some(own);
        }
        if !any_build {
            return None;
        }
        let written = |path: &PathBuf| path.metadata().and_then(|file| file.modified()).ok();
        self.files().into_iter().max_by_key(written)
    }

    fn resume<'a>(&self, any_build: bool, new: impl Fn() -> pose_gnn::Result<Trainer<'a>>) -> Result<Trainer<'a>> {
        let Some(path) = self.find(any_build) else { return Ok(new()?) };
        let state = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        match new()?.resume(&state) {
            Ok(trainer) => {
                let done = trainer.history().len();
                self.reporter.say(format_args!("biomechanics model: going on after epoch {done}"));
                Ok(trainer)
            }
            Err(error) => {
                let error = anyhow::Error::new(error);
                self.reporter.say(format_args!("cannot go on from {}, training anew: {error:#}", path.display()));
                Ok(new()?)
            }
        }
    }

    fn save(&self, state: &[u8]) -> Result<()> {
        std::fs::create_dir_all(&self.folder).with_context(|| format!("cannot create {}", self.folder.display()))?;
        Ok(registry::atomic_write(self.folder.join(&self.name), state)?)
    }

    /// Removes the states of this training, and those of others that nobody went on with for weeks.
    fn remove(&self) {
        const LONGEST: Duration = Duration::from_hours(24 * 14);
        let is_old = |path: &PathBuf| {
            let written = path.metadata().and_then(|file| file.modified());
            written.is_ok_and(|written| written.elapsed().is_ok_and(|age| age > LONGEST))
        };
        let others = self.files_of(UNFINISHED).into_iter().filter(is_old);
        for path in self.files().into_iter().chain(others) {
            // A leftover only costs space.
            let _ = std::fs::remove_file(path);
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        self.files_of(&self.prefix)
    }

    fn files_of(&self, prefix: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_ours = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.starts_with(prefix));
        entries.filter(|entry| is_ours(&entry.file_name())).map(|entry| entry.path()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn resuming_takes_the_newest_state_of_other_builds() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let checkpoint = Checkpoint {
            reporter: Reporter::stderr(),
            folder: folder.path().to_owned(),
            prefix: ".unfinished-0123".to_owned(),
            name: ".unfinished-0123-5555.safetensors".to_owned(),
        };
        let write = |name: &str, seconds: u64| {
            let path = folder.path().join(name);
            std::fs::write(&path, name).expect("writable");
            let file = std::fs::File::options().write(true).open(&path).expect("just written");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).expect("settable");
            path
        };
        // The hash that sorts last is not the newest.
        let newest = write(".unfinished-0123-1111.safetensors", 2_000);
        write(".unfinished-0123-ffff.safetensors", 1_000);
        write(".unfinished-4567-aaaa.safetensors", 3_000);
        assert_eq!(checkpoint.find(false), None);
        assert_eq!(checkpoint.find(true), Some(newest));
        let own = write(".unfinished-0123-5555.safetensors", 500);
        assert_eq!(checkpoint.find(true), Some(own));
        // What another training left a moment ago may be gone on with; after weeks nobody will.
        std::fs::write(folder.path().join(".unfinished-89ab-bbbb.safetensors"), "young").expect("writable");
        checkpoint.remove();
        let left: Vec<PathBuf> =
            std::fs::read_dir(folder.path()).expect("readable").flatten().map(|entry| entry.path()).collect();
        assert_eq!(left, [folder.path().join(".unfinished-89ab-bbbb.safetensors")]);
    }
}
