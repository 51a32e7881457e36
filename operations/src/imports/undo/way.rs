//! Everything that stands in the way of undoing an import: of all of its orders, or of those of a slice.

use std::{collections::BTreeMap, fmt};

use super::obstacle::{Happened, InTheWay, Obstacle, stands};
use crate::{
    Office, Result,
    db::{Db, Sql, Tx, dialect::for_update},
    imports::{changed::why, list::Import},
    journal::Action,
    statements::drafted::Drafted,
};

/// So many orders are named.
pub const NAMED: usize = 50;
/// Lines of a statement that are read at once.
const PAGE: i64 = 500;
/// Servers' clocks may be so far apart.
const APART: i64 = 3_600_000;

/// What stands in the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// How many orders do.
    pub count: usize,
    /// The first [`NAMED`] of them.
    pub first: Vec<InTheWay>,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, verb) = if self.count == 1 { ("order", "stands") } else { ("orders", "stand") };
        write!(f, "{} {n} {verb} in the way", self.count)?;
        for (at, one) in self.first.iter().enumerate() {
            write!(f, "{}{one}", if at == 0 { ": " } else { "; " })?;
        }
        f.write_str(if self.count > self.first.len() { "; and further ones" } else { "" })
    }
}

/// By the row of the order.
pub(super) type InWay = BTreeMap<i64, InTheWay>;

/// Of all orders of an import. It goes through what followed, of which there is less than what is in the books.
pub(super) async fn of_import(office: &Office, import: &Import) -> Result<Way> {
    let db = &office.db;
    let mut found = InWay::new();
    let mut sql = events(import, "events e CROSS JOIN orders o");
    // Not through the index of subjects: those are all orders.
    sql.push(" AND (e.subject_kind || '') = 'order' AND o.order_no = e.subject_id");
    mine(&mut sql, import.id).push(" ORDER BY o.id, e.seq");
    judge(sql.fetch_all(db).await?, &mut found);
    settled(db, import, &mut found).await?;
    let mut sql = Sql::new(
        "SELECT o.id, o.order_no, bill.number FROM bills bill CROSS JOIN bill_lines l CROSS JOIN orders o \
         WHERE bill.state <> 'void' AND l.bill_id = bill.id AND o.id = l.order_id",
    );
    sql.push(" AND (bill.made_at IS NULL OR bill.made_at >= ").arg(began(import)).push(")");
    mine(&mut sql, import.id);
    let bills: Vec<(i64, String, Option<String>)> = sql.fetch_all(db).await?;
    bills.into_iter().for_each(|(id, order_no, number)| stated(&mut found, id, order_no, number));
    for condition in Drafted::load(db).await?.conditions() {
        let mut sql = Sql::new("SELECT o.id, o.order_no FROM dues d CROSS JOIN orders o WHERE ");
        condition(&mut sql);
        sql.push(" AND o.id = d.order_id");
        mine(&mut sql, import.id);
        let drafted: Vec<(i64, String)> = sql.fetch_all(db).await?;
        drafted.into_iter().for_each(|(id, order_no)| stated(&mut found, id, order_no, None));
    }
    for (why, sql) in delivered(import) {
        let gone_on: Vec<(i64, String)> = sql.fetch_all(db).await?;
        note(&mut found, why, gone_on);
    }
    let count = found.len();
    Ok(Way { count, first: found.into_values().take(NAMED).collect() })
}

/// Through the lines of what was issued since, page by page.
async fn settled(db: &Db, import: &Import, found: &mut InWay) -> Result<()> {
    let mut sql = Sql::new("SELECT s.id, s.number FROM statements s WHERE 1 = 1");
    since(&mut sql, import);
    let statements: Vec<(i64, Option<String>)> = sql.fetch_all(db).await?;
    for (statement, number) in statements {
        let mut after = 0;
        loop {
            let mut sql =
                Sql::new("SELECT l.position, l.order_id FROM statement_lines l WHERE l.statement_id = ");
            sql.arg(statement).push(" AND l.position > ").arg(after).push(" ORDER BY l.position").limit(PAGE);
            let lines: Vec<(i64, i64)> = sql.fetch_all(db).await?;
            let Some((last, _)) = lines.last() else { break };
            after = *last;
            let ids: Vec<i64> = lines.into_iter().map(|(_, order)| order).collect();
            let mut sql = Sql::new("SELECT o.id, o.order_no FROM orders o WHERE 1 = 1");
            mine(sql.among("o.id", &ids), import.id);
            let orders: Vec<(i64, String)> = sql.fetch_all(db).await?;
            orders.into_iter().for_each(|(id, order_no)| stated(found, id, order_no, number.clone()));
        }
    }
    Ok(())
}

/// Of orders that the transaction holds, by row and number.
pub(super) async fn of_orders(
    tx: &mut Tx,
    import: &Import,
    drafted: &Drafted,
    orders: &[(i64, &str)],
) -> Result<InWay> {
    let mut found = InWay::new();
    let ids: Vec<i64> = orders.iter().map(|(id, _)| *id).collect();
    let names: BTreeMap<i64, &str> = orders.iter().copied().collect();
    let named = |id: i64| names.get(&id).copied().unwrap_or_default().to_owned();
    let mut sql = events(import, "orders o CROSS JOIN events e");
    sql.push(" AND e.subject_kind = 'order' AND e.subject_id = o.order_no").among("o.id", &ids);
    judge(sql.push(" ORDER BY o.id, e.seq").clone().fetch_all_in(tx).await?, &mut found);
    // Whatever a statement names of an order that came with the import followed it.
    let mut sql = Sql::new(
        "SELECT l.order_id, s.number FROM statement_lines l CROSS JOIN orders o CROSS JOIN statements s ",
    );
    sql.push("WHERE o.id = l.order_id AND s.id = l.statement_id").among("l.order_id", &ids);
    sql.push(" AND (o.import_id = ").arg(import.id).push(" OR (1 = 1");
    since(&mut sql, import).push("))");
    let settled: Vec<(i64, Option<String>)> = sql.fetch_all_in(tx).await?;
    settled.into_iter().for_each(|(id, number)| stated(&mut found, id, named(id), number));
    let mut sql = Sql::new(
        "SELECT o.id, o.order_no, b.number FROM orders o CROSS JOIN earnings l CROSS JOIN bills b \
         WHERE l.order_id = o.id AND b.id = l.bill_id",
    );
    let bills: Vec<(i64, String, Option<String>)> = sql.among("o.id", &ids).clone().fetch_all_in(tx).await?;
    bills.into_iter().for_each(|(id, order_no, number)| stated(&mut found, id, order_no, number));
    let mut sql =
        Sql::new("SELECT order_id, party_id, currency, period FROM dues WHERE statement_id IS NULL");
    sql.push(" AND period IS NOT NULL").among("order_id", &ids).push(for_update(tx));
    let open: Vec<(i64, i64, String, i64)> = sql.fetch_all_in(tx).await?;
    let drafted =
        open.into_iter().filter(|(_, party, currency, period)| drafted.takes(*party, currency, *period));
    drafted.for_each(|(id, ..)| stated(&mut found, id, named(id), None));
    for (why, mut sql) in delivered(import) {
        let gone_on: Vec<(i64, String)> = sql.among("o.id", &ids).clone().fetch_all_in(tx).await?;
        note(&mut found, why, gone_on);
    }
    Ok(found)
}

/// Queries of orders whose delivery this import opened and that has gone on since, for which somebody asked for a refund,
/// opened a ticket, or made a link.
fn delivered(import: &Import) -> [(Obstacle, Sql); 4] {
    // From what this import wrote into the journal, of which there is less than of deliveries.
    let mut gone_on = Sql::new("SELECT o.id, o.order_no FROM events e CROSS JOIN orders o ");
    gone_on.push("CROSS JOIN supervisions s WHERE e.reason = ").arg(why(import.id));
    gone_on.push(" AND (e.subject_kind || '') = 'supervision' AND (e.action || '') = ");
    gone_on.arg(Action::SupervisionOpened.code()).push(" AND o.order_no = e.subject_id");
    gone_on.push(" AND s.order_id = o.id AND (s.version > 1 OR s.assignee_id IS NOT NULL");
    gone_on.push(
        " OR (SELECT 1 FROM supervision_documents x WHERE x.supervision_id = s.id LIMIT 1) IS NOT NULL)",
    );
    // Of what came since it began: what was there before, it found.
    let since = |table: &str| {
        let mut sql = Sql::new("SELECT o.id, o.order_no FROM ");
        sql.push(table).push(" f CROSS JOIN orders o WHERE f.created_at >= ").arg(began(import));
        sql.push(" AND o.id = f.order_id");
        mine(&mut sql, import.id);
        sql
    };
    [
        (Obstacle::Delivery, gone_on),
        (Obstacle::Refund, since("refunds")),
        (Obstacle::Ticket, since("tickets")),
        (Obstacle::Link, since("order_links")),
    ]
}

fn note(found: &mut InWay, why: Obstacle, orders: Vec<(i64, String)>) {
    for (id, order_no) in orders {
        found.entry(id).or_insert(InTheWay { order_no, why, which: None });
    }
}

/// Begins a query of what happened to orders since the import began, but for what it did itself.
fn events(import: &Import, from: &str) -> Sql {
    let own = [Action::OrderUpdated, Action::OrderRestored].map(Action::code);
    let why = why(import.id);
    let mut sql = Sql::new("SELECT o.id AS order_id, o.order_no, e.seq, e.actor_kind, e.action, e.reason, ");
    sql.push("COALESCE(o.import_id, 0) = ").arg(import.id).push(" AS created, ");
    sql.push("(SELECT MIN(w.seq) FROM events w WHERE w.subject_kind = 'order' AND w.subject_id = o.order_no AND w.reason = ");
    sql.arg(why.as_str()).push(" AND w.action IN ").list(own).push(") AS own_seq, ");
    sql.push("EXISTS (SELECT 1 FROM order_notes n WHERE n.order_id = o.id) AS has_notes, ");
    sql.push("o.assignee_id IS NOT NULL AS has_assignee FROM ").push(from).push(" WHERE e.id > ");
    sql.arg(import.journal_from.unwrap_or_default());
    sql.push(" AND NOT (COALESCE(e.reason, '') = ").arg(why.as_str()).push(" AND e.action IN ").list(own);
    sql.push(")");
    sql
}

/// Appends that the orders `o` are those of the import, that it brought in or changed.
fn mine(sql: &mut Sql, id: i64) -> &mut Sql {
    sql.push(" AND (COALESCE(o.import_id, 0) = ").arg(id);
    sql.push(" OR EXISTS (SELECT 1 FROM import_befores b WHERE b.import_id = ").arg(id);
    sql.push(" AND b.kind = 'order' AND b.row_id = o.id))")
}

/// Appends that the statement `s` is being issued, or was issued after the import began.
fn since<'a>(sql: &'a mut Sql, import: &Import) -> &'a mut Sql {
    sql.push(" AND (s.issued_at IS NULL OR s.issued_at >= ").arg(began(import)).push(")")
}

/// When the import began, as far as clocks of several servers agree.
fn began(import: &Import) -> i64 {
    import.started_at.unwrap_or(import.created_at) - APART
}

fn judge(events: Vec<Happened>, found: &mut InWay) {
    for of_order in events.chunk_by(|a, b| a.order_id == b.order_id) {
        if let (Some((why, which)), Some(first)) = (stands(of_order), of_order.first()) {
            let order_no = first.order_no.clone();
            found.entry(first.order_id).or_insert(InTheWay { order_no, why, which });
        }
    }
}

/// Notes an order that stands in a statement; one without a number is a draft.
fn stated(found: &mut InWay, id: i64, order_no: String, which: Option<String>) {
    let why = if which.is_some() { Obstacle::Statement } else { Obstacle::Draft };
    found.entry(id).or_insert(InTheWay { order_no, why, which });
}
