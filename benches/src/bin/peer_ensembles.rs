//! Our side of `benches/peers/ensembles`: writes the data that the peers read, times `ensembles` on them, and scores
//! cross-validation on real tables.
//!
//! `peer_ensembles data|time FOLDER` or `peer_ensembles score FILE`
#![expect(clippy::print_stdout, reason = "`ensembles` reads the results from stdout")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use benches::{Labelled, Shape, labelled};
use ensembles::{FeaturesPerSplit, GradientBoosting, RandomForest, Target, TreeExplainer, TreeModel};
use ndarray::{Array2, Axis};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 42;
const CASES: [(&str, Shape); 2] = [("small", Shape::PEOPLE), ("large", Shape::MANY_PEOPLE)];
/// Rows that are explained.
const N_EXPLAINED: usize = 500;
/// Rows of a small batch of predictions.
const N_BATCH: usize = 2_000;
/// A task is repeated so long, at most `MOST_RUNS` times; the median counts.
const LONG_ENOUGH_SECONDS: f64 = 1.0;
const MOST_RUNS: usize = 9;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["data", folder] => write_data(Path::new(folder)),
        ["time", folder] => time_all(Path::new(folder)),
        ["score", file] => score(Path::new(file)),
        _ => Err("expected `data FOLDER`, `time FOLDER` or `score FILE`".into()),
    }
}

fn write_data(folder: &Path) -> Result<()> {
    for (case, shape) in CASES {
        let Labelled { x, label, .. } = labelled(shape, SEED);
        let mut text = String::new();
        for (row, label) in x.rows().into_iter().zip(label) {
            write!(text, "{}", u8::from(label))?;
            row.iter().try_for_each(|value| write!(text, ",{value}"))?;
            writeln!(text)?;
        }
        fs::write(folder.join(format!("{case}.csv")), text)?;
    }
    Ok(())
}

/// Lines `time,TASK,CASE,SECONDS`: `ensembles` runs several rounds, ours and theirs in turn.
fn time_all(folder: &Path) -> Result<()> {
    for (case, shape) in CASES {
        let Labelled { x, label, .. } = labelled(shape, SEED);
        let target = Target::binary(label)?;
        let forest = time("forest", case, || RandomForest::params().fit(x.view(), &target))?;
        let boosting = time("boost", case, || GradientBoosting::params().fit(x.view(), &target))?;
        let predictions = time("predict_forest", case, || forest.predict(x.view()))?;
        time("predict_boost", case, || boosting.predict(x.view()))?;
        if x.nrows() > N_BATCH {
            let batch = x.select(Axis(0), &(0..N_BATCH).collect::<Vec<_>>());
            time("batch_forest", case, || forest.predict(batch.view()))?;
            time("batch_boost", case, || boosting.predict(batch.view()))?;
        }
        let rows = x.select(Axis(0), &(0..N_EXPLAINED).collect::<Vec<_>>());
        let shap = |model: TreeModel<'_>| {
            TreeExplainer::path_dependent(model, 0).and_then(|explainer| explainer.explain(rows.view()))
        };
        time("shap_boost", case, || shap((&boosting).into()))?;
        time("shap_forest", case, || shap((&forest).into()))?;
        fs::write(folder.join(format!("{case}.forest.json")), forest.to_json()?)?;
        fs::write(folder.join(format!("{case}.boost.json")), boosting.to_json()?)?;
        fs::write(folder.join(format!("{case}.predictions.json")), serde_json::to_vec(&predictions)?)?;
        let values = shap((&boosting).into())?.values;
        fs::write(folder.join(format!("{case}.shap.json")), serde_json::to_vec(&values)?)?;
    }
    Ok(())
}

fn time<T>(task: &str, case: &str, work: impl Fn() -> ensembles::Result<T>) -> Result<T> {
    let mut seconds = Vec::new();
    let result = loop {
        let started = Instant::now();
        let result = black_box(work()?);
        seconds.push(started.elapsed().as_secs_f64());
        if seconds.iter().sum::<f64>() > LONG_ENOUGH_SECONDS || seconds.len() == MOST_RUNS {
            break result;
        }
    };
    seconds.sort_by(f64::total_cmp);
    println!("time,{task},{case},{}", seconds[seconds.len() / 2]);
    Ok(result)
}

/// Cross-validation on a table whose lines are `fold,class,feature,…`: lines `score,MODEL,FOLD,AUC or accuracy`.
///
/// Parameters that both sides have, with scikit-learn's defaults: see `ensembles.py`.
fn score(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let lines: Vec<Vec<f64>> = text
        .lines()
        .map(|line| line.split(',').map(str::parse).collect::<std::result::Result<_, _>>())
        .collect::<std::result::Result<_, _>>()?;
    let n_features = lines[0].len() - 2;
    let x = Array2::from_shape_fn((lines.len(), n_features), |(row, column)| lines[row][column + 2]);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "folds and classes count from 0")]
    let whole = |column: usize| -> Vec<usize> { lines.iter().map(|line| line[column] as usize).collect() };
    let (fold_of_row, class) = (whole(0), whole(1));
    let n_classes = class.iter().max().map_or(0, |last| last + 1);
    for fold in 0..=fold_of_row.iter().copied().max().unwrap_or(0) {
        let (test, train): (Vec<usize>, Vec<usize>) = (0..x.nrows()).partition(|&row| fold_of_row[row] == fold);
        let pick = |rows: &[usize]| -> Vec<usize> { rows.iter().map(|&row| class[row]).collect() };
        let target = if n_classes == 2 {
            Target::binary(pick(&train).into_iter().map(|class| class == 1).collect())?
        } else {
            Target::classes(pick(&train), n_classes)?
        };
        let (fitted, held_out) = (x.select(Axis(0), &train), x.select(Axis(0), &test));
        let forest = RandomForest::params().features_per_split(FeaturesPerSplit::SquareRoot).seed(SEED);
        let probabilities = forest.fit(fitted.view(), &target)?.predict_probabilities(held_out.view())?;
        println!("score,forest,{fold},{}", judge(&probabilities, &pick(&test))?);
        let boosting = GradientBoosting::params().max_depth(3).learning_rate(0.1).n_rounds(100).seed(SEED);
        let probabilities = boosting.fit(fitted.view(), &target)?.predict_probabilities(held_out.view())?;
        println!("score,boost,{fold},{}", judge(&probabilities, &pick(&test))?);
    }
    Ok(())
}

/// AUC of two classes, accuracy of several.
fn judge(probabilities: &Array2<f64>, class: &[usize]) -> Result<f64> {
    if probabilities.ncols() == 2 {
        let label: Vec<bool> = class.iter().map(|&class| class == 1).collect();
        return Ok(metrics::auc(&probabilities.column(1).to_vec(), &label)?);
    }
    let best = |row: ndarray::ArrayView1<'_, f64>| {
        (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or_default()
    };
    let n_right = probabilities.rows().into_iter().zip(class).filter(|(row, class)| best(*row) == **class).count();
    Ok(n_right as f64 / class.len() as f64)
}
