//! A training between two epochs, as bytes.

use burn::tensor::Bytes;
use neural::{TEXT_KEY, Weights, to_safetensors};
use safetensors::tensor::SafeTensors;
use serde::{Deserialize, Serialize};

use super::config::TrainingConfig;
use super::plateau::Plateau;
use super::trainer::{EpochReport, Trainer};
use crate::error::{Error, Result};
use crate::model::PoseGnnConfig;

const MODEL: &str = "model.";
const AVERAGED: &str = "averaged.";
const BEST: &str = "best.";
const OPTIMIZER: &str = "optimizer";

/// Everything but the arrays.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Text {
    config: TrainingConfig,
    model_config: PoseGnnConfig,
    seed: u64,
    /// Of the examples to train and to validate on.
    n_examples: [usize; 2],
    plateau: Plateau,
    history: Vec<EpochReport>,
}

impl Trainer<'_> {
    /// The state after the last epoch, for [`resume`](Self::resume): a safetensors file with the current weights
    /// (`model.…`), their running mean (`averaged.…`), the best of it (`best.…`) and the optimizer's moments.
    ///
    /// # Errors
    ///
    /// [`Error::TrainingState`] if the optimizer's state cannot be written
    pub fn state(&self) -> Result<Vec<u8>> {
        let optimizer = self.optimizer.into_bytes().map_err(unreadable)?;
        let text = serde_json::to_string(&self.text()).map_err(unreadable)?;
        let sets = [(MODEL, &Weights::of(&self.model)), (AVERAGED, &self.averaged), (BEST, &self.best)];
        Ok(to_safetensors(&sets, Some((OPTIMIZER, &optimizer[..], text))))
    }

    /// Goes on where a training with the same configuration, seed and examples was when it wrote its state. The result
    /// is the same, bit for bit, as without the interruption.
    ///
    /// # Errors
    ///
    /// if the state is damaged or is that of another training
    pub fn resume(mut self, state: &[u8]) -> Result<Self> {
        let (_, header) = SafeTensors::read_metadata(state).map_err(damaged)?;
        let text = header.metadata().as_ref().and_then(|metadata| metadata.get(TEXT_KEY));
        let text = text.ok_or_else(|| unreadable("it holds no description of a training"))?;
        let text: Text = serde_json::from_str(text).map_err(unreadable)?;
        if (Text { plateau: text.plateau.clone(), history: text.history.clone(), ..self.text() }) != text {
            return Err(unreadable("it is of a training with other parameters, another seed or other examples"));
        }
        let file = SafeTensors::deserialize(state).map_err(damaged)?;
        self.model = Weights::from_safetensors(&file, MODEL)?.load_into(self.model)?;
        let [averaged, best] = [AVERAGED, BEST].map(|set| Weights::from_safetensors(&file, set));
        let (averaged, best) = (averaged?, best?);
        averaged.load_into(self.model.clone())?;
        best.load_into(self.model.clone())?;
        let optimizer = file.tensor(OPTIMIZER).map_err(damaged)?;
        let optimizer = Bytes::from_bytes_vec(optimizer.data().to_vec());
        self.optimizer = self.optimizer.from_bytes(optimizer).map_err(unreadable)?;
        self.averaged = averaged;
        (self.best, self.plateau, self.history) = (best, text.plateau, text.history);
        Ok(self)
    }

    fn text(&self) -> Text {
        Text {
            config: self.config.clone(),
            model_config: self.model_config.clone(),
            seed: self.seed,
            n_examples: [self.training.len(), self.validation.len()],
            plateau: self.plateau.clone(),
            history: self.history.clone(),
        }
    }
}

fn unreadable(reason: impl std::fmt::Display) -> Error {
    Error::TrainingState { reason: reason.to_string() }
}

fn damaged(source: safetensors::SafeTensorError) -> Error {
    neural::Error::Safetensors { source }.into()
}
