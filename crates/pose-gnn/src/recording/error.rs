//! Why values are no recording of a person.

/// Why values are not a recording of a person.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// Another skeleton than MediaPipe Pose's.
    #[error("expected 33 landmarks a frame (MediaPipe Pose), got {got}")]
    JointCount {
        /// Landmarks a frame.
        got: usize,
    },
    /// Neither x, y, z nor x, y, z, visibility.
    #[error("expected 3 channels a landmark (x, y, z) or 4 (x, y, z, visibility), got {got}")]
    ChannelCount {
        /// Channels a landmark.
        got: usize,
    },
    /// The values do not fill the shape.
    #[error("shape [{frames}, {joints}, {channels}] does not hold {got} values")]
    ValueCount {
        /// Frames of the shape.
        frames: usize,
        /// Landmarks a frame.
        joints: usize,
        /// Channels a landmark.
        channels: usize,
        /// Values given.
        got: usize,
    },
    /// Too short to hold a movement.
    #[error("expected at least {expected} frames, got {got}")]
    TooFewFrames {
        /// The fewest frames.
        expected: usize,
        /// Frames given.
        got: usize,
    },
    /// Time cannot be told.
    #[error("frames per second must be a finite number above 0 and at most 1000, got {got}")]
    InvalidFps {
        /// The rate given.
        got: f64,
    },
    /// Width by height of no image.
    #[error("aspect ratio (image width by height) must be within [0.2, 5], got {got}")]
    InvalidAspectRatio {
        /// The ratio given.
        got: f64,
    },
    /// Plus or minus infinity.
    #[error("frame {frame}, {landmark}: coordinate {axis} is {value}, expected a finite number")]
    Infinite {
        /// Frame, from 0.
        frame: usize,
        /// Name of the landmark.
        landmark: &'static str,
        /// `x`, `y` or `z`.
        axis: char,
        /// What was found.
        value: f32,
    },
    /// A coordinate far outside of any image or room.
    #[error("frame {frame}, {landmark}: coordinate {axis} is {value}, expected {expected}")]
    OutOfRange {
        /// Frame, from 0.
        frame: usize,
        /// Name of the landmark.
        landmark: &'static str,
        /// `x`, `y` or `z`.
        axis: char,
        /// What was found.
        value: f32,
        /// What the kind of coordinates allows.
        expected: &'static str,
    },
    /// A visibility that is no probability.
    #[error("frame {frame}, {landmark}: visibility is {value}, expected a number within [0, 1]")]
    InvalidVisibility {
        /// Frame, from 0.
        frame: usize,
        /// Name of the landmark.
        landmark: &'static str,
        /// What was found.
        value: f32,
    },
    /// Nobody was tracked in any frame.
    #[error("all {frames} frames are NaN or zero: nobody was tracked")]
    NobodyTracked {
        /// Frames given.
        frames: usize,
    },
    /// Shoulders and hips are not seen together for long enough.
    #[error(
        "shoulders and hips are not seen in {expected} frames one after the other, of {frames}: there is no body to measure"
    )]
    NoTrunk {
        /// Frames given.
        frames: usize,
        /// The least length of a part.
        expected: usize,
    },
}
