//! Arms that do not lift.

use super::Variation;
use crate::biomechanics::anthropometry::Body;
use crate::biomechanics::landmark::Side;
use crate::biomechanics::skeleton::{Hand, Trunk};
use crate::biomechanics::vector::{Vec3, vec3};

/// What the arms do where they do not lift.
#[derive(Clone, Copy, Debug)]
pub(super) enum Arms {
    /// Holding a bar on the upper back.
    Bar { half_grip: f64 },
    /// Hands together before the chest.
    Front { forward: f64, down: f64 },
    /// Hanging down, with dumbbells or without.
    Hanging { elbow_flexion_deg: f64, forward: f64 },
    /// Hands on the hips.
    OnHips,
}

impl Arms {
    pub(super) fn bar(body: &Body, variation: &mut Variation<'_>) -> Self {
        Self::Bar { half_grip: 0.5 * body.shoulder_width + variation.between(0.10, 0.15) * body.height_m }
    }

    pub(super) fn front(body: &Body, variation: &mut Variation<'_>) -> Self {
        Self::Front {
            forward: variation.between(0.13, 0.24) * body.height_m,
            down: variation.between(-0.02, 0.06) * body.height_m,
        }
    }

    pub(super) fn hanging(variation: &mut Variation<'_>) -> Self {
        Self::Hanging { elbow_flexion_deg: variation.between(8.0, 45.0), forward: variation.between(-0.03, 0.12) }
    }

    /// `swing`: how far left and right hand are in front of where they usually hang, in metres.
    pub(super) fn hands(&self, body: &Body, pelvis: Vec3, trunk: &Trunk, swing: [f64; 2]) -> [Hand; 2] {
        let (thorax, hips) = (trunk.thorax(), trunk.pelvis());
        let neck = pelvis + trunk.spine(body);
        Side::BOTH.map(|side| {
            let sign = side.sign();
            match *self {
                Self::Bar { half_grip } => Hand {
                    wrist: neck
                        + thorax.direction(vec3(sign * half_grip, 0.025 * body.height_m, -0.025 * body.height_m)),
                    elbow_hint: thorax.direction(vec3(0.15 * sign, -1.0, -0.55)),
                    thumb: thorax.left * -sign,
                },
                Self::Front { forward, down } => Hand {
                    wrist: neck + vec3(0.02 * sign, -down, forward),
                    elbow_hint: vec3(0.45 * sign, -1.0, 0.0),
                    thumb: vec3(0.0, 1.0, -0.3),
                },
                Self::Hanging { elbow_flexion_deg, forward } => {
                    let shoulder = neck + thorax.left * (0.5 * sign * body.shoulder_width);
                    let length = body.arm_reach(elbow_flexion_deg);
                    let (dx, dz) = (0.04 * sign, forward + swing[side.index()]);
                    let drop = (length * length - dx * dx - dz * dz).max(0.01).sqrt();
                    Hand {
                        wrist: shoulder + vec3(dx, -drop, dz),
                        elbow_hint: vec3(0.3 * sign, 0.0, -1.0),
                        thumb: vec3(0.0, 0.0, 1.0),
                    }
                }
                Self::OnHips => Hand {
                    wrist: pelvis
                        + hips.direction(vec3(sign * (0.5 * body.hip_width + 0.02), 0.05 * body.height_m, 0.03)),
                    elbow_hint: hips.direction(vec3(sign, -0.1, -0.6)),
                    thumb: hips.direction(vec3(0.0, 0.3, -1.0)),
                },
            }
        })
    }
}
