//! A plan by rules.

use super::foods::{FOODS, Food, Role};
use words::{Goal, TrainingStatus};

use super::{Gate, NutritionInput, NutritionNumbers, NutritionText, NutritionWarning, Range};
use crate::guard::{Guard, diet_words};
use crate::limits::LOSS_PER_WEEK;
use crate::text::{capitalized, number, words};

pub(super) fn text(input: &NutritionInput, numbers: &NutritionNumbers) -> NutritionText {
    let foods = Foods::that_fit(input);
    let mut lines: Vec<String> = [Role::Main, Role::Light, Role::Main, Role::Staple, Role::Fat, Role::Light]
        .into_iter()
        .scan([0; 4], |used, role| {
            let slot = &mut used[role as usize];
            *slot += 1;
            Some(foods.nth(role, *slot - 1))
        })
        .flatten()
        .map(|food| food.line.to_owned())
        .collect();
    // Somebody who likes nothing of all that still gets a list.
    for line in
        ["Vegetables and fruit of many colours", "Herbs and spices that you like", "Water, or tea without sugar"]
    {
        if lines.len() < 3 {
            lines.push(line.to_owned());
        }
    }
    NutritionText {
        summary: summary(input, numbers),
        foods: lines,
        meals: meals(&foods, numbers),
        timing: timing(input, numbers),
        habits: habits(input, numbers),
    }
}

/// The foods that a person may and wants to eat.
struct Foods(Vec<&'static Food>);

impl Foods {
    fn that_fit(input: &NutritionInput) -> Self {
        let forbidden = input.restrictions.iter().flat_map(|restriction| diet_words(*restriction)).collect();
        let guard = Guard { forbidden, ..Guard::default() };
        let disliked: Vec<String> = input.dislikes.iter().flat_map(|text| stems(text)).collect();
        let fits = |food: &&Food| {
            let names = words(&format!("{} {}", food.line, food.meal));
            let is_disliked = disliked.iter().any(|stem| names.contains(&format!(" {stem}")));
            !is_disliked && guard.check_text(food.line, None).is_ok() && guard.check_text(food.meal, None).is_ok()
        };
        Self(FOODS.iter().filter(fits).collect())
    }

    fn nth(&self, role: Role, index: usize) -> Option<&'static Food> {
        self.0.iter().filter(|food| food.role == role).nth(index).copied()
    }

    /// As above, starting anew where the foods of a role are used up.
    fn cycled(&self, role: Role, index: usize) -> Option<&'static Food> {
        let n = self.0.iter().filter(|food| food.role == role).count();
        self.nth(role, index.checked_rem(n)?)
    }
}

/// The words of a dislike without their plurals: `no Eggs` is `egg`.
fn stems(text: &str) -> Vec<String> {
    let words = words(text);
    let stems = words.split_ascii_whitespace().filter(|word| word.chars().count() > 2);
    stems.map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect()
}

fn range(range: Range, unit: &str) -> String {
    if (range.low - range.high).abs() < 1e-9 {
        format!("{}{unit}", number(range.low))
    } else {
        format!("{}–{}{unit}", number(range.low), number(range.high))
    }
}

fn summary(input: &NutritionInput, numbers: &NutritionNumbers) -> String {
    let mut sentences = Vec::new();
    match (numbers.protein_g, numbers.protein_g_per_kg, numbers.predicted_protein_g) {
        (Some(grams), Some(per_kg), predicted) => {
            let reason = match (input.training_status, input.goal) {
                (Some(TrainingStatus::Trained), Some(Goal::FatLoss)) => {
                    "that is high on purpose, so that the weight you lose is fat and not muscle"
                }
                (Some(TrainingStatus::Sedentary), _) => "enough without regular training",
                (None, _) => "the cautious range, since your training is not known",
                (_, Some(Goal::MuscleGain)) => "what building muscle needs",
                _ => "what your training needs",
            };
            sentences.push(format!(
                "Aim for {} of protein per day ({} of body weight): {reason}.",
                range(grams, " g"),
                range(per_kg, " g per kg")
            ));
            if let Some(predicted) = predicted.filter(|_| grams.low < grams.high) {
                sentences.push(format!("From your diary, {} g of protein per day is the best estimate.", number(predicted)));
            }
        }
        (_, _, Some(predicted)) => sentences.push(format!(
            "Your diary points to about {} g of protein per day; with your weight this could be checked against what is \
             recommended.",
            number(predicted)
        )),
        _ if input.person.weight_kg.is_some() => sentences.push(Gate::Referred.message().to_owned()),
        _ => sentences.push(
            "Without your weight there is no protein target in grams; as a rule, people who train do well with 1.4–2 g per \
             kg of body weight."
                .to_owned(),
        ),
    }
    match (numbers.energy_kcal, input.goal) {
        (Some(energy), goal) => {
            let aim = match goal {
                Some(Goal::FatLoss) => "a moderate deficit that you can keep up for months",
                Some(Goal::MuscleGain) => "a small surplus to build on",
                _ => "what keeps your weight where it is",
            };
            sentences.push(format!("Energy: {} per day, {aim}.", range(energy, " kcal")));
        }
        (None, _) if numbers.protein_g.is_some() => {
            let person = &input.person;
            let known = [
                ("height", person.height_cm.is_some()),
                ("age", person.age_years.is_some()),
                ("sex", person.sex.is_some()),
                ("training status", input.training_status.is_some()),
            ];
            let missing: Vec<&str> = known.iter().filter(|(_, is_known)| !is_known).map(|(name, _)| *name).collect();
            sentences.push(format!("For an energy target, add your {}.", crate::text::enumerate(&missing)));
        }
        _ => {}
    }
    if numbers.warnings.contains(&NutritionWarning::LowEnergyAvailability) {
        sentences.push(
            "After training, little energy is left for the rest of your body: eat more on training days, and talk to a \
             dietitian if you are often tired, cold or ill."
                .to_owned(),
        );
    }
    if numbers.warnings.contains(&NutritionWarning::RaisedToFloor) {
        sentences.push(
            "The deficit was made smaller so that the day never falls below what your body needs at rest.".to_owned(),
        );
    }
    if let (true, Some(carbohydrate), Some(energy)) =
        (numbers.warnings.contains(&NutritionWarning::UnusualCarbohydrate), numbers.carbohydrate_g, numbers.energy_kcal)
    {
        // Less than half of the energy is less than the usual share begins with, where the share is unusual at all.
        let is_little = 4.0 * (carbohydrate.low + carbohydrate.high) < 0.5 * (energy.low + energy.high);
        sentences.push(if is_little {
            "That leaves less room for carbohydrates than is usual: have them around training first.".to_owned()
        } else {
            "That leaves more room for carbohydrates than is usual: let much of it be fruit and vegetables.".to_owned()
        });
    }
    if numbers.warnings.contains(&NutritionWarning::PredictionLimited) {
        sentences.push("The estimate from your diary was limited to what is published as safe.".to_owned());
    }
    sentences.join(" ")
}

fn meals(foods: &Foods, numbers: &NutritionNumbers) -> Vec<String> {
    let n = numbers.meals_per_day as usize;
    let name = |index: usize| match (n, index) {
        (1, _) => "Your meal",
        (_, 0) => "Breakfast",
        (2, 1) | (3.., 2) => "Dinner",
        (_, 1) => "Lunch",
        (_, 3) => "Afternoon snack",
        (_, 4) => "Morning snack",
        (_, 5) => "After training",
        _ => "Late snack",
    };
    // Meals of a kind take turns with the foods of a role.
    let (mut n_main, mut n_light) = (0, 0);
    let mut meal = |index: usize| {
        let is_main = n == 1 || (index != 0 && index < 3);
        let (protein, others): (Role, &[Role]) =
            if is_main { (Role::Main, &[Role::Staple, Role::Fat]) } else { (Role::Light, &[Role::Staple]) };
        let turn = if is_main { &mut n_main } else { &mut n_light };
        let protein = foods.cycled(protein, *turn).or_else(|| foods.cycled(Role::Main, *turn));
        *turn += 1;
        let others = others.iter().filter_map(|role| foods.cycled(*role, index));
        let mut parts: Vec<&str> = protein.into_iter().chain(others).map(|food| food.meal).collect();
        parts.push(if is_main { "plenty of vegetables" } else { "some fruit" });
        format!("{}: {}.", name(index), crate::text::enumerate(&parts))
    };
    let mut meals: Vec<(usize, String)> = (0..n).map(|index| (index, meal(index))).collect();
    // In the order of the day: the snacks stand between the meals.
    meals.sort_by_key(|(index, _)| match index {
        0 => 0,
        4 => 1,
        1 => 2,
        3 => 3,
        5 => 4,
        2 => 5,
        _ => 6 + index,
    });
    meals.into_iter().map(|(_, meal)| meal).collect()
}

fn timing(input: &NutritionInput, numbers: &NutritionNumbers) -> String {
    let share = match numbers.protein_g_per_meal {
        Some(grams) if numbers.meals_per_day > 1 => format!(
            "Spread the protein over the day: {} of protein at each of the {} meals does more than one large portion.",
            range(grams, " g"),
            numbers.meals_per_day
        ),
        _ => "Spread protein over the day rather than having most of it at night.".to_owned(),
    };
    let training = match input.training_status {
        Some(TrainingStatus::Sedentary) => "A walk after the largest meal does you good.",
        _ => "Have one of the meals within about 2 hours of training, with carbohydrates before hard sessions.",
    };
    format!("{share} {training}")
}

fn habits(input: &NutritionInput, numbers: &NutritionNumbers) -> Vec<String> {
    let mut habits = vec![match input.goal {
        Some(Goal::FatLoss) => {
            let percent = number(100.0 * LOSS_PER_WEEK);
            format!(
                "Weigh yourself on several mornings a week and look at the average: losing up to {percent} % of your weight a week \
                 is steady, faster is not better."
            )
        }
        Some(Goal::MuscleGain) => {
            "Add the surplus around training, and check the waist as well as the scale: if only the waist grows, eat a little less."
                .to_owned()
        }
        _ => "Plan the protein of each meal first and build the rest around it.".to_owned(),
    }];
    if let (Some(fat), Some(carbohydrate)) = (numbers.fat_g, numbers.carbohydrate_g) {
        let carbohydrate = match carbohydrate.high {
            high if high > 0.0 => format!(" and {} of carbohydrates", range(carbohydrate, " g")),
            _ => String::new(),
        };
        habits.push(format!(
            "As a frame for the rest of the day: {} of fat{carbohydrate}, mostly from food that you cook.",
            range(fat, " g")
        ));
    }
    if !input.restrictions.is_empty() {
        let names: Vec<String> = input.restrictions.iter().map(|restriction| name(*restriction)).collect();
        habits.push(format!(
            "{} eating works well with planning: read the labels, and have a doctor check your blood values now and then.",
            capitalized(&crate::text::enumerate(&names[..names.len().min(4)]))
        ));
    }
    habits.push("Drink with every meal, and keep one quick source of protein at home for busy days.".to_owned());
    habits
}

fn name(restriction: super::Restriction) -> String {
    let name = serde_json::to_value(restriction).expect("a unit variant is a text");
    name.as_str().unwrap_or_default().replace("_free", "-free").replace('_', " ")
}
