//! A trained food network with its figures, before it becomes an artifact.

use nutrition::FoodEpoch;
use predict::food::FoodArtifact;

use crate::nutrition::food::evaluation::FoodEvaluation;
use crate::nutrition::food::image_folder::SkippedFile;
use crate::nutrition::food::options::FoodOptions;
use crate::results::ResultRow;

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
}

impl TrainedFood<'_> {
    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        self.evaluation.rows(&self.artifact.config.data, self.options.generated)
    }
}
