//! Tomatoes.

use std::f32::consts::TAU;

use crate::nutrition::paint::{Easel, Frame, Rgb, Solid, Vec2, ellipse, mix, scaled, vec2};

/// Whole with its green star, cut with seed chambers, or several small ones on a vine.
pub(super) fn tomato(easel: &mut Easel, frame: Frame) {
    let skins: [Rgb; 6] =
        [[0.85, 0.15, 0.1], [0.9, 0.25, 0.12], [0.72, 0.1, 0.1], [0.95, 0.6, 0.15], [0.6, 0.65, 0.2], [0.55, 0.2, 0.2]];
    let skin = easel.pick(&skins);
    let skin = easel.varied(skin, 0.12);
    let style = easel.uniform(0.0, 1.0);
    if style < 0.45 {
        whole(easel, frame, skin);
    } else if style < 0.7 {
        cut(easel, frame, skin);
    } else {
        vine(easel, frame, skin);
    }
}

fn whole(easel: &mut Easel, frame: Frame, skin: Rgb) {
    let (squash, ribs) = (easel.uniform(0.78, 0.92), easel.uniform(0.0, 0.05));
    let turn = easel.angle();
    let outline = move |p: Vec2| ellipse(p, vec2(0.95, 0.95 * squash)) - ribs * libm::cosf(6.0 * p.angle() + turn);
    let half = vec2(1.1, 1.1);
    easel.shadow(frame, half, 0.14, outline);
    let gloss = easel.uniform(0.6, 1.0);
    let top = vec2(easel.uniform(-0.15, 0.15), easel.uniform(-0.5, -0.1));
    easel.solid(frame, half, Solid { bevel: 0.85, gloss }, outline, move |p, _| {
        let from_top = p - top;
        let shoulder = (1.0 - from_top.length() / 0.55).clamp(0.0, 1.0);
        let lobe = 0.06 * libm::cosf(6.0 * from_top.angle() + turn);
        scaled(mix(skin, [0.65, 0.6, 0.15], 0.35 * shoulder), 1.0 + lobe)
    });
    calyx(easel, frame.moved(top.x, top.y), 0.62);
}

fn calyx(easel: &mut Easel, frame: Frame, size: f32) {
    let green = easel.varied([0.25, 0.48, 0.14], 0.25);
    let n = easel.count(5, 6);
    let start = easel.angle();
    easel.glow(frame, vec2(0.0, 0.0), vec2(0.5 * size, 0.5 * size), 0.4, [0.2, 0.1, 0.05]);
    for arm in 0..n {
        let turn = start + TAU * arm as f32 / n as f32 + 0.15 * easel.normal();
        let length = size * easel.uniform(0.75, 1.1);
        easel.leaf(frame.stretched(1.0, 0.75).turned(turn), length, 0.3 * size, green);
    }
    let tip = vec2(0.1 * easel.normal(), -0.4 * size);
    easel.rod(frame, vec2(0.0, 0.0), tip, 0.1 * size, scaled(green, 0.85));
}

fn cut(easel: &mut Easel, frame: Frame, skin: Rgb) {
    let outline = |p: Vec2| ellipse(p, vec2(0.95, 0.9));
    let half = vec2(1.0, 1.0);
    easel.shadow(frame, half, 0.08, outline);
    let n = easel.pick(&[3.0_f32, 4.0, 5.0, 6.0]);
    let (turn, noise) = (easel.angle(), easel.noise());
    let flesh = mix(skin, [1.0, 0.62, 0.5], 0.5);
    let gel = mix(scaled(skin, 0.72), [0.7, 0.55, 0.12], 0.35);
    easel.solid(frame, half, Solid { bevel: 0.08, gloss: 0.3 }, outline, move |p, depth| {
        let sector = (p.angle() + turn) * n / TAU;
        let across = (sector - sector.floor() - 0.5).abs() * p.length() * TAU / n;
        let chamber = (0.5 * 0.62 * p.length() * TAU / n - across - 0.06 * noise.at(p * 4.0))
            .min(0.7 - p.length())
            .min(p.length() - 0.24);
        let wet = mix(flesh, gel, chamber / 0.04 + 0.5);
        mix(skin, wet, (depth - 0.04) / 0.03)
    });
    for index in 0..easel.count(18, 30) {
        let sector = TAU * (0.5 + (index % 6) as f32) / n - turn;
        let place = Vec2::polar(sector + 0.16 * easel.normal(), easel.uniform(0.32, 0.62));
        let angle = easel.angle();
        let seed = frame.moved(place.x, place.y).turned(angle);
        easel.shape(seed, vec2(0.08, 0.06), |p| ellipse(p, vec2(0.065, 0.04)), |_, _| [0.96, 0.88, 0.6]);
    }
}

fn vine(easel: &mut Easel, frame: Frame, skin: Rgb) {
    let stem = [0.3, 0.45, 0.15];
    let n = easel.count(2, 4);
    for index in 0..n {
        let x = (index as f32 - (n as f32 - 1.0) / 2.0) * 0.85;
        let y = if index % 2 == 0 { 0.3 } else { -0.25 } + 0.1 * easel.normal();
        let small = frame.scaled(0.9 / (0.7 + 0.25 * n as f32)).moved(x * 1.1, y);
        let colour = easel.varied(skin, 0.12);
        whole(easel, small.scaled(0.66), colour);
    }
    let reach = 0.24 * n as f32;
    let bend = 0.15 * easel.normal();
    easel.rod(frame, vec2(-reach, -0.3 + bend), vec2(reach, -0.25 - bend), 0.045, stem);
}
