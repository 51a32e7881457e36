//! What is too little to be billed, and what is carried over.

use std::collections::{BTreeMap, HashMap};

use domain::{Currency, bill::Item, settlement::Fraction};

use super::{
    build::{Build, Draft},
    clean::free,
    slice::stand,
};
use crate::{
    Result,
    bills::line::{COLUMNS, Line, LineRow},
    db::{Sql, Tx, matching},
    settings::{Setting, Settings},
};

/// Lines of a slice.
const SLICE: usize = 1_000;
/// The same of those that only move.
const MOVED: i64 = 1_000;

impl Build<'_> {
    /// Takes out again what is below the smallest amount, by delivery type: it waits until there is more (4.4). What
    /// is taken back does not wait.
    pub(super) async fn minimums(&mut self) -> Result<()> {
        let least = i64::from(Settings::load(self.office).await?.get(Setting::BillMinimum)) * 100;
        for mut draft in std::mem::take(&mut self.drafts) {
            if draft.key.currency == Currency::CNY {
                let mut by_type: BTreeMap<&'static str, i64> = BTreeMap::new();
                for ((_, delivery, ..), sum) in &draft.sums {
                    *by_type.entry(delivery).or_default() += sum.amount_minor;
                }
                for (delivery, minor) in by_type {
                    if (0..least).contains(&minor) {
                        self.take_out(&mut draft, delivery).await?;
                    }
                }
            }
            if draft.gaps {
                self.numbered_again(&mut draft).await?;
            }
            self.drafts.push(draft);
        }
        Ok(())
    }

    async fn take_out(&mut self, draft: &mut Draft, delivery: &'static str) -> Result<()> {
        let mut sql = Sql::new("SELECT position, COALESCE(earning_id, 0) FROM bill_lines WHERE bill_id = ");
        sql.arg(draft.id).push(" AND delivery_type = ").arg(delivery).push(" ORDER BY position");
        let lines: Vec<(i64, i64)> = sql.fetch_all(&self.office.db).await?;
        for lines in lines.chunks(SLICE) {
            let mut tx = self.office.db.begin().await?;
            let positions: Vec<i64> = lines.iter().map(|line| line.0).collect();
            let earnings: Vec<i64> = lines.iter().map(|line| line.1).filter(|id| *id != 0).collect();
            let head = format!("DELETE FROM bill_lines WHERE bill_id = {} AND position IN", draft.id);
            matching::<(i64,), i64>(&mut tx, &head, &positions, " RETURNING position").await?;
            free(&mut tx, draft.id, &earnings).await?;
            too_little(&mut tx, &earnings, self.office.clock.millis()).await?;
            self.lease.advance(&mut tx, self.done, self.total).await?;
            tx.commit().await?;
        }
        let (out, stay) =
            std::mem::take(&mut draft.sums).into_iter().partition(|(sort, _)| sort.1 == delivery);
        let out: BTreeMap<_, super::build::Sum> = out;
        draft.sums = stay;
        draft.lines -= out.values().map(|sum| sum.lines).sum::<i64>();
        draft.total_minor -= out.values().map(|sum| sum.amount_minor).sum::<i64>();
        draft.gaps = true;
        Ok(())
    }

    /// Closes the gaps between the lines of a bill, and works its hash out again.
    async fn numbered_again(&mut self, draft: &mut Draft) -> Result<()> {
        let (mut after, mut moved) = (0, HashMap::new());
        (draft.hash, draft.position) = (Vec::new(), 0);
        loop {
            let mut sql = Sql::new("SELECT ");
            sql.push(COLUMNS).push(" FROM bill_lines WHERE bill_id = ").arg(draft.id);
            sql.push(" AND position > ").arg(after).push(" ORDER BY position").limit(MOVED);
            let rows: Vec<LineRow> = sql.fetch_all(&self.office.db).await?;
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
            let (first, last) = (first.position, last.position);
            after = last;
            let mut lines = Vec::with_capacity(rows.len());
            for row in rows {
                let mut line = Line::try_from(row)?;
                draft.position += 1;
                if line.position != draft.position {
                    moved.insert(line.position, draft.position);
                    line.position = draft.position;
                }
                // What a refund of the same month takes back stands before it.
                line.corrects = line.corrects.map(|(bill, at)| match moved.get(&at) {
                    Some(now) if bill == draft.id => (bill, *now),
                    _ => (bill, at),
                });
                let written = line.written()?;
                draft.hash = line.hash_after(&draft.hash, written.as_deref());
                lines.push((line, written));
            }
            if last != draft.position {
                self.moved(draft.id, (first, last), lines).await?;
            }
        }
    }

    /// Writes lines to their new places; those between the old ones are all among them.
    async fn moved(
        &mut self,
        bill: i64,
        (first, last): (i64, i64),
        lines: Vec<(Line, Option<String>)>,
    ) -> Result<()> {
        let mut tx = self.office.db.begin().await?;
        let mut sql = Sql::new("DELETE FROM bill_lines WHERE bill_id = ");
        sql.arg(bill).push(" AND position BETWEEN ").arg(first).push(" AND ").arg(last);
        sql.execute_in(&mut tx).await?;
        for of_earnings in lines.split(|(line, _)| line.earning_id.is_none()) {
            stand(&mut tx, bill, of_earnings).await?;
        }
        self.write(&mut tx, bill, lines).await?;
        Ok(tx.commit().await?)
    }

    /// Adds bills below zero of earlier months (5.9).
    pub(super) async fn carried(&mut self) -> Result<()> {
        for mut draft in std::mem::take(&mut self.drafts) {
            let mut sql = Sql::new(
                "SELECT id, COALESCE(number, ''), period, total_minor FROM bills WHERE total_minor < 0 \
                 AND carried_by_id IS NULL AND state IN ('locked', 'paid') AND kind = ",
            );
            sql.arg(draft.key.kind.code()).push(" AND payment = ").arg(draft.key.payment.code());
            sql.push(" AND currency = ").arg(draft.key.currency.code()).push(" AND period < ");
            sql.arg(self.run.period.number()).push(" ORDER BY period, id");
            for (id, number, period, minor) in
                sql.fetch_all::<(i64, String, i64, i64)>(&self.office.db).await?
            {
                let period = domain::Period::from_number(period).unwrap_or(self.run.period);
                let line = Line {
                    order_no: number,
                    exact: Fraction::whole(minor),
                    amount_minor: minor,
                    corrects: Some((id, 0)),
                    ..Line::plain(Item::Carry, period)
                };
                let line = draft.take(line, 0)?;
                let mut tx = self.office.db.begin().await?;
                let mut sql = Sql::new("UPDATE bills SET carried_by_id = ");
                sql.arg(draft.id).push(" WHERE id = ").arg(id);
                sql.execute_in(&mut tx).await?;
                self.write(&mut tx, draft.id, vec![line]).await?;
                tx.commit().await?;
            }
            self.drafts.push(draft);
        }
        Ok(())
    }
}

async fn too_little(tx: &mut Tx, earnings: &[i64], now: i64) -> Result<()> {
    let head = format!("UPDATE earnings SET reason = 'below_minimum', since = {now} WHERE id IN");
    matching::<(i64,), i64>(tx, &head, earnings, " RETURNING id").await?;
    Ok(())
}
