//! Everything CI checks, step by step.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use xshell::{Shell, cmd};

use crate::run::workspace;

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Only this step
    #[arg(long, value_enum)]
    only: Option<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt changes nothing
    Format,
    /// clippy and rustc are silent; compiles the tests and benchmarks on the way
    Lint,
    /// Unit and integration tests
    Test,
    /// The examples in the documentation
    Doctest,
    /// The documentation builds without a warning
    Doc,
    /// The whole pipeline on small data
    Smoke,
    /// Every benchmark once
    Bench,
    /// The same weights on every device; compiles the devices beside the processor first, which takes long
    Devices,
}

impl Test {
    /// Runs the steps in order and stops at the first that fails.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let shell = Shell::new()?;
        shell.change_dir(workspace());
        // clippy is the compiler of the workspace members in every step, so that linting is no compilation of its own.
        // `cargo clippy` would check all dependencies anew, because checking and building share nothing.
        let _compiler = shell.push_env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
        let _strict = shell.push_env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
        let mut times = Vec::new();
        for &step in Step::value_variants() {
            if self.only.is_some_and(|only| only != step) {
                continue;
            }
            let name = step.to_possible_value().context("every step has a name")?.get_name().to_owned();
            eprintln!("\n== {name}");
            let start = Instant::now();
            step.run(&shell).with_context(|| format!("step `{name}` failed"))?;
            times.push((name, start.elapsed()));
        }
        eprintln!();
        for (name, time) in &times {
            eprintln!("{name:8} {:>7.1} s", time.as_secs_f64());
        }
        let total: Duration = times.iter().map(|(_, time)| *time).sum();
        eprintln!("{:8} {:>7.1} s: all checks passed", "total", total.as_secs_f64());
        Ok(ExitCode::SUCCESS)
    }
}

impl Step {
    fn run(self, shell: &Shell) -> Result<()> {
        match self {
            Self::Format => cmd!(shell, "cargo fmt --all --check").run()?,
            Self::Lint => cmd!(shell, "cargo build --release --workspace --all-targets").run()?,
            Self::Test => cmd!(shell, "cargo test --release --workspace --lib --bins --tests").run()?,
            Self::Doctest => cmd!(shell, "cargo test --release --workspace --doc").run()?,
            Self::Doc => {
                let _strict = shell.push_env("RUSTDOCFLAGS", "-D warnings");
                cmd!(shell, "cargo doc --release --workspace --no-deps").run()?;
            }
            Self::Smoke => smoke(shell)?,
            // The whole workspace, as in the other steps: features, and so dependencies, stay the same. `--test` is
            // criterion's: one pass of each benchmark, no timing.
            Self::Devices => {
                let features = "nutrition/ndarray,nutrition/wgpu,pose-gnn/ndarray,pose-gnn/wgpu";
                cmd!(shell, "cargo test --release --workspace --features {features} --test devices").run()?;
            }
            Self::Bench => cmd!(shell, "cargo bench --profile release --workspace --bench * -- --test").run()?,
        }
        Ok(())
    }
}

fn smoke(shell: &Shell) -> Result<()> {
    let folder = shell.create_temp_dir()?;
    let (data, out) = (folder.path().join("datasets"), folder.path().join("artifacts"));
    cmd!(shell, "cargo xtask train-all --smoke --data {data} --out {out}").run()?;
    Ok(())
}
