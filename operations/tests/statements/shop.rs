//! A small shop: orders put straight into the books, as an import would leave them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::{
    Period, Rate, Zone,
    access::{Actor, Role},
    money::parse_minor,
};
use operations::{
    Office,
    db::{Sql, millis},
    dues,
};

/// The reseller of every sale that does not name another.
pub const RESELLER: &str = "渠道甲";

/// An order with one line. Amounts and rates as people write them; empty is NULL.
#[derive(Clone)]
pub struct Sale {
    pub no: &'static str,
    pub order_type: &'static str,
    pub channel: &'static str,
    pub reseller: &'static str,
    pub state: &'static str,
    pub payment: &'static str,
    pub delivery: &'static str,
    pub customer: &'static str,
    pub currency: &'static str,
    pub deal: &'static str,
    pub floor: &'static str,
    pub output: &'static str,
    pub service: &'static str,
    pub ratio: &'static str,
    pub created: &'static str,
    pub completed: &'static str,
    pub effective: &'static str,
    pub repaid: &'static str,
}

impl Sale {
    /// A completed sale of October 2026: 10,000 over a floor of 8,000.
    pub fn new(no: &'static str) -> Self {
        Self {
            no,
            order_type: "NEW",
            channel: "reseller",
            reseller: RESELLER,
            state: "completed",
            payment: "prepaid",
            delivery: "saas_auto",
            customer: "客户一",
            currency: "CNY",
            deal: "10000",
            floor: "8000",
            output: "6%",
            service: "6%",
            ratio: "",
            created: "2026-10-05 09:00:00",
            completed: "2026-10-06 10:00:00",
            effective: "",
            repaid: "",
        }
    }

    /// With other prices and taxes.
    pub fn priced(
        no: &'static str,
        deal: &'static str,
        floor: &'static str,
        output: &'static str,
        service: &'static str,
    ) -> Self {
        Self { deal, floor, output, service, ..Self::new(no) }
    }

    /// An order that has not come so far as to have a month.
    pub fn open(no: &'static str, state: &'static str) -> Self {
        Self { state, completed: "", ..Self::new(no) }
    }

    /// Puts it into the books.
    pub async fn put(self, office: &Office) {
        let customer = named(office, "customers", "code, name", self.customer, &[self.customer]).await;
        let product =
            named(office, "products", "code, name, delivery_type", "产品一", &["产品一", self.delivery])
                .await;
        let reseller = match self.channel {
            "direct" => None,
            _ => Some(named(office, "resellers", "name", self.reseller, &[]).await),
        };
        let mut sql = Sql::new(
            "INSERT INTO orders (order_no, order_type, billing_mode, business_kind, delivery_type, sales_channel, \
             reseller_id, commission_ratio, state, customer_id, product_id, line_count, currency, list_minor, \
             deal_minor, coupon_minor, paid_minor, payment_method, created_at, effective_at, completed_at, repaid_at) \
             VALUES (",
        );
        sql.arg(self.no).push(", ").arg(self.order_type).push(", 'PERIOD', 'general', ").arg(self.delivery);
        sql.push(", ").arg(self.channel).push(", ").arg(reseller).push(", ").arg(rate(self.ratio));
        sql.push(", ").arg(self.state).push(", ").arg(customer).push(", ").arg(product).push(", 1, ");
        sql.arg(self.currency).push(", 0, ").arg(amount(self.deal)).push(", 0, 0, ").arg(self.payment);
        for at in [self.created, self.effective, self.completed, self.repaid] {
            sql.push(", ").arg(moment(at));
        }
        sql.push(") RETURNING id");
        let order = id(office, sql).await;
        self.line(office, order, product, 1).await;
        let mut tx = office.db.begin().await.unwrap();
        dues::keep_rows(&mut tx, office, &[order]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn line(&self, office: &Office, order: i64, product: i64, line_no: i64) {
        let mut sql = Sql::new(
            "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, sku_name, quantity, \
             deal_minor, floor_minor, coupon_minor, paid_minor, output_tax, service_tax) VALUES (",
        );
        sql.arg(order).push(", ").arg(line_no).push(", ").arg(product).push(", ").arg(self.delivery);
        sql.push(", 'S', '标准版', 3, ").arg(amount(self.deal)).push(", ").arg(amount(self.floor));
        sql.push(", 0, 0, ").arg(rate(self.output)).push(", ").arg(rate(self.service)).push(") RETURNING id");
        id(office, sql).await;
    }
}

async fn named(office: &Office, table: &str, columns: &str, name: &str, more: &[&str]) -> i64 {
    let mut sql = Sql::new("INSERT INTO ");
    sql.push(table).push(" (").push(columns).push(") VALUES (").arg(name);
    for value in more {
        sql.push(", ").arg(*value);
    }
    sql.push(") ON CONFLICT (").push(columns.split(',').next().unwrap());
    sql.push(") DO UPDATE SET name = excluded.name RETURNING id");
    id(office, sql).await
}

async fn id(office: &Office, sql: Sql) -> i64 {
    let mut tx = office.db.begin().await.unwrap();
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    id
}

/// Changes orders behind everybody's back, and works their dues out again.
pub async fn change(office: &Office, text: &str) {
    tamper(office, text).await;
    dues::rebuild(office).await.unwrap();
}

/// Changes the books behind everybody's back.
pub async fn tamper(office: &Office, text: &str) {
    let mut tx = office.db.begin().await.unwrap();
    assert!(Sql::new(text).execute_in(&mut tx).await.unwrap() > 0, "{text}");
    tx.commit().await.unwrap();
}

fn amount(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| parse_minor(text, domain::Currency::CNY).unwrap())
}

fn rate(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| Rate::parse(text).unwrap().millionths())
}

fn moment(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| millis(Zone::default().parse(text).unwrap()))
}

/// Milliseconds of a time in Beijing.
pub fn at(text: &str) -> i64 {
    moment(text).unwrap()
}

/// A month.
pub fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

/// Finance, who settles.
pub fn finance() -> Actor {
    crate::common::staff(Role::Finance)
}
