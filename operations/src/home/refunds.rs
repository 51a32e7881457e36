//! The refunds that wait for the merchant.

use super::{
    Waiting,
    waiting::{EXACT, counted},
};
use crate::{Office, Result, db::Sql};

/// Refunds to be reviewed, and goods that came back and have to be looked at.
pub(super) async fn to_review(office: &Office) -> Result<Option<Waiting>> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM refunds f ");
    sql.push("WHERE f.state IN ('pending_merchant_review', 'awaiting_acceptance')");
    sql.limit(EXACT + 1).push(") AS found");
    let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    let count = found.map_or(0, |(count,)| count);
    Ok((count > 0).then(|| Waiting::Refunds { count: counted(count) }))
}
