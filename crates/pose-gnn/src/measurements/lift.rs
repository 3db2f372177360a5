//! One number a repetition for each fault; more is worse.

use super::scene::Scene;
use crate::joint::{Points, angle_deg, middle, minus};
use crate::quantile::quantile;
use crate::repetitions::Repetition;
use words::landmark::{ANKLE, ELBOW, HEEL, HIP, KNEE, SHOULDER, TOE, WRIST};

/// One repetition along the body's axes.
pub(super) struct Lift<'a> {
    /// From start to end.
    frames: &'a [Points],
    turn: usize,
    start: Points,
    at_turn: Points,
}

impl<'a> Lift<'a> {
    pub(super) fn new(scene: &'a Scene, repetition: &Repetition, first_frame: usize) -> Self {
        let frames = &scene.frames[repetition.start_frame - first_frame..=repetition.end_frame - first_frame];
        let turn = repetition.turn_frame - repetition.start_frame;
        // Jitter averages out over this long, and hardly anything moves yet.
        let around = (frames.len() / 16).max(1);
        let start = average(&frames[..around.min(frames.len())]);
        let at_turn = average(&frames[turn.saturating_sub(around / 2)..(turn + around / 2 + 1).min(frames.len())]);
        Self { frames, turn, start, at_turn }
    }

    /// The value at the turning point less that at the start: what the tracker always gets wrong cancels.
    fn change(&self, value: impl Fn(&Points) -> f64) -> f64 {
        value(&self.at_turn) - value(&self.start)
    }

    /// Nearly the largest value; the largest is as often a slip of the tracker.
    fn at_most(&self, value: impl Fn(&Points) -> f64) -> f64 {
        quantile(self.frames.iter().map(value).collect(), 0.95)
    }

    fn range(&self, value: impl Fn(&Points) -> f64) -> f64 {
        let values: Vec<f64> = self.frames.iter().map(value).collect();
        quantile(values.clone(), 0.95) - quantile(values, 0.05)
    }
}

fn average(frames: &[Points]) -> Points {
    std::array::from_fn(|joint| {
        std::array::from_fn(|axis| frames.iter().map(|points| points[joint][axis]).sum::<f64>() / frames.len() as f64)
    })
}

fn both(value: impl Fn(usize) -> f64) -> f64 {
    0.5 * (value(0) + value(1))
}

pub(super) fn knee_deg(points: &Points, side: usize) -> f64 {
    angle_deg(points[HIP + side], points[KNEE + side], points[ANKLE + side])
}

/// How far the knee stands inwards of the ankle, as an angle from the vertical in the frontal plane.
fn inward_deg(points: &Points, side: usize) -> f64 {
    let shank = minus(points[KNEE + side], points[ANKLE + side]);
    let inwards = if side == 0 { -shank[0] } else { shank[0] };
    inwards.atan2(shank[1]).to_degrees()
}

fn lean_deg(points: &Points) -> f64 {
    let trunk = minus(middle(points, SHOULDER), middle(points, HIP));
    trunk[2].atan2(trunk[1]).to_degrees()
}

/// The side of the foot in front.
fn front(points: &Points) -> usize {
    usize::from(points[ANKLE + 1][2] > points[ANKLE][2])
}

pub(super) fn squat_shallow(lift: &Lift<'_>) -> f64 {
    both(|side| knee_deg(&lift.at_turn, side))
}

pub(super) fn squat_knee_valgus(lift: &Lift<'_>) -> f64 {
    both(|side| lift.change(|p| inward_deg(p, side)))
}

pub(super) fn forward_lean(lift: &Lift<'_>) -> f64 {
    lift.change(lean_deg)
}

pub(super) fn heel_rise(lift: &Lift<'_>) -> f64 {
    lift.change(|p| middle(p, HEEL)[1] - middle(p, TOE)[1])
}

pub(super) fn lateral_shift(lift: &Lift<'_>) -> f64 {
    lift.change(|p| -middle(p, ANKLE)[0]).abs()
}

pub(super) fn hips_first(lift: &Lift<'_>) -> f64 {
    let share = |now: &Points, joint: usize| {
        let height = |p: &Points| middle(p, joint)[1] - middle(p, ANKLE)[1];
        let (low, high) = (height(&lift.start), height(&lift.at_turn));
        // A way of some centimetres is not divided by: it was no lift.
        (height(now) - low) / (high - low).max(5.0)
    };
    let ahead = lift.frames[..=lift.turn].iter().map(|now| 100.0 * (share(now, HIP) - share(now, SHOULDER)));
    quantile(ahead.collect(), 0.95)
}

pub(super) fn bar_drift(lift: &Lift<'_>) -> f64 {
    lift.at_most(|p| middle(p, WRIST)[2] - middle(p, ANKLE)[2])
}

pub(super) fn backward_lean(lift: &Lift<'_>) -> f64 {
    -lean_deg(&lift.at_turn)
}

pub(super) fn backward_lean_change(lift: &Lift<'_>) -> f64 {
    lift.change(|p| -lean_deg(p))
}

pub(super) fn elbow_flare(lift: &Lift<'_>) -> f64 {
    both(|side| {
        let p = &lift.at_turn;
        angle_deg(p[ELBOW + side], p[SHOULDER + side], p[HIP + side])
    })
}

pub(super) fn uneven_press(lift: &Lift<'_>) -> f64 {
    let difference = |p: &Points| p[WRIST][1] - p[WRIST + 1][1];
    let start = difference(&lift.start);
    lift.at_most(|p| (difference(p) - start).abs())
}

pub(super) fn short_range(lift: &Lift<'_>) -> f64 {
    middle(&lift.at_turn, WRIST)[1] - middle(&lift.at_turn, SHOULDER)[1]
}

pub(super) fn hips_off(lift: &Lift<'_>) -> f64 {
    let height = |p: &Points| -middle(p, SHOULDER)[1];
    lift.at_most(height) - height(&lift.start)
}

pub(super) fn no_lockout(lift: &Lift<'_>) -> f64 {
    let p = &lift.at_turn;
    180.0 - both(|side| angle_deg(p[SHOULDER + side], p[ELBOW + side], p[WRIST + side]))
}

pub(super) fn forward_bar(lift: &Lift<'_>) -> f64 {
    middle(&lift.at_turn, WRIST)[2] - middle(&lift.at_turn, SHOULDER)[2]
}

pub(super) fn press_asymmetry(lift: &Lift<'_>) -> f64 {
    lift.change(|p| p[WRIST][1] - p[WRIST + 1][1]).abs()
}

pub(super) fn knee_past_toes(lift: &Lift<'_>) -> f64 {
    knee_past_toes_cm(&lift.at_turn)
}

/// How far the front knee is in front of the toes.
pub(super) fn knee_past_toes_cm(points: &Points) -> f64 {
    let front = front(points);
    points[KNEE + front][2] - points[TOE + front][2]
}

pub(super) fn lunge_knee_valgus(lift: &Lift<'_>) -> f64 {
    let front = front(&lift.at_turn);
    lift.change(|p| inward_deg(p, front))
}

pub(super) fn lunge_shallow(lift: &Lift<'_>) -> f64 {
    knee_deg(&lift.at_turn, front(&lift.at_turn))
}

pub(super) fn wobble(lift: &Lift<'_>) -> f64 {
    lift.range(|p| middle(p, SHOULDER)[0] - middle(p, ANKLE)[0])
}
