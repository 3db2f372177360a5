//! What nothing is learnt from: writing, fronts of furniture, walls, dots, landscapes, faces.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::paint::{Paint, SIZE, chance, cloudy_noise, colour, lattice, mixed, smooth_noise, two_colours, within};

/// Letters of 5 × 7 dots, a row a number, the leftmost dot the highest of five bits.
const LETTERS: [[u8; 7]; 12] = [
    [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11], // A
    [0x1e, 0x11, 0x11, 0x1e, 0x11, 0x11, 0x1e], // B
    [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f], // E
    [0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11], // H
    [0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e], // I
    [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f], // L
    [0x11, 0x1b, 0x15, 0x15, 0x11, 0x11, 0x11], // M
    [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11], // N
    [0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e], // O
    [0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e], // S
    [0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04], // T
    [0x0e, 0x11, 0x02, 0x04, 0x08, 0x10, 0x1f], // 2
];

/// Lines of letters, dark on light or light on dark.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places are small and positive")]
pub(super) fn text(rng: &mut ChaCha8Rng) -> Paint {
    let paper = if chance(rng, 0.7) { [within(rng, 215.0, 255.0); 3] } else { colour(rng) };
    let ink = if paper.iter().sum::<f32>() > 380.0 { [within(rng, 0.0, 60.0); 3] } else { [255.0; 3] };
    let dot = within(rng, 0.8, 2.6);
    let (left, top, seed): (_, _, u64) = (within(rng, 0.0, 9.0), within(rng, 0.0, 9.0), rng.random());
    Box::new(move |x, y| {
        let (x, y) = ((x + left) / dot, (y + top) / dot);
        let (letter, line) = (x.div_euclid(6.0) as i64, y.div_euclid(10.0) as i64);
        let (column, row) = (x.rem_euclid(6.0) as usize, y.rem_euclid(10.0) as usize);
        // A word ends after every sixth letter or so.
        let is_space = lattice(seed, letter, line) < 0.17;
        let chosen = (lattice(seed ^ 1, letter, line) * LETTERS.len() as f32) as usize;
        let letter = LETTERS[chosen.min(LETTERS.len() - 1)];
        let is_ink = !is_space && column < 5 && row < 7 && letter[row] >> (4 - column) & 1 == 1;
        if is_ink { ink } else { paper }
    })
}

/// Doors or drawers of wood or paint, with gaps between them, and knobs or handles.
pub(super) fn furniture_front(rng: &mut ChaCha8Rng) -> Paint {
    let brown = within(rng, 90.0, 220.0);
    let wood = [brown, brown * within(rng, 0.65, 0.85), brown * within(rng, 0.4, 0.7)];
    let base = if chance(rng, 0.35) { colour(rng) } else { wood };
    let (wall, seed): (_, u64) = (colour(rng), rng.random());
    let (grain, is_upright) = (within(rng, 0.0, 22.0), chance(rng, 0.5));
    let [n_columns, n_rows] = [f32::from(rng.random_range(1..4_u8)), f32::from(rng.random_range(1..5_u8))];
    let (left, right) = (within(rng, -2.0, 8.0), within(rng, SIZE - 8.0, SIZE + 2.0));
    let (top, bottom) = (within(rng, -2.0, 8.0), within(rng, SIZE - 8.0, SIZE + 2.0));
    let knob_at = if chance(rng, 0.5) { 0.5 } else { 0.15 };
    let (knob_width, knob_height, knob) = (within(rng, 1.0, 5.0), within(rng, 0.8, 2.0), [within(rng, 20.0, 240.0); 3]);
    let (light_x, light_y) = (within(rng, -0.3, 0.3), within(rng, -0.3, 0.3));
    Box::new(move |x, y| {
        if !(left..right).contains(&x) || !(top..bottom).contains(&y) {
            return wall;
        }
        let (width, height) = ((right - left) / n_columns, (bottom - top) / n_rows);
        let (u, v) = ((x - left).rem_euclid(width), (y - top).rem_euclid(height));
        let light = 1.0 + light_x * (x / SIZE - 0.5) + light_y * (y / SIZE - 0.5);
        if u < 0.7 || v < 0.7 || u > width - 0.5 || v > height - 0.5 {
            return base.map(|value| 0.45 * light * value);
        }
        if ((u - knob_at * width) / knob_width).hypot((v - 0.5 * height) / knob_height) < 1.0 {
            return knob;
        }
        let (along, across) = if is_upright { (y, x) } else { (x, y) };
        let wave = grain * cloudy_noise(seed, 0.12 * along + 50.0, 2.0 * across + 50.0, 0.9);
        base.map(|value| light * (value + wave))
    })
}

/// A wall of bricks in mortar, each a little different.
pub(super) fn bricks(rng: &mut ChaCha8Rng) -> Paint {
    let [brick, mortar] = two_colours(rng);
    let height = within(rng, 5.0, 14.0);
    let (width, gap, seed): (_, _, u64) = (height * within(rng, 1.5, 3.0), within(rng, 0.8, 2.0), rng.random());
    Box::new(move |x, y| {
        let row = y.div_euclid(height);
        let x = x + 0.5 * width * row.rem_euclid(2.0);
        if x.rem_euclid(width) < gap || y.rem_euclid(height) < gap {
            return mortar;
        }
        #[expect(clippy::cast_possible_truncation, reason = "places are small")]
        let own = lattice(seed, x.div_euclid(width) as i64, row as i64);
        let shade = 0.85 + 0.3 * own + 0.1 * smooth_noise(seed, x, y);
        brick.map(|value| shade * value)
    })
}

/// Round dots at even distances.
pub(super) fn dots(rng: &mut ChaCha8Rng) -> Paint {
    let [ground, dot] = two_colours(rng);
    let pitch = within(rng, 5.0, 20.0);
    let (radius, left, top) = (pitch * within(rng, 0.2, 0.45), within(rng, 0.0, 20.0), within(rng, 0.0, 20.0));
    Box::new(move |x, y| {
        let (u, v) = ((x + left).rem_euclid(pitch) - 0.5 * pitch, (y + top).rem_euclid(pitch) - 0.5 * pitch);
        if u.hypot(v) < radius { dot } else { ground }
    })
}

/// Sky above hills.
pub(super) fn landscape(rng: &mut ChaCha8Rng) -> Paint {
    let sky = [within(rng, 80.0, 200.0), within(rng, 130.0, 220.0), within(rng, 200.0, 255.0)];
    let ground = [within(rng, 30.0, 150.0), within(rng, 70.0, 170.0), within(rng, 20.0, 100.0)];
    let (haze, seed): (_, u64) = (within(rng, 0.0, 0.6), rng.random());
    let (horizon, hills, grain) = (within(rng, 20.0, 45.0), within(rng, 2.0, 14.0), within(rng, 0.05, 0.3));
    Box::new(move |x, y| {
        let height = horizon + hills * cloudy_noise(seed, 0.7 * x, 0.0, 0.5);
        if y < height {
            return mixed(sky, [255.0; 3], haze * y / SIZE);
        }
        let shade = 1.0 + grain * cloudy_noise(seed ^ 7, x, y, 1.0);
        ground.map(|value| shade * value)
    })
}

/// A face before a wall: hair, skin, eyes and a mouth.
pub(super) fn face(rng: &mut ChaCha8Rng) -> Paint {
    let (wall, hair, skin) = (colour(rng), colour(rng).map(|value| 0.5 * value), within(rng, 90.0, 240.0));
    let skin = [skin, 0.78 * skin, 0.65 * skin];
    let (middle_x, middle_y) = (within(rng, 27.0, 37.0), within(rng, 27.0, 37.0));
    let (width, height) = (within(rng, 12.0, 22.0), within(rng, 16.0, 27.0));
    Box::new(move |x, y| {
        let (u, v) = ((x - middle_x) / width, (y - middle_y) / height);
        if u.hypot(v) < 1.0 {
            let eye = (u.abs() - 0.42) * width;
            return match eye.hypot((v + 0.15) * height) {
                ..1.2 => [30.0, 20.0, 20.0],
                ..3.0 => [250.0; 3],
                _ if (u.hypot(v - 0.15) - 0.45).abs() < 0.07 && v > 0.35 => [150.0, 40.0, 40.0],
                _ => skin,
            };
        }
        let is_hair = (u / 1.2).hypot((v + 0.1) / 1.15) < 1.0 && v < 0.3;
        if is_hair { hair } else { wall }
    })
}
