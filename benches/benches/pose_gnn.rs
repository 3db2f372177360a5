//! The pose network: a training step on 16 clips of 60 frames, one clip's prediction, a whole recording's analysis.

use std::hint::black_box;

use benches::pose::{BATCH_SIZE, N_FRAMES, examples, flattening, long_recording, shipping};
use criterion::{Criterion, criterion_group, criterion_main};
use pose_gnn::words::Exercise;
use pose_gnn::{DeviceName, PoseGnnConfig, PoseModel, ScaledRecording, Trainer, TrainingConfig, predict};

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 42;

fn networks() -> [(&'static str, PoseGnnConfig); 2] {
    [("groups", shipping()), ("flatten", flattening())]
}

fn training_step(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pose_gnn/training_step");
    let device = DeviceName::Flex.open().expect("flex is always there");
    let examples = examples(BATCH_SIZE, N_FRAMES, SEED);
    let indices: Vec<usize> = (0..BATCH_SIZE).collect();
    for (name, config) in networks() {
        let options = TrainingConfig::default();
        let trainer = Trainer::new(config, options, SEED, &examples, &examples, &device);
        let mut trainer = trainer.expect("the configuration is valid");
        let losses: Vec<f64> = (0..8).map(|_| trainer.step(&indices, 0)).collect();
        assert!(losses[7] < 0.9 * losses[0], "eight steps on one batch teach nothing: {losses:?}");
        group.sample_size(10);
        group.bench_function(format!("{name}/batch=16,frames=60"), |bencher| {
            bencher.iter(|| trainer.step(&indices, 1));
        });
    }
    group.finish();
}

fn prediction(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pose_gnn/predict");
    let device = DeviceName::Flex.open().expect("flex is always there");
    let examples = examples(1, N_FRAMES, SEED);
    for (name, config) in networks() {
        let network = config.init(SEED, &device).expect("the configuration is valid");
        assert_eq!(predict(&network, &[&examples[0].clip], 1).len(), 1);
        group.bench_function(format!("{name}/frames=60"), |bencher| {
            bencher.iter(|| predict(&network, black_box(&[&examples[0].clip]), 1));
        });
    }
    group.finish();
}

fn analysis(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pose_gnn/recording");
    let device = DeviceName::Flex.open().expect("flex is always there");
    let recording = long_recording(3600, SEED);
    let model = PoseModel::untrained(PoseGnnConfig::default(), SEED, &device).expect("the configuration is valid");
    let analysis = model.analyze(&recording).expect("a valid recording");
    assert_eq!(analysis.exercise, Some(Exercise::Squat), "{:?}", analysis.exercise_probabilities);
    let counted = ScaledRecording::of(&recording).find_repetitions_of(Exercise::Squat).complete.len();
    assert_eq!(analysis.repetitions.len(), counted);
    assert!(analysis.repetitions.len() > 10 && analysis.n_windows == analysis.repetitions.len().div_ceil(3));
    assert!(analysis.form_score.is_some_and(|score| (0.0..=100.0).contains(&score)));
    group.sample_size(10);
    group.bench_function("scale_and_find_repetitions/frames=3_600", |bencher| {
        bencher.iter(|| ScaledRecording::of(&recording).find_repetitions());
    });
    group.bench_function("analyze/frames=3_600", |bencher| bencher.iter(|| model.analyze(&recording)));
    group.finish();
}

criterion_group!(benches, training_step, prediction, analysis);
criterion_main!(benches);
