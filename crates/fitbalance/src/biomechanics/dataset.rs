//! Generating the data set, telling whether it is there already, and reading it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use pose_gnn::{Clip, Example, RecordingOptions, ScaledRecording, Targets};
use rayon::prelude::*;
use synthgen::biomechanics::{BiomechanicsParams, write_biomechanics};
use synthgen::{Manifest, Shard};
use words::{Exercise, JointAngle};

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

/// Sequences with their labels, in the order of the table.
pub(crate) struct Sequences {
    pub(crate) ids: Vec<String>,
    pub(crate) examples: Vec<Example>,
    /// Exercise and quality level: the strata of every split.
    pub(crate) strata: Vec<String>,
    /// The form score without the rater's error: known to the generator only, read for the error floor alone.
    pub(crate) form_score_noise_free: Vec<f64>,
    /// File name → SHA-256 of what was read.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Seed the data were generated from.
    pub(crate) data_seed: u64,
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
        let fps = table.numeric("fps")?;
        let exercises = table.strings("exercise")?;
        let files = table.strings("file")?;
        let examples = (0..files.len())
            .into_par_iter()
            .map(|row| {
                let path = folder.join(&files[row]);
                check_hash(folder, &files[row], &inputs)?;
                let options = RecordingOptions { fps: fps[row], ..RecordingOptions::default() };
                let recording = read_npy(&path)?.into_recording(&options);
                let recording = recording.with_context(|| format!("`{}`", path.display()))?;
                let clip = Clip::new(&ScaledRecording::of(&recording).body_landmarks(), max_frames)?;
                let exercise: Exercise = exercises[row].parse().with_context(|| csv.name.clone())?;
                #[expect(clippy::cast_possible_truncation, reason = "labels of a network are single precision")]
                let targets = Targets {
                    form_score: forms[row] as f32,
                    joint_angles_deg: std::array::from_fn(|angle| angles[angle][row] as f32),
                    exercise,
                    injury_risk_score: risks[row] as f32,
                };
                Ok(Example { clip, targets })
            })
            .collect::<Result<Vec<_>>>()?;
        let qualities = table.strings("quality")?;
        let strata = exercises.iter().zip(&qualities).map(|(exercise, quality)| format!("{exercise} {quality}"));
        Ok(Self {
            strata: strata.collect(),
            ids: table.strings("sequence_id")?,
            examples,
            form_score_noise_free: table.numeric("form_score_noise_free")?,
            inputs,
            data_seed: manifest.seed,
        })
    }
}

fn check_hash(folder: &Path, name: &str, hashes: &BTreeMap<String, String>) -> Result<()> {
    let path = folder.join(name);
    let expected = hashes.get(name).with_context(|| format!("dataset.json does not list {}", path.display()))?;
    check_sha256(&path, expected)
}
