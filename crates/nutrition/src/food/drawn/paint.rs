//! A colour for each place, and what is done to a whole picture.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::food::picture::FoodPicture;

/// Places are given in these units from the upper left, whatever the number of pixels.
pub(super) const SIZE: f32 = 64.0;

pub(super) type Colour = [f32; 3];

/// The colour at a place (to the right, down).
pub(super) type Paint = Box<dyn Fn(f32, f32) -> Colour>;

/// A number from a range.
pub(super) fn within(rng: &mut ChaCha8Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * rng.random::<f32>()
}

pub(super) fn chance(rng: &mut ChaCha8Rng, probability: f32) -> bool {
    rng.random::<f32>() < probability
}

pub(super) fn colour(rng: &mut ChaCha8Rng) -> Colour {
    std::array::from_fn(|_| within(rng, 0.0, 255.0))
}

/// Two colours that can be told apart.
pub(super) fn two_colours(rng: &mut ChaCha8Rng) -> [Colour; 2] {
    loop {
        let [a, b] = [colour(rng), colour(rng)];
        if a.iter().zip(b).any(|(a, b)| (a - b).abs() > 50.0) {
            return [a, b];
        }
    }
}

pub(super) fn mixed(a: Colour, b: Colour, share: f32) -> Colour {
    std::array::from_fn(|channel| a[channel] + (b[channel] - a[channel]) * share)
}

/// Random values on a lattice, from 0 to 1, the same for the same place.
pub(super) fn lattice(seed: u64, x: i64, y: i64) -> f32 {
    // SplitMix64 (Steele et al. 2014).
    let mut z = seed
        ^ x.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ y.cast_unsigned().wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as f32 / u64::MAX as f32
}

/// Noise between the values of a lattice whose cells are 1 wide; mean about 0, most values within −1 and 1.
#[expect(clippy::cast_possible_truncation, reason = "places are small")]
pub(super) fn smooth_noise(seed: u64, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |share: f32| share * share * (3.0 - 2.0 * share);
    let (u, v) = (ease(x - left), ease(y - top));
    let (left, top) = (left as i64, top as i64);
    let corner = |dx, dy| lattice(seed, left + dx, top + dy);
    let upper = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let lower = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    2.0 * (upper + (lower - upper) * v) - 1.0
}

/// Noise of cells of 32, 16, 8 … 1 units, each smaller one `fade` times as strong.
pub(super) fn cloudy_noise(seed: u64, x: f32, y: f32, fade: f32) -> f32 {
    let (mut cell, mut strength, mut sum, mut squares) = (32.0, 1.0, 0.0, 0.0);
    for octave in 0..6 {
        sum += strength * smooth_noise(seed.wrapping_add(octave), x / cell, y / cell);
        squares += strength * strength;
        cell *= 0.5;
        strength *= fade;
    }
    sum / f32::sqrt(squares)
}

/// A picture that is being drawn.
pub(super) struct Canvas {
    side: usize,
    pixels: Vec<Colour>,
}

impl Canvas {
    pub(super) fn of(side: usize, paint: &Paint) -> Self {
        let place = |at: usize| (at as f32 + 0.5) * SIZE / side as f32;
        let pixels = (0..side * side).map(|pixel| paint(place(pixel % side), place(pixel / side))).collect();
        Self { side, pixels }
    }

    /// Light from a side, a lens out of focus, little contrast, grain of a camera: each sometimes.
    pub(super) fn vary(&mut self, rng: &mut ChaCha8Rng) {
        let side = self.side as f32;
        if chance(rng, 0.4) {
            let (right, down) = (within(rng, -0.35, 0.35), within(rng, -0.35, 0.35));
            for (pixel, colour) in self.pixels.iter_mut().enumerate() {
                let (x, y) = ((pixel % self.side) as f32 / side - 0.5, (pixel / self.side) as f32 / side - 0.5);
                *colour = colour.map(|value| value * (1.0 + right * x + down * y));
            }
        }
        if chance(rng, 0.3) {
            self.blur(within(rng, 0.2, 1.0));
        }
        if chance(rng, 0.3) {
            let (contrast, shift) = (within(rng, 0.2, 1.0), within(rng, -60.0, 60.0));
            for colour in &mut self.pixels {
                *colour = colour.map(|value| 128.0 + (value - 128.0) * contrast + shift);
            }
        }
        if chance(rng, 0.3) {
            let most = within(rng, 0.0, 18.0);
            for colour in &mut self.pixels {
                *colour = colour.map(|value| value + within(rng, -most, most));
            }
        }
    }

    /// Mixes each pixel with the mean of its neighbours.
    fn blur(&mut self, share: f32) {
        let side = self.side;
        let before = self.pixels.clone();
        for (pixel, colour) in self.pixels.iter_mut().enumerate() {
            let (x, y) = (pixel % side, pixel / side);
            let (mut sum, mut n) = ([0.0; 3], 0.0);
            for row in y.saturating_sub(1)..(y + 2).min(side) {
                for column in x.saturating_sub(1)..(x + 2).min(side) {
                    let other = before[row * side + column];
                    sum = std::array::from_fn(|channel| sum[channel] + other[channel]);
                    n += 1.0;
                }
            }
            *colour = mixed(*colour, sum.map(|value| value / n), share);
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 255")]
    pub(super) fn into_picture(self) -> FoodPicture {
        let byte = |value: f32| value.clamp(0.0, 255.0).round() as u8;
        let pixels = self.pixels.into_iter().flatten().map(byte).collect();
        FoodPicture::new(self.side, pixels).expect("a side that pictures have")
    }
}
