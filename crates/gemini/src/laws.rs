//! What holds for every input: what the rules write has the shape that is asked of a model, and passes the same guard.

mod gates;
mod inputs;
mod numbers;
mod reading;

use std::collections::BTreeMap;

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::burnout::{BurnoutInput, RiskLevel};
use crate::contraindications::{CONTRAINDICATIONS, Contraindication, Demand, Who};
use crate::exercise::ExerciseInput;
use crate::gate::{Gate, gate};
use crate::nutrition::{NutritionInput, Restriction};
use crate::person::Condition;
use crate::progress::ProgressInput;
use crate::prompt::canonical;
use crate::schema::{json_schema, texts};
use crate::use_case::UseCase;
use crate::week::{Area, WeekInput};
use crate::workout::moves::demands;
use crate::workout::{BodyArea, WorkoutInput};

/// Checks everything that holds for each answer of the rules; returns its texts.
#[track_caller]
fn check<U: UseCase>(input: &U) -> Result<Vec<String>, TestCaseError> {
    input.person().check().map_err(|error| TestCaseError::reject(error.to_string()))?;
    input.check().map_err(|error| TestCaseError::reject(error.to_string()))?;
    let numbers = input.numbers();
    let guard = input.guard(&numbers);
    let text = serde_json::to_value(input.rules(&numbers)).expect("a text is a value");
    let written = texts(U::FIELDS, &text).map_err(|problem| TestCaseError::fail(format!("{problem}: {text:#}")))?;
    for (field, sentence) in &written {
        prop_assert!(
            guard.check_text(sentence, None).is_ok(),
            "{:?} in `{field}`: {sentence}",
            guard.check_text(sentence, None)
        );
        prop_assert!(!sentence.contains("  ") && !sentence.contains("NaN") && !sentence.contains("inf "), "{sentence}");
        prop_assert!(!sentence.contains("null") && !sentence.contains("Some("), "{sentence}");
    }
    // What is not known is not sent either.
    prop_assert!(!canonical(input.facts(&numbers)).to_string().contains("null"));
    Ok(written.into_iter().map(|(_, sentence)| sentence.to_owned()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exercise_rules_pass_schema_and_guard(input in inputs::exercise()) {
        let sentences = check(&input)?;
        if input.form_score.is_none() && input.injury_risk_score.is_none() {
            prop_assert!(!sentences[0].contains("of 100"), "{}", sentences[0]);
        }
    }

    #[test]
    fn nutrition_rules_pass_schema_and_guard(input in inputs::nutrition()) {
        let sentences = check(&input)?;
        let numbers = input.numbers();
        if let (Some(grams), Some(weight)) = (numbers.protein_g, input.person.weight_kg) {
            // Of an obese body, at least a quarter counts.
            prop_assert!(grams.low >= 0.2 * weight - 0.5 && grams.high <= 3.1 * weight + 0.5 && grams.low <= grams.high);
            prop_assert!(grams.high <= 250.5, "{grams:?}");
        } else {
            prop_assert!(numbers.energy_kcal.is_none() && !sentences[0].contains("kcal"));
        }
        if let Some(energy) = numbers.energy_kcal {
            prop_assert!(energy.low >= 1200.0 && energy.low <= energy.high, "{energy:?}");
        }
    }

    #[test]
    fn burnout_rules_pass_schema_and_guard(input in inputs::burnout()) {
        check(&input)?;
        let must_escalate = !matches!(input.risk_level, RiskLevel::Low | RiskLevel::Moderate);
        prop_assert!(!must_escalate || input.escalation().is_some());
    }

    #[test]
    fn workout_rules_pass_schema_and_guard(input in inputs::workout()) {
        check(&input)?;
        let sessions = input.numbers().sessions;
        prop_assert_eq!(sessions.len(), input.days().min(6) as usize);
        for session in &sessions {
            prop_assert!(session.minutes <= input.minutes(), "{session:?}");
            prop_assert!(session.exercises.iter().all(|exercise| exercise.sets >= 1 && exercise.low < exercise.high));
        }
    }

    /// By the table alone, whatever else is known of the person.
    #[test]
    fn plans_hold_nothing_contraindicated(input in inputs::workout(), condition in option::of(select(Condition::ALL.to_vec()))) {
        let mut input = input;
        input.person.conditions.extend(condition);
        let applies = |row: &&Contraindication| match row.who {
            Who::Condition(condition) => input.person.conditions.contains(&condition),
            Who::Area(area) => input.sensitive_areas.contains(&area),
        };
        let ruled_out: Vec<Demand> = CONTRAINDICATIONS.iter().filter(applies).flat_map(|row| row.demands).copied().collect();
        let is_referred = gate(&input.person, [], false).is_some();
        prop_assert_eq!(is_referred, ruled_out.contains(&Demand::Anything), "where nothing may be done, somebody is referred");
        let sessions = if is_referred { input.numbers_without_targets().sessions } else { input.numbers().sessions };
        prop_assert_eq!(sessions.is_empty(), is_referred);
        for exercise in sessions.iter().flat_map(|session| &session.exercises) {
            let demands = demands(&exercise.name).expect("every planned exercise is in the table of exercises");
            for demand in demands {
                prop_assert!(!ruled_out.contains(demand), "{} asks for {demand:?}", exercise.name);
            }
            let is_heavy = !exercise.is_held && exercise.low < 8;
            prop_assert!(!(is_heavy && ruled_out.contains(&Demand::HeavySet)), "{exercise:?}");
            prop_assert!(!(exercise.sets > 2 && ruled_out.contains(&Demand::HardEffort)), "{exercise:?}");
        }
    }

    #[test]
    fn progress_rules_pass_schema_and_guard(input in inputs::progress()) {
        check(&input)?;
    }
}

proptest! {
    // A week holds one of each of the inputs above.
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn week_rules_pass_schema_and_guard(input in inputs::week()) {
        check(&input)?;
        let numbers = input.numbers();
        prop_assert_eq!(numbers.priorities.len(), input.areas().len());
        for one in &numbers.contradictions {
            prop_assert!(numbers.priorities.contains(&one.first) || one.first == Area::Exercise, "{one:?}");
            prop_assert!(numbers.priorities.contains(&one.gives_way) || one.gives_way == Area::Nutrition || one.gives_way == Area::Training, "{one:?}");
        }
    }
}

/// Every text that stands for advice where none is given.
#[test]
fn referrals_pass_schema_and_guard() {
    fn check_referral<U: UseCase>(input: &U, gate: Gate) {
        let text = serde_json::to_value(input.referral(gate)).expect("a text is a value");
        let guard = input.guard(&input.numbers());
        for (field, sentence) in texts(U::FIELDS, &text).unwrap_or_else(|problem| panic!("{problem}")) {
            assert_eq!(guard.check_text(sentence, None), Ok(()), "{gate:?}, `{field}`: {sentence}");
        }
    }
    let gates = Condition::ALL.map(Gate::Health).into_iter().chain([
        Gate::Crisis,
        Gate::Minor,
        Gate::Underweight,
        Gate::Referred,
    ]);
    for gate in gates {
        check_referral(&ExerciseInput::default(), gate);
        let restrictions = Restriction::ALL.to_vec();
        check_referral(&NutritionInput { restrictions, ..NutritionInput::default() }, gate);
        check_referral(&BurnoutInput::default(), gate);
        let sensitive_areas = BodyArea::ALL.to_vec();
        check_referral(&WorkoutInput { sensitive_areas, ..WorkoutInput::default() }, gate);
        check_referral(&ProgressInput::default(), gate);
        check_referral(&WeekInput::default(), gate);
    }
}

/// Muscles of each full week, whatever equipment and joints there are.
#[test]
fn every_muscle_is_trained_twice_from_two_days_on() {
    for days in 2..=7 {
        let input =
            WorkoutInput { days_per_week: Some(days), minutes_per_session: Some(75), ..WorkoutInput::default() };
        let mut days_of: BTreeMap<String, usize> = BTreeMap::new();
        for session in input.numbers().sessions {
            let mut muscles: Vec<String> =
                session.exercises.into_iter().flat_map(|exercise| exercise.muscles).collect();
            muscles.sort_unstable();
            muscles.dedup();
            muscles.into_iter().for_each(|muscle| *days_of.entry(muscle).or_default() += 1);
        }
        assert!(days_of.len() >= 8 && days_of.values().all(|n| *n >= 2), "{days} days: {days_of:?}");
    }
}

/// The keywords that the service reads; any other one is ignored or refused by it.
#[test]
fn schemas_use_known_keywords_only() {
    const KNOWN: [&str; 8] =
        ["type", "description", "items", "minItems", "maxItems", "properties", "required", "additionalProperties"];
    fn check_keywords(schema: &Value) {
        for (keyword, value) in schema.as_object().expect("a schema is an object") {
            assert!(KNOWN.contains(&keyword.as_str()) || keyword == "propertyOrdering", "{keyword}");
            match keyword.as_str() {
                "properties" => value.as_object().expect("properties").values().for_each(check_keywords),
                "items" => check_keywords(value),
                _ => {}
            }
        }
    }
    let all = [
        ExerciseInput::FIELDS,
        NutritionInput::FIELDS,
        BurnoutInput::FIELDS,
        WorkoutInput::FIELDS,
        ProgressInput::FIELDS,
        WeekInput::FIELDS,
    ];
    for fields in all {
        let schema = json_schema(fields);
        check_keywords(&schema);
        let n_items: u64 =
            schema["properties"].as_object().expect("properties").values().filter_map(|p| p["maxItems"].as_u64()).sum();
        assert!(n_items < 100, "schemas with many items are refused");
    }
}
