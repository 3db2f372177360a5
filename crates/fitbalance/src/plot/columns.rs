//! How the values of columns are spread: a small chart of bars each.

use anyhow::Result;
use plotters::chart::ChartBuilder;
use plotters::element::Rectangle;
use plotters::style::{Color, TRANSPARENT};

use crate::plot::panels::grid;
use crate::plot::picture::Picture;
use crate::plot::style::{FAINT, INK, PALETTE, drawing, text};

/// Bars of a column, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnPanel {
    pub(crate) title: String,
    /// What stands under the axis.
    pub(crate) caption: String,
    pub(crate) counts: Vec<usize>,
}

/// Columns beside each other in a row of the picture.
const N_ACROSS: usize = 5;

/// Width and height of a chart.
const PANEL: (u32, u32) = (360, 300);

/// Draws the bars of columns, five in a row.
pub(crate) fn columns_plot(title: &str, panels: &[ColumnPanel]) -> Result<Picture> {
    let n_rows = panels.len().div_ceil(N_ACROSS).max(1);
    let (across, down) = (u32::try_from(panels.len().clamp(3, N_ACROSS))?, u32::try_from(n_rows)?);
    grid(title, (PANEL.0 * across, PANEL.1 * down + 76), n_rows, panels, |area, panel| {
        let n = panel.counts.len().max(1);
        let top = panel.counts.iter().copied().max().unwrap_or(0).max(1) as f64 * 1.05;
        let mut chart = ChartBuilder::on(area)
            .caption(&panel.title, text(22))
            .margin(10)
            .x_label_area_size(36)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..n as f64, 0.0..top)
            .map_err(drawing)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .disable_x_mesh()
            .x_labels(0)
            .y_labels(3)
            .y_label_formatter(&|count| format!("{count:.0}"))
            .x_desc(&panel.caption)
            .label_style(text(16))
            .axis_desc_style(text(17))
            .draw()
            .map_err(drawing)?;
        let bars = panel.counts.iter().enumerate().map(|(at, &count)| {
            let left = at as f64;
            Rectangle::new([(left + 0.06, 0.0), (left + 0.94, count as f64)], PALETTE[0].filled())
        });
        chart.draw_series(bars).map_err(drawing)?;
        Ok(())
    })
}
