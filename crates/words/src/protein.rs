//! Published ranges of daily protein.

use crate::person::{Goal, TrainingStatus};

/// Somebody sedentary, from: the RDA (Institute of Medicine 2005). g per kg of body mass and day.
pub const PROTEIN_SEDENTARY_LOW: f64 = 0.8;
/// Somebody sedentary, to: the upper end for healthy older adults (Bauer et al. 2013).
pub const PROTEIN_SEDENTARY_HIGH: f64 = 1.2;
/// Somebody who exercises, from (Jäger et al. 2017, doi 10.1186/s12970-017-0177-8).
pub const PROTEIN_ACTIVE_LOW: f64 = 1.4;
/// Somebody who exercises, to (Jäger et al. 2017).
pub const PROTEIN_ACTIVE_HIGH: f64 = 2.0;
/// Somebody trained in energy deficit, from: to keep lean mass (Jäger et al. 2017).
pub const PROTEIN_DEFICIT_LOW: f64 = 2.3;
/// Somebody trained in energy deficit, to (Jäger et al. 2017).
pub const PROTEIN_DEFICIT_HIGH: f64 = 3.1;

/// The published range of daily protein, lowest and highest, in g per kg of body mass.
///
/// | who | range | source |
/// |---|---|---|
/// | sedentary | 0.8–1.2 | RDA 0.8 (Institute of Medicine 2005); 1.2: upper end for healthy older adults (Bauer et al. 2013) |
/// | exercising | 1.4–2.0 | Jäger et al. 2017, doi 10.1186/s12970-017-0177-8 |
/// | trained, losing fat | 2.3–3.1 | Jäger et al. 2017 (resistance-trained, to keep lean mass in energy deficit) |
pub fn protein_range_g_per_kg(training_status: TrainingStatus, goal: Goal) -> (f64, f64) {
    match (training_status, goal) {
        (TrainingStatus::Sedentary, _) => (PROTEIN_SEDENTARY_LOW, PROTEIN_SEDENTARY_HIGH),
        (TrainingStatus::Trained, Goal::FatLoss) => (PROTEIN_DEFICIT_LOW, PROTEIN_DEFICIT_HIGH),
        (TrainingStatus::Recreational | TrainingStatus::Trained, _) => (PROTEIN_ACTIVE_LOW, PROTEIN_ACTIVE_HIGH),
    }
}
