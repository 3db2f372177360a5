//! The squat.

use super::arms::Arms;
use super::{Moment, Variation, parallel_feet};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Pose, Trunk, pelvis_height};
use crate::biomechanics::sway::Channel;
use crate::biomechanics::vector::{Vec3, lerp, vec3};
use words::Fault;

/// Knee flexion below which a squat is shallow, and lean above which the trunk has tipped over.
const SHALLOW_FLEXION_DEG: f64 = 90.0;
const MOST_LEAN_DEG: f64 = 45.0;

/// Knees and hips bend together while the shoulders stay above the middle of the feet.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct Squat {
    half_stance: f64,
    toe_out_deg: [f64; 2],
    top_flexion_deg: f64,
    bottom_flexion_deg: f64,
    bottom_lean_deg: f64,
    /// How far the knees point outwards of the toes at the bottom, and how far the heels rise, in good form.
    knees_out_deg: f64,
    heels_deg: f64,
    /// The shoulders in front of the ankles.
    balance: f64,
    shift_side: Side,
    yaw_deg: f64,
    arms: Arms,
}

impl Squat {
    pub(super) fn new(body: &Body, variation: &mut Variation<'_>) -> Self {
        let toe_out_deg = variation.between(0.0, 38.0);
        let height = body.height_m;
        let arms = if variation.chance(0.55) {
            Arms::bar(body, variation)
        } else if variation.chance(0.5) {
            Arms::front(body, variation)
        } else {
            Arms::hanging(variation)
        };
        Self {
            half_stance: variation.between(0.075, 0.16) * height,
            toe_out_deg: [toe_out_deg + variation.between(-3.0, 3.0), toe_out_deg + variation.between(-3.0, 3.0)],
            top_flexion_deg: variation.between(3.0, 14.0),
            bottom_flexion_deg: variation.between(90.0, 136.0),
            // A bar on the back tips the trunk further than hands before the chest.
            bottom_lean_deg: match arms {
                Arms::Front { .. } => variation.between(18.0, 34.0),
                _ => variation.between(24.0, 44.0),
            },
            knees_out_deg: variation.between(-4.0, 10.0),
            heels_deg: variation.between(0.0, 3.0),
            balance: variation.between(0.030, 0.045) * height,
            shift_side: variation.side(),
            yaw_deg: variation.between(-2.0, 2.0),
            arms,
        }
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        let severity = |fault| moment.severities.get(fault);
        let sway = |channel| moment.sway.at(channel, moment.time_s);
        let reach = moment.progress.reach;

        let (shallow, tipped) = (severity(Fault::SquatShallow), severity(Fault::SquatForwardLean));
        // Good depth is anywhere from a right angle down; whoever stops above it is shallow.
        let depth = if shallow > 0.0 { SHALLOW_FLEXION_DEG - 45.0 * shallow } else { self.bottom_flexion_deg };
        // Whoever tips over or to a side cannot get as deep: the trunk meets the thighs.
        let bottom_flexion = depth.min(if tipped > 0.0 { 110.0 - 18.0 * tipped } else { 180.0 })
            - 8.0 * severity(Fault::SquatLateralShift);
        let flexion = lerp(self.top_flexion_deg, bottom_flexion, reach) + 0.8 * reach * sway(Channel::Knee);
        // Whoever stays high leans less; more than 45 degrees is too much.
        let usual = self.bottom_lean_deg * lerp(0.35, 1.0, (bottom_flexion / SHALLOW_FLEXION_DEG).min(1.0));
        // The deeper, the more upright: else the trunk meets the thighs.
        let usual = usual.min(MOST_LEAN_DEG - 0.9 * (bottom_flexion - 114.0).max(0.0));
        let lean = if tipped > 0.0 { MOST_LEAN_DEG + 22.0 * tipped } else { usual };
        let mut trunk = Trunk::leaning(lerp(2.0, lean, reach) + 0.7 * sway(Channel::Lean), 4.0 * reach);
        let shift = self.shift_side.sign() * severity(Fault::SquatLateralShift) * reach;
        trunk.pelvis_roll_deg = -7.0 * shift + 0.5 * sway(Channel::Roll);
        trunk.thorax_roll_deg = -3.0 * shift + 0.5 * sway(Channel::Roll);
        trunk.yaw_deg = self.yaw_deg + 0.5 * sway(Channel::Yaw);

        let mut feet = parallel_feet(self.half_stance, self.toe_out_deg);
        for foot in &mut feet {
            foot.heel_pitch_deg = (self.heels_deg + 24.0 * severity(Fault::SquatHeelRise)) * reach;
            foot.valgus_deg = (30.0 * severity(Fault::SquatKneeValgus) - self.knees_out_deg) * reach;
        }
        let shoulders_z =
            self.balance + 0.05 * severity(Fault::SquatForwardLean) * reach + 0.004 * sway(Channel::ForeAft);
        let x = 0.09 * shift + 0.005 * sway(Channel::Sideways);
        let z = shoulders_z - trunk.spine(body).z;
        let pelvis = vec3(x, pelvis_height(body, x, z, &trunk, &feet, [flexion; 2]), z);
        let swing = [Channel::LeftHand, Channel::RightHand].map(|channel| 0.012 * sway(channel));
        let hands = self.arms.hands(body, pelvis, &trunk, swing);
        Pose { pelvis, trunk, feet, hands, knee_hints: [Vec3::default(); 2] }
    }
}
