//! Generating the data set, telling whether it is there already, and reading it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use pose_gnn::{
    Example, FaultMeasurement, LiftSummary, Recording, RecordingOptions, Repetition, ScaledRecording, Targets,
    form_by_faults,
};
use rayon::prelude::*;
use synthgen::biomechanics::{
    BiomechanicsGenerator, BiomechanicsParams, Sequence, fault_visibility, write_biomechanics,
};
use synthgen::{Manifest, Shard};
use words::landmark::N_LANDMARKS;
use words::{Exercise, Fault, JointAngle};

use crate::biomechanics::landmarks::read_npy;
use crate::dataset::{self, check_sha256, find_file, read_manifest};
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::table::Table;

/// Writes the data set, or one shard of it, with a progress bar.
pub(crate) fn generate_dataset(
    params: &BiomechanicsParams,
    seed: u64,
    folder: &Path,
    shard: Option<Shard>,
    reporter: Reporter,
) -> Result<Manifest> {
    params.check()?;
    let n = shard.map_or(Ok(0..params.n_sequences), |shard| shard.range(params.n_sequences))?.len();
    let mut progress = Progress::new(reporter, "generate biomechanics", n as u64);
    let manifest = write_biomechanics(params, seed, folder, shard, &mut |done, _| progress.advance_to(done as u64))?;
    progress.finish();
    Ok(manifest)
}

/// Whether `folder` holds this very data set, written by this version of the generator, with every byte in place.
pub(crate) fn dataset_is_current(params: &BiomechanicsParams, seed: u64, folder: &Path) -> bool {
    dataset::current(params, seed, folder).is_some()
}

/// Six angles in the order of [`JointAngle::ALL`], none where the view does not show one or nothing was measured.
pub(crate) type MeasuredAngles = [Option<f64>; JointAngle::N];

/// Sequences with their labels, in the order of the table.
pub(crate) struct Sequences {
    pub(crate) ids: Vec<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) recordings: Vec<Recording>,
    /// Exercise and quality level: the strata of every split.
    pub(crate) strata: Vec<String>,
    /// Angles at the turning points by geometry alone, where the view shows them.
    pub(crate) measured_angles_deg: Vec<MeasuredAngles>,
    /// The lift by the rules of geometry.
    pub(crate) recognized: Vec<Option<Exercise>>,
    /// The form score by the faults that geometry measures.
    pub(crate) measured_form: Vec<f64>,
    /// The form score without the rater's error: known to the generator only, read for the error floor alone.
    pub(crate) form_score_noise_free: Vec<f64>,
    /// File name → SHA-256 of what was read.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Seed the data were generated from, and with which parameters.
    pub(crate) data_seed: u64,
    pub(crate) data_params: BiomechanicsParams,
}

impl Sequences {
    /// Reads a data set written by `generate biomechanics`; clips are averaged down to `max_frames`.
    pub(crate) fn read(folder: &Path, max_frames: usize) -> Result<Self> {
        let manifest = read_manifest(folder, "biomechanics")?;
        let inputs: BTreeMap<String, String> =
            manifest.files.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect();
        let csv = find_file(&manifest, folder, "biomechanics_dataset")?;
        check_hash(folder, &csv.name, &inputs)?;
        let table = Table::read(folder.join(&csv.name))?;
        let labels = ["sequence_id", "file", "exercise", "quality", "form_score", "form_score_noise_free", "fps"];
        let columns: Vec<&str> = labels.into_iter().chain(["injury_risk_score"]).chain(JointAngle::NAMES).collect();
        table.require(&columns)?;
        let (forms, risks) = (table.numeric("form_score")?, table.numeric("injury_risk_score")?);
        let angles = JointAngle::NAMES.into_iter().map(|name| Ok(table.numeric(name)?)).collect::<Result<Vec<_>>>()?;
        table.require(&Fault::NAMES)?;
        let severities = Fault::NAMES.into_iter().map(|name| Ok(table.numeric_or_missing(name)?));
        let severities = severities.collect::<Result<Vec<_>>>()?;
        let fps = table.numeric("fps")?;
        let exercises = table.strings("exercise")?;
        let files = table.strings("file")?;
        let read = (0..files.len())
            .into_par_iter()
            .map(|row| {
                let path = folder.join(&files[row]);
                check_hash(folder, &files[row], &inputs)?;
                let options = RecordingOptions { fps: fps[row], ..RecordingOptions::default() };
                let recording = read_npy(&path)?.into_recording(&options);
                let recording = recording.with_context(|| format!("`{}`", path.display()))?;
                let exercise: Exercise = exercises[row].parse().with_context(|| csv.name.clone())?;
                let body = ScaledRecording::of(&recording);
                let repetitions = body.find_repetitions_of(exercise).complete;
                let labels = Labels {
                    exercise,
                    form_score: forms[row],
                    injury_risk_score: risks[row],
                    angles_deg: std::array::from_fn(|angle| angles[angle][row]),
                    severities: std::array::from_fn(|fault| severities[fault][row].unwrap_or_default()),
                };
                let example = labels.example_of(&body, &repetitions, max_frames)?;
                let angles = body.mean_turning_angles_deg(exercise, &repetitions).to_array();
                let form = form_by_faults(&body.measure_faults(exercise, &repetitions));
                let recognized = body.recognize().most_probable();
                Ok(((example, recording), (angles, (form, recognized))))
            })
            .collect::<Result<Vec<_>>>()?;
        let (read, measured): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let (examples, recordings) = read.into_iter().unzip();
        let (measured_angles_deg, measured): (_, Vec<_>) = measured.into_iter().unzip();
        let (measured_form, recognized) = measured.into_iter().unzip();
        let qualities = table.strings("quality")?;
        let strata = exercises.iter().zip(&qualities).map(|(exercise, quality)| format!("{exercise} {quality}"));
        Ok(Self {
            strata: strata.collect(),
            ids: table.strings("sequence_id")?,
            examples,
            recordings,
            measured_angles_deg,
            measured_form,
            recognized,
            form_score_noise_free: table.numeric("form_score_noise_free")?,
            inputs,
            data_seed: manifest.seed,
            data_params: serde_json::from_value(manifest.params).context("dataset.json: its `params`")?,
        })
    }
}

/// A lift that nothing was trained on, with all that is known of it.
pub(crate) struct JudgedLift {
    pub(crate) example: Example,
    /// What geometry measures of its faults.
    pub(crate) measured: Vec<FaultMeasurement>,
    /// How much the camera shows of each fault, in the order of [`Fault::ALL`].
    pub(crate) visibility: [f64; Fault::N],
}

/// Lifts of other people than those of a data set, as many as are asked for.
pub(crate) struct FreshLifts {
    generator: BiomechanicsGenerator,
    max_frames: usize,
}

/// Numbers of lifts that no epoch reaches: of those whose measurements alone are learned from, and of those that only judge.
const BEYOND_EPOCHS: usize = 1 << 30;
const NEVER_TRAINED: usize = 1 << 31;

/// What the seed of fresh lifts is apart from that of the data set.
const FRESH: u64 = 0x5EED_F0F0;

impl FreshLifts {
    /// As those of `sequences`, but of another seed.
    pub(crate) fn like(sequences: &Sequences, max_frames: usize) -> Result<Self> {
        let generator = BiomechanicsGenerator::new(sequences.data_params.clone(), sequences.data_seed ^ FRESH)?;
        Ok(Self { generator, max_frames })
    }

    /// As the default ones, for tests.
    #[cfg(test)]
    pub(crate) fn of_seed(seed: u64, max_frames: usize) -> Self {
        let generator = BiomechanicsGenerator::new(BiomechanicsParams::default(), seed).expect("default parameters");
        Self { generator, max_frames }
    }

    /// The lifts of an epoch: each epoch's are new, and always the same.
    pub(crate) fn of_epoch(&self, epoch: usize, n: usize) -> Result<Vec<Example>> {
        self.lifts(epoch * n..(epoch + 1) * n)
    }

    pub(crate) fn generator(&self) -> &BiomechanicsGenerator {
        &self.generator
    }

    /// What is measured of lifts that no epoch has, where there is something to measure.
    pub(crate) fn measured(&self, lifts: Range<usize>) -> Result<Vec<(LiftSummary, Targets)>> {
        let ids = BEYOND_EPOCHS + lifts.start..BEYOND_EPOCHS + lifts.end;
        // The clips of so many lifts are not kept.
        let measured =
            self.lifts_with(ids, |lift| Some((lift.example.clip.summary()?.clone(), lift.example.targets)))?;
        Ok(measured.into_iter().flatten().collect())
    }

    /// Lifts that nothing is trained on, with what geometry measures of them.
    pub(crate) fn judged(&self, n: usize) -> Result<Vec<JudgedLift>> {
        self.lifts_with(NEVER_TRAINED..NEVER_TRAINED + n, |FreshLift { example, body, repetitions, sequence }| {
            JudgedLift {
                example,
                measured: body.measure_faults(sequence.exercise, repetitions),
                visibility: Fault::ALL.map(|fault| fault_visibility(fault, sequence.camera.yaw_deg)),
            }
        })
    }

    fn lifts(&self, ids: Range<usize>) -> Result<Vec<Example>> {
        self.lifts_with(ids, |lift| lift.example)
    }

    fn lifts_with<T: Send>(&self, ids: Range<usize>, of: impl Fn(FreshLift<'_>) -> T + Sync) -> Result<Vec<T>> {
        ids.into_par_iter()
            .map(|id| {
                let sequence = self.generator.sequence(u32::try_from(id).context("fewer lifts than 4 billion")?);
                let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
                let shape = [sequence.n_frames(), N_LANDMARKS, 3];
                let recording = Recording::new(&sequence.landmarks, shape, &options)?;
                let labels = Labels {
                    exercise: sequence.exercise,
                    form_score: sequence.labels.form_score,
                    injury_risk_score: sequence.labels.injury_risk_score,
                    angles_deg: sequence.labels.joint_angles_deg,
                    severities: Fault::ALL.map(|fault| sequence.severities.get(fault)),
                };
                let body = ScaledRecording::of(&recording);
                let repetitions = body.find_repetitions_of(sequence.exercise).complete;
                let example = labels.example_of(&body, &repetitions, self.max_frames)?;
                Ok(of(FreshLift { example, body: &body, repetitions: &repetitions, sequence: &sequence }))
            })
            .collect()
    }
}

/// A lift that was just made, with what was found on the way.
struct FreshLift<'a> {
    example: Example,
    body: &'a ScaledRecording<'a>,
    repetitions: &'a [Repetition],
    sequence: &'a Sequence,
}

/// What is known of a lift.
struct Labels {
    exercise: Exercise,
    form_score: f64,
    injury_risk_score: f64,
    angles_deg: [f64; JointAngle::N],
    severities: [f64; Fault::N],
}

impl Labels {
    /// A clip with these labels, and with what is measured of its repetitions.
    #[expect(clippy::cast_possible_truncation, reason = "labels of a network are single precision")]
    fn example_of(&self, body: &ScaledRecording<'_>, repetitions: &[Repetition], max_frames: usize) -> Result<Example> {
        let targets = Targets {
            form_score: self.form_score as f32,
            joint_angles_deg: self.angles_deg.map(|angle| angle as f32),
            exercise: self.exercise,
            injury_risk_score: self.injury_risk_score as f32,
            fault_severities: self.severities.map(|severity| severity as f32),
        };
        Ok(Example::of(body, repetitions, targets, max_frames)?)
    }
}

fn check_hash(folder: &Path, name: &str, hashes: &BTreeMap<String, String>) -> Result<()> {
    let path = folder.join(name);
    let expected = hashes.get(name).with_context(|| format!("dataset.json does not list {}", path.display()))?;
    check_sha256(&path, expected)
}
