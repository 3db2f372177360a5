//! The `forest` and `boost` commands.

use std::fs;

use predict::fitted::{FittedModel, SavedFit};
use serde_json::Value;
use tempfile::tempdir;

use crate::command::{fail, golden, succeed};

const IRISES: &str = "petal,sepal,colour,kind\n\
    1.4,5.1,pale,setosa\n1.3,4.9,dark,setosa\n1.5,4.7,pale,setosa\n1.4,5.0,dark,setosa\n1.6,5.4,pale,setosa\n\
    4.7,7.0,dark,versicolor\n4.5,6.4,pale,versicolor\n4.9,6.9,dark,versicolor\n4.0,5.5,pale,versicolor\n\
    4.6,6.5,dark,versicolor\n6.0,6.3,pale,virginica\n5.1,5.8,dark,virginica\n5.9,7.1,pale,virginica\n\
    5.6,6.3,dark,virginica\n5.8,6.5,pale,virginica\n";

#[test]
fn lung_status_is_told_from_the_other_columns() {
    let folder = tempdir().expect("a temporary folder");
    fs::copy(golden("lung.csv"), folder.path().join("lung.csv")).expect("golden data are there");
    let ran = succeed(folder.path(), &["forest", "--data", "lung.csv", "--label", "status", "--cv", "5"]);
    insta::assert_snapshot!("forest_lung", ran.stdout);
    let boost = ["boost", "--data", "lung.csv", "--label", "time", "--cv", "5", "--rounds", "40", "--early-stop", "5"];
    let ran = succeed(folder.path(), &boost);
    insta::assert_snapshot!("boost_lung", ran.stdout);
}

#[test]
fn several_classes_and_text_columns_work_and_the_model_is_saved() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::write(folder.join("data.csv"), IRISES).expect("writable");
    let arguments = ["--data", "data.csv", "--label", "kind", "--cv", "5", "--json", "-", "--save", "model.json"];
    let ran = succeed(folder, &[&["forest", "--trees", "30"], &arguments[..]].concat());
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!(json["labels"], "3 classes: setosa 5, versicolor 5, virginica 5");
    assert_eq!((&json["n_rows"], &json["n_features"]), (&15.into(), &3.into()));
    assert_eq!(json["importances"][0]["feature"], "petal");
    let names: Vec<&str> = json["cross_validation"]["scores"]
        .as_array()
        .expect("scores")
        .iter()
        .map(|score| score["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["accuracy", "macro F1", "log-loss"]);
    let model = fs::read_to_string(folder.join("model.json")).expect("saved");
    let fit = SavedFit::from_json(&model).expect("a fit");
    assert!(matches!(fit.model(), FittedModel::Forest(model) if model.n_outputs() == 3), "{fit:?}");
    assert_eq!(fit.columns(), ["petal", "sepal", "colour"]);
    succeed(folder, &[&["boost", "--rounds", "5"], &arguments[..]].concat());
    let model = fs::read_to_string(folder.join("model.json")).expect("saved");
    let fit = SavedFit::from_json(&model).expect("a fit");
    assert!(matches!(fit.model(), FittedModel::Boosting(model) if model.n_rounds() == 5), "{fit:?}");
}

#[test]
fn unusable_tables_are_refused_with_their_place() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let check = |text: &str, arguments: &[&str], message: &str| {
        fs::write(folder.join("data.csv"), text).expect("writable");
        for command in ["forest", "boost"] {
            fail(folder, &[&[command, "--data", "data.csv", "--label", "kind"], arguments].concat(), message);
        }
    };
    check(&IRISES.replace("4.9,dark", ",dark"), &[], "column `sepal`, row 2 (line 3): the value is missing");
    check(&IRISES.replace("4.9,dark", "inf,dark"), &[], "column `sepal`, row 2 (line 3)");
    check(IRISES, &["--features", "petal,kind"], "column `kind` is the label and a feature");
    check(IRISES, &["--features", "petl"], "has no column `petl`");
    check(IRISES, &["--cv", "9"], "`--cv 9` needs 9 rows of each class, and class `setosa` has 5");
    check(IRISES, &["--label-kind", "numbers"], "column `kind`, row 1 (line 2): `setosa` is not a number");
    check("petal,kind\n1,a\n2,a\n", &[], "all 2 rows are `a`");
    check(
        "petal,kind\n1,a\n1,b\n",
        &[],
        "no column is left to explain with beside kind; left out: `petal` (`1` in all rows)",
    );
    check("kind\na\nb\n", &[], "no column is left to explain with");
    fail(folder, &["boost", "--data", "data.csv", "--label", "kind", "--rate", "0"], "no column is left");
}

#[test]
fn a_fit_says_how_good_it_is_and_each_row_can_be_predicted_out_of_fold() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::write(folder.join("data.csv"), IRISES).expect("writable");
    let boost = ["boost", "--rounds", "5", "--data", "data.csv", "--label", "kind"];
    let ran = succeed(folder, &boost);
    assert!(ran.stdout.contains("held out, a fit to the other rows"), "{}", ran.stdout);
    succeed(folder, &[&boost[..], &["--cv", "5", "--out-of-fold", "out.csv"]].concat());
    let written = fs::read_to_string(folder.join("out.csv")).expect("predictions");
    assert!(written.starts_with("row,fold,label,probability_setosa,"), "{written}");
    assert_eq!(written.lines().count(), 16);
}

/// One class in ten: weights that balance raise its probabilities, whether they are stated by class or by row.
#[test]
fn classes_and_rows_are_weighed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let row = |row: usize| {
        let is_rare = row.is_multiple_of(10);
        let x = (row * 37 % 101) as f64 / 101.0 + f64::from(u8::from(is_rare)) * 0.4;
        format!("{x},{},{}\n", if is_rare { "rare" } else { "usual" }, if is_rare { 9 } else { 1 })
    };
    let table: String = (0..300).map(row).collect();
    std::fs::write(folder.join("data.csv"), "x,y,w\n".to_owned() + &table).expect("writable");
    for command in ["forest", "boost"] {
        let mean = |more: &[&str]| {
            let fit = [&[command, "--data", "data.csv", "--label", "y", "--features", "x", "--save", "fit.json"], more];
            crate::command::succeed(folder, &fit.concat());
            let predict = ["predict", "--model", "fit.json", "--data", "data.csv", "--json"];
            let answer: serde_json::Value =
                serde_json::from_str(&crate::command::succeed(folder, &predict).stdout).expect("JSON");
            let rows = answer["rows"].as_array().expect("rows");
            let shares = rows.iter().map(|row| row["probabilities"]["rare"].as_f64().expect("a share"));
            shares.sum::<f64>() / rows.len() as f64
        };
        let (plain, by_class, by_row) = (mean(&[]), mean(&["--class-weight", "balanced"]), mean(&["--weight", "w"]));
        assert!(plain < 0.15 && by_class > plain + 0.02, "{command}: {plain} and {by_class}");
        assert!((by_class - by_row).abs() < 1e-9, "{command}: {by_class} and {by_row}");
    }
    let refused = ["boost", "--data", "data.csv", "--label", "x", "--class-weight", "balanced"];
    crate::command::fail(folder, &refused, "`--class-weight balanced` is for classes");
    let refused = ["boost", "--data", "data.csv", "--label", "y", "--features", "x,w", "--weight", "w"];
    crate::command::fail(folder, &refused, "it can be neither label nor feature");
}
