//! Our side of `benches/peers/run`: writes the data that every peer reads, times `survival` on them, and judges all
//! penalised paths by one measure.
//!
//! `peer_survival data|time|check FOLDER`
#![expect(clippy::print_stdout, reason = "`run` reads the results from stdout")]

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use benches::{Shape, StartStop, kkt_violation, right_censored, start_stop};
use ndarray::ArrayView2;
use survival::{CoxPath, CoxPh, PathOptions, SurvivalTarget, Ties, concordance_index};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SEED: u64 = 42;
/// Penalty of the single lasso fits.
const LAMBDA: f64 = 0.01;
/// Smallest penalty of a path as a share of its largest, in the comparison of equal work: with the usual 1e-4 the peers
/// stop about half way, where the deviance hardly changes any more; here everyone solves for all 100 penalties.
const PATH_MIN_RATIO: f64 = 0.05;
/// Violation of the optimality conditions that the peers leave on these data, to about a factor of 2.
const PEER_TOLERANCE: f64 = 1e-4;
/// A measurement is repeated until both are reached, or `MOST_RUNS`; the first run is not counted.
const FEWEST_RUNS: usize = 5;
const LONG_ENOUGH: Duration = Duration::from_secs(2);
const MOST_RUNS: usize = 50;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["data", folder] => write_data(Path::new(folder)),
        ["time", folder] => time_all(Path::new(folder)),
        ["check", folder] => check_paths(Path::new(folder)),
        _ => Err("expected `data FOLDER`, `time FOLDER` or `check FOLDER`".into()),
    }
}

/// Names of the data sets that hold right-censored rows.
fn cases() -> [(&'static str, Shape); 2] {
    [("small", Shape::SMALL), ("large", Shape::LARGE)]
}

fn write_data(folder: &Path) -> Result<()> {
    for (case, shape) in cases() {
        let data = right_censored(shape, SEED);
        let risk_scores = data.risk_scores();
        let leading = |row: usize| [data.time[row], f64::from(u8::from(data.event[row])), risk_scores[row]];
        write_csv(&folder.join(format!("{case}.csv")), &["time", "event", "risk_score"], data.x.view(), leading)?;
        println!("shape,{case},\"{shape}\"");
    }
    let StartStop { x, start, stop, event, .. } = start_stop(Shape::DAILY, SEED);
    let leading = |row: usize| [start[row], stop[row], f64::from(u8::from(event[row]))];
    write_csv(&folder.join("daily.csv"), &["start", "stop", "event"], x.view(), leading)?;
    println!("shape,daily,\"{}\"", Shape::DAILY);
    Ok(())
}

/// Writes the shortest digits that read back as the same `f64`.
fn write_csv(
    path: &Path,
    names: &[&str; 3],
    x: ArrayView2<'_, f64>,
    leading: impl Fn(usize) -> [f64; 3],
) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let covariates: Vec<String> = (0..x.ncols()).map(|column| format!("x{column}")).collect();
    writeln!(file, "{},{}", names.join(","), covariates.join(","))?;
    for (row, covariates) in x.rows().into_iter().enumerate() {
        let [first, second, third] = leading(row);
        write!(file, "{first},{second},{third}")?;
        for value in covariates {
            write!(file, ",{value}")?;
        }
        writeln!(file)?;
    }
    Ok(file.flush()?)
}

fn time_all(folder: &Path) -> Result<()> {
    println!("version,fitbalance,{} ({} threads)", env!("CARGO_PKG_VERSION"), rayon::current_num_threads());
    let answer = |case: &str, task: &str, solver: &str, rows: Vec<Vec<f64>>| {
        let lines: Vec<String> = rows.iter().map(|row| join(row)).collect();
        fs::write(folder.join(format!("{case}.{task}.{solver}.answer")), lines.join("\n") + "\n")
    };
    for (case, shape) in cases() {
        let data = right_censored(shape, SEED);
        let target = SurvivalTarget::right_censored(data.time.clone(), data.event.clone())?;
        let fit = || CoxPh::params().ties(Ties::Efron).fit(data.x.view(), &target);
        let model = time(case, "efron", "fitbalance", fit)?;
        answer(case, "efron", "fitbalance", vec![model.coefficients().to_vec()])?;

        let risk_scores = data.risk_scores();
        let concordance = time(case, "concordance", "fitbalance", || concordance_index(&target, &risk_scores))?;
        let values = vec![concordance.value(), concordance.standard_error()];
        answer(case, "concordance", "fitbalance", vec![values])?;

        let equal_work = PathOptions { min_ratio: Some(PATH_MIN_RATIO), ..PathOptions::default() };
        let usual = PathOptions::default();
        // glmnet and scikit-survival break ties as Breslow does: the same problem for all, and Efron's beside it.
        let breslow = CoxPh::params().ties(Ties::Breslow);
        for (task, solver, params, options) in [
            ("path", "fitbalance", breslow.clone(), &equal_work),
            ("path", "fitbalance-efron", breslow.clone().ties(Ties::Efron), &equal_work),
            ("path", "fitbalance-exact", breslow.clone().tolerance(1e-9), &equal_work),
            ("path", "fitbalance-coarse", breslow.clone().tolerance(PEER_TOLERANCE), &equal_work),
            ("default-path", "fitbalance", breslow.clone(), &usual),
        ] {
            let fit = || params.fit_path(data.x.view(), &target, options);
            answer(case, task, solver, rows(&time(case, task, solver, fit)?))?;
        }
        let fit = || CoxPh::params().ties(Ties::Efron).l1(LAMBDA).fit(data.x.view(), &target);
        let model = time(case, "lasso", "fitbalance", fit)?;
        answer(case, "lasso", "fitbalance", vec![model.coefficients().to_vec()])?;
    }
    let StartStop { x, start, stop, event, .. } = start_stop(Shape::DAILY, SEED);
    let target = SurvivalTarget::start_stop(start, stop, event)?;
    let model = time("daily", "efron", "fitbalance", || CoxPh::params().fit(x.view(), &target))?;
    Ok(answer("daily", "efron", "fitbalance", vec![model.coefficients().to_vec()])?)
}

fn rows(path: &CoxPath) -> Vec<Vec<f64>> {
    path.points().iter().map(|point| [&[point.penalty], point.coefficients.as_slice()].concat()).collect()
}

fn join(values: &[f64]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
}

/// Runs `work` once to warm up, then repeatedly; prints the number of runs, the shortest and the median in seconds.
fn time<T, E>(case: &str, task: &str, solver: &str, work: impl Fn() -> std::result::Result<T, E>) -> Result<T>
where
    E: Error + 'static,
{
    let result = work()?;
    let mut seconds = Vec::new();
    let started = Instant::now();
    while seconds.len() < FEWEST_RUNS || (started.elapsed() < LONG_ENOUGH && seconds.len() < MOST_RUNS) {
        let run = Instant::now();
        black_box(work()?);
        seconds.push(run.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    println!("time,{case},{task},{solver},{},{},{}", seconds.len(), seconds[0], seconds[seconds.len() / 2]);
    Ok(result)
}

/// Prints for each path the number of penalties, the worst violation, and the worst as a share of its penalty.
fn check_paths(folder: &Path) -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for (case, shape) in cases() {
        let data = right_censored(shape, SEED);
        for file in &files {
            let name = file.file_name().to_string_lossy().into_owned();
            let [of, task @ ("path" | "default-path"), solver, "answer"] = name.split('.').collect::<Vec<_>>()[..]
            else {
                continue;
            };
            if of != case {
                continue;
            }
            let ties = if solver == "fitbalance-efron" { Ties::Efron } else { Ties::Breslow };
            let (mut n_penalties, mut worst, mut worst_share) = (0, 0.0_f64, 0.0_f64);
            for line in fs::read_to_string(file.path())?.lines() {
                let row: Vec<f64> = line.split(',').map(str::parse).collect::<std::result::Result<_, _>>()?;
                let (lambda, coefficients) = (row[0], &row[1..]);
                let violation = kkt_violation(&data, ties, lambda, coefficients);
                n_penalties += 1;
                worst = worst.max(violation);
                worst_share = worst_share.max(violation / lambda);
            }
            println!("check,{task},{case},{solver},{n_penalties},{worst},{worst_share}");
        }
    }
    Ok(())
}
