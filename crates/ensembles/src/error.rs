//! The crate's error type.

/// Everything that can be wrong with a table, parameters or a saved model.
///
/// Rows are counted from 0, in the order of the arrays handed in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The target has no rows.
    #[error("the target is empty: at least one row is needed")]
    Empty,
    /// The features have no columns.
    #[error("the features have no columns: at least one is needed")]
    NoFeatures,
    /// Features and target describe different numbers of rows.
    #[error("the features have {n_rows} rows but the target has {n_targets}")]
    LengthMismatch {
        /// Rows of the features.
        n_rows: usize,
        /// Rows of the target.
        n_targets: usize,
    },
    /// Weights and target describe different numbers of rows.
    #[error("there are {n_weights} weights but the target has {n_targets} rows")]
    WeightsMismatch {
        /// Weights given.
        n_weights: usize,
        /// Rows of the target.
        n_targets: usize,
    },
    /// A weight is not positive.
    #[error("row {row}: a weight must be a finite number above 0, got {value}")]
    InvalidWeight {
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// More rows than row ranks can be told apart.
    #[error("at most {max} rows can be fitted, got {got}")]
    TooManyRows {
        /// Largest number of rows.
        max: usize,
        /// Rows given.
        got: usize,
    },
    /// The features have another number of columns than the training data.
    #[error("expected {expected} feature columns, got {got}")]
    ColumnMismatch {
        /// Columns of the training data.
        expected: usize,
        /// Columns given.
        got: usize,
    },
    /// There are not as many names as columns.
    #[error("`feature_names` has {n_names} names but the features have {n_columns} columns")]
    NameMismatch {
        /// Columns of the features.
        n_columns: usize,
        /// Names given.
        n_names: usize,
    },
    /// Two features carry the same name.
    #[error("feature name `{column}` is given twice")]
    RepeatedName {
        /// The repeated name.
        column: String,
    },
    /// A feature value is NaN or infinite.
    #[error("column `{column}`, row {row}: `{value}` is not a finite number")]
    NotFinite {
        /// Name of the column.
        column: String,
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A feature does not vary.
    #[error("column `{column}` is constant ({value}) in all rows: it cannot split anything")]
    ConstantColumn {
        /// Name of the column.
        column: String,
        /// Its value.
        value: f64,
    },
    /// A numeric target value is NaN or infinite.
    #[error("target in row {row} must be finite, got {value}")]
    InvalidTarget {
        /// Row, from 0.
        row: usize,
        /// The value.
        value: f64,
    },
    /// All rows have the same class or value.
    #[error("all {n_rows} rows have the same {what} ({value}): there is nothing to learn")]
    OneClass {
        /// Rows of the target.
        n_rows: usize,
        /// `class` or `value`.
        what: &'static str,
        /// The class or value.
        value: String,
    },
    /// A class label is out of range.
    #[error("row {row}: class {class} is out of range, expected a number below {n_classes}")]
    InvalidClass {
        /// Row, from 0.
        row: usize,
        /// The class.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A class has no rows.
    #[error("class {class} of {n_classes} has no rows: number the classes that occur from 0")]
    EmptyClass {
        /// The class.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// More classes than rows.
    #[error("{n_classes} classes need at least as many rows, got {n_rows}")]
    MoreClassesThanRows {
        /// Number of classes.
        n_classes: usize,
        /// Rows of the target.
        n_rows: usize,
    },
    /// A parameter is out of range.
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidParameter {
        /// Name of the parameter.
        name: &'static str,
        /// The range.
        expected: &'static str,
        /// The value given.
        got: String,
    },
    /// A model of one task was asked for what another task gives.
    #[error("{method} needs a model of {expected}, this one is of {got}")]
    WrongTask {
        /// The method called.
        method: &'static str,
        /// Tasks it serves.
        expected: &'static str,
        /// Task of the model.
        got: &'static str,
    },
    /// An output was asked for that the model does not have.
    #[error("the model has {n_outputs} outputs, output {got} was asked for")]
    UnknownOutput {
        /// Outputs of the model.
        n_outputs: usize,
        /// The output asked for.
        got: usize,
    },
    /// The rows cannot be cut into a training and a validation part.
    #[error("no validation rows can be set aside for early stopping: {reason}")]
    Validation {
        /// Why.
        reason: String,
    },
    /// Scores and labels of a calibration cannot be used.
    #[error("calibration: {reason}")]
    Calibration {
        /// What is wrong.
        reason: String,
    },
    /// The tree learner failed on checked data.
    #[error("smartcore could not grow a tree: {reason}")]
    Backend {
        /// What went wrong.
        reason: String,
    },
    /// A saved model cannot be used.
    #[error("not a saved {kind}: {reason}")]
    Malformed {
        /// Kind of model that was expected.
        kind: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A saved model has a schema this version does not read.
    #[error("saved {kind} has schema version {got}, this version reads {expected}")]
    SchemaVersion {
        /// Kind of model.
        kind: &'static str,
        /// Version this crate reads.
        expected: u32,
        /// Version found.
        got: u64,
    },
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
