//! What the tests of the burnout data share.

use std::fs;
use std::path::Path;

use synthgen::burnout::{BurnoutGenerator, BurnoutParams, write_burnout};
use synthgen::{Format, Manifest, Shard};

pub(crate) const LONGITUDINAL_CSV: &str = "burnout_longitudinal_dataset.csv";
pub(crate) const AGGREGATED_CSV: &str = "burnout_aggregated_dataset.csv";
pub(crate) const TRUTH_JSON: &str = "burnout_ground_truth.json";

/// Few people and days: enough for several batches, quick to write.
pub(crate) fn small() -> BurnoutParams {
    BurnoutParams { n_users: 150, n_days: 120, ..BurnoutParams::default() }
}

pub(crate) fn generator(params: BurnoutParams, seed: u64) -> BurnoutGenerator {
    BurnoutGenerator::new(params, seed).expect("parameters within their ranges")
}

pub(crate) fn write(params: &BurnoutParams, dir: &Path, format: Format, shard: Option<Shard>) -> Manifest {
    write_burnout(params, 42, dir, format, shard, &mut |_, _| ()).expect("a writable folder")
}

pub(crate) fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).expect("a text file of the data set")
}
