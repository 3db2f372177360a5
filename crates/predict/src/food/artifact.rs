//! The files that naming a food needs.

use foods::{Food, FoodMatch, FoodTable, MatchKind};
use nutrition::{FoodClassifier, FoodGate, FoodNetworkConfig, FoodTrainingConfig};
use pose_gnn::burn::tensor::Device;
use registry::{Artifact, Draft};
use serde::{Deserialize, Serialize};
use words::FoodClass;

use crate::error::{Result, in_file};
use crate::models::ArtifactSpec;

/// A trained food network with what is known of its foods and how it was made.
#[derive(Debug)]
pub struct FoodArtifact {
    /// How it was made.
    pub config: FoodConfig,
    /// The network with its names, its temperature and its gate.
    pub classifier: FoodClassifier,
    /// Portions and contents of the foods, in the order of the classes.
    pub facts: Vec<Option<FoodFacts>>,
}

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct FoodConfig {
    pub model: String,
    /// Sizes of the network.
    pub network: FoodNetworkConfig,
    pub training: FoodTrainingConfig,
    /// Of a network that was trained before on other pictures.
    pub transfer: Option<FoodTransfer>,
    /// Names of the foods, in the order of the network's outputs.
    pub classes: Vec<String>,
    /// Divides the log-odds.
    pub temperature: f64,
    /// Below this probability no food is named.
    pub threshold: f64,
    pub seed: u64,
    /// Whether it only checked the pipeline.
    pub smoke: bool,
    /// What it was trained on.
    pub data: String,
    /// Whether that was painted by the generator.
    pub generated: bool,
}

/// How a network that was trained before learnt foods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoodTransfer {
    /// SHA-256 of the file with its weights.
    pub backbone_sha256: String,
    /// Random views of each picture.
    pub n_views: usize,
    /// Last blocks that learnt as well.
    pub n_tuned_blocks: usize,
    /// On the weights of the classes.
    pub penalty: f64,
}

/// What a food contains, and how much of it is a usual portion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoodFacts {
    /// The food of the table that the name was found to mean.
    pub food: Food,
    /// A usual portion in grams, if one is known.
    pub portion_g: Option<f64>,
}

impl FoodConfig {
    /// Which pictures the network has seen, in words.
    pub fn seen(&self) -> String {
        let n = self.classes.len();
        if self.generated {
            format!("paintings of {n} foods only, no photographs")
        } else {
            format!("pictures of {n} foods in the folder `{}` only", self.data)
        }
    }
}

impl FoodFacts {
    /// What is known of the foods of these names: those of generated pictures, and others whose name is that of a food of the
    /// USDA's table but for case, plural and hyphens.
    pub fn of_all(names: &[String]) -> Vec<Option<Self>> {
        names.iter().map(|name| Self::of(name, FoodTable::usda())).collect()
    }

    fn of(name: &str, table: &FoodTable) -> Option<Self> {
        let class = FoodClass::from_name(name);
        let asked = class.map_or_else(|| name.replace(['_', '-'], " "), |class| class.ndb_number().to_string());
        let found = table.find(&asked).ok();
        let is_sure =
            |found: &FoodMatch<'_>| matches!(found.kind, MatchKind::Exact | MatchKind::Words) && !found.is_doubtful();
        let found = found.filter(is_sure)?;
        Some(Self { food: found.food.clone(), portion_g: class.map(FoodClass::portion_g) })
    }
}

impl FoodArtifact {
    /// Where it is in a registry.
    pub const SPEC: ArtifactSpec = ArtifactSpec {
        family: "nutrition",
        model: "food_classifier",
        kind: "food-cnn",
        schema_version: 3,
        label: "food network",
    };
    /// The weights.
    pub const WEIGHTS: &str = "food_classifier.safetensors";
    /// Portions and contents of the foods.
    pub const FACTS: &str = "foods.json";
    /// What tells foods from other pictures.
    pub const GATE: &str = "food_gate.json";
    const CONFIG: &str = "config.json";

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry).
    pub fn write(&self, draft: &Draft) -> Result<()> {
        draft.write(Self::WEIGHTS, self.classifier.network().to_safetensors())?;
        draft.write_json(Self::FACTS, &self.facts)?;
        draft.write_json(Self::GATE, &self.classifier.gate())?;
        Ok(draft.write_json(Self::CONFIG, &self.config)?)
    }

    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry), [`Error::Artifact`](crate::Error::Artifact).
    pub fn read(artifact: &Artifact, device: &Device) -> Result<Self> {
        let config: FoodConfig = artifact.read_json(Self::CONFIG)?;
        let network = config.network.load(&artifact.read(Self::WEIGHTS)?, device);
        let network = network.map_err(in_file(artifact, Self::WEIGHTS))?;
        let facts: Vec<Option<FoodFacts>> = artifact.read_json(Self::FACTS)?;
        if facts.len() != config.classes.len() {
            let reason = format!("expected {} foods, got {}", config.classes.len(), facts.len());
            return Err(in_file(artifact, Self::FACTS)(reason));
        }
        if !(0.0..=1.0).contains(&config.threshold) {
            let reason = format!("the threshold must be within 0 and 1, got {}", config.threshold);
            return Err(in_file(artifact, Self::CONFIG)(reason));
        }
        let classifier = FoodClassifier::new(network, config.classes.clone(), config.temperature);
        let classifier = classifier.map_err(in_file(artifact, Self::CONFIG))?;
        let gate: FoodGate = artifact.read_json(Self::GATE)?;
        let classifier = classifier.with_gate(gate).map_err(in_file(artifact, Self::GATE))?;
        Ok(Self { config, classifier, facts })
    }
}
