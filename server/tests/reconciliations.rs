//! The marketplace's bill against ours, as a program and a browser without JavaScript see it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::body::Body;
use common::{Answer, House, from_browser};
use domain::{
    Period,
    access::{Actor, Role},
    bill::BillAction,
};
use http::Request;
use operations::{bills, merchant};
use serde_json::{Value, json};

const SOLD: &str = "\
order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method
CS7001,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,80.00,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,PERIOD,prepaid
CS7002,NEW,general,saas_auto,P-2,</td><script>,C-1,远山贸易,3000,80.00,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,PERIOD,prepaid
";

const STANDING: &str = r#"{
    "certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行", "account_no": "6225",
        "taxpayer": "general", "currency": "CNY"},
    "agreement": {"version": "2025-1", "signed": true}}"#;

const FILE: &str =
    "云市场账单\n订单号,结算金额\nCS7001,1700.00\nCS7002,2850.00\nCS7009,12\nCS7010,abc\n合计,4562.00\n";

/// Two lines, 1,900.00 and 2,850.00, in a locked bill.
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

async fn sent(house: &House, query: &str, token: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method("POST").uri(format!("/api/v1/reconciliations?{query}"));
    house.send(request.header("authorization", format!("Bearer {token}")).body(body.into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_compares_a_file_and_another_one_locks() {
    let house = locked().await;
    let (one, two) = (house.token(Role::Finance).await, house.token(Role::Finance).await);
    let (auditor, support) = (house.token(Role::Auditor).await, house.token(Role::Support).await);
    for (token, query, file, status, field) in [
        (&auditor, "period=202509", FILE, 403, Value::Null),
        (&one, "period=2025", FILE, 422, json!("period")),
        (&one, "period=202509&kind=boats", FILE, 422, json!("kind")),
        (&one, "period=202509&tolerance=-1", FILE, 422, json!("tolerance")),
        (&one, "period=202509", "客户,商品\nx,y\n", 422, Value::Null),
        (&one, "period=202509", "", 422, Value::Null),
        (&one, "period=202508", FILE, 409, Value::Null),
    ] {
        let answer = sent(&house, query, token, file).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["field"]),
            (status, &field),
            "{query}: {}",
            answer.text()
        );
    }
    let found = sent(&house, "period=202509&file_name=bill.csv", &one, FILE).await.json();
    let numbers = [
        "matched",
        "different",
        "missing_here",
        "missing_there",
        "rows",
        "rows_refused",
        "rows_total",
        "open",
    ];
    assert_eq!(numbers.map(|name| found[name].as_i64().unwrap()), [1, 1, 1, 0, 5, 1, 1, 2]);
    assert_eq!((&found["ours"], &found["theirs"]), (&json!("4750.00"), &json!("4562.00")));
    assert_eq!(found["totals"][0]["by_reason"], json!({"fee": "-200.00", "unknown_order": "12.00"}));
    let different = &found["differences"][0];
    assert_eq!((&different["order_no"], &different["reason"]), (&json!("CS7001"), &json!("fee")));
    assert_eq!(different["explained"][0], "fee: 5.00 % here, 15.00 % there");
    assert_eq!(found["not_read"][0]["row"], 6);
    let path = format!("/api/v1/reconciliations/{}", found["id"]);
    assert_eq!(house.call("GET", &path, &support, Value::Null).await.status, 403);
    assert_eq!(house.call("GET", "/api/v1/reconciliations/77", &one, Value::Null).await.status, 404);
    let again = sent(&house, "period=202509", &two, FILE).await.json();
    assert_eq!(again["id"], found["id"], "the same file is the same reconciliation");
    let lines =
        house.call("GET", &format!("{path}/lines?state=missing_here"), &auditor, Value::Null).await.json();
    let unknown = lines["data"][0]["id"].as_i64().unwrap();
    let line = |id: i64| format!("{path}/lines/{id}/actions");
    let act = json!({"action": "accept"});
    assert_eq!(house.call("POST", &line(unknown), &auditor, act.clone()).await.status, 403);
    assert_eq!(house.call("POST", &line(unknown), &one, act.clone()).await.status, 409);
    assert_eq!(house.call("POST", &line(unknown), &one, json!({"action": "sing"})).await.status, 422);
    assert_eq!(house.call("POST", &line(unknown), &one, json!({"action": "explain"})).await.status, 422);
    let explained = json!({"action": "explain", "note": "测试订单"});
    assert_eq!(house.call("POST", &line(unknown), &one, explained).await.status, 200);
    let accepted = house.call("POST", &line(different["id"].as_i64().unwrap()), &one, act).await.json();
    assert_eq!(accepted["open"], 0);
    let step = format!("{path}/actions");
    assert_eq!(
        house.call("POST", &step, &one, json!({"action": "submit"})).await.json()["state"],
        "in_review"
    );
    assert_eq!(house.call("POST", &step, &one, json!({"action": "lock"})).await.status, 409);
    assert_eq!(house.call("POST", &step, &two, json!({"action": "lock"})).await.json()["state"], "locked");
    let disputes = house.call("GET", "/api/v1/bills/disputes", &auditor, Value::Null).await.json();
    assert_eq!(
        (&disputes["data"][0]["difference"], &disputes["data"][0]["state"]),
        (&json!("-200.00"), &json!("accepted"))
    );
}

/// A form with a file, as a browser sends it.
async fn uploaded(house: &House, cookie: &str, fields: &[(&str, &str)], file: &str) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"bill.csv\"\r\n\r\n");
    body.push_str(file);
    body.push_str("\r\n--b--\r\n");
    let request = from_browser("POST", "/reconciliations", cookie);
    let request = request.header("content-type", "multipart/form-data; boundary=b");
    house.send(request.body(Body::from(body)).unwrap()).await
}

fn has(text: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(text.contains(one), "{one} is not in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_says_why_where_it_was_sent() {
    let house = locked().await;
    house.staff("wang@example.com", Role::Finance).await;
    house.staff("sun@example.com", Role::Auditor).await;
    let (wang, sun) = (house.sign_in("wang@example.com").await, house.sign_in("sun@example.com").await);
    has(
        &house.get("/reconciliations", &wang).await.text(),
        &["/reconciliations/new", "No reconciliation yet"],
    );
    assert_eq!(house.get("/reconciliations/new", &sun).await.status, 403);
    for (fields, said) in [
        (&[("period", "2025-08")][..], "There is no bill of 2025-08"),
        (&[("period", "x")][..], "“x”"),
        (&[("period", "2025-09"), ("tolerance", "1e5")][..], "1e5"),
    ] {
        let refused = uploaded(&house, &wang, fields, FILE).await;
        assert_eq!((refused.status.as_u16(), refused.header("location")), (303, "/reconciliations/new"));
        let flash = refused.flash().unwrap();
        has(&house.get("/reconciliations/new", &format!("{wang}; {flash}")).await.text(), &[said]);
    }
    assert_eq!(uploaded(&house, &sun, &[("period", "2025-09")], FILE).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_uploads_a_file_and_works_through_its_differences() {
    let house = locked().await;
    for (address, role) in [
        ("wang@example.com", Role::Finance),
        ("li@example.com", Role::Owner),
        ("sun@example.com", Role::Auditor),
    ] {
        house.staff(address, role).await;
    }
    let (wang, li) = (house.sign_in("wang@example.com").await, house.sign_in("li@example.com").await);
    let sun = house.sign_in("sun@example.com").await;
    let done = uploaded(&house, &wang, &[("period", "2025-09")], FILE).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/reconciliations/1"));
    has(&house.get("/reconciliations/1", &wang).await.text(), &["CS7002 · CS7009", "value=\"compare\""]);
    let compare = [("id", "1"), ("step", "compare"), ("name", "云市场 CSV")];
    assert_eq!(house.post("/do/look-reconciliation", &wang, &compare).await.status, 303);
    has(&house.get("/reconciliations/new", &wang).await.text(), &["<option value=\"云市场 CSV\""]);
    operations::jobs::drain(&house.office, operations::reconciliations::JOBS).await.unwrap();
    let page = house.get("/reconciliations/1", &wang).await.text();
    has(
        &page,
        &["Other platform fee", "15.00 %", "4,562.00", "CS7009", "CS7001", "5: 3 lines, 1 sum, 1 not read"],
    );
    assert!(!page.contains("CS7002"), "what is to be done comes first");
    let all = house.get("/reconciliations/1?sort=position", &wang).await.text();
    has(&all, &["CS7002", "&lt;/td&gt;&lt;script&gt;"]);
    assert!(!house.get("/reconciliations/1", &sun).await.text().contains("/do/act-reconciliation"));
    let nothing = [("id", "1"), ("action", "accept")];
    assert_eq!(house.post("/do/act-reconciliation", &wang, &nothing).await.status, 303);
    has(&house.get("/reconciliations/1", &wang).await.text(), &["CS7001"]);
    let explain =
        [("id", "1"), ("line", "3"), ("action", "explain"), ("note", "</textarea>test"), ("reason", "")];
    assert_eq!(house.post("/do/act-reconciliation", &wang, &explain).await.status, 303);
    let accept = [("id", "1"), ("line", "1"), ("action", "accept")];
    assert_eq!(house.post("/do/act-reconciliation", &wang, &accept).await.status, 303);
    assert_eq!(house.post("/do/act-reconciliation", &sun, &accept).await.status, 403);
    has(&house.get("/reconciliations/1", &wang).await.text(), &["Submit for review"]);
    assert_eq!(
        house.post("/do/step-reconciliation", &wang, &[("id", "1"), ("action", "submit")]).await.status,
        303
    );
    has(
        &house.get("/reconciliations/1", &wang).await.text(),
        &["another one of finance, or an owner, locks it"],
    );
    assert_eq!(
        house.post("/do/step-reconciliation", &li, &[("id", "1"), ("action", "lock")]).await.status,
        303
    );
    has(
        &house.get("/reconciliations/1", &sun).await.text(),
        &["Locked", "Accepted", "&lt;/textarea&gt;test"],
    );
    has(&house.get("/journal?subject_kind=reconciliation", &li).await.text(), &["Locked a reconciliation"]);
}
