//! Pictures are real PNG files with ink on them. How they look is for eyes.

use super::{
    AtRisk, Curve, HazardRatioRow, ImportanceRow, Picture, PreviewPanel, PreviewPerson, ShareCurve, Swarm,
    WaterfallStep,
};
use super::{hazard_ratio_plot, importances_plot, sample_preview_plot, share_curves_plot, survival_curves_plot};
use super::{swarm_plot, waterfall_plot};

/// Decodes a picture and checks its size and that a share of its pixels is not white.
#[track_caller]
fn check(picture: &Picture, width: u32) {
    let svg = picture.svg().expect("texts and shapes");
    assert!(svg.starts_with("<svg width=") && svg.trim_end().ends_with("</svg>") && svg.contains("<text"), "{svg}");
    let bytes = picture.png().expect("pixels");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG header");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a picture that fits into memory")];
    let info = reader.next_frame(&mut pixels).expect("whole image data");
    assert_eq!(info.width, width);
    let inked = pixels.chunks(3).filter(|pixel| pixel.iter().any(|&value| value < 250)).count();
    let share = inked as f64 / (pixels.len() / 3) as f64;
    assert!(share > 0.005 && share < 0.9, "{share}");
}

fn row(name: &str, hazard_ratio: f64, ci_low: f64, ci_high: f64, p: f64) -> HazardRatioRow {
    HazardRatioRow { name: name.to_owned(), hazard_ratio, ci_low, ci_high, p }
}

#[test]
fn hazard_ratios_are_drawn_also_beyond_the_axis() {
    let rows = [
        row("stress level mean", 1.8, 1.4, 2.3, 1e-6),
        row("sleep quality mean", 0.7, 0.55, 0.9, 0.004),
        row("separates", 1e9, 0.0, f64::INFINITY, 0.99),
    ];
    check(&hazard_ratio_plot("Hazard ratios", &rows).expect("three rows"), 1600);
    assert!(hazard_ratio_plot("none", &[]).is_err());
}

#[test]
fn survival_curves_are_drawn_with_and_without_bands() {
    let curve = |label: &str, with_band: bool| Curve {
        label: label.to_owned(),
        times: vec![0.0, 10.0, 50.0],
        survival: vec![1.0, 0.8, 0.5],
        lower: with_band.then(|| vec![1.0, 0.7, 0.4]),
        upper: with_band.then(|| vec![1.0, 0.9, 0.6]),
    };
    let curves = [curve("a", true), curve("b", false)];
    check(&survival_curves_plot("Curves", &curves, "days", None).expect("two curves"), 1600);
    let at_risk = AtRisk { times: vec![0.0, 1.0], counts: vec![vec![9, 4], vec![12, 0]] };
    check(&survival_curves_plot("Curves", &curves, "days", Some(&at_risk)).expect("with counts"), 1600);
    assert!(survival_curves_plot("none", &[], "days", None).is_err());
}

#[test]
fn preview_is_drawn_also_for_constant_values() {
    let panel = |values: Vec<f64>| PreviewPanel { label: "metric".to_owned(), values };
    let person = PreviewPerson {
        label: "user 1".to_owned(),
        event_day: Some(2.0),
        panels: vec![panel(vec![1.0, 2.0, 3.0]), panel(vec![5.0; 3])],
    };
    check(&sample_preview_plot("Preview", &[person]).expect("one person"), 1900);
    assert!(sample_preview_plot("none", &[]).is_err());
}

#[test]
fn importances_are_drawn_also_if_shuffling_helps() {
    let row = |name: &str, impurity, mean, sd| ImportanceRow {
        name: name.to_owned(),
        impurity,
        permutation: Some((mean, sd)),
    };
    let rows = [row("sleep quality mean", 0.7, 0.05, 0.02), row("age", 0.3, -0.004, 0.01)];
    check(&importances_plot("Importances", &rows).expect("two rows"), 1660);
    assert!(importances_plot("none", &[]).is_err());
}

#[test]
fn share_curves_are_drawn_with_and_without_intervals() {
    let curve = |intervals: Vec<(f64, f64)>| ShareCurve {
        label: "a model: AUC 0.800".to_owned(),
        points: vec![(0.0, 0.0), (0.2, 0.7), (1.0, 1.0)],
        intervals,
    };
    let curves = [curve(vec![]), curve(vec![(0.0, 0.1), (0.5, 0.9), (0.9, 1.0)])];
    check(&share_curves_plot("Curves", ["x", "y"], &curves).expect("two curves"), 1100);
    assert!(share_curves_plot("none", ["x", "y"], &[]).is_err());
}

#[test]
fn shapley_values_are_drawn_also_if_nothing_adds_anything() {
    let step = |contribution| WaterfallStep { label: "age = 40".to_owned(), contribution };
    check(
        &waterfall_plot("One", "log-odds", -1.0, &[step(0.8), step(-0.3)], &[String::new(), " (40 %)".to_owned()])
            .expect("two steps"),
        1600,
    );
    check(&waterfall_plot("Nothing", "log-odds", 0.0, &[step(0.0)], &Default::default()).expect("one step"), 1600);
    let swarm = Swarm { label: "age".to_owned(), points: vec![(0.1, Some(0.0)), (0.1, Some(1.0)), (-0.2, None)] };
    check(&swarm_plot("Many", "log-odds", &[swarm]).expect("three people"), 1600);
    assert!(
        swarm_plot("none", "log-odds", &[]).is_err()
            && waterfall_plot("none", "", 0.0, &[], &Default::default()).is_err()
    );
}
