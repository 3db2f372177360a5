//! How each exercise is done: from the progress of a repetition and the faults to a pose.

mod arms;
mod bench_press;
mod deadlift;
mod lunge;
mod other;
mod overhead_press;
mod squat;

use words::Exercise;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use self::bench_press::BenchPress;
use self::deadlift::Deadlift;
use self::lunge::Lunge;
pub(super) use self::other::Other;
pub use self::other::OtherMovement;
use self::overhead_press::OverheadPress;
use self::squat::Squat;
use super::anthropometry::Body;
use super::fault::Severities;
use super::landmark::Side;
use super::skeleton::{Foot, Pose};
use super::sway::Sway;
use super::tempo::Progress;

/// One moment of a movement.
pub(super) struct Moment<'a> {
    pub(super) time_s: f64,
    pub(super) progress: Progress,
    pub(super) severities: &'a Severities,
    pub(super) sway: &'a Sway,
}

/// Where a person's own way of moving comes from: drawn, or the middle of every range.
pub(super) struct Variation<'a>(Option<&'a mut ChaCha8Rng>);

impl<'a> Variation<'a> {
    pub(super) fn drawn(rng: &'a mut ChaCha8Rng) -> Self {
        Self(Some(rng))
    }

    /// Of the average person, right-handed.
    pub(super) fn average() -> Self {
        Self(None)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        match &mut self.0 {
            Some(rng) => rng.random_range(low..high),
            None => 0.5 * (low + high),
        }
    }

    /// True with this probability; for the average person if it exceeds one half.
    fn chance(&mut self, probability: f64) -> bool {
        match &mut self.0 {
            Some(rng) => rng.random_bool(probability),
            None => probability > 0.5,
        }
    }

    fn side(&mut self) -> Side {
        if self.chance(0.5) { Side::Left } else { Side::Right }
    }
}

/// One person's way of doing one exercise.
#[derive(Clone, Debug)]
pub(super) enum Motion {
    Squat(Squat),
    Deadlift(Deadlift),
    BenchPress(BenchPress),
    OverheadPress(OverheadPress),
    Lunge(Lunge),
}

impl Motion {
    /// `starts_standing` is about deadlifts alone.
    pub(super) fn new(
        exercise: Exercise,
        body: &Body,
        severities: &Severities,
        starts_standing: bool,
        variation: &mut Variation<'_>,
    ) -> Self {
        match exercise {
            Exercise::Squat => Self::Squat(Squat::new(body, variation)),
            Exercise::Deadlift => Self::Deadlift(Deadlift::new(body, severities, starts_standing, variation)),
            Exercise::BenchPress => Self::BenchPress(BenchPress::new(body, variation)),
            Exercise::OverheadPress => Self::OverheadPress(OverheadPress::new(body, variation)),
            Exercise::Lunge => Self::Lunge(Lunge::new(body, variation)),
        }
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        match self {
            Self::Squat(squat) => squat.pose(body, moment),
            Self::Deadlift(deadlift) => deadlift.pose(body, moment),
            Self::BenchPress(bench) => bench.pose(body, moment),
            Self::OverheadPress(press) => press.pose(body, moment),
            Self::Lunge(lunge) => lunge.pose(body, moment),
        }
    }
}

/// Two feet side by side.
fn parallel_feet(half_stance: f64, toe_out_deg: [f64; 2]) -> [Foot; 2] {
    Side::BOTH.map(|side| Foot {
        x: side.sign() * half_stance,
        z: 0.0,
        toe_out_deg: toe_out_deg[side.index()],
        heel_pitch_deg: 0.0,
        valgus_deg: 0.0,
    })
}
