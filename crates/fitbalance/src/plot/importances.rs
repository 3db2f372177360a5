//! Bars of feature importances.

use anyhow::{Result, ensure};
use plotters::prelude::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use crate::plot::axis::LinearAxis;
use crate::plot::picture::{Picture, picture};
use crate::plot::style::{FAINT, INK, PALETTE, drawing, fitted, text};

/// Importance of one feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImportanceRow {
    pub(crate) name: String,
    /// Share of the decrease of impurity.
    pub(crate) impurity: f64,
    /// Loss of AUC when the feature is shuffled: mean and standard deviation; all rows have it or none.
    pub(crate) permutation: Option<(f64, f64)>,
}

const ROW: i32 = 46;
const TOP: i32 = 150;
const NAMES: i32 = 400;
const PANEL: i32 = 560;
const GAP: i32 = 80;

/// Draws the bar of each feature's share of impurity in training and, where it is known, that of the loss of AUC on held-out rows
/// with one standard deviation.
pub(crate) fn importances_plot(title: &str, rows: &[ImportanceRow]) -> Result<Picture> {
    ensure!(!rows.is_empty(), "there is no importance to draw");
    let n_rows = i32::try_from(rows.len())?;
    let has_permutation = rows[0].permutation.is_some();
    let (width, height) = (NAMES + PANEL + if has_permutation { PANEL + GAP } else { 0 } + 60, TOP + ROW * n_rows + 80);
    let impurity = LinearAxis::over(rows.iter().map(|row| row.impurity).chain([0.0]), NAMES, PANEL);
    let ends = |row: &ImportanceRow| row.permutation.map(|(mean, sd)| [mean - sd, mean + sd]);
    let permutation = LinearAxis::over(rows.iter().filter_map(ends).flatten().chain([0.0]), NAMES + PANEL + GAP, PANEL);
    picture(width.cast_unsigned(), height.cast_unsigned(), |area| {
        let style = |size, h, v| text(size).color(&INK).pos(Pos::new(h, v));
        let put = |label: &str, x: i32, y: i32, size: u32, h: HPos, v: VPos| {
            area.draw(&Text::new(label.to_owned(), (x, y), style(size, h, v))).map_err(drawing)
        };
        put(title, 40, 30, 34, HPos::Left, VPos::Top)?;
        let bottom = TOP + ROW * n_rows;
        let panels = [
            (&impurity, "share of the decrease of impurity, training rows"),
            (&permutation, "loss of AUC when shuffled, held-out rows"),
        ];
        for (axis, label) in panels.into_iter().take(1 + usize::from(has_permutation)) {
            put(label, axis.left + axis.width / 2, TOP - 18, 21, HPos::Center, VPos::Bottom)?;
            for (value, label) in axis.ticks() {
                let x = axis.x(value);
                let line = ShapeStyle::from(if value.abs() < 1e-12 { INK } else { FAINT }).stroke_width(2);
                area.draw(&PathElement::new([(x, TOP), (x, bottom)], line)).map_err(drawing)?;
                put(&label, x, bottom + 12, 20, HPos::Center, VPos::Top)?;
            }
        }
        for (index, row) in (0..).zip(rows) {
            let y = TOP + ROW * index + ROW / 2;
            put(&fitted(area, &row.name, 22, NAMES - 70)?, NAMES - 26, y, 22, HPos::Right, VPos::Center)?;
            let bars = [
                Some((&impurity, row.impurity, PALETTE[0])),
                row.permutation.map(|(mean, _)| (&permutation, mean, PALETTE[1])),
            ];
            for (axis, value, colour) in bars.into_iter().flatten() {
                let corners = [(axis.x(value.min(0.0)), y - 15), (axis.x(value.max(0.0)), y + 15)];
                area.draw(&Rectangle::new(corners, colour.filled())).map_err(drawing)?;
            }
            let Some(ends) = ends(row) else { continue };
            let [low, high] = ends.map(|end| permutation.x(end));
            let line = ShapeStyle::from(INK).stroke_width(3);
            area.draw(&PathElement::new([(low, y), (high, y)], line)).map_err(drawing)?;
        }
        Ok(())
    })
}
