//! Probabilities that are as often right as they say: one number divides all log-odds.

/// The temperatures that are tried, as powers of e.
const LOG_RANGE: (f64, f64) = (-3.0, 3.0);

/// Probabilities of the classes: softmax of logits / temperature.
pub(super) fn probabilities(logits: &[f64], temperature: f64) -> Vec<f64> {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds: Vec<f64> = logits.iter().map(|logit| ((logit - most) / temperature).exp()).collect();
    let sum: f64 = odds.iter().sum();
    odds.into_iter().map(|odds| odds / sum).collect()
}

/// Mean negative log-likelihood of the classes at a temperature, nats.
pub(super) fn log_loss(logits: &[Vec<f64>], classes: &[usize], temperature: f64) -> f64 {
    let loss = |(logits, class): (&Vec<f64>, &usize)| {
        let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logits.iter().map(|logit| ((logit - most) / temperature).exp()).sum();
        sum.ln() - (logits[*class] - most) / temperature
    };
    logits.iter().zip(classes).map(loss).sum::<f64>() / classes.len() as f64
}

/// The temperature with the least log-loss, within e⁻³ and e³.
///
/// The loss is convex in 1 / temperature, so it has one minimum, which the golden section closes in on.
///
/// # Source
///
/// Guo et al. (2017), ICML
pub(super) fn fit_temperature(logits: &[Vec<f64>], classes: &[usize]) -> f64 {
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let loss = |log: f64| log_loss(logits, classes, log.exp());
    let (mut low, mut high) = LOG_RANGE;
    while high - low > 1e-6 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(a) <= loss(b) { high = b } else { low = a }
    }
    f64::midpoint(low, high).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fit_temperature_of_overconfident_logits_recovers_what_multiplied_them() {
        // Classes drawn as often as softmax of the logits says, times 10,000: calibrated as they are.
        let fair = [2.0, 0.5, -1.0];
        let shares = probabilities(&fair, 1.0);
        let (mut logits, mut classes) = (Vec::new(), Vec::new());
        for (class, share) in shares.iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            for _ in 0..(share * 10_000.0).round() as usize {
                logits.push(fair.map(|logit| 3.0 * logit).to_vec());
                classes.push(class);
            }
        }
        // Counts are rounded to one in 10,000.
        assert!((fit_temperature(&logits, &classes) - 3.0).abs() < 0.01);
    }

    #[test]
    fn log_loss_of_equal_logits_is_that_of_guessing() {
        let loss = log_loss(&[vec![7.0; 4], vec![-700.0; 4]], &[0, 3], 0.1);
        assert!((loss - 4.0_f64.ln()).abs() < 1e-12);
        assert_eq!(probabilities(&[1e4, 1e4], 0.01), [0.5, 0.5]);
    }
}
