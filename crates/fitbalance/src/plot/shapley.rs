//! Shapley values: one person as a waterfall, many people as swarms.

use anyhow::{Result, ensure};
use plotters::prelude::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

use crate::plot::axis::LinearAxis;
use crate::plot::picture::{Picture, picture};
use crate::plot::style::{Area, FAINT, INK, MUTED, PALETTE, drawing, fitted, text};

/// One feature of a waterfall: its name with its value, and what it adds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WaterfallStep {
    pub(crate) label: String,
    pub(crate) contribution: f64,
}

/// One feature of a swarm plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Swarm {
    pub(crate) label: String,
    /// What the feature adds for each person, and where its value stands between the lowest (0) and highest (1); `None`
    /// for categories.
    pub(crate) points: Vec<(f64, Option<f64>)>,
}

const WIDTH: i32 = 1600;
const TOP: i32 = 130;
const NAMES: i32 = 520;
const AXIS: i32 = 920;

/// Draws how features lead from the base value to a prediction, from the bottom up.
///
/// `below` is written under the axis: what the numbers are; `notes` stand beside base value and
/// prediction, such as their probabilities.
pub(crate) fn waterfall_plot(
    title: &str,
    below: &str,
    base: f64,
    steps: &[WaterfallStep],
    notes: &[String; 2],
) -> Result<Picture> {
    const ROW: i32 = 58;
    ensure!(!steps.is_empty(), "there is no contribution to draw");
    // From the base at the bottom to the prediction at the top, the largest step last.
    let mut at = base;
    let mut bars: Vec<(f64, f64)> = Vec::new();
    for step in steps.iter().rev() {
        bars.push((at, at + step.contribution));
        at += step.contribution;
    }
    bars.reverse();
    let bottom = TOP + ROW * i32::try_from(steps.len())?;
    let axis = LinearAxis::over(bars.iter().flat_map(|&(from, to)| [from, to]), NAMES, AXIS);
    picture(WIDTH.cast_unsigned(), (bottom + 130).cast_unsigned(), |area| {
        frame(area, title, below, &axis, bottom)?;
        for (value, label, y, note) in [(base, "base", bottom, &notes[0]), (at, "prediction", TOP, &notes[1])] {
            let x = axis.x(value);
            let line = ShapeStyle::from(MUTED).stroke_width(2);
            area.draw(&PathElement::new([(x, TOP), (x, bottom)], line)).map_err(drawing)?;
            let v = if y == TOP { VPos::Bottom } else { VPos::Top };
            let shift = if y == TOP { -8 } else { 44 };
            put(area, &format!("{label} {value:.3}{note}"), (x, y + shift), 20, HPos::Center, v)?;
        }
        for ((index, step), (from, to)) in (0..).zip(steps).zip(bars) {
            let y = TOP + ROW * index + ROW / 2;
            put(area, &fitted(area, &step.label, 22, NAMES - 60)?, (NAMES - 26, y), 22, HPos::Right, VPos::Center)?;
            let colour = if step.contribution > 0.0 { PALETTE[2] } else { PALETTE[0] };
            let (start, end) = (axis.x(from), axis.x(to));
            // An arrow head as long as the bar allows.
            let head = (end - start).clamp(-14, 14);
            let corners = vec![(start, y - 19), (end - head, y - 19), (end, y), (end - head, y + 19), (start, y + 19)];
            area.draw(&Polygon::new(corners, colour.filled())).map_err(drawing)?;
            let right = (WIDTH - 20, y);
            put(area, &format!("{:+.3}", step.contribution), right, 20, HPos::Right, VPos::Center)?;
        }
        Ok(())
    })
}

/// Draws a point a person and feature: what it adds, coloured by the feature's value.
pub(crate) fn swarm_plot(title: &str, below: &str, swarms: &[Swarm]) -> Result<Picture> {
    const ROW: i32 = 74;
    ensure!(swarms.iter().any(|swarm| !swarm.points.is_empty()), "there is no contribution to draw");
    let bottom = TOP + ROW * i32::try_from(swarms.len())?;
    let all = swarms.iter().flat_map(|swarm| swarm.points.iter().map(|(value, _)| *value));
    let axis = LinearAxis::over(all.chain([0.0]), NAMES - 100, AXIS);
    picture(WIDTH.cast_unsigned(), (bottom + 130).cast_unsigned(), |area| {
        frame(area, title, below, &axis, bottom)?;
        let zero = ShapeStyle::from(INK).stroke_width(2);
        area.draw(&PathElement::new([(axis.x(0.0), TOP), (axis.x(0.0), bottom)], zero)).map_err(drawing)?;
        for (index, swarm) in (0..).zip(swarms) {
            let y = TOP + ROW * index + ROW / 2;
            let name = fitted(area, &swarm.label, 22, NAMES - 160)?;
            put(area, &name, (NAMES - 126, y), 22, HPos::Right, VPos::Center)?;
            for (x, offset, position) in spread(swarm, &axis, ROW / 2 - 6) {
                let colour = position.map_or(MUTED, shade);
                area.draw(&Circle::new((x, y + offset), 5, colour.filled())).map_err(drawing)?;
            }
        }
        colour_bar(area, bottom)
    })
}

/// Pixels of the points of a swarm: those that would overlap move up and down from the middle.
fn spread(swarm: &Swarm, axis: &LinearAxis, most: i32) -> Vec<(i32, i32, Option<f64>)> {
    const SLOT: i32 = 7;
    let mut counts = std::collections::BTreeMap::<i32, i32>::new();
    let centre = |&(value, position): &(f64, Option<f64>)| {
        let x = axis.x(value);
        let count = counts.entry(x / SLOT).or_default();
        // 0, +1, −1, +2, −2, …
        let step = if *count % 2 == 1 { (*count + 1) / 2 } else { -*count / 2 };
        *count += 1;
        (x, (step * 7).clamp(-most, most), position)
    };
    swarm.points.iter().map(centre).collect()
}

/// Blue for low values through grey to red for high ones.
fn shade(position: f64) -> RGBColor {
    let (low, high) = ([0.0, 114.0, 178.0], [213.0, 40.0, 60.0]);
    let p = position.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 255")]
    let mixed = |channel: usize| {
        let straight = low[channel] + p * (high[channel] - low[channel]);
        let grey = 1.0 - (2.0 * p - 1.0).abs();
        (straight + 0.35 * grey * (190.0 - straight)).round() as u8
    };
    RGBColor(mixed(0), mixed(1), mixed(2))
}

fn colour_bar(area: &Area<'_>, bottom: i32) -> Result<()> {
    let (x, height) = (WIDTH - 130, bottom - TOP);
    for step in 0..height {
        let colour = shade(1.0 - f64::from(step) / f64::from(height));
        let corners = [(x, TOP + step), (x + 18, TOP + step + 1)];
        area.draw(&Rectangle::new(corners, colour.filled())).map_err(drawing)?;
    }
    put(area, "high", (x + 28, TOP), 20, HPos::Left, VPos::Top)?;
    put(area, "value", (x + 28, TOP + height / 2), 20, HPos::Left, VPos::Center)?;
    put(area, "low", (x + 28, bottom), 20, HPos::Left, VPos::Bottom)
}

fn frame(area: &Area<'_>, title: &str, below: &str, axis: &LinearAxis, bottom: i32) -> Result<()> {
    put(area, title, (40, 30), 32, HPos::Left, VPos::Top)?;
    for (value, label) in axis.ticks() {
        let x = axis.x(value);
        let line = ShapeStyle::from(FAINT).stroke_width(2);
        area.draw(&PathElement::new([(x, TOP), (x, bottom)], line)).map_err(drawing)?;
        put(area, &label, (x, bottom + 12), 20, HPos::Center, VPos::Top)?;
    }
    put(area, below, (axis.left + axis.width / 2, bottom + 82), 22, HPos::Center, VPos::Top)
}

fn put(area: &Area<'_>, label: &str, at: (i32, i32), size: u32, h: HPos, v: VPos) -> Result<()> {
    let style = text(size).color(&INK).pos(Pos::new(h, v));
    area.draw(&Text::new(label.to_owned(), at, style)).map_err(drawing)
}
