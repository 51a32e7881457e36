//! A value that is being computed, with the steps that led to it: the amount and its explanation
//! come out of one evaluation, so that what is shown cannot drift from what was computed.

mod step;
#[cfg(test)]
mod tests;

pub use step::{Operand, Step, StepKind};

use super::Fraction;
use crate::{Rate, money};

/// A value left what the books can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// A value under way.
#[derive(Clone, Debug)]
pub struct Working {
    exact: Fraction,
    /// `None` for totals over a million lines, which nobody reads line by line.
    steps: Option<Vec<Step>>,
}

impl Working {
    /// Begins with an amount and keeps every step.
    #[must_use]
    pub const fn explained(minor: i64) -> Self {
        Self { exact: Fraction::whole(minor), steps: Some(Vec::new()) }
    }

    /// Begins with an amount and keeps no step.
    #[must_use]
    pub const fn unexplained(minor: i64) -> Self {
        Self { exact: Fraction::whole(minor), steps: None }
    }

    /// The value so far, in minor units.
    #[must_use]
    pub const fn exact(&self) -> Fraction {
        self.exact
    }

    /// Adds another value; its steps come before this one.
    ///
    /// # Errors
    /// [`TooLarge`]; so for all steps.
    pub fn plus(self, kind: StepKind, by: Self) -> Result<Self, TooLarge> {
        let sum = self.exact.plus(by.exact);
        let operand = Operand::Plus(by.exact);
        let (working, nested) = self.after(by.steps);
        working.step_of(kind, operand, sum, nested)
    }

    /// Takes another value away; its steps come before this one.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn less(self, kind: StepKind, by: Self) -> Result<Self, TooLarge> {
        let difference = self.exact.plus(by.exact.negated());
        let operand = Operand::Less(by.exact);
        let (working, nested) = self.after(by.steps);
        working.step_of(kind, operand, difference, nested)
    }

    /// Times a rate.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times(self, kind: StepKind, rate: Rate) -> Result<Self, TooLarge> {
        let product = self.exact.times(rate.millionths(), Rate::ONE.millionths());
        self.step(kind, Operand::Times(rate), product)
    }

    /// Times a number of pieces, months or days.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times_count(self, kind: StepKind, count: i64) -> Result<Self, TooLarge> {
        let product = self.exact.times(count, 1);
        self.step(kind, Operand::TimesCount(count), product)
    }

    /// Times a part of a whole, both in minor units.
    ///
    /// # Errors
    /// [`TooLarge`]; also for a whole that is not above zero.
    pub fn times_part(self, kind: StepKind, part: i64, whole: i64) -> Result<Self, TooLarge> {
        let product = self.exact.times(part, whole);
        self.step(kind, Operand::TimesPart { part, whole }, product)
    }

    /// Times one and a rate.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times_one_plus(self, kind: StepKind, rate: Rate) -> Result<Self, TooLarge> {
        let product = self.exact.times(one_plus(rate), Rate::ONE.millionths());
        self.step(kind, Operand::TimesOnePlus(rate), product)
    }

    /// Times what a fee leaves of one, and an increment on top of it.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times_rest(self, kind: StepKind, fee: Rate, increment: Option<Rate>) -> Result<Self, TooLarge> {
        let rest = one_plus(increment.unwrap_or(Rate::ZERO)) - fee.millionths();
        let product = self.exact.times(rest, Rate::ONE.millionths());
        self.step(kind, Operand::TimesRest { fee, increment }, product)
    }

    /// Over one and a rate.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn over_one_plus(self, kind: StepKind, rate: Rate) -> Result<Self, TooLarge> {
        let quotient = self.exact.times(Rate::ONE.millionths(), one_plus(rate));
        self.step(kind, Operand::OverOnePlus(rate), quotient)
    }

    /// The other sign.
    ///
    /// # Errors
    /// None in fact; every step may have one.
    pub fn negated(self, kind: StepKind) -> Result<Self, TooLarge> {
        let negated = self.exact.negated();
        self.step(kind, Operand::Negated, Some(negated))
    }

    /// A value that is not above zero becomes nothing, and a step says so.
    ///
    /// # Errors
    /// None in fact; every step may have one.
    pub fn above_zero(self, kind: StepKind) -> Result<Self, TooLarge> {
        if self.exact.is_positive() {
            return Ok(self);
        }
        self.step(kind, Operand::None, Some(Fraction::whole(0)))
    }

    /// Says what decided the steps to come, and leaves the value as it is.
    ///
    /// # Errors
    /// None in fact; every step may have one.
    pub fn noted(self, kind: StepKind, operand: Operand) -> Result<Self, TooLarge> {
        let same = self.exact;
        self.step(kind, operand, Some(same))
    }

    /// Less what lines before have of the same value, which is whole.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn less_whole(self, kind: StepKind, minor: i64) -> Result<Self, TooLarge> {
        let difference = self.exact.plus(Fraction::whole(minor).negated());
        self.step(kind, Operand::Less(Fraction::whole(minor)), difference)
    }

    /// Rounds, once and at the end, a half away from zero: the amount in minor units, and every step.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn rounded(self, kind: StepKind) -> Result<(i64, Vec<Step>), TooLarge> {
        let minor = self.exact.rounded().filter(|minor| minor.abs() <= money::MOST_MINOR).ok_or(TooLarge)?;
        let steps = self.step(kind, Operand::None, Some(Fraction::whole(minor)))?.steps;
        Ok((minor, steps.unwrap_or_default()))
    }

    /// With the steps of another value behind its own, and how many those are.
    fn after(self, before: Option<Vec<Step>>) -> (Self, usize) {
        let before = before.unwrap_or_default();
        let nested = before.len();
        let steps = self.steps.map(|mut own| {
            own.extend(before);
            own
        });
        (Self { steps, ..self }, nested)
    }

    fn step(self, kind: StepKind, operand: Operand, value: Option<Fraction>) -> Result<Self, TooLarge> {
        self.step_of(kind, operand, value, 0)
    }

    fn step_of(
        mut self,
        kind: StepKind,
        operand: Operand,
        value: Option<Fraction>,
        nested: usize,
    ) -> Result<Self, TooLarge> {
        let value = value.ok_or(TooLarge)?;
        if let Some(steps) = &mut self.steps {
            steps.push(Step { kind, from: self.exact, operand, value, nested });
        }
        self.exact = value;
        Ok(self)
    }
}

const fn one_plus(rate: Rate) -> i64 {
    Rate::ONE.millionths() + rate.millionths()
}
