//! The algebra of terms: sums, products, powers.

use super::Factor;

/// Terms that a formula may have.
const MOST_TERMS: usize = 2000;

/// A formula as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Model {
    /// `.`
    Rest,
    /// Columns that took the place of `.`.
    Columns(Vec<String>),
    /// `1`, the intercept that every model has.
    Nothing,
    Factor(Factor),
    Sum(Box<Self>, Box<Self>),
    Without(Box<Self>, Box<Self>),
    /// `a * b`
    Cross(Box<Self>, Box<Self>),
    /// `a:b`
    Interaction(Box<Self>, Box<Self>),
    Power(Box<Self>, u32),
}

/// A product of factors: their order is that of their first mention, and does not tell terms apart.
type Term = Vec<Factor>;

impl Model {
    pub(super) fn has_rest(&self) -> bool {
        match self {
            Self::Rest => true,
            Self::Columns(_) | Self::Nothing | Self::Factor(_) => false,
            Self::Power(of, _) => of.has_rest(),
            Self::Sum(a, b) | Self::Without(a, b) | Self::Cross(a, b) | Self::Interaction(a, b) => {
                a.has_rest() || b.has_rest()
            }
        }
    }

    /// Columns that are taken away, whether or not they are there.
    pub(super) fn taken_away(&self) -> Vec<String> {
        match self {
            Self::Rest | Self::Columns(_) | Self::Nothing | Self::Factor(_) => Vec::new(),
            Self::Power(of, _) => of.taken_away(),
            Self::Sum(a, b) | Self::Cross(a, b) | Self::Interaction(a, b) => [a.taken_away(), b.taken_away()].concat(),
            Self::Without(a, b) => {
                let terms = b.expanded().unwrap_or_default();
                let column = |term: &Term| match term.as_slice() {
                    [Factor::Column(column)] => Some(column.clone()),
                    _ => None,
                };
                [a.taken_away(), terms.iter().filter_map(column).collect()].concat()
            }
        }
    }

    pub(super) fn with_rest(&self, columns: &[String]) -> Self {
        let of = |model: &Self| Box::new(model.with_rest(columns));
        match self {
            Self::Rest => Self::Columns(columns.to_vec()),
            Self::Columns(_) | Self::Nothing | Self::Factor(_) => self.clone(),
            Self::Power(model, n) => Self::Power(of(model), *n),
            Self::Sum(a, b) => Self::Sum(of(a), of(b)),
            Self::Without(a, b) => Self::Without(of(a), of(b)),
            Self::Cross(a, b) => Self::Cross(of(a), of(b)),
            Self::Interaction(a, b) => Self::Interaction(of(a), of(b)),
        }
    }

    /// The terms, those of fewer factors first, as in R.
    ///
    /// # Errors
    ///
    /// If there are more than [`MOST_TERMS`]
    pub(super) fn terms(&self) -> Result<Vec<Term>, String> {
        let mut terms = self.expanded()?;
        terms.sort_by_key(Vec::len);
        Ok(terms)
    }

    fn expanded(&self) -> Result<Vec<Term>, String> {
        Ok(match self {
            Self::Rest | Self::Nothing => Vec::new(),
            Self::Columns(columns) => columns.iter().map(|column| vec![Factor::Column(column.clone())]).collect(),
            Self::Factor(factor) => vec![vec![factor.clone()]],
            Self::Sum(a, b) => union(a.expanded()?, b.expanded()?)?,
            Self::Without(a, b) => {
                let (terms, removed) = (a.expanded()?, b.expanded()?);
                for term in &removed {
                    let is_there = terms.iter().any(|other| is_same(term, other));
                    // A column may be one that `.` leaves out by itself.
                    if !is_there && !matches!(term.as_slice(), [Factor::Column(_)]) {
                        let name = term.iter().map(ToString::to_string).collect::<Vec<_>>().join(":");
                        return Err(format!("there is no term `{name}` to take away"));
                    }
                }
                terms.into_iter().filter(|term| !removed.iter().any(|other| is_same(term, other))).collect()
            }
            Self::Interaction(a, b) => products(&a.expanded()?, &b.expanded()?)?,
            Self::Cross(a, b) => {
                let (a, b) = (a.expanded()?, b.expanded()?);
                let both = products(&a, &b)?;
                union(union(a, b)?, both)?
            }
            Self::Power(of, n) => {
                let base = of.expanded()?;
                let mut terms = base.clone();
                for _ in 1..*n {
                    let more = products(&terms, &base)?;
                    terms = union(terms, more)?;
                }
                terms
            }
        })
    }
}

fn union(mut terms: Vec<Term>, more: Vec<Term>) -> Result<Vec<Term>, String> {
    for term in more {
        if !terms.iter().any(|other| is_same(&term, other)) {
            terms.push(term);
        }
    }
    few(terms)
}

fn products(left: &[Term], right: &[Term]) -> Result<Vec<Term>, String> {
    if left.len().saturating_mul(right.len()) > MOST_TERMS * 10 {
        return Err(too_many());
    }
    let mut terms: Vec<Term> = Vec::new();
    for a in left {
        for b in right {
            let mut term = a.clone();
            term.extend(b.iter().filter(|factor| !a.contains(factor)).cloned());
            if !terms.iter().any(|other| is_same(&term, other)) {
                terms.push(term);
            }
        }
    }
    few(terms)
}

fn few(terms: Vec<Term>) -> Result<Vec<Term>, String> {
    if terms.len() > MOST_TERMS { Err(too_many()) } else { Ok(terms) }
}

fn too_many() -> String {
    format!("it has more than {MOST_TERMS} terms")
}

fn is_same(a: &Term, b: &Term) -> bool {
    a.len() == b.len() && a.iter().all(|factor| b.contains(factor))
}
