//! Every number of a text comes from the input, from a value that was computed, or from a table.

use proptest::prelude::*;
use serde_json::Value;

use super::inputs;
use crate::exercise::Asymmetry;
use crate::guard::numbers_in;
use crate::limits::LIMITS;
use crate::schema::texts;
use crate::use_case::UseCase;

/// Advice that holds for everybody and has numbers in it, and where those come from.
const ADVICE: &[(&str, &str)] = &[
    ("7 to 9 hours of sleep", "AASM and SRS 2015, doi 10.5665/sleep.4716"),
    ("pauses of 10 minutes", OURS),
    ("walk of 20 minutes", OURS),
    ("slowly for 5 minutes", OURS),
    ("3 sets of 4 to 6 heavy repetitions", ACSM),
    ("3 sets of 8 repetitions", ACSM),
    ("3 sets of 8 to 12 repetitions", ACSM),
    ("slow sets of 8 to 12", ACSM),
    ("sets of 12 to 15", ACSM),
    ("2 or 3 sets of 8 to 12", ACSM),
    ("Warm up for 10 minutes, and rest 2 minutes", ACSM),
    ("slow sets of 5 repetitions", OURS),
    ("3 sets of 6 slow repetitions", OURS),
    ("add 2 to 5 % to the load", ACSM),
    ("omega-3", "its name"),
    ("within about 2 hours of training", "ISSN position stand 2017, doi 10.1186/s12970-017-0177-8"),
    ("hold it for 4 weeks", OURS),
    ("in 2 to 4 weeks", OURS),
    ("of 100", "the scale of scores"),
];
const ACSM: &str = "ACSM position stand 2009, doi 10.1249/MSS.0b013e3181915670";
const OURS: &str = "product decision, to be confirmed";
/// Number words up to here are turns of speech: `one side`, `two sessions in a row`, `three quarters`.
const MOST_IN_WORDS: f64 = 3.0;

/// All numbers of a value: of its fields, of its texts, and of the entries of its lists, which are counted from 1.
fn numbers_of(value: &Value, numbers: &mut Vec<f64>) {
    let in_text = |text: &str| numbers_in(text).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
    match value {
        Value::Number(number) => numbers.extend(number.as_f64()),
        Value::String(text) => numbers.extend(in_text(text)),
        Value::Array(items) => {
            numbers.extend((0..=items.len()).map(|n| n as f64));
            items.iter().for_each(|item| numbers_of(item, numbers));
        }
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            numbers.extend(in_text(key));
            numbers_of(value, numbers);
        }),
        _ => {}
    }
}

/// Checks that each number of the rules' text is one that is known, as it is written.
fn check<U: UseCase + serde::Serialize>(input: &U, derived: &[f64]) -> Result<(), TestCaseError> {
    input.person().check().map_err(|error| TestCaseError::reject(error.to_string()))?;
    input.check().map_err(|error| TestCaseError::reject(error.to_string()))?;
    let numbers = input.numbers();
    let mut known = derived.to_vec();
    numbers_of(&serde_json::to_value(&numbers).expect("numbers are a value"), &mut known);
    numbers_of(&serde_json::to_value(input).expect("an input is a value"), &mut known);
    known.extend(LIMITS.iter().flat_map(|limit| [limit.value, 100.0 * limit.value]));
    // As it is written: without its sign, with one decimal, and with none from 1,000.
    let is_known = |value: f64| {
        let slack = if value >= 1000.0 { 0.501 } else { 0.050_001 };
        known.iter().any(|known| (known.abs() - value).abs() <= slack)
    };
    let text = serde_json::to_value(input.rules(&numbers)).expect("a text is a value");
    for (_, sentence) in texts(U::FIELDS, &text).expect("it has the shape") {
        let rest = ADVICE.iter().fold(sentence.to_owned(), |rest, (advice, _)| rest.replace(advice, " "));
        for (value, is_word) in numbers_in(&rest) {
            let is_speech = is_word && value <= MOST_IN_WORDS;
            prop_assert!(is_speech || is_known(value), "{value} is of nobody: {sentence}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_about_exercises_are_known(input in inputs::exercise()) {
        let differences: Vec<f64> = input.numbers().asymmetries.iter().map(Asymmetry::difference_deg).collect();
        check(&input, &differences)?;
    }

    #[test]
    fn numbers_about_food_are_known(input in inputs::nutrition()) {
        check(&input, &[])?;
    }

    #[test]
    fn numbers_about_burnout_are_known(input in inputs::burnout()) {
        check(&input, &[])?;
    }

    #[test]
    fn numbers_about_training_are_known(input in inputs::workout()) {
        check(&input, &[])?;
    }

    #[test]
    fn numbers_about_weeks_are_known(input in inputs::week()) {
        let film = input.exercise.iter().flat_map(|exercise| exercise.numbers().asymmetries);
        let differences: Vec<f64> = film.map(|joint| joint.difference_deg()).collect();
        check(&input, &differences)?;
    }

    #[test]
    fn numbers_about_progress_are_known(input in inputs::progress()) {
        check(&input, &[])?;
    }
}
