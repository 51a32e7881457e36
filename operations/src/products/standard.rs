//! How a product is delivered, as its tables have it: the product says so, or its type does.

use std::collections::BTreeMap;

use domain::{
    Rate,
    order::DeliveryType,
    supervision::{FlowKind, Requested, Shares, usual},
};

use crate::{
    Result,
    db::{Tx, matching},
};

/// What a product says of its deliveries. The tables are `products p` and `product_standards v`.
#[derive(sqlx::FromRow)]
pub(super) struct Written {
    pub(super) id: i64,
    pub(super) delivery_type: String,
    pub(super) supervised: Option<i64>,
    pub(super) flow: Option<String>,
    standard_version: i64,
    requests: Option<String>,
    shares: Option<String>,
}

/// What a [`Written`] is read from.
pub(super) const SELECT: &str = "SELECT p.id, p.delivery_type, p.supervised, p.flow, p.standard_version, \
     v.requests, v.shares FROM products p LEFT JOIN product_standards v ON v.product_id = p.id \
     AND v.version = p.standard_version";

/// How deliveries of a product go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whether they are supervised at all.
    pub supervised: bool,
    /// What the product says itself of that; `None`: as its type has it.
    pub says: Option<bool>,
    /// Step by step.
    pub flow: FlowKind,
    /// Counts what was written; 0: nothing was, and its flow says what is asked for.
    pub version: i64,
    /// What they have to prove.
    pub requests: Vec<Requested>,
    /// Shares of their parts; none when it is delivered at once.
    pub shares: Vec<Rate>,
}

/// Whether deliveries of a product are supervised that says this, and is of this type.
pub(crate) fn supervised(says: Option<i64>, delivery: Option<DeliveryType>) -> bool {
    says.map_or_else(|| delivery.is_some_and(DeliveryType::supervised), |said| said != 0)
}

/// The flow of a product that says this, and is of this type.
pub(super) fn flow(says: Option<&str>, delivery: Option<DeliveryType>) -> FlowKind {
    let said = says.and_then(FlowKind::from_code);
    said.or(delivery.map(FlowKind::of)).unwrap_or(FlowKind::Standard)
}

impl Written {
    pub(super) fn delivery(&self) -> Delivery {
        let delivery_type = DeliveryType::from_code(&self.delivery_type);
        let flow = flow(self.flow.as_deref(), delivery_type);
        let written = self.requests.as_deref().and_then(|text| serde_json::from_str(text).ok());
        Delivery {
            supervised: supervised(self.supervised, delivery_type),
            says: self.supervised.map(|said| said != 0),
            flow,
            version: self.standard_version,
            requests: written.unwrap_or_else(|| usual(flow)),
            shares: shares(self.shares.as_deref()),
        }
    }
}

/// Shares as the table keeps them, as a list of texts.
pub(super) fn shares(text: Option<&str>) -> Vec<Rate> {
    let texts: Vec<String> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let shares = Shares::read(texts.iter().map(String::as_str));
    shares.map(|shares| shares.all().to_vec()).unwrap_or_default()
}

/// How deliveries of these products go.
pub(crate) async fn deliveries(tx: &mut Tx, products: &[i64]) -> Result<BTreeMap<i64, Delivery>> {
    let select = format!("{SELECT} WHERE p.id IN");
    let rows: Vec<Written> = matching(tx, &select, products, "").await?;
    Ok(rows.into_iter().map(|row| (row.id, row.delivery())).collect())
}
