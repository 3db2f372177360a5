//! Scores as JSON.

use metrics::{Interval, Score};

#[test]
fn score_list_reads_back_from_json() {
    let interval = Interval { low: 0.1, high: 0.3, level: 0.95, standard_error: 0.05, n_undefined: 0 };
    let scores = [Score::new("c_index_test", 0.2, "1").with_interval(&interval), Score::new("n_rows", 800.0, "1")];
    let json = serde_json::to_string(&scores).expect("scores are plain data");
    assert_eq!(
        json,
        r#"[{"name":"c_index_test","value":0.2,"unit":"1","ci":[0.1,0.3]},{"name":"n_rows","value":800.0,"unit":"1","ci":null}]"#
    );
    let back: Vec<Score> = serde_json::from_str(&json).expect("the JSON was written by us");
    assert_eq!(back, scores);
}
