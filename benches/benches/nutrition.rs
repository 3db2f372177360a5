//! The food network, the protein network and its explanation: a training step on 64 pictures, one picture's food, one person's
//! need, what each metric adds to it, and the food that a name means.

use std::hint::black_box;

use benches::nutrition::{BATCH_SIZE, N_BACKGROUND, diaries, food_classifier, pictures};
use criterion::{Criterion, criterion_group, criterion_main};
use foods::FoodTable;
use nutrition::{
    Advice, BackgroundDiary, DeviceName, Diary, FoodCnnConfig, FoodTrainer, FoodTrainingConfig, N_METRICS,
    ProteinGruConfig, Recommender,
};

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MEAL: &str = "two slices of toast with 20 g butter, a cup of whole milk and half an avocado";
const SEED: u64 = 42;

fn training_step(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nutrition/food/training_step");
    let device = DeviceName::Flex.open().expect("flex is always there");
    let examples = pictures(BATCH_SIZE, SEED);
    let indices: Vec<usize> = (0..BATCH_SIZE).collect();
    let (network, config) = (FoodCnnConfig::default(), FoodTrainingConfig::default());
    let mut trainer = FoodTrainer::new(&network, config, SEED, &examples, &examples, &device).expect("valid");
    let losses: Vec<f64> = (0..8).map(|_| trainer.step(&indices, 0)).collect();
    assert!(losses[7] < 0.9 * losses[0], "eight steps on one batch teach nothing: {losses:?}");
    group.sample_size(20);
    group.bench_function(format!("batch={BATCH_SIZE},side=64"), |bencher| bencher.iter(|| trainer.step(&indices, 1)));
    group.finish();
}

fn recognition(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nutrition/food/predict");
    let examples = pictures(BATCH_SIZE, SEED);
    let classifier = food_classifier(SEED);
    for n in [1, BATCH_SIZE] {
        let batch: Vec<_> = examples[..n].iter().map(|example| &example.picture).collect();
        let probabilities = classifier.probabilities(&batch).expect("equal sides");
        assert!((probabilities[0].iter().sum::<f64>() - 1.0).abs() < 1e-9);
        group.bench_function(format!("pictures={n}"), |bencher| {
            bencher.iter(|| classifier.probabilities(black_box(&batch)));
        });
    }
    group.finish();
}

fn recommendation(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nutrition/protein");
    let device = DeviceName::Flex.open().expect("flex is always there");
    let network = ProteinGruConfig::default().init(SEED, &device).expect("valid");
    let people = diaries(N_BACKGROUND + 1, SEED);
    let training_status = people[0].profile.training_status;
    let background = people[1..].iter().map(|person| BackgroundDiary { training_status, days: person.days }).collect();
    let days: Vec<[Option<f64>; N_METRICS]> = people[0].days.iter().map(|day| day.map(Some)).collect();
    let (profile, diary) = (people[0].profile, Diary::new(&days).expect("whole"));
    let (low, high) = profile.range_g_per_day();
    assert!((low..=high).contains(&network.need_g_per_day(&profile, &people[0].days)));
    group.bench_function("need/people=1", |bencher| {
        bencher.iter(|| network.need_g_per_day(black_box(&profile), black_box(&people[0].days)));
    });
    let recommender = Recommender::new(network, background, 0.2).expect("valid");
    let Advice::Recommendation(answer) = recommender.recommend(&profile, &diary).expect("valid") else {
        panic!("nothing speaks against a recommendation")
    };
    let sum: f64 = answer.adjustments.iter().map(|adjustment| adjustment.g_per_day).sum();
    assert!((answer.baseline_g_per_day + sum - answer.protein_g_per_day).abs() < 1e-4);
    group.bench_function(format!("explain/coalitions=64,background={N_BACKGROUND}"), |bencher| {
        bencher.iter(|| recommender.recommend(black_box(&profile), black_box(&diary)));
    });
    group.finish();
}

fn food_lookup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nutrition/foods");
    let table = FoodTable::usda();
    let n = table.foods().len();
    for (kind, name, number) in [
        ("exact", "BANANAS,RAW", 9040),
        ("everyday", "chicken breast", 5064),
        ("words", "turkey bacon", 7973),
        ("typo", "spagetti", 20_121),
    ] {
        assert_eq!(table.find(name).expect("there").food.ndb_number, number);
        group.bench_function(format!("{kind}/n={n}"), |bencher| {
            bencher.iter(|| table.find(black_box(name)).map(|found| found.score));
        });
    }
    assert_eq!(table.read_meal(MEAL).len(), 4);
    group.bench_function("meal/items=4", |bencher| bencher.iter(|| table.read_meal(black_box(MEAL)).len()));
    group.finish();
}

criterion_group!(benches, training_step, recognition, recommendation, food_lookup);
criterion_main!(benches);
