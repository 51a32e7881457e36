//! One slice of the orders that a bill takes up, a transaction of its own.

use std::collections::HashMap;

use super::build::{Base, Build, Draft, open};
use crate::{
    Failure, Result,
    bills::line::Line,
    db::{Cells, Sql, Tx, fetch_joined, matching},
    orders::row::{HEAD_CELLS, HeadRow, LINE_CELLS, LineRow},
};
use domain::{
    Period, Rate,
    bill::Item,
    order::{Head, Line as Bought, OrderType},
    settlement::{Back, Fraction, Given, Inputs, Milestone, RuleVersion, Settled, formula::value},
    supervision::Shares,
};

/// Lines of a slice: a writer is held for less than 0.2 s.
const SLICE: i64 = 2_000;

/// Month and row of an earning: their order in a bill.
type Place = (i64, i64);

/// What an [`Earning`] is read from, of `earnings e`, `orders o`, `order_lines l` and the names.
const FROM: &str = " FROM earnings e CROSS JOIN orders o CROSS JOIN order_lines l CROSS JOIN customers c \
     CROSS JOIN products p WHERE o.id = e.order_id AND l.order_id = e.order_id AND l.line_no = e.line_no \
     AND c.id = o.customer_id AND p.id = l.product_id AND ";

/// The earnings that meet what `meet` appends, the oldest month first, each with everything that decides its amount.
pub(super) async fn earnings(tx: &mut Tx, meet: impl FnOnce(&mut Sql)) -> Result<Vec<Earning>> {
    let mut cells = vec!["e.id", "e.part", "e.period", "o.takes_back_id", "c.name", "p.name"];
    cells.extend(HEAD_CELLS);
    cells.extend(LINE_CELLS);
    let rest = |sql: &mut Sql| {
        sql.push(FROM);
        meet(sql);
    };
    let mut read = fetch_joined(tx, &cells, rest, Earning::read).await?;
    read.sort_unstable_by_key(Earning::place);
    Ok(read)
}

/// An earning that was read.
pub(super) struct Earning {
    pub(super) id: i64,
    pub(super) part: i64,
    pub(super) period: Period,
    pub(super) order_id: i64,
    pub(super) order_no: String,
    pub(super) takes_back: Option<i64>,
    pub(super) customer_name: String,
    pub(super) product_name: String,
    pub(super) head: Head,
    pub(super) line: Bought,
}

impl Earning {
    fn read(cells: &mut Cells<'_>) -> Result<Self> {
        let (id, part, period) = (cells.number()?, cells.number()?, cells.number()?);
        let unknown = || Failure::Internal(format!("earning {id} is of no month"));
        let takes_back = cells.maybe()?;
        let (customer_name, product_name) = (cells.text()?.to_owned(), cells.text()?.to_owned());
        let head = HeadRow::read(cells)?;
        Ok(Self {
            period: Period::from_number(period).ok_or_else(unknown)?,
            head: head.head()?,
            id,
            part,
            order_id: head.id,
            order_no: head.order_no,
            takes_back,
            customer_name,
            product_name,
            line: LineRow::read(cells)?.line()?,
        })
    }

    /// Where it stands among those of its bill.
    fn place(&self) -> Place {
        (self.period.number(), self.id)
    }

    /// The line of a bill that it becomes.
    pub(super) fn line(&self, item: Item, rule: &RuleVersion, inputs: Inputs, settled: &Settled) -> Line {
        Line {
            position: 0,
            item,
            earning_id: Some(self.id),
            order_id: Some(self.order_id),
            order_no: self.order_no.clone(),
            line_no: self.line.line_no,
            part: self.part,
            order_type: self.head.order_type.code().to_owned(),
            customer_name: self.customer_name.clone(),
            product_id: Some(self.line.product),
            product_name: self.product_name.clone(),
            delivery_type: Some(self.line.delivery_type),
            period: self.period,
            rule: Some(rule.id()),
            inputs: Some(inputs),
            exact: settled.exact,
            amount_minor: settled.amount_minor,
            corrects: None,
            reason: None,
        }
    }
}

/// The part of an amount that a milestone is; the parts add up to the amount.
pub(crate) fn part_of(minor: i64, milestone: Option<Milestone>) -> i64 {
    let Some(part) = milestone else { return minor };
    let upto = |share: Rate| Fraction::whole(minor).times(share.millionths(), Rate::ONE.millionths());
    let upto = |share: Rate| upto(share).and_then(Fraction::rounded).unwrap_or_default();
    upto(part.upto) - upto(part.before)
}

/// What takes part in the increments of a rule, in minor units; `None` for a line that does not (5.2).
pub(crate) fn takes_part(rule: &RuleVersion, inputs: &Inputs) -> Option<i64> {
    let scheme = rule.scheme.as_ref().filter(|scheme| scheme.currency == inputs.currency)?;
    let Given::General(of) = inputs.given else { return None };
    let fee = of.fee.unwrap_or_else(|| rule.ratio.rate());
    (fee == scheme.fee && inputs.back == Back::No).then(|| of.sales_minor - of.coupon_minor)
}

impl Build<'_> {
    /// The next earnings after a place, the oldest month first; the place of the last of them.
    pub(super) async fn slice(&mut self, draft: &mut Draft, after: Place) -> Result<Option<Place>> {
        let upto = self.run.period.number();
        let mut tx = self.office.db.begin().await?;
        hold(&mut tx, draft, after, upto).await?;
        let earnings = earnings(&mut tx, |sql| next(sql, draft, after, upto)).await?;
        let Some(last) = earnings.last().map(Earning::place) else { return Ok(None) };
        let mut parted: Vec<i64> = earnings.iter().filter(|of| of.part > 0).map(|of| of.order_id).collect();
        parted.dedup();
        let shares = shares(&mut tx, &parted).await?;
        let (mut lines, mut refused) = (Vec::with_capacity(earnings.len()), Vec::new());
        for earning in &earnings {
            if earning.head.order_type == OrderType::Unsubscribe {
                draft.refunds.push(earning.id);
            } else if let Some((line, base)) = self.earned(draft, earning, &shares) {
                lines.push(draft.take(line, base)?);
            } else {
                refused.push(earning.id);
            }
        }
        stand(&mut tx, draft.id, &lines).await?;
        refuse(&mut tx, &refused, self.office.clock.millis()).await?;
        self.done += i64::try_from(earnings.len()).unwrap_or_default();
        self.write(&mut tx, draft.id, lines).await?;
        tx.commit().await?;
        Ok(Some(last))
    }

    /// The line of an earning, and what of it takes part in increments; `None` when the rule refuses it.
    fn earned(
        &self,
        draft: &mut Draft,
        earning: &Earning,
        shares: &HashMap<i64, Shares>,
    ) -> Option<(Line, i64)> {
        let earned = self.earner().of(&earning.head, &earning.line).ok()?;
        let rule = earned.choice.winner;
        let (mut inputs, mut item) = (earned.inputs, Item::Order);
        if earning.part > 0 {
            let part = usize::try_from(earning.part).ok()?;
            inputs.milestone = Some(Milestone::of(shares.get(&earning.order_id)?, part)?);
            item = Item::Milestone;
        }
        let settled = value(rule, &inputs).ok()?;
        let base = takes_part(rule, &inputs).map(|minor| part_of(minor, inputs.milestone));
        if let Some(minor) = base {
            let of = (earning.line.product, earning.period, rule.id());
            let base = draft.bases.entry(of).or_insert_with(|| Base {
                base_minor: 0,
                product_name: earning.product_name.clone(),
                delivery_type: earning.line.delivery_type,
            });
            base.base_minor = base.base_minor.saturating_add(minor);
        }
        Some((earning.line(item, rule, inputs, &settled), base.unwrap_or_default()))
    }
}

fn next(sql: &mut Sql, draft: &Draft, (period, id): Place, upto: i64) {
    open(sql, draft.key).push(" AND e.period <= ").arg(upto).push(" AND (e.period, e.id) > (").arg(period);
    sql.push(", ").arg(id).push(") ORDER BY e.period, e.id").limit(SLICE);
}

/// Nobody changes an order while its lines are taken up; they are locked in the order in which an import locks them.
/// SQLite has one writer anyway.
async fn hold(tx: &mut Tx, draft: &Draft, after: Place, upto: i64) -> Result<()> {
    if !tx.is_postgres() {
        return Ok(());
    }
    let mut sql = Sql::new("SELECT e.order_id FROM earnings e WHERE ");
    next(&mut sql, draft, after, upto);
    let ids: Vec<i64> = sql.fetch_all_in::<(i64,)>(tx).await?.into_iter().map(|(id,)| id).collect();
    let tail = " ORDER BY order_no FOR UPDATE";
    matching::<(i64,), i64>(tx, "SELECT id FROM orders WHERE id IN", &ids, tail).await?;
    Ok(())
}

/// The shares of the milestones of these orders.
pub(crate) async fn shares(tx: &mut Tx, orders: &[i64]) -> Result<HashMap<i64, Shares>> {
    let head = "SELECT s.order_id, m.no, m.share FROM supervisions s \
         JOIN supervision_milestones m ON m.supervision_id = s.id WHERE s.order_id IN";
    let mut rows: Vec<(i64, i64, i64)> = matching(tx, head, orders, "").await?;
    rows.sort_unstable();
    rows.dedup();
    let of_order = rows.chunk_by(|one, other| one.0 == other.0);
    let read = of_order.filter_map(|rows| {
        let rates = rows.iter().filter_map(|(.., share)| Rate::from_millionths(*share));
        Some((rows.first()?.0, Shares::of(rates.collect()).ok()?))
    });
    Ok(read.collect())
}

/// The earnings of these lines stand in this bill now.
pub(super) async fn stand(tx: &mut Tx, bill: i64, lines: &[(Line, Option<String>)]) -> Result<()> {
    let ids: Vec<String> = lines.iter().filter_map(|(line, _)| Some(line.earning_id?.to_string())).collect();
    let Some(before) = lines.first().map(|(line, _)| line.position - 1) else { return Ok(()) };
    let ids = ids.join(",");
    let mut sql = Sql::new("UPDATE earnings SET reason = NULL, bill_id = ");
    sql.arg(bill).push(", position = ").arg(before);
    if tx.is_postgres() {
        sql.push(" + taken.at FROM unnest(CAST(").arg(format!("{{{ids}}}"));
        sql.push(" AS BIGINT[])) WITH ORDINALITY AS taken (id, at) WHERE earnings.id = taken.id");
    } else {
        sql.push(" + taken.key + 1 FROM json_each(").arg(format!("[{ids}]"));
        sql.push(") AS taken WHERE earnings.id = taken.value");
    }
    sql.execute_in(tx).await?;
    Ok(())
}

/// No rule settles these.
pub(super) async fn refuse(tx: &mut Tx, earnings: &[i64], now: i64) -> Result<()> {
    let head = format!(
        "UPDATE earnings SET reason = 'refused', since = {now} WHERE COALESCE(reason, '') <> 'refused' AND id IN"
    );
    matching::<(i64,), i64>(tx, &head, earnings, " RETURNING id").await?;
    Ok(())
}
