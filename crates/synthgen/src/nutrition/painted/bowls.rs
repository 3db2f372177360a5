//! Bowls, and what lies in them.

use super::fillings::{cucumber, ring, salad_leaf, tomato_slice};
use crate::nutrition::paint::{Easel, Frame, Rgb, Solid, Vec2, box_, ellipse, grey, hsv, mix, scaled, segment, vec2};

/// A bowl of the unit disc's rim; returns the frame of what lies in it, whose unit disc is the opening.
fn bowl(easel: &mut Easel, frame: Frame) -> Frame {
    let tilt = easel.uniform(0.62, 0.96);
    let colour = if easel.chance(0.5) {
        grey(easel.uniform(0.75, 0.98))
    } else {
        hsv(easel.uniform(0.0, 1.0), easel.uniform(0.1, 0.6), easel.uniform(0.25, 0.9))
    };
    let depth = 0.75 * (1.0 - tilt * tilt).sqrt();
    let rim = frame.moved(0.0, -0.5 * depth).stretched(1.0, tilt);
    let body = move |p: Vec2| {
        let upper = ellipse(p, vec2(1.02, 1.02 * tilt));
        let lower = ellipse(p - vec2(0.0, depth), vec2(0.62, 0.62 * tilt));
        let side = ellipse(p - vec2(0.0, 0.35 * depth), vec2(0.98, 0.9 * tilt + 0.3 * depth));
        upper.min(lower).min(side)
    };
    let base = frame.moved(0.0, -0.5 * depth);
    let half = vec2(1.15, 1.7);
    easel.shadow(base, half, 0.16, body);
    easel.solid(base, half, Solid { bevel: 0.4, gloss: 0.4 }, body, move |_, _| scaled(colour, 0.9));
    let edge = |p: Vec2| p.length() - 1.03;
    easel.solid(rim, vec2(1.1, 1.1), Solid { bevel: 0.07, gloss: 0.5 }, edge, move |_, _| colour);
    easel.shape(
        rim,
        vec2(1.0, 1.0),
        |p| p.length() - 0.94,
        move |p, depth| scaled(colour, 0.6 + 0.3 * (p.y + 0.3).clamp(0.0, 1.0) + 0.1 * depth),
    );
    rim
}

/// Liquid with pieces, herbs or a swirl of cream, sometimes a spoon.
pub(super) fn soup(easel: &mut Easel, frame: Frame) {
    let inside = bowl(easel, frame);
    let broths: [Rgb; 7] = [
        [0.85, 0.3, 0.12],
        [0.92, 0.58, 0.15],
        [0.5, 0.6, 0.2],
        [0.82, 0.62, 0.28],
        [0.9, 0.84, 0.66],
        [0.55, 0.3, 0.14],
        [0.6, 0.15, 0.25],
    ];
    let broth = easel.pick(&broths);
    let broth = easel.varied(broth, 0.12);
    let (noise, level) = (easel.noise(), easel.uniform(0.8, 0.9));
    let cream = easel.chance(0.4);
    let (turn, tight) = (easel.angle(), easel.uniform(5.0, 9.0));
    let light = easel.light;
    easel.shape(
        inside,
        vec2(1.0, 1.0),
        move |p| p.length() - level,
        move |p, depth| {
            let body = scaled(broth, 0.93 + 0.12 * noise.at(p * 3.0));
            let meniscus = (1.0 - depth / 0.05).clamp(0.0, 1.0);
            let spiral = p.angle() + tight * p.length() + turn;
            let drawn = cream && libm::cosf(spiral) > 0.72 && (0.08..0.55).contains(&p.length());
            let body = if drawn { mix(body, [0.98, 0.96, 0.9], 0.85) } else { body };
            // The surface mirrors the lamp as one soft patch.
            let mirror = (1.0 - (p - vec2(light[0], light[1]) * 0.75).length() / 0.3).clamp(0.0, 1.0);
            mix(mix(body, scaled(broth, 0.7), meniscus), grey(1.0), 0.55 * mirror)
        },
    );
    for _ in 0..easel.count(0, 9) {
        let (place, size) = (easel.in_disc(0.62), easel.uniform(0.08, 0.15));
        let piece = easel.pick::<Rgb>(&[
            [0.92, 0.5, 0.12],
            [0.4, 0.6, 0.2],
            [0.9, 0.75, 0.45],
            [0.95, 0.9, 0.75],
            [0.75, 0.2, 0.12],
        ]);
        let turn = easel.angle();
        let spot = inside.moved(place.x, place.y).turned(turn);
        let cube = move |p: Vec2| box_(p, vec2(size, size * 0.8), 0.3 * size);
        easel.shape(spot, vec2(size, size) * 1.4, move |p| cube(p) - 0.03, |_, _| scaled(broth, 0.75));
        easel.solid(spot, vec2(size, size) * 1.2, Solid { bevel: 0.4 * size, gloss: 0.2 }, cube, |_, _| piece);
    }
    for _ in 0..easel.count(0, 16) {
        let (place, turn) = (easel.in_disc(0.66), easel.angle());
        let herb = easel.varied([0.22, 0.45, 0.14], 0.2);
        easel.leaf(inside.moved(place.x, place.y).turned(turn), 0.12, 0.06, herb);
    }
    if easel.chance(0.5) {
        spoon(easel, inside);
    }
}

fn spoon(easel: &mut Easel, inside: Frame) {
    let turn = easel.uniform(-1.2, 1.2);
    let metal = grey(easel.uniform(0.55, 0.8));
    let frame = inside.turned(turn);
    let handle = |p: Vec2| segment(p, vec2(0.0, -0.35), vec2(0.0, -1.5)).0 - 0.05;
    easel.shadow(frame, vec2(0.15, 1.6), 0.08, handle);
    easel.solid(frame, vec2(0.1, 1.6), Solid { bevel: 0.05, gloss: 0.7 }, handle, |_, _| metal);
    easel.glow(frame, vec2(0.0, -0.15), vec2(0.22, 0.32), 0.4, metal);
}

/// A heap of grains.
pub(super) fn rice(easel: &mut Easel, frame: Frame) {
    let in_bowl = easel.chance(0.55);
    let inside = if in_bowl { bowl(easel, frame) } else { frame };
    let colours: [Rgb; 5] =
        [[0.98, 0.97, 0.94], [0.96, 0.95, 0.9], [0.97, 0.9, 0.66], [0.84, 0.72, 0.55], [0.95, 0.8, 0.6]];
    let grain = easel.pick(&colours);
    let grain = easel.varied(grain, 0.05);
    let heap = inside.moved(0.0, if in_bowl { -0.1 } else { 0.0 });
    if !in_bowl {
        easel.shadow(heap, vec2(1.0, 1.0), 0.14, |p| p.length() - 0.85);
    }
    let size = if in_bowl { 0.88 } else { 0.86 };
    easel.ball(heap, vec2(0.0, 0.0), size, 0.0, scaled(grain, 0.74));
    let light = easel.light;
    let n = easel.count(300, 380);
    for _ in 0..n {
        let place = easel.in_disc(0.92 * size + 0.03);
        let (turn, tint) = (easel.angle(), easel.uniform(0.88, 1.06));
        // Grains on the heap's bright side are brighter.
        let slope = (place.x * light[0] + place.y * light[1]) / size;
        let colour = scaled(grain, tint * (0.92 + 0.16 * slope));
        let spot = heap.moved(place.x, place.y).turned(turn);
        let outline = |p: Vec2| ellipse(p, vec2(0.088, 0.031));
        easel.shape(spot, vec2(0.14, 0.08), move |p| outline(p) - 0.012, |_, _| scaled(colour, 0.68));
        easel.shape(spot, vec2(0.12, 0.06), outline, |_, _| colour);
    }
    match easel.count(0, 3) {
        0 => {
            for _ in 0..easel.count(5, 14) {
                let place = easel.in_disc(0.7);
                easel.ball(heap, place, 0.07, 0.3, [0.35, 0.6, 0.2]);
            }
        }
        1 => {
            for _ in 0..easel.count(10, 25) {
                let place = easel.in_disc(0.7);
                easel.disc(heap, place, 0.03, [0.12, 0.1, 0.1]);
            }
        }
        2 => {
            let (place, turn) = (easel.in_disc(0.3), easel.angle());
            easel.leaf(heap.moved(place.x, place.y).turned(turn), 0.4, 0.22, [0.25, 0.52, 0.16]);
        }
        _ => {}
    }
}

/// Ruffled leaves with tomatoes, cucumber, onion and cheese.
pub(super) fn salad(easel: &mut Easel, frame: Frame) {
    let in_bowl = easel.chance(0.6);
    let inside = if in_bowl { bowl(easel, frame) } else { frame };
    let greens: [Rgb; 5] =
        [[0.42, 0.66, 0.2], [0.3, 0.52, 0.16], [0.58, 0.74, 0.32], [0.2, 0.4, 0.15], [0.52, 0.2, 0.32]];
    let main = easel.pick(&greens);
    let n = easel.count(15, 20);
    for index in 0..n {
        let base = if index % 3 == 0 { easel.pick(&greens) } else { main };
        let colour = easel.varied(base, 0.18);
        let share = 1.0 - index as f32 / n as f32;
        let place = easel.in_disc(0.25 + 0.4 * share);
        let turn = place.angle() + std::f32::consts::FRAC_PI_2 + 0.7 * easel.normal();
        let length = easel.uniform(0.55, 0.85);
        let leaf = inside.moved(0.55 * place.x, 0.55 * place.y).turned(turn);
        salad_leaf(easel, leaf, length, colour);
    }
    let kinds = easel.count(3, 7);
    for _ in 0..kinds {
        let place = easel.in_disc(0.62);
        let turn = easel.angle();
        let spot = inside.moved(place.x, place.y).turned(turn);
        match easel.count(0, 5) {
            0 => cucumber(easel, spot, 0.23),
            1 => tomato_slice(easel, spot, 0.23),
            2 => {
                let red = easel.varied([0.85, 0.17, 0.1], 0.15);
                easel.ball(spot, vec2(0.0, 0.0), 0.17, 0.8, red);
            }
            3 => ring(easel, spot, 0.18, [0.8, 0.6, 0.75]),
            4 => {
                let cube = |p: Vec2| box_(p, vec2(0.11, 0.11), 0.03);
                let look = Solid { bevel: 0.04, gloss: 0.0 };
                easel.shadow(spot, vec2(0.2, 0.2), 0.05, cube);
                easel.solid(spot, vec2(0.15, 0.15), look, cube, |_, _| grey(0.96));
            }
            _ => ring(easel, spot, 0.1, [0.2, 0.18, 0.2]),
        }
    }
}
