//! Foods that a diet rules out, and other things that are forbidden to one person.

use crate::nutrition::Restriction;

/// Words for something that is forbidden to one person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forbidden {
    /// As in the lists above.
    pub(crate) phrases: &'static [&'static str],
    /// Words before a phrase that make it something else: `oat milk`.
    pub(crate) unless_after: &'static [&'static str],
}

impl Forbidden {
    pub(super) fn is_in(&self, words: &str) -> bool {
        let words: Vec<&str> = words.split_ascii_whitespace().collect();
        self.phrases.iter().any(|phrase| {
            let parts: Vec<&str> = phrase.split(' ').collect();
            words.windows(parts.len()).enumerate().any(|(index, window)| {
                let is_match = window.iter().zip(&parts).all(|(word, part)| match part.strip_suffix('*') {
                    Some(stem) => word.starts_with(stem),
                    None => {
                        word == part || word.strip_suffix('s') == Some(part) || word.strip_suffix("es") == Some(part)
                    }
                });
                let before = &words[index.saturating_sub(2)..index];
                // `meat free`, `dairy-free`: what is said is that there is none.
                let is_denied = words.get(index + parts.len()).is_some_and(|next| *next == "free");
                is_match && !is_denied && !before.iter().any(|word| self.unless_after.contains(word))
            })
        })
    }
}

const MEAT: &[&str] = &[
    "meat*",
    "beef",
    "pork",
    "bacon",
    "ham",
    "sausage",
    "chicken",
    "turkey",
    "duck",
    "goose",
    "lamb",
    "mutton",
    "goat",
    "veal",
    "steak",
    "salami",
    "chorizo",
    "prosciutto",
    "liver",
    "venison",
    "poultry",
    "burger",
    "mince",
    "jerky",
    "lard",
    "gelatin*",
    "bone broth",
    "keema",
];
const FISH: &[&str] = &[
    "fish",
    "salmon",
    "tuna",
    "cod",
    "sardine",
    "mackerel",
    "anchov*",
    "trout",
    "herring",
    "haddock",
    "tilapia",
    "prawn",
    "shrimp",
    "crab",
    "lobster",
    "mussel",
    "oyster",
    "squid",
    "shellfish",
    "seafood",
    "rohu",
    "pomfret",
    "hilsa",
];
const DAIRY: &[&str] = &[
    "milk",
    "cheese",
    "yoghurt",
    "yogurt",
    "skyr",
    "quark",
    "butter",
    "cream",
    "ghee",
    "paneer",
    "curd",
    "whey",
    "casein",
    "kefir",
    "cottage cheese",
    "lassi",
    "buttermilk",
    "dairy",
    "raita",
    "mozzarella",
    "feta",
    "halloumi",
];
const EGGS: &[&str] = &["egg", "omelette", "omelet", "frittata", "mayonnaise"];
const HONEY: &[&str] = &["honey"];
const GLUTEN: &[&str] = &[
    "wheat",
    "barley",
    "rye",
    "bread",
    "pasta",
    "noodle",
    "couscous",
    "bulgur",
    "seitan",
    "semolina",
    "spelt",
    "roti",
    "chapati",
    "naan",
    "cracker",
    "oat",
    "cereal",
    "flour",
    "tortilla",
    "bagel",
    "toast",
    "beer",
    "wrap",
    "wholemeal",
];
const NUTS: &[&str] = &[
    "nut",
    "almond",
    "walnut",
    "cashew",
    "hazelnut",
    "pecan",
    "pistachio",
    "brazil nut",
    "macadamia",
    "peanut",
    "marzipan",
    "praline",
    "trail mix",
];
const SOY: &[&str] = &["soy", "soya", "tofu", "tempeh", "edamame", "miso", "soybean"];
const PORK: &[&str] = &["pork", "bacon", "ham", "lard", "salami", "chorizo", "prosciutto", "gelatin*", "wine", "rum"];
const NOT_MEAT: &[&str] = &[
    "vegan",
    "vegetarian",
    "plant",
    "plantbased",
    "meatless",
    "soy",
    "soya",
    "tofu",
    "veggie",
    "bean",
    "lentil",
    "mushroom",
];
const NOT_DAIRY: &[&str] = &[
    "oat", "soy", "soya", "almond", "coconut", "rice", "pea", "hemp", "peanut", "nut", "cashew", "vegan", "plant",
    "based", "cocoa", "shea",
];
const NOT_DAIRY_OR_LACTOSE: &[&str] = &[
    "lactose", "free", "oat", "soy", "soya", "almond", "coconut", "rice", "pea", "peanut", "nut", "cashew", "vegan",
    "plant", "based",
];
const NOT_PORK: &[&str] = &["turkey", "beef", "vegan"];
const SHELLFISH: &[&str] = &["prawn", "shrimp", "crab", "lobster", "mussel", "oyster", "squid", "shellfish"];
const NOT_GLUTEN: &[&str] = &["free", "rice", "corn", "buckwheat", "chickpea", "lentil", "millet", "almond"];

/// What a diet rules out.
pub(crate) fn diet_words(restriction: Restriction) -> Vec<Forbidden> {
    let forbidden = |phrases, unless_after| Forbidden { phrases, unless_after };
    match restriction {
        Restriction::Vegetarian => vec![forbidden(MEAT, NOT_MEAT), forbidden(FISH, NOT_MEAT)],
        Restriction::Vegan => vec![
            forbidden(MEAT, NOT_MEAT),
            forbidden(FISH, NOT_MEAT),
            forbidden(DAIRY, NOT_DAIRY),
            forbidden(EGGS, &["vegan", "flax"]),
            forbidden(HONEY, &[]),
        ],
        Restriction::Pescatarian => vec![forbidden(MEAT, NOT_MEAT)],
        Restriction::GlutenFree => vec![forbidden(GLUTEN, NOT_GLUTEN)],
        Restriction::LactoseFree => vec![forbidden(DAIRY, NOT_DAIRY_OR_LACTOSE)],
        Restriction::DairyFree => vec![forbidden(DAIRY, NOT_DAIRY)],
        Restriction::NutFree => vec![forbidden(NUTS, &[])],
        Restriction::EggFree => vec![forbidden(EGGS, &["vegan"])],
        Restriction::SoyFree => vec![forbidden(SOY, &[])],
        Restriction::FishFree => vec![forbidden(FISH, &["vegan"])],
        Restriction::Halal => vec![forbidden(PORK, NOT_PORK)],
        Restriction::Kosher => vec![forbidden(PORK, NOT_PORK), forbidden(SHELLFISH, &["vegan"])],
    }
}
