//! A batch of rows goes into the tables.

use domain::{access::Actor, order::DurationUnit};

use super::{
    books::{Books, Head, Held, Item, Totals, counted},
    changes,
};
use crate::{
    Office, Result,
    db::{Arg, Bulk, Tx},
    journal,
    orders::summary::Deltas,
    within,
};

/// What the tables need to know of the import.
pub(super) struct Writing<'a> {
    pub(super) office: &'a Office,
    pub(super) actor: &'a Actor,
    pub(super) import_id: i64,
    pub(super) why: &'a str,
}

impl Writing<'_> {
    /// Writes what changed, new orders and lines in bulk.
    pub(super) async fn write(&self, tx: &mut Tx, books: &mut Books, deltas: &mut Deltas) -> Result<()> {
        books.customers.write(tx).await?;
        books.products.write(tx).await?;
        books.resellers.write(tx).await?;
        self.write_orders(tx, books, deltas).await?;
        write_lines(tx, books).await?;
        for (order_no, held) in books.orders.iter().filter(|(_, held)| !held.ours) {
            let Some((before, after)) = changes::of(held, books)? else { continue };
            let entry = journal::Entry {
                action: "order.updated",
                subject_kind: "order",
                subject_id: order_no,
                before,
                after,
                reason: Some(self.why),
            };
            journal::append(tx, self.office, self.actor, entry).await?;
        }
        Ok(())
    }

    async fn write_orders(&self, tx: &mut Tx, books: &mut Books, deltas: &mut Deltas) -> Result<()> {
        let mut bulk = Bulk::new(27);
        for (order_no, held) in &books.orders {
            let Some(totals) = held.totals(self.office.zone) else { continue };
            match &held.was {
                None => {
                    bulk.row(self.order_row(order_no, held, &totals, books)?);
                    deltas.added(&counted(&held.head, &totals));
                }
                Some((head, was)) if (head, was) != (&held.head, &totals) => {
                    let id = held.id.ok_or_else(|| super::broken(order_no))?;
                    update_order(tx, id, &held.head, &totals, books).await?;
                    deltas.moved(&counted(head, was), &counted(&held.head, &totals));
                }
                Some(_) => {}
            }
        }
        let inserted: Vec<(i64, String)> =
            bulk.returning(tx, INSERT_ORDERS, " RETURNING id, order_no").await?;
        for (id, order_no) in inserted {
            if let Some(held) = books.orders.get_mut(&order_no) {
                held.id = Some(id);
            }
        }
        Ok(())
    }

    fn order_row(&self, order_no: &str, held: &Held, totals: &Totals, books: &Books) -> Result<[Arg; 27]> {
        let head = &held.head;
        Ok([
            order_no.into(),
            head.order_type.code().into(),
            head.billing_mode.code().into(),
            head.business_kind.code().into(),
            totals.delivery_type.code().into(),
            head.sales_channel.code().into(),
            head.reseller.map(|place| books.resellers.id(place)).transpose()?.into(),
            head.ratio.into(),
            head.state.code().into(),
            books.customers.id(head.customer)?.into(),
            books.products.id(totals.product)?.into(),
            totals.lines.into(),
            head.currency.code().into(),
            totals.list.into(),
            totals.deal.into(),
            totals.coupon.into(),
            totals.paid.into(),
            head.payment_method.code().into(),
            head.created_at.into(),
            head.paid_at.into(),
            head.effective_at.into(),
            head.completed_at.into(),
            head.repaid_at.into(),
            head.cancelled_at.into(),
            Arg::MaybeText(None),
            totals.settle_period.into(),
            self.import_id.into(),
        ])
    }
}

const INSERT_ORDERS: &str = "INSERT INTO orders (order_no, order_type, billing_mode, business_kind, delivery_type, \
    sales_channel, reseller_id, commission_ratio, state, customer_id, product_id, line_count, currency, list_minor, \
    deal_minor, coupon_minor, paid_minor, payment_method, created_at, paid_at, effective_at, completed_at, repaid_at, \
    cancelled_at, cancel_reason, settle_period, import_id) VALUES ";

async fn update_order(tx: &mut Tx, id: i64, head: &Head, totals: &Totals, books: &Books) -> Result<()> {
    let reseller = head.reseller.map(|place| books.resellers.id(place)).transpose()?;
    let product = books.products.id(totals.product)?;
    within!(tx, |c| {
        sqlx::query(
        "UPDATE orders SET delivery_type = $2, sales_channel = $3, reseller_id = $4, commission_ratio = $5, \
         state = $6, product_id = $7, line_count = $8, list_minor = $9, deal_minor = $10, coupon_minor = $11, \
         paid_minor = $12, payment_method = $13, paid_at = $14, effective_at = $15, completed_at = $16, \
         repaid_at = $17, cancelled_at = $18, settle_period = $19 WHERE id = $1"
    )
    .bind(id)
    .bind(totals.delivery_type.code())
    .bind(head.sales_channel.code())
    .bind(reseller)
    .bind(head.ratio)
    .bind(head.state.code())
    .bind(product)
    .bind(totals.lines)
    .bind(totals.list)
    .bind(totals.deal)
    .bind(totals.coupon)
    .bind(totals.paid)
    .bind(head.payment_method.code())
    .bind(head.paid_at)
    .bind(head.effective_at)
    .bind(head.completed_at)
    .bind(head.repaid_at)
    .bind(head.cancelled_at)
    .bind(totals.settle_period)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    Ok(())
}

const INSERT_LINES: &str = "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, \
    sku_name, quantity, duration, duration_unit, list_minor, deal_minor, floor_minor, coupon_minor, paid_minor, \
    output_tax, service_tax, platform_fee) VALUES ";

async fn write_lines(tx: &mut Tx, books: &Books) -> Result<()> {
    let mut bulk = Bulk::new(17);
    for (order_no, held) in &books.orders {
        for line in &held.lines {
            match (line.id, &line.was) {
                (Some(id), Some(was)) if *was != line.item => update_line(tx, id, &line.item).await?,
                (Some(_), _) => {}
                (None, _) => {
                    let order_id = held.id.ok_or_else(|| super::broken(order_no))?;
                    bulk.row(line_row(order_id, &line.item, books)?);
                }
            }
        }
    }
    Ok(bulk.execute(tx, INSERT_LINES, "").await?)
}

fn line_row(order_id: i64, item: &Item, books: &Books) -> Result<[Arg; 17]> {
    Ok([
        order_id.into(),
        item.line_no.into(),
        books.products.id(item.product)?.into(),
        item.delivery_type.code().into(),
        item.sku_code.as_str().into(),
        item.sku_name.as_str().into(),
        item.quantity.into(),
        item.duration.into(),
        Arg::MaybeText(item.duration_unit.map(|unit| unit.code().to_owned())),
        item.list.into(),
        item.deal.into(),
        item.floor.into(),
        item.coupon.into(),
        item.paid.into(),
        item.output_tax.into(),
        item.service_tax.into(),
        item.platform_fee.into(),
    ])
}

async fn update_line(tx: &mut Tx, id: i64, item: &Item) -> Result<()> {
    within!(tx, |c| {
        sqlx::query(
        "UPDATE order_lines SET delivery_type = $2, sku_code = $3, sku_name = $4, quantity = $5, duration = $6, \
         duration_unit = $7, list_minor = $8, deal_minor = $9, floor_minor = $10, coupon_minor = $11, \
         paid_minor = $12, output_tax = $13, service_tax = $14, platform_fee = $15 WHERE id = $1"
    )
    .bind(id)
    .bind(item.delivery_type.code())
    .bind(&item.sku_code)
    .bind(&item.sku_name)
    .bind(item.quantity)
    .bind(item.duration)
    .bind(item.duration_unit.map(DurationUnit::code))
    .bind(item.list)
    .bind(item.deal)
    .bind(item.floor)
    .bind(item.coupon)
    .bind(item.paid)
    .bind(item.output_tax)
    .bind(item.service_tax)
    .bind(item.platform_fee)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    Ok(())
}
