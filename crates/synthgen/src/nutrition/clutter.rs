//! Things that lie around a food or over it.

use super::paint::{
    CANVAS_SIDE, Easel, Frame, Rgb, Solid, Vec2, box_, ellipse, grey, mix, polygon, segment, smooth_union, vec2,
};
use super::surface::any_colour;

/// Things that lie or reach over the food's edge; `centre` and `radius` say where the food is, in canvas pixels.
pub(super) fn occlude(easel: &mut Easel, centre: Vec2, radius: f32) {
    match easel.count(0, 5) {
        0 => cutlery(easel, centre, radius),
        1 => hand(easel, centre, radius),
        2 => steam(easel, centre, radius),
        3 => cloth(easel, centre, radius),
        4 => sprig(easel, centre, radius),
        _ => cup(easel, centre, radius),
    }
}

/// A frame beside the food whose −y axis points to its middle.
fn beside(easel: &mut Easel, centre: Vec2, distance: f32) -> Frame {
    let turn = easel.angle();
    let place = centre + Vec2::polar(turn, distance);
    Frame::new(place, CANVAS_SIDE as f32 / 2.0).turned(turn - std::f32::consts::FRAC_PI_2)
}

fn cutlery(easel: &mut Easel, centre: Vec2, radius: f32) {
    let depth = easel.uniform(0.5, 0.95);
    let skew = 0.5 * easel.normal();
    let frame = beside(easel, centre, radius * depth).turned(skew);
    let metal = if easel.chance(0.8) { grey(easel.uniform(0.55, 0.85)) } else { [0.55, 0.36, 0.2] };
    let is_fork = easel.chance(0.55);
    let outline = move |p: Vec2| {
        let handle = segment(p, vec2(0.0, 0.4), vec2(0.0, 3.0)).0 - 0.045;
        let head = if is_fork {
            let palm = box_(p - vec2(0.0, 0.3), vec2(0.12, 0.12), 0.06);
            // Four tines, mirrored twice.
            let x = (p.x.abs() - 0.07).abs() - 0.03;
            palm.min(segment(vec2(x, p.y), vec2(0.0, -0.12), vec2(0.0, 0.25)).0 - 0.02)
        } else {
            polygon(p, &[vec2(-0.07, 0.4), vec2(0.06, 0.4), vec2(0.08, -0.1), vec2(0.0, -0.4), vec2(-0.07, -0.1)])
        };
        smooth_union(handle, head, 0.03)
    };
    let half = vec2(0.25, 3.1);
    easel.shadow(frame, half, 0.06, outline);
    easel.solid(frame, half, Solid { bevel: 0.05, gloss: 0.9 }, outline, |_, _| metal);
}

fn hand(easel: &mut Easel, centre: Vec2, radius: f32) {
    let skins: [Rgb; 4] = [[0.93, 0.76, 0.65], [0.82, 0.6, 0.46], [0.58, 0.38, 0.27], [0.36, 0.24, 0.18]];
    let skin = easel.pick(&skins);
    let depth = easel.uniform(0.8, 1.05);
    let frame = beside(easel, centre, radius * depth);
    let n = easel.count(1, 3);
    for finger in 0..n {
        let x = (finger as f32 - (n as f32 - 1.0) / 2.0) * 0.24;
        let (y, lean) = (0.08 * easel.normal() + 0.1, 0.1 * easel.normal());
        let line = move |p: Vec2| segment(p, vec2(x, y), vec2(x * 1.3 + lean, y + 2.2)).0 - 0.125;
        easel.shadow(frame, vec2(1.0, 2.5), 0.07, line);
        easel.solid(frame, vec2(1.0, 2.5), Solid { bevel: 0.13, gloss: 0.15 }, line, |_, _| skin);
        let nail = frame.moved(x, y + 0.02);
        let shape = |p: Vec2| ellipse(p, vec2(0.065, 0.08));
        easel.shape(nail, vec2(0.1, 0.1), shape, |_, _| mix(skin, [0.98, 0.82, 0.78], 0.6));
    }
}

fn steam(easel: &mut Easel, centre: Vec2, radius: f32) {
    for _ in 0..easel.count(3, 6) {
        let offset = easel.in_disc(0.9 * radius);
        let frame = Frame::new(centre + offset, radius).turned(easel.uniform(-0.4, 0.4));
        let radii = vec2(easel.uniform(0.2, 0.45), easel.uniform(0.5, 1.0));
        let opacity = easel.uniform(0.2, 0.5);
        easel.glow(frame, vec2(0.0, -0.3), radii, opacity, grey(0.95));
    }
}

fn cloth(easel: &mut Easel, centre: Vec2, radius: f32) {
    let depth = easel.uniform(0.75, 1.0);
    let frame = beside(easel, centre, radius * depth);
    let (colour, accent, noise) = (any_colour(easel), any_colour(easel), easel.noise());
    let outline = move |p: Vec2| (-p.y + 0.12 * (noise.at(p * 3.0) - 0.5)).max(p.x.abs() - 2.0);
    easel.shadow(frame, vec2(2.1, 2.5), 0.06, outline);
    let striped = easel.chance(0.5);
    easel.solid(frame, vec2(2.1, 2.5), Solid { bevel: 0.1, gloss: 0.0 }, outline, move |p, _| {
        let line = p.y * 5.0 - (p.y * 5.0).floor() < 0.3;
        if striped && line { accent } else { colour }
    });
}

fn sprig(easel: &mut Easel, centre: Vec2, radius: f32) {
    let depth = easel.uniform(0.3, 0.9);
    let frame = beside(easel, centre, radius * depth).turned(easel.normal());
    let green = easel.varied([0.25, 0.48, 0.16], 0.3);
    for index in 0..easel.count(2, 4) {
        let turn = 0.9 * (index as f32 - 1.0);
        easel.leaf(frame.turned(turn), 0.32, 0.16, green);
    }
}

fn cup(easel: &mut Easel, centre: Vec2, radius: f32) {
    let distance = easel.uniform(1.15, 1.4);
    let frame = beside(easel, centre, radius * distance);
    let (colour, drink) = (any_colour(easel), any_colour(easel));
    let size = easel.uniform(0.3, 0.42);
    let outline = move |p: Vec2| p.length() - size;
    easel.shadow(frame, vec2(0.6, 0.6), 0.14, outline);
    easel.solid(frame, vec2(0.6, 0.6), Solid { bevel: 0.07, gloss: 0.5 }, outline, move |p, _| {
        mix(drink, colour, (p.length() - 0.82 * size) / 0.02)
    });
}
