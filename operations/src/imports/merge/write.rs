//! A batch of rows goes into the tables.

use std::collections::BTreeSet;

use domain::{
    Moment, Rate,
    access::Actor,
    order::{Line, Order, OrderState},
};

use super::{
    super::undo::Kept,
    books::{Books, Held},
    changes, delivery,
};
use crate::{
    Office, Result,
    db::{Arg, Bulk, Tx, dialect, millis},
    journal::{self, Action, Entry, Subject, fields},
    orders::{
        TIMEOUT, accounts,
        summary::{Counted, Deltas},
    },
    skus,
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
        let mut kept = Kept::of(self.import_id);
        books.customers.write(tx, &mut kept).await?;
        books.products.write(tx, &mut kept).await?;
        books.resellers.write(tx, &mut kept).await?;
        books.resolve()?;
        for (id, order, held) in books.stored().filter(|(_, _, held)| !held.ours && held.changed()) {
            held.was.as_ref().map_or(Ok(()), |was| kept.order(id, was, order))?;
        }
        kept.write(tx).await?;
        self.write_orders(tx, books, deltas).await?;
        write_lines(tx, books).await?;
        let changed = books.stored().filter(|(_, _, held)| held.changed());
        accounts::keep(tx, self.office, &changed.map(|(id, order, _)| (id, order)).collect::<Vec<_>>())
            .await?;
        delivery::open(tx, self, books).await?;
        let mut changed = Vec::new();
        for (_, order, held) in books.stored().filter(|(_, _, held)| !held.ours && held.changed()) {
            let timed_out = held.was.as_ref().is_some_and(|was| was.head.timed_out);
            let restored = timed_out && order.head.state != OrderState::Cancelled;
            let action = if restored { Action::OrderRestored } else { Action::OrderUpdated };
            changed.extend(changes::of(held, order, books).map(|change| (action, &order.number, change)));
        }
        let entries = changed.into_iter().map(|(action, number, (before, after))| {
            Entry::new(action, Subject::Order(number)).changed(before, after).because(self.why)
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
        journal::append_all(tx, self.office, self.actor, products.collect()).await?;
        let customers = books.customers.respelled().into_iter().map(|(party, names)| {
            let entry = Entry::new(Action::CustomerSpelled, Subject::Customer(&party.code));
            entry.after(fields! { Name: names }).because(self.why)
        });
        journal::append_all(tx, self.office, self.actor, customers.collect()).await?;
        let mut resellers = Vec::new();
        for (party, names) in books.resellers.respelled() {
            let id = party.id.ok_or_else(|| super::broken(&party.code))?;
            let entry = Entry::new(Action::ResellerSpelled, Subject::Reseller(id));
            resellers
                .push(entry.after(fields! { Reseller: party.name.as_str(), Name: names }).because(self.why));
        }
        journal::append_all(tx, self.office, self.actor, resellers).await
    }

    fn renamed<'e>(&'e self, entry: Entry<'e>, before: &str, after: &str) -> Entry<'e> {
        entry.changed(fields! { Name: before }, fields! { Name: after }).because(self.why)
    }

    async fn write_orders(&self, tx: &mut Tx, books: &mut Books, deltas: &mut Deltas) -> Result<()> {
        let new = |held: &&mut Held| held.id.is_none() && held.order.is_some();
        let count = books.orders.values_mut().filter(new).count();
        let mut ids = dialect::new_ids(tx, "orders", count).await?.into_iter();
        books.orders.values_mut().filter(new).for_each(|held| held.id = ids.next());
        let mut bulk = Bulk::new(27);
        for (id, order, held) in books.stored().filter(|(_, _, held)| held.changed()) {
            match &held.was {
                None => deltas.added(&Counted::of(order)),
                Some(was) => deltas.moved(&Counted::of(was), &Counted::of(order)),
            }
            bulk.row(order_row(id, Some(self.import_id), order));
        }
        Ok(bulk.execute(tx, ORDERS, CHANGED_ORDERS).await?)
    }
}

/// Brings orders of the books to what these are, each with its row.
pub(crate) async fn set_back(tx: &mut Tx, orders: &[(i64, &Order)]) -> Result<()> {
    let (mut heads, mut lines) = (Bulk::new(27), Bulk::new(24));
    let mut named = BTreeSet::new();
    for (id, order) in orders {
        // The import that brought it in stays the one that it is.
        heads.row(order_row(*id, None, order));
        for line in &order.lines {
            lines.row(line_row(*id, line));
            named.insert((line.sku_code.as_str(), line.sku_name.as_str()));
        }
    }
    skus::know(tx, named).await?;
    heads.execute(tx, ORDERS, CHANGED_ORDERS).await?;
    Ok(lines.execute(tx, LINES, CHANGED_LINES).await?)
}

fn order_row(id: i64, import_id: Option<i64>, order: &Order) -> [Arg; 27] {
    let (head, sums) = (&order.head, order.sums());
    let at = |moment: Option<Moment>| moment.map(millis).into();
    [
        id.into(),
        order.number.as_str().into(),
        head.order_type.code().into(),
        head.billing_mode.code().into(),
        head.business_kind.code().into(),
        order.delivery_type().code().into(),
        head.sales_channel.code().into(),
        head.reseller.into(),
        head.ratio.map(Rate::millionths).into(),
        head.state.code().into(),
        head.customer.into(),
        order.lines.first().map(|line| line.product).into(),
        i64::try_from(order.lines.len()).unwrap_or(i64::MAX).into(),
        head.currency.code().into(),
        sums.list_minor.into(),
        sums.deal_minor.into(),
        sums.coupon_minor.into(),
        sums.paid_minor.into(),
        head.payment_method.code().into(),
        millis(head.created_at).into(),
        at(head.paid_at),
        at(head.effective_at),
        at(head.completed_at),
        at(head.repaid_at),
        at(head.cancelled_at),
        Arg::MaybeText(head.timed_out.then(|| TIMEOUT.to_owned())),
        import_id.into(),
    ]
}

const ORDERS: &str = "INSERT INTO orders (id, order_no, order_type, billing_mode, business_kind, delivery_type, \
    sales_channel, reseller_id, commission_ratio, state, customer_id, product_id, line_count, currency, list_minor, \
    deal_minor, coupon_minor, paid_minor, payment_method, created_at, paid_at, effective_at, completed_at, repaid_at, \
    cancelled_at, cancel_reason, import_id) VALUES ";

/// What may change of an order that is there. The import stays the one that brought it in. A person's reason for
/// cancelling stays; that of the desk's own time-out goes with it, see `Head::timed_out`.
const CHANGED_ORDERS: &str = " ON CONFLICT (id) DO UPDATE SET delivery_type = excluded.delivery_type, \
    sales_channel = excluded.sales_channel, reseller_id = excluded.reseller_id, \
    commission_ratio = excluded.commission_ratio, state = excluded.state, product_id = excluded.product_id, \
    line_count = excluded.line_count, list_minor = excluded.list_minor, deal_minor = excluded.deal_minor, \
    coupon_minor = excluded.coupon_minor, paid_minor = excluded.paid_minor, \
    payment_method = excluded.payment_method, paid_at = excluded.paid_at, effective_at = excluded.effective_at, \
    completed_at = excluded.completed_at, repaid_at = excluded.repaid_at, cancelled_at = excluded.cancelled_at, \
    cancel_reason = CASE WHEN excluded.state = 'cancelled' \
    THEN COALESCE(excluded.cancel_reason, NULLIF(orders.cancel_reason, 'payment_timeout')) END";

const LINES: &str = "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, \
    sku_name, quantity, duration, duration_unit, list_minor, deal_minor, floor_minor, coupon_minor, paid_minor, \
    output_tax, service_tax, platform_fee, price_basis, management_fee, partner_tax, wht1_minor, dst1_minor, \
    wht2_minor, dst2_minor) VALUES ";

/// What may change of a line that is there.
const CHANGED_LINES: &str = " ON CONFLICT (order_id, line_no) DO UPDATE SET delivery_type = excluded.delivery_type, \
    sku_code = excluded.sku_code, sku_name = excluded.sku_name, quantity = excluded.quantity, \
    duration = excluded.duration, duration_unit = excluded.duration_unit, list_minor = excluded.list_minor, \
    deal_minor = excluded.deal_minor, floor_minor = excluded.floor_minor, coupon_minor = excluded.coupon_minor, \
    paid_minor = excluded.paid_minor, output_tax = excluded.output_tax, service_tax = excluded.service_tax, \
    platform_fee = excluded.platform_fee, price_basis = excluded.price_basis, \
    management_fee = excluded.management_fee, partner_tax = excluded.partner_tax, \
    wht1_minor = excluded.wht1_minor, dst1_minor = excluded.dst1_minor, wht2_minor = excluded.wht2_minor, \
    dst2_minor = excluded.dst2_minor";

async fn write_lines(tx: &mut Tx, books: &Books) -> Result<()> {
    let mut bulk = Bulk::new(24);
    let mut named = BTreeSet::new();
    for (id, _, held) in books.stored() {
        for line in held.changed_lines() {
            bulk.row(line_row(id, line));
            named.insert((line.sku_code.as_str(), line.sku_name.as_str()));
        }
    }
    skus::know(tx, named).await?;
    Ok(bulk.execute(tx, LINES, CHANGED_LINES).await?)
}

fn line_row(order_id: i64, line: &Line) -> [Arg; 24] {
    let rate = |rate: Option<Rate>| rate.map(Rate::millionths).into();
    [
        order_id.into(),
        line.line_no.into(),
        line.product.into(),
        line.delivery_type.code().into(),
        line.sku_code.as_str().into(),
        line.sku_name.as_str().into(),
        line.quantity.into(),
        line.duration.into(),
        Arg::MaybeText(line.duration_unit.map(|unit| unit.code().to_owned())),
        line.list_minor.into(),
        line.deal_minor.into(),
        line.floor_minor.into(),
        line.coupon_minor.into(),
        line.paid_minor.into(),
        rate(line.output_tax),
        rate(line.service_tax),
        rate(line.platform_fee),
        line.price_basis.code().into(),
        rate(line.management_fee),
        rate(line.partner_tax),
        line.wht1_minor.into(),
        line.dst1_minor.into(),
        line.wht2_minor.into(),
        line.dst2_minor.into(),
    ]
}
