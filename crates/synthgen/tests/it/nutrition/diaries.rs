//! Diaries and the need that follows from them.

use synthgen::nutrition::{
    DiaryProfile, NeedCauses, NutritionParams, ProteinDiary, diary_limits, need_noise_floor_g_per_day,
    protein_need_g_per_day,
};
use words::{DiaryMetric, Goal, Sex, TrainingStatus};

use super::generator;

fn diaries(n_users: usize) -> Vec<ProteinDiary> {
    generator(NutritionParams { n_users, ..NutritionParams::default() }, 42).diaries().collect()
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, n) = values.into_iter().fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}

/// Mean, sd between people, sd within a person, lag-1 autocorrelation.
fn statistics(diaries: &[ProteinDiary], metric: DiaryMetric) -> [f64; 4] {
    let means: Vec<_> = diaries.iter().map(|diary| mean(diary.series(metric).iter().copied())).collect();
    let grand = mean(means.iter().copied());
    let n_days = diaries[0].n_days() as f64;
    let (mut squares, mut products) = (0.0, 0.0);
    for (diary, own) in diaries.iter().zip(&means) {
        let series = diary.series(metric);
        squares += series.iter().map(|x| (x - own).powi(2)).sum::<f64>();
        products += series.windows(2).map(|pair| (pair[0] - own) * (pair[1] - own)).sum::<f64>();
    }
    let n_people = diaries.len() as f64;
    let within = squares / (n_people * (n_days - 1.0));
    let between = mean(means.iter().map(|own| (own - grand).powi(2))) - within / n_days;
    [grand, between.sqrt(), within.sqrt(), products * n_days / (n_days - 1.0) / squares]
}

#[track_caller]
fn check(diaries: &[ProteinDiary], metric: DiaryMetric, expected: [f64; 4]) {
    let got = statistics(diaries, metric);
    let [level, between, within, autocorrelation] = expected;
    let name = metric.name();
    // 4,000 people: a mean's standard error is 0.016 sds between people, an sd's about 1.2 %.
    assert!((got[0] - level).abs() < 0.1 * between, "{name}: mean {}", got[0]);
    assert!((got[1] / between - 1.0).abs() < 0.06, "{name}: sd between people {}", got[1]);
    assert!((got[2] / within - 1.0).abs() < 0.04, "{name}: sd within a person {}", got[2]);
    // 28 days make the estimate smaller by about (1 + 3ρ)/28.
    let bias = (1.0 + 3.0 * autocorrelation) / 28.0;
    assert!((got[3] + bias - autocorrelation).abs() < 0.03, "{name}: autocorrelation {}", got[3]);
}

#[test]
fn metrics_vary_as_measured() {
    let diaries =
        generator(NutritionParams { n_users: 4_000, illnesses_per_year: 0.0, ..NutritionParams::default() }, 42)
            .diaries()
            .collect::<Vec<_>>();
    check(&diaries, DiaryMetric::SleepHours, [6.6, 0.8, 1.4, -0.03]);
    check(&diaries, DiaryMetric::SleepQuality, [68.0, 5.8, 10.4, -0.03]);
    check(&diaries, DiaryMetric::HrvMs, [42.1, 18.6, 9.6, 0.28]);
    check(&diaries, DiaryMetric::Stress, [24.1, 4.5, 5.3, 0.29]);
    check(&diaries, DiaryMetric::Recovery, [60.0, 7.0, 9.0, 0.25]);
}

#[test]
fn profiles_are_plausible() {
    let diaries = diaries(2_000);
    for sex in [Sex::Female, Sex::Male] {
        let weights: Vec<_> = diaries.iter().map(|d| d.profile).filter(|p| p.sex == sex).map(|p| p.weight_kg).collect();
        let expected = if sex == Sex::Female { 67.0 } else { 80.0 };
        assert!((mean(weights.iter().copied()) - expected).abs() < 2.5, "{}", mean(weights.iter().copied()));
        assert!(weights.iter().all(|weight| (42.0..=140.0).contains(weight)));
        assert!((800..1_200).contains(&weights.len()));
    }
    for (status, load) in
        [(TrainingStatus::Sedentary, 70.0), (TrainingStatus::Recreational, 240.0), (TrainingStatus::Trained, 430.0)]
    {
        let people = diaries.iter().filter(|diary| diary.profile.training_status == status);
        let got = mean(people.map(|diary| mean(diary.series(DiaryMetric::Activity).iter().copied())));
        assert!((got / load - 1.0).abs() < 0.06, "{}: {got} AU", status.name());
    }
    assert!(diaries.iter().all(|diary| (18..=80).contains(&diary.profile.age_years)));
    for metric in DiaryMetric::ALL {
        let (low, high) = diary_limits(metric);
        assert!(diaries.iter().flat_map(|diary| diary.series(metric)).all(|x| (low..=high).contains(x)));
    }
    let intake =
        mean(diaries.iter().map(|diary| mean(diary.protein_intake_g.iter().copied()) / diary.profile.weight_kg));
    // Adults eat 1.1–1.3 g/kg, those who exercise more.
    assert!((1.0..1.5).contains(&intake), "{intake} g/kg");
}

#[test]
fn need_stays_within_published_range() {
    for diary in diaries(2_000) {
        let profile = diary.profile;
        let range = profile.protein_range();
        for need in diary.need_g_per_day.iter().chain(&diary.need_noise_free_g_per_day) {
            assert!((range.low_g..=range.high_g).contains(need), "{need} g outside {range:?}");
        }
    }
}

#[test]
fn need_follows_from_recorded_metrics() {
    for diary in diaries(20) {
        for day in [0, 5, 13, 27] {
            let from = (day + 1_usize).saturating_sub(14);
            let part = |metric| &diary.series(metric)[from..=day];
            let causes =
                NeedCauses::of(part(DiaryMetric::Activity), part(DiaryMetric::SleepHours), part(DiaryMetric::Recovery));
            assert_eq!(protein_need_g_per_day(&diary.profile, &causes), diary.need_noise_free_g_per_day[day]);
        }
    }
}

#[test]
fn need_noise_has_the_stated_floor() {
    let diaries = diaries(1_000);
    let expected = mean(diaries.iter().map(|diary| need_noise_floor_g_per_day(&diary.profile, 0.06)));
    let got = mean(diaries.iter().flat_map(|diary| {
        diary.need_g_per_day.iter().zip(&diary.need_noise_free_g_per_day).map(|(noisy, free)| (noisy - free).abs())
    }));
    // 28,000 draws: the standard error of the mean is 0.4 %.
    assert!((got / expected - 1.0).abs() < 0.02, "{got} g, stated {expected} g");
}

#[test]
fn need_moves_as_its_causes_say() {
    let profile = DiaryProfile {
        age_years: 40,
        sex: Sex::Male,
        weight_kg: 80.0,
        height_cm: 180.0,
        goal: Goal::Maintain,
        training_status: TrainingStatus::Recreational,
    };
    let causes =
        NeedCauses { load: 250.0, unfuelled_load: 50.0, sleep_debt_hours: 0.5, poor_recovery: 2.0, laid_up: 0.0 };
    let base = protein_need_g_per_day(&profile, &causes);
    let more = |profile: &DiaryProfile, causes: &NeedCauses| protein_need_g_per_day(profile, causes) > base + 1.0;
    assert!(more(&profile, &NeedCauses { load: 450.0, ..causes }));
    assert!(more(&profile, &NeedCauses { sleep_debt_hours: 1.5, ..causes }));
    assert!(more(&profile, &NeedCauses { poor_recovery: 12.0, ..causes }));
    assert!(more(&profile, &NeedCauses { laid_up: 0.3, ..causes }));
    // Only who loses fat trains without eating for it.
    let loses = DiaryProfile { goal: Goal::FatLoss, ..profile };
    let unfuelled = NeedCauses { unfuelled_load: 200.0, ..causes };
    assert_eq!(protein_need_g_per_day(&profile, &unfuelled), base);
    assert!(protein_need_g_per_day(&loses, &unfuelled) > protein_need_g_per_day(&loses, &causes) + 1.0);
    // Short sleep matters more to who trains hard.
    let of_debt = |load| {
        let need =
            |sleep_debt_hours| protein_need_g_per_day(&profile, &NeedCauses { load, sleep_debt_hours, ..causes });
        need(1.0) - need(0.0)
    };
    assert!(of_debt(250.0) > 1.5 * of_debt(50.0), "{} g and {} g", of_debt(250.0), of_debt(50.0));
    assert!(more(&DiaryProfile { age_years: 75, ..profile }, &causes));
    assert!(more(&DiaryProfile { goal: Goal::MuscleGain, ..profile }, &causes));
    assert_eq!(protein_need_g_per_day(&DiaryProfile { age_years: 60, ..profile }, &causes), base);
    let half = protein_need_g_per_day(&DiaryProfile { weight_kg: 40.0, ..profile }, &causes);
    assert!((2.0 * half - base).abs() < 1e-9);
    // 81 kg and a quarter of 79: of 160 kg, not all counts.
    let heavy = protein_need_g_per_day(&DiaryProfile { weight_kg: 160.0, ..profile }, &causes);
    assert!((heavy * 80.0 - 100.75 * base).abs() < 1e-6, "{heavy} g beside {base}");
}

#[test]
fn illness_comes_as_often_as_said_and_raises_the_need() {
    let with = |illnesses_per_year| {
        let params = NutritionParams { n_users: 1_000, illnesses_per_year, ..NutritionParams::default() };
        generator(params, 42).diaries().collect::<Vec<_>>()
    };
    let (ill, well) = (with(4.0), with(0.0));
    let is_changed = |(ill, well): (&ProteinDiary, &ProteinDiary)| {
        let recovery = |diary: &ProteinDiary| diary.series(DiaryMetric::Recovery).to_vec();
        recovery(ill).iter().zip(recovery(well)).filter(|(a, b)| **a != *b).count() as f64
    };
    // 9.5 days each, less what begins at the end: 28 days · 4/365 · 9.5 · 0.83.
    let n_days = mean(ill.iter().zip(&well).map(is_changed));
    assert!((1.9..2.9).contains(&n_days), "{n_days} days of 28");
    let need =
        |diaries: &[ProteinDiary]| mean(diaries.iter().flat_map(|diary| diary.need_noise_free_g_per_day.clone()));
    assert!(need(&ill) > need(&well), "{} and {}", need(&ill), need(&well));
}

#[test]
fn diary_of_more_days_begins_alike() {
    let short = generator(NutritionParams::default(), 7);
    let long = generator(NutritionParams { n_days: 60, n_users: 1, ..NutritionParams::default() }, 7);
    for user_id in 0..10 {
        let (short, long) = (short.diary(user_id), long.diary(user_id));
        assert_eq!(short.profile, long.profile);
        for metric in DiaryMetric::ALL {
            assert_eq!(short.series(metric), &long.series(metric)[..28]);
        }
        assert_eq!(short.need_g_per_day, long.need_g_per_day[..28]);
    }
}
