//! One slice of the orders that a bill takes up, a transaction of its own.

use domain::{
    Period, Rate,
    bill::Item,
    order::{Head, Line as Bought, OrderType},
    settlement::{Back, Fraction, Given, Inputs, Milestone, RuleVersion, Settled, formula::value},
    supervision::Shares,
};
use sqlx::FromRow;

use super::build::{Base, Build, Draft, open};
use crate::{
    Failure, Result,
    bills::line::Line,
    db::{Sql, Tx, matching},
    orders::row::{HEAD, HeadRow, LINE, LineRow},
};

/// Lines of a slice: a writer is held for less than 0.2 s.
const SLICE: i64 = 2_000;

/// What an [`EarningRow`] is read from, of `earnings e`, `orders o`, `order_lines l` and the names.
pub(super) const FROM: &str = " FROM earnings e CROSS JOIN orders o CROSS JOIN order_lines l CROSS JOIN customers c \
     CROSS JOIN products p WHERE o.id = e.order_id AND l.order_id = e.order_id AND l.line_no = e.line_no \
     AND c.id = o.customer_id AND p.id = l.product_id AND ";

/// An earning with everything that decides its amount.
#[derive(FromRow)]
pub(super) struct EarningRow {
    pub(super) earning_id: i64,
    pub(super) part: i64,
    pub(super) earned_in: i64,
    pub(super) takes_back_id: Option<i64>,
    customer_name: String,
    product_name: String,
    #[sqlx(flatten)]
    pub(super) head: HeadRow,
    #[sqlx(flatten)]
    pub(super) line: LineRow,
}

pub(super) fn select() -> Sql {
    let mut sql = Sql::new("SELECT e.id AS earning_id, e.part, e.period AS earned_in, o.takes_back_id, ");
    sql.push("c.name AS customer_name, p.name AS product_name, ").push(HEAD).push(", ").push(LINE).push(FROM);
    sql
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

impl TryFrom<EarningRow> for Earning {
    type Error = Failure;

    fn try_from(row: EarningRow) -> Result<Self> {
        let unknown = || Failure::Internal(format!("earning {} is of no month", row.earning_id));
        Ok(Self {
            period: Period::from_number(row.earned_in).ok_or_else(unknown)?,
            head: row.head.head()?,
            id: row.earning_id,
            part: row.part,
            order_id: row.head.id,
            order_no: row.head.order_no,
            takes_back: row.takes_back_id,
            customer_name: row.customer_name,
            product_name: row.product_name,
            line: row.line.line()?,
        })
    }
}

impl Earning {
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
    /// The next earnings of a month after a row; the last of them.
    pub(super) async fn slice(&mut self, draft: &mut Draft, period: i64, after: i64) -> Result<Option<i64>> {
        let mut tx = self.office.db.begin().await?;
        hold(&mut tx, draft, period, after).await?;
        let mut sql = select();
        next(&mut sql, draft, period, after);
        let rows: Vec<EarningRow> = sql.fetch_all_in(&mut tx).await?;
        let Some(last) = rows.last().map(|row| row.earning_id) else { return Ok(None) };
        let earnings = rows.into_iter().map(Earning::try_from).collect::<Result<Vec<_>>>()?;
        let shares = shares(&mut tx, &earnings).await?;
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
    fn earned(&self, draft: &mut Draft, earning: &Earning, shares: &PartShares) -> Option<(Line, i64)> {
        let earned = self.earner().of(&earning.head, &earning.line).ok()?;
        let rule = earned.choice.winner;
        let (mut inputs, mut item) = (earned.inputs, Item::Order);
        if earning.part > 0 {
            let part = usize::try_from(earning.part).ok()?;
            let shares = shares.iter().find(|(order, _)| *order == earning.order_id);
            inputs.milestone = Some(Milestone::of(&shares?.1, part)?);
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

fn next(sql: &mut Sql, draft: &Draft, period: i64, after: i64) {
    open(sql, draft.key).push(" AND e.period = ").arg(period).push(" AND e.id > ").arg(after);
    sql.push(" ORDER BY e.id").limit(SLICE);
}

/// Nobody changes an order while its lines are taken up; they are locked in the order in which an import locks them.
/// SQLite has one writer anyway.
async fn hold(tx: &mut Tx, draft: &Draft, period: i64, after: i64) -> Result<()> {
    if !tx.is_postgres() {
        return Ok(());
    }
    let mut sql = Sql::new("SELECT e.order_id FROM earnings e WHERE ");
    next(&mut sql, draft, period, after);
    let ids: Vec<i64> = sql.fetch_all_in::<(i64,)>(tx).await?.into_iter().map(|(id,)| id).collect();
    let tail = " ORDER BY order_no FOR UPDATE";
    matching::<(i64,), i64>(tx, "SELECT id FROM orders WHERE id IN", &ids, tail).await?;
    Ok(())
}

/// The milestones of orders.
type PartShares = Vec<(i64, Shares)>;

async fn shares(tx: &mut Tx, earnings: &[Earning]) -> Result<PartShares> {
    let mut ids: Vec<i64> = earnings.iter().filter(|of| of.part > 0).map(|of| of.order_id).collect();
    ids.dedup();
    let head = "SELECT s.order_id, m.no, m.share FROM supervisions s \
         JOIN supervision_milestones m ON m.supervision_id = s.id WHERE s.order_id IN";
    let mut rows: Vec<(i64, i64, i64)> = matching(tx, head, &ids, "").await?;
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
