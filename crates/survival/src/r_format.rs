//! Numbers as R formats them: as few digits as show every value to a number of significant digits.

/// Smallest p-value told apart from 0, as in R.
const SMALLEST_P: f64 = f64::EPSILON;
/// p-values below this stand alone in scientific notation.
const SCIENTIFIC_BELOW: f64 = 1e-4;
/// Most decimals before a column turns to scientific notation.
const MAX_DECIMALS: usize = 12;

/// Formats each column with the number of decimals that its most demanding value needs for `digits` significant digits.
pub(crate) fn format_columns(columns: &[Vec<f64>], digits: usize) -> Vec<Vec<String>> {
    columns.iter().map(|values| format_column(values, digits)).collect()
}

fn format_column(values: &[f64], digits: usize) -> Vec<String> {
    let decimals = values.iter().map(|&value| decimals(value, digits)).max().unwrap_or(0);
    let huge = values.iter().any(|value| value.abs() >= 1e15);
    let format = |value: &f64| {
        if decimals > MAX_DECIMALS || huge { format!("{value:.*e}", digits - 1) } else { format!("{value:.decimals$}") }
    };
    values.iter().map(format).collect()
}

/// Decimals that show `value` to `digits` significant digits, without trailing zeros.
fn decimals(value: f64, digits: usize) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').expect("the `e` format has an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent is a whole number");
    let fraction = mantissa.split_once('.').map_or("", |(_, fraction)| fraction).trim_end_matches('0');
    let decimals = i32::try_from(fraction.len()).unwrap_or(i32::MAX) - exponent;
    usize::try_from(decimals).unwrap_or(0)
}

/// One number to `digits` significant digits, without trailing zeros.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    format_column(&[value], digits).remove(0)
}

/// A column of p-values, three significant digits.
pub(crate) fn p_values(values: &[f64]) -> Vec<String> {
    let fixed: Vec<f64> = values.iter().copied().filter(|&p| p >= SCIENTIFIC_BELOW).collect();
    let decimals = fixed.iter().map(|&p| decimals(p, 3)).max().unwrap_or(3);
    let format = |&p: &f64| match p {
        p if p >= SCIENTIFIC_BELOW => format!("{p:.decimals$}"),
        p if p < SMALLEST_P => "< 2e-16".to_owned(),
        p => with_two_exponent_digits(&format!("{p:.2e}")),
    };
    values.iter().map(format).collect()
}

/// A single p-value, one significant digit.
pub(crate) fn p_value(p: f64) -> String {
    if p < SMALLEST_P {
        return "<2e-16".to_owned();
    }
    let fixed = format!("{p:.*}", decimals(p, 1));
    let scientific = with_two_exponent_digits(&format!("{p:.0e}"));
    if fixed.len() <= scientific.len() { fixed } else { scientific }
}

/// `2e-6` as R writes it, `2e-06`.
fn with_two_exponent_digits(scientific: &str) -> String {
    match scientific.split_once("e-") {
        Some((mantissa, exponent)) if exponent.len() == 1 => format!("{mantissa}e-0{exponent}"),
        _ => scientific.to_owned(),
    }
}
