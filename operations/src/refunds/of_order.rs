//! The refunds of an order, and whether another can be asked for.

use domain::{
    access::{Actor, Operation},
    refund::{Ground, refundable},
};

use super::{Refund, Refused, facts, row};
use crate::{
    Failure, Office, Result,
    db::{Sql, moment},
    orders::{Named, query::granted_whole},
    supervisions,
};

/// What the page of an order says of refunds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfOrder {
    /// Those that were asked for, oldest first; of an order that takes money back those of the order that it takes back.
    pub refunds: Vec<Refund>,
    /// On which ground one can be asked for now, or why not.
    pub possible: std::result::Result<Ground, Refused>,
}

/// The refunds of an order that the actor sees; `None` where some of its lines are not granted.
///
/// # Errors
/// `Denied`.
pub async fn of_order(
    office: &Office,
    actor: &Actor,
    named: &Named,
    delivery: Option<&supervisions::Row>,
) -> Result<Option<OfOrder>> {
    let reach = actor.may(Operation::ReadRefunds)?;
    if named.hidden_lines > 0 {
        return Ok(None);
    }
    let (order_id, order) = (named.id, &named.order);
    let mut sql = Sql::new("SELECT ");
    sql.push(row::COLUMNS)
        .push(row::TABLES)
        .push(" WHERE f.order_id = COALESCE((SELECT b.takes_back_id FROM orders b ");
    sql.push("WHERE b.id = ").arg(order_id).push("), ").arg(order_id).push(")");
    granted_whole(&mut sql, &reach);
    sql.push(" ORDER BY f.id").limit(100);
    let refunds = async { Ok::<_, Failure>(sql.fetch_all::<Refund>(&office.db).await?) };
    let known = async {
        let known = facts::known(order_id, order).fetch_optional::<facts::Known>(&office.db).await?;
        known.ok_or(Failure::NotFound)
    };
    let (refunds, known) = futures::future::try_join(refunds, known).await?;
    let now = moment(office.clock.millis());
    let possible = if known.runs() {
        Err(Refused::OneRuns)
    } else {
        refundable(&known.facts(office, order, delivery), now).map_err(Refused::Not)
    };
    Ok(Some(OfOrder { refunds, possible }))
}
