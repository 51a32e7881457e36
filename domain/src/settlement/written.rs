//! An explanation in writing: the same for pages, files, the API and the calculator. The words beside
//! the arithmetic are the reader's business.

use super::{
    Fraction,
    formula::Settled,
    working::{Operand, Step, StepKind},
};
use crate::{
    Currency,
    money::{grouped, with_separators},
};

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
        let text = Text::of(&self.steps, self.currency).text;
        if text.is_empty() { self.exact.grouped(self.currency) } else { text }
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
        let beside = |sign: char, by: &Fraction| {
            format!("{} {sign} {}", self.from.grouped(currency), by.grouped(currency))
        };
        let amount = |minor: &i64| grouped(*minor, currency);
        match &self.operand {
            Operand::Plus(by) => beside('+', by),
            Operand::Less(by) => beside('\u{2212}', by),
            Operand::Times(rate) => format!("× {rate}"),
            Operand::TimesCount(count) => format!("× {}", with_separators(&count.to_string())),
            Operand::TimesPart { part, whole } => format!("× {} ÷ {}", amount(part), amount(whole)),
            Operand::TimesOnePlus(rate) => format!("× (1 + {rate})"),
            Operand::TimesRest { fee, increment: None } => format!("× (1 \u{2212} {fee})"),
            Operand::TimesRest { fee, increment: Some(more) } => format!("× (1 \u{2212} {fee} + {more})"),
            Operand::OverOnePlus(rate) => format!("÷ (1 + {rate})"),
            Operand::Reaches { paid, edge } => format!("{} ≥ {}", amount(paid), amount(edge)),
            Operand::Below { paid, edge } => format!("{} < {}", amount(paid), amount(edge)),
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

/// A formula, or a part of one.
#[derive(Default)]
struct Text {
    /// Empty before the first operation.
    text: String,
    /// A sum stands in brackets where it is multiplied.
    is_sum: bool,
}

impl Text {
    fn of(steps: &[Step], currency: Currency) -> Self {
        let Some((last, before)) = steps.split_last() else { return Self::default() };
        let (own, nested) = before.split_at(before.len().saturating_sub(last.nested));
        let (own, nested) = (Self::of(own, currency), Self::of(nested, currency));
        let left = |own: Self| own.or(last.from, currency);
        match last.operand {
            Operand::None | Operand::Reaches { .. } | Operand::Below { .. } => own,
            Operand::Plus(by) => left(own).beside('+', nested.or(by, currency)),
            Operand::Less(by) => left(own).beside('\u{2212}', nested.or(by, currency)),
            Operand::Negated => Self { text: format!("\u{2212}{}", left(own).bracketed()), is_sum: false },
            Operand::Times(_)
            | Operand::TimesCount(_)
            | Operand::TimesPart { .. }
            | Operand::TimesOnePlus(_)
            | Operand::TimesRest { .. }
            | Operand::OverOnePlus(_) => {
                let text = format!("{} {}", left(own).bracketed(), last.operation(currency));
                Self { text, is_sum: false }
            }
        }
    }

    /// An amount where nothing was done to it yet.
    fn or(self, amount: Fraction, currency: Currency) -> Self {
        if self.text.is_empty() { Self { text: amount.grouped(currency), is_sum: false } } else { self }
    }

    fn beside(self, sign: char, right: Self) -> Self {
        Self { text: format!("{} {sign} {}", self.text, right.bracketed()), is_sum: true }
    }

    fn bracketed(self) -> String {
        if self.is_sum { format!("({})", self.text) } else { self.text }
    }
}
