//! The USDA's file, and files that are wrong.

use std::fs;

use foods::{EnergyVerdict, MatchKind};

use super::*;

/// The USDA's file, if it is here.
fn usda() -> Option<SourcedFoods> {
    let path = real_data::path("nutrition/usda_sr27.csv")?;
    Some(SourcedFoods::load(Some(&path)).expect("the USDA's file is sound"))
}

/// Everyday names, the number of the food that is meant, and whether the built-in table has it.
#[rustfmt::skip]
const EVERYDAY: [(&str, u32, bool); 112] = [
    ("banana", 9040, true), ("bannana", 9040, true), ("Bananas", 9040, true), ("apple", 9003, true), ("apples", 9003, true),
    ("orange", 9200, true), ("orange juice", 9206, true), ("grapes", 9132, true), ("strawberry", 9316, true),
    ("strawbery", 9316, true), ("blueberries", 9050, true), ("kiwi", 9148, true), ("pear", 9252, true), ("peach", 9236, true),
    ("pineapple", 9266, true), ("watermelon", 9326, true), ("avocado", 9037, true), ("avacado", 9037, true),
    ("brocoli", 11_090, true), ("brocolli", 11_090, true), ("carrots", 11_124, true), ("cucumber", 11_205, true),
    ("tomato", 11_529, true), ("tomatoe", 11_529, true), ("spinach", 11_457, true), ("lettuce", 11_252, true),
    ("mushrooms", 11_260, true), ("peas", 11_305, true), ("sweetcorn", 11_168, true), ("red pepper", 11_821, true),
    ("potato", 11_674, true), ("baked potato", 11_674, true), ("jacket potato", 11_674, true), ("sweet potato", 11_508, true),
    ("french fries", 21_138, true), ("rice", 20_045, true), ("white rice", 20_045, true), ("basmati rice", 20_045, true),
    ("brown rice", 20_037, true), ("spagetti", 20_121, true), ("pasta", 20_121, true), ("quinoa", 20_137, true),
    ("couscous", 20_029, true), ("oatmeal", 8121, true), ("porridge", 8121, true), ("rolled oats", 8120, true),
    ("bread", 18_069, true), ("white bread", 18_069, true), ("wholemeal bread", 18_075, true), ("croissant", 18_239, true),
    ("doughnut", 18_255, true), ("donut", 18_255, true), ("milk", 1077, true), ("semi-skimmed milk", 1079, true),
    ("yoghurt greek", 1256, true), ("Greek yogurt", 1256, true), ("butter", 1001, true), ("cheese", 1009, true),
    ("cheddar", 1009, true), ("mozzarella", 1026, true), ("cottage cheese", 1012, true), ("hard boiled egg", 1129, true),
    ("fried egg", 1128, true), ("chicken breast", 5064, true), ("chiken breast", 5064, true),
    ("grilled chicken breast", 5064, true), ("turkey breast", 5220, true), ("ground beef", 23_568, true),
    ("minced beef", 23_568, true), ("bacon", 10_862, true), ("hamburger", 21_108, true), ("pepperoni pizza", 21_302, true),
    ("salmon", 15_237, true), ("tuna", 15_121, true), ("prawns", 15_151, true), ("cod", 15_016, true), ("tofu", 16_126, true),
    ("lentils", 16_070, true), ("chickpeas", 16_057, true), ("kidney beans", 16_028, true), ("peanut butter", 16_098, true),
    ("peanutbutter", 16_098, true), ("almonds", 12_061, true), ("walnuts", 12_155, true), ("olive oil", 4053, true),
    ("honey", 19_296, true), ("dark chocolate", 19_904, true), ("ice cream", 19_095, true), ("icecream", 19_095, true),
    ("whey protein", 14_066, true), ("tomato soup", 6559, true), ("unsalted butter", 1145, false), ("egg", 1123, false),
    ("raw rice", 20_044, false), ("salmon raw", 15_236, false), ("skimmed milk", 1085, false), ("chocolate milk", 1102, false),
    ("milk chocolate", 19_120, false), ("aubergine", 11_209, false), ("courgette", 11_477, false), ("zuchini", 11_477, false),
    ("rocket", 11_959, false), ("swede", 11_435, false), ("caster sugar", 19_335, false), ("sugar", 19_335, false),
    ("coffee", 14_209, false), ("beer", 14_003, false), ("red wine", 14_096, false), ("pork chop", 10_038, false),
    ("ketchup", 11_935, false), ("mayonnaise", 4025, false), ("crisps", 19_411, false),
];

#[test]
fn everyday_names_find_the_usual_food() -> Result<()> {
    let (built_in, usda) = (SourcedFoods::load(None)?.table, usda());
    let mut wrong = Vec::new();
    for (name, number, is_built_in) in EVERYDAY {
        let tables = [is_built_in.then_some(&built_in), usda.as_ref().map(|usda| &usda.table)];
        for table in tables.into_iter().flatten() {
            let found = table.find(name)?.food;
            if found.ndb_number != number {
                wrong.push(format!("{name}: {} instead of {number}", found.description));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

#[test]
fn foods_that_are_not_there_are_refused() -> Result<()> {
    let built_in = SourcedFoods::load(None)?.table;
    for name in ["beer", "beetroot", "mango", "pork chop", "smoked salmon", "sugar", "tea", "dragon fruit", "crisps"] {
        assert!(built_in.find(name).is_err(), "{name}: {:?}", built_in.find(name));
    }
    let Some(usda) = usda() else { return Ok(()) };
    for name in ["xyzzy", "dragon fruit", "unicorn steak", "chicken xylophone", "dog food", "sushi", ""] {
        assert!(usda.table.find(name).is_err(), "{name}: {:?}", usda.table.find(name));
    }
    Ok(())
}

#[test]
fn every_food_of_the_usda_finds_itself() -> Result<()> {
    let Some(usda) = usda() else { return Ok(()) };
    assert_eq!(usda.table.foods().len(), 8618);
    for food in usda.table.foods() {
        let found = usda.table.find(&food.description)?;
        assert_eq!((&found.food.description, found.kind), (&food.description, MatchKind::Exact));
        assert_eq!(usda.table.by_number(food.ndb_number), Some(food));
    }
    Ok(())
}

#[test]
fn energies_of_the_usda_fail_as_documented() {
    let Some(usda) = usda() else { return };
    let failing = |verdict| {
        let foods = usda.table.foods().iter().filter(move |food| food.check_energy().verdict == verdict);
        foods.map(|food| food.description.as_str()).collect::<Vec<_>>()
    };
    let (more, less) = (failing(EnergyVerdict::TooMuch), failing(EnergyVerdict::TooLittle));
    assert_eq!((more.len(), less.len()), (72, 40));
    let is_alcohol = |food: &&&str| food.contains("ALCOHOLIC") || food.starts_with("VANILLA EXTRACT");
    assert_eq!(more.iter().filter(is_alcohol).count(), 66, "{more:?}");
    assert_eq!(more.iter().filter(|food| food.starts_with("VINEGAR")).count(), 4);
}

const HEADER: &str = "NDB_No,Shrt_Desc,Water_(g),Energ_Kcal,Protein_(g),Lipid_Tot_(g),Carbohydrt_(g),Fiber_TD_(g),Sugar_Tot_(g),Sodium_(mg),Note";

/// Reads rows under the usual header.
fn read(rows: &str) -> Result<SourcedFoods> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("foods.csv");
    fs::write(&path, format!("{HEADER}\n{rows}"))?;
    SourcedFoods::load(Some(&path))
}

#[track_caller]
fn refused(rows: &str, message: &str) {
    let error = read(rows).err().map(|error| format!("{error:#}")).unwrap_or_default();
    assert!(error.contains("foods.csv") && error.contains(message), "expected {message}\ngot {error}");
}

#[test]
fn file_with_gaps_and_more_columns_is_read() -> Result<()> {
    let foods = read("01001,\"BUTTER,WITH SALT\",,717,0.85,81.11,0.06,,,,x\n")?;
    let butter = &foods.table.foods()[0];
    assert_eq!((butter.ndb_number, butter.per_100_g.energy_kcal), (1001, 717.0));
    let Nutrients { water_g, fibre_g, sugar_g, sodium_mg, .. } = butter.per_100_g;
    assert_eq!([water_g, fibre_g, sugar_g, sodium_mg], [None; 4]);
    Ok(())
}

#[test]
fn broken_files_name_row_column_and_value() {
    refused("1,A,1,10,x,1,1,0,0,0,\n", "column `Protein_(g)`, row 1 (line 2): `x` is not a number");
    refused("1,A,1,,1,1,1,0,0,0,\n", "column `Energ_Kcal`, row 1 (line 2): the value is missing");
    refused(
        "1,A,1,10,1,1,1,0,0,0,\n-2,B,1,10,1,1,1,0,0,0,\n",
        "row 2 (line 3), column `NDB_No`: expected a whole number",
    );
    refused(
        "1,A,1,10,1,1,1,0,0,0,\n2,B,1,10,-1,1,1,0,0,0,\n",
        "row 2 (line 3), column `Protein_(g)`: food 2, `B`: protein_g must",
    );
    refused("1,A,1,3000,1,1,1,0,0,0,\n", "row 1 (line 2), column `Energ_Kcal`: food 1, `A`: energy_kcal must");
    refused("1,A,99,10,5,5,5,0,0,0,\n", "row 1 (line 2): food 1, `A`: the sum of protein, fat, carbohydrate and water");
    refused(
        "1,A,1,10,1,1,1,0,0,0,\n1,B,1,10,1,1,1,0,0,0,\n",
        "row 2 (line 3), column `NDB_No`: two foods have the number 1",
    );
    refused("1,,1,10,1,1,1,0,0,0,\n", "column `Shrt_Desc`, row 1 (line 2): the value is missing");
    refused("", "has 11 columns but no rows");
}
