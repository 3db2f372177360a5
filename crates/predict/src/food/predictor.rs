//! Which food a picture shows, and what a portion of it contains.

use foods::Nutrients;
use nutrition::{FoodGuess, FoodPicture, Verdict};
use registry::Version;
use serde::{Deserialize, Serialize};

use super::artifact::{FoodArtifact, FoodFacts};
use super::explanation::FoodMap;
use super::picture::decode_picture;
use crate::error::{Result, by_model, invalid_field};
use crate::models::Models;
use crate::warning::{Warning, WarningCode};

/// Grams of a food of which no usual portion is known.
const DEFAULT_PORTION_G: f64 = 100.0;
/// The largest portion that is asked for, in grams.
const MAX_PORTION_G: f64 = 10_000.0;

/// The food network of the artifacts.
#[derive(Debug)]
pub struct FoodPredictor {
    artifact: FoodArtifact,
    version: Version,
}

/// How a picture is looked at.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `top` | 3 | ≥ 1 | foods to list, the most probable first |
/// | `threshold` | the network's own | 0 to 1 | name a food only from this probability on |
/// | `grams` | a usual portion | above 0, at most 10,000 | size of the portion |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct FoodOptions {
    pub top: usize,
    pub threshold: Option<f64>,
    pub grams: Option<f64>,
}

impl Default for FoodOptions {
    fn default() -> Self {
        Self { top: 3, threshold: None, grams: None }
    }
}

/// Which food a picture shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoodAnswer {
    /// The food; none if there is none, none that is known, or no guess is sure.
    pub food: Option<String>,
    /// Why no food is named.
    pub reason: Option<NotNamed>,
    /// Whether the picture shows a known food, and the most probable one reaches the threshold.
    pub is_sure: bool,
    /// Below this probability no food is named.
    pub threshold: f64,
    /// What it shows if it shows one of the foods that are known, the most probable first.
    pub guesses: Vec<FoodGuess>,
    /// Which pictures the network has seen, in words.
    pub seen: String,
    /// A portion of the food that was named, if the table of foods knows it.
    pub portion: Option<PortionFacts>,
    /// The version of the network.
    pub model_version: String,
    /// What has to be said beside it.
    pub warnings: Vec<Warning>,
}

/// Why no food is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NotNamed {
    /// The picture looks like none of a food.
    #[serde(rename = "no food")]
    NoFood,
    /// It may show a food, but none of those that the network has learnt.
    #[serde(rename = "not one of the foods it knows")]
    UnknownFood,
    /// No food is probable enough.
    #[serde(rename = "not sure")]
    Unsure,
}

/// What a portion contains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PortionFacts {
    /// Its weight.
    pub grams: f64,
    /// What it contains.
    pub nutrients: Nutrients,
    /// Whose values these are.
    pub usda_description: String,
    /// The number of that food in the USDA's table.
    pub usda_ndb_number: u32,
}

impl FoodPredictor {
    pub(crate) fn load(models: &Models) -> Result<Self> {
        let device = models.device()?;
        let artifact = models.artifact(&FoodArtifact::SPEC)?;
        Ok(Self { artifact: FoodArtifact::read(&artifact, &device)?, version: artifact.version() })
    }

    /// The version of the network.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Side of the pictures that the network looks at, in pixels.
    pub fn side(&self) -> usize {
        self.artifact.config.network.side()
    }

    /// Names the food in a JPEG or PNG file of these bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Picture`](crate::Error::Picture), [`Error::InvalidField`](crate::Error::InvalidField) for an option.
    pub fn predict(&self, picture: &[u8], options: &FoodOptions) -> Result<FoodAnswer> {
        options.check()?;
        self.recognize(&decode_picture(std::io::Cursor::new(picture), self.side())?, options)
    }

    /// Names the food in a picture of [`side`](Self::side).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidField`](crate::Error::InvalidField) for an option, [`Error::Model`](crate::Error::Model) for a picture of
    /// another side.
    pub fn recognize(&self, picture: &FoodPicture, options: &FoodOptions) -> Result<FoodAnswer> {
        options.check()?;
        let look = self.artifact.classifier.look(picture, options.top).map_err(by_model("food network"))?;
        check_finite(&look.guesses)?;
        let threshold = options.threshold.unwrap_or(self.artifact.config.threshold);
        let best = &look.guesses[0];
        let reason = match look.verdict {
            Verdict::NoFood => Some(NotNamed::NoFood),
            Verdict::UnknownFood => Some(NotNamed::UnknownFood),
            Verdict::KnownFood => (best.probability < threshold).then_some(NotNamed::Unsure),
        };
        let is_sure = reason.is_none();
        let facts = self.artifact.facts[best.class].as_ref().filter(|_| is_sure);
        Ok(FoodAnswer {
            food: is_sure.then(|| best.name.clone()),
            reason,
            is_sure,
            threshold,
            portion: facts.map(|facts| portion(facts, options.grams)).transpose()?,
            seen: self.artifact.config.seen(),
            guesses: look.guesses,
            model_version: self.version.to_string(),
            warnings: self.warnings(reason),
        })
    }

    /// Where in a picture of [`side`](Self::side) the network sees its most probable food, whether or not that is named.
    ///
    /// # Errors
    ///
    /// As [`recognize`](Self::recognize).
    pub fn explain(&self, picture: &FoodPicture) -> Result<FoodMap> {
        let classifier = &self.artifact.classifier;
        let look = classifier.look(picture, 1).map_err(by_model("food network"))?;
        check_finite(&look.guesses)?;
        FoodMap::of(classifier, picture, look.guesses[0].class)
    }

    fn warnings(&self, reason: Option<NotNamed>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.artifact.config.smoke {
            warnings.push(Warning::smoke("the food network is", "its guesses mean nothing"));
        }
        let seen = self.artifact.config.seen();
        let (code, text) = match reason {
            None => (None, String::new()),
            Some(NotNamed::NoFood) => {
                (Some(WarningCode::NotRecognized), format!("no food: unlike all it has seen, {seen}"))
            }
            Some(NotNamed::UnknownFood) => {
                (Some(WarningCode::NotRecognized), format!("not one of the foods it knows: it has seen {seen}"))
            }
            Some(NotNamed::Unsure) => (Some(WarningCode::Unsure), "no food is probable enough to be named".to_owned()),
        };
        warnings.extend(code.map(|code| Warning::new(code, text)));
        if self.artifact.config.generated {
            let text = format!("learnt from {seen}: not for photographs");
            warnings.push(Warning::new(WarningCode::SyntheticData, text));
        }
        warnings
    }
}

impl FoodOptions {
    /// Checks every option against its range.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidField`](crate::Error::InvalidField) for the first that is out of it.
    pub fn check(&self) -> Result<()> {
        if self.top == 0 {
            return Err(invalid_field("top", "at least 1", 0));
        }
        if let Some(threshold) = self.threshold.filter(|threshold| !(0.0..=1.0).contains(threshold)) {
            return Err(invalid_field("threshold", "within 0 and 1", threshold));
        }
        match self.grams.filter(|grams| !(*grams > 0.0 && *grams <= MAX_PORTION_G)) {
            Some(grams) => Err(invalid_field("grams", format!("above 0 and at most {MAX_PORTION_G}"), grams)),
            None => Ok(()),
        }
    }
}

fn portion(facts: &FoodFacts, grams: Option<f64>) -> Result<PortionFacts> {
    let grams = grams.or(facts.portion_g).unwrap_or(DEFAULT_PORTION_G);
    Ok(PortionFacts {
        grams,
        nutrients: facts.food.portion(grams)?,
        usda_description: facts.food.description.clone(),
        usda_ndb_number: facts.food.ndb_number,
    })
}

/// Refuses probabilities that are none.
fn check_finite(guesses: &[FoodGuess]) -> Result<()> {
    match guesses.iter().find(|guess| !guess.probability.is_finite()) {
        Some(guess) => {
            let text =
                format!("the probability of `{}` is {}: its weights cannot be right", guess.name, guess.probability);
            Err(by_model("food network")(text))
        }
        None => Ok(()),
    }
}
