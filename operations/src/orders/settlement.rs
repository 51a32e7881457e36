//! Orders by where the money of their lines stands: settled, open, or why not yet.

use domain::{
    access::{Actor, Operation},
    settlement::SettlementState,
};

use super::plan::{MOST_ORDERS, Name, Resolved};
use crate::{
    Office, Result,
    db::{Db, Sql, dialect::looked_up},
    list::Filter,
};

/// The lines by where their money stands have an index of their own.
pub(super) const SETTLEMENT: Name = "d.settlement";
/// As that index says it, of `dues d`.
const STANDS: &str = "(CASE WHEN d.statement_id IS NOT NULL THEN 'settled' WHEN d.reason IS NULL THEN 'open' \
     ELSE d.reason END)";

/// What a filter asks for, each of it what a line has; nothing when it does not ask. Who may not read statements
/// finds nothing by it.
pub(super) fn asked(actor: &Actor, filter: &Filter) -> Option<Vec<&'static str>> {
    let codes = filter.codes("settlement");
    if codes.is_empty() {
        return None;
    }
    if actor.may(Operation::ReadStatements).is_err() {
        return Some(Vec::new());
    }
    let asked = codes.iter().filter_map(|code| SettlementState::from_code(code));
    let mut each: Vec<_> = asked.flat_map(SettlementState::each).map(SettlementState::code).collect();
    each.sort_unstable();
    each.dedup();
    Some(each)
}

/// Appends ` AND …` that just these orders meet.
pub(super) fn conditions(sql: &mut Sql, db: &Db, resolved: &Resolved, settlement: &[&str]) {
    if resolved.plan.is_along(SETTLEMENT) {
        let (among, end) = looked_up(db);
        sql.push(" AND o.id ").push(among);
        for (at, place) in settlement.iter().enumerate() {
            sql.push(if at == 0 { "" } else { " UNION ALL " });
            // Few they are: said so, in the order of the index, PostgreSQL does not walk through all lines.
            sql.push("SELECT order_id FROM (SELECT d.order_id FROM dues d WHERE ").push(STANDS).push(" = ");
            sql.arg(*place)
                .push(" ORDER BY d.ordered_at, d.order_id")
                .limit(MOST_ORDERS + 1)
                .push(") AS here");
        }
        sql.push(end);
    } else {
        // Given EXISTS, PostgreSQL walks through all lines once instead of looking up those of an order.
        sql.push(" AND (SELECT 1 FROM dues d WHERE d.order_id = o.id");
        // Hidden from its index: the lines of one order are few.
        sql.any_of(&format!("({STANDS} || '')"), settlement).push(" LIMIT 1) IS NOT NULL");
    }
}

/// Whether so few lines stand there that their orders are collected.
pub(super) async fn leaves_few(office: &Office, settlement: &[&str]) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM dues d WHERE 1 = 1");
    sql.any_of(STANDS, settlement).limit(MOST_ORDERS + 1).push(") AS found");
    let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
    Ok(found <= MOST_ORDERS)
}
