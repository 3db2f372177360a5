//! Isotonic calibration.

use super::Map;

/// A run of scores with one probability.
struct Block {
    score_sum: f64,
    positives: f64,
    n: f64,
}

impl Block {
    fn share(&self) -> f64 {
        self.positives / self.n
    }
}

pub(super) fn fit(score: &[f64], label: &[bool]) -> Map {
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_by(|&a, &b| score[a].total_cmp(&score[b]));
    let mut blocks: Vec<Block> = Vec::new();
    // Equal scores cannot be told apart: a block from the start.
    for ties in order.chunk_by(|&a, &b| score[a] == score[b]) {
        let n = ties.len() as f64;
        let positives = ties.iter().filter(|&&row| label[row]).count() as f64;
        let mut pooled = Block { score_sum: score[ties[0]] * n, positives, n };
        while let Some(before) = blocks.pop_if(|before| before.share() >= pooled.share()) {
            pooled.score_sum += before.score_sum;
            pooled.positives += before.positives;
            pooled.n += before.n;
        }
        blocks.push(pooled);
    }
    let score = blocks.iter().map(|block| block.score_sum / block.n).collect();
    let probability = blocks.iter().map(Block::share).collect();
    Map::Isotonic { score, probability }
}

/// Linear between the points, constant beyond them.
pub(super) fn interpolate(scores: &[f64], probabilities: &[f64], score: f64) -> f64 {
    let above = scores.partition_point(|&point| point < score);
    match (above.checked_sub(1), scores.get(above)) {
        (None, _) => probabilities[0],
        (Some(below), None) => probabilities[below],
        (Some(below), Some(&next)) => {
            let share = (score - scores[below]) / (next - scores[below]);
            probabilities[below] + share * (probabilities[above] - probabilities[below])
        }
    }
}
