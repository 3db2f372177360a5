//! The `fitbalance` command.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

/// Networks ask for and give back tens of megabytes a step: the system's allocator returns them to the kernel each time, and
/// clearing fresh pages would take 40 % of a training.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !fitbalance::panics_are_caught() {
            tell(panic);
        }
    }));
    match fitbalance::run(fitbalance::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe is gone (`fitbalance … | head`): nobody is left to tell, and nothing is wrong.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // `{:#}` joins the causes: what failed, then why.
            // Nobody reads a closed stderr; the exit code still tells.
            let _ = writeln!(std::io::stderr(), "error: {}", fitbalance::printable(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
