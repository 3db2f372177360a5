//! Points of the plane, and frames that turn and scale them.

use std::ops::{Add, Mul, Sub};

/// A point or direction; x to the right, y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Vec2 {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

pub(crate) const fn vec2(x: f32, y: f32) -> Vec2 {
    Vec2 { x, y }
}

impl Vec2 {
    pub(crate) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// The point at this angle from the x axis, towards y, and distance.
    pub(crate) fn polar(angle: f32, radius: f32) -> Self {
        vec2(radius * libm::cosf(angle), radius * libm::sinf(angle))
    }

    /// The angle from the x axis, towards y, in radians.
    pub(crate) fn angle(self) -> f32 {
        libm::atan2f(self.y, self.x)
    }

    pub(crate) fn rotated(self, angle: f32) -> Self {
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        vec2(cos * self.x - sin * self.y, sin * self.x + cos * self.y)
    }
}

impl Add for Vec2 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        vec2(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Vec2 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        vec2(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Vec2 {
    type Output = Self;

    fn mul(self, factor: f32) -> Self {
        vec2(self.x * factor, self.y * factor)
    }
}

/// Where a drawing's own coordinates lie on the canvas: an affine map with its inverse.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    origin: Vec2,
    x_axis: Vec2,
    y_axis: Vec2,
}

impl Frame {
    /// A frame whose unit is `scale` canvas pixels.
    pub(crate) fn new(origin: Vec2, scale: f32) -> Self {
        Self { origin, x_axis: vec2(scale, 0.0), y_axis: vec2(0.0, scale) }
    }

    /// Turns the drawing about its origin, clockwise as seen.
    pub(crate) fn turned(self, angle: f32) -> Self {
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let Self { origin, x_axis, y_axis } = self;
        Self { origin, x_axis: x_axis * cos + y_axis * sin, y_axis: y_axis * cos - x_axis * sin }
    }

    /// Stretches the drawing along its own axes.
    pub(crate) fn stretched(self, x: f32, y: f32) -> Self {
        Self { x_axis: self.x_axis * x, y_axis: self.y_axis * y, ..self }
    }

    pub(crate) fn scaled(self, factor: f32) -> Self {
        self.stretched(factor, factor)
    }

    /// Moves the drawing by its own units.
    pub(crate) fn moved(self, x: f32, y: f32) -> Self {
        Self { origin: self.to_canvas(vec2(x, y)), ..self }
    }

    /// Moves the drawing by canvas pixels.
    pub(crate) fn shifted(self, offset: Vec2) -> Self {
        Self { origin: self.origin + offset, ..self }
    }

    pub(crate) fn to_canvas(self, p: Vec2) -> Vec2 {
        self.origin + self.x_axis * p.x + self.y_axis * p.y
    }

    /// Canvas pixels that one unit of the drawing spans, on average.
    pub(crate) fn scale(self) -> f32 {
        self.determinant().abs().sqrt()
    }

    /// The largest canvas distances from the origin within a box of these half extents.
    pub(super) fn reach(self, half: Vec2) -> Vec2 {
        vec2(
            self.x_axis.x.abs() * half.x + self.y_axis.x.abs() * half.y,
            self.x_axis.y.abs() * half.x + self.y_axis.y.abs() * half.y,
        )
    }

    pub(super) fn origin(self) -> Vec2 {
        self.origin
    }

    /// The drawing's coordinates as `a + b·x + c·y` of canvas coordinates: returns (a, b, c).
    pub(super) fn inverse(self) -> (Vec2, Vec2, Vec2) {
        let inverse = 1.0 / self.determinant();
        let b = vec2(self.y_axis.y * inverse, -self.x_axis.y * inverse);
        let c = vec2(-self.y_axis.x * inverse, self.x_axis.x * inverse);
        let a = vec2(0.0, 0.0) - (b * self.origin.x + c * self.origin.y);
        (a, b, c)
    }

    /// A canvas direction as seen by the drawing, its length kept.
    pub(super) fn direction(self, d: Vec2) -> Vec2 {
        vec2(d.dot(self.x_axis) / self.x_axis.length(), d.dot(self.y_axis) / self.y_axis.length())
    }

    fn determinant(self) -> f32 {
        self.x_axis.x * self.y_axis.y - self.x_axis.y * self.y_axis.x
    }
}
