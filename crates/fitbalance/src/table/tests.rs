//! Files that are read, and files that are refused with a reason.

use std::error::Error;
use std::fs;
use std::path::Path;

use polars::df;
use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, Series};

use features::Columns;

use super::{DecimalMark, Missing, ReadOptions, Table, TableError};

/// Writes `bytes` to a file of this name in a temporary folder and reads it as a table.
fn read(name: &str, bytes: &[u8]) -> Result<Table, TableError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    Table::read(path)
}

fn csv(text: &str) -> Table {
    read("t.csv", text.as_bytes()).expect("valid CSV")
}

fn parquet_bytes(mut frame: DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).expect("a frame of plain columns");
    bytes
}

/// The message without the temporary folder, its causes joined by colons.
fn message(error: &TableError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    match (text.find('`'), text.rfind("/t.")) {
        (Some(start), Some(end)) => format!("{}`{}", &text[..start], &text[end + 1..]),
        _ => text,
    }
}

#[track_caller]
fn check_refused(name: &str, bytes: &[u8], expected: &str) {
    assert_eq!(message(&read(name, bytes).expect_err("must be refused")), expected);
}

#[track_caller]
fn check_message<T: std::fmt::Debug>(result: Result<T, TableError>, expected: &str) {
    assert_eq!(message(&result.expect_err("must be refused")), expected);
}

#[test]
fn csv_numbers_text_and_booleans_read_by_use() {
    let table = csv("\"id\",time,event,sex,flag\n007,1.5,1,f,true\n8,2e3,0,m,FALSE\n9,-3,1,f,true\n");
    assert_eq!(table.n_rows(), 3);
    assert_eq!(table.column_names(), ["id", "time", "event", "sex", "flag"]);
    assert_eq!(table.numeric("time").expect("numbers"), [1.5, 2000.0, -3.0]);
    assert_eq!(table.numeric("id").expect("numbers"), [7.0, 8.0, 9.0]);
    assert_eq!(table.strings("id").expect("text"), ["007", "8", "9"]);
    assert_eq!(table.event("event").expect("events"), [true, false, true]);
    assert_eq!(table.event("flag").expect("events"), [true, false, true]);
    for (column, expected) in [("id", false), ("time", false), ("sex", true), ("flag", true)] {
        assert_eq!(table.holds_categories(column).expect("a column"), expected, "{column}");
    }
}

#[test]
fn csv_byte_order_mark_and_windows_lines_read_the_same() {
    let table = csv("\u{feff}time,sex\r\n1,f\r\n2,m\r\n\r\n");
    assert_eq!(table.column_names(), ["time", "sex"]);
    assert_eq!(table.numeric("time").expect("numbers"), [1.0, 2.0]);
    assert_eq!(table.strings("sex").expect("text"), ["f", "m"]);
}

#[test]
fn csv_quoted_field_keeps_commas_quotes_and_lines() {
    let table = csv("\"a, b\",note\n1,\"x, \"\"y\"\"\nz\"\nbad,w\n");
    assert_eq!(table.column_names(), ["a, b", "note"]);
    assert_eq!(table.strings("note").expect("text"), ["x, \"y\"\nz", "w"]);
    check_message(table.numeric("a, b"), "`t.csv`, column `a, b`, row 2 (line 4): `bad` is not a number");
}

#[test]
fn parquet_columns_keep_types() {
    let frame =
        df!("n" => [1_i32, 2], "x" => [0.5_f64, 1.5], "u" => [3_u64, 4], "b" => [true, false], "s" => ["NA", "q"]);
    let table = read("t.parquet", &parquet_bytes(frame.expect("a frame"))).expect("valid Parquet");
    assert_eq!(table.numeric("n").expect("numbers"), [1.0, 2.0]);
    assert_eq!(table.numeric("u").expect("numbers"), [3.0, 4.0]);
    assert_eq!(table.strings("n").expect("text"), ["1", "2"]);
    assert_eq!(table.strings("s").expect("text"), ["NA", "q"], "Parquet has nulls of its own");
    assert_eq!(table.event("b").expect("events"), [true, false]);
    assert!(table.holds_categories("b").expect("a column"));
    assert!(!table.holds_categories("x").expect("a column"));
    check_message(table.numeric("s"), "`t.parquet`, column `s`, row 1: `NA` is not a number");
}

#[test]
fn parquet_null_and_nan_are_missing() {
    let frame = df!("x" => [Some(1.0_f64), None, Some(f64::NAN)], "s" => [Some("a"), None, Some("")]);
    let table = read("t.parquet", &parquet_bytes(frame.expect("a frame"))).expect("valid Parquet");
    check_message(table.numeric("x"), "`t.parquet`, column `x`, row 2: the value is missing");
    check_message(table.strings("s"), "`t.parquet`, column `s`, row 2: the value is missing");
    let (complete, n_dropped) = table.drop_incomplete(&["x"]).expect("one complete row");
    assert_eq!((complete.n_rows(), n_dropped), (1, 2));
}

#[test]
fn parquet_small_integers_are_refused_with_advice() {
    // polars is built without `dtype-i8`, so it can neither write nor read such a file: only the type is checked.
    assert!(super::read::unsupported(&polars::prelude::ArrowDataType::Int8).is_some());
    assert!(super::read::unsupported(&polars::prelude::ArrowDataType::Int32).is_none());
}

#[test]
fn parquet_list_column_is_refused() {
    let list = Column::from(Series::new("x".into(), [Series::new("".into(), [1_i64, 2])]));
    let frame = DataFrame::new_infer_height(vec![list]).expect("a frame");
    check_message(
        Table::from_frame(frame, "t.frame"),
        "`t.frame`, column `x` has type list[i64]: expected numbers, text, booleans or dates",
    );
}

#[test]
fn unreadable_file_says_why() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check_message(
        Table::read(folder.path().join("t.csv")),
        "cannot read `t.csv`: No such file or directory (os error 2)",
    );
    let is_folder = Table::read(folder.path()).expect_err("a folder");
    assert!(matches!(is_folder, TableError::Directory { .. }), "{is_folder}");
}

#[test]
fn malformed_csv_says_where() {
    check_refused("t.csv", b"", "`t.csv` is empty: expected a header and at least one row");
    check_refused("t.csv", b"\n \r\n", "`t.csv` is empty: expected a header and at least one row");
    check_refused("t.csv", b"a,b\n", "`t.csv` has 2 columns but no rows: expected at least one");
    check_refused("t.csv", b"a,b\n1,2\n3\n", "`t.csv`, line 3: expected 2 fields as in the header, got 1");
    check_refused("t.csv", b"a,b\n1,2,3\n1,2\n", "`t.csv`, line 2: expected 2 fields as in the header, got 3");
    check_refused("t.csv", b"a\n1,2\n", "`t.csv`, line 2: expected 1 fields as in the header, got 2");
    check_refused(
        "t.csv",
        b"a,b,a\n1,2,3\n",
        "`t.csv` has two columns named `a`, number 1 and 3: expected unique names",
    );
    check_refused(
        "t.csv",
        b"a,b\n1,caf\xe9\n",
        "`t.csv`, line 2: byte 0xe9 is not valid UTF-8: save the file as UTF-8, or say how it is written (`--encoding latin1`)",
    );
    check_refused("t.csv", b"a,b\n1,\"x\n2,y\n", "`t.csv`, line 2: a quote is opened here and never closed");
    let stray = "`t.csv`, line 2: a quote within a field: expected the field in quotes and the quotes in it doubled";
    check_refused("t.csv", b"a,b\n1,5\" pipe\n", stray);
    check_refused("t.csv", b"a,b\n1,\"x\"y\n", stray);
    check_refused(
        "t.csv",
        b"a,b\n1,2\r3,4\n",
        "`t.csv`, line 2: a carriage return within a line: expected lines that all end alike",
    );
    check_refused(
        "t.csv",
        b"1,2,1\n3,4,5\n",
        "`t.csv` has two columns named `1`, number 1 and 3: expected unique names; is the line with the names missing?",
    );
    check_refused("t.csv", b"\x1f\x8b\x08\x00", "`t.csv` looks like a gzip archive: expected a CSV or Parquet file");
}

#[test]
fn blank_lines_before_the_header_are_no_header() {
    let table = csv("\n\r\ntime,event\n5,1\n3,x\n");
    assert_eq!(table.column_names(), ["time", "event"]);
    assert_eq!(table.numeric("time").expect("numbers"), [5.0, 3.0]);
    check_message(table.numeric("event"), "`t.csv`, column `event`, row 2 (line 5): `x` is not a number");
}

#[test]
fn blank_line_in_a_single_column_is_a_missing_value_or_refused() {
    for text in ["x\n1\n\n2\n", "x\n\n1\n", "x\r\n1\r\n\r\n2\r\n", "x\n\n\n\n1\n"] {
        match read("t.csv", text.as_bytes()) {
            Ok(table) => assert!(table.numeric_or_missing("x").expect("numbers").contains(&None), "{text:?}"),
            Err(error) => assert!(message(&error).contains("is a line blank?"), "{text:?}: {error}"),
        }
    }
}

#[test]
fn damaged_parquet_says_so() {
    let bytes = parquet_bytes(df!("x" => [1.0, 2.0]).expect("a frame"));
    let truncated = "`t.parquet` is truncated or no Parquet file: expected `PAR1` as its first and last 4 bytes";
    check_refused("t.parquet", &bytes[..bytes.len() - 5], truncated);
    check_refused("t.parquet", b"a,b\n1,2\n", truncated);
    let mut damaged = bytes.clone();
    let n_bytes = damaged.len();
    damaged[n_bytes - 40..n_bytes - 8].fill(0xff);
    let error = read("t.parquet", &damaged).expect_err("the footer is damaged");
    assert!(matches!(error, TableError::Parquet { .. }), "{error}");
}

#[test]
fn unknown_column_suggests_the_nearest() {
    let table = csv("time,status\n1,0\n");
    check_message(table.require(&["time", "Status"]), "`t.csv` has no column `Status`: did you mean `status`?");
    check_message(table.numeric("age"), "`t.csv` has no column `age`: expected one of `time`, `status`");
}

#[test]
fn numeric_odd_value_names_its_place() {
    let table = csv("x,y,z\n1,1,1\nabc,inf,NA\n3,3,3\n");
    check_message(table.numeric("x"), "`t.csv`, column `x`, row 2 (line 3): `abc` is not a number");
    check_message(table.numeric("y"), "`t.csv`, column `y`, row 2 (line 3): `inf` is not a finite number");
    check_message(table.numeric("z"), "`t.csv`, column `z`, row 2 (line 3): the value is missing");
    assert!(!table.holds_categories("x").expect("a column"), "one stray word makes no categories");
}

#[test]
fn event_coded_one_and_two_is_refused_with_advice() {
    check_message(
        csv("status\n1\n2\n").event("status"),
        "`t.csv`, column `status`, row 2 (line 3): `2` is no event indicator: expected 0 or false (censored), \
         1 or true (event); recode 1/2 to 0/1 if 2 means an event",
    );
    check_message(
        csv("status\nyes\n").event("status"),
        "`t.csv`, column `status`, row 1 (line 2): `yes` is no event indicator: expected 0 or false (censored), \
         1 or true (event)",
    );
}

#[test]
fn incomplete_rows_dropped_keep_their_place_in_the_file() {
    let table = csv("x,y,unused\n1,NA,1\n2,n/a,1\n3,,1\n4,NaN,1\n5,\"\",1\n6,5,NA\nseven,7,1\n");
    let (complete, n_dropped) = table.drop_incomplete(&["x", "y"]).expect("two complete rows");
    assert_eq!((complete.n_rows(), n_dropped), (2, 5));
    check_message(complete.numeric("x"), "`t.csv`, column `x`, row 7 (line 8): `seven` is not a number");
    assert!(complete.row_name(1).ends_with("t.csv`, row 7 (line 8)"));
    let last = complete.take(&[1]);
    assert!(last.row_name(0).ends_with("row 7 (line 8)"));
    check_message(
        table.complete_cases(&["x", "y"], Missing::Error),
        "`t.csv`, column `y`, row 1 (line 2): the value is missing",
    );
    check_message(
        csv("x,y\n1,NA\nNA,1\n").drop_incomplete(&["x", "y"]),
        "`t.csv` has no row that is complete in columns `x`, `y`",
    );
}

/// Everything that a command asks of a table before it fits.
fn use_all(table: &Table) {
    let _ = table.usable(&[], true, &[], &[], Missing::Drop);
    for column in table.column_names() {
        let summary = table.summary(column);
        let _ = (table.counts(&summary), table.event(column), table.numeric(column), table.strings(column));
    }
}

/// Parquet files of other programs: a table or an error, and no panic.
#[test]
fn mutated_parquet_is_read_or_refused() {
    const N_TABLES: usize = 2_000;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/tables");
    let whole = ["large_ids.parquet", "shuffled.parquet", "time_zone.parquet"]
        .map(|file| fs::read(folder.join(file)).expect("a fixture"));
    let corpus: Vec<&[u8]> = whole.iter().map(Vec::as_slice).collect();
    let n_read = mutations::try_all(&corpus, N_TABLES, |bytes| {
        let Ok(table) = read("t.parquet", bytes) else { return false };
        use_all(&table);
        true
    });
    assert!(n_read > 0, "none was read");
}

/// Whatever is stated of them: a table or an error, and no panic.
#[test]
fn mutated_tables_are_read_or_refused() {
    const N_TABLES: usize = 2_000;
    let whole: [&[u8]; 3] = [
        b"id,time,event,\"dose, mg\",seen,group\n1,5,1,\"0,5\",2024-01-01,a\n2,3,0,\"1,5\",2024-02-03,b\n3,8,1,\"2,25\",2024-03-01,\"x \"\"y\"\"\"\n",
        b"time;event;x\r\n5;1;0,2\r\n3;1;1,1\r\n8;0;1.234,5\r\n",
        "\u{feff}a\tb\tc\n1\t#N/A\tNone\n?\t.\t-1e400\n".as_bytes(),
    ];
    let mut number = 0;
    let n_read = mutations::try_all(&whole, N_TABLES, |bytes| {
        number += 1;
        let options = ReadOptions {
            separator: [None, Some(b';'), Some(b'|')][number % 3],
            decimal: [None, Some(DecimalMark::Comma), Some(DecimalMark::Point)][number / 3 % 3],
            missing: vec!["8".to_owned()],
            encoding: [encoding_rs::UTF_8, encoding_rs::WINDOWS_1252, encoding_rs::UTF_16LE][number / 9 % 3],
        };
        let Ok(text) = super::csv::read("t.csv", bytes, &options) else { return false };
        let mut table = Table::new(text.frame, "t.csv".to_owned(), text.format);
        table.refused = text.refused;
        use_all(&table);
        true
    });
    assert!(n_read > N_TABLES / 20, "{n_read} of {N_TABLES} were read");
}

/// Before memory is taken for them.
#[test]
fn what_goes_on_and_on_is_refused_by_name() {
    let long = "x".repeat(super::limits::MOST_FIELD_BYTES + 10);
    for text in [format!("a,b\n1,{long}\n"), format!("a,b\n1,\"{long}"), format!("{long},b\n1,2\n")] {
        let error = read("t.csv", text.as_bytes()).expect_err("a long field");
        assert!(matches!(error, TableError::LongField { .. }), "{error}");
        assert!(error.to_string().len() < 300, "{error}");
    }
    let wide = vec!["x"; super::limits::MOST_COLUMNS + 1].join(",");
    let error = read("t.csv", format!("{wide}\n{wide}\n").as_bytes()).expect_err("many columns");
    assert!(error.to_string().ends_with("has 10001 columns, at most 10000 are read"), "{error}");
    // A column of one value takes a few bytes for each of its million rows.
    let column = |at: usize| Column::new(format!("x{at}").into(), vec![true; 1_000_000]);
    let frame = DataFrame::new(1_000_000, (0..251).map(column).collect()).expect("a frame");
    let error = read("t.parquet", &parquet_bytes(frame)).expect_err("many values");
    assert!(error.to_string().contains("251000000 values, at most 250000000 are read"), "{error}");
}
