//! Which lists can be taken away as a file.

use domain::{
    Problem,
    access::{Actor, Operation},
};
use futures::{StreamExt, future::BoxFuture, stream};

use super::{
    Format,
    columns::{Column, ORDERS},
    csv,
    pieces::{Piece, Pieces},
    selection::Selection,
    tasks::filter_of,
    walk::walk,
    workbook::workbook,
    write::Style,
};
use crate::{Office, Result};

/// A list that can be taken away.
pub struct Kind {
    /// Its code: in commands, in the books, in the names of its files.
    pub code: &'static str,
    /// Who may.
    pub may: Operation,
    pub(super) columns: &'static [Column],
    open: for<'a> fn(&'a Office, &'a Actor, &'a str) -> BoxFuture<'a, Result<Source>>,
}

/// Every one.
pub static KINDS: &[Kind] = &[Kind {
    code: "orders",
    may: Operation::ExportOrders,
    columns: &ORDERS,
    open: |office, actor, query| {
        Box::pin(async { Ok(Source::Orders(Selection::new(office, actor, &filter_of(query)?).await?)) })
    },
}];

impl Kind {
    /// The kind of a code.
    ///
    /// # Errors
    /// A problem with `kind` that names those that there are.
    pub fn of(code: &str) -> Result<&'static Self> {
        let unknown = || {
            let allowed = KINDS.iter().map(|kind| kind.code).collect::<Vec<_>>().join(", ");
            Problem::UnknownCode { value: code.chars().take(40).collect(), allowed }.of("kind")
        };
        Ok(KINDS.iter().find(|kind| kind.code == code).ok_or_else(unknown)?)
    }

    /// Name of a file that is made now.
    #[must_use]
    pub fn file_name(&self, office: &Office, format: Format) -> String {
        let now = office.zone.wall(office.clock.now()).format("%Y%m%d-%H%M");
        format!("{}-{now}.{}", self.code, format.code())
    }

    /// Looks who asks for what.
    ///
    /// # Errors
    /// `Denied`; a problem with a value of the query.
    pub(super) async fn open(&self, office: &Office, actor: &Actor, query: &str) -> Result<Source> {
        actor.may(self.may)?;
        (self.open)(office, actor, query).await
    }

    /// What a query string selects, as a file: exactly what the list shows, in its order.
    ///
    /// # Errors
    /// `Denied`; a problem with a value of the query.
    pub async fn stream(
        &'static self,
        office: &Office,
        actor: &Actor,
        query: &str,
        format: Format,
    ) -> Result<Pieces> {
        Ok(self.write(office, self.open(office, actor, query).await?, format))
    }

    /// Writes it.
    pub(super) fn write(&'static self, office: &Office, source: Source, format: Format) -> Pieces {
        match format {
            Format::Csv => {
                let header = Piece { bytes: csv::header(self.columns).into(), rows: 0 };
                stream::once(async { Ok(header) }).chain(source.rows(office, Style::Csv)).boxed()
            }
            Format::Xlsx => workbook(self.code, self.columns, source.rows(office, Style::Cells)),
        }
    }
}

/// The rows that were asked for.
pub(super) enum Source {
    Orders(Selection),
}

impl Source {
    /// How many there are.
    ///
    /// # Errors
    /// What the database said.
    pub(super) async fn count(&self) -> Result<u64> {
        match self {
            Self::Orders(selection) => selection.count().await,
        }
    }

    fn rows(self, office: &Office, style: Style) -> Pieces {
        match self {
            Self::Orders(selection) => walk(office, selection, style),
        }
    }
}
