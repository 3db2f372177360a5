//! Fruit.

use std::f32::consts::{PI, TAU};

use crate::nutrition::paint::{
    Easel, Frame, Rgb, Solid, Vec2, arc, circle, ellipse, grey, mix, scaled, smooth_union, vec2,
};

const GREEN_LEAF: Rgb = [0.28, 0.5, 0.16];
const WOOD: Rgb = [0.36, 0.24, 0.12];

/// Whole with stem and leaf, or halved with core and seeds.
pub(super) fn apple(easel: &mut Easel, frame: Frame) {
    let skins: [[Rgb; 2]; 6] = [
        [[0.78, 0.1, 0.12], [0.9, 0.55, 0.2]],
        [[0.62, 0.06, 0.1], [0.8, 0.2, 0.15]],
        [[0.5, 0.72, 0.18], [0.7, 0.82, 0.3]],
        [[0.85, 0.78, 0.25], [0.88, 0.4, 0.2]],
        [[0.88, 0.35, 0.25], [0.85, 0.8, 0.35]],
        [[0.7, 0.72, 0.3], [0.78, 0.25, 0.15]],
    ];
    let [skin, streak] = easel.pick(&skins);
    let (skin, streak) = (easel.varied(skin, 0.15), easel.varied(streak, 0.15));
    let (width, taper, dent) = (easel.uniform(0.27, 0.36), easel.uniform(0.1, 0.3), easel.uniform(0.18, 0.3));
    let outline = move |p: Vec2| {
        let top = smooth_union(circle(p, vec2(-width, -0.08), 0.58), circle(p, vec2(width, -0.08), 0.58), 0.7);
        let feet = smooth_union(circle(p, vec2(-0.14, 0.42), 0.4), circle(p, vec2(0.14, 0.42), 0.4), 0.3);
        let body = smooth_union(top, feet, 0.6 + taper);
        // The hollow round the stem.
        -smooth_union(-body, circle(p, vec2(0.0, -0.82), dent), 0.2)
    };
    let half = vec2(1.1, 1.1);
    easel.shadow(frame, half, 0.14, outline);
    let noise = easel.noise();
    if easel.chance(0.22) {
        let flesh = easel.varied([0.95, 0.91, 0.74], 0.06);
        easel.solid(frame, half, Solid { bevel: 0.1, gloss: 0.1 }, outline, move |p, depth| {
            let core = ellipse(vec2(p.x.abs() - 0.12, p.y - 0.02), vec2(0.14, 0.26));
            let line = (core.abs() / 0.03).min(1.0);
            let body = mix(scaled(flesh, 0.85), flesh, line);
            mix(skin, body, (depth - 0.05) / 0.03)
        });
        for side in [-1.0, 1.0] {
            let seed = frame.moved(0.1 * side, 0.02).turned(0.25 * side);
            let shape = |p: Vec2| ellipse(p, vec2(0.065, 0.13));
            easel.solid(seed, vec2(0.1, 0.16), Solid { bevel: 0.06, gloss: 0.5 }, shape, |_, _| [0.25, 0.13, 0.07]);
        }
    } else {
        let share = easel.uniform(0.2, 0.8);
        let gloss = easel.uniform(0.35, 0.9);
        easel.solid(frame, half, Solid { bevel: 0.55, gloss }, outline, move |p, _| {
            let from_stem = p - vec2(0.0, -1.0);
            let stripes = noise.at(vec2(from_stem.angle() * 8.0, from_stem.length() * 1.8));
            let speckle = if noise.at(p * 15.0) > 0.88 { 0.12 } else { 0.0 };
            let blush = (p.x * 0.7 + 0.4 * stripes + 0.5 * noise.at(p * 1.5) - 0.45 + share * 0.5).clamp(0.0, 1.0);
            let hollow = 1.0 - 0.55 * (1.0 - circle(p, vec2(0.0, -0.7), 0.0) / 0.35).clamp(0.0, 1.0);
            scaled(mix(mix(skin, streak, blush), grey(0.95), speckle), hollow)
        });
    }
    let lean = easel.uniform(-0.25, 0.25);
    easel.rod(frame, vec2(0.0, -0.55), vec2(lean, -1.02), 0.055, WOOD);
    if easel.chance(0.55) {
        let side = if easel.chance(0.5) { 1.0 } else { -1.0 };
        let leaf = easel.varied(GREEN_LEAF, 0.3);
        easel.leaf(frame.moved(0.4 * lean, -0.78).turned(side * 1.2), 0.62, 0.3, leaf);
    }
}

/// One to four crescents that share a stalk.
pub(super) fn banana(easel: &mut Easel, frame: Frame) {
    let ripeness: [Rgb; 4] = [[0.95, 0.8, 0.2], [0.72, 0.78, 0.25], [0.88, 0.7, 0.22], [0.93, 0.85, 0.4]];
    let skin = easel.pick(&ripeness);
    let skin = easel.varied(skin, 0.12);
    let (n, spots) = (easel.pick(&[1_u8, 1, 1, 2, 2, 3, 4]), easel.uniform(0.0, 1.0));
    let radius = easel.uniform(0.95, 1.25);
    let half_angle = 1.02 / radius;
    for index in 0..n {
        let spread = (f32::from(index) - f32::from(n - 1) / 2.0) * 0.34;
        // All turn about the stalk, at the left end of the arc.
        let stalk = vec2(-radius * libm::sinf(half_angle), radius * (libm::cosf(half_angle) - 0.82));
        let frame = frame.moved(stalk.x, stalk.y).turned(spread).moved(-stalk.x, -stalk.y).moved(0.0, -0.82 * radius);
        let thickness = easel.uniform(0.2, 0.25);
        let noise = easel.noise();
        let outline = move |p: Vec2| {
            let (d, along) = arc(p, radius, half_angle);
            let a2 = along * along;
            d - (thickness * (1.0 - 0.55 * a2 * a2) - if along < -0.9 { 0.8 * (-0.9 - along) } else { 0.0 })
        };
        let half = vec2(1.25, 1.75);
        easel.shadow(frame, half, 0.1, outline);
        let look = Solid { bevel: 0.8 * thickness, gloss: 0.15 };
        easel.solid(frame, half, look, outline, move |p, _| {
            let (_, along) = arc(p, radius, half_angle);
            let ridge = (p.length() - radius + 0.06).abs();
            let base = mix(scaled(skin, 0.82), skin, ridge / 0.05);
            let green = mix(base, [0.5, 0.62, 0.2], (along.abs() - 0.7) * 1.5);
            let brown = noise.at(p * 9.0) > 1.02 - 0.32 * spots;
            let spotted = if brown { mix(green, [0.35, 0.22, 0.1], 0.75) } else { green };
            mix(spotted, [0.25, 0.17, 0.1], ((along.abs() - 0.93) * 30.0).clamp(0.0, 1.0))
        });
    }
    if n > 1 {
        let stalk = vec2(-radius * libm::sinf(half_angle), radius * (libm::cosf(half_angle) - 0.82));
        easel.rod(frame, stalk, stalk + vec2(-0.08, -0.2), 0.12, [0.4, 0.35, 0.12]);
    }
}

/// Whole with pores, or cut with segments.
pub(super) fn orange(easel: &mut Easel, frame: Frame) {
    let skins: [Rgb; 5] =
        [[0.95, 0.55, 0.1], [0.98, 0.66, 0.15], [0.88, 0.42, 0.1], [0.82, 0.65, 0.15], [0.92, 0.74, 0.2]];
    let skin = easel.pick(&skins);
    let skin = easel.varied(skin, 0.1);
    let style = easel.uniform(0.0, 1.0);
    if style < 0.38 {
        whole_orange(easel, frame, skin);
    } else if style < 0.75 {
        cut_orange(easel, frame, skin);
    } else {
        whole_orange(easel, frame.moved(-0.28, -0.2).scaled(0.72), skin);
        cut_orange(easel, frame.moved(0.38, 0.3).scaled(0.62), skin);
    }
}

fn whole_orange(easel: &mut Easel, frame: Frame, skin: Rgb) {
    let squash = easel.uniform(0.86, 0.98);
    let outline = move |p: Vec2| ellipse(p, vec2(0.93, 0.93 * squash));
    let half = vec2(1.0, 1.0);
    easel.shadow(frame, half, 0.14, outline);
    let noise = easel.noise();
    let gloss = easel.uniform(0.1, 0.35);
    easel.solid(frame, half, Solid { bevel: 0.9, gloss }, outline, move |p, _| {
        let (d, depth) = noise.cells(p * 10.0);
        let pore = (1.0 - d / 0.45).clamp(0.0, 1.0);
        scaled(skin, 1.03 - pore * (0.12 + 0.22 * depth))
    });
    let navel = easel.in_disc(0.35);
    let navel = frame.moved(navel.x, navel.y);
    if easel.chance(0.6) {
        easel.glow(navel, vec2(0.0, 0.0), vec2(0.3, 0.3), 0.5, scaled(skin, 0.5));
        let start = easel.angle();
        for arm in 0..5_u8 {
            let tip = Vec2::polar(start + f32::from(arm) * TAU / 5.0, 0.13);
            easel.rod(navel, vec2(0.0, 0.0), tip, 0.045, [0.4, 0.5, 0.2]);
        }
        if easel.chance(0.5) {
            let (turn, leaf) = (easel.angle(), easel.varied([0.16, 0.38, 0.14], 0.2));
            easel.leaf(navel.turned(turn), 0.8, 0.36, leaf);
        }
    }
}

fn cut_orange(easel: &mut Easel, frame: Frame, skin: Rgb) {
    let outline = |p: Vec2| p.length() - 0.93;
    let half = vec2(1.0, 1.0);
    easel.shadow(frame, half, 0.08, outline);
    let blood = easel.chance(0.2);
    let pulp = if blood { [0.72, 0.14, 0.1] } else { mix(skin, [1.0, 0.62, 0.12], 0.4) };
    let (n, turn, noise) = (easel.count(8, 11) as f32, easel.angle(), easel.noise());
    easel.solid(frame, half, Solid { bevel: 0.06, gloss: 0.1 }, outline, move |p, _| {
        let r = p.length();
        let (d, shift) = {
            let sector = (p.angle() + turn) * n / TAU;
            ((sector - sector.floor() - 0.5).abs(), sector.floor())
        };
        // Distance to the membrane between two segments.
        let membrane = (0.5 - d) * r * TAU / n;
        let grain = noise.at(vec2(p.angle() * 14.0 + shift, r * 5.0));
        let juicy = mix(scaled(pulp, 0.85), mix(pulp, grey(1.0), 0.2), grain);
        let pith = [0.97, 0.9, 0.72];
        let inside = (membrane - 0.022).min(0.8 - r).min(r - 0.07);
        mix(mix(pith, juicy, inside / 0.02), skin, (r - 0.86) / 0.02)
    });
}

/// A wedge with rind, a round slice, or the whole striped melon with a wedge before it.
pub(super) fn watermelon(easel: &mut Easel, frame: Frame) {
    let fleshes: [Rgb; 4] = [[0.9, 0.25, 0.25], [0.95, 0.42, 0.38], [0.93, 0.72, 0.25], [0.8, 0.15, 0.2]];
    let flesh = easel.pick(&fleshes);
    let flesh = easel.varied(flesh, 0.1);
    let rind = easel.varied([0.2, 0.42, 0.15], 0.25);
    let style = easel.uniform(0.0, 1.0);
    if style < 0.5 {
        melon_slice(easel, frame.moved(0.0, -0.5), flesh, rind, true);
    } else if style < 0.72 {
        let squash = easel.uniform(0.7, 1.0);
        melon_slice(easel, frame.stretched(0.8, 0.8 * squash), flesh, rind, false);
    } else {
        striped_melon(easel, frame.moved(-0.1, -0.22).scaled(0.8), rind);
        melon_slice(easel, frame.moved(0.3, 0.25).turned(-0.15).scaled(0.6), flesh, rind, true);
    }
}

fn melon_slice(easel: &mut Easel, frame: Frame, flesh: Rgb, rind: Rgb, half_moon: bool) {
    let outline = move |p: Vec2| {
        let disc = p.length() - 1.15;
        if half_moon { disc.max(-p.y) } else { disc }
    };
    let half = vec2(1.2, 1.2);
    easel.shadow(frame, half, 0.09, outline);
    let noise = easel.noise();
    easel.solid(frame, half, Solid { bevel: 0.06, gloss: 0.15 }, outline, move |p, _| {
        let r = p.length() + 0.03 * noise.at(p * 4.0);
        let stripe = noise.at(vec2(p.angle() * 12.0, 0.5));
        let body = scaled(flesh, 0.88 + 0.22 * noise.rough(p * 7.0));
        let pale = mix(body, [0.88, 0.92, 0.72], (r - 0.93) / 0.05);
        mix(pale, scaled(rind, 0.7 + 0.7 * stripe), (r - 1.03) / 0.03)
    });
    let seed_colour = if easel.chance(0.85) { [0.12, 0.08, 0.07] } else { [0.9, 0.85, 0.7] };
    let n = easel.count(9, 17);
    for index in 0..n {
        let turn = if half_moon { PI * (index as f32 + 0.5) / n as f32 } else { TAU * index as f32 / n as f32 };
        let (radius, lean) = (easel.pick(&[0.42, 0.58, 0.74]), 0.1 * easel.normal());
        let place = Vec2::polar(turn, radius);
        let seed = frame.moved(place.x, place.y).turned(turn + PI / 2.0 + lean);
        easel.shape(seed, vec2(0.07, 0.1), |p| ellipse(p, vec2(0.045, 0.085)), |_, _| seed_colour);
    }
}

fn striped_melon(easel: &mut Easel, frame: Frame, rind: Rgb) {
    let outline = |p: Vec2| ellipse(p, vec2(1.1, 0.85));
    let half = vec2(1.15, 0.9);
    easel.shadow(frame, half, 0.12, outline);
    let noise = easel.noise();
    easel.solid(frame, half, Solid { bevel: 0.8, gloss: 0.4 }, outline, move |p, _| {
        // Meridians between the poles at both ends.
        let latitude = p.y / (1.0 - 0.72 * p.x * p.x).max(0.05).sqrt();
        let wave = latitude * 9.0 + 0.9 * noise.at(vec2(p.x * 7.0, latitude * 3.0));
        let dark = (wave - wave.floor() - 0.5).abs() * 4.0 - 0.7;
        mix(scaled(rind, 0.6), mix(rind, [0.75, 0.85, 0.5], 0.65), dark)
    });
    easel.disc(frame, vec2(-1.02, 0.0), 0.07, WOOD);
}
