//! Functions of groups of features, against a background.

use crate::error::{Result, refused};
use crate::game::shapley_values;

/// What each group of features adds to a function's value.
///
/// `base_value + Σ values = prediction`, to rounding.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Attribution {
    /// Mean of the function when every group comes from the background.
    pub base_value: f64,
    /// What each group adds, `[n_groups]`.
    pub values: Vec<f64>,
    /// The function of the example itself.
    pub prediction: f64,
}

/// Explains `function` at `example` by exact Shapley values of groups of its inputs.
///
/// The value of a coalition is the mean of the function over the background, with the inputs of the coalition's groups
/// taken from the example: absent groups keep their joint distribution, present ones are set (interventional).
///
/// `function` gets all 2ⁿ · m mixed inputs in blocks of `n_background` rows, one block a coalition, so that a network can
/// evaluate them in batches.
///
/// ```
/// use shapley::explain;
///
/// // f(x) = 2 x0 + x1 · x2, groups {x0} and {x1, x2}, background (0, 0, 0).
/// let function = |rows: &[Vec<f64>]| rows.iter().map(|x| 2.0 * x[0] + x[1] * x[2]).collect();
/// let found = explain(function, &[3.0, 4.0, 5.0], &[vec![0.0; 3]], &[vec![0], vec![1, 2]])?;
/// assert_eq!((found.base_value, found.values, found.prediction), (0.0, vec![6.0, 20.0], 26.0));
/// # Ok::<(), shapley::Error>(())
/// ```
///
/// # Shapes
///
/// `example`: `[n_inputs]`; `background`: `[n_background][n_inputs]`; `groups`: input numbers of each group, every input in
/// exactly one.
///
/// # Errors
///
/// [`Error`](crate::Error) for an empty background, rows of unequal length, groups that are no partition of the inputs or
/// too many, and values of the function that are not finite or not as many as rows.
///
/// # Source
///
/// Shapley (1953); Lundberg & Lee (2017), `NeurIPS`; interventional as in Janzing, Minorics & Blöbaum (2020), AISTATS.
pub fn explain(
    function: impl Fn(&[Vec<f64>]) -> Vec<f64>,
    example: &[f64],
    background: &[Vec<f64>],
    groups: &[Vec<usize>],
) -> Result<Attribution> {
    check(example, background, groups)?;
    let mut values = Vec::with_capacity(1 << groups.len());
    for coalition in 0..1_usize << groups.len() {
        let rows: Vec<Vec<f64>> = background.iter().map(|row| mixed(example, row, groups, coalition)).collect();
        let results = function(&rows);
        if results.len() != rows.len() {
            return Err(refused(format!("the function gave {} values for {} rows", results.len(), rows.len())));
        }
        if let Some(value) = results.iter().find(|value| !value.is_finite()) {
            return Err(refused(format!("the function gave {value}, expected finite numbers")));
        }
        values.push(results.iter().sum::<f64>() / results.len() as f64);
    }
    let everybody = values.len() - 1;
    Ok(Attribution {
        base_value: values[0],
        values: shapley_values(groups.len(), |coalition| values[coalition])?,
        prediction: values[everybody],
    })
}

/// The background row with the groups of a coalition taken from the example.
fn mixed(example: &[f64], background: &[f64], groups: &[Vec<usize>], coalition: usize) -> Vec<f64> {
    let mut row = background.to_vec();
    for (_, group) in groups.iter().enumerate().filter(|(player, _)| coalition >> player & 1 == 1) {
        group.iter().for_each(|&input| row[input] = example[input]);
    }
    row
}

fn check(example: &[f64], background: &[Vec<f64>], groups: &[Vec<usize>]) -> Result<()> {
    if background.is_empty() {
        return Err(refused("the background has no rows".to_owned()));
    }
    if let Some(row) = background.iter().position(|row| row.len() != example.len()) {
        let (got, expected) = (background[row].len(), example.len());
        return Err(refused(format!("background row {row} has {got} inputs, the example {expected}")));
    }
    let mut seen = vec![false; example.len()];
    for (group, inputs) in groups.iter().enumerate() {
        for &input in inputs {
            match seen.get_mut(input) {
                Some(seen) if !*seen => *seen = true,
                Some(_) => return Err(refused(format!("input {input} is in two groups, the second is {group}"))),
                None => return Err(refused(format!("group {group} names input {input} of {}", example.len()))),
            }
        }
    }
    match seen.iter().position(|seen| !seen) {
        Some(input) => Err(refused(format!("input {input} is in no group"))),
        None => Ok(()),
    }
}
