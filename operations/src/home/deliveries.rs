//! The supervised deliveries that wait for the merchant, are frozen, or will be late.

use domain::access::Reach;

use super::{
    Waiting,
    waiting::{EXACT, counted},
};
use crate::{
    Office, Result,
    db::Sql,
    supervisions::{SOON_DAYS, seen},
};

const DAY: i64 = 86_400_000;

/// What waits of the deliveries that are seen, the most urgent first.
pub(super) async fn deliveries(office: &Office, reach: &Reach) -> Result<Vec<Waiting>> {
    let now = office.clock.millis();
    let mut sql = Sql::new("SELECT ");
    count(&mut sql, reach, |sql| {
        sql.push("s.due_at < ").arg(now + SOON_DAYS * DAY);
    });
    sql.push(", ");
    count(&mut sql, reach, |sql| {
        sql.push("s.stage = 'frozen'");
    });
    sql.push(", ");
    count(&mut sql, reach, |sql| {
        sql.push("s.stage = 'merchant'");
    });
    // The one that has waited for longest.
    sql.push(", COALESCE((SELECT s.node_since");
    sql.push(" FROM supervisions s WHERE s.stage = 'merchant'");
    seen(&mut sql, reach);
    sql.push(" ORDER BY s.node_since, s.id").limit(1).push("), ").arg(now).push(")");
    let (late, frozen, ours, oldest) =
        sql.fetch_optional::<(i64, i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let late = (late > 0).then(|| Waiting::DeliveriesLate { count: counted(late) });
    let frozen = (frozen > 0).then(|| Waiting::DeliveriesFrozen { count: counted(frozen) });
    let days = (now - oldest).max(0) / DAY;
    let ours = (ours > 0).then(|| Waiting::Deliveries { count: counted(ours), days });
    Ok(late.into_iter().chain(ours).chain(frozen).collect())
}

fn count(sql: &mut Sql, reach: &Reach, meets: impl FnOnce(&mut Sql)) {
    sql.push("(SELECT COUNT(*) FROM (SELECT 1 AS one");
    sql.push(" FROM supervisions s WHERE ");
    meets(sql);
    seen(sql, reach);
    sql.limit(EXACT + 1).push(") AS found)");
}
