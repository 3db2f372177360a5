//! Axes of the pictures that are laid out by hand.

/// A horizontal axis from `low` at pixel `left` to `high`, `width` pixels on.
pub(crate) struct LinearAxis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) left: i32,
    pub(crate) width: i32,
}

impl LinearAxis {
    /// An axis over values, with a margin on both sides.
    pub(crate) fn over(values: impl Iterator<Item = f64>, left: i32, width: i32) -> Self {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low < high { (low, high) } else { (low.min(0.0) - 0.5, high.max(0.0) + 0.5) };
        let margin = 0.05 * (high - low);
        Self { low: low - margin, high: high + margin, left, width }
    }

    /// Pixel of a value, at the edge if it is beyond.
    pub(crate) fn x(&self, value: f64) -> i32 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        #[expect(clippy::cast_possible_truncation, reason = "a pixel of the picture")]
        let offset = (share * f64::from(self.width)).round() as i32;
        self.left + offset
    }

    /// Round values, about six, with their labels.
    pub(crate) fn ticks(&self) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / 6.0;
        let power = 10.0_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough).unwrap_or(power);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few decimals")]
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        let first = (self.low / step).ceil();
        let tick = |index: i32| {
            let value = (first + f64::from(index)) * step;
            // No "-0".
            (value, format!("{:.decimals$}", if value.abs() < step / 2.0 { 0.0 } else { value }))
        };
        (0..20).map(tick).take_while(|(value, _)| *value <= self.high + 1e-9 * step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within_the_axis() {
        let axis = LinearAxis { low: -0.43, high: 1.2, left: 100, width: 1000 };
        let labels: Vec<String> = axis.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["0.0", "0.5", "1.0"]);
        assert_eq!((axis.x(-0.43), axis.x(1.2), axis.x(9.0)), (100, 1100, 1100));
    }

    #[test]
    fn equal_values_get_an_axis_too() {
        let axis = LinearAxis::over([0.0, 0.0].into_iter(), 0, 10);
        assert!(axis.low < 0.0 && axis.high > 0.0);
    }
}
