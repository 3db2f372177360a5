//! Parameters of the generator.

use serde::{Deserialize, Serialize};
use words::FoodClass;

use crate::Result;
use crate::error::within;

/// Parameters of the nutrition generator.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_images` | 10,000 | 20–10⁶ | food images; the 20 classes take turns |
/// | `val_share` | 0.2 | 0–0.9 | share of each class in `images/val` |
/// | `colour_shift` | 1 | 0–3 | multiplies errors of white balance, hue, saturation, exposure and contrast |
/// | `photo_noise` | 1 | 0–5 | multiplies blur and sensor noise |
/// | `occlusion_share` | 0.3 | 0–1 | share of images in which something reaches over the food |
/// | `n_users` | 1,000 | 1–10⁶ | people who keep a protein diary |
/// | `n_days` | 28 | 14–3,650 | days of each diary |
/// | `illnesses_per_year` | 4 | 0–50 | illnesses and injuries a person and year, each of 5 to 14 days: adults have two to four colds a year (Heikkinen & Järvinen 2003) |
/// | `need_noise_sd` | 0.06 | 0–0.08 | sd of the error of the observed need, as a share of the width of the person's range |
///
/// A larger `n_images`, `n_users` or `n_days` extends the same images and diaries.
///
/// # Source
///
/// Choices, made so that colour alone does not tell foods apart; see the README.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NutritionParams {
    /// Food images.
    pub n_images: usize,
    /// Share of each class that is held out for validation.
    pub val_share: f64,
    /// Multiplies errors of colour.
    pub colour_shift: f64,
    /// Multiplies blur and sensor noise.
    pub photo_noise: f64,
    /// Share of images in which something reaches over the food.
    pub occlusion_share: f64,
    /// People who keep a diary.
    pub n_users: usize,
    /// Days of each diary.
    pub n_days: usize,
    /// Illnesses and injuries a person and year.
    pub illnesses_per_year: f64,
    /// Standard deviation of the error of the observed need, as a share of the width of the person's range; at most 0.08, so that
    /// no need leaves the range.
    pub need_noise_sd: f64,
}

impl Default for NutritionParams {
    fn default() -> Self {
        Self {
            n_images: 10_000,
            val_share: 0.2,
            colour_shift: 1.0,
            photo_noise: 1.0,
            occlusion_share: 0.3,
            n_users: 1_000,
            n_days: 28,
            illnesses_per_year: 4.0,
            need_noise_sd: 0.06,
        }
    }
}

impl NutritionParams {
    /// Checks every parameter.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) for the first field outside its range
    pub fn check(&self) -> Result<()> {
        within("n_images", self.n_images as f64, FoodClass::N as f64, 1e6, "[20, 1000000]")?;
        within("val_share", self.val_share, 0.0, 0.9, "[0, 0.9]")?;
        within("colour_shift", self.colour_shift, 0.0, 3.0, "[0, 3]")?;
        within("photo_noise", self.photo_noise, 0.0, 5.0, "[0, 5]")?;
        within("occlusion_share", self.occlusion_share, 0.0, 1.0, "[0, 1]")?;
        within("n_users", self.n_users as f64, 1.0, 1e6, "[1, 1000000]")?;
        within("n_days", self.n_days as f64, 14.0, 3650.0, "[14, 3650]")?;
        within("illnesses_per_year", self.illnesses_per_year, 0.0, 50.0, "[0, 50]")?;
        within("need_noise_sd", self.need_noise_sd, 0.0, 0.08, "[0, 0.08]")
    }
}

#[cfg(test)]
mod tests {
    use super::NutritionParams;

    #[track_caller]
    fn check(params: &NutritionParams, expected: &str) {
        assert_eq!(params.check().expect_err("outside the range").to_string(), expected);
    }

    #[test]
    fn params_by_default_pass_check() {
        assert!(NutritionParams::default().check().is_ok());
    }

    #[test]
    fn params_outside_range_are_named_and_quoted() {
        let d = NutritionParams::default;
        check(&NutritionParams { n_images: 19, ..d() }, "`n_images` must be within [20, 1000000], got 19");
        check(&NutritionParams { val_share: 1.0, ..d() }, "`val_share` must be within [0, 0.9], got 1");
        check(&NutritionParams { colour_shift: -0.5, ..d() }, "`colour_shift` must be within [0, 3], got -0.5");
        check(&NutritionParams { photo_noise: 6.0, ..d() }, "`photo_noise` must be within [0, 5], got 6");
        check(&NutritionParams { occlusion_share: 1.1, ..d() }, "`occlusion_share` must be within [0, 1], got 1.1");
        check(&NutritionParams { n_users: 0, ..d() }, "`n_users` must be within [1, 1000000], got 0");
        check(&NutritionParams { n_days: 13, ..d() }, "`n_days` must be within [14, 3650], got 13");
        check(
            &NutritionParams { illnesses_per_year: -1.0, ..d() },
            "`illnesses_per_year` must be within [0, 50], got -1",
        );
        check(&NutritionParams { need_noise_sd: f64::NAN, ..d() }, "`need_noise_sd` must be within [0, 0.08], got NaN");
    }
}
