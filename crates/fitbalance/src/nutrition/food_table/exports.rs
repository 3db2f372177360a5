//! Exports of Open Food Facts and of the USDA's FoodData Central.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use csv::StringRecord;
use foods::{Food, FoodTable, Nutrients};

/// How many kilojoules are a kilocalorie.
const KJ_PER_KCAL: f64 = 4.184;

/// Salt is so many times as heavy as its sodium, as labels of the European Union count.
const SALT_PER_SODIUM: f64 = 2.5;

/// Numbers of nutrients of FoodData Central: energy by three ways of counting it, the first that is there; protein, fat,
/// carbohydrate, fibre, sugars by two, sodium, water.
const NUTRIENTS: [&[&str]; 8] =
    [&["1008", "2048", "2047"], &["1003"], &["1004"], &["1005"], &["1079"], &["2000", "1063"], &["1093"], &["1051"]];

/// What the columns of a wide export of FoodData Central begin with, in the same order, and their units.
const WIDE: [(&[&str], &str); 8] = [
    (&["energy"], "kcal"),
    (&["protein"], "g"),
    (&["total lipid", "total fat", "fat"], "g"),
    (&["carbohydrate", "total carbohydrate"], "g"),
    (&["fiber", "fibre", "total dietary fiber", "dietary fiber"], "g"),
    (&["sugars", "total sugars", "sugar"], "g"),
    (&["sodium"], "mg"),
    (&["water", "moisture"], "g"),
];

/// Foods of an export, and how many rows of it are left out.
pub(super) struct Exported {
    pub(super) table: FoodTable,
    pub(super) n_left_out: usize,
}

/// Reads a file whose header is that of an export; `None` if it is of another kind.
pub(super) fn read(path: &Path) -> Result<Option<Exported>> {
    let mut header = String::new();
    let Ok(file) = File::open(path) else { return Ok(None) };
    // What is no text is no export.
    if path.is_dir() || BufReader::new(file).read_line(&mut header).is_err() {
        return Ok(None);
    }
    let delimiter = if header.contains('\t') { b'\t' } else { b',' };
    let mut rows =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).quoting(delimiter == b',').from_path(path)?;
    let Ok(names) = rows.headers() else { return Ok(None) };
    let names: Vec<String> =
        names.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("ndb_no") || !(has("product_name") || has("fdc_id") || has("description")) {
        return Ok(None);
    }
    let found = if has("product_name") {
        open_food_facts(path, rows, &names)?
    } else if WIDE[..4].iter().all(|kind| wide(&names, kind).is_some()) {
        food_data_wide(path, rows, &names)?
    } else if has("fdc_id") && has("description") {
        food_data_long(path, rows, &names)?
    } else {
        bail!(
            "`{}` is no table of foods: expected the USDA's columns (`NDB_No`, `Shrt_Desc`, …), those of Open Food Facts (`product_name`, \
             `energy-kcal_100g`, `proteins_100g`, …) or of FoodData Central (`description`, `Energy (kcal)`, `Protein (g)`, …; or its `food.csv` \
             with `food_nutrient.csv` beside it)",
            path.display()
        );
    };
    Ok(Some(found))
}

/// Makes a table of what is whole and possible.
fn exported(path: &Path, foods: impl Iterator<Item = Option<Food>>) -> Result<Exported> {
    let (mut whole, mut n_left_out) = (HashMap::new(), 0);
    for food in foods {
        // What people typed in is wrong at times: a food that cannot be is not in the table.
        match food.filter(|food| FoodTable::new(vec![food.clone()]).is_ok()) {
            Some(food) => {
                whole.entry(food.ndb_number).or_insert(food);
            }
            None => n_left_out += 1,
        }
    }
    ensure!(!whole.is_empty(), "`{}` has no food with a name, energy, protein, fat and carbohydrate", path.display());
    let mut foods: Vec<Food> = whole.into_values().collect();
    foods.sort_by_key(|food| food.ndb_number);
    Ok(Exported { table: FoodTable::new(foods)?, n_left_out })
}

fn value(row: &StringRecord, column: Option<usize>) -> Option<f64> {
    row.get(column?)?.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

fn food(number: u32, description: &str, values: [Option<f64>; 8]) -> Option<Food> {
    let [energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, sugar_g, sodium_mg, water_g] = values;
    let per_100_g = Nutrients {
        energy_kcal: energy_kcal?,
        protein_g: protein_g?,
        fat_g: fat_g?,
        carbohydrate_g: carbohydrate_g?,
        fibre_g,
        sugar_g,
        sodium_mg,
        water_g,
    };
    let description = description.trim().to_owned();
    (!description.is_empty()).then_some(Food { ndb_number: number, description, per_100_g })
}

/// Values per 100 g as labels have them: carbohydrate without fibre, which is added here, sodium in grams.
fn open_food_facts(path: &Path, mut rows: csv::Reader<File>, names: &[String]) -> Result<Exported> {
    let column = |name: &str| names.iter().position(|known| known == name);
    let columns = ["proteins_100g", "fat_100g", "carbohydrates_100g"].map(|name| (name, column(name)));
    if let Some((name, _)) = columns.iter().find(|(_, column)| column.is_none()) {
        bail!("`{}` has no column `{name}`, which tables of Open Food Facts have", path.display());
    }
    let (kcal, kj) = (column("energy-kcal_100g"), column("energy_100g").or_else(|| column("energy-kj_100g")));
    ensure!(kcal.is_some() || kj.is_some(), "`{}` has no column `energy-kcal_100g`", path.display());
    let [protein, fat, carbohydrate] = columns.map(|(_, column)| column);
    let (name, brand) = (column("product_name"), column("brands"));
    let (fibre, sugar) = (column("fiber_100g"), column("sugars_100g"));
    let (sodium, salt) = (column("sodium_100g"), column("salt_100g"));
    let foods = rows.records().zip(1..).map(|(row, number)| {
        let row = row.ok()?;
        let text = |column: Option<usize>| row.get(column?).map(str::trim).filter(|text| !text.is_empty());
        let description = text(name)?;
        let description = match text(brand) {
            Some(brand) if !description.to_lowercase().contains(&brand.to_lowercase()) => {
                format!("{description}, {brand}")
            }
            _ => description.to_owned(),
        };
        let energy_kcal = value(&row, kcal).or_else(|| Some(value(&row, kj)? / KJ_PER_KCAL));
        let fibre_g = value(&row, fibre);
        let carbohydrate_g = value(&row, carbohydrate).map(|grams| grams + fibre_g.unwrap_or(0.0));
        let sodium_g = value(&row, sodium).or_else(|| Some(value(&row, salt)? / SALT_PER_SODIUM));
        let (protein_g, fat_g) = (value(&row, protein), value(&row, fat));
        let sodium_mg = sodium_g.map(|grams| 1000.0 * grams);
        food(
            number,
            &description,
            [energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, value(&row, sugar), sodium_mg, None],
        )
    });
    exported(path, foods)
}

/// The column that begins with one of the names and has the unit, if it says one.
fn wide(names: &[String], (kinds, unit): &(&[&str], &str)) -> Option<usize> {
    let is_unit = |name: &str| {
        !name.contains('(')
            || !["(g)", "(mg)", "(kcal)", "(kj)", "(ug)", "(iu)"].iter().any(|unit| name.contains(unit))
            || name.contains(&format!("({unit})"))
    };
    kinds.iter().find_map(|kind| names.iter().position(|name| name.starts_with(kind) && is_unit(name)))
}

/// A row a food, a column a nutrient.
fn food_data_wide(path: &Path, mut rows: csv::Reader<File>, names: &[String]) -> Result<Exported> {
    let column = |name: &str| names.iter().position(|known| known == name);
    let description = column("description").or_else(|| column("food name"));
    ensure!(description.is_some(), "`{}` has no column `description`", path.display());
    let number = column("fdc_id").or_else(|| column("fdc id"));
    let columns = WIDE.map(|kind| wide(names, &kind));
    let foods = rows.records().zip(1..).map(|(row, line)| {
        let row = row.ok()?;
        let number = number.and_then(|column| row.get(column)?.trim().parse().ok()).unwrap_or(line);
        food(number, row.get(description?)?, columns.map(|column| value(&row, column)))
    });
    exported(path, foods)
}

/// `food.csv` with `food_nutrient.csv` beside it, a row a nutrient.
fn food_data_long(path: &Path, mut rows: csv::Reader<File>, names: &[String]) -> Result<Exported> {
    let amounts = path.with_file_name("food_nutrient.csv");
    ensure!(
        amounts.is_file(),
        "`{}` is a `food.csv` of FoodData Central, whose nutrients are in `food_nutrient.csv`: put that beside it",
        path.display()
    );
    let reading = || format!("cannot read `{}`", amounts.display());
    let mut nutrients = csv::ReaderBuilder::new().flexible(true).from_path(&amounts).with_context(reading)?;
    let header = nutrients.headers().with_context(reading)?.clone();
    let place = |name: &str| {
        header
            .iter()
            .position(|known| known == name)
            .with_context(|| format!("`{}` has no column `{name}`", amounts.display()))
    };
    let (of, nutrient, amount) = (place("fdc_id")?, place("nutrient_id")?, place("amount")?);
    let mut values: HashMap<String, [Option<(usize, f64)>; 8]> = HashMap::new();
    for row in nutrients.records().map_while(Result::ok) {
        let (Some(id), Some(nutrient)) = (row.get(of), row.get(nutrient)) else { continue };
        let known = NUTRIENTS
            .iter()
            .enumerate()
            .find_map(|(kind, ids)| Some((kind, ids.iter().position(|id| *id == nutrient)?)));
        if let (Some((kind, rank)), Some(amount)) = (known, value(&row, Some(amount))) {
            let best = &mut values.entry(id.to_owned()).or_default()[kind];
            if best.is_none_or(|(known, _)| rank < known) {
                *best = Some((rank, amount));
            }
        }
    }
    let column = |name: &str| names.iter().position(|known| known == name);
    let (number, description) = (column("fdc_id"), column("description"));
    let foods = rows.records().map(|row| {
        let row = row.ok()?;
        let id = row.get(number?)?;
        food(
            id.trim().parse().ok()?,
            row.get(description?)?,
            values.get(id)?.map(|value| value.map(|(_, amount)| amount)),
        )
    });
    exported(path, foods)
}
