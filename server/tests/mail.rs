//! Mails over HTTP: what a mail server hears.

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
use common::{Answer, House};
use domain::access::Role;

async fn hand_in(house: &House, token: &str, raw: Vec<u8>) -> Answer {
    let request = Request::post("/api/v1/mail")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "message/rfc822")
        .body(Body::from(raw));
    house.send(request.unwrap()).await
}

fn mail(id: usize) -> Vec<u8> {
    format!("Message-ID: <{id}@x.cn>\r\nFrom: Li <li@x.cn>\r\nTo: desk@shop.example\r\nSubject: hi\r\n\r\nhello\r\n")
        .into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_hears_what_became_of_a_mail() {
    let house = House::new().await;
    let token = house.token(Role::Support).await;
    let taken = hand_in(&house, &token, mail(1)).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let told = taken.json();
    assert_eq!((told["outcome"].as_str(), told["ticket"].as_str()), (Some("opened"), Some("T100001")));
    assert_eq!(hand_in(&house, &token, mail(1)).await.json()["outcome"], "duplicate");
    let read = house.call("GET", "/api/v1/tickets/T100001", &token, serde_json::Value::Null).await.json();
    assert_eq!(read["messages"][0]["sender"], "li@x.cn");
    for n in 2..=10 {
        assert_eq!(hand_in(&house, &token, mail(n)).await.status, 200);
    }
    let late = hand_in(&house, &token, mail(11)).await;
    assert_eq!(late.status, 429);
    assert!(late.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=60).contains(&seconds)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_mail_or_too_large_is_refused_cleanly() {
    let house = House::new().await;
    let token = house.token(Role::Support).await;
    let none = hand_in(&house, &token, b"hello".to_vec()).await;
    assert_eq!((none.status.as_u16(), none.json()["error"]["field"].as_str()), (422, Some("mail")));
    let huge = hand_in(&house, &token, vec![b'x'; operations::mail::LARGEST + 1]).await;
    assert_eq!(huge.status, 413, "{}", huge.text());
    let finance = house.token(Role::Finance).await;
    assert_eq!(hand_in(&house, &finance, mail(1)).await.status, 403);
    assert_eq!(hand_in(&house, "ch_none", mail(1)).await.status, 401);
}
