//! The sum of a draft, over all its lines.

use std::collections::HashMap;

use domain::{FieldProblem, settlement::formula::amount};

use super::{
    Blocked, Cursor, Head,
    candidates::{Reader, months, unsettled},
    terms::Terms,
};
use crate::{Failure, Office, Result, db::Sql};

/// Lines that one row of the answer holds: a row costs more than what stands in it.
const CHUNK: i64 = 10_000;

/// Refused lines that are named; the others are counted.
const NAMED: usize = 100;

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

/// Computes every line of a draft and keeps the sum.
pub(super) async fn totals(office: &Office, head: &Head) -> Result<Totals> {
    let mut sum = Sum { totals: Totals::default(), refused: Vec::new() };
    for month in months(&mut Reader::Pool(&office.db), head).await? {
        let mut after = Cursor::default();
        while let Some(text) = chunk(office, head, month, after).await? {
            for line in text.split(';') {
                let (order_id, line_no) = sum.add(head, line)?;
                if (order_id, line_no) > (after.order_id, after.line_no) {
                    after = Cursor { order_id, line_no, ..after };
                }
            }
        }
    }
    sum.named(office).await
}

/// The figures of the next lines as one text: fields parted by commas, lines by semicolons.
async fn chunk(office: &Office, head: &Head, month: i64, after: Cursor) -> Result<Option<String>> {
    let mut sql = Sql::new(
        "SELECT string_agg(line, ';') FROM (SELECT concat_ws(',', o.id, l.line_no, o.order_type, o.sales_channel, \
         l.deal_minor, COALESCE(o.commission_ratio, -1), COALESCE(l.service_tax, -1), \
         COALESCE(CAST(l.output_tax AS TEXT), o.billing_mode || '/' || l.delivery_type), l.floor_minor) AS line \
         FROM orders o CROSS JOIN order_lines l",
    );
    unsettled(&mut sql, head, month, after);
    sql.push(" LIMIT ").arg(CHUNK).push(") AS lines");
    Ok(sql.fetch_optional::<(Option<String>,)>(&office.db).await?.and_then(|(text,)| text))
}

struct Sum {
    totals: Totals,
    refused: Vec<(i64, i64, FieldProblem)>,
}

impl Sum {
    /// Adds a line; its place in the order of lines.
    fn add(&mut self, head: &Head, line: &str) -> Result<(i64, i64)> {
        let unreadable = || Failure::Internal(format!("figures of a line: {line}"));
        let mut fields = line.split(',');
        let mut text = || fields.next().ok_or_else(unreadable);
        let number = |text: &str| text.parse::<i64>().map_err(|_| unreadable());
        let (order_id, line_no) = (number(text()?)?, number(text()?)?);
        let (order_type, sales_channel) = (text()?, text()?);
        let deal_minor = number(text()?)?;
        let (commission_ratio, service_tax) = (given(number(text()?)?), given(number(text()?)?));
        // The tax, or what it follows from.
        let tax = text()?;
        let (billing_mode, delivery_type) = tax.split_once('/').unwrap_or_default();
        let output_tax = if billing_mode.is_empty() { Some(number(tax)?) } else { None };
        // Last, because a floor that is not known is left out.
        let floor_minor = fields.next().map(number).transpose()?;
        let terms = Terms {
            order_type,
            sales_channel,
            billing_mode,
            delivery_type,
            commission_ratio,
            deal_minor,
            floor_minor,
            output_tax,
            service_tax,
        };
        match terms.inputs(head.period).and_then(|(rule, inputs)| amount(rule, &inputs)) {
            Ok(minor) => {
                let totals = &mut self.totals;
                totals.line_count += 1;
                totals.total_minor = added(totals.total_minor, minor)?;
            }
            Err(problem) => {
                self.totals.blocked_count += 1;
                if self.refused.len() < NAMED {
                    self.refused.push((order_id, line_no, problem));
                }
            }
        }
        Ok((order_id, line_no))
    }

    /// Puts order numbers to the refused lines.
    async fn named(self, office: &Office) -> Result<Totals> {
        let Self { mut totals, refused } = self;
        if refused.is_empty() {
            return Ok(totals);
        }
        let mut sql = Sql::new("SELECT id, order_no FROM orders WHERE id IN ");
        sql.list(refused.iter().map(|(id, ..)| *id));
        let numbers: HashMap<i64, String> =
            sql.fetch_all::<(i64, String)>(&office.db).await?.into_iter().collect();
        totals.blocked = refused
            .into_iter()
            .map(|(id, line_no, problem)| {
                let order_no = numbers.get(&id).cloned().unwrap_or_default();
                Blocked { order_no, line_no, problem }
            })
            .collect();
        Ok(totals)
    }
}

fn given(number: i64) -> Option<i64> {
    (number >= 0).then_some(number)
}

/// A sum that cannot leave the books unnoticed.
pub(super) fn added(total: i64, minor: i64) -> Result<i64> {
    total.checked_add(minor).ok_or_else(|| Failure::Internal("the total is beyond the books".into()))
}
