//! Splines beside R's.
//!
//! ```r
//! # R 4.2.2, splines
//! library(splines)
//! x <- c(1, 2, 4, 7, 11, 16, 22, 29)
//! print(ns(x, 3), digits = 17); print(predict(ns(x, 3), c(-3, 40)), digits = 17); print(ns(x, 1), digits = 17)
//! ```

use super::Spline;
use crate::formula::{Knots, SplineKind};
use ndarray::Array2;

const X: [f64; 8] = [1.0, 2.0, 4.0, 7.0, 11.0, 16.0, 22.0, 29.0];

/// Rounding of R's 16 printed digits and of another order of sums.
const TOLERANCE: f64 = 1e-14;

fn basis(spline: &Spline, x: &[f64]) -> Array2<f64> {
    let mut design = Array2::zeros((x.len(), spline.n_columns()));
    spline.write(x, design.columns_mut().into_iter());
    design
}

#[track_caller]
fn check(got: &Array2<f64>, expected: &[&[f64]]) {
    assert_eq!(got.dim(), (expected.len(), expected[0].len()));
    for (row, expected) in got.rows().into_iter().zip(expected) {
        for (got, expected) in row.iter().zip(*expected) {
            assert!((got - expected).abs() < TOLERANCE, "{got} is not {expected}");
        }
    }
}

#[test]
fn natural_splines_are_those_of_r() {
    let spline = Spline::new("ns", SplineKind::Natural, &Knots::Count(3), None, &X).expect("eight values");
    check(
        &basis(&spline, &X),
        &[
            &[0.0, 0.0, 0.0],
            &[-0.050_600_169_685_304_73, 0.135_165_869_430_089_1, -0.083_896_056_887_641_5],
            &[-0.124_678_179_667_569_4, 0.376_363_415_227_488_1, -0.233_604_878_417_061_6],
            &[-0.081_711_709_348_684_16, 0.570_778_922_049_128_4, -0.353_352_926_986_158_6],
            &[0.196_155_409_024_608_7, 0.546_986_389_194_863, -0.314_570_369_648_043],
            &[0.475_403_261_995_783_6, 0.392_528_206_568_376_8, -0.090_841_371_161_562_96],
            &[0.353_018_299_398_733_2, 0.342_946_590_841_355_8, 0.269_233_973_396_274_5],
            &[-0.153_965_785_381_026_4, 0.405_909_797_822_705_9, 0.748_055_987_558_320_4],
        ],
    );
    check(
        &basis(&spline, &[-3.0, 40.0]),
        &[
            &[0.206_921_066_972_609_7, -0.545_519_176_564_152_8, 0.338_598_109_591_543_2],
            &[-1.058_514_774_494_557, 0.540_629_860_031_104_1, 1.517_884_914_463_453],
        ],
    );
    let line = Spline::new("ns", SplineKind::Natural, &Knots::Count(1), None, &X).expect("no knots within");
    check(&basis(&line, &X[..2]), &[&[0.0], &[0.028_635_133_062_045_46]]);
}

#[test]
fn stated_knots_and_boundaries_are_those_of_r() {
    let knots = Knots::At(vec![5.0, 20.0]);
    let spline = Spline::new("ns", SplineKind::Natural, &knots, Some([2.0, 25.0]), &X).expect("in order");
    check(
        &basis(&spline, &[1.0, 7.0, 29.0]),
        &[
            &[0.021_821_789_023_599_23, -0.109_108_945_117_996_2, 0.087_287_156_094_396_94],
            &[0.008_879_283_366_133_736, 0.409_046_417_307_817_7, -0.326_170_467_179_587_5],
            &[-0.609_523_809_523_809_5, 0.647_619_047_619_047_5, 0.961_904_761_904_762],
        ],
    );
}

/// Both are all natural splines with these knots, so that one basis is made of the other.
#[test]
fn restricted_splines_span_what_natural_ones_do() {
    let knots = Knots::At(vec![2.0, 5.0, 20.0, 25.0]);
    let restricted = Spline::new("rcs", SplineKind::Restricted, &knots, None, &X).expect("in order");
    let inner = Knots::At(vec![5.0, 20.0]);
    let natural = Spline::new("ns", SplineKind::Natural, &inner, Some([2.0, 25.0]), &X).expect("in order");
    let (restricted, natural) = (basis(&restricted, &X), basis(&natural, &X));
    for target in restricted.columns() {
        let rest = residual(&natural, &target.to_vec());
        assert!(rest < 1e-10, "{rest} of {target} are left");
    }
}

/// Norm of what a constant and the columns of `design` do not explain, by Gram and Schmidt.
fn residual(design: &Array2<f64>, target: &[f64]) -> f64 {
    let mut columns: Vec<Vec<f64>> = vec![vec![1.0; target.len()]];
    columns.extend(design.columns().into_iter().map(|column| column.to_vec()));
    columns.push(target.to_vec());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    for at in 0..columns.len() {
        for _twice in 0..2 {
            for before in 0..at {
                let share = dot(&columns[before], &columns[at]) / dot(&columns[before], &columns[before]);
                let other = columns[before].clone();
                columns[at].iter_mut().zip(other).for_each(|(value, x)| *value -= share * x);
            }
        }
    }
    let last = columns.last().expect("the target");
    dot(last, last).sqrt()
}

#[test]
fn knots_that_do_not_differ_are_refused() {
    let refused =
        |kind, knots, x: &[f64]| Spline::new("ns(x)", kind, &knots, None, x).expect_err("refused").to_string();
    let same = refused(SplineKind::Natural, Knots::Count(3), &[1.0, 1.0, 1.0, 1.0, 5.0]);
    assert!(same.starts_with("`ns(x)`: the knots 1, 1, 1, 5 do not differ"), "{same}");
    let few = refused(SplineKind::Restricted, Knots::At(vec![1.0, 2.0]), &X);
    assert_eq!(few, "`ns(x)`: it has 2 knots, expected at least 3");
    assert!(refused(SplineKind::Natural, Knots::Count(2), &[]).contains("there are no rows"));
}
