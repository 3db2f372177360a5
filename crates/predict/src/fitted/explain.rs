//! Exact Shapley values of new rows, by term.

use ensembles::{Explanation, TreeExplainer, TreeModel};
use features::Columns;
use ndarray::{Array2, Axis};
use survival::CoxPh;

use super::{FitExplanation, FitUnit, FittedModel, Inputs, Outcome, RowExplanation, SavedFit, by_fit};
use crate::error::{Result, invalid_field};

impl SavedFit {
    /// Explains every row of a table: trees by path-dependent `TreeSHAP`, a Cox fit by (x − mean) × coefficient; the columns of a
    /// term, such as a category or a spline, are added up.
    ///
    /// `class` is the one that is explained of several; of two it is the second.
    ///
    /// # Errors
    ///
    /// What reading a column says; [`Error::InvalidField`](crate::Error::InvalidField) for a class that is none, and where no row
    /// can be explained
    pub fn explain(&self, table: &impl Columns, class: Option<&str>) -> Result<FitExplanation> {
        let inputs = self.inputs(table)?;
        let (output, class) = self.output(class)?;
        let x = inputs.x.view();
        let of_trees = |model: TreeModel<'_>| {
            TreeExplainer::path_dependent(model, output).and_then(|explainer| explainer.explain(x)).map_err(by_fit)
        };
        let explanation = match &self.model {
            FittedModel::Cox(model) => of_cox(model, &inputs)?,
            FittedModel::Forest(model) => of_trees(model.into())?,
            FittedModel::Boosting(model) => of_trees(model.into())?,
        };
        let unit = match (&self.model, &self.outcome) {
            (FittedModel::Cox(_), _) => FitUnit::LogHazard,
            (FittedModel::Forest(_), Outcome::Classes { .. }) => FitUnit::Probability,
            (FittedModel::Boosting(_), Outcome::Classes { names, .. }) if names.len() == 2 => FitUnit::LogOdds,
            (FittedModel::Boosting(_), Outcome::Classes { .. }) => FitUnit::Score,
            _ => FitUnit::Label,
        };
        let mut values: Vec<Vec<String>> = vec![Vec::new(); table.n_rows()];
        for sources in self.encoder.sources_of_terms() {
            let texts = sources.iter().map(|source| table.texts(source)).collect::<Result<Vec<_>, _>>();
            let texts = texts.map_err(features::Error::from)?;
            for (row, values) in values.iter_mut().enumerate() {
                values.push(texts.iter().map(|texts| texts[row].as_str()).collect::<Vec<_>>().join(", "));
            }
        }
        let mut rows: Vec<RowExplanation> = inputs
            .errors
            .into_iter()
            .zip(values)
            .map(|(error, values)| RowExplanation { prediction: None, values, contributions: Vec::new(), error })
            .collect();
        let columns = self.encoder.columns_of_terms();
        for (at, row) in inputs.known.into_iter().enumerate() {
            let sum = |columns: &Vec<usize>| columns.iter().map(|&column| explanation.values[[at, column]]).sum();
            rows[row].contributions = columns.iter().map(sum).collect();
            rows[row].prediction = Some(explanation.predictions[at]);
        }
        Ok(FitExplanation {
            unit,
            class,
            base_value: explanation.base_value,
            terms: self.encoder.terms(),
            rows,
            warnings: inputs.warnings,
        })
    }

    /// Which output of the model a class is, and its name.
    fn output(&self, class: Option<&str>) -> Result<(usize, Option<String>)> {
        let Outcome::Classes { names, .. } = &self.outcome else {
            return match class {
                Some(class) => Err(invalid_field("class", "left out: this fit has no classes", class)),
                None => Ok((0, None)),
            };
        };
        let listed = names.join(", ");
        match (names.as_slice(), class) {
            ([_, second], None) => Ok((0, Some(second.clone()))),
            ([_, second], Some(class)) if second == class => Ok((0, Some(second.clone()))),
            ([first, second], Some(class)) if first == class => {
                let expected = format!("`{second}`: the contributions to `{first}` are the same with the other sign");
                Err(invalid_field("class", expected, class))
            }
            (_, Some(class)) => match names.iter().position(|name| name == class) {
                Some(output) => Ok((output, Some(class.to_owned()))),
                None => Err(invalid_field("class", format!("one of {listed}"), class)),
            },
            (_, None) => Err(invalid_field("class", format!("one of {listed}"), "none")),
        }
    }
}

/// Shapley values of a linear predictor: each covariate's distance from its mean, times its coefficient.
fn of_cox(model: &CoxPh, inputs: &Inputs) -> Result<Explanation> {
    let predictions = model.risk_score(inputs.x.view()).map_err(by_fit)?;
    let mut values: Array2<f64> = &inputs.x - &ndarray::ArrayView1::from(model.means()).insert_axis(Axis(0));
    values *= &ndarray::ArrayView1::from(model.coefficients()).insert_axis(Axis(0));
    Ok(Explanation::new(0.0, values, predictions))
}
