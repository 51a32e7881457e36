//! Where an order stands in bills, for programs: the lines of bills, and what is in none with why and what to do.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::House;
use domain::{
    Period,
    access::{Actor, Role},
    bill::BillAction,
};
use operations::{bills, merchant};
use serde_json::{Value, json};

/// Of October 2025: an order with two lines, one that nobody paid, a trial, one that its customer has not repaid, and
/// one that was completed only in this month.
const ORDERS: &str = "order_no,line_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,\
    deal_price,coupon,state,created_at,paid_at,completed_at,billing_mode,payment_method\n\
    B1,1,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,0,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    B1,2,NEW,general,saas_auto,P-2,数据备份,C-1,远山贸易,3000.50,0,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    B2,1,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,0,pending_payment,2025-10-05 09:00:00,,,PERIOD,prepaid\n\
    B3,1,TRIAL,general,saas_auto,P-1,云端进销存,C-1,远山贸易,0,0,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    B4,1,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,0,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,postpaid\n";

const STANDING: &str = r#"{"certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行",
    "account_no": "6225", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#;

async fn shop() -> (House, String) {
    let house = House::new().await;
    let done = house.bring_in(ORDERS).await;
    assert!(done.rejected.is_empty(), "{done:?}");
    let token = house.token(Role::Finance).await;
    (house, token)
}

async fn certify(house: &House) {
    merchant::record(&house.office, &Actor::System, &serde_json::from_str(STANDING).unwrap()).await.unwrap();
}

async fn run(house: &House) {
    let run = bills::run_now(&house.office, &Actor::System, Period::parse("202510").unwrap(), None).await;
    assert_eq!(run.unwrap().bills, 1);
}

async fn billing(house: &House, token: &str, order_no: &str) -> Value {
    let answer = house.call("GET", &format!("/api/v1/orders/{order_no}/billing"), token, Value::Null).await;
    assert_eq!(answer.status, 200, "{order_no}: {}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_billed_order_names_its_lines() {
    let (house, token) = shop().await;
    certify(&house).await;
    run(&house).await;
    let line = |number: Option<&str>, state: &str, line_no: i64, amount: &str| {
        json!({"bill": 1, "number": number, "state": state, "period": "202510", "line": line_no, "line_no": line_no,
            "part": 0, "item": "order", "amount": amount, "currency": "CNY"})
    };
    let draft = json!({"billed": [line(None, "draft", 1, "1900.00"), line(None, "draft", 2, "2850.48")], "held_back": []});
    assert_eq!(billing(&house, &token, "B1").await, draft);
    for (who, action) in [(7, BillAction::Submit), (8, BillAction::Approve), (8, BillAction::Lock)] {
        let actor =
            Actor::Staff { id: who, name: format!("财务{who}"), role: Role::Finance, products: vec![] };
        bills::act(&house.office, &actor, 1, action, "").await.unwrap();
    }
    let number = Some("GB-202510-0001");
    let locked = json!([line(number, "locked", 1, "1900.00"), line(number, "locked", 2, "2850.48")]);
    assert_eq!(billing(&house, &token, "B1").await["billed"], locked);
    // Transaction details say the same.
    let listed =
        house.call("GET", "/api/v1/bills/transactions?order_no=B1&sort=id", &token, Value::Null).await;
    let told: Vec<_> = listed.json()["data"].as_array().unwrap().clone();
    assert_eq!(told.len(), 2, "{}", listed.text());
    for (told, line) in told.iter().zip(locked.as_array().unwrap()) {
        for field in ["bill", "number", "line", "line_no", "part", "amount", "currency", "period"] {
            assert_eq!(told[field], line[field], "{field}: {told}");
        }
        assert_eq!((&told["billing"], &told["order_no"]), (&json!("billed"), &json!("B1")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_no_bill_says_why_and_what_to_do() {
    let (house, token) = shop().await;
    for (order_no, reason, period) in [
        ("B1", "certification_missing", json!("202510")),
        ("B2", "unpaid", Value::Null),
        ("B3", "trial", Value::Null),
        ("B4", "not_repaid", Value::Null),
    ] {
        let told = billing(&house, &token, order_no).await;
        assert_eq!(told["billed"], json!([]), "{told}");
        let held = &told["held_back"][0];
        assert_eq!(
            (&held["reason"], &held["period"], &held["line_no"]),
            (&json!(reason), &period, &json!(1)),
            "{told}"
        );
        assert!(held["what_to_do"].as_str().is_some_and(|text| text.len() > 10), "{told}");
        // A moment with the offset of the business time zone.
        assert!(held["since"].as_str().is_some_and(|at| at.ends_with("+08:00")), "{told}");
    }
    certify(&house).await;
    assert_eq!(billing(&house, &token, "B1").await["held_back"][1]["reason"], "not_run");
    run(&house).await;
    assert_eq!(billing(&house, &token, "B2").await["held_back"][0]["reason"], "unpaid");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_those_who_read_bills() {
    let (house, token) = shop().await;
    for (order_no, status) in [("B9", 404), ("%20", 404), ("B1", 200)] {
        let path = format!("/api/v1/orders/{order_no}/billing");
        let answer = house.call("GET", &path, &token, Value::Null).await;
        assert_eq!(answer.status, status, "{order_no}: {}", answer.text());
    }
    let path = "/api/v1/orders/B1/billing";
    assert_eq!(house.call("GET", path, "", Value::Null).await.status, 401);
    for (role, status) in
        [(Role::Support, 403), (Role::Auditor, 200), (Role::Operations, 200), (Role::Owner, 200)]
    {
        let token = house.token(role).await;
        assert_eq!(house.call("GET", path, &token, Value::Null).await.status, status, "{role}");
    }
}
