//! Predictions of training rows by the trees that did not see them.

use crate::learner::GrownTree;
use crate::scaling::Scaling;
use crate::target::{Target, Values};

/// Predictions of each training row by the trees whose bootstrap sample left it out: an honest estimate for free.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfBag {
    predictions: Vec<Vec<Option<f64>>>,
    score: Option<f64>,
}

impl OutOfBag {
    pub(super) fn new(tallies: Vec<Tally>, target: &Target) -> Self {
        let predictions: Vec<Vec<Option<f64>>> = tallies.iter().map(Tally::means).collect();
        let score = score(&predictions, target);
        Self { predictions, score }
    }

    /// Out-of-bag predictions of an output, by row of the training data; `None` for a row that every tree has seen.
    ///
    /// Probability of `true`, probability of class `output` (not normalised over the classes), or the number.
    ///
    /// # Panics
    ///
    /// If `output` is not below the forest's number of outputs.
    pub fn predictions(&self, output: usize) -> &[Option<f64>] {
        &self.predictions[output]
    }

    /// Share of right classes, or R² for numbers, over the rows that have a prediction; `None` if none has.
    pub fn score(&self) -> Option<f64> {
        self.score
    }
}

fn score(predictions: &[Vec<Option<f64>>], target: &Target) -> Option<f64> {
    let rows: Vec<usize> = (0..target.n_rows()).filter(|&row| predictions[0][row].is_some()).collect();
    let value = |output: usize, row: usize| predictions[output][row].unwrap_or(0.0);
    let share = |is_right: &dyn Fn(usize) -> bool| {
        let n_right = rows.iter().filter(|&&row| is_right(row)).count();
        (!rows.is_empty()).then(|| n_right as f64 / rows.len() as f64)
    };
    match &target.values {
        Values::Binary(labels) => share(&|row| (value(0, row) > 0.5) == labels[row]),
        Values::Classes { class, n_classes } => share(&|row| {
            // The first of the most probable classes, as everywhere.
            let best = (0..*n_classes).rev().max_by(|&a, &b| value(a, row).total_cmp(&value(b, row)));
            best == Some(class[row])
        }),
        Values::Numbers(numbers) => {
            let mean = rows.iter().map(|&row| numbers[row]).sum::<f64>() / rows.len() as f64;
            let total: f64 = rows.iter().map(|&row| (numbers[row] - mean).powi(2)).sum();
            let rest: f64 = rows.iter().map(|&row| (numbers[row] - value(0, row)).powi(2)).sum();
            (total > 0.0).then(|| 1.0 - rest / total)
        }
    }
}

/// Sums of predictions over the trees that did not see a row.
#[derive(Debug, Default)]
pub(super) struct Tally {
    sums: Vec<f64>,
    counts: Vec<u32>,
}

impl Tally {
    pub(super) fn new(n_rows: usize) -> Self {
        Self { sums: vec![0.0; n_rows], counts: vec![0; n_rows] }
    }

    /// Adds a tree's predictions of the rows that `sample` left out.
    pub(super) fn add(&mut self, grown: &GrownTree, sample: &[u32]) {
        for (row, _) in sample.iter().enumerate().filter(|(_, count)| **count == 0) {
            self.sums[row] += grown.tree.values[grown.leaf_of_row[row] as usize];
            self.counts[row] += 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
    }

    /// Brings the predictions back to the unit of the target.
    pub(super) fn rescale(&mut self, scaling: Scaling) {
        for (sum, &count) in self.sums.iter_mut().zip(&self.counts).filter(|(_, count)| **count > 0) {
            *sum = scaling.back(*sum / f64::from(count)) * f64::from(count);
        }
    }

    fn means(&self) -> Vec<Option<f64>> {
        let mean = |(sum, &count): (&f64, &u32)| (count > 0).then(|| sum / f64::from(count));
        self.sums.iter().zip(&self.counts).map(mean).collect()
    }
}
