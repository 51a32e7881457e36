//! How a subject of the journal is named and where its page is.

use operations::journal::Subject;

use crate::{lang::Lang, visit::encoded, words::codes::Worded};

/// What people see of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The word for its kind.
    pub word: &'static str,
    /// Which one; nothing where there is only one.
    pub name: Option<String>,
    /// Where its page is, if it has one.
    pub href: Option<String>,
}

/// What people see of this one.
#[must_use]
pub fn shown(subject: &Subject<'_>, lang: Lang) -> Shown {
    let id = subject.id();
    let href = match subject {
        Subject::Order(order_no) => Some(format!("/orders/{order_no}")),
        Subject::Supervision(order_no) => Some(format!("/supervisions/{order_no}")),
        Subject::Statement(row) => Some(format!("/settlement/{row}")),
        Subject::Bill(row) => Some(format!("/bills/{row}")),
        Subject::BillRun(row) => Some(format!("/bills/runs/{row}")),
        Subject::Reconciliation(row) => Some(format!("/reconciliations/{row}")),
        Subject::Rule(row) => Some(format!("/settlement/rules/{row}")),
        Subject::Import(row) => Some(format!("/imports/{row}")),
        Subject::Export(_) => Some("/exports".to_owned()),
        Subject::Staff(_) => Some("/staff".to_owned()),
        Subject::Token(_) => Some("/tokens".to_owned()),
        Subject::Settings => Some("/settings".to_owned()),
        Subject::Ticket(no) => Some(format!("/tickets/{no}")),
        Subject::TicketAnswer(_) => Some("/tickets/templates".to_owned()),
        Subject::Refund(row) => Some(format!("/refunds/{row}")),
        Subject::View(_) => None,
        Subject::Customer(code) => Some(format!("/orders?customer={}", encoded(code))),
        Subject::Reseller(_) => Some("/resellers".to_owned()),
        Subject::Product(code) => Some(format!("/products/{}", encoded(code))),
    };
    let name = (*subject != Subject::Settings).then(|| id.into_owned());
    Shown { word: subject.kind().words(lang), name, href }
}
