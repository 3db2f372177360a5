//! Names that are found, values that are refused, meals that add up.

use proptest::prelude::*;

use crate::tokens::words;
use crate::*;

/// Sums of a few products in floating point: one part in 10¹².
const ROUNDING: f64 = 1e-12;

fn foods() -> Vec<Food> {
    table().foods().to_vec()
}

/// A table of some of the USDA's foods under their short descriptions, as those of others are.
fn table() -> FoodTable {
    let usda = FoodTable::usda();
    let short = |number: &u32| {
        let food = usda.by_number(*number).expect("there");
        let description = usda.details(usda.place(food).expect("there")).short.to_owned();
        Food { description, ..food.clone() }
    };
    FoodTable::new(SOME.iter().map(short).collect()).expect("sound")
}

/// Numbers of common foods.
#[rustfmt::skip]
const SOME: [u32; 73] = [
    1001, 1009, 1012, 1026, 1040, 1077, 1079, 1128, 1129, 1256, 4053, 5064, 5220, 6559, 8120, 8121, 9003, 9037, 9040,
    9050, 9132, 9148, 9200, 9206, 9236, 9252, 9266, 9316, 9326, 10_862, 11_090, 11_124, 11_168, 11_205, 11_252,
    11_260, 11_305, 11_457, 11_508, 11_529, 11_674, 11_821, 12_061, 12_155, 13_453, 14_066, 15_016, 15_121, 15_151,
    15_237, 16_028, 16_057, 16_070, 16_098, 16_126, 16_137, 18_069, 18_075, 18_239, 18_255, 19_095, 19_296, 19_904,
    20_029, 20_037, 20_045, 20_121, 20_137, 21_108, 21_138, 21_302, 21_379, 23_568,
];

/// A food of these macronutrients and energy.
fn food(ndb_number: u32, energy_kcal: f64, [protein_g, fat_g, carbohydrate_g]: [f64; 3]) -> Food {
    let (fibre_g, sugar_g, sodium_mg, water_g) = (None, None, None, None);
    let per_100_g = Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, sugar_g, sodium_mg, water_g };
    Food { ndb_number, description: format!("FOOD {ndb_number}"), per_100_g }
}

#[track_caller]
fn refused(foods: Vec<Food>, message: &str) {
    let error = FoodTable::new(foods).expect_err("the table is wrong");
    assert_eq!(error.to_string(), message);
}

#[track_caller]
fn stems(text: &str, expected: &str) {
    let found: Vec<String> = words(text).into_iter().map(|word| format!("{}:{}", word.segment, word.stem)).collect();
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn words_of_the_usda_are_spelt_out() {
    stems("BUTTER,WITH SALT", "0:butter 1:salt");
    stems(
        "CHICKEN,BROILERS OR FRYERS,BREAST,MEAT ONLY,CKD,RSTD",
        "0:chicken 1:broiler 1:fryer 2:breast 3:meat 3:only 4:cooked 5:roasted",
    );
    stems("PEANUT BUTTER,SMOOTH STYLE,WO/ SALT", "0:peanut 0:butter 1:smooth 1:style 2:no-salt");
    stems("BF,LN&FAT,1/8\"FAT,BNLESS", "0:beef 1:lean 1:fat 2:1/8 2:fat 3:boneless");
    stems("MILK,RED FAT,FLUID,2% MILKFAT", "0:milk 1:reduced 1:fat 2:fluid 3:2% 3:milkfat");
    stems("TOMATOES,RED,RIPE", "0:tomato 1:red 2:ripe");
    stems("KELLOGG'S Crème fraîche (FAT FREE)", "0:kellogg 0:creme 0:fraiche 1:no-fat");
    stems("cookie berries peaches couscous hummus leaves", "0:cooky 0:berry 0:peach 0:couscous 0:hummus 0:leaf");
    stems(" ,;() ", "");
}

#[test]
fn every_food_finds_itself_exactly() -> Result<(), Error> {
    let table = table();
    for food in table.foods() {
        for name in [food.description.clone(), food.description.to_lowercase(), food.ndb_number.to_string()] {
            let found = table.find(&name)?;
            assert_eq!((found.food, found.kind, found.score), (food, MatchKind::Exact, 1.0), "{name}");
        }
    }
    Ok(())
}

#[test]
fn what_was_matched_is_said() -> Result<(), Error> {
    let table = table();
    let found = table.find("brocoli")?;
    assert_eq!((found.food.ndb_number, found.kind), (11_090, MatchKind::Fuzzy));
    let [respelling] = &found.read_as[..] else { panic!("{found:?}") };
    assert_eq!((respelling.asked.as_str(), respelling.read_as.as_str()), ("brocoli", "broccoli"));
    let found = table.find("grilled chiken breast")?;
    assert_eq!((found.food.ndb_number, found.not_found), (5064, vec!["grilled".to_owned()]));
    assert_eq!(table.find("yoghurt")?.kind, MatchKind::Words);
    let found = table.find("peanuts")?;
    assert_eq!((found.food.ndb_number, found.kind), (16_098, MatchKind::Part), "peanut butter is all there is");
    Ok(())
}

#[test]
fn unknown_foods_are_refused_with_what_comes_near() {
    let table = table();
    let refused = |name: &str| table.find(name).expect_err("there is none").to_string();
    assert_eq!(refused("xyzzy"), "no food is like `xyzzy`: nothing comes near");
    assert_eq!(refused(""), "no food is like ``: nothing comes near");
    assert_eq!(refused(", /"), "no food is like `, /`: nothing comes near");
    assert!(refused("beer").ends_with("nothing comes near"), "beer is not misspelt beef: {}", refused("beer"));
    assert!(refused("pork chop").contains("the nearest are `PORK,CURED,BACON"), "{}", refused("pork chop"));
    assert!(refused("smoked salmon").contains("`SALMON,ATLANTIC"), "{}", refused("smoked salmon"));
}

#[test]
fn search_gives_as_many_as_asked_best_first() {
    let table = table();
    assert_eq!(table.search("milk", 0), []);
    let found = table.search("cheese", 3);
    assert_eq!(found.len(), 3);
    assert!(found.is_sorted_by(|left, right| left.score >= right.score));
    assert_eq!(table.search("cheese", 1)[0], found[0]);
    assert_eq!(table.search("HONEY", 5)[0].kind, MatchKind::Exact);
}

/// Makes a sound food impossible.
type Spoil = fn(&mut Food);

#[test]
fn impossible_foods_are_refused() {
    refused(Vec::new(), "a table of foods needs at least one");
    let sound = food(1, 100.0, [5.0, 5.0, 5.0]);
    refused(vec![sound.clone(), sound.clone()], "two foods have the number 1: `FOOD 1` and `FOOD 1`");
    let with = |change: Spoil| {
        let mut food = sound.clone();
        change(&mut food);
        vec![food]
    };
    let cases: [(Spoil, &str); 9] = [
        (|food| food.per_100_g.protein_g = -1.0, "protein_g must be within 0 and 105 g in 100 g, got -1"),
        (|food| food.per_100_g.fat_g = f64::NAN, "fat_g must be a finite number, got NaN"),
        (|food| food.per_100_g.carbohydrate_g = f64::INFINITY, "carbohydrate_g must be a finite number, got inf"),
        (|food| food.per_100_g.energy_kcal = 3766.0, "energy_kcal must be within 0 and 930 kcal in 100 g, got 3766"),
        (|food| food.per_100_g.sodium_mg = Some(41e3), "sodium_mg must be within 0 and 40000 mg in 100 g, got 41000"),
        (|food| food.per_100_g.fibre_g = Some(7.0), "fibre_g must be within 0 and 6 g in 100 g, got 7"),
        (|food| food.per_100_g.sugar_g = Some(-0.5), "sugar_g must be within 0 and 6 g in 100 g, got -0.5"),
        (|food| food.per_100_g.water_g = Some(106.0), "water_g must be within 0 and 105 g in 100 g, got 106"),
        (
            |food| food.per_100_g.water_g = Some(92.0),
            "the sum of protein, fat, carbohydrate and water must be at most 105 g in 100 g, got 107",
        ),
    ];
    for (change, message) in cases {
        refused(with(change), &format!("food 1, `FOOD 1`: {message}"));
    }
    refused(with(|food| food.description = " ".to_owned()), "food 1, ` `: description must be some words, got none");
}

#[test]
fn portions_of_no_size_are_refused() {
    let food = food(1, 100.0, [5.0, 5.0, 5.0]);
    for (grams, got) in
        [(0.0, "0 g"), (-5.0, "-5 g"), (f64::NAN, "NaN g"), (10_001.0, "10001 g"), (f64::INFINITY, "inf g")]
    {
        let error = food.portion(grams).expect_err("no portion").to_string();
        assert_eq!(error, format!("the portion of `FOOD 1` must be above 0 and at most 10000 g, got {got}"));
        assert!(Meal::new().add(&food, grams).is_err());
    }
}

#[test]
fn meal_by_hand_adds_up_and_names_what_is_unknown() -> Result<(), Error> {
    let table = table();
    let mut meal = Meal::new();
    meal.add(table.find("banana")?.food, 120.0)?; // 89 kcal, 1.09 g protein, 12.23 g sugars in 100 g
    meal.add(table.find("salmon")?.food, 50.0)?; // 206 kcal, 22.10 g protein, sugars not measured
    let totals = meal.totals();
    assert_eq!(totals.grams, 170.0);
    let close = |got: f64, expected: f64| assert!((got - expected).abs() < 1e-9, "{got} instead of {expected}");
    close(totals.nutrients.energy_kcal, 1.2 * 89.0 + 0.5 * 206.0);
    close(totals.nutrients.protein_g, 1.2 * 1.09 + 0.5 * 22.1);
    close(totals.nutrients.atwater_kcal(), 1.2 * (4.0 * 23.93 + 9.0 * 0.33) + 0.5 * (4.0 * 22.1 + 9.0 * 12.35));
    assert_eq!(totals.nutrients.sugar_g, None);
    let [incomplete] = &totals.incomplete[..] else { panic!("{:?}", totals.incomplete) };
    assert_eq!((incomplete.nutrient.as_str(), incomplete.unknown_for.len()), ("sugar_g", 1));
    close(incomplete.at_least, 1.2 * 12.23);
    assert!(totals.energy.is_plausible());
    assert_eq!(Meal::new().totals().nutrients, Nutrients::ZERO);
    Ok(())
}

#[test]
fn energy_check_tells_alcohol_and_sweeteners_from_food() {
    // By hand: 4·10 + 9·10 + 4·10 = 170; 12 % of 180 is 21.6.
    let check = food(1, 180.0, [10.0, 10.0, 10.0]).check_energy();
    assert_eq!((check.atwater_kcal, check.verdict), (170.0, EnergyVerdict::Agrees));
    assert!((check.low_kcal - 148.4).abs() < 1e-9 && (check.high_kcal - 191.6).abs() < 1e-9);
    let vodka = food(2, 231.0, [0.0; 3]);
    assert_eq!(vodka.check_energy().verdict, EnergyVerdict::TooMuch);
    let stevia = food(3, 0.0, [0.0, 0.0, 100.0]);
    assert_eq!(stevia.check_energy().verdict, EnergyVerdict::TooLittle);
    // 100 g of wheat bran: 216 kcal, 43 g of its 65 g of carbohydrate are fibre.
    let mut bran = food(4, 216.0, [15.55, 4.25, 64.51]);
    assert_eq!(bran.check_energy().verdict, EnergyVerdict::TooLittle);
    bran.per_100_g.fibre_g = Some(42.8);
    assert_eq!(bran.check_energy().verdict, EnergyVerdict::Agrees);
    // Energy in kJ.
    assert_eq!(food(5, 753.0, [10.0, 10.0, 10.0]).check_energy().verdict, EnergyVerdict::TooMuch);
    assert!(table().foods().iter().all(|food| food.check_energy().is_plausible()));
}

#[test]
fn foods_survive_serialisation() -> Result<(), serde_json::Error> {
    for food in foods() {
        let text = serde_json::to_string(&food)?;
        assert_eq!(serde_json::from_str::<Food>(&text)?, food);
    }
    Ok(())
}

fn is_close(left: f64, right: f64) -> bool {
    (left - right).abs() <= ROUNDING * left.abs().max(right.abs()).max(1.0)
}

fn values(nutrients: &Nutrients) -> Vec<f64> {
    let Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, .. } = *nutrients;
    let optional = nutrients.optional().into_iter().filter_map(|(_, value)| value);
    [energy_kcal, protein_g, fat_g, carbohydrate_g].into_iter().chain(optional).collect()
}

proptest! {
    #[test]
    fn totals_are_linear_in_grams(
        portions in prop::collection::vec((0..73_usize, 0.1..2_000.0_f64), 1..8),
        factor in 0.1..5.0_f64,
    ) {
        let foods = foods();
        let (mut meal, mut larger, mut twice) = (Meal::new(), Meal::new(), Meal::new());
        for &(place, grams) in &portions {
            meal.add(&foods[place], grams)?;
            larger.add(&foods[place], factor * grams)?;
            twice.add(&foods[place], 0.3 * grams)?;
            twice.add(&foods[place], 0.7 * grams)?;
        }
        let [meal, larger, twice] = [meal, larger, twice].map(|meal| meal.totals());
        prop_assert!(is_close(meal.energy.low_kcal * factor, larger.energy.low_kcal) );
        prop_assert_eq!(meal.energy.verdict, larger.energy.verdict);
        let [meal, larger, twice] = [meal, larger, twice].map(|totals| values(&totals.nutrients));
        prop_assert_eq!(meal.len(), larger.len());
        for ((meal, larger), twice) in meal.iter().zip(larger).zip(twice) {
            prop_assert!(is_close(meal * factor, larger) && is_close(*meal, twice));
        }
    }

    #[test]
    fn permuting_the_table_changes_nothing(
        order in Just((0..73_usize).collect::<Vec<_>>()).prop_shuffle(),
        name in prop::sample::select(vec!["milk", "chiken", "bread", "rice", "cheese", "potato", "red pepper", "oat"]),
    ) {
        let foods = foods();
        let permuted = FoodTable::new(order.into_iter().map(|place| foods[place].clone()).collect())?;
        let table = table();
        prop_assert_eq!(table.search(name, 10), permuted.search(name, 10));
    }

    #[test]
    fn one_slip_in_a_long_word_is_forgiven(
        (name, place) in prop::sample::select(vec!["broccoli", "strawberries", "watermelon", "spaghetti", "croissant", "mushroom"])
            .prop_flat_map(|name| (Just(name), 1..name.len() - 1)),
        letter in prop::char::range('a', 'z'),
        kind in 0..4_u8,
    ) {
        let mut letters: Vec<char> = name.chars().collect();
        match kind {
            0 => letters[place] = letter,
            1 => letters.insert(place, letter),
            2 => { letters.remove(place); }
            _ => letters.swap(place, place - 1),
        }
        let slip: String = letters.into_iter().collect();
        let table = table();
        prop_assert_eq!(table.find(&slip)?.food, table.find(name)?.food, "{}", slip);
    }

    #[test]
    fn any_text_is_answered(name in ".{0,60}") {
        let table = table();
        for found in table.search(&name, 5) {
            prop_assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        }
    }
}

#[test]
fn usda_has_every_food_and_every_pictured_one() {
    let table = FoodTable::usda();
    assert_eq!(table.foods().len(), 8618);
    assert!(table.foods().windows(2).all(|pair| pair[0].ndb_number < pair[1].ndb_number));
    let n_measures: usize = table.foods().iter().map(|food| table.measures(food).len()).sum();
    assert_eq!(n_measures, 14_907);
    assert_eq!(table.foods().iter().filter(|food| !table.measures(food).is_empty()).count(), 8_070);
    FoodTable::new(table.foods().to_vec()).expect("every food is sound");
    for class in ::words::FoodClass::ALL {
        assert!(table.by_number(class.ndb_number()).is_some(), "{class}");
        assert!((20.0..=400.0).contains(&class.portion_g()), "{class}: {} g", class.portion_g());
    }
}

#[test]
fn usda_is_that_of_its_file() {
    let Some(path) = real_data::path("nutrition/usda_sr27.csv") else { return };
    let table = FoodTable::usda();
    for row in csv::Reader::from_path(path).expect("a readable file").into_records() {
        let row = row.expect("a row");
        // Some foods share a short description.
        assert_eq!(table.find(&row[1]).expect("found by its short description").kind, MatchKind::Exact);
        let food = table.by_number(row[0].parse().expect("a number")).expect("there");
        let Nutrients { energy_kcal, protein_g, fibre_g, water_g, .. } = food.per_100_g;
        let value = |column: usize| row[column].parse::<f64>().ok();
        assert_eq!(
            [value(2), value(3), value(4), value(7)],
            [water_g, Some(energy_kcal), Some(protein_g), fibre_g],
            "{row:?}"
        );
    }
}
