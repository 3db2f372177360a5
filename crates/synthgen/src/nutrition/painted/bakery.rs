//! Bread.

use crate::nutrition::paint::{
    Easel, Frame, Noise, Rgb, Solid, Vec2, box_, circle, ellipse, grey, mix, scaled, segment, smooth_union, vec2,
};

/// One or two slices with crust and crumb, or a loaf with slashes.
pub(super) fn bread(easel: &mut Easel, frame: Frame) {
    let crumbs: [Rgb; 4] = [[0.96, 0.89, 0.72], [0.86, 0.72, 0.5], [0.68, 0.5, 0.32], [0.92, 0.82, 0.55]];
    let crumb = easel.pick(&crumbs);
    let crumb = easel.varied(crumb, 0.08);
    let crust = easel.varied([0.62, 0.36, 0.14], 0.25);
    let style = easel.uniform(0.0, 1.0);
    if style < 0.45 {
        slice(easel, frame.scaled(0.95), crumb, crust);
    } else if style < 0.72 {
        slice(easel, frame.moved(0.3, -0.22).turned(0.25).scaled(0.75), crumb, crust);
        slice(easel, frame.moved(-0.22, 0.2).turned(-0.1).scaled(0.78), crumb, crust);
    } else {
        loaf(easel, frame, crust);
    }
}

fn slice(easel: &mut Easel, frame: Frame, crumb: Rgb, crust: Rgb) {
    let (width, shoulder) = (easel.uniform(0.66, 0.78), easel.uniform(0.3, 0.38));
    let outline = move |p: Vec2| {
        let base = box_(vec2(p.x, p.y - 0.2), vec2(width, 0.72), 0.14);
        let left = circle(p, vec2(0.3 - width, -0.5), shoulder + 0.06);
        let right = circle(p, vec2(width - 0.3, -0.5), shoulder + 0.06);
        let top = ellipse(vec2(p.x, p.y + 0.48), vec2(width, 0.42));
        smooth_union(base, smooth_union(left.min(right), top, 0.1), 0.06)
    };
    let half = vec2(1.0, 1.05);
    easel.shadow(frame, half, 0.1, outline);
    // The cut face lies on the slice's side, a little lower than the crust's far edge.
    easel.solid(frame.moved(0.05, 0.05), half, Solid { bevel: 0.1, gloss: 0.0 }, outline, |_, _| scaled(crust, 0.75));
    let (noise, holes) = (easel.noise(), easel.uniform(0.0, 1.0));
    let toast = easel.uniform(-0.4, 0.7).max(0.0);
    easel.solid(frame, half, Solid { bevel: 0.06, gloss: 0.0 }, outline, move |p, depth| {
        let (d, size) = noise.cells(p * 7.0);
        let hole = if d < 0.12 + 0.22 * size * holes { 0.8 } else { 1.0 };
        let inner = scaled(
            mix(crumb, [0.72, 0.45, 0.18], toast * noise.at(p * 2.0)),
            hole * (0.92 + 0.12 * noise.at(p * 16.0)),
        );
        mix(crust, inner, (depth - 0.07) / 0.05)
    });
}

fn loaf(easel: &mut Easel, frame: Frame, crust: Rgb) {
    let (length, width) = (easel.uniform(0.95, 1.15), easel.uniform(0.36, 0.56));
    let outline = move |p: Vec2| ellipse(p, vec2(length, width)) - 0.02;
    let half = vec2(1.25, 0.75);
    easel.shadow(frame, half, 0.16, outline);
    let noise = easel.noise();
    easel.solid(frame, half, Solid { bevel: width, gloss: 0.1 }, outline, move |p, _| {
        scaled(mix(crust, [0.85, 0.6, 0.3], noise.rough(p * 3.0)), 0.9 + 0.2 * noise.at(p * 14.0))
    });
    let n = easel.count(3, 5);
    for index in 0..n {
        let x = (index as f32 - (n as f32 - 1.0) / 2.0) * 1.5 / n as f32;
        let room = width * (1.0 - x * x / (length * length)).sqrt() * 0.72;
        let cut = move |p: Vec2| segment(p, vec2(-0.1, room), vec2(0.1, -room)).0 - 0.07;
        easel.solid(
            frame.moved(x, 0.0),
            vec2(0.25, room + 0.12),
            Solid { bevel: 0.07, gloss: 0.0 },
            cut,
            move |p, _| mix([0.95, 0.85, 0.62], crust, 0.5 * noise.at(p * 12.0)),
        );
    }
}

/// Bun, patty and fillings from the side.
pub(super) fn burger(easel: &mut Easel, frame: Frame) {
    let frame = frame.scaled(0.95);
    let buns: [Rgb; 4] = [[0.82, 0.52, 0.22], [0.72, 0.42, 0.16], [0.9, 0.66, 0.34], [0.28, 0.2, 0.17]];
    let bun = easel.pick(&buns);
    let bun = easel.varied(bun, 0.1);
    let lettuce = easel.pick::<Rgb>(&[[0.45, 0.7, 0.22], [0.3, 0.55, 0.15], [0.5, 0.25, 0.3]]);
    let meat = easel.varied([0.35, 0.19, 0.11], 0.2);
    let noise = easel.noise();
    let bottom = |p: Vec2| box_(p, vec2(0.92, 0.2), 0.16);
    easel.shadow(frame.moved(0.0, 0.2), vec2(1.1, 0.9), 0.14, |p| ellipse(p, vec2(0.95, 0.75)));
    easel.solid(frame.moved(0.0, 0.66), vec2(1.0, 0.25), Solid { bevel: 0.22, gloss: 0.1 }, bottom, |_, _| bun);
    // From the bottom bun upwards.
    let mut y = 0.48;
    let n_patties = if easel.chance(0.25) { 2 } else { 1 };
    for _ in 0..n_patties {
        let patty = |p: Vec2| box_(p, vec2(0.97, 0.15), 0.13) + 0.03 * (noise.at(p * 9.0) - 0.5);
        y -= 0.1;
        easel.solid(frame.moved(0.0, y), vec2(1.05, 0.22), Solid { bevel: 0.15, gloss: 0.15 }, patty, move |p, _| {
            scaled(meat, 0.7 + 0.7 * noise.at(p * 17.0))
        });
        y -= 0.15;
        if easel.chance(0.75) {
            let cheese = easel.varied([0.97, 0.75, 0.2], 0.1);
            let (a, b) = (easel.uniform(-0.8, -0.2), easel.uniform(0.2, 0.8));
            let melt = move |p: Vec2| {
                let drip = (0.26 - 0.7 * (p.x - a).abs()).max(0.26 - 0.8 * (p.x - b).abs()).max(0.0);
                (p.x.abs() - 0.98).max(p.y - 0.05 - drip).max(-p.y - 0.06)
            };
            easel.solid(frame.moved(0.0, y), vec2(1.0, 0.4), Solid { bevel: 0.06, gloss: 0.3 }, melt, |_, _| cheese);
            y -= 0.05;
        }
    }
    if easel.chance(0.65) {
        let slice = easel.varied([0.85, 0.2, 0.13], 0.15);
        for x in [-0.42, 0.45] {
            let disc = |p: Vec2| box_(p, vec2(0.46, 0.08), 0.07);
            easel.solid(frame.moved(x, y - 0.03), vec2(0.5, 0.12), Solid { bevel: 0.08, gloss: 0.4 }, disc, |_, _| {
                slice
            });
        }
        y -= 0.1;
    }
    let (waves, phase) = (easel.uniform(9.0, 14.0), easel.angle());
    let frill = move |p: Vec2| {
        let edge = 0.07 + 0.07 * libm::sinf(waves * p.x + phase) + 0.03 * libm::sinf(2.3 * waves * p.x);
        (p.x.abs() - 1.06).max(p.y - edge).max(-p.y - 0.1)
    };
    easel.solid(frame.moved(0.0, y), vec2(1.1, 0.25), Solid { bevel: 0.08, gloss: 0.1 }, frill, move |p, depth| {
        mix(mix(lettuce, grey(1.0), 0.3), scaled(lettuce, 0.85 + 0.3 * noise.at(p * 9.0)), depth / 0.06)
    });
    y -= 0.03;
    top_bun(easel, frame.moved(0.0, y), bun, noise);
}

fn top_bun(easel: &mut Easel, frame: Frame, bun: Rgb, noise: Noise) {
    let height = easel.uniform(0.68, 0.85);
    let dome = move |p: Vec2| ellipse(p, vec2(0.98, height)).max(p.y);
    let half = vec2(1.05, height + 0.1);
    easel.solid(frame, half, Solid { bevel: 0.6, gloss: 0.35 }, dome, move |p, _| {
        let baked = mix(mix(bun, [1.0, 0.85, 0.6], 0.35), scaled(bun, 0.92), -p.y / (0.6 * height));
        scaled(baked, 0.95 + 0.1 * noise.at(p * 5.0))
    });
    if easel.chance(0.75) {
        for _ in 0..easel.count(14, 26) {
            let (x, share) = (easel.uniform(-0.75, 0.75), easel.uniform(0.35, 0.9));
            let y = -height * (1.0 - x * x).sqrt() * share;
            let turn = easel.angle();
            let seed = frame.moved(x, y).turned(turn);
            easel.shape(seed, vec2(0.07, 0.05), |p| ellipse(p, vec2(0.06, 0.035)), |_, _| [0.98, 0.93, 0.78]);
        }
    }
}
