//! The skeleton as a graph: which landmarks are joined by a bone.

use std::sync::LazyLock;

/// Nodes of the graph: the landmarks.
pub(crate) const N_JOINTS: usize = crate::joint::N_LANDMARKS;

/// Pairs of landmarks that a bone (or an outline of the face, hand or foot) joins.
///
/// # Source
/// `POSE_CONNECTIONS` of `MediaPipe` 0.10
#[rustfmt::skip]
pub const BONES: [(usize, usize); 35] = [
    (0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10),
    (11, 12), (11, 13), (13, 15), (15, 17), (15, 19), (15, 21), (17, 19),
    (12, 14), (14, 16), (16, 18), (16, 20), (16, 22), (18, 20),
    (11, 23), (12, 24), (23, 24), (23, 25), (24, 26), (25, 27), (26, 28),
    (27, 29), (28, 30), (29, 31), (30, 32), (27, 31), (28, 32),
];

/// The normalised adjacency Â = D^−½ (A + I) D^−½ of a graph of joints, symmetric.
///
/// # Source
/// Kipf & Welling (2017), ICLR, equation 2
#[derive(Clone, Debug, PartialEq)]
pub struct SkeletonGraph {
    n_joints: usize,
    /// Non-zero elements: (joint, neighbour, Â).
    edges: Vec<(usize, usize, f32)>,
}

impl SkeletonGraph {
    /// The graph of [`BONES`].
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

    #[test]
    fn mirroring_the_body_keeps_its_bones() {
        let mirrored = |joint: usize| {
            synthgen::biomechanics::LANDMARK_NAMES.iter().position(|name| {
                let own = synthgen::biomechanics::LANDMARK_NAMES[joint];
                *name == if own.contains("left") { own.replace("left", "right") } else { own.replace("right", "left") }
            })
        };
        for (a, b) in BONES {
            let (a, b) = (mirrored(a).expect("has a mirror"), mirrored(b).expect("has a mirror"));
            assert!(BONES.contains(&(a, b)) || BONES.contains(&(b, a)), "{a}–{b} is missing");
        }
    }
}
