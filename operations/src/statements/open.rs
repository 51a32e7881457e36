//! The dues that a draft stands on.

use domain::{FieldProblem, settlement::formula::amount};
use sqlx::FromRow;

use super::{Blocked, Head, reader::Reader};
use crate::{
    Failure, Office, Result,
    db::Sql,
    dues::{COLUMNS, RESELLER, TermsRow},
};

/// Refused lines that are named; the others are counted.
const NAMED: i64 = 100;

/// What the lines of a draft come to.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Lines that the formula takes.
    pub(super) line_count: i64,
    /// Their sum in minor units.
    pub(super) total_minor: i64,
    /// Lines that it refuses.
    pub(super) blocked_count: i64,
    /// The first of them.
    pub(super) blocked: Vec<Blocked>,
}

/// Appends the condition on `dues d`: of the party and currency of a statement, settled in some
/// month and standing in no statement.
pub(super) fn of_party(sql: &mut Sql, head: &Head) {
    sql.push("d.kind = ").arg(RESELLER).push(" AND d.party_id = ").arg(head.reseller_id);
    sql.push(" AND d.currency = ").arg(head.currency.code());
    sql.push(" AND d.statement_id IS NULL AND d.period IS NOT NULL");
}

/// The months whose dues belong into a draft: its own, and before it those of an unbroken row of issued
/// ones, in whose statements they came too late. A month that was not issued takes up what is before it.
pub(super) async fn months(reader: &mut Reader<'_>, head: &Head) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT s.period, EXISTS (SELECT 1 FROM dues d WHERE ");
    of_party(&mut sql, head);
    sql.push(" AND d.period = s.period) FROM statements s WHERE s.kind = ").arg(RESELLER);
    sql.push(" AND s.reseller_id = ").arg(head.reseller_id);
    sql.push(" AND s.currency = ").arg(head.currency.code());
    sql.push(" AND s.state = 'issued' AND s.state <> 'void' AND s.period < ").arg(head.period.number());
    sql.push(" ORDER BY s.period DESC");
    let mut months = vec![head.period.number()];
    let mut expected = head.period.previous();
    for (period, has_dues) in reader.all::<(i64, bool)>(sql).await? {
        if period != expected.number() {
            break;
        }
        if has_dues {
            months.push(period);
        }
        expected = expected.previous();
    }
    months.reverse();
    Ok(months)
}

/// Adds up the dues of a draft, and what of it is frozen already.
pub(super) async fn totals(office: &Office, head: &Head) -> Result<Totals> {
    let months = months(&mut Reader::Pool(&office.db), head).await?;
    let mut sql = Sql::new(
        "SELECT COUNT(*), COUNT(d.amount_minor), CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT) FROM dues d WHERE ",
    );
    of_party(&mut sql, head);
    sql.push(" AND d.period IN ").list(months.iter().copied());
    let (all, taken, total) = sql.fetch_optional::<(i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let (frozen, frozen_minor) = head.frozen();
    let blocked =
        if all > taken { refused(&mut Reader::Pool(&office.db), head, &months).await? } else { Vec::new() };
    Ok(Totals {
        line_count: frozen + taken,
        total_minor: added(frozen_minor, total)?,
        blocked_count: all - taken,
        blocked,
    })
}

#[derive(FromRow)]
struct RefusedRow {
    #[sqlx(flatten)]
    line: TermsRow,
    order_no: String,
    period: i64,
}

/// The first lines of these months that the formula refuses.
pub(super) async fn refused(reader: &mut Reader<'_>, head: &Head, months: &[i64]) -> Result<Vec<Blocked>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(
        ", o.order_no, d.period FROM dues d CROSS JOIN orders o CROSS JOIN order_lines l \
         WHERE o.id = d.order_id AND l.order_id = d.order_id AND l.line_no = d.line_no AND d.reason IS NOT NULL AND ",
    );
    of_party(&mut sql, head);
    sql.push(" AND d.period IN ").list(months.iter().copied());
    sql.push(" ORDER BY d.period, d.order_id, d.line_no").limit(NAMED);
    let rows: Vec<RefusedRow> = reader.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            let problem = problem(&row)?.ok_or_else(|| stale(&row.order_no))?;
            Ok(Blocked { order_no: row.order_no, line_no: row.line.line_no, problem })
        })
        .collect()
}

fn problem(row: &RefusedRow) -> Result<Option<FieldProblem>> {
    let period = domain::Period::from_number(row.period).ok_or_else(|| stale(&row.order_no))?;
    let settled = row.line.terms()?.inputs(period).and_then(|(rule, inputs)| amount(rule, &inputs));
    Ok(settled.err())
}

/// Somebody changed an order past every operation.
pub(super) fn stale(order_no: &str) -> Failure {
    Failure::Internal(format!(
        "the dues of order {order_no} are not what the order says: `countinghouse verify` names what differs"
    ))
}

/// A sum that cannot leave the books unnoticed.
pub(super) fn added(total: i64, minor: i64) -> Result<i64> {
    total.checked_add(minor).ok_or_else(|| Failure::Internal("the total is beyond the books".into()))
}
