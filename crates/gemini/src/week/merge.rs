//! What is known in one area holds in all, and what contradicts is settled for the careful side.

use words::Goal;

use super::{Area, Contradiction, ContradictionKind, WeekInput};
use crate::error::InputError;
use crate::person::Person;
use crate::text::words;
use crate::workout::{BodyArea, Experience, WorkoutGoal};

impl WeekInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        crate::json::from_str(text, "input of a week")
    }

    /// The areas that are there.
    pub(crate) fn areas(&self) -> Vec<Area> {
        let areas = [
            (Area::Exercise, self.exercise.is_some()),
            (Area::Burnout, self.burnout.is_some()),
            (Area::Nutrition, self.nutrition.is_some()),
            (Area::Training, self.training.is_some()),
            (Area::Progress, self.progress.is_some()),
        ];
        areas.into_iter().filter(|(_, is_there)| *is_there).map(|(area, _)| area).collect()
    }

    /// The same with what any area knows of the person in all of them.
    pub(crate) fn merged(&self) -> Self {
        let mut merged = self.clone();
        let mut person = self.person.clone();
        for known in merged.persons().into_iter().flatten() {
            fill(&mut person, known);
        }
        for known in merged.persons().into_iter().flatten() {
            known.clone_from(&person);
        }
        merged.person = person;
        let hurt = self.hurt_areas();
        if let Some(training) = &mut merged.training {
            let new = hurt.into_iter().filter(|area| !training.sensitive_areas.contains(area));
            let new: Vec<BodyArea> = new.collect();
            training.sensitive_areas.extend(new);
        }
        merged
    }

    fn persons(&mut self) -> [Option<&mut Person>; 5] {
        [
            self.exercise.as_mut().map(|input| &mut input.person),
            self.burnout.as_mut().map(|input| &mut input.person),
            self.nutrition.as_mut().map(|input| &mut input.person),
            self.training.as_mut().map(|input| &mut input.person),
            self.progress.as_mut().map(|input| &mut input.person),
        ]
    }

    /// The parts of the body that somebody wrote hurt.
    pub(super) fn hurt_areas(&self) -> Vec<BodyArea> {
        const NAMES: [(&str, BodyArea); 8] = [
            ("knee", BodyArea::Knee),
            ("lower back", BodyArea::LowerBack),
            ("back", BodyArea::LowerBack),
            ("shoulder", BodyArea::Shoulder),
            ("wrist", BodyArea::Wrist),
            ("hip", BodyArea::Hip),
            ("elbow", BodyArea::Elbow),
            ("spine", BodyArea::LowerBack),
        ];
        let of_film = self.exercise.iter().flat_map(|input| input.risk_factors.iter().chain(&input.notes));
        let of_training = self.training.iter().flat_map(|input| &input.notes);
        let mut areas = Vec::new();
        for text in of_film.chain(of_training).chain(&self.notes).filter(|text| crate::exercise::hurts(text)) {
            let words = words(text);
            let named = NAMES.iter().filter(|(name, _)| words.contains(&format!(" {name}"))).map(|(_, area)| *area);
            areas.extend(named.filter(|area| !areas.contains(area)).collect::<Vec<_>>());
        }
        areas.dedup();
        areas
    }

    /// The same, with the careful side of each contradiction taken.
    pub(super) fn settled(&self, contradictions: &[Contradiction]) -> Self {
        let mut settled = self.clone();
        let is_there = |kind: ContradictionKind| contradictions.iter().any(|one| one.kind == kind);
        if is_there(ContradictionKind::HardPlanHighRisk)
            && let Some(training) = &mut settled.training
        {
            training.days_per_week = Some(training.days().min(super::contradictions::EASY_DAYS));
            training.experience = Some(Experience::Beginner);
            training.goal = Some(WorkoutGoal::GeneralFitness);
        }
        let spares_energy =
            is_there(ContradictionKind::FatLossUnderStrain) || is_there(ContradictionKind::FatLossTooFast);
        if spares_energy && let Some(nutrition) = &mut settled.nutrition {
            nutrition.goal = Some(Goal::Maintain);
        }
        settled
    }
}

/// Adds to a person what another description knows; conditions add up.
fn fill(person: &mut Person, known: &Person) {
    person.age_years = person.age_years.or(known.age_years);
    person.sex = person.sex.or(known.sex);
    person.weight_kg = person.weight_kg.or(known.weight_kg);
    person.height_cm = person.height_cm.or(known.height_cm);
    person.country = person.country.take().or_else(|| known.country.clone());
    let new = known.conditions.iter().filter(|condition| !person.conditions.contains(condition));
    let new: Vec<_> = new.copied().collect();
    person.conditions.extend(new);
}
