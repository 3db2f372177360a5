//! Feedback by rules.

use super::faults::{BASICS, FaultText, find, named};
use super::{ExerciseInput, ExerciseNumbers, ExerciseText, Form, InjuryRisk, MeasuredFault, personal};
use crate::escalation::{Escalation, Urgency};
use crate::person::Condition;
use crate::text::{capitalized, enumerate, number, words};
use crate::use_case::label_or;

/// Severity from which a fault is spoken about, and up to which its absence is praised.
pub(super) const VISIBLE: f64 = 0.15;

pub(super) fn text(input: &ExerciseInput, numbers: &ExerciseNumbers) -> ExerciseText {
    let key = input.exercise_type.trim().to_lowercase().replace([' ', '-'], "_");
    let basics = BASICS.iter().find(|basics| key.contains(basics.exercise.name()));
    let label = basics.map_or_else(|| label_or(&input.exercise_type, "exercise"), |basics| basics.label.to_owned());

    // Measured faults first, then those that were only named.
    let visible: Vec<&MeasuredFault> =
        numbers.faults.iter().filter(|fault| fault.severity.is_none_or(|severity| severity >= VISIBLE)).collect();
    let mut seen = Vec::new();
    let mut known = Vec::new();
    for measured in visible {
        if let Some(fault) = named(&measured.name)
            && !known.contains(&fault.fault)
        {
            known.push(fault.fault);
            seen.push((fault, describe(fault, measured)));
        }
    }
    let mut others = Vec::new();
    for factor in &input.risk_factors {
        match basics.and_then(|basics| find(basics, factor)) {
            Some(fault) if known.contains(&fault.fault) => {}
            Some(fault) => {
                known.push(fault.fault);
                seen.push((fault, fault.seen.to_owned()));
            }
            // What hurts is not trained away: the escalation is about that.
            None if !hurts(factor) => others.push(label_or(factor, "something that is not in this program's list")),
            None => {}
        }
    }
    seen.truncate(3);

    let absent = numbers.faults.iter().filter(|fault| fault.severity.is_some_and(|severity| severity < VISIBLE));
    let mut strengths: Vec<String> =
        absent.filter_map(|measured| named(&measured.name)).map(|fault| fault.absent.to_owned()).take(3).collect();
    let history = numbers.history.as_ref();
    let gone = history.map(personal::gone).unwrap_or_default();
    // What is better than the last time says more than what is as good.
    strengths.retain(|strength| gone.iter().all(|gone| !gone.starts_with(strength)));
    strengths.splice(0..0, gone);
    strengths.truncate(3);
    let is_hurt = escalation(input).is_some();
    if strengths.is_empty() && numbers.form == Some(Form::Good) && !is_hurt {
        strengths.push(format!("Your {label} is solid overall: keep what you are doing."));
    }

    let mut corrections: Vec<String> = seen
        .iter()
        .map(|(fault, seen)| format!("{}. {}{}", capitalized(seen), fault.fix, personal::stays(history, fault)))
        .collect();
    if let Some(joint) = numbers.asymmetries.first() {
        let joint_label = label_or(&joint.joint, "joint");
        corrections.push(format!(
            "Left and right {joint_label} differ by {}° ({}° and {}°). Slow the movement down, film it from the front, and \
             start sets for one side with the weaker one.",
            number(joint.difference_deg()),
            number(joint.left_deg.abs()),
            number(joint.right_deg.abs()),
        ));
    }
    others.dedup();
    if corrections.len() < 4 && !others.is_empty() {
        others.truncate(3);
        corrections.push(format!(
            "You noted: {}. Take the load down until it no longer shows, and film one set to see at which repetition it begins.",
            enumerate(&others)
        ));
    }
    if corrections.is_empty() {
        match basics {
            Some(basics) => corrections.extend(basics.checks.map(str::to_owned)),
            None => corrections.push(
                "Film a set from the side and one from the front, and compare the first repetition with the last: what \
                 changes under fatigue is what to work on."
                    .to_owned(),
            ),
        }
    }
    corrections.truncate(personal::most_corrections(input));

    let mut cues: Vec<String> = seen.iter().map(|(fault, _)| fault.cue.to_owned()).collect();
    if cues.is_empty() {
        match basics {
            Some(basics) => cues.extend(basics.cues.map(str::to_owned)),
            None => cues.push("Slow down, full control, smooth breathing.".to_owned()),
        }
    }

    let summary = summary(&label, input, numbers, seen.first().map(|(_, seen)| seen.as_str()));
    let next_session = if is_hurt {
        format!(
            "Leave the {label} out until it has been looked at, and train what does not hurt at all. Then come back with a light \
             load and add to it slowly."
        )
    } else if is_a_guess(input) {
        format!(
            "Film a set from the side, with the whole body in the picture for a few complete repetitions, and say which exercise \
             it is: then there is something to say about your {label}."
        )
    } else {
        let is_easy = input.person.conditions.contains(&Condition::RecentIllness);
        let next = next_session(&label, numbers, seen.len(), is_easy);
        format!("{next} {}", personal::next(input, numbers)).trim_end().to_owned()
    };
    ExerciseText { summary, strengths, corrections, cues, next_session }
}

/// Whether the exercise was hardly recognised: nothing about load follows from it.
fn is_a_guess(input: &ExerciseInput) -> bool {
    input.exercise_probability.is_some_and(|probability| probability < 0.6)
}

fn describe(fault: &FaultText, measured: &MeasuredFault) -> String {
    let FaultText { seen, measure, .. } = fault;
    let degree = match measured.severity {
        Some(severity) if severity >= 0.66 => "clearly",
        Some(severity) if severity >= 0.33 => "noticeably",
        Some(_) => "slightly",
        None => "",
    };
    let value = measured.value.zip(measured.unit.as_deref()).map(|(value, unit)| {
        let unit = match unit {
            "deg" => "°",
            "%" => " %",
            _ => " cm",
        };
        format!("{}{unit}", number(value.abs()))
    });
    match (degree, value) {
        ("", None) => (*seen).to_owned(),
        ("", Some(value)) => format!("{seen} ({measure}: {value})"),
        (degree, None) => format!("{seen} ({degree})"),
        (degree, Some(value)) => format!("{seen} ({degree}; {measure}: {value})"),
    }
}

fn summary(label: &str, input: &ExerciseInput, numbers: &ExerciseNumbers, first: Option<&str>) -> String {
    let mut sentences = Vec::new();
    if let (Some(score), Some(form)) = (numbers.form_score, numbers.form) {
        let verdict = match form {
            _ if escalation(input).is_some() => ", but what hurts comes before any score",
            Form::Good => ": good work",
            Form::Fair => ": a fair base with something to gain",
            Form::NeedsWork => ": technique comes before load for now",
        };
        sentences.push(format!("Your {label} scored {} of 100 for form{verdict}.", number(score)));
    }
    if let Some(compared) =
        numbers.history.as_ref().filter(|_| numbers.form_score.is_some()).and_then(personal::compared)
    {
        sentences.push(compared);
    }
    if let (Some(score), Some(risk)) = (numbers.injury_risk_score, numbers.injury_risk) {
        let verdict = match risk {
            InjuryRisk::Low => "little",
            InjuryRisk::Moderate => "moderately",
            InjuryRisk::High => "much",
        };
        sentences.push(format!("The faults that were seen load the body {verdict}: {} of 100.", number(score)));
    }
    if let Some(first) = first {
        sentences.push(format!("What stood out most: {first}."));
    } else if !input.faults.is_empty() {
        sentences.push("None of the faults that were looked for stood out.".to_owned());
    }
    if sentences.is_empty() {
        let seen: Vec<String> =
            input.joint_angles.iter().filter(|(_, angle)| angle.is_some()).map(|(j, _)| label_or(j, "joint")).collect();
        sentences.push(if seen.is_empty() {
            format!("There is no score and no measurement of your {label}, so here is what to look at first.")
        } else {
            format!(
                "There is no score for your {label}, only angles ({}): too little to judge it by, so here is what to look at first.",
                enumerate(&seen[..seen.len().min(6)])
            )
        });
    } else if numbers.form_score.is_none() {
        sentences.push("There is no form score, so this rests on the rest of the measurements.".to_owned());
    }
    if is_a_guess(input) {
        sentences.push(
            "The exercise was hard to recognise: make sure it is the right one, and film the whole body.".to_owned(),
        );
    }
    sentences.join(" ")
}

fn next_session(label: &str, numbers: &ExerciseNumbers, n_faults: usize, is_easy: bool) -> String {
    if is_easy {
        return format!("Keep the {label} light, and work on the first correction only.");
    }
    match (numbers.injury_risk, numbers.form) {
        (Some(InjuryRisk::High), _) => format!(
            "Take a clearly lighter load and do slow sets of 5 repetitions of the {label}, ending each set at the first \
             repetition that looks different. Add load only after two sessions in a row without that, and stop if anything hurts."
        ),
        (_, Some(Form::NeedsWork)) => format!(
            "Stay with the {label} at a light load: 3 sets of 6 slow repetitions with one cue in mind, filmed once. Add load \
             when the first correction is no longer needed."
        ),
        (_, Some(Form::Good)) if n_faults == 0 => format!(
            "Keep the {label} as it is. If all repetitions look like the first one, add 2 to 5 % to the load, and film a set \
             again in two weeks."
        ),
        (None, None) if n_faults == 0 => format!(
            "Film a set of the {label} from the side and one from the front, with the whole body in the picture, and keep the load \
             as it is until you have seen them."
        ),
        _ => format!(
            "Keep the load of the {label} and work on the first correction only: two warm-up sets slowly with its cue, then \
             your usual sets. Film the last one and compare."
        ),
    }
}

pub(super) fn escalation(input: &ExerciseInput) -> Option<Escalation> {
    let is_hurt = input.risk_factors.iter().chain(&input.notes).any(|text| hurts(text));
    is_hurt.then(|| Escalation {
        urgency: Urgency::Professional,
        message: "Pain, numbness or swelling is a reason to stop the exercise and have it looked at by a doctor or \
                  physiotherapist before you load it again."
            .to_owned(),
        contacts: Vec::new(),
    })
}

/// Whether a text is about pain, and not about its absence.
pub(crate) fn hurts(text: &str) -> bool {
    const PAIN: [&str; 7] = [" pain", " hurts", " hurting", " numb", " tingling", " swollen", " swelling"];
    const NONE: [&str; 4] = [" no pain", " without pain", " painless", " pain free"];
    let text = words(text);
    PAIN.iter().any(|word| text.contains(word)) && !NONE.iter().any(|words| text.contains(words))
}
