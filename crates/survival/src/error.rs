//! The crate's error type.

/// Everything that can be wrong with survival data, parameters or a saved model.
///
/// Rows are counted from 0, in the order of the arrays handed in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The target has no subjects.
    #[error("the target is empty: at least one subject is needed")]
    Empty,
    /// Two inputs that describe the same rows differ in length.
    #[error("`{name}` has {got} values but the target has {expected} rows")]
    LengthMismatch {
        /// Which input is too short or too long.
        name: &'static str,
        /// Rows of the target.
        expected: usize,
        /// Length of the input.
        got: usize,
    },
    /// The covariates have another number of columns than the training data.
    #[error("expected {expected} covariate columns, got {got}")]
    ColumnMismatch {
        /// Columns of the training data.
        expected: usize,
        /// Columns given.
        got: usize,
    },
    /// There are not as many names as columns.
    #[error("`covariate_names` has {n_names} names but the covariates have {n_columns} columns")]
    NameMismatch {
        /// Columns of the covariates.
        n_columns: usize,
        /// Names given.
        n_names: usize,
    },
    /// No covariate column was given.
    #[error("the covariates have no columns: at least one is needed")]
    NoCovariates,
    /// Two covariates carry the same name.
    #[error("covariate name `{column}` is given twice")]
    RepeatedName {
        /// The repeated name.
        column: String,
    },
    /// A covariate was asked for that the model does not have.
    #[error("the model has no covariate `{column}`; it has {known}")]
    UnknownColumn {
        /// The name asked for.
        column: String,
        /// The names the model has, comma-separated.
        known: String,
    },
    /// A covariate value is NaN or infinite.
    #[error("column `{column}`, row {row}: `{value}` is not a finite number")]
    NotFinite {
        /// Name of the column.
        column: String,
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// Start–stop data where only right-censored ones have an answer.
    #[error("start–stop data have no {what}")]
    StartStop {
        /// What was asked for.
        what: &'static str,
    },
    /// A predicted survival that is no probability.
    #[error("survival in row {row} must be within [0, 1], got {value}")]
    InvalidSurvival {
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A survival time is not a finite positive number.
    #[error("time in row {row} must be finite and > 0, got {value}")]
    InvalidTime {
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// An interval of start–stop data is empty or reversed.
    #[error("row {row}: start must be finite and before stop, got start {start} and stop {stop}")]
    StartNotBeforeStop {
        /// Row, from 0.
        row: usize,
        /// Entry time.
        start: f64,
        /// Exit time.
        stop: f64,
    },
    /// A case weight is not a finite positive number.
    #[error("weight in row {row} must be finite and > 0, got {value}")]
    InvalidWeight {
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A risk score is NaN.
    #[error("risk score in row {row} is not a number")]
    RiskScoreNotANumber {
        /// Row, from 0.
        row: usize,
    },
    /// Nobody had the event.
    #[error("none of the {n_rows} rows has an event: nothing to fit")]
    NoEvents {
        /// Rows of the target.
        n_rows: usize,
    },
    /// Groups whose survival cannot be compared by a log-rank test.
    #[error("the groups cannot be compared: {reason}")]
    GroupsNotComparable {
        /// Why.
        reason: &'static str,
    },
    /// An unpenalised fit has more coefficients than rows.
    #[error("an unpenalised fit needs more rows than covariates, got {n_rows} rows and {n_covariates} covariates")]
    TooFewRows {
        /// Rows.
        n_rows: usize,
        /// Covariates.
        n_covariates: usize,
    },
    /// A covariate does not vary.
    #[error("column `{column}` is constant ({value}) {scope}: its coefficient is not defined")]
    ConstantColumn {
        /// Name of the column.
        column: String,
        /// Its value in the first row.
        value: f64,
        /// `in all rows` or `within every stratum`.
        scope: &'static str,
    },
    /// Two covariates are the same up to a linear transformation.
    #[error("column `{column}` is a linear copy of column `{original}`: drop one of them or add a penalty")]
    DuplicatedColumn {
        /// The later column.
        column: String,
        /// The earlier column.
        original: String,
    },
    /// Some covariates are linear combinations of others.
    #[error("column `{column}` is a linear combination of {others}: drop one of them or add a penalty")]
    Collinear {
        /// The column that adds nothing.
        column: String,
        /// The columns it is made of, comma-separated.
        others: String,
    },
    /// The likelihood grows without bound along some coefficients.
    #[error(
        "{columns}: no finite estimate, the events are separated from the rest perfectly or to the limits of \
         floating-point numbers (drop columns or add a penalty)"
    )]
    Separation {
        /// The columns, comma-separated.
        columns: String,
    },
    /// The optimiser stopped before it converged.
    #[error("no convergence after {iterations} iterations: {reason}")]
    NoConvergence {
        /// Iterations done.
        iterations: usize,
        /// What was left.
        reason: String,
    },
    /// `penalty` is out of range.
    #[error("`penalty` must be finite and >= 0, got {got}")]
    InvalidPenalty {
        /// The value given.
        got: f64,
    },
    /// `l1_ratio` is out of range.
    #[error("`l1_ratio` must be within [0, 1], got {got}")]
    InvalidL1Ratio {
        /// The value given.
        got: f64,
    },
    /// `tolerance` is out of range.
    #[error("`tolerance` must be within (0, 0.01], got {got}")]
    InvalidTolerance {
        /// The value given.
        got: f64,
    },
    /// `max_iterations` is zero.
    #[error("`max_iterations` must be at least 1, got 0")]
    InvalidMaxIterations,
    /// The options of a penalty path are out of range.
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidPathOption {
        /// Name of the option.
        name: &'static str,
        /// The range.
        expected: &'static str,
        /// The value given.
        got: f64,
    },
    /// The folds of a cross-validation cannot be used.
    #[error("fold {fold} {reason}")]
    InvalidFold {
        /// The fold.
        fold: u32,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A prediction time is NaN.
    #[error("prediction time {index} is not a number")]
    InvalidPredictionTime {
        /// Index in `times`, from 0.
        index: usize,
    },
    /// A stratified model was asked to predict without a stratum.
    #[error("the model has {n_strata} strata: say which one each row belongs to")]
    StratumNeeded {
        /// Strata of the model.
        n_strata: usize,
    },
    /// A stratum that was not in the training data.
    #[error("row {row}: stratum {stratum} was not in the training data")]
    UnknownStratum {
        /// Row, from 0.
        row: usize,
        /// The stratum asked for.
        stratum: u32,
    },
    /// No pair of subjects can be ordered.
    #[error("no two subjects can be compared: concordance is not defined")]
    NoComparablePairs,
    /// A saved model is not valid JSON of this crate.
    #[error("not a saved Cox model: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// A saved model has a schema this version does not read.
    #[error("saved Cox model has schema version {got}, this version reads {expected}")]
    SchemaVersion {
        /// Version this crate reads.
        expected: u32,
        /// Version found.
        got: u64,
    },
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
