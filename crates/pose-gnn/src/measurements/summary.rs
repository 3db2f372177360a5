//! Repetitions in a few hundred numbers that neither camera, body size nor tempo changes much.

use super::lift::{inward_deg, knee_deg, lean_deg, margin};
use super::scaled::ScaledRecording;
use super::scene::Scene;
use crate::joint::{Points, angle_deg, length, middle, minus};
use crate::quantile::quantile;
use crate::repetitions::Repetition;
use words::landmark::{ANKLE, EAR, ELBOW, HEEL, HIP, KNEE, SHOULDER, TOE, WRIST};
use words::{Exercise, JointAngle};

/// Numbers of the whole body in a frame.
const N_WHOLE: usize = 15;
/// Numbers of the body's left against its right in a frame.
const N_LATERAL: usize = 6;
/// Numbers of one side in a frame.
const N_SIDED: usize = 10;
/// At the start, at the turning point, at the end, and the 5th and 95th percentile over the repetition and what is around it.
const N_MOMENTS: usize = 5;
/// How a repetition is filmed and how long it takes.
const N_SCENE: usize = 6;

/// How many numbers a [`LiftSummary`] has.
pub const N_SUMMARY: usize = N_MOMENTS * (N_WHOLE + N_LATERAL + 2 * N_SIDED) + N_SCENE;

/// The repetitions of a known exercise in a few hundred numbers: see [`summarize`](ScaledRecording::summarize).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LiftSummary {
    /// The exercise.
    pub exercise: Exercise,
    /// Angles at the turning points, averaged over the repetitions, also where the view shows them badly.
    pub joint_angles_deg: [f32; JointAngle::N],
    /// [`N_SUMMARY`] numbers.
    pub values: Vec<f32>,
}

impl ScaledRecording<'_> {
    /// Angles, heights and distances of an exercise's repetitions, averaged over them: what simple models learn from and what the network
    /// is told beside the landmarks.
    ///
    /// Each of 41 numbers a frame is taken at the start, at the turning point, at the end, and as the 5th and the 95th percentile over the repetition and a quarter
    /// of its time before and after.
    /// Of the two sides, the first is the front one in a lunge and else the one nearer to the camera; what
    /// differs between left and right counts without its sign. The last six are the camera's direction, the duration, the number
    /// of repetitions and whether the first side is the left (1) or the right one (−1). Lengths are in tens of centimetres, angles in tens of degrees, so that all are of the order of 1.
    ///
    /// None without repetitions.
    pub fn summarize(&self, exercise: Exercise, repetitions: &[Repetition]) -> Option<LiftSummary> {
        let known = self.within(repetitions);
        let first = known.iter().map(|r| r.start_frame.saturating_sub(margin(r))).min()?;
        let last = known.iter().map(|r| (r.end_frame + margin(r)).min(self.frames().len() - 1)).max()?;
        let scene = Scene::from_camera(self.frames()[first..=last].to_vec(), self.left());
        let left_is_away = self.left()[2] > 0.0;
        let mut sums = [0.0; N_SUMMARY];
        let mut first_side = 0.0;
        for repetition in &known {
            let turn = &scene.frames[repetition.turn_frame - first];
            let side = if exercise == Exercise::Lunge { front(turn) } else { usize::from(left_is_away) };
            first_side += if side == 0 { 1.0 } else { -1.0 };
            for (sum, value) in sums.iter_mut().zip(of_repetition(&scene.frames, first, repetition, side)) {
                *sum += value / known.len() as f64;
            }
        }
        let yaw = scene.view.yaw_deg.to_radians();
        let duration_s = known.iter().map(|r| r.duration_s).sum::<f64>() / known.len() as f64;
        let filmed = [
            yaw.cos(),
            yaw.sin().abs(),
            (2.0 * yaw).cos(),
            duration_s.ln(),
            known.len() as f64 / 3.0,
            first_side / known.len() as f64,
        ];
        sums[N_SUMMARY - N_SCENE..].copy_from_slice(&filmed);
        #[expect(clippy::cast_possible_truncation, reason = "inputs of a network are single precision")]
        let single = |value: f64| value as f32;
        Some(LiftSummary {
            exercise,
            joint_angles_deg: self.all_turning_angles_deg(exercise, &known).map(single),
            // Beyond, a joint was lost.
            values: sums.iter().map(|sum| single(sum.clamp(-30.0, 30.0))).collect(),
        })
    }
}

impl LiftSummary {
    /// Of the same lift in a mirror.
    pub(crate) fn mirrored(mut self) -> Self {
        self.joint_angles_deg = mirrored_angles(self.joint_angles_deg);
        if let Some(first_side) = self.values.last_mut() {
            *first_side = -*first_side;
        }
        self
    }
}

/// Left and right exchanged.
pub(crate) fn mirrored_angles(angles: [f32; JointAngle::N]) -> [f32; JointAngle::N] {
    let [left_knee, right_knee, left_hip, right_hip, left_shoulder, right_shoulder] = angles;
    [right_knee, left_knee, right_hip, left_hip, right_shoulder, left_shoulder]
}

fn of_repetition(
    frames: &[Points],
    first_frame: usize,
    repetition: &Repetition,
    front: usize,
) -> impl Iterator<Item = f64> {
    const N: usize = N_WHOLE + N_LATERAL + 2 * N_SIDED;
    let [start, turn, end] =
        [repetition.start_frame, repetition.turn_frame, repetition.end_frame].map(|frame| frame - first_frame);
    let wide = start.saturating_sub(margin(repetition))..(end + margin(repetition) + 1).min(frames.len());
    let around = ((end + 1 - start) / 16).max(1);
    let series: Vec<[f64; N]> = frames[wide.clone()].iter().map(|points| of_frame(points, front)).collect();
    let mean = |range: std::ops::RangeInclusive<usize>| -> [f64; N] {
        let within = &series[range.start() - wide.start..=range.end() - wide.start];
        std::array::from_fn(|i| within.iter().map(|values| values[i]).sum::<f64>() / within.len() as f64)
    };
    let at_start = mean(start..=(start + around - 1).min(end));
    let at_turn = mean(turn.saturating_sub(around / 2).max(start)..=(turn + around / 2).min(end));
    let at_end = mean((end + 1).saturating_sub(around).max(start)..=end);
    let share = |share: f64| -> [f64; N] {
        std::array::from_fn(|i| quantile(series.iter().map(|values| values[i]).collect(), share))
    };
    let (low, high) = (share(0.05), share(0.95));
    let lateral = N_WHOLE..N_WHOLE + N_LATERAL;
    let moments: [[f64; N]; N_MOMENTS] = [at_start, at_turn, at_end, low, high];
    let changes = [[0.0; N], at_start, at_start, at_start, low];
    moments.into_iter().zip(changes).flat_map(move |(moment, from)| {
        let lateral = lateral.clone();
        std::array::from_fn::<f64, N, _>(move |i| {
            // Which side is left does not matter, and what the tracker always gets wrong cancels.
            if lateral.contains(&i) { (moment[i] - from[i]).abs() } else { moment[i] }
        })
    })
}

/// The side of the foot in front.
fn front(points: &Points) -> usize {
    usize::from(points[ANKLE + 1][2] > points[ANKLE][2])
}

fn of_frame(p: &Points, first: usize) -> [f64; N_WHOLE + N_LATERAL + 2 * N_SIDED] {
    let tens = |degrees: f64| degrees / 10.0;
    let [shoulders, hips, knees, ankles, wrists, ears] =
        [SHOULDER, HIP, KNEE, ANKLE, WRIST, EAR].map(|joint| middle(p, joint));
    let head = minus(ears, shoulders);
    let thigh = minus(hips, knees);
    let whole = [
        tens(lean_deg(p)),
        tens(head[2].atan2(head[1]).to_degrees()),
        tens(angle_deg(ears, shoulders, hips)),
        tens(thigh[2].atan2(thigh[1]).to_degrees() - lean_deg(p)),
        (hips[1] - ankles[1]) / 10.0,
        (shoulders[1] - ankles[1]) / 10.0,
        (knees[1] - ankles[1]) / 10.0,
        (wrists[1] - shoulders[1]) / 10.0,
        (wrists[1] - knees[1]) / 10.0,
        (wrists[2] - shoulders[2]) / 10.0,
        (wrists[2] - ankles[2]) / 10.0,
        (hips[2] - ankles[2]) / 10.0,
        (shoulders[2] - ankles[2]) / 10.0,
        length(minus(shoulders, hips)) / 10.0,
        length(minus(p[ANKLE], p[ANKLE + 1])) / 10.0,
    ];
    let lateral = [
        (hips[0] - ankles[0]) / 10.0,
        (shoulders[0] - ankles[0]) / 10.0,
        (shoulders[0] - hips[0]) / 10.0,
        (p[WRIST][1] - p[WRIST + 1][1]) / 10.0,
        (p[HIP][1] - p[HIP + 1][1]) / 10.0,
        (p[SHOULDER][1] - p[SHOULDER + 1][1]) / 10.0,
    ];
    let sided = |side: usize| {
        let at = |joint: usize| p[joint + side];
        [
            tens(knee_deg(p, side)),
            tens(angle_deg(at(SHOULDER), at(HIP), at(KNEE))),
            tens(angle_deg(at(ELBOW), at(SHOULDER), at(HIP))),
            tens(angle_deg(at(SHOULDER), at(ELBOW), at(WRIST))),
            tens(inward_deg(p, side)),
            (at(KNEE)[2] - at(TOE)[2]) / 10.0,
            (at(KNEE)[2] - at(ANKLE)[2]) / 10.0,
            (at(HEEL)[1] - at(TOE)[1]) / 10.0,
            (at(WRIST)[1] - at(ELBOW)[1]) / 10.0,
            (at(KNEE)[1] - at(ANKLE)[1]) / 10.0,
        ]
    };
    let sides = [sided(first), sided(1 - first)];
    let all = whole.into_iter().chain(lateral).chain(sides.into_iter().flatten());
    let mut values = [0.0; N_WHOLE + N_LATERAL + 2 * N_SIDED];
    for (value, all) in values.iter_mut().zip(all) {
        *value = all;
    }
    values
}
