//! How much protein somebody needs, and why.

use nutrition::{Advice, Diary, FilledGap, Intake, N_DAYS, N_METRICS, Profile};
use registry::Version;
use serde::{Deserialize, Serialize};
use words::{DiaryMetric, ProteinBasis};

use super::artifact::ProteinArtifact;
use super::eaten::Eaten;
use crate::error::{Result, by_model};
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
    /// What was eaten on the last day so far, if it is not what that day says.
    #[serde(default)]
    pub eaten_today: Option<Eaten>,
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
    /// Protein eaten on the day, g.
    pub protein_intake_g: Option<f64>,
}

/// What somebody ate, by the diary and by meals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntakeRecord {
    /// On the last day so far.
    pub today: Option<Eaten>,
    /// On the days before of which it is known, g.
    pub before_g: Vec<f64>,
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
    /// What was eaten of it and what is left, where intake is known and a number is told.
    pub intake: Option<Intake>,
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
        let intakes: Vec<Option<f64>> = request.days.iter().map(|day| day.protein_intake_g).collect();
        let mut record = IntakeRecord::of_days(&intakes);
        record.today = request.eaten_today.or(record.today);
        self.recommend(request.user_id.as_deref().unwrap_or("1"), &request.profile, &diary, &record)
    }

    /// Recommends to a person, or refers them to somebody who may.
    ///
    /// # Errors
    ///
    /// [`Error::Nutrition`](crate::Error::Nutrition) for a profile or an intake out of range, [`Error::Model`](crate::Error::Model)
    /// where the network's weights make no numbers.
    pub fn recommend(
        &self,
        user_id: &str,
        profile: &Profile,
        diary: &Diary,
        record: &IntakeRecord,
    ) -> Result<ProteinAnswer> {
        let advice = self.artifact.recommender.recommend(profile, diary)?;
        let mut warnings = Vec::new();
        if self.artifact.config.smoke {
            warnings.push(Warning::smoke("the protein network is", "its recommendations mean nothing"));
        }
        let mut intake = None;
        if let Advice::Recommendation(recommendation) = &advice {
            if !recommendation.protein_g_per_day.is_finite() {
                let text =
                    format!("the need is {} g a day: its weights cannot be right", recommendation.protein_g_per_day);
                return Err(by_model("protein network")(text));
            }
            warnings.extend(about_body(profile, recommendation.basis));
            if !diary.unknown().is_empty() {
                warnings.push(unknown(diary.unknown()));
            }
            if record.today.is_some() || !record.before_g.is_empty() {
                let Eaten { protein_g, is_complete } = record.today.unwrap_or(Eaten::NOTHING);
                intake = Some(Intake::of(recommendation, protein_g, is_complete, &record.before_g)?);
                if !is_complete {
                    let text = "protein of something that was eaten is not known: at least so much was eaten, and at most so much is left";
                    warnings.push(Warning::new(WarningCode::Assumed, text));
                }
            }
        }
        warnings.extend(diary.filled().iter().map(filled));
        warnings.push(Warning::new(WarningCode::SyntheticData, "learnt from synthetic diaries; no medical advice"));
        Ok(ProteinAnswer { user_id: user_id.to_owned(), advice, intake, warnings })
    }
}

impl IntakeRecord {
    /// Of the days of a diary, of which the last 14 count.
    pub fn of_days(intakes_g: &[Option<f64>]) -> Self {
        let recent = &intakes_g[intakes_g.len().saturating_sub(N_DAYS)..];
        let Some((today, before)) = recent.split_last() else { return Self::default() };
        Self {
            today: today.map(|protein_g| Eaten { protein_g, is_complete: true }),
            before_g: before.iter().copied().flatten().collect(),
        }
    }
}

/// Which metrics are not known, and what follows.
fn unknown(metrics: &[DiaryMetric]) -> Warning {
    let names: Vec<String> = metrics.iter().map(|metric| metric.name().replace('_', " ")).collect();
    let text = format!(
        "not recorded, or missing for too long: {}; taken from what people who train as much record, which makes the answer less certain",
        names.join(", ")
    );
    Warning::new(WarningCode::Assumed, text)
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
