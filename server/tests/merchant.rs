//! What the marketplace says of the merchant: recorded by page, API and command line, told and refused by its field.

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

const PATH: &str = "/api/v1/merchant";

fn passed() -> Value {
    json!({
        "certification": {
            "state": "passed", "account_name": "杭州云帆软件有限公司", "bank": "招商银行", "account_no": 6_214_000,
            "taxpayer": "small", "currency": "CNY"
        },
        "agreement": {"version": "2026-1", "signed": true}
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_record_what_the_marketplace_says() {
    let house = House::new().await;
    let token = house.token(Role::Finance).await;
    let first = house.call("GET", PATH, &token, Value::Null).await.json();
    assert_eq!(first["blocked_by"], json!(["not_certified", "agreement_required"]), "{first}");
    let answer = house.call("PUT", PATH, &token, passed()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let now = house.call("GET", PATH, &token, Value::Null).await.json();
    assert_eq!((&now["certification"]["state"], &now["blocked_by"]), (&json!("passed"), &json!([])));
    assert_eq!(now["certification"]["account_no"], "6214000");
    // What is absent stays as it is.
    let newer = json!({"agreement": {"version": "2027-1"}});
    let now = house.call("PUT", PATH, &token, newer).await.json();
    assert_eq!(now["blocked_by"], json!(["agreement_required"]), "{now}");
    assert_eq!(
        (&now["certification"]["bank"], &now["agreement"]["site"]),
        (&json!("招商银行"), &json!("mainland"))
    );
    for site in [json!({"version": "2027-1", "site": "international"}), json!({"version": "2027-1"})] {
        let now = house.call("PUT", PATH, &token, json!({"agreement": site})).await.json();
        assert_eq!(now["agreement"]["site"], "international", "{now}");
    }
    for (body, field) in [
        (json!({"certification": {"state": "passed"}}), "certification.account_name"),
        (json!({"certification": {"state": "rejected"}}), "certification.reason"),
        (json!({"certification": {"state": "done"}}), "certification.state"),
        (json!({"agreement": {"version": ""}}), "agreement.version"),
        (json!({"agreement": {"version": "1", "site": "moon"}}), "agreement.site"),
    ] {
        let refused = house.call("PUT", PATH, &token, body).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json()["error"]["field"], field);
    }
    let unknown =
        house.call("PUT", PATH, &token, json!({"agreement": {"version": "1", "sigend": true}})).await;
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    for (role, get, put) in [(Role::Support, 403, 403), (Role::Auditor, 200, 403), (Role::Owner, 200, 200)] {
        let token = house.token(role).await;
        assert_eq!(house.call("PUT", PATH, &token, passed()).await.status, put, "{role}");
        assert_eq!(house.call("GET", PATH, &token, Value::Null).await.status, get, "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_stands_against_bills() {
    let house = House::new().await;
    house.staff("wang@example.com", Role::Finance).await;
    let cookie = house.sign_in("wang@example.com").await;
    let page = house.get("/settings/standing", &cookie).await.text();
    assert!(page.contains("Nothing is billed") && page.contains("Bills are not shown"), "{page}");
    let fields = [("state", "passed"), ("account_name", "杭州云帆软件有限公司"), ("bank", "招商银行")];
    let refused = house.post("/do/record-certification", &cookie, &fields).await;
    let flash = refused.flash().unwrap();
    let page = house.get("/settings/standing", &format!("{cookie}; {flash}")).await.text();
    assert!(page.contains("Account: ") && page.contains("value=\"招商银行\""), "{page}");
    let fields = [fields.as_slice(), &[("account_no", "6214")]].concat();
    assert_eq!(house.post("/do/record-certification", &cookie, &fields).await.status, 303);
    let fields = [("version", "2026-1"), ("signed", "yes"), ("site", "moon")];
    let flash = house.post("/do/record-agreement", &cookie, &fields).await.flash().unwrap();
    let page = house.get("/settings/standing", &format!("{cookie}; {flash}")).await.text();
    assert!(page.contains("Site: "), "{page}");
    let fields = [("version", "2026-1"), ("signed", "yes"), ("site", "international")];
    assert_eq!(house.post("/do/record-agreement", &cookie, &fields).await.status, 303);
    let page = house.get("/settings/standing", &cookie).await.text();
    assert!(page.contains("Bills can be made"), "{page}");
    assert!(page.contains("value=\"international\" selected"), "{page}");
    // Auditors read it, and have no form.
    house.staff("sun@example.com", Role::Auditor).await;
    let cookie = house.sign_in("sun@example.com").await;
    let page = house.get("/settings/standing", &cookie).await.text();
    assert!(
        page.contains("招商银行") && page.contains("International") && !page.contains("/do/record-"),
        "{page}"
    );
}
