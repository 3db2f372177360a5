//! The food stage: read pictures, train, evaluate, publish; skipped when nothing it depends on has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use metrics::contiguous_train_test_split;
use nutrition::burn::tensor::Device;
use nutrition::{
    EfficientNetLiteConfig, FoodClassifier, FoodEpoch, FoodExample, FoodNetworkConfig, FoodPicture, FoodTrainer,
    FoodTrainingConfig, TransferConfig,
};
use predict::food::{FoodArtifact, FoodConfig, FoodFacts, FoodTransfer};

use crate::nutrition::food::baselines::FoodBaselines;
use crate::nutrition::food::evaluation::{
    FoodEvaluation, SURE_ACCURACY, SURE_ACCURACY_LEFT_OUT, of_all, sure_threshold,
};
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

/// Name of the file with a network that was trained before, among the inputs.
const BACKBONE: &str = "backbone";

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
    match &options.transfer {
        None => options.network(layout.classes.len()).check()?,
        Some(transfer) => transfer.check(&options.lite())?,
    }
    options.training_for(layout.train.len()).check()?;
    let mut inputs = BTreeMap::from([("pictures".to_owned(), digest(folder, &layout))]);
    if let Some(backbone) = &options.backbone {
        let sha256 = registry::sha256_file(backbone);
        inputs.insert(BACKBONE.to_owned(), sha256.with_context(|| format!("cannot read `{}`", backbone.display()))?);
    }
    let stage = Stage {
        artifacts,
        spec: FoodArtifact::SPEC,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: &inputs,
    };
    publish_stage(&stage, run, || {
        let device = options.device.open()?;
        let pictures = ImageFolder::read(folder, &layout, options.side, run.reporter)?;
        pictures.warn_of_skipped(run.reporter);
        let learnt = match (&options.transfer, &options.backbone) {
            (Some(transfer), Some(backbone)) => {
                transferred(transfer, backbone, &inputs[BACKBONE], &layout, &pictures, options, &device, run.reporter)?
            }
            _ => trained(&layout, &pictures, options, &device, run.reporter)?,
        };
        finished(folder, &layout, pictures, learnt, options)
    })
}

/// A classifier with what is known of its training.
struct Learnt {
    classifier: FoodClassifier,
    network: FoodNetworkConfig,
    training: FoodTrainingConfig,
    transfer: Option<FoodTransfer>,
    threshold: f64,
    history: Vec<FoodEpoch>,
    n_train: usize,
    n_validation: usize,
}

/// A small network, from the beginning.
fn trained(
    layout: &Layout,
    pictures: &ImageFolder,
    options: &FoodOptions,
    device: &Device,
    reporter: Reporter,
) -> Result<Learnt> {
    let (train, validation) = split(&pictures.train, layout.classes.len(), options.seed)?;
    let network_config = options.network(layout.classes.len());
    let training_config = options.training_for(train.len());
    let mut trainer =
        FoodTrainer::new(&network_config, training_config.clone(), options.seed, &train, &validation, device)?;
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
    let classes: Vec<usize> = validation.iter().map(|example| example.class).collect();
    Ok(Learnt {
        threshold: sure_threshold(&of_all(&classifier, &validation)?, &classes, SURE_ACCURACY),
        classifier,
        network: FoodNetworkConfig::Cnn(network_config),
        training: training_config,
        transfer: None,
        history,
        n_train: train.len(),
        n_validation: validation.len(),
    })
}

/// A network that was trained before, with other classes.
#[expect(clippy::too_many_arguments, reason = "each is another thing")]
fn transferred(
    transfer: &TransferConfig,
    backbone: &Path,
    backbone_sha256: &str,
    layout: &Layout,
    pictures: &ImageFolder,
    options: &FoodOptions,
    device: &Device,
    reporter: Reporter,
) -> Result<Learnt> {
    let context = || format!("`{}`", backbone.display());
    let bytes = std::fs::read(backbone).with_context(context)?;
    let network = options.lite();
    let loaded = network.init_empty(device)?.load_safetensors(&bytes).with_context(context)?;
    let n_train = pictures.train.len();
    let mut progress = Progress::new(reporter, "learn foods", transfer.n_steps(n_train) as u64);
    let learnt = transfer.train(loaded, &network, layout.classes.clone(), options.seed, &pictures.train, &mut |n| {
        progress.advance_by(n as u64);
    })?;
    progress.finish();
    Ok(Learnt {
        threshold: sure_threshold(&learnt.left_out_probabilities, &learnt.left_out_classes, SURE_ACCURACY_LEFT_OUT),
        classifier: learnt.classifier,
        network: FoodNetworkConfig::EfficientNetLite(EfficientNetLiteConfig {
            n_classes: layout.classes.len(),
            ..network
        }),
        training: transfer.training.clone(),
        transfer: Some(FoodTransfer {
            backbone_sha256: backbone_sha256.to_owned(),
            n_views: transfer.n_views,
            n_tuned_blocks: transfer.n_tuned_blocks,
            penalty: learnt.penalty,
        }),
        history: Vec::new(),
        n_train,
        n_validation: learnt.left_out_classes.len(),
    })
}

/// With its figures on the pictures that are held out.
fn finished<'a>(
    folder: &Path,
    layout: &Layout,
    pictures: ImageFolder,
    learnt: Learnt,
    options: &'a FoodOptions,
) -> Result<TrainedFood<'a>> {
    let Learnt { classifier, network, training, transfer, threshold, history, n_train, n_validation } = learnt;
    let open_set = OpenSetEvaluation::measure(&classifier, &pictures.held_out, options.seed)?;
    let evaluation = FoodEvaluation::measure(&classifier, &pictures.held_out, threshold, options)?;
    let (train, held_out, n_classes) = (&pictures.train, &pictures.held_out, layout.classes.len());
    let baselines =
        FoodBaselines::measure(train, held_out, &evaluation.is_right, n_classes, options.n_resamples, options.seed)?;
    let config = FoodConfig {
        model: if transfer.is_some() { "efficientnet_lite0" } else { "food_cnn" }.to_owned(),
        network,
        training,
        transfer,
        classes: layout.classes.clone(),
        temperature: classifier.temperature(),
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
        n_train,
        n_validation,
        layout: layout.description,
        skipped: pictures.skipped,
        evaluation,
        baselines,
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
