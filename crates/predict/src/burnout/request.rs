//! People, as the models of burnout are asked about them.

use features::{ColumnError, Columns};
use serde::{Deserialize, Serialize};
use words::{RunInFeature, USER_COLUMN};

/// One person with the features of a run-in; see [`RunInFeature`] for what each is and how it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "`RunInFeature` says what each is")]
pub struct PersonFeatures {
    /// How the answer calls the person; the number in the list, from 1, if missing.
    #[serde(default)]
    pub user_id: Option<String>,
    pub age: f64,
    pub gender: String,
    pub occupation: String,
    pub sleep_quality_mean: f64,
    pub stress_level_mean: f64,
    pub workload_mean: f64,
    pub social_support_mean: f64,
    pub exercise_frequency_mean: f64,
    pub hrv_score_mean: f64,
    pub recovery_time_mean: f64,
    pub work_life_balance_mean: f64,
    pub nutrition_quality_mean: f64,
    pub mental_fatigue_mean: f64,
    pub sleep_quality_sd: f64,
    pub stress_level_sd: f64,
    pub mental_fatigue_sd: f64,
    pub sleep_quality_trend: f64,
    pub stress_level_trend: f64,
    pub mental_fatigue_trend: f64,
}

/// A feature of a person.
enum Value<'a> {
    Number(f64),
    Category(&'a str),
}

impl PersonFeatures {
    fn value(&self, feature: RunInFeature) -> Value<'_> {
        use RunInFeature as F;
        Value::Number(match feature {
            F::Gender => return Value::Category(&self.gender),
            F::Occupation => return Value::Category(&self.occupation),
            F::Age => self.age,
            F::SleepQualityMean => self.sleep_quality_mean,
            F::StressLevelMean => self.stress_level_mean,
            F::WorkloadMean => self.workload_mean,
            F::SocialSupportMean => self.social_support_mean,
            F::ExerciseFrequencyMean => self.exercise_frequency_mean,
            F::HrvScoreMean => self.hrv_score_mean,
            F::RecoveryTimeMean => self.recovery_time_mean,
            F::WorkLifeBalanceMean => self.work_life_balance_mean,
            F::NutritionQualityMean => self.nutrition_quality_mean,
            F::MentalFatigueMean => self.mental_fatigue_mean,
            F::SleepQualitySd => self.sleep_quality_sd,
            F::StressLevelSd => self.stress_level_sd,
            F::MentalFatigueSd => self.mental_fatigue_sd,
            F::SleepQualityTrend => self.sleep_quality_trend,
            F::StressLevelTrend => self.stress_level_trend,
            F::MentalFatigueTrend => self.mental_fatigue_trend,
        })
    }
}

/// A list of people as the columns of a table.
pub(super) struct People<'a>(pub(super) &'a [PersonFeatures]);

impl Columns for People<'_> {
    fn n_rows(&self) -> usize {
        self.0.len()
    }

    fn has_column(&self, column: &str) -> bool {
        column == USER_COLUMN || column.parse::<RunInFeature>().is_ok()
    }

    fn is_categorical(&self, column: &str) -> Result<bool, ColumnError> {
        if column == USER_COLUMN {
            return Ok(true);
        }
        Ok(matches!(feature(column)?, RunInFeature::Gender | RunInFeature::Occupation))
    }

    fn numbers(&self, column: &str) -> Result<Vec<f64>, ColumnError> {
        let feature = feature(column)?;
        let number = |(row, person): (usize, &PersonFeatures)| match person.value(feature) {
            Value::Number(number) if number.is_finite() => Ok(number),
            Value::Number(number) => {
                Err(format!("`people[{row}].{column}` must be a finite number, got {number}").into())
            }
            Value::Category(text) => Err(format!("`people[{row}].{column}` is a category, `{text}`").into()),
        };
        self.0.iter().enumerate().map(number).collect()
    }

    fn texts(&self, column: &str) -> Result<Vec<String>, ColumnError> {
        if column == USER_COLUMN {
            let id = |(row, person): (usize, &PersonFeatures)| {
                person.user_id.clone().unwrap_or_else(|| (row + 1).to_string())
            };
            return Ok(self.0.iter().enumerate().map(id).collect());
        }
        let feature = feature(column)?;
        let text = |person: &PersonFeatures| match person.value(feature) {
            Value::Number(number) => number.to_string(),
            Value::Category(text) => text.to_owned(),
        };
        Ok(self.0.iter().map(text).collect())
    }

    fn row_name(&self, row: usize) -> String {
        format!("`people[{row}]`")
    }
}

fn feature(column: &str) -> Result<RunInFeature, ColumnError> {
    column.parse().map_err(|unknown: words::UnknownWord| unknown.into())
}
