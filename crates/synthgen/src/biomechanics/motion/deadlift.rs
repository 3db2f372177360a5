//! The deadlift.

use super::{Moment, Variation, parallel_feet};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::fault::Severities;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Hand, Pose, Trunk, pelvis_height};
use crate::biomechanics::sway::{Channel, Sway};
use crate::biomechanics::tempo::Progress;
use crate::biomechanics::vector::{Vec3, lerp, vec3};
use words::Fault;

/// Radius of the plates that lie on the ground.
const BAR_HEIGHT: f64 = 0.225;

/// A trunk that leans less at the start makes a squat of it.
const HIPS_LOW_LEAN_DEG: f64 = 54.0;

/// The bar goes straight up from the ground while the knees extend first and the trunk rises after; or it is lowered first, to the ground or,
/// with the knees nearly straight, as far as the trunk bends.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct Deadlift {
    half_stance: f64,
    toe_out_deg: [f64; 2],
    half_grip: f64,
    start_flexion_deg: f64,
    start_lean_deg: f64,
    /// The bar in front of the ankles.
    bar_z: f64,
    /// The shoulders in front of the bar.
    overhang: f64,
    yaw_deg: f64,
    /// Whether it begins standing: the bar is lowered first.
    starts_standing: bool,
    /// By how much the hips are ahead in good form, as a share of what the fault makes of it.
    lead: f64,
}

impl Deadlift {
    pub(super) fn new(
        body: &Body,
        severities: &Severities,
        starts_standing: bool,
        variation: &mut Variation<'_>,
    ) -> Self {
        let is_sumo = variation.chance(0.25);
        let toe_out_deg = if is_sumo { variation.between(25.0, 45.0) } else { variation.between(0.0, 20.0) };
        let height = body.height_m;
        let mut deadlift = Self {
            half_stance: if is_sumo { variation.between(0.15, 0.21) } else { variation.between(0.055, 0.10) } * height,
            toe_out_deg: [toe_out_deg + variation.between(-3.0, 3.0), toe_out_deg + variation.between(-3.0, 3.0)],
            half_grip: 0.5 * body.shoulder_width + if is_sumo { 0.0 } else { variation.between(0.01, 0.07) * height },
            start_flexion_deg: 0.0,
            start_lean_deg: variation.between(HIPS_LOW_LEAN_DEG, 70.0),
            bar_z: variation.between(0.040, 0.055) * height,
            overhang: variation.between(0.01, 0.04),
            yaw_deg: variation.between(-1.5, 1.5),
            starts_standing,
            lead: variation.between(0.0, 0.35),
        };
        // A Romanian one keeps the knees nearly straight and ends above the floor: there are no hips to come first or to be low.
        let about_knees = [Fault::DeadliftHipsFirst, Fault::DeadliftHipsLow].map(|fault| severities.get(fault) > 0.0);
        if starts_standing && about_knees == [false; 2] && variation.chance(0.4) {
            deadlift.start_flexion_deg = variation.between(12.0, 30.0);
            deadlift.start_lean_deg = variation.between(62.0, 82.0);
        } else {
            deadlift.start_flexion_deg = deadlift.flexion_at_floor(body, severities);
        }
        deadlift
    }

    /// The knee flexion at which the hands reach the bar on the ground.
    fn flexion_at_floor(&self, body: &Body, severities: &Severities) -> f64 {
        let wrist_height = BAR_HEIGHT + 0.025 * body.height_m;
        let still = Sway::still();
        let (mut low, mut high) = (12.0, 135.0);
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            let candidate = Self { start_flexion_deg: middle, ..self.clone() };
            let progress = Progress { reach: f64::from(u8::from(self.starts_standing)), lifting: 0.0 };
            let pose = candidate.pose(body, &Moment { time_s: 0.0, progress, severities, sway: &still });
            if pose.hands[0].wrist.y > wrist_height { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        let severity = |fault| moment.severities.get(fault);
        let sway = |channel| moment.sway.at(channel, moment.time_s);
        // From the floor up.
        let reach = if self.starts_standing { 1.0 - moment.progress.reach } else { moment.progress.reach };
        let rounded = severity(Fault::DeadliftRoundedBack);
        let hips_first = self.lead + severity(Fault::DeadliftHipsFirst);
        let hyperextension = severity(Fault::DeadliftHyperextension);

        let bent = libm::pow(1.0 - reach, 1.3 + 3.5 * hips_first);
        let risen = libm::pow(reach, 1.2 + 0.8 * hips_first);
        let flexion = lerp(4.0, self.start_flexion_deg, bent) + 0.6 * (1.0 - reach) * sway(Channel::Knee);
        // Only the last part of the lift leads beyond upright.
        let end = reach * reach * reach;
        let low = severity(Fault::DeadliftHipsLow);
        let start_lean = if low > 0.0 { HIPS_LOW_LEAN_DEG - 20.0 * low } else { self.start_lean_deg };
        let lean = lerp(start_lean, 0.0, risen) - 18.0 * hyperextension * end + 0.6 * sway(Channel::Lean);
        let mut trunk = Trunk::leaning(lean, 5.0 + 50.0 * rounded * lerp(1.0, 0.25, risen));
        trunk.head_pitch_deg = 0.5 * lean + 25.0 * rounded * (1.0 - risen) + 5.0;
        trunk.yaw_deg = self.yaw_deg + 0.4 * sway(Channel::Yaw);
        trunk.thorax_roll_deg = 0.4 * sway(Channel::Roll);

        let feet = parallel_feet(self.half_stance, self.toe_out_deg);
        let drift = severity(Fault::DeadliftBarDrift);
        // Furthest away about knee height; some of it on the ground already, little at the top.
        let away = 0.16 * drift * (0.35 * (1.0 - reach) + 4.0 * reach * (1.0 - reach)).min(1.0);
        let bar_z = self.bar_z + away + 0.003 * sway(Channel::ForeAft);
        let shoulders_z = self.bar_z + self.overhang * (1.0 - reach) - 0.02 * reach - 0.09 * hyperextension * end;
        let x = 0.004 * sway(Channel::Sideways);
        let z = shoulders_z - trunk.spine(body).z;
        let pelvis = vec3(x, pelvis_height(body, x, z, &trunk, &feet, [flexion; 2]), z);
        let neck = pelvis + trunk.spine(body);
        let hands = Side::BOTH.map(|side| {
            let shoulder = neck + trunk.thorax().left * (0.5 * side.sign() * body.shoulder_width);
            let (dx, dz) = (side.sign() * self.half_grip - shoulder.x, bar_z - shoulder.z);
            let straight = body.arm_reach(6.0);
            let drop = (straight * straight - dx * dx - dz * dz).max(0.01).sqrt();
            Hand {
                wrist: shoulder + vec3(dx, -drop, dz),
                elbow_hint: vec3(0.4 * side.sign(), 0.0, -1.0),
                thumb: vec3(-side.sign(), 0.0, 0.0),
            }
        });
        Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
    }
}
