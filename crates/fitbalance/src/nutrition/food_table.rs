//! Tables of foods: the USDA's, and files with its columns or those of other databases.

mod exports;

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Result, bail};
use features::Columns;
use foods::{Error, Food, FoodTable, Nutrients, USDA_COLUMNS};

use crate::table::Table;

/// A table of foods and where its values come from.
pub(crate) struct SourcedFoods {
    pub(crate) table: Cow<'static, FoodTable>,
    /// In words.
    pub(crate) source: String,
}

impl SourcedFoods {
    /// The foods of a file, or the USDA's.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self> {
        file.map_or_else(|| Ok(Self::built_in()), Self::read)
    }

    /// Those of the USDA's database, release 27.
    fn built_in() -> Self {
        let table = Cow::Borrowed(FoodTable::usda());
        let source = format!(
            "USDA National Nutrient Database for Standard Reference, release 27, {} foods",
            table.foods().len()
        );
        Self { table, source }
    }

    /// Reads a CSV or Parquet file with the columns of [`USDA_COLUMNS`] and any others, or an export of Open Food Facts or FoodData
    /// Central.
    ///
    /// Water, fibre, sugars and sodium may be missing, the other values may not.
    fn read(path: &Path) -> Result<Self> {
        if let Some(exported) = exports::read(path)? {
            let left_out = match exported.n_left_out {
                0 => String::new(),
                n => format!("; {n} rows without a name or with values that are missing or impossible are left out"),
            };
            let source = format!("`{}`, {} foods{left_out}", path.display(), exported.table.foods().len());
            return Ok(Self { table: Cow::Owned(exported.table), source });
        }
        let rows = Table::read(path)?;
        rows.require(&USDA_COLUMNS)?;
        let [number, description, water, energy, protein, fat, carbohydrate, fibre, sugar, sodium] = USDA_COLUMNS;
        let numbers = numbers(&rows, number)?;
        let descriptions = rows.strings(description)?;
        let (water, energy) = (rows.numeric_or_missing(water)?, rows.numeric(energy)?);
        let (protein, fat) = (rows.numeric(protein)?, rows.numeric(fat)?);
        let (carbohydrate, fibre) = (rows.numeric(carbohydrate)?, rows.numeric_or_missing(fibre)?);
        let (sugar, sodium) = (rows.numeric_or_missing(sugar)?, rows.numeric_or_missing(sodium)?);
        let foods = descriptions.into_iter().enumerate().map(|(row, description)| Food {
            ndb_number: numbers[row],
            description,
            per_100_g: Nutrients {
                energy_kcal: energy[row],
                protein_g: protein[row],
                fat_g: fat[row],
                carbohydrate_g: carbohydrate[row],
                fibre_g: fibre[row],
                sugar_g: sugar[row],
                sodium_mg: sodium[row],
                water_g: water[row],
            },
        });
        let table = FoodTable::new(foods.collect()).map_err(|error| located(error, &rows, &numbers))?;
        let source = format!("`{}`, {} foods", path.display(), table.foods().len());
        Ok(Self { table: Cow::Owned(table), source })
    }
}

/// Numbers of foods.
fn numbers(rows: &Table, column: &str) -> Result<Vec<u32>> {
    let mut numbers = Vec::with_capacity(rows.n_rows());
    for (row, text) in rows.strings(column)?.into_iter().enumerate() {
        // Numbers of newer releases have leading zeros: `01001`.
        let Ok(number) = text.trim().parse() else {
            bail!(
                "{}, column `{column}`: expected a whole number of at most {}, got `{text}`",
                rows.row_name(row),
                u32::MAX
            );
        };
        numbers.push(number);
    }
    Ok(numbers)
}

/// Says where in the file a food is that was refused.
fn located(error: Error, rows: &Table, numbers: &[u32]) -> anyhow::Error {
    let [number, description, water, energy, protein, fat, carbohydrate, fibre, sugar, sodium] = USDA_COLUMNS;
    let (refused, column) = match &error {
        Error::DuplicateFood { number: refused, .. } => (*refused, Some(number)),
        Error::InvalidFood { number: refused, what, .. } => {
            let column = match *what {
                "description" => Some(description),
                "water_g" => Some(water),
                "energy_kcal" => Some(energy),
                "protein_g" => Some(protein),
                "fat_g" => Some(fat),
                "carbohydrate_g" => Some(carbohydrate),
                "fibre_g" => Some(fibre),
                "sugar_g" => Some(sugar),
                "sodium_mg" => Some(sodium),
                _ => None,
            };
            (*refused, column)
        }
        _ => return anyhow::Error::new(error).context(format!("`{}`", rows.file())),
    };
    // The last of two with one number is the one too many.
    let row = numbers.iter().rposition(|&number| number == refused).map(|row| rows.row_name(row)).unwrap_or_default();
    let column = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
    anyhow::Error::new(error).context(format!("{row}{column}"))
}

#[cfg(test)]
mod tests;
