//! Gauss–Legendre quadrature on [0, 1].

/// Points and weights of the rule with `n` points, exact for polynomials up to degree 2n − 1.
///
/// The points are the roots of the Legendre polynomial of degree n, found by Newton's method from Tricomi's guesses.
///
/// # Source
///
/// Press et al., Numerical Recipes (3rd ed.), section 4.6.
pub(super) fn gauss_legendre(n: usize) -> Vec<(f64, f64)> {
    let count = n as f64;
    let rule = |index: usize| {
        let mut z = (std::f64::consts::PI * (index as f64 + 0.75) / (count + 0.5)).cos();
        let mut derivative = 1.0;
        // Quadratic convergence from a guess that is right to three digits: six steps are more than enough.
        for _ in 0..8 {
            let (value, slope) = legendre(n, z);
            derivative = slope;
            z -= value / slope;
        }
        ((1.0 - z) / 2.0, 1.0 / ((1.0 - z * z) * derivative * derivative))
    };
    (0..n).map(rule).collect()
}

/// Legendre polynomial of degree `n` ≥ 1 and its derivative.
fn legendre(n: usize, z: f64) -> (f64, f64) {
    let (mut previous, mut value) = (1.0, z);
    for degree in 1..n {
        let degree = degree as f64;
        (previous, value) = (value, ((2.0 * degree + 1.0) * z * value - degree * previous) / (degree + 1.0));
    }
    let slope = n as f64 * (z * value - previous) / (z * z - 1.0);
    (value, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_integrate_powers_exactly() {
        for n in 1..=32 {
            let rule = gauss_legendre(n);
            for degree in 0..2 * n {
                let degree = i32::try_from(degree).expect("at most 63");
                let integral: f64 = rule.iter().map(|(t, weight)| weight * t.powi(degree)).sum();
                assert!((integral - 1.0 / (f64::from(degree) + 1.0)).abs() < 1e-14, "{n} points, degree {degree}");
            }
        }
    }
}
