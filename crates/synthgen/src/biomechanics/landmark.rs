//! The landmarks of one moment, and the sides of the body.

use words::landmark::N_LANDMARKS;

use super::vector::Vec3;

/// The landmarks of one moment.
pub type Landmarks = [Vec3; N_LANDMARKS];

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// 0 for left, 1 for right: what MediaPipe adds to the left landmark's number.
    pub(super) fn index(self) -> usize {
        match self {
            Self::Left => 0,
            Self::Right => 1,
        }
    }

    /// The sign of x on this side.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Left => 1.0,
            Self::Right => -1.0,
        }
    }
}
