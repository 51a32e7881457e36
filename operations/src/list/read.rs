//! Reading a list that needs no planner: a page of rows and the numbers on its tabs, from one text.

use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::{EXACT, Filter, Page, Placed, Value, capped, plain};
use crate::{Office, Result, db::Sql};

/// Where the rows of a list come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// `SELECT …`, what a row is read from.
    pub(crate) select: &'static str,
    /// ` FROM … JOIN …`.
    pub(crate) from: &'static str,
}

/// A page of the list with its counts. `more` appends the conditions that the list's own fields do
/// not say: what the actor may see, and what its texts and states mean.
pub(crate) async fn read<T>(
    office: &Office,
    filter: &Filter,
    source: Source,
    more: impl Fn(&mut Sql, &Filter) + Sync,
) -> Result<Page<T>>
where
    T: Placed + Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
{
    let narrowed = |sql: &mut Sql, filter: &Filter| {
        sql.push(source.from).push(" WHERE 1 = 1");
        filter.conditions(sql, office, plain);
        more(sql, filter);
    };
    let mut rows = Sql::new(source.select);
    narrowed(&mut rows, filter);
    filter.keyset(&mut rows, false);
    let others = filter.of_every_tab();
    let counts = capped(&office.db, filter.list, EXACT, Sql::default(), |sql, tab| {
        sql.push("SELECT 1 AS fits");
        match filter.list.tab {
            Some(field) => narrowed(sql, &others.clone().with(field, Value::Codes(vec![tab]))),
            None => narrowed(sql, &others),
        }
    });
    let rows = async { Ok(rows.fetch_all::<T>(&office.db).await?) };
    let (rows, counts) = futures::future::try_join(rows, counts).await?;
    Ok(Page::of(filter, rows).counted(counts))
}

/// Appends ` AND (… OR …)` for codes that stand for a condition each; nothing without codes.
pub(crate) fn any(sql: &mut Sql, codes: &[&'static str], one: impl Fn(&mut Sql, &'static str)) {
    for (at, code) in codes.iter().enumerate() {
        sql.push(if at == 0 { " AND (" } else { " OR " });
        one(sql, code);
    }
    if !codes.is_empty() {
        sql.push(")");
    }
}
