//! Pictures, diaries and networks for the benchmarks of `nutrition`.

use nutrition::words::{DiaryMetric, FoodClass};
use nutrition::{
    DeviceName, FoodClassifier, FoodCnnConfig, FoodExample, FoodPicture, FoodTrainer, FoodTrainingConfig, N_DAYS,
    Profile, ProteinExample,
};
use synthgen::nutrition::{NutritionGenerator, NutritionParams};

/// Pictures of a batch in the benchmarks.
pub const BATCH_SIZE: usize = 64;
/// Diaries that explanations compare with, as many as an artifact holds.
pub const N_BACKGROUND: u32 = 64;

/// The first generated pictures.
///
/// # Panics
///
/// never: the generator makes valid pictures
pub fn pictures(n: usize, seed: u64) -> Vec<FoodExample> {
    let generator = NutritionGenerator::new(NutritionParams::default(), seed).expect("the defaults are valid");
    let example = |index: usize| {
        let image = generator.image(index);
        let side = image.pixels.len().div_euclid(3).isqrt();
        let picture = FoodPicture::new(side, image.pixels).expect("a square");
        FoodExample { picture, class: image.class.index() }
    };
    (0..n).map(example).collect()
}

/// A food network after one short epoch.
///
/// # Panics
///
/// never: the configuration is valid
pub fn food_classifier(seed: u64) -> FoodClassifier {
    let device = DeviceName::Flex.open().expect("flex is always there");
    let examples = pictures(BATCH_SIZE, seed);
    let config = FoodTrainingConfig { n_epochs: 1, ..FoodTrainingConfig::default() };
    let network = FoodCnnConfig::default();
    let mut trainer = FoodTrainer::new(&network, config, seed, &examples, &examples, &device).expect("valid");
    trainer.run_epoch(&mut |_| {}).expect("one step does not diverge");
    let (network, temperature, _) = trainer.finish().expect("one epoch is done");
    let names = FoodClass::ALL.iter().map(|class| class.name().to_owned()).collect();
    FoodClassifier::new(network, names, temperature).expect("as many names as classes")
}

/// The last two weeks of the first people who keep a diary.
///
/// # Panics
///
/// never: the generator makes valid diaries
pub fn diaries(n: u32, seed: u64) -> Vec<ProteinExample> {
    let generator = NutritionGenerator::new(NutritionParams::default(), seed).expect("the defaults are valid");
    let named = |name: &str| serde_json::Value::String(name.to_owned());
    let example = |user: u32| {
        let diary = generator.diary(user);
        let series: Vec<&[f64]> = DiaryMetric::ALL.iter().map(|metric| diary.series(*metric)).collect();
        let start = diary.n_days() - N_DAYS;
        let profile = Profile {
            weight_kg: diary.profile.weight_kg,
            age_years: f64::from(diary.profile.age_years),
            sex: diary.profile.sex,
            goal: serde_json::from_value(named(diary.profile.goal.name())).expect("the same words"),
            training_status: serde_json::from_value(named(diary.profile.training_status.name()))
                .expect("the same words"),
            height_cm: Some(diary.profile.height_cm),
            body_fat_percent: None,
            kidney_disease: false,
            pregnant: false,
        };
        let days = std::array::from_fn(|day| std::array::from_fn(|metric| series[metric][start + day]));
        let need_g_per_day = diary.need_g_per_day[diary.n_days() - 1];
        ProteinExample { profile, days, need_g_per_day }
    };
    (0..n).map(example).collect()
}
