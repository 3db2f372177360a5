//! Doughnuts and ice cream.

use std::f32::consts::TAU;

use crate::nutrition::paint::{
    Easel, Frame, Rgb, Solid, Vec2, box_, circle, ellipse, grey, hsv, mix, polygon, scaled, smooth_union, vec2,
};

/// A ring with icing and sprinkles, glaze or sugar.
pub(super) fn doughnut(easel: &mut Easel, frame: Frame) {
    let doughs: [Rgb; 3] = [[0.8, 0.54, 0.26], [0.68, 0.42, 0.18], [0.36, 0.2, 0.12]];
    let dough = easel.pick(&doughs);
    let dough = easel.varied(dough, 0.12);
    let (hole, noise) = (easel.uniform(0.24, 0.34), easel.noise());
    let (middle, tube) = (0.5 * (0.95 + hole), 0.5 * (0.95 - hole));
    let outline = move |p: Vec2| (p.length() - middle).abs() - tube;
    let half = vec2(1.05, 1.05);
    easel.shadow(frame, half, 0.14, outline);
    easel.solid(frame, half, Solid { bevel: tube, gloss: 0.1 }, outline, move |p, _| {
        scaled(dough, 0.92 + 0.16 * noise.at(p * 6.0))
    });
    let style = easel.uniform(0.0, 1.0);
    let colours: [Rgb; 5] =
        [[0.95, 0.55, 0.65], [0.32, 0.17, 0.1], [0.97, 0.95, 0.9], [0.5, 0.75, 0.85], [0.85, 0.65, 0.3]];
    let icing = if easel.chance(0.7) { easel.pick(&colours) } else { hsv(easel.uniform(0.0, 1.0), 0.45, 0.92) };
    let icing = easel.varied(icing, 0.1);
    let (waves, phase) = (easel.pick(&[5.0_f32, 7.0, 9.0]), easel.angle());
    let coat = move |p: Vec2| (p.length() - middle).abs() - tube * 0.8 + 0.05 * libm::sinf(waves * p.angle() + phase);
    if style < 0.85 {
        easel.solid(frame, half, Solid { bevel: 0.8 * tube, gloss: 0.6 }, coat, |_, _| icing);
    } else {
        for _ in 0..160 {
            let place = Vec2::polar(easel.angle(), middle + tube * easel.uniform(-0.85, 0.85));
            easel.disc(frame, place, 0.025, grey(0.97));
        }
    }
    if style < 0.55 {
        let mixed = easel.chance(0.7);
        let single = hsv(easel.uniform(0.0, 1.0), 0.2, 0.95);
        for _ in 0..easel.count(28, 50) {
            let place = Vec2::polar(easel.angle(), middle + tube * easel.uniform(-0.6, 0.6));
            let colour = if mixed { hsv(easel.uniform(0.0, 1.0), 0.75, 0.95) } else { single };
            let end = Vec2::polar(easel.angle(), 0.06);
            easel.rod(frame, place - end, place + end, 0.026, colour);
        }
    } else if style < 0.7 {
        let stripe = scaled(mix(icing, grey(if easel.chance(0.5) { 1.0 } else { 0.1 }), 0.8), 0.95);
        for index in 0..7_u8 {
            let x = -0.78 + 0.26 * f32::from(index);
            let line = move |p: Vec2| box_(vec2(p.x - x, p.y), vec2(0.03, 0.9), 0.0).max(coat(p) + 0.04);
            easel.shape(frame.turned(0.5), half, line, |_, _| stripe);
        }
    }
}

/// Scoops in a cone or a cup.
pub(super) fn ice_cream(easel: &mut Easel, frame: Frame) {
    if easel.chance(0.78) {
        cone(easel, frame);
    } else {
        cup(easel, frame);
    }
}

fn flavour(easel: &mut Easel) -> Rgb {
    let flavours: [Rgb; 7] = [
        [0.97, 0.93, 0.8],
        [0.95, 0.65, 0.7],
        [0.42, 0.25, 0.17],
        [0.7, 0.87, 0.7],
        [0.96, 0.78, 0.4],
        [0.65, 0.5, 0.75],
        [0.85, 0.7, 0.5],
    ];
    let colour = easel.pick(&flavours);
    easel.varied(colour, 0.08)
}

fn scoop(easel: &mut Easel, frame: Frame, radius: f32) {
    let (colour, noise) = (flavour(easel), easel.noise());
    let (waves, phase) = (easel.uniform(7.0, 10.0), easel.angle());
    let outline = move |p: Vec2| {
        let skirt = box_(vec2(p.x, p.y - 0.62 * radius), vec2(0.98, 0.2) * radius, 0.18 * radius)
            + 0.08 * radius * libm::sinf(waves * p.x / radius + phase);
        smooth_union(p.length() - 0.93 * radius, skirt, 0.1 * radius)
    };
    let half = vec2(1.2, 1.15) * radius;
    let chips = easel.chance(0.35);
    easel.solid(frame, half, Solid { bevel: 0.85 * radius, gloss: 0.25 }, outline, move |p, _| {
        let flake = chips && noise.cells(p * (4.5 / radius)).0 < 0.16;
        let body = scaled(colour, 0.88 + 0.2 * noise.rough(p * (6.0 / radius)));
        if flake { [0.25, 0.15, 0.1] } else { body }
    });
}

fn cone(easel: &mut Easel, frame: Frame) {
    let n = easel.pick(&[1_usize, 1, 2, 2, 3]);
    let soft = easel.chance(0.25);
    let waffle = easel.varied([0.83, 0.6, 0.32], 0.15);
    let radius = if soft || n == 1 { 0.5 } else { 0.43 };
    let tall = if soft { 0.75 } else { 0.52 * radius * (n as f32 - 1.0) };
    let rim_y = -0.12 + 0.5 * tall.min(0.6);
    let corners = [vec2(-0.78 * radius, rim_y), vec2(0.78 * radius, rim_y), vec2(0.03, 1.08), vec2(-0.03, 1.08)];
    let outline = move |p: Vec2| polygon(p, &corners) - 0.03;
    let half = vec2(0.7, 1.2);
    easel.shadow(frame, half, 0.12, outline);
    easel.shadow(frame.moved(0.0, rim_y - 0.3), vec2(0.8, 0.9), 0.14, |p| circle(p, vec2(0.0, 0.0), 0.5));
    easel.solid(frame, half, Solid { bevel: 0.35, gloss: 0.1 }, outline, move |p, _| {
        let lattice = |t: f32| (t * 6.5 - (t * 6.5).floor() - 0.5).abs() < 0.11;
        let line = lattice(p.x + 0.7 * p.y) || lattice(p.x - 0.7 * p.y);
        if line { scaled(waffle, 0.62) } else { waffle }
    });
    if soft {
        let colour = flavour(easel);
        for layer in 0..4_u8 {
            let share = f32::from(layer) / 3.0;
            let width = radius * (1.05 - 0.75 * share);
            let swirl = frame.moved(0.02 * easel.normal(), rim_y - 0.1 - 0.24 * f32::from(layer)).turned(-0.14);
            let roll = move |p: Vec2| ellipse(p, vec2(width, 0.2));
            easel.solid(swirl, vec2(0.7, 0.25), Solid { bevel: 0.18, gloss: 0.25 }, roll, |_, _| colour);
        }
        let tip = move |p: Vec2| polygon(p, &[vec2(-0.12, 0.05), vec2(0.12, 0.05), vec2(0.03, -0.24)]) - 0.02;
        easel.solid(frame.moved(0.0, rim_y - 0.92), vec2(0.3, 0.4), Solid { bevel: 0.1, gloss: 0.2 }, tip, |_, _| {
            colour
        });
    } else {
        let lean = 0.05 * easel.normal();
        for index in 0..n {
            let up = index as f32;
            scoop(easel, frame.moved(lean * up, rim_y - 0.55 * radius - 1.15 * radius * up), radius);
        }
        topping(easel, frame.moved(0.0, rim_y - 0.55 * radius - 1.15 * radius * (n as f32 - 1.0)), radius);
    }
}

fn topping(easel: &mut Easel, frame: Frame, radius: f32) {
    if easel.chance(0.3) {
        easel.ball(frame, vec2(0.1 * radius, -1.05 * radius), 0.22 * radius, 0.8, [0.75, 0.06, 0.12]);
    }
    if easel.chance(0.25) {
        let (turn, wafer) = (easel.uniform(0.3, 0.6), [0.85, 0.65, 0.38]);
        let stick = frame.moved(0.35 * radius, -0.9 * radius).turned(turn);
        easel.solid(
            stick,
            vec2(0.1, 0.5),
            Solid { bevel: 0.05, gloss: 0.0 },
            |p| box_(p, vec2(0.07, 0.36), 0.02),
            |_, _| wafer,
        );
    }
}

fn cup(easel: &mut Easel, frame: Frame) {
    let colour = hsv(easel.uniform(0.0, 1.0), easel.uniform(0.0, 0.6), easel.uniform(0.6, 0.95));
    let corners = [vec2(-0.82, 0.05), vec2(0.82, 0.05), vec2(0.5, 0.9), vec2(-0.5, 0.9)];
    let outline = move |p: Vec2| polygon(p, &corners) - 0.04;
    easel.shadow(frame.moved(0.0, 0.1), vec2(1.1, 1.1), 0.12, |p| p.length() - 0.75);
    for (x, y) in [(-0.38, -0.2), (0.38, -0.18), (0.0, -0.5)] {
        scoop(easel, frame.moved(x, y), 0.44);
    }
    topping(easel, frame.moved(0.0, -0.5), 0.44);
    let stripes = easel.chance(0.5);
    easel.solid(frame, vec2(1.0, 1.0), Solid { bevel: 0.5, gloss: 0.3 }, outline, move |p, _| {
        let band = libm::cosf(p.x / (1.0 - 0.4 * p.y) * TAU * 1.6) > 0.0;
        if stripes && band { mix(colour, grey(1.0), 0.6) } else { colour }
    });
}
