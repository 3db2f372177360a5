//! Confusion matrices.

use anyhow::{Result, ensure};
use plotters::prelude::{Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, ShapeStyle, WHITE};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{FAINT, INK, PALETTE, drawing, text};

/// Left and upper edge of the cells in pixels.
const LEFT: i32 = 300;
const TOP: i32 = 190;
/// Most classes whose cells have room for a share beneath the count, and for a label above.
const MAX_ROOMY: usize = 8;

/// Draws counts by true class (rows) and predicted class (columns), with each row's shares as shades.
pub(crate) fn confusion_matrix_plot(title: &str, labels: &[String], counts: &[Vec<usize>]) -> Result<Picture> {
    let n = labels.len();
    ensure!(n > 0 && counts.len() == n && counts.iter().all(|row| row.len() == n), "the matrix is not {n} × {n}");
    let is_roomy = n <= MAX_ROOMY;
    let n_cells = i32::try_from(n)?;
    let cell = if is_roomy { 150 } else { (2400 / n_cells).clamp(24, 64) };
    let top = if is_roomy { TOP } else { TOP + 90 };
    let side = n_cells * cell;
    let (width, height) = (LEFT + side + 60, top + side + 110);
    picture(width.cast_unsigned(), height.cast_unsigned(), |area| {
        let centred = |size| text(size).color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
        area.draw(&Text::new(title.to_owned(), (width / 2, 48), centred(34))).map_err(drawing)?;
        area.draw(&Text::new("predicted", (LEFT + side / 2, 110), centred(26))).map_err(drawing)?;
        let turned = |size| centred(size).transform(FontTransform::Rotate270);
        area.draw(&Text::new("true", (44, top + side / 2), turned(26))).map_err(drawing)?;
        for ((row, row_counts), label) in (0..).zip(counts).zip(labels) {
            let y = top + row * cell;
            let style = text(if is_roomy { 24 } else { 20 }).color(&INK).pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(label.clone(), (LEFT - 18, y + cell / 2), style)).map_err(drawing)?;
            let x = LEFT + row * cell + cell / 2;
            let above = if is_roomy {
                Text::new(label.clone(), (x, top - 28), centred(20))
            } else {
                Text::new(label.clone(), (x, top - 70), turned(20))
            };
            area.draw(&above).map_err(drawing)?;
            let total = row_counts.iter().sum::<usize>().max(1);
            for (column, count) in (0..).zip(row_counts) {
                let share = *count as f64 / total as f64;
                let x = LEFT + column * cell;
                let corners = [(x, y), (x + cell, y + cell)];
                let shade = PALETTE[0].mix(share);
                area.draw(&Rectangle::new(corners, WHITE.filled())).map_err(drawing)?;
                area.draw(&Rectangle::new(corners, shade.filled())).map_err(drawing)?;
                area.draw(&Rectangle::new(corners, ShapeStyle::from(FAINT).stroke_width(2))).map_err(drawing)?;
                let ink = if share > 0.5 { WHITE } else { INK };
                let (middle_x, middle_y) = (x + cell / 2, y + cell / 2);
                let style = |size| text(size).color(&ink).pos(Pos::new(HPos::Center, VPos::Center));
                if is_roomy {
                    let above = (middle_x, middle_y - 14);
                    area.draw(&Text::new(count.to_string(), above, style(32))).map_err(drawing)?;
                    let percent = format!("{:.0} %", 100.0 * share);
                    area.draw(&Text::new(percent, (middle_x, middle_y + 26), style(20))).map_err(drawing)?;
                } else if *count > 0 {
                    let size = if cell >= 48 { 22 } else { 14 };
                    area.draw(&Text::new(count.to_string(), (middle_x, middle_y), style(size))).map_err(drawing)?;
                }
            }
        }
        let note =
            if is_roomy { "counts; shares of each true class" } else { "counts; shade: share of each true class" };
        area.draw(&Text::new(note, (LEFT + side / 2, top + side + 50), centred(22))).map_err(drawing)?;
        Ok(())
    })
}
