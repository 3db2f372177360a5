//! The forest plot of a Cox model.

use anyhow::{Result, ensure};
use plotters::prelude::{Circle, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, ShapeStyle};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{FAINT, FONT, INK, MUTED, PALETTE, drawing, fitted};

/// One coefficient of the plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HazardRatioRow {
    pub(crate) name: String,
    pub(crate) hazard_ratio: f64,
    pub(crate) ci_low: f64,
    pub(crate) ci_high: f64,
    pub(crate) p: f64,
}

const WIDTH: u32 = 1600;
const ROW_HEIGHT: i32 = 44;
const TOP: i32 = 120;
const BOTTOM: i32 = 110;
/// Pixels left of the axis, for names, and right of it, for values.
const LEFT: i32 = 480;
const RIGHT: i32 = 470;
const AXIS_WIDTH: i32 = WIDTH.cast_signed() - LEFT - RIGHT;
/// Hazard ratios beyond this factor are cut off with an arrow.
const WIDEST: f64 = 20.0;

/// Draws hazard ratios on a log axis with their intervals; rows with p < 0.05 in colour.
pub(crate) fn hazard_ratio_plot(title: &str, rows: &[HazardRatioRow]) -> Result<Picture> {
    ensure!(!rows.is_empty(), "there is no hazard ratio to draw");
    let n_rows = i32::try_from(rows.len())?;
    let height = u32::try_from(TOP + BOTTOM + ROW_HEIGHT * n_rows)?;
    let axis = LogAxis::around(rows);
    picture(WIDTH, height, |area| {
        let centred = |v| Pos::new(HPos::Left, v);
        let put = |label: &str, x: i32, y: i32, pos: Pos, size: u32, bold: bool| {
            let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
            let font = (FONT, f64::from(size), style);
            let style = plotters::style::TextStyle::from(font).color(&INK).pos(pos);
            area.draw(&Text::new(label.to_owned(), (x, y), style)).map_err(drawing)
        };
        put(title, 40, 36, centred(VPos::Top), 34, true)?;
        put("HR (95 % interval)", LEFT + AXIS_WIDTH + 30, TOP - 12, centred(VPos::Bottom), 22, true)?;
        put("p", WIDTH.cast_signed() - 120, TOP - 12, centred(VPos::Bottom), 22, true)?;
        let bottom = TOP + ROW_HEIGHT * n_rows;
        for tick in axis.ticks() {
            let x = axis.x(tick);
            let line = ShapeStyle::from(if (tick - 1.0).abs() < 1e-9 { INK } else { FAINT }).stroke_width(2);
            area.draw(&PathElement::new([(x, TOP), (x, bottom)], line)).map_err(drawing)?;
            put(&format!("{tick}"), x, bottom + 12, Pos::new(HPos::Center, VPos::Top), 22, false)?;
        }
        let arrow = "lower risk   ←   1   →   higher risk";
        put(arrow, axis.x(1.0), bottom + 56, Pos::new(HPos::Center, VPos::Top), 22, false)?;
        for (index, row) in (0..).zip(rows) {
            let y = TOP + ROW_HEIGHT * index + ROW_HEIGHT / 2;
            let colour = match row.p {
                p if p >= 0.05 || p.is_nan() => MUTED,
                _ if row.hazard_ratio > 1.0 => PALETTE[2],
                _ => PALETTE[0],
            };
            let line = ShapeStyle::from(colour).stroke_width(4);
            let (low, high) = (axis.x(row.ci_low), axis.x(row.ci_high));
            area.draw(&PathElement::new([(low, y), (high, y)], line)).map_err(drawing)?;
            // An end within the axis gets a bar, one beyond it an arrow head.
            for (x, is_cut, inward) in [(low, row.ci_low < axis.low, 14), (high, row.ci_high > axis.high, -14)] {
                let end = if is_cut {
                    vec![(x + inward, y - 10), (x, y), (x + inward, y + 10)]
                } else {
                    vec![(x, y - 9), (x, y + 9)]
                };
                area.draw(&PathElement::new(end, line)).map_err(drawing)?;
            }
            if (axis.low..=axis.high).contains(&row.hazard_ratio) {
                area.draw(&Circle::new((axis.x(row.hazard_ratio), y), 9, colour.filled())).map_err(drawing)?;
            }
            put(
                &fitted(area, &row.name, 24, LEFT - 70)?,
                LEFT - 30,
                y,
                Pos::new(HPos::Right, VPos::Center),
                24,
                false,
            )?;
            let value = format!("{} ({} to {})", number(row.hazard_ratio), number(row.ci_low), number(row.ci_high));
            put(&value, LEFT + AXIS_WIDTH + 30, y, centred(VPos::Center), 22, false)?;
            put(&p_text(row.p), WIDTH.cast_signed() - 120, y, centred(VPos::Center), 22, false)?;
        }
        let frame = Rectangle::new([(LEFT, TOP), (LEFT + AXIS_WIDTH, bottom)], ShapeStyle::from(MUTED).stroke_width(1));
        area.draw(&frame).map_err(drawing)?;
        Ok(())
    })
}

/// A horizontal log axis around 1.
struct LogAxis {
    low: f64,
    high: f64,
}

impl LogAxis {
    fn around(rows: &[HazardRatioRow]) -> Self {
        let ends = rows.iter().flat_map(|row| [row.ci_low, row.ci_high]).filter(|end| *end > 0.0 && end.is_finite());
        let widest = ends.map(|end| end.ln().abs()).fold(1.25_f64.ln(), f64::max).min(WIDEST.ln());
        let edge = (1.08 * widest).exp();
        Self { low: edge.recip(), high: edge }
    }

    /// Pixel of a hazard ratio, at the edge if it is beyond.
    fn x(&self, hazard_ratio: f64) -> i32 {
        let position = hazard_ratio.clamp(self.low, self.high).ln();
        let share = (position - self.low.ln()) / (self.high.ln() - self.low.ln());
        #[expect(clippy::cast_possible_truncation, reason = "a pixel of the picture")]
        let offset = (share * f64::from(AXIS_WIDTH)).round() as i32;
        LEFT + offset
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        const TICKS: [f64; 13] = [0.05, 0.1, 0.2, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 5.0, 10.0, 20.0];
        let close = self.high < 2.5;
        let shown = move |tick: &f64| close || ![0.67, 0.8, 1.25, 1.5].contains(tick);
        TICKS.into_iter().filter(|tick| (self.low..=self.high).contains(tick)).filter(shown)
    }
}

/// Three digits or so; many more would only look precise.
fn number(value: f64) -> String {
    if value.is_infinite() {
        return "∞".to_owned();
    }
    if value >= 1000.0 || (value > 0.0 && value < 0.01) { format!("{value:.1e}") } else { format!("{value:.2}") }
}

fn p_text(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}
