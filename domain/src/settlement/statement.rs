//! Statements of a month: how far one has come, what it is beside the first of its month, and which
//! month takes up what comes late.

use std::collections::BTreeSet;

use crate::{Period, codes};

codes! {
    /// How far a statement has come.
    pub enum StatementState {
        /// Stands on the dues of its month as they are.
        Draft = "draft" | "草稿",
        /// Frozen and numbered.
        Issued = "issued" | "已出具" | "已出账",
        /// Issued, and taken back by a reversal that names it.
        Reversed = "reversed" | "已红冲",
        /// A draft that was discarded.
        Void = "void" | "已作废",
    }
}

codes! {
    /// What a statement is beside the others of its reseller and month.
    pub enum Nature {
        /// The statement of the month.
        Regular = "regular" | "正常",
        /// What came after it was issued (补充).
        Supplement = "supplement" | "补充",
        /// Names an issued one and takes back every line of it (红冲).
        Reversal = "reversal" | "红冲",
    }
}

impl StatementState {
    /// Whether its lines are frozen: it was issued, whatever became of it.
    #[must_use]
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Issued | Self::Reversed)
    }
}

/// The months of a reseller and currency whose statement is issued and for which nobody drafts another one.
/// What comes late to them is settled in the next month that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedMonths(BTreeSet<Period>);

impl ClosedMonths {
    /// From the statements of a reseller and currency. A month whose statement was reversed is open again,
    /// and so is one for which a supplement is drafted.
    pub fn of(statements: impl IntoIterator<Item = (Period, Nature, StatementState)>) -> Self {
        let (mut closed, mut drafted) = (BTreeSet::new(), BTreeSet::new());
        for (period, nature, state) in statements {
            match (nature, state) {
                (Nature::Regular, StatementState::Issued) => closed.insert(period),
                (Nature::Regular | Nature::Supplement, StatementState::Draft) => drafted.insert(period),
                _ => false,
            };
        }
        Self(&closed - &drafted)
    }

    /// The month in whose statement something of `own` comes: that month, or the next one that is open.
    #[must_use]
    pub fn comes_in(&self, own: Period) -> Period {
        let mut month = own;
        while self.0.contains(&month) {
            month = month.next();
        }
        month
    }

    /// The months that a draft takes up, newest first: its own, and before it an unbroken row of closed ones.
    /// A month that is open takes up what is before it.
    pub fn taken_up_by(&self, draft: Period) -> impl Iterator<Item = Period> {
        let before = std::iter::successors(Some(draft.previous()), |month| Some(month.previous()));
        std::iter::once(draft).chain(before.take_while(|month| self.0.contains(month)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Nature::{Regular, Reversal, Supplement};
    use StatementState::{Draft, Issued, Reversed, Void};

    fn month(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn closed(statements: &[(&str, Nature, StatementState)]) -> ClosedMonths {
        ClosedMonths::of(statements.iter().map(|(text, nature, state)| (month(text), *nature, *state)))
    }

    fn taken(closed: &ClosedMonths, draft: &str) -> Vec<String> {
        closed.taken_up_by(month(draft)).map(|month| month.to_string()).collect()
    }

    #[test]
    fn what_comes_late_comes_in_the_next_open_month() {
        let months = closed(&[
            ("202607", Regular, Issued),
            ("202609", Regular, Issued),
            ("202610", Regular, Issued),
            ("202611", Regular, Draft),
        ]);
        assert_eq!(months.comes_in(month("202609")), month("202611"));
        assert_eq!(months.comes_in(month("202607")), month("202608"));
        assert_eq!(taken(&months, "202611"), ["202611", "202610", "202609"]);
        assert_eq!(taken(&months, "202608"), ["202608", "202607"]);
        assert_eq!(taken(&months, "202610"), ["202610", "202609"]);
    }

    #[test]
    fn a_supplement_opens_its_month_until_it_is_issued() {
        let mut statements = vec![("202609", Regular, Issued), ("202609", Supplement, Draft)];
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202609"));
        assert_eq!(taken(&closed(&statements), "202610"), ["202610"]);
        statements[1].2 = Issued;
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202610"));
        statements[1].2 = Void;
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202610"));
    }

    #[test]
    fn a_reversed_month_is_open_again() {
        let mut statements = vec![("202609", Regular, Reversed), ("202609", Reversal, Issued)];
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202609"));
        statements.push(("202609", Regular, Issued));
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202610"));
        // A reversal that is only being made opens nothing.
        statements.push(("202609", Reversal, Draft));
        assert_eq!(closed(&statements).comes_in(month("202609")), month("202610"));
    }
}
