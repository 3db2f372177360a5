//! From a painting to a photograph: blur, light, noise, colour cast.

use super::paint::{CANVAS_SIDE, Easel, Rgb, Vec2, luminance, vec2};
use super::params::NutritionParams;

/// Pixels along a side of an image.
pub const IMAGE_SIDE: usize = 64;

/// How a photograph of the easel differs from what was painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camera {
    /// Factors of red, green and blue.
    balance: Rgb,
    /// Mixes the channels by turning hues, radians.
    hue: f32,
    saturation: f32,
    gamma: f32,
    vignette: f32,
    /// Sd of a Gaussian blur, image pixels.
    blur: f32,
    /// Sd of the sensor's noise, 0–1.
    noise: f32,
}

impl Camera {
    #[expect(clippy::cast_possible_truncation, reason = "factors of a few digits")]
    pub(super) fn draw(params: &NutritionParams, easel: &mut Easel) -> Self {
        let shift = params.colour_shift as f32;
        let grain = params.photo_noise as f32;
        let exposure = libm::expf(0.2 * shift * easel.normal());
        // Warm to cold, then green to magenta.
        let (warm, green) = (0.14 * shift * easel.normal(), 0.06 * shift * easel.normal());
        let balance = [warm, green, -warm].map(|log| exposure * libm::expf(log));
        Self {
            balance,
            hue: 0.11 * shift * easel.normal(),
            saturation: (1.0 + 0.3 * shift * easel.normal()).clamp(0.4, 1.6),
            gamma: libm::expf(0.18 * shift * easel.normal()),
            vignette: 0.35 * easel.uniform(0.0, 1.0),
            blur: grain * easel.uniform(0.0, 0.65),
            noise: grain * (0.008 + 0.034 * easel.uniform(0.0, 1.0) * easel.uniform(0.0, 1.0)),
        }
    }

    /// Averages, colours, blurs and quantises the canvas: 64 × 64 pixels of 3 bytes, rows from the top.
    pub(super) fn photograph(&self, easel: &mut Easel) -> Vec<u8> {
        let small = halve(easel.canvas.pixels());
        let curve = Curve::new(self.gamma);
        let turn = Vec2::polar(self.hue, self.saturation);
        let toned = small.iter().enumerate().map(|(index, pixel)| self.tone(index, *pixel, turn, &curve)).collect();
        let sharp = blurred(toned, self.blur);
        sharp.into_iter().flat_map(|pixel| pixel.map(|channel| byte(channel + self.noise * easel.normal()))).collect()
    }

    fn tone(&self, index: usize, pixel: Rgb, turn: Vec2, curve: &Curve) -> Rgb {
        let at = |i: usize| (i as f32 + 0.5) / IMAGE_SIDE as f32 - 0.5;
        let from_middle = vec2(at(index % IMAGE_SIDE), at(index / IMAGE_SIDE));
        let dark = 1.0 - self.vignette * 2.0 * from_middle.dot(from_middle);
        let [r, g, b]: Rgb = std::array::from_fn(|i| (pixel[i] * self.balance[i] * dark).clamp(0.0, 1.0));
        // Chroma turned and stretched about the luma (Rec. 601).
        let luma = luminance([r, g, b]);
        let (u, v) = (0.492 * (b - luma), 0.877 * (r - luma));
        let (r, b) = (luma + (turn.y * u + turn.x * v) / 0.877, luma + (turn.x * u - turn.y * v) / 0.492);
        let g = (luma - 0.299 * r - 0.114 * b) / 0.587;
        [r, g, b].map(|channel| curve.at(channel.clamp(0.0, 1.0)))
    }
}

/// x ↦ x^gamma for x in [0, 1] by straight lines between 129 points.
struct Curve([f32; 129]);

impl Curve {
    fn new(gamma: f32) -> Self {
        Self(std::array::from_fn(|i| libm::powf(i as f32 / 128.0, gamma)))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`x` lies within [0, 1]")]
    fn at(&self, x: f32) -> f32 {
        let step = ((x * 128.0) as usize).min(127);
        self.0[step] + (self.0[step + 1] - self.0[step]) * (x * 128.0 - step as f32)
    }
}

fn halve(pixels: &[Rgb]) -> Vec<Rgb> {
    let at = |x: usize, y: usize| pixels[y * CANVAS_SIDE + x];
    let mean = |index: usize| {
        let (x, y) = (2 * (index % IMAGE_SIDE), 2 * (index / IMAGE_SIDE));
        let four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
        std::array::from_fn(|i| four.iter().map(|pixel| pixel[i]).sum::<f32>() / 4.0)
    };
    (0..IMAGE_SIDE * IMAGE_SIDE).map(mean).collect()
}

/// Gaussian of this sd over the nearest five pixels of a row, then of a column.
fn blurred(pixels: Vec<Rgb>, sd: f32) -> Vec<Rgb> {
    if sd < 0.2 {
        return pixels;
    }
    let weights: [f32; 3] = std::array::from_fn(|i| libm::expf(-((i * i) as f32) / (2.0 * sd * sd)));
    let total = weights[0] + 2.0 * (weights[1] + weights[2]);
    let pass = |source: &[Rgb], step: usize, place: fn(usize) -> usize| -> Vec<Rgb> {
        let blur = |index: usize| {
            let position = place(index);
            std::array::from_fn(|i| {
                let mut sum = weights[0] * source[index][i];
                for (reach, weight) in weights.iter().enumerate().skip(1) {
                    let before = index - step * reach.min(position);
                    let after = index + step * reach.min(IMAGE_SIDE - 1 - position);
                    sum += weight * (source[before][i] + source[after][i]);
                }
                sum / total
            })
        };
        (0..source.len()).map(blur).collect()
    };
    let rows = pass(&pixels, 1, |index| index % IMAGE_SIDE);
    pass(&rows, IMAGE_SIDE, |index| index / IMAGE_SIDE)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limited to 0–255 first")]
fn byte(channel: f32) -> u8 {
    (channel.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}
