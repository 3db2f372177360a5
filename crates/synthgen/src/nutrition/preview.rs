//! A contact sheet of all foods.

use rayon::prelude::*;
use words::FoodClass;

use super::camera::IMAGE_SIDE;
use super::generator::NutritionGenerator;

/// Images of each class on a contact sheet.
pub const N_SHEET_SAMPLES: usize = 8;
/// White pixels between images.
const GAP: usize = 4;

/// A picture in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RgbImage {
    /// Pixels along a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green and blue, `[height, width, 3]`, rows from the top.
    pub pixels: Vec<u8>,
}

/// The first images of every class: a row a class, in the order of [`FoodClass::ALL`](words::FoodClass::ALL), 8 samples each.
pub fn contact_sheet(generator: &NutritionGenerator) -> RgbImage {
    let side = IMAGE_SIDE + GAP;
    let (width, height) = (N_SHEET_SAMPLES * side + GAP, FoodClass::N * side + GAP);
    let mut pixels = vec![255; width * height * 3];
    let images: Vec<_> =
        (0..FoodClass::N * N_SHEET_SAMPLES).into_par_iter().map(|index| generator.image(index)).collect();
    for image in images {
        let (row, column) = (image.class.index(), image.index / FoodClass::N);
        for (y, line) in image.pixels.chunks_exact(IMAGE_SIDE * 3).enumerate() {
            let start = ((row * side + GAP + y) * width + column * side + GAP) * 3;
            pixels[start..start + line.len()].copy_from_slice(line);
        }
    }
    RgbImage { width, height, pixels }
}
