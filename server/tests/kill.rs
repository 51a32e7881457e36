//! kill -9 in the middle: afterwards nothing is half done.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/points.rs"]
mod points;
#[path = "common/program.rs"]
mod program;

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use domain::access::Actor;
use operations::{
    db::Db,
    imports::{self, Import},
    office::{Clock, Random},
    orders, statements,
};
use points::Points;
use program::Program;

/// Rows of the file, one order each.
const ORDERS: usize = 4_000;
/// How often an import is killed.
const IMPORTS: u64 = 10;
/// How many servers are killed that run one import; each next one waits until the lease has run out.
const SERVERS: u64 = 3;
/// So often all rows stand in that import's file once more.
const AGAIN: usize = 9;
/// How often a statement is.
const STATEMENTS: u64 = 6;

/// Orders that one reseller brought in one month.
fn month_of_a_reseller() -> String {
    let mut text = String::from(program::ORDERS.lines().next().unwrap());
    text.push('\n');
    for n in 0..ORDERS {
        let day = n % 28 + 1;
        let at = format!("2025-10-{day:02} 10:00:00");
        let _ = writeln!(
            text,
            "KO{n:06},1,NEW,PERIOD,reseller,云梯,P-1,云端进销存,C-{},客户{},1,1000,800,1000,6%,6%,completed,{at},{at},{at},{at}",
            n % 50,
            n % 50
        );
    }
    text
}

async fn office(program: &Program) -> operations::Office {
    let folder = program.path("documents");
    std::fs::create_dir_all(&folder).unwrap();
    let documents = object_store::local::LocalFileSystem::new_with_prefix(folder).unwrap();
    operations::Office {
        db: Db::open(&program.database()).await.unwrap(),
        documents: operations::documents::Store::here(documents),
        scanner: None,
        post: server::office::post(
            &format!("file://{}", program.path("mails")),
            "desk@shop.example",
            "http://desk.example.com",
            domain::Zone::default(),
        )
        .unwrap(),
        clock: Clock::System,
        random: Random::System,
        zone: domain::Zone::default(),
        bell: operations::db::Bell::default(),
        live: operations::live::Live::default(),
        sightings: operations::sightings::Sightings::default(),
    }
}

fn with_office<T>(program: &Program, look: impl AsyncFnOnce(&operations::Office) -> T) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let office = office(program).await;
        let seen = look(&office).await;
        office.db.close().await;
        seen
    })
}

fn count(program: &Program) -> i64 {
    with_office(program, async |office| {
        let filter = operations::list::Filter::of(&orders::LIST);
        orders::list(office, &Actor::System, &filter).await.unwrap().counts.of(&[]).rows
    })
}

/// Every import dealt with each row that it counts, and the orders are those that they created.
fn imports_are_exact(program: &Program) -> Vec<Import> {
    let all = operations::list::Filter::of(&imports::LIST).sized(100);
    let imports = with_office(program, async |o| imports::list(o, &Actor::System, &all).await.unwrap()).rows;
    for import in &imports {
        let came = import.created + import.updated + import.unchanged + import.rejected;
        assert_eq!(came, import.rows_read, "{import:?}");
    }
    assert_eq!(imports.iter().map(|i| i.created).sum::<i64>(), count(program));
    imports
}

#[test]
fn an_import_that_is_killed_leaves_whole_slices() {
    let text = month_of_a_reseller();
    let mut points = Points::new();
    let program = Program::new();
    let file = program.file("orders.csv", &text);
    let begun = Instant::now();
    program.run(&["import", "orders", &file]).ok();
    let whole = begun.elapsed();
    let mut parts = Vec::new();
    let program = Program::new();
    let file = program.file("orders.csv", &text);
    program.run(&["migrate"]).ok();
    for n in 0..IMPORTS {
        let mut child = program.start(&["import", "orders", &file]);
        std::thread::sleep(points.next(n, IMPORTS, whole));
        child.kill().unwrap();
        child.wait().unwrap();
        program.run(&["verify"]).ok();
        imports_are_exact(&program);
        parts.push(count(&program));
    }
    println!("{parts:?} of {ORDERS} orders were in the books");
    assert!(parts.is_sorted());
    program.run(&["import", "orders", &file]).ok();
    assert_eq!(count(&program), ORDERS as i64);
    imports_are_exact(&program);
    program.run(&["verify"]).ok();
}

#[test]
fn an_import_goes_on_on_the_next_server() {
    let mut program = Program::new();
    std::fs::create_dir(program.path("site")).unwrap();
    program.file("site/manifest.json", r#"{"css":"/pkg/a.css","script":"a"}"#);
    let site = program.path("site");
    program.variable("SITE_ROOT", &site);
    program.variable("LISTEN", "127.0.0.1:0");
    program.run(&["migrate"]).ok();
    // Each row again: an unchanged one; and one that is rejected.
    let text = month_of_a_reseller();
    let rows = text.split_once('\n').unwrap().1;
    let text = format!("{text}{}KO-BAD,1\n", rows.repeat(AGAIN));
    let file = program.file("orders.csv", &text);
    let id = with_office(&program, async |office| {
        imports::enqueue(office, &Actor::System, &imports::Upload::new("orders.csv", &*file)).await.unwrap()
    });
    let import = || with_office(&program, async |o| imports::get(o, &Actor::System, id).await.unwrap());
    let mut read = 0;
    for _ in 0..SERVERS {
        let server = Server::start(&program);
        // In its middle: it has come further than the server before it, and is not over.
        while import().rows_read == read {}
        server.kill();
        program.run(&["verify"]).ok();
        let [import] = imports_are_exact(&program).try_into().unwrap();
        assert!(import.rows_read > read && import.state == "running", "{import:?}");
        read = import.rows_read;
    }
    let server = Server::start(&program);
    while import().state == "running" {
        std::thread::sleep(Duration::from_millis(100));
    }
    server.kill();
    let [import] = imports_are_exact(&program).try_into().unwrap();
    let orders = ORDERS as i64;
    assert_eq!((import.state.as_str(), import.rejected), ("done", 1), "{import:?}");
    assert_eq!((import.created, import.unchanged), (orders, orders * AGAIN as i64));
    program.run(&["verify"]).ok();
}

/// A running server.
struct Server {
    child: std::process::Child,
    address: String,
}

impl Server {
    fn start(program: &Program) -> Self {
        let mut child = program.start(&["serve"]);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some(address) = line.strip_prefix("listening on http://") {
                break address.to_owned();
            }
        };
        Self { child, address }
    }

    fn issue(&self, id: i64, token: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head =
            format!("POST /api/v1/settlement/statements/{id}/issue HTTP/1.1\r\nHost: {}\r\n", self.address);
        let rest = format!("Authorization: Bearer {token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all((head + &rest).as_bytes()).unwrap();
        stream
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_statement_whose_issue_is_killed_is_a_draft_or_issued() {
    let mut points = Points::new();
    let mut program = Program::new();
    std::fs::create_dir(program.path("site")).unwrap();
    program.file("site/manifest.json", r#"{"css":"/pkg/a.css","script":"a"}"#);
    let site = program.path("site");
    program.variable("SITE_ROOT", &site);
    program.variable("LISTEN", "127.0.0.1:0");
    let file = program.file("orders.csv", &month_of_a_reseller());
    program.run(&["import", "orders", &file]).ok();
    let run = program.run(&["token", "create", "--name", "t", "--role", "finance"]).ok();
    let token = run.lines().last().copied().unwrap().to_owned();
    let period = domain::Period::parse("202510").unwrap();
    let id = with_office(&program, async |office| {
        statements::draft(office, &Actor::System, "云梯", period, None).await.unwrap()
    });
    std::fs::copy(program.path("shop.db"), program.path("before.db")).unwrap();
    let mut whole = Duration::ZERO;
    let mut issued = 0;
    for n in 0..=STATEMENTS {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(program.path(&format!("shop.db{end}")));
        }
        std::fs::copy(program.path("before.db"), program.path("shop.db")).unwrap();
        let server = Server::start(&program);
        let begun = Instant::now();
        let mut answer = server.issue(id, &token);
        if n == 0 {
            // The first one may finish: so long does it take.
            let mut text = String::new();
            answer.read_to_string(&mut text).unwrap();
            assert!(text.starts_with("HTTP/1.1 200"), "{text}");
            whole = begun.elapsed();
        } else {
            std::thread::sleep(points.next(n - 1, STATEMENTS, whole));
        }
        server.kill();
        if n == STATEMENTS / 2 {
            // A server that comes again goes on by itself.
            let again = Server::start(&program);
            wait_until_nobody_issues(&program, id);
            again.kill();
        }
        issued += i32::from(look(&program, id));
        program.run(&["verify"]).ok();
    }
    println!("issued {issued} times of {}, each within {whole:?}", STATEMENTS + 1);
    assert!(issued >= 1);
}

fn wait_until_nobody_issues(program: &Program, id: i64) {
    let begun = Instant::now();
    while with_office(program, async |office| {
        statements::head_of(office, &Actor::System, id).await.unwrap().issuing.is_some()
    }) {
        assert!(begun.elapsed() < Duration::from_secs(30), "no job goes on with the statement");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether the statement is issued, with all of its lines; otherwise it is a draft, and if it was being
/// issued it can be brought to its end.
fn look(program: &Program, id: i64) -> bool {
    with_office(program, async |office| {
        let statement = statements::get(office, &Actor::System, id).await.unwrap();
        assert_eq!(statement.head.line_count, Some(ORDERS as i64));
        let (count, lines, differences) = statements::verify(office).await.unwrap();
        assert_eq!(differences, []);
        let is_issued = statement.head.number.is_some();
        let expected = if is_issued { (1, ORDERS as u64) } else { (0, 0) };
        assert_eq!((count, lines), expected);
        if statement.head.issuing.is_some() {
            // Whoever comes next goes on where it was.
            let head = statements::go_on(office, id).await.unwrap();
            assert_eq!((head.line_count, head.number.is_some()), (Some(ORDERS as i64), true));
            assert_eq!(statements::verify(office).await.unwrap(), (1, ORDERS as u64, vec![]));
        } else {
            assert_eq!(statement.hindrance.is_none(), !is_issued);
        }
        is_issued
    })
}
