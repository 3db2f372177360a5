//! What every command that answers prints, kept in a folder: two folders are compared to see what a change did to the answers.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::run::{build, workspace};

/// Where filmed lifts and the USDA's whole table are, if they are there.
const REAL: &str = "../shared/real";

#[derive(Debug, Args)]
pub(crate) struct Snapshot {
    /// Folder to write to, which must not hold an older snapshot
    folder: PathBuf,
    /// The program to ask instead of the one this workspace builds
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// One command of the program; `{out}` in an argument stands for the folder of the snapshot.
struct Case {
    name: String,
    arguments: Vec<String>,
}

impl Snapshot {
    /// Runs every command on the data sets and artifacts of `train-all --seed 42`, which must have run.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let root = workspace();
        for needed in
            ["artifacts/report/results.json", "datasets/biomechanics", "datasets/burnout", "datasets/nutrition"]
        {
            ensure!(root.join(needed).exists(), "`{needed}` is missing: run `cargo xtask train-all --seed 42` first");
        }
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot create `{}`", self.folder.display()))?;
        let folder = fs::canonicalize(&self.folder)?;
        ensure!(fs::read_dir(&folder)?.next().is_none(), "`{}` is not empty", self.folder.display());
        let program = match self.program {
            Some(program) => fs::canonicalize(&program).with_context(|| format!("no `{}`", program.display()))?,
            None => build(None)?,
        };
        let cases = cases(&root);
        for case in &cases {
            case.run(&program, &root, &folder).with_context(|| format!("`{}`", case.name))?;
        }
        eprintln!("{} commands in `{}`", cases.len(), folder.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Case {
    /// Writes what the command printed to `NAME.txt`, or `NAME.json` for JSON, and the command, its exit code and stderr to
    /// a file that ends in `.stderr`.
    fn run(&self, program: &Path, root: &Path, folder: &Path) -> Result<()> {
        let out = folder.display().to_string();
        let arguments: Vec<String> = self.arguments.iter().map(|argument| argument.replace("{out}", &out)).collect();
        let mut command = Command::new(program);
        command.args(&arguments).current_dir(root).env("NO_COLOR", "1").env_remove("GEMINI_API_KEY");
        let output = command.output().with_context(|| format!("cannot run `{}`", program.display()))?;
        let is_json = self.arguments.iter().any(|argument| argument == "--json");
        let ending = if is_json { "json" } else { "txt" };
        let mut remarks = format!("$ fitbalance {}\n", self.arguments.join(" "));
        let _ = writeln!(remarks, "exit code {}", output.status.code().unwrap_or(-1));
        remarks.push_str(&String::from_utf8_lossy(&output.stderr).replace(&out, "{out}"));
        fs::write(folder.join(format!("{}.{ending}", self.name)), &output.stdout)?;
        fs::write(folder.join(format!("{}.{ending}.stderr", self.name)), remarks)?;
        Ok(())
    }
}

/// The commands, in an order in which each finds what it reads.
fn cases(root: &Path) -> Vec<Case> {
    let mut cases = Cases(Vec::new());
    cases.pose(root);
    cases.burnout();
    cases.nutrition(root);
    cases.coach();
    cases.tables();
    cases.0
}

struct Cases(Vec<Case>);

impl Cases {
    /// A command, its arguments separated by spaces.
    fn add(&mut self, name: &str, arguments: &str) {
        self.add_all(name, arguments.split_whitespace().map(str::to_owned).collect());
    }

    fn add_all(&mut self, name: &str, arguments: Vec<String>) {
        self.0.push(Case { name: name.to_owned(), arguments });
    }

    /// A command as text and as JSON.
    fn both(&mut self, name: &str, arguments: &str) {
        self.add(name, arguments);
        self.add(name, &format!("{arguments} --json"));
    }

    fn pose(&mut self, root: &Path) {
        for number in (0..1000).step_by(37) {
            let file = format!("datasets/biomechanics/landmark_sequences/sequence_{number:06}.npy");
            self.add(&format!("predict_pose_{number:06}"), &format!("predict pose --landmarks {file} --json"));
        }
        self.both(
            "predict_pose",
            "predict pose --landmarks datasets/biomechanics/landmark_sequences/sequence_000003.npy --fps 24",
        );
        for kind in ["landmarks", "world"] {
            let file = format!("{REAL}/pose/fitbalance_output_sample_{kind}.npy");
            if root.join(&file).exists() {
                self.both(&format!("predict_pose_real_{kind}"), &format!("predict pose --landmarks {file} --fps 29"));
            }
        }
        let films = fs::read_dir(root.join(REAL).join("pose/film")).into_iter().flatten().flatten();
        let mut names: Vec<String> = films.filter_map(|film| film.file_name().into_string().ok()).collect();
        names.sort();
        for name in names.iter().filter_map(|name| name.strip_suffix(".npy")) {
            let arguments = format!("predict pose --landmarks {REAL}/pose/film/{name}.npy --json");
            self.add(&format!("predict_pose_film_{name}"), &arguments);
        }
    }

    fn burnout(&mut self) {
        const DATA: &str = "--data datasets/burnout/burnout_aggregated_dataset.csv";
        self.both("predict_burnout", &format!("predict burnout {DATA}"));
        for model in ["boosting", "forest", "cox"] {
            self.both(
                &format!("explain_burnout_{model}_one"),
                &format!(
                    "explain burnout {DATA} --user 17 --model {model} --plot {{out}}/explain_burnout_{model}_one.png"
                ),
            );
        }
        self.add(
            "explain_burnout_all",
            &format!("explain burnout {DATA} --json --plot {{out}}/explain_burnout_all.png"),
        );
        self.add("explain_burnout_cox_all", &format!("explain burnout {DATA} --json --model cox"));
    }

    fn nutrition(&mut self, root: &Path) {
        for user in ["0", "17", "399"] {
            let diary = format!("--diary datasets/nutrition/protein_diaries.csv --user {user}");
            self.both(&format!("predict_protein_{user}"), &format!("predict protein {diary}"));
            self.both(&format!("explain_protein_{user}"), &format!("explain protein {diary}"));
        }
        let gaps = "--diary xtask/snapshot/diary_with_gaps.csv";
        self.both("predict_protein_gaps", &format!("predict protein {gaps}"));
        self.add("explain_protein_gaps", &format!("explain protein {gaps} --plot {{out}}/explain_protein_gaps.png"));
        self.both("predict_protein_referral", "predict protein --diary xtask/snapshot/diary_of_somebody_pregnant.csv");
        let classes = fs::read_dir(root.join("datasets/nutrition/images/val")).into_iter().flatten().flatten();
        let mut first: Vec<(String, PathBuf)> = classes
            .filter_map(|class| {
                let pictures = fs::read_dir(class.path()).into_iter().flatten().flatten();
                Some((class.file_name().into_string().ok()?, pictures.map(|picture| picture.path()).min()?))
            })
            .collect();
        first.sort();
        for (class, picture) in first {
            let picture = picture.strip_prefix(root).unwrap_or(&picture).display().to_string();
            self.both(&format!("predict_food_{class}"), &format!("predict food --image {picture}"));
        }
        let usda = format!("{REAL}/nutrition/usda_sr27.csv");
        let meal = ["chiken breast=150", "oats=80", "milk=250"];
        for (name, table) in [("foods", None), ("foods_usda", Some(usda.as_str()))] {
            if table.is_some_and(|table| !root.join(table).exists()) {
                continue;
            }
            for json in [None, Some("--json")] {
                let mut arguments = vec!["foods".to_owned()];
                arguments.extend(meal.map(str::to_owned));
                arguments.extend(table.into_iter().flat_map(|table| ["--table".to_owned(), table.to_owned()]));
                arguments.extend(json.map(str::to_owned));
                self.add_all(name, arguments);
            }
        }
        self.add("foods_refused", "foods unobtainium=100");
    }

    fn coach(&mut self) {
        let topics = ["exercise", "nutrition", "burnout", "workout"];
        for (topic, input) in topics.map(|topic| (topic, topic)).into_iter().chain([("progress", "measurements")]) {
            self.both(
                &format!("coach_{topic}"),
                &format!("coach {topic} --input xtask/snapshot/{input}.json --offline"),
            );
        }
        for (name, arguments) in [
            ("coach_exercise_from_pose", "exercise --from-pose {out}/predict_pose.json"),
            ("coach_burnout_from_prediction", "burnout --from-prediction {out}/predict_burnout.json --user 17"),
            (
                "coach_nutrition_from_protein",
                "nutrition --from-protein {out}/predict_protein_17.json --about xtask/snapshot/about.json",
            ),
            ("coach_nutrition_referral", "nutrition --from-protein {out}/predict_protein_referral.json"),
        ] {
            self.both(name, &format!("coach {arguments} --offline"));
        }
    }

    fn tables(&mut self) {
        const PEOPLE: &str = "--data datasets/burnout/burnout_aggregated_dataset.csv";
        const LUNG: &str = "--data crates/survival/testdata/data/lung.csv --time time --event status --covariates age,sex,ph.ecog --missing drop";
        let outcome = "--time time_days --event burnout_occurred";
        let covariates = "--covariates age,gender,occupation,sleep_quality_mean,stress_level_mean,sleep_quality_trend";
        self.add("cox_lung", &format!("cox {LUNG} --zph"));
        for (name, more) in [
            ("cox", "--zph"),
            ("cox_breslow_strata", "--ties breslow --strata gender --cluster user_id"),
            ("cox_lasso", "--lambda 0.02"),
            ("cox_path", "--path 20 --l1-ratio 0.5"),
            ("cox_cv", "--cv 5"),
        ] {
            let covariates =
                if name == "cox_breslow_strata" { covariates.replace("gender,", "") } else { covariates.to_owned() };
            self.add(name, &format!("cox {PEOPLE} {outcome} {covariates} {more} --json {{out}}/{name}_report.json"));
        }
        let label = format!(
            "{PEOPLE} --label burnout_occurred --features age,gender,occupation,sleep_quality_mean,stress_level_mean"
        );
        for model in ["forest", "boost"] {
            self.add(
                model,
                &format!("{model} {label} --cv 3 --save {{out}}/{model}_model.json --json {{out}}/{model}_report.json"),
            );
        }
        let classes = format!("{PEOPLE} --label occupation --features age,workload_mean,stress_level_mean");
        self.add("forest_classes", &format!("forest {classes}"));
        self.add("boost_numbers", &format!("boost {PEOPLE} --label sleep_quality_mean --features age,workload_mean,stress_level_mean --early-stop 10"));
    }
}
