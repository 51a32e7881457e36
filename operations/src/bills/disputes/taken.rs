//! Accepted disputes on their way into the bill of a later month.

use domain::{Period, bill::Item, settlement::Fraction};
use sqlx::FromRow;

use crate::{
    Office, Result,
    bills::{
        Bill, Line, Refused,
        line::{LineRow, of_lines},
    },
    db::{Sql, Tx},
};

/// The bills that an accepted dispute waits for: kind, payment, currency.
pub(in crate::bills) async fn keys(office: &Office, upto: Period) -> Result<Vec<(String, String, String)>> {
    let mut sql = Sql::new("SELECT DISTINCT h.kind, h.payment, h.currency");
    sql.push(DUE).push(" AND h.period <= ").arg(upto.number());
    Ok(sql.fetch_all(&office.db).await?)
}

const DUE: &str = " FROM bill_disputes d JOIN bills h ON h.id = d.bill_id \
                   WHERE d.state = 'accepted' AND d.taken_by_id IS NULL";

#[derive(FromRow)]
struct Row {
    dispute_id: i64,
    bill_id: i64,
    why: String,
    difference_minor: i64,
    #[sqlx(flatten)]
    line: LineRow,
}

/// The next adjustments of a bill after the dispute of a row: each with that row.
pub(in crate::bills) async fn adjustments(
    office: &Office,
    (kind, payment, currency): (&'static str, &'static str, &'static str),
    (upto, after): (Period, i64),
    most: i64,
) -> Result<Vec<(i64, Line)>> {
    let mut sql = Sql::new(
        "SELECT d.id AS dispute_id, d.reason AS why, COALESCE(d.difference_minor, 0) AS difference_minor, ",
    );
    sql.push(&of_lines()).push(
        &DUE.replace(
            " WHERE",
            " JOIN bill_lines l ON l.bill_id = d.bill_id AND l.position = d.position WHERE",
        ),
    );
    sql.push(" AND d.id > ")
        .arg(after)
        .push(" AND h.kind = ")
        .arg(kind)
        .push(" AND h.payment = ")
        .arg(payment);
    sql.push(" AND h.currency = ").arg(currency).push(" AND h.period <= ").arg(upto.number());
    sql.push(" ORDER BY d.id").limit(most);
    let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
    let adjustment = |row: Row| {
        let of = Line::try_from(row.line)?;
        let line = Line {
            position: 0,
            item: Item::Adjustment,
            earning_id: None,
            rule: None,
            inputs: None,
            exact: Fraction::whole(row.difference_minor),
            amount_minor: row.difference_minor,
            corrects: Some((row.bill_id, of.position)),
            reason: Some(row.why),
            ..of
        };
        Ok((row.dispute_id, line))
    };
    rows.into_iter().map(adjustment).collect()
}

/// An adjustment stands in a bill now.
pub(in crate::bills) async fn take(tx: &mut Tx, dispute: i64, bill: i64, position: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE bill_disputes SET taken_by_id = ");
    sql.arg(bill).push(", taken_position = ").arg(position).push(" WHERE id = ").arg(dispute);
    sql.execute_in(tx).await?;
    Ok(())
}

/// The adjustments of a bill stand in none any more.
pub(in crate::bills) async fn let_go(tx: &mut Tx, bill: i64) -> Result<()> {
    let mut sql =
        Sql::new("UPDATE bill_disputes SET taken_by_id = NULL, taken_position = NULL WHERE taken_by_id = ");
    sql.arg(bill);
    sql.execute_in(tx).await?;
    Ok(())
}

/// What becomes of the disputes of a bill that is taken back: its lines are billed anew, so that nothing is left to
/// dispute.
///
/// # Errors
/// [`Refused::Carried`]: another bill has an adjustment of it already.
pub(in crate::bills) async fn of_void(
    tx: &mut Tx,
    bill: &Bill,
    (now, by): (i64, &str),
    because: &str,
) -> Result<()> {
    let mut sql = Sql::new(
        "SELECT t.id, COALESCE(t.number, '') FROM bill_disputes d JOIN bills t ON t.id = d.taken_by_id WHERE d.bill_id = ",
    );
    sql.arg(bill.id).push(" ORDER BY d.id LIMIT 1");
    if let Some((id, number)) = sql.fetch_optional_in::<(i64, String)>(tx).await? {
        let number = if number.is_empty() { id.to_string() } else { number };
        return Err(Refused::Carried { number }.into());
    }
    let mut sql =
        Sql::new("UPDATE bill_disputes SET state = 'withdrawn', difference_minor = NULL, decision = ");
    sql.arg(because).push(", decided_at = ").arg(now).push(", decider = ").arg(by);
    sql.push(" WHERE bill_id = ").arg(bill.id);
    sql.push(" AND state IN ('open', 'accepted')");
    sql.execute_in(tx).await?;
    Ok(())
}
