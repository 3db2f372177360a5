//! The lunge.

use super::arms::Arms;
use super::{Moment, Variation};
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::fault::Severities;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Foot, Pose, Trunk, place};
use crate::biomechanics::sway::{Channel, Sway};
use crate::biomechanics::tempo::Progress;
use crate::biomechanics::vector::{Vec3, lerp, vec3};
use words::landmark::KNEE;
use words::{Exercise, Fault};

/// The knee behind stops this far over the floor, unsteadiness and all.
const KNEE_OVER_FLOOR_M: f64 = 0.03;

/// Down and up between a foot in front and one behind, which stands on its toes.
#[derive(Clone, Debug)]
pub(in crate::biomechanics) struct Lunge {
    front: Side,
    stance: f64,
    half_width: f64,
    toe_out_deg: [f64; 2],
    top_flexion_deg: f64,
    bottom_flexion_deg: f64,
    lean_deg: f64,
    /// The hips' place between the ankles at the bottom: 0 above the front one, 1 above the back one.
    hips: f64,
    wobble_hz: f64,
    wobble_phase: f64,
    arms: Arms,
}

impl Lunge {
    pub(super) fn new(body: &Body, variation: &mut Variation<'_>) -> Self {
        let height = body.height_m;
        let arms = if variation.chance(0.6) {
            Arms::hanging(variation)
        } else if variation.chance(0.4) {
            Arms::OnHips
        } else if variation.chance(0.5) {
            Arms::bar(body, variation)
        } else {
            Arms::front(body, variation)
        };
        let mut lunge = Self {
            front: variation.side(),
            stance: variation.between(0.41, 0.48) * height,
            half_width: variation.between(0.03, 0.09) * height,
            toe_out_deg: [variation.between(-4.0, 14.0), variation.between(-4.0, 14.0)],
            top_flexion_deg: variation.between(10.0, 16.0),
            bottom_flexion_deg: variation.between(82.0, 95.0),
            lean_deg: variation.between(0.0, 14.0),
            hips: variation.between(0.50, 0.57),
            wobble_hz: variation.between(1.1, 1.7),
            wobble_phase: variation.between(0.0, std::f64::consts::TAU),
            arms,
        };
        while lunge.lowest_knee_m(body) < KNEE_OVER_FLOOR_M {
            lunge.bottom_flexion_deg -= 1.0;
        }
        lunge
    }

    /// At the bottom, in good form.
    fn lowest_knee_m(&self, body: &Body) -> f64 {
        let progress = Progress { reach: 1.0, lifting: 0.0 };
        let severities = Severities::none(Exercise::Lunge);
        let pose = self.pose(body, &Moment { time_s: 0.0, progress, severities: &severities, sway: &Sway::still() });
        let points = place(body, &pose);
        points[KNEE].y.min(points[KNEE + 1].y)
    }

    pub(super) fn pose(&self, body: &Body, moment: &Moment<'_>) -> Pose {
        let severity = |fault| moment.severities.get(fault);
        let sway = |channel| moment.sway.at(channel, moment.time_s);
        let reach = moment.progress.reach;

        let bottom_flexion = self.bottom_flexion_deg - 45.0 * severity(Fault::LungeShallow);
        let flexion = lerp(self.top_flexion_deg, bottom_flexion, reach) + 0.7 * reach * sway(Channel::Knee);
        let lean = lerp(0.5 * self.lean_deg, self.lean_deg, reach) + 32.0 * severity(Fault::LungeTorsoLean) * reach;
        let mut trunk = Trunk::leaning(lean + 0.6 * sway(Channel::Lean), 0.0);
        let wave = libm::sin(std::f64::consts::TAU * self.wobble_hz * moment.time_s + self.wobble_phase);
        // Whoever wobbles does so less with both legs straight.
        let wobble = severity(Fault::LungeWobble) * lerp(0.4, 1.0, reach) * (wave + 0.15 * sway(Channel::Wobble));
        trunk.thorax_roll_deg = -7.0 * wobble + 0.5 * sway(Channel::Roll);
        trunk.pelvis_roll_deg = 2.0 * wobble;
        trunk.yaw_deg = 0.5 * sway(Channel::Yaw);

        let x = 0.045 * wobble + 0.005 * sway(Channel::Sideways);
        // Straight legs bring the hips nearer to the front foot, as the back heel is raised.
        let z = -self.stance * lerp(self.hips - 0.12, self.hips, reach)
            + 0.26 * severity(Fault::LungeKneePastToes) * reach
            + 0.004 * sway(Channel::ForeAft);
        let mut feet = Side::BOTH.map(|side| Foot {
            x: side.sign() * self.half_width,
            z: if side == self.front { 0.0 } else { -self.stance },
            toe_out_deg: self.toe_out_deg[side.index()],
            heel_pitch_deg: 0.0,
            valgus_deg: if side == self.front { 30.0 * severity(Fault::LungeKneeValgus) * reach } else { 0.0 },
        });
        let pelvis = vec3(x, self.height_above_front(body, x, z, &trunk, &feet, flexion), z);
        self.raise_back_heel(body, pelvis, &trunk, &mut feet, reach);

        let mut knee_hints = [Vec3::default(); 2];
        for side in Side::BOTH {
            if side != self.front {
                knee_hints[side.index()] = vec3(0.0, -0.6, 0.0);
            }
        }
        let swing = [Channel::LeftHand, Channel::RightHand].map(|channel| 0.012 * sway(channel));
        let hands = self.arms.hands(body, pelvis, &trunk, swing);
        Pose { pelvis, trunk, feet, hands, knee_hints }
    }

    fn height_above_front(&self, body: &Body, x: f64, z: f64, trunk: &Trunk, feet: &[Foot; 2], flexion: f64) -> f64 {
        let hip = trunk.pelvis().left * (0.5 * self.front.sign() * body.hip_width);
        let ankle = feet[self.front.index()].ankle(body, self.front);
        let (dx, dz) = (x + hip.x - ankle.x, z + hip.z - ankle.z);
        let reach = body.leg_reach(flexion);
        ankle.y + (reach * reach - dx * dx - dz * dz).max(0.01).sqrt() - hip.y
    }

    /// Raises the heel behind as far as is usual, further where the leg would not reach the ground.
    fn raise_back_heel(&self, body: &Body, pelvis: Vec3, trunk: &Trunk, feet: &mut [Foot; 2], reach: f64) {
        let back = if self.front == Side::Left { Side::Right } else { Side::Left };
        let hip = pelvis + trunk.pelvis().left * (0.5 * back.sign() * body.hip_width);
        let longest = body.leg_reach(14.0);
        let foot = &mut feet[back.index()];
        let (mut low, mut high) = (0.0, 88.0);
        for _ in 0..36 {
            let middle = 0.5 * (low + high);
            let ankle = Foot { heel_pitch_deg: middle, ..*foot }.ankle(body, back);
            if hip.distance(ankle) > longest { low = middle } else { high = middle }
        }
        let (usual, needed) = (lerp(30.0, 58.0, reach), 0.5 * (low + high));
        // The larger of both without a kink.
        let width = 3.0;
        foot.heel_pitch_deg = usual.max(needed) + width * libm::log1p(libm::exp(-(usual - needed).abs() / width));
    }
}
