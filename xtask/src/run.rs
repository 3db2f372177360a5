//! Building `fitbalance` in release mode and running it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

/// Builds the program and runs it where the caller stands, with its exit code.
pub(crate) fn fitbalance(arguments: &[OsString]) -> Result<ExitCode> {
    let program = build(device_feature(arguments))?;
    let status =
        Command::new(&program).args(arguments).status().with_context(|| format!("cannot run {}", program.display()))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Builds the program; the only profile is release, so that this and the tests share every dependency.
pub(crate) fn build(feature: Option<&str>) -> Result<PathBuf> {
    let shell = Shell::new()?;
    shell.change_dir(workspace());
    // Not `--quiet`: the first build takes minutes and should be seen to move.
    let features = feature.map(|feature| format!("--features={feature}"));
    cmd!(shell, "cargo build --release --package fitbalance {features...}").quiet().run()?;
    beside_this_program("fitbalance")
}

/// A program that was built: cargo puts it beside this one, whatever the target folder is.
pub(crate) fn beside_this_program(name: &str) -> Result<PathBuf> {
    let this_program = std::env::current_exe().context("the operating system does not name this program")?;
    let program = this_program.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "cargo left no program at {}", program.display());
    Ok(program)
}

/// The feature of `fitbalance` that `--device` asks for: devices other than the processor cost minutes of compilation.
fn device_feature(arguments: &[OsString]) -> Option<&'static str> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let device = arguments.find_map(|argument| match argument.strip_prefix("--device")? {
        "" => Some(None),
        rest => rest.strip_prefix('=').map(Some),
    })?;
    let device = match device {
        Some(device) => device,
        None => arguments.next()?,
    };
    ["ndarray", "wgpu"].into_iter().find(|feature| *feature == device)
}

/// The folder that cargo builds in.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let this_program = std::env::current_exe().context("the operating system does not name this program")?;
    let folder = this_program.ancestors().nth(2).context("this program lies in `release` of the target folder")?;
    Ok(folder.to_owned())
}

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn workspace() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_argument_turns_on_the_feature_of_its_name() {
        let check = |arguments: &[&str], expected: Option<&str>| {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            assert_eq!(device_feature(&arguments), expected, "{arguments:?}");
        };
        check(&["train-all", "--device", "wgpu"], Some("wgpu"));
        check(&["train-all", "--device=ndarray", "--smoke"], Some("ndarray"));
        check(&["train-all", "--device", "flex"], None);
        check(&["train-all", "--device"], None);
        check(&["train-all", "--devices", "wgpu"], None);
        check(&["train-all", "wgpu"], None);
    }
}
