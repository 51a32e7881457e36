//! The bills count from now on: one short transaction.

use std::collections::BTreeMap;

use domain::Currency;

use super::{Total, bare, build::Build};
use crate::{
    Failure, Result,
    db::{Bulk, Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    rules,
};
use domain::access::Actor;

impl Build<'_> {
    /// Makes the bills count. `false` when a rule was published meanwhile: all of it has to be put together anew.
    pub(super) async fn finish(mut self) -> Result<bool> {
        self.drafts.retain(|draft| draft.lines > 0);
        for draft in &self.drafts {
            let mut bulk = Bulk::new(13);
            for ((product, delivery, item, period), sum) in &draft.sums {
                bulk.row::<13>([
                    draft.id.into(),
                    (*product).into(),
                    (*delivery).into(),
                    item.code().into(),
                    (*period).into(),
                    sum.lines.into(),
                    sum.amount_minor.into(),
                    sum.base_minor.into(),
                    sum.parts.sales_minor.into(),
                    sum.parts.coupon_minor.into(),
                    sum.parts.fee_minor.into(),
                    sum.parts.other_minor.into(),
                    sum.parts.increment_minor.into(),
                ]);
            }
            let mut tx = self.office.db.begin().await?;
            let head = "INSERT INTO bill_sums (bill_id, product_id, delivery_type, item, period, lines, amount_minor, \
                 base_minor, sales_minor, coupon_minor, fee_minor, other_minor, increment_minor) VALUES ";
            bulk.execute(&mut tx, head, "").await?;
            self.lease.advance(&mut tx, self.done, self.total).await?;
            tx.commit().await?;
        }
        let held_back = self.held_back().await?;
        let mut tx = self.office.db.begin().await?;
        if rules::versions_in(&mut tx).await? != self.rules {
            return Ok(false);
        }
        self.count(&mut tx, held_back).await?;
        self.lease.report_in(&mut tx, self.total, self.total).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Lines of orders that are in no bill but may be some day.
    async fn held_back(&self) -> Result<i64> {
        let sql = Sql::new(
            "SELECT COUNT(*) FROM earnings WHERE (CASE WHEN bill_id IS NOT NULL THEN 'billed' \
             WHEN reason IS NULL THEN 'open' ELSE reason END) NOT IN ('billed', 'trial', 'cancelled')",
        );
        Ok(sql.fetch_optional::<(i64,)>(&self.office.db).await?.map_or(0, |(count,)| count))
    }

    async fn count(&self, tx: &mut Tx, held_back: i64) -> Result<()> {
        let now = self.office.clock.millis();
        let mut totals: BTreeMap<&'static str, (Currency, i64)> = BTreeMap::new();
        for draft in &self.drafts {
            let mut sql = Sql::new("UPDATE bills SET made_at = ");
            sql.arg(now)
                .push(", line_count = ")
                .arg(draft.lines)
                .push(", total_minor = ")
                .arg(draft.total_minor);
            let parts = draft.parts()?;
            for (column, minor) in [
                (", sales_minor = ", parts.sales_minor),
                (", coupon_minor = ", parts.coupon_minor),
                (", fee_minor = ", parts.fee_minor),
                (", other_minor = ", parts.other_minor),
                (", increment_minor = ", parts.increment_minor),
            ] {
                sql.push(column).arg(minor);
            }
            sql.push(", lines_hash = ").arg(hex::encode(&draft.hash)).push(" WHERE id = ").arg(draft.id);
            sql.execute_in(tx).await?;
            let currency = draft.key.currency;
            let sum = totals.entry(currency.code()).or_insert((currency, 0));
            sum.1 = super::build::added(sum.1, draft.total_minor)?;
            let entry = Entry::new(Action::BillMade, Subject::Bill(draft.id)).after(fields! {
                Kind: draft.key.kind, PaymentMethod: draft.key.payment, Period: self.run.period.to_string(),
                Currency: currency, Total: bare(draft.total_minor, currency), Lines: draft.lines,
                Hash: hex::encode(&draft.hash),
            });
            journal::append(tx, self.office, &Actor::System, entry).await?;
        }
        let totals: Vec<Total> = totals
            .into_values()
            .map(|(currency, minor)| Total { currency, total: bare(minor, currency) })
            .collect();
        let text = serde_json::to_string(&totals).map_err(|e| Failure::Internal(e.to_string()))?;
        let billed: i64 = self.drafts.iter().map(|draft| draft.lines).sum();
        let bills = i64::try_from(self.drafts.len()).unwrap_or_default();
        let mut sql = Sql::new("UPDATE bill_runs SET state = 'done', finished_at = ");
        sql.arg(now).push(", bills = ").arg(bills).push(", billed = ").arg(billed).push(", held_back = ");
        sql.arg(held_back).push(", totals = ").arg(text).push(" WHERE id = ").arg(self.run.id);
        sql.push(" AND state = 'running'");
        if sql.execute_in(tx).await? == 0 {
            return Err(Failure::Internal(format!("run {} was given up meanwhile", self.run.id)));
        }
        // An empty bill is none. Only one run works, so that nobody else puts one together.
        Sql::new("DELETE FROM bills WHERE made_at IS NULL").execute_in(tx).await?;
        let entry = Entry::new(Action::BillRunDone, Subject::BillRun(self.run.id)).after(fields! {
            Period: self.run.period.to_string(), Bills: bills, Lines: billed, HeldBack: held_back,
        });
        journal::append(tx, self.office, &Actor::System, entry).await?;
        Ok(())
    }
}
