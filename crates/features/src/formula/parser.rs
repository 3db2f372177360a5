//! From words and signs to terms: a recursive descent.

use super::algebra::Model;
use super::expression::Function;
use super::lexer::{Kind, Token, tokens};
use super::{Expression, Factor, FormulaError, Knots, SplineKind};

/// Bytes of a formula.
const LONGEST: usize = 20_000;

/// Parentheses within each other.
const MOST_NESTED: usize = 50;

/// Highest power of a sum of terms.
const HIGHEST_POWER: f64 = 10.0;

pub(super) type Result<T> = std::result::Result<T, FormulaError>;

/// Reads a formula.
pub(super) fn model(formula: &str) -> Result<Model> {
    let mut parser = Parser::new(formula)?;
    let model = parser.sum()?;
    parser.end()?;
    Ok(model)
}

/// Reads arithmetic.
pub(super) fn expression(text: &str) -> Result<Expression> {
    let mut parser = Parser::new(text)?;
    let expression = parser.arithmetic()?;
    parser.end()?;
    Ok(expression)
}

pub(super) struct Parser<'a> {
    formula: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) next: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(formula: &'a str) -> Result<Self> {
        if formula.len() > LONGEST {
            let shown: String = formula.chars().take(40).chain("…".chars()).collect();
            return Err(FormulaError::new(&shown, 1, format!("it has more than {LONGEST} bytes")));
        }
        Ok(Self { formula, tokens: tokens(formula)?, next: 0, depth: 0 })
    }

    pub(super) fn kind(&self) -> &Kind {
        &self.tokens[self.next].kind
    }

    /// Takes the next token; the end stays.
    pub(super) fn take(&mut self) -> Kind {
        let kind = self.tokens[self.next].kind.clone();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        kind
    }

    pub(super) fn takes(&mut self, sign: char) -> bool {
        let is_it = *self.kind() == Kind::Sign(sign);
        if is_it {
            self.take();
        }
        is_it
    }

    pub(super) fn expect(&mut self, sign: char) -> Result<()> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn end(&self) -> Result<()> {
        match self.kind() {
            Kind::End => Ok(()),
            Kind::Sign('~') => Err(self.error("write what stands to the right of `~`: options name the outcome")),
            _ => Err(self.unexpected("`+` or the end")),
        }
    }

    fn error(&self, why: impl Into<String>) -> FormulaError {
        FormulaError::new(self.formula, self.tokens[self.next].at, why)
    }

    pub(super) fn unexpected(&self, expected: &str) -> FormulaError {
        let got = match self.kind() {
            Kind::Name(text) | Kind::Quoted(text) | Kind::Text(text) => format!("`{text}`"),
            Kind::Number(number) => format!("`{number}`"),
            Kind::Sign(sign) => format!("`{sign}`"),
            Kind::End => "the end".to_owned(),
        };
        self.error(format!("expected {expected}, got {got}"))
    }

    /// Parses what stands in parentheses, so many within each other at most.
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MOST_NESTED {
            return Err(self.error(format!("more than {MOST_NESTED} parentheses within each other")));
        }
        self.depth += 1;
        let parsed = parse(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    fn sum(&mut self) -> Result<Model> {
        let mut model = self.cross()?;
        loop {
            if self.takes('+') {
                model = Model::Sum(Box::new(model), Box::new(self.cross()?));
            } else if *self.kind() == Kind::Sign('-') {
                self.take();
                if *self.kind() == Kind::Number(1.0) {
                    return Err(self.error("the intercept cannot be left out"));
                }
                model = Model::Without(Box::new(model), Box::new(self.cross()?));
            } else {
                return Ok(model);
            }
        }
    }

    fn cross(&mut self) -> Result<Model> {
        let mut model = self.interaction()?;
        while self.takes('*') {
            model = Model::Cross(Box::new(model), Box::new(self.interaction()?));
        }
        Ok(model)
    }

    fn interaction(&mut self) -> Result<Model> {
        let mut model = self.power()?;
        while self.takes(':') {
            model = Model::Interaction(Box::new(model), Box::new(self.power()?));
        }
        if *self.kind() == Kind::Sign('/') {
            return Err(self.error("arithmetic stands in `I()`, such as `I(a / b)`"));
        }
        Ok(model)
    }

    fn power(&mut self) -> Result<Model> {
        let model = self.atom()?;
        if !self.takes('^') {
            return Ok(model);
        }
        match *self.kind() {
            Kind::Number(n) if n.fract() == 0.0 && (1.0..=HIGHEST_POWER).contains(&n) => {
                self.take();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 10")]
                Ok(Model::Power(Box::new(model), n as u32))
            }
            _ => Err(self.unexpected(&format!(
                "a whole number from 1 to {HIGHEST_POWER}: interactions of so many; a square is `I(a^2)`"
            ))),
        }
    }

    fn atom(&mut self) -> Result<Model> {
        match self.kind().clone() {
            Kind::Sign('(') => self.nested(|parser| {
                parser.take();
                let model = parser.sum()?;
                parser.expect(')')?;
                Ok(model)
            }),
            Kind::Number(number) if number.total_cmp(&1.0).is_eq() => {
                self.take();
                Ok(Model::Nothing)
            }
            Kind::Number(_) => {
                Err(self.unexpected("a column, `.` or a function; a column of such a name stands in backticks"))
            }
            Kind::Name(name) if name == "." => {
                self.take();
                Ok(Model::Rest)
            }
            Kind::Quoted(column) => {
                self.take();
                Ok(Model::Factor(Factor::Column(column)))
            }
            Kind::Name(name) => {
                if self.tokens[self.next + 1].kind == Kind::Sign('(') {
                    return self.nested(|parser| parser.call(&name)).map(Model::Factor);
                }
                self.take();
                Ok(Model::Factor(Factor::Column(name)))
            }
            _ => Err(self.unexpected("a column, `.` or a function")),
        }
    }

    /// `name(…)` as a factor of a term.
    fn call(&mut self, name: &str) -> Result<Factor> {
        if Function::ALL.iter().any(|function| function.name() == name) {
            return Ok(Factor::Function(self.factor_of_arithmetic()?));
        }
        let is_one = ["C", "factor", "ns", "rcs", "strata", "cluster"].contains(&name);
        if !is_one {
            return Err(self.unknown_function(name));
        }
        self.take();
        self.expect('(')?;
        let factor = match name {
            "strata" => Factor::Strata(self.column("several columns as strata: make one of them first")?),
            "cluster" => Factor::Cluster(self.column("several columns as clusters: make one of them first")?),
            "ns" => self.spline(SplineKind::Natural)?,
            "rcs" => self.spline(SplineKind::Restricted)?,
            _ => {
                let column = self.name()?;
                let mut reference = None;
                if self.takes(',') {
                    self.argument(&["ref"])?;
                    reference = Some(self.level()?);
                }
                Factor::Groups { column, reference }
            }
        };
        self.expect(')')?;
        Ok(factor)
    }

    pub(super) fn unknown_function(&self, name: &str) -> FormulaError {
        let known: Vec<String> = Function::ALL
            .iter()
            .map(|function| function.name())
            .chain(["C", "ns", "rcs", "strata", "cluster"])
            .map(|name| format!("`{name}`"))
            .collect();
        let hint = match name {
            "Surv" => "; write what stands to the right of `~`: options name the outcome",
            "offset" => "; an offset is not supported",
            "poly" => "; powers are written as `x + I(x^2)`",
            "bs" | "pspline" => "; `ns` and `rcs` are splines",
            _ => "",
        };
        self.error(format!("unknown function `{name}`, expected one of {}{hint}", known.join(", ")))
    }

    /// One column and no more.
    fn column(&mut self, several: &str) -> Result<String> {
        let column = self.name()?;
        if *self.kind() == Kind::Sign(',') { Err(self.error(several)) } else { Ok(column) }
    }

    fn name(&mut self) -> Result<String> {
        match self.kind().clone() {
            Kind::Name(name) | Kind::Quoted(name) if name != "." => {
                self.take();
                Ok(name)
            }
            _ => Err(self.unexpected("a column")),
        }
    }

    /// A group: text in quotes, a word or a number.
    fn level(&mut self) -> Result<String> {
        let level = match self.kind().clone() {
            Kind::Name(text) | Kind::Quoted(text) | Kind::Text(text) => text,
            Kind::Number(number) => number.to_string(),
            _ => return Err(self.unexpected("a group, such as `2` or `\"north\"`")),
        };
        self.take();
        Ok(level)
    }

    /// `name =`, one of these.
    fn argument(&mut self, names: &[&str]) -> Result<String> {
        let expected = || names.iter().map(|name| format!("`{name}=`")).collect::<Vec<_>>().join(" or ");
        match self.kind().clone() {
            Kind::Name(name) if names.contains(&name.as_str()) => {
                self.take();
                self.expect('=')?;
                Ok(name)
            }
            _ => Err(self.unexpected(&expected())),
        }
    }

    /// What stands in `ns(…)` or `rcs(…)`.
    fn spline(&mut self, kind: SplineKind) -> Result<Factor> {
        const DEFAULT_KNOTS: usize = 5;
        let of = self.arithmetic()?;
        let (mut knots, mut boundary) = (None, None);
        while self.takes(',') {
            let is_list = *self.kind() == Kind::Name("c".to_owned());
            let name = match (self.kind(), kind) {
                (Kind::Number(_), SplineKind::Natural) => "df".to_owned(),
                (Kind::Number(_), SplineKind::Restricted) => "knots".to_owned(),
                _ if is_list => "knots".to_owned(),
                (_, SplineKind::Natural) => self.argument(&["df", "knots", "boundary", "Boundary.knots"])?,
                (_, SplineKind::Restricted) => self.argument(&["knots"])?,
            };
            let at = self.next;
            let is_taken = match name.as_str() {
                "df" => knots.replace(Knots::Count(self.count()?)).is_some(),
                "knots" if kind == SplineKind::Restricted && matches!(self.kind(), Kind::Number(_)) => {
                    knots.replace(Knots::Count(self.count()?)).is_some()
                }
                "knots" => knots.replace(Knots::At(self.list()?)).is_some(),
                _ => {
                    let list = self.list()?;
                    let [low, high] = list[..] else {
                        self.next = at;
                        return Err(self.error("expected two boundaries, such as `c(0, 5)`"));
                    };
                    boundary.replace([low, high]).is_some()
                }
            };
            if is_taken {
                self.next = at;
                return Err(self.error("the knots are given twice"));
            }
        }
        let knots = knots.unwrap_or(Knots::Count(match kind {
            SplineKind::Natural => 1,
            SplineKind::Restricted => DEFAULT_KNOTS,
        }));
        Ok(Factor::Spline { of, kind, knots, boundary })
    }

    fn count(&mut self) -> Result<usize> {
        match *self.kind() {
            Kind::Number(n) if n.fract() == 0.0 && (1.0..=50.0).contains(&n) => {
                self.take();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 50")]
                Ok(n as usize)
            }
            _ => Err(self.unexpected("a whole number from 1 to 50")),
        }
    }

    /// `c(1, 2)`, or one number.
    fn list(&mut self) -> Result<Vec<f64>> {
        if *self.kind() != Kind::Name("c".to_owned()) {
            return Ok(vec![self.number()?]);
        }
        self.take();
        self.expect('(')?;
        let mut numbers = vec![self.number()?];
        while self.takes(',') {
            numbers.push(self.number()?);
        }
        self.expect(')')?;
        Ok(numbers)
    }

    fn number(&mut self) -> Result<f64> {
        let sign = if self.takes('-') { -1.0 } else { 1.0 };
        match *self.kind() {
            Kind::Number(number) if number.is_finite() => {
                self.take();
                Ok(sign * number)
            }
            _ => Err(self.unexpected("a number")),
        }
    }
}
