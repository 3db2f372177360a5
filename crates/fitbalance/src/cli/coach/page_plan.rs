//! Pages about what to do: food and training.

use gemini::{
    Advice, NutritionInput, NutritionNumbers, NutritionPlan, NutritionWarning, PlannedExercise, Range, Session, Source,
    WorkoutInput, WorkoutPlan,
};

use crate::cli::coach::layout::{Layout, is_referral, number};

pub(super) fn nutrition(input: &NutritionInput, advice: &Advice<NutritionPlan>) -> String {
    let (numbers, text) = (&advice.value.numbers, &advice.value.text);
    let mut page = Layout::new("Nutrition", advice);
    page.summary(&text.summary, advice);
    let rows = targets(numbers);
    // A referral has no targets, and so nothing that explains them.
    let reasons: &[String] =
        input.protein.as_ref().filter(|_| !rows.is_empty()).map_or(&[], |protein| &protein.reasons);
    page.rows("Targets", &rows);
    page.list("Why this much protein, from the diary", reasons);
    // Rules say in the summary what to be careful about; a model may not.
    if !is_by_rules(advice) {
        page.list(
            "To be careful about",
            &numbers.warnings.iter().filter_map(|warning| in_words(*warning)).collect::<Vec<_>>(),
        );
    }
    if is_referral(advice) {
        let texts = text.meals.iter().chain(&text.foods).chain([&text.timing]).chain(&text.habits);
        page.list("Until then", &texts.collect::<Vec<_>>());
        return page.finish(advice);
    }
    page.list("Foods that fit", &text.foods);
    page.list("A day may look like this", &text.meals);
    page.paragraph("Timing", &text.timing);
    page.list("Habits", &text.habits);
    page.finish(advice)
}

fn is_by_rules<T>(advice: &Advice<T>) -> bool {
    matches!(advice.source, Source::RuleBased { .. })
}

/// What could be computed; the rest is not shown.
fn targets(numbers: &NutritionNumbers) -> Vec<(String, String)> {
    let row =
        |name: &str, range: Option<Range>, unit: &str| Some((name.to_owned(), format!("{} {unit}", span(range?))));
    let mut rows: Vec<(String, String)> = [
        row("Energy", numbers.energy_kcal, "kcal a day"),
        row("Protein", numbers.protein_g, "g a day"),
        row("Protein", numbers.protein_g_per_kg, "g per kg of body weight a day"),
        row("Protein", numbers.protein_g_per_meal.filter(|_| numbers.meals_per_day > 1), "g a meal"),
        row("Fat", numbers.fat_g, "g a day"),
        row("Carbohydrates", numbers.carbohydrate_g.filter(|range| range.high > 0.0), "g a day"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(grams) = numbers.predicted_protein_g {
        rows.push(("Best estimate".to_owned(), format!("{} g of protein a day, from the diary", number(grams))));
    }
    // One name for the rows of one nutrient.
    for index in (1..rows.len()).rev() {
        if rows[index].0 == rows[index - 1].0 {
            rows[index].0.clear();
        }
    }
    rows
}

fn span(range: Range) -> String {
    if range.low == range.high { number(range.low) } else { format!("{}–{}", number(range.low), number(range.high)) }
}

fn in_words(warning: NutritionWarning) -> Option<&'static str> {
    match warning {
        NutritionWarning::LowEnergyAvailability => Some(
            "After training, little energy is left for the rest of the body: below 30 kcal per kg of fat-free mass.",
        ),
        NutritionWarning::RaisedToFloor => Some("The energy target was raised to what the body needs at rest."),
        NutritionWarning::PredictionLimited => {
            Some("The estimate from the diary lay outside of what is published for such a person, and was limited.")
        }
        NutritionWarning::UnusualCarbohydrate => {
            Some("With these targets, carbohydrates lie outside of the usual 45–65 % of energy.")
        }
        _ => None,
    }
}

pub(super) fn workout(_: &WorkoutInput, advice: &Advice<WorkoutPlan>) -> String {
    let (numbers, text) = (&advice.value.numbers, &advice.value.text);
    let mut page = Layout::new("A week of training", advice);
    page.summary(&text.overview, advice);
    if is_referral(advice) {
        let texts = text.warm_up.iter().chain(&text.sessions).chain([&text.progression, &text.recovery]);
        page.list("Until then", &texts.collect::<Vec<_>>());
        return page.finish(advice);
    }
    page.list("Warm-up", &text.warm_up);
    for (index, session) in numbers.sessions.iter().enumerate() {
        page.rows(&heading(index, session), &session.exercises.iter().map(exercise).collect::<Vec<_>>());
    }
    // What rules say about the sessions is what stands in the tables.
    if !is_by_rules(advice) {
        page.list("On the sessions", &text.sessions);
    }
    page.paragraph("From week to week", &text.progression);
    page.paragraph("Recovery", &text.recovery);
    page.finish(advice)
}

fn heading(index: usize, session: &Session) -> String {
    let (minutes, warm_up) = (session.minutes, session.warm_up_minutes);
    format!("Session {}, {}: {minutes} minutes, {warm_up} of them to warm up", index + 1, session.focus)
}

fn exercise(exercise: &PlannedExercise) -> (String, String) {
    let PlannedExercise { name, sets, low, high, is_held, rest_seconds, .. } = exercise;
    let work = format!("{sets} × {low}–{high}{}", if *is_held { " s" } else { "" });
    (name.clone(), format!("{work:<12}  rest {rest_seconds} s"))
}
