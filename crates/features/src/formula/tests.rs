//! What formulas mean.

use super::Formula;
use crate::{DesignEncoder, PlainColumns};
use ndarray::array;

fn people() -> PlainColumns {
    let table = PlainColumns::new(6).with_numbers("age", vec![30.0, 40.0, 50.0, 60.0, 70.0, 80.0]).expect("six");
    let table = table.with_numbers("crp", vec![1.0, 2.0, 4.0, 8.0, 16.0, 0.0]).expect("six");
    let table = table.with_numbers("site", vec![1.0, 2.0, 3.0, 1.0, 2.0, 2.0]).expect("six");
    let table = table.with_texts("sex", ["f", "m", "f", "m", "f", "f"]).expect("six");
    table.with_texts("job, old", ["a", "b", "c", "a", "b", "a"]).expect("six")
}

#[track_caller]
fn columns(formula: &str) -> Vec<String> {
    let formula: Formula = formula.parse().expect("a formula");
    DesignEncoder::fit_formula(&people(), &formula).expect("columns of the table").columns().to_vec()
}

#[track_caller]
fn refused(formula: &str) -> String {
    let parsed = formula.parse::<Formula>().map_err(crate::Error::from);
    let encoder = parsed.and_then(|formula| DesignEncoder::fit_formula(&people(), &formula));
    encoder.and_then(|encoder| encoder.transform(&people())).expect_err("refused").to_string()
}

#[test]
fn products_are_written_as_in_r() {
    assert_eq!(columns("age * sex"), ["age", "sex=m", "age:sex=m"]);
    assert_eq!(columns("(age + crp + sex)^2 - age:crp"), ["age", "crp", "sex=m", "age:sex=m", "crp:sex=m"]);
    assert_eq!(columns("age:crp + crp:age + age"), ["age", "age:crp"]);
    assert_eq!(columns("1 + age + age"), ["age"]);
}

/// `colnames(model.matrix(~ sex:age))` and the like, R 4.2.2, but for the marks of levels.
#[test]
fn groups_in_a_product_have_all_levels_where_the_others_are_no_term() {
    assert_eq!(columns("sex:age"), ["sex=f:age", "sex=m:age"]);
    assert_eq!(columns("age + sex:age"), ["age", "sex=m:age"]);
    assert_eq!(columns("sex + sex:age"), ["sex=m", "sex=f:age", "sex=m:age"]);
    let two = columns("sex:C(site)");
    // The first cell is what the others compare with, and nobody is `m` at site 3.
    assert_eq!(two, ["sex=m:site=2", "sex=f:site=1", "sex=m:site=1", "sex=f:site=3"]);
    assert_eq!(columns("C(site) + C(site):sex"), ["site=1", "site=3", "site=2:sex=m", "site=1:sex=m"]);
}

#[test]
fn arithmetic_and_functions_are_calculated() {
    let formula: Formula = "log2(crp + 1) + I(-(age - 20)^2 / 2 + 3 * crp) + I(2^3^0)".parse().expect("a formula");
    let encoder = DesignEncoder::fit_formula(&people(), &formula).expect("finite");
    assert_eq!(encoder.columns(), ["log2(crp + 1)", "I(-(age - 20)^2/2 + 3*crp)", "I(2^(3^0))"]);
    let design = encoder.transform(&people()).expect("its own rows");
    assert_eq!(design.row(0).to_vec(), [1.0, -47.0, 2.0]);
    let again: DesignEncoder =
        serde_json::from_str(&serde_json::to_string(&encoder).expect("text and numbers")).expect("just saved");
    assert_eq!(again, encoder);
    let error = refused("age + log(crp)");
    assert_eq!(error, "row 6: `log(crp)` is -inf where `crp` is 0: expected a finite number");
}

#[test]
fn groups_are_stated_with_their_reference() {
    assert_eq!(columns("C(site, ref=3)"), ["site=1", "site=2"]);
    assert_eq!(columns("C(sex, ref='m')"), ["sex=f"]);
    assert_eq!(columns("`job, old`"), ["job, old=b", "job, old=c"]);
    assert_eq!(
        refused("C(site, ref=9)"),
        "column `site` has no level `9` to compare with, expected one of `1`, `2`, `3`"
    );
    assert_eq!(columns("C(site) + site"), ["site=1", "site=3", "site"]);
}

#[test]
fn strata_and_clusters_are_no_covariates() {
    let formula: Formula = "age + strata(site) + cluster(`job, old`)".parse().expect("a formula");
    assert_eq!((formula.strata(), formula.clusters()), (&["site".to_owned()][..], &["job, old".to_owned()][..]));
    assert_eq!(formula.columns(), ["age"]);
    assert!(refused("age * strata(site)").contains("strata and clusters have no interactions"));
    assert!(refused("strata(site)").contains("it names no covariate"));
}

#[test]
fn a_point_stands_for_the_other_columns() {
    let formula: Formula = ". - age + log(crp)".parse().expect("a formula");
    assert!(formula.has_rest());
    assert!(refused(". - age").contains("give them by `with_rest`"));
    assert_eq!(formula.taken_away(), ["age"]);
    assert!(refused(". - C(sex)").contains("there is no term `sex` to take away"));
    assert!(refused("I(1 / 0)").contains("`I(1/0)` is inf: expected a finite number"));
    let rest = ["age", "crp", "sex"].map(str::to_owned);
    let whole = formula.with_rest(&rest).expect("three columns");
    assert_eq!(whole.columns(), ["crp", "sex"]);
}

#[test]
fn splines_are_columns_of_their_own_and_multiply() {
    let columns = columns("ns(age, 2) * sex + rcs(age, knots=c(35, 55, 75))");
    let splines = ["ns(age, 2)1", "ns(age, 2)2", "sex=m", "rcs(age, knots=c(35, 55, 75))1"];
    assert_eq!(columns[..4], splines);
    assert_eq!(columns[5..], ["ns(age, 2)1:sex=m", "ns(age, 2)2:sex=m"]);
}

#[test]
fn new_rows_are_encoded_by_what_was_learnt() {
    let formula: Formula = "sex:crp + I(age / 10)".parse().expect("a formula");
    let encoder = DesignEncoder::fit_formula(&people(), &formula).expect("finite");
    let new = PlainColumns::new(2).with_numbers("age", vec![20.0, 30.0]).expect("two");
    let new = new.with_numbers("crp", vec![5.0, 7.0]).expect("two").with_texts("sex", ["m", "x"]).expect("two");
    let (design, unknown) = encoder.transform_known(&new).expect("columns are there");
    assert_eq!(design.row(0), array![2.0, 0.0, 5.0]);
    assert!(design.row(1)[1].is_nan() && unknown.len() == 1);
    assert_eq!(encoder.sources(), ["age", "sex", "crp"]);
    assert_eq!(encoder.number_sources(), ["age", "crp"]);
}

#[test]
fn what_is_no_formula_is_said_with_its_place() {
    let said = |formula: &str| refused(formula);
    assert_eq!(said("age +"), "formula `age +`, character 6: expected a column, `.` or a function, got the end");
    assert_eq!(said("age sex"), "formula `age sex`, character 5: expected `+` or the end, got `sex`");
    assert_eq!(said("log(age"), "formula `log(age`, character 8: expected `)`, got the end");
    assert!(said("time ~ age").contains("write what stands to the right of `~`"));
    assert!(said("Surv(time, status) ~ age").contains("write what stands to the right of `~`"));
    assert!(said("age + spline(crp)").contains("unknown function `spline`, expected one of `I`, `log`"));
    assert!(said("age - 1").contains("the intercept cannot be left out"));
    assert!(said("age^2.5").contains("a square is `I(a^2)`"));
    assert!(said("age / crp").contains("arithmetic stands in `I()`"));
    assert!(said("`age").contains("the ` has no second one"));
    assert!(said("age & crp").contains("`&` means nothing here"));
    assert!(said("ns(age, 3, 4)").contains("the knots are given twice"));
    assert!(said("ns(age, 0)").contains("a whole number from 1 to 50"));
    assert!(said("").contains("expected a column"));
    assert!(said(&"(".repeat(100_000)).contains("it has more than 20000 bytes"));
    assert!(said(&"(".repeat(1000)).contains("more than 50 parentheses within each other"));
    let many: Vec<String> = (0..100).map(|at| format!("x{at}")).collect();
    assert!(said(&format!("({})^3", many.join("+"))).contains("it has more than 2000 terms"));
}

/// Whatever is typed: an error or a formula, and no panic.
#[test]
fn any_characters_are_read_or_refused() {
    let alphabet: Vec<char> = "ab.1`'\" +-*/:^(),=~nsrc{é".chars().collect();
    let mut state = 1_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..state % 17 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).expect("31 bits") % alphabet.len();
            text.push(alphabet[at]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
        let _ = text.parse::<Formula>().and_then(|formula| formula.with_rest(&["a".to_owned()]));
    }
}
