//! `fitbalance predict food`.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use foods::Nutrients;
use nutrition::{FoodGuess, FoodPicture};
use predict::food::{FoodAnswer, FoodOptions, FoodPredictor, NotNamed, PortionFacts, read_picture};
use predict::{DeviceName, Error, Models, WarningCode};
use serde::Serialize;

use crate::cli::device::parse_device;
use crate::cli::models::load;
use crate::cli::output::{print, print_json, warn};

/// A picture and the network that looks at it.
#[derive(Debug, Args)]
pub(crate) struct PictureArgs {
    /// JPEG or PNG file of up to 50 megapixels; the largest square in its middle is looked at
    #[arg(long, value_name = "FILE")]
    pub(crate) image: PathBuf,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Where the network runs: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl PictureArgs {
    /// The network, and the picture as it looks at it.
    pub(crate) fn open(&self) -> Result<(FoodPredictor, FoodPicture)> {
        let model = load(&self.artifacts, self.device, Models::food)?;
        let picture = read_picture(&self.image, model.side()).with_context(|| format!("`{}`", self.image()))?;
        Ok((model, picture))
    }

    /// What the file is called.
    pub(crate) fn image(&self) -> String {
        self.image.display().to_string()
    }
}

#[derive(Debug, Args)]
pub(crate) struct PredictFood {
    #[command(flatten)]
    picture: PictureArgs,
    /// Foods to list, the most probable first
    #[arg(long, value_name = "N", default_value_t = 3)]
    top: usize,
    /// Name a food only from this probability on [default: the network's own, by which 95 of 100 are right]
    #[arg(long, value_name = "PROBABILITY", allow_negative_numbers = true)]
    threshold: Option<f64>,
    /// Size of the portion in grams [default: a usual one]
    #[arg(long, value_name = "G", allow_negative_numbers = true)]
    grams: Option<f64>,
}

/// The JSON answer.
#[derive(Serialize)]
struct Printed<'a> {
    image: String,
    #[serde(flatten)]
    answer: &'a FoodAnswer,
}

impl PredictFood {
    pub(crate) fn run(self) -> Result<()> {
        let options = FoodOptions { top: self.top, threshold: self.threshold, grams: self.grams };
        options.check().map_err(as_argument)?;
        let (model, picture) = self.picture.open()?;
        let answer = model.recognize(&picture, &options)?;
        if self.picture.json {
            print_json(&Printed { image: self.picture.image(), answer: &answer })?;
            warn(&answer.warnings, &[]);
        } else {
            print(text(&answer))?;
            warn(&answer.warnings, &[WarningCode::Unsure, WarningCode::NotRecognized]);
        }
        Ok(())
    }
}

/// Fields of the request are arguments here.
fn as_argument(error: Error) -> anyhow::Error {
    match error {
        Error::InvalidField { field, expected, got } => {
            anyhow::anyhow!("`--{field}` must be {expected}, got {got}")
        }
        error => error.into(),
    }
}

fn text(answer: &FoodAnswer) -> String {
    let in_words = |guess: &FoodGuess| format!("{} {:.0} %", guess.name.replace('_', " "), 100.0 * guess.probability);
    let listed = |guesses: &[FoodGuess]| guesses.iter().map(in_words).collect::<Vec<_>>().join(", ");
    let threshold = 100.0 * answer.threshold;
    let seen = &answer.seen;
    match answer.reason {
        None => {}
        Some(NotNamed::NoFood) => return format!("no food: the picture is unlike all that it has seen, {seen}"),
        Some(NotNamed::UnknownFood) => {
            return format!(
                "not one of the foods it knows: it has seen {seen}\nmost like {}, but not like enough",
                answer.guesses[0].name.replace('_', " ")
            );
        }
        Some(_) => {
            return format!(
                "not sure: {}\nno food is named below {threshold:.0} %; a closer picture of one food may help",
                listed(&answer.guesses)
            );
        }
    }
    let mut text = in_words(&answer.guesses[0]);
    if answer.guesses.len() > 1 {
        let _ = write!(text, "  (then {})", listed(&answer.guesses[1..]));
    }
    match &answer.portion {
        None => text.push_str("\nthe table of foods has no values for it"),
        Some(PortionFacts { grams, nutrients, usda_description, usda_ndb_number, .. }) => {
            let Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, .. } = nutrients;
            let fibre = fibre_g.map_or_else(String::new, |fibre| format!(" ({fibre:.1} g of it fibre)"));
            let _ = write!(
                text,
                "\n{grams:.0} g: {energy_kcal:.0} kcal, {protein_g:.1} g protein, {fat_g:.1} g fat, \
                 {carbohydrate_g:.1} g carbohydrate{fibre}\
                 \nvalues of \"{usda_description}\", USDA SR27 number {usda_ndb_number}"
            );
        }
    }
    text
}
