//! Any list but that of orders: its pages, one after the other, as rows of a file. A list that changes
//! meanwhile is read as it is when each page comes.

use std::{borrow::Cow, sync::Arc};

use domain::{Currency, Tongue, Zone, access::Actor, money};
use futures::{StreamExt, future::BoxFuture, stream};

use super::{
    columns::{Heading, Shown, Word},
    headings::heading,
    manner::Manner,
    pieces::{Piece, Pieces},
    stamp::Stamps,
    write::{Style, push_text},
};
use crate::{
    Office, Result,
    list::{Count, Filter, LARGEST, Page},
};

/// Gives a page of a list to whoever may see it.
type PageOf<R> = for<'a> fn(&'a Office, &'a Actor, &'a Filter) -> BoxFuture<'a, Result<Page<R>>>;

/// A list whose operation gives it page by page.
pub(super) struct Table<R: 'static> {
    /// A page of it.
    pub(super) page: PageOf<R>,
    /// What is written of a row.
    pub(super) columns: &'static [Column<R>],
}

/// A column of it.
pub(super) struct Column<R: 'static> {
    pub(super) name: &'static str,
    pub(super) cell: Cell<R>,
    /// Its width in a spreadsheet, in characters.
    pub(super) width: u16,
}

/// What stands in it.
pub(super) enum Cell<R: 'static> {
    Text(fn(&R) -> Cow<'_, str>),
    /// A code of our own, and its words.
    Code(fn(&R) -> &str, Word),
    /// The currency of the amounts of its row.
    Currency(fn(&R) -> Currency),
    Whole(fn(&R) -> Option<i64>),
    /// In minor units.
    Money(fn(&R) -> Option<(i64, Currency)>),
    /// A decimal of more places than its currency has; `…` at its end says that more follow.
    Exact(fn(&R) -> Cow<'_, str>),
    /// In milliseconds since 1970.
    Moment(fn(&R) -> Option<i64>),
}

macro_rules! columns {
    ($($name:literal $cell:ident $width:literal $of:expr $(, $word:path)?;)+) => {
        &[$(Column { name: $name, cell: Cell::$cell($of $(, $word)?), width: $width }),+]
    };
}

pub(super) use columns;

/// The columns that are wanted; all of them when none of those is.
pub(super) fn chosen<R>(columns: &'static [Column<R>], manner: &Manner) -> Vec<&'static Column<R>> {
    let chosen: Vec<_> = columns.iter().filter(|c| manner.has(c.name)).collect();
    if chosen.is_empty() { columns.iter().collect() } else { chosen }
}

/// What a file says of columns.
pub(super) fn headings<R>(columns: &[&Column<R>], tongue: Tongue) -> Vec<Heading> {
    let shown = |cell: &Cell<R>| match cell {
        Cell::Text(_) | Cell::Code(..) => Shown::Text,
        Cell::Currency(_) => Shown::Currency,
        Cell::Whole(_) => Shown::Number,
        Cell::Money(_) => Shown::Money,
        Cell::Exact(_) => Shown::Exact,
        Cell::Moment(_) => Shown::Moment,
    };
    let of =
        |c: &&Column<R>| Heading { name: heading(c.name, tongue), width: c.width, shown: shown(&c.cell) };
    columns.iter().map(of).collect()
}

impl<R: Send> Table<R> {
    /// How many rows it has, as its list counts them.
    pub(super) async fn count(&self, office: &Office, actor: &Actor, filter: &Filter) -> Result<Count> {
        let filter = filter.clone().sized(1).at(None);
        let page = (self.page)(office, actor, &filter).await?;
        Ok(page.counts.of(filter.list.tab.map_or(&[][..], |tab| filter.codes(tab))))
    }

    /// Its headings.
    pub(super) fn headings(&self, manner: &Manner) -> Vec<Heading> {
        headings(&chosen(self.columns, manner), manner.tongue)
    }

    /// Its rows, page by page.
    pub(super) fn rows(
        &'static self,
        office: &Office,
        actor: &Actor,
        filter: Filter,
        style: Style,
        manner: &Manner,
    ) -> Pieces {
        let (office, actor) = (office.clone(), actor.clone());
        let (columns, tongue) = (Arc::<[_]>::from(chosen(self.columns, manner)), manner.tongue);
        let rest = Some(filter.sized(LARGEST).at(None));
        let pages = stream::try_unfold(rest, move |rest| {
            let (office, actor, columns) = (office.clone(), actor.clone(), columns.clone());
            async move {
                let Some(filter) = rest else { return Ok(None) };
                let page = (self.page)(&office, &actor, &filter).await?;
                let bytes = write(&columns, &page.rows, style, tongue, office.zone);
                let piece = Piece { bytes: bytes.into(), rows: page.rows.len() as u64 };
                Ok(Some((piece, page.next.map(|next| filter.at(Some(next))))))
            }
        });
        pages.boxed()
    }
}

/// Rows as they stand in a file.
pub(super) fn write<R>(
    columns: &[&Column<R>],
    rows: &[R],
    style: Style,
    tongue: Tongue,
    zone: Zone,
) -> Vec<u8> {
    let (mut out, mut stamps) = (Vec::new(), Stamps::new(zone));
    for row in rows {
        for (n, column) in columns.iter().enumerate() {
            style.begin_cell(n, &mut out);
            match column.cell {
                Cell::Text(text) => push_text(&mut out, &text(row), style),
                Cell::Code(code, word) => push_text(&mut out, &word(code(row), tongue), style),
                Cell::Currency(currency) => out.extend_from_slice(currency(row).code().as_bytes()),
                Cell::Whole(number) => {
                    let number = number(row).map(|n| n.to_string()).unwrap_or_default();
                    out.extend_from_slice(number.as_bytes());
                }
                Cell::Money(minor) => {
                    let amount = minor(row).map(|(minor, currency)| money::bare(minor, currency));
                    out.extend_from_slice(amount.unwrap_or_default().as_bytes());
                }
                // Our own digits: the minus of a value with `…` is not a formula.
                Cell::Exact(digits) => out.extend_from_slice(digits(row).as_bytes()),
                Cell::Moment(at) => at(row).into_iter().for_each(|at| stamps.push(&mut out, at)),
            }
            style.end_cell(&mut out);
        }
        style.end_row(&mut out);
    }
    out
}
