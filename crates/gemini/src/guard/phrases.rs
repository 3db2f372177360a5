//! Words that must not be said. Phrases are in the form that [`words`](crate::text::words) gives.

use super::Rule;
use crate::nutrition::Restriction;

/// Phrases that start at a word; those that end in `*` may go on within it.
const DIAGNOSES: &[&str] = &[
    "diagnos*", "you have depression", "depress*", "anxiety disorder", "disorder*", "disease*", "syndrome*", "clinical*",
    "you are suffering from", "you suffer from", "bipolar", "adhd", "ptsd", "patholog*", "tendin*", "tendon tear", "torn *",
    "arthritis", "osteoarthritis", "bursitis", "hernia*", "sciatica", "meniscus", "diabet*", "anemia", "anaemia", "hypertension",
    "thyroid", "cancer*", "stroke", "heart attack", "concussion", "fracture*", "impingement", "rotator cuff tear", "cure*", "cures",
    "heals your", "treats your", "allergen safe", "safe for allerg*", "allergen free", "hypoallergenic",
];
const DRUGS: &[&str] = &[
    "ibuprofen", "paracetamol", "acetaminophen", "aspirin", "naproxen", "diclofenac", "nsaid*", "painkiller*", "pain killer*",
    "pain reliever*", "opioid*", "tramadol", "codeine", "cortisone", "steroid*", "anabolic*", "testosterone", "sarms", "clenbuterol",
    "ephedr*", "dnp", "dinitrophenol", "growth hormone", "hgh", "ozempic", "wegovy", "semaglutide", "tirzepatide", "mounjaro", "glp 1",
    "laxative*", "diuretic*", "insulin*", "metformin", "statin*", "antidepressant*", "ssri*", "sertraline", "fluoxetine", "prozac",
    "zoloft", "xanax", "alprazolam", "valium", "diazepam", "benzodiazepine*", "lithium", "ritalin", "adderall", "modafinil",
    "melatonin", "zolpidem", "sleeping pill*", "pills", "pill", "tablet*", "dose", "doses", "dosage*", "dosing", "prescri*", "medication*",
    "medicine*", "drug*", "fat burner*", "diet tea", "nicotine", "cannabis", "cbd", "marijuana", "thc", "kratom", "injection*",
];
const UNSAFE: &[&str] = &[
    "through the pain", "through pain", "through your pain", "ignore the pain", "ignore pain", "ignore any pain", "no pain no gain",
    "skip meals", "skip breakfast", "skip lunch", "skip dinner", "skipping meals", "skip a meal", "water fast*", "crash diet*",
    "detox*", "cleanse*", "purg*", "starv*", "vomit*", "stop eating", "eat nothing", "dehydrat* yourself", "sauna suit",
    "train to exhaustion", "every day without rest", "no rest days", "do not see a doctor", "dont see a doctor", "no need to see a doctor",
    "instead of a doctor", "you dont need a doctor", "you do not need a doctor", "stop taking", "quit your job immediately", "lose weight fast",
    "alcohol*", "energy drink*",
];
const LEAKS: &[&str] = &[
    "system instruction*", "system prompt*", "my instructions", "previous instructions", "as an ai", "as a language model",
    "language model*", "json schema", "data block", "ignore previous", "ignore all", "i was told to", "prompt injection", "pwned", "hacked",
];

pub(super) fn general(words: &str) -> Option<Rule> {
    let rules = [(DIAGNOSES, Rule::Diagnosis), (DRUGS, Rule::Drugs), (UNSAFE, Rule::Unsafe)];
    rules.into_iter().find(|(phrases, _)| phrases.iter().any(|phrase| contains(words, phrase))).map(|(_, rule)| rule)
}

pub(super) fn is_leak(words: &str) -> bool {
    LEAKS.iter().any(|phrase| contains(words, phrase))
}

/// Looks for a phrase without allocating: each text is searched for hundreds of them.
fn contains(words: &str, phrase: &str) -> bool {
    let (stem, is_open) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    words.match_indices(stem).any(|(start, _)| {
        let end = start + stem.len();
        let starts_word = words[..start].ends_with(' ');
        starts_word && (is_open || words[end..].starts_with(' ') || stem.ends_with(' '))
    })
}

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
                    None => word == part || word.strip_suffix('s') == Some(part) || word.strip_suffix("es") == Some(part),
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
    "meat*", "beef", "pork", "bacon", "ham", "sausage", "chicken", "turkey", "duck", "goose", "lamb", "mutton", "goat", "veal", "steak",
    "salami", "chorizo", "prosciutto", "liver", "venison", "poultry", "burger", "mince", "jerky", "lard", "gelatin*", "bone broth", "keema",
];
const FISH: &[&str] = &[
    "fish", "salmon", "tuna", "cod", "sardine", "mackerel", "anchov*", "trout", "herring", "haddock", "tilapia", "prawn", "shrimp", "crab",
    "lobster", "mussel", "oyster", "squid", "shellfish", "seafood", "rohu", "pomfret", "hilsa",
];
const DAIRY: &[&str] = &[
    "milk", "cheese", "yoghurt", "yogurt", "skyr", "quark", "butter", "cream", "ghee", "paneer", "curd", "whey", "casein", "kefir",
    "cottage cheese", "lassi", "buttermilk", "dairy", "raita", "mozzarella", "feta", "halloumi",
];
const EGGS: &[&str] = &["egg", "omelette", "omelet", "frittata", "mayonnaise"];
const HONEY: &[&str] = &["honey"];
const GLUTEN: &[&str] = &[
    "wheat", "barley", "rye", "bread", "pasta", "noodle", "couscous", "bulgur", "seitan", "semolina", "spelt", "roti", "chapati", "naan",
    "cracker", "cereal", "flour", "tortilla", "bagel", "toast", "beer", "wrap", "wholemeal",
];
const NUTS: &[&str] = &[
    "nut", "almond", "walnut", "cashew", "hazelnut", "pecan", "pistachio", "brazil nut", "macadamia", "peanut", "marzipan", "praline",
    "trail mix",
];
const SOY: &[&str] = &["soy", "soya", "tofu", "tempeh", "edamame", "miso", "soybean"];
const PORK: &[&str] = &["pork", "bacon", "ham", "lard", "salami", "chorizo", "prosciutto", "gelatin*", "wine", "rum"];
const NOT_MEAT: &[&str] = &["vegan", "vegetarian", "plant", "plantbased", "meatless", "soy", "soya", "tofu", "veggie", "bean", "lentil", "mushroom"];
const NOT_DAIRY: &[&str] =
    &["oat", "soy", "soya", "almond", "coconut", "rice", "pea", "hemp", "peanut", "nut", "cashew", "vegan", "plant", "based", "cocoa", "shea"];
const NOT_DAIRY_OR_LACTOSE: &[&str] = &[
    "lactose", "free", "oat", "soy", "soya", "almond", "coconut", "rice", "pea", "peanut", "nut", "cashew", "vegan", "plant", "based",
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
