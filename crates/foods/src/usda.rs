//! The USDA's table, which ships with the crate.

use std::io::Read;
use std::str::Split;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use crate::food::{Food, Nutrients};
use crate::table::{Details, FoodTable};

/// A line of the names of all groups, then a line a food: its number, the place of its group, short and long description,
/// values per 100 g in the order of [`USDA_COLUMNS`], and its measures; `examples/pack_usda.rs` makes it.
const PACKED: &[u8] = include_bytes!("../data/usda.tsv.gz");

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::with_capacity(1 << 21);
    GzDecoder::new(PACKED).read_to_string(&mut text).expect("a test reads it");
    text
});

static TABLE: LazyLock<FoodTable> = LazyLock::new(|| {
    let mut lines = TEXT.lines();
    let groups: Vec<&'static str> = lines.next().unwrap_or_default().split('\t').collect();
    FoodTable::detailed(lines.map(|line| food(line, &groups)).collect())
});

/// Columns of the USDA's abbreviated file that a table of foods reads: number, description, and values per 100 g.
pub const USDA_COLUMNS: [&str; 10] = [
    "NDB_No",
    "Shrt_Desc",
    "Water_(g)",
    "Energ_Kcal",
    "Protein_(g)",
    "Lipid_Tot_(g)",
    "Carbohydrt_(g)",
    "Fiber_TD_(g)",
    "Sugar_Tot_(g)",
    "Sodium_(mg)",
];

impl FoodTable {
    /// All 8,618 foods of the USDA's database with their household measures, made ready when it is first asked for.
    ///
    /// # Source
    ///
    /// USDA National Nutrient Database for Standard Reference, public domain: values of release 27 (2014); descriptions,
    /// groups and measures of release 26, which has 8,311 of the foods. The others keep their short descriptions.
    pub fn usda() -> &'static Self {
        &TABLE
    }
}

fn food(line: &'static str, groups: &[&'static str]) -> (Food, Details) {
    let mut cells = line.split('\t');
    let mut text = || cells.next().unwrap_or_default();
    let (number, group, short, long) = (text(), text(), text(), text());
    let group = group.parse().ok().and_then(|place: usize| groups.get(place).copied());
    let [water_g, energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, sugar_g, sodium_mg] =
        std::array::from_fn(|_| value(&mut cells));
    let known = |value: Option<f64>| value.expect("a test reads every row");
    let per_100_g = Nutrients {
        energy_kcal: known(energy_kcal),
        protein_g: known(protein_g),
        fat_g: known(fat_g),
        carbohydrate_g: known(carbohydrate_g),
        fibre_g,
        sugar_g,
        sodium_mg,
        water_g,
    };
    let description = if long.is_empty() { short } else { long }.to_owned();
    let ndb_number = number.parse().expect("a test reads every row");
    let measures = cells.next().unwrap_or_default();
    (Food { ndb_number, description, per_100_g }, Details { short, group, measures })
}

fn value(cells: &mut Split<'static, char>) -> Option<f64> {
    cells.next()?.parse().ok()
}
