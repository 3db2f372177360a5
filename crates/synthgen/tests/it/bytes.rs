//! The same bytes on any number of threads and shards.

use rayon::ThreadPoolBuilder;
use synthgen::burnout::BurnoutParams;
use synthgen::{Format, Manifest, Shard};

use crate::support::{AGGREGATED_CSV, LONGITUDINAL_CSV, TRUTH_JSON, generator, read, small, write};

/// Holds every file's SHA-256 and length, so that equal manifests are equal bytes.
fn manifest_with_threads(n_threads: usize, format: Format) -> Manifest {
    let pool = ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
    let dir = tempfile::tempdir().expect("a temporary folder");
    pool.install(|| write(&small(), dir.path(), format, None))
}

#[test]
fn csv_bytes_do_not_depend_on_thread_count() {
    let one = manifest_with_threads(1, Format::Csv);
    assert_eq!(one, manifest_with_threads(2, Format::Csv));
    assert_eq!(one, manifest_with_threads(5, Format::Csv));
}

#[test]
fn parquet_bytes_do_not_depend_on_thread_count() {
    assert_eq!(manifest_with_threads(1, Format::Parquet), manifest_with_threads(2, Format::Parquet));
}

#[test]
fn csv_bytes_of_seed_42_are_those_recorded() {
    // Recorded from this crate, x86-64 Linux. A change here changes everybody's data: raise the number after `+` in
    // `VERSION`, so that data sets on disk count as outdated, and say so in the changelog.
    let dir = tempfile::tempdir().expect("a temporary folder");
    let manifest = write(&small(), dir.path(), Format::Csv, None);
    let hashes: Vec<_> = manifest.files.iter().map(|file| &file.sha256[..16]).collect();
    assert_eq!(hashes, ["8495c2dcb5652034", "b5eb1aa92cb62916", "00c84fc1adc23298"]);
}

#[test]
fn shards_in_order_are_the_whole() {
    let whole = tempfile::tempdir().expect("a temporary folder");
    write(&small(), whole.path(), Format::Csv, None);
    let parts = tempfile::tempdir().expect("a temporary folder");
    let shards = [1, 2, 3, 4].map(|index| Shard::new(index, 4).expect("four shards"));
    for shard in shards {
        let manifest = write(&small(), parts.path(), Format::Csv, Some(shard));
        assert_eq!(manifest.shard, Some(shard));
        assert_eq!(Manifest::read(&parts.path().join(Manifest::file_name(Some(shard)))).expect("a manifest"), manifest);
    }
    for name in [LONGITUDINAL_CSV, AGGREGATED_CSV] {
        let whole = read(whole.path(), name);
        let (header, _) = whole.split_once('\n').expect("a header line");
        let mut joined = format!("{header}\n");
        for shard in shards {
            let part = read(parts.path(), &name.replace(".csv", &format!("{}.csv", shard.suffix())));
            let (part_header, rows) = part.split_once('\n').expect("a header line");
            assert_eq!(part_header, header);
            joined.push_str(rows);
        }
        assert!(joined == whole, "the shards of {name} differ from the whole");
    }
    let truth_of = |text: &str| -> Vec<serde_json::Value> {
        let truth: serde_json::Value = serde_json::from_str(text).expect("valid JSON");
        truth["users"].as_array().expect("a list").clone()
    };
    let joined = shards.map(|shard| read(parts.path(), &format!("burnout_ground_truth{}.json", shard.suffix())));
    let joined: Vec<_> = joined.iter().flat_map(|text| truth_of(text)).collect();
    assert_eq!(joined, truth_of(&read(whole.path(), TRUTH_JSON)));
}

#[test]
fn user_of_longer_record_begins_alike() {
    let short = generator(BurnoutParams { n_days: 200, ..small() }, 7);
    let long = generator(BurnoutParams { n_days: 400, n_users: 1_000, ..small() }, 7);
    for user_id in 0..20 {
        let (short, long) = (short.user(user_id), long.user(user_id));
        assert_eq!(short.profile, long.profile);
        assert_eq!(short.truth, long.truth);
        for metric in words::DailyMetric::ALL {
            assert_eq!(short.daily.series(metric), &long.daily.series(metric)[..200]);
        }
        assert_eq!(short.outcome.time_days, long.outcome.time_days.min(110));
    }
}

#[test]
fn seeds_give_different_people() {
    let (a, b) = (generator(small(), 1).user(0), generator(small(), 2).user(0));
    assert_ne!(a.daily, b.daily);
}
