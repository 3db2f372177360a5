//! Steak and salmon.

use crate::nutrition::paint::{
    Easel, Frame, Noise, Rgb, Solid, Vec2, box_, ellipse, mix, scaled, segment, smooth_union, vec2,
};

use super::fillings::lemon;

/// Grilled, with a rim of fat and often a bone.
pub(super) fn steak(easel: &mut Easel, frame: Frame) {
    let browns: [Rgb; 4] = [[0.42, 0.22, 0.13], [0.55, 0.3, 0.18], [0.3, 0.16, 0.1], [0.62, 0.22, 0.18]];
    let meat = easel.pick(&browns);
    let meat = easel.varied(meat, 0.15);
    let noise = easel.noise();
    let outline = move |p: Vec2| {
        let wide = ellipse(p - vec2(-0.15, -0.08), vec2(0.85, 0.7));
        let tail = ellipse((p - vec2(0.55, 0.3)).rotated(-0.6), vec2(0.55, 0.36));
        smooth_union(wide, tail, 0.35) + 0.14 * (noise.at(p * 2.2) - 0.5)
    };
    let half = vec2(1.2, 1.0);
    easel.shadow(frame, half, 0.12, outline);
    let fat = easel.varied([0.93, 0.83, 0.65], 0.08);
    let marks = easel.chance(0.75);
    let (angle, crossed) = (easel.uniform(-0.5, 0.5), easel.chance(0.35));
    easel.solid(frame, half, Solid { bevel: 0.2, gloss: 0.12 }, outline, move |p, depth| {
        let marbled = (noise.rough(vec2(4.0 * (p.x + p.y), 4.0 * p.y)) - 0.62).max(0.0) * 3.0;
        let base = mix(scaled(meat, 0.8 + 0.4 * noise.at(p * 11.0)), fat, marbled.min(0.55));
        let scored = if marks {
            scaled(base, grill(p.rotated(angle)).min(if crossed { grill(p.rotated(angle + 1.5)) } else { 1.0 }))
        } else {
            base
        };
        // The rim of fat runs along the upper edge.
        let rim = (1.0 - depth / 0.1).clamp(0.0, 1.0) * (0.4 - 1.6 * p.y).clamp(0.0, 1.0);
        mix(scored, fat, rim * 1.6)
    });
    if easel.chance(0.55) {
        bone(easel, frame, noise);
    }
    if easel.chance(0.3) {
        for _ in 0..5 {
            let (place, turn) = (easel.in_disc(0.3), easel.normal());
            easel.leaf(frame.moved(place.x, place.y).turned(turn), 0.3, 0.05, [0.3, 0.42, 0.2]);
        }
    }
}

fn grill(p: Vec2) -> f32 {
    let stripe = p.x * 3.4;
    if (stripe - stripe.floor() - 0.5).abs() < 0.11 { 0.32 } else { 1.0 }
}

fn bone(easel: &mut Easel, frame: Frame, noise: Noise) {
    let t_bone = move |p: Vec2| {
        let bar = segment(p, vec2(-0.5, -0.62), vec2(0.35, -0.55)).0 - 0.09;
        let stem = segment(p, vec2(-0.05, -0.55), vec2(0.08, 0.25)).0 - 0.075;
        smooth_union(bar, stem, 0.2) + 0.05 * (noise.at(p * 6.0) - 0.5)
    };
    easel.solid(frame, vec2(0.8, 0.8), Solid { bevel: 0.09, gloss: 0.2 }, t_bone, move |p, depth| {
        mix([0.93, 0.88, 0.76], [0.72, 0.5, 0.42], (depth - 0.05) / 0.03 * noise.at(p * 9.0))
    });
}

/// A fillet or a cut across the fish, with pale lines in the flesh.
pub(super) fn salmon(easel: &mut Easel, frame: Frame) {
    let fleshes: [Rgb; 4] = [[0.95, 0.5, 0.36], [0.98, 0.62, 0.45], [0.88, 0.38, 0.28], [0.95, 0.7, 0.58]];
    let flesh = easel.pick(&fleshes);
    let flesh = easel.varied(flesh, 0.08);
    let skin = easel.varied([0.5, 0.52, 0.54], 0.2);
    if easel.chance(0.62) {
        fillet(easel, frame, flesh, skin);
    } else {
        cross_cut(easel, frame, flesh, skin);
    }
    if easel.chance(0.3) {
        let place = vec2(easel.uniform(-0.5, 0.5), easel.uniform(-0.2, 0.3));
        lemon(easel, frame.moved(place.x, place.y), 0.27);
    }
    if easel.chance(0.35) {
        let turn = easel.angle();
        for stem in 0..4_u8 {
            let twig = frame.turned(turn + 0.35 * f32::from(stem));
            easel.rod(twig, vec2(0.0, 0.0), vec2(0.0, -0.45), 0.025, [0.3, 0.5, 0.2]);
        }
    }
}

fn fillet(easel: &mut Easel, frame: Frame, flesh: Rgb, skin: Rgb) {
    let noise = easel.noise();
    let (taper, height) = (easel.uniform(0.0, 0.3), easel.uniform(0.42, 0.58));
    let outline = move |p: Vec2| {
        let narrow = 1.0 - taper * (p.x + 1.0) * 0.5;
        box_(vec2(p.x, p.y / narrow), vec2(1.08, height), 0.3) + 0.06 * (noise.at(p * 2.5) - 0.5)
    };
    let half = vec2(1.2, 0.75);
    easel.shadow(frame, half, 0.12, outline);
    easel.solid(frame.moved(0.0, 0.09), half, Solid { bevel: 0.1, gloss: 0.5 }, outline, move |_, _| skin);
    let (lines, bend) = (easel.uniform(3.4, 4.6), easel.uniform(0.7, 1.1));
    let (seared, width) = (easel.uniform(-0.5, 0.6).max(0.0), easel.uniform(0.1, 0.17));
    easel.solid(frame, half, Solid { bevel: 0.2, gloss: 0.3 }, outline, move |p, _| {
        // Chevrons that meet in the middle line of the fillet.
        let wave = p.x * lines + p.y.abs() * lines * bend + 0.25 * noise.at(p * 3.0);
        let line = (wave - wave.floor() - 0.5).abs() < width;
        let spine = p.y.abs() < 0.025;
        let base = scaled(flesh, 0.9 + 0.2 * noise.at(p * 8.0));
        let base = mix(base, [0.62, 0.35, 0.18], seared * noise.at(p * 3.0));
        if line || spine { mix(base, [1.0, 0.9, 0.82], 0.62) } else { base }
    });
}

fn cross_cut(easel: &mut Easel, frame: Frame, flesh: Rgb, skin: Rgb) {
    let noise = easel.noise();
    // A horseshoe: the back above, two belly flaps that hang down.
    let outline = |p: Vec2| {
        let back = ellipse(p - vec2(0.0, -0.3), vec2(0.85, 0.66));
        let flap = segment(vec2(p.x.abs(), p.y), vec2(0.6, -0.1), vec2(0.34, 0.88)).0 - 0.2;
        let hollow = ellipse(p - vec2(0.0, 0.55), vec2(0.26, 0.62));
        -smooth_union(-smooth_union(back, flap, 0.2), hollow, 0.08)
    };
    let half = vec2(1.05, 1.2);
    easel.shadow(frame, half, 0.1, outline);
    easel.solid(frame, half, Solid { bevel: 0.12, gloss: 0.25 }, outline, move |p, depth| {
        // Rings of muscle on either side of the bone.
        let q = vec2(p.x.abs() - 0.42, p.y + 0.28);
        let ring = (q.length() + 0.25 * q.angle().abs() + 0.1 * noise.at(p * 4.0)) * 6.0;
        let line = (ring - ring.floor() - 0.5).abs() < 0.13;
        let base = scaled(flesh, 0.9 + 0.2 * noise.at(p * 8.0));
        let lined = if line || p.x.abs() < 0.02 { mix(base, [1.0, 0.9, 0.82], 0.6) } else { base };
        mix(skin, lined, (depth - 0.05) / 0.03)
    });
    easel.ball(frame, vec2(0.0, -0.2), 0.1, 0.2, [0.93, 0.87, 0.8]);
    easel.disc(frame, vec2(0.0, -0.2), 0.045, [0.6, 0.35, 0.3]);
}
