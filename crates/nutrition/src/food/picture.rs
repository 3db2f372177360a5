//! A picture as a network sees it.

use crate::error::{Error, Result};

/// Smallest and largest side of a picture that networks are made for.
pub(crate) const SIDES: std::ops::RangeInclusive<usize> = 16..=512;

/// A square picture, red, green and blue from 0 to 255.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoodPicture {
    side: usize,
    /// `[side, side, 3]`
    pixels: Vec<u8>,
}

/// A picture of which the food is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoodExample {
    /// What is seen.
    pub picture: FoodPicture,
    /// The place of its food among the classes.
    pub class: usize,
}

impl FoodPicture {
    /// A picture of `[side, side, 3]` bytes, row after row from the top, red first.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a side out of 16 to 512 pixels or another number of bytes
    pub fn new(side: usize, pixels: Vec<u8>) -> Result<Self> {
        if !SIDES.contains(&side) {
            let (what, expected) = ("side of a picture".to_owned(), "16 to 512 pixels".to_owned());
            return Err(Error::OutOfRange { what, expected, got: side.to_string() });
        }
        if pixels.len() != side * side * 3 {
            let (what, expected) = (format!("bytes of a picture of side {side}"), (side * side * 3).to_string());
            return Err(Error::OutOfRange { what, expected, got: pixels.len().to_string() });
        }
        Ok(Self { side, pixels })
    }

    /// Pixels in a row, and rows.
    pub fn side(&self) -> usize {
        self.side
    }

    /// `[side, side, 3]`
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The picture as a network sees it: values from −1 to 1.
    pub(super) fn inputs(&self) -> impl Iterator<Item = f32> {
        self.pixels.iter().map(|&value| scaled(f32::from(value)))
    }

    /// Adds these values to others.
    pub(super) fn add_inputs(&self, values: &mut Vec<f32>) {
        values.extend(self.inputs());
    }
}

/// A value of 0 to 255 as one of −1 to 1.
#[inline]
pub(super) fn scaled(value: f32) -> f32 {
    value / 127.5 - 1.0
}
