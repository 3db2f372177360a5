//! From a recording's coordinates to centimetres.

use crate::joint::{Points, length, middle, minus};
use crate::proportions::{ASSUMED_STATURE_CM, FOOT, FOREARM, HIPS, SHANK, SHOULDERS, THIGH, TRUNK, UPPER_ARM};
use crate::recording::{Coordinates, Recording};
use words::landmark::{ANKLE, ELBOW, HEEL, HIP, KNEE, SHOULDER, TOE, WRIST};

/// Image widths by heights that videos have.
const ASPECTS: [f64; 5] = [16.0 / 9.0, 4.0 / 3.0, 1.0, 3.0 / 4.0, 9.0 / 16.0];

/// From the camera to the hips; what is nearer looks larger. A view through a telephoto lens fits the last.
const DISTANCES_CM: [f64; 4] = [240.0, 320.0, 430.0, 800.0];

/// How much wider depth is than width, as MediaPipe gives it: about 3 in a filmed squat.
const DEPTH_GAIN: f64 = 2.7;
const DEPTH_GAIN_SD: f64 = 0.35;

/// What a gain one standard deviation from the usual counts, against the misfit of one frame's limbs.
const PRIOR: f64 = 0.07;

/// Frames that the proportions are judged by.
const N_FRAMES: usize = 24;

/// Factors that take a recording's coordinates to centimetres along the camera's axes.
///
/// The aspect ratio, the gain of depth and the size of the image are those with which the lengths of the limbs keep
/// most closely to the proportions of the body; a stature of 172 cm is assumed.
/// World coordinates are in metres already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Of x, y and z.
    cm: [f64; 3],
    /// Where the camera looks at, in the recording's x and y.
    centre: [f64; 2],
    distance_cm: f64,
}

/// The best scale so far.
#[derive(Clone, Copy)]
struct Candidate {
    cost: f64,
    aspect: f64,
    scale: Scale,
}

impl Default for Candidate {
    fn default() -> Self {
        let scale = Scale { cm: [1.0; 3], centre: [0.5; 2], distance_cm: f64::INFINITY };
        Self { cost: f64::INFINITY, aspect: 1.0, scale }
    }
}

impl Candidate {
    /// Itself, or the scale with the best gain of depth for this aspect ratio and distance.
    fn or_better(self, frames: &[Points], aspect: f64, distance_cm: f64) -> Self {
        // Size first, without perspective: it gives the distance a length to be compared with.
        let flat = Scale { cm: [aspect, 1.0, aspect / DEPTH_GAIN], ..Self::default().scale };
        let size = flat.misfit(frames).1.exp();
        let mut best = self;
        for step in -4..=4 {
            let gain = DEPTH_GAIN + 0.2 * f64::from(step);
            let cm = [aspect, 1.0, aspect / gain].map(|factor| factor * size);
            let (misfit, log_size) = Scale { cm, distance_cm, ..flat }.misfit(frames);
            let off = (gain - DEPTH_GAIN) / DEPTH_GAIN_SD;
            let cost = misfit + PRIOR * off * off;
            if cost < best.cost {
                let scale = Scale { cm: cm.map(|factor| factor * log_size.exp()), distance_cm, ..flat };
                best = Self { cost, aspect, scale };
            }
        }
        best
    }
}

/// Two ends, a share of stature, and how closely people keep to it (standard deviation of the logarithm).
type Segment = (fn(&Points) -> f64, f64, f64);

impl Scale {
    pub(crate) fn of(recording: &Recording) -> Self {
        match recording.coordinates() {
            Coordinates::World => Self { cm: [100.0; 3], centre: [0.0; 2], distance_cm: f64::INFINITY },
            Coordinates::Image => Self::fitted(recording),
        }
    }

    /// Centimetres right, down and away from the camera, from wherever the recording counts.
    pub(crate) fn apply(&self, points: &Points) -> Points {
        let [cx, cy] = self.centre;
        points.map(|[x, y, z]| {
            let z = z * self.cm[2];
            // Nothing is nearer to the camera than a fifth of the distance, whatever the tracker makes of it.
            let nearness = (1.0 + z / self.distance_cm).max(0.2);
            [(x - cx) * self.cm[0] * nearness, (y - cy) * self.cm[1] * nearness, z]
        })
    }

    /// Image width by height.
    #[cfg(test)]
    pub(crate) fn aspect(&self) -> f64 {
        self.cm[0] / self.cm[1]
    }

    fn fitted(recording: &Recording) -> Self {
        let seen: Vec<usize> = recording.seen_frames().collect();
        let n_used = seen.len().min(N_FRAMES);
        let frames: Vec<Points> = (0..n_used).map(|i| recording.points(seen[i * seen.len() / n_used])).collect();
        let aspects = recording.aspect_ratio().map_or(ASPECTS.to_vec(), |aspect| vec![aspect]);
        // Distance hardly changes which aspect ratio fits, so the two need not be tried in all combinations.
        let mut best = Candidate::default();
        for aspect in aspects {
            best = best.or_better(&frames, aspect, DISTANCES_CM[1]);
        }
        for distance_cm in DISTANCES_CM {
            best = best.or_better(&frames, best.aspect, distance_cm);
        }
        best.scale
    }

    /// How badly the lengths keep to the proportions, and the logarithm of the size that fits them best.
    fn misfit(&self, frames: &[Points]) -> (f64, f64) {
        let mut ratios = Vec::with_capacity(frames.len() * 14);
        for points in frames {
            let points = self.apply(points);
            for (measure, share, sd) in SEGMENTS {
                let seen = measure(&points);
                // Landmarks that coincide were not tracked.
                if seen > 1e-6 {
                    ratios.push(((share * ASSUMED_STATURE_CM / seen).ln(), 1.0 / (sd * sd)));
                }
            }
        }
        // Two rounds of reweighting: landmarks that are lost or hidden should not set the size.
        let mut centre = weighted_mean(ratios.iter().copied());
        for _ in 0..2 {
            let near =
                ratios.iter().map(|(ratio, weight)| (*ratio, weight / (1.0 + ((ratio - centre) / 0.15).powi(2))));
            centre = weighted_mean(near);
        }
        let misfit = ratios.iter().map(|(ratio, weight)| {
            let off = ((ratio - centre) / 0.15).powi(2);
            weight * 0.0225 * (1.0 + off).ln()
        });
        (misfit.sum::<f64>() / frames.len() as f64, centre)
    }
}

fn weighted_mean(values: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (sum, weights) =
        values.fold((0.0, 0.0), |(sum, weights), (value, weight)| (sum + weight * value, weights + weight));
    sum / weights
}

const SEGMENTS: [Segment; 13] = [
    (|p| between(p, HIP, KNEE), THIGH, 0.05),
    (|p| between(p, HIP + 1, KNEE + 1), THIGH, 0.05),
    (|p| between(p, KNEE, ANKLE), SHANK, 0.05),
    (|p| between(p, KNEE + 1, ANKLE + 1), SHANK, 0.05),
    (|p| between(p, SHOULDER, ELBOW), UPPER_ARM, 0.06),
    (|p| between(p, SHOULDER + 1, ELBOW + 1), UPPER_ARM, 0.06),
    (|p| between(p, ELBOW, WRIST), FOREARM, 0.07),
    (|p| between(p, ELBOW + 1, WRIST + 1), FOREARM, 0.07),
    (|p| length(minus(middle(p, SHOULDER), middle(p, HIP))), TRUNK, 0.06),
    (|p| between(p, SHOULDER, SHOULDER + 1), SHOULDERS, 0.08),
    (|p| between(p, HIP, HIP + 1), HIPS, 0.10),
    (|p| between(p, HEEL, TOE), FOOT, 0.12),
    (|p| between(p, HEEL + 1, TOE + 1), FOOT, 0.12),
];

fn between(points: &Points, a: usize, b: usize) -> f64 {
    length(minus(points[a], points[b]))
}
