//! Loading what a batch of rows is about.

use std::collections::{BTreeMap, BTreeSet};

use domain::order::{Order, Revision};

use super::{
    books::{Books, Held},
    delivery::says,
    parties::{Kind, Known, Parties},
};
use crate::{
    Result,
    db::{Tx, matching},
    orders::row::{Stored, numbered},
    products::deliveries,
};

/// One that is only being issued has no number yet.
const SETTLED: &str = "SELECT d.order_id, d.line_no, COALESCE(s.number, '') FROM dues d CROSS JOIN statements s \
    WHERE s.id = d.statement_id AND d.order_id IN";
/// What is not locked can be made anew.
const BILLED: &str = "SELECT e.order_id, e.line_no, COALESCE(b.number, '') FROM earnings e CROSS JOIN bills b \
    WHERE b.id = e.bill_id AND b.state IN ('locked', 'paid') AND e.order_id IN";

/// Customers, products and resellers of earlier batches of the slice.
#[derive(Debug, Default)]
pub(super) struct Cache {
    customers: Known,
    products: Known,
    resellers: Known,
}

impl Cache {
    /// Remembers those of a batch that was written.
    pub(super) fn remember(&mut self, books: Books) {
        self.customers.remember(books.customers);
        self.products.remember(books.products);
        self.resellers.remember(books.resellers);
    }
}

impl Books {
    /// Loads the orders of these rows, and whom and what they name.
    pub(super) async fn load(tx: &mut Tx, rows: &[&Revision], cache: &Cache, import_id: i64) -> Result<Self> {
        let numbers: BTreeSet<&str> = rows.iter().map(|row| row.order_no.as_str()).collect();
        let stored = numbered(tx, &numbers.into_iter().collect::<Vec<_>>()).await?;
        let heads = || stored.iter().map(|stored| &stored.order.head);
        let lines = stored.iter().flat_map(|stored| &stored.order.lines);
        let customers = rows.iter().filter_map(|r| r.customer_code.as_deref());
        let without_id = rows.iter().filter(|r| r.customer_code.is_none());
        let of_name = without_id.filter_map(|r| r.customer_name.as_deref());
        let products = rows.iter().filter_map(|r| r.product_code.as_deref().or(r.product_name.as_deref()));
        let resellers = rows.iter().filter_map(|r| r.reseller.as_deref());
        let of = (
            heads().map(|head| head.customer).collect(),
            lines.map(|line| line.product).collect(),
            heads().filter_map(|head| head.reseller).collect(),
        );
        let mut books = Self {
            customers: {
                let (codes, names) = (customers.collect(), of_name.collect());
                Parties::load(tx, Kind::Customers, &cache.customers, codes, names, of.0).await?
            },
            products: {
                let (codes, names) = (products.collect(), BTreeSet::new());
                Parties::load(tx, Kind::Products, &cache.products, codes, names, of.1).await?
            },
            resellers: {
                let (codes, names) = (BTreeSet::new(), resellers.collect());
                Parties::load(tx, Kind::Resellers, &cache.resellers, codes, names, of.2).await?
            },
            orders: BTreeMap::new(),
            deliveries: BTreeMap::new(),
        };
        if rows.iter().any(|row| says(row)) {
            let ids = books.products.rows();
            books.deliveries = deliveries(tx, &ids).await?;
        }
        let sold = stored.iter().filter(|s| s.order.head.reseller.is_some()).map(|stored| stored.id);
        let mut settled = standing_in(tx, SETTLED, sold.collect()).await?;
        let mut billed = standing_in(tx, BILLED, stored.iter().map(|stored| stored.id).collect()).await?;
        for Stored { id, import_id: by, order } in stored {
            books.know(&order)?;
            let number = order.number.clone();
            let held = Held {
                id: Some(id),
                was: Some(order.clone()),
                order: Some(order),
                ours: by == Some(import_id),
                stands: None,
                settled: settled.remove(&id).unwrap_or_default(),
                billed: billed.remove(&id).unwrap_or_default(),
            };
            books.orders.insert(number, held);
        }
        Ok(books)
    }

    /// Everybody whom an order refers to is there.
    fn know(&self, order: &Order) -> Result<()> {
        self.customers.know(order.head.customer)?;
        order.head.reseller.map_or(Ok(()), |id| self.resellers.know(id))?;
        order.lines.iter().try_for_each(|line| self.products.know(line.product))
    }
}

/// The statements or bills in which lines of these orders stand, by row of the order and line.
async fn standing_in(
    tx: &mut Tx,
    of: &str,
    orders: Vec<i64>,
) -> Result<BTreeMap<i64, BTreeMap<i64, String>>> {
    let mut found: BTreeMap<i64, BTreeMap<i64, String>> = BTreeMap::new();
    for (order_id, line_no, number) in matching::<(i64, i64, String), _>(tx, of, &orders, "").await? {
        found.entry(order_id).or_default().insert(line_no, number);
    }
    Ok(found)
}
