//! Pictures on their side or upside down, and landmarks whose left and right are swapped.

use serde::{Deserialize, Serialize};

use super::scene::left_axis;
use crate::joint::{Points, dot, length, middle, minus};
use crate::quantile::{median, quantile};
use words::landmark::{ANKLE, EAR, HEEL, HIP, KNEE, NOSE, SHOULDER, TOE};

/// Frames in which a body is stretched most, as a share of all: whoever lifts stands in them, or lies on a bench.
const TALLEST: f64 = 0.15;
/// A direction is level, or upright, where one coordinate is at least so many times the other.
const CLEARLY: f64 = 2.0;
/// Cosine beyond which toes and nose point backwards.
const BACKWARDS: f64 = -0.1;

/// How a recording has to be turned and mirrored so that it shows a body as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Orientation {
    /// Where the head is in the picture.
    pub head: Head,
    /// Left and right are swapped: nose and toes point behind the body. With the head below, the y axis points up.
    pub is_mirrored: bool,
}

/// Where the head is in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Head {
    /// Above the feet, or the body lies and its feet stand on the floor.
    #[default]
    Above,
    /// Below the feet.
    Below,
    /// To the right of the feet, the shanks being level as well.
    Right,
    /// To the left of the feet, the shanks being level as well.
    Left,
}

impl Orientation {
    /// From the frames that show a trunk: right, down and away from the camera.
    pub(super) fn of(frames: &[&Points]) -> Self {
        let head = head(frames);
        let upright: Vec<Points> =
            frames.iter().map(|points| Self { head, is_mirrored: false }.upright(points)).collect();
        Self { head, is_mirrored: is_mirrored(&upright) }
    }

    /// The landmarks with the head above and the left on the left.
    pub(super) fn upright(self, points: &Points) -> Points {
        points.map(|[x, y, z]| {
            let [x, y] = match self.head {
                Head::Above => [x, y],
                Head::Below => [-x, -y],
                Head::Right => [y, -x],
                Head::Left => [-y, x],
            };
            [if self.is_mirrored { -x } else { x }, y, z]
        })
    }
}

/// From the trunk and the shanks where the body is stretched most: on a bench, the trunk lies and the shanks stand.
fn head(frames: &[&Points]) -> Head {
    let from_ankles = |points: &Points| minus(middle(points, SHOULDER), middle(points, ANKLE));
    let sizes = frames.iter().map(|points| from_ankles(points)[0].hypot(from_ankles(points)[1]));
    let tall = quantile(sizes.clone().collect(), 1.0 - TALLEST);
    let stretched = || frames.iter().zip(sizes.clone()).filter(|(_, size)| *size >= tall).map(|(points, _)| *points);
    let direction = |above: usize, below: usize| {
        [0, 1].map(|axis| median(stretched().map(|p| minus(middle(p, above), middle(p, below))[axis]).collect()))
    };
    let (trunk, shank) = (direction(SHOULDER, HIP), direction(KNEE, ANKLE));
    let both = |is: fn([f64; 2]) -> bool| is(trunk) && is(shank);
    if both(|[x, y]| y > CLEARLY * x.abs()) {
        Head::Below
    } else if both(|[x, y]| x > CLEARLY * y.abs()) {
        Head::Right
    } else if both(|[x, y]| -x > CLEARLY * y.abs()) {
        Head::Left
    } else {
        Head::Above
    }
}

/// Whether both feet and the face point backwards: one of them alone is the tracker's mistake.
fn is_mirrored(frames: &[Points]) -> bool {
    let left = left_axis(frames);
    let forward = [left[2], 0.0, -left[0]];
    let ahead = |from: &dyn Fn(&Points) -> [f64; 3]| {
        let cosine = |points: &Points| {
            let direction = from(points);
            dot(direction, forward) / length(direction).max(1e-9)
        };
        median(frames.iter().map(cosine).collect())
    };
    let foot = |side: usize| move |points: &Points| minus(points[TOE + side], points[HEEL + side]);
    let face = |points: &Points| minus(points[NOSE], middle(points, EAR));
    ahead(&foot(0)) < BACKWARDS && ahead(&foot(1)) < BACKWARDS && ahead(&face) < BACKWARDS
}

#[cfg(test)]
mod tests {
    use words::Exercise;

    use super::{Head, Orientation};
    use crate::measurements::ScaledRecording;
    use crate::testing::{from_frames, generator};

    /// The orientation of five lifts of each exercise after a change of each landmark's x and y.
    fn orientations(exercises: &[Exercise], change: impl Fn(f32, f32) -> [f32; 2]) -> Vec<Orientation> {
        let generator = generator(51);
        let sequences = (0..25).map(|id| generator.sequence(id));
        sequences
            .filter(|sequence| exercises.contains(&sequence.exercise))
            .map(|sequence| {
                let points = sequence.landmarks.chunks_exact(3);
                let changed: Vec<f32> =
                    points.flat_map(|p| [change(p[0], p[1])[0], change(p[0], p[1])[1], p[2]]).collect();
                ScaledRecording::of(&from_frames(&changed, sequence.fps)).orientation()
            })
            .collect()
    }

    #[track_caller]
    fn check(exercises: &[Exercise], change: impl Fn(f32, f32) -> [f32; 2], head: Head, is_mirrored: bool) {
        let found = orientations(exercises, change);
        assert!(found.iter().all(|one| *one == Orientation { head, is_mirrored }), "{found:?}");
    }

    const STANDING: [Exercise; 4] = [Exercise::Squat, Exercise::Deadlift, Exercise::OverheadPress, Exercise::Lunge];

    #[test]
    fn lifts_as_they_were_filmed_are_left_as_they_are() {
        check(&Exercise::ALL, |x, y| [x, y], Head::Above, false);
    }

    #[test]
    fn mirrored_and_turned_lifts_are_noticed() {
        check(&STANDING, |x, y| [1.0 - x, y], Head::Above, true);
        check(&STANDING, |x, y| [x, 1.0 - y], Head::Below, true);
        check(&STANDING, |x, y| [1.0 - x, 1.0 - y], Head::Below, false);
        check(&STANDING, |x, y| [y, 1.0 - x], Head::Left, false);
        check(&STANDING, |x, y| [1.0 - y, x], Head::Right, false);
    }

    #[test]
    fn turned_lifts_measure_as_upright_ones() {
        let sequence = generator(52).sequence(0);
        let points = || sequence.landmarks.chunks_exact(3);
        let turned: Vec<f32> = points().flat_map(|p| [1.0 - p[0], 1.0 - p[1], p[2]]).collect();
        let [upright, turned] = [&sequence.landmarks, &turned].map(|values| from_frames(values, sequence.fps));
        let (upright, turned) = (ScaledRecording::of(&upright), ScaledRecording::of(&turned));
        let (a, b) = (upright.joint_angles_deg(), turned.joint_angles_deg());
        assert!(a.iter().flatten().zip(b.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-3));
        let turns = |body: &ScaledRecording<'_>| -> Vec<usize> {
            body.find_repetitions().iter().map(|repetition| repetition.turn_frame).collect()
        };
        assert_eq!(turns(&upright), turns(&turned));
    }
}
