//! What is learnt from: one colour, gradients, noise, patterns, and shapes filled with these.

use std::f32::consts::{PI, TAU};

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::paint::{
    Colour, Paint, SIZE, chance, cloudy_noise, colour, lattice, mixed, smooth_noise, two_colours, within,
};

/// White and black, greys and all others.
pub(super) fn plain(rng: &mut ChaCha8Rng) -> Paint {
    let one = match rng.random_range(0..5) {
        0 => [255.0; 3],
        1 => [0.0; 3],
        2 => [within(rng, 0.0, 255.0); 3],
        _ => colour(rng),
    };
    Box::new(move |_, _| one)
}

/// From one colour to another, along a direction or outwards.
pub(super) fn gradient(rng: &mut ChaCha8Rng) -> Paint {
    let greys = [[within(rng, 0.0, 110.0); 3], [within(rng, 150.0, 255.0); 3]];
    let [a, b] = match rng.random_range(0..10) {
        0..2 => greys,
        2..4 => [greys[1], greys[0]],
        _ => two_colours(rng),
    };
    if chance(rng, 0.4) {
        let (sin, cos) = within(rng, 0.0, TAU).sin_cos();
        let half = 0.5 * SIZE * (sin.abs() + cos.abs());
        return Box::new(move |x, y| {
            let along = (x - 0.5 * SIZE) * cos + (y - 0.5 * SIZE) * sin;
            mixed(a, b, 0.5 + 0.5 * along / half)
        });
    }
    // Often from the middle, as a lamp shines on a wall.
    let spread = if chance(rng, 0.5) { 6.0 } else { 32.0 };
    let [middle_x, middle_y] = [(); 2].map(|()| 0.5 * SIZE + within(rng, -spread, spread));
    let reach = within(rng, 25.0, 100.0);
    Box::new(move |x, y| mixed(a, b, ((x - middle_x).hypot(y - middle_y) / reach).min(1.0)))
}

/// Of every pixel for itself, of larger cells, or cloudy; grey or coloured.
pub(super) fn noise(rng: &mut ChaCha8Rng) -> Paint {
    let seeds: [u64; 3] = if chance(rng, 0.4) { [rng.random(); 3] } else { std::array::from_fn(|_| rng.random()) };
    match rng.random_range(0..4) {
        0 => {
            let middle = if chance(rng, 0.5) { [127.5; 3] } else { colour(rng) };
            let strength = if chance(rng, 0.5) { 127.5 } else { within(rng, 20.0, 127.5) };
            // Finer than the pixels of any network.
            Box::new(move |x, y| cells(seeds, middle, strength, x * 16.0, y * 16.0))
        }
        1 => {
            let (cell, middle, strength) = (within(rng, 1.0, 12.0), colour(rng), within(rng, 40.0, 127.5));
            Box::new(move |x, y| cells(seeds, middle, strength, x / cell, y / cell))
        }
        _ => {
            let (fade, middle, strength) = (within(rng, 0.3, 1.5), colour(rng), within(rng, 40.0, 140.0));
            Box::new(move |x, y| {
                std::array::from_fn(|channel| middle[channel] + strength * cloudy_noise(seeds[channel], x, y, fade))
            })
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places are small")]
fn cells(seeds: [u64; 3], middle: Colour, strength: f32, x: f32, y: f32) -> Colour {
    let (x, y) = (x.floor() as i64, y.floor() as i64);
    std::array::from_fn(|channel| middle[channel] + strength * (2.0 * lattice(seeds[channel], x, y) - 1.0))
}

/// In any direction, sharp or as a wave.
pub(super) fn stripes(rng: &mut ChaCha8Rng) -> Paint {
    let [a, b] = two_colours(rng);
    let angle = match rng.random_range(0..3) {
        0 => 0.0,
        1 => 0.5 * PI,
        _ => within(rng, 0.0, PI),
    };
    let (sin, cos) = f32::sin_cos(angle);
    let (period, share, offset) = (within(rng, 2.0, 24.0), within(rng, 0.3, 0.7), within(rng, 0.0, 24.0));
    let is_sharp = chance(rng, 0.7);
    Box::new(move |x, y| {
        let phase = ((x * cos + y * sin + offset) / period).rem_euclid(1.0);
        let strength = if is_sharp { f32::from(u8::from(phase < share)) } else { 0.5 + 0.5 * (TAU * phase).sin() };
        mixed(a, b, strength)
    })
}

pub(super) fn checkerboard(rng: &mut ChaCha8Rng) -> Paint {
    let [a, b] = if chance(rng, 0.3) { [[0.0; 3], [255.0; 3]] } else { two_colours(rng) };
    let (cell, left, top) = (within(rng, 2.0, 20.0), within(rng, 0.0, 40.0), within(rng, 0.0, 40.0));
    Box::new(move |x, y| {
        let is_odd = (((x + left) / cell).floor() + ((y + top) / cell).floor()).rem_euclid(2.0) > 0.5;
        if is_odd { a } else { b }
    })
}

/// Grain that is longer in one direction, as of wood, stone or cloth.
pub(super) fn surface(rng: &mut ChaCha8Rng) -> Paint {
    let (base, strength, seed): (_, _, u64) = (colour(rng), within(rng, 5.0, 60.0), rng.random());
    let (sin, cos) = within(rng, 0.0, PI).sin_cos();
    let (stretch, fade) = (2.0_f32.powf(within(rng, 0.0, 4.0)), within(rng, 0.5, 1.2));
    Box::new(move |x, y| {
        let (u, v) = (x * cos + y * sin, y * cos - x * sin);
        let grain = strength * cloudy_noise(seed, u / stretch + 100.0, v * stretch.sqrt() + 100.0, fade);
        base.map(|value| value + grain)
    })
}

/// One of the others.
fn fill(rng: &mut ChaCha8Rng) -> Paint {
    match rng.random_range(0..7) {
        0 | 1 => plain(rng),
        2 => gradient(rng),
        3 => noise(rng),
        4 => stripes(rng),
        5 => checkerboard(rng),
        _ => surface(rng),
    }
}

/// A rectangle or an ellipse, turned.
struct Shape {
    middle: (f32, f32),
    half: (f32, f32),
    turn: (f32, f32),
    is_rectangle: bool,
    has_edge: bool,
    fill: Paint,
}

impl Shape {
    fn new(rng: &mut ChaCha8Rng) -> Self {
        Self {
            middle: (within(rng, 0.0, SIZE), within(rng, 0.0, SIZE)),
            half: (within(rng, 2.0, 28.0), within(rng, 2.0, 28.0)),
            turn: if chance(rng, 0.4) { within(rng, 0.0, PI).sin_cos() } else { (0.0, 1.0) },
            is_rectangle: chance(rng, 0.6),
            has_edge: chance(rng, 0.3),
            fill: fill(rng),
        }
    }

    /// Below 1 within the shape made larger by `margin`.
    fn distance(&self, x: f32, y: f32, margin: f32) -> f32 {
        let (x, y, (sin, cos)) = (x - self.middle.0, y - self.middle.1, self.turn);
        let (u, v) = ((x * cos + y * sin) / (self.half.0 + margin), (y * cos - x * sin) / (self.half.1 + margin));
        if self.is_rectangle { u.abs().max(v.abs()) } else { u.hypot(v) }
    }
}

/// Up to nine shapes over each other, each with a fill of its own.
pub(super) fn shapes(rng: &mut ChaCha8Rng) -> Paint {
    let ground = fill(rng);
    let shapes = (0..rng.random_range(1..10)).map(|_| Shape::new(rng)).collect();
    over(ground, shapes)
}

/// Shapes on a ground, the last uppermost.
fn over(ground: Paint, shapes: Vec<Shape>) -> Paint {
    Box::new(move |x, y| {
        let mut shade = 1.0;
        for shape in shapes.iter().rev() {
            if shape.distance(x, y, 0.0) < 1.0 {
                return (shape.fill)(x, y).map(|value| shade * value);
            }
            if shape.has_edge && shape.distance(x, y, 1.5) < 1.0 {
                shade *= 0.4;
            }
        }
        ground(x, y).map(|value| shade * value)
    })
}

/// One shape in the middle and small ones on it, many of them in pairs, all of one colour each: signs, icons, toys.
pub(super) fn icon(rng: &mut ChaCha8Rng) -> Paint {
    let ground = if chance(rng, 0.7) { plain(rng) } else { fill(rng) };
    let whole = |rng: &mut ChaCha8Rng| if chance(rng, 0.7) { plain(rng) } else { gradient(rng) };
    let middle = (within(rng, 26.0, 38.0), within(rng, 26.0, 38.0));
    let half = (within(rng, 10.0, 28.0), within(rng, 10.0, 28.0));
    let body = |rng: &mut ChaCha8Rng, middle, half| Shape {
        middle,
        half,
        turn: (0.0, 1.0),
        is_rectangle: chance(rng, 0.4),
        has_edge: chance(rng, 0.3),
        fill: whole(rng),
    };
    let mut shapes = Vec::new();
    if chance(rng, 0.4) {
        // Something larger behind it.
        let behind = (middle.0, middle.1 + within(rng, -8.0, 4.0));
        let larger = (half.0 * within(rng, 1.0, 1.3), half.1 * within(rng, 0.9, 1.2));
        shapes.push(body(rng, behind, larger));
    }
    shapes.push(body(rng, middle, half));
    for _ in 0..rng.random_range(0..5) {
        let (right, down) = (within(rng, -0.7, 0.7) * half.0, within(rng, -0.7, 0.7) * half.1);
        let small = (within(rng, 1.0, 6.0), within(rng, 1.0, 4.0));
        let part = body(rng, (middle.0 + right, middle.1 + down), small);
        if chance(rng, 0.6) {
            let ink = (part.fill)(0.0, 0.0);
            let fill: Paint = Box::new(move |_, _| ink);
            shapes.push(Shape { middle: (middle.0 - right, middle.1 + down), fill, ..body(rng, middle, small) });
        }
        shapes.push(part);
    }
    over(ground, shapes)
}

/// Lines along and across at even distances over some ground.
pub(super) fn grid(rng: &mut ChaCha8Rng) -> Paint {
    let (ground, ink) = (fill(rng), colour(rng));
    let [columns, rows] = [(); 2].map(|()| SIZE / f32::from(rng.random_range(1..9_u8)));
    let (width, left, top) = (within(rng, 0.5, 3.0), within(rng, 0.0, 20.0), within(rng, 0.0, 20.0));
    Box::new(move |x, y| if (x + left) % columns < width || (y + top) % rows < width { ink } else { ground(x, y) })
}

/// Rows of small strokes at uneven distances.
pub(super) fn marks(rng: &mut ChaCha8Rng) -> Paint {
    let ground = if chance(rng, 0.5) { fill(rng) } else { plain(rng) };
    let ink = if chance(rng, 0.5) { colour(rng) } else { [0.0; 3] };
    let (height, gap, pitch) = (within(rng, 3.0, 14.0), within(rng, 0.0, 4.0), within(rng, 2.0, 8.0));
    let (top, density, seed): (_, _, u64) = (within(rng, 0.0, 14.0), within(rng, 0.4, 0.9), rng.random());
    Box::new(move |x, y| {
        let (row, down) = ((y + top).div_euclid(height + gap), (y + top).rem_euclid(height + gap) / height);
        let (column, right) = (x.div_euclid(pitch), x.rem_euclid(pitch) / pitch);
        #[expect(clippy::cast_possible_truncation, reason = "places are small")]
        let random = |part: u64| lattice(seed.wrapping_add(part), column as i64, row as i64);
        if down > 0.7 || random(0) > density {
            return ground(x, y);
        }
        // Upright, lying, or both.
        let is_upright = random(1) < 0.6 && (random(2)..random(2) + 0.35).contains(&right);
        let is_lying = random(3) < 0.6 && (0.6 * random(4)..0.6 * random(4) + 0.18).contains(&down);
        if is_upright || is_lying { ink } else { ground(x, y) }
    })
}

/// Straight lines from anywhere to anywhere, each in a colour of its own.
pub(super) fn lines(rng: &mut ChaCha8Rng) -> Paint {
    let ground = if chance(rng, 0.7) { plain(rng) } else { fill(rng) };
    let point = |rng: &mut ChaCha8Rng| (within(rng, 0.0, SIZE), within(rng, 0.0, SIZE));
    let all: Vec<_> =
        (0..rng.random_range(3..30)).map(|_| (point(rng), point(rng), within(rng, 0.5, 1.7), colour(rng))).collect();
    let wobble: u64 = rng.random();
    Box::new(move |x, y| {
        let bend = 0.5 * smooth_noise(wobble, 0.1 * x, 0.1 * y);
        for (from, to, half_width, ink) in all.iter().rev() {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let along = (((x - from.0) * dx + (y - from.1) * dy) / (dx * dx + dy * dy).max(1e-6)).clamp(0.0, 1.0);
            if (x - from.0 - along * dx).hypot(y - from.1 - along * dy) + bend < *half_width {
                return *ink;
            }
        }
        ground(x, y)
    })
}
