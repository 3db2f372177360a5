//! Smooth noise.

use super::frame::{Vec2, vec2};

/// Smooth value noise: a hash on a lattice of unit squares, interpolated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noise(pub(crate) u32);

impl Noise {
    /// 0–1, equal for equal arguments.
    pub(crate) fn at(self, p: Vec2) -> f32 {
        let ((x, u), (y, v)) = (split(p.x), split(p.y));
        let (u, v) = (fade(u), fade(v));
        let top = self.hash(x, y) * (1.0 - u) + self.hash(x.wrapping_add(1), y) * u;
        let y = y.wrapping_add(1);
        let bottom = self.hash(x, y) * (1.0 - u) + self.hash(x.wrapping_add(1), y) * u;
        top * (1.0 - v) + bottom * v
    }

    /// Two octaves, 0–1.
    pub(crate) fn rough(self, p: Vec2) -> f32 {
        0.65 * self.at(p) + 0.35 * Self(self.0 ^ 0x9e37).at(p * 2.3)
    }

    /// The distance to the nearest of one random point in every unit square, and a random number of that point.
    pub(crate) fn cells(self, p: Vec2) -> (f32, f32) {
        let ((x, u), (y, v)) = (split(p.x), split(p.y));
        let mut nearest = (9.0, 0.0);
        for dy in -1..=1_i8 {
            for dx in -1..=1_i8 {
                let (ix, iy) = (x.wrapping_add_signed(dx.into()), y.wrapping_add_signed(dy.into()));
                let along = self.hash(ix, iy);
                // The other numbers of a square: further bits of the same hash.
                let across = (along * 4096.0).fract();
                let from = vec2(f32::from(dx) + along - u, f32::from(dy) + across - v);
                let d2 = from.dot(from);
                if d2 < nearest.0 {
                    nearest = (d2, (along * 64.0).fract());
                }
            }
        }
        (nearest.0.sqrt(), nearest.1)
    }

    fn hash(self, x: u32, y: u32) -> f32 {
        let mut h = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ self.0.wrapping_mul(0xc2b2_ae3d);
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
        h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
        h ^= h >> 15;
        (h >> 8) as f32 / 16_777_216.0
    }
}

fn fade(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// The whole part, rounded down, as a lattice number, and the rest. Casts, as `floor` is a slow call on older processors.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a lattice number may wrap")]
fn split(t: f32) -> (u32, f32) {
    let truncated = t as i32;
    let floored = truncated - i32::from((truncated as f32) > t);
    (floored as u32, t - floored as f32)
}
