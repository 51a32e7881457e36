//! Mails over HTTP: what a mail server hears, and what a flood of mails does.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    body::Body,
    http::{Request, header},
};
use common::{Answer, HOST, House};
use domain::access::Role;
use futures::StreamExt;
use operations::{Office, jobs, mail::LARGEST, office::Clock};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// Mails of a flood.
const MANY: usize = 1_000;
/// So many of them are handed in at the same time.
const AT_ONCE: usize = 32;
/// More than a minute, in milliseconds.
const LATER: i64 = 61_000;

async fn hand_in(house: &House, token: &str, raw: Vec<u8>) -> Answer {
    let request = Request::post("/api/v1/mail")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "message/rfc822")
        .body(Body::from(raw));
    house.send(request.unwrap()).await
}

fn mail(id: usize) -> Vec<u8> {
    mail_of(id, "li@x.cn")
}

fn mail_of(id: usize, from: &str) -> Vec<u8> {
    let head = format!("Message-ID: <{id}@x.cn>\r\nFrom: Li <{from}>\r\nTo: desk@shop.example\r\n");
    format!("{head}Subject: hi\r\n\r\nhello\r\n").into_bytes()
}

/// Hands many in, some at the same time; what each came to.
async fn pour(house: &House, token: &str, mails: Vec<Vec<u8>>) -> Vec<Answer> {
    let answers = futures::stream::iter(mails).map(|raw| hand_in(house, token, raw));
    answers.buffer_unordered(AT_ONCE).collect().await
}

/// How many of them came to this.
fn outcomes(answers: &[Answer], outcome: &str) -> usize {
    answers.iter().filter(|one| one.status == 200 && one.json()["outcome"] == outcome).count()
}

/// A program whose clock stands still until it is moved.
async fn at_a_standstill() -> (House, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(1_794_715_200_000));
    let clock = Clock::Fixed(now.clone());
    (House::built("http://desk.example.com", |office| Office { clock, ..office }).await, now)
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
    let huge = hand_in(&house, &token, vec![b'x'; LARGEST + 1]).await;
    assert_eq!(huge.status, 413, "{}", huge.text());
    let finance = house.token(Role::Finance).await;
    assert_eq!(hand_in(&house, &finance, mail(1)).await.status, 403);
    assert_eq!(hand_in(&house, "ch_none", mail(1)).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_says_that_it_is_too_large_is_refused_before_it_comes() {
    let house = House::new().await;
    let token = house.token(Role::Support).await;
    let mut stream = BufReader::new(TcpStream::connect(house.serve().await).await.unwrap());
    let head = format!(
        "POST /api/v1/mail HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: message/rfc822\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        LARGEST + 1
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut first = String::new();
    stream.read_line(&mut first).await.unwrap();
    assert!(first.starts_with("HTTP/1.1 413"), "{first}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_mails_in_a_minute_from_one_address_ten_are_taken_and_none_is_lost() {
    let (house, now) = at_a_standstill().await;
    let token = house.token(Role::Support).await;
    for minute in 0..3 {
        // Whoever was asked to wait hands all of them in again.
        let answers = pour(&house, &token, (0..MANY).map(mail).collect()).await;
        let waiting: Vec<&Answer> = answers.iter().filter(|one| one.status == 429).collect();
        let counts = (outcomes(&answers, "opened"), outcomes(&answers, "duplicate"), waiting.len());
        assert_eq!(counts, (10, 10 * minute, MANY - 10 * (minute + 1)), "minute {minute}");
        for one in waiting {
            let seconds = one.header("retry-after").parse::<u64>();
            assert!(seconds.is_ok_and(|seconds| (1..=60).contains(&seconds)), "{:?}", one.headers);
        }
        let other = hand_in(&house, &token, mail_of(MANY + minute, &format!("wang{minute}@x.cn"))).await;
        assert_eq!(other.json()["outcome"], "opened", "others do not wait");
        now.fetch_add(LATER, Ordering::SeqCst);
    }
    jobs::drain(&house.office, jobs::MAILS).await.unwrap();
    let sent = std::fs::read_dir(house.folder.path().join("mails")).unwrap().count();
    assert_eq!(sent, 33, "each ticket is acknowledged once, and nothing else is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_mails_in_a_minute_from_a_thousand_addresses_are_a_thousand_tickets() {
    let (house, _) = at_a_standstill().await;
    let token = house.token(Role::Support).await;
    let all = || (0..MANY).map(|n| mail_of(n, &format!("a{n}@x.cn"))).collect::<Vec<_>>();
    let meanwhile = async {
        for _ in 0..20 {
            let list = house.call("GET", "/api/v1/tickets?limit=20", &token, Value::Null).await;
            assert_eq!(list.status, 200, "{}", list.text());
        }
    };
    let (answers, ()) = futures::join!(pour(&house, &token, all()), meanwhile);
    assert_eq!(outcomes(&answers, "opened"), MANY);
    let number = |one: &Answer| one.json()["ticket"].as_str().unwrap().to_owned();
    let tickets: HashSet<String> = answers.iter().map(number).collect();
    assert_eq!(tickets.len(), MANY);
    // A mail server that heard no answer hands them in again.
    let again = pour(&house, &token, all()).await;
    assert_eq!(outcomes(&again, "duplicate"), MANY);
    assert_eq!(again.iter().map(number).collect::<HashSet<_>>(), tickets);
}
