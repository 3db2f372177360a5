//! Everything CI checks, step by step.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use xshell::{Shell, cmd};

use crate::external;
use crate::run::{beside_this_program, target_folder, workspace};

/// Names the file to which tests that assert nothing write why; see the crate `real-data`.
const SKIPPED_FILE: &str = "FITBALANCE_SKIPPED_FILE";
/// Crates that the checks optimise less than the programs: compiling their tests takes longer than running them.
const LEVELS: [(&str, u8); 6] = [
    ("benches", 0),
    ("fitbalance-foods", 1),
    ("fitbalance-gemini", 1),
    ("fitbalance-predict", 1),
    ("fitbalance-registry", 0),
    ("xtask", 0),
];

/// What the names of packages begin with that only the devices beside the processor need.
const DEVICES: [&str; 11] = [
    "awint",
    "burn-cubecl",
    "burn-ndarray",
    "burn-wgpu",
    "cubecl-",
    "cubek",
    "inflections",
    "naga",
    "pliron",
    "spirv",
    "wgpu",
];

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Only this step
    #[arg(long, value_enum)]
    only: Option<Step>,
    /// Also check that weights give the same on every device, as CI does; compiles burn with all of them first
    #[arg(long)]
    devices: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt changes nothing, and every file says in its first line what it is for
    Format,
    /// Licences, advisories and unused dependencies, where the tools are installed
    Dependencies,
    /// clippy and rustc are silent; compiles the tests and benchmarks on the way
    Lint,
    /// Unit and integration tests, with debug assertions and overflow checks in our own crates
    Test,
    /// The examples in the documentation
    Doctest,
    /// The whole pipeline on small data, and another workspace that predicts with what it leaves
    Smoke,
    /// Every benchmark once
    Bench,
    /// Each library builds alone, with and without its default features
    Packages,
    /// The documentation builds without a warning
    Doc,
    /// The same weights on every device; only with `--devices`
    Devices,
}

impl Test {
    /// Runs the steps in order and stops at the first that fails.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let shell = Shell::new()?;
        shell.change_dir(workspace());
        let mut times = Vec::new();
        for &step in Step::value_variants() {
            let is_asked_for = self.devices || step != Step::Devices;
            if self.only.map_or(!is_asked_for, |only| only != step) {
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
            eprintln!("{name:12} {:>7.1} s", time.as_secs_f64());
        }
        let total: Duration = times.iter().map(|(_, time)| *time).sum();
        eprintln!("{:12} {:>7.1} s: all checks passed", "total", total.as_secs_f64());
        Ok(ExitCode::SUCCESS)
    }
}

impl Step {
    fn run(self, shell: &Shell) -> Result<()> {
        // clippy is the compiler of the workspace members in every step that builds, so that linting is no compilation of its
        // own. `cargo clippy` would check all dependencies anew, because checking and building share nothing.
        let _compiler = shell.push_env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
        let _strict = shell.push_env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
        let checked = &checked_members()?;
        match self {
            Self::Format => {
                cmd!(shell, "cargo fmt --all --check").run()?;
                check_first_lines()?;
            }
            Self::Dependencies => {
                with_tool(shell, "deny", &["check"])?;
                with_tool(shell, "shear", &[])?;
            }
            Self::Lint => cmd!(shell, "cargo build --release --workspace --all-targets {checked...}").run()?,
            Self::Test => test(shell, checked)?,
            Self::Doctest => cmd!(shell, "cargo test --release --workspace --doc {checked...}").run()?,
            Self::Smoke => smoke(shell, checked)?,
            // `--test` is criterion's: one pass of each benchmark, no timing.
            Self::Bench => {
                cmd!(shell, "cargo bench --profile release --workspace {checked...} --bench * -- --test").run()?;
            }
            Self::Packages => packages(shell)?,
            Self::Doc => {
                let _strict = shell.push_env("RUSTDOCFLAGS", "-D warnings");
                cmd!(shell, "cargo doc --release --workspace --no-deps").run()?;
            }
            Self::Devices => devices(shell, checked)?,
        }
        Ok(())
    }
}

/// Packages of the workspace.
fn members() -> Result<Vec<String>> {
    let mut folders = vec![workspace().join("benches"), workspace().join("xtask")];
    for entry in fs::read_dir(workspace().join("crates")).context("the workspace has crates")? {
        folders.push(entry?.path());
    }
    let mut names = Vec::new();
    for folder in folders {
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        names.push(name.with_context(|| format!("{} names no package", path.display()))?.to_owned());
    }
    names.sort();
    Ok(names)
}

/// Arguments of cargo that turn on debug assertions and overflow checks in the workspace's own crates: dependencies stay what
/// they are, and compile once.
fn checked_members() -> Result<Vec<String>> {
    let members = members()?.into_iter().map(|name| {
        let level = LEVELS.iter().find(|(package, _)| *package == name);
        let level = level.map_or_else(String::new, |(_, level)| format!("opt-level = {level}\n"));
        format!("[profile.release.package.{name}]\ndebug-assertions = true\noverflow-checks = true\n{level}")
    });
    config_file("checked.toml", &members.collect::<String>())
}

/// Arguments of cargo that compile without optimisation what only the devices need.
fn unoptimised_devices() -> Result<Vec<String>> {
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).context("the workspace has a lock file")?;
    let mut names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    names.dedup();
    let names = names.into_iter().filter(|name| DEVICES.iter().any(|start| name.starts_with(start)));
    let level = |name: &str| format!("[profile.release.package.{name}]\nopt-level = 0\n");
    config_file("devices.toml", &names.map(level).collect::<String>())
}

/// Arguments of cargo that add `text` to its configuration.
fn config_file(name: &str, text: &str) -> Result<Vec<String>> {
    let folder = target_folder()?;
    let path = folder.join(name);
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, text))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(vec!["--config".to_owned(), path.display().to_string()])
}

/// Every source file begins with a line that says what it is for.
fn check_first_lines() -> Result<()> {
    let mut folders: Vec<PathBuf> = ["crates", "benches", "xtask"].map(|folder| workspace().join(folder)).to_vec();
    let mut without = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                if !["//! ", "#![doc", "#![cfg_attr(not(doctest), doc"].iter().any(|start| text.starts_with(start)) {
                    without.push(path.display().to_string());
                }
            }
        }
    }
    without.sort();
    ensure!(without.is_empty(), "expected a first line `//! What it is for` in\n  {}", without.join("\n  "));
    Ok(())
}

/// Runs a subcommand of cargo, or says that it is not installed.
fn with_tool(shell: &Shell, tool: &str, arguments: &[&str]) -> Result<()> {
    let found = cmd!(shell, "cargo {tool} --version").quiet().ignore_stdout().ignore_stderr().run();
    if found.is_err() {
        eprintln!("skipped: `cargo {tool}` is not installed (cargo install cargo-{tool})");
        return Ok(());
    }
    Ok(cmd!(shell, "cargo {tool} {arguments...}").run()?)
}

/// Runs the tests and says which of them asserted nothing.
fn test(shell: &Shell, checked: &[String]) -> Result<()> {
    let folder = shell.create_temp_dir()?;
    let skipped = folder.path().join("skipped");
    let _file = shell.push_env(SKIPPED_FILE, &skipped);
    cmd!(shell, "cargo test --release --workspace --lib --bins --tests {checked...}").run()?;
    // No file: no test was skipped.
    let lines = match fs::read_to_string(&skipped) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        lines => lines.with_context(|| format!("cannot read {}", skipped.display()))?,
    };
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    eprintln!("\n{} tests skipped, because what they need is not here", lines.len());
    lines.iter().for_each(|line| eprintln!("  {line}"));
    Ok(())
}

/// Trains every family on small data, side by side, and lets another workspace predict with the models.
fn smoke(shell: &Shell, checked: &[String]) -> Result<()> {
    cmd!(shell, "cargo build --release --package fitbalance {checked...}").run()?;
    let program = beside_this_program("fitbalance")?;
    let folder = shell.create_temp_dir()?;
    let (data, out) = (folder.path().join("datasets"), folder.path().join("artifacts"));
    let train = |families: &str| -> Result<()> {
        let mut command = Command::new(&program);
        command.args(["train-all", "--smoke", "--only", families]).arg("--data").arg(&data).arg("--out").arg(&out);
        let ran = command.output().with_context(|| format!("cannot run {}", program.display()))?;
        ensure!(ran.status.success(), "train-all of {families}:\n{}", String::from_utf8_lossy(&ran.stderr));
        Ok(())
    };
    thread::scope(|scope| {
        let families = ["biomechanics", "burnout", "nutrition"].map(|family| scope.spawn(move || train(family)));
        families.into_iter().try_for_each(|family| family.join().expect("a thread that only waits"))
    })?;
    // Once more as one run, which keeps every model: the table of results has all of them.
    cmd!(shell, "{program} train-all --smoke --data {data} --out {out}").run()?;
    external::predict(shell, folder.path(), &out)
}

/// Checks each library by itself: alone it has other features than beside the others.
fn packages(shell: &Shell) -> Result<()> {
    // Checking only; not by clippy, whose results another compiler cannot use.
    let _compiler = shell.push_env("RUSTC_WORKSPACE_WRAPPER", "");
    for name in members()?.into_iter().filter(|name| name.starts_with("fitbalance-")) {
        cmd!(shell, "cargo check --release --quiet --package {name}").run()?;
        cmd!(shell, "cargo check --release --quiet --package {name} --no-default-features").run()?;
    }
    Ok(())
}

/// Two packages with what they need: burn compiles anew with its devices.
fn devices(shell: &Shell, checked: &[String]) -> Result<()> {
    let unoptimised = &unoptimised_devices()?;
    let packages = ["fitbalance-pose-gnn", "fitbalance-nutrition"];
    let arguments = packages.iter().flat_map(|name| ["--package", name]);
    let features: Vec<String> =
        packages.iter().flat_map(|name| ["ndarray", "wgpu"].map(|device| format!("{name}/{device}"))).collect();
    let features = features.join(",");
    cmd!(
        shell,
        "cargo test --release {arguments...} --features {features} --test devices {checked...} {unoptimised...}"
    )
    .run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_from_their_manifests() {
        let names = members().expect("this workspace");
        assert!(
            ["benches", "fitbalance", "fitbalance-words", "xtask"].iter().all(|name| names.contains(&name.to_string()))
        );
    }
}
