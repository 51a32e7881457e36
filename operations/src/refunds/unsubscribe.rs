//! The order that takes the money of a refund back.

use domain::{
    Moment,
    access::Actor,
    order::{Line, Order, OrderState, OrderType, PaymentMethod},
    refund::shared,
    settlement::PriceBasis,
};

use super::Refund;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::new_ids, moment},
    imports::set_back,
    journal::{self, Entry, Subject, fields},
    orders::{
        accounts,
        row::of_rows,
        summary::{Counted, Deltas},
    },
};

/// Makes the `UNSUBSCRIBE` order of a refund. An order that was still in processing ends with it, so that what stays
/// paid and what goes back are settled in the same month.
pub(super) async fn unsubscribe(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    refund: &mut Refund,
) -> Result<()> {
    let mut bought = of_rows(tx, &[refund.order_id]).await?.pop().ok_or(Failure::NotFound)?.order;
    let now = moment(office.clock.millis() / 1_000 * 1_000);
    let mut deltas = Deltas::new(office.zone);
    let back = taken_back(&bought, number(tx, &bought.number).await?, refund.amount_minor, now);
    let id = new_ids(tx, "orders", 1).await?.pop().ok_or(Failure::NotFound)?;
    let mut kept = vec![(id, &back)];
    deltas.added(&Counted::of(&back));
    let ends = bought.head.state == OrderState::Processing;
    if ends {
        let before = Counted::of(&bought);
        bought.head.state = OrderState::Completed;
        bought.head.completed_at = Some(now);
        deltas.moved(&before, &Counted::of(&bought));
        kept.push((refund.order_id, &bought));
    }
    set_back(tx, &kept).await?;
    let mut sql = Sql::new("UPDATE orders SET takes_back_id = ");
    sql.arg(refund.order_id).push(" WHERE id = ").arg(id);
    sql.execute_in(tx).await?;
    if ends {
        let mut sql = Sql::new("UPDATE orders SET completed_here = 1 WHERE id = ");
        sql.arg(refund.order_id);
        sql.execute_in(tx).await?;
    }
    accounts::keep(tx, office, &kept).await?;
    deltas.apply(tx).await?;
    (refund.unsubscribe_id, refund.unsubscribe_no) = (Some(id), Some(back.number.clone()));
    for (of, told) in [(&bought.number, &back.number), (&back.number, &bought.number)] {
        let entry = Entry::new(journal::Action::OrderUnsubscribed, Subject::Order(of));
        let after = fields! { OrderNo: told.as_str(), Refund: refund.id };
        journal::append(tx, office, actor, entry.after(after).because(&refund.reason)).await?;
    }
    Ok(())
}

/// The first number after the one of the order that nobody has.
async fn number(tx: &mut Tx, of: &str) -> Result<String> {
    let stem: String = of.chars().take(60).collect();
    for no in 1..=99 {
        let number = format!("{stem}-R{no}");
        let mut sql = Sql::new("SELECT id FROM orders WHERE order_no = ");
        sql.arg(number.as_str());
        let taken: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
        if taken.is_none() {
            return Ok(number);
        }
    }
    Err(Failure::Internal(format!("no number is left for a refund of {of}")))
}

fn taken_back(bought: &Order, number: String, amount: i64, now: Moment) -> Order {
    let mut head = bought.head;
    head.order_type = OrderType::Unsubscribe;
    head.state = OrderState::Completed;
    head.created_at = now;
    (head.paid_at, head.completed_at) = (Some(now), Some(now));
    (head.effective_at, head.cancelled_at) = (None, None);
    (head.timed_out, head.completed_here) = (false, false);
    // What goes back needs no repayment first.
    head.repaid_at = (head.payment_method == PaymentMethod::Postpaid).then_some(now);
    let paid: Vec<i64> = bought.lines.iter().map(|line| line.paid_minor).collect();
    let parts = shared(amount, &paid);
    let lines = bought.lines.iter().zip(parts).map(|(line, part)| line_back(line, part)).collect();
    Order { number, head, lines }
}

/// A line with what goes back of it; every amount of it in the same proportion. A part of a unit has no price, so
/// they are amounts of the line.
fn line_back(line: &Line, part: i64) -> Line {
    let whole = i128::from(line.paid_minor.max(1));
    let back = |minor: i64| {
        let part = i128::from(minor) * i128::from(part);
        -i64::try_from((part + whole / 2) / whole).unwrap_or(minor)
    };
    Line {
        price_basis: PriceBasis::Line,
        list_minor: line.list_of_line_minor().map(back),
        deal_minor: back(line.deal_of_line_minor()),
        floor_minor: line.floor_of_line_minor().map(back),
        coupon_minor: back(line.coupon_minor),
        paid_minor: -part,
        wht1_minor: line.wht1_minor.map(back),
        dst1_minor: line.dst1_minor.map(back),
        wht2_minor: line.wht2_minor.map(back),
        dst2_minor: line.dst2_minor.map(back),
        ..line.clone()
    }
}
