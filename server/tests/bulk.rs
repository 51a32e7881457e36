//! What broke off is chosen on its list, tried again, and the result says what came of each.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::http::StatusCode;
use common::House;
use domain::access::{Actor, Role};
use operations::{
    db::Sql,
    exports::{self, Format, NewExport},
    imports,
};

const LI: &str = "li@example.com";
/// The box by which a row is chosen.
const BOX: &str = "name=\"row\"";

async fn execute(house: &House, text: &str) {
    let mut tx = house.office.db.begin().await.unwrap();
    Sql::new(text).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// The page to which a form leads.
async fn followed(house: &House, cookie: &str, form: &str, fields: &[(&str, &str)]) -> String {
    let done = house.post(form, cookie, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = house.get(done.header("location"), cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    page.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_that_broke_off_go_on_from_their_list() {
    let house = House::new().await;
    house.staff(LI, Role::Operations).await;
    let cookie = house.sign_in(LI).await;
    let path = house.folder.path().join("orders.csv");
    let row = "order_no,product_id,customer_id,deal_price,state,created_at\nCS1,P1,C1,10,processing,2026-10-01 12:00:00";
    std::fs::write(&path, row).unwrap();
    imports::enqueue(&house.office, &Actor::System, &imports::Upload::new("first.csv", &*path))
        .await
        .unwrap();
    assert!(!house.get("/imports", &cookie).await.text().contains(BOX), "one that waits is left alone");
    execute(&house, "UPDATE imports SET state = 'failed'").await;
    execute(&house, "DELETE FROM jobs WHERE kind = 'import'").await;
    imports::enqueue(&house.office, &Actor::System, &imports::Upload::new("second.csv", &*path))
        .await
        .unwrap();
    let list = house.get("/imports", &cookie).await.text();
    assert_eq!(list.matches(BOX).count(), 1, "{list}");
    assert!(list.contains("action=\"/do/resume-imports\""), "{list}");
    let page = followed(&house, &cookie, "/do/resume-imports", &[("all", "1"), ("query", "")]).await;
    assert!(page.contains("first.csv") && page.contains("second.csv"), "{page}");
    assert_eq!(page.matches("data-tone=\"success\"").count(), 1, "{page}");
    assert!(
        page.contains("It is “Waiting”, which stands against it.") && page.contains("/do/bulk-again"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_that_failed_are_made_again_from_their_list() {
    let house = House::new().await;
    let id = house.staff(LI, Role::Operations).await;
    let cookie = house.sign_in(LI).await;
    let li = operations::staff::load_actor(&house.office, id).await.unwrap().unwrap();
    for _ in 0..2 {
        let new = NewExport {
            kind: "orders",
            format: Format::Csv,
            query: "",
            locale: "en",
            columns: "",
            title: "",
            name: "",
        };
        exports::create(&house.office, &li, &new).await.unwrap();
        assert!(!house.get("/exports?state=queued", &cookie).await.text().contains(BOX));
        execute(&house, "UPDATE exports SET state = 'failed', problem = 'internal'").await;
        execute(&house, "DELETE FROM jobs WHERE kind = 'export'").await;
    }
    let list = house.get("/exports", &cookie).await.text();
    assert_eq!(list.matches(BOX).count(), 2, "{list}");
    assert!(list.contains("action=\"/do/retry-exports\""), "{list}");
    let page = followed(&house, &cookie, "/do/retry-exports", &[("row", "1"), ("row", "2")]).await;
    assert_eq!(page.matches("data-tone=\"success\"").count(), 1, "{page}");
    assert!(page.contains("Another export of this list is being made"), "{page}");
    // The one that was in its way is done.
    execute(&house, "UPDATE exports SET state = 'ready' WHERE state = 'queued'").await;
    let page = followed(&house, &cookie, "/do/bulk-again", &[("id", "1")]).await;
    assert_eq!(page.matches("data-tone=\"success\"").count(), 2, "{page}");
    assert!(!page.contains("/do/bulk-again"), "nothing is left to try again: {page}");
}
