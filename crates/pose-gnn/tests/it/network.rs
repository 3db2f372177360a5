//! Shapes and laws of the network.

use pose_gnn::{Clip, Error, JointReadout, PoseGnnConfig, predict};

use crate::support::{examples, flex, small};

#[test]
fn padding_does_not_change_the_answer() {
    let network = small().init(1, &flex()).expect("a valid configuration");
    let examples = examples(2, 20);
    let short = Clip::new(&examples[0].clip.landmarks()[..9 * 99], 20).expect("nine frames");
    let long = &examples[1].clip;
    assert_eq!((short.n_frames(), long.n_frames()), (9, 20));
    // Beside a longer clip, the short one is padded by eleven frames.
    assert_eq!(predict(&network, &[&short, long], 2)[0], predict(&network, &[&short], 1)[0]);
}

#[test]
fn answer_does_not_depend_on_place_or_size_of_the_body() {
    let network = small().init(1, &flex()).expect("a valid configuration");
    let clip = examples(1, 20).remove(0).clip;
    let moved: Vec<f32> =
        clip.landmarks().chunks(3).flat_map(|p| [2.0 * p[0] + 4.0, 2.0 * p[1] - 1.0, 2.0 * p[2]]).collect();
    // What was measured does not depend on them either.
    let moved = Clip::new(&moved, 20).expect("as valid as before").with_summary(clip.summary().cloned());
    let (got, expected) = (&predict(&network, &[&moved], 1)[0], &predict(&network, &[&clip], 1)[0]);
    assert!(
        (got.form_score - expected.form_score).abs() < 1e-2,
        "{} instead of {}",
        got.form_score,
        expected.form_score
    );
    for (got, expected) in got.joint_angles_deg.iter().zip(expected.joint_angles_deg) {
        assert!((got - expected).abs() < 1e-2, "{got} instead of {expected}");
    }
}

#[test]
fn averaging_down_keeps_the_mean_of_every_coordinate() {
    let values: Vec<f32> = (0..50 * 99_u16).map(|i| f32::from(i % 113)).collect();
    let clip = Clip::new(&values, 12).expect("fifty frames");
    assert_eq!(clip.n_frames(), 12);
    for coordinate in 0..99 {
        let mean =
            |values: &[f32]| values.iter().skip(coordinate).step_by(99).sum::<f32>() / (values.len() / 99) as f32;
        assert!((mean(clip.landmarks()) - mean(&values)).abs() < 1e-3);
    }
}

#[test]
fn clips_that_cannot_be_are_refused() {
    let check = |values: &[f32], expected: &str| {
        assert_eq!(Clip::new(values, 48).expect_err("refused").to_string(), expected);
    };
    check(&[0.0; 100], "a clip must have 33 × 3 values a frame, got 100 values in all");
    check(&[0.0; 99 * 7], "a clip needs at least 8 frames, got 7");
    let mut values = [0.0; 99 * 8];
    values[99 * 2 + 3 * 5 + 1] = f32::NAN;
    check(&values, "frame 2, landmark 5: `NaN` is not a finite number");
}

#[test]
fn sizes_out_of_range_are_refused() {
    let check = |config: PoseGnnConfig, expected: &'static str| {
        let error = config.init(0, &flex()).expect_err("refused");
        assert!(matches!(error, Error::InvalidParameter { name, .. } if name == expected), "{error}");
    };
    check(PoseGnnConfig { n_hidden: 0, ..small() }, "n_hidden");
    check(PoseGnnConfig { readout: JointReadout::Groups(0), ..small() }, "readout");
    check(PoseGnnConfig { dropout: 1.0, ..small() }, "dropout");
    check(PoseGnnConfig { max_frames: 7, ..small() }, "max_frames");
}
