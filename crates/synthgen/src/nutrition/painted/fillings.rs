//! Slices and leaves that several foods have.

use crate::nutrition::paint::{Easel, Frame, Rgb, Solid, Vec2, bow, circle, ellipse, grey, mix, scaled, vec2};

/// A round slice of cucumber.
pub(super) fn cucumber(easel: &mut Easel, frame: Frame, radius: f32) {
    let skin = easel.varied([0.2, 0.42, 0.16], 0.2);
    let outline = move |p: Vec2| p.length() - radius;
    let half = vec2(radius, radius) * 1.1;
    easel.shadow(frame, half, 0.15 * radius, outline);
    easel.shape(frame, half, outline, move |p, depth| {
        let seeds = libm::cosf(7.0 * p.angle()).abs() > 0.8 && (0.3..0.6).contains(&(p.length() / radius));
        let inner = if seeds { [0.62, 0.74, 0.42] } else { [0.82, 0.9, 0.62] };
        mix(skin, inner, (depth / radius - 0.12) / 0.08)
    });
}

/// A round slice of tomato with its chambers.
pub(super) fn tomato_slice(easel: &mut Easel, frame: Frame, radius: f32) {
    let skin = easel.varied([0.85, 0.2, 0.12], 0.15);
    let outline = move |p: Vec2| p.length() - radius;
    let half = vec2(radius, radius) * 1.1;
    easel.shadow(frame, half, 0.15 * radius, outline);
    easel.shape(frame, half, outline, move |p, depth| {
        let chamber = libm::cosf(5.0 * p.angle()) > 0.0 && (0.28..0.75).contains(&(p.length() / radius));
        let inner = if chamber { [0.85, 0.5, 0.22] } else { mix(skin, [1.0, 0.6, 0.45], 0.3) };
        mix(skin, inner, (depth / radius - 0.08) / 0.08)
    });
}

/// A ring of onion or pepper.
pub(super) fn ring(easel: &mut Easel, frame: Frame, radius: f32, colour: Rgb) {
    let half = vec2(radius, radius) * 1.3;
    let outline = move |p: Vec2| (p.length() - radius).abs() - 0.18 * radius;
    easel.solid(frame, half, Solid { bevel: 0.18 * radius, gloss: 0.3 }, outline, |_, _| colour);
}

/// A ruffled salad leaf from the origin along −y.
pub(super) fn salad_leaf(easel: &mut Easel, frame: Frame, length: f32, colour: Rgb) {
    let (noise, waves, phase) = (easel.noise(), easel.uniform(8.0, 13.0), easel.angle());
    let frame = frame.moved(0.0, -0.5 * length);
    let outline = move |p: Vec2| {
        let ruffle = 0.07 * libm::sinf(waves * p.angle() + phase) + 0.12 * (noise.at(p * 5.0) - 0.5);
        ellipse(p, vec2(0.36, 0.5) * length) + ruffle * length
    };
    let half = vec2(0.55, 0.65) * length;
    easel.shadow(frame, half, 0.06, outline);
    let rib = mix(colour, [0.92, 0.95, 0.75], 0.55);
    easel.solid(frame, half, Solid { bevel: 0.14 * length, gloss: 0.15 }, outline, move |p, depth| {
        let p = p * (1.0 / length);
        let veins = (p.y * 6.0 + 4.5 * p.x.abs()).fract().abs() < 0.16 && p.x.abs() < 0.3;
        let shade = scaled(colour, 0.75 + 0.55 * noise.rough(p * 7.0) + if depth < 0.06 * length { 0.1 } else { 0.0 });
        if p.x.abs() < 0.05 * (0.7 + p.y) || veins { mix(shade, rib, 0.75) } else { shade }
    });
}

/// A slice of mushroom.
pub(super) fn mushroom(easel: &mut Easel, frame: Frame, size: f32) {
    let pale = easel.varied([0.88, 0.8, 0.66], 0.08);
    let outline = move |p: Vec2| {
        let cap = circle(p, vec2(0.0, 0.0), size).max(p.y - 0.15 * size);
        let stem = (p.x.abs() - 0.28 * size).max((p.y - 0.4 * size).abs() - 0.5 * size);
        cap.min(stem)
    };
    easel.shape(frame, vec2(size, size) * 1.1, outline, move |_, depth| {
        mix([0.45, 0.33, 0.22], pale, depth / (0.16 * size))
    });
}

/// A curved strip of pepper.
pub(super) fn strip(easel: &mut Easel, frame: Frame, size: f32, colour: Rgb) {
    let outline = move |p: Vec2| bow(p, size, vec2(0.783_326_9, 0.621_61)) - 0.2 * size;
    easel.solid(frame, vec2(size, size) * 1.3, Solid { bevel: 0.2 * size, gloss: 0.4 }, outline, |_, _| colour);
}

/// A round slice of lemon.
pub(super) fn lemon(easel: &mut Easel, frame: Frame, radius: f32) {
    let outline = move |p: Vec2| p.length() - radius;
    let half = vec2(radius, radius) * 1.1;
    easel.shadow(frame, half, 0.12 * radius, outline);
    easel.shape(frame, half, outline, move |p, depth| {
        let pulp = if libm::sinf(4.0 * p.angle()).abs() < 0.3 { grey(0.95) } else { [0.95, 0.85, 0.35] };
        mix([0.92, 0.75, 0.15], pulp, (depth / radius - 0.1) / 0.08)
    });
}
