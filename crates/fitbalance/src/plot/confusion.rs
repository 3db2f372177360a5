//! Confusion matrices.

use anyhow::{Result, ensure};
use plotters::prelude::{Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, ShapeStyle, WHITE};

use crate::plot::style::{FAINT, INK, PALETTE, drawing, png, text};

/// Left and upper edge of the cells, and their size, in pixels.
const LEFT: i32 = 300;
const TOP: i32 = 190;
const CELL: i32 = 150;

/// Draws counts by true class (rows) and predicted class (columns), with each row's shares as shades.
pub(crate) fn confusion_matrix_plot(title: &str, labels: &[String], counts: &[Vec<usize>]) -> Result<Vec<u8>> {
    let n = labels.len();
    ensure!(n > 0 && counts.len() == n && counts.iter().all(|row| row.len() == n), "the matrix is not {n} × {n}");
    let side = i32::try_from(n)? * CELL;
    let (width, height) = (LEFT + side + 60, TOP + side + 110);
    png(width.cast_unsigned(), height.cast_unsigned(), |area| {
        let centred = |size| text(size).color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
        area.draw(&Text::new(title.to_owned(), (width / 2, 48), centred(34))).map_err(drawing)?;
        area.draw(&Text::new("predicted", (LEFT + side / 2, 110), centred(26))).map_err(drawing)?;
        let turned = centred(26).transform(FontTransform::Rotate270);
        area.draw(&Text::new("true", (44, TOP + side / 2), turned)).map_err(drawing)?;
        for ((row, row_counts), label) in (0..).zip(counts).zip(labels) {
            let y = TOP + row * CELL;
            let style = text(24).color(&INK).pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(label.clone(), (LEFT - 18, y + CELL / 2), style)).map_err(drawing)?;
            let x = LEFT + row * CELL + CELL / 2;
            area.draw(&Text::new(label.clone(), (x, TOP - 28), centred(20))).map_err(drawing)?;
            let total = row_counts.iter().sum::<usize>().max(1);
            for (column, count) in (0..).zip(row_counts) {
                let share = *count as f64 / total as f64;
                let x = LEFT + column * CELL;
                let corners = [(x, y), (x + CELL, y + CELL)];
                let shade = PALETTE[0].mix(share);
                area.draw(&Rectangle::new(corners, WHITE.filled())).map_err(drawing)?;
                area.draw(&Rectangle::new(corners, shade.filled())).map_err(drawing)?;
                area.draw(&Rectangle::new(corners, ShapeStyle::from(FAINT).stroke_width(2))).map_err(drawing)?;
                let ink = if share > 0.5 { WHITE } else { INK };
                let middle = (x + CELL / 2, y + CELL / 2);
                let place = Pos::new(HPos::Center, VPos::Center);
                area.draw(&Text::new(count.to_string(), (middle.0, middle.1 - 14), text(32).color(&ink).pos(place)))
                    .map_err(drawing)?;
                let percent = format!("{:.0} %", 100.0 * share);
                area.draw(&Text::new(percent, (middle.0, middle.1 + 26), text(20).color(&ink).pos(place)))
                    .map_err(drawing)?;
            }
        }
        let note = "counts; shares of each true class";
        area.draw(&Text::new(note, (LEFT + side / 2, TOP + side + 50), centred(22))).map_err(drawing)?;
        Ok(())
    })
}
