//! The list of statements.

use domain::access::{Actor, Operation};

use super::{
    Head, StatementState,
    head::{HeadRow, SOURCE},
};
use crate::{
    Office, Result,
    list::{Field, Filter, List, Page, Placed, Sort, Takes, read},
};

/// What the list of statements is narrowed and sorted by.
pub static LIST: List = List {
    code: "statements",
    id: "s.id",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "s.state", all: StatementState::CODES, read: StatementState::code_of },
            "",
        ),
        Field::new("reseller", Takes::Is("r.name"), "Name of the reseller"),
        Field::new("period", Takes::Month("s.period"), "The month"),
    ],
    sorts: &[
        Sort { code: "-created", column: "s.id", descending: true },
        Sort { code: "created", column: "s.id", descending: false },
        Sort { code: "-period", column: "s.period", descending: true },
        Sort { code: "period", column: "s.period", descending: false },
    ],
};

impl Placed for HeadRow {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == LIST.id { self.id } else { self.period }, self.id)
    }
}

/// Statements and drafts, newest first. Drafts come without their figures: [`super::get`] computes
/// them.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Head>> {
    actor.may(Operation::ReadStatements)?;
    read::<HeadRow>(office, filter, SOURCE, |_, _| {}).await?.try_map(Head::try_from)
}
