//! The increments of general products (5.2): a line for each product and month, because the band depends on what buyers
//! paid for the product in the whole month, prepaid and postpaid together.

use std::collections::BTreeMap;

use domain::{
    Currency, Period,
    bill::{BillKind, Item},
    settlement::{Back, Given, Increment, Inputs, RuleName, RuleVersion, formula::value},
};

use super::build::{Base, Build, Draft};
use crate::{
    Failure, Result,
    bills::line::{Line, LineRow, of_lines},
    db::Sql,
};

/// A product in a month.
type ProductMonth = (i64, Period);

/// Increments of a slice.
const SLICE: usize = 500;

/// What earlier bills have of a product in a month.
#[derive(Debug, Default)]
struct Earlier {
    /// What buyers paid for lines in them, prepaid and postpaid.
    paid_minor: i64,
    /// The part of it in bills of the same payment.
    base_minor: i64,
}

impl Build<'_> {
    /// Adds the increments to the bills of general products.
    pub(super) async fn increments(&mut self) -> Result<()> {
        let mut paid: BTreeMap<(Currency, ProductMonth), i64> = BTreeMap::new();
        for draft in self.drafts.iter().filter(|draft| draft.key.kind == BillKind::General) {
            for ((product, period, _), base) in &draft.bases {
                let sum = paid.entry((draft.key.currency, (*product, *period))).or_default();
                *sum = sum.saturating_add(base.base_minor);
            }
        }
        for mut draft in std::mem::take(&mut self.drafts) {
            let mut lines = Vec::new();
            for ((product, period, rule), base) in std::mem::take(&mut draft.bases) {
                let of = (product, period);
                let now = paid.get(&(draft.key.currency, of)).copied().unwrap_or_default();
                lines.extend(self.increment(&draft, of, rule, &base, now).await?);
            }
            self.append(&mut draft, lines).await?;
            self.drafts.push(draft);
        }
        Ok(())
    }

    /// Puts lines at the end of a bill.
    pub(super) async fn append(&mut self, draft: &mut Draft, lines: Vec<Line>) -> Result<()> {
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let slice =
                lines.by_ref().take(SLICE).map(|line| draft.take(line, 0)).collect::<Result<Vec<_>>>()?;
            let mut tx = self.office.db.begin().await?;
            self.write(&mut tx, draft.id, slice).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The increment of a product in a month. Where lines came late and lift the month into another band, the
    /// increments of earlier bills are taken back, and one for all of it stands in their place.
    async fn increment(
        &self,
        draft: &Draft,
        of: ProductMonth,
        name: RuleName,
        base: &Base,
        paid_minor: i64,
    ) -> Result<Vec<Line>> {
        let Some(rule) = self.rules.iter().find(|rule| rule.id() == name) else { return Ok(Vec::new()) };
        let earlier = self.earlier(draft, of).await?;
        let (was, is) = (earlier.paid_minor, earlier.paid_minor.saturating_add(paid_minor));
        let mut lines = Vec::new();
        let mut whole = base.base_minor;
        if earlier.base_minor != 0 && increment(rule, was) != increment(rule, is) {
            whole = whole.saturating_add(earlier.base_minor);
            for (bill, line) in self.earlier_increments(draft, of).await? {
                lines.extend(self.taken_back(bill, line)?);
            }
        }
        // The fee that every line which takes part has, whatever the usual one of the rule is.
        let fee = rule.scheme.as_ref().map(|scheme| scheme.fee);
        let given = Increment { base_minor: whole, fee, month_paid_minor: is };
        let inputs = Inputs::of(draft.key.currency, Given::Increment(given));
        if increment(rule, is).is_some_and(|rate| rate.millionths() > 0) {
            let settled = value(rule, &inputs).map_err(|problem| Failure::Invalid(vec![problem]))?;
            lines.push(Line {
                product_id: Some(of.0),
                product_name: base.product_name.clone(),
                delivery_type: Some(base.delivery_type),
                rule: Some(name),
                inputs: Some(inputs),
                exact: settled.exact,
                amount_minor: settled.amount_minor,
                ..Line::plain(Item::Increment, of.1)
            });
        }
        Ok(lines)
    }

    /// A line of an earlier bill with the other sign.
    fn taken_back(&self, bill: i64, line: Line) -> Result<Option<Line>> {
        let Some((name, inputs)) = line.rule.zip(line.inputs) else { return Ok(None) };
        let Some(rule) = self.rules.iter().find(|rule| rule.id() == name) else { return Ok(None) };
        let inputs = inputs.taken_back(Back::All);
        let settled = value(rule, &inputs).map_err(|problem| Failure::Invalid(vec![problem]))?;
        Ok(Some(Line {
            inputs: Some(inputs),
            exact: settled.exact,
            amount_minor: settled.amount_minor,
            corrects: Some((bill, line.position)),
            ..line
        }))
    }

    async fn earlier(&self, draft: &Draft, of: ProductMonth) -> Result<Earlier> {
        let mut sql = Sql::new(
            "SELECT b.payment, CAST(SUM(s.base_minor) AS BIGINT) FROM bill_sums s JOIN bills b ON b.id = s.bill_id \
             WHERE b.state <> 'void' AND b.made_at IS NOT NULL AND s.item IN ('order', 'milestone') AND b.kind = ",
        );
        sql.arg(draft.key.kind.code()).push(" AND b.currency = ").arg(draft.key.currency.code());
        sql.push(" AND s.product_id = ").arg(of.0).push(" AND s.period = ").arg(of.1.number());
        sql.push(" GROUP BY b.payment");
        let mut earlier = Earlier::default();
        for (payment, minor) in sql.fetch_all::<(String, i64)>(&self.office.db).await? {
            earlier.paid_minor = earlier.paid_minor.saturating_add(minor);
            if payment == draft.key.payment.code() {
                earlier.base_minor = minor;
            }
        }
        Ok(earlier)
    }

    /// The increments that stand in earlier bills of the same kind, with the row of their bill. Those that were taken
    /// back already have no more to give.
    async fn earlier_increments(&self, draft: &Draft, of: ProductMonth) -> Result<Vec<(i64, Line)>> {
        let mut sql = Sql::new("SELECT l.bill_id AS of_bill, ");
        sql.push(&of_lines());
        sql.push(" FROM bills b JOIN bill_lines l ON l.bill_id = b.id WHERE b.state <> 'void' AND b.made_at IS NOT NULL");
        sql.push(" AND b.kind = ")
            .arg(draft.key.kind.code())
            .push(" AND b.payment = ")
            .arg(draft.key.payment.code());
        sql.push(" AND b.currency = ").arg(draft.key.currency.code()).push(" AND l.product_id = ").arg(of.0);
        sql.push(" AND l.item = 'increment' AND l.period = ").arg(of.1.number());
        sql.push(" ORDER BY l.bill_id, l.position");
        let rows: Vec<OfBill> = sql.fetch_all(&self.office.db).await?;
        let gone: Vec<(i64, i64)> = rows.iter().filter_map(|row| row.line.corrects()).collect();
        let standing = rows
            .into_iter()
            .filter(|row| row.line.corrects().is_none() && !gone.contains(&(row.of_bill, row.line.position)));
        standing.map(|row| Ok((row.of_bill, Line::try_from(row.line)?))).collect()
    }
}

#[derive(sqlx::FromRow)]
struct OfBill {
    of_bill: i64,
    #[sqlx(flatten)]
    line: LineRow,
}

fn increment(rule: &RuleVersion, paid_minor: i64) -> Option<domain::Rate> {
    rule.scheme.as_ref()?.band(paid_minor).map(|(band, _)| band.increment)
}
