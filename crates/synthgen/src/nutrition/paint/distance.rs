//! Signed distances to shapes.

use super::frame::{Vec2, vec2};

/// Signed distances, negative inside. After Inigo Quilez, "2D distance functions".
pub(crate) fn circle(p: Vec2, centre: Vec2, radius: f32) -> f32 {
    (p - centre).length() - radius
}

/// An ellipse about the origin; exact on the outline, close to it nearby.
pub(crate) fn ellipse(p: Vec2, radii: Vec2) -> f32 {
    let k = vec2(p.x / radii.x, p.y / radii.y).length();
    let gradient = vec2(p.x / (radii.x * radii.x), p.y / (radii.y * radii.y)).length();
    if gradient < 1e-6 { -radii.x.min(radii.y) } else { k * (k - 1.0) / gradient }
}

/// A box about the origin with rounded corners; `half` includes the rounding.
pub(crate) fn box_(p: Vec2, half: Vec2, rounding: f32) -> f32 {
    let q = vec2(p.x.abs() - half.x + rounding, p.y.abs() - half.y + rounding);
    vec2(q.x.max(0.0), q.y.max(0.0)).length() + q.x.max(q.y).min(0.0) - rounding
}

/// The distance to a line from `a` to `b`, and where along it the nearest point lies, 0–1.
pub(crate) fn segment(p: Vec2, a: Vec2, b: Vec2) -> (f32, f32) {
    let (pa, ba) = (p - a, b - a);
    let along = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    ((pa - ba * along).length(), along)
}

/// The distance to an arc about the origin that is symmetric about +y, its half angle in radians, and where along the arc
/// the nearest point lies: −1 to 1.
pub(crate) fn arc(p: Vec2, radius: f32, half_angle: f32) -> (f32, f32) {
    let angle = libm::atan2f(p.x, p.y);
    let nearest = angle.clamp(-half_angle, half_angle);
    let point = vec2(radius * libm::sinf(nearest), radius * libm::cosf(nearest));
    ((p - point).length(), nearest / half_angle)
}

/// The distance to an arc about the origin that is symmetric about +y; `end` is the sine and cosine of its half angle.
pub(crate) fn bow(p: Vec2, radius: f32, end: Vec2) -> f32 {
    let p = vec2(p.x.abs(), p.y);
    if end.y * p.x > end.x * p.y { (p - end * radius).length() } else { (p.length() - radius).abs() }
}

/// A closed polygon.
pub(crate) fn polygon(p: Vec2, corners: &[Vec2]) -> f32 {
    let mut nearest = f32::MAX;
    let mut inside = false;
    let mut previous = corners[corners.len() - 1];
    for &corner in corners {
        nearest = nearest.min(segment(p, previous, corner).0);
        if (corner.y > p.y) != (previous.y > p.y)
            && p.x < (previous.x - corner.x) * (p.y - corner.y) / (previous.y - corner.y) + corner.x
        {
            inside = !inside;
        }
        previous = corner;
    }
    if inside { -nearest } else { nearest }
}

/// The union of two shapes with a fillet of about `k`.
pub(crate) fn smooth_union(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}
