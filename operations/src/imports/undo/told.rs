//! What the journal says that an import changed of orders.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::kept::read;
use crate::{
    Result,
    db::{Sql, Tx},
    journal::Action,
    orders::TIMEOUT,
};

/// Action, before, after, and why.
type Row = (String, Option<String>, Option<String>, Option<String>);

/// What is there now, and what was before.
type Sides = (Map<String, Value>, Map<String, Value>);

/// What the import said that it changed, the other way round: what is there now, and what was before.
pub(super) async fn told(tx: &mut Tx, numbers: &[&str], why: &str) -> Result<BTreeMap<String, Sides>> {
    let mut told: BTreeMap<String, Sides> = BTreeMap::new();
    for number in numbers {
        // One by one: asked for many at once, PostgreSQL goes through the entries of all orders.
        let mut sql = Sql::new("SELECT e.action, e.before_json, e.after_json, e.reason FROM events e WHERE ");
        sql.push("e.subject_kind = 'order' AND e.subject_id = ").arg(*number).push(" ORDER BY e.seq");
        if let Some(sides) = of_order(sql.fetch_all_in(tx).await?, why)? {
            told.insert((*number).to_owned(), sides);
        }
    }
    Ok(told)
}

fn of_order(events: Vec<Row>, why: &str) -> Result<Option<Sides>> {
    let mut sides: Option<Sides> = None;
    for (action, before, after, reason) in events {
        let reason = reason.unwrap_or_default();
        let own = reason == why
            && [Action::OrderUpdated.code(), Action::OrderRestored.code()].contains(&action.as_str());
        // The clock may have cancelled it since.
        let timed_out = reason == TIMEOUT && action == Action::OrderCancelled.code() && sides.is_some();
        if own || timed_out {
            let side = |text: Option<String>| text.map_or(Ok(Map::new()), |text| read(&text));
            let (now, was) = sides.get_or_insert_default();
            overlay(now, side(after)?, true);
            overlay(was, side(before)?, false);
        }
    }
    Ok(sides)
}

/// Puts fields over fields; `newer` ones count more than those that are there. Lines are gone through as well.
fn overlay(fields: &mut Map<String, Value>, more: Map<String, Value>, newer: bool) {
    for (name, value) in more {
        match (fields.get_mut(&name), value) {
            (Some(Value::Object(inner)), Value::Object(value)) => overlay(inner, value, newer),
            (Some(_), _) if !newer => {}
            (_, value) => {
                fields.insert(name, value);
            }
        }
    }
}
