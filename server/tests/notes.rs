//! Notes on an order, and who looks after it, over HTTP: the forms of its page, and the API.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{House, ORDERS};
use domain::access::Role;
use serde_json::{Value, json};

const NOTES: &str = "/api/v1/orders/CS2/notes";

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_written_read_and_kept_when_it_is_refused() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("li@example.com", Role::Operations).await;
    let cookie = house.sign_in("li@example.com").await;
    let fields = [("order_no", "CS2"), ("key", "k"), ("note", "见 https://a.cn/1 <b>\n第二行")];
    for _ in 0..2 {
        let answer = house.post("/do/write-note", &cookie, &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    let page = house.get("/orders/CS2", &cookie).await.text();
    assert_eq!(page.matches("class=\"note-text\"").count(), 1, "two presses, one note");
    assert!(page.contains("href=\"https://a.cn/1\"") && page.contains("&lt;b&gt;\n第二行"), "{page}");
    let long = format!("{}完", "账".repeat(4_000));
    let answer = house.post("/do/write-note", &cookie, &[("order_no", "CS2"), ("note", &long)]).await;
    let both = format!("{cookie}; {}", answer.flash().expect("it was refused"));
    let page = house.get("/orders/CS2", &both).await.text();
    assert!(page.contains(&long) && page.contains("error-summary"), "what was entered is there again");
    // Somebody else reads it, and has nothing to press.
    house.staff("zhou@example.com", Role::Auditor).await;
    let page = house.get("/orders/CS2", &house.sign_in("zhou@example.com").await).await.text();
    assert!(page.contains("class=\"note-text\"") && !page.contains("/do/change-note"));
    assert!(!page.contains("/do/write-note"));
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_write_and_read_notes() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    let note = json!({"note": "一\n二", "key": "ticket 7"});
    let first = house.call("POST", NOTES, &token, note.clone()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(house.call("POST", NOTES, &token, note).await.json(), first.json());
    assert_eq!(first.json()["author_kind"], "token");
    let all = house.call("GET", NOTES, &token, Value::Null).await.json();
    assert_eq!(all["data"], json!([first.json()]));
    for (body, expected) in [(json!({}), "is missing"), (json!({"note": "账".repeat(4_001)}), "4000")] {
        let refused = house.call("POST", NOTES, &token, body).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["error"]["field"]), (422, &json!("note")));
        assert!(refused.text().contains(expected), "{}", refused.text());
    }
    let nowhere = house.call("POST", "/api/v1/orders/CS9/notes", &token, json!({"note": "x"})).await;
    assert_eq!(nowhere.status, 404);
    let auditor = house.token(Role::Auditor).await;
    assert_eq!(house.call("POST", NOTES, &auditor, json!({"note": "x"})).await.status, 403);
    assert_eq!(house.call("GET", NOTES, &auditor, Value::Null).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_taken_by_form_and_given_by_programs() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("li@example.com", Role::Operations).await;
    house.staff("wang@example.com", Role::Finance).await;
    let cookie = house.sign_in("li@example.com").await;
    let take = [("order_no", "CS2"), ("was", "nobody"), ("assignee", "me")];
    assert_eq!(house.post("/do/assign-order", &cookie, &take).await.status, 303);
    let token = house.token(Role::Operations).await;
    let assign = async |body: Value| house.call("POST", "/api/v1/orders/CS2/assign", &token, body).await;
    let stale = assign(json!({"assignee": "wang@example.com", "was": "nobody"})).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    assert!(stale.text().contains("looks after the order now"), "{}", stale.text());
    for wrong in [json!({}), json!({"assignee": "lost@example.com"}), json!({"assignee": "me"})] {
        let refused = assign(wrong).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["error"]["field"]), (422, &json!("assignee")));
    }
    let given = assign(json!({"assignee": "wang@example.com", "was": "li@example.com"})).await.json();
    assert_eq!(given["assignee"], "wang@example.com");
    let mine =
        house.call("GET", "/api/v1/orders?assignee=wang@example.com", &token, Value::Null).await.json();
    assert_eq!((&mine["total"], &mine["data"][0]["order_no"]), (&json!(1), &json!("CS2")));
    // Who presses what was there before is told who has it.
    let answer = house.post("/do/assign-order", &cookie, &take).await;
    let both = format!("{cookie}; {}", answer.flash().expect("it was refused"));
    assert!(house.get("/orders/CS2", &both).await.text().contains("looks after this order now"));
    let chosen = [("row", "CS2"), ("assignee", "nobody")];
    let answer = house.post("/do/assign-orders", &cookie, &chosen).await;
    assert!(answer.header("location").starts_with("/bulk/"), "{}", answer.text());
    let list = house.get("/orders?assignee=nobody", &cookie).await.text();
    assert!(list.contains("CS2") && list.contains("<option value=\"nobody\" selected"), "{list}");
}
