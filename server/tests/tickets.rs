//! Tickets over HTTP: the API step by step, what stands against a step, and what the page shows of mails.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::{
    body::Body,
    http::{Request, header},
};
use common::House;
use domain::access::{Actor, Role};
use operations::{db::Sql, jobs, staff};
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

/// Tries a step that is refused; with which status, field and message.
async fn refused(house: &House, token: &str, path: &str, body: Value) -> (u16, String, String) {
    let answer = house.call("POST", &format!("/api/v1/tickets/{path}"), token, body).await;
    let error = answer.json()["error"].clone();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), text("field"), text("message"))
}

/// Opens a ticket of the order; its number.
async fn opened(house: &House, token: &str, email: &str) -> String {
    let wanted = json!({"subject": "x", "description": "Please help.", "order_no": "CS1", "email": email});
    let made = house.call("POST", "/api/v1/tickets", token, wanted).await;
    made.json()["no"].as_str().unwrap().to_owned()
}

async fn taken(house: &House, token: &str, path: &str, body: Value) -> Value {
    let answer = house.call("POST", &format!("/api/v1/tickets/{path}"), token, body).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_what_stands_against_a_step() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    house.staff("li@example.com", Role::Support).await;
    let granted = house.staff("wu@example.com", Role::Support).await;
    staff::set_grants(&house.office, &Actor::System, granted, &[1]).await.unwrap();
    let (no, other) = (opened(&house, &token, "").await, opened(&house, &token, "").await);
    let (steps, messages) = (format!("{no}/actions"), format!("{no}/messages"));
    taken(&house, &token, &steps, json!({"action": "accept"})).await;
    let give = json!({"action": "transfer", "to": "li@example.com", "reason": "x"});
    let (status, _, message) = refused(&house, &token, &steps, give).await;
    assert!(
        status == 409 && message.contains("has no grant of") && message.contains("who has:"),
        "{message}"
    );
    let (_, named) = message.split_once("who has:").unwrap();
    assert!(named.contains("support 李"), "whoever has the product is named: {message}");
    let accept = json!({"action": "accept"});
    assert_eq!(refused(&house, &token, &steps, accept).await.0, 409, "it is accepted already");

    let ended = [
        json!({"action": "resolve", "cause": "x", "solution": "y"}),
        json!({"action": "confirm", "by": "customer"}),
    ];
    for step in ended {
        taken(&house, &token, &steps, step).await;
    }
    let rate = |stars: i64| json!({"action": "rate", "by": "customer", "rating": stars});
    for stars in [6, 0, -1] {
        let (status, field, message) = refused(&house, &token, &steps, rate(stars)).await;
        assert_eq!((status, field.as_str()), (422, "rating"), "{stars}: {message}");
    }
    assert_eq!(taken(&house, &token, &steps, rate(5)).await["rating"], 5);
    let (status, _, message) = refused(&house, &token, &steps, rate(5)).await;
    assert!(status == 409 && message.contains("rated already"), "{message}");
    assert_eq!(refused(&house, &token, &messages, json!({"body": "x"})).await.0, 409, "it has ended");

    taken(&house, &token, &format!("{other}/actions"), json!({"action": "withdraw", "by": "customer"})).await;
    for by in ["staff", "customer"] {
        let reply = json!({"body": "x", "by": by});
        let (status, _, message) = refused(&house, &token, &format!("{other}/messages"), reply).await;
        assert!(status == 409 && message.contains("withdrawn"), "{by}: {message}");
    }
}

/// Takes a mail in; the number of its ticket.
async fn mailed(house: &House, token: &str, raw: &str) -> String {
    let request = Request::post("/api/v1/mail")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(raw.to_owned()));
    let answer = house.send(request.unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["ticket"].as_str().unwrap().to_owned()
}

/// As text, and as a page.
const HOSTILE: [&str; 2] = [
    "Message-ID: <1@x.cn>\r\nFrom: =?utf-8?B?Ij48L3RpdGxlPjwvc2NyaXB0PjxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD4=?= <li@x.cn>\r\nTo: desk@shop.example\r\n\
     Subject: \"></title></script><script>alert(2)</script>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
     <script>alert(3)</script>\r\n\r\n[press](javascript:alert(4))\r\n\r\n![seen](https://evil.example/p.gif)\r\n\r\n\
     Please help.\r\n",
    "Message-ID: <2@x.cn>\r\nFrom: wu@x.cn\r\nTo: desk@shop.example\r\nSubject: x\r\n\
     Content-Type: text/html; charset=utf-8\r\n\r\n\
     <p>Please help.</p><script>alert(5)</script><img src=\"https://evil.example/p.gif\" onerror=\"alert(6)\">\
     <a href=\"javascript:alert(7)\">press</a><iframe src=\"https://evil.example/\"></iframe><style>*{color:red}</style>\r\n",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_brings_is_shown_and_does_nothing() {
    let house = House::new().await;
    let token = house.token(Role::Support).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    for raw in HOSTILE {
        let no = mailed(&house, &token, raw).await;
        for path in [format!("/tickets/{no}"), "/tickets".to_owned()] {
            let page = house.get(&path, &cookie).await;
            let policy = page.header("content-security-policy").to_owned();
            assert!(policy.contains("img-src 'self' data:;") && policy.contains("'nonce-"), "{policy}");
            let text = page.text();
            assert!(page.status == 200 && text.contains(&no), "{path}: {text}");
            for bad in [
                "\"></title></script>",
                "<script>alert(3)",
                "href=\"javascript",
                "src=\"https://evil",
                "<iframe",
                "alert(5)",
                "alert(6)",
                "alert(7)",
                "color:red",
            ] {
                assert!(!text.contains(bad), "{bad} on {path}: {text}");
            }
        }
    }
    // What was written is read all the same.
    let page = house.get("/tickets/T100001", &cookie).await.text();
    assert!(page.contains("&lt;script&gt;alert(3)") && page.contains("alert(1)"), "{page}");
    assert!(house.get("/tickets/T100002", &cookie).await.text().contains("Please help."));
    // Anybody can write anybody's address.
    let no =
        mailed(&house, &token, "Message-ID: <3@x.cn>\r\nFrom: owner@example.com\r\nSubject: x\r\n\r\nx\r\n")
            .await;
    let page = house.get(&format!("/tickets/{no}"), &cookie).await.text();
    assert!(page.contains("which proves nothing") && page.contains("data-side=\"customer\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_became_of_a_mail() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    let no = opened(&house, &token, "li@x.cn").await;
    taken(&house, &token, &format!("{no}/actions"), json!({"action": "accept"})).await;
    taken(&house, &token, &format!("{no}/messages"), json!({"body": "Empty the cache."})).await;
    let fate = async || {
        let seen = house.call("GET", &format!("/api/v1/tickets/{no}"), &token, Value::Null).await.json();
        let said = seen["messages"][1]["mail"].as_str().unwrap().to_owned();
        (said, house.get(&format!("/tickets/{no}"), &cookie).await.text())
    };
    for (state, problem, says, is_stuck) in [
        ("queued", None, "mail waits to be sent", false),
        ("queued", Some("certificate unknown"), "mail waits and is tried again: certificate unknown", false),
        ("sending", None, "mail is being sent", false),
        ("failed", Some("no such user"), "the mail did not go out (li@x.cn): no such user", true),
        ("doubtful", Some("x"), "nobody knows whether the mail reached li@x.cn", true),
    ] {
        let mut tx = house.office.db.begin().await.unwrap();
        let mut sql = Sql::new("UPDATE mails SET state = ");
        sql.arg(state).push(", problem = ").arg(problem.map(str::to_owned));
        sql.execute_in(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (said, page) = fate().await;
        assert_eq!(said, state);
        assert!(page.contains(says), "{state}: {page}");
        assert_eq!(page.contains("action=\"/do/send-mail-again\""), is_stuck, "{state}: {page}");
    }
    // Somebody decides that it goes out again.
    let again = house.post("/do/send-mail-again", &cookie, &[("no", no.as_str()), ("mail", "1")]).await;
    assert_eq!(again.status, 303, "{}", again.text());
    assert_eq!(fate().await.0, "queued");
    jobs::drain(&house.office, jobs::MAILS).await.unwrap();
    let (said, page) = fate().await;
    assert!(said == "sent" && page.contains("mailed to li@x.cn"), "{said}: {page}");
    assert_eq!(std::fs::read_dir(house.folder.path().join("mails")).unwrap().count(), 1);
}
