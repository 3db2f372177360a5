//! Reading what somebody or another command wrote, and telling the one from the other.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::cli::coach::topic::Topic;
use crate::cli::output::hint;

/// A JSON file that was read.
#[derive(Debug)]
pub(super) struct Document {
    /// How messages call it.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) value: Value,
}

/// What another command printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    Pose,
    Burnout,
    Protein,
    /// Not what predictions are made of, but easily mistaken for it.
    ExplainBurnout,
    /// Nothing to coach on.
    Coach,
}

impl Document {
    /// Reads a file, or stdin if its name is `-`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "stdin".to_owned() } else { format!("`{}`", path.display()) };
        let bytes = if is_stdin {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(path)
        };
        let bytes = bytes.with_context(|| format!("cannot read {name}"))?;
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8 text: expected JSON"))?;
        // Some editors and shells write a mark at the start.
        let text = text.trim_start_matches('\u{FEFF}').to_owned();
        if text.trim().is_empty() {
            bail!("{name} is empty: expected JSON");
        }
        let value = serde_json::from_str(&text).with_context(|| format!("{name} is not valid JSON"))?;
        Ok(Self { name, text, value })
    }

    /// Checks that the document is the output of a command.
    pub(super) fn expect(&self, expected: Output) -> Result<()> {
        let name = &self.name;
        match Output::of(&self.value) {
            Some(got) if got != expected => {
                bail!(
                    "{name} is the output of `{}`, expected that of `{}`{}",
                    got.command(),
                    expected.command(),
                    got.way()
                )
            }
            _ if !expected.may_be(&self.value) => {
                bail!("{name} is no output of `{} --json`: expected {}", expected.command(), expected.shape())
            }
            _ => Ok(()),
        }
    }

    /// Checks that the document is an input of a topic; says which keys are not read.
    pub(super) fn expect_input<T: Topic>(&self) -> Result<()> {
        let (name, topic) = (&self.name, T::NAME);
        if let Some(got) = Output::of(&self.value) {
            bail!("{name} is the output of `{}`, expected an input for `coach {topic}`{}", got.command(), got.way());
        }
        let Value::Object(fields) = &self.value else {
            bail!(
                "{name} holds no object: expected the keys of an input for `coach {topic}`, such as {}",
                quoted(T::keys())
            );
        };
        let keys = T::keys();
        let unknown: Vec<&String> = fields.keys().filter(|key| !keys.contains(key)).collect();
        if !fields.is_empty() && unknown.len() == fields.len() {
            let (got, keys) = (quoted(fields.keys().cloned().collect()), quoted(keys));
            bail!("{name} has no key that `coach {topic}` reads: expected some of {keys}, got {got}");
        }
        for key in unknown {
            let likeness = |known: &&String| strsim::jaro_winkler(known, key);
            let nearest = keys.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
            match nearest.filter(|nearest| likeness(nearest) > 0.85) {
                Some(nearest) => hint(format_args!("{name}: `{key}` is not read; did you mean `{nearest}`?")),
                None => hint(format_args!("{name}: `{key}` is not read")),
            }
        }
        Ok(())
    }

    /// The prediction of one person, by name where there are several.
    pub(super) fn prediction_of(&self, user: Option<&str>) -> Result<&Value> {
        let people = match self.value.get("people").and_then(Value::as_array) {
            Some(people) => people.as_slice(),
            // Somebody took one person out of the list.
            None => std::slice::from_ref(&self.value),
        };
        let Some(user) = user else {
            return match people {
                [] => bail!("there is nobody in it: expected one person or more in `people`"),
                [person] => Ok(person),
                [first, ..] => bail!(
                    "it holds {} people, such as `{}`: say whose guidance with `--user`",
                    people.len(),
                    user_id(first)
                ),
            };
        };
        let person = people.iter().find(|person| user_id(person) == user);
        person.with_context(|| format!("it has no user `{user}`; it has {}", people.len()))
    }
}

fn user_id(person: &Value) -> String {
    match &person["user_id"] {
        Value::String(id) => id.clone(),
        Value::Null => String::new(),
        id => id.to_string(),
    }
}

/// The first few of a list of keys.
fn quoted(keys: Vec<String>) -> String {
    const N_SHOWN: usize = 8;
    let shown: Vec<String> = keys.iter().take(N_SHOWN).map(|key| format!("`{key}`")).collect();
    let rest = if keys.len() > N_SHOWN { ", …" } else { "" };
    shown.join(", ") + rest
}

impl Output {
    /// A file that is said to be the output of a command.
    pub(super) fn result(self, path: Option<PathBuf>) -> Option<(PathBuf, Self)> {
        path.map(|path| (path, self))
    }

    /// Which command wrote a value, where that is beyond doubt.
    fn of(value: &Value) -> Option<Self> {
        let has = |key: &str| value.get(key).is_some();
        let first = value.get("people").and_then(|people| people.get(0));
        let first_has = |key: &str| first.is_some_and(|person| person.get(key).is_some());
        if has("exercise_probabilities") || has("joint_angles_deg") {
            Some(Self::Pose)
        } else if first_has("contributions") {
            Some(Self::ExplainBurnout)
        } else if first_has("risk_level") || has("risk_probability") {
            Some(Self::Burnout)
        } else if has("protein_g_per_day") || has("referral") && has("advice") {
            Some(Self::Protein)
        } else if has("disclaimer") && has("value") && has("source") {
            Some(Self::Coach)
        } else {
            None
        }
    }

    /// Whether a value has what is read of it.
    fn may_be(self, value: &Value) -> bool {
        let has = |key: &str| value.get(key).is_some();
        match self {
            Self::Pose => has("exercise"),
            Self::Burnout => has("people") || has("risk_level"),
            Self::Protein => has("protein_g_per_day") || has("referral"),
            Self::ExplainBurnout | Self::Coach => false,
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Pose => "predict pose",
            Self::Burnout => "predict burnout",
            Self::Protein => "predict protein",
            Self::ExplainBurnout => "explain burnout",
            Self::Coach => "coach",
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Self::Pose => "the key `exercise`",
            Self::Burnout => "the key `people`",
            Self::Protein => "the key `protein_g_per_day` or `referral`",
            Self::ExplainBurnout | Self::Coach => "another",
        }
    }

    /// Where such an output belongs.
    fn way(self) -> &'static str {
        match self {
            Self::Pose => "; `coach exercise --from-pose` takes it",
            Self::Burnout => "; `coach burnout --from-prediction` takes it",
            Self::Protein => "; `coach nutrition --from-protein` takes it",
            Self::ExplainBurnout | Self::Coach => "",
        }
    }
}
