//! A product with how it is delivered, and what was written of that before.

use domain::{
    Rate,
    access::{Actor, Operation, Reach},
    supervision::Requested,
};
use sqlx::FromRow;

use super::standard::{Delivery, SELECT, Written, shares};
use crate::{Failure, Office, Result, db::Sql};

/// A product with how it is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Id in the marketplace.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of [`domain::order::DeliveryType`].
    pub delivery_type: String,
    /// How it is delivered.
    pub delivery: Delivery,
    /// What was written, newest first.
    pub versions: Vec<Version>,
}

/// What was written of a product once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1.
    pub version: i64,
    /// What deliveries have to prove.
    pub requests: Vec<Requested>,
    /// Shares of their parts.
    pub shares: Vec<Rate>,
    /// Who wrote it.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

type Head = (i64, String, String, String);

pub(super) async fn head(office: &Office, reach: &Reach, code: &str) -> Result<Head> {
    let mut sql = Sql::new("SELECT p.id, p.code, p.name, p.delivery_type FROM products p WHERE p.code = ");
    sql.arg(code);
    if let Reach::Products(granted) = reach {
        sql.among("p.id", granted);
    }
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// How a product is delivered.
///
/// # Errors
/// `Denied`; `NotFound` when it is not there or not granted to the actor.
pub async fn delivery(office: &Office, actor: &Actor, code: &str) -> Result<Shown> {
    let reach = actor.may(Operation::ListProducts)?;
    let (id, code, name, delivery_type) = head(office, &reach, code).await?;
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE p.id = ").arg(id);
    let written: Written = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let versions = versions(office, id).await?;
    Ok(Shown { code, name, delivery_type, delivery: written.delivery(), versions })
}

#[derive(FromRow)]
struct VersionRow {
    version: i64,
    requests: String,
    shares: String,
    actor_name: String,
    created_at: i64,
}

async fn versions(office: &Office, product_id: i64) -> Result<Vec<Version>> {
    let mut sql =
        Sql::new("SELECT version, requests, shares, actor_name, created_at FROM product_standards ");
    sql.push("WHERE product_id = ").arg(product_id).push(" ORDER BY version DESC").limit(100);
    let rows: Vec<VersionRow> = sql.fetch_all(&office.db).await?;
    let version = |row: VersionRow| Version {
        version: row.version,
        requests: serde_json::from_str(&row.requests).unwrap_or_default(),
        shares: shares(Some(&row.shares)),
        by: row.actor_name,
        at: row.created_at,
    };
    Ok(rows.into_iter().map(version).collect())
}
