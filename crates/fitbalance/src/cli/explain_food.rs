//! `fitbalance explain food`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use predict::food::{FoodMap, FoodOptions, NotNamed, read_picture};
use predict::{DeviceName, Models};
use serde::Serialize;

use crate::cli::device::parse_device;
use crate::cli::models::load;
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::save::save;

#[derive(Debug, Args)]
pub(crate) struct ExplainFood {
    /// JPEG or PNG file of up to 50 megapixels; the largest square in its middle is looked at
    #[arg(long, value_name = "FILE")]
    image: PathBuf,
    /// The picture with what speaks for the food in red and what speaks against it in blue
    #[arg(long, value_name = "FILE.png")]
    plot: PathBuf,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Where the network runs: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The JSON answer.
#[derive(Serialize)]
struct Printed<'a> {
    image: String,
    reason: Option<NotNamed>,
    #[serde(flatten)]
    map: &'a FoodMap,
}

impl ExplainFood {
    pub(crate) fn run(self) -> Result<()> {
        let model = load(&self.artifacts, self.device, Models::food)?;
        let image = self.image.display().to_string();
        let picture = read_picture(&self.image, model.side()).with_context(|| format!("`{image}`"))?;
        let answer = model.recognize(&picture, &FoodOptions::default())?;
        let map = model.explain(&picture)?;
        save(&self.plot, map.png(&picture), &self.image)?;
        hint(format_args!("wrote `{}`", self.plot.display()));
        if self.json {
            print_json(&Printed { image, reason: answer.reason, map: &map })?;
        } else {
            print(text(&map, answer.reason))?;
        }
        warn(&answer.warnings, &[]);
        Ok(())
    }
}

fn text(map: &FoodMap, reason: Option<NotNamed>) -> String {
    let food = map.food.replace('_', " ");
    let (row, column) = strongest(map);
    let n = map.log_odds.len();
    let third = |place: usize, names: [&'static str; 3]| names[place * 3 / n];
    let place = match [third(row, ["upper", "middle", "lower"]), third(column, ["left", "middle", "right"])] {
        ["middle", "middle"] => "in the middle".to_owned(),
        [row, column] => format!("{row} {column}"),
    };
    let first = match reason {
        Some(NotNamed::NoFood) => format!("no food; what is most like {food}"),
        Some(NotNamed::UnknownFood) => format!("not one of the foods it knows; what is most like {food}"),
        _ => format!("{food} {:.0} %: what speaks most for it", 100.0 * map.probability),
    };
    format!("{first} is {place}: hiding it lowers the log-odds by {:.2}", map.log_odds[row][column])
}

/// Row and column of the cell that speaks most for the food.
fn strongest(map: &FoodMap) -> (usize, usize) {
    let cells = map.log_odds.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |at| (row, at)));
    cells.fold(
        (0, 0),
        |best, cell| if map.log_odds[cell.0][cell.1] > map.log_odds[best.0][best.1] { cell } else { best },
    )
}
