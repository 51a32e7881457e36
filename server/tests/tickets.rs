//! Tickets over HTTP: the API step by step, and the pages with their forms.

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
    CS1,saas_auto,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";

#[tokio::test(flavor = "multi_thread")]
async fn programs_take_a_ticket_from_the_question_to_the_rating() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    let call = async |method: &'static str, path: &str, body: Value| {
        let answer = house.call(method, &format!("/api/v1{path}"), &token, body).await;
        (answer.status.as_u16(), answer.json())
    };
    let wanted = json!({"subject": "Cannot sign in", "description": "A blank page.", "order_no": "CS1", "severity": "high"});
    let (status, made) = call("POST", "/tickets", wanted).await;
    assert_eq!(
        (status, &made["state"], &made["waiting_for"]),
        (201, &json!("pending"), &json!("us")),
        "{made}"
    );
    assert_eq!((&made["product_id"], &made["buyer"]), (&json!("P-1"), &json!("远山贸易")));
    assert_eq!(made["left_minutes"], json!(72 * 60));
    assert_eq!(made["messages"][0]["body"], "A blank page.");
    let no = made["no"].as_str().unwrap().to_owned();
    let path = format!("/tickets/{no}");

    let (status, refused) =
        call("POST", &format!("{path}/actions"), json!({"action": "confirm", "by": "customer"})).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("not_now")), "{refused}");
    let (status, refused) = call("POST", &format!("{path}/messages"), json!({"body": "Hello"})).await;
    assert_eq!(status, 409, "accept it first: {refused}");
    let (status, now) = call("POST", &format!("{path}/actions"), json!({"action": "accept"})).await;
    assert_eq!((status, &now["state"]), (200, &json!("in_progress")), "{now}");
    let (status, now) =
        call("POST", &format!("{path}/messages"), json!({"body": "Empty the cache.", "public": true})).await;
    assert_eq!((status, &now["waiting_for"]), (200, &json!("customer")), "{now}");
    assert!(now["first_responded_at"].is_string() && now["resolution_due_at"].is_null());
    let (status, now) =
        call("POST", &format!("{path}/messages"), json!({"body": "Still blank.", "by": "customer"})).await;
    assert_eq!((status, &now["waiting_for"]), (200, &json!("us")), "{now}");
    let (status, refused) =
        call("POST", &format!("{path}/actions"), json!({"action": "resolve", "cause": "cache"})).await;
    assert_eq!((status, &refused["error"]["field"]), (422, &json!("solution")), "{refused}");
    let solved = json!({"action": "resolve", "cause": "An old cache", "solution": "It was emptied"});
    let (status, now) = call("POST", &format!("{path}/actions"), solved).await;
    assert_eq!((status, &now["state"]), (200, &json!("awaiting_confirmation")), "{now}");
    for (step, state) in [
        (json!({"action": "confirm", "by": "customer"}), "closed"),
        (json!({"action": "rate", "by": "customer", "rating": 5}), "closed"),
    ] {
        let (status, now) = call("POST", &format!("{path}/actions"), step).await;
        assert_eq!((status, &now["state"]), (200, &json!(state)), "{now}");
    }
    let (_, seen) = call("GET", &path, Value::Null).await;
    assert_eq!(
        (&seen["rating"], &seen["cause"], &seen["solution"]),
        (&json!(5), &json!("An old cache"), &json!("It was emptied"))
    );
    let reopen = seen["actions"].as_array().unwrap().iter().find(|one| one["action"] == "reopen").unwrap();
    assert_eq!((&reopen["allowed"], &reopen["why_not"]), (&json!(true), &Value::Null));
    let (status, refused) =
        call("POST", &format!("{path}/actions"), json!({"action": "rate", "by": "customer", "rating": 4}))
            .await;
    assert_eq!(status, 409, "{refused}");

    let (_, list) = call("GET", "/tickets?state=closed&product=P-1", Value::Null).await;
    assert_eq!((&list["total"], &list["data"][0]["no"]), (&json!(1), &json!(no)));
    let (status, _) = call("GET", "/tickets?state=lost", Value::Null).await;
    assert_eq!(status, 422);
    let (status, _) = call("GET", "/tickets/T999999", Value::Null).await;
    assert_eq!(status, 404);
    let finance = house.token(Role::Finance).await;
    let denied = house.call("GET", &format!("/api/v1{path}"), &finance, Value::Null).await;
    assert_eq!(denied.status.as_u16(), 403);
}
