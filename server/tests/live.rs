//! Server-sent events: who hears what, and how many may listen.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::{pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{Request, header},
};
use common::House;
use domain::access::{Actor, Role};
use futures::{Stream, StreamExt};
use operations::tickets::{self, NewTicket};
use serde_json::Value;

type Heard = Pin<Box<dyn Stream<Item = Result<Bytes, axum::Error>> + Send>>;

async fn listen(house: &House, path: &str, with: (header::HeaderName, String)) -> (u16, Heard) {
    let request = Request::get(path).header("host", "desk.example.com").header(with.0, with.1);
    let response = house.open(request.body(Body::empty()).unwrap()).await;
    (response.status().as_u16(), Box::pin(response.into_body().into_data_stream()))
}

/// The next piece; nothing when none comes soon.
async fn next(heard: &mut Heard) -> Option<String> {
    let piece = tokio::time::timeout(Duration::from_millis(800), heard.next()).await.ok()??;
    Some(String::from_utf8(piece.unwrap().to_vec()).unwrap())
}

fn bearer(token: &str) -> (header::HeaderName, String) {
    (header::AUTHORIZATION, format!("Bearer {token}"))
}

async fn opened(house: &House) -> String {
    let new = NewTicket {
        subject: "secret subject".into(),
        description: "x".into(),
        buyer: "Northwind".into(),
        ..NewTicket::default()
    };
    tickets::open(&house.office, &Actor::System, &new).await.unwrap().ticket.no()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_listens_hears_what_is_worth_to_look_at_and_nothing_more() {
    let house = House::new().await;
    let token = house.token(Role::Operations).await;
    house.staff("wang@example.com", Role::Support).await;
    let cookie = house.sign_in("wang@example.com").await;
    let (status, mut program) = listen(&house, "/api/v1/live", bearer(&token)).await;
    assert_eq!(status, 200);
    let (status, mut page) = listen(&house, "/live", (header::COOKIE, cookie.clone())).await;
    assert_eq!(status, 200);
    for heard in [&mut program, &mut page] {
        assert!(next(heard).await.expect("the stream begins at once").contains("retry:"));
    }
    let no = opened(&house).await;
    for heard in [&mut program, &mut page] {
        let told = next(heard).await.expect("it is told");
        assert!(told.contains("event: ticket") && told.contains(&no), "{told}");
        assert!(!told.contains("secret"), "{told}");
    }
    // Somebody writes: others see it, oneself does not.
    let wrote = house.post(&format!("/live/writing?no={no}"), &cookie, &[]).await;
    assert_eq!(wrote.status, 204, "{}", wrote.text());
    assert!(next(&mut program).await.expect("it is told").contains("event: writing"));
    assert_eq!(next(&mut page).await, None);
    assert_eq!(house.post("/live/writing?no=T999999", &cookie, &[]).await.status, 404);
    house.office.live.end();
    assert!(program.next().await.is_none(), "it ends with the program");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens_without_being_known_and_not_with_any_number_of_pages() {
    let house = House::new().await;
    assert_eq!(house.get("/live", "").await.status, 401);
    assert_eq!(house.call("GET", "/api/v1/live", "", Value::Null).await.status, 401);
    assert_eq!(house.post("/live/writing?no=T100001", "", &[]).await.status, 401);
    let token = house.token(Role::Auditor).await;
    let mut all = Vec::new();
    for _ in 0..40 {
        let (status, heard) = listen(&house, "/api/v1/live", bearer(&token)).await;
        assert_eq!(status, 200);
        all.push(heard);
    }
    assert_eq!(listen(&house, "/api/v1/live", bearer(&token)).await.0, 429);
    all.pop();
    assert_eq!(listen(&house, "/api/v1/live", bearer(&token)).await.0, 200, "a place is free again");
}
