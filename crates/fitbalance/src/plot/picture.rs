//! Pictures as lists of marks, so that one drawing is PNG or SVG.

use std::convert::Infallible;
use std::path::Path;

use anyhow::{Context, Result, bail};
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;

use super::canvas::{Canvas, Fonts, Pixels};
use super::style::{Area, drawing};

/// Fonts of text in SVG: the one that is embedded in other pictures, where the reader has it.
const SVG_FONTS: &str = "DejaVu Sans, Verdana, sans-serif";

/// What was drawn.
pub(crate) struct Picture {
    size: (u32, u32),
    marks: Vec<Mark>,
}

enum Mark {
    Rectangle { corners: [BackendCoord; 2], style: Style, is_filled: bool },
    Path { points: Vec<BackendCoord>, style: Style },
    Polygon { corners: Vec<BackendCoord>, style: Style },
    Circle { at: BackendCoord, radius: u32, style: Style, is_filled: bool },
    Text { text: String, at: BackendCoord, style: Letters },
}

#[derive(Clone, Copy)]
struct Style {
    color: BackendColor,
    stroke_width: u32,
}

struct Letters {
    color: BackendColor,
    size: f64,
    transform: FontTransform,
    slant: FontStyle,
    anchor: Pos,
}

/// Draws a picture of `width` × `height` pixels.
pub(crate) fn picture(width: u32, height: u32, draw: impl FnOnce(&Area<'_>) -> Result<()>) -> Result<Picture> {
    let fonts = Fonts::embedded()?;
    let mut marks = Vec::new();
    let area = Recorder { size: (width, height), fonts: &fonts, marks: &mut marks }.into_drawing_area();
    draw(&area)?;
    drop(area);
    Ok(Picture { size: (width, height), marks })
}

impl Picture {
    /// Its bytes as PNG.
    pub(crate) fn png(&self) -> Result<Vec<u8>> {
        let fonts = Fonts::embedded()?;
        let (width, height) = self.size;
        let mut paper = Pixels::white(width, height);
        let mut canvas = Canvas::new(&mut paper, &fonts);
        self.replay(&mut canvas)?;
        canvas.present().map_err(drawing)?;
        drop(canvas);
        let pixels = paper.scaled_down();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_filter(png::Filter::Up);
        encoder.set_compression(png::Compression::High);
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&pixels))
            .context("cannot encode the picture")?;
        Ok(bytes)
    }

    /// Its text as SVG.
    pub(crate) fn svg(&self) -> Result<String> {
        let mut text = String::new();
        let mut backend = SVGBackend::with_string(&mut text, self.size);
        let paper = Style { color: BackendColor { alpha: 1.0, rgb: (255, 255, 255) }, stroke_width: 0 };
        let (width, height) = self.size;
        let corner = (width.cast_signed(), height.cast_signed());
        backend.draw_rect((0, 0), corner, &paper, true).map_err(drawing)?;
        self.replay(&mut backend)?;
        backend.present().map_err(drawing)?;
        drop(backend);
        Ok(text)
    }

    /// Its bytes in the format that the name of a file asks for.
    ///
    /// # Errors
    ///
    /// A name that ends in neither `.png` nor `.svg`
    pub(crate) fn for_file(&self, path: &Path) -> Result<Vec<u8>> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("png") => self.png(),
            Some("svg") => Ok(self.svg()?.into_bytes()),
            _ => bail!("`{}` is no name of a picture: expected one that ends in .png or .svg", path.display()),
        }
    }

    fn replay<B: DrawingBackend>(&self, backend: &mut B) -> Result<()> {
        for mark in &self.marks {
            match mark {
                Mark::Rectangle { corners: [from, to], style, is_filled } => {
                    backend.draw_rect(*from, *to, style, *is_filled)
                }
                Mark::Path { points, style } => backend.draw_path(points.iter().copied(), style),
                Mark::Polygon { corners, style } => backend.fill_polygon(corners.iter().copied(), style),
                Mark::Circle { at, radius, style, is_filled } => backend.draw_circle(*at, *radius, style, *is_filled),
                Mark::Text { text, at, style } => backend.draw_text(text, style, *at),
            }
            .map_err(drawing)?;
        }
        Ok(())
    }
}

/// Notes what is drawn.
pub(crate) struct Recorder<'a> {
    size: (u32, u32),
    fonts: &'a Fonts,
    marks: &'a mut Vec<Mark>,
}

type Never = DrawingErrorKind<Infallible>;

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), Never> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), Never> {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Result<(), Never> {
        self.marks.push(Mark::Rectangle {
            corners: [at, at],
            style: Style { color, stroke_width: 1 },
            is_filled: true,
        });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Result<(), Never> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), Never> {
        self.marks.push(Mark::Rectangle { corners: [from, to], style: Style::of(style), is_filled: fill });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Never> {
        self.marks.push(Mark::Path { points: path.into_iter().collect(), style: Style::of(style) });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), Never> {
        self.marks.push(Mark::Circle { at, radius, style: Style::of(style), is_filled: fill });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), Never> {
        self.marks.push(Mark::Polygon { corners: corners.into_iter().collect(), style: Style::of(style) });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), Never> {
        Ok(self.fonts.size_of(text, style))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Result<(), Never> {
        let letters = Letters {
            color: style.color(),
            size: style.size(),
            transform: style.transform(),
            slant: style.style(),
            anchor: style.anchor(),
        };
        self.marks.push(Mark::Text { text: text.to_owned(), at, style: letters });
        Ok(())
    }
}

impl Style {
    fn of(style: &impl BackendStyle) -> Self {
        Self { color: style.color(), stroke_width: style.stroke_width() }
    }
}

impl BackendStyle for Style {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.stroke_width
    }
}

impl BackendTextStyle for Letters {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn transform(&self) -> FontTransform {
        self.transform.clone()
    }

    fn style(&self) -> FontStyle {
        self.slant
    }

    fn anchor(&self) -> Pos {
        self.anchor
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(SVG_FONTS)
    }

    /// Both backends set letters on their own.
    fn layout_box(&self, _text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _at: BackendCoord,
        _draw: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
