//! Orders as the books have them, and as a batch of rows leaves them.

use std::collections::BTreeMap;

use domain::{
    FieldProblem, Moment, Zone,
    order::{Came, Context, Line, Order, PartyId, Revision, revise},
    supervision::Node,
};

use super::{
    delivery::{says, stands},
    parties::Parties,
};
use crate::{Result, products::Delivery};

/// An order of the batch.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Its row; `None` until it is in the books.
    pub(super) id: Option<i64>,
    /// `None` while only rows that were rejected have named it.
    pub(super) order: Option<Order>,
    /// As the books had it; `None` for a new order.
    pub(super) was: Option<Order>,
    /// This import brought it in, in an earlier batch: its changes are no changes of the books.
    pub(super) ours: bool,
    /// Where its delivery stands by what a row says.
    pub(super) stands: Option<(Node, Option<Moment>)>,
    /// The statements in which its lines are settled, by line.
    pub(super) settled: BTreeMap<i64, String>,
    /// The locked bills in which its lines stand, by line.
    pub(super) billed: BTreeMap<i64, String>,
}

/// Everything that a batch of rows is about.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) customers: Parties,
    pub(super) products: Parties,
    pub(super) resellers: Parties,
    /// By number, so that they are written in the order of the index.
    pub(super) orders: BTreeMap<String, Held>,
    /// How deliveries go, of the products of rows that say where one stands.
    pub(super) deliveries: BTreeMap<PartyId, Delivery>,
}

/// What became of a row, and whom and what it is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) came: Came,
    pub(super) customer: Option<PartyId>,
    pub(super) product: Option<PartyId>,
}

impl Held {
    /// Whether anything of it is not as the books had it.
    pub(super) fn changed(&self) -> bool {
        self.order != self.was
    }

    /// Its lines that are not as the books had them.
    pub(super) fn changed_lines(&self) -> impl Iterator<Item = &Line> {
        let lines = self.order.iter().flat_map(|order| &order.lines);
        lines.filter(|line| self.old_line(line.line_no) != Some(line))
    }

    /// A line as the books had it.
    pub(super) fn old_line(&self, line_no: i64) -> Option<&Line> {
        self.was.as_ref()?.line(line_no)
    }
}

impl Books {
    /// A row goes in, whole or not at all.
    ///
    /// # Errors
    /// Everything that is wrong with it; the books are as before.
    pub(super) fn take(
        &mut self,
        row: &Revision,
        zone: Zone,
        now: Moment,
    ) -> Result<Taken, Vec<FieldProblem>> {
        let held = self.orders.entry(row.order_no.clone()).or_default();
        let reseller = self.resellers.named(None, row.reseller.as_deref(), None);
        let customer = match &held.order {
            Some(order) => Some(order.head.customer),
            None => self.customers.named(row.customer_code.as_deref(), row.customer_name.as_deref(), None),
        };
        let product = match held.order.as_ref().and_then(|order| order.line(row.line_no)) {
            Some(line) => Some(line.product),
            None => self.products.named(
                row.product_code.as_deref(),
                row.product_name.as_deref(),
                row.delivery_type,
            ),
        };
        let context = Context {
            customer: customer.map(|id| self.customers.party(id)),
            product: product.map(|id| self.products.party(id)),
            reseller,
            settled: &held.settled,
            billed: &held.billed,
            zone,
        };
        let before = if says(row) { held.order.clone() } else { None };
        let came = revise(&mut held.order, row, &context)?;
        if let Some(order) = held.order.as_ref().filter(|_| says(row)) {
            match stands(row, order, &self.deliveries, now) {
                Ok(stands) => held.stands = Some(stands),
                Err(problems) => {
                    held.order = before;
                    return Err(problems);
                }
            }
        }
        if let Some(id) = customer {
            self.customers.keep(id);
        }
        if let Some(id) = product {
            self.products.keep(id);
        }
        if let Some(id) = held.order.as_ref().and_then(|order| order.head.reseller) {
            self.resellers.keep(id);
        }
        if let Some((id, name)) = reseller.zip(row.reseller.as_deref()) {
            self.resellers.spell(id, name);
        }
        if let (Some(id), None, Some(name)) = (customer, &row.customer_code, &row.customer_name) {
            self.customers.spell(id, name);
        }
        Ok(Taken { came, customer, product })
    }

    /// The orders that have a row, with it.
    pub(super) fn stored(&self) -> impl Iterator<Item = (i64, &Order, &Held)> {
        self.orders.values().filter_map(|held| Some((held.id?, held.order.as_ref()?, held)))
    }

    /// Those that came into the books with this batch have rows now.
    pub(super) fn resolve(&mut self) -> Result<()> {
        for order in self.orders.values_mut().filter_map(|held| held.order.as_mut()) {
            order.head.customer = self.customers.id(order.head.customer)?;
            order.head.reseller = order.head.reseller.map(|id| self.resellers.id(id)).transpose()?;
            for line in &mut order.lines {
                line.product = self.products.id(line.product)?;
            }
        }
        Ok(())
    }
}
