//! The `foods` command.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{fail, fitbalance, succeed};

const TABLE: &str = "NDB_No,Shrt_Desc,Water_(g),Energ_Kcal,Protein_(g),Lipid_Tot_(g),Carbohydrt_(g),Fiber_TD_(g),Sugar_Tot_(g),Sodium_(mg),Note\n\
    9040,\"BANANAS,RAW\",74.91,89,1.09,0.33,22.84,2.6,12.23,1.0,yellow\n\
    14096,\"ALCOHOLIC BEV,WINE,TABLE,RED\",86.49,85,0.07,0.0,2.61,,,4.0,\n";

/// The USDA's file, if it is here.
fn usda() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real/nutrition/usda_sr27.csv");
    if !path.exists() {
        eprintln!("skipped: {} is absent", path.display());
        return None;
    }
    Some(path)
}

/// Spoils the table by one replacement and expects this message.
#[track_caller]
fn refused(from: &str, to: &str, message: &str) {
    let folder = tempdir().expect("a temporary folder");
    assert!(TABLE.contains(from), "{from}");
    fs::write(folder.path().join("foods.csv"), TABLE.replacen(from, to, 1)).expect("writable");
    fail(folder.path(), &["foods", "banana", "--table", "foods.csv"], message);
}

#[test]
fn one_food_shows_match_values_and_check() {
    let folder = tempdir().expect("a temporary folder");
    let ran = succeed(folder.path(), &["foods", "chiken breast", "--grams", "150"]);
    insta::assert_snapshot!("one_food", ran.stdout);
    assert_eq!(ran.stderr, "");
    assert_eq!(succeed(folder.path(), &["foods", "chiken breast=150 g"]).stdout, ran.stdout);
}

#[test]
fn meal_shows_portions_totals_and_gaps() {
    let folder = tempdir().expect("a temporary folder");
    let ran = succeed(folder.path(), &["foods", "oats=80", "milk=250", "bannana=120", "salmon=50"]);
    insta::assert_snapshot!("meal", ran.stdout);
    let same = succeed(folder.path(), &["foods", "oats=80", "milk=250", "bannana", "salmon=50", "--grams", "120"]);
    assert_eq!(same.stdout, ran.stdout);
}

#[test]
fn json_adds_up() {
    let folder = tempdir().expect("a temporary folder");
    let ran = succeed(folder.path(), &["foods", "brocoli=200", "salmon=150", "--json", "--limit", "1"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value} is a number"));
    let (broccoli, salmon, totals) = (&answer["items"][0], &answer["items"][1], &answer["totals"]);
    assert_eq!((&broccoli["kind"], &broccoli["read_as"][0]["read_as"]), (&"fuzzy".into(), &"broccoli".into()));
    assert_eq!(broccoli["food"]["description"], "Broccoli, raw");
    assert!(number(&salmon["score"]) > 0.9 && broccoli["is_doubtful"] == false);
    let parts = number(&broccoli["portion"]["protein_g"]) + number(&salmon["portion"]["protein_g"]);
    assert!((number(&totals["nutrients"]["protein_g"]) - parts).abs() < 1e-9);
    assert!((parts - (2.0 * 2.82 + 1.5 * 22.1)).abs() < 1e-9);
    assert_eq!(
        (&totals["nutrients"]["sugar_g"], &totals["incomplete"][0]["nutrient"]),
        (&Value::Null, &"sugar_g".into())
    );
    assert_eq!((&totals["energy"]["verdict"], number(&totals["grams"])), (&"agrees".into(), 350.0));

    let ran = succeed(folder.path(), &["foods", "9040", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let banana = &answer["items"][0];
    assert_eq!((&banana["kind"], &banana["food"]["ndb_number"]), (&"exact".into(), &9040.into()));
    assert!(banana.get("portion").is_none() && answer.get("totals").is_none(), "no grams, no portion");
}

#[test]
fn meal_in_words_is_shown_as_it_is_read() {
    const TEXT: &str = "two slices of toast with 20 g butter, a cup of whole milk and some jam";
    let folder = tempdir().expect("a temporary folder");
    let ran = succeed(folder.path(), &["foods", "--text", TEXT]);
    insta::assert_snapshot!("in_words", ran.stdout);
    fs::write(folder.path().join("meals.txt"), format!("{TEXT}\n\n100 g rice\n")).expect("writable");
    let ran = succeed(folder.path(), &["foods", "--file", "meals.txt", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let meals = answer["meals"].as_array().expect("meals");
    assert_eq!((meals.len(), &meals[0]["is_partial"], &meals[1]["is_partial"]), (2, &true.into(), &false.into()));
    let energy = |totals: &Value| totals["nutrients"]["energy_kcal"].as_f64().expect("a number");
    assert!((energy(&answer["totals"]) - energy(&meals[0]["totals"]) - 130.0).abs() < 1e-9);
}

#[test]
fn doubtful_items_are_not_summed_unless_they_are_accepted() {
    let folder = tempdir().expect("a temporary folder");
    let asked = ["foods", "rice=100", "hemp milk=250", "--json"];
    let ran = fitbalance(folder.path(), &asked);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("1 of 2 not counted: `hemp milk`: `hemp` is not in the description"), "{}", ran.stderr);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let milk = &answer["items"][1];
    assert_eq!(
        (&milk["is_doubtful"], &milk["is_counted"], &answer["is_partial"]),
        (&true.into(), &false.into(), &true.into())
    );
    assert_eq!((&milk["doubts"][0]["kind"], &answer["totals"]["grams"]), (&"missing_word".into(), &100.0.into()));
    let ran = succeed(folder.path(), &["foods", "rice=100", "hemp milk=250", "--json", "--accept-doubtful"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!((&answer["is_partial"], &answer["totals"]["grams"]), (&false.into(), &350.0.into()));
    let ran = fitbalance(folder.path(), &["foods", "egg=2"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("2 g of egg, or 2 of it (100 g)?"), "{}", ran.stderr);
}

#[test]
fn meals_are_scored_beside_the_median() {
    let folder = tempdir().expect("a temporary folder");
    let rows = "text,carb\n100 g rice,28\n200 g apple,27.6\na banana,27\n";
    fs::write(folder.path().join("meals.csv"), rows).expect("writable");
    let ran = succeed(folder.path(), &["foods", "--score", "meals.csv"]);
    assert!(ran.stdout.contains("carbohydrate_g         3"), "{}", ran.stdout);
    fs::write(folder.path().join("meals.csv"), "words,carb\nrice,28\n").expect("writable");
    fail(folder.path(), &["foods", "--score", "meals.csv"], "has no column of meals in words: `text` is expected");
}

#[test]
fn own_table_is_read_and_alcohol_is_found_out() {
    let folder = tempdir().expect("a temporary folder");
    fs::write(folder.path().join("foods.csv"), TABLE).expect("writable");
    let ran = succeed(folder.path(), &["foods", "red wine=150", "banana=100", "--table", "foods.csv"]);
    assert!(ran.stdout.contains("85 kcal in 100 g of ALCOHOLIC BEV,WINE,TABLE,RED, 11 from"), "{}", ran.stdout);
    assert!(ran.stdout.contains("MORE than they explain: alcohol"), "{}", ran.stdout);
    assert!(ran.stdout.contains("≥: fibre is not known of ALCOHOLIC BEV,WINE,TABLE,RED"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("values: `foods.csv`, 2 foods\n"), "{}", ran.stdout);
}

#[test]
fn usda_file_answers_a_meal() {
    let Some(path) = usda() else { return };
    let folder = tempdir().expect("a temporary folder");
    let path = path.to_str().expect("a UTF-8 path");
    let ran =
        succeed(folder.path(), &["foods", "courgette=150", "beer=330", "zuchini", "--grams", "50", "--table", path]);
    for part in [
        "SQUASH,SMMR,ZUCCHINI,INCL SKN,RAW",
        "ALCOHOLIC BEV,BEER,REG,ALL",
        "`zuchini` read as `zucchini`",
        "8618 foods",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
}

#[test]
fn strange_questions_are_refused() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    for (grams, got) in [("0", "0"), ("-5", "-5"), ("NaN", "NaN"), ("inf", "inf"), ("1e9", "1000000000")] {
        let message = format!("the portion of `Bananas, raw` must be above 0 and at most 10000 g, got {got} g");
        fail(folder, &["foods", &format!("banana={grams}")], &message);
        fail(folder, &["foods", "banana", "--grams", grams], &message);
    }
    fail(
        folder,
        &["foods", "banana=lots"],
        "the amount of `banana` must be grams, such as 150, or a measure, such as `2 cups`, got `lots`",
    );
    fail(folder, &["foods", "banana="], "the amount of `banana` must be grams");
    fail(folder, &["foods", "=100"], "no food is like ``: nothing comes near");
    fail(folder, &["foods", "chicken", "breast"], "how much `chicken`? write `chicken=GRAMS`");
    fail(folder, &["foods", "xyzzy"], "no food is like `xyzzy`: nothing comes near");
    fail(folder, &["foods", "--text", "   "], "`   ` names no food");
    fail(folder, &["foods", "--file", "none.txt"], "cannot read `none.txt`");
    assert_eq!(fitbalance(folder, &["foods", "banana", "--text", "banana"]).code, 2);
    assert_eq!(fitbalance(folder, &["foods"]).code, 2);
    assert_eq!(fitbalance(folder, &["foods", "banana", "--grams", "some"]).code, 2);
}

#[test]
fn broken_tables_are_refused() {
    refused(",89,", ",many,", "`foods.csv`, column `Energ_Kcal`, row 1 (line 2): `many` is not a number");
    refused(",85,", ",,", "`foods.csv`, column `Energ_Kcal`, row 2 (line 3): the value is missing");
    refused(
        ",1.09,",
        ",-1.09,",
        "`foods.csv`, row 1 (line 2), column `Protein_(g)`: food 9040, `BANANAS,RAW`: protein_g must be",
    );
    refused(",85,", ",357,85,", "expected 11 fields as in the header, got 12");
    refused("14096", "9040", "row 2 (line 3), column `NDB_No`: two foods have the number 9040");
    refused("14096", "x1", "row 2 (line 3), column `NDB_No`: expected a whole number of at most 4294967295, got `x1`");
    refused("Protein_(g)", "Protein", "`foods.csv` has no column `Protein_(g)`");
    refused("Shrt_Desc", "Name", "`foods.csv` has no column `Shrt_Desc`");
    refused(TABLE, "", "`foods.csv` is empty");
    refused(&TABLE[TABLE.find('\n').expect("a header")..], "\n", "has 11 columns but no rows");
    refused(TABLE, "\u{1f8b}", "foods.csv");
    let folder = tempdir().expect("a temporary folder");
    fail(folder.path(), &["foods", "banana", "--table", "none.csv"], "cannot read `none.csv`");
    fail(folder.path(), &["foods", "banana", "--table", "."], "`.` is a folder");
}
