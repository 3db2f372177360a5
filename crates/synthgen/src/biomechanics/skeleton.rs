//! From joint angles to the positions of 33 landmarks.

use super::anthropometry::Body;
use super::landmark::{Landmarks, Side};
use super::vector::{Basis, Vec3, vec3};
use words::landmark::{
    ANKLE, EAR, ELBOW, EYES, HEEL, HIP, INDEX, KNEE, MOUTH, N_LANDMARKS, NOSE, PINKY, SHOULDER, THUMB, TOE, WRIST,
};

/// Height of the landmarks on the sole above the ground, as a share of the body's height.
const SOLE: f64 = 0.008;

/// How a trunk stands in the world; angles in degrees from upright.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "the unit")]
pub(super) struct Trunk {
    pub(super) pelvis_pitch_deg: f64,
    pub(super) thorax_pitch_deg: f64,
    pub(super) pelvis_roll_deg: f64,
    pub(super) thorax_roll_deg: f64,
    pub(super) yaw_deg: f64,
    pub(super) head_pitch_deg: f64,
}

impl Trunk {
    /// A straight spine, leaning forward by `lean_deg` on average and bent by `flexion_deg` in its middle.
    pub(super) fn leaning(lean_deg: f64, flexion_deg: f64) -> Self {
        Self {
            pelvis_pitch_deg: lean_deg - 0.5 * flexion_deg,
            thorax_pitch_deg: lean_deg + 0.5 * flexion_deg,
            pelvis_roll_deg: 0.0,
            thorax_roll_deg: 0.0,
            yaw_deg: 0.0,
            head_pitch_deg: 0.4 * lean_deg + 0.5 * flexion_deg,
        }
    }

    pub(super) fn pelvis(&self) -> Basis {
        Basis::turned(self.pelvis_pitch_deg, self.pelvis_roll_deg, self.yaw_deg)
    }

    pub(super) fn thorax(&self) -> Basis {
        Basis::turned(self.thorax_pitch_deg, self.thorax_roll_deg, self.yaw_deg)
    }

    /// From the middle of the hips to the middle of the shoulders.
    pub(super) fn spine(&self, body: &Body) -> Vec3 {
        self.pelvis().up * body.lumbar + self.thorax().up * body.thorax
    }
}

/// A foot on the ground: it turns about the tip of its toes, which stays where it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    /// The ankle's place on the ground while the sole is flat.
    pub(super) x: f64,
    pub(super) z: f64,
    pub(super) toe_out_deg: f64,
    /// How far the heel is raised, by turning about the toes.
    pub(super) heel_pitch_deg: f64,
    /// How far the knee points inwards of the toes.
    pub(super) valgus_deg: f64,
}

struct FootPoints {
    ankle: Vec3,
    heel: Vec3,
    toe: Vec3,
    /// Where the knee points.
    knee_hint: Vec3,
}

impl Foot {
    fn points(&self, body: &Body, side: Side) -> FootPoints {
        let flat = Basis::turned(0.0, 0.0, side.sign() * self.toe_out_deg);
        let foot = Basis::turned(self.heel_pitch_deg, 0.0, side.sign() * self.toe_out_deg);
        let sole = SOLE * body.height_m;
        let toe = vec3(self.x, sole, self.z) + flat.forward * body.ankle_to_toe;
        let ankle = toe - foot.forward * body.ankle_to_toe + foot.up * (body.ankle_height - sole);
        let heel = toe - foot.forward * (body.ankle_to_toe + body.ankle_to_heel);
        let knee = Basis::turned(0.0, 0.0, side.sign() * (self.toe_out_deg - self.valgus_deg));
        FootPoints { ankle, heel, toe, knee_hint: knee.forward }
    }

    pub(super) fn ankle(&self, body: &Body, side: Side) -> Vec3 {
        self.points(body, side).ankle
    }
}

/// Where a hand holds on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub(super) wrist: Vec3,
    /// Where the elbow points.
    pub(super) elbow_hint: Vec3,
    /// Where the thumb points.
    pub(super) thumb: Vec3,
}

/// Everything that fixes the landmarks of a body: index 0 is left, 1 right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pose {
    /// The middle of the hips.
    pub(super) pelvis: Vec3,
    pub(super) trunk: Trunk,
    pub(super) feet: [Foot; 2],
    pub(super) hands: [Hand; 2],
    /// Added to the direction in which the feet make the knees point: a kneeling leg's points down.
    pub(super) knee_hints: [Vec3; 2],
}

/// Places the landmarks: trunk, head and feet by forward kinematics, knees and elbows where the lengths of thigh,
/// shank, upper arm and forearm let them be.
pub(super) fn place(body: &Body, pose: &Pose) -> Landmarks {
    let mut points = [Vec3::default(); N_LANDMARKS];
    let (pelvis, thorax) = (pose.trunk.pelvis(), pose.trunk.thorax());
    let neck = pose.pelvis + pose.trunk.spine(body);
    place_head(body, pose, neck, &mut points);
    for side in Side::BOTH {
        let (i, sign) = (side.index(), side.sign());
        let hip = pose.pelvis + pelvis.left * (0.5 * sign * body.hip_width);
        let foot = pose.feet[i].points(body, side);
        let hint = foot.knee_hint + pose.knee_hints[i];
        let (knee, ankle) = two_bones(hip, foot.ankle, body.thigh, body.shank, hint);
        points[HIP + i] = hip;
        points[KNEE + i] = knee;
        points[ANKLE + i] = ankle;
        // Out of reach, the whole foot comes along: its shape is kept.
        let pulled = ankle - foot.ankle;
        points[HEEL + i] = foot.heel + pulled;
        points[TOE + i] = foot.toe + pulled;

        let shoulder = neck + thorax.left * (0.5 * sign * body.shoulder_width);
        let hand = pose.hands[i];
        let (elbow, wrist) = two_bones(shoulder, hand.wrist, body.upper_arm, body.forearm, hand.elbow_hint);
        points[SHOULDER + i] = shoulder;
        points[ELBOW + i] = elbow;
        points[WRIST + i] = wrist;
        let along = (wrist - elbow).normalized();
        let thumb = hand.thumb.perpendicular_to(along);
        points[INDEX + i] = wrist + (along * 0.050 + thumb * 0.012) * body.height_m;
        points[PINKY + i] = wrist + (along * 0.046 - thumb * 0.022) * body.height_m;
        points[THUMB + i] = wrist + (along * 0.026 + thumb * 0.022) * body.height_m;
    }
    points
}

fn place_head(body: &Body, pose: &Pose, neck: Vec3, points: &mut Landmarks) {
    let trunk = &pose.trunk;
    let head = Basis::turned(trunk.head_pitch_deg, 0.5 * trunk.thorax_roll_deg, trunk.yaw_deg);
    let ears = neck + (trunk.thorax().up * 0.045 + head.up * 0.070 + head.forward * 0.010) * body.height_m;
    let at = |x: f64, y: f64, z: f64| ears + head.direction(vec3(x, y, z)) * body.height_m;
    points[NOSE] = at(0.0, -0.008, 0.072);
    for side in Side::BOTH {
        let (i, sign) = (side.index(), side.sign());
        points[EYES + 3 * i] = at(0.010 * sign, 0.012, 0.060);
        points[EYES + 3 * i + 1] = at(0.018 * sign, 0.012, 0.058);
        points[EYES + 3 * i + 2] = at(0.027 * sign, 0.012, 0.052);
        points[EAR + i] = at(0.046 * sign, 0.0, 0.0);
        points[MOUTH + i] = at(0.014 * sign, -0.032, 0.060);
    }
}

/// Joint and end of a limb of two bones that reaches from `root` for `target` and bends towards `hint`.
///
/// Both lengths are kept: a target out of reach is approached as far as they allow.
fn two_bones(root: Vec3, target: Vec3, upper: f64, lower: f64, hint: Vec3) -> (Vec3, Vec3) {
    let towards = target - root;
    let distance = towards.length().clamp((upper - lower).abs() + 1e-6, upper + lower - 1e-6);
    let axis = towards.normalized();
    let along = (upper * upper - lower * lower + distance * distance) / (2.0 * distance);
    let aside = (upper * upper - along * along).max(0.0).sqrt();
    (root + axis * along + hint.perpendicular_to(axis) * aside, root + axis * distance)
}

/// The height of the pelvis at which both legs reach the ground and the higher-standing knee is flexed as asked.
pub(super) fn pelvis_height(
    body: &Body,
    x: f64,
    z: f64,
    trunk: &Trunk,
    feet: &[Foot; 2],
    knee_flexion_deg: [f64; 2],
) -> f64 {
    let left = trunk.pelvis().left;
    let heights = Side::BOTH.map(|side| {
        let hip = left * (0.5 * side.sign() * body.hip_width);
        let ankle = feet[side.index()].ankle(body, side);
        let (dx, dz) = (x + hip.x - ankle.x, z + hip.z - ankle.z);
        let reach = body.leg_reach(knee_flexion_deg[side.index()]);
        ankle.y + (reach * reach - dx * dx - dz * dz).max(0.01).sqrt() - hip.y
    });
    smooth_min(heights[0], heights[1], 0.004)
}

/// At most the smaller of both, without a kink where they cross.
pub(super) fn smooth_min(a: f64, b: f64, width: f64) -> f64 {
    let low = a.min(b);
    low - width * libm::log1p(libm::exp(-(a.max(b) - low) / width))
}
