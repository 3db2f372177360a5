//! The protein network: diaries, training, evaluation, artifact and pictures.

mod baselines;
mod evaluation;
mod files;
mod options;
mod person;
mod plots;
mod profile;
mod trained;
mod training;
mod windows;

pub(crate) use options::ProteinOptions;
pub(crate) use person::{PeopleDiaries, PersonDiary};
pub(crate) use plots::{in_words, swarm, waterfall};
pub(crate) use training::train_protein_stage;
