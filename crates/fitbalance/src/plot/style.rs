//! What every picture shares: font, colours and text.

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::DrawingArea;
use plotters::style::{RGBColor, TextStyle};

use crate::plot::picture::Recorder;

/// Name by which plotters asks for the embedded font.
pub(crate) const FONT: &str = "fitbalance";
/// Ink of text and axes.
pub(crate) const INK: RGBColor = RGBColor(40, 40, 40);
/// Grid lines and secondary marks.
pub(crate) const FAINT: RGBColor = RGBColor(215, 215, 215);
/// Marks that are there but not significant.
pub(crate) const MUTED: RGBColor = RGBColor(140, 140, 140);
/// Colours that people with any colour vision tell apart (Okabe & Ito 2008).
pub(crate) const PALETTE: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
];

/// The drawing area of one picture.
pub(crate) type Area<'a> = DrawingArea<Recorder<'a>, Shift>;

/// Text of `size` pixels in ink.
pub(crate) fn text(size: u32) -> TextStyle<'static> {
    (FONT, f64::from(size)).into()
}

/// The text if it is at most `width` pixels wide at this size, else its beginning with an ellipsis.
pub(crate) fn fitted(area: &Area<'_>, label: &str, size: u32, width: i32) -> Result<String> {
    let is_short = |label: &str| -> Result<bool> {
        let (got, _) = area.estimate_text_size(label, &text(size)).map_err(drawing)?;
        Ok(got.cast_signed() <= width)
    };
    if is_short(label)? {
        return Ok(label.to_owned());
    }
    let mut kept = label.to_owned();
    while kept.pop().is_some() {
        let shortened = format!("{}…", kept.trim_end());
        if is_short(&shortened)? {
            return Ok(shortened);
        }
    }
    Ok(kept)
}

/// An error of the drawing library as one of ours; its type borrows from the canvas.
pub(crate) fn drawing(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("cannot draw: {error}")
}
