//! Filmed sequences of five lifts with known faults, made by kinematics.

mod anthropometry;
mod camera;
mod exercise;
mod fault;
mod labels;
mod landmark;
mod measure;
mod motion;
mod npy;
mod params;
mod preview;
mod sequence;
mod skeleton;
mod sway;
mod table;
mod tempo;
mod tracker;
mod vector;
mod write;

pub use anthropometry::{Body, Sex};
pub use camera::Camera;
pub use exercise::{Exercise, Quality};
pub use fault::{Fault, MAX_FAULTS, Severities};
pub use labels::{ANGLE_NAMES, Labels, form_score, injury_risk_score, joint_angles_deg};
pub use landmark::{BONES, LANDMARK_NAMES, Landmarks, N_LANDMARKS};
pub use params::BiomechanicsParams;
pub use preview::{N_PREVIEW_PHASES, PreviewFigure, preview_figures};
pub use sequence::{BiomechanicsGenerator, Sequence};
pub use tempo::{FRAME_LIMITS, Repetition};
pub use vector::Vec3;
pub use write::write_biomechanics;
