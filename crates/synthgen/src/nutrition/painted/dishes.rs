//! Eggs, pizza, burgers and the like.

use std::f32::consts::PI;

use super::fillings::{mushroom, ring, strip};
use crate::nutrition::paint::{
    Easel, Frame, Noise, Rgb, Solid, Vec2, bow, ellipse, grey, mix, polygon, scaled, segment, vec2,
};

/// One or two eggs, sunny side up.
pub(super) fn fried_egg(easel: &mut Easel, frame: Frame) {
    if easel.chance(0.75) {
        let size = easel.uniform(0.9, 1.05);
        one_egg(easel, frame.scaled(size));
    } else {
        one_egg(easel, frame.moved(-0.38, -0.2).scaled(0.68));
        one_egg(easel, frame.moved(0.36, 0.24).scaled(0.68));
    }
}

fn one_egg(easel: &mut Easel, frame: Frame) {
    let noise = easel.noise();
    let (wobble, stretch) = (easel.uniform(0.2, 0.45), easel.uniform(0.8, 1.0));
    let outline = move |p: Vec2| {
        ellipse(p, vec2(0.86, 0.86 * stretch))
            + wobble * (noise.at(p * 1.6 + vec2(9.0, 3.0)) - 0.5)
            + 0.06 * (noise.at(p * 6.0) - 0.5)
    };
    let half = vec2(1.15, 1.15);
    easel.shadow(frame, half, 0.05, outline);
    let (white, crisp) = (easel.varied([0.96, 0.95, 0.9], 0.04), easel.uniform(-0.3, 1.0).max(0.0));
    easel.solid(frame, half, Solid { bevel: 0.16, gloss: 0.25 }, outline, move |p, depth| {
        let edge = (1.0 - depth / 0.14).clamp(0.0, 1.0) * crisp;
        mix(scaled(white, 0.94 + 0.08 * noise.at(p * 4.0)), [0.6, 0.36, 0.14], edge)
    });
    let yolks: [Rgb; 4] = [[0.98, 0.72, 0.12], [0.95, 0.55, 0.08], [0.98, 0.82, 0.35], [0.9, 0.62, 0.3]];
    let yolk = easel.pick(&yolks);
    let (place, radius) = (easel.in_disc(0.16), easel.uniform(0.32, 0.42));
    let centre = frame.moved(place.x, place.y);
    let dome = move |p: Vec2| p.length() - radius + 0.04 * (noise.at(p * 2.0) - 0.5);
    easel.shadow(centre, vec2(0.6, 0.6), 0.05, dome);
    easel.solid(centre, vec2(0.6, 0.6), Solid { bevel: radius, gloss: 0.9 }, dome, |_, _| yolk);
    if easel.chance(0.5) {
        for _ in 0..easel.count(8, 25) {
            let place = easel.in_disc(0.7);
            let fleck = if easel.chance(0.8) { [0.15, 0.12, 0.1] } else { [0.25, 0.5, 0.15] };
            easel.disc(frame, place, 0.025, fleck);
        }
    }
}

/// A whole pizza, one with a slice pulled out, or one slice.
pub(super) fn pizza(easel: &mut Easel, frame: Frame) {
    let noise = easel.noise();
    let crust = easel.varied([0.82, 0.58, 0.3], 0.2);
    let sauces: [Rgb; 4] = [[0.75, 0.2, 0.1], [0.85, 0.32, 0.12], [0.35, 0.45, 0.15], [0.92, 0.85, 0.65]];
    let (sauce, cheese) = (easel.pick(&sauces), easel.varied([0.95, 0.8, 0.45], 0.1));
    let amount = easel.uniform(0.35, 0.75);
    let top = Topping { crust, sauce, cheese, amount, noise };
    if easel.chance(0.5) {
        let disc = |p: Vec2| p.length() - 1.0;
        top.base(easel, frame, vec2(1.05, 1.05), disc, Vec2::length);
        top.scatter(easel, frame, |p| p.length() < 0.8);
        let n = easel.pick(&[0_u8, 3, 4]);
        let turn = easel.angle();
        for cut in 0..n {
            let end = Vec2::polar(turn + PI * f32::from(cut) / f32::from(n), 0.97);
            let line = move |p: Vec2| segment(p, end * -1.0, end).0 - 0.014;
            easel.shape(frame, vec2(1.0, 1.0), line, |_, _| [0.35, 0.2, 0.1]);
        }
    } else {
        let half_angle = easel.uniform(0.36, 0.5);
        // The tip points down; the crust is an arc about it.
        let frame = frame.moved(0.0, 0.92);
        let normal = vec2(libm::cosf(half_angle), libm::sinf(half_angle));
        let wedge = move |p: Vec2| {
            let side = vec2(p.x.abs(), p.y).dot(normal);
            (p.length() - 1.85).max(side) - 0.03
        };
        top.base(easel, frame, vec2(1.1, 1.95), wedge, |p| p.length() / 1.85);
        top.scatter(easel, frame.moved(0.0, -0.95), move |p| {
            let p = p + vec2(0.0, -0.95);
            wedge(p) < -0.12 && p.length() < 1.5
        });
    }
}

struct Topping {
    crust: Rgb,
    sauce: Rgb,
    cheese: Rgb,
    amount: f32,
    noise: Noise,
}

impl Topping {
    /// Crust, sauce and cheese; `radius` is 1 at the outer edge of the crust.
    fn base(
        &self,
        easel: &mut Easel,
        frame: Frame,
        half: Vec2,
        outline: impl Fn(Vec2) -> f32,
        radius: impl Fn(Vec2) -> f32,
    ) {
        let Self { crust, sauce, cheese, amount, noise } = *self;
        easel.shadow(frame, half, 0.07, &outline);
        easel.solid(frame, half, Solid { bevel: 0.1, gloss: 0.05 }, &outline, |p, _| {
            let burnt = (noise.at(p * 4.0) - 0.55).max(0.0);
            let dough = mix(scaled(crust, 0.9 + 0.2 * noise.at(p * 9.0)), [0.35, 0.2, 0.1], burnt);
            let melted = mix(
                sauce,
                scaled(cheese, 0.95 + 0.1 * noise.at(p * 8.0)),
                (noise.rough(p * 3.2) - 1.0 + amount) * 6.0 + 0.5,
            );
            let rim = radius(p) + 0.03 * noise.at(p * 5.0);
            mix(
                melted,
                scaled(dough, 1.0 - 0.25 * (1.0 - (rim - 0.87).abs() / 0.03).clamp(0.0, 1.0)),
                (rim - 0.86) / 0.02,
            )
        });
    }

    fn scatter(&self, easel: &mut Easel, frame: Frame, is_free: impl Fn(Vec2) -> bool) {
        let kinds = [easel.count(0, 4), easel.count(0, 4)];
        let mut placed: Vec<Vec2> = Vec::new();
        for attempt in 0..60 {
            let place = vec2(easel.uniform(-0.85, 0.85), easel.uniform(-0.85, 0.85));
            if !is_free(place) || placed.iter().any(|other| (place - *other).length() < 0.33) {
                continue;
            }
            placed.push(place);
            let turn = easel.angle();
            let spot = frame.moved(place.x, place.y).turned(turn);
            match kinds[attempt % 2] {
                0 | 1 => {
                    let salami = easel.varied([0.68, 0.17, 0.1], 0.15);
                    let noise = self.noise;
                    let disc = |p: Vec2| p.length() - 0.17;
                    easel.solid(spot, vec2(0.2, 0.2), Solid { bevel: 0.04, gloss: 0.2 }, disc, move |p, depth| {
                        let fat = noise.at(p * 22.0) > 0.72;
                        let body = if fat { mix(salami, grey(0.95), 0.35) } else { salami };
                        mix(scaled(salami, 0.6), body, depth / 0.03)
                    });
                }
                2 => ring(easel, spot, 0.085, [0.15, 0.13, 0.14]),
                3 => mushroom(easel, spot, 0.16),
                _ => {
                    let pepper = easel.pick::<Rgb>(&[[0.3, 0.55, 0.15], [0.85, 0.25, 0.1], [0.95, 0.75, 0.15]]);
                    strip(easel, spot, 0.15, pepper);
                }
            }
        }
        for _ in 0..easel.count(0, 4) {
            let (place, turn) = (easel.in_disc(0.6), easel.angle());
            if is_free(place) {
                easel.leaf(frame.moved(place.x, place.y).turned(turn), 0.3, 0.16, [0.2, 0.45, 0.13]);
            }
        }
    }
}

/// A nest of strands with sauce.
pub(super) fn spaghetti(easel: &mut Easel, frame: Frame) {
    let doughs: [Rgb; 4] = [[0.95, 0.82, 0.48], [0.9, 0.7, 0.38], [0.82, 0.64, 0.42], [0.92, 0.66, 0.36]];
    let dough = easel.pick(&doughs);
    let dough = easel.varied(dough, 0.1);
    let size = easel.uniform(0.85, 0.98);
    let frame = frame.scaled(size);
    easel.shadow(frame, vec2(1.1, 1.1), 0.12, |p| p.length() - 0.95);
    easel.ball(frame, vec2(0.0, 0.0), 0.9, 0.0, scaled(dough, 0.72));
    let n = easel.count(62, 76);
    for index in 0..n {
        // Loops that close in on the top of the heap.
        let share = index as f32 / n as f32;
        let centre = easel.in_disc(0.62 - 0.4 * share);
        let radius = easel.uniform(0.26, 0.62 - 0.22 * share);
        let (turn, half_angle) = (easel.angle(), easel.uniform(0.6, 1.5));
        let strand = frame.moved(centre.x, centre.y).turned(turn);
        let (tint, width) = (easel.uniform(0.92, 1.12), easel.uniform(0.036, 0.046));
        let end = vec2(libm::sinf(half_angle), libm::cosf(half_angle));
        // The strand begins where the arc does, not at the far side of its circle.
        let lowest = radius * end.y.min(1.0);
        let (middle, reach) = (0.5 * (radius + lowest), 0.5 * (radius - lowest) + 0.09);
        let half = vec2(radius * if end.y < 0.0 { 1.0 } else { end.x } + 0.09, reach);
        let outline = move |p: Vec2| bow(vec2(p.x, p.y + middle), radius, end) - width;
        let strand = strand.moved(0.0, middle - 0.5 * radius);
        easel.shape(strand, half, move |p| outline(p) - 0.022, |_, _| scaled(dough, 0.6));
        easel.solid(strand, half, Solid { bevel: width, gloss: 0.2 }, outline, |_, _| scaled(dough, tint));
    }
    let sauces: [Rgb; 4] = [[0.72, 0.16, 0.08], [0.55, 0.2, 0.1], [0.3, 0.42, 0.12], [0.93, 0.88, 0.75]];
    let sauce = easel.pick(&sauces);
    if easel.chance(0.8) {
        let (noise, size) = (easel.noise(), easel.uniform(0.3, 0.5));
        let place = easel.in_disc(0.15);
        let blob = move |p: Vec2| p.length() - size + 0.35 * (noise.at(p * 3.5) - 0.5);
        easel.solid(
            frame.moved(place.x, place.y),
            vec2(0.8, 0.8),
            Solid { bevel: 0.15, gloss: 0.4 },
            blob,
            move |p, _| scaled(sauce, 0.7 + 0.6 * noise.at(p * 9.0)),
        );
    }
    if easel.chance(0.35) {
        for _ in 0..easel.count(2, 4) {
            let (place, meat) = (easel.in_disc(0.42), easel.varied([0.4, 0.22, 0.12], 0.2));
            easel.ball(frame, place, 0.19, 0.2, meat);
        }
    }
    if easel.chance(0.5) {
        let turn = easel.angle();
        easel.leaf(frame.moved(0.0, 0.0).turned(turn), 0.35, 0.2, [0.22, 0.5, 0.15]);
        easel.leaf(frame.moved(0.0, 0.0).turned(turn + 2.0), 0.3, 0.18, [0.2, 0.45, 0.13]);
    }
}

/// A wedge with holes, or a round with a wedge missing.
pub(super) fn cheese(easel: &mut Easel, frame: Frame) {
    let colours: [Rgb; 5] =
        [[0.97, 0.8, 0.3], [0.95, 0.6, 0.18], [0.95, 0.89, 0.66], [0.93, 0.72, 0.35], [0.9, 0.85, 0.78]];
    let colour = easel.pick(&colours);
    let colour = easel.varied(colour, 0.1);
    let rind = if easel.chance(0.35) {
        easel.pick::<Rgb>(&[[0.75, 0.15, 0.12], [0.72, 0.5, 0.22], [0.2, 0.2, 0.18]])
    } else {
        scaled(colour, 0.85)
    };
    let (height, depth) = (easel.uniform(0.5, 0.75), easel.uniform(0.45, 0.62));
    let (tip, back) = (vec2(-1.0, -0.12), vec2(0.55, -0.12 - depth));
    let near = vec2(0.95, 0.0);
    let down = |p: Vec2| vec2(p.x, p.y + height);
    let (top, front) = ([tip, back, near], [tip, near, down(near), down(tip)]);
    let right = [near, back, down(back), down(near)];
    let half = vec2(1.1, 1.2);
    easel.shadow(frame, half, 0.12, |p| polygon(p, &[tip, back, near, down(near), down(tip)]));
    let noise = easel.noise();
    let cut = Solid { bevel: 0.03, gloss: 0.1 };
    easel.solid(frame, half, cut, |p| polygon(p, &right) - 0.02, |_, _| scaled(rind, 0.7));
    easel.solid(
        frame,
        half,
        cut,
        |p| polygon(p, &top) - 0.02,
        |_, _| mix(scaled(rind, 1.05), mix(colour, grey(1.0), 0.25), 0.6),
    );
    let holes = easel.uniform(0.05, 0.12);
    let n_holes = easel.count(8, 12);
    let blue = easel.chance(0.12);
    let face = |p: Vec2| polygon(p, &front) - 0.02;
    easel.solid(frame, half, cut, face, move |p, _| {
        let base = scaled(colour, 0.86 + 0.06 * noise.at(p * 5.0));
        if blue {
            return mix(base, [0.3, 0.4, 0.45], (noise.rough(p * 6.0) - 0.6) * 8.0);
        }
        base
    });
    if !blue {
        for _ in 0..n_holes {
            let place = vec2(easel.uniform(-0.85, 0.85), easel.uniform(-0.05, height - 0.05));
            let radius = holes * easel.uniform(0.6, 1.6);
            if polygon(place, &front) < -0.6 * radius {
                hole(easel, frame.moved(place.x, place.y), radius, colour);
            }
        }
        for _ in 0..3 {
            let place = vec2(easel.uniform(-0.4, 0.7), easel.uniform(-0.5, -0.1));
            if polygon(place, &top) < -0.08 {
                hole(easel, frame.moved(place.x, place.y).stretched(1.0, 0.55), 1.2 * holes, colour);
            }
        }
    }
}

fn hole(easel: &mut Easel, frame: Frame, radius: f32, colour: Rgb) {
    let outline = move |p: Vec2| p.length() - radius;
    easel.shape(frame, vec2(radius, radius) * 1.2, outline, move |p, _| {
        scaled(colour, 0.5 + 0.3 * (p.y / radius + 0.4 * p.x / radius))
    });
}
