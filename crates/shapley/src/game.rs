//! Games: what each coalition of players is worth.

use crate::error::{Result, refused};

/// Most players whose coalitions are enumerated: about a million.
pub const MAX_PLAYERS: usize = 20;

/// Computes the Shapley value of each player of a game, by all its coalitions.
///
/// φᵢ = Σ over coalitions S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ {i}) − v(S)). A coalition is a bit mask: bit i
/// is set if player i is in it.
///
/// ```
/// use shapley::shapley_values;
///
/// // Two left gloves (players 0 and 1) and a right one: a pair is worth 1.
/// let value = |coalition: usize| if coalition & 0b100 != 0 && coalition & 0b011 != 0 { 1.0 } else { 0.0 };
/// let found = shapley_values(3, value)?;
/// assert!((found[2] - 2.0 / 3.0).abs() < 1e-15 && (found[0] - 1.0 / 6.0).abs() < 1e-15);
/// # Ok::<(), shapley::Error>(())
/// ```
///
/// # Errors
///
/// [`Error`](crate::Error) for more than [`MAX_PLAYERS`] players.
pub fn shapley_values(n_players: usize, value: impl Fn(usize) -> f64) -> Result<Vec<f64>> {
    check_players(n_players)?;
    let values: Vec<f64> = (0..1_usize << n_players).map(value).collect();
    // weight[s] = s! (n − s − 1)! / n! = 1 / (n · C(n − 1, s))
    let mut binomial = 1.0;
    let weights: Vec<f64> = (0..n_players)
        .map(|size| {
            let weight = 1.0 / (n_players as f64 * binomial);
            binomial *= (n_players - 1 - size) as f64 / (size + 1) as f64;
            weight
        })
        .collect();
    let of_player = |player: usize| {
        let without = (0..values.len()).filter(|coalition| coalition >> player & 1 == 0);
        let gain = |coalition: usize| {
            weights[coalition.count_ones() as usize] * (values[coalition | 1 << player] - values[coalition])
        };
        without.map(gain).sum()
    };
    Ok((0..n_players).map(of_player).collect())
}

/// Refuses more players than can be enumerated.
pub(crate) fn check_players(n_players: usize) -> Result<()> {
    if n_players <= MAX_PLAYERS {
        return Ok(());
    }
    Err(refused(format!("{n_players} groups have too many coalitions: expected at most {MAX_PLAYERS}")))
}
