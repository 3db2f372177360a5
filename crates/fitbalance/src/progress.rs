//! Progress on stderr: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shortest time between two plain lines.
const LINE_INTERVAL: Duration = Duration::from_secs(5);

/// The progress of one stage.
#[derive(Debug)]
pub(crate) struct Progress {
    label: &'static str,
    total: u64,
    done: u64,
    start: Instant,
    last_line: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Starts a stage of `total` steps.
    pub(crate) fn new(label: &'static str, total: u64) -> Self {
        let now = Instant::now();
        // The template has no colours, so there is nothing for NO_COLOR to turn off.
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            let template = "{msg:18} {wide_bar} {pos}/{len} {per_sec} left {eta}";
            bar.set_style(ProgressStyle::with_template(template).expect("the template is a constant that parses"));
            bar.set_message(label);
            bar
        });
        Self { label, total, done: 0, start: now, last_line: now, bar }
    }

    /// Moves to `done` steps.
    pub(crate) fn advance_to(&mut self, done: u64) {
        self.done = done;
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if self.last_line.elapsed() >= LINE_INTERVAL && done > 0 {
            self.last_line = Instant::now();
            let elapsed = self.start.elapsed().as_secs_f64();
            let rate = done as f64 / elapsed;
            let left = self.total.saturating_sub(done) as f64 / rate;
            crate::cli::hint(format_args!(
                "{}: {done} of {} ({:.0} %), {rate:.0}/s, about {left:.0} s left",
                self.label,
                self.total,
                100.0 * done as f64 / self.total.max(1) as f64,
            ));
        }
    }

    /// Ends the stage and says how long it took.
    pub(crate) fn finish(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        crate::cli::hint(format_args!("{}: done in {:.1} s", self.label, self.start.elapsed().as_secs_f64()));
    }
}
