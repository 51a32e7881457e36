//! Undoing an import over HTTP: its page and form, and the API.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{House, ORDERS};
use domain::access::Role;
use operations::jobs::{self, UNDOS};
use serde_json::{Value, json};

const UNDO: &str = "/api/v1/imports/1/undo";

#[tokio::test(flavor = "multi_thread")]
async fn programs_undo_an_import_and_hear_what_stands_in_the_way() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    let dry = house.call("POST", &format!("{UNDO}?dry_run=true"), &token, Value::Null).await.json();
    assert_eq!(
        (&dry["state"], &dry["in_the_way_count"], &dry["put_back"]),
        (&json!("done"), &json!(0), &json!(0))
    );
    let count = dry["withdrawn"].as_i64().unwrap();
    assert!(count > 0);
    let note = house.call("POST", "/api/v1/orders/CS2/notes", &token, json!({"note": "x"})).await;
    assert_eq!(note.status, 201, "{}", note.text());
    let refused = house.call("POST", UNDO, &token, Value::Null).await;
    assert_eq!(refused.status, 409);
    let error = &refused.json()["error"];
    assert_eq!(error["in_the_way"], json!([{"order_no": "CS2", "why": "note", "which": null}]));
    assert_eq!(error["message"], "1 order stands in the way: CS2 has a note");
    let dry = house.call("POST", &format!("{UNDO}?dry_run=true"), &token, Value::Null).await.json();
    assert_eq!(dry["in_the_way"], error["in_the_way"]);
    assert_eq!(house.call("POST", "/api/v1/imports/99/undo", &token, Value::Null).await.status, 404);
    assert_eq!(house.call("POST", "/api/v1/imports/x/undo", &token, Value::Null).await.status, 404);
    let finance = house.token(Role::Finance).await;
    assert_eq!(house.call("POST", UNDO, &finance, Value::Null).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_first_and_the_form_undoes_once() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("li@example.com", Role::Operations).await;
    let cookie = house.sign_in("li@example.com").await;
    assert!(house.get("/imports/1", &cookie).await.text().contains("href=\"/imports/1/undo\""));
    let page = house.get("/imports/1/undo", &cookie).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("action=\"/do/undo-import\""), "{}", page.text());
    for _ in 0..2 {
        assert_eq!(house.post("/do/undo-import", &cookie, &[("id", "1")]).await.status, 303);
    }
    let page = house.get("/imports/1", &cookie).await.text();
    assert!(page.contains("Being undone"), "{page}");
    jobs::drain(&house.office, UNDOS).await.unwrap();
    let page = house.get("/imports/1", &cookie).await.text();
    assert!(page.contains("undid this import") && !page.contains("href=\"/imports/1/undo\""), "{page}");
    let gone = house.get("/orders/CS2", &cookie).await;
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("taken away when import 1 was undone"), "{}", gone.text());
    assert_eq!(house.get("/orders/CS99", &cookie).await.status, 404);
    let again = house.get("/imports/1/undo", &cookie).await.text();
    assert!(again.contains("was undone already") && !again.contains("/do/undo-import"), "{again}");
    let token = house.token(Role::Operations).await;
    let listed = house.call("GET", "/api/v1/imports", &token, Value::Null).await.json();
    assert_eq!(
        (&listed["data"][0]["state"], &listed["data"][0]["undone_by"]),
        (&json!("undone"), &json!("operations 李"))
    );
    assert_eq!(house.call("POST", UNDO, &token, Value::Null).await.status, 409);
}
