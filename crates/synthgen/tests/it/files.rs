//! The files of the burnout data set.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use synthgen::burnout::{BurnoutParams, write_burnout};
use synthgen::polars::prelude::{CsvReadOptions, DataFrame, ParquetReader, SerReader};
use synthgen::{Error, Format, Manifest, Shard};

use crate::support::{AGGREGATED_CSV, LONGITUDINAL_CSV, generator, read, small, write};

fn snapshot(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).expect("the folder");
    entries
        .map(|entry| {
            let entry = entry.expect("an entry");
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

fn read_parquet(path: &Path) -> DataFrame {
    ParquetReader::new(fs::File::open(path).expect("a file")).finish().expect("a Parquet file")
}

#[test]
fn longitudinal_csv_has_designed_columns_and_rows() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(&small(), dir.path(), Format::Csv, None);
    let text = read(dir.path(), LONGITUDINAL_CSV);
    let mut lines = text.lines();
    assert_eq!(
        lines.next().expect("a header"),
        "user_id,age,gender,occupation,archetype,day,date,sleep_quality,stress_level,workload,social_support,\
         exercise_frequency,hrv_score,recovery_time,work_life_balance,nutrition_quality,mental_fatigue,\
         performance_score,mood_score,burnout_event,days_to_burnout,burnout_occurred"
    );
    assert!(lines.next().expect("a row").contains(",0,2024-01-01,"));
    assert_eq!(lines.count(), 150 * 120 - 1);
    assert_eq!(read(dir.path(), AGGREGATED_CSV).lines().count(), 151);
}

#[test]
fn parquet_and_csv_hold_the_frames_in_memory() {
    let (csv, parquet) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    // 300,000 rows: more than one row group holds.
    let params = BurnoutParams { n_users: 300, n_days: 1_000, ..BurnoutParams::default() };
    write(&params, csv.path(), Format::Csv, None);
    write(&params, parquet.path(), Format::Parquet, None);
    let generator = generator(params, 42);
    let frames = [
        ("burnout_longitudinal_dataset", generator.longitudinal(0..300).expect("a table")),
        ("burnout_aggregated_dataset", generator.aggregated(0..300).expect("a table")),
    ];
    for (stem, frame) in frames {
        assert!(frame.equals_missing(&read_parquet(&parquet.path().join(format!("{stem}.parquet")))), "{stem}.parquet");
        let from_csv = CsvReadOptions::default()
            .with_schema_overwrite(Some(frame.schema().clone()))
            .try_into_reader_with_file_path(Some(csv.path().join(format!("{stem}.csv"))))
            .and_then(SerReader::finish)
            .expect("a CSV file");
        assert!(frame.equals_missing(&from_csv), "{stem}.csv");
    }
}

#[test]
fn manifest_describes_files_beside_it() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let manifest = write(&small(), dir.path(), Format::Csv, None);
    assert_eq!(Manifest::read(&dir.path().join("dataset.json")).expect("a manifest"), manifest);
    manifest.verify(dir.path()).expect("untouched files");
    assert_eq!(manifest.seed, 42);
    assert_eq!(serde_json::from_value::<BurnoutParams>(manifest.params.clone()).expect("parameters"), small());
    for file in &manifest.files {
        assert_eq!(fs::metadata(dir.path().join(&file.name)).expect("a file").len(), file.n_bytes, "{}", file.name);
        if !file.columns.is_empty() {
            let text = read(dir.path(), &file.name);
            assert_eq!(text.lines().count(), file.n_rows + 1);
            let names: Vec<_> = file.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(text.lines().next().expect("a header"), names.join(","));
        }
    }
    fs::write(dir.path().join(AGGREGATED_CSV), "changed").expect("a writable file");
    assert!(
        matches!(manifest.verify(dir.path()), Err(Error::HashMismatch { path, .. }) if path.ends_with(AGGREGATED_CSV))
    );
}

#[test]
fn manifest_dtypes_are_those_of_frames() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let manifest = write(&small(), dir.path(), Format::Parquet, None);
    for file in &manifest.files[..2] {
        let schema = read_parquet(&dir.path().join(&file.name)).schema().clone();
        let dtypes = schema.iter_values().map(|dtype| match dtype.to_string().as_str() {
            "u32" => "uint32",
            "f64" => "float64",
            "str" => "string",
            "date" => "date",
            other => panic!("undescribed dtype {other}"),
        });
        assert!(dtypes.eq(file.columns.iter().map(|column| column.dtype.as_str())), "{}", file.name);
    }
}

#[test]
fn manifest_of_another_schema_is_refused() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(&small(), dir.path(), Format::Csv, None);
    let path = dir.path().join("dataset.json");
    let json = fs::read_to_string(&path).expect("a manifest");
    fs::write(&path, json.replace("\"schema_version\": 1", "\"schema_version\": 9")).expect("writable");
    let error = Manifest::read(&path).expect_err("from the future").to_string();
    assert!(error.ends_with("has schema version 9, this version reads 1"), "{error}");
}

#[test]
fn write_when_interrupted_leaves_former_files() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(&small(), dir.path(), Format::Csv, None);
    let before = snapshot(dir.path());
    let interrupted = catch_unwind(AssertUnwindSafe(|| {
        let mut stop = |_, _| panic!("stopped on purpose");
        write_burnout(&small(), 43, dir.path(), Format::Csv, None, &mut stop)
    }));
    assert!(interrupted.is_err());
    assert!(snapshot(dir.path()) == before, "a former file changed or a temporary one is left");
}

#[test]
fn progress_counts_up_to_all_users() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut calls = Vec::new();
    let shard = Some(Shard::new(2, 2).expect("two shards"));
    write_burnout(&small(), 42, dir.path(), Format::Csv, shard, &mut |done, total| calls.push((done, total)))
        .expect("a writable folder");
    assert!(calls.is_sorted());
    assert_eq!(calls.last(), Some(&(75, 75)));
}

#[test]
fn write_below_a_file_names_the_path() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("occupied");
    fs::write(&file, "").expect("a writable folder");
    let error = write_burnout(&small(), 42, &file.join("data"), Format::Csv, None, &mut |_, _| ())
        .expect_err("a file is no folder");
    assert_eq!(error.to_string(), format!("cannot create `{}`", file.join("data").display()));
}
