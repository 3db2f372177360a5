//! Damaged inputs and answers of the service: advice or an error, and no panic.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use gemini::{
    BlockingClient, BoxFuture, BurnoutInput, Client, ClientConfig, ExerciseInput, NutritionInput, ProgressInput,
    Request, Response, Source, Transport, TransportError, WorkoutInput,
};

use crate::support::{EXERCISE, FakeEnvironment, KEY, run, squat};

const INPUTS: [&[u8]; 5] = [
    br#"{"exercise_type":"squat","form_score":72,"age_years":44,"joint_angles":{"left_knee":88.5},"risk_factors":["knees cave in"]}"#,
    br#"{"weight_kg":70.5,"age_years":31,"goal":"maintain","protein_intake_g":80,"conditions":["pregnancy"]}"#,
    br#"{"risk_level":"high","hours_of_sleep":5.5,"stress_level":8,"top_factors":["sleep","workload"]}"#,
    br#"{"goal":"strength","experience":"beginner","days_per_week":3,"equipment":["dumbbells"],"limitations":["left shoulder"]}"#,
    br#"{"metrics":[{"name":"squat","unit":"kg","values":[{"date":"2026-01-01","value":60},{"date":"2026-02-01","value":70}]}]}"#,
];

#[test]
fn damaged_inputs_are_answered_or_refused() {
    let client = BlockingClient::new(ClientConfig::default()).expect("no key is no error");
    mutations::try_all(&INPUTS, 3_000, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let exercise = ExerciseInput::from_json(text).and_then(|input| client.exercise_feedback(&input).map(drop));
        let nutrition = NutritionInput::from_json(text).and_then(|input| client.nutrition_plan(&input).map(drop));
        let burnout = BurnoutInput::from_json(text).and_then(|input| client.burnout_guidance(&input).map(drop));
        let workout = WorkoutInput::from_json(text).and_then(|input| client.workout_plan(&input).map(drop));
        let progress = ProgressInput::from_json(text).and_then(|input| client.progress_analysis(&input).map(drop));
        [exercise, nutrition, burnout, workout, progress].iter().any(Result::is_ok)
    });
}

/// A service that answers with the bytes that it was given.
#[derive(Debug, Default)]
struct Echo {
    body: Mutex<Vec<u8>>,
}

impl Transport for Echo {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let body = self.body.lock().expect("no test panics while it holds the lock").clone();
        let response = Response { status: 200, body, ..Response::default() };
        Box::pin(async { Ok(response) })
    }
}

#[test]
fn damaged_answers_of_the_service_are_taken_or_replaced() {
    let text = serde_json::to_string(EXERCISE).expect("a text");
    let whole = format!(
        r#"{{"candidates":[{{"content":{{"parts":[{{"text":{text}}}],"role":"model"}},"finishReason":"STOP","index":0}}],"usageMetadata":{{"promptTokenCount":212,"candidatesTokenCount":340,"totalTokenCount":552}},"modelVersion":"gemini-3.5-flash-lite"}}"#
    );
    let was_live = AtomicBool::new(false);
    mutations::try_all(&[whole.as_bytes()], 1_500, |bytes| {
        let echo = Arc::new(Echo { body: Mutex::new(bytes.to_vec()) });
        let config = ClientConfig::default().api_key(KEY);
        let environment = Arc::new(FakeEnvironment::default());
        let client = Client::with_transport(config, echo, environment).expect("valid settings");
        let advice = run(client.exercise_feedback(&squat())).expect("a valid input");
        let is_live = matches!(advice.source, Source::Live { .. });
        was_live.fetch_or(is_live, Ordering::Relaxed);
        is_live
    });
    assert!(was_live.into_inner(), "a comma less in the text does no harm");
}
