//! Simple models of which food a picture shows, which the network has to beat: ridge regression on colours, and on colours and edges.

use anyhow::Result;
use metrics::{Interval, bootstrap_ci};
use ndarray::Array2;
use nutrition::{FoodExample, FoodPicture};
use rayon::prelude::*;

use crate::linear::LinearModel;
use crate::results::ResultRow;

/// Steps of each colour channel in a histogram of all three together.
const N_SHADES: usize = 8;
/// Cells in a row and in a column in which edges are counted.
const N_CELLS: usize = 8;
/// Directions of edges, over half a turn.
const N_DIRECTIONS: usize = 9;
/// Penalty on the squares of the coefficients of standardized inputs, as a share of the pictures.
const PENALTY_SHARE: f64 = 0.05;
/// Confidence level of every interval.
const LEVEL: f64 = 0.95;

/// How often simple models are right, and the network less the better of them.
pub(crate) struct FoodBaselines {
    colours: Figure,
    colours_and_edges: Figure,
    network_less_both: Figure,
}

struct Figure {
    value: f64,
    interval: Interval,
}

impl FoodBaselines {
    /// Learns from the pictures of the training; `is_right` says of which held-out pictures the network is right.
    pub(crate) fn measure(
        training: &[FoodExample],
        held_out: &[FoodExample],
        is_right: &[bool],
        n_classes: usize,
        n_resamples: usize,
        seed: u64,
    ) -> Result<Self> {
        let right = |inputs: fn(&FoodPicture) -> Vec<f64>| -> Result<Vec<f64>> {
            let model = fit(training, n_classes, inputs)?;
            let is_right = |example: &FoodExample| {
                let scores = model.predict(inputs(&example.picture));
                let best =
                    (0..n_classes).fold(0, |best, class| if scores[class] > scores[best] { class } else { best });
                f64::from(u8::from(best == example.class))
            };
            Ok(held_out.par_iter().map(is_right).collect())
        };
        let (colours, both) = (right(colours)?, right(colours_and_edges)?);
        let less: Vec<f64> =
            is_right.iter().zip(&both).map(|(network, both)| f64::from(u8::from(*network)) - both).collect();
        let figure = |values: &[f64]| -> Result<Figure> {
            let mean = |rows: &[usize]| rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
            let interval = bootstrap_ci(values.len(), n_resamples, LEVEL, seed, |rows| Some(mean(rows)))?;
            Ok(Figure { value: mean(&(0..values.len()).collect::<Vec<_>>()), interval })
        };
        Ok(Self { colours: figure(&colours)?, colours_and_edges: figure(&both)?, network_less_both: figure(&less)? })
    }

    /// Rows of the table of results.
    pub(crate) fn rows(&self, network: &str) -> Vec<ResultRow> {
        let row = |model: String, metric: &str, figure: &Figure| ResultRow {
            model,
            metric: metric.to_owned(),
            value: figure.value,
            ci: Some([figure.interval.low, figure.interval.high]),
            oracle: None,
            target: None,
        };
        let accuracy = "food, top-1 accuracy";
        vec![
            row("ridge on colours".to_owned(), accuracy, &self.colours),
            row("ridge on colours and edges".to_owned(), accuracy, &self.colours_and_edges),
            row(format!("{network} less ridge"), "food, difference of top-1 accuracy", &self.network_less_both),
        ]
    }
}

/// One line a food: 1 for its pictures and 0 for others.
fn fit(examples: &[FoodExample], n_classes: usize, inputs: fn(&FoodPicture) -> Vec<f64>) -> Result<LinearModel> {
    let rows: Vec<Vec<f64>> = examples.par_iter().map(|example| inputs(&example.picture)).collect();
    let n_inputs = rows.first().map_or(0, Vec::len);
    let x = Array2::from_shape_vec((rows.len(), n_inputs), rows.concat())?;
    let y = Array2::from_shape_fn((rows.len(), n_classes), |(row, class)| {
        f64::from(u8::from(examples[row].class == class))
    });
    LinearModel::fit(x, y, PENALTY_SHARE * examples.len() as f64)
}

/// Roots of the shares of the colours, by [`N_SHADES`]³ bins.
fn colours(picture: &FoodPicture) -> Vec<f64> {
    let mut counts = vec![0.0; N_SHADES.pow(3)];
    let pixels = picture.pixels().as_chunks::<3>().0;
    for [red, green, blue] in pixels {
        let [red, green, blue] = [red, green, blue].map(|value| usize::from(*value) * N_SHADES / 256);
        counts[(red * N_SHADES + green) * N_SHADES + blue] += 1.0;
    }
    counts.iter().map(|count: &f64| (count / pixels.len() as f64).sqrt()).collect()
}

/// Colours, and how strong edges of each direction are in each cell (Dalal & Triggs 2005, CVPR), each cell beside its own length.
fn colours_and_edges(picture: &FoodPicture) -> Vec<f64> {
    let side = picture.side();
    let grey: Vec<f64> = picture
        .pixels()
        .as_chunks::<3>()
        .0
        .iter()
        .map(|[red, green, blue]| 0.299 * f64::from(*red) + 0.587 * f64::from(*green) + 0.114 * f64::from(*blue))
        .collect();
    let mut edges = vec![0.0; N_CELLS * N_CELLS * N_DIRECTIONS];
    for row in 1..side - 1 {
        for column in 1..side - 1 {
            let at = row * side + column;
            let (across, along) = (grey[at + 1] - grey[at - 1], grey[at + side] - grey[at - side]);
            let turn = along.atan2(across).rem_euclid(std::f64::consts::PI) / std::f64::consts::PI;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the directions")]
            let direction = ((turn * N_DIRECTIONS as f64) as usize).min(N_DIRECTIONS - 1);
            let cell = row * N_CELLS / side * N_CELLS + column * N_CELLS / side;
            edges[cell * N_DIRECTIONS + direction] += across.hypot(along);
        }
    }
    for cell in edges.chunks_exact_mut(N_DIRECTIONS) {
        // Grey levels: a cell without an edge keeps the noise that it has small.
        let length = cell.iter().map(|value| value * value).sum::<f64>().sqrt() + side as f64;
        cell.iter_mut().for_each(|value| *value /= length);
    }
    let mut inputs = colours(picture);
    inputs.extend(edges);
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colour: [u8; 3], is_striped: impl Fn(usize, usize) -> bool) -> FoodPicture {
        let pixel = |at: usize| if is_striped(at / 16, at % 16) { [0; 3] } else { colour };
        FoodPicture::new(16, (0..256).flat_map(pixel).collect()).expect("a square")
    }

    #[test]
    fn colours_tell_red_from_green_and_edges_tell_stripes() {
        let examples = |stripes: bool| -> Vec<FoodExample> {
            (0..40)
                .map(|at| {
                    let is_second = at % 2 == 1;
                    let picture = if stripes {
                        // The same colours, along rows or along columns.
                        picture([200, 40, 40], |row, column| {
                            let along = if is_second { row } else { column };
                            [0, 1].contains(&((at / 2 + along) % 4))
                        })
                    } else {
                        let shade = u8::try_from(120 + at).expect("below 256");
                        picture(if is_second { [shade, 20, 20] } else { [20, shade, 20] }, |_, _| false)
                    };
                    FoodExample { picture, class: usize::from(is_second) }
                })
                .collect()
        };
        let measure = |stripes| {
            let all = examples(stripes);
            FoodBaselines::measure(&all[..20], &all[20..], &[true; 20], 2, 100, 1).expect("enough pictures")
        };
        assert!((measure(false).colours.value - 1.0).abs() < 1e-9);
        let striped = measure(true);
        assert!(striped.colours.value < 0.8, "{}", striped.colours.value);
        assert!((striped.colours_and_edges.value - 1.0).abs() < 1e-9);
        assert!(striped.network_less_both.value.abs() < 1e-9);
    }
}
