//! Our side of `benches/peers/pose`: writes weights, clips and answers for `PyTorch`, and times the same work.
//!
//! `peer_pose check FOLDER`, `peer_pose time`, `peer_pose data FOLDER` or `peer_pose train`
#![expect(clippy::print_stdout, reason = "`pose` reads the results from stdout")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use benches::median_ms;
use benches::pose::{BATCH_SIZE, N_FRAMES, examples, flattening, shipping};
use pose_gnn::{Clip, DeviceName, Example, PoseGnnConfig, Trainer, TrainingConfig, predict};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 42;
/// Timed steps and predictions of one round; `pose` runs several rounds, ours and theirs in turn.
const N_STEPS: usize = 12;
const N_PREDICTIONS: usize = 60;
/// Sequences of the comparison of whole trainings; every fifth is held out.
const N_SEQUENCES: usize = 1_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", folder] => check(Path::new(folder)),
        ["time"] => time(),
        ["data", folder] => data(Path::new(folder)),
        ["train"] => train(),
        _ => Err("expected `check FOLDER`, `time`, `data FOLDER` or `train`".into()),
    }
}

fn networks() -> [(&'static str, PoseGnnConfig); 2] {
    [("flatten", flattening()), ("groups", shipping())]
}

/// Weights, clips and the outputs for them, for the peer to repeat.
fn check(folder: &Path) -> Result<()> {
    let device = DeviceName::Flex.open()?;
    let examples = examples(BATCH_SIZE, N_FRAMES, SEED);
    let clips: Vec<&Clip> = examples.iter().map(|example| &example.clip).collect();
    write_examples(&folder.join("clips.json"), &examples)?;
    for (name, config) in networks() {
        let network = config.init(SEED, &device)?;
        fs::write(folder.join(format!("{name}.safetensors")), network.to_safetensors())?;
        let answers = serde_json::to_vec(&predict(&network, &clips, BATCH_SIZE))?;
        fs::write(folder.join(format!("{name}.json")), answers)?;
    }
    Ok(())
}

/// Lines `time,TASK,NETWORK,MILLISECONDS`: medians.
fn time() -> Result<()> {
    let device = DeviceName::Flex.open()?;
    let examples = examples(BATCH_SIZE, N_FRAMES, SEED);
    let indices: Vec<usize> = (0..BATCH_SIZE).collect();
    for (name, config) in networks() {
        // Augmentation is no part of the comparison: the peer trains on ready tensors.
        let options = TrainingConfig { augment: false, ..TrainingConfig::default() };
        let mut trainer = Trainer::new(config.clone(), options, SEED, &examples, &examples, &device)?;
        let step = median_ms(N_STEPS, || {
            trainer.step(&indices, 1);
        });
        println!("time,step,{name},{step}");
        let network = config.init(SEED, &device)?;
        let one = [&examples[0].clip];
        let prediction = median_ms(N_PREDICTIONS, || drop(predict(&network, &one, 1)));
        println!("time,predict,{name},{prediction}");
    }
    Ok(())
}

fn data(folder: &Path) -> Result<()> {
    write_examples(&folder.join("examples.json"), &examples(N_SEQUENCES, N_FRAMES, SEED))
}

/// Trains the network that ships until the held-out sequences meet all targets.
///
/// Lines `epoch,SECONDS,FORM MAE,FORM RMSE,ANGLE MAE,ACCURACY,RISK MAE`, ending with the first that meets them.
fn train() -> Result<()> {
    let examples = examples(N_SEQUENCES, PoseGnnConfig::default().max_frames, SEED);
    let (mut training, mut held_out) = (Vec::new(), Vec::new());
    for (at, example) in examples.into_iter().enumerate() {
        if is_held_out(at) { held_out.push(example) } else { training.push(example) }
    }
    let (config, options) = (PoseGnnConfig::default(), TrainingConfig::default());
    let start = Instant::now();
    let mut trainer = Trainer::new(config, options, SEED, &training, &held_out, &DeviceName::Flex.open()?)?;
    while !trainer.is_finished() {
        let errors = trainer.run_epoch(&mut |_| ())?.validation;
        let [mae, rmse, angles] = [errors.form_score_mae, errors.form_score_rmse, errors.joint_angles_mae_deg];
        let (accuracy, risk) = (errors.exercise_accuracy, errors.injury_risk_mae);
        println!("epoch,{:.2},{mae:.2},{rmse:.2},{angles:.2},{accuracy:.3},{risk:.2}", start.elapsed().as_secs_f64());
        if mae < 10.0 && rmse < 15.0 && angles < 15.0 && accuracy > 0.9 && risk < 12.0 {
            break;
        }
    }
    Ok(())
}

/// The generator's exercises and qualities repeat every 20 sequences: a shifted fifth holds all of them.
fn is_held_out(at: usize) -> bool {
    (at + at / 20).is_multiple_of(5)
}

fn write_examples(path: &Path, examples: &[Example]) -> Result<()> {
    let rows: Vec<serde_json::Value> = examples
        .iter()
        .enumerate()
        .map(|(at, example)| {
            let targets = &example.targets;
            let summary = example.clip.summary();
            serde_json::json!({
                "measured": summary.map(|summary| &summary.values), "measured_angles_deg": summary.map(|summary| summary.joint_angles_deg),
                "fault_severities": targets.fault_severities,
                "landmarks": example.clip.landmarks(), "form_score": targets.form_score,
                "joint_angles_deg": targets.joint_angles_deg, "exercise": targets.exercise as usize,
                "injury_risk_score": targets.injury_risk_score, "held_out": is_held_out(at),
            })
        })
        .collect();
    Ok(fs::write(path, serde_json::to_vec(&rows)?)?)
}
