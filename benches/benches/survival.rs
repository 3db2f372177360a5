//! Cox regression and concordance at the sizes of `Shape`.

use std::hint::black_box;
use std::time::Duration;

use benches::{RightCensored, Shape, StartStop, right_censored, start_stop};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ndarray::Array1;
use survival::{CoxPh, PathOptions, SurvivalTarget, Ties, concordance_index};

const SEED: u64 = 42;
const SHAPES: [Shape; 2] = [Shape::SMALL, Shape::LARGE];

fn target(data: &RightCensored) -> SurvivalTarget {
    SurvivalTarget::right_censored(data.time.clone(), data.event.clone()).expect("the maker gives positive times")
}

/// Asserts that coefficients are within `n_errors` standard errors of the truth.
#[track_caller]
fn assert_near(model: &CoxPh, truth: &Array1<f64>, n_errors: f64) {
    let errors = model.model_standard_errors().expect("the fit is not penalised");
    for ((estimate, truth), error) in model.coefficients().iter().zip(truth).zip(errors) {
        assert!((estimate - truth).abs() < n_errors * error, "estimate {estimate} ± {error}, truth {truth}");
    }
}

fn fit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cox/fit/efron");
    for shape in SHAPES {
        let data = right_censored(shape, SEED);
        let target = target(&data);
        let params = CoxPh::params().ties(Ties::Efron);
        let model = params.fit(data.x.view(), &target).expect("the maximum exists");
        assert_near(&model, &data.beta, 4.0);
        group.bench_function(BenchmarkId::from_parameter(shape), |bencher| {
            bencher.iter(|| params.fit(black_box(data.x.view()), &target));
        });
    }
    group.finish();
}

fn fit_start_stop(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cox/fit_start_stop/efron");
    let StartStop { x, start, stop, event, beta } = start_stop(Shape::DAILY, SEED);
    let target = SurvivalTarget::start_stop(start, stop, event).expect("a row is a day");
    let params = CoxPh::params().ties(Ties::Efron);
    let model = params.fit(x.view(), &target).expect("the maximum exists");
    assert_near(&model, &beta, 4.0);
    group.sample_size(10).bench_function(BenchmarkId::from_parameter(Shape::DAILY), |bencher| {
        bencher.iter(|| params.fit(black_box(x.view()), &target));
    });
    group.finish();
}

fn lasso_path(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cox/path/lasso");
    for shape in SHAPES {
        let data = right_censored(shape, SEED);
        let target = target(&data);
        let (params, options) = (CoxPh::params(), PathOptions::default());
        let path = params.fit_path(data.x.view(), &target, &options).expect("every penalty has a solution");
        assert_eq!(path.points().len(), 100);
        assert_eq!((path.points()[0].n_nonzero, path.points()[99].n_nonzero), (0, shape.p));
        assert!(path.points().iter().all(|point| point.kkt_violation <= 1e-6));
        group.sample_size(20).bench_function(BenchmarkId::from_parameter(shape), |bencher| {
            bencher.iter(|| params.fit_path(black_box(data.x.view()), &target, &options));
        });
    }
    group.finish();
}

fn concordance(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("concordance");
    for shape in SHAPES {
        let data = right_censored(shape, SEED);
        let (target, risk_scores) = (target(&data), data.risk_scores());
        let value = concordance_index(&target, &risk_scores).expect("pairs are comparable").value();
        // The linear predictor has a standard deviation of about 1, which gives about 0.74 whatever the size.
        assert!((0.70..0.78).contains(&value), "{value}");
        group.bench_function(BenchmarkId::from_parameter(shape), |bencher| {
            bencher.iter(|| concordance_index(black_box(&target), &risk_scores));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1));
    targets = fit, fit_start_stop, lasso_path, concordance
}
criterion_main!(benches);
