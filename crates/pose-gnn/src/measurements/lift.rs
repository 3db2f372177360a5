//! One number a repetition for each fault; more is worse.

use super::scene::Scene;
use crate::joint::{Points, angle_deg, middle, minus};
use crate::quantile::quantile;
use crate::repetitions::Repetition;
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER, TOE, WRIST};

/// One repetition along the body's axes.
pub(super) struct Lift<'a> {
    /// From start to end.
    frames: &'a [Points],
    /// And before and after that: whoever begins a deadlift standing is locked out there.
    wide: &'a [Points],
    turn: usize,
    start: Points,
    at_turn: Points,
    end: Points,
}

impl<'a> Lift<'a> {
    pub(super) fn new(scene: &'a Scene, repetition: &Repetition, first_frame: usize) -> Self {
        let (start_frame, end_frame) = (repetition.start_frame - first_frame, repetition.end_frame - first_frame);
        let frames = &scene.frames[start_frame..=end_frame];
        let margin = margin(repetition);
        let wide = &scene.frames[start_frame.saturating_sub(margin)..(end_frame + margin + 1).min(scene.frames.len())];
        let turn = repetition.turn_frame - repetition.start_frame;
        // Jitter averages out over this long, and hardly anything moves yet.
        let around = (frames.len() / 16).max(1);
        let start = average(&frames[..around.min(frames.len())]);
        let at_turn = average(&frames[turn.saturating_sub(around / 2)..(turn + around / 2 + 1).min(frames.len())]);
        let end = average(&frames[frames.len().saturating_sub(around)..]);
        Self { frames, wide, turn, start, at_turn, end }
    }

    /// The value at the turning point less that at the start: what the tracker always gets wrong cancels.
    fn change(&self, value: impl Fn(&Points) -> f64) -> f64 {
        value(&self.at_turn) - value(&self.start)
    }

    /// Where the shoulders are lowest over the ankles: on the floor or half-way through, as the lift begins below or above.
    fn lowest(&self) -> &Points {
        self.by_height().0
    }

    /// Where the shoulders are highest over the ankles.
    fn highest(&self) -> &Points {
        self.by_height().1
    }

    fn by_height(&self) -> (&Points, &Points) {
        let height = |points: &Points| middle(points, SHOULDER)[1] - middle(points, ANKLE)[1];
        let mut ordered = [&self.start, &self.at_turn, &self.end];
        ordered.sort_by(|a, b| height(a).total_cmp(&height(b)));
        (ordered[0], ordered[2])
    }

    /// The frames of the way up, from the lowest to the highest.
    fn way_up(&self) -> &[Points] {
        let height = |points: &Points| middle(points, SHOULDER)[1] - middle(points, ANKLE)[1];
        if height(&self.start) < height(&self.at_turn) { &self.frames[..=self.turn] } else { &self.frames[self.turn..] }
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

/// So many frames before and after a repetition are looked at as well.
pub(super) fn margin(repetition: &Repetition) -> usize {
    (repetition.end_frame - repetition.start_frame) / 4
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
pub(super) fn inward_deg(points: &Points, side: usize) -> f64 {
    let shank = minus(points[KNEE + side], points[ANKLE + side]);
    let inwards = if side == 0 { -shank[0] } else { shank[0] };
    inwards.atan2(shank[1]).to_degrees()
}

pub(super) fn lean_deg(points: &Points) -> f64 {
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

pub(super) fn hips_first(lift: &Lift<'_>) -> f64 {
    let share = |now: &Points, joint: usize| {
        let height = |p: &Points| middle(p, joint)[1] - middle(p, ANKLE)[1];
        let (low, high) = (height(lift.lowest()), height(lift.highest()));
        // A way of some centimetres is not divided by: it was no lift.
        (height(now) - low) / (high - low).max(5.0)
    };
    let ahead = lift.way_up().iter().map(|now| 100.0 * (share(now, HIP) - share(now, SHOULDER)));
    quantile(ahead.collect(), 0.95)
}

/// How far the trunk is turned backwards against the thighs near the lockout, at most: the camera's pitch does not matter.
pub(super) fn hip_hyperextension(lift: &Lift<'_>) -> f64 {
    let height = |p: &Points| middle(p, SHOULDER)[1] - middle(p, ANKLE)[1];
    let low = height(lift.lowest());
    let high = quantile(lift.wide.iter().map(height).collect(), 0.95);
    let backwards = |p: &Points| {
        let thigh = minus(middle(p, HIP), middle(p, KNEE));
        thigh[2].atan2(thigh[1]).to_degrees() - lean_deg(p)
    };
    let is_locked = |p: &&Points| height(p) >= high - 0.15 * (high - low);
    let near: Vec<f64> = lift.wide.iter().filter(is_locked).map(backwards).collect();
    if near.is_empty() { backwards(lift.highest()) } else { quantile(near, 0.95) }
}

/// The trunk over the horizontal where it is lowest.
pub(super) fn hips_low(lift: &Lift<'_>) -> f64 {
    90.0 - lean_deg(lift.lowest())
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
