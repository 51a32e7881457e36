//! A batch of rows goes into the tables.

use domain::access::Actor;

use super::{
    books::{Books, Held, Item, Totals, counted},
    changes,
};
use crate::{
    Office, Result,
    db::{Arg, Bulk, Tx, dialect},
    dues,
    journal::{self, Action, Entry, Subject, fields},
    orders::summary::Deltas,
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
        dues::keep(tx, self.office, &books.orders.values().filter_map(Held::changed).collect::<Vec<_>>())
            .await?;
        let mut changed = Vec::new();
        for (order_no, held) in books.orders.iter().filter(|(_, held)| !held.ours) {
            changed.extend(changes::of(held, books).map(|change| (order_no, change)));
        }
        let entries = changed.into_iter().map(|(order_no, (before, after))| {
            Entry::new(Action::OrderUpdated, Subject::Order(order_no))
                .changed(before, after)
                .because(self.why)
        });
        journal::append_all(tx, self.office, self.actor, entries.collect()).await?;
        let customers = books.customers.renamed().map(|(party, before)| {
            let entry = Entry::new(Action::CustomerRenamed, Subject::Customer(&party.code));
            self.renamed(entry, before, &party.name)
        });
        journal::append_all(tx, self.office, self.actor, customers.collect()).await?;
        let products = books.products.renamed().map(|(party, before)| {
            let entry = Entry::new(Action::ProductRenamed, Subject::Product(&party.code));
            self.renamed(entry, before, &party.name)
        });
        journal::append_all(tx, self.office, self.actor, products.collect()).await
    }

    fn renamed<'e>(&'e self, entry: Entry<'e>, before: &str, after: &str) -> Entry<'e> {
        entry.changed(fields! { Name: before }, fields! { Name: after }).because(self.why)
    }

    async fn write_orders(&self, tx: &mut Tx, books: &mut Books, deltas: &mut Deltas) -> Result<()> {
        let new = books.orders.values().filter(|held| held.id.is_none()).count();
        let mut ids = dialect::new_order_ids(tx, new).await?.into_iter();
        books.orders.values_mut().filter(|held| held.id.is_none()).for_each(|held| held.id = ids.next());
        let mut bulk = Bulk::new(27);
        for (order_no, held) in &books.orders {
            let Some(totals) = held.totals() else { continue };
            match &held.was {
                None => deltas.added(&counted(&held.head, &totals)),
                Some((head, was)) if (head, was) != (&held.head, &totals) => {
                    deltas.moved(&counted(head, was), &counted(&held.head, &totals));
                }
                Some(_) => continue,
            }
            bulk.row(self.order_row(order_no, held, &totals, books)?);
        }
        Ok(bulk.execute(tx, ORDERS, CHANGED_ORDERS).await?)
    }

    fn order_row(&self, order_no: &str, held: &Held, totals: &Totals, books: &Books) -> Result<[Arg; 27]> {
        let head = &held.head;
        Ok([
            held.id.ok_or_else(|| super::broken(order_no))?.into(),
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
            self.import_id.into(),
        ])
    }
}

const ORDERS: &str = "INSERT INTO orders (id, order_no, order_type, billing_mode, business_kind, delivery_type, \
    sales_channel, reseller_id, commission_ratio, state, customer_id, product_id, line_count, currency, list_minor, \
    deal_minor, coupon_minor, paid_minor, payment_method, created_at, paid_at, effective_at, completed_at, repaid_at, \
    cancelled_at, cancel_reason, import_id) VALUES ";

/// What may change of an order that is there. The import stays the one that brought it in.
const CHANGED_ORDERS: &str = " ON CONFLICT (id) DO UPDATE SET delivery_type = excluded.delivery_type, \
    sales_channel = excluded.sales_channel, reseller_id = excluded.reseller_id, \
    commission_ratio = excluded.commission_ratio, state = excluded.state, product_id = excluded.product_id, \
    line_count = excluded.line_count, list_minor = excluded.list_minor, deal_minor = excluded.deal_minor, \
    coupon_minor = excluded.coupon_minor, paid_minor = excluded.paid_minor, \
    payment_method = excluded.payment_method, paid_at = excluded.paid_at, effective_at = excluded.effective_at, \
    completed_at = excluded.completed_at, repaid_at = excluded.repaid_at, cancelled_at = excluded.cancelled_at";

const LINES: &str = "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, \
    sku_name, quantity, duration, duration_unit, list_minor, deal_minor, floor_minor, coupon_minor, paid_minor, \
    output_tax, service_tax, platform_fee) VALUES ";

/// What may change of a line that is there.
const CHANGED_LINES: &str = " ON CONFLICT (order_id, line_no) DO UPDATE SET delivery_type = excluded.delivery_type, \
    sku_code = excluded.sku_code, sku_name = excluded.sku_name, quantity = excluded.quantity, \
    duration = excluded.duration, duration_unit = excluded.duration_unit, list_minor = excluded.list_minor, \
    deal_minor = excluded.deal_minor, floor_minor = excluded.floor_minor, coupon_minor = excluded.coupon_minor, \
    paid_minor = excluded.paid_minor, output_tax = excluded.output_tax, service_tax = excluded.service_tax, \
    platform_fee = excluded.platform_fee";

async fn write_lines(tx: &mut Tx, books: &Books) -> Result<()> {
    let mut bulk = Bulk::new(17);
    for (order_no, held) in &books.orders {
        for line in held.lines.iter().filter(|line| line.was.as_ref() != Some(&line.item)) {
            let order_id = held.id.ok_or_else(|| super::broken(order_no))?;
            bulk.row(line_row(order_id, &line.item, books)?);
        }
    }
    Ok(bulk.execute(tx, LINES, CHANGED_LINES).await?)
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
