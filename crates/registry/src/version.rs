//! Numbers of versions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The number of a published artifact, from 1; written `v0001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Version(u32);

/// Which version of an artifact to load; parsed from `latest` or `v0001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VersionSelector {
    /// The one that `latest` names.
    #[default]
    Latest,
    /// This one.
    Exact(Version),
}

impl Version {
    /// The first version of every artifact.
    pub(crate) const FIRST: Self = Self(1);

    /// The number without the `v`.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The next one; `None` after the highest number.
    pub(crate) fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{:04}", self.0)
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        // Only the form that `Display` writes, so that no two names mean the same version.
        text.strip_prefix('v')
            .and_then(|digits| digits.parse().ok())
            .filter(|&number| number > 0)
            .map(Self)
            .filter(|version| version.to_string() == text)
            .ok_or_else(|| Error::InvalidVersion { text: text.to_owned() })
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl TryFrom<String> for Version {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl FromStr for VersionSelector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text == "latest" { Ok(Self::Latest) } else { text.parse().map(Self::Exact) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_prints_and_parses_the_same_text() {
        for text in ["v0001", "v0042", "v9999", "v10000"] {
            assert_eq!(text.parse::<Version>().expect("valid").to_string(), text);
        }
    }

    #[test]
    fn version_in_another_form_is_refused() {
        for text in ["", "1", "v1", "v0000", "v00001", "V0001", "v+001", "v-001", "v0001 ", "v99999999999", ".draft-a"]
        {
            assert!(matches!(text.parse::<Version>(), Err(Error::InvalidVersion { .. })), "{text}");
        }
    }

    #[test]
    fn selector_parses_latest_and_versions() {
        assert_eq!("latest".parse::<VersionSelector>().expect("valid"), VersionSelector::Latest);
        assert_eq!("v0003".parse::<VersionSelector>().expect("valid"), VersionSelector::Exact(Version(3)));
        assert!("newest".parse::<VersionSelector>().is_err());
    }
}
