//! The data sets, in memory and as files: 1,000 people × 365 days, 100 filmed lifts.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use synthgen::Format;
use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, write_biomechanics};
use synthgen::burnout::{BurnoutGenerator, BurnoutParams, write_burnout};

const SEED: u64 = 42;
const N_USERS: usize = 1_000;
const N_DAYS: usize = 365;
const ID: &str = "n=1_000x365";

fn params() -> BurnoutParams {
    BurnoutParams { n_users: N_USERS, n_days: N_DAYS, ..BurnoutParams::default() }
}

fn in_memory(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("synthgen/burnout/in_memory");
    let generator = BurnoutGenerator::new(params(), SEED).expect("the default parameters are valid");
    let table = generator.longitudinal(0..N_USERS).expect("the columns have one length");
    assert_eq!(table.height(), N_USERS * N_DAYS);
    group.sample_size(10).throughput(Throughput::Elements((N_USERS * N_DAYS) as u64));
    group.bench_function(BenchmarkId::from_parameter(ID), |bencher| {
        bencher.iter(|| black_box(&generator).longitudinal(0..N_USERS));
    });
    group.finish();
}

/// Everything that a data set consists of, in a folder that is written anew by each run.
fn write(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("synthgen/burnout/write");
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    for format in [Format::Csv, Format::Parquet] {
        let run = || write_burnout(&params(), SEED, folder.path(), format, None, &mut |_, _| ());
        let manifest = run().expect("the folder is ours");
        assert!(manifest.files.iter().any(|file| file.n_rows == N_USERS * N_DAYS));
        group.sample_size(10).throughput(Throughput::Elements((N_USERS * N_DAYS) as u64));
        group.bench_function(BenchmarkId::new(format.to_string(), ID), |bencher| bencher.iter(run));
    }
    group.finish();
}

fn biomechanics(criterion: &mut Criterion) {
    const N_SEQUENCES: usize = 100;
    let params = BiomechanicsParams { n_sequences: N_SEQUENCES, ..BiomechanicsParams::default() };
    let mut group = criterion.benchmark_group("synthgen/biomechanics");
    group.sample_size(10).throughput(Throughput::Elements(N_SEQUENCES as u64));
    let generator = BiomechanicsGenerator::new(params.clone(), SEED).expect("the default parameters are valid");
    assert_eq!(generator.sequences().count(), N_SEQUENCES);
    group.bench_function(BenchmarkId::new("in_memory", "n=100"), |bencher| {
        bencher.iter(|| black_box(&generator).sequences().map(|sequence| sequence.landmarks.len()).sum::<usize>());
    });
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let run = || write_biomechanics(&params, SEED, folder.path(), None, &mut |_, _| ());
    assert_eq!(run().expect("the folder is ours").files.len(), N_SEQUENCES + 2);
    group.bench_function(BenchmarkId::new("write", "n=100"), |bencher| bencher.iter(run));
    group.finish();
}

criterion_group!(benches, in_memory, write, biomechanics);
criterion_main!(benches);
