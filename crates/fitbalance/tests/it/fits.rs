//! Fits of anybody's table, saved and used afterwards.

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{assert_near, fail, json, lung, succeed};

/// R 4.2.2, survival 3.5-3: `coxph(Surv(time, status) ~ age + sex + ph.ecog, lung)`, of complete rows;
/// `predict(type = "lp", se.fit = TRUE, reference = "sample")`, `survfit(newdata)`.
#[test]
fn cox_fit_of_lung_predicts_as_r_does() {
    let folder = lung();
    let folder = folder.path();
    fs::write(folder.join("new.csv"), "who,age,sex,ph.ecog\na,50,1,0\nb,74,2,1\nc,62,1,3\n").expect("writable");
    let cox = ["cox", "--data", "lung.csv", "--time", "time", "--event", "status", "--covariates", "age,sex,ph.ecog"];
    succeed(folder, &[&cox[..], &["--save", "fit.json", "--plot", "ratios.png"]].concat());
    assert!(fs::read(folder.join("ratios.png")).expect("a picture").starts_with(b"\x89PNG"));
    let of_new = ["--model", "fit.json", "--data", "new.csv"];
    let answer = json(folder, &[&["predict", "--id", "who", "--times", "100,365"], &of_new[..]].concat());
    for (row, (name, score, error, survival, median)) in [
        ("a", -0.345_541_91, 0.161_703_29, [0.921_027_75, 0.563_170_75], 444.0),
        ("b", -0.168_354_17, 0.153_856_04, [0.906_456_14, 0.503_848_97], 371.0),
        ("c", 1.181_731_38, 0.264_233_44, [0.684_627_53, 0.071_047_31], 163.0),
    ]
    .into_iter()
    .enumerate()
    {
        let got = &answer["rows"][row];
        assert_eq!(got["row"], name);
        assert_near(&got["risk_score"], score, 1e-6);
        assert_near(&got["hazard_ratio_interval"][0], (score - 1.959_964 * error).exp(), 1e-5);
        assert_near(&got["survival"]["100"], survival[0], 1e-6);
        assert_near(&got["survival"]["365"], survival[1], 1e-6);
        assert_near(&got["median"], median, 1e-9);
    }
    let explained = json(folder, &[&["explain"], &of_new[..]].concat());
    for row in 0..3 {
        let parts = explained["rows"][row]["contributions"].as_array().expect("contributions");
        let sum: f64 = parts.iter().map(|part| part.as_f64().expect("a number")).sum();
        assert_near(&explained["rows"][row]["prediction"], sum, 1e-9);
    }
    let evaluated = json(folder, &["evaluate", "--model", "fit.json", "--data", "lung.csv"]);
    assert_near(&evaluated["scores"][0]["value"], 0.641_758_71, 1e-8);
    assert_near(&evaluated["scores"][0]["interval"][0], 0.641_758_71 - 1.959_964 * 0.026_954_88, 1e-6);
    let drawn = ["explain", "--model", "fit.json", "--data", "lung.csv", "--plot", "summary.png"];
    assert!(succeed(folder, &drawn).stdout.contains("mean size of what it adds"));
    assert!(fs::read(folder.join("summary.png")).expect("a picture").starts_with(b"\x89PNG"));
}

#[test]
fn strata_are_read_from_new_rows() {
    let folder = lung();
    let folder = folder.path();
    let cox = ["cox", "--data", "lung.csv", "--time", "time", "--event", "status", "--covariates", "age"];
    succeed(folder, &[&cox[..], &["--strata", "sex", "--save", "fit.json"]].concat());
    fs::write(folder.join("new.csv"), "age,sex\n60,1\n60,2\n60,3\n").expect("writable");
    let ran = succeed(folder, &["predict", "--model", "fit.json", "--data", "new.csv", "--times", "365", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let survival = |row: usize| answer["rows"][row]["survival"]["365"].as_f64();
    assert!(survival(0) < survival(1) && survival(2).is_none(), "{answer}");
    assert!(ran.stderr.contains("row 3 (line 4), column `sex`: unknown stratum `3`, expected one of `1`, `2`"));
}

/// Text labels and groups, in a table of which a part is held back.
fn flowers() -> (String, String) {
    let row = |at: usize| {
        let kind = ["setosa", "versicolor", "virginica"][at % 3];
        let petal = f64::from(u32::try_from(at * 7 % 10).expect("small")) / 10.0;
        let petal = petal + 1.5 * f64::from(u32::try_from(at % 3).expect("small"));
        format!("{petal},{},{kind}\n", ["dark", "light"][at / 3 % 2])
    };
    let head = "petal,colour,kind\n";
    let of = |rows: std::ops::Range<usize>| format!("{head}{}", rows.map(row).collect::<String>());
    (of(0..90), of(90..120))
}

#[test]
fn trees_predict_classes_by_name_and_numbers() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let (training, others) = flowers();
    fs::write(folder.join("data.csv"), training).expect("writable");
    fs::write(folder.join("others.csv"), &others).expect("writable");
    for command in [&["forest", "--trees", "30"][..], &["boost", "--rounds", "20"]] {
        let fit = ["--data", "data.csv", "--label", "kind", "--save", "fit.json"];
        succeed(folder, &[command, &fit].concat());
        let used = ["--model", "fit.json", "--data", "others.csv"];
        let answer = json(folder, &[&["predict"], &used[..]].concat());
        assert_eq!(answer["rows"][1]["class"], "versicolor");
        let shares = answer["rows"][1]["probabilities"].as_object().expect("classes").values();
        assert!((shares.map(|share| share.as_f64().expect("a number")).sum::<f64>() - 1.0).abs() < 1e-9);
        let evaluated = json(folder, &[&["evaluate"], &used[..]].concat());
        assert!(evaluated["scores"][0]["value"].as_f64().expect("accuracy") > 0.9, "{evaluated}");
        fail(folder, &[&["explain"], &used[..]].concat(), "one of setosa, versicolor, virginica");
        let explained = json(folder, &[&["explain", "--class", "virginica"], &used[..]].concat());
        assert_eq!(explained["terms"][0], "petal");
        succeed(folder, &[command, &["--data", "data.csv", "--label", "petal", "--save", "petal.json"]].concat());
        let numbers = ["predict", "--model", "petal.json", "--data", "others.csv", "--out", "petals.csv"];
        succeed(folder, &numbers);
        let written = fs::read_to_string(folder.join("petals.csv")).expect("predictions");
        assert!(written.starts_with("row,prediction\n1,") && written.lines().count() == 31, "{written}");
    }
}

#[test]
fn what_a_fit_has_not_seen_is_said_row_by_row() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::write(folder.join("data.csv"), flowers().0).expect("writable");
    succeed(folder, &["forest", "--trees", "9", "--data", "data.csv", "--label", "kind", "--save", "fit.json"]);
    fs::write(folder.join("new.csv"), "petal,colour\n0.5,dark\n0.5,green\n99,light\n").expect("writable");
    let ran = succeed(folder, &["predict", "--model", "fit.json", "--data", "new.csv", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(answer["rows"][0]["class"], "setosa");
    let error = answer["rows"][1]["error"].as_str().expect("an error");
    assert!(error.contains("column `colour`: unknown level `green`, expected one of `dark`, `light`"), "{error}");
    assert!(ran.stderr.contains("`petal`: 1 of 3 rows outside of 0 to 3.9"), "{}", ran.stderr);
    let check = |text: &str, expected: &str| {
        fs::write(folder.join("bad.csv"), text).expect("writable");
        fail(folder, &["predict", "--model", "fit.json", "--data", "bad.csv"], expected);
    };
    check("petal\n1\n", "has no column `colour`");
    check("petal,colour\nx,dark\n", "column `petal`, row 1 (line 2): `x` is not a number");
    check("petal,colour\n,dark\n", "column `petal`, row 1 (line 2): the value is missing");
    check("petal,colour\n1,green\n", "expected one of `dark`, `light`");
    fail(folder, &["predict", "--model", "data.csv", "--data", "new.csv"], "it is no fit that `--save` wrote");
    let saved = fs::read_to_string(folder.join("fit.json")).expect("a fit");
    fs::write(folder.join("other.json"), saved.replacen("\"colour\"", "\"color\"", 1)).expect("writable");
    fail(folder, &["predict", "--model", "other.json", "--data", "new.csv"], "`other.json`");
}

#[test]
fn what_a_fit_cannot_show_is_said() {
    let folder = lung();
    let folder = folder.path();
    succeed(
        folder,
        &["boost", "--data", "lung.csv", "--label", "status", "--features", "age,sex", "--save", "fit.json"],
    );
    let of_fit = ["--model", "fit.json", "--data", "lung.csv"];
    fail(folder, &[&["predict", "--times", "5"], &of_fit[..]].concat(), "this fit predicts classes");
    fail(folder, &[&["predict", "--plot", "c.png"], &of_fit[..]].concat(), "which only a Cox fit has");
    let refused = crate::command::fitbalance(folder, &["cox", "--plot", "curve=c.png"]);
    assert!(refused.stderr.contains("expected one of `ratios`, `schoenfeld`, `martingale`"), "{}", refused.stderr);
    let refused = crate::command::fitbalance(folder, &["cox", "--plot", "c.pdf"]);
    assert!(refused.stderr.contains("ends in .png or .svg"), "{}", refused.stderr);
    fs::write(folder.join("one.csv"), "time,event,x\n1,0,1\n2,0,2\n").expect("writable");
    succeed(
        folder,
        &[
            "cox",
            "--data",
            "lung.csv",
            "--time",
            "time",
            "--event",
            "status",
            "--save",
            "cox.json",
            "--covariates",
            "age",
        ],
    );
    fs::write(folder.join("censored.csv"), "time,status,age\n10,0,50\n20,0,60\n").expect("writable");
    let judged = succeed(folder, &["evaluate", "--model", "cox.json", "--data", "censored.csv"]);
    assert!(judged.stderr.contains("no row has the event"), "{}", judged.stderr);
    fs::write(folder.join("one.csv"), "status,age,sex\n1,50,1\n").expect("writable");
    let judged = succeed(folder, &["evaluate", "--model", "fit.json", "--data", "one.csv"]);
    assert!(judged.stderr.contains("there is no AUC") && judged.stdout.contains("accuracy"), "{}", judged.stderr);
}

#[test]
fn bands_of_whole_curves_are_wider() {
    let folder = lung();
    let folder = folder.path();
    let km = ["km", "--data", "lung.csv", "--time", "time", "--event", "status", "--conf-type", "log-log"];
    let [pointwise, whole] =
        ["pointwise", "hall-wellner"].map(|band| json(folder, &[&km[..], &["--band", band]].concat()));
    let ends = |curves: &Value, end: &str| -> Vec<f64> {
        let values = curves["groups"][0][end].as_array().expect("a band");
        values.iter().map(|value| value.as_f64().expect("a number")).collect()
    };
    assert!(ends(&pointwise, "low").iter().zip(ends(&whole, "low")).take(140).all(|(inner, outer)| outer < *inner));
    assert_eq!(pointwise["groups"][0]["median_interval"], whole["groups"][0]["median_interval"]);
    fail(folder, &[&km[..], &["--band", "hall-wellner", "--weights", "age"]].concat(), "without weights");
}

#[test]
fn what_was_stated_is_kept_with_the_fit() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let row = |at: usize| format!("{},{},{}\n", at % 3 + 1, ["low", "mid", "high"][at % 3], at * 13 % 40);
    fs::write(folder.join("data.csv"), format!("grade,level,y\n{}", (0..60).map(row).collect::<String>()))
        .expect("writable");
    let stated = ["--categorical", "grade", "--ordered", "level=low<mid<high"];
    let fit = ["boost", "--data", "data.csv", "--label", "y", "--rounds", "9", "--save", "fit.json"];
    succeed(folder, &[&fit[..], &stated].concat());
    let answer = json(folder, &["predict", "--model", "fit.json", "--data", "data.csv"]);
    assert_eq!(answer["rows"].as_array().expect("rows").len(), 60);
    fs::write(folder.join("new.csv"), "grade,level\n1,low\n7,mid\n").expect("writable");
    let answer = json(folder, &["predict", "--model", "fit.json", "--data", "new.csv"]);
    assert!(answer["rows"][1]["error"].as_str().expect("an error").contains("unknown level `7`"), "{answer}");
}

#[test]
fn curves_of_groups_are_drawn_and_compared() {
    let folder = lung();
    let folder = folder.path();
    let km = ["km", "--data", "lung.csv", "--time", "time", "--event", "status"];
    let by_sex = ["--group", "sex", "--times", "200,400", "--horizon", "500", "--plot", "curves.png"];
    let ran = succeed(folder, &[&km[..], &by_sex].concat());
    insta::assert_snapshot!(ran.stdout);
    assert!(fs::read(folder.join("curves.png")).expect("a picture").starts_with(b"\x89PNG"));
    let all = json(folder, &km);
    assert_eq!((&all["groups"][0]["n"], &all["test"]), (&210.into(), &Value::Null));
    let check = |arguments: &[&str], expected: &str| fail(folder, &[&km[..], arguments].concat(), expected);
    check(&["--group", "wt.loss"], "column `wt.loss` has 52 values: at most 20 can be groups");
    check(&["--times", "2000"], "`--times` must be from 0 to 1022, the last time, got 2000");
    check(&["--level", "95"], "`--level` must be above 0 and below 1, got 95");
    check(&["--group", "sexx"], "has no column `sexx`");
    fs::write(folder.join("small.csv"), "t,e,g\n5,1,a\n6,1,a\n7,0,b\n8,0,b\n").expect("writable");
    let small = json(folder, &["km", "--data", "small.csv", "--time", "t", "--event", "e", "--group", "g"]);
    assert_eq!((&small["groups"][1]["n_events"], &small["groups"][1]["median"]), (&0.into(), &Value::Null));
    fs::write(folder.join("weighted.csv"), "t,e,w\n5,1,1.5\n6,1,1\n7,0,2\n").expect("writable");
    let weighted = json(folder, &["km", "--data", "weighted.csv", "--time", "t", "--event", "e", "--weights", "w"]);
    assert!(weighted["warnings"][0].as_str().expect("a warning").contains("not whole numbers"), "{weighted}");
}

#[test]
fn two_results_never_share_a_file() {
    let folder = lung();
    let folder = folder.path();
    let boost = ["boost", "--data", "lung.csv", "--label", "status", "--features", "age"];
    fail(folder, &[&boost[..], &["--json", "f.json", "--save", "./f.json"]].concat(), "one would overwrite the other");
    let cox = ["cox", "--data", "lung.csv", "--time", "time", "--event", "status", "--covariates", "age"];
    let twice = ["--plot", "p.png", "--plot", "schoenfeld=p.png"];
    fail(folder, &[&cox[..], &twice].concat(), "`--plot` and `--plot` are both");
    assert!(!folder.join("f.json").exists() && !folder.join("p.png").exists());
}

/// Found by somebody who tried to lose something.
#[test]
fn nothing_is_overwritten_and_nothing_is_lost() {
    let folder = lung();
    let folder = folder.path();
    let boost = ["boost", "--data", "lung.csv", "--label", "ph.ecog", "--features", "age,sex,wt.loss"];
    succeed(folder, &[&boost[..], &["--save", "fit.json"]].concat());
    let of_fit = ["predict", "--model", "fit.json", "--data", "lung.csv"];
    fail(folder, &[&of_fit[..], &["--out", "fit.json"]].concat(), "one would overwrite the other");
    // All digits: other programs go on with them.
    succeed(folder, &[&of_fit[..], &["--out", "p.csv"]].concat());
    let text = fs::read_to_string(folder.join("p.csv")).expect("written");
    for line in text.lines().skip(1) {
        let shares = line.split(',').skip(2).map(|share| share.parse::<f64>().expect("a number"));
        assert!((shares.sum::<f64>() - 1.0).abs() < 1e-12, "{line}");
    }
    // Before a long fit, not after it.
    fail(folder, &[&boost[..], &["--plot", "nowhere/p.png"]].concat(), "there is no folder `nowhere`");
    let km = ["km", "--data", "lung.csv", "--time", "time", "--event", "status", "--group", "status"];
    fail(folder, &km, "is part of the outcome");
}

#[test]
fn one_row_of_a_class_has_scores_without_an_interval() {
    let folder = lung();
    let folder = folder.path();
    succeed(
        folder,
        &["boost", "--data", "lung.csv", "--label", "status", "--features", "age,sex", "--save", "fit.json"],
    );
    fs::write(folder.join("few.csv"), "status,age,sex\n1,50,1\n0,60,2\n0,70,1\n0,44,2\n").expect("writable");
    let ran = succeed(folder, &["evaluate", "--model", "fit.json", "--data", "few.csv", "--json"]);
    let judged: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(judged["scores"][0]["name"], "AUC");
    assert!(judged["scores"][0]["interval"].is_null() && ran.stderr.contains("has one row"), "{}", ran.stderr);
    let times = ["evaluate", "--model", "fit.json", "--data", "few.csv", "--times", "4"];
    fail(folder, &times, "this fit predicts classes");
}
