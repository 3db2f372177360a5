//! The pixels that are painted on.

use super::colour::{Rgb, mix};
use super::frame::{Frame, Vec2};

/// Pixels along a side of the canvas: twice those of an image, so that a photograph averages four of them.
pub(crate) const CANVAS_SIDE: usize = 128;

/// A square picture being painted.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    pixels: Vec<Rgb>,
}

impl Canvas {
    pub(crate) fn new() -> Self {
        Self { pixels: vec![[0.0; 3]; CANVAS_SIDE * CANVAS_SIDE] }
    }

    /// Rows of pixels from the top.
    pub(crate) fn pixels(&self) -> &[Rgb] {
        &self.pixels
    }

    /// Lays colour with opacity over every pixel within a box of half extents `half` about the frame's origin.
    pub(crate) fn fill(&mut self, frame: Frame, half: Vec2, paint: impl Fn(Vec2) -> (Rgb, f32)) {
        let (origin, reach) = (frame.origin(), frame.reach(half));
        let (a, b, c) = frame.inverse();
        for y in span(origin.y, reach.y) {
            let row = a + c * (y as f32 + 0.5);
            for x in span(origin.x, reach.x) {
                let p = row + b * (x as f32 + 0.5);
                if p.x.abs() > half.x || p.y.abs() > half.y {
                    continue;
                }
                let (colour, opacity) = paint(p);
                if opacity > 0.0 {
                    let pixel = &mut self.pixels[y * CANVAS_SIDE + x];
                    *pixel = mix(*pixel, colour, opacity);
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limited to the canvas first")]
fn span(centre: f32, reach: f32) -> std::ops::Range<usize> {
    let limit = |edge: f32| edge.clamp(0.0, CANVAS_SIDE as f32) as usize;
    limit((centre - reach).floor())..limit((centre + reach).ceil())
}
