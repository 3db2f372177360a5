//! Who is referred, by what is known and by what is written.

use crate::gate::{Gate, gate};
use crate::person::{Condition, Person};
use crate::text::words;

#[track_caller]
fn check_gate(text: &str, expected: Option<Gate>) {
    assert_eq!(gate(&Person::default(), [text], false), expected, "{text}");
}

#[test]
fn gates_read_free_text() {
    for text in
        ["I want to die", "thinking of SUICIDE", "self-harm", "I don’t want to live", "sui\u{200B}cidal", "k i l l"]
    {
        let expected = (text != "k i l l").then_some(Gate::Crisis);
        check_gate(text, expected);
    }
    check_gate("squats give me chest pain", Some(Gate::Health(Condition::ChestPain)));
    check_gate("no chest pain, all fine", None);
    check_gate("I am pregnant", Some(Gate::Health(Condition::Pregnancy)));
    check_gate("pregnant, and I fainted", Some(Gate::Health(Condition::Fainting)));
    check_gate("not pregnant", None);
    check_gate("die hard fan of squats", None);
    check_gate("killing it in the gym", None);
    assert_eq!(words("Don’t—STOP"), " dont stop ");
}

#[test]
fn gates_read_age_and_weight() {
    let person = |age: f64, weight: f64| Person {
        age_years: Some(age),
        weight_kg: Some(weight),
        height_cm: Some(180.0),
        ..Person::default()
    };
    assert_eq!(gate(&person(17.9, 70.0), [], false), Some(Gate::Minor));
    assert_eq!(gate(&person(18.0, 70.0), [], true), None);
    assert_eq!(gate(&person(30.0, 59.0), [], true), Some(Gate::Underweight));
    assert_eq!(gate(&person(30.0, 59.0), [], false), None);
    assert_eq!(gate(&Person::default(), [], true), None);
}

#[test]
fn conditions_without_a_referral_pass() {
    for condition in Condition::ALL {
        let person = Person { conditions: vec![condition], ..Person::default() };
        let expected = condition.is_referred().then_some(Gate::Health(condition));
        assert_eq!(gate(&person, [], false), expected, "{condition:?}");
    }
    check_gate("a fever since yesterday", Some(Gate::Health(Condition::Fever)));
    check_gate("no fever any more", None);
    check_gate("gave birth in May", Some(Gate::Health(Condition::Postpartum)));
}
