//! The protein network on synthetic diaries with a known need.

use nutrition::words::{DiaryMetric, Goal, Sex, TrainingStatus};
use nutrition::{
    Advice, BackgroundDiary, DeviceName, Diary, Intake, N_DAYS, N_METRICS, Profile, ProteinExample, ProteinGru,
    ProteinGruConfig, ProteinTrainingConfig, Recommendation, Recommender, Referral, train_protein,
};
use proptest::prelude::*;
use std::sync::OnceLock;
use synthgen::nutrition::{NutritionGenerator, NutritionParams, need_noise_floor_g_per_day};

type Days = [[f64; N_METRICS]; N_DAYS];

/// Diaries of one user: a window of two weeks for every day from the fourteenth on, and the floor of its error.
fn examples(users: std::ops::Range<u32>) -> Vec<(ProteinExample, f64)> {
    let params = NutritionParams { n_images: 20, n_users: 400, ..NutritionParams::default() };
    let noise_sd = params.need_noise_sd;
    let generator = NutritionGenerator::new(params, 42).expect("valid");
    users
        .flat_map(|user| {
            let diary = generator.diary(user);
            let profile = profile_of(&diary.profile);
            let series: Vec<&[f64]> = DiaryMetric::ALL.iter().map(|m| diary.series(*m)).collect();
            let floor = need_noise_floor_g_per_day(&diary.profile, noise_sd);
            let window = |last: usize| {
                let days: Days =
                    std::array::from_fn(|day| std::array::from_fn(|metric| series[metric][last + 1 - N_DAYS + day]));
                (ProteinExample { profile, days, need_g_per_day: diary.need_g_per_day[last] }, floor)
            };
            (N_DAYS - 1..diary.n_days()).map(window).collect::<Vec<_>>()
        })
        .collect()
}

fn profile_of(profile: &synthgen::nutrition::DiaryProfile) -> Profile {
    Profile {
        weight_kg: profile.weight_kg,
        age_years: f64::from(profile.age_years),
        sex: profile.sex,
        goal: profile.goal,
        training_status: profile.training_status,
        height_cm: Some(profile.height_cm),
        body_fat_percent: None,
        kidney_disease: false,
        pregnant: false,
    }
}

/// A network trained once for all tests, on 140 of the users; 20 choose the epoch.
fn trained() -> &'static ProteinGru {
    static MODEL: OnceLock<ProteinGru> = OnceLock::new();
    MODEL.get_or_init(|| {
        let only = |users| examples(users).into_iter().map(|(example, _)| example).collect::<Vec<_>>();
        let (training, validation) = (only(0..140), only(140..160));
        let device = DeviceName::Flex.open().expect("always there");
        let config = ProteinTrainingConfig { n_epochs: 25, ..ProteinTrainingConfig::default() };
        let sizes = ProteinGruConfig::default();
        train_protein(&sizes, &config, &training, &validation, 7, &device, &mut |_| {}).expect("converges").0
    })
}

fn person() -> Profile {
    Profile {
        weight_kg: 80.0,
        age_years: 35.0,
        sex: Sex::Male,
        goal: Goal::MuscleGain,
        training_status: TrainingStatus::Recreational,
        height_cm: None,
        body_fat_percent: None,
        kidney_disease: false,
        pregnant: false,
    }
}

fn diary(change: impl Fn(&mut [f64; N_METRICS])) -> Diary {
    let mut day = [7.0, 70.0, 45.0, 300.0, 40.0, 60.0];
    change(&mut day);
    Diary::new(&[day.map(Some); N_DAYS]).expect("two plain weeks")
}

fn recommender() -> Recommender {
    let of = |(example, _): (ProteinExample, f64)| {
        let ProteinExample { profile, days, .. } = example;
        BackgroundDiary { training_status: profile.training_status, days }
    };
    let background = examples(0..80).into_iter().step_by(15).map(of).collect();
    Recommender::new(trained().clone(), background, 0.15).expect("eighty diaries")
}

fn need(profile: &Profile, diary: &Diary) -> f64 {
    trained().need_g_per_day(profile, diary.days().expect("every metric is known"))
}

fn recommend(profile: &Profile, diary: &Diary) -> Recommendation {
    match recommender().recommend(profile, diary).expect("valid") {
        Advice::Recommendation(recommendation) => *recommendation,
        Advice::Referral { .. } => panic!("nothing forbids a number"),
    }
}

#[test]
fn held_out_people_are_told_their_need_up_to_noise() {
    let held_out = examples(160..220);
    let places = trained().range_shares(held_out.iter().map(|(example, _)| (&example.profile, &example.days)));
    let error = |((example, _), place): (&(ProteinExample, f64), f64)| {
        let (low, high) = example.profile.range_g_per_day();
        (low + (high - low) * place - example.need_g_per_day).abs()
    };
    let mae = held_out.iter().zip(places).map(error).sum::<f64>() / held_out.len() as f64;
    let floor = held_out.iter().map(|(_, floor)| floor).sum::<f64>() / held_out.len() as f64;
    // The whole training set has twice as many people; the goal for it is 1.2.
    assert!(mae < 1.3 * floor, "MAE {mae:.2} g, floor {floor:.2} g");
}

#[test]
fn doubling_the_weight_doubles_the_need_and_the_range_holds() {
    let diary = diary(|_| {});
    for (training_status, goal) in [
        (TrainingStatus::Sedentary, Goal::Maintain),
        (TrainingStatus::Recreational, Goal::MuscleGain),
        (TrainingStatus::Trained, Goal::FatLoss),
    ] {
        // Of the same build: 12 % fat, tall enough to be neither obese nor light.
        let light = Profile { weight_kg: 40.0, body_fat_percent: Some(12.0), training_status, goal, ..person() };
        let heavy = Profile { weight_kg: 80.0, ..light };
        let (one, two) = (need(&light, &diary), need(&heavy, &diary));
        assert!((two - 2.0 * one).abs() < 1e-9);
        let (low, high) = light.range_g_per_day();
        assert!(low < one && one < high);
    }
}

#[test]
fn more_training_never_lowers_the_need() {
    let needs: Vec<f64> = (0..8).map(|step| need(&person(), &diary(|day| day[3] = 80.0 * f64::from(step)))).collect();
    // Within a tenth of a gram, which is noise.
    assert!(needs.windows(2).all(|pair| pair[1] > pair[0] - 0.1), "{needs:?}");
    assert!(needs[7] - needs[0] > 5.0, "{needs:?}");
}

#[test]
fn adjustments_lead_from_the_baseline_to_the_recommendation() {
    let recommendation = recommend(
        &person(),
        &diary(|day| {
            day[0] = 5.0;
            day[3] = 600.0;
        }),
    );
    let sum: f64 = recommendation.adjustments.iter().map(|adjustment| adjustment.g_per_day).sum();
    assert!((recommendation.baseline_g_per_day + sum - recommendation.protein_g_per_day).abs() < 1e-4);
    let of = |metric| recommendation.adjustments.iter().find(|a| a.metric == metric).expect("all six").g_per_day;
    assert!(of(DiaryMetric::Activity) > 2.0 && of(DiaryMetric::SleepHours) > 0.5, "{:?}", recommendation.adjustments);
    assert!(recommendation.reasons[0].starts_with("hard training (600.0 AU, usually "), "{:?}", recommendation.reasons);
    let (low, high) = person().range_g_per_day();
    assert_eq!(recommendation.range_g_per_day, [low, high]);
}

#[test]
fn what_is_not_known_widens_the_answer() {
    let known = |metrics: &[DiaryMetric]| {
        let day = [5.5, 60.0, 45.0, 420.0, 30.0, 50.0];
        let days = DiaryMetric::ALL.map(|metric| metrics.contains(&metric).then_some(day[metric.index()]));
        let diary = Diary::new(&[days; N_DAYS]).expect("at least one metric");
        let recommendation = recommend(&person(), &diary);
        let (need, likely) = recommender().need_g_per_day(&person(), &diary).expect("a number");
        assert!((need - recommendation.protein_g_per_day).abs() < 1e-3, "{need} {recommendation:?}");
        assert!((likely[0] - recommendation.likely_g_per_day[0]).abs() < 1e-3);
        recommendation
    };
    let width = |one: &Recommendation| one.likely_g_per_day[1] - one.likely_g_per_day[0];
    let [all, no_load, sleep] =
        [&DiaryMetric::ALL[..], &[DiaryMetric::SleepHours, DiaryMetric::Recovery], &[DiaryMetric::SleepHours]]
            .map(known);
    assert!(all.unknown.is_empty() && sleep.unknown.len() == 5);
    assert!(width(&all) < width(&no_load) && width(&no_load) < width(&sleep) + 1e-9, "{all:?}\n{no_load:?}\n{sleep:?}");
    for recommendation in [all, no_load, sleep] {
        let sum: f64 = recommendation.adjustments.iter().map(|adjustment| adjustment.g_per_day).sum();
        assert_eq!(recommendation.adjustments.len() + recommendation.unknown.len(), N_METRICS);
        assert!((recommendation.baseline_g_per_day + sum - recommendation.protein_g_per_day).abs() < 1e-4);
        let ([low, high], [least, most]) = (recommendation.range_g_per_day, recommendation.likely_g_per_day);
        assert!(low <= least && least <= recommendation.protein_g_per_day);
        assert!(recommendation.protein_g_per_day <= most && most <= high);
    }
}

#[test]
fn what_was_eaten_counts() {
    let recommendation = recommend(&person(), &diary(|_| {}));
    let need = recommendation.protein_g_per_day;
    let intake = Intake::of(&recommendation, need - 60.0, true, &[100.0, 120.0]).expect("in range");
    assert!((intake.left_today_g - 60.0).abs() < 1e-9);
    // 80 kg: 24 to 32 g a meal, so 60 g take two.
    assert!((intake.per_meal_g[0] - 24.0).abs() < 1e-9 && (intake.per_meal_g[1] - 32.0).abs() < 1e-9);
    assert_eq!((intake.n_meals_left, intake.usual_g_per_day), (2, Some(110.0)));
    let intake = Intake::of(&recommendation, need + 40.0, false, &[]).expect("in range");
    assert_eq!((intake.left_today_g, intake.n_meals_left, intake.usual_g_per_day), (0.0, 0, None));
    let refused = Intake::of(&recommendation, -1.0, true, &[]).expect_err("nobody eats less than nothing");
    assert_eq!(refused.to_string(), "the protein eaten today must be within 0 and 1000 g, got -1");
    assert!(Intake::of(&recommendation, 0.0, true, &[f64::NAN]).is_err());
}

#[test]
fn kidney_disease_and_pregnancy_get_no_number() {
    for (profile, expected) in [
        (Profile { kidney_disease: true, ..person() }, Referral::KidneyDisease),
        (Profile { pregnant: true, sex: Sex::Female, ..person() }, Referral::Pregnancy),
    ] {
        let advice = recommender().recommend(&profile, &diary(|_| {})).expect("valid");
        let Advice::Referral { referral, advice } = advice else { panic!("a number for {expected:?}") };
        assert_eq!(referral, expected);
        assert!(!advice.chars().any(|letter| letter.is_ascii_digit()), "{advice}");
    }
}

#[test]
fn the_same_seed_trains_the_same_weights_and_files_bring_them_back() {
    let some: Vec<ProteinExample> = examples(0..4).into_iter().map(|(example, _)| example).collect();
    let device = DeviceName::Flex.open().expect("always there");
    let config = ProteinTrainingConfig { n_epochs: 2, ..ProteinTrainingConfig::default() };
    let sizes = ProteinGruConfig { n_hidden: 5, n_trunk: 4 };
    let train = |seed| train_protein(&sizes, &config, &some, &some, seed, &device, &mut |_| {}).expect("converges").0;
    let saved = train(1).to_safetensors();
    assert_eq!(saved, train(1).to_safetensors());
    assert_ne!(saved, train(2).to_safetensors());
    let loaded = sizes.init(9, &device).expect("valid").load_safetensors(&saved).expect("just saved");
    assert_eq!(loaded.to_safetensors(), saved);
    let other = ProteinGruConfig { n_hidden: 6, n_trunk: 4 };
    assert!(other.init(9, &device).expect("valid").load_safetensors(&saved).is_err());
}

#[test]
fn profiles_out_of_range_are_refused() {
    let diary = diary(|_| {});
    for (profile, message) in [
        (Profile { weight_kg: 700.0, ..person() }, "`weight_kg` must be within 30 and 300 kg, got 700"),
        (Profile { age_years: 12.0, ..person() }, "`age_years` must be within 18 and 110 years, got 12"),
        (Profile { weight_kg: f64::NAN, ..person() }, "`weight_kg` must be within 30 and 300 kg, got NaN"),
    ] {
        assert_eq!(recommender().recommend(&profile, &diary).expect_err("refused").to_string(), message);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_diary_leads_out_of_the_range(day in prop::array::uniform6(0.0..1.0_f64)) {
        let days: [Option<f64>; N_METRICS] = std::array::from_fn(|column| {
            let (low, high) = DiaryMetric::ALL[column].limits();
            Some(low + day[column] * (high - low))
        });
        let diary = Diary::new(&[days; N_DAYS]).expect("within the limits");
        let (low, high) = person().range_g_per_day();
        let need = need(&person(), &diary);
        prop_assert!((low..=high).contains(&need));
    }

    #[test]
    fn the_order_of_people_changes_nothing(shift in 1_usize..30) {
        let people = examples(0..3);
        let mut turned = people.clone();
        turned.rotate_left(shift);
        let places = |people: &[(ProteinExample, f64)]| trained().range_shares(people.iter().map(|(e, _)| (&e.profile, &e.days)));
        let mut back = places(&turned);
        back.rotate_right(shift);
        prop_assert_eq!(places(&people), back);
    }
}
