//! Packs the USDA's table of nutrients, its descriptions and its household measures into `data/usda.tsv.gz`.
//!
//! `cargo run --release -p fitbalance-foods --example pack_usda -- usda_sr27.csv usda_sr_descriptions.csv usda_sr_measures.csv
//! crates/foods/data/usda.tsv.gz`: the same files give the same bytes.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fs::File;
use std::io::Write;

use flate2::{Compression, GzBuilder};

/// Rows of a CSV file by the number of their food.
type Rows = HashMap<String, Vec<csv::StringRecord>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [nutrients, descriptions, measures, target] = &arguments[..] else {
        return Err("expected the files of nutrients, descriptions and measures, and where to write".into());
    };
    let (descriptions, measures) = (rows(descriptions)?, rows(measures)?);
    let groups: BTreeSet<&str> = descriptions.values().map(|rows| &rows[0][1]).collect();
    let mut lines = vec![groups.iter().copied().collect::<Vec<_>>().join("\t")];
    for row in csv::Reader::from_path(nutrients)?.into_records() {
        let row = row?;
        let described = descriptions.get(&row[0]).map(|rows| &rows[0]);
        let group = described.and_then(|row| groups.iter().position(|group| *group == &row[1]));
        let group = group.map(|group| group.to_string()).unwrap_or_default();
        let long = described.map_or("", |row| &row[2]);
        let of_food = measures.get(&row[0]).into_iter().flatten();
        let of_food: Vec<String> =
            of_food.map(|row| format!("{}~{}~{}", short(&row[1]), &row[2], short(&row[3]))).collect();
        let mut cells = vec![row[0].to_owned(), group, row[1].to_owned(), long.to_owned()];
        cells.extend(row.iter().skip(2).map(|value| short(value).to_owned()));
        cells.push(of_food.join("|"));
        if let Some(cell) = cells.iter().find(|cell| cell.contains(['\t', '\n'])) {
            return Err(format!("`{cell}` would break its line").into());
        }
        lines.push(cells.join("\t"));
    }
    let mut file = GzBuilder::new().write(File::create(target)?, Compression::best());
    file.write_all(lines.join("\n").as_bytes())?;
    file.finish()?;
    Ok(())
}

fn rows(path: &str) -> Result<Rows, Box<dyn Error>> {
    let mut rows = Rows::new();
    for row in csv::Reader::from_path(path)?.into_records() {
        let row = row?;
        rows.entry(row[0].to_owned()).or_default().push(row);
    }
    Ok(rows)
}

/// A number without a fraction that is zero.
fn short(number: &str) -> &str {
    number.strip_suffix(".0").unwrap_or(number)
}
