//! While bills are locked.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use operations::db::Sql;

use crate::{
    Of, is_noticed, nothing_is_half_done,
    points::Points,
    postgres,
    program::Program,
    serving::{self, Server},
    shop, sold,
};

/// How often the locking of a bill is killed.
const LOCKS: u64 = 6;

/// Asks for a step of a bill; the answer is not waited for.
pub fn ask(server: &Server, bill: i64, action: &str) -> TcpStream {
    let body = format!(r#"{{"action":"{action}","reason":"不对"}}"#);
    let path = format!("/api/v1/bills/{bill}/actions");
    let mut asked = server.begin("POST", &path, "Content-Type: application/json\r\n", body.len());
    asked.write_all(body.as_bytes()).unwrap();
    asked
}

fn step(server: &Server, bill: i64, action: &str) {
    let mut answer = String::new();
    ask(server, bill, action).read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{action}: {answer}");
}

/// Bills with their states and numbers, and how often the journal has that they were locked.
fn locked(program: &Program) -> Vec<(i64, String, Option<String>, i64)> {
    let text = "SELECT b.id, b.state, b.number, (SELECT COUNT(*) FROM events e WHERE e.action = 'bill.locked' \
        AND e.subject_kind = 'bill' AND e.subject_id = CAST(b.id AS TEXT)) AS times FROM bills b ORDER BY b.id";
    program.with_db(async |db| Sql::new(text).fetch_all(db).await.unwrap())
}

/// A bill is locked with a number and says so in the journal, or it is approved as before.
fn each_is_locked_or_not(program: &Program) {
    for (bill, state, number, times) in locked(program) {
        let expected = if number.is_some() { ("locked", 1) } else { ("approved", 0) };
        assert_eq!((state.as_str(), times), expected, "bill {bill}: {number:?}");
    }
    nothing_is_half_done(program);
}

/// Eight bills, four of each of two months, that wait for their lock.
fn approved(new: fn() -> Program) -> (Program, String) {
    let mut rows = String::new();
    for n in 0..8 {
        let month = if n < 4 { "2025-09" } else { "2025-10" };
        let of = Of { month, is_postpaid: n % 2 == 0, currency: if n % 4 < 2 { "CNY" } else { "USD" } };
        sold(&mut rows, n, &of, ("saas_auto", "2000"));
    }
    let program = shop(new(), &rows);
    for period in ["202509", "202510"] {
        program.run(&["bill", "run", "--period", period]).ok();
    }
    let (one, two) = (serving::token(&program, "finance"), serving::token(&program, "finance"));
    let mut server = Server::start(&program, &one);
    for (bill, ..) in locked(&program) {
        step(&server, bill, "submit");
    }
    server.token.clone_from(&two);
    for (bill, ..) in locked(&program) {
        step(&server, bill, "approve");
    }
    server.kill();
    (program, two)
}

fn locks_are_killed(new: fn() -> Program) {
    let (program, token) = approved(new);
    let waiting = || locked(&program).into_iter().find(|bill| bill.2.is_none()).map(|bill| bill.0);
    // The first one may finish: so long does it take.
    let server = Server::start(&program, &token);
    let begun = Instant::now();
    step(&server, waiting().expect("eight bills"), "lock");
    let whole = begun.elapsed();
    server.kill();
    let mut points = Points::new();
    for n in 0..LOCKS {
        let server = Server::start(&program, &token);
        let asked = ask(&server, waiting().expect("there are more bills than kills"), "lock");
        std::thread::sleep(points.next(n, LOCKS, whole));
        server.kill();
        drop(asked);
        is_noticed(&program);
        each_is_locked_or_not(&program);
    }
    let count = locked(&program).iter().filter(|bill| bill.2.is_some()).count();
    println!("{count} of {} were locked, each within {whole:?}", LOCKS + 1);
    let server = Server::start(&program, &token);
    while let Some(bill) = waiting() {
        step(&server, bill, "lock");
    }
    server.kill();
    each_is_locked_or_not(&program);
    let mut numbers: Vec<String> = locked(&program).into_iter().filter_map(|bill| bill.2).collect();
    numbers.sort();
    let expected: Vec<String> =
        ["202509", "202510"].iter().flat_map(|of| (1..=4).map(move |n| format!("GB-{of}-{n:04}"))).collect();
    assert_eq!(numbers, expected, "none is given twice, none is lost");
}

#[test]
fn locks_are_killed_on_sqlite() {
    locks_are_killed(Program::new);
}

#[test]
fn locks_are_killed_on_postgres() {
    locks_are_killed(postgres::on_postgres);
}
