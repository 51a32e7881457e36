//! The refunds that were asked for: a page by keyset, the numbers on its tabs, one of them and those next to it.

use domain::access::{Actor, Operation, Reach};

use super::{LIST, Refund, row};
use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Event, Subject},
    list::{Cursor, EXACT, Filter, Page, Placed, Sort, Value, capped, plain},
    orders::query::granted_whole,
    search::MeantNames,
};

impl Placed for Refund {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.created_at, self.id)
    }
}

/// A filter with its names looked up.
struct Narrow {
    meant: MeantNames,
    reach: Reach,
}

impl Narrow {
    async fn of(office: &Office, reach: Reach, filter: &Filter) -> Result<Self> {
        Ok(Self { meant: MeantNames::of(office, filter).await?, reach })
    }

    /// Appends ` FROM … WHERE …` of `refunds f`; `all` with the tables that a row shows, too.
    fn source(&self, sql: &mut Sql, office: &Office, filter: &Filter, all: bool) {
        if all {
            sql.push(row::TABLES);
        } else {
            sql.push(" FROM refunds f");
            self.meant.tables(sql, "f", false);
        }
        sql.push(" WHERE 1 = 1");
        filter.conditions(sql, office, plain);
        self.meant.conditions(sql, &office.db, "f");
        // Each order is looked up for itself: given a join, PostgreSQL walks through all orders once.
        if matches!(self.reach, Reach::Products(_)) {
            sql.push(" AND (SELECT 1 FROM orders o WHERE o.id = f.order_id");
            granted_whole(sql, &self.reach);
            sql.push(" LIMIT 1) IS NOT NULL");
        }
    }
}

/// A page of the list with its counts.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Refund>> {
    let reach = actor.may(Operation::ReadRefunds)?;
    let narrow = Narrow::of(office, reach, filter).await?;
    let others = filter.of_every_tab();
    let counts = capped(&office.db, &LIST, EXACT, Sql::default(), |sql, tab| {
        sql.push("SELECT 1 AS fits");
        narrow.source(sql, office, &others.clone().with("state", Value::Codes(vec![tab])), false);
    });
    let rows = async {
        let mut sql = Sql::new("SELECT ");
        sql.push(row::COLUMNS);
        narrow.source(&mut sql, office, filter, true);
        filter.keyset(&mut sql, false);
        Ok::<_, Failure>(sql.fetch_all(&office.db).await?)
    };
    let (rows, counts) = futures::future::try_join(rows, counts).await?;
    Ok(Page::of(filter, rows).counted(counts))
}

/// The refunds next to this one in the filtered list.
///
/// # Errors
/// `Denied`.
pub async fn neighbours(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
    of: &Refund,
) -> Result<(Option<i64>, Option<i64>)> {
    let reach = actor.may(Operation::ReadRefunds)?;
    let narrow = Narrow::of(office, reach, filter).await?;
    let mut sql = Sql::new("SELECT ");
    for (backwards, before) in [(true, "("), (false, "), (")] {
        let cursor = Cursor { value: of.created_at, id: of.id, backwards };
        let one = filter.clone().sized(0).at(Some(cursor));
        sql.push(before).push("SELECT f.id");
        narrow.source(&mut sql, office, &one, true);
        one.keyset(&mut sql, false);
    }
    sql.push(")");
    Ok(sql.fetch_optional(&office.db).await?.unwrap_or_default())
}

/// One refund.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Refund> {
    let reach = actor.may(Operation::ReadRefunds)?;
    row::select(&reach, id).fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// What happened to a refund that the actor sees, oldest first.
///
/// # Errors
/// `Denied`.
pub async fn history(office: &Office, actor: &Actor, refund: &Refund) -> Result<Vec<Event>> {
    actor.may(Operation::ReadRefunds)?;
    journal::of_subject(office, Subject::Refund(refund.id)).await
}
