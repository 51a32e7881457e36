//! Server-sent events: who hears what, how many may listen, and what becomes of a listener that does not read.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::{net::SocketAddr, pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{Request, header},
};
use common::{HOST, House};
use domain::access::{Actor, Role};
use futures::{Stream, StreamExt};
use operations::tickets::{self, NewTicket};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// At most so many events wait for one listener.
const KEPT: usize = 1_024;
/// So often this many events are told; each time whoever reads has heard them before the next.
const ROUNDS: usize = 30;
const EACH: usize = 100;

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

/// Tells so many times that somebody of this name is writing.
async fn tell(house: &House, no: &str, name: &str, times: usize) {
    let writer = Actor::Staff { id: 7, name: name.to_owned(), role: Role::Operations, products: vec![] };
    for _ in 0..times {
        tickets::writing(&house.office, &writer, no).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_read_misses_some_and_is_told_so() {
    let house = House::new().await;
    let token = house.token(Role::Operations).await;
    let no = opened(&house).await;
    let (_, mut stuck) = listen(&house, "/api/v1/live", bearer(&token)).await;
    let (_, mut reader) = listen(&house, "/api/v1/live", bearer(&token)).await;
    for heard in [&mut stuck, &mut reader] {
        assert!(next(heard).await.expect("the stream begins at once").contains("retry:"));
    }
    for _ in 0..ROUNDS {
        tell(&house, &no, "Li", EACH).await;
        for _ in 0..EACH {
            let told = next(&mut reader).await.expect("others hear everything");
            assert!(told.contains("event: writing"), "{told}");
        }
    }
    assert!(next(&mut stuck).await.expect("it is told").contains("event: missed"));
    let mut late = 0;
    while let Some(told) = next(&mut stuck).await {
        late += told.matches("event: writing").count();
    }
    assert!((1..=KEPT).contains(&late), "{late} events waited for it");
    tell(&house, &no, "Li", 1).await;
    assert!(next(&mut stuck).await.expect("from now on it hears again").contains("event: writing"));
}

type Lines = tokio::io::Lines<BufReader<TcpStream>>;

/// A connection that has asked to listen, and was answered.
async fn connected(address: SocketAddr, token: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /api/v1/live HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.readable().await.unwrap();
    stream
}

/// The next line; nothing once the connection has ended.
async fn line(lines: &mut Lines) -> Option<String> {
    let next = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await;
    next.expect("something comes, or the end").unwrap()
}

/// Reads until an event was told so often; how many others were told before.
async fn hear(lines: &mut Lines, event: &str, times: usize) -> usize {
    let (mut left, mut others) = (times, 0);
    while left > 0 {
        let line = line(lines).await.expect("the stream goes on");
        match line.strip_prefix("event: ") {
            Some(name) if name == event => left -= 1,
            Some(_) => others += 1,
            None => {}
        }
    }
    others
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_never_read_stands_in_nobodys_way() {
    let house = House::new().await;
    let address = house.serve().await;
    let token = house.token(Role::Operations).await;
    let no = opened(&house).await;
    // So much that it does not fit into what lies between the two ends.
    let name = "L".repeat(1 << 14);
    let stuck = connected(address, &token).await;
    let mut reader = BufReader::new(connected(address, &token).await).lines();
    for _ in 0..ROUNDS {
        tell(&house, &no, &name, EACH).await;
        assert_eq!(hear(&mut reader, "writing", EACH).await, 0, "others hear everything");
    }
    let mut new = BufReader::new(connected(address, &token).await).lines();
    tell(&house, &no, &name, 1).await;
    assert_eq!(hear(&mut new, "writing", 1).await, 0, "who comes now hears what happens now");
    // Once it reads it hears the first ones, and that it missed others.
    let mut stuck = BufReader::new(stuck).lines();
    let before = hear(&mut stuck, "missed", 1).await;
    assert!(before + KEPT < ROUNDS * EACH, "{before} events came before");
    house.office.live.end();
    for lines in [&mut stuck, &mut reader, &mut new] {
        while line(lines).await.is_some() {}
    }
}
