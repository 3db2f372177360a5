//! Grids of small charts: curves by epoch, predictions against truth.

use anyhow::{Result, ensure};
use plotters::chart::ChartBuilder;
use plotters::element::{Circle, PathElement};
use plotters::prelude::Text;
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{Area, FAINT, INK, MUTED, PALETTE, drawing, text};

/// One quantity by epoch, from epoch 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CurvePanel {
    pub(crate) title: String,
    pub(crate) values: Vec<f64>,
}

/// Points (true, predicted) within a range that both axes share.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScatterPanel {
    pub(crate) title: String,
    pub(crate) range: (f64, f64),
    pub(crate) points: Vec<(f64, f64)>,
}

/// Height of the title over the grid.
const TITLE_HEIGHT: u32 = 76;

/// Draws curves in two rows, with a mark at one epoch.
pub(crate) fn curve_panels_plot(
    title: &str,
    x_label: &str,
    panels: &[CurvePanel],
    marked: Option<usize>,
) -> Result<Picture> {
    ensure!(panels.iter().any(|panel| !panel.values.is_empty()), "there is no epoch to draw");
    grid(title, (1800, 1060), 2, panels, |area, panel| {
        let n = panel.values.len();
        let top = panel.values.iter().copied().fold(0.0, f64::max).max(1e-12) * 1.08;
        let mut chart = ChartBuilder::on(area)
            .caption(&panel.title, text(26))
            .margin(16)
            .x_label_area_size(64)
            .y_label_area_size(84)
            .build_cartesian_2d(1.0..(n as f64).max(2.0), 0.0..top)
            .map_err(drawing)?;
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .x_desc(x_label)
            .x_labels(8)
            .y_labels(6)
            .x_label_formatter(&|epoch| format!("{epoch:.0}"))
            .y_label_formatter(&|value| short(*value, top))
            .label_style(text(20))
            .axis_desc_style(text(22))
            .draw()
            .map_err(drawing)?;
        if let Some(epoch) = marked {
            let at = epoch as f64;
            let line = PathElement::new([(at, 0.0), (at, top)], ShapeStyle::from(MUTED).stroke_width(3));
            chart.draw_series([line]).map_err(drawing)?;
            let right = epoch * 2 > n;
            let anchor = Pos::new(if right { HPos::Right } else { HPos::Left }, VPos::Top);
            let label = if right { "best epoch " } else { " best epoch" };
            let style = text(19).color(&MUTED).pos(anchor);
            chart.draw_series([Text::new(label, (at, top * 0.99), style)]).map_err(drawing)?;
        }
        let points = panel.values.iter().enumerate().map(|(at, value)| ((at + 1) as f64, *value));
        let line = ShapeStyle::from(PALETTE[0]).stroke_width(5);
        chart.draw_series(LineSeries::new(points.clone(), line)).map_err(drawing)?;
        if n == 1 {
            chart.draw_series(points.map(|point| Circle::new(point, 6, PALETTE[0].filled()))).map_err(drawing)?;
        }
        Ok(())
    })
}

/// Draws predictions against truth in two rows; on the diagonal they agree.
pub(crate) fn scatter_panels_plot(title: &str, panels: &[ScatterPanel]) -> Result<Picture> {
    grid(title, (2000, 1120), 2, panels, |area, panel| {
        let (low, high) = panel.range;
        let mut chart = ChartBuilder::on(area)
            .caption(&panel.title, text(26))
            .margin(14)
            .x_label_area_size(62)
            .y_label_area_size(76)
            .build_cartesian_2d(low..high, low..high)
            .map_err(drawing)?;
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .x_desc("true")
            .y_desc("predicted")
            .x_labels(5)
            .y_labels(5)
            .x_label_formatter(&|value| format!("{value:.0}"))
            .y_label_formatter(&|value| format!("{value:.0}"))
            .label_style(text(20))
            .axis_desc_style(text(22))
            .draw()
            .map_err(drawing)?;
        let diagonal = PathElement::new([(low, low), (high, high)], ShapeStyle::from(MUTED).stroke_width(3));
        chart.draw_series([diagonal]).map_err(drawing)?;
        let points = panel.points.iter().map(|point| Circle::new(*point, 5, PALETTE[0].mix(0.45).filled()));
        chart.draw_series(points).map_err(drawing)?;
        Ok(())
    })
}

/// A title over panels in `n_rows` rows of equal size.
pub(super) fn grid<T>(
    title: &str,
    (width, height): (u32, u32),
    n_rows: usize,
    panels: &[T],
    draw: impl Fn(&Area<'_>, &T) -> Result<()>,
) -> Result<Picture> {
    ensure!(!panels.is_empty(), "there is no panel to draw");
    picture(width, height, |area| {
        let (head, body) = area.split_vertically(TITLE_HEIGHT);
        let style = text(34).color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
        let middle = (i32::try_from(width / 2)?, i32::try_from(TITLE_HEIGHT / 2)? + 6);
        head.draw(&Text::new(title.to_owned(), middle, style)).map_err(drawing)?;
        let cells = body.split_evenly((n_rows, panels.len().div_ceil(n_rows)));
        panels.iter().zip(&cells).try_for_each(|(panel, cell)| draw(cell, panel))
    })
}

/// A number with as many decimals as its axis needs.
fn short(value: f64, top: f64) -> String {
    if top >= 20.0 {
        format!("{value:.0}")
    } else if top >= 0.5 {
        format!("{value:.1}")
    } else {
        format!("{value:.4}")
    }
}
