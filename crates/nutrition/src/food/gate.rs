//! Whether a picture shows a food at all, and one of those that a network knows.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::batches::doubles;
use super::drawn::NoFoodKind;
use super::picture::FoodPicture;
use super::softmax::{self, Linear, Rows};
use crate::error::{Error, Result};

/// A statistic counts no more than so many standard deviations from the mean of the foods.
const MOST_DEVIATIONS: f32 = 8.0;
/// Of the penalty on the weights, for standardised statistics.
const PENALTY: f64 = 1e-3;
/// Share of the food pictures that may be taken for no food, and for a food that is not known.
const NO_FOOD_SHARE: f64 = 0.025;
const UNKNOWN_SHARE: f64 = 0.01;
/// The same where pictures were left out in turn: these are few, and of the same places as the others, while elsewhere more are
/// refused. Chosen on photographs of groceries in other shops.
const NO_FOOD_SHARE_LEFT_OUT: f64 = 0.01;
const UNKNOWN_SHARE_LEFT_OUT: f64 = 0.005;
/// With fewer food pictures kept aside, those that were learnt from count as well.
const MIN_KEPT_ASIDE: usize = 200;

/// What a network sees in a picture: log-odds of its foods, and statistics of its inner layers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub(super) logits: Vec<f64>,
    pub(super) statistics: Vec<f32>,
}

impl Look {
    /// Of a row that begins with the log-odds of the foods.
    pub(super) fn of_row(row: &[f32], n_classes: usize) -> Self {
        let (logits, statistics) = row.split_at(n_classes);
        Self { logits: doubles(logits), statistics: statistics.to_vec() }
    }
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// One of the foods that the network knows, as far as it can tell.
    KnownFood,
    /// Nothing that looks like the foods it has seen.
    #[serde(rename = "no food")]
    NoFood,
    /// Perhaps a food, but none that it knows.
    #[serde(rename = "not one of the foods it knows")]
    UnknownFood,
}

/// Tells pictures of foods from others by statistics of a network's inner layers: mean and spread of every channel.
///
/// A logistic regression between the food pictures of a training and drawn pictures without food ([`NoFoodKind::LEARNT`]) says
/// whether it is food; the energy −ln Σ exp(logit) of the foods, whether it is one that the network knows. The thresholds are those
/// that 2.5 and 1 % of the food pictures kept aside exceed; where pictures were left out in turn, 1 and 0.5 %, and where drawn pictures are farther
/// off, halfway to them.
///
/// # Source
///
/// Hendrycks et al. (2019), ICLR, "outlier exposure"; Liu et al. (2020), NeurIPS, the energy
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct FoodGate {
    saved: Saved,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    /// Mean and standard deviation of each statistic over food pictures.
    mean: Vec<f32>,
    scale: Vec<f32>,
    /// Log-odds of no food: Σ weight · (statistic − mean) / scale + bias.
    weight: Vec<f32>,
    bias: f64,
    /// From this log-odds on a picture is no food.
    no_food_threshold: f64,
    /// Above this energy it is no food that is known.
    energy_threshold: f64,
}

impl FoodGate {
    /// Learns from the looks at food pictures of a training and at drawn ones, and takes its thresholds from others kept aside.
    pub(super) fn fit(training: &[Look], kept_aside: &[Look], drawn: &[Look]) -> Result<Self> {
        let mut gate = Self::learn(&training.iter().collect::<Vec<_>>(), drawn)?;
        if kept_aside.is_empty() {
            return Err(Error::TooFewExamples { what: "pictures kept aside", at_least: 1, got: 0 });
        }
        let few = if kept_aside.len() < MIN_KEPT_ASIDE { training } else { &[] };
        let foods = || kept_aside.iter().chain(few);
        let scores = foods().map(|look| gate.no_food_log_odds(look)).collect();
        let energies = foods().map(|look| energy(&look.logits)).collect();
        gate.set_thresholds(scores, energies, [NO_FOOD_SHARE, UNKNOWN_SHARE]);
        Ok(gate)
    }

    /// The same without pictures kept aside: each is judged by what was learnt without its part. `logits` are what networks said
    /// of pictures that they had not seen.
    pub(super) fn fit_left_out(looks: &[Look], part: &[usize], logits: &[Vec<f64>], drawn: &[Look]) -> Result<Self> {
        let mut gate = Self::learn(&looks.iter().collect::<Vec<_>>(), drawn)?;
        let mut scores = Vec::with_capacity(looks.len());
        for left_out in 0..=part.iter().copied().max().unwrap_or(0) {
            let (judged, learnt): (Vec<_>, Vec<_>) =
                looks.iter().zip(part).partition(|(_, of_part)| **of_part == left_out);
            if !judged.is_empty() && !learnt.is_empty() {
                let learnt: Vec<&Look> = learnt.into_iter().map(|(look, _)| look).collect();
                let judge = Self::learn(&learnt, drawn)?;
                scores.extend(judged.into_iter().map(|(look, _)| judge.no_food_log_odds(look)));
            }
        }
        let energies = logits.iter().map(|logits| energy(logits)).collect();
        gate.set_thresholds(scores, energies, [NO_FOOD_SHARE_LEFT_OUT, UNKNOWN_SHARE_LEFT_OUT]);
        // Where drawn pictures are far off, halfway to them: foods of other places may differ more.
        let drawn = drawn.iter().map(|look| gate.no_food_log_odds(look)).collect();
        let low = quantile(drawn, NO_FOOD_SHARE_LEFT_OUT);
        gate.saved.no_food_threshold = gate.saved.no_food_threshold.midpoint(low).max(gate.saved.no_food_threshold);
        Ok(gate)
    }

    /// What tells pictures of foods from drawn ones, before any threshold.
    fn learn(foods: &[&Look], drawn: &[Look]) -> Result<Self> {
        let n_features = foods.first().map_or(0, |look| look.statistics.len());
        if n_features == 0 || drawn.is_empty() {
            return Err(Error::TooFewExamples { what: "pictures to tell foods by", at_least: 1, got: 0 });
        }
        let (mean, scale) = moments(foods, n_features);
        let all = foods.iter().copied().chain(drawn);
        let standardised: Vec<f32> = all.flat_map(|look| standardise(&look.statistics, &mean, &scale)).collect();
        let classes: Vec<usize> = foods.iter().map(|_| 0).chain(drawn.iter().map(|_| 1)).collect();
        let rows = Rows { x: &standardised, classes: &classes, class_weights: &[1.0, 1.0], n_features };
        let Linear { weight, bias } = softmax::fit(rows, 2, PENALTY);
        let weight = weight.chunks_exact(2).map(|pair| pair[1] - pair[0]).collect();
        let bias = f64::from(bias[1] - bias[0]);
        Ok(Self { saved: Saved { mean, scale, weight, bias, no_food_threshold: 0.0, energy_threshold: 0.0 } })
    }

    fn set_thresholds(&mut self, scores: Vec<f64>, energies: Vec<f64>, [no_food, unknown]: [f64; 2]) {
        self.saved.no_food_threshold = quantile(scores, 1.0 - no_food);
        self.saved.energy_threshold = quantile(energies, 1.0 - unknown);
    }

    /// Statistics of a network that it looks at.
    pub(super) fn n_statistics(&self) -> usize {
        self.saved.mean.len()
    }

    /// Log-odds that there is no food, among the pictures of the training.
    pub(super) fn no_food_log_odds(&self, look: &Look) -> f64 {
        let Saved { mean, scale, weight, bias, .. } = &self.saved;
        let terms = standardise(&look.statistics, mean, scale).zip(weight);
        terms.map(|(value, weight)| f64::from(value * weight)).sum::<f64>() + bias
    }

    pub(super) fn verdict(&self, look: &Look) -> Verdict {
        if self.no_food_log_odds(look) > self.saved.no_food_threshold {
            return Verdict::NoFood;
        }
        if energy(&look.logits) > self.saved.energy_threshold { Verdict::UnknownFood } else { Verdict::KnownFood }
    }
}

impl TryFrom<Saved> for FoodGate {
    type Error = Error;

    fn try_from(saved: Saved) -> Result<Self> {
        let n = saved.mean.len();
        let invalid = |what: &str, expected: &str, got: String| {
            Err(Error::OutOfRange { what: what.to_owned(), expected: expected.to_owned(), got })
        };
        if n == 0 || saved.scale.len() != n || saved.weight.len() != n {
            let lengths = [n, saved.scale.len(), saved.weight.len()];
            return invalid("means, scales and weights of statistics", "as many of each", format!("{lengths:?}"));
        }
        if let Some(scale) = saved.scale.iter().find(|scale| !(scale.is_finite() && **scale > 0.0)) {
            return invalid("scale of a statistic", "finite and above 0", scale.to_string());
        }
        let numbers = saved.mean.iter().chain(&saved.weight).copied().map(f64::from);
        let others = [saved.bias, saved.no_food_threshold, saved.energy_threshold];
        if let Some(number) = numbers.chain(others).find(|number| !number.is_finite()) {
            return invalid("mean, weight or threshold", "finite", number.to_string());
        }
        Ok(Self { saved })
    }
}

impl From<FoodGate> for Saved {
    fn from(gate: FoodGate) -> Self {
        gate.saved
    }
}

/// The pictures without food that a gate learns from, of a side, so many of each kind.
pub(super) fn drawn_pictures(side: usize, seed: u64, n_of_kind: u64) -> Vec<FoodPicture> {
    let of_kind = |kind: NoFoodKind| (0..n_of_kind).map(move |number| (kind, number));
    let all: Vec<_> = NoFoodKind::LEARNT.into_iter().flat_map(of_kind).collect();
    all.into_par_iter().map(|(kind, number)| kind.picture(side, seed, number)).collect()
}

/// −ln Σ exp(logit)
fn energy(logits: &[f64]) -> f64 {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    -most - logits.iter().map(|logit| (logit - most).exp()).sum::<f64>().ln()
}

fn standardise(statistics: &[f32], mean: &[f32], scale: &[f32]) -> impl Iterator<Item = f32> {
    let parts = statistics.iter().zip(mean).zip(scale);
    parts.map(|((value, mean), scale)| ((value - mean) / scale).clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS))
}

fn moments(looks: &[&Look], n_features: usize) -> (Vec<f32>, Vec<f32>) {
    let n = looks.len() as f64;
    let moment = |feature: usize| {
        let values = || looks.iter().map(move |look| f64::from(look.statistics[feature]));
        let mean = values().sum::<f64>() / n;
        let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        #[expect(clippy::cast_possible_truncation, reason = "the statistics are single precision")]
        let both = (mean as f32, (variance.sqrt() as f32).max(1e-4));
        both
    };
    (0..n_features).map(moment).unzip()
}

/// The value below which a share of the values lies, between the nearest two.
fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = share * (values.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the values")]
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    values[low] + (values[high] - values[low]) * place.fract()
}
