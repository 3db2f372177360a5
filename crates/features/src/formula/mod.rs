//! Which covariates a model has, in the notation of R (Wilkinson & Rogers 1973, Applied Statistics 22).

mod algebra;
mod arithmetic;
pub(crate) mod expression;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

use std::fmt;

use algebra::Model;
pub(crate) use expression::Expression;

/// The covariates of a model, such as `age + ns(bmi, 3) + stress * workload + log(crp) + C(site, ref=2)`.
///
/// | notation | meaning |
/// |---|---|
/// | `a + b`, `a - b` | terms; without a term |
/// | `a:b`, `a * b`, `(a + b)^2` | interaction; `a + b + a:b`; all interactions of two |
/// | `.` | all other columns |
/// | `log(a)`, `log2`, `log10`, `log1p`, `exp`, `sqrt`, `abs` | of a column or of arithmetic with `+ - * / ^` |
/// | `I(a / b^2)` | arithmetic |
/// | `C(a)`, `C(a, ref=2)` | groups, also where they are numbers; compared with `2` |
/// | `ns(a, 3)`, `ns(a, knots=c(1, 2), boundary=c(0, 5))` | natural cubic spline of 3 columns, as in R's `splines` |
/// | `rcs(a, 4)`, `rcs(a, c(1, 2, 3))` | restricted cubic spline of 4 knots, of Harrell's *Regression Modeling Strategies* |
/// | `strata(a)`, `cluster(a)` | for Cox regression: a baseline hazard each; robust standard errors |
/// | `` `odd name` `` | a column |
///
/// ```
/// use features::{DesignEncoder, Formula, PlainColumns};
///
/// # fn main() -> Result<(), features::Error> {
/// let people = PlainColumns::new(3)
///     .with_numbers("crp", vec![1.0, 10.0, 100.0])?
///     .with_texts("sex", ["f", "m", "f"])?;
/// let formula: Formula = "sex * log10(crp)".parse()?;
/// let encoder = DesignEncoder::fit_formula(&people, &formula)?;
/// assert_eq!(encoder.columns(), ["sex=m", "log10(crp)", "sex=m:log10(crp)"]);
/// assert_eq!(encoder.transform(&people)?.row(1).to_vec(), [1.0, 1.0, 1.0]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    text: String,
    model: Model,
    terms: Vec<Vec<Factor>>,
    strata: Vec<String>,
    clusters: Vec<String>,
}

/// What a term is a product of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Factor {
    /// A column of numbers or of groups.
    Column(String),
    /// A column of groups.
    Groups {
        column: String,
        reference: Option<String>,
    },
    Function(Expression),
    Spline {
        of: Expression,
        kind: SplineKind,
        knots: Knots,
        boundary: Option<[f64; 2]>,
    },
    Strata(String),
    Cluster(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SplineKind {
    Natural,
    Restricted,
}

/// Where the pieces of a spline meet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Knots {
    /// At quantiles: so many columns of a natural, so many knots of a restricted spline.
    Count(usize),
    At(Vec<f64>),
}

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("formula `{formula}`, character {at}: {why}")]
pub struct FormulaError {
    /// The text.
    pub formula: String,
    /// Where, in characters from 1.
    pub at: usize,
    /// What was expected.
    pub why: String,
}

impl FormulaError {
    fn new(formula: &str, at: usize, why: impl Into<String>) -> Self {
        Self { formula: formula.to_owned(), at, why: why.into() }
    }
}

impl Formula {
    /// Names of the columns that it names as covariates, each once.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        for column in self.terms.iter().flatten().flat_map(Factor::columns) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns
    }

    /// Columns that it gives a baseline hazard for each of their values.
    pub fn strata(&self) -> &[String] {
        &self.strata
    }

    /// Columns of what belongs together.
    pub fn clusters(&self) -> &[String] {
        &self.clusters
    }

    /// Columns that `-` takes away: nothing needs to be known of them.
    pub fn taken_away(&self) -> Vec<String> {
        self.model.taken_away()
    }

    /// Whether `.` stands in it.
    pub fn has_rest(&self) -> bool {
        self.model.has_rest()
    }

    /// The same with columns in place of `.`.
    ///
    /// # Errors
    ///
    /// If so many terms are too many, or there are none left
    pub fn with_rest(&self, columns: &[String]) -> Result<Self, FormulaError> {
        Self::from_model(&self.text, self.model.with_rest(columns))
    }

    pub(crate) fn terms(&self) -> &[Vec<Factor>] {
        &self.terms
    }

    fn from_model(text: &str, model: Model) -> Result<Self, FormulaError> {
        let refuse = |why: String| FormulaError::new(text, 1, why);
        let (mut terms, mut strata, mut clusters) = (Vec::new(), Vec::new(), Vec::new());
        for term in model.terms().map_err(refuse)? {
            match term.as_slice() {
                [Factor::Strata(column)] => strata.push(column.clone()),
                [Factor::Cluster(column)] => clusters.push(column.clone()),
                _ if term.iter().any(|factor| matches!(factor, Factor::Strata(_) | Factor::Cluster(_))) => {
                    return Err(refuse("strata and clusters have no interactions: add them with `+`".to_owned()));
                }
                _ => terms.push(term),
            }
        }
        if terms.is_empty() && !model.has_rest() {
            return Err(refuse("it names no covariate".to_owned()));
        }
        Ok(Self { text: text.to_owned(), model, terms, strata, clusters })
    }
}

impl std::str::FromStr for Formula {
    type Err = FormulaError;

    fn from_str(text: &str) -> Result<Self, FormulaError> {
        Self::from_model(text, parser::model(text)?)
    }
}

/// As it was written.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Factor {
    pub(crate) fn columns(&self) -> Vec<&str> {
        match self {
            Self::Column(column) | Self::Groups { column, .. } | Self::Strata(column) | Self::Cluster(column) => {
                vec![column]
            }
            Self::Function(expression) | Self::Spline { of: expression, .. } => expression.columns(),
        }
    }
}

/// As a formula has it.
impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Self::Column(column) | Self::Groups { column, .. } => f.write_str(column),
            Self::Strata(column) => write!(f, "strata({})", in_backticks(column)),
            Self::Cluster(column) => write!(f, "cluster({})", in_backticks(column)),
            Self::Function(expression) => expression.fmt(f),
            Self::Spline { of, kind, knots, boundary } => {
                let name = match kind {
                    SplineKind::Natural => "ns",
                    SplineKind::Restricted => "rcs",
                };
                match knots {
                    Knots::Count(count) => write!(f, "{name}({of}, {count}")?,
                    Knots::At(knots) => write!(f, "{name}({of}, knots=c({})", list(knots))?,
                }
                boundary.map_or(Ok(()), |ends| write!(f, ", boundary=c({})", list(&ends)))?;
                f.write_str(")")
            }
        }
    }
}

/// A name as a formula has it: in backticks where it holds more than letters, digits, points and underscores.
pub(crate) fn in_backticks(name: &str) -> String {
    let starts_as_number = name.starts_with(|first: char| first.is_ascii_digit());
    if !name.is_empty() && name != "." && !starts_as_number && name.chars().all(lexer::is_of_name) {
        name.to_owned()
    } else {
        format!("`{name}`")
    }
}
