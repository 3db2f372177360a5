//! The files of the data set.

use std::fs;
use std::path::Path;

use rayon::ThreadPoolBuilder;
use synthgen::nutrition::{NutritionParams, verify_images, write_nutrition};
use synthgen::{Error, Manifest, Shard};

use super::generator;
use crate::support::read;

fn small() -> NutritionParams {
    NutritionParams { n_images: 110, n_users: 9, ..NutritionParams::default() }
}

pub(super) fn write(dir: &Path, shard: Option<Shard>) -> Manifest {
    write_nutrition(&small(), 42, dir, shard, &mut |_, _| ()).expect("a writable folder")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Names of all files below a folder.
fn files_below(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.path().is_dir() {
            names.extend(files_below(&entry.path()));
        } else {
            names.push(entry.path().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
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
}

#[test]
fn bytes_of_seed_42_are_those_recorded() {
    // Recorded from this crate, x86-64 Linux. A change here changes everybody's data: raise the number after `+` in
    // `VERSION`, so that data sets on disk count as outdated, and say so in the changelog.
    let dir = folder();
    let hashes: Vec<_> = write(dir.path(), None).files.iter().map(|f| f.sha256[..16].to_owned()).collect();
    assert_eq!(hashes, ["8ba7cbe6aae06c3b", "7c5eaa514d310f83", "6a806a2c6719d143"]);
}

#[test]
fn shards_in_order_are_the_whole() {
    let (whole, parts) = (folder(), folder());
    write(whole.path(), None);
    for (position, stem) in [(0, "images"), (2, "protein_diaries")] {
        let rows = read(whole.path(), &format!("{stem}.csv"));
        let header = rows.lines().next().expect("a header").to_owned() + "\n";
        let mut joined = header.clone();
        for index in 1..=4 {
            let shard = Shard::new(index, 4).expect("four shards");
            let manifest = write(parts.path(), Some(shard));
            manifest.verify(parts.path()).expect("the files just written");
            verify_images(parts.path(), Some(shard)).expect("the images just written");
            joined +=
                read(parts.path(), &manifest.files[position].name).strip_prefix(&header).expect("the same header");
        }
        assert!(joined == rows, "rows of {stem} differ");
    }
    verify_images(whole.path(), None).expect("the images just written");
    let n_images = |dir: &Path| files_below(&dir.join("images")).len();
    assert_eq!([n_images(whole.path()), n_images(parts.path())], [110, 110]);
}

#[test]
fn files_hold_what_the_generator_makes() {
    let dir = folder();
    let manifest = write(dir.path(), None);
    assert_eq!(Manifest::read(&dir.path().join("dataset.json")).expect("a manifest"), manifest);
    manifest.verify(dir.path()).expect("the files just written");
    let generator = generator(small(), 42);
    let index = read(dir.path(), "images.csv");
    for (row, image) in index.lines().skip(1).zip(generator.images()) {
        let values: Vec<_> = row.split(',').collect();
        assert_eq!(values[1..3], [image.class.name(), image.split.name()]);
        let number = image.index / 20;
        assert_eq!(values[0], format!("images/{}/{1}/{1}_{number:06}.png", image.split, image.class));
        let file = fs::File::open(dir.path().join(values[0])).expect("a file");
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a small picture")];
        let info = reader.next_frame(&mut pixels).expect("a picture");
        assert_eq!((info.width, info.height), (64, 64));
        assert!(pixels == image.pixels, "{row}");
    }
    let rows = read(dir.path(), "protein_diaries.csv");
    let names: Vec<_> = rows.lines().next().expect("a header").split(',').collect();
    let described: Vec<_> = manifest.files[2].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, described);
    let days = generator.diaries().flat_map(|diary| (0..28).map(move |day| (diary.clone(), day)));
    for (row, (diary, day)) in rows.lines().skip(1).zip(days) {
        let values: Vec<_> = row.split(',').collect();
        let number = |index: usize| values[index].parse::<f64>().expect("a number");
        assert_eq!(values[1], day.to_string());
        assert_eq!([number(2), number(3)], [diary.profile.weight_kg, diary.profile.height_cm]);
        for (index, metric) in words::DiaryMetric::ALL.into_iter().enumerate() {
            assert_eq!(number(8 + index), diary.series(metric)[day]);
        }
        assert!((number(15) - diary.need_g_per_day[day]).abs() < 6e-4);
        assert!((number(16) - diary.need_noise_free_g_per_day[day]).abs() < 6e-4);
    }
    assert_eq!(rows.lines().count(), 9 * 28 + 1);
}

#[test]
fn write_interrupted_leaves_former_files() {
    let dir = folder();
    write(dir.path(), None);
    let before = files_below(dir.path());
    let interrupted = std::panic::catch_unwind(|| {
        write_nutrition(&small(), 7, dir.path(), None, &mut |_, _| panic!("interrupted")).map(|_| ())
    });
    assert!(interrupted.is_err());
    assert_eq!(files_below(dir.path()), before, "temporary files are gone");
    Manifest::read(&dir.path().join("dataset.json")).and_then(|m| m.verify(dir.path())).expect("the former files");
    verify_images(dir.path(), None).expect("the former images");
}

#[test]
fn write_removes_images_that_it_does_not_have() {
    let dir = folder();
    write(dir.path(), None);
    let note = dir.path().join("images/train/apple/readme.png");
    fs::write(&note, "mine").expect("a writable folder");
    let fewer = NutritionParams { n_images: 40, val_share: 0.5, ..small() };
    write_nutrition(&fewer, 42, dir.path(), None, &mut |_, _| ()).expect("a writable folder");
    assert!(note.exists(), "other people's files stay");
    assert_eq!(files_below(&dir.path().join("images")).len(), 41);
}

#[test]
fn image_changed_on_disk_is_named() {
    let dir = folder();
    write(dir.path(), None);
    fs::write(dir.path().join("images/train/pizza/pizza_000001.png"), "not it").expect("a writable folder");
    let message = verify_images(dir.path(), None).expect_err("another file").to_string();
    assert!(message.contains("pizza_000001.png` has SHA-256"), "{message}");
}

#[test]
fn parameters_outside_range_and_too_many_shards_are_refused() {
    let params = NutritionParams { val_share: f64::NAN, ..small() };
    let error = write_nutrition(&params, 1, folder().path(), None, &mut |_, _| ()).expect_err("not a number");
    assert_eq!(error.to_string(), "`val_share` must be within [0, 0.9], got NaN");
    let shard = Shard::new(1, 10).expect("a shard");
    let error = write_nutrition(&small(), 1, folder().path(), Some(shard), &mut |_, _| ()).expect_err("too many");
    assert!(matches!(error, Error::TooManyShards { count: 10, n_items: 9 }), "{error}");
}
