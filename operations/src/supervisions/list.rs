//! The list of deliveries: a page by keyset, the numbers on its tabs, and who stands next to whom in it.

use domain::{
    access::{Actor, Operation},
    supervision::{FlowKind, Node},
};
use sqlx::FromRow;

use super::{
    Row,
    filter::{LIST, Stage, WaitingFor},
    narrow::Narrow,
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Cursor, Filter, Page, Placed, Sort, Value, capped},
    orders::Neighbours,
    staff::StaffState,
};

/// A delivery as a row of the list. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the tables")]
pub struct Listed {
    pub id: i64,
    pub order_no: String,
    pub customer_code: String,
    pub customer_name: String,
    pub product_code: String,
    pub product_name: String,
    #[sqlx(try_from = "String")]
    pub flow: FlowKind,
    #[sqlx(try_from = "String")]
    pub node: Node,
    pub stage: String,
    pub opened_at: i64,
    pub node_since: i64,
    pub due_at: Option<i64>,
    pub reminded_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub assignee: Option<String>,
    pub assignee_name: Option<String>,
    assignee_state: Option<String>,
}

const DAY: i64 = 86_400_000;
/// So many deliveries of a tab are counted exactly: nobody works through more, and the list is opened all day.
const EXACT: i64 = 1_000;

impl Listed {
    /// Who is waited for.
    #[must_use]
    pub fn waiting_for(&self) -> WaitingFor {
        Stage::from_code(&self.stage).map_or(WaitingFor::Nobody, Stage::waits_for)
    }

    /// It is over its time at this moment.
    #[must_use]
    pub fn is_overdue(&self, now: i64) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }

    /// So many whole days it has been at its node; `None` once it has ended.
    #[must_use]
    pub fn waits_days(&self, now: i64) -> Option<i64> {
        self.ended_at.is_none().then(|| (now - self.node_since).max(0) / DAY)
    }

    /// So many whole days are left until it is overdue, fewer than none when it is.
    #[must_use]
    pub fn days_left(&self, now: i64) -> Option<i64> {
        self.due_at.map(|due| (due - now).div_euclid(DAY))
    }

    /// Who delivers it does not work here any more.
    #[must_use]
    pub fn assignee_gone(&self) -> bool {
        self.assignee_state.as_deref() == Some(StaffState::Disabled.code())
    }
}

impl Placed for Listed {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.code.ends_with("since") { self.node_since } else { self.opened_at }, self.id)
    }
}

const SELECT: &str = "SELECT s.id, o.order_no, c.code AS customer_code, c.name AS customer_name, \
     p.code AS product_code, p.name AS product_name, s.flow, s.node, s.stage, s.opened_at, s.node_since, s.due_at, \
     s.reminded_at, s.ended_at, a.account AS assignee, a.name AS assignee_name, a.state AS assignee_state";

/// A page of the list with its counts.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Listed>> {
    let reach = actor.may(Operation::ListSupervisions)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    let others = filter.of_every_tab();
    let counts = capped(&office.db, &LIST, EXACT, Sql::default(), |sql, tab| {
        sql.push("SELECT 1 AS fits");
        narrow.source(sql, office, &others.clone().with("stage", Value::Codes(vec![tab])), false);
    });
    let (rows, counts) = futures::future::try_join(rows(office, &narrow, filter), counts).await?;
    Ok(Page::of(filter, rows).counted(counts))
}

/// A page of the list without counts.
///
/// # Errors
/// As [`list`].
pub async fn list_page(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Listed>> {
    let reach = actor.may(Operation::ListSupervisions)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    Ok(Page::of(filter, rows(office, &narrow, filter).await?))
}

async fn rows(office: &Office, narrow: &Narrow, filter: &Filter) -> Result<Vec<Listed>> {
    let mut sql = Sql::new(SELECT);
    narrow.source(&mut sql, office, filter, true);
    filter.keyset(&mut sql, false);
    Ok(sql.fetch_all(&office.db).await?)
}

/// The deliveries next to this one in the filtered list, by the numbers of their orders.
///
/// # Errors
/// `Denied`.
pub async fn neighbours(office: &Office, actor: &Actor, filter: &Filter, of: &Row) -> Result<Neighbours> {
    let reach = actor.may(Operation::ListSupervisions)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    let value = if filter.sort.code.ends_with("since") { of.node_since } else { of.opened_at };
    let mut sql = Sql::new("SELECT ");
    for (backwards, before) in [(true, "("), (false, "), (")] {
        let one = filter.clone().sized(0).at(Some(Cursor { value, id: of.id, backwards }));
        sql.push(before).push("SELECT o.order_no");
        narrow.source(&mut sql, office, &one, true);
        one.keyset(&mut sql, false);
    }
    sql.push(")");
    let (previous, next) = sql.fetch_optional(&office.db).await?.unwrap_or_default();
    Ok(Neighbours { previous, next })
}
