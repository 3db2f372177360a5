//! Our side of `benches/peers/nutrition`: writes weights, pictures, diaries and answers, and times the same work.
//!
//! `peer_nutrition check FOLDER`, `peer_nutrition time`, or `peer_nutrition features BACKBONE` for `benches/peers/backbone`
#![expect(clippy::print_stdout, reason = "`nutrition` reads the results from stdout")]

use std::error::Error;
use std::fs;
use std::path::Path;

use benches::median_ms;
use benches::nutrition::{BATCH_SIZE, N_BACKGROUND, diaries, food_classifier, pictures};
use nutrition::{
    Advice, BackgroundDiary, DeviceName, Diary, EfficientNetLiteConfig, FoodCnnConfig, FoodPicture, FoodTrainer,
    FoodTrainingConfig, N_METRICS, Profile, ProteinGruConfig, Recommender,
};
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// As the `fitbalance` program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 42;
/// Timed steps and answers of one round; `nutrition` runs several rounds, ours and theirs in turn.
const N_STEPS: usize = 25;
const N_ANSWERS: usize = 200;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", folder] => check(Path::new(folder)),
        ["time"] => time(),
        ["features", backbone] => features(Path::new(backbone)),
        _ => Err("expected `check FOLDER`, `time` or `features BACKBONE`".into()),
    }
}

/// Weights, inputs and our answers, for the peer to repeat.
fn check(folder: &Path) -> Result<()> {
    let examples = pictures(BATCH_SIZE, SEED);
    let classifier = food_classifier(SEED);
    let batch: Vec<_> = examples.iter().map(|example| &example.picture).collect();
    fs::write(folder.join("food.safetensors"), classifier.network().to_safetensors())?;
    fs::write(
        folder.join("pictures.raw"),
        batch.iter().flat_map(|picture| picture.pixels().to_vec()).collect::<Vec<u8>>(),
    )?;
    let classes: Vec<usize> = examples.iter().map(|example| example.class).collect();
    fs::write(folder.join("classes.json"), serde_json::to_vec(&classes)?)?;
    fs::write(folder.join("logits.json"), serde_json::to_vec(&classifier.network().logits(&batch)?)?)?;

    let (network, profile, diary, background) = protein()?;
    fs::write(folder.join("protein.safetensors"), network.to_safetensors())?;
    let recommender = recommender(network, &profile, &background)?;
    let Advice::Recommendation(answer) = recommender.recommend(&profile, &diary)? else {
        return Err("nothing speaks against a recommendation".into());
    };
    let protein = json!({
        "profile": profile, "days": diary.days(), "background": background, "answer": answer,
    });
    fs::write(folder.join("protein.json"), serde_json::to_vec(&protein)?)?;
    Ok(())
}

/// A network, a person with a diary, and the diaries that explanations compare with.
#[expect(clippy::type_complexity, reason = "parts of one question")]
fn protein() -> Result<(nutrition::ProteinGru, Profile, Diary, Vec<[[f64; N_METRICS]; nutrition::N_DAYS]>)> {
    let network = ProteinGruConfig::default().init(SEED, &DeviceName::Flex.open()?)?;
    let people = diaries(N_BACKGROUND + 1, SEED);
    let background = people[1..].iter().map(|person| person.days).collect();
    let days: Vec<[Option<f64>; N_METRICS]> = people[0].days.iter().map(|day| day.map(Some)).collect();
    Ok((network, people[0].profile, Diary::new(&days)?, background))
}

/// Compares with these diaries, whoever wrote them.
fn recommender(
    network: nutrition::ProteinGru,
    profile: &Profile,
    diaries: &[[[f64; N_METRICS]; nutrition::N_DAYS]],
) -> Result<Recommender> {
    let training_status = profile.training_status;
    let background = diaries.iter().map(|&days| BackgroundDiary { training_status, days }).collect();
    Ok(Recommender::new(network, background, 0.2)?)
}

/// Lines `time,TASK,MILLISECONDS`: medians.
fn time() -> Result<()> {
    let device = DeviceName::Flex.open()?;
    let examples = pictures(BATCH_SIZE, SEED);
    let indices: Vec<usize> = (0..BATCH_SIZE).collect();
    let (network, config) = (FoodCnnConfig::default(), FoodTrainingConfig::default());
    let mut trainer = FoodTrainer::new(&network, config, SEED, &examples, &examples, &device)?;
    let mut seed = 0;
    report("step", N_STEPS, || {
        seed += 1;
        trainer.step(&indices, seed);
    });
    let classifier = food_classifier(SEED);
    let batch: Vec<_> = examples.iter().map(|example| &example.picture).collect();
    report("picture", N_ANSWERS, || drop(classifier.probabilities(&batch[..1])));
    report("pictures", N_STEPS, || drop(classifier.probabilities(&batch)));
    let (network, profile, diary, background) = protein()?;
    let days = diary.days().ok_or("every metric is known")?;
    report("need", N_ANSWERS, || {
        network.need_g_per_day(&profile, days);
    });
    let recommender = recommender(network, &profile, &background)?;
    report("explain", N_STEPS, || drop(recommender.recommend(&profile, &diary)));
    Ok(())
}

/// A line `time,features,MILLISECONDS`: of one picture.
fn features(backbone: &Path) -> Result<()> {
    let config = EfficientNetLiteConfig::default();
    let network = config.init_empty(&DeviceName::Flex.open()?)?.load_safetensors(&fs::read(backbone)?)?;
    let side = config.side;
    let pixels = (0..3 * side * side).map(|at| u8::try_from(at * 31 % 256).expect("below 256")).collect();
    let picture = FoodPicture::new(side, pixels)?;
    report("features", N_STEPS, || drop(network.features(&[&picture])));
    Ok(())
}

fn report(task: &str, n: usize, run: impl FnMut()) {
    println!("time,{task},{}", median_ms(n, run));
}
