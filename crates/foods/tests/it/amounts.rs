//! A food with its amount.

use foods::{Error, FoodTable};

/// Expects a weight in grams, to within 1 %, without doubts.
#[track_caller]
fn weighs(text: &str, grams: f64) {
    let item = FoodTable::usda().read_item(text).expect("an amount");
    let got = item.weight.as_ref().map_or(f64::NAN, |weight| weight.grams);
    assert!((got - grams).abs() <= 0.01 * grams && !item.is_doubtful() && item.has_amount, "{text}: {item:?}");
}

#[test]
fn grams_stay_as_they_are() {
    weighs("rice=150", 150.0);
    weighs("rice=150g", 150.0);
    weighs("rice = 150 g", 150.0);
    weighs("banana=118.5", 118.5);
    weighs("salt=5", 5.0);
    weighs("butter=5", 5.0);
    weighs("egg=2g", 2.0);
    weighs("9040=100", 100.0);
}

#[test]
fn household_measures_are_weighed() {
    weighs("1 cup rice", 158.0);
    weighs("2 tbsp olive oil", 27.0);
    weighs("1/2 avocado", 75.0);
    weighs("\u{bd} avocado", 75.0);
    weighs("250 ml milk", 257.9);
    weighs("milk=250 ml", 257.9);
    weighs("1 slice bread", 28.0);
    weighs("2 large eggs", 100.0);
    weighs("1 1/2 cups orange juice", 372.0);
    weighs("3 oz cheddar", 85.05);
    weighs("half a dozen eggs", 300.0);
    weighs("1 lb potatoes", 453.6);
    weighs("a can of tuna", 165.0);
    weighs("a glass of red wine", 147.0);
    weighs("2 x 150 g yogurt", 300.0);
    weighs("a 12-ounce can of soda", 340.2);
    weighs("1 kg of carrots", 1000.0);
    weighs("3 cloves of garlic", 9.0);
    weighs("a handful of almonds", 30.0);
    weighs("two chicken breasts", 344.0);
    weighs("5 cherry tomatoes", 85.0);
    weighs("1,5 dl milk", 154.7);
}

#[test]
fn bare_number_of_what_one_counts_is_pieces_or_asked_about() {
    weighs("eggs=2", 100.0);
    weighs("apples=1", 182.0);
    weighs("banana=1", 118.0);
    let eggs = FoodTable::usda().read_item("eggs=2").expect("an amount");
    assert_eq!(eggs.remarks, ["2 is read as so many of it, not as grams"]);
    assert_eq!(eggs.nutrients().expect("known").energy_kcal, 143.0);
    let asked = |text: &str| {
        FoodTable::usda().read_item(text).expect("an amount").doubts.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(asked("egg=2"), ["2 g of egg, or 2 of it (100 g)?"]);
    assert_eq!(asked("bananas=2.5"), ["2.5 g of bananas, or 2.5 of it (295 g)?"]);
    assert!(asked("eggs=60").is_empty() && asked("rice=5").is_empty());
}

#[test]
fn amounts_that_are_none_are_refused() {
    let refused = |text: &str| FoodTable::usda().read_item(text).expect_err("no amount").to_string();
    assert_eq!(
        refused("banana=lots"),
        "the amount of `banana` must be grams, such as 150, or a measure, such as `2 cups`, got `lots`"
    );
    for got in ["0", "-5", "NaN", "inf", "1e9"] {
        let error = refused(&format!("banana={got}"));
        assert!(
            error.starts_with("the portion of `Bananas, raw` must be above 0 and at most 10000 g, got "),
            "{error}"
        );
    }
    assert!(refused("banana=-2 cups").contains("got `-2 cups`"));
    assert!(matches!(FoodTable::usda().read_item("banana="), Err(Error::OutOfRange { .. })));
}
