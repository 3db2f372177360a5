//! From log-odds to probabilities.

/// 1 / (1 + e^−score).
pub(crate) fn sigmoid(score: f64) -> f64 {
    if score >= 0.0 {
        1.0 / (1.0 + (-score).exp())
    } else {
        let e = score.exp();
        e / (1.0 + e)
    }
}

/// log(1 + e^score).
pub(crate) fn softplus(score: f64) -> f64 {
    score.max(0.0) + (-score.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_scores_neither_overflow_nor_vanish() {
        assert_eq!((sigmoid(800.0), sigmoid(-800.0)), (1.0, 0.0));
        assert_eq!((softplus(800.0), softplus(-800.0)), (800.0, 0.0));
    }
}
