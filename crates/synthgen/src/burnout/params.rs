//! Parameters of the generator.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::error::within;

/// What a burnout data set is made of, besides its seed.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_users` | 1,000 | 1 to 100,000,000 | people |
/// | `n_days` | 365 | 91 to 3,650 | days recorded for each, the run-in of 90 included |
/// | `baseline_hazard` | 0.00052 | 0 to 1 | h₀ on the first day after the run-in, per day |
/// | `effect_scale` | 1 | 0 to 3 | factor on every β; 0 makes burnout independent of all metrics |
/// | `frailty_sd` | 0.5 | 0 to 3 | sd of the unseen personal term in the log-hazard |
/// | `dropout_share` | 0.08 | 0 to 0.95 | share that leaves within 365 days of follow-up |
/// | `shocks_per_year` | 2 | 0 to 50 | life shocks (illness, bereavement, deadlines) per person |
///
/// Daily metrics do not depend on `baseline_hazard`, `effect_scale`, `frailty_sd` and `dropout_share`, and a larger
/// `n_users` or `n_days` extends the same people's records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BurnoutParams {
    /// People.
    pub n_users: usize,
    /// Days recorded for each person, the run-in included.
    pub n_days: usize,
    /// h₀ on the first day after the run-in, per day.
    pub baseline_hazard: f64,
    /// Factor on every β.
    pub effect_scale: f64,
    /// Standard deviation of the frailty.
    pub frailty_sd: f64,
    /// Share that leaves within 365 days of follow-up.
    pub dropout_share: f64,
    /// Life shocks per person and year.
    pub shocks_per_year: f64,
}

impl Default for BurnoutParams {
    fn default() -> Self {
        Self {
            n_users: 1_000,
            n_days: 365,
            baseline_hazard: 0.000_52,
            effect_scale: 1.0,
            frailty_sd: 0.5,
            dropout_share: 0.08,
            shocks_per_year: 2.0,
        }
    }
}

impl BurnoutParams {
    /// Checks every field against its range.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) for the first field outside its range
    pub fn check(&self) -> Result<()> {
        // No allowed count reaches 2^53, and a larger one is refused as well after the cast.
        within("n_users", self.n_users as f64, 1.0, 1e8, "[1, 100000000]")?;
        within("n_days", self.n_days as f64, 91.0, 3650.0, "[91, 3650]")?;
        within("baseline_hazard", self.baseline_hazard, 0.0, 1.0, "[0, 1]")?;
        within("effect_scale", self.effect_scale, 0.0, 3.0, "[0, 3]")?;
        within("frailty_sd", self.frailty_sd, 0.0, 3.0, "[0, 3]")?;
        within("dropout_share", self.dropout_share, 0.0, 0.95, "[0, 0.95]")?;
        within("shocks_per_year", self.shocks_per_year, 0.0, 50.0, "[0, 50]")
    }
}

#[cfg(test)]
mod tests {
    use super::BurnoutParams;

    #[track_caller]
    fn check(params: &BurnoutParams, expected: &str) {
        assert_eq!(params.check().expect_err("outside the range").to_string(), expected);
    }

    #[test]
    fn params_by_default_pass_check() {
        assert!(BurnoutParams::default().check().is_ok());
    }

    #[test]
    fn params_outside_range_are_named_and_quoted() {
        let d = BurnoutParams::default;
        check(&BurnoutParams { n_users: 0, ..d() }, "`n_users` must be within [1, 100000000], got 0");
        check(&BurnoutParams { n_days: 90, ..d() }, "`n_days` must be within [91, 3650], got 90");
        check(&BurnoutParams { baseline_hazard: -0.1, ..d() }, "`baseline_hazard` must be within [0, 1], got -0.1");
        check(&BurnoutParams { effect_scale: 3.5, ..d() }, "`effect_scale` must be within [0, 3], got 3.5");
        check(&BurnoutParams { frailty_sd: f64::NAN, ..d() }, "`frailty_sd` must be within [0, 3], got NaN");
        check(&BurnoutParams { dropout_share: 1.0, ..d() }, "`dropout_share` must be within [0, 0.95], got 1");
        check(&BurnoutParams { shocks_per_year: 51.0, ..d() }, "`shocks_per_year` must be within [0, 50], got 51");
    }

    #[test]
    fn params_with_unknown_field_are_refused() {
        assert!(serde_json::from_str::<BurnoutParams>(r#"{"n_user": 5}"#).is_err());
        let params: BurnoutParams = serde_json::from_str(r#"{"n_users": 5}"#).expect("a known field");
        assert_eq!(params, BurnoutParams { n_users: 5, ..BurnoutParams::default() });
    }
}
