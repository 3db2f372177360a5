//! Movements that are none of the five lifts.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::arms::Arms;
use super::{Variation, parallel_feet};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Foot, Hand, Pose, Trunk, pelvis_height};
use crate::biomechanics::sway::{Channel, Sway};
use crate::biomechanics::vector::{Vec3, lerp, sin_cos_deg, vec3};

/// A movement that is none of the five lifts: whoever recognizes lifts has to refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherMovement {
    /// Standing, elbows bend and straighten.
    Curl,
    /// Bent over, the bar is pulled to the belly.
    Row,
    /// Straight arms are raised sideways to the height of the shoulders.
    LateralRaise,
    /// Face down on hands and toes.
    PushUp,
    /// From lying to sitting, knees bent.
    SitUp,
    /// Crouching and jumping up.
    Jump,
    /// Arms and legs spread and close.
    JumpingJack,
    /// The hips throw a weight up to the height of the shoulders.
    KettlebellSwing,
    /// Walking on the spot of the camera.
    Walking,
    /// Nothing but swaying.
    Standing,
    /// On a chair.
    Sitting,
}

impl OtherMovement {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Curl,
        Self::Row,
        Self::LateralRaise,
        Self::PushUp,
        Self::SitUp,
        Self::Jump,
        Self::JumpingJack,
        Self::KettlebellSwing,
        Self::Walking,
        Self::Standing,
        Self::Sitting,
    ];

    /// Whether it cannot be done slowly.
    pub(in crate::biomechanics) fn is_quick(self) -> bool {
        matches!(self, Self::Jump | Self::JumpingJack | Self::KettlebellSwing)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Row => "row",
            Self::LateralRaise => "lateral_raise",
            Self::PushUp => "push_up",
            Self::SitUp => "sit_up",
            Self::Jump => "jump",
            Self::JumpingJack => "jumping_jack",
            Self::KettlebellSwing => "kettlebell_swing",
            Self::Walking => "walking",
            Self::Standing => "standing",
            Self::Sitting => "sitting",
        }
    }
}

/// One person's way of one of these movements.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct Other {
    movement: OtherMovement,
    half_stance: f64,
    lean_deg: f64,
    range: f64,
    cadence_hz: f64,
    arms: Arms,
}

impl Other {
    pub(in crate::biomechanics) fn draw(movement: OtherMovement, body: &Body, rng: &mut ChaCha8Rng) -> Self {
        let cadence_hz = rng.random_range(0.7..1.1);
        let variation = &mut Variation::drawn(rng);
        Self {
            movement,
            half_stance: variation.between(0.05, 0.11) * body.height_m,
            lean_deg: variation.between(45.0, 75.0),
            range: variation.between(0.8, 1.0),
            cadence_hz,
            arms: Arms::hanging(variation),
        }
    }

    /// `reach`: 0 at the start, 1 at the turning point.
    pub(in crate::biomechanics) fn pose(&self, body: &Body, reach: f64, time_s: f64, sway: &Sway) -> Pose {
        let reach = self.range * reach;
        let feet = parallel_feet(self.half_stance, [10.0; 2]);
        let still = |lean: f64, flexion: f64, hands: &dyn Fn(Vec3, &Trunk) -> [Hand; 2]| {
            let mut trunk = Trunk::leaning(lean + 0.6 * sway.at(Channel::Lean, time_s), 0.0);
            trunk.thorax_roll_deg = 0.5 * sway.at(Channel::Roll, time_s);
            let x = 0.005 * sway.at(Channel::Sideways, time_s);
            let z = 0.03 - trunk.spine(body).z;
            let pelvis = vec3(x, pelvis_height(body, x, z, &trunk, &feet, [flexion; 2]), z);
            Pose { pelvis, trunk, feet, hands: hands(pelvis, &trunk), knee_hints: [Vec3::default(); 2] }
        };
        let swing = [Channel::LeftHand, Channel::RightHand].map(|channel| 0.012 * sway.at(channel, time_s));
        match self.movement {
            OtherMovement::Curl => {
                still(2.0, 6.0, &|pelvis, trunk| curled(body, pelvis, trunk, lerp(15.0, 145.0, reach)))
            }
            OtherMovement::Row => {
                still(self.lean_deg, 30.0, &|pelvis, trunk| pulled(body, pelvis, trunk, lerp(0.97, 0.30, reach)))
            }
            OtherMovement::LateralRaise => {
                still(3.0, 6.0, &|pelvis, trunk| raised(body, pelvis, trunk, lerp(8.0, 92.0, reach), 0.0))
            }
            OtherMovement::KettlebellSwing => {
                let hinge = 1.0 - reach;
                still(55.0 * hinge, 8.0 + 30.0 * hinge, &|pelvis, trunk| {
                    swung(body, pelvis, trunk, lerp(-15.0, 100.0, reach))
                })
            }
            OtherMovement::Jump => {
                // Down, up through the start, and off the ground.
                let crouch = (1.0 - (reach / 0.45 - 1.0).abs()).max(0.0);
                let mut pose = still(3.0 + 30.0 * crouch, 6.0 + 70.0 * crouch, &|pelvis, trunk| {
                    self.arms.hands(body, pelvis, trunk, swing)
                });
                pose.pelvis.y += 0.30 * ((reach - 0.6) / 0.4).max(0.0);
                pose.hands = self.arms.hands(body, pose.pelvis, &pose.trunk, swing);
                pose
            }
            OtherMovement::JumpingJack => {
                let feet = parallel_feet(lerp(0.04, 0.18, reach) * body.height_m, [12.0; 2]);
                let trunk = Trunk::leaning(2.0, 0.0);
                let z = 0.03 - trunk.spine(body).z;
                let pelvis = vec3(0.0, pelvis_height(body, 0.0, z, &trunk, &feet, [10.0; 2]), z);
                let hands = raised(body, pelvis, &trunk, lerp(15.0, 170.0, reach), 0.1);
                Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
            }
            OtherMovement::Walking => self.walking(body, time_s),
            OtherMovement::Standing => still(2.0, 6.0, &|pelvis, trunk| self.arms.hands(body, pelvis, trunk, swing)),
            OtherMovement::Sitting => sitting(body, time_s, sway),
            OtherMovement::PushUp => push_up(body, lerp(0.97, 0.38, reach)),
            OtherMovement::SitUp => sit_up(body, lerp(-86.0, -8.0, reach)),
        }
    }

    fn walking(&self, body: &Body, time_s: f64) -> Pose {
        let phase = std::f64::consts::TAU * self.cadence_hz * time_s;
        let stride = 0.17 * body.height_m;
        let mut feet = parallel_feet(0.05 * body.height_m, [8.0; 2]);
        for (side, foot) in feet.iter_mut().enumerate() {
            let own = phase + std::f64::consts::PI * side as f64;
            foot.z = stride * libm::sin(own);
            foot.heel_pitch_deg = 28.0 * libm::cos(own).max(0.0);
        }
        let trunk = Trunk::leaning(4.0, 0.0);
        let z = 0.0;
        let pelvis = vec3(0.0, pelvis_height(body, 0.0, z, &trunk, &feet, [12.0; 2]), z);
        let swing = [0.18, -0.18].map(|way| -way * libm::sin(phase));
        let hands = self.arms.hands(body, pelvis, &trunk, swing);
        Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
    }
}

fn shoulder(body: &Body, pelvis: Vec3, trunk: &Trunk, side: Side) -> Vec3 {
    pelvis + trunk.spine(body) + trunk.thorax().left * (0.5 * side.sign() * body.shoulder_width)
}

/// Upper arms at the sides, forearms flexed by this angle.
fn curled(body: &Body, pelvis: Vec3, trunk: &Trunk, flexion_deg: f64) -> [Hand; 2] {
    let (sin, cos) = sin_cos_deg(flexion_deg);
    Side::BOTH.map(|side| Hand {
        wrist: shoulder(body, pelvis, trunk, side)
            + vec3(0.03 * side.sign(), -body.upper_arm - body.forearm * cos, body.forearm * sin),
        elbow_hint: vec3(0.1 * side.sign(), 0.0, -1.0),
        thumb: vec3(side.sign(), 0.0, 0.0),
    })
}

/// Hands below the shoulders, at this share of the arm's length.
fn pulled(body: &Body, pelvis: Vec3, trunk: &Trunk, share: f64) -> [Hand; 2] {
    let length = body.upper_arm + body.forearm;
    Side::BOTH.map(|side| Hand {
        wrist: shoulder(body, pelvis, trunk, side)
            + vec3(0.05 * side.sign(), -share * length, -0.35 * (1.0 - share) * length),
        elbow_hint: vec3(0.3 * side.sign(), 1.0, -0.6),
        thumb: vec3(-side.sign(), 0.0, 0.0),
    })
}

/// Straight arms raised sideways by this angle from hanging.
fn raised(body: &Body, pelvis: Vec3, trunk: &Trunk, angle_deg: f64, bent: f64) -> [Hand; 2] {
    let (sin, cos) = sin_cos_deg(angle_deg);
    let length = (0.98 - bent) * (body.upper_arm + body.forearm);
    Side::BOTH.map(|side| Hand {
        wrist: shoulder(body, pelvis, trunk, side) + vec3(side.sign() * sin * length, -cos * length, 0.03),
        elbow_hint: vec3(0.0, 0.2, -1.0),
        thumb: vec3(0.0, 0.0, 1.0),
    })
}

/// Straight arms swung forwards by this angle from hanging.
fn swung(body: &Body, pelvis: Vec3, trunk: &Trunk, angle_deg: f64) -> [Hand; 2] {
    let (sin, cos) = sin_cos_deg(angle_deg);
    let length = 0.97 * (body.upper_arm + body.forearm);
    let neck = pelvis + trunk.spine(body);
    Side::BOTH.map(|side| Hand {
        wrist: neck + vec3(0.04 * side.sign(), -cos * length, sin * length),
        elbow_hint: vec3(side.sign(), -0.3, -0.3),
        thumb: vec3(0.0, 1.0, 0.0),
    })
}

fn sitting(body: &Body, time_s: f64, sway: &Sway) -> Pose {
    let trunk = Trunk::leaning(-4.0 + 2.0 * sway.at(Channel::Lean, time_s), 0.0);
    let pelvis = vec3(0.0, 0.29 * body.height_m, 0.0);
    let feet = parallel_feet(0.07 * body.height_m, [10.0; 2]).map(|foot| Foot { z: 0.25 * body.height_m, ..foot });
    let hands = Side::BOTH.map(|side| Hand {
        wrist: pelvis + vec3(0.10 * side.sign(), 0.09, 0.20 * body.height_m),
        elbow_hint: vec3(side.sign(), -0.5, -0.8),
        thumb: vec3(-side.sign(), 0.0, 0.0),
    });
    Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
}

/// A straight body between toes and hands, whose arms have this share of their length.
fn push_up(body: &Body, share: f64) -> Pose {
    let ankle_height = 0.11 * body.height_m;
    let legs = 0.99 * (body.thigh + body.shank);
    let arm = body.upper_arm + body.forearm;
    let sin = ((share * arm + 0.11 - ankle_height) / (legs + body.trunk())).clamp(-0.5, 0.5);
    let cos = (1.0 - sin * sin).sqrt();
    let feet = parallel_feet(0.05 * body.height_m, [0.0; 2]).map(|foot| Foot {
        z: -body.ankle_to_toe,
        heel_pitch_deg: 75.0,
        ..foot
    });
    let pelvis = vec3(0.0, ankle_height + legs * sin, -0.3 * body.ankle_to_toe + legs * cos);
    let lean = 90.0 - libm::asin(sin).to_degrees();
    let trunk = Trunk::leaning(lean, 0.0);
    let neck = pelvis + trunk.spine(body);
    let hands = Side::BOTH.map(|side| Hand {
        wrist: vec3(side.sign() * (0.5 * body.shoulder_width + 0.08), 0.11, neck.z - 0.03),
        elbow_hint: vec3(0.8 * side.sign(), 0.2, -1.0),
        thumb: vec3(-side.sign(), 0.0, 0.0),
    });
    Pose { pelvis, trunk, feet, hands, knee_hints: [vec3(0.0, -1.0, 0.0); 2] }
}

/// On the back with bent knees; the trunk's pitch is −90 lying and 0 sitting upright.
fn sit_up(body: &Body, pitch_deg: f64) -> Pose {
    let trunk = Trunk::leaning(pitch_deg, 12.0);
    let pelvis = vec3(0.0, 0.09, 0.0);
    let feet = parallel_feet(0.07 * body.height_m, [5.0; 2]).map(|foot| Foot { z: 0.26 * body.height_m, ..foot });
    let neck = pelvis + trunk.spine(body);
    let thorax = trunk.thorax();
    let hands = Side::BOTH.map(|side| Hand {
        wrist: neck + thorax.direction(vec3(0.09 * side.sign(), 0.09 * body.height_m, 0.02)),
        elbow_hint: thorax.direction(vec3(side.sign(), 0.2, 0.3)),
        thumb: thorax.direction(vec3(0.0, 0.0, 1.0)),
    });
    Pose { pelvis, trunk, feet, hands, knee_hints: [vec3(0.0, 1.5, 0.0); 2] }
}
