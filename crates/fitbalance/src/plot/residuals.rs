//! Residuals with the curve through them.

use anyhow::Result;
use plotters::chart::ChartBuilder;
use plotters::element::{Circle, PathElement};
use plotters::series::LineSeries;
use plotters::style::{Color, ShapeStyle};

use crate::plot::panels::grid;
use crate::plot::picture::Picture;
use crate::plot::style::{FAINT, INK, MUTED, PALETTE, drawing, text};

/// Points with a level that they would scatter around.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResidualPanel {
    pub(crate) title: String,
    pub(crate) x_label: String,
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) level: f64,
}

/// Draws residuals, the level that they would scatter around, and their mean over a fifth of the points around each.
pub(crate) fn residuals_plot(title: &str, panels: &[ResidualPanel]) -> Result<Picture> {
    const PANEL: (u32, u32) = (760, 520);
    let n_rows = u32::try_from(panels.len())?.div_ceil(3).max(1);
    let n_columns = u32::try_from(panels.len())?.div_ceil(n_rows).max(1);
    grid(title, (n_columns * PANEL.0, n_rows * PANEL.1 + 76), n_rows as usize, panels, |area, panel| {
        let range = |value: &dyn Fn(&(f64, f64)) -> f64, level: Option<f64>| {
            let values = panel.points.iter().map(value).chain(level);
            let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
            let margin = (0.04 * (high - low)).max(1e-9);
            low - margin..high + margin
        };
        let (across, up) = (range(&|point| point.0, None), range(&|point| point.1, Some(panel.level)));
        let (left, right) = (across.start, across.end);
        let mut chart = ChartBuilder::on(area)
            .caption(&panel.title, text(26))
            .margin(14)
            .x_label_area_size(62)
            .y_label_area_size(84)
            .build_cartesian_2d(across, up)
            .map_err(drawing)?;
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .x_desc(&panel.x_label)
            .x_labels(6)
            .y_labels(6)
            .x_label_formatter(&|value| rounded(*value))
            .y_label_formatter(&|value| rounded(*value))
            .label_style(text(20))
            .axis_desc_style(text(22))
            .draw()
            .map_err(drawing)?;
        let points = panel.points.iter().map(|point| Circle::new(*point, 4, PALETTE[0].mix(0.4).filled()));
        chart.draw_series(points).map_err(drawing)?;
        let level =
            PathElement::new([(left, panel.level), (right, panel.level)], ShapeStyle::from(MUTED).stroke_width(3));
        chart.draw_series([level]).map_err(drawing)?;
        let curve = running_mean(&panel.points);
        chart.draw_series(LineSeries::new(curve, ShapeStyle::from(PALETTE[2]).stroke_width(5))).map_err(drawing)?;
        Ok(())
    })
}

/// A number of an axis without the digits of rounding errors.
fn rounded(value: f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

/// Mean over a fifth of the points around each, at up to a hundred of them from left to right.
fn running_mean(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const MOST: usize = 100;
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = (sorted.len() / 10).max(2);
    let mean = |values: &[(f64, f64)], of: &dyn Fn(&(f64, f64)) -> f64| {
        values.iter().map(of).sum::<f64>() / values.len() as f64
    };
    let around = |at: usize| {
        // As many on both sides, so that the ends are not pulled inwards.
        let half = half.min(at).min(sorted.len() - 1 - at);
        let near = &sorted[at - half..=at + half];
        (sorted[at].0, mean(near, &|point| point.1))
    };
    let step = sorted.len().div_ceil(MOST).max(1);
    // The outer points alone would be the noise of one.
    let inner = half.min(sorted.len() / 2)..sorted.len() - half.min(sorted.len() / 2);
    inner.step_by(step).map(around).collect()
}
