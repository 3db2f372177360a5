//! Rows of stick figures: the phases of a movement from left to right.

use anyhow::{Result, ensure};
use plotters::element::{Circle, PathElement};
use plotters::prelude::{Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, WHITE};

use crate::plot::picture::{Picture, picture};
use crate::plot::style::{Area, FAINT, INK, MUTED, PALETTE, drawing, fitted, text};

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Left,
    Right,
    Trunk,
    Equipment,
}

/// One figure: lines and discs in metres, to the right and up.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct StickFigure {
    /// Points joined in order.
    pub(crate) lines: Vec<(Ink, Vec<(f64, f64)>)>,
    /// Middle and radius.
    pub(crate) discs: Vec<(Ink, (f64, f64), f64)>,
}

/// Phases of a movement, with those of another drawn faintly behind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StickFigureRow {
    pub(crate) title: String,
    pub(crate) phases: Vec<StickFigure>,
    pub(crate) behind: Vec<StickFigure>,
}

/// Pixels.
const WIDTH: i32 = 1500;
const MARGIN: i32 = 30;
const HEAD: i32 = 118;
const ROW_TITLE: i32 = 44;
const PANEL_HEIGHT: i32 = 236;
const GHOST: RGBColor = RGBColor(200, 200, 200);

/// Draws rows of figures at one scale, standing on a line.
pub(crate) fn stick_figures_plot(title: &str, rows: &[StickFigureRow]) -> Result<Picture> {
    let n_columns = rows.iter().map(|row| row.phases.len()).max().unwrap_or(0);
    ensure!(n_columns > 0, "there is no figure to draw");
    let column_width = (WIDTH - 2 * MARGIN) / i32::try_from(n_columns)?;
    let scale = Scale::of(rows, column_width);
    let height = HEAD + i32::try_from(rows.len())? * (ROW_TITLE + PANEL_HEIGHT) + MARGIN;
    picture(WIDTH.cast_unsigned(), height.cast_unsigned(), |area| {
        let centred = text(34).color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
        area.draw(&Text::new(title.to_owned(), (WIDTH / 2, 40), centred)).map_err(drawing)?;
        legend(area)?;
        for (number, row) in (0..).zip(rows) {
            let top = HEAD + number * (ROW_TITLE + PANEL_HEIGHT);
            let style = text(22).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
            let label = fitted(area, &row.title, 22, WIDTH - 2 * MARGIN)?;
            area.draw(&Text::new(label, (MARGIN, top + ROW_TITLE / 2), style)).map_err(drawing)?;
            let ground = top + ROW_TITLE + PANEL_HEIGHT - 12;
            let ends = [(MARGIN, ground), (WIDTH - MARGIN, ground)];
            area.draw(&PathElement::new(ends, ShapeStyle::from(FAINT).stroke_width(3))).map_err(drawing)?;
            for (column, figure) in (0..).zip(&row.phases) {
                let middle = MARGIN + column * column_width + column_width / 2;
                if let Some(behind) = row.behind.get(usize::try_from(column)?) {
                    scale.draw(area, behind, (middle, ground), true)?;
                }
                scale.draw(area, figure, (middle, ground), false)?;
            }
        }
        Ok(())
    })
}

/// Metres to pixels.
struct Scale {
    pixels_per_metre: f64,
    middle_m: f64,
}

impl Scale {
    fn of(rows: &[StickFigureRow], column_width: i32) -> Self {
        let (mut low, mut high, mut top) = (f64::INFINITY, f64::NEG_INFINITY, 0.0_f64);
        for figure in rows.iter().flat_map(|row| row.phases.iter().chain(&row.behind)) {
            let discs = figure.discs.iter().flat_map(|(_, (x, y), r)| [(x - r, y - r), (x + r, y + r)]);
            for (x, y) in figure.lines.iter().flat_map(|(_, points)| points.iter().copied()).chain(discs) {
                (low, high, top) = (low.min(x), high.max(x), top.max(y));
            }
        }
        let fits_up = f64::from(PANEL_HEIGHT - 20) / top.max(1e-9);
        let fits_across = f64::from(column_width - 12) / (high - low).max(1e-9);
        Self { pixels_per_metre: fits_up.min(fits_across), middle_m: 0.5 * (low + high) }
    }

    fn draw(&self, area: &Area<'_>, figure: &StickFigure, (middle, ground): (i32, i32), is_ghost: bool) -> Result<()> {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a picture are few")]
        let at = |(x, y): (f64, f64)| {
            let (right, up) = ((x - self.middle_m) * self.pixels_per_metre, y * self.pixels_per_metre);
            (middle + right.round() as i32, ground - up.round() as i32)
        };
        let colour = |ink: Ink| match ink {
            _ if is_ghost => GHOST,
            Ink::Left => PALETTE[0],
            Ink::Right => PALETTE[2],
            Ink::Trunk => INK,
            Ink::Equipment => MUTED,
        };
        for (ink, points) in &figure.lines {
            let points: Vec<_> = points.iter().map(|point| at(*point)).collect();
            let style = ShapeStyle::from(colour(*ink)).stroke_width(if is_ghost { 4 } else { 5 });
            area.draw(&PathElement::new(points, style)).map_err(drawing)?;
        }
        for (ink, centre, radius) in &figure.discs {
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a picture are few")]
            let radius = (radius * self.pixels_per_metre).round() as i32;
            let style = match ink {
                Ink::Equipment => colour(*ink).filled(),
                _ => ShapeStyle::from(colour(*ink)).stroke_width(4),
            };
            area.draw(&Circle::new(at(*centre), radius, style)).map_err(drawing)?;
        }
        Ok(())
    }
}

fn legend(area: &Area<'_>) -> Result<()> {
    let entries = [
        (PALETTE[0], "the lifter's left"),
        (PALETTE[2], "the lifter's right"),
        (INK, "trunk and head"),
        (MUTED, "bar, bench"),
        (GHOST, "good form, same phase"),
    ];
    area.draw(&Rectangle::new([(0, 66), (WIDTH, 106)], WHITE.filled())).map_err(drawing)?;
    for (number, (colour, label)) in (0..).zip(entries) {
        let x = MARGIN + 60 + number * 280;
        let line = ShapeStyle::from(colour).stroke_width(6);
        area.draw(&PathElement::new([(x, 86), (x + 40, 86)], line)).map_err(drawing)?;
        let style = text(20).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(label, (x + 52, 86), style)).map_err(drawing)?;
    }
    Ok(())
}
