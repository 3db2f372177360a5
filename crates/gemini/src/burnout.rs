//! Guidance for people whose burnout risk was estimated. Burnout is an occupational phenomenon (WHO, ICD-11 QD85), not
//! a disease: nothing here names one.

mod factors;
mod read;
mod rules;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::advice::Coached;
use crate::cache::Keep;
use crate::error::InputError;
use crate::escalation::{Escalation, Urgency};
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Unit};
use crate::person::{Person, check_count, check_range, check_text};
use crate::schema::{Field, list, text};
use crate::use_case::UseCase;

/// What is known of somebody's burnout risk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BurnoutInput {
    /// How high the risk is; unknown if missing.
    #[serde(default, deserialize_with = "risk_level")]
    pub risk_level: RiskLevel,
    /// How long it has been so.
    #[serde(default)]
    pub weeks_at_level: Option<f64>,
    /// Log hazard against the average person. Never sent.
    #[serde(default)]
    pub cox_risk_score: Option<f64>,
    /// Probability of no burnout until a number of days.
    #[serde(default, deserialize_with = "survival")]
    pub survival: BTreeMap<u32, f64>,
    /// Probability by the random forest. Never sent.
    #[serde(default)]
    pub forest_probability: Option<f64>,
    /// Probability by gradient boosting. Never sent.
    #[serde(default)]
    pub boosting_probability: Option<f64>,
    /// What moves the risk, the strongest first.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub top_factors: Vec<RiskFactor>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Who asks.
    #[serde(flatten)]
    pub person: Person,
}

/// How high a burnout risk is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// As for most people.
    Low,
    /// Raised.
    Moderate,
    /// Not known, or not a level that this program knows: treated with the care of a high one.
    #[default]
    Unknown,
    /// High.
    High,
    /// Highest.
    Critical,
}

/// Reads a level whatever its case; what is no level is unknown, never an error: help must not depend on spelling.
fn risk_level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RiskLevel, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.as_ref().map_or(RiskLevel::Unknown, RiskLevel::read))
}

/// Numbers as keys: behind a flattened struct, serde reads keys as texts only.
fn survival<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u32, f64>, D::Error> {
    // A probability that is not known is as good as absent.
    let texts = Option::<BTreeMap<String, Option<f64>>>::deserialize(deserializer)?.unwrap_or_default();
    let number = |key: String| {
        key.parse()
            .map_err(|_| serde::de::Error::custom(format!("`survival` must have numbers of days as keys, got `{key}`")))
    };
    texts
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .map(|(key, value)| Ok((number(key)?, value)))
        .collect()
}

impl<'de> Deserialize<'de> for RiskLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        risk_level(deserializer)
    }
}

impl RiskLevel {
    fn read(value: &Value) -> Self {
        match value.as_str().unwrap_or_default().trim().to_lowercase().as_str() {
            "low" => Self::Low,
            "moderate" | "medium" => Self::Moderate,
            "high" => Self::High,
            "critical" | "very_high" | "very high" => Self::Critical,
            _ => Self::Unknown,
        }
    }
}

/// Something that moves a risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskFactor {
    /// Such as `sleep_quality_mean`.
    pub name: String,
    /// Its value. Never sent.
    #[serde(default)]
    pub value: Option<f64>,
    /// Above 0 if it raises the risk, below 0 if it lowers it; unknown if missing.
    #[serde(default)]
    pub contribution: Option<f64>,
}

/// Guidance for somebody whose burnout risk was estimated.
pub type BurnoutGuidance = Coached<BurnoutNumbers, BurnoutText>;

/// What was estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BurnoutNumbers {
    /// How high the risk is.
    pub risk_level: RiskLevel,
    /// Probability of no burnout until a number of days, in percent.
    pub survival_percent: BTreeMap<u32, f64>,
    /// What raises the risk, the strongest first.
    pub raising: Vec<String>,
    /// What lowers the risk, the strongest first.
    pub lowering: Vec<String>,
}

/// What is said about a burnout risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BurnoutText {
    /// What the estimate means.
    pub summary: String,
    /// What to do this week.
    pub this_week: Vec<String>,
    /// What to change about work.
    pub work: Vec<String>,
    /// How to recover.
    pub recovery: Vec<String>,
    /// What already helps, to be kept.
    pub protect: String,
}

impl UseCase for BurnoutInput {
    const NAME: &'static str = "burnout_guidance";
    const TASK: &'static str = include_str!("prompt/burnout.txt");
    const FIELDS: &'static [Field] = &[
        text("summary", 700, "What the estimate means and what it does not, 2 to 4 sentences, warm and plain."),
        list("this_week", (1, 4), 300, "Small steps for this week, the most useful first."),
        list("work", (1, 3), 300, "What to change about work or to talk about with a manager."),
        list("recovery", (1, 3), 300, "How to recover: sleep, movement, people."),
        text("protect", 300, "What already helps, to be kept."),
    ];
    const FRESH: Duration = Duration::from_hours(24);
    /// What somebody's risk is belongs on no disk.
    const KEEP: Keep = Keep::Memory;
    type Numbers = BurnoutNumbers;
    type Text = BurnoutText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        self.notes.iter().chain(self.top_factors.iter().map(|factor| &factor.name)).map(String::as_str).collect()
    }

    fn check(&self) -> Result<(), InputError> {
        check_range("weeks_at_level", self.weeks_at_level, 0.0, 520.0, "weeks")?;
        check_range("cox_risk_score", self.cox_risk_score, -100.0, 100.0, "")?;
        check_range("forest_probability", self.forest_probability, 0.0, 1.0, "")?;
        check_range("boosting_probability", self.boosting_probability, 0.0, 1.0, "")?;
        check_count("survival", self.survival.len())?;
        let mut before = 1.0;
        for (days, probability) in &self.survival {
            check_range(&format!("survival.{days}"), Some(*probability), 0.0, 1.0, "")?;
            if *probability > before + 1e-9 {
                let expected = format!("at most {before}, the probability of an earlier day");
                return Err(InputError::invalid(format!("survival.{days}"), expected, probability));
            }
            before = *probability;
        }
        check_count("top_factors", self.top_factors.len())?;
        for (index, factor) in self.top_factors.iter().enumerate() {
            check_text(&format!("top_factors[{index}].name"), &factor.name)?;
            check_range(&format!("top_factors[{index}].value"), factor.value, -1e9, 1e9, "")?;
            check_range(&format!("top_factors[{index}].contribution"), factor.contribution, -1e9, 1e9, "")?;
        }
        check_text("notes", self.notes.as_deref().unwrap_or_default())
    }

    fn numbers(&self) -> BurnoutNumbers {
        let mut factors: Vec<(&RiskFactor, f64)> =
            self.top_factors.iter().filter_map(|factor| Some((factor, factor.contribution?))).collect();
        factors.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let names = |is_kept: fn(f64) -> bool| {
            factors.iter().filter(|(_, contribution)| is_kept(*contribution)).map(|(f, _)| f.name.clone()).collect()
        };
        BurnoutNumbers {
            risk_level: self.risk_level,
            survival_percent: self
                .survival
                .iter()
                .map(|(days, share)| (*days, (share * 1000.0).round() / 10.0))
                .collect(),
            raising: names(|contribution| contribution > 0.0),
            lowering: names(|contribution| contribution < 0.0),
        }
    }

    fn numbers_without_targets(&self) -> BurnoutNumbers {
        self.numbers()
    }

    fn facts(&self, numbers: &BurnoutNumbers) -> Value {
        json!({
            "risk_level": numbers.risk_level, "weeks_at_level": self.weeks_at_level, "notes": self.notes,
            "factors_that_raise_the_risk": numbers.raising, "factors_that_lower_the_risk": numbers.lowering,
        })
    }

    fn guard(&self, _: &BurnoutNumbers) -> Guard {
        // Probabilities are shown, not worded: no percent in the text, whoever writes it.
        let weeks = self.weeks_at_level.map(|weeks| Quantity::new(Unit::Week, 1.0, weeks.round().max(12.0)));
        Guard { quantities: weeks.into_iter().collect(), ..Guard::default() }
    }

    fn rules(&self, numbers: &BurnoutNumbers) -> BurnoutText {
        rules::text(self, numbers)
    }

    fn referral(&self, gate: Gate) -> BurnoutText {
        BurnoutText {
            summary: gate.message().to_owned(),
            this_week: vec!["Tell one person whom you trust how you are.".to_owned()],
            work: vec!["Work can wait: nobody expects you to solve it before you have help.".to_owned()],
            recovery: vec!["Eat, drink and rest as well as you can, and do not stay alone with it.".to_owned()],
            protect: "Keep everything that gives you a little ease, however small.".to_owned(),
        }
    }

    fn escalation(&self) -> Option<Escalation> {
        let professional = |message: &str| Escalation {
            urgency: Urgency::Professional,
            message: message.to_owned(),
            contacts: Vec::new(),
        };
        match self.risk_level {
            RiskLevel::Critical => Some(professional(
                "This estimate is the highest there is. Please talk to a doctor, psychologist or your company's health service \
                 in the next days. If you ever think of harming yourself, call your local emergency number at once.",
            )),
            RiskLevel::High => Some(professional(
                "With a risk this high, please talk to a doctor, psychologist or your company's health service within the \
                 next two weeks, even if you feel that you are coping.",
            )),
            RiskLevel::Unknown => Some(professional(
                "Your risk is not known. If you feel drained, distant or unable to rest, please talk to a doctor, psychologist \
                 or your company's health service.",
            )),
            RiskLevel::Moderate if self.weeks_at_level.is_some_and(|weeks| weeks >= 4.0) => Some(Escalation {
                urgency: Urgency::CheckIn,
                message:
                    "A raised risk that stays for weeks is worth a talk with a doctor, a counsellor or somebody you \
                          trust at work."
                        .to_owned(),
                contacts: Vec::new(),
            }),
            RiskLevel::Moderate | RiskLevel::Low => None,
        }
    }
}
