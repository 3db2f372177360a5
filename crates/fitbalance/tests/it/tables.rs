//! Tables as people bring them: each a kind that went wrong once.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::command::{assert_near, fail, fitbalance, golden, succeed};

/// A table in a temporary folder, as `data.csv`.
fn folder_with(text: impl AsRef<[u8]>) -> TempDir {
    let folder = tempdir().expect("a temporary folder");
    fs::write(folder.path().join("data.csv"), text).expect("a temporary folder is writable");
    folder
}

/// A Parquet file as pandas writes it: `testdata/tables/make.py`.
fn parquet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/tables").join(name)
}

const COX: [&str; 5] = ["cox", "--time", "time", "--event", "event"];

/// Results and words of a Cox fit of this file.
#[track_caller]
fn cox_of(folder: &Path, file: &str, arguments: &[&str]) -> (Value, String) {
    let ran = succeed(folder, &[&COX[..], &["--data", file, "--json", "-"], arguments].concat());
    (serde_json::from_str(&ran.stdout).expect("JSON alone on stdout"), ran.stderr)
}

/// As [`cox_of`], of a text.
#[track_caller]
fn cox(text: &str, arguments: &[&str]) -> (Value, String) {
    cox_of(folder_with(text).path(), "data.csv", arguments)
}

fn names(results: &Value) -> Vec<&str> {
    let rows = results["coefficients"].as_array().expect("coefficients");
    rows.iter().map(|row| row["name"].as_str().expect("a name")).collect()
}

const ROWS: [&str; 8] = ["5,1,.2", "3,1,1.1", "8,0,.4", "2,1,.9", "9,1,.3", "4,0,.7", "7,1,.5", "6,1,.8"];

/// The rows with a column in front, made of each one's number.
fn rows_after(head: &str, first: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = ROWS.iter().enumerate().map(|(at, row)| format!("{}{row}\n", first(at))).collect();
    format!("{head}\n{}", rows.concat())
}

fn plain() -> String {
    rows_after("time,event,x", |_| String::new())
}

#[test]
fn moments_with_a_time_zone_are_dates_and_refused_by_name() {
    let file = parquet("time_zone.parquet");
    let file = file.to_str().expect("UTF-8");
    let folder = tempdir().expect("a temporary folder");
    let (results, said) = cox_of(folder.path(), file, &[]);
    assert_eq!(names(&results), ["x"]);
    assert!(said.contains("seen (dates)"), "{said}");
    let named = [&COX[..], &["--data", file, "--covariates", "seen"]].concat();
    fail(folder.path(), &named, "column `seen` has type Timestamp");
}

#[test]
fn blank_lines_hide_neither_header_nor_separator() {
    let semicolons = plain().replace(',', ";");
    let (results, said) = cox(&format!("\n \r\n{semicolons}\n\n"), &[]);
    assert_eq!(names(&results), ["x"]);
    assert!(said.contains("is separated by `;`"), "{said}");
    assert_eq!(cox(&plain().replacen("\n3", "\n\n3", 1), &[]).0, cox(&plain(), &[]).0);
    for text in ["\n0", "\n\n\n", "\n\"a\n", "a\r\rb\r"] {
        let ran = fitbalance(folder_with(text).path(), &[&COX[..], &["--data", "data.csv"]].concat());
        assert!(ran.code == 1 && ran.stderr.contains("`data.csv`"), "{text:?}: {}", ran.stderr);
    }
}

#[test]
fn large_ids_keep_all_digits() {
    let file = parquet("large_ids.parquet");
    let file = file.to_str().expect("UTF-8");
    let folder = tempdir().expect("a temporary folder");
    let (results, _) = cox_of(folder.path(), file, &["--covariates", "x", "--cluster", "id"]);
    // R 4.2.2: `coxph(Surv(time, event) ~ x, cluster = id)`
    assert_near(&results["coefficients"][0]["se"], 2.147, 5e-4);
    let (results, said) = cox_of(folder.path(), file, &[]);
    assert_eq!(names(&results), ["x"]);
    assert!(said.contains("id (names rows)"), "{said}");
    assert_eq!(results["left_out"], serde_json::json!([["id", "names rows"]]));
}

#[test]
fn the_index_of_pandas_and_the_row_names_of_r_explain_nothing() {
    let folder = tempdir().expect("a temporary folder");
    let shuffled = parquet("shuffled.parquet");
    let (results, said) = cox_of(folder.path(), shuffled.to_str().expect("UTF-8"), &[]);
    assert_eq!(names(&results), ["x"]);
    assert!(said.contains("__index_level_0__ (without a name, or the index of pandas)"), "{said}");
    let number = |at: usize| format!("\"{}\",", at + 1);
    for head in [",time,event,x", "\"\",time,event,x", "time,event,x", "Unnamed: 0,time,event,x", "id,time,event,x"] {
        let (results, said) = cox(&rows_after(head, number), &[]);
        assert_eq!(names(&results), ["x"], "{head}");
        assert!(said.contains("left out unless named"), "{head}: {said}");
    }
    // A separator too many at the end of each line, with and without one in the header.
    let rows = ROWS.map(|row| format!("{row},\n")).concat();
    for head in ["time,event,x,", "time,event,x"] {
        assert_eq!(names(&cox(&format!("{head}\n{rows}"), &[]).0), ["x"], "{head}");
    }
}

#[test]
fn decimal_commas_are_numbers() {
    let dose = |at: usize| ["0,5", "0,5", "0,5", "0,5", "1,0", "1,0", "1,0", "1,0", "1,5", "1,5", "1,5", "1,5"][at];
    let times = [10, 3, 8, 5, 6, 12, 1, 4, 7, 11, 9, 2];
    let quoted = |at: usize| format!("{},1,\"{}\"\n", times[at], dose(at));
    let (results, said) = cox(&format!("time,event,dose\n{}", (0..12).map(quoted).collect::<String>()), &[]);
    assert_eq!(names(&results), ["dose"]);
    assert_near(&results["coefficients"][0]["coef"], -0.2587, 5e-5);
    assert!(said.contains("commas in numbers: `dose` (before decimals)"), "{said}");
    // R's `write.csv2`
    let row = |at: usize| format!("{};1;{}\n", times[at], dose(at));
    let text = format!("\"time\";\"event\";\"dose\"\n{}", (0..12).map(row).collect::<String>());
    for arguments in [&[][..], &["--sep", ";", "--decimal", ","]] {
        assert_near(&cox(&text, arguments).0["coefficients"][0]["coef"], -0.2587, 5e-5);
    }
    // One thousand two hundred and thirty-four, or a little more than one?
    let rows = ROWS.map(|row| format!("{row},\"1,{}34\"\n", row.len())).concat();
    let folder = folder_with(format!("time,event,x,y\n{rows}"));
    let arguments = [&COX[..], &["--data", "data.csv"]].concat();
    fail(
        folder.path(),
        &arguments,
        "column `y`, row 1 (line 2): `1,634` may be a number with decimals or one of thousands",
    );
    for (mark, expected) in [(".", 1634.0), (",", 1.634)] {
        let ran = succeed(folder.path(), &["describe", "--data", "data.csv", "--json", "--decimal", mark]);
        let described: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let low: f64 = described["columns"][3]["range"][0].as_str().expect("a range").parse().expect("a number");
        assert!((low - expected).abs() < 1e-9, "{mark}: {low}");
    }
}

#[test]
fn what_other_programs_write_for_a_missing_value_is_missing() {
    for (missing, arguments) in [
        ("#N/A", &[][..]),
        ("None", &[]),
        ("<NA>", &[]),
        (".", &[]),
        ("?", &[]),
        ("-99", &["--na", "-99"]),
        ("-99.0", &["--na", "-99"]),
    ] {
        let text = plain().replacen("x\n5,1,.2", &format!("x\n5,1,{missing}"), 1);
        let (results, _) = cox(&text, &[&["--missing", "drop"], arguments].concat());
        assert_eq!((&results["n"], names(&results)), (&7.into(), vec!["x"]), "{missing}");
        let folder = folder_with(&text);
        let refused = [&COX[..], &["--data", "data.csv"], arguments].concat();
        fail(folder.path(), &refused, "column `x`, row 1 (line 2): the value is missing");
    }
}

#[test]
fn a_column_that_is_constant_in_a_fold_is_no_obstacle() {
    let rows = "1,1,7,0 2,1,5,0 3,1,4,0 4,1,2,0 5,1,2,0 6,1,0,1 7,1,0,0 8,1,0,0 9,1,1,0 10,1,7,0 11,1,5,0 12,1,8,0";
    let (results, _) = cox(&format!("time,event,x,rare\n{}\n", rows.replace(' ', "\n")), &["--cv", "3"]);
    assert_eq!(names(&results), ["x", "rare"]);
}

#[test]
fn class_names_and_reference_levels_are_saved() {
    let rows =
        (0..60).map(|at| format!("{},{},{}\n", ["no", "yes", "yes"][at % 3], at * 37 % 100, ["u", "v"][at / 3 % 2]));
    let folder = folder_with(format!("y,x,z\n{}", rows.collect::<String>()));
    succeed(folder.path(), &["boost", "--data", "data.csv", "--label", "y", "--rounds", "5", "--save", "m.json"]);
    let saved = fs::read_to_string(folder.path().join("m.json")).expect("saved");
    assert!(saved.contains("\"yes\"") && saved.contains("\"reference\""), "{saved}");
}

#[test]
fn scores_keep_their_digits_whatever_their_size() {
    let rows = (0..40).map(|at| format!("{}e-12,{at},{}\n", at * 17 % 40, at * 7 % 11));
    let folder = folder_with(format!("y,x,z\n{}", rows.collect::<String>()));
    let ran = succeed(folder.path(), &["boost", "--data", "data.csv", "--label", "y", "--cv", "4", "--rounds", "10"]);
    let errors = ran.stdout.lines().find(|line| line.trim_start().starts_with("MAE")).expect("an error");
    assert!(errors.contains("e-1"), "{errors}");
}

#[test]
fn names_with_spaces_and_commas_are_found() {
    let spaced = plain().replacen("time,event,x", "time, event, x", 1);
    for name in [" x", "x"] {
        assert_eq!(names(&cox(&spaced, &["--covariates", name]).0), ["x"], "{name:?}");
    }
    let comma = plain().replacen('x', "\"dose, mg\"", 1);
    for name in ["dose, mg", "\"dose, mg\""] {
        assert_eq!(names(&cox(&comma, &["--covariates", name]).0), ["dose, mg"], "{name}");
    }
    let two = rows_after("y,time,event,\"dose, mg\"", |at| format!("{},", at * 3 % 8));
    for list in [&["--covariates", "dose, mg", "--covariates", "y"][..], &["--covariates", "\"dose, mg\",y"]] {
        assert_eq!(names(&cox(&two, list).0), ["dose, mg", "y"]);
    }
}

#[test]
fn too_few_rows_of_a_class_are_named() {
    let rows = (0..20).map(|at| format!("{},{},{}\n", if at == 3 { "rare" } else { "usual" }, at, at * 7 % 5));
    let folder = folder_with(format!("y,x,z\n{}", rows.collect::<String>()));
    let folded = ["forest", "--data", "data.csv", "--label", "y", "--features", "x,z", "--cv", "5"];
    fail(folder.path(), &folded, "`--cv 5` needs 5 rows of each class, and class `rare` has 1");
    let folder = folder_with("y,x\nsick,1\nsick,2\nsick,3\n");
    fail(folder.path(), &["boost", "--data", "data.csv", "--label", "y"], "all 3 rows are `sick`");
    let folder = folder_with(plain());
    fail(folder.path(), &[&COX[..], &["--data", "data.csv", "--cv", "4"]].concat(), "2 are censored");
}

#[test]
fn lines_may_end_in_carriage_returns_alone() {
    assert_eq!(cox(&plain().replace('\n', "\r"), &[]).0, cox(&plain(), &[]).0);
    assert_eq!(cox(&plain().replace('\n', "\r\n"), &[]).0, cox(&plain(), &[]).0);
}

#[test]
fn parquet_types_that_are_not_read_and_names_that_come_twice_are_named() {
    let folder = tempdir().expect("a temporary folder");
    let of = |file: &str, more: &[&str]| -> Vec<String> {
        let file = parquet(file).to_str().expect("UTF-8").to_owned();
        COX.iter().chain(&["--data", &file]).chain(more).map(|&text| text.to_owned()).collect()
    };
    let fails = |file: &str, more: &[&str], expected: &str| {
        let arguments = of(file, more);
        fail(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    };
    fails("twice.parquet", &[], "two columns named `time`, number 1 and 3");
    fails("small_types.parquet", &["--covariates", "small"], "column `small` has type Int8");
    let arguments = of("small_types.parquet", &[]);
    let fitted = succeed(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(fitted.stderr.contains("small (type Int8 is not read)"), "{}", fitted.stderr);
}

#[test]
fn the_line_of_excel_states_the_separator() {
    let semicolons = plain().replace(',', ";");
    let stated = cox(&format!("sep=;\r\n{semicolons}"), &[]).0;
    assert_eq!(stated, cox(&plain(), &[]).0);
    let folder = folder_with(format!("sep=;\n{}", semicolons.replacen('\n', "\nnone;1;1;1;1;1;1\n", 1)));
    let arguments = [&COX[..], &["--data", "data.csv"]].concat();
    fail(folder.path(), &arguments, "line 3");
}

#[test]
fn text_of_a_file_cannot_speak_to_the_terminal() {
    let folder = folder_with(plain().replacen('x', "\u{1b}[31mRED\u{202e}", 1));
    let fitted = succeed(folder.path(), &[&COX[..], &["--data", "data.csv"]].concat());
    let refused = fitbalance(folder.path(), &["cox", "--data", "data.csv", "--time", "t", "--event", "event"]);
    for text in [fitted.stdout, fitted.stderr, refused.stderr] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
        assert!(text.is_empty() || text.contains("\\u{1b}[31mRED"), "{text:?}");
    }
}

#[test]
fn other_encodings_are_read_where_they_are_stated() {
    let text = rows_after("café,time,event,x", |at| format!("{},", ["été", "août"][at % 2]));
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), wide.clone()].concat();
    for (bytes, arguments) in
        [(&latin, &["--encoding", "latin1"][..]), (&wide, &["--encoding", "utf-16le"]), (&marked, &[])]
    {
        let (results, _) = cox_of(folder_with(bytes).path(), "data.csv", arguments);
        assert_eq!(names(&results), ["café=été", "x"]);
    }
    let folder = folder_with(&latin);
    fail(folder.path(), &[&COX[..], &["--data", "data.csv"]].concat(), "byte 0xe9 is not valid UTF-8");
}

#[test]
fn what_is_stated_of_columns_goes_before_their_values() {
    let stage = |at: usize| {
        format!("{},{},2024-0{}-1{at},s{},", at % 3 + 1, ["low", "high", "mid"][at % 3], at % 4 + 1, at % 2)
    };
    let text = rows_after("stage,level,seen,site,time,event,x", stage);
    let (results, said) = cox(&text, &["--exclude", "level", "--lambda", "0.1"]);
    assert_eq!(names(&results), ["stage", "site=s1", "x"]);
    assert!(said.contains("seen (dates)") && said.contains("level (excluded)"), "{said}");
    let (results, said) =
        cox(&text, &["--categorical", "stage", "--exclude", "level", "--reference", "stage=3", "--lambda", "0.1"]);
    assert_eq!(names(&results), ["stage=1", "stage=2", "site=s1", "x"]);
    assert!(said.contains("reference level `3`"), "{said}");
    let ordered = ["--ordered", "level=low<mid<high", "--covariates", "level"];
    let by_rank = cox(&text, &ordered).0;
    let ranked = rows_after("level,time,event,x", |at| format!("{},", [1, 3, 2][at % 3]));
    assert_eq!(by_rank["coefficients"], cox(&ranked, &["--covariates", "level"]).0["coefficients"]);
    let (results, _) = cox(&text, &["--date", "seen", "--covariates", "seen"]);
    assert_eq!(names(&results), ["seen"]);
    let folder = folder_with(&text);
    let check = |arguments: &[&str], expected: &str| {
        fail(folder.path(), &[&COX[..], &["--data", "data.csv"], arguments].concat(), expected);
    };
    check(&["--numeric", "level"], "column `level`, row 1 (line 2): `low` is not a number");
    check(&["--ordered", "level=low<high", "--covariates", "level"], "row 3 (line 4): `mid` is none of low < high");
    check(&["--reference", "site=s9"], "no level `s9` to compare with, expected one of `s0`, `s1`");
    check(&["--reference", "x=1"], "column `x` holds numbers and has no reference level `1`");
    check(&["--numeric", "stage", "--categorical", "stage"], "column `stage` is stated to be categorical and numeric");
    check(&["--exclude", "x", "--covariates", "x"], "column `x` is given a part and to `--exclude`");
    check(&["--id", "x", "--covariates", "x"], "column `x` is to explain and given to `--id`");
    check(&["--covariates", "seen"], "column `seen` holds dates: `--date` counts their days");
    check(&["--exclude", "sites"], "has no column `sites`: did you mean `site`?");
    check(&["--ordered", "level"], "expected a column, `=` and a value");
    check(&["--date", "level", "--covariates", "level"], "row 1 (line 2): `low` is not a date");
}

#[test]
fn describe_says_what_columns_hold() {
    let row = |at: usize| {
        format!(
            "p{at},{},{},2024-01-{:02},{},7,\n",
            at % 5,
            f64::from(u8::try_from(at).expect("small")) / 3.0,
            at % 28 + 1,
            ["a", "b", ""][at % 3]
        )
    };
    let folder = folder_with(format!("person,stage,x,seen,group,same,empty\n{}", (0..60).map(row).collect::<String>()));
    let ran = succeed(folder.path(), &["describe", "--data", "data.csv", "--plot", "columns.png"]);
    insta::assert_snapshot!(ran.stdout);
    assert!(fs::read(folder.path().join("columns.png")).expect("a picture").starts_with(b"\x89PNG"));
    let ran = succeed(folder.path(), &["describe", "--data", "data.csv", "--json"]);
    let described: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(described["n_rows"], 60);
    assert_eq!(described["columns"][4]["n_missing"], 20);
}

/// The blocks of a page that begin so.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    page.split(fence).skip(1).map(|block| block.split("```").next().unwrap_or_default().trim()).collect()
}

/// Words of a command line, with those in quotes together.
fn arguments(line: &str) -> Vec<String> {
    let quoted = line.split('"').enumerate().flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    quoted.skip(1).collect()
}

#[test]
fn the_commands_of_the_page_run() {
    const PAGE: &str = include_str!("../../../../docs/tables.md");
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::copy(golden("lung.csv"), folder.join("lung.csv")).expect("golden data are there");
    fs::write(folder.join("new.csv"), "age,sex,ph.ecog\n50,1,0\n62,1,3\n").expect("writable");
    let commands = blocks(PAGE, "```sh\n");
    assert_eq!(commands.len(), 10);
    for command in commands {
        let arguments = arguments(command);
        let ran = succeed(folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        if arguments.contains(&"--times".to_owned()) {
            assert_eq!(ran.stdout.trim(), blocks(PAGE, "```text\n")[0]);
        }
    }
    for file in ["columns.png", "why.png", "predictions.csv"] {
        assert!(folder.join(file).exists(), "{file}");
    }
}

#[test]
fn categories_of_pandas_are_groups_also_where_they_are_numbers() {
    let folder = tempdir().expect("a temporary folder");
    let file = parquet("int_categories.parquet");
    let data = ["--data", file.to_str().expect("UTF-8")];
    let fitted = succeed(folder.path(), &[&COX[..], &data, &["--covariates", "g,x"]].concat());
    assert!(fitted.stdout.contains("g=2"), "{}", fitted.stdout);
    let stated = succeed(folder.path(), &[&COX[..], &data, &["--covariates", "g,x", "--numeric", "g"]].concat());
    assert!(!stated.stdout.contains("g=2"), "{}", stated.stdout);
}

#[test]
fn describe_keeps_all_digits_of_whole_numbers() {
    let folder = folder_with("x\n9007199254740993\n9007199254740992\n3\n");
    let said = succeed(folder.path(), &["describe", "--data", "data.csv"]).stdout;
    assert!(said.contains("3 to 9007199254740993"), "{said}");
}
