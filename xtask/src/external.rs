//! Another workspace, as somebody else would write it: depends on `predict` by path and predicts.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::run::{target_folder, workspace};

/// Builds the example of `predict` in a workspace of its own below `folder` and lets it answer from `artifacts`.
pub(crate) fn predict(shell: &Shell, folder: &Path, artifacts: &Path) -> Result<()> {
    let (here, there) = (workspace(), folder.join("external"));
    let manifest = fs::read_to_string(here.join("Cargo.toml")).context("this workspace has a manifest")?;
    // The same profile and versions, so that dependencies that are compiled already are not compiled again. Our own crates are,
    // as another package's dependencies: quickly.
    let profile = &manifest[manifest.find("[profile.release]").context("the workspace sets its profile")?..];
    let profile: String = profile
        .lines()
        .filter(|line| !line.starts_with("benches"))
        .map(|line| if line.starts_with("fitbalance") { line.replace('3', "0") } else { line.to_owned() } + "\n")
        .collect();
    let path = here.join("crates/predict");
    let text = format!(
        "[package]\nname = \"external\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nfitbalance-predict = {{ path = '{}' }}\nserde_json = \"1\"\n\n[workspace]\n\n{profile}",
        path.display()
    );
    let examples = path.join("examples");
    shell.create_dir(there.join("src"))?;
    shell.write_file(there.join("Cargo.toml"), text)?;
    shell.copy_file(here.join("Cargo.lock"), &there)?;
    shell.copy_file(here.join("rust-toolchain.toml"), &there)?;
    shell.copy_file(examples.join("answer.rs"), there.join("src/main.rs"))?;
    shell.create_dir(there.join("src/requests"))?;
    for file in shell.read_dir(examples.join("requests"))? {
        shell.copy_file(file, there.join("src/requests"))?;
    }
    let _folder = shell.push_dir(&there);
    // Not below its own folder, where nothing is compiled yet.
    let _target = shell.push_env("CARGO_TARGET_DIR", target_folder()?);
    let _compiler = shell.push_env("RUSTC_WORKSPACE_WRAPPER", "");
    let answers = cmd!(shell, "cargo run --release --quiet -- {artifacts}").read()?;
    eprintln!("{answers}");
    let lines: Vec<&str> = answers.lines().collect();
    ensure!(
        lines.len() == 5 && lines[1].contains(" risk, ") && lines[3].contains("protein_g_per_day"),
        "expected a lift, two people, a need and a food, got\n{answers}"
    );
    Ok(())
}
