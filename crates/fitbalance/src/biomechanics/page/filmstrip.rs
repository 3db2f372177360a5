//! Each repetition as a row of stick figures, in SVG.

use std::fmt::Write;

use pose_gnn::RepetitionAnalysis;
use predict::pose::PoseAnswer;
use words::landmark::{ANKLE, BONES, EAR, N_LANDMARKS, NOSE};

/// The landmarks of a frame: right, down, away from the camera.
type Points = [[f64; 3]; N_LANDMARKS];

const FIGURE: f64 = 150.0;
const LABEL: f64 = 34.0;
/// Shares of a repetition's two ways at which a figure is drawn: start, on the way, turning point, on the way, end.
const MOMENTS: [(&str, f64); 5] = [("start", 0.0), ("", 0.5), ("turning point", 1.0), ("", 1.5), ("end", 2.0)];

/// One picture of all repetitions; empty where there is none.
pub(crate) fn filmstrip(answer: &PoseAnswer, frames: &[Points]) -> String {
    let repetitions = &answer.analysis.repetitions;
    if repetitions.is_empty() {
        return String::new();
    }
    let width = FIGURE * MOMENTS.len() as f64;
    let height = (FIGURE + LABEL) * repetitions.len() as f64;
    let exercise = answer.analysis.exercise.map_or("no lift", words::Exercise::name).replace('_', " ");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" \
         font-size=\"12\" fill=\"none\" stroke-linecap=\"round\">\n<title>{exercise}: {} repetitions</title>\n",
        repetitions.len()
    );
    let scale = Frame::of(repetitions, frames);
    for (row, one) in repetitions.iter().enumerate() {
        let top = (FIGURE + LABEL) * row as f64;
        let score = one.form_score.map_or(String::new(), |score| format!(", form {score:.0} of 100"));
        let takes = one.repetition.duration_s;
        let _ = writeln!(
            svg,
            "<text x=\"6\" y=\"{:.0}\" fill=\"currentColor\">repetition {}: {takes:.1} s{score}</text>",
            top + 14.0,
            row + 1
        );
        for (column, (label, share)) in MOMENTS.iter().enumerate() {
            let frame = moment(one, *share);
            let left = FIGURE * column as f64;
            scale.draw(&mut svg, &frames[frame], left, top + 18.0);
            let seconds = frame as f64 / answer.analysis.fps;
            let label = format!("{seconds:.1} s {label}");
            let _ = writeln!(
                svg,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\" fill=\"currentColor\" opacity=\"0.7\">{}</text>",
                left + 0.5 * FIGURE,
                top + FIGURE + 28.0,
                label.trim()
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The frame at a share of a repetition: 0 the start, 1 the turning point, 2 the end.
fn moment(one: &RepetitionAnalysis, share: f64) -> usize {
    let repetition = &one.repetition;
    let (from, to, share) = if share <= 1.0 {
        (repetition.start_frame, repetition.turn_frame, share)
    } else {
        (repetition.turn_frame, repetition.end_frame, share - 1.0)
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two frames")]
    let frame = (from as f64 + share * (to as f64 - from as f64)).round() as usize;
    frame
}

/// Where figures stand: one scale for all, each over its ankles.
struct Frame {
    pixels_per_metre: f64,
    middle_y: f64,
}

impl Frame {
    fn of(repetitions: &[RepetitionAnalysis], frames: &[Points]) -> Self {
        let shown = || repetitions.iter().flat_map(|one| MOMENTS.map(|(_, share)| &frames[moment(one, share)]));
        let spread = |axis: usize| {
            let values = shown().flat_map(|points| points.iter().map(move |point| point[axis] - centre(points)[axis]));
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((left, right), (up, down)) = (spread(0), spread(1));
        let size = (2.0 * right.max(-left)).max(down - up).max(1e-6);
        Self { pixels_per_metre: 0.92 * FIGURE / size, middle_y: 0.5 * (up + down) }
    }

    fn draw(&self, svg: &mut String, points: &Points, left: f64, top: f64) {
        let ankles = centre(points);
        let at = |joint: usize| {
            let x = left + 0.5 * FIGURE + self.pixels_per_metre * (points[joint][0] - ankles[0]);
            let y = top + 0.5 * FIGURE + self.pixels_per_metre * (points[joint][1] - ankles[1] - self.middle_y);
            (x, y)
        };
        for (a, b) in BONES.into_iter().filter(|(a, b)| *a > EAR + 3 && *b > EAR + 3) {
            let ((x1, y1), (x2, y2)) = (at(a), at(b));
            // Left landmarks are odd: the side can be told without colour, by width.
            let (colour, width) = match (a % 2, b % 2) {
                (1, 1) => ("#1a7fc4", 3),
                (0, 0) => ("#d9600a", 2),
                _ => ("#808080", 2),
            };
            let _ = writeln!(
                svg,
                "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
            );
        }
        let (x, y) = at(NOSE);
        let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" stroke=\"#808080\" stroke-width=\"2\"/>");
    }
}

/// The middle of the ankles, which stay where they are.
fn centre(points: &Points) -> [f64; 3] {
    std::array::from_fn(|axis| 0.5 * (points[ANKLE][axis] + points[ANKLE + 1][axis]))
}
