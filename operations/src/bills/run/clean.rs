//! What stood in a bill that does not count is let go, slice by slice.

use crate::{
    Office, Result,
    bills::disputes,
    db::{Sql, Tx, matching},
    earnings,
    jobs::Lease,
};

/// Lines of a slice: a writer is held for less than 0.2 s.
const SLICE: i64 = 1_000;

/// What becomes of the rows of bills that are taken apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// They wait for their lines.
    Stay,
    /// Nobody makes them anew.
    Go,
}

/// Takes bills apart that were never made, or that are made anew. Those that a run makes anew keep their rows.
pub(super) async fn unmade(office: &Office, lease: &mut Lease, rows: Rows) -> Result<()> {
    let sql = Sql::new("SELECT id FROM bills WHERE made_at IS NULL ORDER BY id");
    let bills: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    for (bill,) in bills {
        while let_go(office, lease, bill, 0, true).await?.is_some() {}
        let mut tx = office.db.begin().await?;
        disputes::let_go(&mut tx, bill).await?;
        let of_row = ("DELETE FROM bills WHERE made_at IS NULL AND ", "id");
        let of_row = (rows == Rows::Go).then_some(of_row);
        let of_lines = [
            ("UPDATE bills SET carried_by_id = NULL WHERE ", "carried_by_id"),
            ("DELETE FROM bill_sums WHERE ", "bill_id"),
        ];
        for (what, column) in of_lines.into_iter().chain(of_row) {
            let mut sql = Sql::new(what);
            sql.push(column).push(" = ").arg(bill);
            sql.execute_in(&mut tx).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Lets go what stands in void bills, whose lines stay to be read.
pub(super) async fn void(office: &Office, lease: &mut Lease) -> Result<()> {
    let sql = Sql::new("SELECT id FROM bills WHERE state = 'void' AND holds = 1 ORDER BY id");
    let bills: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    for (bill,) in bills {
        let mut after = 0;
        while let Some(last) = let_go(office, lease, bill, after, false).await? {
            after = last;
        }
        let mut tx = office.db.begin().await?;
        disputes::let_go(&mut tx, bill).await?;
        let mut sql = Sql::new("UPDATE bills SET carried_by_id = NULL WHERE carried_by_id = ");
        sql.arg(bill);
        sql.execute_in(&mut tx).await?;
        let mut sql = Sql::new("UPDATE bills SET holds = 0 WHERE id = ");
        sql.arg(bill);
        sql.execute_in(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The next lines after a position; the last of them.
async fn let_go(
    office: &Office,
    lease: &mut Lease,
    bill: i64,
    after: i64,
    and_forget: bool,
) -> Result<Option<i64>> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new(
        "SELECT position, COALESCE(earning_id, 0), COALESCE(order_id, 0) FROM bill_lines WHERE bill_id = ",
    );
    sql.arg(bill).push(" AND position > ").arg(after).push(" ORDER BY position").limit(SLICE);
    let lines: Vec<(i64, i64, i64)> = sql.fetch_all_in(&mut tx).await?;
    let Some((last, ..)) = lines.last().copied() else { return Ok(None) };
    let of_orders = lines.iter().filter(|line| line.1 != 0);
    let (earnings, mut orders): (Vec<i64>, Vec<i64>) =
        of_orders.map(|(_, earning, order)| (*earning, *order)).unzip();
    free(&mut tx, bill, &earnings).await?;
    if and_forget {
        let mut sql = Sql::new("DELETE FROM bill_lines WHERE bill_id = ");
        sql.arg(bill).push(" AND position <= ").arg(last);
        sql.execute_in(&mut tx).await?;
    }
    let mut sql = Sql::new("SELECT id FROM bills WHERE outdated = 1 AND id = ");
    sql.arg(bill);
    if sql.fetch_optional_in::<(i64,)>(&mut tx).await?.is_some() {
        // What changed while they stood in the bill counts now.
        orders.sort_unstable();
        orders.dedup();
        earnings::keep_rows(&mut tx, office, &orders).await?;
    }
    lease.report_in(&mut tx, 0, 0).await?;
    tx.commit().await?;
    Ok(Some(last))
}

/// These earnings stand in this bill no more.
pub(super) async fn free(tx: &mut Tx, bill: i64, earnings: &[i64]) -> Result<()> {
    let head =
        format!("UPDATE earnings SET bill_id = NULL, position = NULL WHERE bill_id = {bill} AND id IN");
    matching::<(i64,), i64>(tx, &head, earnings, " RETURNING id").await?;
    Ok(())
}
