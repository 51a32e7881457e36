//! The rows of a file that was asked for, and what stands above them.

use domain::{access::Actor, money::thousands};

use super::{
    Format, Manner,
    columns::{Heading, order_headings},
    pieces::Pieces,
    selection::Selection,
    walk::walk,
    write::Style,
};
use crate::{Office, Result, list::Count};

/// The rows that were asked for.
pub(super) enum Source {
    Orders(Box<Selection>),
    Pages(Vec<Heading>, Count, Box<dyn FnOnce(Style) -> Pieces + Send + Sync>),
}

impl Source {
    /// How many there are.
    ///
    /// # Errors
    /// What the database said.
    pub(super) async fn count(&self) -> Result<Count> {
        self.count_upto(i64::MAX).await
    }

    /// How many there are, of orders no further than so many.
    ///
    /// # Errors
    /// What the database said.
    pub(super) async fn count_upto(&self, most: i64) -> Result<Count> {
        match self {
            Self::Orders(selection) => Ok(Count { rows: selection.count(most).await?, more: false }),
            Self::Pages(_, count, _) => Ok(*count),
        }
    }

    pub(super) fn headings(&self, manner: &Manner) -> Vec<Heading> {
        match self {
            Self::Orders(selection) => order_headings(selection.columns(), manner.tongue),
            Self::Pages(headings, ..) => headings.clone(),
        }
    }

    pub(super) fn rows(self, office: &Office, style: Style) -> Pieces {
        match self {
            Self::Orders(selection) => walk(office, *selection, style),
            Self::Pages(.., rows) => rows(style),
        }
    }
}

/// What stands above the headings of a workbook: what it is, then how many rows, when and by whom.
pub(super) async fn titles(
    office: &Office,
    actor: &Actor,
    source: &Source,
    format: Format,
    manner: &Manner,
) -> Result<Vec<String>> {
    let Some(title) = manner.title.clone().filter(|_| format == Format::Xlsx) else { return Ok(Vec::new()) };
    let Count { rows, more } = source.count().await?;
    let plus = if more { "+" } else { "" };
    let rows = format!("{}{plus} {}", thousands(rows.unsigned_abs()), manner.tongue.pick("行", "rows"));
    let made = office.zone.minute(office.clock.now());
    Ok(vec![title, format!("{rows} · {made} · {}", actor.name())])
}
