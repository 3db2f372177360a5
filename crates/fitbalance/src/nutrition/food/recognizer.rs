//! The food network of the artifacts, ready to name foods.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use nutrition::{DeviceName, Food, FoodClassifier, FoodGuess, FoodPicture, FoodTable, MatchKind};
use registry::{Registry, Version, VersionSelector};
use serde::{Deserialize, Serialize};
use synthgen::nutrition::FoodClass;

use crate::nutrition::food::artifact::{Config, FACTS, FAMILY, KIND, MODEL, SCHEMA_VERSION, WEIGHTS};
use crate::nutrition::food_table::SourcedFoods;

/// A loaded network with what is known of its foods.
pub(crate) struct FoodRecognizer {
    classifier: FoodClassifier,
    facts: Vec<Option<FoodFacts>>,
    /// Below this probability no food is named.
    pub(crate) threshold: f64,
    /// Side of the pictures.
    pub(crate) side: usize,
    pub(crate) version: Version,
    /// Whether it only checked the pipeline.
    pub(crate) is_smoke: bool,
}

/// What a food contains, and how much of it is a usual portion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FoodFacts {
    /// The food of the table that the name was found to mean.
    pub(crate) food: Food,
    /// A usual portion in grams, if one is known.
    pub(crate) portion_g: Option<f64>,
}

impl FoodFacts {
    /// What is known of the foods of these names: those of the generator's, and others whose name is that of a food of the
    /// built-in table but for case, plural and hyphens.
    pub(crate) fn of_all(names: &[String]) -> Result<Vec<Option<Self>>> {
        let foods = SourcedFoods::load(None)?.table;
        Ok(names.iter().map(|name| Self::of(name, &foods)).collect())
    }

    fn of(name: &str, foods: &FoodTable) -> Option<Self> {
        let class = FoodClass::from_name(name);
        let asked = class.map_or_else(|| name.replace(['_', '-'], " "), |class| class.ndb_number().to_string());
        let found =
            foods.find(&asked).ok().filter(|found| matches!(found.kind, MatchKind::Exact | MatchKind::Words))?;
        Some(Self { food: found.food.clone(), portion_g: class.map(FoodClass::portion_g) })
    }
}

impl FoodRecognizer {
    /// Loads the current version below `artifacts`, after checking every file's hash, the layout and every shape.
    pub(crate) fn load(artifacts: &Path, device: DeviceName) -> Result<Self> {
        let device = device.open()?;
        let registry = Registry::open(artifacts)?;
        if registry.versions(FAMILY, MODEL)?.is_empty() {
            bail!("no food network in {}; train one with `fitbalance train-all`", artifacts.display());
        }
        let artifact = registry.load(FAMILY, MODEL, VersionSelector::Latest)?;
        artifact.check_schema(KIND, SCHEMA_VERSION)?;
        let config: Config = artifact.read_json("config.json")?;
        let network = config.network.init_empty(&device)?.load_safetensors(&artifact.read(WEIGHTS)?);
        let network = network.with_context(|| artifact.path().join(WEIGHTS).display().to_string())?;
        let facts: Vec<Option<FoodFacts>> = artifact.read_json(FACTS)?;
        ensure!(
            facts.len() == config.classes.len(),
            "{}: expected {} foods, got {}",
            artifact.path().join(FACTS).display(),
            config.classes.len(),
            facts.len()
        );
        let classifier = FoodClassifier::new(network, config.classes, config.temperature)
            .with_context(|| artifact.path().join("config.json").display().to_string())?;
        Ok(Self {
            classifier,
            facts,
            threshold: config.threshold,
            side: config.network.side,
            version: artifact.version(),
            is_smoke: config.smoke,
        })
    }

    /// The `n` foods that a picture most probably shows, the most probable first.
    pub(crate) fn guesses(&self, picture: &FoodPicture, n: usize) -> Result<Vec<FoodGuess>> {
        Ok(self.classifier.guesses(picture, n)?)
    }

    /// What is known of a food.
    pub(crate) fn facts(&self, guess: &FoodGuess) -> Option<&FoodFacts> {
        self.facts[guess.class].as_ref()
    }
}
