//! Progress on stderr: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::reporter::Reporter;

/// Shortest time between two plain lines.
const LINE_INTERVAL: Duration = Duration::from_secs(5);

/// What ends before this has no progress to show.
const PATIENCE: Duration = Duration::from_secs(2);

/// Steps of several threads, whose progress is shown once it takes long.
pub(crate) struct Steps {
    label: &'static str,
    total: usize,
    start: Instant,
    done: AtomicUsize,
    shown: Mutex<Option<Progress>>,
}

impl Steps {
    pub(crate) fn new(label: &'static str, total: usize) -> Self {
        Self { label, total, start: Instant::now(), done: AtomicUsize::new(0), shown: Mutex::new(None) }
    }

    /// Moves on by some steps.
    pub(crate) fn advance_by(&self, steps: usize) {
        self.done.fetch_add(steps, Ordering::Relaxed);
        // Another thread is showing it: the next step will.
        let Ok(mut shown) = self.shown.try_lock() else { return };
        if shown.is_none() && self.start.elapsed() < PATIENCE {
            return;
        }
        let done = self.done.load(Ordering::Relaxed) as u64;
        let progress = shown.get_or_insert_with(|| Progress {
            start: self.start,
            ..Progress::new(Reporter::stderr(), self.label, self.total as u64)
        });
        progress.advance_to(done);
    }

    /// Says how long it took, if it took long.
    pub(crate) fn finish(self) {
        if let Some(progress) = self.shown.into_inner().ok().flatten() {
            progress.finish();
        }
    }
}

/// The progress of one stage.
#[derive(Debug)]
pub(crate) struct Progress {
    reporter: Reporter,
    label: &'static str,
    total: u64,
    done: u64,
    /// Steps that were there before the start.
    skipped: u64,
    note: String,
    start: Instant,
    last_line: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Starts a stage of `total` steps.
    pub(crate) fn new(reporter: Reporter, label: &'static str, total: u64) -> Self {
        let now = Instant::now();
        // The template has no colours, so there is nothing for NO_COLOR to turn off.
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            let template = "{msg} {wide_bar} {pos}/{len} {per_sec} left {eta}";
            bar.set_style(ProgressStyle::with_template(template).expect("the template is a constant that parses"));
            bar.set_message(label);
            bar
        });
        Self { reporter, label, total, done: 0, skipped: 0, note: String::new(), start: now, last_line: now, bar }
    }

    /// Starts at `done` steps, which an earlier run made.
    pub(crate) fn skip_to(&mut self, done: u64) {
        (self.done, self.skipped) = (done, done);
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            bar.reset_eta();
        }
    }

    /// What is said beside the progress from now on, such as the loss.
    pub(crate) fn note(&mut self, note: String) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{}: {note}", self.label));
        }
        self.note = note;
    }

    /// Moves to `done` steps.
    pub(crate) fn advance_to(&mut self, done: u64) {
        self.done = done;
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if self.last_line.elapsed() >= LINE_INTERVAL && done > 0 {
            self.last_line = Instant::now();
            let elapsed = self.start.elapsed().as_secs_f64();
            let rate = done.saturating_sub(self.skipped).max(1) as f64 / elapsed;
            let left = self.total.saturating_sub(done) as f64 / rate;
            self.reporter.say(format_args!(
                "{}: {done} of {} ({:.0} %), {rate:.0}/s, about {left:.0} s left{}{}",
                self.label,
                self.total,
                100.0 * done as f64 / self.total.max(1) as f64,
                if self.note.is_empty() { "" } else { ", " },
                self.note,
            ));
        }
    }

    /// Moves on by some steps.
    pub(crate) fn advance_by(&mut self, steps: u64) {
        self.advance_to(self.done + steps);
    }

    /// Ends the stage and says how long it took.
    pub(crate) fn finish(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.reporter.say(format_args!("{}: done in {:.1} s", self.label, self.start.elapsed().as_secs_f64()));
    }
}
