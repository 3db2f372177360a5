//! Points at which a test kills the process.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Names the variable with the number of the point, from 1, at which the process ends as if it was killed.
const VARIABLE: &str = "FITBALANCE_CRASH_AT";

/// Ends the process without any clean-up if the tests of crashes want it here.
///
/// Called before each step that a killed writer may not have done: renames, flushes and removals of files.
pub fn crash_point() {
    static AT: OnceLock<Option<u64>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let wanted = AT.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|text| text.parse().ok()));
    if let Some(wanted) = wanted
        && PASSED.fetch_add(1, Ordering::Relaxed) + 1 == *wanted
    {
        std::process::abort();
    }
}
