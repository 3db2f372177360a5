//! Every number that decides what is safe to say, in one place, so that a qualified person can confirm or change it.

/// A limit, its unit and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Limit {
    /// What is limited.
    pub name: &'static str,
    /// The limit itself.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The publication, or "product decision" where none states the number.
    pub source: &'static str,
}

macro_rules! limits {
    ($($constant:ident = $value:expr, $unit:expr, $name:expr, $source:expr;)*) => {
        $(pub(crate) const $constant: f64 = $value;)*
        // Some stand here for whoever confirms them, and are applied elsewhere.
        $(const _: f64 = $constant;)*
        /// All limits, in the order of the README's table.
        pub const LIMITS: &[Limit] = &[$(Limit { name: $name, value: $value, unit: $unit, source: $source }),*];
    };
}

const ISSN: &str = "ISSN position stand 2017, doi 10.1186/s12970-017-0177-8";
const HELMS: &str = "Helms et al. 2014, doi 10.1123/ijsnem.2013-0054";
const ESPEN: &str = "Deutz et al. 2014 (ESPEN), doi 10.1016/j.clnu.2014.04.007";
const RDA: &str = "IOM, Dietary Reference Intakes 2005";
const AMDR: &str = "IOM, Dietary Reference Intakes 2005 (AMDR)";
const ACSM: &str = "ACSM position stand 2009, doi 10.1249/MSS.0b013e3181915670";
const ACSM_2026: &str = "ACSM position stand 2026";
const OURS: &str = "product decision, to be confirmed";

limits! {
    ADULT_AGE = 18.0, "years", "youngest person who gets more than a referral", "Gemini API terms: 18 and over";
    UNDERWEIGHT_BMI = 18.5, "kg/m²", "lowest BMI with which losing weight is discussed", "WHO TRS 894 (2000)";
    PROTEIN_FLOOR = words::PROTEIN_SEDENTARY_LOW, "g/kg/day", "protein, lowest target", RDA;
    PROTEIN_ACTIVE_LOW = words::PROTEIN_ACTIVE_LOW, "g/kg/day", "protein of people who exercise, from", ISSN;
    PROTEIN_ACTIVE_HIGH = words::PROTEIN_ACTIVE_HIGH, "g/kg/day", "protein of people who exercise, to", ISSN;
    PROTEIN_DEFICIT_LOW = words::PROTEIN_DEFICIT_LOW, "g/kg fat-free mass/day", "protein of lean lifters who lose fat, from", HELMS;
    PROTEIN_CAP = words::PROTEIN_DEFICIT_HIGH, "g/kg fat-free mass/day", "protein of lean lifters who lose fat, to", HELMS;
    PROTEIN_OLDER = words::PROTEIN_OLDER_LOW, "g/kg/day", "protein from 65 years of age, lowest target", ESPEN;
    PROTEIN_MOST = words::PROTEIN_MOST_G_PER_DAY, "g/day", "protein, most that is ever told", OURS;
    EXCESS_SHARE = words::EXCESS_SHARE, "of the mass above a BMI of 25", "what counts for protein where the BMI is 30 or more", "Singer et al. 2019 (ESPEN), doi 10.1016/j.clnu.2018.08.037";
    ENERGY_FLOOR_FEMALE = 1200.0, "kcal/day", "energy of women, lowest target", OURS;
    ENERGY_FLOOR_MALE = 1500.0, "kcal/day", "energy of men, and where sex is unknown, lowest target", OURS;
    ENERGY_MEDICAL = 800.0, "kcal/day", "energy below which only a doctor may go", "AHA/ACC/TOS guideline 2013, recommendation 4e";
    ENERGY_DEFICIT = 0.15, "of the need", "largest deficit of the target", OURS;
    ENERGY_SURPLUS = 0.10, "of the need", "largest surplus of the target", OURS;
    LOSS_PER_WEEK = 0.01, "of body weight", "fastest loss that is called steady", OURS;
    FAT_SHARE_LOW = 0.20, "of energy", "fat, from", AMDR;
    FAT_SHARE_HIGH = 0.35, "of energy", "fat, to", AMDR;
    CARBOHYDRATE_SHARE_LOW = 0.45, "of energy", "carbohydrate, from; a warning band", AMDR;
    CARBOHYDRATE_SHARE_HIGH = 0.65, "of energy", "carbohydrate, to; a warning band", AMDR;
    ENERGY_AVAILABILITY = 30.0, "kcal/kg fat-free mass", "energy left after exercise that is too low", "IOC consensus on REDs 2023, threshold debated";
    MUSCLE_DAYS = 2.0, "days/week", "how often each muscle is trained, at least", ACSM_2026;
    HYPERTROPHY_SETS = 10.0, "sets/muscle/week", "sets aimed at for growth", ACSM_2026;
    NOVICE_REPS_LOW = 8.0, "repetitions", "repetitions of beginners, from", ACSM;
    NOVICE_REPS_HIGH = 12.0, "repetitions", "repetitions of beginners, to", ACSM;
    LOAD_STEP_LOW = 2.0, "%", "step in load, from", ACSM;
    LOAD_STEP_HIGH = 10.0, "%", "step in load, to", ACSM;
    ASYMMETRY = 10.0, "°", "difference of left and right that is spoken about", OURS;
    FORM_GOOD = words::FORM_GOOD, "of 100", "form score that is called good, from", OURS;
    FORM_FAIR = words::FORM_FAIR, "of 100", "form score that is called fair, from", OURS;
    FORM_STEP = 5.0, "points", "difference of two form scores that is spoken about", OURS;
    OLDER_AGE = 65.0, "years", "age from which warm-ups and pauses are longer", ACSM;
    RISK_HIGH = 60.0, "of 100", "fault-load index (`injury_risk_score`) that is called high, from", OURS;
    RISK_MODERATE = 30.0, "of 100", "fault-load index (`injury_risk_score`) that is called moderate, from", OURS;
    TREND_POINTS = 4.0, "measurements", "fewest measurements that make a trend", OURS;
    TREND_DAYS = 14.0, "days", "shortest time that makes a trend", OURS;
    TREND_NOISE = 2.0, "standard errors", "change below which a trend is called steady", OURS;
}
