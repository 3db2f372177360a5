//! A few people's daily metrics, one row a person.

use anyhow::{Context, Result, ensure};
use plotters::chart::ChartBuilder;
use plotters::element::PathElement;
use plotters::series::LineSeries;
use plotters::style::ShapeStyle;

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{FAINT, INK, PALETTE, drawing, text};

/// One person's row of panels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PreviewPerson {
    pub(crate) label: String,
    /// Day of the event, marked in each panel.
    pub(crate) event_day: Option<f64>,
    pub(crate) panels: Vec<PreviewPanel>,
}

/// One metric by day, from day 0.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PreviewPanel {
    pub(crate) label: String,
    pub(crate) values: Vec<f64>,
}

/// Draws a grid of line charts: a row a person, a column a metric; panels of a column share their scale.
pub(crate) fn sample_preview_plot(title: &str, people: &[PreviewPerson]) -> Result<Picture> {
    let n_columns = people.iter().map(|person| person.panels.len()).min().unwrap_or(0);
    ensure!(n_columns > 0, "there is nobody to draw");
    let ranges: Vec<(f64, f64)> = (0..n_columns).map(|column| range(people, column)).collect();
    let height = 110 + 290 * u32::try_from(people.len())?;
    picture(1900, height, |area| {
        let title = if people.iter().any(|person| person.event_day.is_some()) {
            format!("{title}; a dark line marks the day of the event")
        } else {
            title.to_owned()
        };
        let area = area.margin(20, 10, 10, 10).titled(&title, text(34)).map_err(drawing)?;
        let cells = area.split_evenly((people.len(), n_columns));
        let panels =
            people.iter().flat_map(|person| person.panels[..n_columns].iter().map(move |panel| (person, panel)));
        for (index, (cell, (person, panel))) in cells.iter().zip(panels).enumerate() {
            let (low, high) = ranges[index % n_columns];
            let last = (panel.values.len().max(2) - 1) as f64;
            let mut chart = ChartBuilder::on(cell)
                .caption(format!("{}: {}", person.label, panel.label), text(20))
                .margin(8)
                .x_label_area_size(52)
                .y_label_area_size(60)
                .build_cartesian_2d(0.0..last, low..high)
                .map_err(drawing)?;
            chart
                .configure_mesh()
                .light_line_style(plotters::style::TRANSPARENT)
                .bold_line_style(FAINT)
                .axis_style(INK)
                .x_desc("day")
                .axis_desc_style(text(16))
                .x_labels(5)
                .y_labels(4)
                .x_label_formatter(&|day| format!("{day:.0}"))
                .y_label_formatter(&|value| format!("{value:.0}"))
                .label_style(text(16))
                .draw()
                .map_err(drawing)?;
            let colour = PALETTE[index % n_columns];
            let points = (0_u32..).map(f64::from).zip(panel.values.iter().copied());
            chart.draw_series(LineSeries::new(points, ShapeStyle::from(colour).stroke_width(2))).map_err(drawing)?;
            if let Some(day) = person.event_day {
                let mark = PathElement::new([(day, low), (day, high)], ShapeStyle::from(INK).stroke_width(4));
                chart.draw_series([mark]).map_err(drawing)?;
            }
        }
        Ok(())
    })
    .context("the preview failed")
}

/// Smallest and largest value of a column of panels, with a little air.
fn range(people: &[PreviewPerson], column: usize) -> (f64, f64) {
    let values = || people.iter().flat_map(|person| person.panels[column].values.iter().copied());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let air = 0.05 * (high - low).max(1e-9);
    (low - air, high + air)
}
