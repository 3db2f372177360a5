use std::path::Path;

use synthgen::nutrition::{FoodClass, foods};

#[test]
fn foods_are_in_order_and_hold_every_class() {
    assert!(foods().windows(2).all(|pair| pair[0].ndb_number < pair[1].ndb_number));
    assert!(foods().len() >= 50, "{}", foods().len());
    for class in FoodClass::ALL {
        assert_eq!(class.composition().ndb_number, class.ndb_number());
        assert!((20.0..=400.0).contains(&class.portion_g()), "{class}: {} g", class.portion_g());
        assert_eq!(FoodClass::from_name(class.name()), Some(class));
        assert_eq!(FoodClass::ALL[class.index()], class);
        assert_eq!(serde_json::to_value(class).expect("a name"), class.name());
    }
    assert!(FoodClass::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()), "loaders sort folders by name");
    assert_eq!(FoodClass::from_name("stone"), None);
}

#[test]
fn foods_add_up() {
    for food in foods() {
        let (kcal, expected, name) = (food.energy_kcal, food.atwater_kcal(), food.description);
        assert!(food.energy_is_plausible(), "{name}: {kcal} kcal, by 4/4/9 {expected:.0}");
        // The rest is ash: minerals of protein powder and salt of bacon make the most.
        let total = food.water_g + food.protein_g + food.fat_g + food.carbohydrate_g;
        assert!((89.0..=100.2).contains(&total), "{name}: {total} g of 100");
        assert!(food.fibre_g <= food.carbohydrate_g + 0.01 && food.sodium_mg >= 0.0, "{name}");
        assert!(food.sugar_g.is_none_or(|sugar| sugar <= food.carbohydrate_g + 0.5), "{name}");
    }
}

#[test]
fn foods_are_those_of_the_usda_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real/nutrition/usda_sr27.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is absent", path.display());
        return;
    };
    let dir = tempfile::tempdir().expect("a temporary folder");
    super::files::write(dir.path(), None);
    let ours = crate::support::read(dir.path(), "foods.csv");
    assert_eq!(ours.lines().next(), text.lines().next(), "the same columns");
    for line in ours.lines() {
        assert!(text.lines().any(|theirs| theirs == line), "{line}");
    }
}
