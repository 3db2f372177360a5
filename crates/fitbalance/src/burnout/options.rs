//! How the burnout models are trained.

/// How the burnout models are trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of split, folds and bootstrap |
/// | `penalty` | 0.01 | 0.01 | weight of the L1 penalty on standardised features |
/// | `folds` × `repeats` | 5 × 5 | 5 × 1 | repeated stratified cross-validation |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out people |
/// | `n_shuffles` | 30 | 3 | shuffles of each feature for its permutation importance |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct TrainOptions {
    pub(crate) seed: u64,
    pub(crate) penalty: f64,
    pub(crate) folds: usize,
    pub(crate) repeats: usize,
    pub(crate) n_resamples: usize,
    pub(crate) n_shuffles: usize,
    pub(crate) smoke: bool,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self { seed: 42, penalty: 0.01, folds: 5, repeats: 5, n_resamples: 2_000, n_shuffles: 30, smoke: false }
    }
}

impl TrainOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        if smoke {
            Self { repeats: 1, n_resamples: 200, n_shuffles: 3, smoke, ..Self::default() }
        } else {
            Self::default()
        }
    }
}
