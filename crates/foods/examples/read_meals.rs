//! Reads meals in words: `cargo run -p fitbalance-foods --example read_meals -- "two eggs and a slice of toast"`; without a text, the
//! meals for developing, with how each is read and how far that is off.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use foods::{Estimate, FoodTable, JudgedMeal};

fn main() -> Result<(), Box<dyn Error>> {
    let table = FoodTable::usda();
    let texts: Vec<String> = std::env::args().skip(1).collect();
    texts.iter().for_each(|text| show(table, text));
    if texts.is_empty() {
        let mut rows = csv::Reader::from_reader(include_str!("../testdata/meals.csv").as_bytes());
        let meals: Vec<JudgedMeal> = rows.deserialize().collect::<Result<_, _>>()?;
        for meal in &meals[..50] {
            show(table, &meal.text);
            println!("  truth: {:?} kcal, {:?} g, {:?} g", meal.energy_kcal, meal.protein_g, meal.carbohydrate_g);
        }
        for (half, meals) in [("first", &meals[..50]), ("other", &meals[50..])] {
            println!("{half} fifty: {:#?}", table.judge(meals));
        }
    }
    Ok(())
}

fn show(table: &FoodTable, text: &str) {
    let items = table.read_meal(text);
    println!("{text}");
    for item in &items {
        let food = item.found.as_ref().map_or("nothing", |found| &found.food.description);
        let weight =
            item.weight.as_ref().map(|weight| format!("{:.0} g {}", weight.grams, weight.how)).unwrap_or_default();
        let doubts: Vec<String> = item.doubts.iter().map(ToString::to_string).collect();
        println!("    {}: {food}, {weight} {}", item.name, doubts.join("; "));
    }
    let Estimate { energy_kcal, protein_g, carbohydrate_g, .. } = Estimate::of(&items, true);
    println!(
        "  {:.0} kcal, {:.0} g protein, {:.0} g carbohydrate",
        energy_kcal.likely, protein_g.likely, carbohydrate_g.likely
    );
}
