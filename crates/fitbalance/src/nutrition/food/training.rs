//! The food stage: read pictures, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use metrics::contiguous_train_test_split;
use nutrition::{DeviceName, FoodClassifier, FoodCnnConfig, FoodExample, FoodTrainer, FoodTrainingConfig};
use registry::{ManifestInfo, Registry};

use crate::code_version::code_version;
use crate::nutrition::food::artifact::{self, FAMILY, KIND, MODEL, SCHEMA_VERSION, TrainedFood};
use crate::nutrition::food::evaluation::{FoodEvaluation, sure_threshold};
use crate::nutrition::food::image_folder::{ImageFolder, digest};
use crate::nutrition::food::layout::Layout;
use crate::progress::Progress;
use crate::results::ResultRow;
use crate::stage::{device_name, unchanged};

/// Share of the training pictures that chooses the best epoch, the temperature and the threshold.
const VALIDATION_SHARE: f64 = 0.1;
/// Steps that a small set of pictures gets at least, in passes over it.
const MIN_STEPS: usize = 1_800;
/// Most passes, however few pictures there are.
const MAX_EPOCHS: usize = 150;

/// How the food network is trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of splits, weights, batches, alterations and bootstrap |
/// | `device` | flex | flex | where the network is trained |
/// | `side` | 64 | 64 | side of the pictures in pixels; the network has a block more where it doubles |
/// | `training` | see the `nutrition` crate | 2 epochs | |
/// | `n_epochs` | none | 2 | none: those of `training`, but as many as give 1,800 steps, up to 150 |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out pictures |
/// | `generated` | true | true | pictures of this program's generator, for which there is a goal |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
/// | `any_code` | false | false | accept results of another build of the program |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct FoodOptions {
    pub(crate) seed: u64,
    #[serde(serialize_with = "device_name")]
    pub(crate) device: DeviceName,
    pub(crate) side: usize,
    pub(crate) training: FoodTrainingConfig,
    pub(crate) n_epochs: Option<usize>,
    pub(crate) n_resamples: usize,
    pub(crate) generated: bool,
    pub(crate) smoke: bool,
    #[serde(skip)]
    pub(crate) any_code: bool,
}

impl FoodOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        Self {
            seed: 42,
            device: DeviceName::Flex,
            side: FoodCnnConfig::default().side,
            training: FoodTrainingConfig::default(),
            n_epochs: smoke.then_some(2),
            n_resamples: if smoke { 200 } else { 2_000 },
            generated: true,
            smoke,
            any_code: false,
        }
    }

    fn network(&self, n_classes: usize) -> FoodCnnConfig {
        FoodCnnConfig::of_side(n_classes, self.side)
    }

    fn training_for(&self, n_examples: usize) -> FoodTrainingConfig {
        let steps_per_epoch = (n_examples / self.training.batch_size.max(1)).max(1);
        let usual = MIN_STEPS.div_ceil(steps_per_epoch).clamp(self.training.n_epochs.min(MAX_EPOCHS), MAX_EPOCHS);
        FoodTrainingConfig { n_epochs: self.n_epochs.unwrap_or(usual), ..self.training.clone() }
    }
}

/// Trains and evaluates the network on the pictures in `folder` and publishes it below `artifacts`.
pub(crate) fn train_food_stage(
    folder: &Path,
    artifacts: &Path,
    options: &FoodOptions,
    force: bool,
) -> Result<Vec<ResultRow>> {
    let device = options.device.open()?;
    let layout = Layout::of(folder, options.seed)?;
    // Before minutes are spent on pictures for a network that cannot be.
    options.network(layout.classes.len()).check()?;
    options.training_for(layout.train.len()).check()?;
    let registry = Registry::open(artifacts)?;
    let info = ManifestInfo {
        kind: KIND.to_owned(),
        schema_version: SCHEMA_VERSION,
        code_version: code_version()?,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: BTreeMap::from([("pictures".to_owned(), digest(folder, &layout))]),
    };
    if !force && let Some((version, rows)) = unchanged(&registry, FAMILY, MODEL, &info, options.any_code) {
        crate::cli::hint(format_args!("food model: unchanged, kept {FAMILY}/{MODEL}/{version}"));
        return Ok(rows);
    }
    let pictures = ImageFolder::read(folder, &layout, options.side)?;
    pictures.warn_of_skipped();
    let (train, validation) = split(&pictures.train, layout.classes.len(), options.seed)?;
    let network_config = options.network(layout.classes.len());
    let training_config = options.training_for(train.len());
    let mut trainer =
        FoodTrainer::new(&network_config, training_config.clone(), options.seed, &train, &validation, &device)?;
    let mut progress = Progress::new("train food", (trainer.n_epochs() * trainer.steps_per_epoch()) as u64);
    for _ in 0..trainer.n_epochs() {
        let epoch = trainer.run_epoch(&mut |_| progress.advance_by(1))?;
        progress.note(format!("epoch {}: validation accuracy {:.1} %", epoch.epoch, 100.0 * epoch.validation_accuracy));
    }
    progress.finish();
    let (network, temperature, history) = trainer.finish()?;
    let classifier = FoodClassifier::new(network, layout.classes.clone(), temperature)?;
    let threshold = sure_threshold(&classifier, &validation)?;
    let evaluation = FoodEvaluation::measure(&classifier, &pictures.held_out, threshold, options)?;
    let rows = evaluation.rows(&data_name(folder, options), options.generated);
    let trained = TrainedFood {
        classifier,
        threshold,
        network_config,
        training_config,
        history,
        n_train: train.len(),
        n_validation: validation.len(),
        layout: layout.description,
        data: data_name(folder, options),
        skipped: pictures.skipped,
        evaluation,
    };
    let draft = registry.draft(FAMILY, MODEL)?;
    artifact::write(&draft, &trained, options)?;
    let version = draft.publish(info)?;
    crate::cli::hint(format_args!("food model: published {FAMILY}/{MODEL}/{version}"));
    Ok(rows)
}

/// What the pictures are called in tables: the name of their folder, or that they were generated.
fn data_name(folder: &Path, options: &FoodOptions) -> String {
    if options.generated {
        return "generated".to_owned();
    }
    let canonical = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    canonical.file_name().map_or_else(|| "unnamed".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Pictures to train on and to choose the epoch by, with the same share of every food. Files that follow each other are often of one
/// scene, so they stay together.
fn split(examples: &[FoodExample], n_classes: usize, seed: u64) -> Result<(Vec<FoodExample>, Vec<FoodExample>)> {
    let strata: Vec<usize> = examples.iter().map(|example| example.class).collect();
    let split = contiguous_train_test_split(&strata, VALIDATION_SHARE, seed)
        .with_context(|| format!("{} readable pictures to train on", examples.len()))?;
    let part = |rows: &[usize]| rows.iter().map(|&row| examples[row].clone()).collect::<Vec<_>>();
    let (train, validation) = (part(&split.train), part(&split.test));
    let missing = (0..n_classes).find(|class| train.iter().all(|example| example.class != *class));
    ensure!(missing.is_none(), "a food has too few readable pictures to spare one for choosing the best epoch");
    Ok((train, validation))
}
