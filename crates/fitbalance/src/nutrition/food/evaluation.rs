//! Figures of the food network on held-out pictures.

use anyhow::Result;
use metrics::{
    Binning, ConfusionMatrix, Interval, ReliabilityBin, Score, bootstrap_ci, expected_calibration_error_of_classes,
    log_loss_of_classes, reliability_curve, top_k_accuracy,
};
use nutrition::{FoodClassifier, FoodExample, FoodPicture};

use crate::nutrition::food::options::FoodOptions;
use crate::results::{ResultRow, Target};

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;
/// Share of the generated pictures whose food must be named.
const LEAST_ACCURACY: f64 = 0.873;
/// Bins of the calibration error.
const N_BINS: usize = 15;
/// How often a food that is named must be right, on the validation pictures.
pub(crate) const SURE_ACCURACY: f64 = 0.95;
/// The same on pictures that were left out in turn, which are of the same places as the others: elsewhere 95 to 97 of 100 are
/// right then, as photographs of groceries in other shops have shown.
pub(crate) const SURE_ACCURACY_LEFT_OUT: f64 = 0.995;

/// Figures on held-out pictures.
pub(crate) struct FoodEvaluation {
    pub(crate) n_pictures: usize,
    /// Of which pictures the network is right.
    pub(crate) is_right: Vec<bool>,
    pub(crate) accuracy: f64,
    accuracy_interval: Interval,
    top_3: f64,
    log_loss: f64,
    pub(crate) calibration_error: f64,
    /// With a temperature of 1.
    pub(crate) calibration_error_uncalibrated: f64,
    /// Share of the pictures of which a food is named, and how often it is right.
    sure_share: f64,
    sure_accuracy: f64,
    pub(crate) confusion: ConfusionMatrix,
    pub(crate) reliability: Vec<ReliabilityBin>,
}

impl FoodEvaluation {
    pub(crate) fn measure(
        classifier: &FoodClassifier,
        pictures: &[FoodExample],
        threshold: f64,
        options: &FoodOptions,
    ) -> Result<Self> {
        let n_classes = classifier.classes().len();
        let classes: Vec<usize> = pictures.iter().map(|example| example.class).collect();
        let probabilities = of_all(classifier, pictures)?;
        let flat = probabilities.concat();
        let uncalibrated =
            probabilities.iter().flat_map(|row| tempered(row, classifier.temperature())).collect::<Vec<_>>();
        let best: Vec<(usize, f64)> = probabilities.iter().map(|row| most_likely(row)).collect();
        let is_right: Vec<bool> = best.iter().zip(&classes).map(|((guess, _), class)| guess == class).collect();
        let confidence: Vec<f64> = best.iter().map(|(_, probability)| probability.min(1.0)).collect();
        let guesses: Vec<usize> = best.iter().map(|(guess, _)| *guess).collect();
        let share = |rows: &[usize]| rows.iter().filter(|&&row| is_right[row]).count() as f64 / rows.len() as f64;
        let sure: Vec<usize> = (0..pictures.len()).filter(|&row| confidence[row] >= threshold).collect();
        let calibration_error =
            |probabilities: &[f64]| expected_calibration_error_of_classes(probabilities, &classes, n_classes, N_BINS);
        let confusion = ConfusionMatrix::new(&classes, &guesses, n_classes)?;
        Ok(Self {
            n_pictures: pictures.len(),
            accuracy: confusion.accuracy(),
            accuracy_interval: bootstrap_ci(pictures.len(), options.n_resamples, LEVEL, options.seed, |rows| {
                Some(share(rows))
            })?,
            top_3: top_k_accuracy(&flat, &classes, n_classes, 3.min(n_classes))?,
            log_loss: log_loss_of_classes(&flat, &classes, n_classes)?,
            calibration_error: calibration_error(&flat)?,
            calibration_error_uncalibrated: calibration_error(&uncalibrated)?,
            sure_share: sure.len() as f64 / pictures.len() as f64,
            sure_accuracy: if sure.is_empty() { 0.0 } else { share(&sure) },
            confusion,
            reliability: reliability_curve(&confidence, &is_right, N_BINS, Binning::Uniform, LEVEL)?,
            is_right,
        })
    }

    /// Rows of the table of results; `data` names the pictures. There is a goal for generated ones only.
    pub(crate) fn rows(&self, network: &str, data: &str, is_generated: bool) -> Vec<ResultRow> {
        let row = |metric: String, value, ci, target| ResultRow {
            model: network.to_owned(),
            metric,
            value,
            ci,
            oracle: None,
            target,
        };
        let interval = &self.accuracy_interval;
        let goal = is_generated.then_some(Target::Above(LEAST_ACCURACY));
        vec![
            row(
                format!("food, top-1 accuracy, {} held-out {data} pictures", self.n_pictures),
                self.accuracy,
                Some([interval.low, interval.high]),
                goal,
            ),
            row("food, top-3 accuracy".to_owned(), self.top_3, None, None),
            row(format!("food, calibration error, {N_BINS} bins"), self.calibration_error, None, None),
        ]
    }

    /// The same figures by name, and more, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        vec![
            Score::new("held_out_accuracy", self.accuracy, "1").with_interval(&self.accuracy_interval),
            Score::new("held_out_top_3_accuracy", self.top_3, "1"),
            Score::new("held_out_log_loss", self.log_loss, "nat"),
            Score::new("held_out_calibration_error", self.calibration_error, "1"),
            Score::new("held_out_calibration_error_uncalibrated", self.calibration_error_uncalibrated, "1"),
            Score::new("held_out_macro_f1", self.confusion.macro_f1(), "1"),
            Score::new("held_out_share_named", self.sure_share, "1"),
            Score::new("held_out_accuracy_of_named", self.sure_accuracy, "1"),
        ]
    }

    /// How often a food is named, and how often that is right, in words.
    pub(crate) fn describe_named(&self) -> String {
        format!(
            "a food is named in {:.1} % of the held-out pictures and is right in {:.1} % of these",
            100.0 * self.sure_share,
            100.0 * self.sure_accuracy
        )
    }
}

/// The lowest probability from which on the named food is right in this share of the pictures that were not learnt from, of
/// which the probabilities and classes are given.
pub(crate) fn sure_threshold(probabilities: &[Vec<f64>], classes: &[usize], accuracy: f64) -> f64 {
    let guess = |(row, class): (&Vec<f64>, &usize)| {
        let (guess, probability) = most_likely(row);
        (probability, guess == *class)
    };
    let mut guesses: Vec<(f64, bool)> = probabilities.iter().zip(classes).map(guess).collect();
    guesses.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut n_right = 0;
    let mut lowest = 0.99;
    for (n, (probability, is_right)) in (1..).zip(guesses) {
        n_right += usize::from(is_right);
        if n_right as f64 >= accuracy * f64::from(n) {
            lowest = probability;
        }
    }
    // Below a third nothing is called sure, however well the network did.
    (lowest.clamp(1.0 / 3.0, 0.99) * 100.0).ceil() / 100.0
}

pub(crate) fn of_all(classifier: &FoodClassifier, examples: &[FoodExample]) -> Result<Vec<Vec<f64>>> {
    let pictures: Vec<&FoodPicture> = examples.iter().map(|example| &example.picture).collect();
    Ok(classifier.probabilities(&pictures)?)
}

/// The most probable class, of equal ones the first, and its probability.
fn most_likely(row: &[f64]) -> (usize, f64) {
    let best = (0..row.len()).fold(0, |best, class| if row[class] > row[best] { class } else { best });
    (best, row[best])
}

/// Probabilities as they were before they were divided by a temperature.
fn tempered(row: &[f64], temperature: f64) -> Vec<f64> {
    let powers: Vec<f64> = row.iter().map(|probability| probability.powf(temperature)).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}
