//! Parameters of gradient boosting.

use serde::{Deserialize, Serialize};

use crate::checks::{check_count, check_limits, invalid};
use crate::error::Result;
use crate::learner::TreeLimits;

/// When boosting stops before its last round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EarlyStopping {
    /// Share of the rows that are set aside and never fitted, within (0, 0.5].
    pub validation_share: f64,
    /// Rounds without a lower validation loss after which boosting stops, at least 1.
    pub patience: usize,
}

/// Parameters of [`GradientBoosting`](crate::GradientBoosting); start with
/// [`GradientBoosting::params`](crate::GradientBoosting::params).
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_rounds` | 200 | 1 to 100,000 | rounds; each adds a tree, or one a class if there are more than two |
/// | `learning_rate` | 0.05 | (0, 1] | share of each Newton step that is taken |
/// | `max_depth` | 5 | 1 to 60 | most splits between root and leaf |
/// | `min_samples_split` | 2 | ≥ 2 | rows a node needs to be split |
/// | `min_samples_leaf` | 1 | ≥ 1 | rows each side of a split needs |
/// | `subsample` | 1 | (0, 1] | share of the rows that each tree is grown on, drawn without replacement |
/// | `early_stopping` | none | | stop when the loss on rows set aside no longer falls; the best round is kept |
/// | `seed` | 0 | any | seed of row samples and of the validation rows |
/// | `feature_names` | x0, x1, … | unique, one a column | names in results and errors |
/// | `allow_constant_columns` | false | | accept columns that do not vary, as folds of a cross-validation may have |
///
/// Each is a field to read, and a method of the same name to set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct BoostingParams {
    pub n_rounds: usize,
    pub learning_rate: f64,
    pub max_depth: u16,
    pub min_samples_split: usize,
    pub min_samples_leaf: usize,
    pub subsample: f64,
    pub early_stopping: Option<EarlyStopping>,
    pub seed: u64,
    #[serde(skip)]
    pub feature_names: Option<Vec<String>>,
    #[serde(skip)]
    pub allow_constant_columns: bool,
}

impl Default for BoostingParams {
    fn default() -> Self {
        Self {
            n_rounds: 200,
            learning_rate: 0.05,
            max_depth: 5,
            min_samples_split: 2,
            min_samples_leaf: 1,
            subsample: 1.0,
            early_stopping: None,
            seed: 0,
            feature_names: None,
            allow_constant_columns: false,
        }
    }
}

impl BoostingParams {
    /// Sets the number of rounds.
    #[must_use]
    pub fn n_rounds(mut self, n_rounds: usize) -> Self {
        self.n_rounds = n_rounds;
        self
    }

    /// Sets the share of each step that is taken.
    #[must_use]
    pub fn learning_rate(mut self, learning_rate: f64) -> Self {
        self.learning_rate = learning_rate;
        self
    }

    /// Sets the largest number of splits between root and leaf.
    #[must_use]
    pub fn max_depth(mut self, max_depth: u16) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// Sets the number of rows a node needs to be split.
    #[must_use]
    pub fn min_samples_split(mut self, n_rows: usize) -> Self {
        self.min_samples_split = n_rows;
        self
    }

    /// Sets the number of rows each side of a split needs.
    #[must_use]
    pub fn min_samples_leaf(mut self, n_rows: usize) -> Self {
        self.min_samples_leaf = n_rows;
        self
    }

    /// Sets the share of the rows that each tree is grown on.
    #[must_use]
    pub fn subsample(mut self, share: f64) -> Self {
        self.subsample = share;
        self
    }

    /// Stops when the loss on rows set aside no longer falls.
    #[must_use]
    pub fn early_stopping(mut self, early_stopping: EarlyStopping) -> Self {
        self.early_stopping = Some(early_stopping);
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Names the features, in column order.
    #[must_use]
    pub fn feature_names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.feature_names = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Accepts columns that do not vary.
    #[must_use]
    pub fn allow_constant_columns(mut self, allow: bool) -> Self {
        self.allow_constant_columns = allow;
        self
    }

    /// How far a tree grows.
    pub(crate) fn limits(&self) -> TreeLimits {
        let Self { max_depth, min_samples_split, min_samples_leaf, .. } = *self;
        TreeLimits { max_depth, min_samples_split, min_samples_leaf }
    }

    /// Checks every parameter against its range.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`](crate::Error::InvalidParameter) for the first that is out of range.
    pub fn check(&self) -> Result<()> {
        check_count("n_rounds", self.n_rounds, 1, 100_000, "within [1, 100000]")?;
        check_limits(self.limits())?;
        for (name, share) in [("learning_rate", self.learning_rate), ("subsample", self.subsample)] {
            if !(share > 0.0 && share <= 1.0) {
                return Err(invalid(name, "within (0, 1]", share));
            }
        }
        if let Some(EarlyStopping { validation_share, patience }) = self.early_stopping {
            if !(validation_share > 0.0 && validation_share <= 0.5) {
                return Err(invalid("validation_share", "within (0, 0.5]", validation_share));
            }
            check_count("patience", patience, 1, usize::MAX, "at least 1")?;
        }
        Ok(())
    }
}
