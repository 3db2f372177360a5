//! Counts of true and predicted classes.

use crate::error::{Error, Result};

/// Counts of true and predicted classes.
///
/// A ratio whose denominator is 0, such as the precision of a class that was never predicted, counts as 0, as in
/// scikit-learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionMatrix {
    n_classes: usize,
    /// `[true class × predicted class]`, row by row.
    counts: Vec<usize>,
}

impl ConfusionMatrix {
    /// Counts pairs of true and predicted classes, numbered from 0.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::PredictionMismatch`], [`Error::InvalidClass`].
    pub fn new(truth: &[usize], predicted: &[usize], n_classes: usize) -> Result<Self> {
        if truth.len() != predicted.len() {
            return Err(Error::PredictionMismatch { n_truths: truth.len(), n_predictions: predicted.len() });
        }
        if truth.is_empty() {
            return Err(Error::Empty);
        }
        let mut counts = vec![0; n_classes * n_classes];
        for (row, (&truth, &predicted)) in truth.iter().zip(predicted).enumerate() {
            if let Some(class) = [truth, predicted].into_iter().find(|&class| class >= n_classes) {
                return Err(Error::InvalidClass { row, class, n_classes });
            }
            counts[truth * n_classes + predicted] += 1;
        }
        Ok(Self { n_classes, counts })
    }

    /// Counts labels against probabilities: `true`, class 1, is predicted from `threshold` on.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NonFinite`].
    pub fn at_threshold(scores: &[f64], labels: &[bool], threshold: f64) -> Result<Self> {
        if scores.len() != labels.len() {
            return Err(Error::LengthMismatch { n_scores: scores.len(), n_labels: labels.len() });
        }
        if let Some(row) = scores.iter().position(|score| !score.is_finite()) {
            return Err(Error::NonFinite { row, value: scores[row] });
        }
        let truth: Vec<usize> = labels.iter().map(|&label| usize::from(label)).collect();
        let predicted: Vec<usize> = scores.iter().map(|&score| usize::from(score >= threshold)).collect();
        Self::new(&truth, &predicted, 2)
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Rows of class `truth` that were taken for `predicted`.
    ///
    /// # Panics
    ///
    /// If a class is out of range.
    pub fn count(&self, truth: usize, predicted: usize) -> usize {
        assert!(truth < self.n_classes && predicted < self.n_classes, "classes are below {}", self.n_classes);
        self.counts[truth * self.n_classes + predicted]
    }

    /// Rows of a class.
    pub fn support(&self, class: usize) -> usize {
        (0..self.n_classes).map(|predicted| self.count(class, predicted)).sum()
    }

    /// Share of rows that were told rightly.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..self.n_classes).map(|class| self.count(class, class)).sum();
        right as f64 / self.counts.iter().sum::<usize>() as f64
    }

    /// Share of the rows taken for a class that belong to it.
    pub fn precision(&self, class: usize) -> f64 {
        let predicted: usize = (0..self.n_classes).map(|truth| self.count(truth, class)).sum();
        ratio(self.count(class, class), predicted)
    }

    /// Share of the rows of a class that were taken for it; of class 1 of two, the sensitivity.
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.count(class, class), self.support(class))
    }

    /// Harmonic mean of precision and recall of a class.
    pub fn f1(&self, class: usize) -> f64 {
        let predicted: usize = (0..self.n_classes).map(|truth| self.count(truth, class)).sum();
        ratio(2 * self.count(class, class), predicted + self.support(class))
    }

    /// Mean F1 over the classes, each counting once.
    pub fn macro_f1(&self) -> f64 {
        (0..self.n_classes).map(|class| self.f1(class)).sum::<f64>() / self.n_classes as f64
    }

    /// Mean recall over the classes that occur, each counting once.
    pub fn balanced_accuracy(&self) -> f64 {
        let occurring: Vec<usize> = (0..self.n_classes).filter(|&class| self.support(class) > 0).collect();
        occurring.iter().map(|&class| self.recall(class)).sum::<f64>() / occurring.len() as f64
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_classes_by_hand() {
        let matrix = ConfusionMatrix::new(&[0, 0, 0, 1, 1, 2], &[0, 0, 1, 1, 2, 2], 3).expect("valid");
        assert_eq!((matrix.count(0, 1), matrix.count(1, 0), matrix.support(0)), (1, 0, 3));
        assert_eq!(matrix.accuracy(), 4.0 / 6.0);
        // Class 0: precision 2/2, recall 2/3, F1 4/5; class 1: 1/2, 1/2, 1/2; class 2: 1/2, 1/1, 2/3.
        assert_eq!((matrix.precision(0), matrix.recall(0), matrix.f1(0)), (1.0, 2.0 / 3.0, 0.8));
        assert!((matrix.macro_f1() - (0.8 + 0.5 + 2.0 / 3.0) / 3.0).abs() < 1e-15);
        assert!((matrix.balanced_accuracy() - (2.0 / 3.0 + 0.5 + 1.0) / 3.0).abs() < 1e-15);
    }

    #[test]
    fn what_never_occurs_counts_as_nothing() {
        let matrix = ConfusionMatrix::new(&[0, 0], &[0, 0], 2).expect("valid");
        assert_eq!((matrix.precision(1), matrix.recall(1), matrix.f1(1)), (0.0, 0.0, 0.0));
        assert_eq!((matrix.balanced_accuracy(), matrix.macro_f1()), (1.0, 0.5));
    }

    #[test]
    fn scores_at_the_threshold_are_positive() {
        let matrix = ConfusionMatrix::at_threshold(&[0.2, 0.5, 0.7], &[false, true, false], 0.5).expect("valid");
        assert_eq!([matrix.count(0, 0), matrix.count(0, 1), matrix.count(1, 0), matrix.count(1, 1)], [1, 1, 0, 1]);
    }

    #[test]
    fn classes_out_of_range_are_named() {
        assert_eq!(
            ConfusionMatrix::new(&[0, 1], &[0, 2], 2),
            Err(Error::InvalidClass { row: 1, class: 2, n_classes: 2 })
        );
        assert!(matches!(ConfusionMatrix::new(&[0], &[], 2), Err(Error::PredictionMismatch { .. })));
    }
}
