//! How well the network does on held-out sequences, beside what noise in the labels allows.

use anyhow::Result;
use metrics::{Interval, Score, bootstrap_ci};
use pose_gnn::{Prediction, Targets};
use synthgen::biomechanics::OtherMovement;
use words::JointAngle;

use crate::biomechanics::dataset::Sequences;
use crate::biomechanics::fault_evaluation::{FaultAuc, median_and_worst};
use crate::biomechanics::options::TrainOptions;
use crate::biomechanics::ridge::Ridge;
use crate::results::{ResultRow, Target};

/// What the simple model beside the network is called.
const RIDGE: &str = "ridge regression on measurements";
/// The name of the error of the form score that analyses give.
const SHOWN_FORM: &str = "both_form_score_mae";
/// Confidence level of every interval.
const LEVEL: f64 = 0.95;

/// Figures on the held-out sequences, and on films made for the purpose.
pub(crate) struct Evaluation {
    figures: Vec<Figure>,
    baselines: Vec<Baseline>,
    faults: Vec<FaultAuc>,
    refused: Vec<(OtherMovement, f64)>,
    n_judged_lifts: usize,
    n_other_films: usize,
    n_sequences: usize,
}

/// What is evaluated on other films than those of the data set.
pub(crate) struct OtherFilms {
    /// Absolute errors of the form score on the same lifts, of network and ridge regression.
    pub(crate) form_errors: Vec<[f64; 2]>,
    pub(crate) faults: Vec<FaultAuc>,
    pub(crate) refused: Vec<(OtherMovement, f64)>,
}

/// What something much simpler comes to on the same sequences.
struct Baseline {
    model: &'static str,
    name: &'static str,
    label: String,
    unit: &'static str,
    value: f64,
    interval: Interval,
}

impl Baseline {
    fn metric(&self, n_sequences: usize) -> String {
        if self.label.ends_with("lifts") {
            self.label.clone()
        } else {
            format!("{}, {n_sequences} held-out sequences", self.label)
        }
    }
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

/// Evaluates predictions for the sequences in `rows`, beside means over those in `training`.
pub(crate) fn evaluate(
    sequences: &Sequences,
    training: &[usize],
    rows: &[usize],
    predictions: &[Prediction],
    ridge: &Ridge,
    other: OtherFilms,
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
        figure("joint_angles_mae", "joint angles, MAE (deg)", "deg", Target::Below(15.0), None, &|rows| {
            mean(rows, &|e| e.angles_deg)
        })?,
        figure("exercise_accuracy", "exercise, accuracy", "1", Target::Above(0.90), None, &|rows| {
            mean(rows, &|e| if e.is_recognised { 1.0 } else { 0.0 })
        })?,
        figure(
            "injury_risk_mae",
            "fault-load index (injury risk), MAE (points)",
            "points",
            Target::Below(12.0),
            None,
            &|rows| mean(rows, &|e| e.risk.abs()),
        )?,
    ];
    let mut baselines = baselines(sequences, training, rows, predictions, ridge, options)?;
    baselines.extend(on_other_lifts(&other.form_errors, options)?);
    let mut evaluation = Evaluation {
        figures,
        baselines,
        faults: other.faults,
        refused: other.refused,
        n_judged_lifts: options.n_judged_lifts,
        n_other_films: options.n_other_films * OtherMovement::ALL.len(),
        n_sequences: errors.len(),
    };
    evaluation.widen_certain_accuracy();
    Ok(evaluation)
}

/// Means of each exercise over the training sequences, and the geometry of the landmarks.
fn baselines(
    sequences: &Sequences,
    training: &[usize],
    rows: &[usize],
    predictions: &[Prediction],
    ridge: &Ridge,
    options: &TrainOptions,
) -> Result<Vec<Baseline>> {
    let targets = |row: usize| &sequences.examples[row].targets;
    let mean_of = |row: usize, value: &dyn Fn(&Targets) -> f64| {
        let alike: Vec<f64> = training
            .iter()
            .filter(|other| targets(**other).exercise == targets(row).exercise)
            .map(|other| value(targets(*other)))
            .collect();
        alike.iter().sum::<f64>() / alike.len() as f64
    };
    let off = |row: usize, value: &dyn Fn(&Targets) -> f64| (mean_of(row, value) - value(targets(row))).abs();
    let form: Vec<f64> = rows.iter().map(|row| off(*row, &|t| f64::from(t.form_score))).collect();
    let risk: Vec<f64> = rows.iter().map(|row| off(*row, &|t| f64::from(t.injury_risk_score))).collect();
    let angles: Vec<f64> = rows
        .iter()
        .map(|row| {
            let errors = (0..JointAngle::N).map(|angle| off(*row, &|t| f64::from(t.joint_angles_deg[angle])));
            errors.sum::<f64>() / JointAngle::N as f64
        })
        .collect();
    let measured: Vec<f64> = rows
        .iter()
        .filter_map(|row| {
            let shown = sequences.measured_angles_deg[*row].iter().zip(targets(*row).joint_angles_deg);
            let errors: Vec<f64> = shown.filter_map(|(a, b)| Some(((*a)? - f64::from(b)).abs())).collect();
            (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64)
        })
        .collect();
    let n_shown = rows.iter().map(|row| sequences.measured_angles_deg[*row].iter().flatten().count()).sum::<usize>();
    let share = 100.0 * n_shown as f64 / (rows.len() * JointAngle::N) as f64;
    let baseline = |model, name, label: String, unit, errors: &[f64]| -> Result<Baseline> {
        let mean = |rows: &[usize]| rows.iter().map(|row| errors[*row]).sum::<f64>() / rows.len() as f64;
        let interval = bootstrap_ci(errors.len(), options.n_resamples, LEVEL, options.seed, |rows| Some(mean(rows)))?;
        let value = errors.iter().sum::<f64>() / errors.len() as f64;
        Ok(Baseline { model, name, label, unit, value, interval })
    };
    let mean = "mean of each exercise";
    let mut all = vec![
        baseline(mean, "mean_form_score_mae", "form score, MAE (points)".to_owned(), "points", &form)?,
        baseline(mean, "mean_joint_angles_mae", "joint angles, MAE (deg)".to_owned(), "deg", &angles)?,
        baseline(
            mean,
            "mean_injury_risk_mae",
            "fault-load index (injury risk), MAE (points)".to_owned(),
            "points",
            &risk,
        )?,
    ];
    let [mut ridge_form, mut ridge_angles, mut ridge_risk] = [(); 3].map(|()| Vec::with_capacity(rows.len()));
    for row in rows {
        // Without a repetition, there is nothing to measure.
        if let Some(summary) = sequences.examples[*row].clip.summary() {
            let (predicted, targets) = (ridge.predict(summary), targets(*row));
            ridge_form.push((predicted.form_score - f64::from(targets.form_score)).abs());
            ridge_risk.push((predicted.injury_risk_score - f64::from(targets.injury_risk_score)).abs());
            let angles = predicted.joint_angles_deg.iter().zip(targets.joint_angles_deg);
            ridge_angles.push(angles.map(|(a, b)| (a - f64::from(b)).abs()).sum::<f64>() / JointAngle::N as f64);
        }
    }
    let model = RIDGE;
    all.push(baseline(model, "ridge_form_score_mae", "form score, MAE (points)".to_owned(), "points", &ridge_form)?);
    all.push(baseline(model, "ridge_joint_angles_mae", "joint angles, MAE (deg)".to_owned(), "deg", &ridge_angles)?);
    all.push(baseline(
        model,
        "ridge_injury_risk_mae",
        "fault-load index, MAE (points)".to_owned(),
        "points",
        &ridge_risk,
    )?);
    let right: Vec<f64> = rows
        .iter()
        .map(|row| f64::from(u8::from(sequences.recognized[*row] == Some(targets(*row).exercise))))
        .collect();
    all.push(baseline("geometry", "geometry_exercise_accuracy", "exercise, accuracy".to_owned(), "1", &right)?);
    let measured_form: Vec<f64> =
        rows.iter().map(|row| (sequences.measured_form[*row] - f64::from(targets(*row).form_score)).abs()).collect();
    let label = "form score, MAE (points), by the faults that the view shows".to_owned();
    all.push(baseline("geometry", "geometry_form_score_mae", label, "points", &measured_form)?);
    let both: Vec<f64> = rows
        .iter()
        .zip(predictions)
        .map(|(row, prediction)| {
            let measured = sequences.measured_form[*row];
            (0.5 * (f64::from(prediction.form_score) + measured) - f64::from(targets(*row).form_score)).abs()
        })
        .collect();
    let label = "form score, MAE (points)".to_owned();
    all.push(baseline("mean of network and geometry", SHOWN_FORM, label, "points", &both)?);
    // In a smoke run, perhaps no view shows any.
    if !measured.is_empty() {
        let label = format!("joint angles, MAE (deg), {share:.0} % that the view shows");
        all.push(baseline("geometry", "geometry_joint_angles_mae", label, "deg", &measured)?);
    }
    Ok(all)
}

/// The form score of network and ridge regression on many lifts that nothing was trained on, and by how much the network is better.
fn on_other_lifts(errors: &[[f64; 2]], options: &TrainOptions) -> Result<Vec<Baseline>> {
    let row = |model, name, what: &str, value: &(dyn Fn(&[f64; 2]) -> f64 + Sync)| -> Result<Baseline> {
        let mean = |rows: &[usize]| rows.iter().map(|row| value(&errors[*row])).sum::<f64>() / rows.len() as f64;
        let all: Vec<usize> = (0..errors.len()).collect();
        let interval = bootstrap_ci(errors.len(), options.n_resamples, LEVEL, options.seed, |rows| Some(mean(rows)))?;
        let label = format!("{what} (points), {} other lifts", errors.len());
        Ok(Baseline { model, name, label, unit: "points", value: mean(&all), interval })
    };
    Ok(vec![
        row("GCN+LSTM", "other_form_score_mae", "form score, MAE", &|[network, _]| *network)?,
        row(RIDGE, "ridge_other_form_score_mae", "form score, MAE", &|[_, ridge]| *ridge)?,
        row("GCN+LSTM less ridge", "other_less_ridge_form_score_mae", "form score, difference of MAE", &|[
            network,
            ridge,
        ]| {
            network - ridge
        })?,
    ])
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
        let baseline = |baseline: &Baseline| ResultRow {
            model: baseline.model.to_owned(),
            metric: baseline.metric(self.n_sequences),
            value: baseline.value,
            ci: Some([baseline.interval.low, baseline.interval.high]),
            oracle: None,
            target: None,
        };
        let table = self.figures.iter().map(row).chain(self.baselines.iter().map(baseline));
        table.chain(self.fault_rows()).chain(self.refusal_row()).collect()
    }

    fn fault_rows(&self) -> Vec<ResultRow> {
        let network: Vec<f64> = self.faults.iter().map(|fault| fault.network).collect();
        let geometry: Vec<f64> = self.faults.iter().filter_map(|fault| fault.geometry).collect();
        let mut rows = Vec::new();
        for (model, aucs) in [("GCN+LSTM", network), ("geometry", geometry)] {
            for (which, value) in ["median", "worst"].into_iter().zip(median_and_worst(&aucs).into_iter().flatten()) {
                rows.push(ResultRow {
                    model: model.to_owned(),
                    metric: format!(
                        "AUC of a fault that the camera shows, {which} of {}, {} other lifts",
                        aucs.len(),
                        self.n_judged_lifts
                    ),
                    value,
                    ci: None,
                    oracle: None,
                    target: None,
                });
            }
        }
        rows
    }

    fn refusal_row(&self) -> Option<ResultRow> {
        let n = self.refused.len();
        (n > 0).then(|| ResultRow {
            model: "geometry".to_owned(),
            metric: format!("other movements without a score, {} films of {n} movements", self.n_other_films),
            value: self.refused.iter().map(|(_, share)| share).sum::<f64>() / n as f64,
            ci: None,
            oracle: None,
            target: None,
        })
    }

    /// Mean absolute error of the form score that analyses give: the mean of network and geometry.
    pub(crate) fn shown_form_score_error(&self) -> f64 {
        let shown = self.baselines.iter().find(|baseline| baseline.name == SHOWN_FORM);
        shown.expect("it is among the baselines of every evaluation").value
    }

    /// Where all are right, resampling finds no doubt: the exact interval of Clopper and Pearson does.
    fn widen_certain_accuracy(&mut self) {
        let tail = 0.5 * (1.0 - LEVEL);
        for figure in self.figures.iter_mut().filter(|figure| figure.name == "exercise_accuracy") {
            if figure.value >= 1.0 {
                figure.interval.low = tail.powf(1.0 / self.n_sequences as f64);
            }
        }
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
        scores.extend(self.baselines.iter().map(|baseline| {
            Score::new(format!("held_out_{}", baseline.name), baseline.value, baseline.unit)
                .with_interval(&baseline.interval)
        }));
        for FaultAuc { fault, network, geometry } in &self.faults {
            scores.push(Score::new(format!("auc_{fault}"), *network, "1"));
            scores.extend(geometry.map(|geometry| Score::new(format!("geometry_auc_{fault}"), geometry, "1")));
        }
        let refused =
            |(movement, share): &(OtherMovement, f64)| Score::new(format!("refused_{}", movement.name()), *share, "1");
        scores.extend(self.refused.iter().map(refused));
        scores
    }
}
