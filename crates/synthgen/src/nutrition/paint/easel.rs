//! A canvas under a light.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use super::canvas::Canvas;
use super::colour::{Rgb, grey, mix, scaled};
use super::distance::{circle, ellipse, segment};
use super::frame::{Frame, Vec2, vec2};
use super::noise::Noise;

/// A canvas under a light, with the random numbers of the picture.
pub(crate) struct Easel {
    pub(crate) canvas: Canvas,
    /// Unit vector towards the light: to the right, down, to the viewer.
    pub(crate) light: [f32; 3],
    /// Light from all around, as a share.
    pub(crate) ambient: f32,
    rng: ChaCha8Rng,
}

/// How a body bulges and shines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Solid {
    /// Width of the rounded rim; the radius makes a sphere of a circle.
    pub(crate) bevel: f32,
    /// Strength of the highlight, 0–1.
    pub(crate) gloss: f32,
}

impl Easel {
    pub(crate) fn new(mut rng: ChaCha8Rng) -> Self {
        let azimuth = std::f32::consts::TAU * rng.random::<f32>();
        let flat = 0.45 + 0.35 * rng.random::<f32>();
        let d = Vec2::polar(azimuth, flat);
        // Light from above the picture is the rule, as people hold cameras.
        let light = [d.x, -d.y.abs(), (1.0 - flat * flat).sqrt()];
        let ambient = 0.45 + 0.25 * rng.random::<f32>();
        Self { canvas: Canvas::new(), light, ambient, rng }
    }

    pub(crate) fn uniform(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.rng.random::<f32>()
    }

    pub(crate) fn normal(&mut self) -> f32 {
        self.rng.sample(StandardNormal)
    }

    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.rng.random::<f32>() < probability
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn count(&mut self, low: usize, high: usize) -> usize {
        self.rng.random_range(low..=high)
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.rng.random_range(0..items.len())]
    }

    pub(crate) fn angle(&mut self) -> f32 {
        self.uniform(0.0, std::f32::consts::TAU)
    }

    pub(crate) fn noise(&mut self) -> Noise {
        Noise(self.rng.random())
    }

    /// A point of a disc about the origin, all areas alike.
    pub(crate) fn in_disc(&mut self, radius: f32) -> Vec2 {
        let (angle, share) = (self.angle(), self.uniform(0.0, 1.0));
        Vec2::polar(angle, radius * share.sqrt())
    }

    /// The colour with its brightness and channels shifted at random.
    pub(crate) fn varied(&mut self, colour: Rgb, amount: f32) -> Rgb {
        let common = 1.0 + amount * self.uniform(-1.0, 1.0);
        let mut shifts = [0.0; 3];
        shifts.fill_with(|| 0.5 * amount * self.uniform(-1.0, 1.0));
        std::array::from_fn(|i| (colour[i] * common + shifts[i]).clamp(0.0, 1.0))
    }

    /// A flat shape; `colour` gets the point and how deep inside it lies.
    pub(crate) fn shape(
        &mut self,
        frame: Frame,
        half: Vec2,
        distance: impl Fn(Vec2) -> f32,
        colour: impl Fn(Vec2, f32) -> Rgb,
    ) {
        let scale = frame.scale();
        self.canvas.fill(frame, half, |p| {
            let d = distance(p);
            let opacity = 0.5 - d * scale;
            if opacity > 0.0 { (colour(p, -d), opacity) } else { (grey(0.0), 0.0) }
        });
    }

    /// A shape that bulges towards the viewer, lit.
    pub(crate) fn solid(
        &mut self,
        frame: Frame,
        half: Vec2,
        look: Solid,
        distance: impl Fn(Vec2) -> f32,
        colour: impl Fn(Vec2, f32) -> Rgb,
    ) {
        let flat = frame.direction(vec2(self.light[0], self.light[1]));
        let (light, ambient) = ([flat.x, flat.y, self.light[2]], self.ambient);
        let scale = frame.scale();
        let step = 1.0 / scale;
        self.canvas.fill(frame, half, |p| {
            let d = distance(p);
            let opacity = 0.5 - d * scale;
            if opacity <= 0.0 {
                return (grey(0.0), 0.0);
            }
            // 1 on the outline, 0 where the body is flat.
            let rim = (1.0 + d / look.bevel).clamp(0.0, 1.0);
            let mut shade = light[2];
            let mut shine = 0.0;
            if rim > 0.0 {
                let gradient = vec2(distance(p + vec2(step, 0.0)) - d, distance(p + vec2(0.0, step)) - d);
                let slope = rim / gradient.length().max(1e-6);
                let up = (1.0 - rim * rim).sqrt();
                let across = gradient.x * light[0] + gradient.y * light[1];
                shade = across * slope + up * light[2];
                // Mirror image of the light seen from straight above.
                let mirror = 2.0 * shade * up - light[2];
                let m2 = mirror.max(0.0) * mirror.max(0.0);
                let m8 = m2 * m2 * m2 * m2;
                shine = look.gloss * m8 * m8;
            }
            let lit = ambient + (1.15 - ambient) * shade.max(0.0) / 0.85;
            let base = scaled(colour(p, -d), lit);
            (mix(base, grey(1.0), shine), opacity)
        });
    }

    /// The shadow of a shape, cast away from the light by `height` of the frame's units.
    pub(crate) fn shadow(&mut self, frame: Frame, half: Vec2, height: f32, distance: impl Fn(Vec2) -> f32) {
        let offset = vec2(-self.light[0], -self.light[1]) * (height * frame.scale());
        let softness = height.max(2.0 / frame.scale());
        let strength = 0.75 - 0.55 * self.ambient;
        let half = half + vec2(softness, softness);
        self.canvas.fill(frame.shifted(offset), half, |p| {
            let t = (0.5 - distance(p) / (2.0 * softness)).clamp(0.0, 1.0);
            (grey(0.05), strength * t * t)
        });
    }

    /// A flat disc.
    pub(crate) fn disc(&mut self, frame: Frame, centre: Vec2, radius: f32, colour: Rgb) {
        let half = vec2(radius, radius) * 1.2;
        self.shape(frame.moved(centre.x, centre.y), half, |p| p.length() - radius, |_, _| colour);
    }

    /// A lit ball.
    pub(crate) fn ball(&mut self, frame: Frame, centre: Vec2, radius: f32, gloss: f32, colour: Rgb) {
        let half = vec2(radius, radius) * 1.2;
        let look = Solid { bevel: radius, gloss };
        self.solid(frame.moved(centre.x, centre.y), half, look, |p| p.length() - radius, |_, _| colour);
    }

    /// A straight stroke with round ends, lit as a rod.
    pub(crate) fn rod(&mut self, frame: Frame, a: Vec2, b: Vec2, radius: f32, colour: Rgb) {
        let (middle, arm) = ((a + b) * 0.5, (b - a) * 0.5);
        let half = vec2(arm.x.abs() + 1.3 * radius, arm.y.abs() + 1.3 * radius);
        let (start, end) = (vec2(0.0, 0.0) - arm, arm);
        let look = Solid { bevel: radius, gloss: 0.1 };
        self.solid(frame.moved(middle.x, middle.y), half, look, |p| segment(p, start, end).0 - radius, |_, _| colour);
    }

    /// A leaf from the frame's origin along −y, of this length, with a midrib.
    pub(crate) fn leaf(&mut self, frame: Frame, length: f32, width: f32, colour: Rgb) {
        let frame = frame.moved(0.0, -0.5 * length);
        // The lens where two circles through both tips meet.
        let radius = (length * length + width * width) / (4.0 * width);
        let offset = radius - 0.5 * width;
        let outline = move |p: Vec2| circle(p, vec2(offset, 0.0), radius).max(circle(p, vec2(-offset, 0.0), radius));
        let rib = mix(colour, grey(1.0), 0.25);
        let look = Solid { bevel: 0.6 * width, gloss: 0.15 };
        self.solid(frame, vec2(0.6 * width, 0.55 * length), look, outline, move |p, _| {
            mix(rib, colour, p.x.abs() / (0.06 * length))
        });
    }

    /// A soft patch of colour.
    pub(crate) fn glow(&mut self, frame: Frame, centre: Vec2, radii: Vec2, opacity: f32, colour: Rgb) {
        self.canvas.fill(frame.moved(centre.x, centre.y), radii, move |p| {
            let t = (-ellipse(p, radii) / radii.x.min(radii.y)).clamp(0.0, 1.0);
            (colour, opacity * t * t * (3.0 - 2.0 * t))
        });
    }
}
