//! Who must not be advised by a model; decided by code, before anything is sent.

use serde::{Deserialize, Serialize};

use crate::crisis::{is_crisis, starts};
use crate::escalation::{Escalation, Urgency};
use crate::limits::{ADULT_AGE, UNDERWEIGHT_BMI};
use crate::person::{Condition, Person};
use crate::text::words;

/// Why a person is referred to another instead of being advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gate {
    /// Words of somebody who may harm themselves.
    Crisis,
    /// Younger than 18.
    Minor,
    /// Losing weight is the goal of somebody who has too little of it.
    Underweight,
    /// A state of health in which only a professional should advise.
    Health(Condition),
    /// The program that made the input refers the person.
    Referred,
}

/// Phrases that name a condition; a word before that denies it takes it back.
const CONDITION_WORDS: [(&str, Condition); 36] = [
    ("pregnan", Condition::Pregnancy),
    ("breastfeeding", Condition::Lactation),
    ("breast feeding", Condition::Lactation),
    ("nursing my baby", Condition::Lactation),
    ("eating disorder", Condition::EatingDisorder),
    ("anorexi", Condition::EatingDisorder),
    ("bulimi", Condition::EatingDisorder),
    ("binge eating", Condition::EatingDisorder),
    ("make myself vomit", Condition::EatingDisorder),
    ("kidney disease", Condition::KidneyDisease),
    ("kidney failure", Condition::KidneyDisease),
    ("renal", Condition::KidneyDisease),
    ("dialysis", Condition::KidneyDisease),
    ("heart disease", Condition::HeartDisease),
    ("heart attack", Condition::HeartDisease),
    ("heart failure", Condition::HeartDisease),
    ("angina", Condition::HeartDisease),
    ("insulin", Condition::DiabetesOnMedication),
    ("metformin", Condition::DiabetesOnMedication),
    ("chest pain", Condition::ChestPain),
    ("pain in my chest", Condition::ChestPain),
    ("chest tightness", Condition::ChestPain),
    ("faint", Condition::Fainting),
    ("passed out", Condition::Fainting),
    ("blacked out", Condition::Fainting),
    ("broken bone", Condition::AcuteInjury),
    ("acute injury", Condition::AcuteInjury),
    ("torn ligament", Condition::AcuteInjury),
    ("fever", Condition::Fever),
    ("feverish", Condition::Fever),
    ("postpartum", Condition::Postpartum),
    ("gave birth", Condition::Postpartum),
    ("given birth", Condition::Postpartum),
    ("c section", Condition::Postpartum),
    ("uncontrolled high blood pressure", Condition::HighBloodPressureUncontrolled),
    ("uncontrolled hypertension", Condition::HighBloodPressureUncontrolled),
];

const DENIALS: [&str; 8] = ["no", "not", "never", "without", "isnt", "wasnt", "arent", "any"];

/// The first reason not to ask a model, the most urgent ones first.
pub(crate) fn gate<'a>(
    person: &Person,
    texts: impl IntoIterator<Item = &'a str>,
    wants_to_lose_weight: bool,
) -> Option<Gate> {
    let texts: Vec<&str> = texts.into_iter().collect();
    if texts.iter().any(|text| is_crisis(text)) {
        return Some(Gate::Crisis);
    }
    let texts: Vec<String> = texts.into_iter().map(words).collect();
    let written = texts.iter().flat_map(|text| conditions_in(text));
    let mut conditions: Vec<Condition> =
        person.conditions.iter().copied().chain(written).filter(|condition| condition.is_referred()).collect();
    conditions.sort_by_key(|condition| !is_urgent(*condition));
    if let Some(condition) = conditions.first() {
        return Some(Gate::Health(*condition));
    }
    if person.age_years.is_some_and(|age| age < ADULT_AGE) {
        return Some(Gate::Minor);
    }
    let is_underweight = person.bmi().is_some_and(|bmi| bmi < UNDERWEIGHT_BMI);
    (wants_to_lose_weight && is_underweight).then_some(Gate::Underweight)
}

fn conditions_in(words: &str) -> Vec<Condition> {
    let is_there = |phrase: &str| {
        starts(words, phrase).any(|start| {
            let before = words[..start].split_ascii_whitespace().next_back().unwrap_or_default();
            !DENIALS.contains(&before)
        })
    };
    CONDITION_WORDS.iter().filter(|(phrase, _)| is_there(phrase)).map(|(_, condition)| *condition).collect()
}

fn is_urgent(condition: Condition) -> bool {
    matches!(condition, Condition::ChestPain | Condition::Fainting)
}

impl Gate {
    /// Whether nothing must be trained until a doctor has looked.
    pub(crate) fn is_urgent(self) -> bool {
        matches!(self, Self::Health(condition) if is_urgent(condition))
    }

    /// What is said instead of advice.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Crisis => {
                "What you wrote sounds very heavy, and it matters more than any training or eating plan. \
                 You do not have to carry it alone: please talk to someone now."
            }
            Self::Minor => {
                "You are still growing, and numbers made for adults do not fit you. Please plan this with a parent, \
                 a coach who sees you train, or your doctor."
            }
            Self::Underweight => {
                "Your weight is already low for your height, so losing more is nothing this program will plan. \
                 Please talk to a doctor or a dietitian about what your body needs."
            }
            Self::Referred => {
                "From what was entered, a number worked out by a program would not be right for you. \
                 A doctor or a registered dietitian can set one that is."
            }
            Self::Health(condition) => match condition {
                Condition::Pregnancy => {
                    "In pregnancy, needs and safe limits change month by month. Please plan food and training with your \
                     midwife or doctor."
                }
                Condition::Lactation => {
                    "While you feed a child, your needs differ from those this program knows. Please plan with your \
                     midwife, doctor or a registered dietitian."
                }
                Condition::EatingDisorder => {
                    "Targets and scores can do harm when eating is a struggle, so there are none here. Please talk to the \
                     people who treat you, or to a doctor you trust."
                }
                Condition::KidneyDisease => {
                    "With a kidney condition, how much protein and fluid is right is a medical decision. Please let your \
                     kidney doctor or a renal dietitian set it."
                }
                Condition::HeartDisease => {
                    "With a heart condition, how hard you may train is a medical decision. Please ask your cardiologist \
                     or a cardiac rehabilitation team."
                }
                Condition::DiabetesOnMedication => {
                    "Food and training change how your blood sugar treatment acts. Please plan both with the team that treats you."
                }
                Condition::ChestPain => {
                    "Stop training. Pain or tightness in the chest must be checked by a doctor today; call your local \
                     emergency number if it is there now."
                }
                Condition::Fainting => {
                    "Stop training. Fainting must be checked by a doctor before you exercise again; call your local \
                     emergency number if you feel faint now."
                }
                Condition::AcuteInjury => {
                    "Let the injury be examined before you load it. A doctor or physiotherapist can tell you what you may \
                     do meanwhile, and when to start again."
                }
                Condition::Fever => {
                    "Do not train with a fever: rest and drink until it has been gone for a full day, then start with \
                     something easy. See a doctor if it stays or comes back."
                }
                Condition::Postpartum => {
                    "After a birth, what is right and when depends on how it went and how you heal. Please let your \
                     midwife, doctor or pelvic floor physiotherapist clear you and plan with you."
                }
                Condition::HighBloodPressureUncontrolled => {
                    "Blood pressure that is not under control comes first. Please have it looked at before you train, \
                     and ask how hard you may."
                }
                // Never a reason to refer: see `Condition::is_referred`.
                Condition::HighBloodPressure | Condition::RecentIllness | Condition::Osteoporosis => {
                    "Please ask your doctor how hard you may train."
                }
            },
        }
    }

    /// Whom to turn to.
    pub(crate) fn escalation(self, person: &Person) -> Escalation {
        match self {
            Self::Crisis => Escalation {
                urgency: Urgency::Crisis,
                message: "If you might act on these thoughts, call your local emergency number or go to the nearest \
                          emergency department now. If you can, stay with someone you trust."
                    .to_owned(),
                contacts: crisis_contacts(person.country.as_deref()).into_iter().map(str::to_owned).collect(),
            },
            _ if self.is_urgent() => Escalation {
                urgency: Urgency::Urgent,
                message: "Have this checked by a doctor today, and do not train until then.".to_owned(),
                contacts: vec![EMERGENCY.to_owned()],
            },
            Self::Health(_) | Self::Minor | Self::Underweight | Self::Referred => Escalation {
                urgency: Urgency::Professional,
                message: "Please take this to a professional who can examine you before you change anything."
                    .to_owned(),
                contacts: Vec::new(),
            },
        }
    }
}

const EMERGENCY: &str = "your local emergency number";

/// Lines that answer at any hour.
pub(crate) fn crisis_contacts(country: Option<&str>) -> Vec<&'static str> {
    let line = match country.map(str::to_ascii_uppercase).as_deref() {
        Some("IN") => Some("Tele-MANAS: 14416"),
        Some("US") => Some("988 Suicide & Crisis Lifeline: call or text 988"),
        _ => None,
    };
    line.into_iter().chain([EMERGENCY]).collect()
}
