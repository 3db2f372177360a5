//! Timing two programs in turn.

use std::time::Instant;

/// The median time of `n` runs in milliseconds, after three to warm up.
///
/// # Panics
///
/// if `n` is 0
pub fn median_ms(n: usize, mut run: impl FnMut()) -> f64 {
    for _ in 0..3 {
        run();
    }
    let mut times: Vec<f64> = (0..n)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[n / 2]
}
