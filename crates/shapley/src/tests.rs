//! Games worked out by hand, and the laws that define Shapley values.

use proptest::prelude::*;

use crate::{MAX_PLAYERS, explain, explain_sum, shapley_values};

/// Rounding of sums of a few dozen terms.
const TOLERANCE: f64 = 1e-12;

#[track_caller]
fn check(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < TOLERANCE, "{found} and {expected}");
    }
}

#[test]
fn additive_games_give_each_player_its_own() {
    let worth = [3.0, -1.0, 0.5, 7.0];
    let value = |coalition: usize| (0..4).filter(|player| coalition >> player & 1 == 1).map(|p| worth[p]).sum();
    check(&shapley_values(4, value).expect("four players"), &worth);
}

#[test]
fn majority_of_three_is_shared_equally() {
    let value = |coalition: usize| f64::from(u8::from(coalition.count_ones() >= 2));
    check(&shapley_values(3, value).expect("three players"), &[1.0 / 3.0; 3]);
}

#[test]
fn airport_game_shares_each_stretch_among_its_users() {
    // Runways of lengths 1, 2, 4: the first unit is shared by three, the second by two, the rest is the last one's.
    let value = |coalition: usize| {
        [1.0, 2.0, 4.0].iter().enumerate().filter(|(p, _)| coalition >> p & 1 == 1).map(|(_, c)| *c).fold(0.0, f64::max)
    };
    check(&shapley_values(3, value).expect("three players"), &[1.0 / 3.0, 1.0 / 3.0 + 0.5, 1.0 / 3.0 + 0.5 + 2.0]);
}

#[test]
fn dummies_and_empty_games_get_nothing() {
    let value = |coalition: usize| f64::from(u8::from(coalition & 0b01 != 0));
    check(&shapley_values(2, value).expect("two players"), &[1.0, 0.0]);
    assert_eq!(shapley_values(0, |_| 5.0).expect("nobody"), Vec::<f64>::new());
    assert!(shapley_values(MAX_PLAYERS + 1, |_| 0.0).is_err());
}

#[test]
fn groups_move_together_against_a_background() {
    // f = x0 x1 + x2 at (2, 3, 5) against (0, 1, 1) and (2, 1, 3), groups {x0, x1} and {x2}.
    // v(∅) = (0 + 1 + 2 + 3) / 2 = 3; v(A) = 6 + 2 = 8; v(B) = (0 + 2) / 2 + 5 = 6; v(AB) = 11: φ = 5 and 3.
    let function = |rows: &[Vec<f64>]| rows.iter().map(|x| x[0] * x[1] + x[2]).collect();
    let background = [vec![0.0, 1.0, 1.0], vec![2.0, 1.0, 3.0]];
    let found = explain(function, &[2.0, 3.0, 5.0], &background, &[vec![0, 1], vec![2]]).expect("valid");
    assert_eq!((found.base_value, found.prediction), (3.0, 11.0));
    check(&found.values, &[5.0, 3.0]);
}

#[test]
fn unusable_questions_are_refused_with_a_reason() {
    let sum = |rows: &[Vec<f64>]| rows.iter().map(|row| row.iter().sum()).collect();
    let message = |background: &[Vec<f64>], groups: &[Vec<usize>]| {
        explain(sum, &[1.0, 2.0], background, groups).expect_err("refused").to_string()
    };
    assert_eq!(message(&[], &[vec![0, 1]]), "explanation: the background has no rows");
    assert_eq!(message(&[vec![1.0]], &[vec![0, 1]]), "explanation: background row 0 has 1 inputs, the example 2");
    let rows = [vec![0.0, 0.0]];
    assert_eq!(message(&rows, &[vec![0]]), "explanation: input 1 is in no group");
    assert_eq!(message(&rows, &[vec![0, 1], vec![1]]), "explanation: input 1 is in two groups, the second is 1");
    assert_eq!(message(&rows, &[vec![0, 2]]), "explanation: group 0 names input 2 of 2");
    let broken = explain(|rows| vec![f64::NAN; rows.len()], &[1.0], &[vec![0.0]], &[vec![0]]);
    assert_eq!(broken.expect_err("NaN").to_string(), "explanation: the function gave NaN, expected finite numbers");
}

#[test]
fn functions_that_are_not_finite_are_refused() {
    let error = explain_sum(|sum| 1.0 / sum, 0.0, &[1.0]).expect_err("1/0").to_string();
    assert_eq!(error, "explanation: the function gave inf, expected finite numbers");
    assert!(explain_sum(|sum| sum, 0.0, &[0.0; MAX_PLAYERS + 1]).is_err());
}

proptest! {
    #[test]
    fn sums_are_explained_as_rows_are(
        x in prop::collection::vec(-2.0..2.0_f64, 6),
        beta in prop::collection::vec(-2.0..2.0_f64, 6),
    ) {
        let groups = [vec![0, 3], vec![1], vec![2, 4, 5]];
        let curve = |sum: f64| 1.0 - (-0.3 * sum.exp()).exp();
        let of_row = |row: &Vec<f64>| curve(row.iter().zip(&beta).map(|(x, beta)| x * beta).sum());
        let function = |rows: &[Vec<f64>]| rows.iter().map(of_row).collect();
        let expected = explain(function, &x, &[vec![0.0; 6]], &groups).expect("valid");
        let terms = groups.each_ref().map(|group| group.iter().map(|&input| x[input] * beta[input]).sum());
        let found = explain_sum(curve, 0.0, &terms).expect("valid");
        check(&found.values, &expected.values);
        check(&[found.base_value, found.prediction], &[expected.base_value, expected.prediction]);
    }

    #[test]
    fn values_sum_to_what_everybody_gains(worth in prop::collection::vec(-5.0..5.0_f64, 32)) {
        let found = shapley_values(5, |coalition| worth[coalition]).expect("five players");
        prop_assert!((found.iter().sum::<f64>() - (worth[31] - worth[0])).abs() < 1e-10);
    }

    #[test]
    fn renaming_the_players_renames_their_values(worth in prop::collection::vec(-5.0..5.0_f64, 8)) {
        let rename = [2, 0, 1];
        let renamed = |coalition: usize| (0..3).filter(|p| coalition >> p & 1 == 1).map(|p| 1 << rename[p]).sum::<usize>();
        let plain = shapley_values(3, |coalition| worth[coalition]).expect("three players");
        let other = shapley_values(3, |coalition| worth[renamed(coalition)]).expect("three players");
        for player in 0..3 {
            prop_assert!((other[player] - plain[rename[player]]).abs() < 1e-10);
        }
    }
}
