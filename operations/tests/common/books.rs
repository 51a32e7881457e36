//! Orders and people for tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Sql,
    imports::{COLUMNS, Outcome},
    staff,
};

/// A line of an order, by the names of the import's columns.
#[derive(Clone, Debug)]
pub struct Line(Vec<(&'static str, String)>);

/// A line with what every line needs: processing, paid 100.00, created on 2026-11-01 at noon.
pub fn line(order_no: &str) -> Line {
    let with = |l: Line, (name, value): (&'static str, &str)| l.with(name, value);
    [
        ("order_no", order_no),
        ("product_id", "P1"),
        ("product_name", "云端进销存"),
        ("customer_id", "C1"),
        ("customer_name", "远山贸易"),
        ("deal_price", "100.00"),
        ("state", "processing"),
        ("created_at", "2026-11-01 12:00:00"),
    ]
    .into_iter()
    .fold(Line(Vec::new()), with)
}

impl Line {
    /// With another value of a column.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        assert!(COLUMNS.iter().any(|c| c.name == name), "{name} is no column");
        self.0.retain(|(n, _)| *n != name);
        self.0.push((name, value.to_string()));
        self
    }

    fn cells(&self) -> Vec<String> {
        let value = |name| self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
        COLUMNS.iter().map(|c| value(c.name).unwrap_or_default()).collect()
    }
}

/// Brings a file in.
pub async fn bring_file(office: &Office, name: &str, bytes: &[u8]) -> Outcome {
    crate::common::import(office, &Actor::System, name, bytes).await.unwrap()
}

/// Brings lines in; each must go in.
pub async fn bring(office: &Office, lines: &[Line]) {
    let outcome = try_to_bring(office, lines).await;
    assert!(outcome.rejected.is_empty(), "{:?}", outcome.rejected);
}

/// Brings lines in, if the books take them.
pub async fn try_to_bring(office: &Office, lines: &[Line]) -> Outcome {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(COLUMNS.iter().map(|c| c.name)).unwrap();
    for line in lines {
        file.write_record(line.cells()).unwrap();
    }
    bring_file(office, "orders.csv", &file.into_inner().unwrap()).await
}

/// Runs a statement.
pub async fn execute(office: &Office, sql: &Sql) {
    let mut tx = office.db.begin().await.unwrap();
    sql.clone().execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// An active member of staff.
pub async fn person(office: &Office, name: &str, role: Role) -> Actor {
    let mut sql = Sql::new("INSERT INTO staff (account, name, role, state, created_at) VALUES (");
    sql.arg(format!("{name}@example.com")).push(", ").arg(name).push(", ").arg(role.code());
    execute(office, sql.push(", 'active', 0)")).await;
    let mut sql = Sql::new("SELECT id FROM staff WHERE name = ");
    let (id,): (i64,) = sql.arg(name).clone().fetch_optional(&office.db).await.unwrap().unwrap();
    staff::load_actor(office, id).await.unwrap().unwrap()
}

/// Grants a product to a member of staff; who they are then.
pub async fn granted(office: &Office, actor: &Actor, product: &str) -> Actor {
    let id = actor.staff_id().unwrap();
    let mut sql = Sql::new("INSERT INTO staff_products (staff_id, product_id, granted_at) SELECT ");
    sql.push(&id.to_string()).push(", id, 0 FROM products WHERE code = ").arg(product);
    execute(office, &sql).await;
    staff::load_actor(office, id).await.unwrap().unwrap()
}

/// How often something stands in the journal.
pub async fn journalled(office: &Office, action: &str) -> i64 {
    let mut sql = Sql::new("SELECT COUNT(*) FROM events WHERE action = ");
    let (count,): (i64,) = sql.arg(action).clone().fetch_optional(&office.db).await.unwrap().unwrap();
    count
}
