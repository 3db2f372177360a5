//! The answer of `fitbalance foods` in words and tables.

use std::fmt::Write;

use ::foods::{EnergyCheck, EnergyVerdict, Estimate, Food, MatchKind, MealTotals, Nutrients, Span};

use crate::cli::foods::answer::{Alternative, Answer, ItemAnswer, MealAnswer};

/// Letters of a description that a row of a meal shows.
const SHOWN_LETTERS: usize = 44;

pub(super) fn text(answer: &Answer<'_>) -> String {
    let mut text = String::new();
    if let Some(meal) = &answer.meal {
        match (&meal.text, &meal.items[..]) {
            (None, [item]) if item.food.is_some() => one_food(&mut text, item),
            _ => a_meal(&mut text, meal),
        }
    }
    for meal in &answer.meals {
        let _ = writeln!(text, "{}", meal.text.as_deref().unwrap_or_default());
        a_meal(&mut text, meal);
        text.push('\n');
    }
    if let Some(totals) = &answer.totals_of_all {
        let Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, .. } = totals.nutrients;
        let _ = writeln!(
            text,
            "all {} meals: {energy_kcal:.0} kcal, {protein_g:.1} g protein, {fat_g:.1} g fat, {carbohydrate_g:.1} g carbohydrate",
            answer.meals.len()
        );
    }
    let _ = write!(text, "values: {}", answer.source);
    text
}

fn one_food(text: &mut String, item: &ItemAnswer<'_>) {
    let (Some(food), Some(energy)) = (item.food, &item.energy) else { return };
    heading(text, item);
    text.push('\n');
    let portion = item.grams.map(|grams| format!("{} g", round(grams))).unwrap_or_default();
    line(text, &format!("{:<14} {:<5} {:>10} {portion:>10}", "", "", "per 100 g"));
    let per_100_g = rows(&food.per_100_g);
    let in_portion = item.portion.as_ref().map(rows);
    for (row, (name, unit, value)) in per_100_g.into_iter().enumerate() {
        let (value, portion) = (shown(value), in_portion.map(|rows| shown(rows[row].2)).unwrap_or_default());
        line(text, &format!("{name:<14} {unit:<5} {value:>10} {portion:>10}"));
    }
    let _ = write!(text, "\n{}\n", energy_line(energy, "in 100 g"));
    for other in &item.alternatives {
        let Alternative { ndb_number, description, score } = other;
        let _ = writeln!(text, "or {description} (number {ndb_number}, score {score:.2})");
    }
}

fn a_meal(text: &mut String, meal: &MealAnswer<'_>) {
    for item in &meal.items {
        heading(text, item);
        let others: Vec<&str> = item.alternatives.iter().map(|other| other.description).collect();
        if !others.is_empty() && (meal.text.is_none() || item.is_doubtful) {
            let _ = writeln!(text, "  or {}", others.join(" | "));
        }
    }
    if let Some(totals) = &meal.totals {
        totals_table(text, meal, totals);
    }
    if let Some(estimate) = &meal.estimate {
        let Estimate { energy_kcal, protein_g, carbohydrate_g, .. } = estimate;
        let is_spread = |span: &Span| span.high - span.low > 0.05 * span.likely;
        if is_spread(energy_kcal) {
            let between = |span: &Span| format!("{:.0} to {:.0}", span.low, span.high);
            let _ = writeln!(
                text,
                "as uncertain as the amounts: {} kcal, {} g protein, {} g carbohydrate; likely {:.0} kcal, {:.0} g, {:.0} g",
                between(energy_kcal),
                between(protein_g),
                between(carbohydrate_g),
                energy_kcal.likely,
                protein_g.likely,
                carbohydrate_g.likely
            );
        }
    }
}

fn totals_table(text: &mut String, meal: &MealAnswer<'_>, totals: &MealTotals) {
    let units = ["g", "kcal", "g", "g", "g", "g", "g", "mg"];
    let names = ["amount", "energy", "protein", "fat", "carbs", "fibre", "sugars", "sodium"];
    for cells in [names, units] {
        text.push('\n');
        let cells = cells.map(|cell| format!("{cell:>8}")).concat();
        let _ = write!(text, "{:<SHOWN_LETTERS$}{cells}", "");
    }
    for item in meal.items.iter().filter(|item| item.is_counted) {
        if let (Some(food), Some(grams), Some(portion)) = (item.food, item.grams, &item.portion) {
            let description: String = food.description.chars().take(SHOWN_LETTERS).collect();
            let _ = write!(text, "\n{}", meal_row(&description, grams, portion, |_| None));
        }
    }
    let at_least = |name: &str| {
        totals.incomplete.iter().find(|incomplete| incomplete.nutrient == name).map(|incomplete| incomplete.at_least)
    };
    let name = if meal.is_partial { "total of what is counted" } else { "total" };
    let _ = write!(text, "\n{}", meal_row(name, totals.grams, &totals.nutrients, at_least));
    let left_out: Vec<&str> =
        meal.items.iter().filter(|item| !item.is_counted).map(|item| item.asked.as_str()).collect();
    if !left_out.is_empty() {
        let _ = write!(text, "\nPARTIAL, without: {}", left_out.join(" | "));
    }
    let _ = write!(text, "\n\n{}\n", energy_line(&totals.energy, "in all"));
    for item in meal.items.iter().filter(|item| item.is_counted) {
        if let (Some(food), Some(energy)) = (item.food, item.energy.as_ref().filter(|energy| !energy.is_plausible())) {
            let what = format!("in 100 g of {}", food.description);
            let _ = writeln!(text, "{}", energy_line(energy, &what));
        }
    }
    for incomplete in &totals.incomplete {
        let (name, foods) = (in_words(&incomplete.nutrient), incomplete.unknown_for.join(" | "));
        let _ = writeln!(text, "≥: {name} is not known of {foods}");
    }
}

/// What was asked for, what was found, how well that fits, and what is doubtful.
fn heading(text: &mut String, item: &ItemAnswer<'_>) {
    match item.food {
        Some(food) => found(text, item, food),
        None => {
            let _ = writeln!(text, "{} → NOTHING: {}", item.asked, item.reasons.join("; "));
        }
    }
}

fn found(text: &mut String, item: &ItemAnswer<'_>, food: &Food) {
    let mut remarks = vec![format!("number {}, score {:.2}", food.ndb_number, item.score.unwrap_or_default())];
    for word in &item.read_as {
        remarks.push(format!("`{}` read as `{}`", word.asked, word.read_as));
    }
    if item.kind == Some(MatchKind::Exact) {
        remarks.push("exactly".to_owned());
    }
    let _ = writeln!(text, "{} → {} ({})", item.asked, food.description, remarks.join("; "));
    if let Some(weight) = item.weight.as_ref().filter(|weight| !weight.how.is_empty()) {
        match item.grams {
            Some(grams) => {
                let _ = writeln!(text, "  {} g: {}", round(grams), weight.how);
            }
            None if item.is_in_words => {
                let _ = writeln!(text, "  {}", weight.how);
            }
            None => {}
        }
    }
    for remark in &item.remarks {
        let _ = writeln!(text, "  {remark}");
    }
    for reason in &item.reasons {
        let _ = writeln!(text, "  DOUBTFUL: {reason}");
    }
}

/// Adds a line without blanks at its end.
fn line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

/// Grams without digits that nobody weighs.
fn round(grams: f64) -> String {
    let text = format!("{grams:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
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
