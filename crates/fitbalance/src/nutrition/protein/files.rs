//! The files of a protein network's version.

use anyhow::Result;
use predict::protein::ProteinArtifact;
use registry::Draft;

use crate::nutrition::protein::plots;
use crate::nutrition::protein::trained::TrainedProtein;
use crate::results::{ResultRow, ResultsTable};
use crate::stage::Trained;

impl Trained for TrainedProtein<'_> {
    fn rows(&self) -> Vec<ResultRow> {
        self.evaluation.rows()
    }

    fn write(&self, draft: &Draft) -> Result<()> {
        self.artifact.write(draft)?;
        let split = serde_json::json!({
            "train": self.train, "validation": self.validation, "test": self.test,
        });
        draft.write_json("split.json", &split)?;
        draft.write_json("training_history.json", &self.history)?;
        draft.write_json("metrics.json", &self.evaluation.scores())?;
        draft.write("training_curves.png", plots::training_curves(&self.history)?.png()?)?;
        draft.write("predicted_vs_true.png", plots::predicted_vs_true(&self.evaluation)?.png()?)?;
        draft.write("model_card.md", model_card(self))?;
        Ok(())
    }
}

fn model_card(trained: &TrainedProtein<'_>) -> String {
    let TrainedProtein { windows, options, .. } = trained;
    let smoke = if options.smoke {
        "**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n"
    } else {
        ""
    };
    format!(
        "# protein_optimizer\n\n{smoke}\
         GRU over the last 14 days of six metrics (sleep hours and quality, HRV, training load, stress, recovery), with a profile.\n\
         Its output places the need within the published range of the person, so it never leaves it. Metrics that are not known are\n\
         taken from diaries of people who are as used to training, and what is told as likely widens.\n\n\
         ## Data\n\n\
         Synthetic: {} users generated from seed {}; {} train, {} choose the epoch, {} held out, no user on two sides. How the need\n\
         depends on the diary was made up within published ranges (Jäger et al. 2017, doi 10.1186/s12970-017-0177-8): directions are\n\
         published, sizes are not.\n\n\
         ## Results\n\n{}\n\n\
         The floor is the mean absolute noise of the observed need; ridge regression is on the means of the metrics and the profile. Intervals: bootstrap over users, {} resamples.\n\n\
         ## Not for\n\n\
         Kidney disease and pregnancy (a referral is given instead of a number), minors, or any treatment. No medical advice.\n\n\
         ## Files\n\n\
         `{weights}` with the sizes in `config.json`; `{background}`: diaries of training users that explanations compare with.\n",
        windows.users.len(),
        windows.data_seed,
        trained.train.len(),
        trained.validation.len(),
        trained.test.len(),
        ResultsTable::new(trained.evaluation.rows()),
        options.n_resamples,
        weights = ProteinArtifact::WEIGHTS,
        background = ProteinArtifact::BACKGROUND,
    )
}
