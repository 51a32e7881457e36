//! What somebody sees of an order: whether it is there, and what happened to which of its lines.

use domain::{FieldName, access::Reach, order::Order};
use serde_json::{Map, Value};
use sqlx::FromRow;

use super::query::granted;
use crate::{
    Failure, Result,
    db::{Sql, Tx, dialect::for_update},
    journal::Event,
};

/// An order that the actor sees.
#[derive(FromRow)]
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) order_no: String,
    pub(super) assignee_id: Option<i64>,
}

/// The order of a number, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it is not there or not within the reach.
pub(super) async fn held(tx: &mut Tx, reach: &Reach, order_no: &str) -> Result<Seen> {
    // What is no order number is no order: nothing strange reaches the database.
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let lock = for_update(tx);
    let mut sql = Sql::new("SELECT o.id, o.order_no, o.assignee_id FROM orders o WHERE o.order_no = ");
    sql.arg(order_no);
    if let Reach::Products(products) = reach {
        granted(&mut sql, products);
    }
    sql.push(lock);
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

/// What happened to an order, without what happened to lines that it does not have here. What happened to
/// nothing else is left out.
pub(super) fn events(events: Vec<Event>, order: &Order) -> Vec<Event> {
    events.into_iter().filter_map(|event| without_others(event, order)).collect()
}

fn without_others(mut event: Event, order: &Order) -> Option<Event> {
    let told = event.before_json.is_some() || event.after_json.is_some();
    for side in [&mut event.before_json, &mut event.after_json] {
        if let Some(text) = side.take() {
            *side = of_lines(&text, order);
        }
    }
    (!told || event.before_json.is_some() || event.after_json.is_some()).then_some(event)
}

/// One side of an entry; `None` when nothing is left of it, or it cannot be read.
fn of_lines(text: &str, order: &Order) -> Option<String> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let seen = |number: &str| order.lines.iter().any(|line| line.line_no.to_string() == number);
    if let Some(lines) = fields.get_mut(FieldName::Lines.code()).and_then(Value::as_object_mut) {
        lines.retain(|number, _| seen(number));
        if lines.is_empty() {
            fields.remove(FieldName::Lines.code());
        }
    }
    (!fields.is_empty()).then(|| Value::Object(fields).to_string())
}
