//! kill -9 while the bills of a month are made and while they are locked, on both engines: nothing is half billed,
//! nothing is billed twice, and no number is given twice or lost.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod locks;
#[path = "../common/points.rs"]
mod points;
#[path = "../common/postgres.rs"]
mod postgres;
#[path = "../common/program.rs"]
mod program;
#[path = "../common/serving.rs"]
mod serving;

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use operations::db::Sql;
use points::Points;
use program::Program;
use serving::Server;

/// Orders of the month: more than a run takes at once.
const ORDERS: usize = 2_600;
/// How often the making of bills is killed.
const RUNS: u64 = 5;
/// How often a server is killed that takes a bill back.
const VOIDS: u64 = 2;
/// How long is waited for what a server does by itself.
const PATIENCE: Duration = Duration::from_secs(60);

const RUN: [&str; 4] = ["bill", "run", "--period", "202510"];

const STANDING: &str = r#"{"certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行",
    "account_no": "6225", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#;

const HEADER: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,\
    customer_name,deal_price,coupon,state,created_at,paid_at,completed_at,billing_mode,payment_method,repaid_at,currency\n";

/// Which bill an order belongs to.
struct Of {
    month: &'static str,
    is_postpaid: bool,
    currency: &'static str,
}

fn sold(text: &mut String, n: usize, of: &Of, (delivery, price): (&str, &str)) {
    let Of { month, is_postpaid, currency } = of;
    let (payment, repaid) = match is_postpaid {
        true => ("postpaid", format!("{month}-20 10:00:00")),
        false => ("prepaid", String::new()),
    };
    let _ = writeln!(
        text,
        "KB{n:05},NEW,general,{delivery},P-{},云盘,C-{},客户,{price},0,completed,{month}-05 09:00:00,\
         {month}-05 10:00:00,{month}-06 10:00:00,PERIOD,{payment},{repaid},{currency}",
        n % 3,
        n % 50
    );
}

/// A program that may bill these orders.
fn shop(mut program: Program, rows: &str) -> Program {
    serving::site(&mut program);
    program.run(&["merchant", "set", &program.file("standing.json", STANDING)]).ok();
    let file = program.file("orders.csv", &format!("{HEADER}{rows}"));
    program.run(&["import", "orders", &file]).ok();
    program
}

/// A month with two bills: with increments, and with a delivery type that comes to too little to be billed.
fn october() -> String {
    let mut text = String::new();
    for n in 0..ORDERS {
        let what = match n {
            0..20 => ("saas_auto", "300000"),
            20..30 => ("license", "1.50"),
            _ => ("saas_auto", "1000.37"),
        };
        let is_postpaid = n % 5 == 0;
        sold(&mut text, n, &Of { month: "2025-10", is_postpaid, currency: "CNY" }, what);
    }
    text
}

fn count(program: &Program, text: &str) -> i64 {
    program.with_db(async |db| {
        let row: Option<(i64,)> = Sql::new(text).fetch_optional(db).await.unwrap();
        row.unwrap().0
    })
}

/// How prepaid and postpaid bills that count are: lines, sum, hash of the lines.
fn bills(program: &Program) -> Vec<(String, i64, i64, String)> {
    let text = "SELECT payment, line_count, total_minor, lines_hash FROM bills WHERE made_at IS NOT NULL \
        AND state <> 'void' ORDER BY payment, period, currency";
    program.with_db(async |db| Sql::new(text).fetch_all(db).await.unwrap())
}

/// The database has noticed that whoever was killed is gone: what was on its way is done or undone.
fn is_noticed(program: &Program) {
    let others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let begun = Instant::now();
    while program.database().starts_with("postgres") && count(program, others) > 0 {
        assert!(begun.elapsed() < PATIENCE, "the killed one is still connected");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What counts is whole: each earning stands in one bill at most, bills have just the lines of what stands in them,
/// and nobody who proves the books finds a difference.
fn nothing_is_half_done(program: &Program) {
    const LINES: &str = "FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE b.made_at IS NOT NULL \
        AND b.state <> 'void' AND l.earning_id IS NOT NULL";
    let twice = format!("SELECT l.earning_id {LINES} GROUP BY l.earning_id HAVING COUNT(*) > 1");
    assert_eq!(count(program, &format!("SELECT COUNT(*) FROM ({twice}) AS twice")), 0);
    let stand = "SELECT COUNT(*) FROM earnings e JOIN bills b ON b.id = e.bill_id WHERE b.made_at IS NOT NULL \
        AND b.state <> 'void'";
    assert_eq!(count(program, &format!("SELECT COUNT(*) {LINES}")), count(program, stand));
    let proof = program.run(&["verify"]).ok();
    assert!(proof.out.contains("the books are in order"), "{}", proof.out);
}

/// Nothing of a run is left but its bills.
fn nothing_is_left(program: &Program) {
    for text in [
        "SELECT COUNT(*) FROM bills WHERE made_at IS NULL",
        "SELECT COUNT(*) FROM bill_runs WHERE state <> 'done'",
        "SELECT COUNT(*) FROM bill_lines WHERE bill_id NOT IN (SELECT id FROM bills)",
        "SELECT COUNT(*) FROM bill_sums WHERE bill_id NOT IN (SELECT id FROM bills)",
    ] {
        assert_eq!(count(program, text), 0, "{text}");
    }
}

fn runs_are_killed(new: fn() -> Program) {
    let rows = october();
    let calm = shop(new(), &rows);
    calm.run(&RUN).ok();
    let begun = Instant::now();
    calm.run(&RUN).ok();
    let whole = begun.elapsed();
    let expected = bills(&calm);
    assert_eq!(expected.len(), 2);
    let too_little = count(&calm, "SELECT COUNT(*) FROM earnings WHERE bill_id IS NULL");
    assert_eq!(too_little, 10);

    let program = shop(new(), &rows);
    let mut points = Points::new();
    let mut left = Vec::new();
    for n in 0..RUNS {
        let mut child = program.start(&RUN);
        std::thread::sleep(points.next(n, RUNS, whole));
        child.kill().unwrap();
        child.wait().unwrap();
        is_noticed(&program);
        nothing_is_half_done(&program);
        let found = bills(&program);
        assert!(found.is_empty() || found == expected, "{found:?}");
        left.push(count(&program, "SELECT COUNT(*) FROM earnings WHERE bill_id IS NOT NULL"));
        program.time_passes();
        // Every second time who takes it over is killed as well.
        if n % 2 == 1 {
            program.run(&RUN).ok();
            nothing_is_half_done(&program);
            nothing_is_left(&program);
            assert_eq!(bills(&program), expected);
        }
    }
    println!("{left:?} of {ORDERS} lines stood in bills, of a run within {whole:?}");

    by_itself(&program);
    assert_eq!(bills(&program), expected);
    for n in 0..VOIDS {
        void_and_kill(&program, points.next(n, VOIDS, whole / 4));
        program.run(&RUN).ok();
        nothing_is_half_done(&program);
        nothing_is_left(&program);
        assert_eq!(bills(&program), expected);
    }
}

/// A server takes over by itself what the last one left.
fn by_itself(program: &Program) {
    let server = Server::start(program, "");
    let begun = Instant::now();
    while count(program, "SELECT COUNT(*) FROM bill_runs WHERE state = 'running'") > 0 {
        assert!(begun.elapsed() < PATIENCE, "no server takes the run over");
        std::thread::sleep(Duration::from_millis(100));
    }
    server.kill();
    program.run(&RUN).ok();
    nothing_is_half_done(program);
    nothing_is_left(program);
}

/// The larger bill is taken back, and the server is killed while what stood in it is let go.
fn void_and_kill(program: &Program, after: Duration) {
    let token = serving::token(program, "finance");
    let server = Server::start(program, &token);
    let largest = "SELECT MAX(id) FROM bills WHERE state = 'draft' AND payment = 'prepaid'";
    let asked = locks::ask(&server, count(program, largest), "void");
    std::thread::sleep(after);
    server.kill();
    drop(asked);
    is_noticed(program);
    nothing_is_half_done(program);
    let left = count(
        program,
        "SELECT COUNT(*) FROM earnings e JOIN bills b ON b.id = e.bill_id WHERE b.state = 'void'",
    );
    println!("{left} lines stood in void bills");
    program.time_passes();
}

#[test]
fn runs_are_killed_on_sqlite() {
    runs_are_killed(Program::new);
}

#[test]
fn runs_are_killed_on_postgres() {
    runs_are_killed(postgres::on_postgres);
}
