//! How a pose tracker errs.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::landmark::{ANKLE, EAR, ELBOW, HIP, KNEE, N_LANDMARKS, SHOULDER, WRIST};

use super::camera::Camera;
use super::landmark::Landmarks;
use super::params::BiomechanicsParams;
use super::vector::Vec3;

/// Standard deviations as shares of the trunk's length in the image, fitted to the filmed squat; see the README.
const BIAS: f64 = 0.020;
const WANDER: f64 = 0.012;
const JITTER: f64 = 0.004;
/// Depth is guessed: its errors are larger.
const DEPTH_FACTOR: f64 = 9.0;
/// Errors of a hidden landmark against those of a visible one: jitter and wander.
const HIDDEN_JITTER: f64 = 5.0;
const HIDDEN_WANDER: f64 = 3.0;
const WANDER_TIME_S: f64 = 0.6;
/// Plates of a bar hide more than limbs do, which the tracker knows to be there.
const HIDDEN_BY_PLATE: f64 = 2.0;
/// Radius of the plates, and their distance from the middle of the bar.
const PLATE_RADIUS_M: f64 = 0.225;
const PLATE_M: f64 = 0.66;
/// Standard deviation of the logarithm by which limbs slip more or less often in whole films.
const SLIPS_SD: f64 = 1.0;
/// Standard deviation of the logarithm by which whole films are tracked better or worse.
const QUALITY_SD: f64 = 0.45;
/// By how much the scale of depth goes up and down, and how often, in radians a second.
const DEPTH_BREATH: f64 = 0.12;
const DEPTH_BREATH_HZ: f64 = 2.0;

/// Parts of the body that hide others: from landmark to landmark with a radius in metres.
const OCCLUDERS: [(usize, usize, f64); 9] = [
    (EAR, EAR + 1, 0.09),
    (SHOULDER, ELBOW, 0.045),
    (SHOULDER + 1, ELBOW + 1, 0.045),
    (ELBOW, WRIST, 0.04),
    (ELBOW + 1, WRIST + 1, 0.04),
    (HIP, KNEE, 0.075),
    (HIP + 1, KNEE + 1, 0.075),
    (KNEE, ANKLE, 0.05),
    (KNEE + 1, ANKLE + 1, 0.05),
];
const TRUNK_RADIUS: f64 = 0.13;

/// What MediaPipe makes of a skeleton before a camera: `[frame, landmark, coordinate]`.
///
/// Bias, slow wander and jitter grow where other parts of the body hide a landmark and in depth; a low-pass lags
/// behind; now and then the whole body or a limb stands still for some frames.
pub(super) fn track(
    params: &BiomechanicsParams,
    camera: &Camera,
    skeleton: &[Landmarks],
    fps: f64,
    has_plates: bool,
    rng: &mut ChaCha8Rng,
) -> Vec<f32> {
    // Light, clothes and cameras differ: some films are tracked twice as well as others, or as badly.
    let quality = libm::exp(QUALITY_SD * rng.sample::<f64, _>(StandardNormal).clamp(-2.0, 2.0));
    let trunk = camera.scale() * trunk_length(&skeleton[0]);
    let unit = params.landmark_noise * quality * trunk;
    let units = [unit / camera.aspect, unit, DEPTH_FACTOR * unit / camera.aspect];
    let mut normal = |sd: f64| sd * rng.sample::<f64, _>(StandardNormal);
    let bias: [[f64; 3]; N_LANDMARKS] =
        std::array::from_fn(|j| std::array::from_fn(|axis| normal(BIAS * looseness(j, axis) * units[axis])));
    let mut wander: [[f64; 3]; N_LANDMARKS] = std::array::from_fn(|_| std::array::from_fn(|_| normal(1.0)));
    let lag_s = rng.random_range(0.02..0.06);
    let follow = -libm::expm1(-1.0 / (fps * lag_s));
    let keep = libm::exp(-1.0 / (fps * WANDER_TIME_S));
    let mut state: Option<[[f64; 3]; N_LANDMARKS]> = None;
    // Where limbs are often taken for others, they go on to be.
    let slip_rate = params.slip_rate * libm::exp(SLIPS_SD * rng.sample::<f64, _>(StandardNormal).clamp(-2.0, 2.0));
    let mut stalls = Stalls::default();
    let mut slips = Slips::default();
    // Depth is scaled anew as the tracker guesses the body's size: slowly, up and down.
    let (breath, phase) = (rng.random_range(0.0..DEPTH_BREATH) * params.landmark_noise, rng.random_range(0.0..6.3));
    let mut landmarks = Vec::with_capacity(skeleton.len() * N_LANDMARKS * 3);
    for (number, points) in skeleton.iter().enumerate() {
        let depth = 1.0 + breath * libm::sin(phase + DEPTH_BREATH_HZ * number as f64 / fps);
        let view = points.map(|point| camera.view(point));
        let mut hidden = hidden(&view);
        if has_plates {
            hide_behind_plates(&mut hidden, points, camera.position());
        }
        let hips_away = 0.5 * (view[HIP].z + view[HIP + 1].z);
        stalls.step(params.dropout_rate / fps, rng);
        slips.step(slip_rate / fps, rng);
        let mut next = state.unwrap_or([[0.0; 3]; N_LANDMARKS]);
        for j in 0..N_LANDMARKS {
            let [right, down, away] = camera.normalized(view[slips.taken_for(j)], hips_away);
            let exact = [right, down, depth * away];
            for axis in 0..3 {
                let unit = looseness(j, axis) * units[axis];
                let fresh: f64 = rng.sample(StandardNormal);
                wander[j][axis] = keep * wander[j][axis] + (1.0 - keep * keep).sqrt() * fresh;
                let jitter: f64 = rng.sample(StandardNormal);
                let seen = exact[axis]
                    + slips.offset(j, axis) * trunk / [camera.aspect, 1.0, camera.aspect][axis]
                    + bias[j][axis]
                    + WANDER * (1.0 + HIDDEN_WANDER * hidden[j]) * unit * wander[j][axis]
                    + JITTER * (1.0 + HIDDEN_JITTER * hidden[j]) * unit * jitter;
                next[j][axis] = match state {
                    None => seen,
                    Some(_) if stalls.holds(j) => next[j][axis],
                    Some(_) => next[j][axis] + follow * (seen - next[j][axis]),
                };
            }
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "landmarks are kept in single precision, as MediaPipe's are"
        )]
        landmarks.extend(next.iter().flatten().map(|value| *value as f32));
        state = Some(next);
    }
    landmarks
}

/// Two round plates at the ends of the bar that the hands hold, upright and square to it.
fn hide_behind_plates(hidden: &mut [f64; N_LANDMARKS], points: &Landmarks, camera: Vec3) {
    let bar = points[WRIST].midpoint(points[WRIST + 1]);
    for plate_x in [bar.x - PLATE_M, bar.x + PLATE_M] {
        for (hidden, point) in hidden.iter_mut().zip(points) {
            let share = (plate_x - camera.x) / (point.x - camera.x);
            let through = camera + (*point - camera) * share;
            let is_before = share > 0.0 && share < 1.0;
            if is_before && libm::hypot(through.y - bar.y, through.z - bar.z) < PLATE_RADIUS_M {
                *hidden = HIDDEN_BY_PLATE;
            }
        }
    }
}

fn trunk_length(points: &Landmarks) -> f64 {
    points[SHOULDER].midpoint(points[SHOULDER + 1]).distance(points[HIP].midpoint(points[HIP + 1]))
}

/// Hands are followed less well than the rest, the face better, and depth is guessed worse far from the hips.
fn looseness(landmark: usize, axis: usize) -> f64 {
    match (landmark, axis) {
        (0..=10, _) => 0.7,
        (15..=22, 0 | 1) => 2.0,
        // The hips are the origin of depth: only their difference is guessed.
        (23 | 24, 2) => 0.1,
        (15..=22 | 27..=32, 2) => 1.5,
        _ => 1.0,
    }
}

/// Stretches in which nothing or a limb is followed.
#[derive(Default)]
struct Stalls {
    frames_left: u32,
    limb: Option<usize>,
}

impl Stalls {
    fn step(&mut self, probability: f64, rng: &mut ChaCha8Rng) {
        if self.frames_left > 0 {
            self.frames_left -= 1;
        } else if rng.random_bool(probability.min(1.0)) {
            self.frames_left = rng.random_range(2..7);
            self.limb = if rng.random_bool(0.5) { Some(rng.random_range(0..4)) } else { None };
        }
    }

    fn holds(&self, landmark: usize) -> bool {
        self.frames_left > 0
            && match self.limb {
                None => true,
                Some(limb) => is_of_limb(landmark, limb),
            }
    }
}

/// Stretches in which a limb is seen elsewhere, or each leg is taken for the other.
#[derive(Default)]
struct Slips {
    frames_left: u32,
    /// An arm or a leg, left or right; none where the legs are swapped.
    limb: Option<usize>,
    /// In lengths of the trunk.
    offset: [f64; 3],
}

impl Slips {
    fn step(&mut self, probability: f64, rng: &mut ChaCha8Rng) {
        if self.frames_left > 0 {
            self.frames_left -= 1;
        } else if rng.random_bool(probability.min(1.0)) {
            self.frames_left = rng.random_range(1..6);
            self.limb = if rng.random_bool(0.7) { Some(rng.random_range(0..4)) } else { None };
            self.offset = std::array::from_fn(|_| 0.25 * rng.sample::<f64, _>(StandardNormal));
        }
    }

    /// The landmark that is taken for this one.
    fn taken_for(&self, landmark: usize) -> usize {
        if self.frames_left == 0 || self.limb.is_some() || landmark < KNEE {
            landmark
        } else if landmark % 2 == 1 {
            landmark + 1
        } else {
            landmark - 1
        }
    }

    fn offset(&self, landmark: usize, axis: usize) -> f64 {
        match self.limb {
            Some(limb) if self.frames_left > 0 && is_of_limb(landmark, limb) => self.offset[axis],
            _ => 0.0,
        }
    }
}

/// Limbs are the left and the right arm from the elbow on, and the left and the right leg from the knee on.
fn is_of_limb(landmark: usize, limb: usize) -> bool {
    let (first, last) = if limb < 2 { (ELBOW, HIP - 1) } else { (KNEE, N_LANDMARKS - 1) };
    (first..=last).contains(&landmark) && landmark % 2 != limb % 2
}

/// How much of each landmark is hidden behind other parts of the body, 0–1.
fn hidden(view: &Landmarks) -> [f64; N_LANDMARKS] {
    let (neck, hips) = (view[SHOULDER].midpoint(view[SHOULDER + 1]), view[HIP].midpoint(view[HIP + 1]));
    std::array::from_fn(|j| {
        let behind = |from: Vec3, to: Vec3, radius: f64| hidden_behind(view[j], from, to, radius);
        let by_limbs = OCCLUDERS
            .iter()
            .filter(|(a, b, _)| j != *a && j != *b && !(j <= 10 && *a == EAR))
            .map(|(a, b, radius)| behind(view[*a], view[*b], *radius))
            .fold(0.0, f64::max);
        let of_trunk = matches!(j, 11 | 12 | 23 | 24);
        if of_trunk { by_limbs } else { by_limbs.max(behind(neck, hips, TRUNK_RADIUS)) }
    })
}

fn hidden_behind(point: Vec3, from: Vec3, to: Vec3, radius: f64) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy).max(1e-9);
    let nearest = from + (to - from) * along.clamp(0.0, 1.0);
    let (x, y) = (point.x - nearest.x, point.y - nearest.y);
    let covered = (1.4 - (x * x + y * y).sqrt() / radius).clamp(0.0, 1.0);
    let deeper = ((point.z - nearest.z - 0.04) / 0.06).clamp(0.0, 1.0);
    covered * deeper
}
