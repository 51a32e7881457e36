//! The list of exports.

use domain::access::{Actor, Operation};

use super::{
    Export, ExportState, Format,
    tasks::{ExportRow, SOURCE},
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Takes, any, holds, read},
};

/// What the list of exports is narrowed and sorted by.
pub static LIST: List = List {
    code: "exports",
    id: "e.id",
    tab: Some("state"),
    fields: &[
        Field::new("state", Takes::States { all: ExportState::CODES, read: ExportState::code_of }, ""),
        Field::new("q", Takes::Text, "A part of the name of whoever asked for it"),
        Field::new(
            "format",
            Takes::Codes { column: "e.format", all: Format::CODES, read: Format::code_of },
            "",
        ),
        Field::new("created_from", Takes::From("e.created_at"), "Asked for on this day or later"),
        Field::new("created_to", Takes::Upto("e.created_at"), "Asked for on this day or earlier"),
    ],
    sorts: &[
        Sort { code: "-created", column: "e.id", descending: true },
        Sort { code: "created", column: "e.id", descending: false },
    ],
};

impl Placed for ExportRow {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// One's own exports, newest first; an owner sees everybody's.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Export>> {
    let whose = whose(actor)?;
    let now = office.clock.millis();
    let page = read::<ExportRow>(office, filter, SOURCE, |sql, filter| {
        visible(sql, whose);
        // A file that was kept long enough counts as expired at once, whatever its row says.
        any(sql, filter.codes("state"), |sql, code| {
            match code {
                "ready" => sql.push("(e.state = 'ready' AND e.expires_at > ").arg(now).push(")"),
                "expired" => {
                    sql.push("(e.state = 'expired' OR (e.state = 'ready' AND e.expires_at <= ");
                    sql.arg(now).push("))")
                }
                other => sql.push("e.state = ").arg(other),
            };
        });
        if let Some(text) = filter.text("q") {
            holds(sql, &["s.name"], text);
        }
    })
    .await?;
    page.try_map(|row| row.export(now))
}

/// Whose exports somebody sees; `None`: everybody's.
///
/// # Errors
/// `Denied`.
pub(super) fn whose(actor: &Actor) -> Result<Option<i64>> {
    actor.may(Operation::ExportOrders)?;
    let everybody = actor.may(Operation::ManageStaff).is_ok();
    Ok(if everybody { None } else { Some(actor.staff_id().unwrap_or(0)) })
}

/// Appends the condition that somebody sees an export.
pub(super) fn visible(sql: &mut Sql, whose: Option<i64>) {
    if let Some(staff_id) = whose {
        sql.push(" AND e.staff_id = ").arg(staff_id);
    }
}
