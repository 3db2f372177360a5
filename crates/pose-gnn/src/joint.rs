//! Points of a body and the angles between them.

use words::landmark::N_LANDMARKS;

/// The landmarks of one frame.
pub(crate) type Points = [[f64; 3]; N_LANDMARKS];

pub(crate) fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn length(a: [f64; 3]) -> f64 {
    dot(a, a).sqrt()
}

/// The point halfway between a left landmark and its right counterpart.
pub(crate) fn middle(points: &Points, left: usize) -> [f64; 3] {
    let (a, b) = (points[left], points[left + 1]);
    [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.5 * (a[2] + b[2])]
}

/// The angle at `joint` between the directions to `a` and `b`, in degrees; 180 where one of them has no length.
pub(crate) fn angle_deg(a: [f64; 3], joint: [f64; 3], b: [f64; 3]) -> f64 {
    let (u, v) = (minus(a, joint), minus(b, joint));
    let lengths = length(u) * length(v);
    if lengths < 1e-12 { 180.0 } else { (dot(u, v) / lengths).clamp(-1.0, 1.0).acos().to_degrees() }
}
