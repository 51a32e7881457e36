//! Proving that the sums of reconciliations are those of their lines.

use std::collections::BTreeSet;

use super::{
    Reconciliation,
    row::{Row, SOURCE},
};
use crate::{Office, Result, db::Sql};

/// What the lines come to, and what is kept of that.
const OF_LINES: &str = "SELECT currency, state, COALESCE(reason, ''), CASE WHEN decision = 'open' THEN '' ELSE decision END, \
     COUNT(*), CAST(SUM(COALESCE(ours_minor, 0)) AS BIGINT), CAST(SUM(COALESCE(theirs_minor, 0)) AS BIGINT) \
     FROM reconciliation_lines WHERE reconciliation_id = {id} GROUP BY 1, 2, 3, 4";
const KEPT: &str = "SELECT currency, state, reason, decision, lines, ours_minor, theirs_minor FROM reconciliation_sums \
     WHERE reconciliation_id = {id} AND lines <> 0";

/// Lines and amounts by currency, state, reason and decision.
type Sums = BTreeSet<(String, String, String, String, i64, i64, i64)>;

/// Adds the lines of every reconciliation up again, and compares with what is kept: how many there are, how many lines,
/// and what does not fit, in words with the row of the reconciliation.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn verify(office: &Office) -> Result<(u64, u64, Vec<String>)> {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE r.state IN ('open', 'in_review', 'locked') ORDER BY r.id");
    let (mut count, mut lines, mut wrong) = (0, 0, Vec::new());
    for row in sql.fetch_all::<Row>(&office.db).await? {
        let of = Reconciliation::try_from(row)?;
        count += 1;
        let found = sums(office, of.id, OF_LINES).await?;
        let all: i64 = found.iter().map(|sum| sum.4).sum();
        let needs = |state: &str| !matches!(state, "matched" | "tolerated");
        let open: i64 = found.iter().filter(|sum| needs(&sum.1) && sum.3.is_empty()).map(|sum| sum.4).sum();
        lines += all.unsigned_abs();
        if found != sums(office, of.id, KEPT).await? {
            wrong.push(format!("{}: its sums are not those of its lines", of.id));
        }
        if (all, open) != (of.lines, of.open_lines) {
            let noted = (of.lines, of.open_lines);
            wrong.push(format!(
                "{}: {all} lines, {open} of them open; noted are {} and {}",
                of.id, noted.0, noted.1
            ));
        }
    }
    Ok((count, lines, wrong))
}

async fn sums(office: &Office, id: i64, text: &str) -> Result<Sums> {
    let sql = Sql::new(&text.replace("{id}", &id.to_string()));
    Ok(sql.fetch_all(&office.db).await?.into_iter().collect())
}
