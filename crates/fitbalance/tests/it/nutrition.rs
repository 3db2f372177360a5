//! The nutrition data set, `predict protein` and `explain protein`.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::command::{fail, succeed};

const PREDICT: [&str; 5] = ["predict", "protein", "--artifacts", "artifacts", "--diary"];
const EXPLAIN: [&str; 5] = ["explain", "protein", "--artifacts", "artifacts", "--diary"];

/// Smoke models in `artifacts`, and the diary of one person in `one.csv`.
fn trained() -> TempDir {
    let folder = tempdir().expect("a temporary folder");
    let smoke = ["train-all", "--smoke", "--only", "nutrition", "--data", "datasets", "--out", "artifacts"];
    let first = succeed(folder.path(), &smoke);
    assert!(first.stdout.contains("protein need, MAE (g/day), 12 held-out users"), "{}", first.stdout);
    let again = succeed(folder.path(), &smoke);
    assert_eq!(again.stdout, first.stdout);
    assert!(again.stderr.contains("nutrition data: unchanged") && again.stderr.contains("protein network: unchanged"));
    let lines =
        one(&fs::read_to_string(folder.path().join("datasets/nutrition/protein_diaries.csv")).expect("written"));
    write(folder.path(), "one.csv", &lines);
    folder
}

/// The diary of user 3.
fn one(all: &str) -> String {
    let is_kept = |(row, line): &(usize, &str)| *row == 0 || line.starts_with("3,");
    let lines: Vec<&str> = all.lines().enumerate().filter(is_kept).map(|(_, line)| line).collect();
    lines.join("\n") + "\n"
}

fn write(folder: &Path, file: &str, text: &str) {
    fs::write(folder.join(file), text).expect("a temporary folder is writable");
}

/// The diary with one metric empty on the last rows but one.
fn with_gap(diary: &str, n_days: usize) -> String {
    let lines: Vec<&str> = diary.lines().collect();
    let column = lines[0].split(',').position(|name| name == "hrv_ms").expect("a metric");
    let edit = |(row, line): (usize, &&str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if row + 1 < lines.len() && row + 1 + n_days >= lines.len() {
            cells[column] = "";
        }
        cells.join(",") + "\n"
    };
    lines.iter().enumerate().map(edit).collect()
}

#[test]
fn generated_folder_holds_images_tables_and_a_contact_sheet() {
    let folder = tempdir().expect("a temporary folder");
    succeed(folder.path(), &["generate", "nutrition", "--n", "40", "--users", "3", "--out", "data", "--preview"]);
    for file in ["images.csv", "foods.csv", "protein_diaries.csv", "dataset.json", "preview.png"] {
        assert!(fs::metadata(folder.path().join("data").join(file)).is_ok_and(|file| file.len() > 0), "{file}");
    }
    let picture = fs::read(folder.path().join("data/images/train/apple/apple_000000.png")).expect("the first apple");
    assert!(picture.starts_with(b"\x89PNG"));
    fail(folder.path(), &["train", "nutrition", "--data", "nowhere"], "make one with `fitbalance generate nutrition`");
}

#[test]
fn recommendation_is_within_the_range_and_adds_up() {
    let folder = trained();
    let ran = succeed(folder.path(), &[&PREDICT[..], &["one.csv", "--json"]].concat());
    assert!(ran.stderr.contains("smoke run"), "{}", ran.stderr);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value} is a number"));
    let need = number(&answer["protein_g_per_day"]);
    assert!(number(&answer["range_g_per_day"][0]) <= need && need <= number(&answer["range_g_per_day"][1]));
    let adjustments = answer["adjustments"].as_array().expect("six metrics");
    let sum: f64 = adjustments.iter().map(|adjustment| number(&adjustment["g_per_day"])).sum();
    assert_eq!(adjustments.len(), 6);
    assert!((number(&answer["baseline_g_per_day"]) + sum - need).abs() < 1e-4);
    assert!(answer["reasons"].is_array() && answer["profile"]["weight_kg"].is_f64() && answer["user_id"] == "3");

    let ran = succeed(folder.path(), &[&EXPLAIN[..], &["one.csv", "--plot", "need.png"]].concat());
    assert!(ran.stdout.contains("exact Shapley values"), "{}", ran.stdout);
    assert!(fs::read(folder.path().join("need.png")).expect("the picture").starts_with(b"\x89PNG"));
}

#[test]
fn many_people_are_told_and_drawn_together() {
    let folder = trained();
    let folder = folder.path();
    let all = "datasets/nutrition/protein_diaries.csv";
    let ran = succeed(folder, &[&PREDICT[..], &[all, "--json"]].concat());
    let people: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let people = people["people"].as_array().expect("a list").clone();
    assert_eq!(people.len(), 60);
    let alone = succeed(folder, &[&PREDICT[..], &[all, "--json", "--user", "7"]].concat());
    assert_eq!(serde_json::from_str::<Value>(&alone.stdout).expect("JSON"), people[7]);
    assert!(people[7]["intake"]["left_today_g"].is_f64() && people[7]["intake"]["usual_g_per_day"].is_f64());
    let ran = succeed(folder, &[&PREDICT[..], &[all]].concat());
    assert_eq!(ran.stdout.lines().count(), 61, "{}", ran.stdout);

    let ran = succeed(folder, &[&EXPLAIN[..], &[all, "--plot", "all.png"]].concat());
    assert!(ran.stdout.contains("mean size"), "{}", ran.stdout);
    assert!(fs::read(folder.join("all.png")).expect("the picture").starts_with(b"\x89PNG"));
}

#[test]
fn some_metrics_and_meals_are_enough() {
    let folder = trained();
    let folder = folder.path();
    let diary = fs::read_to_string(folder.join("one.csv")).expect("written");
    let without = |names: &[&str]| -> String {
        let header: Vec<&str> = diary.lines().next().expect("a header").split(',').collect();
        let keep = |line: &str| {
            let kept = line.split(',').zip(&header).filter(|(_, name)| !names.contains(name)).map(|(cell, _)| cell);
            kept.collect::<Vec<_>>().join(",") + "\n"
        };
        diary.lines().map(keep).collect()
    };
    let likely = |file: &str| {
        let ran = succeed(folder, &[&PREDICT[..], &[file, "--json"]].concat());
        let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let end = |at: usize| answer["likely_g_per_day"][at].as_f64().expect("a number");
        (end(1) - end(0), ran.stderr)
    };
    write(folder, "less.csv", &without(&["activity", "recovery", "hrv_ms"]));
    let ((all, _), (less, stderr)) = (likely("one.csv"), likely("less.csv"));
    assert!(less >= all && stderr.contains("missing for too long: hrv ms, activity, recovery"), "{stderr}");
    write(folder, "named.csv", &diary.replace("hrv_ms", "hrv"));
    assert!(likely("named.csv").1.contains("column `hrv` is not read: call it `hrv_ms`"));
    write(folder, "none.csv", &without(&["sleep_hours", "sleep_quality", "hrv_ms", "activity", "stress", "recovery"]));
    fail(folder, &[&PREDICT[..], &["none.csv"]].concat(), "has no metric of a diary: expected at least one of");

    let meal = succeed(folder, &["foods", "chicken breast=150", "banana=120", "--json"]);
    write(folder, "meals.json", &meal.stdout);
    let ran = succeed(folder, &[&PREDICT[..], &["one.csv", "--eaten", "meals.json"]].concat());
    assert!(
        ran.stdout.contains("eaten today: 48 g; left: ") && ran.stdout.contains("a meal can use"),
        "{}",
        ran.stdout
    );
    write(folder, "meals.json", r#"[{"protein_g": 20}, {"soup": 1}]"#);
    fail(
        folder,
        &[&PREDICT[..], &["one.csv", "--eaten", "meals.json"]].concat(),
        "meal 2: expected what `foods --json`",
    );
    write(folder, "eats.csv", &diary.replacen("protein_intake_g", "eaten", 1));
    let ran = succeed(folder, &[&PREDICT[..], &["eats.csv"]].concat());
    assert!(!ran.stdout.contains("eaten"), "{}", ran.stdout);
}

#[test]
fn safety_columns_and_dates_are_read_as_people_write_them() {
    let folder = trained();
    let folder = folder.path();
    let diary = fs::read_to_string(folder.join("one.csv")).expect("written");
    let with = |column: &str, value: &str| -> String {
        let line = |(row, line): (usize, &str)| format!("{line},{}\n", if row == 0 { column } else { value });
        diary.lines().enumerate().map(line).collect()
    };
    for (column, value, expected) in
        [("Pregnant", "1", "midwife"), ("PREGNANT", "yes", "midwife"), ("kidney_disease", "True", "nephrologist")]
    {
        write(folder, "asks.csv", &with(column, value));
        let ran = succeed(folder, &[&PREDICT[..], &["asks.csv"]].concat());
        assert!(ran.stdout.contains(expected) && !ran.stdout.contains(" g "), "{column} {value}: {}", ran.stdout);
    }
    write(folder, "asks.csv", &with("pregnant", "no"));
    assert!(succeed(folder, &[&PREDICT[..], &["asks.csv"]].concat()).stdout.contains(" g of protein a day"));
    write(folder, "asks.csv", &with("pregnant", "perhaps"));
    fail(
        folder,
        &[&PREDICT[..], &["asks.csv"]].concat(),
        "column `pregnant`: expected yes or no (or true, false, 1, 0), got `perhaps`",
    );
    write(folder, "asks.csv", &with("Is_Pregnant", "1"));
    fail(folder, &[&PREDICT[..], &["asks.csv"]].concat(), "has a column `is_pregnant`, which seems to matter");

    // The same diary by dates instead of days.
    let dated: Vec<String> = diary
        .lines()
        .map(|line| {
            let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            fields[1] = fields[1].parse::<u32>().map_or("Date".to_owned(), |day| format!("2026-11-{:02}", day + 1));
            fields.join(",") + "\n"
        })
        .collect();
    write(folder, "dated.csv", &dated.concat());
    let by_days = succeed(folder, &[&PREDICT[..], &["one.csv"]].concat()).stdout;
    assert_eq!(succeed(folder, &[&PREDICT[..], &["dated.csv"]].concat()).stdout, by_days);
    let hole: String =
        dated.iter().enumerate().filter(|(row, _)| !(16..26).contains(row)).map(|(_, line)| line.as_str()).collect();
    write(folder, "dated.csv", &hole);
    fail(folder, &[&PREDICT[..], &["dated.csv"]].concat(), "days in a row");
    write(folder, "dated.csv", &dated.concat().replace("2026-11-20", "20 Nov"));
    fail(
        folder,
        &[&PREDICT[..], &["dated.csv"]].concat(),
        "column `date`: expected a date such as 2026-11-27, got `20 Nov`",
    );
}

#[test]
fn gaps_illness_and_strange_diaries_are_told_apart() {
    let folder = trained();
    let folder = folder.path();
    let diary = fs::read_to_string(folder.join("one.csv")).expect("written");
    write(folder, "gap.csv", &with_gap(&diary, 3));
    let ran = succeed(folder, &[&PREDICT[..], &["gap.csv"]].concat());
    assert!(ran.stderr.contains("hrv ms: 3 days were missing from day 11 of 14 on, and filled"), "{}", ran.stderr);
    write(folder, "gap.csv", &with_gap(&diary, 4));
    let ran = succeed(folder, &[&PREDICT[..], &["gap.csv"]].concat());
    assert!(ran.stderr.contains("not recorded, or missing for too long: hrv ms"), "{}", ran.stderr);

    let lines: Vec<String> = diary
        .lines()
        .enumerate()
        .map(|(row, line)| format!("{line},{}\n", if row == 0 { "kidney_disease" } else { "1" }))
        .collect();
    write(folder, "ill.csv", &lines.concat());
    let ran = succeed(folder, &[&PREDICT[..], &["ill.csv"]].concat());
    assert!(ran.stdout.contains("nephrologist") && !ran.stdout.contains(" g "), "{}", ran.stdout);
    fail(folder, &[&EXPLAIN[..], &["ill.csv", "--plot", "no.png"]].concat(), "there is no number to draw");

    let without = |rows: std::ops::Range<usize>| {
        let kept: Vec<&str> =
            diary.lines().enumerate().filter(|(row, _)| !rows.contains(row)).map(|(_, line)| line).collect();
        kept.join("\n")
    };
    write(folder, "skipped.csv", &without(20..22));
    let ran = succeed(folder, &[&PREDICT[..], &["skipped.csv"]].concat());
    assert!(ran.stderr.contains("hrv ms: 2 days were missing from day 6 of 14 on, and filled"), "{}", ran.stderr);
    write(folder, "skipped.csv", &without(20..24));
    fail(folder, &[&PREDICT[..], &["skipped.csv"]].concat(), "is missing on 4 days in a row, from day 6");
    let mut turned: Vec<&str> = diary.lines().collect();
    turned.swap(4, 5);
    write(folder, "turned.csv", &turned.join("\n"));
    fail(folder, &[&PREDICT[..], &["turned.csv"]].concat(), "row 5 (line 6), column `day`: expected a whole number");

    let all = "datasets/nutrition/protein_diaries.csv";
    fail(folder, &[&PREDICT[..], &[all, "--user", "99"]].concat(), "has no user `99`");
    write(folder, "short.csv", &diary.lines().take(10).collect::<Vec<_>>().join("\n"));
    fail(folder, &[&PREDICT[..], &["short.csv"]].concat(), "a diary needs 14 days, got 9");
    write(
        folder,
        "word.csv",
        &diary.replace("sedentary", "lazy").replace("recreational", "lazy").replace("trained", "lazy"),
    );
    fail(folder, &[&PREDICT[..], &["word.csv"]].concat(), "column `training_status`: unknown variant `lazy`");
    let weights = folder.join("artifacts/nutrition/protein_optimizer/v0001/protein_optimizer.safetensors");
    fs::write(weights, b"damaged").expect("writable");
    fail(folder, &[&PREDICT[..], &["one.csv"]].concat(), "protein_optimizer.safetensors");
}
