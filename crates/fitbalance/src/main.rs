//! The `fitbalance` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match fitbalance::run(fitbalance::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe is gone (`fitbalance … | head`): nobody is left to tell, and nothing is wrong.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // `{:#}` joins the causes: what failed, then why.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
