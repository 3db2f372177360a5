//! `fitbalance explain food`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use predict::food::{FoodMap, FoodOptions, NotNamed};
use serde::Serialize;

use crate::cli::food::PictureArgs;
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::save::save;

#[derive(Debug, Args)]
pub(crate) struct ExplainFood {
    #[command(flatten)]
    picture: PictureArgs,
    /// The picture with what speaks for the food in red and what speaks against it in blue
    #[arg(long, value_name = "FILE.png")]
    plot: PathBuf,
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
        let (model, picture) = self.picture.open()?;
        let answer = model.recognize(&picture, &FoodOptions::default())?;
        let map = model.explain(&picture)?;
        save(&self.plot, map.png(&picture), &self.picture.image)?;
        hint(format_args!("wrote `{}`", self.plot.display()));
        if self.picture.json {
            print_json(&Printed { image: self.picture.image(), reason: answer.reason, map: &map })?;
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
