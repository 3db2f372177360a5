//! The food stage: read pictures, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use metrics::contiguous_train_test_split;
use nutrition::{FoodClassifier, FoodExample, FoodPicture, FoodTrainer};
use predict::food::{FoodArtifact, FoodConfig, FoodFacts};

use crate::nutrition::food::evaluation::{FoodEvaluation, sure_threshold};
use crate::nutrition::food::image_folder::{ImageFolder, digest};
use crate::nutrition::food::layout::Layout;
use crate::nutrition::food::open_set::OpenSetEvaluation;
use crate::nutrition::food::options::FoodOptions;
use crate::nutrition::food::trained::TrainedFood;
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::results::ResultRow;
use crate::stage::{Run, Stage, publish_stage};

/// Share of the training pictures that chooses the best epoch, the temperature and the threshold.
const VALIDATION_SHARE: f64 = 0.1;

/// Trains and evaluates the network on the pictures in `folder` and publishes it below `artifacts`.
pub(crate) fn train_food_stage(
    folder: &Path,
    artifacts: &Path,
    options: &FoodOptions,
    run: Run,
) -> Result<Vec<ResultRow>> {
    options.device.open()?;
    let layout = Layout::of(folder, options.seed)?;
    // Before minutes are spent on pictures for a network that cannot be.
    options.network(layout.classes.len()).check()?;
    options.training_for(layout.train.len()).check()?;
    let stage = Stage {
        artifacts,
        spec: FoodArtifact::SPEC,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: &BTreeMap::from([("pictures".to_owned(), digest(folder, &layout))]),
    };
    publish_stage(&stage, run, || train_one(folder, &layout, options, run.reporter))
}

fn train_one<'a>(
    folder: &Path,
    layout: &Layout,
    options: &'a FoodOptions,
    reporter: Reporter,
) -> Result<TrainedFood<'a>> {
    let device = options.device.open()?;
    let pictures = ImageFolder::read(folder, layout, options.side, reporter)?;
    pictures.warn_of_skipped(reporter);
    let (train, validation) = split(&pictures.train, layout.classes.len(), options.seed)?;
    let network_config = options.network(layout.classes.len());
    let training_config = options.training_for(train.len());
    let mut trainer =
        FoodTrainer::new(&network_config, training_config.clone(), options.seed, &train, &validation, &device)?;
    let mut progress = Progress::new(reporter, "train food", (trainer.n_epochs() * trainer.steps_per_epoch()) as u64);
    for _ in 0..trainer.n_epochs() {
        let epoch = trainer.run_epoch(&mut |_| progress.advance_by(1))?;
        progress.note(format!("epoch {}: validation accuracy {:.1} %", epoch.epoch, 100.0 * epoch.validation_accuracy));
    }
    progress.finish();
    let (network, temperature, history) = trainer.finish()?;
    let classifier = FoodClassifier::new(network, layout.classes.clone(), temperature)?;
    let gate = classifier.fit_gate(&pictures_of(&train), &pictures_of(&validation), options.seed)?;
    let classifier = classifier.with_gate(gate)?;
    let threshold = sure_threshold(&classifier, &validation)?;
    let open_set = OpenSetEvaluation::measure(&classifier, &pictures.held_out, options.seed)?;
    let evaluation = FoodEvaluation::measure(&classifier, &pictures.held_out, threshold, options)?;
    let config = FoodConfig {
        model: "food_cnn".to_owned(),
        network: network_config,
        training: training_config,
        classes: layout.classes.clone(),
        temperature,
        threshold,
        seed: options.seed,
        smoke: options.smoke,
        data: data_name(folder, options),
        generated: options.generated,
    };
    Ok(TrainedFood {
        artifact: FoodArtifact { config, classifier, facts: FoodFacts::of_all(&layout.classes) },
        options,
        history,
        n_train: train.len(),
        n_validation: validation.len(),
        layout: layout.description,
        skipped: pictures.skipped,
        evaluation,
        open_set,
    })
}

fn pictures_of(examples: &[FoodExample]) -> Vec<&FoodPicture> {
    examples.iter().map(|example| &example.picture).collect()
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
