//! Filmed sequences of five lifts with known faults, made by kinematics.

mod anthropometry;
mod camera;
mod fault;
mod labels;
mod landmark;
mod measure;
mod motion;
mod npy;
mod params;
mod preview;
mod quality;
mod sequence;
mod skeleton;
mod sway;
mod table;
mod tempo;
mod tracker;
mod vector;
mod write;

pub use anthropometry::Body;
pub use camera::Camera;
pub use fault::{FaultEffect, MAX_FAULTS, Severities, fault_effect, fault_visibility, risk_interactions};
pub use labels::{Labels, form_score, injury_risk_score, joint_angles_deg};
pub use landmark::Landmarks;
pub use measure::{fault_unit, measure_fault};
pub use motion::OtherMovement;
pub use params::BiomechanicsParams;
pub use preview::{N_PREVIEW_PHASES, PreviewFigure, preview_figures};
pub use sequence::{BiomechanicsGenerator, OtherFilm, Sequence};
pub use tempo::{FRAME_LIMITS, Repetition};
pub use vector::Vec3;
pub use write::write_biomechanics;
