//! `fitbalance foods`: what foods and meals contain.

mod answer;
mod judge;
mod table;

use std::path::PathBuf;

use ::foods::{FoodTable, Item};
use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::cli::foods::answer::{Answer, ItemAnswer, MealAnswer};
use crate::cli::output::print;
use crate::nutrition::SourcedFoods;

#[derive(Debug, Args)]
pub(crate) struct Foods {
    /// Foods by name or number, with an amount or without: `banana`, `"chicken breast=150"`, `eggs=2`, `"1 cup rice"`,
    /// `"milk=250 ml"`; several make a meal
    #[arg(value_name = "NAME[=AMOUNT]", required_unless_present_any = ["text", "file", "score"])]
    items: Vec<String>,
    /// A meal in words: `"two slices of toast with 20 g butter and half an avocado"`
    #[arg(long, value_name = "TEXT", conflicts_with = "items")]
    text: Option<String>,
    /// Text file with a meal in words a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["items", "text"])]
    file: Option<PathBuf>,
    /// CSV file with meals in words (`text`) and what they hold (`energy_kcal`, `protein_g`, `carbohydrate_g`): how well they are
    /// read, beside a guess of the median
    #[arg(long, value_name = "FILE", conflicts_with_all = ["items", "text", "file"])]
    score: Option<PathBuf>,
    /// Grams of every food that is given without
    #[arg(long, value_name = "GRAMS", allow_negative_numbers = true)]
    grams: Option<f64>,
    /// Counts foods that may not be what was meant, instead of ending with 1
    #[arg(long)]
    accept_doubtful: bool,
    /// CSV or Parquet file instead of the USDA's table: with its columns, those of Open Food Facts or of FoodData Central
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Other foods to show that a name may mean
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The text of a meal that was asked for in words, and its items.
type AskedMeal<'a> = (Option<String>, Vec<Item<'a>>);

impl Foods {
    pub(crate) fn run(self) -> Result<()> {
        let foods = SourcedFoods::load(self.table.as_deref())?;
        if let Some(file) = &self.score {
            return judge::run(file, &foods.table, self.json);
        }
        let (meals, is_file) = self.meals(&foods.table)?;
        let answers = meals
            .into_iter()
            .map(|(text, items)| self.answer(&foods.table, text, items))
            .collect::<Result<Vec<_>>>()?;
        let answer = Answer::new(&foods.source, answers, is_file);
        if self.json {
            print(serde_json::to_string_pretty(&answer).context("foods hold finite numbers only")?)?;
        } else {
            print(table::text(&answer))?;
        }
        let doubtful = answer.not_counted(self.accept_doubtful);
        ensure!(doubtful.is_empty(), "{}", why(&doubtful, answer.n_items()));
        Ok(())
    }

    /// The items of every meal, with its text if it is one in words; and whether they are of a file.
    fn meals<'a>(&self, table: &'a FoodTable) -> Result<(Vec<AskedMeal<'a>>, bool)> {
        if let Some(text) = &self.text {
            return Ok((vec![(Some(text.clone()), read(table, text)?)], false));
        }
        if let Some(file) = &self.file {
            let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let meals = lines.map(|(number, line)| {
                let items = read(table, line).with_context(|| format!("`{}`, line {}", file.display(), number + 1))?;
                Ok((Some(line.trim().to_owned()), items))
            });
            let meals: Vec<_> = meals.collect::<Result<_>>()?;
            ensure!(!meals.is_empty(), "`{}` has no meal: one a line is expected", file.display());
            return Ok((meals, true));
        }
        let mut items = Vec::new();
        for asked in &self.items {
            let mut item = table.read_item(asked)?;
            if let (false, Some(grams)) = (item.has_amount, self.grams) {
                item = table.read_item(&format!("{asked}={grams}g"))?;
            }
            ensure!(
                self.items.len() == 1 || item.has_amount,
                "how much `{asked}`? write `{asked}=GRAMS`; names of several words stand in quotes"
            );
            if let ([_], None) = (&self.items[..], &item.found) {
                table.find(&item.name)?;
            }
            items.push(item);
        }
        Ok((vec![(None, items)], false))
    }

    fn answer<'a>(&self, table: &'a FoodTable, text: Option<String>, items: Vec<Item<'a>>) -> Result<MealAnswer<'a>> {
        let is_in_words = text.is_some();
        let estimate = text.as_ref().map(|_| ::foods::Estimate::of(&items, self.accept_doubtful));
        let items = items.into_iter().map(|item| ItemAnswer::new(table, item, self.limit, is_in_words));
        MealAnswer::new(text, items.collect(), estimate, self.accept_doubtful)
    }
}

fn read<'a>(table: &'a FoodTable, text: &str) -> Result<Vec<Item<'a>>> {
    let items = table.read_meal(text);
    ensure!(!items.is_empty(), "`{text}` names no food");
    Ok(items)
}

/// Says which items are not counted, and what can be done.
fn why(items: &[&ItemAnswer<'_>], n_items: usize) -> String {
    let reasons = items.iter().map(|item| {
        let doubts: Vec<String> = item.doubts.iter().map(ToString::to_string).collect();
        format!("`{}`: {}", item.asked, doubts.join("; "))
    });
    let hint = if items.iter().all(|item| item.food.is_some()) {
        "; `--accept-doubtful` counts them, another name or amount makes them sure"
    } else {
        "; another name may be known"
    };
    format!("{} of {n_items} not counted: {}{hint}", items.len(), reasons.collect::<Vec<_>>().join(" | "))
}
