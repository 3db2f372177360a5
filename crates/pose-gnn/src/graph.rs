//! The skeleton as a graph: which landmarks are joined by a bone.

use std::sync::LazyLock;

use words::landmark::{BONES, N_LANDMARKS};

/// Nodes of the graph: the landmarks.
pub(crate) const N_JOINTS: usize = N_LANDMARKS;

/// The normalised adjacency Â = D^−½ (A + I) D^−½ of a graph of joints, symmetric.
///
/// # Source
///
/// Kipf & Welling (2017), ICLR, equation 2
#[derive(Clone, Debug, PartialEq)]
pub struct SkeletonGraph {
    n_joints: usize,
    /// Non-zero elements: (joint, neighbour, Â).
    edges: Vec<(usize, usize, f32)>,
}

impl SkeletonGraph {
    /// The graph of MediaPipe's bones.
    pub fn mediapipe() -> &'static Self {
        static GRAPH: LazyLock<SkeletonGraph> = LazyLock::new(|| SkeletonGraph::new(N_JOINTS, &BONES));
        &GRAPH
    }

    fn new(n_joints: usize, bones: &[(usize, usize)]) -> Self {
        let mut degree = vec![1.0_f64; n_joints];
        for &(a, b) in bones {
            degree[a] += 1.0;
            degree[b] += 1.0;
        }
        #[expect(clippy::cast_possible_truncation, reason = "weights of a network are single precision")]
        let share = |a: usize, b: usize| (1.0 / (degree[a] * degree[b]).sqrt()) as f32;
        let loops = (0..n_joints).map(|joint| (joint, joint, share(joint, joint)));
        let bones = bones.iter().flat_map(|&(a, b)| [(a, b, share(a, b)), (b, a, share(b, a))]);
        let mut edges: Vec<_> = loops.chain(bones).collect();
        edges.sort_by_key(|&(joint, neighbour, _)| (joint, neighbour));
        Self { n_joints, edges }
    }

    /// Joints of the graph.
    pub fn n_joints(&self) -> usize {
        self.n_joints
    }

    /// The elements of Â that are not 0, as (row, column, value), ordered.
    pub fn edges(&self) -> &[(usize, usize, f32)] {
        &self.edges
    }

    /// Â row after row.
    ///
    /// # Shapes
    ///
    /// `[n_joints, n_joints]`
    pub fn dense(&self) -> Vec<f32> {
        let mut dense = vec![0.0; self.n_joints * self.n_joints];
        for &(joint, neighbour, share) in &self.edges {
            dense[joint * self.n_joints + neighbour] = share;
        }
        dense
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacency_of_a_chain_of_three_equals_the_calculation_by_hand() {
        let graph = SkeletonGraph::new(3, &[(0, 1), (1, 2)]);
        let (end, middle, side) = (1.0 / 2.0, 1.0 / 3.0, 1.0 / 6.0_f32.sqrt());
        for (got, expected) in graph.dense().into_iter().zip([end, side, 0.0, side, middle, side, 0.0, side, end]) {
            assert!((got - expected).abs() < 1e-7, "{got} instead of {expected}");
        }
    }

    #[test]
    fn mediapipe_graph_has_103_elements_and_is_symmetric() {
        let graph = SkeletonGraph::mediapipe();
        assert_eq!(graph.edges().len(), 103);
        let dense = graph.dense();
        for i in 0..N_JOINTS {
            for j in 0..N_JOINTS {
                assert_eq!(dense[i * N_JOINTS + j], dense[j * N_JOINTS + i]);
            }
        }
    }
}
