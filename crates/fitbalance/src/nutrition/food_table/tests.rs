//! Everyday names in the built-in table and in the USDA's file, exports, and files that are wrong.

use std::fs;

use super::*;

/// The USDA's file, if it is here.
fn usda() -> Option<SourcedFoods> {
    let path = real_data::path("nutrition/usda_sr27.csv")?;
    Some(SourcedFoods::load(Some(&path)).expect("the USDA's file is sound"))
}

/// Everyday names and the number of the food that is meant.
#[rustfmt::skip]
const EVERYDAY: [(&str, u32); 112] = [
    ("banana", 9040), ("bannana", 9040), ("Bananas", 9040), ("apple", 9003), ("apples", 9003),
    ("orange", 9200), ("orange juice", 9206), ("grapes", 9132), ("strawberry", 9316),
    ("strawbery", 9316), ("blueberries", 9050), ("kiwi", 9148), ("pear", 9252), ("peach", 9236),
    ("pineapple", 9266), ("watermelon", 9326), ("avocado", 9037), ("avacado", 9037),
    ("brocoli", 11_090), ("brocolli", 11_090), ("carrots", 11_124), ("cucumber", 11_205),
    ("tomato", 11_529), ("tomatoe", 11_529), ("spinach", 11_457), ("lettuce", 11_252),
    ("mushrooms", 11_260), ("peas", 11_305), ("sweetcorn", 11_168), ("red pepper", 11_821),
    ("potato", 11_674), ("baked potato", 11_674), ("jacket potato", 11_674), ("sweet potato", 11_508),
    ("french fries", 21_138), ("rice", 20_045), ("white rice", 20_045), ("basmati rice", 20_045),
    ("brown rice", 20_037), ("spagetti", 20_121), ("pasta", 20_121), ("quinoa", 20_137),
    ("couscous", 20_029), ("oatmeal", 8121), ("porridge", 8121), ("rolled oats", 8120),
    ("bread", 18_069), ("white bread", 18_069), ("wholemeal bread", 18_075), ("croissant", 18_239),
    ("doughnut", 18_255), ("donut", 18_255), ("milk", 1077), ("semi-skimmed milk", 1079),
    ("yoghurt greek", 1256), ("Greek yogurt", 1256), ("butter", 1001), ("cheese", 1009),
    ("cheddar", 1009), ("mozzarella", 1026), ("cottage cheese", 1012), ("hard boiled egg", 1129),
    ("fried egg", 1128), ("chicken breast", 5064), ("chiken breast", 5064),
    ("grilled chicken breast", 5064), ("turkey breast", 5220), ("ground beef", 23_568),
    ("minced beef", 23_568), ("bacon", 10_862), ("hamburger", 21_108), ("pepperoni pizza", 21_302),
    ("salmon", 15_237), ("tuna", 15_121), ("prawns", 15_151), ("cod", 15_016), ("tofu", 16_126),
    ("lentils", 16_070), ("chickpeas", 16_057), ("kidney beans", 16_028), ("peanut butter", 16_098),
    ("peanutbutter", 16_098), ("almonds", 12_061), ("walnuts", 12_155), ("olive oil", 4053),
    ("honey", 19_296), ("dark chocolate", 19_904), ("ice cream", 19_095), ("icecream", 19_095),
    ("whey protein", 14_066), ("tomato soup", 6559), ("unsalted butter", 1145), ("egg", 1123),
    ("raw rice", 20_044), ("salmon raw", 15_236), ("skimmed milk", 1085), ("chocolate milk", 1102),
    ("milk chocolate", 19_120), ("aubergine", 11_209), ("courgette", 11_477), ("zuchini", 11_477),
    ("rocket", 11_959), ("swede", 11_435), ("caster sugar", 19_335), ("sugar", 19_335),
    ("coffee", 14_209), ("beer", 14_003), ("red wine", 14_096), ("pork chop", 10_038),
    ("ketchup", 11_935), ("mayonnaise", 4025), ("crisps", 19_411),
];

#[test]
fn everyday_names_find_the_usual_food() -> Result<()> {
    let (built_in, usda) = (SourcedFoods::load(None)?, usda());
    let mut wrong = Vec::new();
    for (name, number) in EVERYDAY {
        for foods in [Some(&built_in), usda.as_ref()].into_iter().flatten() {
            let (found, meant) = (foods.table.find(name)?, built_in.table.by_number(number));
            // Raw or boiled, with skin or without: as near as that.
            let is_alike = |energy_kcal: f64| {
                (energy_kcal - found.food.per_100_g.energy_kcal).abs() <= (0.06 * energy_kcal).max(11.0)
            };
            if found.is_doubtful() || !meant.is_some_and(|meant| is_alike(meant.per_100_g.energy_kcal)) {
                wrong.push(format!("{name}: {}, {:?} instead of {number}", found.food.description, found.doubts));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

#[test]
fn foods_that_are_not_there_are_refused_or_doubtful() -> Result<()> {
    for foods in [Some(SourcedFoods::load(None)?), usda()].into_iter().flatten() {
        for name in ["xyzzy", "dragon fruit", "unicorn steak", "chicken xylophone", "dog food", ""] {
            let found = foods.table.find(name);
            assert!(found.as_ref().map_or(true, ::foods::FoodMatch::is_doubtful), "{name}: {found:?}");
        }
    }
    Ok(())
}

/// Reads a file of this name.
fn read_as(name: &str, text: &str) -> Result<SourcedFoods> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join(name), text)?;
    SourcedFoods::load(Some(&folder.path().join(name)))
}

#[test]
fn open_food_facts_is_read_with_salt_as_sodium_and_fibre_in_the_carbohydrate() -> Result<()> {
    const HEADER: &str = "code\tproduct_name\tbrands\tenergy-kcal_100g\tproteins_100g\tfat_100g\tcarbohydrates_100g\tfiber_100g\tsalt_100g\n";
    let rows = "301\tNutella\tFerrero\t539\t6.3\t30.9\t57.5\t3.5\t0.1\n302\t\tX\t1\t1\t1\t1\t\t\n303\tToo much\t\t9000\t1\t1\t1\t\t\n";
    let foods = read_as("off.tsv", &format!("{HEADER}{rows}"))?;
    let [nutella] = foods.table.foods() else { panic!("{:?}", foods.table.foods()) };
    assert_eq!(nutella.description, "Nutella, Ferrero");
    let Nutrients { carbohydrate_g, fibre_g, sodium_mg, sugar_g, .. } = nutella.per_100_g;
    assert_eq!((carbohydrate_g, fibre_g, sodium_mg, sugar_g), (61.0, Some(3.5), Some(40.0), None));
    assert!(
        foods
            .source
            .ends_with("1 foods; 2 rows without a name or with values that are missing or impossible are left out")
    );
    let error = read_as("off.csv", "product_name,energy-kcal_100g\nA,1\n").err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.ends_with("has no column `proteins_100g`, which tables of Open Food Facts have")));
    Ok(())
}

#[test]
fn food_data_central_is_read_wide_and_long() -> Result<()> {
    let wide = read_as(
        "fdc.csv",
        "fdc_id,description,Energy (kJ),Energy (kcal),Protein (g),\"Total lipid (fat) (g)\",\"Carbohydrate, by difference (g)\",\"Sodium, Na (mg)\"\n\
         173944,\"Bananas, raw\",371,89,1.09,0.33,22.8,1\n",
    )?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("food.csv");
    fs::write(&path, "fdc_id,data_type,description\n173944,sr_legacy_food,\"Bananas, raw\"\n")?;
    let error = SourcedFoods::load(Some(&path)).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.ends_with("whose nutrients are in `food_nutrient.csv`: put that beside it"), "{error}");
    let rows = "id,fdc_id,nutrient_id,amount\n1,173944,1008,89\n2,173944,1003,1.09\n3,173944,1004,0.33\n4,173944,1005,22.8\n5,173944,1093,1\n";
    fs::write(folder.path().join("food_nutrient.csv"), rows)?;
    let long = SourcedFoods::load(Some(&path))?;
    for foods in [wide, long] {
        let [banana] = foods.table.foods() else { panic!("{:?}", foods.table.foods()) };
        let Nutrients { energy_kcal, protein_g, sodium_mg, .. } = banana.per_100_g;
        assert_eq!((banana.ndb_number, energy_kcal, protein_g, sodium_mg), (173_944, 89.0, 1.09, Some(1.0)));
    }
    let error = read_as("other.csv", "fdc_id,description\n").err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("food_nutrient.csv"), "{error}");
    Ok(())
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
