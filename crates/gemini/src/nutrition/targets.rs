//! Targets by published formulas, within the limits of the table.

use words::{Goal, PROTEIN_MOST_G_PER_DAY, PROTEIN_SEDENTARY_HIGH, ProteinPerson, ProteinRange, Sex, TrainingStatus};

use super::{NutritionInput, NutritionNumbers, NutritionWarning, Range};
use crate::limits::{
    CARBOHYDRATE_SHARE_HIGH, CARBOHYDRATE_SHARE_LOW, ENERGY_AVAILABILITY, ENERGY_DEFICIT, ENERGY_FLOOR_FEMALE,
    ENERGY_FLOOR_MALE, ENERGY_MEDICAL, ENERGY_SURPLUS, FAT_SHARE_HIGH, FAT_SHARE_LOW, PROTEIN_ACTIVE_LOW,
    PROTEIN_FLOOR,
};

const KCAL_PER_G_PROTEIN: f64 = 4.0;
const KCAL_PER_G_CARBOHYDRATE: f64 = 4.0;
const KCAL_PER_G_FAT: f64 = 9.0;

pub(super) fn targets(input: &NutritionInput) -> NutritionNumbers {
    let mut numbers = NutritionNumbers { meals_per_day: input.meals(), ..NutritionNumbers::default() };
    let Some(weight) = input.person.weight_kg else {
        // Without a weight, only a predicted number can be passed on, within the limits of the lightest and heaviest.
        numbers.predicted_protein_g = input.protein.as_ref().map(|protein| protein.g_per_day.round());
        return numbers;
    };
    // Who would need more than is ever told is referred: see `is_beyond`.
    let Some((mut low, mut high)) = protein_per_kg(input, weight) else { return numbers };
    if let Some(protein) = &input.protein {
        let (from, to) = protein.range_g_per_day.unwrap_or((protein.g_per_day, protein.g_per_day));
        // The model knows the person's days, the publications know what is safe.
        let limits = (PROTEIN_FLOOR.min(low), high.max(most_active_per_kg(input, weight)));
        let limit = |grams: f64| (grams / weight).clamp(limits.0, limits.1);
        if [from, to].iter().any(|grams| (limit(*grams) - grams / weight).abs() > 1e-9) {
            numbers.warnings.push(NutritionWarning::PredictionLimited);
        }
        (low, high) = (limit(from), limit(to));
        numbers.predicted_protein_g = Some((limit(protein.g_per_day) * weight).round());
    }
    let protein = rounded(low * weight, high * weight);
    numbers.protein_g = Some(protein);
    numbers.protein_g_per_kg = Some(Range { low: one_decimal(low), high: one_decimal(high) });
    let meals = f64::from(input.meals());
    numbers.protein_g_per_meal = Some(rounded(protein.low / meals, protein.high / meals));
    if let Some(energy) = energy(input, weight, &mut numbers.warnings) {
        numbers.energy_kcal = Some(energy);
        let mean = f64::midpoint(energy.low, energy.high);
        let fat = rounded(mean * FAT_SHARE_LOW / KCAL_PER_G_FAT, mean * FAT_SHARE_HIGH / KCAL_PER_G_FAT);
        numbers.fat_g = Some(fat);
        // What protein and fat leave, each at the middle of its range: the parts add up to the whole.
        let rest = mean
            - KCAL_PER_G_PROTEIN * f64::midpoint(protein.low, protein.high)
            - KCAL_PER_G_FAT * f64::midpoint(fat.low, fat.high);
        let carbohydrate = (rest / KCAL_PER_G_CARBOHYDRATE).max(0.0);
        numbers.carbohydrate_g = Some(rounded(carbohydrate * 0.9, carbohydrate * 1.1));
        let share = carbohydrate * KCAL_PER_G_CARBOHYDRATE / mean;
        if !(CARBOHYDRATE_SHARE_LOW..=CARBOHYDRATE_SHARE_HIGH).contains(&share) {
            numbers.warnings.push(NutritionWarning::UnusualCarbohydrate);
        }
    }
    numbers
}

/// Whether even the lowest published need of this body is more protein than is ever told.
pub(super) fn is_beyond(input: &NutritionInput) -> bool {
    input.person.weight_kg.is_some_and(|weight| protein_per_kg(input, weight).is_none())
}

/// Grams of protein a kilogram of the whole body a day, by what of it counts: see [`ProteinRange::of`].
fn protein_per_kg(input: &NutritionInput, weight: f64) -> Option<(f64, f64)> {
    let status = input.training_status;
    let range = safest_range(input, weight, status.unwrap_or(TrainingStatus::Sedentary))?;
    let high = match status {
        // Those who do not exercise, or of whom it is unknown, need little more than the recommended allowance.
        Some(TrainingStatus::Sedentary) | None => range.1 * PROTEIN_ACTIVE_LOW / PROTEIN_SEDENTARY_HIGH,
        Some(TrainingStatus::Recreational | TrainingStatus::Trained) => range.1,
    };
    Some((range.0, high.min(PROTEIN_MOST_G_PER_DAY / weight)))
}

/// The most for somebody of this body who exercises: what a model found is not believed above it.
fn most_active_per_kg(input: &NutritionInput, weight: f64) -> f64 {
    let range = safest_range(input, weight, TrainingStatus::Recreational);
    range.map_or(PROTEIN_MOST_G_PER_DAY / weight, |range| range.1)
}

/// The range with the lower end of both sexes where the sex is not known; an unknown age is that of most adults.
///
/// None where one of them has none: the person may be of that sex.
fn safest_range(input: &NutritionInput, weight: f64, training_status: TrainingStatus) -> Option<(f64, f64)> {
    const USUAL_AGE_YEARS: f64 = 40.0;
    let sexes = input.person.sex.map_or(Sex::ALL.to_vec(), |sex| vec![sex]);
    let of = |sex: Sex| {
        let range = ProteinRange::of(&ProteinPerson {
            sex,
            age_years: input.person.age_years.unwrap_or(USUAL_AGE_YEARS),
            weight_kg: weight,
            height_cm: input.person.height_cm,
            body_fat_percent: input.body_fat_percent,
            training_status,
            goal: input.goal.unwrap_or(Goal::Maintain),
        });
        range.map(|range| (range.low_g / weight, range.high_g / weight))
    };
    let ranges = sexes.into_iter().map(of).collect::<Option<Vec<_>>>()?;
    ranges.into_iter().min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Kilocalories a day: Mifflin–St Jeor's resting need times activity, minus a deficit or plus a surplus.
///
/// None unless age, height and sex are known: a guess of any of them is off by more than the deficit.
///
/// # Source
///
/// Mifflin et al. (1990), Am J Clin Nutr 51; factors of FAO/WHO/UNU (2004), light and moderate activity.
fn energy(input: &NutritionInput, weight: f64, warnings: &mut Vec<NutritionWarning>) -> Option<Range> {
    let sex = input.person.sex?;
    let resting = 10.0 * weight + 6.25 * input.person.height_cm? - 5.0 * input.person.age_years?
        + if sex == Sex::Male { 5.0 } else { -161.0 };
    let activity = match input.training_status? {
        TrainingStatus::Sedentary => 1.4,
        TrainingStatus::Recreational => 1.6,
        TrainingStatus::Trained => 1.75,
    };
    let need = resting * activity;
    let (low, high) = match input.goal {
        Some(Goal::FatLoss) => (1.0 - ENERGY_DEFICIT, 1.0 - ENERGY_DEFICIT / 2.0),
        Some(Goal::MuscleGain) => (1.0 + ENERGY_SURPLUS / 2.0, 1.0 + ENERGY_SURPLUS),
        Some(Goal::Maintain) | None => (0.97, 1.03),
    };
    let floor =
        resting.max(if sex == Sex::Female { ENERGY_FLOOR_FEMALE } else { ENERGY_FLOOR_MALE }).max(ENERGY_MEDICAL);
    // Up, so that rounding never goes below the floor.
    let tens = |kcal: f64| (kcal / 10.0).ceil() * 10.0;
    if need * low < floor {
        warnings.push(NutritionWarning::RaisedToFloor);
    }
    let range = Range { low: tens((need * low).max(floor)), high: tens((need * high).max(floor)) };
    if let (Some(fat), Some(exercise)) = (input.body_fat_percent, input.exercise_kcal_per_day) {
        let fat_free_mass = weight * (1.0 - fat / 100.0);
        if (range.low - exercise) / fat_free_mass < ENERGY_AVAILABILITY {
            warnings.push(NutritionWarning::LowEnergyAvailability);
        }
    }
    Some(range)
}

fn rounded(low: f64, high: f64) -> Range {
    Range { low: low.round(), high: high.round() }
}

fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
