//! Splits into parts to learn from and to test on.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::bootstrap::rows_by_stratum;
use crate::error::{Error, Result};

/// Row numbers to learn from and row numbers to test on; both ascending, together every row once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Rows to fit on.
    pub train: Vec<usize>,
    /// Rows held out.
    pub test: Vec<usize>,
}

/// Splits rows once, with the same share of test rows in every stratum.
///
/// round(n · `test_share`) rows are held out; each stratum gives its share rounded down, and the rows that are missing
/// come from the strata with the largest remainders.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::InvalidShare`], [`Error::EmptySide`] if a side would get no row.
pub fn train_test_split<S: Ord>(strata: &[S], test_share: f64, seed: u64) -> Result<Split> {
    split_strata(strata, test_share, seed, |rows, quota, rng| {
        rows.shuffle(rng);
        rows[..quota].to_vec()
    })
}

/// Splits rows once, with one run of neighbours of every stratum held out, at a random place.
///
/// For rows whose neighbours resemble each other, such as pictures of one scene: a random split would hold out copies of what
/// is learnt from. Shares and errors as in [`train_test_split`].
///
/// # Errors
///
/// Those of [`train_test_split`]
pub fn contiguous_train_test_split<S: Ord>(strata: &[S], test_share: f64, seed: u64) -> Result<Split> {
    split_strata(strata, test_share, seed, |rows, quota, rng| {
        let start = rng.random_range(0..=rows.len() - quota);
        rows[start..start + quota].to_vec()
    })
}

/// `choose` picks as many of a stratum's ascending rows as it is told.
fn split_strata<S: Ord>(
    strata: &[S],
    test_share: f64,
    seed: u64,
    choose: impl Fn(&mut [usize], usize, &mut ChaCha8Rng) -> Vec<usize>,
) -> Result<Split> {
    if strata.is_empty() {
        return Err(Error::Empty);
    }
    if !(test_share > 0.0 && test_share < 1.0) {
        return Err(Error::InvalidShare { got: test_share });
    }
    let n_rows = strata.len();
    let n_test = rounded(n_rows as f64 * test_share);
    if n_test == 0 || n_test == n_rows {
        return Err(Error::EmptySide { test_share, n_rows, n_test });
    }
    let mut groups = rows_by_stratum(strata);
    let quotas = largest_remainders(&groups, n_test);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut is_test = vec![false; n_rows];
    for (rows, quota) in groups.iter_mut().zip(quotas) {
        choose(rows, quota, &mut rng).into_iter().for_each(|row| is_test[row] = true);
    }
    Ok(split_where(n_rows, |row| is_test[row]))
}

/// Repeated stratified k-fold cross-validation: within a repeat every row is held out once.
///
/// | Name | Range | Meaning |
/// |---|---|---|
/// | `folds` | ≥ 2 | parts a repeat is cut into; their sizes differ by at most 1, also within a stratum |
/// | `repeats` | ≥ 1 | how often the rows are shuffled and cut anew |
/// | `seed` | any | repeat r shuffles by the `ChaCha8` stream (`seed`, r) |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedStratifiedKFold {
    /// Number of parts.
    pub folds: usize,
    /// Number of shuffles.
    pub repeats: usize,
    /// Seed of the shuffles.
    pub seed: u64,
}

impl RepeatedStratifiedKFold {
    /// Iterates over the `folds · repeats` splits, the folds of the first repeat first.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooFewFolds`], [`Error::NoRepeats`], [`Error::StratumTooSmall`] if a stratum has fewer rows
    /// than there are folds.
    pub fn splits<S: Ord>(&self, strata: &[S]) -> Result<impl Iterator<Item = Split> + use<S>> {
        let Self { folds, repeats, seed } = *self;
        if strata.is_empty() {
            return Err(Error::Empty);
        }
        if folds < 2 {
            return Err(Error::TooFewFolds { got: folds });
        }
        if repeats == 0 {
            return Err(Error::NoRepeats);
        }
        let groups = rows_by_stratum(strata);
        if let Some(n_rows) = groups.iter().map(Vec::len).min().filter(|&smallest| smallest < folds) {
            return Err(Error::StratumTooSmall { folds, n_rows });
        }
        let n_rows = strata.len();
        Ok((0..repeats as u64).flat_map(move |repeat| {
            let fold_of = deal(groups.clone(), n_rows, folds, seed, repeat);
            (0..folds).map(move |fold| split_where(n_rows, |row| fold_of[row] == fold))
        }))
    }
}

/// The fold of each row: shuffled strata are dealt out one after the other like cards, which keeps the sizes of the
/// folds within 1 of each other in every stratum and in total.
fn deal(mut groups: Vec<Vec<usize>>, n_rows: usize, folds: usize, seed: u64, repeat: u64) -> Vec<usize> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(repeat);
    for rows in &mut groups {
        rows.shuffle(&mut rng);
    }
    let mut fold_of = vec![0; n_rows];
    for (card, &row) in groups.iter().flatten().enumerate() {
        fold_of[row] = card % folds;
    }
    fold_of
}

fn split_where(n_rows: usize, is_test: impl Fn(usize) -> bool) -> Split {
    let (test, train) = (0..n_rows).partition(|&row| is_test(row));
    Split { train, test }
}

/// How many of `n_test` rows each group gives.
///
/// Exact in integers: group g is owed `len·n_test / n_rows`, which is never more than `len`.
fn largest_remainders(groups: &[Vec<usize>], n_test: usize) -> Vec<usize> {
    let n_rows: usize = groups.iter().map(Vec::len).sum();
    let owed = |group: usize| groups[group].len() * n_test;
    let mut quotas: Vec<usize> = (0..groups.len()).map(|group| owed(group) / n_rows).collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(owed(group) % n_rows));
    let missing = n_test - quotas.iter().sum::<usize>();
    for &group in &order[..missing] {
        quotas[group] += 1;
    }
    quotas
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a row count is within it")]
fn rounded(value: f64) -> usize {
    value.round() as usize
}
