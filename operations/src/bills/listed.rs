//! What stands in the list of bills: bills, and the statements of resellers.

use domain::{
    Currency, Period,
    bill::{BillKind, BillState, Stage},
    order::PaymentMethod,
    settlement::Parts,
};

use super::{Bill, Stamp};
use crate::{Office, db::millis, statements};
use domain::settlement::StatementState;

/// A bill, or what a reseller is owed for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Row of the bill; of kind [`BillKind::Reseller`] that of the statement.
    pub id: i64,
    /// Number; it gets one when it is locked or issued.
    pub number: Option<String>,
    /// Who is paid, of a statement.
    pub reseller: Option<String>,
    /// What it bills.
    pub kind: BillKind,
    /// Prepaid or postpaid orders (4.2); a statement has both.
    pub payment: Option<PaymentMethod>,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// The month.
    pub period: Period,
    /// How far it has come; an issued statement is locked.
    pub state: BillState,
    /// How far the marketplace is with a locked bill, as it was noted, and when in milliseconds since 1970.
    pub stage: Option<(Stage, i64)>,
    /// Row of the run that made it; a statement has none.
    pub run_id: Option<i64>,
    /// Made, in milliseconds since 1970.
    pub made_at: i64,
    /// An order changed since.
    pub outdated: bool,
    /// Number of lines; `None` for a draft of a statement whose dues were not added up.
    pub line_count: Option<i64>,
    /// Sum of the lines in minor units; `None` like `line_count`.
    pub total_minor: Option<i64>,
    /// What the total is made of (4.3); a statement says it line by line.
    pub parts: Option<Parts>,
    /// SHA-256 over every line; the draft of a statement has none.
    pub lines_hash: Option<String>,
    /// Who handed it to review.
    pub submitted: Option<Stamp>,
    /// Who approved it.
    pub approved: Option<Stamp>,
    /// Who locked or issued it.
    pub locked: Option<Stamp>,
    /// When it was paid, in milliseconds since 1970; of a statement the beginning of that day.
    pub paid_at: Option<i64>,
    /// Who took it back.
    pub voided: Option<Stamp>,
    /// The last reason that was given.
    pub reason: Option<String>,
    /// Row of the later bill that carries it over.
    pub carried_by: Option<i64>,
}

impl From<Bill> for Listed {
    fn from(bill: Bill) -> Self {
        Self {
            id: bill.id,
            number: bill.number,
            reseller: None,
            kind: bill.kind,
            payment: Some(bill.payment),
            currency: bill.currency,
            period: bill.period,
            state: bill.state,
            stage: bill.stage.filter(|_| bill.state == BillState::Locked),
            run_id: Some(bill.run_id),
            made_at: bill.made_at,
            outdated: bill.outdated,
            line_count: Some(bill.line_count),
            total_minor: Some(bill.total_minor),
            parts: bill.parts,
            lines_hash: Some(bill.lines_hash),
            submitted: bill.submitted,
            approved: bill.approved,
            locked: bill.locked,
            paid_at: bill.paid.as_ref().map(|paid| paid.at),
            voided: bill.voided,
            reason: bill.reason,
            carried_by: bill.carried_by,
        }
    }
}

impl Listed {
    /// A statement as one of the bills. One that was reversed stays what it was: its reversal stands beside it.
    pub(super) fn of(office: &Office, head: statements::Head) -> Self {
        let state = match head.state {
            StatementState::Draft => BillState::Draft,
            StatementState::Void => BillState::Void,
            StatementState::Issued | StatementState::Reversed if head.paid.is_some() => BillState::Paid,
            StatementState::Issued | StatementState::Reversed => BillState::Locked,
        };
        let issued = head.issued_by.zip(head.issued_at);
        Self {
            id: head.id,
            number: head.number,
            reseller: Some(head.reseller),
            kind: BillKind::Reseller,
            payment: None,
            currency: head.currency,
            period: head.period,
            state,
            stage: None,
            run_id: None,
            made_at: head.created_at,
            outdated: false,
            line_count: head.line_count,
            total_minor: head.total_minor,
            parts: None,
            lines_hash: head.lines_hash,
            submitted: None,
            approved: None,
            locked: issued.map(|(by, at)| Stamp { by, at }),
            voided: None,
            paid_at: head.paid.map(|paid| millis(office.zone.day(paid.on).0)),
            reason: head.reason,
            carried_by: None,
        }
    }
}
