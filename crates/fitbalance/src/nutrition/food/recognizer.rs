//! The food network of the artifacts, ready to name foods.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use nutrition::{DeviceName, FoodClassifier, FoodGuess, FoodPicture};
use registry::{Registry, Version, VersionSelector};
use serde::{Deserialize, Serialize};
use synthgen::nutrition::FoodClass;

use crate::nutrition::food::artifact::{Config, FACTS, FAMILY, KIND, MODEL, SCHEMA_VERSION, WEIGHTS};

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
    pub(crate) ndb_number: u32,
    /// The USDA's short description.
    pub(crate) description: String,
    pub(crate) portion_g: f64,
    pub(crate) per_100_g: Nutrients,
}

/// Energy and nutrients of an amount of food.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "units belong to the names")]
pub(crate) struct Nutrients {
    pub(crate) energy_kcal: f64,
    pub(crate) protein_g: f64,
    pub(crate) fat_g: f64,
    pub(crate) carbohydrate_g: f64,
    pub(crate) fibre_g: f64,
}

impl Nutrients {
    /// Of `grams` of a food of which these are the contents of 100 g.
    pub(crate) fn of_portion(self, grams: f64) -> Self {
        let share = grams / 100.0;
        Self {
            energy_kcal: self.energy_kcal * share,
            protein_g: self.protein_g * share,
            fat_g: self.fat_g * share,
            carbohydrate_g: self.carbohydrate_g * share,
            fibre_g: self.fibre_g * share,
        }
    }
}

impl FoodFacts {
    /// What is known of the food of this name.
    pub(crate) fn of(class: &str) -> Option<Self> {
        let food = FoodClass::from_name(class)?;
        let composition = food.composition();
        Some(Self {
            ndb_number: composition.ndb_number,
            description: composition.description.to_owned(),
            portion_g: food.portion_g(),
            per_100_g: Nutrients {
                energy_kcal: composition.energy_kcal,
                protein_g: composition.protein_g,
                fat_g: composition.fat_g,
                carbohydrate_g: composition.carbohydrate_g,
                fibre_g: composition.fibre_g,
            },
        })
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
