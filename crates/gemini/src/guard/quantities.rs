//! Numbers in prose: what they count, and whether they are numbers that were computed.
//!
//! Read strictly, for a refusal only costs the wording: what is not understood is refused.

use super::lexer::{Token, lex};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Gram,
    GramPerDay,
    GramPerKg,
    Kcal,
    Kilogram,
    KilogramPerWeek,
    Percent,
    Degree,
    /// Points of 100.
    Score,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Set,
    Rep,
    /// Trainings, meals, times, exercises: things that are counted.
    Count,
    Centimetre,
    /// Beats per minute, milliseconds and other units of one metric.
    Metric,
    /// Nothing that is known.
    None,
    /// Milligrams, pounds, kilojoules, money: never said.
    Never,
}

/// What a number of grams is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Protein,
    Carbohydrate,
    Fat,
    /// Fibre, salt, creatine: none of which is computed.
    Other,
}

/// Numbers that may be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    unit: Unit,
    topic: Option<Topic>,
    low: f64,
    high: f64,
}

impl Quantity {
    pub(crate) fn new(unit: Unit, low: f64, high: f64) -> Self {
        Self { unit, topic: None, low, high }
    }

    pub(crate) fn one(unit: Unit, value: f64) -> Self {
        Self::new(unit, value, value)
    }

    pub(crate) fn of(mut self, topic: Topic) -> Self {
        self.topic = Some(topic);
        self
    }

    /// Rounded as prose rounds: by half of what the number is shown with.
    fn holds(&self, value: f64) -> bool {
        let slack = if self.high.abs() >= 1000.0 { 25.0 } else { 0.051 + 0.005 * self.high.abs() };
        (self.low - slack..=self.high + slack).contains(&value)
    }
}

/// Habits that any text may name where nothing of the kind was computed.
const HABITS: [(Unit, f64, f64); 10] = [
    (Unit::Second, 1.0, 120.0),
    (Unit::Minute, 1.0, 60.0),
    (Unit::Hour, 1.0, 9.0),
    (Unit::Day, 1.0, 7.0),
    (Unit::Week, 1.0, 12.0),
    (Unit::Month, 1.0, 6.0),
    (Unit::Set, 1.0, 5.0),
    (Unit::Rep, 1.0, 20.0),
    (Unit::Count, 1.0, 10.0),
    (Unit::None, 0.0, 10.0),
];

/// Whether every number of a text is one of `allowed`, or a habit.
pub(crate) fn all_allowed(text: &str, allowed: &[Quantity]) -> bool {
    // Digits of other scripts, fractions in one character, roman numerals: not read, so not said.
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return false;
    }
    found(&lex(text)).into_iter().all(|number| is_allowed(&number, allowed))
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    value: f64,
    unit: Unit,
    topic: Option<Topic>,
    /// Written as a word: `one side` is no quantity.
    is_word: bool,
}

fn is_allowed(number: &Found, allowed: &[Quantity]) -> bool {
    if number.unit == Unit::Never {
        return false;
    }
    // A dozen is a turn of speech, thirty-seven is a number.
    if number.unit == Unit::None && number.is_word && number.value <= 12.0 {
        return true;
    }
    // `one easy week`, `one or two repetitions in reserve`: turns of speech.
    if number.is_word && number.value <= 2.0 && HABITS.iter().any(|(unit, ..)| *unit == number.unit) {
        return true;
    }
    let fits_unit = |unit: Unit| match number.unit {
        // A number without a unit may be any of those that were computed.
        Unit::None => true,
        // `120 g of protein` may be that of a day or of a meal.
        Unit::Gram => matches!(unit, Unit::Gram | Unit::GramPerDay),
        other => unit == other,
    };
    let is_mass = matches!(number.unit, Unit::Gram | Unit::GramPerDay | Unit::GramPerKg);
    let fits_topic =
        |topic: Option<Topic>| !is_mass || number.topic.is_none() || topic.is_none() || topic == number.topic;
    let mut of_unit = allowed.iter().filter(|quantity| fits_unit(quantity.unit)).peekable();
    let is_computed = of_unit.peek().is_some() && number.unit != Unit::None;
    if of_unit.any(|quantity| fits_topic(quantity.topic) && quantity.holds(number.value)) {
        return true;
    }
    let is_whole = number.value.fract() == 0.0 || matches!(number.unit, Unit::Hour | Unit::Minute);
    let is_habit =
        |(unit, low, high): &(Unit, f64, f64)| *unit == number.unit && (*low..=*high).contains(&number.value);
    !is_computed && is_whole && HABITS.iter().any(is_habit)
}

/// The numbers of a text with their units.
fn found(tokens: &[Token]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Token::Number { .. } = tokens[at] else {
            at += 1;
            continue;
        };
        // `101–145 g`, `5 to 7 days`, `3 x 10`: the last one's unit is that of all.
        let mut numbers = vec![at];
        let mut end = at + 1;
        while let Some(next) = connector(tokens, end) {
            numbers.push(next);
            end = next + 1;
        }
        let is_product = tokens[at + 1..end]
            .iter()
            .any(|token| *token == Token::Word("x".to_owned()) || *token == Token::Symbol('×'));
        let is_money = at > 0 && matches!(tokens[at - 1], Token::Symbol('$' | '€' | '£' | '₹'));
        let of_sets = at > 1 && is_word(tokens, at - 1, &["of"]) && is_word(tokens, at - 2, &["set", "sets"]);
        let (mut unit, after) = if is_money { (Unit::Never, end) } else { unit(tokens, end) };
        if unit == Unit::None && (of_sets || is_product) {
            unit = Unit::Rep;
        }
        if unit == Unit::Gram && is_per_day(tokens, after) {
            unit = Unit::GramPerDay;
        }
        let topic = topic(tokens, at, after);
        for (index, number) in numbers.iter().enumerate() {
            let Token::Number { value, is_word } = tokens[*number] else { continue };
            let unit = if is_product && index == 0 && unit != Unit::Never { Unit::Set } else { unit };
            found.push(Found { value, unit, topic, is_word });
        }
        // `82/100`, `82 out of 100`: the hundred is part of the unit.
        at = after.max(end);
    }
    found
}

/// The number that a range or a product goes on with after `at`.
fn connector(tokens: &[Token], at: usize) -> Option<usize> {
    let joins = match tokens.get(at)? {
        Token::Symbol('-' | '–' | '—' | '×' | '~') => true,
        Token::Word(word) => matches!(word.as_str(), "to" | "x" | "or" | "and"),
        _ => false,
    };
    (joins && matches!(tokens.get(at + 1), Some(Token::Number { .. }))).then_some(at + 1)
}

/// All numbers of a text, and whether each is written in words.
#[cfg(test)]
pub(crate) fn numbers_in(text: &str) -> Vec<(f64, bool)> {
    let number = |token| match token {
        Token::Number { value, is_word } => Some((value, is_word)),
        _ => None,
    };
    lex(text).into_iter().filter_map(number).collect()
}

fn is_word(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    matches!(tokens.get(at), Some(Token::Word(word)) if words.contains(&word.as_str()))
}

/// The unit that starts at `at`, and where it ends.
fn unit(tokens: &[Token], at: usize) -> (Unit, usize) {
    match tokens.get(at) {
        Some(Token::Symbol('°' | 'º')) => {
            let is_temperature = is_word(tokens, at + 1, &["c", "f"]);
            (if is_temperature { Unit::Never } else { Unit::Degree }, at + 1)
        }
        Some(Token::Symbol('%')) => (Unit::Percent, at + 1),
        Some(Token::Symbol('$' | '€' | '£' | '₹')) => (Unit::Never, at + 1),
        Some(Token::Symbol('/')) if is_hundred(tokens, at + 1) => (Unit::Score, at + 2),
        Some(Token::Symbol('-')) => match word_unit(tokens, at + 1) {
            (Unit::None, _) => (Unit::None, at),
            known => known,
        },
        Some(Token::Word(word)) if word == "out" && is_word(tokens, at + 1, &["of"]) && is_hundred(tokens, at + 2) => {
            (Unit::Score, at + 3)
        }
        Some(Token::Word(word)) if word == "of" && is_hundred(tokens, at + 1) => (Unit::Score, at + 2),
        Some(Token::Word(_)) => match word_unit(tokens, at) {
            // `2 hard sets`, `3 short easy walks`: up to two words may describe what is counted.
            (Unit::None, _) => [1, 2]
                .into_iter()
                .take_while(|skip| {
                    describes(tokens, at + skip - 1) && matches!(tokens.get(at + skip), Some(Token::Word(_)))
                })
                .map(|skip| word_unit(tokens, at + skip))
                .find(|(unit, _)| *unit != Unit::None)
                .unwrap_or((Unit::None, at)),
            known => known,
        },
        _ => (Unit::None, at),
    }
}

/// Whether a word can stand between a number and what it counts: `2 per week` counts no weeks.
fn describes(tokens: &[Token], at: usize) -> bool {
    const LINKS: [&str; 22] = [
        "per", "a", "an", "each", "every", "in", "of", "to", "from", "on", "at", "and", "or", "for", "within", "is",
        "was", "with", "the", "after", "before", "by",
    ];
    !is_word(tokens, at, &LINKS)
}

fn is_hundred(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at), Some(Token::Number { value: 100.0, .. }))
}

fn word_unit(tokens: &[Token], at: usize) -> (Unit, usize) {
    let Some(Token::Word(word)) = tokens.get(at) else { return (Unit::None, at) };
    let unit = match word.as_str() {
        "g" | "gr" | "gram" | "grams" | "gramme" | "grammes" => {
            return per(tokens, at + 1, &["kg", "kilo", "kilogram", "kilograms"])
                .map_or((Unit::Gram, at + 1), |end| (Unit::GramPerKg, end));
        }
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" => {
            return per(tokens, at + 1, &["week"]).map_or((Unit::Kilogram, at + 1), |end| (Unit::KilogramPerWeek, end));
        }
        "kcal" | "kcals" | "cal" | "cals" | "calorie" | "calories" | "kilocalorie" | "kilocalories" => Unit::Kcal,
        "percent" => Unit::Percent,
        "degree" | "degrees" | "deg" => Unit::Degree,
        "point" | "points" => Unit::Score,
        "s" | "sec" | "secs" | "second" | "seconds" => Unit::Second,
        "min" | "mins" | "minute" | "minutes" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "set" | "sets" => Unit::Set,
        "rep" | "reps" | "repetition" | "repetitions" => Unit::Rep,
        "time" | "times" | "session" | "sessions" | "workout" | "workouts" | "meal" | "meals" | "exercise"
        | "exercises" | "snack" | "snacks" | "breath" | "breaths" | "measurement" | "measurements" | "lift"
        | "lifts" | "training" | "trainings" | "walk" | "walks" | "pause" | "pauses" => Unit::Count,
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => Unit::Centimetre,
        "bpm" | "beats" | "ms" | "milliseconds" | "steps" | "km" | "watts" | "w" => Unit::Metric,
        "mg" | "mcg" | "milligram" | "milligrams" | "microgram" | "micrograms" | "iu" | "ml" | "l" | "litre"
        | "litres" | "liter" | "liters" | "lb" | "lbs" | "pound" | "pounds" | "oz" | "ounce" | "ounces" | "kj"
        | "kilojoule" | "kilojoules" | "joule" | "joules" | "dollar" | "dollars" | "euro" | "euros" | "rupees"
        | "stone" | "year" | "years" | "pill" | "pills" | "m" | "metre" | "metres" | "meter" | "meters" | "mile"
        | "miles" | "inch" | "inches" => Unit::Never,
        _ => Unit::None,
    };
    (unit, at + 1)
}

/// The end of `/kg`, `per kg`, `a week` and `per kilogram of body weight`.
fn per(tokens: &[Token], at: usize, of: &[&str]) -> Option<usize> {
    let is_per =
        matches!(tokens.get(at), Some(Token::Symbol('/'))) || is_word(tokens, at, &["per", "a", "each", "every"]);
    // `g of protein per kg`: the substance may stand between.
    if is_per && is_word(tokens, at + 1, of) {
        return Some(at + 2);
    }
    let skipped = if is_word(tokens, at, &["of"]) { at + 2 } else { return None };
    let is_per = matches!(tokens.get(skipped), Some(Token::Symbol('/'))) || is_word(tokens, skipped, &["per"]);
    (is_per && is_word(tokens, skipped + 1, of)).then_some(skipped + 2)
}

/// `per day`, `a day`, `/day`, `daily` within the next words of the sentence.
fn is_per_day(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at.min(tokens.len())..].iter().take(5).take_while(|token| !is_break(token));
    let words: Vec<&Token> = sentence.collect();
    words.iter().any(|token| matches!(token, Token::Word(word) if word == "daily"))
        || words.windows(2).any(|pair| {
            let is_per = match pair[0] {
                Token::Symbol('/') => true,
                Token::Word(word) => matches!(word.as_str(), "per" | "a" | "each" | "every"),
                _ => false,
            };
            is_per && matches!(pair[1], Token::Word(word) if word == "day")
        })
}

/// What the grams are of: the first substance after the number, else the last one before, within the sentence.
fn topic(tokens: &[Token], start: usize, end: usize) -> Option<Topic> {
    let of = |token: &Token| match token {
        Token::Word(word) => match word.as_str() {
            "protein" | "proteins" => Some(Topic::Protein),
            "carbohydrate" | "carbohydrates" | "carb" | "carbs" => Some(Topic::Carbohydrate),
            "fat" | "fats" => Some(Topic::Fat),
            "fibre" | "fiber" | "sugar" | "salt" | "sodium" | "creatine" | "caffeine" | "alcohol" => Some(Topic::Other),
            _ => None,
        },
        _ => None,
    };
    let after = tokens[end.min(tokens.len())..].iter().take(4).take_while(|token| !is_break(token)).find_map(of);
    after.or_else(|| tokens[..start].iter().rev().take(6).take_while(|token| !is_break(token)).find_map(of))
}

fn is_break(token: &Token) -> bool {
    matches!(token, Token::Symbol('.' | ',' | ';' | '!' | '?' | '(' | ')') | Token::Number { .. })
}

/// What a unit of the user, such as `kg` or `%`, is to the guard.
pub(crate) fn unit_of(text: &str) -> Unit {
    let text = text.trim();
    let is_plain =
        matches!(text, "%" | "°") || (text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_alphabetic()));
    match found(&lex(&format!("7 {text}"))).as_slice() {
        [only] if is_plain => only.unit,
        _ => Unit::None,
    }
}
