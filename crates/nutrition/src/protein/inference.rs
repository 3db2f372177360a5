//! Recommendations and their reasons.

use serde::{Deserialize, Serialize};
use shapley::shapley_values;
use words::{DiaryMetric, ProteinBasis};

use super::diary::{Diary, FilledGap, N_DAYS, N_METRICS};
use super::network::ProteinGru;
use super::profile::{Profile, Referral};
use crate::error::{Error, Result};

/// A network with the diaries that recommendations are compared with.
#[derive(Debug)]
pub struct Recommender {
    model: ProteinGru,
    background: Vec<[[f64; N_METRICS]; N_DAYS]>,
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Advice {
    /// A number with its reasons.
    Recommendation(Recommendation),
    /// No number.
    Referral {
        /// Why.
        referral: Referral,
        /// What to tell the person.
        advice: String,
    },
}

/// How much protein, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// Always within `range_g_per_day`.
    pub protein_g_per_day: f64,
    /// Published range for this person: lowest and highest.
    pub range_g_per_day: [f64; 2],
    /// What the range counts on.
    pub basis: ProteinBasis,
    /// The mass that it counts on, kg.
    pub basis_kg: f64,
    /// Mean recommendation for this person over other people's diaries.
    pub baseline_g_per_day: f64,
    /// What each metric of the diary adds to the baseline, largest first; with the baseline they sum to the recommendation.
    pub adjustments: Vec<Adjustment>,
    /// The adjustments that matter, in words.
    pub reasons: Vec<String>,
    /// Days that were missing and filled.
    pub filled: Vec<FilledGap>,
    /// Who it is for.
    pub profile: Profile,
}

/// What a metric adds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Adjustment {
    /// The metric.
    pub metric: DiaryMetric,
    /// Exact Shapley value against the background diaries, g/day.
    pub g_per_day: f64,
    /// Mean over the person's two weeks.
    pub mean: f64,
    /// Mean over the background.
    pub usual: f64,
}

/// Adjustments below this are not put in words, g/day.
const WORTH_SAYING_G: f64 = 1.0;

impl Recommender {
    /// Compares with these diaries.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewExamples`] without any.
    pub fn new(model: ProteinGru, background: Vec<[[f64; N_METRICS]; N_DAYS]>) -> Result<Self> {
        if background.is_empty() {
            return Err(Error::TooFewExamples { what: "background diaries", at_least: 1, got: 0 });
        }
        Ok(Self { model, background })
    }

    /// The network.
    pub fn network(&self) -> &ProteinGru {
        &self.model
    }

    /// The diaries that recommendations are compared with.
    pub fn background(&self) -> &[[[f64; N_METRICS]; N_DAYS]] {
        &self.background
    }

    /// Recommends to a person, or refers them to somebody who may.
    ///
    /// Metrics are explained by exact Shapley values: all 64 coalitions of the six metrics, each over its 14 days, absent ones
    /// from the background diaries.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] of the profile.
    pub fn recommend(&self, profile: &Profile, diary: &Diary) -> Result<Advice> {
        profile.check()?;
        let refer = |referral: Referral| Ok(Advice::Referral { referral, advice: referral.advice().to_owned() });
        if let Some(referral) = profile.referral() {
            return refer(referral);
        }
        let Some(range) = profile.protein_range() else { return refer(Referral::BeyondRange) };
        let (low, high) = (range.low_g, range.high_g);
        // One batch: the absent metrics of every coalition from every background diary.
        let mixed: Vec<[[f64; N_METRICS]; N_DAYS]> = (0..1_usize << N_METRICS)
            .flat_map(|coalition| self.background.iter().map(move |other| mix(diary.days(), other, coalition)))
            .collect();
        let shares = self.model.range_shares(mixed.iter().map(|days| (profile, days)));
        let means: Vec<f64> = shares
            .chunks_exact(self.background.len())
            .map(|shares| low + (high - low) * shares.iter().sum::<f64>() / shares.len() as f64)
            .collect();
        let values = shapley_values(N_METRICS, |coalition| means[coalition]).expect("six metrics are few");
        let mut adjustments: Vec<Adjustment> = DiaryMetric::ALL
            .into_iter()
            .enumerate()
            .map(|(column, metric)| Adjustment {
                metric,
                g_per_day: values[column],
                mean: mean(std::iter::once(diary.days()), column),
                usual: mean(self.background.iter(), column),
            })
            .collect();
        adjustments.sort_by(|a, b| b.g_per_day.abs().total_cmp(&a.g_per_day.abs()));
        Ok(Advice::Recommendation(Recommendation {
            protein_g_per_day: means[means.len() - 1],
            range_g_per_day: [low, high],
            basis: range.basis,
            basis_kg: range.basis_kg,
            baseline_g_per_day: means[0],
            reasons: adjustments.iter().filter_map(reason).collect(),
            adjustments,
            filled: diary.filled().to_vec(),
            profile: *profile,
        }))
    }
}

/// The metrics of a coalition from one diary, the others from another.
fn mix(
    own: &[[f64; N_METRICS]; N_DAYS],
    other: &[[f64; N_METRICS]; N_DAYS],
    coalition: usize,
) -> [[f64; N_METRICS]; N_DAYS] {
    std::array::from_fn(|day| {
        std::array::from_fn(|metric| if coalition >> metric & 1 == 1 { own[day][metric] } else { other[day][metric] })
    })
}

fn mean<'a>(diaries: impl Iterator<Item = &'a [[f64; N_METRICS]; N_DAYS]>, column: usize) -> f64 {
    let (sum, n) = diaries.flatten().fold((0.0, 0), |(sum, n), day| (sum + day[column], n + 1));
    sum / f64::from(n)
}

/// An adjustment as a sentence, such as "short sleep: +9 g".
fn reason(adjustment: &Adjustment) -> Option<String> {
    let Adjustment { metric, g_per_day, mean, usual } = *adjustment;
    if g_per_day.abs() < WORTH_SAYING_G {
        return None;
    }
    let below = mean < usual;
    let what = match metric {
        DiaryMetric::SleepHours => {
            if below {
                "short sleep"
            } else {
                "long sleep"
            }
        }
        DiaryMetric::SleepQuality => {
            if below {
                "poor sleep quality"
            } else {
                "good sleep quality"
            }
        }
        DiaryMetric::HrvMs => {
            if below {
                "low heart rate variability"
            } else {
                "high heart rate variability"
            }
        }
        DiaryMetric::Activity => {
            if below {
                "light training"
            } else {
                "hard training"
            }
        }
        DiaryMetric::Stress => {
            if below {
                "little stress"
            } else {
                "much stress"
            }
        }
        DiaryMetric::Recovery => {
            if below {
                "poor recovery"
            } else {
                "good recovery"
            }
        }
    };
    let unit = metric.unit();
    Some(format!("{what} ({mean:.1} {unit}, usually {usual:.1}): {g_per_day:+.0} g"))
}
