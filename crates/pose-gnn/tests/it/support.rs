//! Examples and small networks.

use burn::tensor::Device;
use pose_gnn::words::Fault;
use pose_gnn::{
    DeviceName, Example, JointReadout, PoseGnnConfig, Recording, RecordingOptions, ScaledRecording, Targets,
};
use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, Sequence};

pub(crate) fn flex() -> Device {
    DeviceName::Flex.open().expect("flex is always there")
}

/// A network small enough for tests that train it.
pub(crate) fn small() -> PoseGnnConfig {
    PoseGnnConfig {
        n_graph_features: 16,
        n_joint_embedding: 3,
        readout: JointReadout::Groups(3),
        n_hidden: 24,
        n_trunk: 16,
        max_frames: 20,
        ..PoseGnnConfig::default()
    }
}

pub(crate) fn sequence(id: u32) -> Sequence {
    let generator = BiomechanicsGenerator::new(BiomechanicsParams::default(), 3).expect("the defaults are valid");
    generator.sequence(id)
}

pub(crate) fn recording(sequence: &Sequence) -> Recording {
    let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
    let shape = [sequence.landmarks.len() / 99, 33, 3];
    Recording::new(&sequence.landmarks, shape, &options).expect("synthetic recordings are valid")
}

pub(crate) fn examples(n: u32, max_frames: usize) -> Vec<Example> {
    (0..n)
        .map(|id| {
            let sequence = sequence(id);
            #[expect(clippy::cast_possible_truncation, reason = "labels are single precision")]
            let targets = Targets {
                form_score: sequence.labels.form_score as f32,
                joint_angles_deg: sequence.labels.joint_angles_deg.map(|angle| angle as f32),
                exercise: sequence.exercise,
                injury_risk_score: sequence.labels.injury_risk_score as f32,
                fault_severities: Fault::ALL.map(|fault| sequence.severities.get(fault) as f32),
            };
            let recording = recording(&sequence);
            let body = ScaledRecording::of(&recording);
            let repetitions = body.find_repetitions_of(sequence.exercise).complete;
            Example::of(&body, &repetitions, targets, max_frames).expect("long enough and finite")
        })
        .collect()
}
