//! What the camera sees.

use synthgen::biomechanics::{BiomechanicsParams, Sequence, Severities};
use words::landmark::N_LANDMARKS;
use words::{Exercise, Landmark};

use super::{ANKLE, HEEL, HIP, KNEE, SEQUENCES, SHOULDER, TOE, WRIST, generator};

fn exact() -> BiomechanicsParams {
    BiomechanicsParams { landmark_noise: 0.0, dropout_rate: 0.0, slip_rate: 0.0, ..BiomechanicsParams::default() }
}

fn point(sequence: &Sequence, frame: usize, landmark: usize) -> [f32; 3] {
    let start = (frame * N_LANDMARKS + landmark) * 3;
    [sequence.landmarks[start], sequence.landmarks[start + 1], sequence.landmarks[start + 2]]
}

#[test]
fn landmarks_have_mediapipes_order() {
    // https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker: 0 nose, 7 left ear, 11 left shoulder,
    // 16 right wrist, 23 left hip, 28 right ankle, 31 left foot index.
    for (index, name) in [
        (0, "nose"),
        (7, "left_ear"),
        (11, "left_shoulder"),
        (16, "right_wrist"),
        (23, "left_hip"),
        (28, "right_ankle"),
        (31, "left_foot_index"),
    ] {
        assert_eq!(Landmark::NAMES[index], name);
    }
    let standing = &generator(exact(), 1).perform(0, Severities::none(Exercise::OverheadPress)).skeleton[0];
    let height = |landmark: usize| standing[landmark].y;
    assert!(height(2) > height(0) && height(0) > height(9), "eyes above nose above mouth");
    assert!(height(9) > height(SHOULDER) && height(SHOULDER) > height(HIP) && height(HIP) > height(KNEE));
    assert!(height(KNEE) > height(ANKLE) && height(ANKLE) > height(HEEL));
    assert!(standing[0].z > standing[7].z && standing[TOE].z > standing[HEEL].z, "nose and toes are in front");
}

#[test]
fn left_landmarks_are_on_the_subjects_left() {
    for sequence in SEQUENCES.iter() {
        for points in &sequence.skeleton {
            // Hands and knees may cross; ears, eyes, mouth, shoulders, hips and feet do not.
            for (left, right) in [(2, 5), (7, 8), (9, 10), (11, 12), (23, 24), (27, 28), (31, 32)] {
                assert!(points[left].x > points[right].x, "{}: {}", sequence.id, Landmark::NAMES[left]);
            }
        }
    }
}

#[test]
fn subject_filmed_from_front_has_left_on_the_images_right() {
    let params = BiomechanicsParams { max_yaw_deg: 0.0, side_view_share: 0.0, ..exact() };
    let sequence = generator(params, 3).perform(1, Severities::none(Exercise::Squat));
    assert!(point(&sequence, 0, SHOULDER)[0] > point(&sequence, 0, SHOULDER + 1)[0]);
    assert!(point(&sequence, 0, 0)[1] < point(&sequence, 0, HIP)[1], "y points down");
    assert!(point(&sequence, 0, 0)[2] < point(&sequence, 0, 7)[2], "the nose is nearer than the ears");
}

#[test]
fn side_nearer_to_the_camera_has_smaller_z() {
    let params = BiomechanicsParams { side_view_share: 1.0, ..exact() };
    for id in 0..20 {
        let sequence = generator(params.clone(), 3).perform(id, Severities::none(Exercise::Squat));
        let (left, right) = (point(&sequence, 0, SHOULDER)[2], point(&sequence, 0, SHOULDER + 1)[2]);
        let (toe, heel) = (point(&sequence, 0, TOE)[0], point(&sequence, 0, HEEL)[0]);
        if sequence.camera.yaw_deg > 0.0 {
            assert!(left < right && toe < heel, "filmed from the left, the subject faces the image's left");
        } else {
            assert!(left > right && toe > heel, "filmed from the right, the subject faces the image's right");
        }
    }
}

#[test]
fn depth_is_measured_from_the_hips() {
    for sequence in SEQUENCES.iter().step_by(10) {
        for frame in 0..sequence.n_frames() {
            let depth = 0.5 * (point(sequence, frame, HIP)[2] + point(sequence, frame, HIP + 1)[2]);
            // Their guessed difference has a small error.
            assert!(depth.abs() < 0.06, "{}: hips at {depth}", sequence.id);
        }
    }
}

#[test]
fn whole_body_is_in_the_image() {
    let (mut n_outside, mut n) = (0, 0);
    for sequence in SEQUENCES.iter() {
        for xyz in sequence.landmarks.chunks_exact(3) {
            assert!(xyz.iter().all(|value| value.is_finite()));
            // Errors of the tracker may lead beyond the margin, and slips of a limb further.
            assert!(xyz[..2].iter().all(|value| (-0.4..1.4).contains(value)), "{}: {xyz:?}", sequence.id);
            n_outside += usize::from(!xyz[..2].iter().all(|value| (-0.1..1.1).contains(value)));
            n += 1;
        }
    }
    assert!(10_000 * n_outside < n, "{n_outside} of {n} beyond the margin");
}

#[test]
fn scales_resemble_the_filmed_squat() {
    // MediaPipe 0.10.14 on a filmed squat from the right, frames 266–448: trunk 0.20, extent in y 0.53, in z 0.67, and
    // a median jitter (second differences, divided by √6) of right shoulder and knee of 0.0002–0.0007 in x
    // and y, 0.003–0.0045 in z.
    let params = BiomechanicsParams { side_view_share: 1.0, ..BiomechanicsParams::default() };
    let generator = generator(params, 5);
    let (mut trunk, mut extent, mut jitter, mut depth_jitter) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for id in 0..200 {
        let sequence = generator.perform(id, Severities::none(Exercise::Squat));
        if sequence.fps > 30.0 {
            continue;
        }
        let distance = |a: [f32; 3], b: [f32; 3]| f64::from((a[0] - b[0]).hypot(a[1] - b[1]));
        let side = usize::from(sequence.camera.yaw_deg < 0.0);
        trunk.push(distance(point(&sequence, 0, SHOULDER + side), point(&sequence, 0, HIP + side)));
        let depths = (0..N_LANDMARKS).map(|j| f64::from(point(&sequence, 0, j)[2]));
        extent.push(depths.clone().fold(f64::MIN, f64::max) - depths.fold(f64::MAX, f64::min));
        for landmark in [SHOULDER + side, KNEE + side] {
            for frame in 2..sequence.n_frames() {
                let [a, b, c] = [frame - 2, frame - 1, frame].map(|f| point(&sequence, f, landmark));
                let second = |axis: usize| f64::from((a[axis] - 2.0 * b[axis] + c[axis]).abs()) / 6.0_f64.sqrt();
                jitter.push(second(0));
                depth_jitter.push(second(2));
            }
        }
    }
    // Within a factor of 2 of one clip: others are filmed from nearer, with better light and cameras, or worse.
    check_median(&mut trunk, 1.0, 0.10, 0.40);
    check_median(&mut extent, 1.0, 0.33, 1.34);
    check_median(&mut jitter, 1.0 / 0.6745, 0.000_15, 0.001_4);
    check_median(&mut depth_jitter, 1.0 / 0.6745, 0.001_5, 0.009);
}

#[track_caller]
fn check_median(values: &mut [f64], scale: f64, low: f64, high: f64) {
    values.sort_by(f64::total_cmp);
    let median = scale * values[values.len() / 2];
    assert!((low..high).contains(&median), "median {median}, expected {low}–{high}");
}

#[test]
fn noise_grows_with_its_parameter() {
    let error = |landmark_noise: f64| {
        let params =
            BiomechanicsParams { landmark_noise, dropout_rate: 0.0, slip_rate: 0.0, ..BiomechanicsParams::default() };
        let noisy = generator(params, 9).perform(4, Severities::none(Exercise::Lunge));
        let exact = generator(exact(), 9).perform(4, Severities::none(Exercise::Lunge));
        let pairs = noisy.landmarks.iter().zip(&exact.landmarks);
        pairs.map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
    };
    assert_eq!(error(0.0), 0.0);
    assert!(error(2.0) > 1.9 * error(1.0), "errors are proportional");
}

#[test]
fn hands_of_pressers_meet_the_bar() {
    for sequence in SEQUENCES.iter().filter(|s| s.exercise == Exercise::OverheadPress) {
        let points = &sequence.skeleton[sequence.repetitions[0].turn_frame];
        assert!(points[WRIST].y > points[0].y && points[WRIST + 1].y > points[0].y, "{}: above the nose", sequence.id);
    }
}
