//! The golden data sets and results in `testdata/`; its README tells how they were made.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ndarray::Array2;
use serde_json::Value;
use survival::{SurvivalTarget, Ties};

/// Names of the entries of `cox_golden.json`.
pub(crate) const ENTRIES: [&str; 6] = ["lung", "veteran", "veteran_strata_trt", "heart_start_stop", "colon", "gbsg"];

/// One data set as its golden entry describes it.
pub(crate) struct Dataset {
    pub(crate) x: Array2<f64>,
    pub(crate) covariates: Vec<String>,
    pub(crate) target: SurvivalTarget,
    pub(crate) golden: Value,
    pub(crate) columns: BTreeMap<String, Vec<f64>>,
}

impl Dataset {
    pub(crate) fn load(entry: &str) -> Self {
        let golden = json("cox_golden.json")[entry].clone();
        let columns = csv(golden["dataset"].as_str().expect("an entry names its data set"));
        let column = |key: &str| golden[key].as_str().map(|name| columns[name].clone());
        let covariates: Vec<String> = golden["covariates"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect();
        let stop = column("time").expect("an entry names its time column");
        let event =
            column("event").expect("an entry names its event column").iter().map(|&event| event == 1.0).collect();
        let mut target = match column("start") {
            Some(start) => SurvivalTarget::start_stop(start, stop, event),
            None => SurvivalTarget::right_censored(stop, event),
        }
        .expect("golden data are valid");
        if let Some(strata) = column("strata") {
            target = target.with_strata(whole(&strata)).expect("equal lengths");
        }
        let x = Array2::from_shape_fn((target.n_rows(), covariates.len()), |(row, column)| {
            columns[&covariates[column]][row]
        });
        Self { x, covariates, target, golden, columns }
    }

    /// The golden results for one treatment of ties.
    pub(crate) fn expected(&self, ties: Ties) -> &Value {
        &self.golden[ties.to_string()]
    }
}

pub(crate) fn json(file: &str) -> Value {
    serde_json::from_str(&read(file)).expect("golden files are JSON")
}

/// Whole numbers stored as floats.
pub(crate) fn whole(values: &[f64]) -> Vec<u32> {
    values.iter().map(|value| format!("{value}").parse().expect("a whole number")).collect()
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list of numbers").iter().map(|value| value.as_f64().expect("a number")).collect()
}

fn csv(file: &str) -> BTreeMap<String, Vec<f64>> {
    let text = read(&format!("data/{file}"));
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"')));
    let names: Vec<_> = lines.next().expect("a header").collect();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for line in lines {
        line.zip(&mut columns).for_each(|(cell, column)| column.push(cell.parse().expect("a number")));
    }
    names.into_iter().map(str::to_owned).zip(columns).collect()
}

fn read(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
