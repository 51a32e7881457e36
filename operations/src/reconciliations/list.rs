//! The list of reconciliations, and one of them.

use domain::{
    access::{Actor, Operation},
    bill::BillKind,
    reconciliation::State,
};

use super::{
    Reconciliation,
    row::{Row, SOURCE, find},
};
use crate::{
    Office, Result,
    bills::to_see,
    list::{Field, Filter, List, Page, Placed, Sort, Takes, read},
};

/// What the list is narrowed and sorted by.
pub static LIST: List = List {
    code: "reconciliations",
    id: "r.id",
    tab: Some("state"),
    fields: &[
        Field::new("state", Takes::Codes { column: "r.state", all: State::CODES, read: State::code_of }, ""),
        Field::new("period", Takes::Month("r.period"), "The month"),
        Field::new(
            "kind",
            Takes::Codes { column: "r.kind", all: BillKind::CODES, read: BillKind::code_of },
            "",
        ),
    ],
    sorts: &[
        Sort { code: "-created", column: "r.id", descending: true },
        Sort { code: "created", column: "r.id", descending: false },
    ],
};

impl Placed for Row {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Reconciliations, the newest first.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Reconciliation>> {
    actor.may(Operation::ReadBills)?;
    to_see(office).await?;
    read::<Row>(office, filter, SOURCE, |_, _| {}).await?.try_map(Reconciliation::try_from)
}

/// One of them.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Reconciliation> {
    actor.may(Operation::ReadBills)?;
    to_see(office).await?;
    find(office, id).await
}
