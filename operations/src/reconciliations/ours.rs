//! The lines of our bills that a file is compared with.

use std::collections::HashMap;

use domain::{
    Currency, Period,
    bill::{BillKind, Item},
    reconciliation::{Billed, Elsewhere, Explanation, Side, explain},
    settlement::RuleVersion,
};

use super::read::Theirs;
use crate::{
    Failure, Office, Result,
    bills::placed,
    db::{Cells, Sql, Tx, fetch_joined, matching},
};

/// Lines read at once.
const PAGE: i64 = 5_000;

/// A line of one of our bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ours {
    pub(super) bill: i64,
    pub(super) position: i64,
    pub(super) order_no: String,
    pub(super) line_no: i64,
    pub(super) back: bool,
    pub(super) product_name: String,
    pub(super) amount_minor: i64,
    pub(super) currency: Currency,
    day: Option<i64>,
}

impl Ours {
    pub(super) fn side(&self) -> Side<'_> {
        Side {
            order_no: &self.order_no,
            line_no: (self.line_no > 0).then_some(self.line_no),
            back: self.back,
            amount_minor: self.amount_minor,
            currency: self.currency,
            day: self.day,
        }
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self> {
        let (bill, position) = (cells.number()?, cells.number()?);
        let item = cells.code(Item::from_code)?;
        // What is carried over names the bill that it comes from.
        let order_no = cells.text()?.to_owned();
        let order_no = if item == Item::Carry { String::new() } else { order_no };
        let (line_no, product_name) = (cells.number()?, cells.text()?.to_owned());
        let (amount_minor, currency) = (cells.number()?, cells.code(Currency::from_code)?);
        let day = cells.maybe()?.map(|at| at.div_euclid(86_400_000));
        let back = item == Item::Refund || amount_minor < 0;
        Ok(Self { bill, position, order_no, line_no, back, product_name, amount_minor, currency, day })
    }
}

/// The bills of a month that count, of a kind where one is given, with the currencies that they are in.
pub(super) async fn bills(
    tx: &mut Tx,
    period: Period,
    kind: Option<BillKind>,
) -> Result<Vec<(i64, Currency)>> {
    let mut sql = Sql::new(
        "SELECT id, currency FROM bills WHERE made_at IS NOT NULL AND state <> 'void' AND period = ",
    );
    sql.arg(period.number());
    if let Some(kind) = kind {
        sql.push(" AND kind = ").arg(kind.code());
    }
    sql.push(" ORDER BY id");
    let rows: Vec<(i64, String)> = sql.fetch_all_in(tx).await?;
    let unknown = |code: &str| Failure::Internal(format!("a bill in '{code}'"));
    rows.into_iter()
        .map(|(id, code)| Ok((id, Currency::from_code(&code).ok_or_else(|| unknown(&code))?)))
        .collect()
}

/// Every line of these bills.
pub(super) async fn lines(tx: &mut Tx, bills: &[(i64, Currency)]) -> Result<Vec<Ours>> {
    const CELLS: [&str; 9] = [
        "l.bill_id",
        "l.position",
        "l.item",
        "l.order_no",
        "l.line_no",
        "l.product_name",
        "l.amount_minor",
        "b.currency",
        "COALESCE(o.completed_at, o.effective_at, o.created_at)",
    ];
    let mut all = Vec::new();
    for (bill, _) in bills {
        let mut after = 0;
        loop {
            let rest = |sql: &mut Sql| {
                sql.push(" FROM bill_lines l JOIN bills b ON b.id = l.bill_id LEFT JOIN orders o ON o.id = l.order_id ");
                sql.push("WHERE l.bill_id = ").arg(*bill).push(" AND l.position > ").arg(after);
                sql.push(" ORDER BY l.position").limit(PAGE);
            };
            let mut page = fetch_joined(tx, &CELLS, rest, Ours::read).await?;
            page.sort_unstable_by_key(|line| line.position);
            let Some(last) = page.last().map(|line| line.position) else { break };
            after = last;
            all.append(&mut page);
        }
    }
    Ok(all)
}

/// What explains the amounts of a file: for each line of ours what theirs comes to.
pub(super) async fn explained(
    office: &Office,
    rules: &[RuleVersion],
    wanted: &[(&Ours, i64)],
) -> Result<HashMap<(i64, i64), Vec<Explanation>>> {
    let places: Vec<(i64, i64)> = wanted.iter().map(|(line, _)| (line.bill, line.position)).collect();
    let lines = placed(office, &places).await?;
    let mut found = HashMap::with_capacity(wanted.len());
    for (of, theirs_minor) in wanted {
        let place = (of.bill, of.position);
        let Some(line) = lines.get(&place) else { continue };
        let Some((name, inputs)) = line.line.rule.zip(line.line.inputs) else { continue };
        let Some(rule) = rules.iter().find(|rule| rule.id() == name) else { continue };
        let (quantity, duration, amount_minor) = (line.quantity, line.duration, of.amount_minor);
        let billed = Billed { rule, inputs, amount_minor, quantity, duration };
        found.insert(place, explain(&billed, *theirs_minor, rules));
    }
    Ok(found)
}

/// Where the orders of lines stand that only the file has; those that are not in the books are left out.
pub(super) async fn elsewhere(tx: &mut Tx, lines: &[&Theirs]) -> Result<HashMap<String, Elsewhere>> {
    let mut numbers: Vec<&str> =
        lines.iter().map(|line| line.order_no.as_str()).filter(|number| !number.is_empty()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let head = "SELECT o.order_no, MAX(b.period) FROM orders o LEFT JOIN earnings e ON e.order_id = o.id \
         LEFT JOIN bills b ON b.id = e.bill_id WHERE o.order_no IN";
    let rows: Vec<(String, Option<i64>)> = matching(tx, head, &numbers, " GROUP BY o.order_no").await?;
    let stands = |period: Option<i64>| match period.and_then(Period::from_number) {
        Some(period) => Elsewhere::Billed(period),
        None => Elsewhere::Unbilled,
    };
    Ok(rows.into_iter().map(|(number, period)| (number, stands(period))).collect())
}
