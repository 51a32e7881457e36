//! An explanation in writing: the same for pages, files, the API and the calculator. The words beside
//! the arithmetic are the reader's business.

use super::{
    formula::Settled,
    working::{Operand, Step, StepKind},
};
use crate::{Currency, money::grouped};

impl Settled {
    /// The deal was not above the floor, so there is nothing to settle.
    #[must_use]
    pub fn is_below_floor(&self) -> bool {
        self.steps.iter().any(|step| step.kind == StepKind::BelowFloor)
    }

    /// The steps that say something: what follows on nothing is nothing.
    pub fn shown(&self) -> impl Iterator<Item = &Step> {
        let below = self.steps.iter().position(|step| step.kind == StepKind::BelowFloor);
        let end = self.steps.len().saturating_sub(1);
        self.steps
            .iter()
            .enumerate()
            .filter(move |(at, _)| below.is_none_or(|below| *at <= below || *at == end))
            .map(|(_, step)| step)
    }

    /// The amount, for people.
    #[must_use]
    pub fn amount(&self) -> String {
        grouped(self.amount_minor, self.currency)
    }

    /// The formula with its numbers: `(10,000.00 − 8,000.00) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 %`.
    #[must_use]
    pub fn formula(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            let operation = step.operation(self.currency);
            match step.operand {
                Operand::None => {}
                Operand::Plus(_) | Operand::Less(_) => text = format!("({operation})"),
                Operand::Negated => text.insert(0, '\u{2212}'),
                Operand::Times(_) | Operand::TimesOnePlus(_) | Operand::OverOnePlus(_) => {
                    if text.is_empty() {
                        text = step.from.grouped(self.currency);
                    }
                    text = format!("{text} {operation}");
                }
            }
        }
        text
    }

    /// All of it in one line: for files.
    #[must_use]
    pub fn line(&self) -> String {
        let (formula, amount, rule) = (self.formula(), self.amount(), self.rule.name());
        if self.is_below_floor() {
            return format!("{formula}: deal is not above floor, so {amount} [{rule}]");
        }
        let rounding = if self.exact.is_whole() { "exact" } else { "rounded half up" };
        format!("{formula} = {} -> {amount} [{rule}, {rounding}]", self.exact.grouped(self.currency))
    }
}

impl Step {
    /// The operation with its numbers, such as `÷ (1 + 13.00 %)`; may be empty.
    #[must_use]
    pub fn operation(&self, currency: Currency) -> String {
        let beside = |sign: char, by: &super::Fraction| {
            format!("{} {sign} {}", self.from.grouped(currency), by.grouped(currency))
        };
        match &self.operand {
            Operand::Plus(by) => beside('+', by),
            Operand::Less(by) => beside('\u{2212}', by),
            Operand::Times(rate) => format!("× {rate}"),
            Operand::TimesOnePlus(rate) => format!("× (1 + {rate})"),
            Operand::OverOnePlus(rate) => format!("÷ (1 + {rate})"),
            Operand::Negated => "× (\u{2212}1)".to_owned(),
            Operand::None => String::new(),
        }
    }

    /// The value after it. `…` marks digits that were left out in showing, never in computing.
    #[must_use]
    pub fn shown_value(&self, currency: Currency) -> String {
        self.value.grouped(currency)
    }
}
