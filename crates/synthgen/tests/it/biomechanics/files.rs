//! The files of the data set.

use std::fs;
use std::path::Path;

use rayon::ThreadPoolBuilder;
use serde_json::Value;
use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, write_biomechanics};
use synthgen::{Error, Manifest, Shard};

use super::generator;
use crate::support::read;

fn small() -> BiomechanicsParams {
    BiomechanicsParams { n_sequences: 42, ..BiomechanicsParams::default() }
}

fn write(dir: &Path, shard: Option<Shard>) -> Manifest {
    write_biomechanics(&small(), 42, dir, shard, &mut |_, _| ()).expect("a writable folder")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn bytes_do_not_depend_on_thread_count() {
    let with_threads = |n_threads| {
        let pool = ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
        let dir = folder();
        pool.install(|| write(dir.path(), None))
    };
    let one = with_threads(1);
    assert_eq!(one, with_threads(2));
    assert_eq!(one, with_threads(5));
    assert_eq!(one.files.len(), 44);
}

#[test]
fn sequences_do_not_depend_on_order_or_number() {
    let (few, many) = (generator(small(), 42), generator(BiomechanicsParams::default(), 42));
    let backwards: Vec<_> = (0..5).rev().map(|id| few.sequence(id)).collect();
    for (forwards, backwards) in many.sequences().take(5).zip(backwards.into_iter().rev()) {
        assert_eq!(forwards, backwards);
    }
    assert_ne!(generator(small(), 43).sequence(0).landmarks, few.sequence(0).landmarks);
}

#[test]
fn bytes_of_seed_42_are_those_recorded() {
    // Recorded from this crate, x86-64 Linux. A change here changes everybody's data: raise the number after `+` in
    // `VERSION`, so that data sets on disk count as outdated, and say so in the changelog.
    let dir = folder();
    let hashes: Vec<_> = write(dir.path(), None).files[..3].iter().map(|f| f.sha256[..16].to_owned()).collect();
    assert_eq!(hashes, ["751aae0bffcea30b", "6011e9f8b2b2524f", "03a84a0b3dc511e6"]);
}

#[test]
fn shards_in_order_are_the_whole() {
    let (whole, parts) = (folder(), folder());
    write(whole.path(), None);
    let whole_rows = read(whole.path(), "biomechanics_dataset.csv");
    let whole_labels: Value =
        serde_json::from_str(&read(whole.path(), "biomechanics_labels.json")).expect("valid JSON");
    let header = whole_rows.lines().next().expect("a header").to_owned() + "\n";
    let (mut rows, mut n_labels) = (header.clone(), 0);
    for index in 1..=4 {
        let shard = Shard::new(index, 4).expect("four shards");
        let manifest = write(parts.path(), Some(shard));
        manifest.verify(parts.path()).expect("the files just written");
        rows += read(parts.path(), &manifest.files[0].name).strip_prefix(&header).expect("the same header");
        let labels: Value = serde_json::from_str(&read(parts.path(), &manifest.files[1].name)).expect("valid JSON");
        for (name, entry) in labels["sequences"].as_object().expect("entries by name") {
            assert_eq!(*entry, whole_labels["sequences"][name]);
            n_labels += 1;
        }
    }
    assert!(rows == whole_rows, "rows differ");
    assert_eq!(n_labels, 42);
    for id in 0..42 {
        let name = format!("landmark_sequences/sequence_{id:06}.npy");
        let bytes = |dir: &Path| fs::read(dir.join(&name)).expect("a file");
        assert!(bytes(whole.path()) == bytes(parts.path()), "{name} differs");
    }
}

#[test]
fn files_hold_what_the_generator_makes() {
    let dir = folder();
    let manifest = write(dir.path(), None);
    assert_eq!(Manifest::read(&dir.path().join("dataset.json")).expect("a manifest"), manifest);
    manifest.verify(dir.path()).expect("the files just written");
    let text = read(dir.path(), "biomechanics_dataset.csv");
    let names: Vec<_> = text.lines().next().expect("a header").split(',').collect();
    let described: Vec<_> = manifest.files[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, described);
    let labels: Value = serde_json::from_str(&read(dir.path(), "biomechanics_labels.json")).expect("valid JSON");
    for (line, sequence) in text.lines().skip(1).zip(generator(small(), 42).sequences()) {
        let value = |name: &str| {
            let column = names.iter().position(|n| *n == name).expect("a column");
            line.split(',').nth(column).expect("as many values as columns")
        };
        let number = |name: &str| value(name).parse::<f64>().expect("a number");
        assert_eq!(value("exercise"), sequence.exercise.name());
        assert!((number("form_score") - sequence.labels.form_score).abs() < 0.006);
        assert!((number("right_hip") - sequence.labels.joint_angles_deg[3]).abs() < 6e-4);
        let entry = &labels["sequences"][format!("sequence_{:06}", sequence.id)];
        let frames = entry["frame_angles_deg"].as_array().expect("a list");
        assert_eq!(frames.len(), sequence.n_frames());
        for (frame, angles) in frames.iter().zip(sequence.frame_angles_deg()) {
            assert!((frame[0].as_f64().expect("a number") - angles[0]).abs() < 0.051);
        }
        for (fault, severity) in sequence.severities.iter() {
            assert!((entry["severities"][fault.name()].as_f64().expect("a number") - severity).abs() < 6e-5);
            assert!((number(fault.name()) - severity).abs() < 6e-5);
        }
        let bytes = fs::read(dir.path().join(value("file"))).expect("a file");
        let values = &bytes[bytes.len() - 4 * sequence.landmarks.len()..];
        let values: Vec<_> = values.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        assert_eq!(values, sequence.landmarks);
        assert_eq!((bytes.len() - 4 * values.len()) % 64, 0);
    }
}

#[test]
fn write_interrupted_leaves_former_files() {
    let dir = folder();
    write(dir.path(), None);
    let before = read(dir.path(), "biomechanics_dataset.csv");
    let interrupted = std::panic::catch_unwind(|| {
        let other = BiomechanicsParams { n_sequences: 500, ..BiomechanicsParams::default() };
        write_biomechanics(&other, 7, dir.path(), None, &mut |_, _| panic!("interrupted")).map(|_| ())
    });
    assert!(interrupted.is_err());
    assert!(read(dir.path(), "biomechanics_dataset.csv") == before);
    Manifest::read(&dir.path().join("dataset.json")).and_then(|m| m.verify(dir.path())).expect("the former files");
    let n_files = fs::read_dir(dir.path().join("landmark_sequences")).expect("the folder").count();
    assert_eq!(n_files, 42, "temporary files are gone");
}

#[test]
fn parameters_outside_range_and_too_many_shards_are_refused() {
    let params = BiomechanicsParams { rater_noise_sd: f64::NAN, ..small() };
    let error = BiomechanicsGenerator::new(params, 1).expect_err("not a number");
    assert_eq!(error.to_string(), "`rater_noise_sd` must be within [0, 20], got NaN");
    let params = BiomechanicsParams { n_sequences: 0, ..small() };
    let error = BiomechanicsGenerator::new(params, 1).expect_err("no sequence");
    assert_eq!(error.to_string(), "`n_sequences` must be within [1, 1000000], got 0");
    let shard = Shard::new(1, 43).expect("a shard");
    let error = write_biomechanics(&small(), 1, folder().path(), Some(shard), &mut |_, _| ()).expect_err("too many");
    assert!(matches!(error, Error::TooManyShards { count: 43, n_items: 42 }), "{error}");
}
