//! What the lines of an order come to: the frozen arithmetic of those that are settled, and that of the books for the
//! others.

use std::collections::BTreeMap;

use domain::{
    Period,
    access::{Actor, Operation},
    settlement::{Due, Settled, Terms, dues, evaluate},
};

use super::{Line, freeze, head::draft_of_month};
use crate::{Office, Result, orders::Named};

/// What a line of an order comes to, with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Number of the line.
    pub line_no: i64,
    /// The arithmetic.
    pub settled: Settled,
}

/// The lines of an order that have an amount, by number; none for those who may not see statements.
///
/// # Errors
/// `Denied`.
pub async fn amounts(office: &Office, actor: &Actor, order: &Named) -> Result<Vec<Amount>> {
    actor.may(Operation::ReadOrder)?;
    if actor.may(Operation::ReadStatements).is_err() {
        return Ok(Vec::new());
    }
    let mut frozen: BTreeMap<i64, Line> = BTreeMap::new();
    for line in freeze::of_order(office, order.id).await? {
        frozen.insert(line.line_no, line);
    }
    let currency = order.order.head.currency;
    let mut amounts = Vec::new();
    for (line, due) in dues(&order.order, office.zone) {
        let settled = match (frozen.remove(&line.line_no), due) {
            (Some(frozen), _) => frozen.explanation(currency)?,
            (None, Due::Open { period, rule, .. }) => {
                let inputs = Terms::of(&order.order.head, line).inputs(period);
                match inputs.and_then(|(_, inputs)| evaluate(rule, &inputs.into())) {
                    Ok(settled) => settled,
                    Err(_) => continue,
                }
            }
            _ => continue,
        };
        amounts.push(Amount { line_no: line.line_no, settled });
    }
    Ok(amounts)
}

/// The draft of the month in which an order comes, if there is one, for those who may see it.
///
/// # Errors
/// What the database said.
pub async fn draft_in(office: &Office, actor: &Actor, order: &Named, period: Period) -> Result<Option<i64>> {
    let head = &order.order.head;
    let (Ok(_), Some(reseller_id)) = (actor.may(Operation::ReadStatements), head.reseller) else {
        return Ok(None);
    };
    let found =
        draft_of_month(reseller_id, period, head.currency).fetch_optional::<(i64,)>(&office.db).await?;
    Ok(found.map(|(id,)| id))
}
