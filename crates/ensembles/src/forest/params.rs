//! Parameters of a random forest.

use serde::{Deserialize, Serialize};

use crate::checks::{check_count, check_limits, invalid};
use crate::error::Result;
use crate::learner::TreeLimits;

/// How many features are tried at a split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeaturesPerSplit {
    /// √p, rounded down: the usual choice for classes.
    #[default]
    SquareRoot,
    /// p / 3, rounded down, at least 1: Breiman's choice for numbers.
    Third,
    /// All of them: bagged trees.
    All,
    /// This many, but no more than there are.
    Count(usize),
}

impl FeaturesPerSplit {
    pub(crate) fn of(self, n_features: usize) -> usize {
        match self {
            Self::SquareRoot => n_features.isqrt(),
            Self::Third => (n_features / 3).max(1),
            Self::All => n_features,
            Self::Count(count) => count.min(n_features),
        }
    }
}

/// Parameters of [`RandomForest`](crate::RandomForest); start with
/// [`RandomForest::params`](crate::RandomForest::params).
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_trees` | 200 | 1 to 100,000 | trees |
/// | `max_depth` | 10 | 1 to 60 | most splits between root and leaf |
/// | `min_samples_split` | 5 | ≥ 2 | rows a node needs to be split |
/// | `min_samples_leaf` | 2 | ≥ 1 | rows each side of a split needs |
/// | `features_per_split` | √p | 1 to p | features tried at each split |
/// | `seed` | 0 | any | seed of bootstrap samples and features tried |
/// | `feature_names` | x0, x1, … | unique, one a column | names in results and errors |
/// | `allow_constant_columns` | false | | accept columns that do not vary, as folds of a cross-validation may have |
///
/// Each is a field to read, and a method of the same name to set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct ForestParams {
    pub n_trees: usize,
    pub max_depth: u16,
    pub min_samples_split: usize,
    pub min_samples_leaf: usize,
    pub features_per_split: FeaturesPerSplit,
    pub seed: u64,
    #[serde(skip)]
    pub feature_names: Option<Vec<String>>,
    #[serde(skip)]
    pub allow_constant_columns: bool,
}

impl Default for ForestParams {
    fn default() -> Self {
        Self {
            n_trees: 200,
            max_depth: 10,
            min_samples_split: 5,
            min_samples_leaf: 2,
            features_per_split: FeaturesPerSplit::SquareRoot,
            seed: 0,
            feature_names: None,
            allow_constant_columns: false,
        }
    }
}

impl ForestParams {
    /// Sets the number of trees.
    #[must_use]
    pub fn n_trees(mut self, n_trees: usize) -> Self {
        self.n_trees = n_trees;
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

    /// Sets how many features are tried at each split.
    #[must_use]
    pub fn features_per_split(mut self, features: FeaturesPerSplit) -> Self {
        self.features_per_split = features;
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
        check_count("n_trees", self.n_trees, 1, 100_000, "within [1, 100000]")?;
        check_limits(self.limits())?;
        match self.features_per_split {
            FeaturesPerSplit::Count(0) => Err(invalid("features_per_split", "at least 1", 0)),
            _ => Ok(()),
        }
    }
}
