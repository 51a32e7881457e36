//! The list of exports.

use domain::access::Actor;

use super::{
    ExportState, Format,
    row::{Export, ExportRow, SOURCE, visible, whose},
};
use crate::{
    Office, Result,
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
            holds(sql, "s.folded", text);
        }
    })
    .await?;
    page.try_map(|row| row.export(now))
}
