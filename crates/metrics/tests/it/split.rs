//! Splits and folds.

use std::collections::BTreeMap;

use metrics::{Error, RepeatedStratifiedKFold, Split, contiguous_train_test_split, train_test_split};
use proptest::prelude::*;

fn counts(strata: &[u32], rows: &[usize]) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for &row in rows {
        *counts.entry(strata[row]).or_insert(0) += 1;
    }
    counts
}

fn holds_every_row_once(split: &Split, n_rows: usize) -> bool {
    let mut rows = [split.train.as_slice(), split.test.as_slice()].concat();
    rows.sort_unstable();
    rows == (0..n_rows).collect::<Vec<_>>() && split.train.is_sorted() && split.test.is_sorted()
}

#[test]
fn split_of_a_thousand_rows_keeps_the_event_share() {
    let event: Vec<bool> = (0..1_000).map(|row| row % 10 < 3).collect();
    let Split { train, test } = train_test_split(&event, 0.2, 42).expect("valid");
    assert_eq!((train.len(), test.len()), (800, 200));
    assert_eq!(test.iter().filter(|&&row| event[row]).count(), 60);
}

#[test]
fn split_with_another_seed_differs() {
    let strata = vec![0_u32; 100];
    assert_eq!(train_test_split(&strata, 0.2, 1), train_test_split(&strata, 0.2, 1));
    assert_ne!(train_test_split(&strata, 0.2, 1), train_test_split(&strata, 0.2, 2));
}

#[test]
fn contiguous_split_holds_out_one_run_of_each_stratum() {
    // Two strata that take turns.
    let strata: Vec<u32> = (0..200).map(|row| row % 2).collect();
    let mut starts = Vec::new();
    for seed in 0..8 {
        let split = contiguous_train_test_split(&strata, 0.1, seed).expect("valid");
        assert!(holds_every_row_once(&split, 200));
        for stratum in 0..2 {
            let rows: Vec<usize> = split.test.iter().copied().filter(|row| strata[*row] == stratum).collect();
            assert_eq!(rows.len(), 10);
            assert!(rows.windows(2).all(|pair| pair[1] == pair[0] + 2), "{rows:?}");
            starts.push(rows[0]);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    assert!(starts.len() > 8, "{starts:?}");
}

#[test]
fn split_of_bad_input_names_what_is_wrong() {
    assert_eq!(train_test_split::<u32>(&[], 0.2, 0), Err(Error::Empty));
    assert_eq!(train_test_split(&[0_u32, 1], 1.0, 0), Err(Error::InvalidShare { got: 1.0 }));
    assert!(matches!(train_test_split(&[0_u32, 1], f64::NAN, 0), Err(Error::InvalidShare { .. })));
    let empty = Error::EmptySide { test_share: 0.1, n_rows: 3, n_test: 0 };
    assert_eq!(train_test_split(&[0_u32, 1, 0], 0.1, 0), Err(empty));
}

#[test]
fn repeats_of_cross_validation_differ() {
    let strata: Vec<u32> = (0..40).map(|row| row % 2).collect();
    let kfold = RepeatedStratifiedKFold { folds: 5, repeats: 2, seed: 42 };
    let splits: Vec<Split> = kfold.splits(&strata).expect("valid").collect();
    assert_eq!(splits.len(), 10);
    assert_ne!(splits[..5], splits[5..]);
}

#[test]
fn cross_validation_of_bad_input_names_what_is_wrong() {
    let refusal = |folds, repeats, strata: &[u32]| {
        RepeatedStratifiedKFold { folds, repeats, seed: 0 }.splits(strata).err().expect("a refusal")
    };
    assert_eq!(refusal(2, 1, &[]), Error::Empty);
    assert_eq!(refusal(1, 1, &[0, 0]), Error::TooFewFolds { got: 1 });
    assert_eq!(refusal(2, 0, &[0, 0]), Error::NoRepeats);
    assert_eq!(refusal(3, 1, &[0, 0, 0, 1, 1]), Error::StratumTooSmall { folds: 3, n_rows: 2 });
}

proptest! {
    #[test]
    fn split_holds_every_row_once_and_every_stratum_in_its_share(
        strata in prop::collection::vec(0..4_u32, 10..200), test_share in 0.1..0.9_f64, seed: u64,
    ) {
        let split = train_test_split(&strata, test_share, seed)?;
        prop_assert!(holds_every_row_once(&split, strata.len()));
        let all: Vec<usize> = (0..strata.len()).collect();
        let held_out = counts(&strata, &split.test);
        // The total is rounded first, which moves a stratum's share by at most half a row.
        for (stratum, size) in counts(&strata, &all) {
            let got = held_out.get(&stratum).copied().unwrap_or(0);
            prop_assert!((got as f64 - size as f64 * test_share).abs() < 1.5 + 1e-9);
        }
    }

    #[test]
    fn every_row_is_in_one_test_fold_a_repeat(
        mut strata in prop::collection::vec(0..3_u32, 1..120), folds in 2..7_usize, repeats in 1..4_usize, seed: u64,
    ) {
        strata.extend((0..3).flat_map(|stratum| std::iter::repeat_n(stratum, folds)));
        let kfold = RepeatedStratifiedKFold { folds, repeats, seed };
        let splits: Vec<Split> = kfold.splits(&strata)?.collect();
        prop_assert_eq!(splits.len(), folds * repeats);
        for repeat in splits.chunks(folds) {
            let mut held_out = repeat.iter().flat_map(|split| split.test.clone()).collect::<Vec<_>>();
            held_out.sort_unstable();
            prop_assert!(held_out.into_iter().eq(0..strata.len()));
            for split in repeat {
                prop_assert!(holds_every_row_once(split, strata.len()));
                prop_assert!(split.test.len().abs_diff(strata.len() / folds) <= 1);
            }
            for stratum in 0..3 {
                let sizes = repeat.iter().map(|split| counts(&strata, &split.test)[&stratum]);
                let (low, high) = sizes.fold((usize::MAX, 0), |(low, high), n| (low.min(n), high.max(n)));
                prop_assert!(high - low <= 1);
            }
        }
        let again: Vec<Split> = kfold.splits(&strata)?.collect();
        prop_assert_eq!(splits, again);
    }
}
