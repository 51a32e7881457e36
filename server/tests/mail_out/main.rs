//! Mails that the program sends as a process: through TLS or not at all, and never twice when it is killed.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod killed;
#[path = "../common/program.rs"]
mod program;
#[path = "../common/serving.rs"]
mod serving;
mod smtp;
mod tls;

use std::time::{Duration, Instant};

use operations::db::Sql;
use program::Program;
use serde_json::{Value, json};
use serving::Server;

/// A call of the API that goes well.
fn call(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = server.call(method, path, "Content-Type: application/json\r\n", body.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 20"), "{path}: {answer}");
    let (_, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    serde_json::from_str(body).unwrap()
}

fn ticket(server: &Server, no: &str) -> Value {
    call(server, "GET", &format!("/api/v1/tickets/{no}"), &Value::Null)
}

/// An accepted ticket of somebody with an address; its number.
fn accepted(server: &Server, to: &str) -> String {
    let new =
        json!({"subject": "Cannot sign in", "description": "A blank page.", "buyer": "Li", "email": to});
    let made = call(server, "POST", "/api/v1/tickets", &new);
    let no = made["no"].as_str().unwrap().to_owned();
    call(server, "POST", &format!("/api/v1/tickets/{no}/actions"), &json!({"action": "accept"}));
    no
}

/// The same with a reply, which goes out by mail.
fn answered(server: &Server, to: &str) -> String {
    let no = accepted(server, to);
    let path = format!("/api/v1/tickets/{no}/messages");
    call(server, "POST", &path, &json!({"body": "Empty the cache."}));
    no
}

/// What became of the mail with the last message of a ticket, as the API says it.
fn fate(server: &Server, no: &str) -> String {
    let ticket = ticket(server, no);
    let last = ticket["messages"].as_array().unwrap().last().unwrap();
    last["mail"].as_str().unwrap_or_default().to_owned()
}

/// Looks again and again until it is so; `what` is said when it never is.
fn until(what: impl Fn() -> String, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", what());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// State and problem of the mail to an address, as they are kept.
fn kept(program: &Program, to: &str) -> (String, String) {
    program.with_db(async |db| {
        let mut sql = Sql::new("SELECT state, COALESCE(problem, '') FROM mails WHERE recipient = ");
        sql.arg(to);
        let row: Option<(String, String)> = sql.fetch_optional(db).await.unwrap();
        row.expect("it was queued")
    })
}
