//! Proving that bills are what their lines say.

use std::collections::BTreeSet;

use domain::{
    bill::BillState,
    settlement::{Parts, RuleVersion, formula::value},
};

use super::{
    Bill,
    head::{BillRow, SOURCE},
    line::{COLUMNS, Line, LineRow},
};
use crate::{Office, Result, db::Sql, rules};

/// Lines read at once.
const PAGE: i64 = 2_000;

/// What the lines of a bill come to, and what is kept of that.
const OF_LINES: &str = "SELECT COALESCE(product_id, 0), delivery_type, item, period, COUNT(*), \
     CAST(SUM(amount_minor) AS BIGINT) FROM bill_lines WHERE bill_id = {bill} GROUP BY 1, 2, 3, 4";
const KEPT: &str = "SELECT product_id, delivery_type, item, period, lines, amount_minor FROM bill_sums \
     WHERE bill_id = {bill} AND lines <> 0";

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

/// Recomputes every line of every bill from its frozen inputs and rule version, and compares amounts, totals, sums by
/// product, hashes, and the earnings that stand in it, both ways. Bills checked, lines checked, and what does not fit.
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
    check.nowhere().await?;
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
        let mut parts = Some(Parts::default());
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
                parts = parts.zip(line.parts()).and_then(|(all, more)| all.plus(more));
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
        if self.sums(bill, OF_LINES).await? != self.sums(bill, KEPT).await? {
            self.say(bill, None, "the sums by product are not those of its lines".to_owned());
        }
        if bill.parts.is_some() && (bill.parts != parts || self.kept_parts(bill).await? != parts) {
            self.say(bill, None, "what its total is made of is not what its lines say".to_owned());
        }
        self.stand(bill).await
    }

    /// What the sums by product are made of.
    async fn kept_parts(&self, bill: &Bill) -> Result<Option<Parts>> {
        let columns = ["sales_minor", "coupon_minor", "fee_minor", "other_minor", "increment_minor"];
        let sums = columns.map(|column| format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)")).join(", ");
        let mut sql = Sql::new(&format!("SELECT {sums} FROM bill_sums WHERE bill_id = "));
        sql.arg(bill.id);
        let found = sql.fetch_optional::<(i64, i64, i64, i64, i64)>(&self.office.db).await?;
        let parts = |(sales_minor, coupon_minor, fee_minor, other_minor, increment_minor)| Parts {
            sales_minor,
            coupon_minor,
            fee_minor,
            other_minor,
            increment_minor,
        };
        Ok(found.map(parts))
    }

    /// Lines and amount by product, delivery type, item and month.
    async fn sums(&self, bill: &Bill, text: &str) -> Result<BTreeSet<(i64, String, String, i64, i64, i64)>> {
        let sql = Sql::new(&text.replace("{bill}", &bill.id.to_string()));
        Ok(sql.fetch_all(&self.office.db).await?.into_iter().collect())
    }

    /// What is said to be billed stands in a line: otherwise no run would ever take it.
    async fn nowhere(&mut self) -> Result<()> {
        let mut sql = Sql::new(
            "SELECT e.bill_id, b.number, o.order_no, e.line_no FROM earnings e JOIN orders o ON o.id = e.order_id \
             LEFT JOIN bills b ON b.id = e.bill_id LEFT JOIN bill_lines l ON l.bill_id = e.bill_id \
             AND l.position = e.position AND l.earning_id = e.id WHERE e.bill_id IS NOT NULL AND l.bill_id IS NULL \
             ORDER BY e.id",
        );
        sql.limit(20);
        let rows: Vec<(i64, Option<String>, String, i64)> = sql.fetch_all(&self.office.db).await?;
        for (bill, number, order_no, line_no) in rows {
            let what = format!("order {order_no}, line {line_no} is said to stand here, and does not");
            let bill = number.unwrap_or_else(|| bill.to_string());
            self.differences.push(Difference { bill, position: None, what });
        }
        Ok(())
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
        self.adjusted(bill).await
    }

    /// Every adjustment is that of an accepted dispute, which names it.
    async fn adjusted(&mut self, bill: &Bill) -> Result<()> {
        let mut sql = Sql::new(
            "SELECT l.position FROM bill_lines l LEFT JOIN bill_disputes d ON d.taken_by_id = l.bill_id \
             AND d.taken_position = l.position AND d.state = 'accepted' AND d.bill_id = l.corrects_bill_id \
             AND d.position = l.corrects_position AND d.difference_minor = l.amount_minor \
             WHERE l.item = 'adjustment' AND d.id IS NULL AND l.bill_id = ",
        );
        sql.arg(bill.id).push(" ORDER BY l.position").limit(20);
        for (position,) in sql.fetch_all::<(i64,)>(&self.office.db).await? {
            self.say(bill, Some(position), "no dispute was decided like this adjustment".to_owned());
        }
        let mut sql = Sql::new(
            "SELECT d.id FROM bill_disputes d LEFT JOIN bill_lines l ON l.bill_id = d.taken_by_id \
             AND l.position = d.taken_position AND l.item = 'adjustment' WHERE l.item IS NULL AND d.taken_by_id = ",
        );
        sql.arg(bill.id).push(" ORDER BY d.id").limit(20);
        for (dispute,) in sql.fetch_all::<(i64,)>(&self.office.db).await? {
            self.say(bill, None, format!("the adjustment of dispute {dispute} is missing"));
        }
        Ok(())
    }

    fn say(&mut self, bill: &Bill, position: Option<i64>, what: String) {
        self.differences.push(Difference { bill: bill.called(), position, what });
    }
}
