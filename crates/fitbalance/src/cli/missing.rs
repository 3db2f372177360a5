//! The option `--missing`.

use clap::ValueEnum;

use crate::table::Missing;

/// What to do with rows that lack a value.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MissingArg {
    /// Name the first one and stop
    Error,
    /// Leave out the rows, as R does, and say how many
    Drop,
}

impl From<MissingArg> for Missing {
    fn from(argument: MissingArg) -> Self {
        match argument {
            MissingArg::Error => Self::Error,
            MissingArg::Drop => Self::Drop,
        }
    }
}
