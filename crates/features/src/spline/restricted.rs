//! Restricted cubic splines by truncated powers (Harrell 2015, *Regression Modeling Strategies*, 2.4.5).

use super::quantile;

/// Knots in ascending order, at least three.
pub(super) struct RestrictedSpline<'a> {
    pub(super) knots: &'a [f64],
}

impl RestrictedSpline<'_> {
    /// x itself, then one value for each knot but the last two; cubes are divided by the squared distance of the outer knots.
    pub(super) fn values(&self, x: f64) -> Vec<f64> {
        let n = self.knots.len();
        let (first, before_last, last) = (self.knots[0], self.knots[n - 2], self.knots[n - 1]);
        let scale = (last - first).powi(2);
        let cube = |knot: f64| (x - knot).max(0.0).powi(3);
        let piece = |&knot: &f64| {
            let (to_last, to_before) =
                ((last - knot) / (last - before_last), (before_last - knot) / (last - before_last));
            (cube(knot) - cube(before_last) * to_last + cube(last) * to_before) / scale
        };
        std::iter::once(x).chain(self.knots[..n - 2].iter().map(piece)).collect()
    }
}

/// Knots at quantiles that are evenly spaced between outer ones, which with fewer than 100 values are the fifth from each end.
pub(super) fn default_knots(sorted: &[f64], count: usize) -> Vec<f64> {
    const FEW: usize = 100;
    const FROM_END: usize = 5;
    let outer = match count {
        0..=3 => 0.1,
        4..=6 => 0.05,
        _ => 0.025,
    };
    let step = (1.0 - 2.0 * outer) / (count.max(2) - 1) as f64;
    let mut knots: Vec<f64> = (0..count).map(|at| quantile(sorted, outer + step * at as f64)).collect();
    if (2 * FROM_END..FEW).contains(&sorted.len()) && count > 1 {
        knots[0] = sorted[FROM_END - 1];
        knots[count - 1] = sorted[sorted.len() - FROM_END];
    }
    knots
}
