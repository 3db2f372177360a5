//! Landmarks as JSON.
//!
//! A list of frames, or an object with the list under `frames` and perhaps `fps` and `aspect_ratio`. A frame is a list of 33 landmarks, or an object with
//! the list under `landmarks` (also `pose_landmarks` or `keypoints`) and perhaps `timestamp`, `timestamp_ms` or `time`; null or
//! an empty list where nobody was found. A landmark is an object with `x`, `y`, `z` and perhaps `visibility`, or a list of these
//! numbers; null where it was not found.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
use words::Landmark;
use words::landmark::N_LANDMARKS;

use super::timestamps::unit_s;
use super::{Frame, Frames, MISSING};

const LISTS: [&str; 3] = ["landmarks", "pose_landmarks", "keypoints"];
const TIMES: [&str; 4] = ["timestamp_ms", "timestamp", "time", "time_ms"];

pub(super) fn parse(text: &str) -> Result<Frames> {
    let value: Value = serde_json::from_str(text).context("it is not JSON")?;
    let mut frames = Frames::default();
    let list = match &value {
        Value::Array(list) => Some(list),
        Value::Object(object) => {
            let number = |key: &str| -> Result<Option<f64>> {
                let value = object.get(key).filter(|value| !value.is_null());
                value.map(|value| value.as_f64().with_context(|| format!("`{key}` must be a number"))).transpose()
            };
            (frames.fps, frames.aspect_ratio) = (number("fps")?, number("aspect_ratio")?);
            object.get("frames").and_then(Value::as_array)
        }
        _ => None,
    };
    let list = list.context("expected a list of frames, or an object with the list under `frames`")?;
    for (number, value) in list.iter().enumerate() {
        let (frame, time_s) = frame(value).with_context(|| format!("frame {number}"))?;
        frames.points.push(frame);
        frames.timestamps_s.extend(time_s);
    }
    let (n_times, n_frames) = (frames.timestamps_s.len(), frames.points.len());
    ensure!(
        n_times == 0 || n_times == n_frames,
        "{n_times} of {n_frames} frames have a timestamp: expected all or none"
    );
    Ok(frames)
}

fn frame(value: &Value) -> Result<(Frame, Option<f64>)> {
    let (list, time_s) = match value {
        Value::Null => return Ok((MISSING, None)),
        Value::Array(list) => (Some(list), None),
        Value::Object(object) => (list_of(object)?, time_of(object)?),
        _ => bail!("expected a list of 33 landmarks or an object with `landmarks`"),
    };
    let Some(list) = list.filter(|list| !list.is_empty()) else { return Ok((MISSING, time_s)) };
    // MediaPipe's tasks give a list of people.
    let list = match &list[..] {
        [Value::Array(only)] if only.first().is_some_and(|first| !first.is_number()) => only,
        _ => list,
    };
    ensure!(list.len() == N_LANDMARKS, "expected 33 landmarks (MediaPipe Pose), got {}", list.len());
    let mut frame = MISSING;
    for (joint, (point, value)) in frame.iter_mut().zip(list).enumerate() {
        *point = landmark(value).with_context(|| Landmark::NAMES[joint])?;
    }
    Ok((frame, time_s))
}

fn list_of(object: &Map<String, Value>) -> Result<Option<&Vec<Value>>> {
    match LISTS.iter().find_map(|name| object.get(*name)) {
        Some(Value::Array(list)) => Ok(Some(list)),
        Some(Value::Null) => Ok(None),
        _ => bail!("expected a list of 33 landmarks under `landmarks`"),
    }
}

fn time_of(object: &Map<String, Value>) -> Result<Option<f64>> {
    let Some((name, value)) = TIMES.iter().find_map(|name| Some((*name, object.get(*name)?))) else { return Ok(None) };
    let time = value.as_f64().with_context(|| format!("`{name}` must be a number, got `{value}`"))?;
    Ok(Some(time * unit_s(name)))
}

fn landmark(value: &Value) -> Result<[f32; 4]> {
    let mut point = [f32::NAN; 4];
    match value {
        Value::Null => {}
        Value::Array(numbers) => {
            ensure!(
                (3..=4).contains(&numbers.len()),
                "expected x, y, z and perhaps visibility, got {} numbers",
                numbers.len()
            );
            for (coordinate, value) in point.iter_mut().zip(numbers) {
                *coordinate = number(value)?;
            }
        }
        Value::Object(object) => {
            for (coordinate, name) in point.iter_mut().zip(["x", "y", "z", "visibility"]) {
                match object.get(name) {
                    Some(value) => *coordinate = number(value).with_context(|| format!("`{name}`"))?,
                    None => ensure!(name == "visibility", "`{name}` is missing"),
                }
            }
        }
        other => bail!("expected an object with `x`, `y`, `z` or a list of three numbers, got `{other}`"),
    }
    Ok(point)
}

fn number(value: &Value) -> Result<f32> {
    if value.is_null() {
        return Ok(f32::NAN);
    }
    let number = value.as_f64().with_context(|| format!("expected a number, got `{value}`"))?;
    #[expect(clippy::cast_possible_truncation, reason = "landmarks are single precision")]
    let number = number as f32;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::LandmarksFile;
    use super::*;

    fn read(value: &Value) -> Result<LandmarksFile> {
        parse(&value.to_string()).and_then(Frames::into_file)
    }

    #[test]
    fn frames_of_every_form_are_read() {
        let objects: Vec<Value> = (0..33).map(|i| json!({"x": i, "y": 0.5, "z": -1, "visibility": 0.9})).collect();
        let lists: Vec<Value> = (0..33).map(|i| json!([i, 0.5, -1])).collect();
        let file = read(
            &json!({"fps": 24, "aspect_ratio": 0.5625, "frames": [objects, {"landmarks": objects}, {"pose_landmarks": [objects]}, null]}),
        );
        let file = file.expect("four frames");
        assert_eq!((&file.array.shape[..], file.fps), (&[4, 33, 4][..], Some(24.0)));
        assert_eq!(file.aspect_ratio, Some(0.5625));
        assert_eq!(file.array.values[4..8], [1.0, 0.5, -1.0, 0.9]);
        assert_eq!(file.array.values[..132], file.array.values[2 * 132..3 * 132]);
        assert!(file.array.values[3 * 132..].iter().all(|value| value.is_nan()));

        let file = read(&json!([
            {"timestamp_ms": 0, "landmarks": lists}, {"timestamp_ms": 40, "landmarks": []}, {"timestamp_ms": 80, "landmarks": lists}
        ]));
        let file = file.expect("three frames");
        assert_eq!(file.array.shape, [3, 33, 3]);
        assert!((file.fps.expect("from the times") - 25.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_frame_is_named() {
        let check = |value: Value, expected: &str| {
            let error = format!("{:#}", read(&value).expect_err("no frames"));
            assert!(error.contains(expected), "`{error}` does not contain `{expected}`");
        };
        let points = |last: Value| -> Vec<Value> { (0..32).map(|_| json!([0, 0, 0])).chain([last]).collect() };
        check(json!("film"), "expected a list of frames");
        check(json!({"poses": []}), "expected a list of frames, or an object with the list under `frames`");
        check(json!([[1, 2]]), "frame 0: expected 33 landmarks (MediaPipe Pose), got 2");
        check(
            json!([points(json!([1, 2]))]),
            "frame 0: right_foot_index: expected x, y, z and perhaps visibility, got 2",
        );
        check(json!([points(json!({"x": 1, "y": 2}))]), "frame 0: right_foot_index: `z` is missing");
        check(json!([points(json!({"x": "1", "y": 2, "z": 3}))]), "`x`: expected a number, got `\"1\"`");
        check(json!([{"time": 1, "landmarks": []}, []]), "1 of 2 frames have a timestamp");
        check(json!({"fps": "many", "frames": []}), "`fps` must be a number");
    }
}
