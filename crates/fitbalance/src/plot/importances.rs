//! Bars of feature importances.

use anyhow::{Result, ensure};
use plotters::prelude::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use crate::plot::axis::LinearAxis;
use crate::plot::style::{FAINT, INK, PALETTE, drawing, fitted, png, text};

/// Importance of one feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImportanceRow {
    pub(crate) name: String,
    /// Share of the decrease of impurity.
    pub(crate) impurity: f64,
    /// Loss of AUC when the feature is shuffled: mean and standard deviation.
    pub(crate) permutation: (f64, f64),
}

const ROW: i32 = 46;
const TOP: i32 = 150;
const NAMES: i32 = 400;
const PANEL: i32 = 560;
const GAP: i32 = 80;

/// Draws two bars a feature: impurity in training, and loss of AUC on held-out rows with one standard deviation.
pub(crate) fn importances_plot(title: &str, rows: &[ImportanceRow]) -> Result<Vec<u8>> {
    ensure!(!rows.is_empty(), "there is no importance to draw");
    let n_rows = i32::try_from(rows.len())?;
    let (width, height) = (NAMES + 2 * PANEL + GAP + 60, TOP + ROW * n_rows + 80);
    let impurity = LinearAxis::over(rows.iter().map(|row| row.impurity).chain([0.0]), NAMES, PANEL);
    let ends = |row: &ImportanceRow| [row.permutation.0 - row.permutation.1, row.permutation.0 + row.permutation.1];
    let permutation = LinearAxis::over(rows.iter().flat_map(ends).chain([0.0]), NAMES + PANEL + GAP, PANEL);
    png(width.cast_unsigned(), height.cast_unsigned(), |area| {
        let style = |size, h, v| text(size).color(&INK).pos(Pos::new(h, v));
        let put = |label: &str, x: i32, y: i32, size: u32, h: HPos, v: VPos| {
            area.draw(&Text::new(label.to_owned(), (x, y), style(size, h, v))).map_err(drawing)
        };
        put(title, 40, 30, 34, HPos::Left, VPos::Top)?;
        let bottom = TOP + ROW * n_rows;
        let panels = [
            (&impurity, "share of the decrease of impurity, training people"),
            (&permutation, "loss of AUC when shuffled, held-out people"),
        ];
        for (axis, label) in panels {
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
            for (axis, value, colour) in
                [(&impurity, row.impurity, PALETTE[0]), (&permutation, row.permutation.0, PALETTE[1])]
            {
                let corners = [(axis.x(value.min(0.0)), y - 15), (axis.x(value.max(0.0)), y + 15)];
                area.draw(&Rectangle::new(corners, colour.filled())).map_err(drawing)?;
            }
            let [low, high] = ends(row).map(|end| permutation.x(end));
            let line = ShapeStyle::from(INK).stroke_width(3);
            area.draw(&PathElement::new([(low, y), (high, y)], line)).map_err(drawing)?;
        }
        Ok(())
    })
}
