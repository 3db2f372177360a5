//! Where in a picture the network sees the food: how much less sure it is without each part.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use nutrition::{FoodClassifier, FoodPicture};
use serde::{Deserialize, Serialize};

use crate::error::{Result, by_model};

/// Cells of the map in a row, and rows.
const N_CELLS: usize = 14;
/// Cells that are hidden together, in a row.
const HIDDEN: usize = 3;
/// Side of the drawing in pixels, at least.
const DRAWN_SIDE: u32 = 448;

/// How much each part of a picture speaks for a food.
///
/// # Source
///
/// Zeiler & Fergus (2014), ECCV, occlusion
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoodMap {
    /// The food that is explained.
    pub food: String,
    /// Its probability in the whole picture.
    pub probability: f64,
    /// Rows from the top: by how much hiding a cell and its neighbours lowers the log-odds of the food.
    pub log_odds: Vec<Vec<f64>>,
}

impl FoodMap {
    pub(super) fn of(classifier: &FoodClassifier, picture: &FoodPicture, class: usize) -> Result<Self> {
        let of_all = |pictures: &[&FoodPicture]| classifier.probabilities(pictures).map_err(by_model("food network"));
        let log_odds = |probability: f64| (probability.max(1e-12) / (1.0 - probability).max(1e-12)).ln();
        let whole = of_all(&[picture])?[0][class];
        let n_places = N_CELLS - HIDDEN + 1;
        let places: Vec<(usize, usize)> = (0..n_places * n_places).map(|at| (at % n_places, at / n_places)).collect();
        let hidden: Vec<FoodPicture> = places.iter().map(|(column, row)| without(picture, *column, *row)).collect();
        let probabilities = of_all(&hidden.iter().collect::<Vec<_>>())?;
        // A cell is hidden in several pictures: the mean of these.
        let mut sums = vec![vec![(0.0, 0.0); N_CELLS]; N_CELLS];
        for ((column, row), probabilities) in places.iter().zip(&probabilities) {
            let drop = log_odds(whole) - log_odds(probabilities[class]);
            for cells in &mut sums[*row..row + HIDDEN] {
                for (sum, n) in &mut cells[*column..column + HIDDEN] {
                    *sum += drop;
                    *n += 1.0;
                }
            }
        }
        let mean = |cells: Vec<(f64, f64)>| cells.into_iter().map(|(sum, n)| sum / n).collect();
        let log_odds = sums.into_iter().map(mean).collect();
        Ok(Self { food: classifier.classes()[class].clone(), probability: whole, log_odds })
    }

    /// The picture as PNG, red where it speaks for the food and blue where it speaks against it, the more the stronger.
    pub fn png(&self, picture: &FoodPicture) -> Vec<u8> {
        let side = u32::try_from(picture.side()).expect("sides are at most 512");
        let square = RgbImage::from_raw(side, side, picture.pixels().to_vec()).expect("as many bytes as pixels");
        let drawn_side = DRAWN_SIDE.max(side);
        let mut drawn =
            DynamicImage::ImageRgb8(square).resize_exact(drawn_side, drawn_side, FilterType::Triangle).into_rgb8();
        let most = self.log_odds.iter().flatten().fold(1e-9_f64, |most, value| most.max(value.abs()));
        for (x, y, pixel) in drawn.enumerate_pixels_mut() {
            let strength =
                self.between_cells(f64::from(x) / f64::from(drawn_side), f64::from(y) / f64::from(drawn_side));
            *pixel = tinted(*pixel, strength / most);
        }
        let mut bytes = Cursor::new(Vec::new());
        drawn.write_to(&mut bytes, ImageFormat::Png).expect("memory takes all");
        bytes.into_inner()
    }

    /// The map at a place, given as shares of the side.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the map")]
    fn between_cells(&self, x: f64, y: f64) -> f64 {
        let near = |share: f64| {
            let place = (share * N_CELLS as f64 - 0.5).clamp(0.0, (N_CELLS - 1) as f64);
            (place as usize, (place as usize + 1).min(N_CELLS - 1), place.fract())
        };
        let ((left, right, u), (top, bottom, v)) = (near(x), near(y));
        let row = |row: usize| self.log_odds[row][left] + (self.log_odds[row][right] - self.log_odds[row][left]) * u;
        row(top) + (row(bottom) - row(top)) * v
    }
}

/// The picture with some cells in its mean colour.
fn without(picture: &FoodPicture, column: usize, row: usize) -> FoodPicture {
    let side = picture.side();
    let mut pixels = picture.pixels().to_vec();
    let n = u64::try_from(side * side).expect("small");
    let mean: [u8; 3] = std::array::from_fn(|channel| {
        let sum: u64 = pixels.iter().skip(channel).step_by(3).map(|value| u64::from(*value)).sum();
        u8::try_from(sum / n).expect("a mean of bytes")
    });
    let bounds = |cell: usize| cell * side / N_CELLS..(cell + HIDDEN) * side / N_CELLS;
    for y in bounds(row) {
        for x in bounds(column) {
            pixels[(y * side + x) * 3..][..3].copy_from_slice(&mean);
        }
    }
    FoodPicture::new(side, pixels).expect("the same size")
}

/// A pixel in grey under red or blue, of a strength from −1 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 255")]
fn tinted(Rgb(colours): Rgb<u8>, strength: f64) -> Rgb<u8> {
    let tint = if strength > 0.0 { [230.0, 30.0, 20.0] } else { [30.0, 60.0, 230.0] };
    let share = 0.65 * strength.abs().min(1.0);
    Rgb(std::array::from_fn(|channel| {
        (f64::from(colours[channel]) * (1.0 - share) + tint[channel] * share).round() as u8
    }))
}
