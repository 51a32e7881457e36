//! How amounts came about: each combination of rule and rates once, from the evaluation that computes
//! the amounts.

use std::collections::HashMap;

use domain::{
    Rate,
    money::grouped,
    settlement::{Formula, Operand, Settled},
};
use operations::{
    Failure,
    statements::{Line, Whole},
};

/// What decides how a line is computed, its prices apart.
type Key = (Formula, i64, Rate, Rate, Rate, bool);

/// A way in which lines are computed.
#[derive(Debug)]
pub(super) struct Entry {
    /// The arithmetic of one of its lines.
    pub(super) example: Settled,
    /// The order of that line.
    pub(super) order_no: String,
    /// Its lines.
    pub(super) lines: u64,
    /// Those whose deal is not above the floor.
    pub(super) below_floor: u64,
    /// Lines of it are taken back.
    pub(super) reversal: bool,
}

/// Every way in which the lines of a statement are computed.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// In the order in which they come first.
    pub(super) entries: Vec<Entry>,
    places: HashMap<Key, usize>,
}

impl Formulas {
    /// Of the lines of a statement.
    ///
    /// # Errors
    /// `Internal` when a line does not come to the amount that stands in it.
    pub(super) fn of(whole: &Whole) -> Result<Self, Failure> {
        let mut formulas = Self::default();
        for line in &whole.lines {
            let settled = line.explanation(whole.head.currency)?;
            if settled.amount_minor != line.amount_minor {
                let what = format!("order {}: the amount is not what its formula gives", line.order_no);
                return Err(Failure::Internal(what));
            }
            formulas.note(line, settled);
        }
        Ok(formulas)
    }

    /// The number of the entry of a line; the first is 1.
    pub(super) fn number(&self, line: &Line) -> usize {
        self.places.get(&key(line)).map_or(0, |place| place + 1)
    }

    fn note(&mut self, line: &Line, settled: Settled) {
        let place = *self.places.entry(key(line)).or_insert(self.entries.len());
        let below = settled.is_below_floor();
        match self.entries.get_mut(place) {
            Some(entry) => {
                entry.lines += 1;
                entry.below_floor += u64::from(below);
                // Something is a better example than nothing.
                if entry.example.is_below_floor() && !below {
                    (entry.example, entry.order_no) = (settled, line.order_no.clone());
                }
            }
            None => self.entries.push(Entry {
                example: settled,
                order_no: line.order_no.clone(),
                lines: 1,
                below_floor: u64::from(below),
                reversal: line.reversal,
            }),
        }
    }
}

fn key(line: &Line) -> Key {
    (line.formula, line.rule_version, line.output_tax, line.service_tax, line.ratio, line.reversal)
}

/// The formula without the prices: `(deal − floor) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 %`.
pub(super) fn written(settled: &Settled, margin: &str) -> String {
    let mut text = String::new();
    for step in &settled.steps {
        match step.operand {
            Operand::None | Operand::Reaches { .. } | Operand::Below { .. } => {}
            Operand::Plus(_) | Operand::Less(_) => text = format!("({margin})"),
            Operand::Negated => text.insert(0, '\u{2212}'),
            Operand::Times(_)
            | Operand::TimesCount(_)
            | Operand::TimesPart { .. }
            | Operand::TimesOnePlus(_)
            | Operand::TimesRest { .. }
            | Operand::OverOnePlus(_) => {
                text = format!("{text} {}", step.operation(settled.currency));
            }
        }
    }
    text
}

/// The formula with the prices of a line, and what it came to.
pub(super) fn calculation(settled: &Settled) -> String {
    let (formula, amount) = (settled.formula(), grouped(settled.amount_minor, settled.currency));
    if settled.is_below_floor() || settled.exact.is_whole() {
        format!("{formula} = {amount}")
    } else {
        format!("{formula} = {} → {amount}", settled.exact.grouped(settled.currency))
    }
}
