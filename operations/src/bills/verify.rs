//! Proving that bills are what their lines say.

use domain::{
    bill::BillState,
    settlement::{RuleVersion, formula::value},
};

use super::{
    Bill,
    head::{BillRow, SOURCE},
    line::{COLUMNS, Line, LineRow},
};
use crate::{Office, Result, db::Sql, rules};

/// Lines read at once.
const PAGE: i64 = 2_000;

/// Something in a bill that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Number of the bill, or its row.
    pub bill: String,
    /// Position of the line; `None` for the bill as a whole.
    pub position: Option<i64>,
    /// What does not fit, in words.
    pub what: String,
}

/// Recomputes every line of every bill from its frozen inputs and rule version, and compares amounts, totals, hashes,
/// and the earnings that stand in it. Bills checked, lines checked, and what does not fit.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn verify(office: &Office) -> Result<(u64, u64, Vec<Difference>)> {
    let rules = rules::versions(office).await?;
    let mut check = Check { office, rules, bills: 0, lines: 0, differences: Vec::new() };
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE b.made_at IS NOT NULL ORDER BY b.id");
    for row in sql.fetch_all::<BillRow>(&office.db).await? {
        check.bill(&Bill::try_from(row)?).await?;
    }
    Ok((check.bills, check.lines, check.differences))
}

struct Check<'a> {
    office: &'a Office,
    rules: Vec<RuleVersion>,
    bills: u64,
    lines: u64,
    differences: Vec<Difference>,
}

impl Check<'_> {
    async fn bill(&mut self, bill: &Bill) -> Result<()> {
        self.bills += 1;
        let (mut count, mut total, mut after, mut hash) = (0, 0i128, 0, Vec::new());
        loop {
            let mut sql = Sql::new("SELECT ");
            sql.push(COLUMNS).push(" FROM bill_lines WHERE bill_id = ").arg(bill.id);
            sql.push(" AND position > ").arg(after).push(" ORDER BY position").limit(PAGE);
            let rows: Vec<LineRow> = sql.fetch_all(&self.office.db).await?;
            let Some(last) = rows.last() else { break };
            after = last.position;
            for row in rows {
                let line = Line::try_from(row)?;
                count += 1;
                total += i128::from(line.amount_minor);
                hash = line.hash_after(&hash, line.written()?.as_deref());
                if let Some(what) = self.wrong(&line) {
                    self.say(bill, Some(line.position), what);
                }
            }
        }
        self.lines += u64::try_from(count).unwrap_or_default();
        if (count, total) != (bill.line_count, i128::from(bill.total_minor)) {
            let (lines, sum) = (bill.line_count, bill.total_minor);
            self.say(bill, None, format!("{count} lines of {total}, noted are {lines} of {sum}"));
        }
        if hex::encode(&hash) != bill.lines_hash {
            self.say(bill, None, "the hash of its lines is another one".to_owned());
        }
        self.stand(bill).await
    }

    fn wrong(&self, line: &Line) -> Option<String> {
        let (name, inputs) = line.rule.zip(line.inputs)?;
        let Some(rule) = self.rules.iter().find(|rule| rule.id() == name) else {
            return Some(format!("there is no {}", name.name()));
        };
        match value(rule, &inputs) {
            Ok(settled) if settled.amount_minor != line.amount_minor => {
                Some(format!("{} was frozen, {} comes out", line.amount_minor, settled.amount_minor))
            }
            Ok(settled) if settled.exact != line.exact => Some("the exact value is another one".to_owned()),
            Ok(_) => None,
            Err(problem) => Some(problem.to_string()),
        }
    }

    /// What stands in the bill says so itself, and nothing else does.
    async fn stand(&mut self, bill: &Bill) -> Result<()> {
        if bill.state == BillState::Void {
            return Ok(());
        }
        let mut sql = Sql::new(
            "SELECT l.position FROM bill_lines l LEFT JOIN earnings e ON e.id = l.earning_id WHERE l.bill_id = ",
        );
        sql.arg(bill.id).push(" AND l.earning_id IS NOT NULL AND NOT (COALESCE(e.bill_id, 0) = l.bill_id ");
        sql.push("AND COALESCE(e.position, 0) = l.position) ORDER BY l.position").limit(20);
        for (position,) in sql.fetch_all::<(i64,)>(&self.office.db).await? {
            self.say(bill, Some(position), "what was earned does not stand here".to_owned());
        }
        Ok(())
    }

    fn say(&mut self, bill: &Bill, position: Option<i64>, what: String) {
        self.differences.push(Difference { bill: bill.called(), position, what });
    }
}
