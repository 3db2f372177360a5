//! What must not be trained with what: one table, so that a qualified person can confirm or change it.

use crate::person::{Condition, Person};
use crate::workout::BodyArea;

/// What an exercise asks of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Demand {
    /// Knees that bend far under load.
    DeepKneeBend,
    /// Knees that bend against resistance.
    KneeFlexion,
    /// A knee on the floor.
    Kneeling,
    /// Hips that bend far under load.
    DeepHipBend,
    /// A hip that works against gravity to the side or on one leg.
    OneLeg,
    /// A load on the shoulders, in the hands or on a bent-over back, borne by the spine.
    SpineLoad,
    /// A spine that bends, twists or stays braced against its bending.
    SpineBend,
    /// Arms above the shoulders.
    ArmsOverhead,
    /// Shoulders that bear much weight.
    ShoulderLoad,
    /// Wrists that are bent back under weight, or hands that hold a heavy one.
    WristLoad,
    /// Elbows that press or pull a heavy weight.
    ElbowLoad,
    /// Lying on the back.
    OnTheBack,
    /// Lying on the belly.
    OnTheBelly,
    /// Staying in a hard position for long.
    LongHold,
    /// Sets so heavy that the breath is held.
    HeavySet,
    /// More than easy effort.
    HardEffort,
    /// Landing with both feet off the ground before.
    Jump,
    /// Anything at all.
    Anything,
}

/// Who must not do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contraindication {
    /// Who.
    pub who: Who,
    /// What.
    pub demands: &'static [Demand],
    /// By whom.
    pub source: &'static str,
}

/// Who must not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Who {
    /// Somebody with a condition.
    Condition(Condition),
    /// Somebody with an area that needs care.
    Area(BodyArea),
}

use Demand::{
    Anything, ArmsOverhead, DeepHipBend, DeepKneeBend, ElbowLoad, HardEffort, HeavySet, Jump, KneeFlexion, Kneeling,
    LongHold, OnTheBack, OnTheBelly, OneLeg, ShoulderLoad, SpineBend, SpineLoad, WristLoad,
};
use Who::{Area, Condition as Has};

const ACOG: &str = "ACOG Committee Opinion 804 (2020)";
const ACSM: &str = "ACSM's Guidelines for Exercise Testing and Prescription, 11th ed. (2021)";
const ESC: &str = "ESC guidelines on sports cardiology 2020, doi 10.1093/eurheartj/ehaa605";
const NECK: &str = "neck check: Eichner 1993, Phys Sportsmed 21; Metz 2003, Curr Sports Med Rep 2";
const BONES: &str = "Too Fit To Fracture: Giangregorio et al. 2014, doi 10.1007/s00198-013-2523-2";
const INJURY: &str = "PEACE & LOVE: Dubois & Esculier 2020, doi 10.1136/bjsports-2019-101253";
const OURS: &str = "product decision, to be confirmed: what loads an area that needs care";

const fn row(who: Who, demands: &'static [Demand], source: &'static str) -> Contraindication {
    Contraindication { who, demands, source }
}

/// All of them. Where anything at all is contraindicated, there is no plan but a referral.
pub const CONTRAINDICATIONS: &[Contraindication] = &[
    row(Has(Condition::Pregnancy), &[Anything, OnTheBack, OnTheBelly, HeavySet, Jump], ACOG),
    row(Has(Condition::Postpartum), &[Anything, Jump, HeavySet, SpineBend], ACOG),
    row(Has(Condition::Lactation), &[Anything], "product decision, to be confirmed"),
    row(Has(Condition::EatingDisorder), &[Anything], "IOC consensus on REDs 2023"),
    row(Has(Condition::KidneyDisease), &[Anything], ACSM),
    row(Has(Condition::HeartDisease), &[Anything], ESC),
    row(Has(Condition::DiabetesOnMedication), &[Anything], ACSM),
    row(Has(Condition::ChestPain), &[Anything], ESC),
    row(Has(Condition::Fainting), &[Anything], ESC),
    row(Has(Condition::AcuteInjury), &[Anything], INJURY),
    row(Has(Condition::Fever), &[Anything], NECK),
    row(Has(Condition::HighBloodPressureUncontrolled), &[Anything], ESC),
    row(Has(Condition::HighBloodPressure), &[HeavySet, LongHold], ACSM),
    row(Has(Condition::RecentIllness), &[HeavySet, HardEffort, Jump], NECK),
    row(Has(Condition::Osteoporosis), &[SpineBend, Jump, HeavySet], BONES),
    row(Area(BodyArea::Knee), &[DeepKneeBend, KneeFlexion, Kneeling, Jump], OURS),
    row(Area(BodyArea::LowerBack), &[SpineLoad, SpineBend], OURS),
    row(Area(BodyArea::Shoulder), &[ArmsOverhead, ShoulderLoad], OURS),
    row(Area(BodyArea::Wrist), &[WristLoad], OURS),
    row(Area(BodyArea::Hip), &[DeepHipBend, OneLeg, Jump], OURS),
    row(Area(BodyArea::Elbow), &[ElbowLoad], OURS),
];

/// What a person must not do.
pub(crate) fn demands_ruled_out(person: &Person, areas: &[BodyArea]) -> Vec<Demand> {
    let applies = |row: &&Contraindication| match row.who {
        Who::Condition(condition) => person.conditions.contains(&condition),
        Who::Area(area) => areas.contains(&area),
    };
    CONTRAINDICATIONS.iter().filter(applies).flat_map(|row| row.demands).copied().collect()
}
