//! Notifications over HTTP: the bell, the page and its forms, what is chosen, and the API.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::{body::Body, http::Request};
use common::{Answer, HOST, House, from_browser};
use domain::access::{Actor, Role};
use operations::{
    notifications, staff,
    tickets::{self, NewTicket},
};
use serde_json::{Value, json};

const SUPPORT: &str = "support@example.com";
const OWNER: &str = "owner@example.com";

/// Two tickets of a buyer, of which support and the owner were told; their cookies.
async fn shop() -> (House, String, String) {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    house.staff(SUPPORT, Role::Support).await;
    for subject in ["Cannot sign in", "A <b>blank</b> page"] {
        let new = NewTicket {
            subject: subject.into(),
            description: "x".into(),
            buyer: "Northwind".into(),
            ..NewTicket::default()
        };
        tickets::open(&house.office, &Actor::System, &new).await.unwrap();
    }
    notifications::tell(&house.office).await.unwrap();
    let (support, owner) = (house.sign_in(SUPPORT).await, house.sign_in(OWNER).await);
    (house, support, owner)
}

/// A call of the API from one of our pages.
async fn call(house: &House, method: &str, path: &str, cookie: &str, body: Value) -> Answer {
    let request = from_browser(method, &format!("/api/v1{path}"), cookie);
    let request = request.header("content-type", "application/json");
    house
        .send(
            request.body(Body::from(if body.is_null() { String::new() } else { body.to_string() })).unwrap(),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bell_counts_and_the_page_leads_to_the_thing() {
    let (house, support, owner) = shop().await;
    let home = house.get("/", &support).await.text();
    assert!(
        home.contains("href=\"/notifications?unread=true\"") && home.contains("2 unread notifications"),
        "{home}"
    );
    let page = house.get("/notifications", &support).await.text();
    assert!(
        page.contains("A customer opened a ticket") && page.contains("href=\"/tickets/T100001\""),
        "{page}"
    );
    assert!(page.contains("A &lt;b&gt;blank&lt;/b&gt; page"), "what a buyer wrote is no markup");
    assert!(house.get("/notifications?unread=false", &support).await.text().contains("Nothing yet"));
    // The owner's are not those of support.
    let first = house.post("/do/read-notification", &owner, &[("id", "1")]).await;
    assert_eq!(first.status.as_u16(), 303);
    let listed = call(&house, "GET", "/notifications", &support, Value::Null).await.json();
    let ids: Vec<i64> =
        listed["data"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect();
    house.post("/do/read-notification", &owner, &[("id", &ids[0].to_string())]).await;
    assert!(house.get("/", &support).await.text().contains("2 unread notifications"));
    house.post("/do/read-notification", &support, &[("id", &ids[0].to_string())]).await;
    assert!(house.get("/", &support).await.text().contains("1 unread notification<"));
    house.post("/do/read-notifications", &support, &[("upto", &ids[0].to_string())]).await;
    let home = house.get("/", &support).await.text();
    assert!(home.contains("href=\"/notifications\"") && !home.contains("unread notification"), "{home}");
    assert!(house.get("/notifications?unread=true", &support).await.text().contains("Nothing unread"));
    assert!(house.get("/", &owner).await.text().contains("unread notification"));
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_of_a_page_read_and_mark_what_is_ones_own() {
    let (house, support, owner) = shop().await;
    let listed = call(&house, "GET", "/notifications?limit=1&unread=true", &support, Value::Null).await;
    assert_eq!(listed.status.as_u16(), 200, "{}", listed.text());
    let listed = listed.json();
    assert_eq!((&listed["total"], &listed["total_is_exact"]), (&json!(2), &json!(true)), "{listed}");
    let one = &listed["data"][0];
    assert_eq!(
        (&one["event"], &one["subject_kind"], &one["subject"]),
        (&json!("ticket.opened"), &json!("ticket"), &json!("T100002"))
    );
    assert_eq!((&one["name"], &one["href"]), (&json!("A <b>blank</b> page"), &json!("/tickets/T100002")));
    assert_eq!((&one["actor"], &one["read_at"]), (&json!("system"), &Value::Null));
    assert!(one["at"].as_str().unwrap().ends_with("+08:00"));
    let cursor = listed["next_cursor"].as_str().unwrap();
    let next = call(&house, "GET", &format!("/notifications?limit=1&cursor={cursor}"), &support, Value::Null)
        .await
        .json();
    assert_eq!((&next["data"][0]["subject"], &next["next_cursor"]), (&json!("T100001"), &Value::Null));
    for bad in ["unread=perhaps", "event=ticket.lost", "cursor=x"] {
        assert_eq!(
            call(&house, "GET", &format!("/notifications?{bad}"), &support, Value::Null)
                .await
                .status
                .as_u16(),
            422,
            "{bad}"
        );
    }

    let ids = json!({"ids": [one["id"]]});
    let foreign = call(&house, "POST", "/notifications/read", &owner, ids.clone()).await.json();
    assert_eq!(foreign, json!({"read": 0, "unread": 2}), "they are somebody else's");
    assert_eq!(
        call(&house, "POST", "/notifications/read", &support, ids).await.json(),
        json!({"read": 1, "unread": 1})
    );
    let refused = call(&house, "POST", "/notifications/read", &support, json!({})).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["error"]["field"]), (422, &json!("ids")));
    let all = call(&house, "POST", "/notifications/read", &support, json!({"all": true})).await.json();
    assert_eq!(all, json!({"read": 1, "unread": 0}));
    let read = call(&house, "GET", "/notifications?unread=false", &support, Value::Null).await.json();
    assert!(read["total"] == 2 && read["data"][0]["read_at"].is_string(), "{read}");

    // A token is nobody, and a session opens nothing else.
    let token = house.token(Role::Owner).await;
    let none = house.call("GET", "/api/v1/notifications", &token, Value::Null).await;
    assert_eq!((none.status.as_u16(), &none.json()["total"]), (200, &json!(0)));
    assert_eq!(call(&house, "GET", "/orders", &owner, Value::Null).await.status.as_u16(), 401);
    assert_eq!(house.call("GET", "/api/v1/notifications", "", Value::Null).await.status.as_u16(), 401);
    // Another site cannot have a browser mark them.
    let request = Request::post("/api/v1/notifications/read").header("host", HOST).header("cookie", &owner);
    let request = request.header("sec-fetch-site", "cross-site").header("content-type", "application/json");
    let crossed = house.send(request.body(Body::from(r#"{"all":true}"#)).unwrap()).await;
    assert_eq!(crossed.status.as_u16(), 403);
    let id = staff::names(&house.office, &Actor::System).await.unwrap();
    let id = id.iter().find(|(.., account)| account == OWNER).unwrap().0;
    let actor = staff::load_actor(&house.office, id).await.unwrap().unwrap();
    assert_eq!(notifications::unread(&house.office, &actor).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_is_told_is_chosen_on_a_page() {
    let (house, support, _) = shop().await;
    const PAGE: &str = "/account/notifications";
    let page = house.get(PAGE, &support).await.text();
    assert!(page.contains("value=\"ticket.opened:mail\"") && !page.contains("statement.issued"), "{page}");
    assert!(!page.contains(">Changed<") && page.contains("Asia/Shanghai"));
    let wrong = [("told", "ticket.opened:program"), ("from", "18:00"), ("to", "9"), ("digest", "")];
    let refused = house.post("/do/choose-notifications", &support, &wrong).await;
    let cookie = format!("{support}; {}", refused.flash().unwrap());
    let again = house.get(PAGE, &cookie).await.text();
    assert!(again.contains("error-summary") && again.contains("value=\"18:00\""), "{again}");
    let wanted = [
        ("told", "ticket.opened:program"),
        ("days", "sat"),
        ("from", "10:00"),
        ("to", "12:00"),
        ("digest", "11"),
    ];
    house.post("/do/choose-notifications", &support, &wanted).await;
    let page = house.get(PAGE, &support).await.text();
    assert!(page.contains(">Changed<") && page.contains("value=\"10:00\""), "{page}");
    house.post("/do/reset-notifications", &support, &[]).await;
    let page = house.get(PAGE, &support).await.text();
    assert!(!page.contains(">Changed<") && page.contains("value=\"09:00\""), "{page}");
}
