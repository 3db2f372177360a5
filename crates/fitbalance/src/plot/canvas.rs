//! A canvas that draws enlarged and scales down, so that lines and letters have smooth edges.

use ab_glyph::{Font, FontRef, GlyphId, ScaleFont};
use anyhow::{Context, Result};
use plotters::prelude::{BitMapBackend, DrawingBackend};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle, FontTransform,
};

/// Each pixel of the picture is the mean of this many, squared.
const SCALE: u32 = 3;
/// Height of a capital letter of the font, as a share of the font size; labels are centred on it.
const CAPITAL: f32 = 0.626;

type DrawError<'a> = DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>;

/// Fonts of all text: they are compiled in, so that pictures look the same on every machine.
pub(crate) struct Fonts {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Fonts {
    /// Parses the embedded fonts.
    pub(crate) fn embedded() -> Result<Self> {
        let parse = |bytes| FontRef::try_from_slice(bytes).context("the embedded font is damaged");
        Ok(Self {
            regular: parse(include_bytes!("../../assets/DejaVuSans-subset.ttf"))?,
            bold: parse(include_bytes!("../../assets/DejaVuSans-Bold-subset.ttf"))?,
        })
    }

    /// Width and height of a line of text.
    pub(crate) fn size_of(&self, text: &str, style: &impl BackendTextStyle) -> (u32, u32) {
        let size = style.size();
        (pixels(text_width(self.of(style.style()), size, text)).cast_unsigned(), pixels(size).cast_unsigned())
    }

    fn of(&self, style: FontStyle) -> &FontRef<'static> {
        match style {
            FontStyle::Bold => &self.bold,
            FontStyle::Normal | FontStyle::Italic | FontStyle::Oblique => &self.regular,
        }
    }
}

/// Pixels of a picture of `size`, drawn at [`SCALE`] times its width and height.
pub(crate) struct Pixels {
    size: (u32, u32),
    enlarged: Vec<u8>,
}

impl Pixels {
    /// White paper.
    pub(crate) fn white(width: u32, height: u32) -> Self {
        let n_pixels = (width * SCALE) as usize * (height * SCALE) as usize;
        Self { size: (width, height), enlarged: vec![255; 3 * n_pixels] }
    }

    /// RGB bytes of the picture: means over squares of pixels.
    pub(crate) fn scaled_down(&self) -> Vec<u8> {
        let (scale, row_len) = (SCALE as usize, 3 * (self.size.0 * SCALE) as usize);
        let mut picture = Vec::with_capacity(self.enlarged.len() / (scale * scale));
        for rows in self.enlarged.chunks(scale * row_len) {
            for x in 0..self.size.0 as usize {
                for channel in 0..3 {
                    let first = 3 * scale * x + channel;
                    let squares = (0..scale * scale).map(|i| first + (i / scale) * row_len + 3 * (i % scale));
                    let sum: u32 = squares.map(|i| u32::from(rows[i])).sum();
                    picture.push(u8::try_from(sum / (SCALE * SCALE)).unwrap_or(u8::MAX));
                }
            }
        }
        picture
    }
}

/// Draws on [`Pixels`] in coordinates of the picture.
pub(crate) struct Canvas<'a> {
    size: (u32, u32),
    inner: BitMapBackend<'a>,
    fonts: &'a Fonts,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(pixels: &'a mut Pixels, fonts: &'a Fonts) -> Self {
        let (width, height) = pixels.size;
        let inner = BitMapBackend::with_buffer(&mut pixels.enlarged, (width * SCALE, height * SCALE));
        Self { size: (width, height), inner, fonts }
    }
}

impl<'a> DrawingBackend for Canvas<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawError<'a>> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawError<'a>> {
        self.inner.present()
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Result<(), DrawError<'a>> {
        self.draw_rect((x, y), (x, y), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawError<'a>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawError<'a>> {
        if fill {
            // A filled rectangle covers its last row and column.
            let end = SCALE.cast_signed() - 1;
            let (right, bottom) = enlarged((right, bottom));
            let (left, top) = enlarged((left, top));
            return self.inner.draw_rect((left, top), (right + end, bottom + end), &Enlarged::new(style), true);
        }
        self.draw_path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawError<'a>> {
        self.inner.draw_path(path.into_iter().map(centre), &Enlarged::new(style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawError<'a>> {
        self.inner.draw_circle(centre(at), radius * SCALE, &Enlarged::new(style), fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawError<'a>> {
        self.inner.fill_polygon(corners.into_iter().map(centre), &Enlarged::new(style))
    }

    /// Draws letter by letter where the font puts them, at fractions of a pixel; plotters' own text ignores the room
    /// that a letter has on its left, and centres by a height that is not the letters'.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        position: BackendCoord,
    ) -> Result<(), DrawError<'a>> {
        let size = style.size() * f64::from(SCALE);
        let font = self.fonts.of(style.style()).clone();
        let scaled = font.as_scaled(single(size));
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -text_width(&font, size, text) / 2.0,
            HPos::Right => -text_width(&font, size, text),
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => scaled.ascent(),
            VPos::Center => single(size) * CAPITAL / 2.0,
            VPos::Bottom => scaled.descent(),
        };
        let (color, origin) = (style.color(), centre(position));
        let mut pen = single(left);
        let mut previous: Option<GlyphId> = None;
        for letter in text.chars() {
            let id = scaled.glyph_id(letter);
            pen += previous.map_or(0.0, |previous| scaled.kern(previous, id));
            previous = Some(id);
            let glyph = id.with_scale_and_position(single(size), ab_glyph::point(pen, baseline));
            pen += scaled.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            let (x0, y0) = (pixels(bounds.min.x), pixels(bounds.min.y));
            let mut result = Ok(());
            outline.draw(|x, y, coverage| {
                let (x, y) = turned(&style.transform(), x0 + x.cast_signed(), y0 + y.cast_signed());
                let ink = color.mix(f64::from(coverage));
                if result.is_ok() {
                    result = self.inner.draw_pixel((origin.0 + x, origin.1 + y), ink);
                }
            });
            result?;
        }
        Ok(())
    }
}

/// Width of a line of text, in the unit of `size`.
fn text_width(font: &FontRef<'static>, size: f64, text: &str) -> f64 {
    let scaled = font.as_scaled(single(size));
    let mut width = 0.0;
    let mut previous: Option<GlyphId> = None;
    for letter in text.chars() {
        let id = scaled.glyph_id(letter);
        width += f64::from(scaled.h_advance(id) + previous.map_or(0.0, |previous| scaled.kern(previous, id)));
        previous = Some(id);
    }
    width
}

fn turned(transform: &FontTransform, x: i32, y: i32) -> (i32, i32) {
    transform.transform(x, y)
}

/// Upper left corner of a picture's pixel on the enlarged paper.
fn enlarged((x, y): BackendCoord) -> BackendCoord {
    (x * SCALE.cast_signed(), y * SCALE.cast_signed())
}

/// Centre of a picture's pixel on the enlarged paper.
fn centre(at: BackendCoord) -> BackendCoord {
    let (x, y) = enlarged(at);
    (x + SCALE.cast_signed() / 2, y + SCALE.cast_signed() / 2)
}

#[expect(clippy::cast_possible_truncation, reason = "sizes of letters and positions on the paper")]
fn single(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_possible_truncation, reason = "positions on the paper")]
fn pixels(value: impl Into<f64>) -> i32 {
    value.into().round() as i32
}

/// A style for the enlarged paper.
struct Enlarged {
    color: BackendColor,
    stroke_width: u32,
}

impl Enlarged {
    fn new(style: &impl BackendStyle) -> Self {
        Self { color: style.color(), stroke_width: style.stroke_width() * SCALE }
    }
}

impl BackendStyle for Enlarged {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.stroke_width
    }
}
