//! Survival curves of groups.

use anyhow::{Result, ensure};
use plotters::chart::ChartBuilder;
use plotters::element::{PathElement, Polygon};
use plotters::prelude::{Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::{Color, ShapeStyle};

use crate::plot::style::{FAINT, INK, PALETTE, drawing, png, text};

/// One group's step curve.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    pub(crate) label: String,
    /// Where the curve steps, ascending, from 0.
    pub(crate) times: Vec<f64>,
    /// Its height at and after each time.
    pub(crate) survival: Vec<f64>,
    /// Confidence band, at and after each time.
    pub(crate) lower: Option<Vec<f64>>,
    pub(crate) upper: Option<Vec<f64>>,
    pub(crate) n: usize,
    pub(crate) n_events: usize,
}

/// Draws step curves with their confidence bands and a legend.
pub(crate) fn survival_curves_plot(title: &str, curves: &[Curve], x_label: &str) -> Result<Vec<u8>> {
    ensure!(!curves.is_empty(), "there is no survival curve to draw");
    let last = curves.iter().filter_map(|curve| curve.times.last()).copied().fold(1.0, f64::max);
    png(1600, 1000, |area| {
        let mut chart = ChartBuilder::on(area)
            .caption(title, text(34))
            .margin(36)
            .x_label_area_size(84)
            .y_label_area_size(110)
            .build_cartesian_2d(0.0..last * 1.01, 0.0..1.02)
            .map_err(drawing)?;
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .x_desc(x_label)
            .y_desc("share without the event")
            .y_label_formatter(&|share| format!("{:.0} %", share * 100.0))
            .x_label_formatter(&|time| format!("{time:.0}"))
            .label_style(text(22))
            .axis_desc_style(text(24))
            .draw()
            .map_err(drawing)?;
        for (curve, colour) in curves.iter().zip(PALETTE.iter().cycle()) {
            if let (Some(lower), Some(upper)) = (&curve.lower, &curve.upper) {
                let mut band = steps(&curve.times, upper);
                band.extend(steps(&curve.times, lower).into_iter().rev());
                chart.draw_series([Polygon::new(band, colour.mix(0.15))]).map_err(drawing)?;
            }
        }
        for (curve, colour) in curves.iter().zip(PALETTE.iter().cycle()) {
            let line = ShapeStyle::from(colour).stroke_width(5);
            chart.draw_series(LineSeries::new(steps(&curve.times, &curve.survival), line)).map_err(drawing)?;
        }
        legend(area, curves)
    })
}

/// Legend in the lower left corner, where falling curves leave room.
fn legend(area: &crate::plot::style::Area<'_>, curves: &[Curve]) -> Result<()> {
    let n_curves = i32::try_from(curves.len())?;
    let (left, top) = (185, 865 - 44 * n_curves);
    let background = ShapeStyle::from(plotters::style::WHITE.mix(0.85)).filled();
    area.draw(&Rectangle::new([(left, top - 16), (left + 620, top + 44 * n_curves - 10)], background))
        .map_err(drawing)?;
    for ((row, curve), colour) in (0..).zip(curves).zip(PALETTE.iter().cycle()) {
        let y = top + 44 * row + 12;
        let line = ShapeStyle::from(colour).stroke_width(6);
        area.draw(&PathElement::new([(left + 16, y), (left + 70, y)], line)).map_err(drawing)?;
        let label = format!("{}: {} people, {} events", curve.label, curve.n, curve.n_events);
        area.draw(&Text::new(label, (left + 90, y - 12), text(24).color(&INK))).map_err(drawing)?;
    }
    Ok(())
}

/// Corners of a step function that jumps at each time.
fn steps(times: &[f64], values: &[f64]) -> Vec<(f64, f64)> {
    let mut corners = Vec::with_capacity(2 * times.len());
    for (index, (&time, &value)) in times.iter().zip(values).enumerate() {
        if index > 0 {
            corners.push((time, values[index - 1]));
        }
        corners.push((time, value));
    }
    corners
}
