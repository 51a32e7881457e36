//! Orders whose deliveries are supervised, and short ways to act on them.

use domain::access::{Actor, Role};
use operations::{
    Office, Result,
    supervisions::{self, Detail, Given},
};

use crate::common::{import, staff};

pub const HEADER: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,\
    customer_name,duration,duration_unit,deal_price,state,created_at,paid_at,billing_mode";

/// A row of a paid order with its kind and delivery type.
pub fn paid(order_no: &str, kind: &str, delivery: &str) -> String {
    format!(
        "{order_no},NEW,{kind},{delivery},P-{delivery},上云服务,C-1,远山贸易,1,month,1000.00,processing,\
         2026-11-01 09:00:00,2026-11-01 10:00:00,PERIOD"
    )
}

pub fn owner() -> Actor {
    staff(Role::Owner)
}

/// Brings rows in; each must be taken.
pub async fn bring(office: &Office, rows: &[String]) {
    let file = format!("{HEADER}\n{}\n", rows.join("\n"));
    let done = import(office, &owner(), "orders.csv", file).await.unwrap();
    assert!(done.rejected.is_empty(), "{done:?}");
}

pub async fn get(office: &Office, order_no: &str) -> Detail {
    supervisions::get(office, &owner(), order_no).await.unwrap()
}

/// A step of somebody.
pub fn step(action: &str, by: &str) -> Given {
    Given {
        action: action.into(),
        by: by.into(),
        comment: "因为如此".into(),
        result: "已上线".into(),
        courier: "顺丰".into(),
        waybill: "SF1".into(),
        ..Given::default()
    }
}

pub async fn act(office: &Office, order_no: &str, given: &Given) -> Result<()> {
    supervisions::act(office, &owner(), order_no, given).await
}

/// Several steps, each of which must be taken.
pub async fn walk(office: &Office, order_no: &str, steps: &[(&str, &str)]) {
    for (action, by) in steps {
        act(office, order_no, &step(action, by)).await.unwrap_or_else(|e| panic!("{action} by {by}: {e}"));
    }
}

/// Puts a document of the merchant beside the delivery, as an answer to what is asked for at a node.
pub async fn prove(office: &Office, order_no: &str) -> i64 {
    let detail = get(office, order_no).await;
    let mut tx = office.db.begin().await.unwrap();
    let mut sql = operations::db::Sql::new(
        "INSERT INTO documents (name, kind, size_bytes, sha256, file, scan, notices, actor_kind, actor_name, created_at) VALUES ('验收.pdf', 'pdf', 1, 'x', ",
    );
    sql.arg(format!("file-{order_no}-{}", detail.log.len()))
        .push(", 'clean', '', 'staff', 'o', 0) RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await.unwrap().unwrap();
    let request = detail.requests.iter().find(|request| request.node.code() == "implement").map(|r| r.id);
    let mut sql = operations::db::Sql::new(
        "INSERT INTO supervision_documents (document_id, supervision_id, request_id, side, version) VALUES (",
    );
    sql.arg(id).push(", ").arg(detail.row.id).push(", ").arg(request).push(", 'merchant', 1)");
    sql.execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The node and who is waited for.
pub async fn stands(office: &Office, order_no: &str) -> (String, Option<String>) {
    let row = get(office, order_no).await.row;
    (row.node.code().to_owned(), row.waits_for().map(|side| side.code().to_owned()))
}
