//! How well the network does on held-out sequences, beside what noise in the labels allows.

use anyhow::Result;
use metrics::{Interval, Score, bootstrap_ci};
use pose_gnn::Prediction;
use words::JointAngle;

use crate::biomechanics::dataset::Sequences;
use crate::biomechanics::options::TrainOptions;
use crate::results::{ResultRow, Target};

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;

/// Figures on the held-out sequences.
pub(crate) struct Evaluation {
    figures: Vec<Figure>,
    n_sequences: usize,
}

struct Figure {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    value: f64,
    interval: Interval,
    /// The same figure of a model that knows the noise-free labels.
    floor: Option<f64>,
    target: Target,
}

/// Errors of one sequence.
struct Errors {
    form: f64,
    form_floor: f64,
    angles_deg: f64,
    is_recognised: bool,
    risk: f64,
}

/// Evaluates predictions for the sequences in `rows`.
pub(crate) fn evaluate(
    sequences: &Sequences,
    rows: &[usize],
    predictions: &[Prediction],
    options: &TrainOptions,
) -> Result<Evaluation> {
    let errors: Vec<Errors> = rows.iter().zip(predictions).map(|(row, p)| errors(sequences, *row, p)).collect();
    let all: Vec<usize> = (0..errors.len()).collect();
    let figure = |name, label, unit, target, floor, statistic: &(dyn Fn(&[usize]) -> f64 + Sync)| -> Result<Figure> {
        let interval =
            bootstrap_ci(errors.len(), options.n_resamples, LEVEL, options.seed, |rows| Some(statistic(rows)))?;
        Ok(Figure { name, label, unit, value: statistic(&all), interval, floor, target })
    };
    let mean = |rows: &[usize], value: &dyn Fn(&Errors) -> f64| {
        rows.iter().map(|row| value(&errors[*row])).sum::<f64>() / rows.len() as f64
    };
    let floor_mae = mean(&all, &|e| e.form_floor.abs());
    let floor_rmse = mean(&all, &|e| e.form_floor.powi(2)).sqrt();
    let figures = vec![
        figure(
            "form_score_mae",
            "form score, MAE (points)",
            "points",
            Target::Below(10.0),
            Some(floor_mae),
            &|rows| mean(rows, &|e| e.form.abs()),
        )?,
        figure(
            "form_score_rmse",
            "form score, RMSE (points)",
            "points",
            Target::Below(15.0),
            Some(floor_rmse),
            &|rows| mean(rows, &|e| e.form.powi(2)).sqrt(),
        )?,
        figure("joint_angles_mae", "joint angles, MAE (deg)", "deg", Target::Below(15.0), Some(0.0), &|rows| {
            mean(rows, &|e| e.angles_deg)
        })?,
        figure("exercise_accuracy", "exercise, accuracy", "1", Target::Above(0.90), Some(1.0), &|rows| {
            mean(rows, &|e| if e.is_recognised { 1.0 } else { 0.0 })
        })?,
        figure("injury_risk_mae", "injury risk, MAE (points)", "points", Target::Below(12.0), Some(0.0), &|rows| {
            mean(rows, &|e| e.risk.abs())
        })?,
    ];
    Ok(Evaluation { figures, n_sequences: errors.len() })
}

fn errors(sequences: &Sequences, row: usize, prediction: &Prediction) -> Errors {
    let targets = &sequences.examples[row].targets;
    let angles = prediction.joint_angles_deg.iter().zip(targets.joint_angles_deg);
    Errors {
        form: f64::from(prediction.form_score - targets.form_score),
        form_floor: sequences.form_score_noise_free[row] - f64::from(targets.form_score),
        angles_deg: angles.map(|(got, expected)| f64::from((got - expected).abs())).sum::<f64>() / JointAngle::N as f64,
        is_recognised: prediction.exercise() == targets.exercise,
        risk: f64::from(prediction.injury_risk_score - targets.injury_risk_score),
    }
}

impl Evaluation {
    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        let row = |figure: &Figure| ResultRow {
            model: "GCN+LSTM".to_owned(),
            metric: format!("{}, {} held-out sequences", figure.label, self.n_sequences),
            value: figure.value,
            ci: Some([figure.interval.low, figure.interval.high]),
            oracle: figure.floor,
            target: Some(figure.target),
        };
        self.figures.iter().map(row).collect()
    }

    /// The same figures by name, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        let mut scores = Vec::new();
        for figure in &self.figures {
            let name = format!("held_out_{}", figure.name);
            scores.push(Score::new(&name, figure.value, figure.unit).with_interval(&figure.interval));
            if let Some(floor) = figure.floor {
                scores.push(Score::new(format!("{name}_floor"), floor, figure.unit));
            }
        }
        scores
    }
}
