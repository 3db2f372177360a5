//! What a model learns: classes or numbers, checked once.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What the outputs of a model are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Two classes: one output, the probability of the second (or its log-odds, for scores of boosting).
    Binary,
    /// Several classes: one output a class.
    Classes,
    /// Numbers: one output.
    Regression,
}

impl Task {
    /// The task in words, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Binary => "two classes",
            Self::Classes => "several classes",
            Self::Regression => "numbers",
        }
    }
}

/// Targets of a fit, one a row.
///
/// ```
/// use ensembles::Target;
///
/// assert!(Target::binary(vec![true, false, true]).is_ok());
/// let error = Target::classes(vec![0, 1, 3], 3).unwrap_err();
/// assert_eq!(error.to_string(), "row 2: class 3 is out of range, expected a number below 3");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub(crate) values: Values,
    /// One a row, their mean 1.
    pub(crate) weights: Option<Vec<f64>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    Binary(Vec<bool>),
    Classes { class: Vec<usize>, n_classes: usize },
    Numbers(Vec<f64>),
}

impl Target {
    /// Two classes; `true` is the one whose probability is predicted.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::OneClass`].
    pub fn binary(labels: Vec<bool>) -> Result<Self> {
        match labels.first() {
            None => Err(Error::Empty),
            Some(first) if labels.iter().all(|label| label == first) => {
                Err(Error::OneClass { n_rows: labels.len(), what: "class", value: first.to_string() })
            }
            Some(_) => Ok(Self::unweighted(Values::Binary(labels))),
        }
    }

    /// Several classes, numbered from 0; every class must occur.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::MoreClassesThanRows`], [`Error::InvalidClass`], [`Error::OneClass`],
    /// [`Error::EmptyClass`].
    pub fn classes(class: Vec<usize>, n_classes: usize) -> Result<Self> {
        let Some(&first) = class.first() else { return Err(Error::Empty) };
        if n_classes > class.len() {
            return Err(Error::MoreClassesThanRows { n_classes, n_rows: class.len() });
        }
        if let Some(row) = class.iter().position(|&class| class >= n_classes) {
            return Err(Error::InvalidClass { row, class: class[row], n_classes });
        }
        if class.iter().all(|&class| class == first) {
            return Err(Error::OneClass { n_rows: class.len(), what: "class", value: first.to_string() });
        }
        let mut occurs = vec![false; n_classes];
        class.iter().for_each(|&class| occurs[class] = true);
        if let Some(class) = occurs.iter().position(|occurs| !occurs) {
            return Err(Error::EmptyClass { class, n_classes });
        }
        Ok(Self::unweighted(Values::Classes { class, n_classes }))
    }

    /// Numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidTarget`], [`Error::OneClass`] if all are equal.
    pub fn numbers(values: Vec<f64>) -> Result<Self> {
        let Some(&first) = values.first() else { return Err(Error::Empty) };
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::InvalidTarget { row, value: values[row] });
        }
        if values.iter().all(|&value| value == first) {
            return Err(Error::OneClass { n_rows: values.len(), what: "value", value: first.to_string() });
        }
        Ok(Self::unweighted(Values::Numbers(values)))
    }

    fn unweighted(values: Values) -> Self {
        Self { values, weights: None }
    }

    /// Gives each row a weight: its share of the loss of boosting, and of the rows that a tree of a forest draws.
    ///
    /// Only their ratios count. Rows that a node or leaf needs at least are counted without them.
    ///
    /// # Errors
    ///
    /// [`Error::WeightsMismatch`], [`Error::InvalidWeight`].
    pub fn with_weights(mut self, mut weights: Vec<f64>) -> Result<Self> {
        if weights.len() != self.n_rows() {
            return Err(Error::WeightsMismatch { n_weights: weights.len(), n_targets: self.n_rows() });
        }
        if let Some(row) = weights.iter().position(|weight| !weight.is_finite() || *weight <= 0.0) {
            return Err(Error::InvalidWeight { row, value: weights[row] });
        }
        let largest = weights.iter().copied().fold(0.0, f64::max);
        weights.iter_mut().for_each(|weight| *weight /= largest);
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        weights.iter_mut().for_each(|weight| *weight /= mean);
        if let Some(row) = weights.iter().position(|weight| *weight <= 0.0) {
            return Err(Error::InvalidWeight { row, value: weights[row] });
        }
        self.weights = Some(weights);
        Ok(self)
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        match &self.values {
            Values::Binary(labels) => labels.len(),
            Values::Classes { class, .. } => class.len(),
            Values::Numbers(values) => values.len(),
        }
    }

    /// What a model of this target predicts.
    pub fn task(&self) -> Task {
        match &self.values {
            Values::Binary(_) => Task::Binary,
            Values::Classes { .. } => Task::Classes,
            Values::Numbers(_) => Task::Regression,
        }
    }

    /// Indicators of each output's class: one vector for two classes, one a class for several; none for numbers.
    pub(crate) fn indicators(&self) -> Vec<Vec<bool>> {
        match &self.values {
            Values::Binary(labels) => vec![labels.clone()],
            Values::Classes { class, n_classes } => {
                (0..*n_classes).map(|wanted| class.iter().map(|&class| class == wanted).collect()).collect()
            }
            Values::Numbers(_) => Vec::new(),
        }
    }
}
