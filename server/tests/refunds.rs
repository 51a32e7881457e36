//! Refunds over the API: asked for, reviewed, and what they do to the order and its delivery.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::House;
use domain::access::Role;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n\
    CS2,api,P-2,接口,C-1,远山贸易,,,100.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";

async fn ask(house: &House, token: &str, order: &str, amount: &str) -> (u16, Value) {
    let path = format!("/api/v1/orders/{order}/refunds");
    let answer = house.call("POST", &path, token, json!({"amount": amount, "reason": "不再需要"})).await;
    (answer.status.as_u16(), answer.json())
}

async fn act(house: &House, token: &str, id: &Value, step: Value) -> (u16, Value) {
    let answer = house.call("POST", &format!("/api/v1/refunds/{id}/actions"), token, step).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_asked_for_rejected_asked_for_again_and_paid_back() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    for wrong in ["1000.01", "0", "-1", "", "x"] {
        let (status, told) = ask(&house, &token, "CS1", wrong).await;
        assert_eq!((status, &told["error"]["field"]), (422, &json!("amount")), "{wrong}: {told}");
    }
    assert_eq!(ask(&house, &token, "CS2", "100.00").await.0, 409);
    assert_eq!(ask(&house, &token, "CS9", "100.00").await.0, 404);
    let (status, first) = ask(&house, &token, "CS1", "400.00").await;
    assert_eq!((status, &first["state"]), (201, &json!("pending_merchant_review")), "{first}");
    assert_eq!(ask(&house, &token, "CS1", "400.00").await.0, 409, "one runs");
    let submit = json!({"action": "submit_requirement", "by": "buyer", "comment": "两台"});
    let step = house.call("POST", "/api/v1/supervisions/CS1/actions", &token, submit.clone()).await;
    assert_eq!(step.status.as_u16(), 409, "the delivery is locked");
    let (status, told) = act(&house, &token, &first["id"], json!({"action": "reject"})).await;
    assert_eq!((status, &told["error"]["field"]), (422, &json!("reason")), "{told}");
    let (status, told) =
        act(&house, &token, &first["id"], json!({"action": "reject", "reason": "已交付一半"})).await;
    assert_eq!((status, &told["state"]), (200, &json!("rejected")), "{told}");
    let step = house.call("POST", "/api/v1/supervisions/CS1/actions", &token, submit).await;
    assert_eq!(step.status.as_u16(), 200, "the delivery goes on: {}", step.json());
    let (_, second) = ask(&house, &token, "CS1", "400.00").await;
    let (status, told) = act(&house, &token, &second["id"], json!({"action": "approve"})).await;
    assert_eq!((status, &told["state"]), (200, &json!("approved")), "{told}");
    assert_eq!(told["unsubscribe_order_no"], "CS1-R1");
    assert_eq!(act(&house, &token, &second["id"], json!({"action": "approve"})).await.0, 409);
    let order = house.call("GET", "/api/v1/orders/CS1-R1", &token, Value::Null).await.json();
    assert_eq!(
        (&order["order_type"], &order["state"]),
        (&json!("UNSUBSCRIBE"), &json!("completed")),
        "{order}"
    );
    assert_eq!(order["paid_amount"], "-400.00", "{order}");
    let delivery = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    assert_eq!(delivery["node"], "closed_refunded");
    let (status, told) = act(&house, &token, &second["id"], json!({"action": "paid_back"})).await;
    assert_eq!((status, &told["state"]), (200, &json!("refunded")), "{told}");
    assert_eq!(ask(&house, &token, "CS1", "600.00").await.0, 409, "it was refunded");
    let listed = house.call("GET", "/api/v1/refunds?state=refunded", &token, Value::Null).await.json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{listed}");
}
