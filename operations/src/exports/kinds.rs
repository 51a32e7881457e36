//! Which lists can be taken away as a file.

use domain::{
    FieldProblem, Problem,
    access::{Actor, Operation},
};
use futures::{StreamExt, future::BoxFuture, stream};

use super::{
    Format, Manner,
    columns::order_names,
    csv,
    details::{self, BILLS, DETAILS, detail_headings},
    nouns::{EVENTS, IMPORTS, PRODUCTS, REFUNDS, STAFF, STATEMENTS, SUPERVISIONS, TICKETS, TOKENS},
    pieces::{Piece, Pieces},
    selection::Selection,
    source::{Source, titles},
    transactions::TRANSACTIONS,
    workbook::workbook,
    write::Style,
};
use crate::{
    Failure, Office, Result, bills, imports, journal,
    list::{Count, Filter, List},
    orders, products, refunds, staff, statements, supervisions, tickets, tokens,
};

/// A file of so many rows is handed out at once.
pub const AT_ONCE: i64 = 10_000;

/// A list that can be taken away.
pub struct Kind {
    /// Its list; its code names it in commands and stands in the books.
    pub list: &'static List,
    /// Who may.
    pub may: Operation,
    names: fn() -> Vec<&'static str>,
    open: for<'a> fn(&'a Office, &'a Actor, Filter, &'a Manner) -> BoxFuture<'a, Result<Source>>,
}

macro_rules! table {
    ($list:expr, $may:ident, $table:ident) => {
        Kind {
            list: &$list,
            may: Operation::$may,
            names: || $table.columns.iter().map(|column| column.name).collect(),
            open: |office, actor, filter, manner| {
                Box::pin(async move {
                    let count = $table.count(office, actor, &filter).await?;
                    let (office, actor, headings) = (office.clone(), actor.clone(), $table.headings(manner));
                    let manner = manner.clone();
                    let rows = move |style| $table.rows(&office, &actor, filter, style, &manner);
                    Ok(Source::Pages(headings, count, Box::new(rows)))
                })
            },
        }
    };
}

/// Every one.
pub static KINDS: &[Kind] = &[
    Kind {
        list: &orders::LIST,
        may: Operation::ExportOrders,
        names: order_names,
        open: |office, actor, filter, manner| {
            Box::pin(async move {
                Ok(Source::Orders(Box::new(Selection::new(office, actor, &filter, manner).await?)))
            })
        },
    },
    table!(statements::LIST, ReadStatements, STATEMENTS),
    table!(imports::LIST, ReadImports, IMPORTS),
    table!(journal::LIST, ReadJournal, EVENTS),
    table!(staff::LIST, ReadStaff, STAFF),
    table!(tokens::LIST, ReadTokens, TOKENS),
    table!(products::LIST, ListProducts, PRODUCTS),
    table!(supervisions::LIST, ListSupervisions, SUPERVISIONS),
    table!(refunds::LIST, ReadRefunds, REFUNDS),
    table!(tickets::LIST, ListTickets, TICKETS),
    table!(bills::LIST, ReadBills, BILLS),
    table!(bills::TRANSACTIONS, ReadBills, TRANSACTIONS),
    Kind {
        list: &bills::DETAIL,
        may: Operation::ReadBills,
        names: || DETAILS.iter().map(|column| column.name).collect(),
        open: |office, actor, filter, manner| {
            Box::pin(async move {
                let count = details::count(office, actor, &filter).await?;
                let (office, actor, headings) = (office.clone(), actor.clone(), detail_headings(manner));
                let manner = manner.clone();
                let rows = move |style| details::rows(&office, &actor, filter, style, &manner);
                Ok(Source::Pages(headings, count, Box::new(rows)))
            })
        },
    },
];

impl Kind {
    /// The kind of a code.
    ///
    /// # Errors
    /// A problem with `kind` that names those that there are.
    pub fn of(code: &str) -> Result<&'static Self> {
        let unknown = || {
            let allowed = KINDS.iter().map(Self::code).collect::<Vec<_>>().join(", ");
            Problem::UnknownCode { value: code.chars().take(40).collect(), allowed }.of("kind")
        };
        Ok(KINDS.iter().find(|kind| kind.code() == code).ok_or_else(unknown)?)
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.list.code
    }

    /// A name in a query string that means nothing on this list. A page has further ones, a program
    /// that gives one is mistaken.
    ///
    /// # Errors
    /// A problem with that name, which says what there is.
    pub fn knows_all_of(&self, query: &str) -> Result<(), FieldProblem> {
        let names: Vec<_> = self.list.fields.iter().map(|field| field.name).chain(["sort"]).collect();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        match pairs.into_iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((value, _)) => Err(Problem::UnknownCode { value, allowed: names.join(", ") }.of("query")),
            None => Ok(()),
        }
    }

    /// The columns of its file, by name.
    #[must_use]
    pub fn columns(&self) -> Vec<&'static str> {
        (self.names)()
    }

    /// The columns that are named, separated by commas; `None` for all of them.
    ///
    /// # Errors
    /// A problem with `columns` that says which there are.
    pub fn chosen(&self, given: &str) -> Result<Option<Vec<String>>, FieldProblem> {
        let names = self.columns();
        let given: Vec<&str> = given.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if let Some(wrong) = given.iter().find(|name| !names.contains(name) && **name != "all") {
            let value = wrong.chars().take(40).collect();
            return Err(Problem::UnknownCode { value, allowed: names.join(", ") }.of("columns"));
        }
        let all = given.is_empty() || given.contains(&"all");
        Ok((!all).then(|| given.into_iter().map(str::to_owned).collect()))
    }

    /// Whether what a query string selects is handed out at once; a file of more rows is made by a task.
    ///
    /// # Errors
    /// `Denied`; a problem with a value of the query.
    pub async fn is_small(&self, office: &Office, actor: &Actor, query: &str) -> Result<bool> {
        let source = self.open(office, actor, query, &Manner::default()).await?;
        let Count { rows, more } = source.count_upto(AT_ONCE + 1).await?;
        Ok(!more && rows <= AT_ONCE)
    }

    /// Name of a file that is made now.
    #[must_use]
    pub fn file_name(&self, office: &Office, format: Format) -> String {
        let now = office.zone.wall(office.clock.now()).format("%Y%m%d-%H%M");
        format!("{}-{now}.{}", self.code(), format.code())
    }

    /// The filter of a query string; the page that it stands on does not matter.
    ///
    /// # Errors
    /// A problem for each value that is wrong.
    pub(super) fn filter(&self, query: &str) -> Result<Filter> {
        let (filter, problems) = Filter::read_query(self.list, query);
        if problems.is_empty() { Ok(filter) } else { Err(Failure::Invalid(problems)) }
    }

    /// Looks who asks for what.
    ///
    /// # Errors
    /// `Denied`; a problem with a value of the query.
    pub(super) async fn open(
        &self,
        office: &Office,
        actor: &Actor,
        query: &str,
        manner: &Manner,
    ) -> Result<Source> {
        actor.may(self.may)?;
        (self.open)(office, actor, self.filter(query)?, manner).await
    }

    /// What a query string selects, as a file for programs: exactly what the list shows, in its order.
    ///
    /// # Errors
    /// `Denied`; a problem with a value of the query.
    pub async fn stream(
        &self,
        office: &Office,
        actor: &Actor,
        query: &str,
        format: Format,
    ) -> Result<Pieces> {
        self.stream_as(office, actor, query, format, &Manner::default()).await
    }

    /// [`Kind::stream`] in other words, or with other columns.
    ///
    /// # Errors
    /// As [`Kind::stream`].
    pub async fn stream_as(
        &self,
        office: &Office,
        actor: &Actor,
        query: &str,
        format: Format,
        manner: &Manner,
    ) -> Result<Pieces> {
        let source = self.open(office, actor, query, manner).await?;
        let titles = titles(office, actor, &source, format, manner).await?;
        Ok(self.write(office, source, format, (manner, titles)))
    }

    /// Writes it.
    pub(super) fn write(
        &self,
        office: &Office,
        source: Source,
        format: Format,
        (manner, titles): (&Manner, Vec<String>),
    ) -> Pieces {
        let headings = source.headings(manner);
        match format {
            Format::Csv => {
                let header = Piece { bytes: csv::header(&headings).into(), rows: 0 };
                stream::once(async { Ok(header) }).chain(source.rows(office, Style::Csv)).boxed()
            }
            Format::Xlsx => {
                workbook(self.code(), headings, source.rows(office, Style::Cells), (manner.tongue, titles))
            }
        }
    }
}
