//! Pictures of how right probabilities are.

use anyhow::{Result, ensure};
use ensembles::OutOfBag;
use metrics::{Binning, auc, brier_score, reliability_curve, roc_curve};

use super::{Labels, Predicted};
use crate::digits::significant;
use crate::plot::{Picture, ShareCurve, share_curves_plot};

/// Classes of rows with probabilities by a fit that has not seen them.
pub(crate) struct Judged<'a> {
    /// How they were judged, such as `5-fold cross-validation`.
    pub(crate) how: String,
    pub(crate) names: &'a [String],
    /// Class of each row.
    pub(crate) truth: Vec<usize>,
    /// `[n_rows][n_classes]`
    pub(crate) probabilities: Vec<Vec<f64>>,
}

/// Probabilities of rows by a fit that has not seen them.
pub(crate) struct Unseen {
    how: String,
    rows: Vec<usize>,
    /// `[n_rows][n_classes]`; none of numbers.
    probabilities: Vec<Vec<f64>>,
}

impl Unseen {
    /// Of parts of the rows, one after the other.
    pub(crate) fn new(how: String, rows: Vec<usize>, predicted: &[Predicted]) -> Self {
        let of_part = |part: &Predicted| match part {
            Predicted::Probabilities(shares) => shares.rows().into_iter().map(|row| row.to_vec()).collect(),
            Predicted::Numbers(_) => Vec::new(),
        };
        Self { how, rows, probabilities: predicted.iter().flat_map(of_part).collect() }
    }

    /// Of the trees of a forest that have not seen a row; none of numbers.
    pub(crate) fn out_of_bag(labels: &Labels, out_of_bag: &OutOfBag) -> Option<Self> {
        let Labels::Classes { names, class } = labels else { return None };
        let shares = |row: usize| -> Option<Vec<f64>> {
            if names.len() == 2 {
                return out_of_bag.predictions(0)[row].map(|second| vec![1.0 - second, second]);
            }
            let shares: Vec<f64> =
                (0..names.len()).map(|output| out_of_bag.predictions(output)[row]).collect::<Option<_>>()?;
            let sum: f64 = shares.iter().sum();
            (sum > 0.0).then(|| shares.iter().map(|share| share / sum).collect())
        };
        let (rows, probabilities) = (0..class.len()).filter_map(|row| Some((row, shares(row)?))).unzip();
        Some(Self { how: "out of bag".to_owned(), rows, probabilities })
    }

    /// The same beside the true classes, if there are any.
    pub(crate) fn judged(self, labels: &Labels) -> Option<Judged<'_>> {
        let Labels::Classes { names, class } = labels else { return None };
        let truth: Vec<usize> = self.rows.iter().map(|&row| class[row]).collect();
        (!truth.is_empty()).then_some(Judged { how: self.how, names, truth, probabilities: self.probabilities })
    }
}

/// Level of intervals.
const LEVEL: f64 = 0.95;

/// Rows that a bin of probabilities has at least, and bins at most.
const ROWS_OF_BIN: usize = 40;
const MOST_BINS: usize = 10;

/// Classes that a picture shows.
const MOST_CURVES: usize = 6;

impl Judged<'_> {
    /// The classes with curves of their own: the second of two, else the most frequent ones.
    fn classes(&self) -> Vec<usize> {
        if self.names.len() == 2 {
            return vec![1];
        }
        let count = |class: usize| self.truth.iter().filter(|&&truth| truth == class).count();
        let mut classes: Vec<usize> = (0..self.names.len()).filter(|&class| count(class) > 0).collect();
        classes.sort_by_key(|&class| std::cmp::Reverse(count(class)));
        classes.truncate(MOST_CURVES);
        classes
    }

    fn of_class(&self, class: usize) -> (Vec<f64>, Vec<bool>) {
        let probabilities = self.probabilities.iter().map(|row| row[class].clamp(0.0, 1.0)).collect();
        (probabilities, self.truth.iter().map(|&truth| truth == class).collect())
    }

    /// How many of a class are found at how many false alarms.
    pub(crate) fn roc(&self) -> Result<Picture> {
        ensure!(
            self.truth.iter().any(|class| *class != self.truth[0]),
            "all rows are of one class: there is no ROC curve to draw"
        );
        let curve = |class: usize| -> Result<ShareCurve> {
            let (probabilities, is_it) = self.of_class(class);
            let points = roc_curve(&probabilities, &is_it)?;
            Ok(ShareCurve {
                label: format!("{}: AUC {}", self.names[class], significant(auc(&probabilities, &is_it)?)),
                points: points.iter().map(|point| (point.false_positive_rate, point.true_positive_rate)).collect(),
                intervals: Vec::new(),
            })
        };
        let curves = self.classes().into_iter().map(curve).collect::<Result<Vec<_>>>()?;
        let axes = ["false alarms among the others", "found among those of the class"];
        share_curves_plot(&format!("ROC, {} rows, {}", self.truth.len(), self.how), axes, &curves)
    }

    /// How often what was called p % likely happened.
    pub(crate) fn calibration(&self) -> Result<Picture> {
        let n_bins = (self.truth.len() / ROWS_OF_BIN).clamp(2, MOST_BINS);
        let curve = |class: usize| -> Result<ShareCurve> {
            let (probabilities, is_it) = self.of_class(class);
            let bins = reliability_curve(&probabilities, &is_it, n_bins, Binning::Quantile, LEVEL)?;
            let brier = brier_score(&probabilities, &is_it)?;
            Ok(ShareCurve {
                label: format!("{}: Brier {}", self.names[class], significant(brier)),
                points: bins.iter().map(|bin| (bin.mean_probability, bin.observed_share)).collect(),
                intervals: bins.iter().map(|bin| (bin.low, bin.high)).collect(),
            })
        };
        let curves = self.classes().into_iter().map(curve).collect::<Result<Vec<_>>>()?;
        let axes = ["predicted probability, mean of a group of rows", "share of the class, 95 % interval"];
        share_curves_plot(&format!("Calibration, {} rows, {}", self.truth.len(), self.how), axes, &curves)
    }
}
