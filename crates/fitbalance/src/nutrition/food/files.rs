//! The files of a food network's version.

use anyhow::Result;
use predict::food::{FoodArtifact, FoodConfig};
use registry::Draft;

use crate::nutrition::food::plots;
use crate::nutrition::food::trained::TrainedFood;
use crate::results::{ResultRow, ResultsTable};
use crate::stage::Trained;

impl Trained for TrainedFood<'_> {
    fn rows(&self) -> Vec<ResultRow> {
        Self::rows(self)
    }

    fn write(&self, draft: &Draft) -> Result<()> {
        let classes = self.artifact.classifier.classes();
        self.artifact.write(draft)?;
        draft.write_json("skipped_files.json", &self.skipped)?;
        draft.write_json("training_history.json", &self.history)?;
        let scores: Vec<_> = self.evaluation.scores().into_iter().chain(self.open_set.scores()).collect();
        draft.write_json("metrics.json", &scores)?;
        if !self.history.is_empty() {
            draft.write("training_curves.png", plots::training_curves(&self.history)?.png()?)?;
        }
        draft.write("confusion_matrix.png", plots::confusion_matrix(&self.evaluation, classes)?.png()?)?;
        draft.write("calibration.png", plots::calibration(&self.evaluation)?.png()?)?;
        draft.write("model_card.md", model_card(self))?;
        Ok(())
    }
}

fn model_card(trained: &TrainedFood<'_>) -> String {
    let TrainedFood { artifact: FoodArtifact { config, classifier, .. }, options, evaluation, open_set, .. } = trained;
    let smoke = if options.smoke {
        "**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n"
    } else {
        ""
    };
    let pictures = if options.generated {
        "Synthetic: painted by the generator, not photographed. How it does on photographs is another matter; see the README."
            .to_owned()
    } else {
        format!("The pictures of the folder `{}`.", config.data)
    };
    format!(
        "# food_classifier\n\n{smoke}\
         {network} of {} parameters that names one of {} foods in a picture of {side} × {side} pixels; batch normalisation is\n\
         folded into its weights.\n\n\
         ## Data\n\n\
         {pictures}\n\
         {}: {} to train on, {} {chosen}, {} held out for the figures below;\n\
         {} unreadable files left out.\n\n\
         ## Results\n\n{}\n\n\
         Ridge regression learns from the same pictures, kept-aside ones included: shares of 512 colours, and of edges in 64 cells by nine directions.\n\
         Interval: bootstrap over pictures, {} resamples. Before the temperature of {:.3} the calibration error was {:.3}.\n\
         From a probability of {} on {}.\n\n\
         ## No food\n\n\
         {}\n\n\
         ## Not for\n\n\
         Allergies, or any decision that a wrong guess could harm. It knows {} foods and tells most other things\n\
         from them, not all: a high probability says which of them a picture resembles most. One food a picture; portions are usual ones,\n\
         not measured.\n\n\
         ## Files\n\n\
         `{weights}` with the sizes, names and temperature in `config.json`; `{facts}`: portions and contents of the foods;\n\
         `{gate}`: what tells foods from other pictures.\n",
        classifier.network().n_parameters(),
        classifier.classes().len(),
        capitalised(trained.layout),
        trained.n_train,
        trained.n_validation,
        evaluation.n_pictures,
        trained.skipped.len(),
        ResultsTable::new(trained.rows()),
        options.n_resamples,
        classifier.temperature(),
        evaluation.calibration_error_uncalibrated,
        config.threshold,
        evaluation.describe_named(),
        open_set.describe(),
        classifier.classes().len(),
        side = config.network.side(),
        network = network_in_words(config),
        chosen = if config.transfer.is_some() {
            "of them left out in turn to choose penalty, temperature and thresholds"
        } else {
            "to choose epoch, temperature and thresholds"
        },
        weights = FoodArtifact::WEIGHTS,
        facts = FoodArtifact::FACTS,
        gate = FoodArtifact::GATE,
    )
}

fn network_in_words(config: &FoodConfig) -> String {
    match &config.transfer {
        None => "Residual CNN".to_owned(),
        Some(transfer) => format!(
            "EfficientNet-Lite0, trained on ImageNet before (SHA-256 {}) and with other classes now, the last {} blocks tuned,",
            transfer.backbone_sha256, transfer.n_tuned_blocks
        ),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
