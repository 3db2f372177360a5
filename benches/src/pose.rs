//! Landmark sequences and networks for the benchmarks of `pose-gnn`.

use pose_gnn::words::Fault;
use pose_gnn::{Example, JointReadout, PoseGnnConfig, Recording, RecordingOptions, ScaledRecording, Targets};
use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, Sequence};

/// Frames of a clip in the benchmarks.
pub const N_FRAMES: usize = 60;
/// Clips of a batch in the benchmarks.
pub const BATCH_SIZE: usize = 16;

/// The network that ships, at the benchmarks' number of frames.
pub fn shipping() -> PoseGnnConfig {
    PoseGnnConfig { max_frames: N_FRAMES, ..PoseGnnConfig::default() }
}

/// The same with all joints side by side as input of the LSTM, 2,112 wide.
pub fn flattening() -> PoseGnnConfig {
    PoseGnnConfig { readout: JointReadout::Flatten, n_joint_embedding: 0, ..shipping() }
}

/// The first synthetic sequences that fill a clip as examples: padding is no part of a benchmark.
///
/// # Panics
///
/// never: the generator makes valid sequences
pub fn examples(n: usize, max_frames: usize, seed: u64) -> Vec<Example> {
    let generator = BiomechanicsGenerator::new(BiomechanicsParams::default(), seed).expect("the defaults are valid");
    (0..)
        .map(|id| {
            let sequence = generator.sequence(id);
            #[expect(clippy::cast_possible_truncation, reason = "labels of a network are single precision")]
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
        .filter(|example| example.clip.n_frames() == max_frames)
        .take(n)
        .collect()
}

/// Two minutes of filmed squats: one sequence over and over.
///
/// # Panics
///
/// never: the generator makes valid sequences
pub fn long_recording(n_frames: usize, seed: u64) -> Recording {
    let generator = BiomechanicsGenerator::new(BiomechanicsParams::default(), seed).expect("the defaults are valid");
    let sequence = generator.sequence(0);
    let values: Vec<f32> = sequence.landmarks.iter().copied().cycle().take(n_frames * 99).collect();
    let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
    Recording::new(&values, [n_frames, 33, 3], &options).expect("a valid recording")
}

fn recording(sequence: &Sequence) -> Recording {
    let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
    let shape = [sequence.landmarks.len() / 99, 33, 3];
    Recording::new(&sequence.landmarks, shape, &options).expect("a valid recording")
}
