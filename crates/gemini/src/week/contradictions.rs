//! What does not go together in a week, by what was computed of each area.

use serde::{Deserialize, Serialize};
use words::Goal;

use super::WeekInput;
use crate::burnout::RiskLevel;
use crate::exercise::{Form, InjuryRisk};
use crate::progress::{MetricTrend, Verdict, is_weight};
use crate::use_case::UseCase;
use crate::workout::{Experience, WorkoutGoal, WorkoutInput};

/// Sessions of a week that somebody under strain is left with.
pub(super) const EASY_DAYS: u32 = 2;
/// Sessions from which a week is hard.
const HARD_DAYS: u32 = 4;

/// An area of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Area {
    Burnout,
    Exercise,
    Nutrition,
    Training,
    Progress,
}

/// Two areas whose advice does not go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contradiction {
    /// What it is.
    pub kind: ContradictionKind,
    /// The area that goes first.
    pub first: Area,
    /// The area that gives way.
    pub gives_way: Area,
    /// The values that it follows from, in the order in which a text names them.
    pub values: Vec<f64>,
}

/// What does not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContradictionKind {
    /// A hard week of training with a high burnout risk.
    HardPlanHighRisk,
    /// A movement that hurts, or a part of the body that does, in the plan.
    PlannedDespitePain,
    /// Losing fat with a high burnout risk, or while sleep or recovery weigh on it.
    FatLossUnderStrain,
    /// Losing fat while weight falls too fast already.
    FatLossTooFast,
    /// Building muscle on less protein than that takes.
    TooLittleProtein,
    /// Building muscle while weight falls.
    MuscleWhileLosing,
    /// Training for muscle, eating for fat loss.
    MuscleAndFatLoss,
    /// A lift in the plan whose form is not ready for load.
    LoadBeforeForm,
    /// A hard week while the resting heart rate rises or its variability falls.
    HardPlanPoorRecovery,
}

/// Everything that does not go together, the most important first.
pub(super) fn find(week: &WeekInput) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut add = |is_there: bool, kind, (first, gives_way): (Area, Area), values: Vec<f64>| {
        if is_there {
            found.push(Contradiction { kind, first, gives_way, values });
        }
    };
    let is_high =
        week.burnout.as_ref().is_some_and(|input| matches!(input.risk_level, RiskLevel::High | RiskLevel::Critical));
    let trends: Vec<MetricTrend> = week.progress.iter().flat_map(|input| input.numbers().trends).collect();
    let days = week.training.as_ref().map_or(0, WorkoutInput::days);
    let is_hard = week.training.as_ref().is_some_and(|input| {
        let is_heavy = matches!(input.goal(), WorkoutGoal::Strength | WorkoutGoal::Hypertrophy);
        input.days() >= HARD_DAYS || (is_heavy && input.experience() > Experience::Beginner && input.days() > EASY_DAYS)
    });
    add(
        is_high && is_hard,
        ContradictionKind::HardPlanHighRisk,
        (Area::Burnout, Area::Training),
        vec![f64::from(days), f64::from(EASY_DAYS)],
    );

    let hurts =
        week.exercise.as_ref().is_some_and(|input| input.escalation().is_some()) || !week.hurt_areas().is_empty();
    add(
        hurts && week.training.is_some(),
        ContradictionKind::PlannedDespitePain,
        (Area::Exercise, Area::Training),
        Vec::new(),
    );

    let eats_less = week.nutrition.as_ref().is_some_and(|input| input.goal == Some(Goal::FatLoss));
    let trains_for_less = week.training.as_ref().is_some_and(|input| input.goal == Some(WorkoutGoal::FatLoss));
    let raising = week.burnout.as_ref().map(|input| input.numbers().raising).unwrap_or_default();
    let is_recovering = |name: &String| ["sleep", "hrv", "recovery"].iter().any(|start| name.starts_with(start));
    let is_strained = is_high
        || (raising.iter().take(2).any(is_recovering)
            && week.burnout.as_ref().is_some_and(|input| input.risk_level != RiskLevel::Low));
    add(is_strained && eats_less, ContradictionKind::FatLossUnderStrain, (Area::Burnout, Area::Nutrition), Vec::new());
    let is_fast = trends.iter().any(MetricTrend::is_fast_loss);
    add(
        is_fast && (eats_less || trains_for_less),
        ContradictionKind::FatLossTooFast,
        (Area::Progress, Area::Nutrition),
        Vec::new(),
    );

    let wants_muscle = week.nutrition.as_ref().is_some_and(|input| input.goal == Some(Goal::MuscleGain))
        || week.training.as_ref().is_some_and(|input| input.goal == Some(WorkoutGoal::Hypertrophy));
    let need = week.nutrition.as_ref().and_then(|input| input.numbers().protein_g);
    let eaten = protein_eaten(week, &trends);
    if let (Some(need), Some(eaten)) = (need, eaten) {
        add(
            wants_muscle && eaten < need.low,
            ContradictionKind::TooLittleProtein,
            (Area::Nutrition, Area::Training),
            vec![eaten.round(), need.low],
        );
    }
    let falls = trends
        .iter()
        .any(|trend| is_weight(&trend.name) && is_change(trend) && trend.change.is_some_and(|change| change < 0.0));
    add(
        wants_muscle && falls && !eats_less,
        ContradictionKind::MuscleWhileLosing,
        (Area::Nutrition, Area::Training),
        Vec::new(),
    );
    let grows = week.training.as_ref().is_some_and(|input| input.goal == Some(WorkoutGoal::Hypertrophy));
    add(grows && eats_less, ContradictionKind::MuscleAndFatLoss, (Area::Nutrition, Area::Training), Vec::new());

    if let (Some(exercise), Some(training)) = (&week.exercise, &week.training) {
        let numbers = exercise.numbers();
        let is_unready = numbers.form == Some(Form::NeedsWork) || numbers.injury_risk == Some(InjuryRisk::High);
        let lift = crate::text::words(&exercise.exercise_type.replace('_', " "));
        let lift = lift.split_ascii_whitespace().next_back().unwrap_or_default();
        let sessions = training.numbers().sessions;
        let n = sessions
            .iter()
            .filter(|session| session.exercises.iter().any(|planned| planned.name.contains(lift)))
            .count();
        add(
            is_unready && n > 0 && !lift.is_empty(),
            ContradictionKind::LoadBeforeForm,
            (Area::Exercise, Area::Training),
            vec![n as f64],
        );
    }
    let is_poor = trends.iter().any(is_poor_recovery);
    add(
        is_poor && is_hard && !is_high,
        ContradictionKind::HardPlanPoorRecovery,
        (Area::Progress, Area::Training),
        vec![f64::from(days)],
    );
    found.truncate(6);
    found
}

/// Grams of protein a day, as stated or as measured over time.
fn protein_eaten(week: &WeekInput, trends: &[MetricTrend]) -> Option<f64> {
    let is_protein = |trend: &&MetricTrend| {
        trend.name.to_lowercase().contains("protein") && trend.unit.as_deref().is_none_or(|unit| unit.trim() == "g")
    };
    week.protein_eaten_g_per_day.or_else(|| trends.iter().find(is_protein)?.mean)
}

fn is_change(trend: &MetricTrend) -> bool {
    !matches!(trend.verdict, Verdict::Steady | Verdict::NotEnoughData)
}

fn is_poor_recovery(trend: &MetricTrend) -> bool {
    let name = crate::text::words(&trend.name.replace('_', " "));
    let is_recovery = [" resting h", " rhr", " hrv", " sleep", " recovery"].iter().any(|start| name.contains(start));
    trend.verdict == Verdict::Worsening && is_recovery
}

/// The areas by how much depends on them: risk and pain, then what goes first in a contradiction, then the rest.
pub(super) fn priorities(week: &WeekInput, contradictions: &[Contradiction]) -> Vec<Area> {
    let urgency = |area: Area| {
        let escalation = match area {
            Area::Burnout => week.burnout.as_ref().and_then(UseCase::escalation),
            Area::Exercise => week.exercise.as_ref().and_then(UseCase::escalation),
            Area::Progress => week.progress.as_ref().and_then(UseCase::escalation),
            Area::Nutrition | Area::Training => None,
        };
        let rank = contradictions.iter().position(|one| one.first == area).unwrap_or(contradictions.len());
        // The most urgent help first, then by the order of contradictions, then as above.
        (std::cmp::Reverse(escalation.map(|help| help.urgency)), rank, area)
    };
    let mut areas = week.areas();
    areas.sort_by_key(|area| urgency(*area));
    areas
}
