//! Arithmetic within a formula: `log(a + 1)`, `I(a / b^2)`.

use super::Expression;
use super::expression::{Function, Operator};
use super::lexer::Kind;
use super::parser::{Parser, Result};

impl Parser<'_> {
    pub(super) fn arithmetic(&mut self) -> Result<Expression> {
        let mut left = self.product()?;
        loop {
            let operator = match self.kind() {
                Kind::Sign('+') => Operator::Add,
                Kind::Sign('-') => Operator::Subtract,
                _ => return Ok(left),
            };
            self.take();
            left = Expression::Binary(operator, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression> {
        let mut left = self.signed()?;
        loop {
            let operator = match self.kind() {
                Kind::Sign('*') => Operator::Multiply,
                Kind::Sign('/') => Operator::Divide,
                _ => return Ok(left),
            };
            self.take();
            left = Expression::Binary(operator, Box::new(left), Box::new(self.signed()?));
        }
    }

    fn signed(&mut self) -> Result<Expression> {
        if *self.kind() != Kind::Sign('-') {
            return self.raised();
        }
        self.nested(|parser| {
            parser.take();
            Ok(Expression::Negative(Box::new(parser.signed()?)))
        })
    }

    /// `a^b`, from the right as everywhere.
    fn raised(&mut self) -> Result<Expression> {
        let base = self.factor_of_arithmetic()?;
        if !self.takes('^') {
            return Ok(base);
        }
        let exponent = self.nested(Self::signed)?;
        Ok(Expression::Binary(Operator::Power, Box::new(base), Box::new(exponent)))
    }

    pub(super) fn factor_of_arithmetic(&mut self) -> Result<Expression> {
        match self.kind().clone() {
            Kind::Number(number) => {
                self.take();
                Ok(Expression::Number(number))
            }
            Kind::Sign('(') => self.nested(|parser| {
                parser.take();
                let inner = parser.arithmetic()?;
                parser.expect(')')?;
                Ok(inner)
            }),
            Kind::Name(name) if self.tokens[self.next + 1].kind == Kind::Sign('(') => {
                let Some(&function) = Function::ALL.iter().find(|function| function.name() == name) else {
                    return Err(self.unknown_function(&name));
                };
                self.nested(|parser| {
                    parser.take();
                    parser.expect('(')?;
                    let inner = parser.arithmetic()?;
                    parser.expect(')')?;
                    Ok(Expression::Call(function, Box::new(inner)))
                })
            }
            Kind::Quoted(name) => {
                self.take();
                Ok(Expression::Column(name))
            }
            Kind::Name(name) if name != "." => {
                self.take();
                Ok(Expression::Column(name))
            }
            _ => Err(self.unexpected("a column or a number")),
        }
    }
}
