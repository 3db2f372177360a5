//! Words that descriptions of foods share, by what they say about the food.

/// Words that tell forms of a food apart rather than foods: what is asked for matters less if it is one of them.
#[rustfmt::skip]
const FORMS: [&str; 61] = [
    "baked", "big", "boiled", "boneless", "bottled", "bowl", "braised", "broiled", "canned", "chopped", "cold",
    "cooked", "cup", "dark", "drained", "extra", "farmed", "fresh", "fried", "frozen", "full", "glass", "grilled",
    "homemade", "hot", "large", "lean", "light", "low", "lowfat", "medium", "my", "natural", "no-fat", "no-salt",
    "no-skin", "organic", "pan", "piece", "plain", "portion", "prepared", "quality", "raw", "red", "reduced",
    "regular", "ripe", "roasted", "serving", "skinless", "slice", "sliced", "small", "steamed", "stewed", "sweet",
    "toasted", "unsweetened", "warm", "whole",
];

/// Words that a plain food may carry.
#[rustfmt::skip]
const PLAIN: [&str; 21] = [
    "all", "area", "average", "commercial", "cooking", "fluid", "food", "fresh", "mature", "only", "plain", "raw",
    "regular", "ripe", "round", "style", "table", "unprepared", "variety", "whole", "year",
];

/// Words of ordinary preparation.
#[rustfmt::skip]
const ORDINARY: [&str; 35] = [
    "baked", "boiled", "broiled", "broiler", "cooked", "drained", "dry", "enriched", "fat", "flesh", "fryer",
    "green", "heat", "lean", "meat", "mixed", "moist", "no-salt", "no-skin", "peel", "prepared", "quick", "red",
    "roasted", "salad", "salt", "seed", "separable", "skin", "solid", "steamed", "tap", "vitamin", "water", "white",
];

/// Words that make something else of a food, or that say for whom it is.
#[rustfmt::skip]
const EXOTIC: [&str; 39] = [
    "alaska", "babyfood", "bran", "cake", "candied", "candy", "chip", "commodity", "dehydrated", "dressing",
    "dried", "flour", "formula", "freeze", "game", "imitation", "imported", "industrial", "infant", "juice", "leaf",
    "low", "meatless", "mix", "native", "nectar", "oil", "pie", "powder", "product", "sauce", "soup", "spread",
    "strained", "substitute", "syrup", "toddler", "usda", "zealand",
];

/// Words of parts that name a category, as `FISH,` in `FISH,TUNA,LT`: the food itself comes after them.
#[rustfmt::skip]
const CATEGORIES: [&str; 37] = [
    "agent", "alcoholic", "babyfood", "beverage", "bread", "candy", "carbonated", "cereal", "cheese", "commodity",
    "crustacean", "distilled", "dressing", "eat", "fast", "fish", "food", "game", "leavening", "lettuce", "meat",
    "melon", "mollusk", "mushroom", "nut", "pepper", "ready", "restaurant", "salad", "sauce", "seed", "snack",
    "spice", "squash", "summer", "sweetener", "winter",
];

/// How much of a question a word is.
pub(crate) fn weight(stem: &str) -> f64 {
    if is_food(stem) { 1.0 } else { 0.35 }
}

/// Whether a word may name a food, rather than its form.
pub(crate) fn is_food(stem: &str) -> bool {
    !FORMS.contains(&stem) && !is_amount(stem)
}

/// Whether a word names a category of foods.
pub(crate) fn is_category(stem: &str) -> bool {
    CATEGORIES.contains(&stem)
}

/// How far a word that was not asked for takes a food from what was.
pub(crate) fn distance(stem: &str) -> f64 {
    if PLAIN.contains(&stem) {
        0.05
    } else if ORDINARY.contains(&stem) || is_amount(stem) {
        0.3
    } else if EXOTIC.contains(&stem) {
        2.0
    } else {
        1.0
    }
}

fn is_amount(stem: &str) -> bool {
    stem.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tokens::words;
    use super::*;

    #[test]
    fn lists_hold_stems() {
        for list in [&FORMS[..], &PLAIN, &ORDINARY, &EXOTIC, &CATEGORIES] {
            assert!(list.is_sorted());
            for stem in list.iter().filter(|stem| !stem.starts_with("no-")) {
                let found: Vec<String> = words(stem).into_iter().map(|word| word.stem).collect();
                assert_eq!(found, [*stem]);
            }
        }
    }
}
