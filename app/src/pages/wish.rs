//! A list that somebody wants as a file: in the words of the page.

use domain::FieldProblem;
use operations::exports::{Format, Kind, NewExport};

use super::{columns_as_shown, list_of};
use crate::{
    list::in_words,
    visit::{Visit, encoded},
};

/// The longest query that an address takes: proxies refuse longer addresses.
const LONGEST: usize = 2_000;

/// What somebody wants.
pub struct Wish {
    /// Which list.
    pub kind: &'static Kind,
    /// What kind of file.
    pub format: Format,
    /// What it is narrowed and sorted by.
    pub query: String,
    /// The columns by name, separated by commas; empty for all of them.
    pub columns: String,
    /// What stands above the workbook.
    pub title: String,
    /// What the file is called, without its ending.
    pub stem: String,
}

impl Wish {
    /// Reads what a form or an address asks for. `columns` is `shown` for those that the query shows on the page.
    ///
    /// # Errors
    /// A problem with the kind, the format or the columns.
    pub fn of(visit: &Visit, given: impl Fn(&str) -> String) -> Result<Self, operations::Failure> {
        let kind = Kind::of(&given("kind"))?;
        let format = Format::parse(&given("format")).map_err(|problem| problem.of("format"))?;
        let (query, columns) = (given("query"), given("columns"));
        Ok(Self::with(visit, kind, format, query, &columns)?)
    }

    /// This list in this format.
    ///
    /// # Errors
    /// A problem with the columns.
    pub fn with(
        visit: &Visit,
        kind: &'static Kind,
        format: Format,
        query: String,
        columns: &str,
    ) -> Result<Self, FieldProblem> {
        let shown = |query: &str| columns_as_shown(kind.code(), query).join(",");
        let columns = if columns == "shown" { shown(&query) } else { columns.to_owned() };
        let columns = kind.chosen(&columns)?.unwrap_or_default().join(",");
        let (mut title, mut stem) = (String::new(), String::new());
        if let Some(list) = list_of(kind.code()) {
            let told = in_words(list, &query, visit.lang);
            title = list.title(visit.lang).to_owned();
            if told.is_empty() {
                let now = visit.office.zone.wall(visit.office.clock.now());
                stem = format!("{}-{}", list.stem("", visit.lang), now.format("%Y%m%d-%H%M"));
            } else {
                title = format!("{title} · {told}");
                stem = list.stem(&query, visit.lang);
            }
        }
        Ok(Self { kind, format, query, columns, title, stem })
    }

    /// Where it is handed out at once; nothing when no address takes its query.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let (kind, format) = (self.kind.code(), self.format.code());
        let to = format!(
            "/exports/now?kind={kind}&format={format}&columns={}&query={}",
            encoded(&self.columns),
            encoded(&self.query)
        );
        (to.len() <= LONGEST).then_some(to)
    }

    /// The task that makes it.
    #[must_use]
    pub fn task<'a>(&'a self, visit: &Visit) -> NewExport<'a> {
        NewExport {
            kind: self.kind.code(),
            format: self.format,
            query: &self.query,
            locale: visit.lang.code(),
            columns: &self.columns,
            title: &self.title,
            name: &self.stem,
        }
    }
}
