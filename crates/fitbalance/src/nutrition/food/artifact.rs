//! The files of a food network's version.

use anyhow::Result;
use nutrition::{FoodClassifier, FoodCnnConfig, FoodEpoch, FoodTrainingConfig};
use registry::Draft;
use serde::{Deserialize, Serialize};

use crate::nutrition::food::evaluation::FoodEvaluation;
use crate::nutrition::food::image_folder::SkippedFile;
use crate::nutrition::food::plots;
use crate::nutrition::food::recognizer::FoodFacts;
use crate::nutrition::food::training::FoodOptions;
use crate::results::ResultsTable;

pub(crate) const FAMILY: &str = "nutrition";
pub(crate) const MODEL: &str = "food_classifier";
/// Kind of the artifact, checked when it is loaded.
pub(crate) const KIND: &str = "food-cnn";
/// Version of the files' layout, checked when they are loaded.
pub(crate) const SCHEMA_VERSION: u32 = 1;
/// The weights.
pub(crate) const WEIGHTS: &str = "food_classifier.safetensors";
/// Portions and contents of the foods.
pub(crate) const FACTS: &str = "foods.json";

/// A trained network with its figures, before it becomes an artifact.
pub(crate) struct TrainedFood {
    pub(crate) classifier: FoodClassifier,
    pub(crate) threshold: f64,
    pub(crate) network_config: FoodCnnConfig,
    pub(crate) training_config: FoodTrainingConfig,
    pub(crate) history: Vec<FoodEpoch>,
    pub(crate) n_train: usize,
    pub(crate) n_validation: usize,
    pub(crate) layout: &'static str,
    /// Name of the pictures.
    pub(crate) data: String,
    pub(crate) skipped: Vec<SkippedFile>,
    pub(crate) evaluation: FoodEvaluation,
}

/// `config.json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Config {
    model: String,
    pub(crate) network: FoodCnnConfig,
    training: FoodTrainingConfig,
    /// Names of the foods, in the order of the network's outputs.
    pub(crate) classes: Vec<String>,
    /// Divides the log-odds.
    pub(crate) temperature: f64,
    /// Below this probability no food is named.
    pub(crate) threshold: f64,
    seed: u64,
    pub(crate) smoke: bool,
    data: String,
}

/// Writes every file of a version to its draft.
pub(crate) fn write(draft: &Draft, trained: &TrainedFood, options: &FoodOptions) -> Result<()> {
    let classes = trained.classifier.classes();
    draft.write(WEIGHTS, trained.classifier.network().to_safetensors())?;
    let config = Config {
        model: "food_cnn".to_owned(),
        network: trained.network_config.clone(),
        training: trained.training_config.clone(),
        classes: classes.to_vec(),
        temperature: trained.classifier.temperature(),
        threshold: trained.threshold,
        seed: options.seed,
        smoke: options.smoke,
        data: trained.data.clone(),
    };
    draft.write_json("config.json", &config)?;
    draft.write_json(FACTS, &FoodFacts::of_all(classes)?)?;
    draft.write_json("skipped_files.json", &trained.skipped)?;
    draft.write_json("training_history.json", &trained.history)?;
    draft.write_json("metrics.json", &trained.evaluation.scores())?;
    draft.write_json("results.json", &trained.evaluation.rows(&trained.data, options.generated))?;
    draft.write("training_curves.png", plots::training_curves(&trained.history)?)?;
    draft.write("confusion_matrix.png", plots::confusion_matrix(&trained.evaluation, classes)?)?;
    draft.write("calibration.png", plots::calibration(&trained.evaluation)?)?;
    draft.write("model_card.md", model_card(trained, options))?;
    Ok(())
}

fn model_card(trained: &TrainedFood, options: &FoodOptions) -> String {
    let smoke = if options.smoke {
        "**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n"
    } else {
        ""
    };
    let pictures = if options.generated {
        "Synthetic: painted by the generator, not photographed. How it does on photographs is another matter; see the README."
            .to_owned()
    } else {
        format!("The pictures of the folder `{}`.", trained.data)
    };
    let evaluation = &trained.evaluation;
    format!(
        "# food_classifier\n\n{smoke}\
         Residual CNN of {} parameters that names one of {} foods in a picture of {side} × {side} pixels; batch normalisation is\n\
         folded into its weights.\n\n\
         ## Data\n\n\
         {pictures}\n\
         {}: {} to train on, {} to choose epoch, temperature and threshold, {} held out for the figures below;\n\
         {} unreadable files left out.\n\n\
         ## Results\n\n{}\n\n\
         Interval: bootstrap over pictures, {} resamples. Before the temperature of {:.3} the calibration error was {:.3}.\n\
         From a probability of {} on {}.\n\n\
         ## Not for\n\n\
         Allergies, or any decision that a wrong guess could harm. It knows {} foods and takes everything for one of them: a\n\
         high probability says which of them a picture resembles most, not that it is one. One food a picture; portions are usual ones,\n\
         not measured.\n\n\
         ## Files\n\n\
         `{WEIGHTS}` with the sizes, names and temperature in `config.json`; `{FACTS}`: portions and contents of the foods.\n",
        trained.classifier.network().n_parameters(),
        trained.classifier.classes().len(),
        capitalised(trained.layout),
        trained.n_train,
        trained.n_validation,
        evaluation.n_pictures,
        trained.skipped.len(),
        ResultsTable::new(evaluation.rows(&trained.data, options.generated)),
        options.n_resamples,
        trained.classifier.temperature(),
        evaluation.calibration_error_uncalibrated,
        trained.threshold,
        evaluation.sureness(),
        trained.classifier.classes().len(),
        side = trained.network_config.side,
    )
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
