//! A trained food network with its figures, before it becomes an artifact.

use nutrition::{FoodEpoch, FoodNetworkConfig, NoFoodKind};
use predict::food::FoodArtifact;

use crate::nutrition::food::baselines::FoodBaselines;
use crate::nutrition::food::evaluation::FoodEvaluation;
use crate::nutrition::food::image_folder::SkippedFile;
use crate::nutrition::food::open_set::OpenSetEvaluation;
use crate::nutrition::food::options::FoodOptions;
use crate::results::{ResultRow, Target};

/// Share of known foods that may be refused, and of pictures without food that must be.
const MOST_REFUSED: f64 = 0.05;
const LEAST_DRAWN: f64 = 0.95;

/// A trained network with everything that is known of it.
pub(crate) struct TrainedFood<'a> {
    pub(crate) artifact: FoodArtifact,
    pub(crate) options: &'a FoodOptions,
    pub(crate) history: Vec<FoodEpoch>,
    pub(crate) n_train: usize,
    pub(crate) n_validation: usize,
    /// How the folder is laid out, in words.
    pub(crate) layout: &'static str,
    pub(crate) skipped: Vec<SkippedFile>,
    pub(crate) evaluation: FoodEvaluation,
    pub(crate) baselines: FoodBaselines,
    pub(crate) open_set: OpenSetEvaluation,
}

impl TrainedFood<'_> {
    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        let network = match self.artifact.config.network {
            FoodNetworkConfig::EfficientNetLite(_) => "EfficientNet-Lite0",
            _ => "Food CNN",
        };
        let mut rows = self.evaluation.rows(network, &self.artifact.config.data, self.options.generated);
        rows.extend(self.baselines.rows(network));
        let row = |metric: &str, value, target| ResultRow {
            model: network.to_owned(),
            metric: metric.to_owned(),
            value,
            ci: None,
            oracle: None,
            target: Some(target),
        };
        let drawn = self.open_set.mean_of(&NoFoodKind::JUDGED);
        rows.push(row(
            "food, held-out foods wrongly refused",
            self.open_set.refused_foods,
            Target::Below(MOST_REFUSED),
        ));
        rows.push(row(
            "food, drawn pictures without food refused, kinds never seen",
            drawn,
            Target::Above(LEAST_DRAWN),
        ));
        rows
    }
}
