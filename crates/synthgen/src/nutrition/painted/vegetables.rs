//! Vegetables.

use std::f32::consts::PI;

use crate::nutrition::paint::{Easel, Frame, Rgb, Solid, Vec2, mix, polygon, scaled, segment, smooth_union, vec2};

/// A floret: a branching stem under a crown of many small knobs.
pub(super) fn broccoli(easel: &mut Easel, frame: Frame) {
    let crowns: [Rgb; 5] =
        [[0.2, 0.45, 0.12], [0.32, 0.52, 0.18], [0.15, 0.36, 0.16], [0.45, 0.55, 0.2], [0.32, 0.32, 0.3]];
    let crown = easel.pick(&crowns);
    let crown = easel.varied(crown, 0.15);
    let n = if easel.chance(0.7) { 1 } else { 2 };
    for index in 0..n {
        let frame = if n == 1 {
            frame
        } else {
            let (x, turn) = (if index == 0 { -0.45 } else { 0.45 }, easel.uniform(-0.9, 0.9));
            frame.moved(x, 0.1 * x).turned(turn).scaled(0.66)
        };
        floret(easel, frame, crown);
    }
}

fn floret(easel: &mut Easel, frame: Frame, crown: Rgb) {
    let stalk = easel.varied([0.62, 0.72, 0.38], 0.12);
    let (height, spread) = (easel.uniform(0.75, 0.98), easel.uniform(0.6, 0.85));
    let trunk = move |p: Vec2| {
        let main = segment(p, vec2(0.0, 0.1), vec2(0.0, height)).0 - 0.21;
        let left = segment(p, vec2(0.0, 0.45), vec2(-0.7 * spread, -0.15)).0 - 0.13;
        let right = segment(p, vec2(0.0, 0.45), vec2(0.7 * spread, -0.15)).0 - 0.13;
        smooth_union(smooth_union(main, left, 0.25), right, 0.25)
    };
    let half = vec2(1.0, 1.3);
    easel.shadow(frame, half, 0.12, trunk);
    easel.shadow(frame, half, 0.16, move |p| vec2(p.x, (p.y + 0.3) * 1.25).length() - spread - 0.1);
    let noise = easel.noise();
    easel.solid(frame, half, Solid { bevel: 0.22, gloss: 0.1 }, trunk, move |p, _| {
        scaled(stalk, 0.85 + 0.25 * noise.at(vec2(p.x * 14.0, p.y * 2.0)))
    });
    // Heads round the crown, each of many buds; those in front come last.
    let n_heads = easel.count(7, 10);
    for head in 0..n_heads {
        let turn = PI * (head as f32 / (n_heads - 1) as f32) * 1.1 + 0.95 * PI;
        let place = Vec2::polar(turn, 0.72 * spread);
        bud_head(easel, frame.moved(place.x, -0.22 + 0.75 * place.y), crown);
    }
    for x in [-0.42, 0.4, 0.0] {
        let y = -0.3 + 0.08 * easel.normal();
        bud_head(easel, frame.moved(x * spread, y), crown);
    }
}

fn bud_head(easel: &mut Easel, frame: Frame, crown: Rgb) {
    let size = easel.uniform(0.28, 0.36);
    easel.ball(frame, vec2(0.0, 0.0), size, 0.0, scaled(crown, 0.72));
    for _ in 0..15 {
        let place = easel.in_disc(0.95 * size);
        let lit = 0.75 - (0.4 * place.y + 0.15 * place.x) / size;
        let (radius, tint) = (easel.uniform(0.05, 0.1), easel.uniform(0.75, 1.25));
        easel.ball(frame, place, radius, 0.1, scaled(crown, tint * (0.55 + 0.65 * lit)));
    }
}

/// One to three roots with rings and feathery tops, or with cut coins beside them.
pub(super) fn carrot(easel: &mut Easel, frame: Frame) {
    let colours: [Rgb; 6] = [
        [0.93, 0.48, 0.1],
        [0.96, 0.56, 0.18],
        [0.88, 0.38, 0.1],
        [0.9, 0.75, 0.3],
        [0.45, 0.2, 0.35],
        [0.92, 0.85, 0.68],
    ];
    let colour = easel.pick(&colours);
    let colour = easel.varied(colour, 0.1);
    let n = easel.pick(&[1_u8, 1, 1, 2, 2, 3]);
    for index in 0..n {
        let x = (f32::from(index) - f32::from(n - 1) / 2.0) * 0.5;
        let (turn, size) = (0.3 * x + 0.12 * easel.normal(), if n == 1 { 1.1 } else { 1.0 });
        root(easel, frame.moved(x, 0.0).turned(turn).scaled(size), colour);
    }
    if n < 3 && easel.chance(0.3) {
        for _ in 0..easel.count(2, 4) {
            let place = vec2(easel.uniform(0.35, 0.9), easel.uniform(-0.5, 0.8));
            coin(easel, frame.moved(place.x, place.y), colour);
        }
    }
}

fn coin(easel: &mut Easel, frame: Frame, colour: Rgb) {
    let radius = easel.uniform(0.17, 0.24);
    let outline = move |p: Vec2| p.length() - radius;
    easel.shadow(frame, vec2(0.3, 0.3), 0.05, outline);
    easel.solid(frame, vec2(0.3, 0.3), Solid { bevel: 0.05, gloss: 0.1 }, outline, move |p, _| {
        mix(mix(colour, [1.0, 0.85, 0.4], 0.35), colour, (p.length() - 0.5 * radius) / 0.02)
    });
}

fn root(easel: &mut Easel, frame: Frame, colour: Rgb) {
    let leaf = easel.varied([0.3, 0.52, 0.15], 0.25);
    let top = vec2(0.0, -0.42);
    if easel.chance(0.85) {
        for _ in 0..easel.count(5, 8) {
            let turn = 0.42 * easel.normal();
            let length = easel.uniform(0.45, 0.68);
            let stem = frame.moved(top.x, top.y).turned(turn);
            easel.rod(stem, vec2(0.0, 0.0), vec2(0.0, -length), 0.025, leaf);
            for step in 0..6_u8 {
                let y = -length * (0.3 + 0.14 * f32::from(step));
                let side = if step % 2 == 0 { 1.0 } else { -1.0 };
                let tint = easel.uniform(0.7, 1.25);
                easel.rod(stem, vec2(0.0, y), vec2(0.13 * side, y - 0.1), 0.028, scaled(leaf, tint));
            }
        }
    } else {
        easel.rod(frame, top, vec2(0.0, -0.52), 0.1, leaf);
    }
    let (width, bend) = (easel.uniform(0.2, 0.28), 0.12 * easel.normal());
    let corners = [
        vec2(-width, -0.4),
        vec2(width, -0.4),
        vec2(0.62 * width, 0.3),
        vec2(0.03, 1.0),
        vec2(-0.03, 1.0),
        vec2(-0.62 * width, 0.3),
    ];
    let outline = move |p: Vec2| {
        let p = vec2(p.x - bend * p.y * p.y, p.y);
        polygon(p, &corners) - 0.05
    };
    let half = vec2(0.55, 1.15);
    easel.shadow(frame, half, 0.1, outline);
    let noise = easel.noise();
    easel.solid(frame, half, Solid { bevel: width, gloss: 0.2 }, outline, move |p, _| {
        let ring = noise.at(vec2(p.x * 2.5 + 7.0, p.y * 16.0));
        let dark = if ring > 0.68 { 0.78 } else { 1.0 };
        scaled(colour, dark * (0.95 + 0.1 * noise.at(p * 6.0)))
    });
}
