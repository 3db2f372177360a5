//! Meals in words.

use foods::{Estimate, FoodTable, JudgedMeal};
use proptest::prelude::*;

/// Each item as `name: grams`, with `?` where no amount was said.
fn read(text: &str) -> String {
    let items = FoodTable::usda().read_meal(text);
    let shown = items.iter().map(|item| {
        let grams = item.weight.as_ref().map_or("nothing".to_owned(), |weight| format!("{:.0}", weight.grams));
        format!("{}: {grams}{}", item.name, if item.has_amount { "" } else { "?" })
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[test]
fn meals_are_parted_into_foods_and_weights() {
    let cases = [
        (
            "two slices of toast with 20 g butter, a cup of whole milk and half an avocado",
            "toast: 50, butter: 20, whole milk: 244, avocado: 75",
        ),
        ("For lunch I had 200g of rice and 150 g of grilled chicken breast.", "rice: 200, grilled chicken breast: 150"),
        ("macaroni and cheese (300 g) with a glass of water", "macaroni and cheese: 300, water: 237"),
        (
            "a peanut butter and jelly sandwich and an 8-ounce glass of 2% milk",
            "peanut butter and jelly sandwich: 108, 2% milk: 227",
        ),
        ("two hundred and fifty grams of pasta plus 1.5 cups of marinara sauce", "pasta: 250, marinara sauce: 396"),
        ("chicken 150 g, rice: 200 g; milk (250 ml)", "chicken: 150, rice: 200, milk: 258"),
        ("oatmeal made with milk, a few strawberries", "oatmeal made with milk: 240?, strawberries: 36"),
        ("a handful of almonds and a large apple", "almonds: 30, apple: 223"),
        ("I had some rice and beans", "rice and beans: 200?"),
        (
            "a cheese sandwich with two slices of white bread, 40g of cheddar and 10g of butter",
            "white bread: 56, cheddar: 40, butter: 10",
        ),
        ("a cooked 3 oz ground beef patty on a hamburger bun", "cooked ground beef patty: 85, hamburger bun: 44"),
        ("a fillet of grilled cod, about 150g, with 180g of chips", "grilled cod: 150, french fries: 180"),
        ("28 grams of mixed nuts", "mixed nuts: 28"),
        ("2-3 oz of salmon", "salmon: 71"),
        ("coffee with two tablespoons of half and half", "coffee: 237?, half and half: 30"),
        ("rice, white, cooked, 150 g; milk, skim, 200 ml", "cooked white rice: 150, skim milk: 207"),
        ("two pieces of chapati weighing 120 grams in total", "chapati: 120"),
        ("130 grams of bread made from wheat flour, 10 g butter", "bread: 130, butter: 10"),
        ("two cooked eggs and fried rice", "cooked eggs: 100, fried rice: 200?"),
        ("cooked beans in tomato sauce (100 g)", "cooked beans in tomato sauce: 100"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_has_no_amount_stays_unknown_and_widens_the_total() {
    let table = FoodTable::usda();
    let (sure, open) = (table.read_meal("200 g rice"), table.read_meal("200 g rice and some butter"));
    let (sure, wide) = (Estimate::of(&sure, false), Estimate::of(&open, false));
    assert_eq!((sure.energy_kcal.low, sure.energy_kcal.high), (260.0, 260.0));
    assert_eq!(wide.energy_kcal.low, 260.0);
    assert!(wide.energy_kcal.high > wide.energy_kcal.likely && wide.energy_kcal.likely > 260.0);
    assert_eq!((open[1].has_amount, open[1].nutrients()), (false, None));
}

#[test]
fn doubtful_items_count_only_where_they_are_accepted() {
    let items = FoodTable::usda().read_meal("100 g rice and 200 g hemp milk and 50 g glorbnax");
    assert_eq!(items.iter().map(foods::Item::is_doubtful).collect::<Vec<_>>(), [false, true, true]);
    let grams = |accept| Estimate::of(&items, accept).grams.likely;
    assert_eq!((grams(false), grams(true)), (100.0, 300.0));
}

fn meals() -> Vec<JudgedMeal> {
    let mut rows = csv::Reader::from_reader(include_str!("../../testdata/meals.csv").as_bytes());
    rows.deserialize().map(|meal| meal.expect("a meal")).collect()
}

#[test]
fn meals_that_were_kept_aside_are_read_better_than_by_the_median() {
    let judged = FoodTable::usda().judge(&meals()[50..]);
    let error = |place: usize| (judged[place].quantity, judged[place].mean_absolute_error);
    // Bounds a tenth above what the README states; the median is off by 95.6 kcal, 9.5 g and 14.4 g.
    let bounds = [("energy_kcal", 22.5), ("protein_g", 1.0), ("carbohydrate_g", 2.6)];
    for (place, (quantity, bound)) in bounds.into_iter().enumerate() {
        assert_eq!(error(place).0, quantity);
        assert!(error(place).1 < bound && error(place).1 < judged[place].error_of_median / 3.0, "{judged:#?}");
    }
    assert!(judged[2].within_7_5 >= 0.94, "{judged:#?}");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-z0-9 ,.½/()&-]{0,80}") {
        for item in FoodTable::usda().read_meal(&text) {
            if let Some(weight) = item.weight {
                prop_assert!(weight.low_g <= weight.grams && weight.grams <= weight.high_g, "{weight:?}");
            }
        }
    }

    #[test]
    fn any_item_is_read_or_refused(text in ".{0,40}=?.{0,12}") {
        let _ = FoodTable::usda().read_item(&text);
    }

    #[test]
    fn grams_in_words_are_those_of_numbers(grams in 1_u32..2000) {
        let items = FoodTable::usda().read_meal(&format!("{grams}g of cooked rice"));
        let likely = Estimate::of(&items, false).energy_kcal.likely;
        prop_assert!((likely - 1.3 * f64::from(grams)).abs() < 1e-6);
    }
}
