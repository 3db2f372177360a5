#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::print_stdout, clippy::unwrap_used)]
use pose_gnn::*;
use std::time::Instant;
fn main() {
    let epochs: usize = std::env::args().nth(1).map_or(50, |a| a.parse().unwrap());
    let params = synthgen::biomechanics::BiomechanicsParams::default();
    let g = synthgen::biomechanics::BiomechanicsGenerator::new(params, 42).unwrap();
    let env = |k: &str, d: f64| std::env::var(k).map_or(d, |v| v.parse().unwrap());
    let mc = PoseGnnConfig { readout: if env("G", 8.0) < 0.0 { JointReadout::Flatten } else { JointReadout::Groups(env("G", 8.0) as usize) }, dropout: env("DROP", 0.1), n_joint_embedding: env("EMB", 8.0) as usize, max_frames: env("T", 48.0) as usize, ..Default::default() };
    let ex: Vec<Example> = (0..1000).map(|i| { let s = g.sequence(i);
        Example { clip: Clip::new(&s.landmarks, mc.max_frames).unwrap(), targets: Targets { form_score: s.labels.form_score as f32,
            joint_angles_deg: s.labels.joint_angles_deg.map(|a| a as f32), exercise: synthgen::biomechanics::Exercise::ALL.iter().position(|e| *e == s.exercise).unwrap(), injury_risk_score: s.labels.injury_risk_score as f32 } }).collect();
    // quality levels cycle: spread by index hash
    let (mut tr, mut va, mut te) = (vec![], vec![], vec![]);
    for (i, e) in ex.into_iter().enumerate() { match (i / 20 + i) % 10 { 0 | 5 => te.push(e), 3 => va.push(e), _ => tr.push(e) } }
    println!("{} {} {}", tr.len(), va.len(), te.len());
    let device = burn::tensor::Device::flex();
    let tc = TrainingConfig { n_epochs: epochs, learning_rate: env("LR", 0.004), plateau_patience: env("PAT", 4.0) as usize, augment: env("AUG", 1.0) > 0.0, gradient_norm: env("CLIP", 1.0) as f32, ..Default::default() };
    let mut t = Trainer::new(mc, tc, 42, &tr, &va, &device).unwrap();
    let start = Instant::now();
    while !t.is_finished() { let r = t.run_epoch(&mut |_| ()).unwrap(); if r.epoch % 5 == 0 || r.epoch < 4 { println!("{:3} {:.1}s lr {:.5} loss {:.4} form rmse {:.2} mae {:.2} ang {:.2} acc {:.3} risk {:.2} {}", r.epoch, start.elapsed().as_secs_f64(), r.learning_rate, r.training_loss, r.validation.form_score_rmse, r.validation.form_score_mae, r.validation.joint_angles_mae_deg, r.validation.exercise_accuracy, r.validation.injury_risk_mae, r.is_best); } }
    let m = t.best_model();
    let clips: Vec<&Clip> = te.iter().map(|e| &e.clip).collect();
    let p = predict(&m, &clips, 32);
    let n = te.len() as f32;
    let mae = p.iter().zip(&te).map(|(p, e)| (p.form_score - e.targets.form_score).abs()).sum::<f32>() / n;
    let mse = p.iter().zip(&te).map(|(p, e)| (p.form_score - e.targets.form_score).powi(2)).sum::<f32>() / n;
    let ang = p.iter().zip(&te).map(|(p, e)| p.joint_angles_deg.iter().zip(e.targets.joint_angles_deg).map(|(a, b)| (a - b).abs()).sum::<f32>() / 6.0).sum::<f32>() / n;
    let risk = p.iter().zip(&te).map(|(p, e)| (p.injury_risk_score - e.targets.injury_risk_score).abs()).sum::<f32>() / n;
    let acc = p.iter().zip(&te).filter(|(p, e)| p.exercise() == e.targets.exercise).count() as f32 / n;
    println!("TEST form mae {mae:.2} rmse {:.2} ang {ang:.2} acc {acc:.3} risk {risk:.2}", mse.sqrt());
    std::fs::write("/tmp/exp.safetensors", m.to_safetensors()).unwrap();
}
