//! Covariates by a formula, beside R.
//!
//! ```r
//! # R 4.2.2, survival 3.5-3, splines; `lung.csv` of the golden data
//! f <- coxph(Surv(time, status) ~ ns(age, 3) + sex * ph.karno + log(wt.loss + 30) + C(factor(ph.ecog), base = 2), d)
//! print(coef(f), digits = 12); print(sqrt(diag(vcov(f))), digits = 12); print(f$loglik, digits = 12)
//! few <- d[d$ph.ecog < 3, ]   # not `subset`, which places the knots by all rows
//! f <- coxph(Surv(time, status) ~ ns(age, 3) + sex:ph.karno + strata(ph.ecog), few)
//! k <- quantile(d$age, c(.05, .35, .65, .95))   # rms is not needed: the same space of curves
//! f <- coxph(Surv(time, status) ~ ns(age, knots = k[2:3], Boundary.knots = k[c(1, 4)]) + sex, d)
//! ```

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{fail, lung, succeed};

/// Optimisation stops at about this relative error, here and in R.
const TOLERANCE: f64 = 1e-7;

const LUNG: [&str; 7] = ["cox", "--data", "lung.csv", "--time", "time", "--event", "status"];

#[track_caller]
fn cox(folder: &Path, data: &str, formula: &str, more: &[&str]) -> Value {
    let mut arguments = LUNG.to_vec();
    arguments[2] = data;
    arguments.extend(["--formula", formula, "--json", "-"]);
    arguments.extend(more);
    serde_json::from_str(&succeed(folder, &arguments).stdout).expect("JSON alone on stdout")
}

#[track_caller]
fn assert_near(got: &Value, expected: f64, what: &str) {
    let got = got.as_f64().expect("a number");
    assert!((got - expected).abs() < TOLERANCE * expected.abs().max(1.0), "{what}: {got}, expected {expected}");
}

fn names(results: &Value) -> Vec<&str> {
    let rows = results["coefficients"].as_array().expect("a table");
    rows.iter().map(|row| row["name"].as_str().expect("a name")).collect()
}

#[test]
fn a_formula_is_fitted_as_in_r() {
    let folder = lung();
    let formula = "ns(age, 3) + sex * ph.karno + log(wt.loss + 30) + C(ph.ecog, ref=1)";
    let fit = cox(folder.path(), "lung.csv", formula, &[]);
    let expected = [
        ("ns(age, 3)1", 0.078_320_673_282_3, 0.381_940_286_625_4),
        ("ns(age, 3)2", 1.561_924_102_956_9, 1.262_538_908_316_8),
        ("ns(age, 3)3", 0.924_877_995_533_9, 0.509_484_134_808_3),
        ("sex", 0.246_957_516_783_1, 1.265_005_630_890_7),
        ("ph.karno", 0.028_967_755_907_4, 0.020_860_681_304),
        ("log(wt.loss + 30)", -0.397_241_249_032_3, 0.263_324_986_700_1),
        ("ph.ecog=0", -0.733_059_316_116_7, 0.253_180_218_267_1),
        ("ph.ecog=2", 0.746_994_178_406_4, 0.266_613_280_919_8),
        ("ph.ecog=3", 2.211_087_744_856_7, 1.055_046_940_222_3),
        ("sex:ph.karno", -0.010_695_990_428_6, 0.015_520_066_633_4),
    ];
    assert_eq!(names(&fit), expected.map(|(name, ..)| name));
    for (row, (name, coefficient, error)) in expected.into_iter().enumerate() {
        assert_near(&fit["coefficients"][row]["coef"], coefficient, name);
        assert_near(&fit["coefficients"][row]["se"], error, name);
    }
    assert_near(&fit["log_likelihood"], -641.193_410_27, "log-likelihood");
}

#[test]
fn strata_of_a_formula_and_restricted_splines_are_those_of_r() {
    let folder = lung();
    let text = fs::read_to_string(folder.path().join("lung.csv")).expect("just copied");
    let few: Vec<&str> = text.lines().filter(|line| line.split(',').nth(4) != Some("3")).collect();
    fs::write(folder.path().join("few.csv"), few.join("\n")).expect("writable");
    let fit = cox(folder.path(), "few.csv", "ns(age, 3) + sex:ph.karno + strata(ph.ecog)", &[]);
    for (row, expected) in
        [0.045_072_117_476_73, 1.497_900_203_352_19, 0.782_533_904_234_8, -0.005_737_940_095_49].into_iter().enumerate()
    {
        assert_near(&fit["coefficients"][row]["coef"], expected, "stratified");
    }
    assert_near(&fit["log_likelihood"], -494.587_978_245, "stratified");
    let fit = cox(folder.path(), "lung.csv", "rcs(age, 4) + sex", &[]);
    assert_eq!(names(&fit), ["rcs(age, 4)1", "rcs(age, 4)2", "rcs(age, 4)3", "sex"]);
    assert_near(&fit["log_likelihood"], -651.718_578_979, "restricted spline");
    assert_near(&fit["coefficients"][3]["coef"], -0.512_511_773_492, "beside a restricted spline");
}

/// The mean of hazards that R's `predict(f, new, type = "lp")` gives is arbitrary; differences of rows are not.
#[test]
fn a_fit_of_a_formula_is_saved_and_used() {
    let folder = lung();
    let folder = folder.path();
    let fit = cox(folder, "lung.csv", ". - pat.karno + I(age^2) + ph.ecog:sex", &["--save", "fit.json"]);
    assert_eq!(fit["left_out"].as_array().map(Vec::len), Some(0));
    fs::write(folder.join("new.csv"), "age,sex,ph.ecog,ph.karno,wt.loss\n60,1,0,90,5\n60,2,0,90,5\n")
        .expect("writable");
    let answer = succeed(folder, &["predict", "--model", "fit.json", "--data", "new.csv", "--json"]).stdout;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let score = |row: usize| answer["rows"][row]["risk_score"].as_f64().expect("a score");
    let sex = names(&fit).iter().position(|name| *name == "sex").expect("a covariate");
    assert_near(&fit["coefficients"][sex]["coef"], score(1) - score(0), "one sex and the other");
    let explained = succeed(folder, &["explain", "--model", "fit.json", "--data", "new.csv"]).stdout;
    assert!(explained.contains("I(age^2)") && explained.contains("ph.ecog:sex"), "{explained}");
}

#[test]
fn trees_take_transformations_and_no_strata() {
    let folder = lung();
    let folder = folder.path();
    let tree = ["boost", "--data", "lung.csv", "--label", "status", "--formula"];
    let text = succeed(folder, &[&tree[..], &[". - time - age + log(age)"]].concat()).stdout;
    assert!(text.contains("log(age)") && !text.contains("\nage "), "{text}");
    let refused = |formula: &str, why: &str| fail(folder, &[&tree[..], &[formula]].concat(), why);
    refused("age + strata(sex)", "parts of a Cox regression");
    refused("age + status", "the label cannot predict itself");
}

#[test]
fn what_a_formula_cannot_mean_is_said() {
    let folder = lung();
    let refused = |formula: &str, more: &[&str], why: &str| {
        fail(folder.path(), &[&LUNG[..], &["--formula", formula], more].concat(), why);
    };
    refused("age + height", &[], "`height`");
    refused("age + log(wt.loss)", &[], "`log(wt.loss)` is ");
    refused("age + time", &[], "the outcome cannot explain itself");
    refused("age + strata(sex)", &["--strata", "ph.ecog"], "one column is expected");
    refused("age + strata(sex) + strata(ph.ecog)", &[], "one column is expected");
    refused("ns(sex, 5)", &[], "do not differ");
}

/// R 4.2.2: `coxph(Surv(time, status) ~ C(factor(ph.ecog)):C(factor(sex)), lung)$loglik`; R has NA for the cells that are aliased.
#[test]
fn cells_of_groups_alone_are_fitted_as_in_r() {
    let folder = lung();
    let fit = cox(folder.path(), "lung.csv", "C(ph.ecog):C(sex)", &[]);
    assert_near(&fit["log_likelihood"], -645.421_261_494, "cells");
    assert_eq!(fit["coefficients"].as_array().map(Vec::len), Some(6));
    let arguments = [&LUNG[..], &["--formula", "age + strata(age)"]].concat();
    fail(folder.path(), &arguments, "within every risk set");
    fail(folder.path(), &[&LUNG[..], &["--formula", ". - nosuch"]].concat(), "nosuch");
}
