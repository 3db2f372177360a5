//! The files of a pose network's version.

use anyhow::Result;
use registry::Draft;

use crate::biomechanics::model_card::model_card;
use crate::biomechanics::plots;
use crate::biomechanics::trained::TrainedPose;
use crate::results::ResultRow;
use crate::stage::Trained;

impl Trained for TrainedPose<'_> {
    fn rows(&self) -> Vec<ResultRow> {
        self.evaluation.rows()
    }

    fn write(&self, draft: &Draft) -> Result<()> {
        let Self { sequences, parts, predictions, history, .. } = self;
        self.artifact.write(draft)?;
        let ids = |rows: &[usize]| rows.iter().map(|row| sequences.ids[*row].clone()).collect::<Vec<_>>();
        let split = serde_json::json!({
            "train": ids(&parts.train), "validation": ids(&parts.validation), "test": ids(&parts.test),
        });
        draft.write_json("split.json", &split)?;
        draft.write_json("training_history.json", history)?;
        draft.write_json("metrics.json", &self.evaluation.scores())?;
        draft.write("model_card.md", model_card(self))?;
        draft.write("training_curves.png", plots::training_curves(history)?.png()?)?;
        draft.write("confusion_matrix.png", plots::confusion_matrix(sequences, &parts.test, predictions)?.png()?)?;
        draft.write("predicted_vs_true.png", plots::predicted_vs_true(sequences, &parts.test, predictions)?.png()?)?;
        Ok(())
    }
}
