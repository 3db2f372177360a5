//! `fitbalance predict food`.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use nutrition::{DeviceName, FoodGuess, Nutrients};
use serde::Serialize;

use crate::cli::device::parse_device;
use crate::cli::{hint, print};
use crate::nutrition::{FoodFacts, FoodRecognizer, read_photo};

#[derive(Debug, Args)]
pub(crate) struct PredictFood {
    /// JPEG or PNG file of up to 50 megapixels; the largest square in its middle is looked at
    #[arg(long, value_name = "FILE")]
    image: PathBuf,
    /// Foods to list, the most probable first
    #[arg(long, value_name = "N", default_value_t = 3)]
    top: usize,
    /// Name a food only from this probability on [default: the network's own, by which 95 of 100 are right]
    #[arg(long, value_name = "PROBABILITY", allow_negative_numbers = true)]
    threshold: Option<f64>,
    /// Size of the portion in grams [default: a usual one]
    #[arg(long, value_name = "G", allow_negative_numbers = true)]
    grams: Option<f64>,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Where the network runs: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The JSON answer.
#[derive(Serialize)]
struct Answer<'a> {
    image: String,
    /// The food; none if no guess is sure.
    food: Option<&'a str>,
    is_sure: bool,
    threshold: f64,
    guesses: &'a [FoodGuess],
    portion: Option<Portion<'a>>,
    model_version: String,
}

/// Grams of a food of which no usual portion is known.
const DEFAULT_PORTION_G: f64 = 100.0;

/// A portion of the food that was named.
#[derive(Serialize)]
struct Portion<'a> {
    grams: f64,
    nutrients: Nutrients,
    /// Whose values these are.
    usda_description: &'a str,
    usda_ndb_number: u32,
}

impl PredictFood {
    pub(crate) fn run(self) -> Result<()> {
        ensure!(self.top >= 1, "`--top` must be at least 1, got 0");
        if let Some(threshold) = self.threshold {
            ensure!((0.0..=1.0).contains(&threshold), "`--threshold` must be within 0 and 1, got {threshold}");
        }
        if let Some(grams) = self.grams {
            ensure!(grams > 0.0 && grams <= 10_000.0, "`--grams` must be above 0 and at most 10000, got {grams}");
        }
        let recognizer = FoodRecognizer::load(&self.artifacts, self.device)?;
        let picture =
            read_photo(&self.image, recognizer.side).with_context(|| format!("`{}`", self.image.display()))?;
        let guesses = recognizer.guesses(&picture, self.top)?;
        let threshold = self.threshold.unwrap_or(recognizer.threshold);
        let is_sure = guesses[0].probability >= threshold;
        let facts = recognizer.facts(&guesses[0]).filter(|_| is_sure);
        let answer = Answer {
            image: self.image.display().to_string(),
            food: is_sure.then_some(guesses[0].name.as_str()),
            is_sure,
            threshold,
            guesses: &guesses,
            portion: facts.map(|facts| portion(facts, self.grams)).transpose()?,
            model_version: recognizer.version.to_string(),
        };
        if self.json {
            print(serde_json::to_string_pretty(&answer).context("answers hold finite numbers only")?)?;
        } else {
            print(text(&answer))?;
        }
        if recognizer.is_smoke {
            hint("the food network is from a smoke run: its guesses mean nothing");
        }
        Ok(())
    }
}

fn portion(facts: &FoodFacts, grams: Option<f64>) -> Result<Portion<'_>> {
    let grams = grams.or(facts.portion_g).unwrap_or(DEFAULT_PORTION_G);
    Ok(Portion {
        grams,
        nutrients: facts.food.portion(grams)?,
        usda_description: &facts.food.description,
        usda_ndb_number: facts.food.ndb_number,
    })
}

fn text(answer: &Answer<'_>) -> String {
    let in_words = |guess: &FoodGuess| format!("{} {:.0} %", guess.name.replace('_', " "), 100.0 * guess.probability);
    let listed = |guesses: &[FoodGuess]| guesses.iter().map(in_words).collect::<Vec<_>>().join(", ");
    let threshold = 100.0 * answer.threshold;
    if !answer.is_sure {
        return format!(
            "not sure: {}\nno food is named below {threshold:.0} %; a closer picture of one food may help",
            listed(answer.guesses)
        );
    }
    let mut text = in_words(&answer.guesses[0]);
    if answer.guesses.len() > 1 {
        let _ = write!(text, "  (then {})", listed(&answer.guesses[1..]));
    }
    match &answer.portion {
        None => text.push_str("\nthe table of foods has no values for it"),
        Some(Portion { grams, nutrients, usda_description, usda_ndb_number }) => {
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
