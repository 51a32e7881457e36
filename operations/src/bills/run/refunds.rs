//! What orders take back (5.9): each takes the line that it refunds back with the rule, the ratio and the band of then.

use domain::{
    Currency,
    bill::Item,
    order::Line as Bought,
    settlement::{Back, Given, Increment, Inputs, Refunded, RuleName, formula::value},
};

use super::{
    build::{Build, Draft},
    slice::{Earning, earnings, refuse, stand, takes_part},
};
use crate::{
    Failure, Result,
    bills::line::{Line, LineRow, of_lines},
    db::{Sql, Tx},
    orders::row::of_rows,
};

/// Refunds of a slice: each looks up what it takes back.
const SLICE: usize = 200;

impl Build<'_> {
    /// Adds what orders take back, after what they take it from.
    pub(super) async fn refunds(&mut self) -> Result<()> {
        for mut draft in std::mem::take(&mut self.drafts) {
            for ids in std::mem::take(&mut draft.refunds).chunks(SLICE) {
                self.refunds_of(&mut draft, ids).await?;
            }
            self.drafts.push(draft);
        }
        Ok(())
    }

    async fn refunds_of(&mut self, draft: &mut Draft, ids: &[i64]) -> Result<()> {
        let mut tx = self.office.db.begin().await?;
        let meet = |sql: &mut Sql| {
            sql.push("e.bill_id IS NULL").among("e.id", ids);
        };
        let (mut lines, mut refused) = (Vec::new(), Vec::new());
        for earning in earnings(&mut tx, meet).await? {
            let Some((line, increment)) = self.refund(&mut tx, draft.key.currency, &earning).await? else {
                refused.push(earning.id);
                continue;
            };
            let taken = draft.take(line, 0)?;
            stand(&mut tx, draft.id, std::slice::from_ref(&taken)).await?;
            lines.push(taken);
            if let Some(line) = increment {
                lines.push(draft.take(line, 0)?);
            }
        }
        refuse(&mut tx, &refused, self.office.clock.millis()).await?;
        self.write(&mut tx, draft.id, lines).await?;
        Ok(tx.commit().await?)
    }

    /// The line that takes something back, and the one that takes its increment back; `None` when no rule can.
    async fn refund(
        &self,
        tx: &mut Tx,
        currency: Currency,
        earning: &Earning,
    ) -> Result<Option<(Line, Option<Line>)>> {
        let original = match earning.takes_back {
            Some(order_id) => original(tx, order_id, earning.line.line_no).await?,
            None => None,
        };
        let Some((order, bought)) = original else {
            // Of an order that is not in the books: its own amounts, whole.
            return Ok(self.by_itself(earning));
        };
        let back = back(tx, earning, order.id, &bought).await?;
        let billed = billed(tx, order.id, bought.line_no).await?;
        let (name, mut inputs) = match &billed {
            Some(billed) => (billed.rule, billed.inputs),
            None => match self.earner().of(&order.head, &bought) {
                Ok(earned) => (earned.choice.winner.id(), earned.inputs),
                Err(_) => return Ok(None),
            },
        };
        inputs.milestone = None;
        let Some(rule) = self.rules.iter().find(|rule| rule.id() == name) else { return Ok(None) };
        let base = takes_part(rule, &inputs);
        let inputs = inputs.taken_back(back);
        let Ok(settled) = value(rule, &inputs) else { return Ok(None) };
        let line = Line {
            corrects: billed.as_ref().map(|billed| (billed.bill_id, billed.position)),
            ..earning.line(Item::Refund, rule, inputs, &settled)
        };
        let increment = match billed.zip(base) {
            Some((billed, base)) => self.increment_back(tx, earning, &billed, (base, back, currency)).await?,
            None => None,
        };
        Ok(Some((line, increment)))
    }

    fn by_itself(&self, earning: &Earning) -> Option<(Line, Option<Line>)> {
        let earned = self.earner().of(&earning.head, &earning.line).ok()?;
        let settled = value(earned.choice.winner, &earned.inputs).ok()?;
        Some((earning.line(Item::Refund, earned.choice.winner, earned.inputs, &settled), None))
    }

    /// The part of the increment that went to a line goes back with it, by the band of then.
    async fn increment_back(
        &self,
        tx: &mut Tx,
        earning: &Earning,
        billed: &Billed,
        (base_minor, back, currency): (i64, Back, Currency),
    ) -> Result<Option<Line>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(&of_lines()).push(" FROM bill_lines l WHERE l.bill_id = ");
        sql.arg(billed.bill_id).push(" AND product_id = ").arg(billed.product_id);
        sql.push(" AND item = 'increment' AND corrects_bill_id IS NULL AND period = ").arg(billed.period);
        sql.push(" ORDER BY position LIMIT 1");
        let Some(row) = sql.fetch_optional_in::<LineRow>(tx).await? else { return Ok(None) };
        let of = Line::try_from(row)?;
        let (Some(name), Some(Given::Increment(given))) = (of.rule, of.inputs.map(|inputs| inputs.given))
        else {
            return Ok(None);
        };
        let Some(rule) = self.rules.iter().find(|rule| rule.id() == name) else { return Ok(None) };
        let inputs =
            Inputs::of(currency, Given::Increment(Increment { base_minor, ..given })).taken_back(back);
        let settled = value(rule, &inputs).map_err(|problem| Failure::Invalid(vec![problem]))?;
        Ok(Some(Line {
            earning_id: None,
            corrects: Some((billed.bill_id, of.position)),
            ..earning.line(Item::Refund, rule, inputs, &settled)
        }))
    }
}

/// An order that something is taken back of.
struct Original {
    id: i64,
    head: domain::order::Head,
}

async fn original(tx: &mut Tx, order_id: i64, line_no: i64) -> Result<Option<(Original, Bought)>> {
    let Some(stored) = of_rows(tx, &[order_id]).await?.pop() else { return Ok(None) };
    let line = stored.order.line(line_no).cloned();
    Ok(line.map(|line| (Original { id: stored.id, head: stored.order.head }, line)))
}

/// Which part of what was paid goes back, after what went back before.
async fn back(tx: &mut Tx, earning: &Earning, original: i64, bought: &Bought) -> Result<Back> {
    if bought.paid_minor <= 0 {
        return Ok(Back::All);
    }
    let mut sql = Sql::new(
        "SELECT CAST(COALESCE(SUM(ABS(l.paid_minor)), 0) AS BIGINT) FROM orders o JOIN order_lines l ON l.order_id = o.id \
         WHERE o.takes_back_id = ",
    );
    sql.arg(original)
        .push(" AND o.id < ")
        .arg(earning.order_id)
        .push(" AND l.line_no = ")
        .arg(bought.line_no);
    let (before_minor,) = sql.fetch_optional_in::<(i64,)>(tx).await?.unwrap_or_default();
    let upto_minor = before_minor.saturating_add(earning.line.paid_minor.saturating_abs());
    Ok(Back::Part(Refunded { before_minor, upto_minor, paid_minor: bought.paid_minor }))
}

/// How a line was billed.
struct Billed {
    bill_id: i64,
    position: i64,
    product_id: i64,
    period: i64,
    rule: RuleName,
    inputs: Inputs,
}

async fn billed(tx: &mut Tx, order_id: i64, line_no: i64) -> Result<Option<Billed>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(&of_lines())
        .push(" FROM earnings e JOIN bill_lines l ON l.bill_id = e.bill_id AND l.position = e.position");
    sql.push(" WHERE e.order_id = ").arg(order_id).push(" AND e.line_no = ").arg(line_no);
    sql.push(" AND e.bill_id IS NOT NULL ORDER BY e.part LIMIT 1");
    let Some(row) = sql.fetch_optional_in::<BilledRow>(tx).await? else { return Ok(None) };
    let line = Line::try_from(row.line)?;
    let known = line.rule.zip(line.inputs).zip(line.product_id);
    Ok(known.map(|((rule, inputs), product_id)| Billed {
        bill_id: row.bill_id,
        position: line.position,
        product_id,
        period: line.period.number(),
        rule,
        inputs,
    }))
}

#[derive(sqlx::FromRow)]
struct BilledRow {
    bill_id: i64,
    #[sqlx(flatten)]
    line: LineRow,
}
