//! Recommendations and their reasons.

use serde::{Deserialize, Serialize};
use shapley::shapley_values;
use words::{DiaryMetric, ProteinBasis, TrainingStatus};

use super::diary::{Diary, FilledGap, N_DAYS, N_METRICS};
use super::network::ProteinGru;
use super::profile::{Profile, Referral};
use crate::error::{Error, Result};

/// A network with the diaries that recommendations are compared with.
#[derive(Debug)]
pub struct Recommender {
    model: ProteinGru,
    background: Vec<BackgroundDiary>,
    error_share: f64,
}

/// A diary that recommendations are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackgroundDiary {
    /// How used to training its writer is: it is compared with people alike.
    pub training_status: TrainingStatus,
    /// `[day][metric]`, the latest last.
    pub days: [[f64; N_METRICS]; N_DAYS],
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Advice {
    /// A number with its reasons.
    Recommendation(Box<Recommendation>),
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
    /// Where the need of 9 of 10 people with such a diary lies; wider where metrics are not known. Within `range_g_per_day`.
    pub likely_g_per_day: [f64; 2],
    /// Published range for this person: lowest and highest.
    pub range_g_per_day: [f64; 2],
    /// What the range counts on.
    pub basis: ProteinBasis,
    /// The mass that it counts on, kg.
    pub basis_kg: f64,
    /// Standard error of that mass where it is estimated, kg.
    pub basis_error_kg: Option<f64>,
    /// Mean recommendation for this person over the diaries of other people who are as used to training.
    pub baseline_g_per_day: f64,
    /// What each metric of the diary adds to the baseline, largest first; with the baseline they sum to the recommendation.
    pub adjustments: Vec<Adjustment>,
    /// The adjustments that matter, in words.
    pub reasons: Vec<String>,
    /// Days that were missing and filled.
    pub filled: Vec<FilledGap>,
    /// Metrics that were not recorded, or not often enough: the recommendation is the mean over what they are in other diaries.
    pub unknown: Vec<DiaryMetric>,
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
    /// Compares with these diaries. `error_share` is the error that 9 of 10 people stay within, as a share of their range, where everything is known.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewExamples`] without any, [`Error::OutOfRange`] for an error that is not within 0 and 1.
    pub fn new(model: ProteinGru, background: Vec<BackgroundDiary>, error_share: f64) -> Result<Self> {
        if background.is_empty() {
            return Err(Error::TooFewExamples { what: "background diaries", at_least: 1, got: 0 });
        }
        if !(0.0..=1.0).contains(&error_share) {
            let (what, expected) = ("the share of the error".to_owned(), "within 0 and 1".to_owned());
            return Err(Error::OutOfRange { what, expected, got: error_share.to_string() });
        }
        Ok(Self { model, background, error_share })
    }

    /// The network.
    pub fn network(&self) -> &ProteinGru {
        &self.model
    }

    /// The diaries that recommendations are compared with.
    pub fn background(&self) -> &[BackgroundDiary] {
        &self.background
    }

    /// The error that 9 of 10 people stay within, as a share of their range.
    pub fn error_share(&self) -> f64 {
        self.error_share
    }

    /// Recommends to a person, or refers them to somebody who may.
    ///
    /// Metrics are explained by exact Shapley values: all coalitions of those that are known (64 of six), each over its 14 days, absent ones
    /// from the background diaries of people who are as used to training. What is not known is taken from those diaries throughout.
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
        let grams = |share: f64| low + (high - low) * share;
        let others = self.others(profile.training_status);
        let known: Vec<usize> =
            (0..N_METRICS).filter(|&column| !diary.unknown().contains(&DiaryMetric::ALL[column])).collect();
        // One batch: the absent metrics of every coalition from every background diary.
        let mixed: Vec<[[f64; N_METRICS]; N_DAYS]> = (0..1_usize << known.len())
            .flat_map(|coalition| {
                let own: [bool; N_METRICS] = std::array::from_fn(|column| {
                    known.iter().position(|known| *known == column).is_some_and(|at| coalition >> at & 1 == 1)
                });
                others.iter().map(move |other| mix(diary.known_days(), other, own))
            })
            .collect();
        let shares = self.model.range_shares(mixed.iter().map(|days| (profile, days)));
        let by_coalition: Vec<&[f64]> = shares.chunks_exact(others.len()).collect();
        let means: Vec<f64> =
            by_coalition.iter().map(|shares| grams(shares.iter().sum::<f64>() / shares.len() as f64)).collect();
        let values = shapley_values(known.len(), |coalition| means[coalition]).expect("six metrics are few");
        let mut adjustments: Vec<Adjustment> = known
            .iter()
            .zip(values)
            .map(|(&column, g_per_day)| Adjustment {
                metric: DiaryMetric::ALL[column],
                g_per_day,
                mean: mean(std::iter::once(diary.known_days()), column),
                usual: mean(others.iter().copied(), column),
            })
            .collect();
        adjustments.sort_by(|a, b| b.g_per_day.abs().total_cmp(&a.g_per_day.abs()));
        Ok(Advice::Recommendation(Box::new(Recommendation {
            protein_g_per_day: means[means.len() - 1],
            likely_g_per_day: self.likely(by_coalition[by_coalition.len() - 1]).map(grams),
            range_g_per_day: [low, high],
            basis: range.basis,
            basis_kg: range.basis_kg,
            basis_error_kg: range.basis_error_kg,
            baseline_g_per_day: means[0],
            reasons: adjustments.iter().filter_map(reason).collect(),
            adjustments,
            filled: diary.filled().to_vec(),
            unknown: diary.unknown().to_vec(),
            profile: *profile,
        })))
    }

    /// The need of a person and where that of 9 of 10 people with such a diary lies, without reasons; none where no number is told.
    pub fn need_g_per_day(&self, profile: &Profile, diary: &Diary) -> Option<(f64, [f64; 2])> {
        profile.check().ok()?;
        let range = profile.protein_range().filter(|_| profile.referral().is_none())?;
        let own = DiaryMetric::ALL.map(|metric| !diary.unknown().contains(&metric));
        let others = self.others(profile.training_status);
        // Where everything is known, every other diary says the same.
        let n_others = if diary.unknown().is_empty() { 1 } else { others.len() };
        let mixed: Vec<_> = others[..n_others].iter().map(|other| mix(diary.known_days(), other, own)).collect();
        let shares = self.model.range_shares(mixed.iter().map(|days| (profile, days)));
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        let grams = |share: f64| range.low_g + (range.high_g - range.low_g) * share;
        Some((grams(mean), self.likely(&shares).map(grams)))
    }

    /// Ends of the middle 9 of 10 shares, and the error of the network beside them.
    fn likely(&self, shares: &[f64]) -> [f64; 2] {
        let mut sorted = shares.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n_beyond = sorted.len() / 20;
        let [least, most] = [sorted[n_beyond], sorted[sorted.len() - 1 - n_beyond]];
        [least - self.error_share, most + self.error_share].map(|share| share.clamp(0.0, 1.0))
    }

    /// Diaries of people who are as used to training, or all if there are none.
    fn others(&self, training_status: TrainingStatus) -> Vec<&[[f64; N_METRICS]; N_DAYS]> {
        let alike = |diary: &&BackgroundDiary| diary.training_status == training_status;
        let others: Vec<_> = self.background.iter().filter(alike).map(|diary| &diary.days).collect();
        if others.is_empty() { self.background.iter().map(|diary| &diary.days).collect() } else { others }
    }
}

/// The metrics that are one's own from one diary, the others from another.
fn mix(
    own: &[[f64; N_METRICS]; N_DAYS],
    other: &[[f64; N_METRICS]; N_DAYS],
    is_own: [bool; N_METRICS],
) -> [[f64; N_METRICS]; N_DAYS] {
    std::array::from_fn(|day| {
        std::array::from_fn(|metric| if is_own[metric] { own[day][metric] } else { other[day][metric] })
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
