//! The protein network of the artifacts, ready to recommend.

use std::path::Path;

use anyhow::{Context, Result, bail};
use nutrition::{Advice, Diary, Metric, Profile, Recommendation, Recommender};
use registry::{Registry, VersionSelector};

use crate::nutrition::protein_artifact::{BACKGROUND, Config, FAMILY, KIND, MODEL, SCHEMA_VERSION, WEIGHTS};
use crate::plot::{WaterfallStep, waterfall_plot};

/// A loaded network with the diaries it compares with.
pub(crate) struct TrainedRecommender {
    recommender: Recommender,
    /// Whether it only checked the pipeline.
    pub(crate) is_smoke: bool,
}

impl TrainedRecommender {
    /// Loads the current version below `artifacts`, after checking every file's hash, the layout and every shape.
    pub(crate) fn load(artifacts: &Path) -> Result<Self> {
        let registry = Registry::open(artifacts)?;
        if registry.versions(FAMILY, MODEL)?.is_empty() {
            bail!("no protein network in {}; train one with `fitbalance train-all`", artifacts.display());
        }
        let artifact = registry.load(FAMILY, MODEL, VersionSelector::Latest)?;
        artifact.check_schema(KIND, SCHEMA_VERSION)?;
        let config: Config = artifact.read_json("config.json")?;
        let device = nutrition::DeviceName::Flex.open()?;
        let network = config.network.init(0, &device)?.load_safetensors(&artifact.read(WEIGHTS)?);
        let network = network.with_context(|| artifact.path().join(WEIGHTS).display().to_string())?;
        let recommender = Recommender::new(network, artifact.read_json(BACKGROUND)?)?;
        Ok(Self { recommender, is_smoke: config.smoke })
    }

    /// What a person is told.
    pub(crate) fn recommend(&self, profile: &Profile, diary: &Diary) -> Result<Advice> {
        Ok(self.recommender.recommend(profile, diary)?)
    }
}

/// The way from the baseline to a recommendation, as a picture.
pub(crate) fn waterfall(user_id: &str, recommendation: &Recommendation) -> Result<Vec<u8>> {
    let steps: Vec<WaterfallStep> = recommendation
        .adjustments
        .iter()
        .map(|adjustment| WaterfallStep {
            label: format!("{} (mean {:.1})", in_words(adjustment.metric), adjustment.mean),
            contribution: adjustment.g_per_day,
        })
        .collect();
    let title = format!("User {user_id}: protein need");
    waterfall_plot(&title, "g of protein a day", recommendation.baseline_g_per_day, &steps)
}

/// A metric's name in words.
pub(crate) fn in_words(metric: Metric) -> String {
    metric.name().replace('_', " ")
}
