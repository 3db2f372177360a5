//! How much protein somebody needs, and why.

use nutrition::{Advice, Diary, FilledGap, N_DAYS, N_METRICS, Profile};
use registry::Version;
use serde::{Deserialize, Serialize};
use words::{DiaryMetric, ProteinBasis};

use super::artifact::ProteinArtifact;
use crate::error::Result;
use crate::models::Models;
use crate::warning::{Warning, WarningCode};

/// The protein network of the artifacts.
#[derive(Debug)]
pub struct ProteinPredictor {
    artifact: ProteinArtifact,
    version: Version,
}

/// Somebody with two weeks of their diary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProteinRequest {
    /// How the answer calls the person.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Who it is.
    pub profile: Profile,
    /// Days, the latest last; the last 14 count.
    pub days: Vec<DiaryDay>,
}

/// A day of a diary; see [`DiaryMetric`] for what each number is. What was not measured is missing or null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "`DiaryMetric` says what each is")]
pub struct DiaryDay {
    pub sleep_hours: Option<f64>,
    pub sleep_quality: Option<f64>,
    pub hrv_ms: Option<f64>,
    pub activity: Option<f64>,
    pub stress: Option<f64>,
    pub recovery: Option<f64>,
}

/// How much protein somebody needs a day and why, or whom to ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProteinAnswer {
    /// As in the request, or `1`.
    pub user_id: String,
    /// A number with its reasons, or a referral.
    #[serde(flatten)]
    pub advice: Advice,
    /// What has to be said beside it.
    pub warnings: Vec<Warning>,
}

impl DiaryDay {
    /// The values in the order of [`DiaryMetric::ALL`].
    fn values(&self) -> [Option<f64>; N_METRICS] {
        DiaryMetric::ALL.map(|metric| match metric {
            DiaryMetric::SleepHours => self.sleep_hours,
            DiaryMetric::SleepQuality => self.sleep_quality,
            DiaryMetric::HrvMs => self.hrv_ms,
            DiaryMetric::Activity => self.activity,
            DiaryMetric::Stress => self.stress,
            DiaryMetric::Recovery => self.recovery,
        })
    }
}

impl ProteinPredictor {
    pub(crate) fn load(models: &Models) -> Result<Self> {
        let device = models.device()?;
        let artifact = models.artifact(&ProteinArtifact::SPEC)?;
        Ok(Self { artifact: ProteinArtifact::read(&artifact, &device)?, version: artifact.version() })
    }

    /// The version of the network.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Answers a request.
    ///
    /// # Errors
    ///
    /// [`Error::Nutrition`](crate::Error::Nutrition) names day, metric and value, or the field of the profile.
    pub fn predict(&self, request: &ProteinRequest) -> Result<ProteinAnswer> {
        let days: Vec<[Option<f64>; N_METRICS]> = request.days.iter().map(DiaryDay::values).collect();
        let diary = Diary::new(&days)?;
        self.recommend(request.user_id.as_deref().unwrap_or("1"), &request.profile, &diary)
    }

    /// Recommends to a person, or refers them to somebody who may.
    ///
    /// # Errors
    ///
    /// [`Error::Nutrition`](crate::Error::Nutrition) for a profile out of range.
    pub fn recommend(&self, user_id: &str, profile: &Profile, diary: &Diary) -> Result<ProteinAnswer> {
        let advice = self.artifact.recommender.recommend(profile, diary)?;
        let mut warnings = Vec::new();
        if self.artifact.config.smoke {
            warnings.push(Warning::smoke("the protein network is", "its recommendations mean nothing"));
        }
        if let Advice::Recommendation(recommendation) = &advice {
            warnings.extend(about_body(profile, recommendation.basis));
        }
        warnings.extend(diary.filled().iter().map(filled));
        warnings.push(Warning::new(WarningCode::SyntheticData, "learnt from synthetic diaries; no medical advice"));
        Ok(ProteinAnswer { user_id: user_id.to_owned(), advice, warnings })
    }
}

/// What was assumed of somebody's body, where it moves the range.
fn about_body(profile: &Profile, basis: ProteinBasis) -> Option<Warning> {
    let text = match (basis, profile.height_cm) {
        (ProteinBasis::EstimatedFatFreeMass, Some(_)) => {
            "fat-free mass is estimated from height and mass (Boer 1984): give `body_fat_percent` if it is known"
        }
        (ProteinBasis::BodyMass | ProteinBasis::FatFreeMass, _) | (_, Some(_)) => return None,
        (_, None) => {
            "height is not known and taken for the mean of the sex: give `height_cm`, and `body_fat_percent` if it is known"
        }
    };
    Some(Warning::new(WarningCode::Assumed, text))
}

fn filled(gap: &FilledGap) -> Warning {
    let FilledGap { metric, first_day, n_days, .. } = *gap;
    let days = if n_days == 1 { "day was" } else { "days were" };
    let name = metric.name().replace('_', " ");
    let text = format!("{name}: {n_days} {days} missing from day {first_day} of {N_DAYS} on, and filled");
    Warning::new(WarningCode::GapsFilled, text)
}
