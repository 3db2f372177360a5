//! Points and directions in space.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or direction in metres: x to the subject's left, y up, z where the standing subject faces.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    /// To the subject's left.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Forward.
    pub z: f64,
}

/// Makes a [`Vec3`].
pub(super) const fn vec3(x: f64, y: f64, z: f64) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    /// The scalar product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// The Euclidean length.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The distance between two points.
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The point halfway between two points.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        (self + other) * 0.5
    }

    pub(super) fn cross(self, other: Self) -> Self {
        vec3(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub(super) fn normalized(self) -> Self {
        self * (1.0 / self.length())
    }

    /// The part of `self` perpendicular to the unit vector `axis`, of length 1.
    pub(super) fn perpendicular_to(self, axis: Self) -> Self {
        let part = self - axis * self.dot(axis);
        if part.length() > 1e-9 {
            return part.normalized();
        }
        // A hint along the axis says nothing: any perpendicular direction will do.
        let other = if axis.x.abs() < 0.9 { vec3(1.0, 0.0, 0.0) } else { vec3(0.0, 1.0, 0.0) };
        axis.cross(other).normalized()
    }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        vec3(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        vec3(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// The axes of a rigid segment: its left, up and forward.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basis {
    pub(super) left: Vec3,
    pub(super) up: Vec3,
    pub(super) forward: Vec3,
}

impl Basis {
    /// Pitched forward by `pitch_deg`, rolled towards the right by `roll_deg` and turned towards the left by
    /// `yaw_deg`, in this order about the world's axes.
    pub(super) fn turned(pitch_deg: f64, roll_deg: f64, yaw_deg: f64) -> Self {
        let (sin_pitch, cos_pitch) = sin_cos_deg(pitch_deg);
        let (sin_roll, cos_roll) = sin_cos_deg(roll_deg);
        let (sin_yaw, cos_yaw) = sin_cos_deg(yaw_deg);
        let turn = |v: Vec3| {
            let v = vec3(v.x * cos_roll - v.y * sin_roll, v.x * sin_roll + v.y * cos_roll, v.z);
            vec3(v.x * cos_yaw + v.z * sin_yaw, v.y, v.z * cos_yaw - v.x * sin_yaw)
        };
        Self {
            left: turn(vec3(1.0, 0.0, 0.0)),
            up: turn(vec3(0.0, cos_pitch, sin_pitch)),
            forward: turn(vec3(0.0, -sin_pitch, cos_pitch)),
        }
    }

    /// The world direction of a vector given in this segment's axes.
    pub(super) fn direction(&self, local: Vec3) -> Vec3 {
        self.left * local.x + self.up * local.y + self.forward * local.z
    }
}

pub(super) fn sin_cos_deg(angle_deg: f64) -> (f64, f64) {
    libm::sincos(angle_deg.to_radians())
}

/// The angle at `joint` between the directions to `a` and `b`, in degrees from 0 to 180.
pub(super) fn angle_deg(a: Vec3, joint: Vec3, b: Vec3) -> f64 {
    let (u, v) = (a - joint, b - joint);
    libm::atan2(u.cross(v).length(), u.dot(v)).to_degrees()
}

/// `from` at 0, `to` at 1.
pub(super) fn lerp(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}
