//! Pictures as they might have been taken instead: another crop, mirrored, in another light.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::config::FoodTrainingConfig;
use super::picture::{FoodPicture, scaled};

/// Widest crop relative to its height, and the reverse.
const MOST_STRETCH: f32 = 1.25;
/// Parts of red, green and blue in what the eye takes for brightness (ITU-R BT.601).
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];

/// A picture as a network sees it, augmented at random.
///
/// A crop of at least `min_crop_share` of the area, stretched by up to 1.25, turned by up to `max_rotation_deg` and brought back
/// to the full side; left and right swapped half of the time; brightness, contrast and saturation changed by up to
/// `colour_jitter`, and each colour of the light by half of it. Returns `[side, side, 3]`.
pub(super) fn augment(picture: &FoodPicture, config: &FoodTrainingConfig, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let mut inputs = crop(picture, config.min_crop_share, config.max_rotation_deg, rng);
    jitter(&mut inputs, config.colour_jitter, rng);
    inputs
}

fn crop(picture: &FoodPicture, min_share: f32, max_rotation_deg: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let side = picture.side();
    let full = side as f32;
    let size = full * rng.random_range(min_share..=1.0).sqrt();
    let stretch = MOST_STRETCH.sqrt().powf(rng.random_range(-1.0..=1.0));
    let (height, width) = ((size / stretch).min(full), (size * stretch).min(full));
    let middle_y = rng.random_range(0.0..=full - height) + 0.5 * height;
    let middle_x = rng.random_range(0.0..=full - width) + 0.5 * width;
    let mirror = if rng.random_bool(0.5) { -1.0 } else { 1.0 };
    let (sin, cos) = (max_rotation_deg * rng.random_range(-1.0..=1.0_f32)).to_radians().sin_cos();
    let pixels = picture.pixels();
    let mut inputs = Vec::with_capacity(side * side * 3);
    for row in 0..side {
        let v = ((row as f32 + 0.5) / full - 0.5) * height;
        for column in 0..side {
            let u = ((column as f32 + 0.5) / full - 0.5) * width * mirror;
            // Beyond the edge the edge goes on.
            let x = Sample::of(middle_x + cos * u - sin * v, side);
            let y = Sample::of(middle_y + sin * u + cos * v, side);
            let corner = |row: usize, column: usize| &pixels[(row * side + column) * 3..][..3];
            let (a, b) = (corner(y.low, x.low), corner(y.low, x.high));
            let (c, d) = (corner(y.high, x.low), corner(y.high, x.high));
            for channel in 0..3 {
                let [a, b, c, d] = [a, b, c, d].map(|pixel| f32::from(pixel[channel]));
                let (upper, lower) = (a + (b - a) * x.share, c + (d - c) * x.share);
                inputs.push(scaled(upper + (lower - upper) * y.share));
            }
        }
    }
    inputs
}

/// Between which two pixels a place lies, and how near to the second.
struct Sample {
    low: usize,
    high: usize,
    share: f32,
}

impl Sample {
    /// `place` in pixels from the edge.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
    fn of(place: f32, side: usize) -> Self {
        let centre = (place - 0.5).clamp(0.0, (side - 1) as f32);
        let low = centre as usize;
        Self { low, high: (low + 1).min(side - 1), share: centre - low as f32 }
    }
}

fn jitter(inputs: &mut [f32], most: f32, rng: &mut ChaCha8Rng) {
    let [brightness, contrast, saturation] = std::array::from_fn(|_| 1.0 + most * rng.random_range(-1.0..=1.0_f32));
    let light: [f32; 3] = std::array::from_fn(|_| brightness * (1.0 + 0.5 * most * rng.random_range(-1.0..=1.0_f32)));
    let (pixels, _) = inputs.as_chunks_mut::<3>();
    let luma = |pixel: &[f32; 3]| pixel.iter().zip(LUMA).map(|(value, part)| value * part).sum::<f32>();
    let mean = pixels.iter().map(luma).sum::<f32>() / pixels.len() as f32;
    for pixel in pixels {
        let grey = luma(pixel);
        for (value, light) in pixel.iter_mut().zip(light) {
            let saturated = grey + (*value - grey) * saturation;
            let contrasted = mean + (saturated - mean) * contrast;
            // Light multiplies: −1 is black.
            *value = ((contrasted + 1.0) * light - 1.0).clamp(-1.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn picture() -> FoodPicture {
        let pixels = (0..16 * 16 * 3).map(|at| u8::try_from(at * 7 % 251).expect("below 251")).collect();
        FoodPicture::new(16, pixels).expect("the right size")
    }

    /// With the whole picture, unstretched colours and no jitter, only mirroring is left.
    #[test]
    fn augment_without_crop_and_jitter_is_the_picture_or_its_mirror_image_nearly() {
        let picture = picture();
        let (mut plain, mut mirrored) = (0, 0);
        for seed in 0..40 {
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            let inputs = crop(&picture, 1.0, 0.0, rng);
            let expected: Vec<f32> = picture.inputs().collect();
            let at = |row: usize, column: usize| expected[(row * 16 + column) * 3];
            let distance = |mirror: bool| -> f32 {
                (0..256)
                    .map(|pixel| {
                        let (row, column) = (pixel / 16, pixel % 16);
                        (inputs[pixel * 3] - at(row, if mirror { 15 - column } else { column })).abs()
                    })
                    .sum()
            };
            if distance(false) < distance(true) { plain += 1 } else { mirrored += 1 }
        }
        assert!(plain > 8 && mirrored > 8, "{plain} plain, {mirrored} mirrored");
    }

    #[test]
    fn augment_of_any_seed_stays_within_the_range_and_is_repeatable() {
        let config = FoodTrainingConfig { min_crop_share: 0.3, colour_jitter: 0.5, ..FoodTrainingConfig::default() };
        for seed in 0..50 {
            let once = augment(&picture(), &config, &mut ChaCha8Rng::seed_from_u64(seed));
            assert_eq!(once, augment(&picture(), &config, &mut ChaCha8Rng::seed_from_u64(seed)));
            assert_eq!(once.len(), 16 * 16 * 3);
            assert!(once.iter().all(|value| (-1.0..=1.0).contains(value)));
        }
    }

    #[test]
    fn jitter_of_a_picture_of_one_colour_keeps_it_one() {
        let grey = FoodPicture::new(16, vec![100; 16 * 16 * 3]).expect("the right size");
        let config = FoodTrainingConfig { colour_jitter: 0.4, ..FoodTrainingConfig::default() };
        let inputs = augment(&grey, &config, &mut ChaCha8Rng::seed_from_u64(3));
        let (first, expected) = (inputs[0], scaled(100.0));
        assert!(inputs.chunks(3).all(|pixel| pixel == &inputs[..3]));
        assert!((first - expected).abs() > 1e-3, "the light changes");
    }
}
