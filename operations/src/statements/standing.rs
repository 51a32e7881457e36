//! Where an order stands in the settlement: what the order's page says.

use domain::{
    Period,
    access::{Actor, Operation},
    order::SalesChannel,
    settlement::NotSettled,
};
use sqlx::FromRow;

use super::open::{Calendar, Party};
use crate::{Failure, Office, Result, db::Sql, dues::RESELLER, orders::Named};

/// Where an order stands in the settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Sold directly: there is no reseller to settle with.
    Direct,
    /// In an issued statement.
    SettledIn {
        /// Row of the statement.
        statement_id: i64,
        /// Its number.
        number: String,
        /// Its month.
        period: Period,
        /// Sum of the order's lines in it in minor units; `None` for those who may not see
        /// statements.
        amount_minor: Option<i64>,
    },
    /// Comes in the statement of this month, which is not issued.
    InDraft {
        /// The month.
        period: Period,
    },
    /// Not settled yet, and why.
    NotYet(NotSettled),
}

/// Lines of the order that stand alike.
#[derive(FromRow)]
struct DueRow {
    period: Option<i64>,
    reason: Option<String>,
    statement_id: Option<i64>,
    state: Option<String>,
    number: Option<String>,
    statement_period: Option<i64>,
    amount: Option<i64>,
}

/// Where an order stands: one entry, or several when its lines are in several statements.
///
/// # Errors
/// `Denied`.
pub async fn standing(office: &Office, actor: &Actor, order: &Named) -> Result<Vec<Standing>> {
    actor.may(Operation::ReadOrder)?;
    if order.order.head.sales_channel == SalesChannel::Direct {
        return Ok(vec![Standing::Direct]);
    }
    let mut sql = Sql::new(
        "SELECT CASE WHEN d.statement_id IS NULL THEN d.period END AS period, d.reason, d.statement_id, s.state, \
         s.number, s.period AS statement_period, CAST(SUM(d.amount_minor) AS BIGINT) AS amount \
         FROM dues d LEFT JOIN statements s ON s.id = d.statement_id WHERE d.order_id = ",
    );
    sql.arg(order.id).push(" AND d.kind = ").arg(RESELLER);
    if order.hidden_lines > 0 {
        let seen: Vec<i64> = order.order.lines.iter().map(|line| line.line_no).collect();
        sql.among("d.line_no", &seen);
    }
    sql.push(" GROUP BY 1, 2, 3, 4, 5, 6");
    let mut dues: Vec<DueRow> = sql.fetch_all(&office.db).await?;
    // Statements first, in the order of their months.
    dues.sort_by_key(|due| (due.statement_id.is_none(), due.statement_period, due.period));
    let mut standings = Vec::new();
    for due in dues {
        let standing = stands(office, actor, order, due).await?;
        if !standings.contains(&standing) {
            standings.push(standing);
        }
    }
    Ok(standings)
}

async fn stands(office: &Office, actor: &Actor, order: &Named, due: DueRow) -> Result<Standing> {
    let unreadable =
        || Failure::Internal(format!("the dues of the order in row {} cannot be read", order.id));
    let month = |number: Option<i64>| number.and_then(Period::from_number).ok_or_else(unreadable);
    if let Some(statement_id) = due.statement_id {
        let period = month(due.statement_period)?;
        // Nobody sees what is only being issued.
        if due.state.as_deref() != Some("issued") {
            return Ok(Standing::InDraft { period });
        }
        let amount_minor = due.amount.filter(|_| actor.may(Operation::ReadStatements).is_ok());
        return Ok(Standing::SettledIn {
            statement_id,
            number: due.number.unwrap_or_default(),
            period,
            amount_minor,
        });
    }
    if due.period.is_none() {
        let why = due.reason.as_deref().and_then(NotSettled::from_code).ok_or_else(unreadable)?;
        return Ok(Standing::NotYet(why));
    }
    let own = month(due.period)?;
    let reseller_id = order.order.head.reseller.ok_or_else(unreadable)?;
    let party = Party { reseller_id, currency: order.order.head.currency };
    let closed = Calendar::load(&office.db, Some(party)).await?.closed(party);
    Ok(Standing::InDraft { period: closed.comes_in(own) })
}
