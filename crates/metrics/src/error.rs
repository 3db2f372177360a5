//! What can be wrong with numbers to score.

/// What every fallible function of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a score, an interval or a split cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A score is NaN or infinite.
    #[error("score of row {row} must be a finite number, got {value}")]
    NonFinite {
        /// Position of the score, from 0.
        row: usize,
        /// The offending value.
        value: f64,
    },
    /// Scores and labels do not belong together.
    #[error("there are {n_scores} scores but {n_labels} labels")]
    LengthMismatch {
        /// Number of scores.
        n_scores: usize,
        /// Number of labels.
        n_labels: usize,
    },
    /// A ranking score needs both classes.
    #[error("labels must hold both classes, got {n_labels} times `{label}`")]
    OneClass {
        /// The only label there is.
        label: bool,
        /// Number of labels.
        n_labels: usize,
    },
    /// A variance within a class needs two of its members.
    #[error("an interval needs at least 2 labels `{label}`, got {got}")]
    TooFewInClass {
        /// The class that is too small.
        label: bool,
        /// Its number of members.
        got: usize,
    },
    /// There is nothing to score, resample or split.
    #[error("expected at least one row, got none")]
    Empty,
    /// The confidence level is no probability strictly between 0 and 1.
    #[error("`level` must be within (0, 1), got {got}")]
    InvalidLevel {
        /// The level asked for.
        got: f64,
    },
    /// The tails of the bootstrap distribution would hold less than one replicate each.
    #[error("`n_resamples` must be at least {expected} for this level, got {got}")]
    TooFewResamples {
        /// The fewest that leave one replicate in each tail.
        expected: usize,
        /// The number asked for.
        got: usize,
    },
    /// The statistic was undefined on more than a tenth of the resamples.
    #[error("the statistic is undefined on {n_undefined} of {n_resamples} resamples, at most 10 % may be")]
    Undefined {
        /// Resamples on which the statistic gave `None` or a number that is not finite.
        n_undefined: usize,
        /// Resamples drawn.
        n_resamples: usize,
    },
    /// The share of test rows is not strictly between 0 and 1.
    #[error("`test_share` must be within (0, 1), got {got}")]
    InvalidShare {
        /// The share asked for.
        got: f64,
    },
    /// A share rounds to no row at all, or to all of them.
    #[error("a test share of {test_share} of {n_rows} rows leaves {n_test} test rows: both sides need at least one")]
    EmptySide {
        /// The share asked for.
        test_share: f64,
        /// Number of rows.
        n_rows: usize,
        /// Rows that would be test rows.
        n_test: usize,
    },
    /// Cross-validation needs two folds or more.
    #[error("`folds` must be at least 2, got {got}")]
    TooFewFolds {
        /// The number asked for.
        got: usize,
    },
    /// Cross-validation needs one repeat or more.
    #[error("`repeats` must be at least 1, got 0")]
    NoRepeats,
    /// Some folds would hold no row of a stratum.
    #[error("every stratum needs at least {folds} rows, one a fold, got one with {n_rows}")]
    StratumTooSmall {
        /// Number of folds.
        folds: usize,
        /// Rows in the smallest stratum.
        n_rows: usize,
    },
    /// A probability is not within 0 and 1.
    #[error("probability of row {row} must be within [0, 1], got {value}")]
    NotAProbability {
        /// Position of the probability, from 0.
        row: usize,
        /// The offending value.
        value: f64,
    },
    /// The probabilities of a row's classes do not sum to 1.
    #[error("probabilities of row {row} must sum to 1, got {sum}")]
    NotADistribution {
        /// Row, from 0.
        row: usize,
        /// Their sum.
        sum: f64,
    },
    /// Truth and prediction, or table and number of columns, do not belong together.
    #[error("there are {n_truths} true values but {n_predictions} predictions")]
    PredictionMismatch {
        /// Number of true values.
        n_truths: usize,
        /// Number of predictions.
        n_predictions: usize,
    },
    /// A class is out of range.
    #[error("class of row {row} must be below {n_classes}, got {class}")]
    InvalidClass {
        /// Row, from 0.
        row: usize,
        /// The class.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A count that must be at least 1 is 0, or larger than makes sense.
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidCount {
        /// Name of the parameter.
        name: &'static str,
        /// The range.
        expected: &'static str,
        /// The value.
        got: usize,
    },
    /// R² compares with the variance of the truth, which is 0.
    #[error("all {n_rows} true values are equal: there is no variance to explain")]
    NoVariance {
        /// Number of rows.
        n_rows: usize,
    },
}
