//! What the clock does with deliveries: goods that nobody refuses are accepted, and orders that were in the books
//! before get theirs (`domain.md` 2.2).

use domain::{
    access::Actor,
    supervision::{Action, Side},
};

use super::{act::step, deed::Deed, open::open_rows, row::held_rows};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    jobs::{Kind, Lease},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// So many in a transaction.
const SLICE: i64 = 100;

/// Goods whose time is over.
pub(crate) const ACCEPT: Kind = Kind::upkeep("supervisions.accept", MINUTE, |office, _| {
    Box::pin(async {
        match accept(office).await? {
            0 => {}
            count => tracing::info!(count, "deliveries accepted by the clock"),
        }
        Ok(())
    })
});

/// Orders of the books that have no delivery yet: after an upgrade, and when a product becomes supervised.
pub(crate) const OPEN: Kind =
    Kind::upkeep("supervisions.open", DAY, |office, lease| Box::pin(open_all(office, lease)));

/// Has orders of the books get their deliveries in a moment, and not only tomorrow.
pub(crate) async fn open_soon(tx: &mut Tx, office: &Office) -> Result<()> {
    let mut sql = Sql::new("UPDATE jobs SET run_at = ");
    sql.arg(office.clock.millis())
        .push(" WHERE subject_id = 0 AND state = 'queued' AND kind = ")
        .arg(OPEN.code);
    sql.execute_in(tx).await?;
    tx.ring_when_committed(&office.bell);
    Ok(())
}

/// Accepts goods that were signed for ten days ago; how many it were.
///
/// # Errors
/// What the database said; those that were accepted stay so.
pub async fn accept(office: &Office) -> Result<u64> {
    let deed = Deed::of(Action::Accept, Side::System);
    let mut count = 0;
    loop {
        let mut sql = Sql::new("SELECT id FROM supervisions WHERE accepts_at IS NOT NULL AND accepts_at <= ");
        sql.arg(office.clock.millis()).push(" AND refund_id IS NULL AND stage <> 'frozen'");
        sql.push(" ORDER BY accepts_at").limit(SLICE);
        let due: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        for (id,) in &due {
            let mut tx = office.db.begin().await?;
            let row = held_rows(&mut tx, &[*id]).await?.pop();
            let now = office.clock.millis();
            let Some(mut row) = row.filter(|row| row.accepts_at.is_some_and(|at| at <= now)) else {
                continue;
            };
            if step(&mut tx, office, &Actor::System, &mut row, &deed).await? {
                tx.commit().await?;
                count += 1;
            }
        }
        if due.len() < SLICE as usize {
            return Ok(count);
        }
    }
}

/// Walks through the orders in processing, some hundred at a time, and says how far it is.
async fn open_all(office: &Office, lease: &mut Lease) -> Result<()> {
    let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(orders), 0) AS BIGINT) FROM order_totals ");
    sql.push("WHERE field = 'state' AND code = 'processing' AND state = 'processing'");
    let total = sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(total,)| total);
    let (mut after, mut done) = ((i64::MIN, 0), 0);
    loop {
        let mut sql = Sql::new("SELECT o.created_at, o.id FROM orders o WHERE o.state = 'processing' AND ");
        sql.push("(o.created_at, o.id) > (").arg(after.0).push(", ").arg(after.1);
        sql.push(") ORDER BY o.created_at, o.id").limit(SLICE * 5);
        let walked: Vec<(i64, i64)> = sql.fetch_all(&office.db).await?;
        let Some(last) = walked.last() else { return Ok(()) };
        after = *last;
        let missing = without(office, &walked.iter().map(|(_, id)| *id).collect::<Vec<_>>()).await?;
        done += i64::try_from(walked.len()).unwrap_or_default();
        for ids in missing.chunks(SLICE as usize) {
            let mut tx = office.db.begin().await?;
            open_rows(&mut tx, office, ids).await?;
            lease.advance(&mut tx, done, total.max(done)).await?;
            tx.commit().await?;
        }
    }
}

/// Those of these new orders that have no delivery.
async fn without(office: &Office, ids: &[i64]) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT o.id FROM orders o WHERE o.order_type = 'NEW'");
    sql.among("o.id", ids);
    sql.push(" AND (SELECT 1 FROM supervisions s WHERE s.order_id = o.id LIMIT 1) IS NULL");
    let rows: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
