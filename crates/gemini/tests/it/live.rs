//! A real request.

use gemini::{BlockingClient, ClientConfig, ExerciseInput, Source};

/// One real request, for whoever has a key.
#[test]
fn service_answers_in_the_shape_that_is_asked_for() {
    let config = ClientConfig::from_env().expect("the variables are valid");
    if !config.has_key() {
        return real_data::skip("GEMINI_API_KEY is not set");
    }
    let input = ExerciseInput { exercise_type: "squat".to_owned(), form_score: Some(72.0), ..ExerciseInput::default() };
    let advice = BlockingClient::new(config).expect("valid settings").exercise_feedback(&input).expect("a valid input");
    let is_live = matches!(advice.source, Source::Live { .. });
    assert!(is_live, "{:?}, {:?}", advice.source, advice.actions);
}
