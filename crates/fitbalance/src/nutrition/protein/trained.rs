//! A trained protein network with its figures, before it becomes an artifact.

use nutrition::ProteinEpoch;
use predict::protein::ProteinArtifact;

use crate::nutrition::protein::evaluation::ProteinEvaluation;
use crate::nutrition::protein::options::ProteinOptions;
use crate::nutrition::protein::windows::Windows;

/// A trained network with everything that is known of it; users by which side they are on.
pub(crate) struct TrainedProtein<'a> {
    pub(crate) artifact: ProteinArtifact,
    pub(crate) windows: &'a Windows,
    pub(crate) options: &'a ProteinOptions,
    pub(crate) history: Vec<ProteinEpoch>,
    pub(crate) train: Vec<String>,
    pub(crate) validation: Vec<String>,
    pub(crate) test: Vec<String>,
    pub(crate) evaluation: ProteinEvaluation,
}
