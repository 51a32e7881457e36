//! The list of disputes.

use domain::{
    access::{Actor, Operation},
    bill::{BillKind, DisputeState},
};

use super::{Dispute, Row, SOURCE};
use crate::{
    Office, Result,
    bills::{gates, list::OWN},
    list::{Field, Filter, List, Page, Placed, Sort, Takes, read},
};

/// What the list of disputes is narrowed and sorted by.
pub static LIST: List = List {
    code: "bill_disputes",
    id: "d.id",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "d.state", all: DisputeState::CODES, read: DisputeState::code_of },
            "",
        ),
        Field::new("kind", Takes::Codes { column: "h.kind", all: OWN, read: BillKind::code_of }, ""),
        Field::new("period", Takes::Month("h.period"), "The month of the bill"),
    ],
    sorts: &[
        Sort { code: "-created", column: "d.id", descending: true },
        Sort { code: "created", column: "d.id", descending: false },
    ],
};

impl Placed for Row {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Disputes, the newest first.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Dispute>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    read::<Row>(office, filter, SOURCE, |_, _| {}).await?.try_map(Dispute::try_from)
}
