//! Painting with signed distances: exact arithmetic and `libm` only, so that pixels are equal on all platforms.

mod canvas;
mod colour;
mod distance;
mod easel;
mod frame;
mod noise;

pub(super) use canvas::CANVAS_SIDE;
pub(super) use colour::{Rgb, grey, hsv, luminance, mix, scaled};
pub(super) use distance::{arc, bow, box_, circle, ellipse, polygon, segment, smooth_union};
pub(super) use easel::{Easel, Solid};
pub(super) use frame::{Frame, Vec2, vec2};
pub(super) use noise::Noise;
