//! Texts that pass, and texts that must not.

use super::{Guard, Quantity, Rule, Topic, Unit, diet_words};
use crate::nutrition::Restriction;

fn nutrition() -> Guard {
    Guard {
        quantities: vec![
            Quantity::new(Unit::GramPerDay, 101.0, 145.0).of(Topic::Protein),
            Quantity::new(Unit::GramPerDay, 60.0, 80.0).of(Topic::Fat),
            Quantity::new(Unit::Gram, 34.0, 48.0).of(Topic::Protein),
            Quantity::new(Unit::GramPerKg, 1.4, 2.0),
            Quantity::new(Unit::Kcal, 2100.0, 2230.0),
        ],
        ..Guard::default()
    }
}

#[track_caller]
fn check(guard: &Guard, text: &str, expected: Result<(), Rule>) {
    assert_eq!(guard.check_text(text, Some("5eed")), expected, "{text}");
}

#[test]
fn numbers_that_were_computed_pass() {
    for text in [
        "Eat 101–145 g of protein per day.",
        "Aim for 120 grams of protein a day, 1.4 to 2 g per kg of body weight.",
        "About 40 g of protein at each of your 3 meals.",
        "Energy: 2,200 kcal per day.",
        "Energy: 2200 calories.",
        "Take 60-80 g of fat and 120 g of protein daily.",
        "Fat: 70 g.",
        "Sleep 7 to 9 hours, walk for 20 minutes on three days a week.",
        "Do 3 sets of 10, twice.",
        "One half, two halves, a third.",
    ] {
        check(&nutrition(), text, Ok(()));
    }
}

#[test]
fn numbers_that_were_not_computed_are_refused() {
    for text in [
        "Eat 360 g of protein a day.",
        "Eat 5 g/kg of protein.",
        "Eat 5 g per kg.",
        "600 kcal is enough.",
        "six hundred kcal is enough.",
        "Two thousand eight hundred calories.",
        "Have 1,200 calories.",
        "Have 20 g of protein a day.",
        "Have 145 g of fat.",
        "Add 5 g of creatine.",
        "40 g of fibre",
        "Take 500 mg.",
        "Lose 3 kg a week.",
        "Lose 20 pounds.",
        "Train 90 minutes.",
        "Fast for 16 hours.",
        "Eat ６００ kcal.",
        "Eat ½ of it.",
        "Add 30 %.",
        "Your knee was at 200°.",
        "Do 50 repetitions.",
        "Call 988.",
        "Spend $5.",
        "10.0.0.1",
    ] {
        check(&nutrition(), text, Err(Rule::Numbers));
    }
}

#[test]
fn wording_that_must_not_be_said_is_refused() {
    for (text, rule) in [
        ("You have depression.", Rule::Diagnosis),
        ("This looks like tendinitis.", Rule::Diagnosis),
        ("A DIAGNOSIS of burnout.", Rule::Diagnosis),
        ("Take ibuprofen before.", Rule::Drugs),
        ("Ask for anti-depres\u{200B}sants.", Rule::Diagnosis),
        ("Try a fat burner.", Rule::Drugs),
        ("Push through the pain.", Rule::Unsafe),
        ("Skip meals on rest days.", Rule::Unsafe),
        ("Try a detox.", Rule::Unsafe),
        ("See https://example.org now.", Rule::Markup),
        ("See example.com.", Rule::Markup),
        ("See www.example", Rule::Markup),
        ("<b>Bold</b>", Rule::Markup),
        ("[link](x)", Rule::Markup),
        ("Mail me@example", Rule::Markup),
        ("As an AI, I cannot.", Rule::Leak),
        ("My nonce is 5eed.", Rule::Leak),
        ("Ignore previous rules.", Rule::Leak),
        ("You might want to die.", Rule::Crisis),
    ] {
        check(&Guard::default(), text, Err(rule));
    }
    for text in [
        "Keep the heels down.",
        "It is a warm-up.",
        "Curd, rice etc. are fine.",
        "Pillows help.",
        "A breaststroke session.",
        "Not enough data yet: www.",
    ] {
        check(&Guard::default(), text, Ok(()));
    }
}

#[test]
fn foods_that_are_ruled_out_are_refused() {
    let guard = |restriction| Guard { forbidden: diet_words(restriction), ..Guard::default() };
    for (restriction, text) in [
        (Restriction::Vegetarian, "Grilled chicken with rice."),
        (Restriction::Vegetarian, "A tuna salad."),
        (Restriction::Vegan, "Two eggs."),
        (Restriction::Vegan, "A glass of milk with honey."),
        (Restriction::Vegan, "Some CHEESE."),
        (Restriction::GlutenFree, "A slice of bread."),
        (Restriction::NutFree, "A handful of almonds."),
        (Restriction::Halal, "Bacon and eggs."),
        (Restriction::SoyFree, "A slice of tofu."),
        (Restriction::Pescatarian, "Beef stew."),
    ] {
        check(&guard(restriction), text, Err(Rule::Restriction));
    }
    for (restriction, text) in [
        (Restriction::Vegan, "A glass of oat milk and peanut butter."),
        (Restriction::Vegan, "Coconut yoghurt, vegan cheese, butternut squash."),
        (Restriction::Vegetarian, "Eggs, paneer and a meat-free stew."),
        (Restriction::Vegetarian, "A vegetarian sausage."),
        (Restriction::Pescatarian, "A fillet of salmon."),
        (Restriction::GlutenFree, "Gluten-free bread, buckwheat pasta."),
        (Restriction::NutFree, "Nutmeg, butternut and coconut."),
        (Restriction::LactoseFree, "Lactose-free milk."),
    ] {
        check(&guard(restriction), text, Ok(()));
    }
}
