//! Forests, boosting, batch prediction and explanation at the sizes of the burnout data set and 25 times that.

use std::hint::black_box;

use benches::{Labelled, Shape, labelled};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ensembles::{GradientBoosting, RandomForest, Target, TreeExplainer};
use ndarray::Axis;

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 42;
const SHAPES: [Shape; 2] = [Shape::PEOPLE, Shape::MANY_PEOPLE];
/// Rows that are explained.
const N_EXPLAINED: usize = 100;

/// Asserts that scores rank the rows nearly as the truth does.
#[track_caller]
fn assert_ranks(score: &[f64], data: &Labelled, share: f64) {
    let auc = |score: &[f64]| metrics::auc(score, &data.label).expect("both classes occur");
    assert!(auc(score) > share * auc(&data.log_odds), "{} of {}", auc(score), auc(&data.log_odds));
}

fn ensembles(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ensembles");
    group.sample_size(10);
    for shape in SHAPES {
        let data = labelled(shape, SEED);
        let target = Target::binary(data.label.clone()).expect("both classes occur");
        let id = |task: &str| BenchmarkId::new(task, shape);

        let params = RandomForest::params().seed(SEED);
        let forest = params.fit(data.x.view(), &target).expect("valid");
        // The best score on fitted rows is above the truth's.
        assert_ranks(&forest.predict(data.x.view()).expect("valid"), &data, 0.95);
        group
            .bench_function(id("forest/fit"), |bencher| bencher.iter(|| params.fit(black_box(data.x.view()), &target)));
        group.bench_function(id("forest/predict"), |bencher| bencher.iter(|| forest.predict(black_box(data.x.view()))));

        let params = GradientBoosting::params().seed(SEED);
        let boosting = params.fit(data.x.view(), &target).expect("valid");
        assert_ranks(&boosting.predict(data.x.view()).expect("valid"), &data, 0.95);
        group.bench_function(id("boosting/fit"), |bencher| {
            bencher.iter(|| params.fit(black_box(data.x.view()), &target));
        });
        group.bench_function(id("boosting/predict"), |bencher| {
            bencher.iter(|| boosting.predict(black_box(data.x.view())));
        });

        let rows = data.x.select(Axis(0), &(0..N_EXPLAINED).collect::<Vec<_>>());
        let explainer = TreeExplainer::path_dependent(&boosting, 0).expect("one output");
        let explanation = explainer.explain(rows.view()).expect("valid");
        let sum = explanation.base_value + explanation.values.row(0).sum();
        assert!((sum - explanation.predictions[0]).abs() < 1e-9);
        group.bench_function(id("boosting/explain/rows=100"), |bencher| {
            bencher.iter(|| explainer.explain(black_box(rows.view())));
        });
        let explainer = TreeExplainer::path_dependent(&forest, 0).expect("one output");
        group.bench_function(id("forest/explain/rows=100"), |bencher| {
            bencher.iter(|| explainer.explain(black_box(rows.view())));
        });
    }
    group.finish();
}

criterion_group!(benches, ensembles);
criterion_main!(benches);
