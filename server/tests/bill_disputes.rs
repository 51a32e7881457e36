//! Disputes about lines of bills, as a program and a browser without JavaScript see them.

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

const SOLD: &str = "\
order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method
CS7001,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,80.00,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,PERIOD,prepaid
";

const STANDING: &str = r#"{
    "certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行", "account_no": "6225",
        "taxpayer": "general", "currency": "CNY"},
    "agreement": {"version": "2025-1", "signed": true}}"#;

/// One line of 1,900.00 in a locked bill.
async fn locked() -> House {
    let house = House::new().await;
    merchant::record(&house.office, &Actor::System, &serde_json::from_str(STANDING).unwrap()).await.unwrap();
    assert!(house.bring_in(SOLD).await.rejected.is_empty());
    let finance =
        |id: i64| Actor::Staff { id, name: format!("财务{id}"), role: Role::Finance, products: vec![] };
    bills::run_now(&house.office, &finance(91), Period::parse("202509").unwrap(), None).await.unwrap();
    for (who, action) in [(91, BillAction::Submit), (92, BillAction::Approve), (91, BillAction::Lock)] {
        bills::act(&house.office, &finance(who), 1, action, "").await.unwrap();
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_disputes_a_line_and_another_one_decides() {
    let house = locked().await;
    let (one, two) = (house.token(Role::Finance).await, house.token(Role::Finance).await);
    let (auditor, support) = (house.token(Role::Auditor).await, house.token(Role::Support).await);
    let path = "/api/v1/bills/1/lines/1/disputes";
    let given = json!({"reason": "费率应为 3 %", "should": "1940.00"});
    for (token, path, given, status, field) in [
        (&auditor, path, given.clone(), 403, Value::Null),
        (&one, "/api/v1/bills/1/lines/2/disputes", given.clone(), 404, Value::Null),
        (&one, "/api/v1/bills/9/lines/1/disputes", given.clone(), 404, Value::Null),
        (&one, path, json!({"reason": " "}), 422, json!("reason")),
        (&one, path, json!({"reason": "x", "should": "1e5"}), 422, json!("should")),
        (&one, path, json!({"reason": "x", "should": "1900"}), 422, json!("should")),
        (&one, path, json!({"why": "x"}), 422, json!("why")),
        (&one, path, given.clone(), 201, Value::Null),
        (&two, path, given, 409, Value::Null),
    ] {
        let answer = house.call("POST", path, token, given.clone()).await;
        let said = answer.json();
        assert_eq!((answer.status.as_u16(), &said["error"]["field"]), (status, &field), "{given}: {said}");
    }
    let dispute = "/api/v1/bills/disputes/1";
    let said = house.call("POST", &format!("{dispute}/messages"), &two, json!({"body": "已确认"})).await;
    assert_eq!(said.json()["messages"][0]["body"], "已确认", "{}", said.text());
    let actions = format!("{dispute}/actions");
    for (token, given, status, field) in [
        (&one, json!({"action": "accept", "reason": "x"}), 409, Value::Null),
        (&two, json!({"action": "agree", "reason": "x"}), 422, json!("action")),
        (&two, json!({"action": "accept"}), 422, json!("reason")),
        (&two, json!({"action": "accept", "reason": "附件二"}), 422, json!("should")),
        (&two, json!({"action": "withdraw", "reason": "x"}), 409, Value::Null),
        (&support, json!({"action": "withdraw", "reason": "x"}), 403, Value::Null),
        (&two, json!({"action": "accept", "reason": "附件二", "should": 1950}), 200, Value::Null),
        (&two, json!({"action": "reject", "reason": "x"}), 409, Value::Null),
    ] {
        let answer = house.call("POST", &actions, token, given.clone()).await;
        let said = answer.json();
        assert_eq!((answer.status.as_u16(), &said["error"]["field"]), (status, &field), "{given}: {said}");
    }
    let found = house.call("GET", dispute, &auditor, Value::Null).await.json();
    assert_eq!((&found["state"], &found["difference"]), (&json!("accepted"), &json!("50.00")), "{found}");
    let list = house.call("GET", "/api/v1/bills/disputes?state=accepted", &auditor, Value::Null).await.json();
    assert_eq!((&list["total"], &list["data"][0]["number"]), (&json!(1), &json!("GB-202509-0001")), "{list}");
    let run = house.call("POST", "/api/v1/bills/runs", &one, json!({"period": "202510"})).await.json();
    assert_eq!((&run["billed"], &run["total"]), (&json!(1), &json!("50.00")), "{run}");
    let lines = house.call("GET", "/api/v1/bills/2/lines", &one, Value::Null).await.json();
    assert_eq!(lines["data"][0]["corrects"], json!({"bill": 1, "position": 1}), "{lines}");
    assert_eq!(lines["data"][0]["item"], "adjustment");
    let found = house.call("GET", dispute, &auditor, Value::Null).await.json();
    assert_eq!(found["adjustment"], json!({"bill": 2, "position": 1}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_has_a_page_with_its_disputes() {
    let house = locked().await;
    for (address, role) in [
        ("wang@example.com", Role::Finance),
        ("li@example.com", Role::Finance),
        ("sun@example.com", Role::Auditor),
    ] {
        house.staff(address, role).await;
    }
    let (wang, li) = (house.sign_in("wang@example.com").await, house.sign_in("li@example.com").await);
    let sun = house.sign_in("sun@example.com").await;
    let page = "/bills/1/lines/1";
    let has = |text: &str, wanted: &[&str]| {
        for one in wanted {
            assert!(text.contains(one), "{one} is not in {text}");
        }
    };
    has(&house.get("/bills/1", &wang).await.text(), &["href=\"/bills/1/lines/1\""]);
    has(&house.get(page, &wang).await.text(), &["2,000.00 × (1 − 5.00 %)", "/do/open-dispute", "CS7001"]);
    assert!(!house.get(page, &sun).await.text().contains("/do/open-dispute"));
    assert_eq!(house.get("/bills/1/lines/9", &wang).await.status, 404);
    assert_eq!(house.get("/bills/1/lines/x", &wang).await.status, 404);

    let wrong = [("bill", "1"), ("position", "1"), ("reason", "</textarea><b>费率"), ("should", "一千")];
    let refused = house.post("/do/open-dispute", &wang, &wrong).await;
    let flash = refused.flash().unwrap();
    let again = house.get(page, &format!("{wang}; {flash}")).await.text();
    has(&again, &["href=\"#f-should\"", "&lt;/textarea&gt;&lt;b&gt;费率", "value=\"一千\""]);
    let right = [("bill", "1"), ("position", "1"), ("reason", "<b>费率</b>"), ("should", "1,940")];
    let done = house.post("/do/open-dispute", &wang, &right).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/bills/1/lines/1#dispute-1"));
    let own = house.get(page, &wang).await.text();
    has(&own, &["another one of finance, or an owner, decides it", "value=\"withdraw\""]);
    assert!(!own.contains("value=\"accept\"") && !own.contains("/do/open-dispute"));
    house.post("/do/say-in-dispute", &li, &[("id", "1"), ("body", "Annex 2")]).await;
    has(&house.get(page, &li).await.text(), &["Annex 2", "value=\"accept\"", "value=\"1940.00\""]);
    let given = [("id", "1"), ("action", "accept"), ("reason", "agreed"), ("should", "1,940")];
    assert_eq!(house.post("/do/act-dispute", &li, &given).await.status, 303);
    has(
        &house.get(page, &sun).await.text(),
        &["Accepted", "40.00", "1,940.00", "Waits for the next bill of its kind"],
    );
    has(&house.get("/bills/disputes?state=accepted", &sun).await.text(), &["GB-202509-0001, line 1"]);
    has(&house.get("/bills/1", &sun).await.text(), &["/bills/1/lines/1#dispute-1"]);
    assert_eq!(house.post("/do/act-dispute", &sun, &given).await.status, 403);
}
