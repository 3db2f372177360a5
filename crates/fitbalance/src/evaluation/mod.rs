//! How right the predictions of a saved fit are on rows with a known outcome.

mod classes;
mod numbers;
mod survival;

use metrics::Interval;
use serde::Serialize;

pub(crate) use classes::of_classes;
pub(crate) use numbers::of_numbers;
pub(crate) use survival::{SurvivalColumns, of_survival};

use crate::plot::Picture;

/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// Resamples of a bootstrap.
const N_RESAMPLES: usize = 1000;

/// Rows that a group for the calibration has at least, and such groups at most.
const ROWS_OF_GROUP: usize = 40;
const MOST_GROUPS: usize = 10;

/// How right predictions are.
pub(crate) struct Evaluation {
    pub(crate) figures: Vec<Figure>,
    /// Groups of rows by prediction, from low to high; none where rows are too few.
    pub(crate) calibration: Vec<CalibrationGroup>,
    /// What could not be said, and why.
    pub(crate) remarks: Vec<String>,
    /// Rows that are judged, ready to be drawn.
    pub(crate) pictures: Vec<(PictureKind, Picture)>,
}

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum PictureKind {
    Calibration,
    Roc,
}

/// A figure, with an interval where there is one.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) interval: Option<[f64; 2]>,
    /// The same of a prediction that is alike for all rows.
    pub(crate) of_all_alike: Option<f64>,
}

/// What was predicted for a group of rows, and what came.
#[derive(Debug, Serialize)]
pub(crate) struct CalibrationGroup {
    pub(crate) n_rows: usize,
    /// Mean of the predicted probabilities.
    pub(crate) predicted: f64,
    /// Share with the event, of survival by Kaplan and Meier.
    pub(crate) observed: f64,
    pub(crate) interval: [f64; 2],
}

impl Figure {
    fn new(name: impl Into<String>, value: f64, interval: Option<&Interval>) -> Self {
        // An interval without width says that the rows are too few for one.
        let interval = interval.map(|interval| [interval.low, interval.high]).filter(|[low, high]| low < high);
        Self { name: name.into(), value, interval, of_all_alike: None }
    }
}

/// How many groups so many rows make; 0 where they are too few for two.
fn n_groups(n_rows: usize) -> usize {
    match n_rows / ROWS_OF_GROUP {
        0 | 1 => 0,
        groups => groups.min(MOST_GROUPS),
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

/// The interval of a mean over rows.
fn interval_of_mean(values: &[f64], seed: u64) -> metrics::Result<Interval> {
    metrics::bootstrap_ci(values.len(), N_RESAMPLES, LEVEL, seed, |rows: &[usize]| {
        Some(mean(rows.iter().map(|&row| values[row])))
    })
}
