//! `fitbalance foods`: what foods and meals contain.

use std::fmt::Write;
use std::path::PathBuf;

use ::foods::{EnergyCheck, EnergyVerdict, FoodMatch, MIN_SCORE, MatchKind, Meal, MealTotals, Nutrients};
use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;

use crate::cli::output::print;
use crate::nutrition::SourcedFoods;

/// Letters of a description that a row of a meal shows.
const SHOWN_LETTERS: usize = 44;

#[derive(Debug, Args)]
pub(crate) struct Foods {
    /// Foods by name or number, with grams or without: `banana`, `"chicken breast=150"`; several make a meal
    #[arg(value_name = "NAME[=GRAMS]", required = true)]
    items: Vec<String>,
    /// Grams of every food that is given without
    #[arg(long, value_name = "GRAMS", allow_negative_numbers = true)]
    grams: Option<f64>,
    /// CSV or Parquet file with the columns of the USDA's abbreviated file, instead of the built-in table
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Other foods to show that a name may mean
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The answer, as JSON has it.
#[derive(Serialize)]
struct Answer<'a> {
    source: &'a str,
    items: Vec<Item<'a>>,
    /// Of the foods with grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<MealTotals>,
}

#[derive(Serialize)]
struct Item<'a> {
    asked: &'a str,
    #[serde(flatten)]
    found: FoodMatch<'a>,
    energy: EnergyCheck,
    #[serde(skip_serializing_if = "Option::is_none")]
    grams: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    portion: Option<Nutrients>,
    alternatives: Vec<Alternative<'a>>,
}

#[derive(Serialize)]
struct Alternative<'a> {
    ndb_number: u32,
    description: &'a str,
    score: f64,
}

impl Foods {
    pub(crate) fn run(self) -> Result<()> {
        let asked = self.items.iter().map(|item| asked(item, self.grams)).collect::<Result<Vec<_>>>()?;
        if let Some((name, _)) = asked.iter().find(|(_, grams)| asked.len() > 1 && grams.is_none()) {
            anyhow::bail!("how much `{name}`? write `{name}=GRAMS`; names of several words stand in quotes");
        }
        let foods = SourcedFoods::load(self.table.as_deref())?;
        let mut meal = Meal::new();
        let mut items = Vec::new();
        for (name, grams) in asked {
            let found = foods.table.find(name)?;
            if let Some(grams) = grams {
                meal.add(found.food, grams)?;
            }
            let others = foods.table.search(name, self.limit.saturating_add(1)).into_iter();
            let others =
                others.filter(|other| other.food.ndb_number != found.food.ndb_number && other.score >= MIN_SCORE);
            let alternatives = others.take(self.limit).map(|other| Alternative {
                ndb_number: other.food.ndb_number,
                description: &other.food.description,
                score: other.score,
            });
            items.push(Item {
                asked: name,
                energy: found.food.check_energy(),
                grams,
                portion: grams.map(|grams| found.food.portion(grams)).transpose()?,
                alternatives: alternatives.collect(),
                found,
            });
        }
        let totals = (!meal.portions().is_empty()).then(|| meal.totals());
        let answer = Answer { source: &foods.source, items, totals };
        if self.json {
            return print(serde_json::to_string_pretty(&answer).context("foods hold finite numbers only")?);
        }
        match (&answer.items[..], &answer.totals) {
            ([item], _) => print(one_food(item, answer.source)),
            (items, Some(totals)) => print(a_meal(items, totals, answer.source)),
            (_, None) => unreachable!("several foods all have grams"),
        }
    }
}

/// Parts `name=grams`.
fn asked(item: &str, usual_grams: Option<f64>) -> Result<(&str, Option<f64>)> {
    let Some((name, amount)) = item.rsplit_once('=') else { return Ok((item.trim(), usual_grams)) };
    let (name, amount) = (name.trim(), amount.trim());
    let number = amount.strip_suffix('g').unwrap_or(amount).trim_end();
    let grams = number.parse().ok();
    ensure!(grams.is_some(), "`{item}`: `{amount}` is no amount in grams, such as 150");
    Ok((name, grams))
}

fn one_food(item: &Item<'_>, source: &str) -> String {
    let mut text = format!("{}\n\n", heading(item));
    let portion = item.grams.map(|grams| format!("{grams} g")).unwrap_or_default();
    line(&mut text, &format!("{:<14} {:<5} {:>10} {portion:>10}", "", "", "per 100 g"));
    let per_100_g = rows(&item.found.food.per_100_g);
    let in_portion = item.portion.as_ref().map(rows);
    for (row, (name, unit, value)) in per_100_g.into_iter().enumerate() {
        let (value, portion) = (shown(value), in_portion.map(|rows| shown(rows[row].2)).unwrap_or_default());
        line(&mut text, &format!("{name:<14} {unit:<5} {value:>10} {portion:>10}"));
    }
    let _ = write!(text, "\n{}\n", energy_line(&item.energy, "in 100 g"));
    for other in &item.alternatives {
        let Alternative { ndb_number, description, score } = other;
        let _ = writeln!(text, "or {description} (number {ndb_number}, score {score:.2})");
    }
    let _ = write!(text, "values: {source}");
    text
}

fn a_meal(items: &[Item<'_>], totals: &MealTotals, source: &str) -> String {
    let mut text = String::new();
    for item in items {
        let _ = writeln!(text, "{}", heading(item));
        let others: Vec<&str> = item.alternatives.iter().map(|other| other.description).collect();
        if !others.is_empty() {
            let _ = writeln!(text, "  or {}", others.join(" | "));
        }
    }
    let units = ["g", "kcal", "g", "g", "g", "g", "g", "mg"];
    let names = ["amount", "energy", "protein", "fat", "carbs", "fibre", "sugars", "sodium"];
    for cells in [names, units] {
        text.push('\n');
        let cells = cells.map(|cell| format!("{cell:>8}")).concat();
        let _ = write!(text, "{:<SHOWN_LETTERS$}{cells}", "");
    }
    for item in items {
        if let (Some(grams), Some(portion)) = (item.grams, &item.portion) {
            let description: String = item.found.food.description.chars().take(SHOWN_LETTERS).collect();
            let _ = write!(text, "\n{}", meal_row(&description, grams, portion, |_| None));
        }
    }
    let at_least = |name: &str| {
        totals.incomplete.iter().find(|incomplete| incomplete.nutrient == name).map(|incomplete| incomplete.at_least)
    };
    let _ = write!(text, "\n{}", meal_row("total", totals.grams, &totals.nutrients, at_least));
    let _ = write!(text, "\n\n{}", energy_line(&totals.energy, "in all"));
    for item in items.iter().filter(|item| !item.energy.is_plausible()) {
        let what = format!("in 100 g of {}", item.found.food.description);
        let _ = write!(text, "\n{}", energy_line(&item.energy, &what));
    }
    for incomplete in &totals.incomplete {
        let (name, foods) = (in_words(&incomplete.nutrient), incomplete.unknown_for.join(" | "));
        let _ = write!(text, "\n≥: {name} is not known of {foods}");
    }
    let _ = write!(text, "\nvalues: {source}");
    text
}

/// Adds a line without blanks at its end.
fn line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

/// What was asked for, what was found, and how well that fits.
fn heading(item: &Item<'_>) -> String {
    let FoodMatch { food, score, kind, read_as, not_found, .. } = &item.found;
    let mut remarks = vec![format!("number {}, score {score:.2}", food.ndb_number)];
    for word in read_as {
        remarks.push(format!("`{}` read as `{}`", word.asked, word.read_as));
    }
    for word in not_found {
        remarks.push(format!("`{word}` is not in the description"));
    }
    match kind {
        MatchKind::Part => remarks.push("this is more than what was asked for, or something else: check it".to_owned()),
        MatchKind::Exact => remarks.push("exactly".to_owned()),
        _ => {}
    }
    format!("{} → {} ({})", item.asked, food.description, remarks.join("; "))
}

fn rows(nutrients: &Nutrients) -> [(&'static str, &'static str, Option<f64>); 8] {
    [
        ("energy", "kcal", Some(nutrients.energy_kcal)),
        ("protein", "g", Some(nutrients.protein_g)),
        ("fat", "g", Some(nutrients.fat_g)),
        ("carbohydrate", "g", Some(nutrients.carbohydrate_g)),
        ("  fibre", "g", nutrients.fibre_g),
        ("  sugars", "g", nutrients.sugar_g),
        ("sodium", "mg", nutrients.sodium_mg),
        ("water", "g", nutrients.water_g),
    ]
}

fn meal_row(name: &str, grams: f64, nutrients: &Nutrients, at_least: impl Fn(&str) -> Option<f64>) -> String {
    let cell = |value: f64| format!("{value:>8.1}");
    let optional = |value: Option<f64>, name: &str| match (value, at_least(name)) {
        (Some(value), _) => cell(value),
        (None, Some(least)) => format!("{:>8}", format!("≥{least:.1}")),
        (None, None) => format!("{:>8}", "?"),
    };
    let Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, sugar_g, sodium_mg, water_g: _ } =
        *nutrients;
    let known = [grams, energy_kcal, protein_g, fat_g, carbohydrate_g].map(cell).concat();
    let [fibre, sugar] = [optional(fibre_g, "fibre_g"), optional(sugar_g, "sugar_g")];
    format!("{name:<SHOWN_LETTERS$}{known}{fibre}{sugar}{}", optional(sodium_mg, "sodium_mg"))
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "not known".to_owned(), |value| format!("{value:.1}"))
}

fn in_words(nutrient: &str) -> &str {
    nutrient.rsplit_once('_').map_or(nutrient, |(name, _)| name)
}

fn energy_line(energy: &EnergyCheck, what: &str) -> String {
    let EnergyCheck { declared_kcal, atwater_kcal, low_kcal, high_kcal, verdict, .. } = energy;
    let verdict = match verdict {
        EnergyVerdict::Agrees => "agrees",
        EnergyVerdict::TooMuch => "MORE than they explain: alcohol, which is not in the table, or a mistake",
        EnergyVerdict::TooLittle => "LESS than they make: sweeteners, bran or spices, or a mistake",
    };
    format!(
        "4/4/9 check: {declared_kcal:.0} kcal {what}, {atwater_kcal:.0} from protein, carbohydrate and fat \
         ({low_kcal:.0} to {high_kcal:.0} would do): {verdict}"
    )
}
