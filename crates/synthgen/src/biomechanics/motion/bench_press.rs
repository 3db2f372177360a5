//! The bench press.

use super::{Moment, Variation};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Foot, Hand, Pose, Trunk};
use crate::biomechanics::sway::Channel;
use crate::biomechanics::vector::{lerp, sin_cos_deg, vec3};
use words::Fault;

/// Height of the bench (International Powerlifting Federation: 42–45 cm).
const BENCH_HEIGHT: f64 = 0.43;

/// Lying on the back, feet on the ground; the bar goes from above the shoulders to the lower chest and back.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct BenchPress {
    half_grip: f64,
    /// Between upper arm and trunk at the chest, degrees.
    tuck_deg: f64,
    half_stance: f64,
    feet_from_hips: f64,
    toe_out_deg: [f64; 2],
    arch_deg: f64,
    low_side: Side,
    head_pitch_deg: f64,
}

impl BenchPress {
    pub(super) fn new(body: &Body, variation: &mut Variation<'_>) -> Self {
        let height = body.height_m;
        let toe_out_deg = variation.between(8.0, 22.0);
        Self {
            half_grip: 0.5 * body.shoulder_width + variation.between(0.09, 0.14) * height,
            tuck_deg: variation.between(35.0, 64.0),
            half_stance: variation.between(0.10, 0.19) * height,
            feet_from_hips: variation.between(0.14, 0.26) * height,
            toe_out_deg: [toe_out_deg + variation.between(-3.0, 3.0), toe_out_deg + variation.between(-3.0, 3.0)],
            arch_deg: variation.between(4.0, 14.0),
            low_side: variation.side(),
            head_pitch_deg: variation.between(-92.0, -84.0),
        }
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        let severity = |fault| moment.severities.get(fault);
        let sway = |channel| moment.sway.at(channel, moment.time_s);
        // The bar is far from the chest at first: 0 is arm's length, 1 the chest.
        let (reach, lifting) = (moment.progress.reach, moment.progress.lifting);
        let height = body.height_m;

        // The hips come up as the bar goes down and highest when it is pushed off.
        let raised = severity(Fault::BenchHipsOff) * (0.55 * reach + 0.6 * lifting).min(1.0);
        let pitch = -90.0 + 0.3 * sway(Channel::Lean);
        let trunk = Trunk {
            pelvis_pitch_deg: pitch - 24.0 * raised + 0.3 * self.arch_deg,
            thorax_pitch_deg: pitch - 9.0 * raised - 0.2 * self.arch_deg,
            pelvis_roll_deg: 0.0,
            thorax_roll_deg: 0.0,
            yaw_deg: 0.0,
            head_pitch_deg: self.head_pitch_deg,
        };
        let neck = vec3(0.0, BENCH_HEIGHT + 0.055 * height, 0.0);
        let pelvis = neck - trunk.spine(body);
        // Feet do not follow the hips.
        let feet_z = body.trunk() + self.feet_from_hips;
        let feet = Side::BOTH.map(|side| Foot {
            x: side.sign() * self.half_stance,
            z: feet_z,
            toe_out_deg: self.toe_out_deg[side.index()],
            heel_pitch_deg: 0.0,
            valgus_deg: 0.0,
        });

        let flare = severity(Fault::BenchElbowFlare);
        let tuck = lerp(self.tuck_deg, 89.0, flare);
        let (sin_tuck, cos_tuck) = sin_cos_deg(tuck);
        let top = (body.arm_reach(14.0), 0.01 * height);
        let chest = 0.075 * height + 0.17 * severity(Fault::BenchShortRange);
        // The forearms stand upright when the bar touches: it touches where the elbows are.
        let touch_z = 0.80 * body.upper_arm * cos_tuck;
        let hands = Side::BOTH.map(|side| {
            let sign = side.sign();
            let dx = sign * (self.half_grip - 0.5 * body.shoulder_width);
            let top_height = (top.0 * top.0 - dx * dx - top.1 * top.1).max(0.01).sqrt();
            let hand_sway = sway(if side == Side::Left { Channel::LeftHand } else { Channel::RightHand });
            // One hand lags behind; the other would not reach beyond its arm's length.
            let lags = if side == self.low_side { 0.13 } else { 0.0 };
            let tilt = -lags * severity(Fault::BenchUnevenPress) * (0.25 * reach + lifting).min(1.0);
            let y = lerp(top_height, chest, reach) + tilt + 0.004 * hand_sway * reach;
            // Towards the feet late on the way down, towards the head early on the way up.
            let z = lerp(top.1, touch_z, reach) + 0.003 * sway(Channel::ForeAft);
            Hand {
                wrist: neck + vec3(sign * self.half_grip, y, z),
                elbow_hint: vec3(sign * sin_tuck, -0.55, cos_tuck),
                thumb: vec3(-sign, 0.0, 0.0),
            }
        });
        let knee_hints = [vec3(0.0, 1.5, 0.0); 2];
        Pose { pelvis, trunk, feet, hands, knee_hints }
    }
}
