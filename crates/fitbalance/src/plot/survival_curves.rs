//! Survival curves of groups.

use anyhow::{Result, ensure};
use plotters::chart::ChartBuilder;
use plotters::element::{PathElement, Polygon};
use plotters::prelude::{Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, WHITE};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{Area, FAINT, INK, PALETTE, drawing, text};

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
}

/// How many are at risk, for each curve and time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AtRisk {
    pub(crate) times: Vec<f64>,
    /// `[curve][time]`
    pub(crate) counts: Vec<Vec<usize>>,
}

/// Height of the plot, and of a line of counts under it.
const HEIGHT: u32 = 1000;
const COUNT_LINE: u32 = 36;

/// Draws step curves with their confidence bands and a legend, and how many are at risk under them.
pub(crate) fn survival_curves_plot(
    title: &str,
    curves: &[Curve],
    x_label: &str,
    at_risk: Option<&AtRisk>,
) -> Result<Picture> {
    ensure!(!curves.is_empty(), "there is no survival curve to draw");
    let last = curves.iter().filter_map(|curve| curve.times.last()).copied().fold(1.0, f64::max);
    let n_lines = at_risk.map_or(0, |table| u32::try_from(table.counts.len()).unwrap_or(0) + 1);
    picture(1600, HEIGHT + n_lines * COUNT_LINE, |whole| {
        let (area, counts) = whole.split_vertically(HEIGHT);
        let area = &area;
        if let Some(at_risk) = at_risk {
            count_lines(&counts, at_risk, last * 1.01)?;
        }
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
        legend(area, curves, last)
    })
}

/// A line for each curve under the plot: how many are at risk.
fn count_lines(area: &Area<'_>, at_risk: &AtRisk, last: f64) -> Result<()> {
    /// Left and right end of the plot's axis.
    const AXIS: (f64, f64) = (146.0, 1564.0);
    let put = |text: &str, x: i32, line: u32, colour: &RGBColor, from: HPos| {
        let y = i32::try_from(line * COUNT_LINE + COUNT_LINE / 2)?;
        let style = crate::plot::style::text(22).color(colour).pos(Pos::new(from, VPos::Center));
        area.draw(&Text::new(text.to_owned(), (x, y), style)).map_err(drawing)
    };
    put("at risk", 36, 0, &INK, HPos::Left)?;
    for ((line, counts), colour) in (1..).zip(&at_risk.counts).zip(PALETTE.iter().cycle()) {
        for (time, count) in at_risk.times.iter().zip(counts) {
            #[expect(clippy::cast_possible_truncation, reason = "a place within the picture")]
            let x = (AXIS.0 + time / last * (AXIS.1 - AXIS.0)) as i32;
            put(&count.to_string(), x, line, colour, HPos::Center)?;
        }
    }
    Ok(())
}

/// Legend in the lower left corner, or in the upper right one if a curve falls through the lower left.
fn legend(area: &Area<'_>, curves: &[Curve], last: f64) -> Result<()> {
    const LINE: i32 = 44;
    let n_curves = i32::try_from(curves.len())?;
    let labels: Vec<&String> = curves.iter().map(|curve| &curve.label).collect();
    let mut width = 0;
    for label in labels.iter().copied() {
        width = area.estimate_text_size(label, &text(24)).map_err(drawing)?.0.cast_signed().max(width);
    }
    let (width, height) = (width + 120, LINE * n_curves + 16);
    let (left, top) = if curves.iter().any(|curve| falls_early(curve, last)) {
        (1600 - 60 - width, 110)
    } else {
        (175, 850 - height)
    };
    let corners = [(left, top), (left + width, top + height)];
    area.draw(&Rectangle::new(corners, WHITE.mix(0.9).filled())).map_err(drawing)?;
    area.draw(&Rectangle::new(corners, ShapeStyle::from(FAINT).stroke_width(2))).map_err(drawing)?;
    for ((row, label), colour) in (0..).zip(labels).zip(PALETTE.iter().cycle()) {
        let y = top + 8 + LINE * row + LINE / 2;
        let line = ShapeStyle::from(colour).stroke_width(6);
        area.draw(&PathElement::new([(left + 20, y), (left + 74, y)], line)).map_err(drawing)?;
        let style = text(24).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(label.clone(), (left + 94, y), style)).map_err(drawing)?;
    }
    Ok(())
}

/// Whether a curve or its band is in the lower quarter within the first half of the time.
fn falls_early(curve: &Curve, last: f64) -> bool {
    let lowest = curve.lower.as_ref().unwrap_or(&curve.survival);
    curve.times.iter().zip(lowest).any(|(&time, &value)| time < last / 2.0 && value < 0.25)
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
