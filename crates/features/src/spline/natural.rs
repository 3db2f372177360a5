//! Natural cubic splines by B-splines, in the very basis of R's `splines::ns`.

/// Degree of the pieces.
const DEGREE: usize = 3;

/// Columns that the two conditions at the ends take away.
const N_CONDITIONS: usize = 2;

/// B-splines (de Boor 1978) of which the first is left out, turned so that the last ones have no second derivative at the ends.
pub(super) struct NaturalSpline {
    /// With the outer ones fourfold.
    knots: Vec<f64>,
    /// Householder vectors of the second derivatives at the two ends, in LINPACK's signs.
    reflections: [Vec<f64>; N_CONDITIONS],
}

impl NaturalSpline {
    pub(super) fn new(interior: &[f64], boundary: [f64; 2]) -> Self {
        let mut knots = vec![boundary[0]; DEGREE + 1];
        knots.extend_from_slice(interior);
        knots.extend([boundary[1]; DEGREE + 1]);
        let second_derivatives =
            boundary.map(|end| b_splines(&knots, end, 2).into_iter().skip(1).collect::<Vec<f64>>());
        let [mut first, mut second] = second_derivatives;
        let first_reflection = reflection(&mut first, 0);
        reflect(&first_reflection, &mut second);
        let second_reflection = reflection(&mut second, 1);
        Self { knots, reflections: [first_reflection, second_reflection] }
    }

    /// The columns at `x`; beyond the ends they go on straight.
    pub(super) fn values(&self, x: f64) -> Vec<f64> {
        let (low, high) = (self.knots[0], self.knots[self.knots.len() - 1]);
        let end = x.clamp(low, high);
        let mut values: Vec<f64> = b_splines(&self.knots, end, 0);
        if end.total_cmp(&x).is_ne() {
            let slopes = b_splines(&self.knots, end, 1);
            values.iter_mut().zip(slopes).for_each(|(value, slope)| *value += (x - end) * slope);
        }
        values.remove(0);
        self.reflections.iter().for_each(|reflection| reflect(reflection, &mut values));
        values.split_off(N_CONDITIONS)
    }
}

/// The vector v of the reflection 1 − 2vvᵀ/vᵀv that puts what `column` holds from `pivot` on into its element `pivot`.
fn reflection(column: &mut [f64], pivot: usize) -> Vec<f64> {
    let norm = column[pivot..].iter().map(|x| x * x).sum::<f64>().sqrt();
    let mut vector = column.to_vec();
    vector[..pivot].fill(0.0);
    vector[pivot] += norm.copysign(column[pivot]);
    reflect(&vector, column);
    vector
}

fn reflect(vector: &[f64], values: &mut [f64]) {
    let square: f64 = vector.iter().map(|x| x * x).sum();
    if square > 0.0 {
        let twice = 2.0 * vector.iter().zip(values.iter()).map(|(a, b)| a * b).sum::<f64>() / square;
        values.iter_mut().zip(vector).for_each(|(value, x)| *value -= twice * x);
    }
}

/// All B-splines of degree 3 at `x`, or their derivatives of an order.
fn b_splines(knots: &[f64], x: f64, derivative: usize) -> Vec<f64> {
    let n_splines = knots.len() - DEGREE - 1;
    // The piece that x lies in; the right end belongs to the last one.
    let piece = knots[..n_splines].partition_point(|knot| *knot <= x).max(DEGREE + 1) - 1;
    let mut values = vec![0.0; knots.len() - 1];
    values[piece] = 1.0;
    for degree in 1..=DEGREE {
        let is_derivative = degree > DEGREE - derivative;
        for at in 0..knots.len() - 1 - degree {
            let (left, right) = (knots[at + degree] - knots[at], knots[at + degree + 1] - knots[at + 1]);
            let share = |width: f64, factor: f64| if width > 0.0 { factor / width } else { 0.0 };
            values[at] = if is_derivative {
                degree as f64 * (share(left, values[at]) - share(right, values[at + 1]))
            } else {
                share(left, (x - knots[at]) * values[at]) + share(right, (knots[at + degree + 1] - x) * values[at + 1])
            };
        }
    }
    values.truncate(n_splines);
    values
}
