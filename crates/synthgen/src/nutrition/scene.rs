//! One painted and photographed scene.

use super::camera::Camera;
use super::clutter::occlude;
use super::paint::{CANVAS_SIDE, Easel, Frame, Vec2, vec2};
use super::painted;
use super::params::NutritionParams;
use super::surface::{dish, table};
use crate::rng::item_rng;
use words::FoodClass;

/// Paints and photographs one scene: table, dish, food and what lies over it.
///
/// **Invariant**: only class-independent numbers choose table, dish, clutter, light and camera.
pub(super) fn photograph(params: &NutritionParams, seed: u64, class: FoodClass, index: usize) -> Vec<u8> {
    let mut easel = Easel::new(item_rng(seed, *b"foodimag", index as u64));
    let camera = Camera::draw(params, &mut easel);
    table(&mut easel);
    let side = CANVAS_SIDE as f32;
    let radius = side * easel.uniform(0.36, 0.47);
    let room = 0.5 * side - 0.8 * radius;
    let centre = vec2(0.5 * side, 0.5 * side) + easel.in_disc(room.max(2.0));
    let frame = Frame::new(centre, radius);
    let tilt = easel.uniform(0.7, 1.0);
    dish(&mut easel, frame.stretched(1.0, tilt));
    let pose = pose(class);
    let turn = pose.turn * easel.uniform(-1.0, 1.0);
    let mirror = if easel.chance(0.5) { -1.0 } else { 1.0 };
    // What lies flat is foreshortened as its dish is.
    let frame = if pose.is_flat { frame.stretched(1.0, tilt) } else { frame };
    let aspect = libm::expf(0.06 * easel.normal());
    let food = frame.turned(turn).stretched(mirror * aspect, 1.0 / aspect);
    if pose.comes_in_numbers && easel.chance(0.2) {
        let place = Vec2::polar(easel.angle(), easel.uniform(1.3, 1.7));
        let other = frame.moved(place.x, place.y).turned(pose.turn * easel.uniform(-1.0, 1.0));
        painted::paint(class, &mut easel, other.scaled(0.8));
    }
    painted::paint(class, &mut easel, food);
    if f64::from(easel.uniform(0.0, 1.0)) < params.occlusion_share {
        occlude(&mut easel, centre, radius);
    }
    camera.photograph(&mut easel)
}

/// How a food lies.
struct Pose {
    /// Largest turn either way, radians.
    turn: f32,
    is_flat: bool,
    comes_in_numbers: bool,
}

fn pose(class: FoodClass) -> Pose {
    use FoodClass as C;
    let half_turn = std::f32::consts::PI;
    let (turn, is_flat, comes_in_numbers) = match class {
        C::Soup | C::Rice | C::Salad => (0.12, false, false),
        C::Burger => (0.2, false, false),
        C::Cheese | C::IceCream => (0.35, false, false),
        C::Apple | C::Broccoli => (0.6, false, true),
        C::Tomato | C::Orange => (1.2, false, true),
        C::Bread | C::Watermelon => (0.5, false, true),
        C::Banana | C::Carrot => (1.3, false, true),
        C::Doughnut => (half_turn, true, true),
        C::FriedEgg | C::Pizza | C::Spaghetti | C::Steak => (half_turn, true, false),
        C::Salmon => (0.7, true, true),
    };
    Pose { turn, is_flat, comes_in_numbers }
}
