//! The overhead press.

use super::{Moment, Variation, parallel_feet};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Hand, Pose, Trunk, pelvis_height};
use crate::biomechanics::sway::Channel;
use crate::biomechanics::vector::{Vec3, lerp, vec3};
use words::Fault;

/// Standing straight, the bar goes from the collarbones to above the head.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct OverheadPress {
    half_stance: f64,
    toe_out_deg: [f64; 2],
    half_grip: f64,
    rack_forward: f64,
    rack_up: f64,
    top_elbow_flexion_deg: f64,
    top_forward: f64,
    lean_deg: f64,
    low_side: Side,
    yaw_deg: f64,
    /// On a bench without a back.
    is_seated: bool,
}

impl OverheadPress {
    pub(super) fn new(body: &Body, variation: &mut Variation<'_>) -> Self {
        let height = body.height_m;
        let toe_out_deg = variation.between(4.0, 16.0);
        Self {
            half_stance: variation.between(0.06, 0.10) * height,
            toe_out_deg: [toe_out_deg + variation.between(-3.0, 3.0), toe_out_deg + variation.between(-3.0, 3.0)],
            half_grip: 0.5 * body.shoulder_width + variation.between(0.02, 0.09) * height,
            rack_forward: variation.between(0.102, 0.12) * height,
            rack_up: variation.between(0.0, 0.04) * height,
            is_seated: variation.chance(0.3),
            top_elbow_flexion_deg: variation.between(7.0, 13.0),
            top_forward: variation.between(-0.01, 0.01),
            lean_deg: variation.between(-4.0, 0.0),
            low_side: variation.side(),
            yaw_deg: variation.between(-2.0, 2.0),
        }
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        let severity = |fault| moment.severities.get(fault);
        let sway = |channel| moment.sway.at(channel, moment.time_s);
        let (reach, lifting) = (moment.progress.reach, moment.progress.lifting);

        let back_lean = severity(Fault::PressBackLean) * reach;
        let asymmetry = severity(Fault::PressAsymmetry) * reach;
        let lean = lerp(0.0, self.lean_deg, reach.max(lifting)) - 24.0 * back_lean + 0.6 * sway(Channel::Lean);
        // The back bends where it leans back: hollow, not tilted as a board.
        let mut trunk = Trunk::leaning(lean, -14.0 * back_lean);
        trunk.head_pitch_deg = 0.5 * lean;
        trunk.thorax_roll_deg = -7.0 * asymmetry * -self.low_side.sign() + 0.4 * sway(Channel::Roll);
        trunk.pelvis_roll_deg = 0.3 * trunk.thorax_roll_deg;
        trunk.yaw_deg = self.yaw_deg + 0.5 * sway(Channel::Yaw);

        let mut feet = parallel_feet(self.half_stance, self.toe_out_deg);
        let shoulders_z = 0.02 - 0.11 * back_lean + 0.004 * sway(Channel::ForeAft);
        let x = 0.004 * sway(Channel::Sideways);
        let z = shoulders_z - trunk.spine(body).z;
        let flexion = 5.0 + 0.5 * sway(Channel::Knee);
        let height = if self.is_seated {
            // Thighs level, shanks upright.
            feet.iter_mut().for_each(|foot| foot.z = body.thigh - 0.02);
            body.ankle_height + body.shank
        } else {
            pelvis_height(body, x, z, &trunk, &feet, [flexion; 2])
        };
        let pelvis = vec3(x, height, if self.is_seated { 0.0 } else { z });

        let neck = pelvis + trunk.spine(body);
        let elbow_flexion = self.top_elbow_flexion_deg + 56.0 * severity(Fault::PressNoLockout);
        let top_z = self.top_forward + 0.24 * severity(Fault::PressForwardBar);
        let hands = Side::BOTH.map(|side| {
            let sign = side.sign();
            let shoulder = neck + trunk.thorax().left * (0.5 * sign * body.shoulder_width);
            let dx = neck.x + sign * self.half_grip - shoulder.x;
            let length = body.arm_reach(elbow_flexion);
            let top_y = (length * length - dx * dx - top_z * top_z).max(0.01).sqrt();
            // Round the face: forward stays where it was until the bar has passed the head.
            let z = lerp(self.rack_forward, top_z, reach * reach) + 0.003 * sway(Channel::ForeAft);
            let hand_sway = sway(if side == Side::Left { Channel::LeftHand } else { Channel::RightHand });
            let lowered = if side == self.low_side { 0.13 * asymmetry * reach } else { 0.0 };
            let y = lerp(self.rack_up, top_y, reach) - lowered + 0.004 * hand_sway * reach * (1.0 - reach);
            Hand {
                wrist: shoulder + vec3(dx, y, z),
                elbow_hint: vec3(sign * lerp(0.35, 1.0, reach), -1.0, 0.35),
                thumb: vec3(-sign, 0.0, 0.0),
            }
        });
        Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
    }
}
