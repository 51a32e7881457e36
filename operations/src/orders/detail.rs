//! One order: its history and its neighbours in the list.

use domain::{
    access::{Actor, Operation, Reach},
    order::{Deadline, parse_number},
};

use super::{
    Refused,
    count::joined_names,
    filter::PAID,
    named::{Named, numbered},
    notes::{self, Note},
    query::conditions,
    resolve::resolve,
    seen,
    stands::billed,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, millis},
    journal::{self, Action},
    list::{Cursor, Filter},
    settings::{Setting, Settings},
};

/// The order before and the order after in the filtered list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Number of the order above.
    pub previous: Option<String>,
    /// Number of the order below.
    pub next: Option<String>,
}

/// An order with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The order.
    pub named: Named,
    /// Its entries in the journal, oldest first.
    pub events: Vec<journal::Event>,
    /// What was noted on it, oldest first.
    pub notes: Vec<Note>,
    /// Its import, if one brought it: when and by whom.
    pub import: Option<(i64, String)>,
    /// What it waits for, and until when.
    pub deadline: Option<Deadline>,
}

/// One order with its history.
///
/// # Errors
/// `Denied`; `NotFound` when it is not there or not among the products granted to the actor; `Withdrawn` when it went with
/// its import.
pub async fn get(office: &Office, actor: &Actor, order_no: &str) -> Result<Detail> {
    let reach = actor.may(Operation::ReadOrder)?;
    let mut named = match numbered(office, &reach, order_no).await {
        Err(Failure::NotFound) if reach == Reach::All => return Err(missing(office, order_no).await?),
        named => named?,
    };
    let import = async {
        let Some(id) = named.import_id else { return Ok(None) };
        let mut sql = Sql::new("SELECT created_at, actor_name FROM imports WHERE id = ");
        sql.arg(id);
        Ok(sql.fetch_optional::<(i64, String)>(&office.db).await?)
    };
    let events = journal::of_subject(office, journal::Subject::Order(&named.order.number));
    let settings = Settings::load(office);
    let notes = notes::of_order(office, named.id);
    let row = [named.id];
    let stand = billed(office, actor, &row);
    let (events, notes, import, settings, stand) =
        futures::future::try_join5(events, notes, import, settings, stand).await?;
    named.billing = stand.map(|mut stand| stand.remove(&named.id).unwrap_or_default());
    let events = if named.hidden_lines > 0 { seen::events(events, &named.order) } else { events };
    let deadline = Deadline::of(&named.order, settings.get(Setting::UnpaidDays));
    Ok(Detail { named, events, notes, import, deadline })
}

/// Why an order is not there, as far as the journal knows.
async fn missing(office: &Office, order_no: &str) -> Result<Failure> {
    let Ok(number) = parse_number(order_no) else { return Ok(Failure::NotFound) };
    let mut sql = Sql::new("SELECT e.action, e.reason FROM events e WHERE e.subject_kind = 'order' AND ");
    sql.push("e.subject_id = ").arg(number).push(" ORDER BY e.seq DESC").limit(1);
    let last: Option<(String, Option<String>)> = sql.fetch_optional(&office.db).await?;
    let (_, reason) = last.filter(|(action, _)| action == Action::OrderWithdrawn.code()).unzip();
    let import = reason.flatten().and_then(|why| why.strip_prefix("import ").map(str::to_owned));
    Ok(import.map_or(Failure::NotFound, |import| Refused::Withdrawn { import }.into()))
}

/// The orders next to this one in the filtered list.
///
/// # Errors
/// `Denied`.
pub async fn neighbours(office: &Office, actor: &Actor, filter: &Filter, of: &Named) -> Result<Neighbours> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, actor, &reach, filter).await?;
    let value = if filter.sort.column == PAID {
        of.order.sums().paid_minor
    } else {
        millis(of.order.head.created_at)
    };
    let mut sql = Sql::new("SELECT ");
    for (backwards, before) in [(true, "("), (false, "), (")] {
        let one = filter.clone().sized(0).at(Some(Cursor { value, id: of.id, backwards }));
        sql.push(before).push("SELECT o.order_no FROM orders o");
        joined_names(&mut sql, &resolved);
        conditions(&mut sql, office, &one, &resolved, &reach);
        one.keyset_by(&mut sql, &resolved.sorted(filter.sort.column), resolved.collects());
    }
    sql.push(")");
    let (previous, next) = sql.fetch_optional(&office.db).await?.unwrap_or_default();
    Ok(Neighbours { previous, next })
}
