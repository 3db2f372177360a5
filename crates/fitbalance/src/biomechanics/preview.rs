//! Pictures of the lifts and their faults.

use anyhow::{Context, Result};
use synthgen::biomechanics::{Landmarks, PreviewFigure, Vec3, fault_effect, preview_figures};
use words::{Exercise, Fault};

use crate::plot::{Ink, StickFigure, StickFigureRow, stick_figures_plot};

/// Top of the bench, in metres.
const BENCH_TOP_M: f64 = 0.43;

/// From where a figure is seen.
#[derive(Clone, Copy)]
enum View {
    Front,
    Side,
}

/// A picture of each exercise, named by its file: good form, then each fault at its worst over good form.
pub(crate) fn previews() -> Result<Vec<(String, Vec<u8>)>> {
    Exercise::ALL
        .into_iter()
        .map(|exercise| {
            let name = exercise.name();
            let picture = preview(exercise).with_context(|| format!("cannot draw the preview of {name}"))?;
            Ok((format!("preview_{name}.png"), picture))
        })
        .collect()
}

fn preview(exercise: Exercise) -> Result<Vec<u8>> {
    let figures = preview_figures(exercise);
    let (good, bad) = figures.split_first().context("good form comes first")?;
    let side_and_front = [View::Side, View::Front].map(|view| StickFigureRow {
        title: format!("good form, from {}", view.name()),
        phases: drawn(good, view),
        behind: Vec::new(),
    });
    let faults = bad.iter().filter_map(|figure| {
        let fault = figure.fault?;
        let view = view_of(fault);
        let name = fault.name().strip_prefix(prefix(exercise)).unwrap_or(fault.name()).replace('_', " ");
        let title = format!("{}: {}, from {}", name.trim(), fault_effect(fault).description, view.name());
        Some(StickFigureRow { title, phases: drawn(figure, view), behind: drawn(good, view) })
    });
    let rows: Vec<_> = side_and_front.into_iter().chain(faults).collect();
    stick_figures_plot(&format!("Synthetic {}", exercise.name().replace('_', " ")), &rows)?.png()
}

impl View {
    fn name(self) -> &'static str {
        match self {
            Self::Front => "the front",
            Self::Side => "the lifter's right side",
        }
    }

    /// To the right and up in the picture. Who faces the viewer has the left hand on the right of the picture.
    fn project(self, point: Vec3) -> (f64, f64) {
        match self {
            Self::Front => (point.x, point.y),
            Self::Side => (point.z, point.y),
        }
    }
}

/// The view in which a coach sees the fault.
fn view_of(fault: Fault) -> View {
    match fault {
        Fault::SquatKneeValgus
        | Fault::SquatLateralShift
        | Fault::BenchElbowFlare
        | Fault::BenchUnevenPress
        | Fault::PressAsymmetry
        | Fault::PressNoLockout
        | Fault::LungeKneeValgus
        | Fault::LungeWobble => View::Front,
        _ => View::Side,
    }
}

/// What the names of an exercise's faults begin with.
fn prefix(exercise: Exercise) -> &'static str {
    match exercise {
        Exercise::Squat => "squat",
        Exercise::Deadlift => "deadlift",
        Exercise::BenchPress => "bench",
        Exercise::OverheadPress => "press",
        Exercise::Lunge => "lunge",
    }
}

fn drawn(figure: &PreviewFigure, view: View) -> Vec<StickFigure> {
    figure.phases.iter().zip(&figure.spines).map(|(points, spine)| one(figure.exercise, points, spine, view)).collect()
}

/// One phase; landmarks by MediaPipe's numbers, left ones are odd.
fn one(exercise: Exercise, points: &Landmarks, spine: &[Vec3; 3], view: View) -> StickFigure {
    let mut figure = StickFigure::default();
    if exercise == Exercise::BenchPress {
        bench(&mut figure, points, spine, view);
    }
    let path = |ids: &[usize]| ids.iter().map(|id| view.project(points[*id])).collect::<Vec<_>>();
    // The nearer side is drawn last.
    for (ink, side) in [(Ink::Left, 0), (Ink::Right, 1)] {
        for limb in [[11, 13, 15, 19], [23, 25, 27, 27], [27, 29, 31, 27]] {
            figure.lines.push((ink, path(&limb.map(|id| id + side))));
        }
    }
    let head = points[7].midpoint(points[8]);
    let [pelvis, middle, neck] = *spine;
    figure.lines.push((Ink::Trunk, path(&[11, 12])));
    figure.lines.push((Ink::Trunk, path(&[23, 24])));
    figure.lines.push((Ink::Trunk, [pelvis, middle, neck, head].map(|point| view.project(point)).to_vec()));
    figure.discs.push((Ink::Trunk, view.project(head), 0.10));
    if exercise != Exercise::Lunge {
        bar(&mut figure, points, view);
    }
    figure
}

/// From wrist to wrist and on to the plates; from the side, its end.
fn bar(figure: &mut StickFigure, points: &Landmarks, view: View) {
    let (left, right) = (points[15], points[16]);
    match view {
        View::Side => figure.discs.push((Ink::Equipment, view.project(left.midpoint(right)), 0.045)),
        View::Front => {
            let beyond = (left - right) * (0.2 / left.distance(right).max(1e-9));
            let ends = [left + beyond, right - beyond].map(|end| view.project(end));
            figure.lines.push((Ink::Equipment, ends.to_vec()));
        }
    }
}

fn bench(figure: &mut StickFigure, points: &Landmarks, spine: &[Vec3; 3], view: View) {
    let (from, to) = match view {
        View::Front => (-0.14, 0.14),
        View::Side => {
            let ends = [points[0].z, spine[0].z];
            (ends[0].min(ends[1]) - 0.12, ends[0].max(ends[1]) + 0.05)
        }
    };
    figure.lines.push((Ink::Equipment, vec![(from, BENCH_TOP_M), (to, BENCH_TOP_M)]));
    for foot in [from + 0.08, to - 0.08] {
        figure.lines.push((Ink::Equipment, vec![(foot, 0.0), (foot, BENCH_TOP_M)]));
    }
}
