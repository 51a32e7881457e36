//! Lines of a reseller that are not in a statement, grouped by the reason.
//!
//! What stands in another statement is settled and not left out.

use std::{fmt, str::FromStr};

use domain::{
    Period,
    access::{Actor, Operation},
    order::OrderState,
    settlement::{NotSettled, StatementState},
};
use sqlx::FromRow;

use super::{
    Head,
    head::find,
    open::{Calendar, of_party},
};
use crate::{
    Office, Result,
    db::{Sql, millis},
    dues::RESELLER,
    orders::row::DEAL_OF_LINE,
};

/// Deal prices are added up for so many lines at most.
const ADDED_UP: i64 = 10_000;

/// Why lines are not in a statement. Written as the code of the reason, or as the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutReason {
    /// They are held back.
    Held(NotSettled),
    /// They come in the statement of this month.
    OtherPeriod(Period),
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(why) => f.write_str(why.code()),
            Self::OtherPeriod(period) => period.fmt(f),
        }
    }
}

impl FromStr for LeftOutReason {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let held = NotSettled::from_code(text).map(Self::Held);
        held.or_else(|| Period::parse(text).ok().map(Self::OtherPeriod)).ok_or(())
    }
}

/// Lines that are left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutGroup {
    /// Why.
    pub reason: LeftOutReason,
    /// How many lines.
    pub lines: i64,
    /// What they come to in minor units; what is held back has no amount yet.
    pub amount_minor: Option<i64>,
    /// The deal prices of what is held back in minor units; `None` for very many lines.
    pub deal_minor: Option<i64>,
    /// The months to which they belong; none when they are held back.
    periods: Vec<Period>,
}

/// A line that is not in a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Row of the order: with the number of the line, where the next page begins.
    pub order_id: i64,
    /// Number of the line.
    pub line_no: i64,
    /// Order number.
    pub order_no: String,
    /// Customer.
    pub customer: String,
    /// Product.
    pub product: String,
    /// How far the order has come.
    pub state: OrderState,
    /// Created, in milliseconds since 1970.
    pub created_at: i64,
    /// What it comes to in minor units, if that is known.
    pub amount_minor: Option<i64>,
}

/// The lines of the reseller in this currency that were ordered by the end of the month and are in
/// no statement, by their reason. Trials and cancelled orders of earlier months are not named.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn left_out(office: &Office, actor: &Actor, id: i64) -> Result<Vec<LeftOutGroup>> {
    actor.may(Operation::ReadStatements)?;
    groups(office, &find(office, id).await?).await
}

/// The lines of a group, behind this one (order and line; zeros begin with the first).
///
/// # Errors
/// As [`left_out`].
pub async fn left_out_of(
    office: &Office,
    actor: &Actor,
    id: i64,
    reason: LeftOutReason,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<LeftOut>> {
    actor.may(Operation::ReadStatements)?;
    let head = find(office, id).await?;
    let Some(group) = groups(office, &head).await?.into_iter().find(|group| group.reason == reason) else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(
        "SELECT d.order_id, d.line_no, o.order_no, c.name AS customer, p.name AS product, o.state, o.created_at, \
         d.amount_minor FROM dues d CROSS JOIN orders o CROSS JOIN order_lines l CROSS JOIN customers c \
         CROSS JOIN products p WHERE o.id = d.order_id AND l.order_id = d.order_id AND l.line_no = d.line_no \
         AND c.id = o.customer_id AND p.id = l.product_id AND ",
    );
    match reason {
        LeftOutReason::Held(why) => held(&mut sql, office, &head, why),
        LeftOutReason::OtherPeriod(_) => {
            of_party(&mut sql, head.party());
            sql.push(" AND d.period IN ").list(group.periods.iter().map(|period| period.number()));
            ordered_before_end(&mut sql, office, &head);
        }
    }
    for id in ["d.order_id", "o.id", "l.order_id"] {
        sql.push(" AND ").push(id).push(" >= ").arg(after.0);
    }
    sql.push(" AND (d.order_id > ").arg(after.0).push(" OR d.line_no > ").arg(after.1);
    sql.push(") ORDER BY d.order_id, d.line_no").limit(limit.clamp(1, 500));
    let rows: Vec<LineRow> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().map(LeftOut::from).collect())
}

#[derive(FromRow)]
struct LineRow {
    order_id: i64,
    line_no: i64,
    order_no: String,
    customer: String,
    product: String,
    state: String,
    created_at: i64,
    amount_minor: Option<i64>,
}

impl From<LineRow> for LeftOut {
    fn from(row: LineRow) -> Self {
        Self {
            order_id: row.order_id,
            line_no: row.line_no,
            order_no: row.order_no,
            customer: row.customer,
            product: row.product,
            state: OrderState::from_code(&row.state).unwrap_or(OrderState::Processing),
            created_at: row.created_at,
            amount_minor: row.amount_minor,
        }
    }
}

async fn groups(office: &Office, head: &Head) -> Result<Vec<LeftOutGroup>> {
    let mut groups = held_back(office, head).await?;
    groups.extend(of_other_months(office, head).await?);
    Ok(groups)
}

/// What is held back, each reason counted in its part of the index.
async fn held_back(office: &Office, head: &Head) -> Result<Vec<LeftOutGroup>> {
    let mut sql = Sql::default();
    for (place, why) in NotSettled::ALL.iter().enumerate() {
        sql.push(if place > 0 { " UNION ALL SELECT " } else { "SELECT " }).arg(why.code());
        sql.push(" AS why, COUNT(*) AS many FROM dues d WHERE ");
        held(&mut sql, office, head, *why);
    }
    let counts: Vec<(String, i64)> = sql.fetch_all(&office.db).await?;
    let mut groups = Vec::new();
    for (code, lines) in counts.into_iter().filter(|(_, lines)| *lines > 0) {
        let Some(why) = NotSettled::from_code(&code) else { continue };
        let deal_minor = if lines > ADDED_UP { None } else { Some(deals(office, head, why).await?) };
        let reason = LeftOutReason::Held(why);
        groups.push(LeftOutGroup { reason, lines, amount_minor: None, deal_minor, periods: Vec::new() });
    }
    groups.sort_by_key(|group| group.reason);
    Ok(groups)
}

/// The deal prices of what is held back for one reason.
async fn deals(office: &Office, head: &Head, why: NotSettled) -> Result<i64> {
    let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(");
    sql.push(DEAL_OF_LINE).push(
        "), 0) AS BIGINT) FROM dues d CROSS JOIN order_lines l \
         WHERE l.order_id = d.order_id AND l.line_no = d.line_no AND ",
    );
    held(&mut sql, office, head, why);
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(minor,)| minor))
}

fn held(sql: &mut Sql, office: &Office, head: &Head, why: NotSettled) {
    sql.push("d.kind = ").arg(RESELLER).push(" AND d.party_id = ").arg(head.reseller_id);
    sql.push(" AND d.currency = ").arg(head.currency.code());
    sql.push(" AND d.period IS NULL AND d.reason = ").arg(why.code());
    if matches!(why, NotSettled::Trial | NotSettled::Cancelled) {
        sql.push(" AND d.ordered_at >= ").arg(millis(office.zone.bounds(head.period).0));
    }
    ordered_before_end(sql, office, head);
}

fn ordered_before_end(sql: &mut Sql, office: &Office, head: &Head) {
    sql.push(" AND d.ordered_at < ").arg(millis(office.zone.bounds(head.period).1));
}

/// What comes in the statement of another month: ordered by the end of this one and settled in a
/// later one, left from an earlier one, or come after this one was issued.
async fn of_other_months(office: &Office, head: &Head) -> Result<Vec<LeftOutGroup>> {
    let mut sql =
        Sql::new("SELECT d.period, COUNT(*), CAST(SUM(d.amount_minor) AS BIGINT) FROM dues d WHERE ");
    of_party(&mut sql, head.party());
    ordered_before_end(&mut sql, office, head);
    if head.state == StatementState::Draft {
        sql.push(" AND d.period <> ").arg(head.period.number());
    }
    sql.push(" GROUP BY d.period ORDER BY d.period");
    let counted: Vec<(i64, i64, Option<i64>)> = sql.fetch_all(&office.db).await?;
    let closed = Calendar::load(&office.db, Some(head.party())).await?.closed(head.party());
    let mut groups: Vec<LeftOutGroup> = Vec::new();
    for (number, lines, amount) in counted {
        let Some(own) = Period::from_number(number) else { continue };
        let comes = closed.comes_in(own);
        // What came late to the statements before is in this draft.
        if comes == head.period {
            continue;
        }
        let reason = LeftOutReason::OtherPeriod(comes);
        match groups.iter_mut().find(|group| group.reason == reason) {
            Some(group) => {
                group.lines += lines;
                group.amount_minor = group.amount_minor.zip(amount).map(|(a, b)| a.saturating_add(b));
                group.periods.push(own);
            }
            None => groups.push(LeftOutGroup {
                reason,
                lines,
                amount_minor: amount,
                deal_minor: None,
                periods: vec![own],
            }),
        }
    }
    groups.sort_by_key(|group| group.reason);
    Ok(groups)
}
