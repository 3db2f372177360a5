//! Tables and dishes.

use super::paint::{CANVAS_SIDE, Easel, Frame, Rgb, Solid, Vec2, box_, ellipse, grey, hsv, mix, scaled, vec2};

/// Any colour that tables, cloths and crockery have; the same for all foods, so that none gives a food away.
pub(super) fn any_colour(easel: &mut Easel) -> Rgb {
    let common: [Rgb; 8] = [
        [0.93, 0.92, 0.9],
        [0.15, 0.15, 0.17],
        [0.62, 0.42, 0.24],
        [0.82, 0.68, 0.48],
        [0.4, 0.26, 0.16],
        [0.55, 0.57, 0.6],
        [0.3, 0.36, 0.42],
        [0.85, 0.82, 0.74],
    ];
    if easel.chance(0.45) {
        let colour = easel.pick(&common);
        easel.varied(colour, 0.15)
    } else {
        hsv(easel.uniform(0.0, 1.0), easel.uniform(0.15, 0.8), easel.uniform(0.25, 0.95))
    }
}

/// Covers the canvas with a table: plain, wooden, chequered, striped, dotted or speckled.
pub(super) fn table(easel: &mut Easel) {
    let (a, b) = (any_colour(easel), any_colour(easel));
    let noise = easel.noise();
    let side = CANVAS_SIDE as f32;
    let kind = easel.count(0, 6);
    let (turn, period) = (easel.angle(), easel.uniform(0.12, 0.4));
    let frame = Frame::new(vec2(side / 2.0, side / 2.0), side / 2.0).turned(turn);
    let soft = mix(a, b, easel.uniform(0.1, 0.4));
    let half = vec2(1.5, 1.5);
    let wrap = move |t: f32| t / period - (t / period).floor();
    easel.canvas.fill(frame, half, |p| {
        let colour = match kind {
            0 => scaled(a, 0.97 + 0.06 * noise.at(p * 20.0)),
            1 => {
                // Planks with grain along them.
                let plank = (p.y / (period * 1.5)).floor();
                let grain = noise.rough(vec2(p.x * 2.0 + 17.0 * plank, p.y * 22.0));
                let seam = if wrap(p.y / 1.5) < 0.05 { 0.6 } else { 1.0 };
                scaled(a, seam * (0.78 + 0.4 * grain))
            }
            2 => {
                let (u, v) = (wrap(p.x) < 0.5, wrap(p.y) < 0.5);
                if u && v {
                    a
                } else if u || v {
                    mix(a, grey(0.95), 0.5)
                } else {
                    grey(0.95)
                }
            }
            3 => {
                if wrap(p.x) < 0.5 {
                    a
                } else {
                    soft
                }
            }
            4 => {
                let cell = vec2(wrap(p.x) - 0.5, wrap(p.y) - 0.5);
                if cell.length() < 0.22 { soft } else { a }
            }
            5 => mix(a, soft, noise.rough(p * 4.0) * 1.6 - 0.3),
            _ => mix(a, b, 0.5 + 0.35 * p.x),
        };
        (colour, 1.0)
    });
}

/// Puts a plate, a board, a napkin, a pan or nothing under the food.
pub(super) fn dish(easel: &mut Easel, frame: Frame) {
    let colour = if easel.chance(0.45) { grey(easel.uniform(0.82, 0.98)) } else { any_colour(easel) };
    let kind = easel.uniform(0.0, 1.0);
    if kind < 0.42 {
        plate(easel, frame, colour);
    } else if kind < 0.54 {
        board(easel, frame);
    } else if kind < 0.66 {
        napkin(easel, frame, colour);
    } else if kind < 0.74 {
        pan(easel, frame);
    }
}

fn plate(easel: &mut Easel, frame: Frame, colour: Rgb) {
    let (size, well) = (easel.uniform(1.12, 1.5), easel.uniform(0.62, 0.8));
    let outline = move |p: Vec2| p.length() - size;
    let half = vec2(size, size) * 1.05;
    easel.shadow(frame, half, 0.1, outline);
    easel.solid(frame, half, Solid { bevel: 0.07, gloss: 0.5 }, outline, |_, _| colour);
    let rings = easel.chance(0.35);
    let accent = any_colour(easel);
    easel.shape(frame, half, outline, move |p, _| {
        let r = p.length() / size;
        let edge = 1.0 - 0.16 * (1.0 - (r - well).abs() / 0.04).clamp(0.0, 1.0);
        let base = if rings && (0.88..0.94).contains(&r) { accent } else { colour };
        scaled(base, if r > 0.96 { 0.92 } else { edge })
    });
}

fn board(easel: &mut Easel, frame: Frame) {
    let wood = easel.varied([0.72, 0.52, 0.32], 0.3);
    let noise = easel.noise();
    let frame = frame.turned(easel.uniform(-0.4, 0.4));
    let size = vec2(easel.uniform(1.2, 1.6), easel.uniform(0.95, 1.3));
    let outline = move |p: Vec2| box_(p, size, 0.15);
    easel.shadow(frame, size * 1.1, 0.1, outline);
    easel.solid(frame, size * 1.05, Solid { bevel: 0.06, gloss: 0.1 }, outline, move |p, _| {
        scaled(wood, 0.85 + 0.3 * noise.rough(vec2(p.x * 2.0, p.y * 14.0)))
    });
}

fn napkin(easel: &mut Easel, frame: Frame, colour: Rgb) {
    let frame = frame.turned(easel.angle());
    let size = easel.uniform(1.0, 1.35);
    let (period, accent) = (easel.uniform(0.15, 0.3), any_colour(easel));
    let checked = easel.chance(0.5);
    let outline = move |p: Vec2| box_(p, vec2(size, size), 0.03);
    easel.shadow(frame, vec2(size, size) * 1.1, 0.04, outline);
    easel.shape(frame, vec2(size, size) * 1.05, outline, move |p, _| {
        let line = |t: f32| t / period - (t / period).floor() < 0.22;
        if checked && (line(p.x) || line(p.y)) { mix(colour, accent, 0.6) } else { colour }
    });
}

fn pan(easel: &mut Easel, frame: Frame) {
    let iron = grey(easel.uniform(0.12, 0.3));
    let turn = easel.angle();
    let handle = |p: Vec2| box_(p - vec2(2.0, 0.0), vec2(0.9, 0.13), 0.1);
    easel.shadow(frame.turned(turn), vec2(2.9, 0.3), 0.12, handle);
    easel
        .solid(frame.turned(turn), vec2(2.9, 0.3), Solid { bevel: 0.12, gloss: 0.3 }, handle, |_, _| scaled(iron, 0.7));
    let outline = |p: Vec2| p.length() - 1.35;
    easel.shadow(frame, vec2(1.4, 1.4), 0.12, outline);
    easel.solid(frame, vec2(1.4, 1.4), Solid { bevel: 0.12, gloss: 0.4 }, outline, |_, _| scaled(iron, 1.2));
    easel.solid(frame, vec2(1.4, 1.4), Solid { bevel: 0.5, gloss: 0.1 }, |p| ellipse(p, vec2(1.2, 1.2)), |_, _| iron);
}
