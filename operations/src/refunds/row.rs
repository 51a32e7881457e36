//! A refund as its table has it.

use domain::{
    Currency,
    access::Reach,
    refund::{Ground, State},
};
use sqlx::FromRow;

use crate::{
    Failure, Result,
    db::{Sql, Tx, dialect::for_update},
    orders::query::granted_whole,
};

/// What a [`Refund`] is read from, of `refunds f` with `orders o`, `customers c`, `products p`, `orders u` and `supervisions s`.
pub(super) const COLUMNS: &str = "f.id, f.order_id, o.order_no, f.customer_id, c.code AS customer, c.name AS customer_name, \
     p.code AS product, p.name AS product_name, f.ground, f.state, f.amount_minor, f.currency, f.reason, f.actor_name, \
     f.version, f.created_at, f.decided_at, f.decision, f.return_courier, f.return_waybill, f.sent_back_at, \
     f.accepts_at, f.ended_at, f.unsubscribe_id, u.order_no AS unsubscribe_no, s.id AS supervision_id, s.signed_at, \
     (SELECT CAST(SUM(l.paid_minor) AS BIGINT) FROM order_lines l WHERE l.order_id = f.order_id) AS paid_minor";

/// The tables of [`COLUMNS`].
pub(super) const TABLES: &str = " FROM refunds f JOIN orders o ON o.id = f.order_id JOIN customers c ON c.id = f.customer_id \
     JOIN products p ON p.id = f.product_id LEFT JOIN orders u ON u.id = f.unsubscribe_id \
     LEFT JOIN supervisions s ON s.order_id = f.order_id";

/// A refund. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Refund {
    pub id: i64,
    pub order_id: i64,
    pub order_no: String,
    pub customer_id: i64,
    pub customer: String,
    pub customer_name: String,
    pub product: String,
    pub product_name: String,
    #[sqlx(try_from = "String")]
    pub ground: Ground,
    #[sqlx(try_from = "String")]
    pub state: State,
    pub amount_minor: i64,
    #[sqlx(try_from = "String")]
    pub currency: Currency,
    pub reason: String,
    pub actor_name: String,
    pub version: i64,
    pub created_at: i64,
    pub decided_at: Option<i64>,
    pub decision: Option<String>,
    pub return_courier: Option<String>,
    pub return_waybill: Option<String>,
    pub sent_back_at: Option<i64>,
    pub accepts_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub unsubscribe_id: Option<i64>,
    /// The number of the order that takes the money back.
    pub unsubscribe_no: Option<String>,
    supervision_id: Option<i64>,
    signed_at: Option<i64>,
    /// What was paid for the order.
    pub paid_minor: i64,
}

/// The query of a refund that is seen: of an order of which every line is granted.
pub(super) fn select(reach: &Reach, id: i64) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(TABLES).push(" WHERE f.id = ").arg(id);
    granted_whole(&mut sql, reach);
    sql
}

/// A refund that is seen, held until the transaction ends when `hold`.
pub(super) async fn read(tx: &mut Tx, reach: &Reach, id: i64, hold: bool) -> Result<Refund> {
    if hold {
        // The order first, as whoever notes its invoice: two that meet wait, and do not stand in each other's way.
        let mut sql = Sql::new("SELECT id FROM orders WHERE id = (SELECT order_id FROM refunds WHERE id = ");
        sql.arg(id).push(")").push(for_update(tx));
        let _: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
        let mut sql = Sql::new("SELECT id FROM refunds WHERE id = ");
        sql.arg(id).push(for_update(tx));
        let _: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    }
    select(reach, id).fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

impl Refund {
    /// The delivery of the order is supervised.
    #[must_use]
    pub const fn is_supervised(&self) -> bool {
        self.supervision_id.is_some()
    }

    /// The buyer has the goods: they have to come back first.
    #[must_use]
    pub const fn comes_back_first(&self) -> bool {
        self.signed_at.is_some()
    }

    /// Writes what may change, one version further; the caller holds the row.
    pub(super) async fn save(&mut self, tx: &mut Tx) -> Result<()> {
        self.version += 1;
        let mut sql = Sql::new("UPDATE refunds SET version = ");
        sql.arg(self.version).push(", state = ").arg(self.state.code());
        for (column, text) in [
            ("decision", &self.decision),
            ("return_courier", &self.return_courier),
            ("return_waybill", &self.return_waybill),
        ] {
            sql.push(", ").push(column).push(" = ").arg(text.clone());
        }
        for (column, number) in [
            ("decided_at", self.decided_at),
            ("sent_back_at", self.sent_back_at),
            ("accepts_at", self.accepts_at),
            ("ended_at", self.ended_at),
            ("unsubscribe_id", self.unsubscribe_id),
        ] {
            sql.push(", ").push(column).push(" = ").arg(number);
        }
        sql.push(" WHERE id = ").arg(self.id);
        sql.execute_in(tx).await?;
        Ok(())
    }
}
