//! Everyday names: a list by somebody who had not seen the matcher, and names that went wrong.

use foods::{Doubt, FoodTable};

const NAMES: &str = include_str!("../../testdata/everyday_names.csv");

/// Name, least and most energy (kcal) and protein (g) of 100 g, and whether there is such a food.
fn names() -> Vec<(String, [f64; 4], bool)> {
    let rows = csv::Reader::from_reader(NAMES.as_bytes()).into_records().map(|row| row.expect("a row"));
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    rows.map(|row| (row[0].to_owned(), std::array::from_fn(|place| number(&row[place + 1])), &row[5] == "food"))
        .collect()
}

#[test]
fn listed_names_are_right_and_none_is_wrong_without_a_remark() {
    let table = FoodTable::usda();
    let (mut n_right, mut asked, mut wrong) = ([0, 0], Vec::new(), Vec::new());
    let foods: Vec<_> = names().into_iter().filter(|(_, _, is_food)| *is_food).collect();
    for (place, (name, [least_kcal, most_kcal, least_g, most_g], _)) in foods.iter().enumerate() {
        let Some(found) = table.find(name).ok().filter(|found| !found.is_doubtful()) else {
            asked.push(name);
            continue;
        };
        let values = &found.food.per_100_g;
        if (*least_kcal..=*most_kcal).contains(&values.energy_kcal) && (*least_g..=*most_g).contains(&values.protein_g)
        {
            n_right[usize::from(place >= 100)] += 1;
        } else {
            wrong.push((name, found.food.description.as_str()));
        }
    }
    // 99 and 100 the first time that the list was read, and one name was added for it.
    assert_eq!((foods.len(), n_right), (200, [100, 100]), "asked about {asked:?}");
    assert_eq!(wrong, []);
}

#[test]
fn what_is_no_food_is_refused_or_asked_about() {
    let table = FoodTable::usda();
    let listed = names().into_iter().filter(|(_, _, is_food)| !is_food).map(|(name, ..)| name);
    let others =
        ["xyzzy", "unicorn steak", "chicken xylophone", "dog food", "dragon fruit", "pea milk", "banana ketchup", ""];
    for name in listed.chain(others.map(str::to_owned)) {
        let found = table.find(&name);
        assert!(found.as_ref().map_or(true, foods::FoodMatch::is_doubtful), "{name}: {found:?}");
    }
}

/// Expects a food without doubts that has this much energy (kcal) and protein (g) in 100 g, to within 5 %, or 1.
#[track_caller]
fn is(name: &str, energy_kcal: f64, protein_g: f64) {
    let found = FoodTable::usda().find(name).expect("found");
    let is_near = |got: f64, expected: f64| (got - expected).abs() <= (0.05 * expected).max(1.0);
    let values = &found.food.per_100_g;
    let is_right = is_near(values.energy_kcal, energy_kcal) && is_near(values.protein_g, protein_g);
    assert!(is_right && !found.is_doubtful(), "{name}: {found:?}");
}

#[test]
fn states_that_are_asked_for_are_those_of_the_food() {
    for name in ["raw rice", "uncooked rice", "dry rice", "rice raw", "raw basmati rice"] {
        is(name, 365.0, 7.1);
    }
    is("rice", 130.0, 2.7);
    is("raw chicken breast", 120.0, 22.5);
    is("bacon raw", 417.0, 12.6);
    is("chickpeas dry", 378.0, 20.5);
    is("canned chickpeas", 139.0, 7.0);
    is("dried lentils", 352.0, 24.6);
    is("raw salmon", 208.0, 20.4);
    is("uncooked spaghetti", 371.0, 13.0);
    is("dried figs", 249.0, 3.3);
    is("steamed carrots", 35.0, 0.8);
    is("raw turkey breast", 114.0, 23.7);
    is("powdered milk", 496.0, 26.3);
}

#[test]
fn common_names_are_what_people_mean() {
    is("caesar salad", 141.0, 3.5);
    is("greek salad", 94.0, 2.8);
    is("coca cola", 41.0, 0.0);
    is("coke zero", 2.0, 0.1);
    is("yogurt", 61.0, 3.5);
    is("oat milk", 47.0, 1.3);
    is("water", 0.0, 0.0);
    is("salt", 0.0, 0.0);
    is("baguette", 272.0, 10.8);
    is("coffee with cream", 9.0, 0.3);
    is("organic fresh bananas", 89.0, 1.1);
    is("avacado", 160.0, 2.0);
}

#[test]
fn contradictions_are_doubtful() {
    let doubts = |name: &str| FoodTable::usda().find(name).map(|found| found.doubts).unwrap_or_default();
    assert_eq!(doubts("dried mango"), [Doubt::State { asked: "dried".to_owned() }]);
    assert_eq!(doubts("smoked mackerel"), [Doubt::State { asked: "smoked".to_owned() }]);
    assert_eq!(doubts("coconut milk powder"), [Doubt::State { asked: "powder".to_owned() }]);
    assert_eq!(doubts("hemp milk"), [Doubt::MissingWord { word: "hemp".to_owned() }]);
    for name in ["sugar free jelly", "full fat greek yogurt", "popcorn oil", "custard powder", "instant mashed potato"]
    {
        assert!(!doubts(name).is_empty(), "{name}");
    }
    assert!(
        matches!(&doubts("meal deal")[..], [.., Doubt::Spelling { .. }] | [Doubt::OtherFood { .. }, ..]),
        "{:?}",
        doubts("meal deal")
    );
}
