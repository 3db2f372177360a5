//! One filmed sequence with everything that is known of it.

use super::quality::score_range;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::{Exercise, FormLevel};

use super::anthropometry::Body;
use super::camera::Camera;
use super::fault::Severities;
use super::labels::{Labels, form_score, injury_risk_score, joint_angles_deg, turning_angles_deg};
use super::landmark::Landmarks;
use super::motion::{Moment, Motion, Other, OtherMovement, Variation};
use super::params::BiomechanicsParams;
use super::skeleton::place;
use super::sway::Sway;
use super::tempo::{Repetition, Tempo};
use super::tracker::track;
use crate::Result;
use crate::rng::item_rng;

/// By how much severities grow from the beginning to the end of a sequence, as a share of their mean.
const FATIGUE: f64 = 0.16;
/// Share of deadlifts that begin standing.
const STARTS_STANDING: f64 = 0.3;

/// One filmed set of an exercise with everything that is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// Number within the data set, from 0.
    pub id: u32,
    /// The exercise.
    pub exercise: Exercise,
    /// The level of `labels.form_score_noise_free`.
    pub quality: FormLevel,
    /// Frames per second.
    pub fps: f64,
    /// What the tracker saw: `[frame, landmark, coordinate]`, x in image widths, y in image heights, z in image
    /// widths behind the hips.
    pub landmarks: Vec<f32>,
    /// The body without any error of camera and tracker, in metres; the subject faces +z.
    pub skeleton: Vec<Landmarks>,
    /// Lengths of the segments.
    pub body: Body,
    /// The weight, as a share of the heaviest that can be lifted once.
    pub load: f64,
    /// Whether plates hang on the bar, which hide what is behind them.
    pub has_plates: bool,
    /// Severities, averaged over the sequence.
    pub severities: Severities,
    /// The repetitions.
    pub repetitions: Vec<Repetition>,
    /// What a model is to find.
    pub labels: Labels,
    /// Where it was filmed from.
    pub camera: Camera,
}

impl Sequence {
    /// How many frames there are.
    pub fn n_frames(&self) -> usize {
        self.skeleton.len()
    }

    /// The six noise-free angles of each frame, in the order of [`JointAngle::NAMES`](words::JointAngle::NAMES).
    pub fn frame_angles_deg(&self) -> impl ExactSizeIterator<Item = [f64; 6]> + '_ {
        self.skeleton.iter().map(joint_angles_deg)
    }

    /// The severities of a frame: fatigue makes them grow in time.
    pub fn severities_at(&self, frame: usize) -> Severities {
        self.severities.scaled(fatigue(frame as f64 / self.n_frames() as f64))
    }
}

/// How often plates hang on the bar.
fn plates(exercise: Exercise) -> f64 {
    match exercise {
        Exercise::Deadlift => 0.8,
        Exercise::Squat | Exercise::BenchPress | Exercise::OverheadPress => 0.3,
        Exercise::Lunge => 0.0,
    }
}

fn fatigue(share_of_time: f64) -> f64 {
    1.0 + FATIGUE * (share_of_time - 0.5)
}

/// A film of somebody who does none of the five lifts.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherFilm {
    /// What they do.
    pub movement: OtherMovement,
    /// Frames per second.
    pub fps: f64,
    /// What the tracker saw, as that of a [`Sequence`].
    pub landmarks: Vec<f32>,
    /// The body without any error, in metres.
    pub skeleton: Vec<Landmarks>,
    /// Where it was filmed from.
    pub camera: Camera,
}

impl OtherFilm {
    /// How many frames there are.
    pub fn n_frames(&self) -> usize {
        self.skeleton.len()
    }
}

/// Makes any sequence of a biomechanics data set, in any order.
#[derive(Clone, Debug)]
pub struct BiomechanicsGenerator {
    params: BiomechanicsParams,
    seed: u64,
}

impl BiomechanicsGenerator {
    /// Checks the parameters and fixes the seed.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) if a parameter lies outside its range
    pub fn new(params: BiomechanicsParams, seed: u64) -> Result<Self> {
        params.check()?;
        Ok(Self { params, seed })
    }

    /// The parameters.
    pub fn params(&self) -> &BiomechanicsParams {
        &self.params
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Makes the sequence with this number; equal arguments give equal sequences whatever was made before.
    ///
    /// Exercises take turns, and quality levels after each round of exercises: 20 in a row hold each pair once.
    pub fn sequence(&self, id: u32) -> Sequence {
        let exercise = Exercise::ALL[id as usize % Exercise::ALL.len()];
        let quality = FormLevel::ALL[id as usize / Exercise::ALL.len() % FormLevel::ALL.len()];
        let severities = draw_severities(exercise, quality, &mut item_rng(self.seed, *b"bio-flts", u64::from(id)));
        self.perform(id, severities)
    }

    /// Makes the sequence with this number, but with these severities and their exercise: same person, same camera.
    ///
    /// It shows what a fault alone changes.
    pub fn perform(&self, id: u32, severities: Severities) -> Sequence {
        let exercise = severities.exercise();
        let stream = |domain| item_rng(self.seed, domain, u64::from(id));
        let mut rng = stream(*b"bio-move");
        let body = Body::draw(&mut rng);
        let load = rng.random_range(0.35..0.95);
        let starts_standing = exercise == Exercise::Deadlift && rng.random_bool(STARTS_STANDING);
        let lifts_first = matches!(exercise, Exercise::Deadlift | Exercise::OverheadPress) && !starts_standing;
        let tempo = Tempo::draw(load, lifts_first, &mut rng);
        let sway = Sway::draw(self.params.coordination_noise, &mut rng);
        let motion = Motion::new(exercise, &body, &severities, starts_standing, &mut Variation::drawn(&mut rng));
        let skeleton: Vec<Landmarks> = (0..tempo.n_frames)
            .map(|frame| {
                let time_s = frame as f64 / tempo.fps;
                let severities = severities.scaled(fatigue(frame as f64 / tempo.n_frames as f64));
                let progress = tempo.progress(time_s, lifts_first);
                place(&body, &motion.pose(&body, &Moment { time_s, progress, severities: &severities, sway: &sway }))
            })
            .collect();
        let repetitions = tempo.repetitions();

        let rater_error = self.params.rater_noise_sd * stream(*b"bio-rate").sample::<f64, _>(StandardNormal);
        let form_score_noise_free = form_score(&severities);
        let labels = Labels {
            form_score: (form_score_noise_free + rater_error).clamp(0.0, 100.0),
            form_score_noise_free,
            injury_risk_score: injury_risk_score(&severities, load),
            joint_angles_deg: turning_angles_deg(exercise, &skeleton, &repetitions),
        };
        let mut rng = stream(*b"bio-film");
        let camera = Camera::draw(&self.params, &skeleton, &mut rng);
        let has_plates = rng.random_bool(plates(exercise));
        let landmarks = track(&self.params, &camera, &skeleton, tempo.fps, has_plates, &mut rng);
        Sequence {
            id,
            exercise,
            quality: FormLevel::of_score(form_score_noise_free),
            fps: tempo.fps,
            landmarks,
            skeleton,
            body,
            load,
            has_plates,
            severities,
            repetitions,
            labels,
            camera,
        }
    }

    /// A film of somebody who does something else than the five lifts.
    pub fn film_other(&self, id: u32, movement: OtherMovement) -> OtherFilm {
        let stream =
            |domain| item_rng(self.seed, domain, u64::from(id) * OtherMovement::ALL.len() as u64 + movement as u64);
        let mut rng = stream(*b"bio-othm");
        let body = Body::draw(&mut rng);
        let tempo = if movement.is_quick() { Tempo::draw_quick(&mut rng) } else { Tempo::draw(0.4, true, &mut rng) };
        let sway = Sway::draw(self.params.coordination_noise, &mut rng);
        let motion = Other::draw(movement, &body, &mut rng);
        let skeleton: Vec<Landmarks> = (0..tempo.n_frames)
            .map(|frame| {
                let time_s = frame as f64 / tempo.fps;
                place(&body, &motion.pose(&body, tempo.progress(time_s, true).reach, time_s, &sway))
            })
            .collect();
        let mut rng = stream(*b"bio-othf");
        let camera = Camera::draw(&self.params, &skeleton, &mut rng);
        let landmarks = track(&self.params, &camera, &skeleton, tempo.fps, false, &mut rng);
        OtherFilm { movement, fps: tempo.fps, landmarks, skeleton, camera }
    }

    /// All sequences in order, made one at a time.
    pub fn sequences(&self) -> impl ExactSizeIterator<Item = Sequence> {
        (0..self.params.n_sequences).map(|index| self.sequence_at(index))
    }

    pub(super) fn sequence_at(&self, index: usize) -> Sequence {
        self.sequence(u32::try_from(index).expect("`BiomechanicsParams::check` limits data sets to 10⁶ sequences"))
    }
}

/// How often a lift has none, one, two or three faults before its level of form is asked for.
const N_FAULTS: [f64; 4] = [0.30, 0.40, 0.22, 0.08];
/// Nobody sees less of a fault.
const LEAST_SEVERITY: f64 = 0.1;

/// Draws few faults, each with a severity of its own, until their weighted sum takes the form score into the level.
///
/// Faults do not depend on one another but for this: of poor lifts most have two or three.
fn draw_severities(exercise: Exercise, quality: FormLevel, rng: &mut ChaCha8Rng) -> Severities {
    let (low, high) = score_range(quality);
    loop {
        let mut share: f64 = rng.random_range(0.0..1.0);
        let n_faults = N_FAULTS.iter().position(|probability| {
            share -= probability;
            share < 0.0
        });
        let mut faults = exercise.faults().to_vec();
        faults.shuffle(rng);
        let drawn = faults.into_iter().take(n_faults.unwrap_or_default());
        let severities =
            drawn.fold(Severities::none(exercise), |all, fault| all.with(fault, rng.random_range(LEAST_SEVERITY..1.0)));
        // Away from the thresholds by half a point: rounding never leads to another level.
        let score = form_score(&severities);
        if score >= low + 0.5 && (score < high - 0.5 || quality == FormLevel::Excellent) {
            return severities;
        }
    }
}
