//! Fits of anybody's table, as `fitbalance cox`, `forest` and `boost` save them: used for new rows, explained and evaluated.

mod answer;
mod explain;
mod predict;
mod saved;

use ensembles::{GradientBoosting, RandomForest};
use features::{Columns, DesignEncoder, Stated};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use survival::CoxPh;

pub use answer::{FitAnswer, FitExplanation, FitUnit, Prediction, RowAnswer, RowExplanation};

use crate::error::{Result, by_model};
use crate::warning::{Warning, WarningCode};

/// A fit with all that new rows need: which columns it reads and how, their levels and ranges, what it predicts.
///
/// ```
/// use features::{DesignEncoder, PlainColumns};
/// use predict::fitted::{FittedModel, Outcome, SavedFit};
/// use survival::{CoxPh, SurvivalTarget};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let table = PlainColumns::new(6).with_numbers("age", vec![61.0, 48.0, 70.0, 55.0, 39.0, 66.0])?;
/// let encoder = DesignEncoder::fit(&table, &["age"])?;
/// let target = SurvivalTarget::right_censored(vec![5.0, 9.0, 2.0, 7.0, 6.0, 8.0], vec![true, false, true, true, true, false])?;
/// let model = CoxPh::params().covariate_names(["age"]).fit(encoder.transform(&table)?.view(), &target)?;
/// let outcome = Outcome::Survival { time: "days".into(), event: "died".into(), start: None, strata: None };
/// let fit = SavedFit::new(FittedModel::Cox(model), outcome, encoder, Default::default(), &table)?;
/// let again = SavedFit::from_json(&fit.to_json()?)?;
/// assert_eq!(again.predict(&table, &[4.0])?.rows.len(), 6);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SavedFit {
    model: FittedModel,
    outcome: Outcome,
    encoder: DesignEncoder,
    stated: Stated,
    ranges: Vec<ColumnRange>,
    n_rows: usize,
}

/// What was fitted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FittedModel {
    /// Cox proportional hazards.
    Cox(CoxPh),
    /// A random forest.
    Forest(RandomForest),
    /// Gradient boosting.
    Boosting(GradientBoosting),
}

/// What a fit predicts, and the columns that held it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// When an event happens.
    Survival {
        /// Column of the time.
        time: String,
        /// Column of the event indicator.
        event: String,
        /// Column of the start of each interval.
        start: Option<String>,
        /// Column of the strata, and their labels in the order of their numbers.
        strata: Option<(String, Vec<String>)>,
    },
    /// One of several classes.
    Classes {
        /// Column of the label.
        label: String,
        /// Their names in order; of two the second is predicted.
        names: Vec<String>,
    },
    /// A number.
    Numbers {
        /// Column of the label.
        label: String,
    },
}

/// The numbers of a column that a fit has seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ColumnRange {
    /// The column.
    pub column: String,
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl SavedFit {
    /// Keeps a fit with what it was fitted to.
    ///
    /// `table` is what it was fitted to: the ranges of its columns of numbers are kept, none of its rows.
    ///
    /// # Errors
    ///
    /// What reading a column says
    pub fn new(
        model: FittedModel,
        outcome: Outcome,
        encoder: DesignEncoder,
        stated: Stated,
        table: &impl Columns,
    ) -> Result<Self> {
        let mut ranges = Vec::new();
        for column in encoder.number_sources() {
            let numbers = table.numbers(column).map_err(features::Error::from)?;
            let ends = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
            ranges.push(ColumnRange { column: column.to_owned(), low: ends.0, high: ends.1 });
        }
        Ok(Self { model, outcome, encoder, stated, ranges, n_rows: table.n_rows() })
    }

    /// The model.
    pub fn model(&self) -> &FittedModel {
        &self.model
    }

    /// What it predicts.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The columns that new rows need, in order.
    pub fn columns(&self) -> Vec<&str> {
        self.encoder.sources()
    }

    /// How these columns are to be read.
    pub fn stated(&self) -> &Stated {
        &self.stated
    }

    /// The numbers that it has seen.
    pub fn ranges(&self) -> &[ColumnRange] {
        &self.ranges
    }

    /// Rows that it was fitted to.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The rows that the fit knows all categories of.
    fn inputs(&self, table: &impl Columns) -> Result<Inputs> {
        let (x, unknown) = self.encoder.transform_known(table)?;
        let known: Vec<usize> = (0..x.nrows()).filter(|row| !unknown.contains_key(row)).collect();
        let x = x.select(ndarray::Axis(0), &known);
        let mut answers = Inputs { x, known, errors: vec![None; table.n_rows()], warnings: Vec::new() };
        for (row, error) in unknown {
            answers.errors[row] = Some(error.to_string());
        }
        if answers.known.is_empty() {
            let first = answers.errors.iter().flatten().next().cloned().unwrap_or_default();
            return Err(by_fit(first));
        }
        for range in &self.ranges {
            let numbers = table.numbers(&range.column).map_err(features::Error::from)?;
            let outside: Vec<usize> =
                (0..numbers.len()).filter(|&row| !(range.low..=range.high).contains(&numbers[row])).collect();
            if let Some(&first) = outside.first() {
                answers.warnings.push(Warning::new(
                    WarningCode::OutOfRange,
                    format!(
                        "`{}`: {} of {} rows outside of {} to {}, which the fit has seen; the first is {} with {}",
                        range.column,
                        outside.len(),
                        numbers.len(),
                        range.low,
                        range.high,
                        table.row_name(first),
                        numbers[first]
                    ),
                ));
            }
        }
        let n_errors = answers.errors.iter().flatten().count();
        if n_errors > 0 {
            let text =
                format!("{n_errors} of {} rows have no answer: the fit does not know a category", table.n_rows());
            answers.warnings.push(Warning::new(WarningCode::NotRecognized, text));
        }
        Ok(answers)
    }

    /// Numbers of the strata of some rows; rows of unknown strata are errors of theirs.
    fn strata(&self, table: &impl Columns, inputs: &mut Inputs) -> Result<Option<Vec<u32>>> {
        let Outcome::Survival { strata: Some((column, labels)), .. } = &self.outcome else { return Ok(None) };
        let texts = table.texts(column).map_err(features::Error::from)?;
        let number =
            |row: usize| (0_u32..).zip(labels).find(|(_, label)| **label == texts[row]).map(|(number, _)| number);
        let (mut numbers, mut kept) = (Vec::new(), Vec::new());
        for (at, &row) in inputs.known.iter().enumerate() {
            if let Some(number) = number(row) {
                numbers.push(number);
                kept.push(at);
            } else {
                let known = labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
                let (row_name, text) = (table.row_name(row), &texts[row]);
                let text = format!("{row_name}, column `{column}`: unknown stratum `{text}`, expected one of {known}");
                inputs.errors[row] = Some(text);
            }
        }
        inputs.x = inputs.x.select(ndarray::Axis(0), &kept);
        inputs.known = kept.iter().map(|&at| inputs.known[at]).collect();
        Ok(Some(numbers))
    }
}

/// What a table gives a model.
struct Inputs {
    /// Rows of which everything is known, `[known.len(), n_columns]`.
    x: Array2<f64>,
    /// Their numbers in the table, from 0.
    known: Vec<usize>,
    /// Why a row has no answer, for each row of the table.
    errors: Vec<Option<String>>,
    warnings: Vec<Warning>,
}

/// For `map_err`: what a fit says of rows that were checked.
fn by_fit<E: Into<crate::error::Cause>>(error: E) -> crate::Error {
    by_model("saved fit")(error)
}
