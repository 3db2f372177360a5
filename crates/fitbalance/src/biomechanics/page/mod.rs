//! An answer about a film as one page that needs nothing else.

mod filmstrip;

use pose_gnn::{Recording, ScaledRecording};
use predict::pose::PoseAnswer;
use serde_json::json;
use words::JointAngle;

use super::comparison::Comparison;
use super::report::Report;

/// What changes from film to film stands in it as `{{name}}`.
const TEMPLATE: &str = include_str!("page.html");
/// Frames that an animation needs.
const MOST_FRAMES: usize = 400;

/// The strip of repetitions as SVG; none without a complete repetition.
pub(crate) fn svg(answer: &PoseAnswer, recording: &Recording) -> Option<String> {
    let strip = filmstrip::filmstrip(answer, &ScaledRecording::of(recording).camera_landmarks());
    // On its own, it has no page whose colour text could take.
    (!strip.is_empty()).then(|| strip.replace("currentColor", "#404040"))
}

/// The whole answer as HTML: what it is, each repetition, an animated skeleton with its angles.
pub(crate) fn html(answer: &PoseAnswer, recording: &Recording, comparison: Option<&Comparison<'_>>) -> String {
    let body = ScaledRecording::of(recording);
    let frames = body.camera_landmarks();
    let step = frames.len().div_ceil(MOST_FRAMES);
    let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
    let points: Vec<Vec<[f64; 2]>> = frames
        .iter()
        .step_by(step)
        .map(|points| points.iter().map(|[x, y, _]| [rounded(*x), rounded(*y)]).collect())
        .collect();
    let angles: Vec<[f64; JointAngle::N]> =
        body.joint_angles_deg().iter().step_by(step).map(|angles| angles.map(f64::round)).collect();
    let analysis = &answer.analysis;
    let turns: Vec<usize> = analysis.repetitions.iter().map(|one| one.repetition.turn_frame / step).collect();
    let data = json!({
        "fps": analysis.fps / step as f64, "points": points, "angles": angles, "turns": turns,
        "names": JointAngle::NAMES.map(|name| name.replace('_', " ")), "bones": words::landmark::BONES.to_vec(),
    });
    let exercise = analysis.exercise.map_or("no lift recognized".to_owned(), |one| one.name().replace('_', " "));
    let strip = filmstrip::filmstrip(answer, &frames);
    let compared = comparison.map_or(String::new(), |comparison| {
        format!("<h2>Compared with an earlier session</h2>\n<pre>{}</pre>", escaped(&comparison.to_string()))
    });
    TEMPLATE
        .replace("{{title}}", &escaped(&exercise))
        .replace("{{strip}}", if strip.is_empty() { "<p>No repetition is seen from start to end.</p>" } else { &strip })
        .replace("{{report}}", &escaped(&Report(answer).to_string()))
        .replace("{{comparison}}", &compared)
        // Last: nothing in it is replaced again. `</` would end the script.
        .replace("{{data}}", &data.to_string().replace("</", "<\\/"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
