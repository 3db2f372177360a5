//! What whoever reads an answer should know of the recording.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use crate::measurements::{Head, ScaledRecording};
use crate::recognition::Implausible;
use crate::recording::MissingLandmark;
use crate::repetitions::Repetitions;

/// Nobody lifts faster.
const FAST_S: f64 = 0.7;

/// Something about a recording that whoever reads an answer should know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordingIssue {
    /// Hardly anything moves: no lift.
    NobodyMoves,
    /// Landmarks jump about: no lift is read from them.
    LandmarksJump,
    /// Limbs have lengths that no body has: no lift is read from them.
    NoBody,
    /// Nose and toes point behind the body.
    Mirrored,
    /// The y axis points upwards.
    YAxisUp,
    /// The head is below the feet.
    UpsideDown,
    /// The body lies along the picture from head to feet.
    OnItsSide,
    /// All z are the same.
    NoDepth,
    /// Frames without shoulders or hips were left out.
    FramesLeftOut {
        /// How many.
        n_frames: usize,
        /// How many of all frames hold only zeros.
        n_zero_frames: usize,
    },
    /// Frames of zeros were taken for missing, and filled.
    ZeroFrames {
        /// How many.
        n_frames: usize,
    },
    /// Landmarks were missing for too long to be filled.
    LandmarksMissing {
        /// Which.
        landmarks: Vec<MissingLandmark>,
    },
    /// The recording begins within a repetition.
    BeginsOpen,
    /// The recording ends within a repetition.
    EndsOpen,
    /// No repetition is seen from start to end.
    NoRepetition,
    /// The body moves slower than lifts do.
    Slow,
    /// Repetitions are faster than lifts are.
    Fast {
        /// Their median duration in seconds.
        duration_s: f64,
    },
}

impl RecordingIssue {
    /// Of the recording itself, and of how it was turned.
    pub(crate) fn of_recording(body: &ScaledRecording<'_>) -> Vec<Self> {
        let recording = body.recording();
        let orientation = body.orientation();
        let mut issues = Vec::new();
        match (orientation.head, orientation.is_mirrored) {
            (Head::Above, true) => issues.push(Self::Mirrored),
            (Head::Above, false) => {}
            (Head::Below, true) => issues.push(Self::YAxisUp),
            (Head::Below, false) => issues.push(Self::UpsideDown),
            (Head::Left | Head::Right, is_mirrored) => {
                issues.push(Self::OnItsSide);
                issues.extend(is_mirrored.then_some(Self::Mirrored));
            }
        }
        issues.extend((!recording.has_depth()).then_some(Self::NoDepth));
        let n_frames = recording.n_frames() - recording.seen_frames().count();
        let n_zero_frames = recording.n_zero_frames();
        if n_frames > 0 {
            issues.push(Self::FramesLeftOut { n_frames, n_zero_frames });
        } else if n_zero_frames > 0 {
            issues.push(Self::ZeroFrames { n_frames: n_zero_frames });
        }
        if !recording.missing_landmarks().is_empty() {
            issues.push(Self::LandmarksMissing { landmarks: recording.missing_landmarks().to_vec() });
        }
        issues
    }

    /// Of the repetitions of a lift.
    pub(crate) fn of_repetitions(repetitions: &Repetitions) -> Vec<Self> {
        let mut durations: Vec<f64> = repetitions.complete.iter().map(|repetition| repetition.duration_s).collect();
        durations.sort_by(f64::total_cmp);
        let mut issues = Vec::new();
        match durations.get(durations.len() / 2) {
            None => issues.push(Self::NoRepetition),
            Some(duration_s) if *duration_s < FAST_S => issues.push(Self::Fast { duration_s: *duration_s }),
            Some(_) => {}
        }
        issues.extend(repetitions.begins_open.then_some(Self::BeginsOpen));
        issues.extend(repetitions.ends_open.then_some(Self::EndsOpen));
        issues
    }
}

impl From<Implausible> for RecordingIssue {
    fn from(implausible: Implausible) -> Self {
        match implausible {
            Implausible::Still => Self::NobodyMoves,
            Implausible::Jumping => Self::LandmarksJump,
            Implausible::Disproportionate => Self::NoBody,
        }
    }
}

impl Display for RecordingIssue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyMoves => f.write_str("nobody moves by more than a tenth of a body's height: that is no lift"),
            Self::LandmarksJump => f.write_str(
                "landmarks jump from frame to frame, as where the tracker changes between two people or finds none: no lift is \
                 read from them",
            ),
            Self::NoBody => f.write_str("limbs have lengths that no body has: no lift is read from them"),
            Self::Mirrored => f.write_str(
                "left and right are swapped, as in the mirrored film of a selfie camera: read the other way round",
            ),
            Self::YAxisUp => f.write_str("the y axis points upwards, with the head below the feet: read upside down"),
            Self::UpsideDown => f.write_str("the picture is upside down: turned by 180 degrees first"),
            Self::OnItsSide => f.write_str("the picture is turned by 90 degrees, or somebody lies: read with the head up"),
            Self::NoDepth => f.write_str(
                "z is the same everywhere: without depth, angles are right only from the side, and the camera's direction is \
                 not known",
            ),
            Self::FramesLeftOut { n_frames, n_zero_frames } => {
                write!(f, "{n_frames} frames were left out: shoulders or hips are missing there")?;
                if *n_zero_frames > 0 {
                    write!(f, " ({n_zero_frames} frames hold only zeros, which count as missing)")?;
                }
                Ok(())
            }
            Self::ZeroFrames { n_frames } => {
                write!(f, "{n_frames} frames hold only zeros: taken for missing and filled")
            }
            Self::LandmarksMissing { landmarks } => {
                f.write_str("missing for longer than can be filled: ")?;
                for (number, missing) in landmarks.iter().enumerate() {
                    let separator = if number == 0 { "" } else { ", " };
                    let name = missing.landmark.name().replace('_', " ");
                    write!(f, "{separator}{name} ({} frames)", missing.n_frames)?;
                }
                Ok(())
            }
            Self::BeginsOpen => f.write_str("the recording begins within a repetition, which is not counted"),
            Self::EndsOpen => f.write_str("the recording ends within a repetition, which is not counted"),
            Self::NoRepetition => f.write_str("no repetition is seen from start to end, so none is scored"),
            Self::Slow => f.write_str(
                "the body moves slower than lifts do: slow motion? check the frames per second (--fps)",
            ),
            Self::Fast { duration_s } => {
                write!(f, "repetitions take {duration_s:.1} s, faster than lifts are: check the frames per second (--fps)")
            }
        }
    }
}
