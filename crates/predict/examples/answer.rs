//! One request of each kind, answered by the models in a folder: `cargo run --example answer -- artifacts`.

#![allow(clippy::print_stdout, reason = "answers go to stdout")]

use predict::Models;
use predict::burnout::PersonFeatures;
use predict::food::FoodOptions;
use predict::pose::PoseRequest;
use predict::protein::ProteinRequest;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "artifacts".to_owned());
    let models = Models::open(folder)?;

    let film: PoseRequest = serde_json::from_str(include_str!("requests/pose.json"))?;
    let lift = models.pose()?.predict(&film)?;
    if let (Some(exercise), Some(score)) = (lift.analysis.exercise, lift.analysis.form_score) {
        println!("{exercise}: form {score:.0} of 100");
    }

    let people: Vec<PersonFeatures> = serde_json::from_str(include_str!("requests/burnout.json"))?;
    let burnout = models.burnout()?.predict(&people)?;
    for person in &burnout.people {
        println!("user {}: {} risk, {:.0} %", person.user_id, person.risk_level, 100.0 * person.risk_probability);
    }

    let diary: ProteinRequest = serde_json::from_str(include_str!("requests/protein.json"))?;
    let protein = models.protein()?.predict(&diary)?;
    println!("{}", serde_json::to_string(&protein.advice)?);

    let food = models.food()?.predict(include_bytes!("requests/food.png"), &FoodOptions::default())?;
    println!("{}", food.food.as_deref().unwrap_or("no food is probable enough to be named"));

    for warning in [lift.warnings, burnout.warnings, protein.warnings, food.warnings].into_iter().flatten() {
        eprintln!("{}", warning.text);
    }
    Ok(())
}
