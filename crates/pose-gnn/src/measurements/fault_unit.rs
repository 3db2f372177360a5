//! What a measured fault is in.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

/// The unit of a measured fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FaultUnit {
    /// Degrees.
    #[serde(rename = "deg")]
    Degree,
    /// Centimetres, of a person of 172 cm where coordinates are [`Coordinates::Image`](crate::Coordinates::Image).
    #[serde(rename = "cm")]
    Centimetre,
    /// Hundredths of the way.
    #[serde(rename = "%")]
    Percent,
}

impl Display for FaultUnit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Degree => "deg",
            Self::Centimetre => "cm",
            Self::Percent => "%",
        })
    }
}
