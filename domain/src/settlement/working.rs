//! A value that is being computed, with the steps that led to it: the amount and its explanation
//! come out of one evaluation, so that what is shown cannot drift from what was computed.

use super::Fraction;
use crate::{Rate, codes, money};

codes! {
    /// What a step of the arithmetic does.
    pub enum StepKind {
        /// Deal price less floor price.
        Margin = "margin",
        /// The deal is not above the floor: nothing is settled.
        BelowFloor = "below_floor",
        /// Without the output tax of the product.
        OutputTax = "output_tax",
        /// With the tax of the service fee.
        ServiceTax = "service_tax",
        /// The reseller's share.
        Ratio = "ratio",
        /// Taken back by an unsubscription.
        Reversal = "reversal",
        /// Rounded once, half up.
        Rounded = "rounded",
    }
}

/// What a step does to the value before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Adds, in minor units.
    Plus(Fraction),
    /// Takes away, in minor units.
    Less(Fraction),
    /// Times a rate.
    Times(Rate),
    /// Times one and a rate: puts a tax on.
    TimesOnePlus(Rate),
    /// Over one and a rate: takes a tax off.
    OverOnePlus(Rate),
    /// The other sign.
    Negated,
    /// Nothing to show: the value says it.
    None,
}

/// One line of the arithmetic, in numbers; [`super::written`] puts it into writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub kind: StepKind,
    /// The value before it, in minor units.
    pub from: Fraction,
    /// What it does to that value.
    pub operand: Operand,
    /// The value after it, in minor units.
    pub value: Fraction,
}

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
        self.after(by.steps).step(kind, Operand::Plus(by.exact), sum)
    }

    /// Takes another value away; its steps come before this one.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn less(self, kind: StepKind, by: Self) -> Result<Self, TooLarge> {
        let difference = self.exact.plus(by.exact.negated());
        self.after(by.steps).step(kind, Operand::Less(by.exact), difference)
    }

    /// Times a rate.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times(self, kind: StepKind, rate: Rate) -> Result<Self, TooLarge> {
        let product = self.exact.times(rate.millionths(), Rate::ONE.millionths());
        self.step(kind, Operand::Times(rate), product)
    }

    /// Times one and a rate.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn times_one_plus(self, kind: StepKind, rate: Rate) -> Result<Self, TooLarge> {
        let product = self.exact.times(one_plus(rate), Rate::ONE.millionths());
        self.step(kind, Operand::TimesOnePlus(rate), product)
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

    /// Rounds, once and at the end, a half away from zero: the amount in minor units, and every step.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn rounded(self, kind: StepKind) -> Result<(i64, Vec<Step>), TooLarge> {
        let minor = self.exact.rounded().filter(|minor| minor.abs() <= money::MOST_MINOR).ok_or(TooLarge)?;
        let steps = self.step(kind, Operand::None, Some(Fraction::whole(minor)))?.steps;
        Ok((minor, steps.unwrap_or_default()))
    }

    fn after(self, before: Option<Vec<Step>>) -> Self {
        let steps = self.steps.map(|mut own| {
            own.extend(before.unwrap_or_default());
            own
        });
        Self { steps, ..self }
    }

    fn step(mut self, kind: StepKind, operand: Operand, value: Option<Fraction>) -> Result<Self, TooLarge> {
        let value = value.ok_or(TooLarge)?;
        if let Some(steps) = &mut self.steps {
            steps.push(Step { kind, from: self.exact, operand, value });
        }
        self.exact = value;
        Ok(self)
    }
}

const fn one_plus(rate: Rate) -> i64 {
    Rate::ONE.millionths() + rate.millionths()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_computes_and_says_what_it_did() {
        let six = Rate::percent(6);
        let fee = Working::explained(10_000).times(StepKind::Ratio, Rate::percent(10)).unwrap();
        let bonus = Working::explained(500);
        let done = Working::explained(10_000)
            .less(StepKind::Margin, fee)
            .and_then(|w| w.over_one_plus(StepKind::OutputTax, six))
            .and_then(|w| w.times_one_plus(StepKind::ServiceTax, six))
            .and_then(|w| w.plus(StepKind::Margin, bonus))
            .and_then(|w| w.negated(StepKind::Reversal))
            .unwrap();
        assert_eq!(done.exact(), Fraction::whole(-9_500));
        let (amount, steps) = done.rounded(StepKind::Rounded).unwrap();
        assert_eq!(amount, -9_500);
        let operands: Vec<Operand> = steps.iter().map(|step| step.operand).collect();
        assert_eq!(
            operands,
            [
                Operand::Times(Rate::percent(10)),
                Operand::Less(Fraction::whole(1_000)),
                Operand::OverOnePlus(six),
                Operand::TimesOnePlus(six),
                Operand::Plus(Fraction::whole(500)),
                Operand::Negated,
                Operand::None,
            ]
        );
        // Each step begins where the one before it ended, but for the first of the main line.
        for pair in steps[1..].windows(2) {
            assert_eq!(pair[0].value, pair[1].from);
        }
    }

    #[test]
    fn nothing_is_kept_where_nothing_is_explained() {
        let nothing = Working::unexplained(-5).above_zero(StepKind::BelowFloor).unwrap();
        assert_eq!(nothing.rounded(StepKind::Rounded), Ok((0, Vec::new())));
        assert_eq!(Working::unexplained(i64::MAX).rounded(StepKind::Rounded), Err(TooLarge));
    }
}
