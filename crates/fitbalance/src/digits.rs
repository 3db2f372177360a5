//! Numbers with as many digits as say something.

/// A number with four significant digits, whatever its size: `0.8376`, `12.06`, `48210`, `3.214e-13`.
pub(crate) fn significant(number: f64) -> String {
    /// Significant digits.
    const N_DIGITS: i32 = 4;
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let rounded = format!("{number:.*e}", (N_DIGITS - 1).unsigned_abs() as usize);
    let exponent = rounded.split_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok()).unwrap_or_default();
    if !(-4..7).contains(&exponent) {
        return rounded;
    }
    let n_decimals = (N_DIGITS - 1 - exponent).max(0).unsigned_abs() as usize;
    format!("{number:.n_decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_kept_of_any_size() {
        let cases = [
            (0.0, "0"),
            (0.837_64, "0.8376"),
            (12.0557, "12.06"),
            (-48_210.4, "-48210"),
            (0.000_123_45, "0.0001234"),
            (3.2144e-13, "3.214e-13"),
            (9.9999, "10.00"),
            (1.5e9, "1.500e9"),
        ];
        for (number, expected) in cases {
            assert_eq!(significant(number), expected, "{number}");
        }
    }
}
