//! ROC curves and reliability diagrams: squares with shares on both axes.

use anyhow::{Result, ensure};
use plotters::chart::ChartBuilder;
use plotters::element::{Circle, PathElement};
use plotters::prelude::{Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, WHITE};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{Area, FAINT, INK, MUTED, PALETTE, drawing, text};

/// A line of shares with its label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShareCurve {
    pub(crate) label: String,
    pub(crate) points: Vec<(f64, f64)>,
    /// Interval of each point's y, drawn as a bar; empty for none.
    pub(crate) intervals: Vec<(f64, f64)>,
}

/// Side of the picture in pixels.
const SIDE: u32 = 1100;

/// Draws curves of shares against shares over a diagonal, legend in the lower right corner.
pub(crate) fn share_curves_plot(title: &str, axes: [&str; 2], curves: &[ShareCurve]) -> Result<Picture> {
    ensure!(curves.iter().any(|curve| !curve.points.is_empty()), "there is no curve to draw");
    picture(SIDE, SIDE, |area| {
        let mut chart = ChartBuilder::on(area)
            .caption(title, text(32))
            .margin(32)
            .x_label_area_size(84)
            .y_label_area_size(104)
            .build_cartesian_2d(0.0..1.0, 0.0..1.0)
            .map_err(drawing)?;
        let percent = |share: &f64| format!("{:.0} %", share * 100.0);
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(INK)
            .x_desc(axes[0])
            .y_desc(axes[1])
            .x_labels(6)
            .y_labels(6)
            .x_label_formatter(&percent)
            .y_label_formatter(&percent)
            .label_style(text(22))
            .axis_desc_style(text(24))
            .draw()
            .map_err(drawing)?;
        let diagonal = PathElement::new([(0.0, 0.0), (1.0, 1.0)], ShapeStyle::from(MUTED).stroke_width(3));
        chart.draw_series([diagonal]).map_err(drawing)?;
        for (curve, colour) in curves.iter().zip(PALETTE.iter().cycle()) {
            let line = ShapeStyle::from(colour).stroke_width(5);
            chart.draw_series(LineSeries::new(curve.points.clone(), line)).map_err(drawing)?;
            let thin = ShapeStyle::from(colour).stroke_width(3);
            for (&(x, y), &(low, high)) in curve.points.iter().zip(&curve.intervals) {
                chart.draw_series([PathElement::new([(x, low), (x, high)], thin)]).map_err(drawing)?;
                chart.draw_series([Circle::new((x, y), 9, colour.filled())]).map_err(drawing)?;
            }
        }
        legend(area, curves)
    })
}

fn legend(area: &Area<'_>, curves: &[ShareCurve]) -> Result<()> {
    const LINE: i32 = 42;
    let mut width = 0;
    for curve in curves {
        width = area.estimate_text_size(&curve.label, &text(22)).map_err(drawing)?.0.cast_signed().max(width);
    }
    let (width, height) = (width + 116, LINE * i32::try_from(curves.len())? + 16);
    let (left, top) = (SIDE.cast_signed() - 50 - width, SIDE.cast_signed() - 136 - height);
    let corners = [(left, top), (left + width, top + height)];
    area.draw(&Rectangle::new(corners, WHITE.mix(0.9).filled())).map_err(drawing)?;
    area.draw(&Rectangle::new(corners, ShapeStyle::from(FAINT).stroke_width(2))).map_err(drawing)?;
    for ((row, curve), colour) in (0..).zip(curves).zip(PALETTE.iter().cycle()) {
        let y = top + 8 + LINE * row + LINE / 2;
        let line: ShapeStyle = ShapeStyle::from(RGBColor(colour.0, colour.1, colour.2)).stroke_width(6);
        area.draw(&PathElement::new([(left + 18, y), (left + 70, y)], line)).map_err(drawing)?;
        let style = text(22).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(curve.label.clone(), (left + 88, y), style)).map_err(drawing)?;
    }
    Ok(())
}
