//! Numbers calculated from columns, such as `log(crp + 1)`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::columns::Columns;
use crate::error::{Error, Result};

/// An arithmetic expression of columns of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    Number(f64),
    Column(String),
    Negative(Box<Self>),
    Binary(Operator, Box<Self>, Box<Self>),
    Call(Function, Box<Self>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    /// What stands in `I()`: arithmetic where `+` and `*` would mean terms.
    Identity,
    Log,
    Log2,
    Log10,
    Log1p,
    Exp,
    Sqrt,
    Abs,
}

impl Function {
    pub(super) const ALL: [Self; 8] =
        [Self::Identity, Self::Log, Self::Log2, Self::Log10, Self::Log1p, Self::Exp, Self::Sqrt, Self::Abs];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Identity => "I",
            Self::Log => "log",
            Self::Log2 => "log2",
            Self::Log10 => "log10",
            Self::Log1p => "log1p",
            Self::Exp => "exp",
            Self::Sqrt => "sqrt",
            Self::Abs => "abs",
        }
    }

    fn apply(self, x: f64) -> f64 {
        match self {
            Self::Identity => x,
            Self::Log => x.ln(),
            Self::Log2 => x.log2(),
            Self::Log10 => x.log10(),
            Self::Log1p => x.ln_1p(),
            Self::Exp => x.exp(),
            Self::Sqrt => x.sqrt(),
            Self::Abs => x.abs(),
        }
    }
}

impl Operator {
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
            Self::Power => '^',
        }
    }

    /// How tightly it binds.
    const fn rank(self) -> u8 {
        match self {
            Self::Add | Self::Subtract => 1,
            Self::Multiply | Self::Divide => 2,
            Self::Power => 4,
        }
    }

    fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Power => left.powf(right),
        }
    }
}

impl Expression {
    /// The columns that it reads, each once.
    pub(crate) fn columns(&self) -> Vec<&str> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Column(column) => vec![column],
            Self::Negative(inner) | Self::Call(_, inner) => inner.columns(),
            Self::Binary(_, left, right) => {
                let mut columns = left.columns();
                let more: Vec<&str> = right.columns().into_iter().filter(|column| !columns.contains(column)).collect();
                columns.extend(more);
                columns
            }
        }
    }

    /// Its value of every row.
    ///
    /// # Errors
    ///
    /// What reading a column says; [`Error::NotCalculated`] for the first row in which it is no finite number.
    pub(crate) fn evaluate(&self, table: &impl Columns) -> Result<Vec<f64>> {
        let values = self.values(table)?;
        let Some(row) = values.iter().position(|value| !value.is_finite()) else { return Ok(values) };
        let of_column = |column: &str| Ok(format!("`{column}` is {}", table.numbers(column)?[row]));
        let inputs = self.columns().into_iter().map(of_column).collect::<Result<Vec<_>>>()?.join(", ");
        let inputs = if inputs.is_empty() { inputs } else { format!(" where {inputs}") };
        Err(Error::NotCalculated { row: table.row_name(row), expression: self.to_string(), value: values[row], inputs })
    }

    fn values(&self, table: &impl Columns) -> Result<Vec<f64>> {
        Ok(match self {
            Self::Number(number) => vec![*number; table.n_rows()],
            Self::Column(column) => table.numbers(column)?,
            Self::Negative(inner) => inner.values(table)?.into_iter().map(|x| -x).collect(),
            Self::Call(function, inner) => inner.values(table)?.into_iter().map(|x| function.apply(x)).collect(),
            Self::Binary(operator, left, right) => {
                let pairs = left.values(table)?.into_iter().zip(right.values(table)?);
                pairs.map(|(left, right)| operator.apply(left, right)).collect()
            }
        })
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Binary(operator, ..) => operator.rank(),
            Self::Negative(_) => 3,
            Self::Number(_) | Self::Column(_) | Self::Call(..) => 5,
        }
    }
}

/// As it is read again.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = |f: &mut fmt::Formatter<'_>, inner: &Self, is_bare: bool| {
            if is_bare { inner.fmt(f) } else { write!(f, "({inner})") }
        };
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Column(column) => f.write_str(&super::in_backticks(column)),
            Self::Call(function, inner) => write!(f, "{}({inner})", function.name()),
            Self::Negative(inner) => {
                f.write_str("-")?;
                within(f, inner, inner.rank() > 3)
            }
            Self::Binary(operator, left, right) => {
                let rank = operator.rank();
                within(f, left, left.rank() > rank || (left.rank() == rank && *operator != Operator::Power))?;
                let sign = operator.sign();
                if rank == 1 {
                    write!(f, " {sign} ")?;
                } else {
                    write!(f, "{sign}")?;
                }
                within(f, right, right.rank() > rank)
            }
        }
    }
}

/// As text, such as `log(crp + 1)`.
impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        super::parser::expression(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
