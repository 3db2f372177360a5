//! What can go wrong in this crate.

use thiserror::Error;

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in this crate.
#[derive(Debug, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    #[error("a clip must have 33 × 3 values a frame, got {n_values} values in all")]
    ClipShape { n_values: usize },
    #[error("a clip needs at least {at_least} frames, got {got}")]
    TooFewFrames { got: usize, at_least: usize },
    #[error("frame {frame}, landmark {joint}: `{value}` is not a finite number")]
    NotFinite { frame: usize, joint: usize, value: f32 },
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidParameter { name: &'static str, expected: &'static str, got: String },
    #[error("training needs at least {at_least} examples, got {got}")]
    TooFewExamples { got: usize, at_least: usize },
    #[error("the loss became {loss} in epoch {epoch}: lower the learning rate")]
    Diverged { epoch: usize, loss: f64 },
    #[error("the saved state of the training cannot be read: {reason}")]
    TrainingState { reason: String },
    /// Devices and saved weights.
    #[error(transparent)]
    Network(#[from] neural::Error),
}
