//! A full disk while a bill is written as a file or taken further: it is told as one, nothing is half written or half
//! done, and the next request with room goes on.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/program.rs"]
mod program;
#[path = "common/serving.rs"]
mod serving;

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use common::{Answer, House};
use domain::{
    Period,
    access::{Actor, Role},
    bill::{BillAction, BillState},
};
use operations::{
    bills::{self, Bill},
    db::Sql,
    merchant,
};
use program::Program;
use serde_json::{Value, json};
use serving::Server;

const ORDERS: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,\
    deal_price,coupon,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method\n\
    A1,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,300000,0,,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    A2,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,250000.37,0,,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n";

const STANDING: &str = r#"{"certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行",
    "account_no": "6225", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#;

/// A program whose first bill is approved.
async fn shop() -> (House, String) {
    let house = House::new().await;
    merchant::record(&house.office, &Actor::System, &serde_json::from_str(STANDING).unwrap()).await.unwrap();
    house.bring_in(ORDERS).await;
    let month = Period::parse("202510").unwrap();
    bills::run_now(&house.office, &Actor::System, month, None).await.unwrap();
    for (who, action) in [(7, BillAction::Submit), (8, BillAction::Approve)] {
        let actor =
            Actor::Staff { id: who, name: format!("财务{who}"), role: Role::Finance, products: vec![] };
        bills::act(&house.office, &actor, 1, action, "").await.unwrap();
    }
    let token = house.token(Role::Finance).await;
    (house, token)
}

/// How many pages the file of the database may have. The least that SQLite takes is what it has already.
async fn room(house: &House, pages: i64) {
    let mut tx = house.office.db.begin().await.unwrap();
    let limit = Sql::new(&format!("PRAGMA max_page_count = {pages}"));
    limit.fetch_optional_in::<(i64,)>(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn full(house: &House) {
    room(house, 1).await;
}

async fn roomy(house: &House) {
    room(house, 1_000_000_000).await;
}

/// How often a bill was taken away, as the journal says.
async fn taken(house: &House) -> i64 {
    let sql = Sql::new("SELECT COUNT(*) FROM events WHERE action = 'bill.taken'");
    sql.fetch_optional::<(i64,)>(&house.office.db).await.unwrap().unwrap().0
}

async fn bill(house: &House) -> Bill {
    bills::get(&house.office, &Actor::System, 1).await.unwrap()
}

fn is_told(answer: &Answer) {
    assert_eq!(answer.status, 507, "{}", answer.text());
    let error = answer.json()["error"].clone();
    assert_eq!(error["code"], "storage_full", "{error}");
    assert!(error["message"].as_str().unwrap().contains("disk is full"), "{error}");
    assert_eq!(answer.header("content-disposition"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_cannot_be_noted_is_not_handed_out() {
    let (house, token) = shop().await;
    house.staff("finance@example.com", Role::Finance).await;
    let cookie = house.sign_in("finance@example.com").await;
    let pdf = "/api/v1/bills/1/file?format=pdf";
    let mut noted = 0;
    // What is free within the pages is used up first.
    let refused = loop {
        full(&house).await;
        let answer = house.call("GET", pdf, &token, Value::Null).await;
        if answer.status != 200 {
            break answer;
        }
        noted += 1;
        assert!(noted < 200, "the disk is never full");
    };
    is_told(&refused);
    assert_eq!(taken(&house).await, noted);
    full(&house).await;
    let page = house.get("/bills/1/file?format=pdf", &cookie).await;
    assert_eq!((page.status.as_u16(), page.header("content-disposition")), (507, ""));
    assert!(page.text().contains("disk is full"), "{}", page.text());

    // A step of the bill is not half done either.
    full(&house).await;
    is_told(&house.call("POST", "/api/v1/bills/1/actions", &token, json!({"action": "lock"})).await);
    let still = bill(&house).await;
    assert_eq!((still.state, still.number), (BillState::Approved, None));
    full(&house).await;
    is_told(&house.call("POST", "/api/v1/bills/runs", &token, json!({"period": "202509"})).await);

    roomy(&house).await;
    let again = house.call("GET", pdf, &token, Value::Null).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert!(
        again.body.starts_with(b"%PDF") && again.body.trim_ascii_end().ends_with(b"%%EOF"),
        "it is whole"
    );
    assert_eq!(taken(&house).await, noted + 1);
    let locked = house.call("POST", "/api/v1/bills/1/actions", &token, json!({"action": "lock"})).await;
    assert_eq!(locked.json()["number"], "GB-202510-0001", "{}", locked.text());
    assert_eq!(
        house.call("POST", "/api/v1/bills/runs", &token, json!({"period": "202509"})).await.status,
        200
    );
    assert_eq!(bills::verify(&house.office).await.unwrap().2, Vec::new());
}

/// The program in a mount name space of its own, with a disk of `size` where its temporary files are.
fn on_a_small_disk(program: &Program, size: &str, script: &str, arguments: &[&str]) -> Command {
    let own = program.command(arguments);
    let mut command = Command::new("unshare");
    let mount = format!("mount -t tmpfs -o size={size} none \"$TMPDIR\" && {script}");
    command.args(["-rm", "sh", "-c", &mount]).arg(own.get_program()).args(own.get_args());
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(program.path("")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether name spaces may be made here: some containers forbid them.
fn may_mount() -> bool {
    let tried = Command::new("unshare").args(["-rm", "sh", "-c", "mount -t tmpfs none /tmp"]).output();
    let may = tried.is_ok_and(|tried| tried.status.success());
    if !may {
        println!("no small disk can be made here");
    }
    may
}

/// A program with a bill.
fn billed() -> Program {
    let mut program = Program::new();
    serving::site(&mut program);
    program.run(&["merchant", "set", &program.file("standing.json", STANDING)]).ok();
    program.run(&["import", "orders", &program.file("orders.csv", ORDERS)]).ok();
    program.run(&["bill", "run", "--period", "202510"]).ok();
    program
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn files_wait_for_room_where_temporary_files_are() {
    if !may_mount() {
        return;
    }
    let program = billed();
    let token = serving::token(&program, "finance");
    let child = on_a_small_disk(&program, "256k", "exec \"$0\" \"$@\"", &["serve"]).spawn().unwrap();
    let disk = PathBuf::from(format!("/proc/{}/root{}", child.id(), program.path("tmp")));
    let server = Server::of(child, &token);
    let before = files(&disk);
    let filler = disk.join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    let last = loop {
        match file.write_all(&[0; 1024]) {
            Ok(()) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(last.kind(), ErrorKind::StorageFull);
    let get = |format: &str| server.call("GET", &format!("/api/v1/bills/1/file?format={format}"), "", b"");
    for format in ["csv", "xlsx", "json"] {
        let answer = get(format);
        assert!(answer.starts_with("HTTP/1.1 507") && answer.contains("storage_full"), "{format}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("content-disposition"), "{format}: {answer}");
    }
    fs::remove_file(&filler).unwrap();
    drop(file);
    assert_eq!(files(&disk), before, "nothing is left");
    for format in ["csv", "xlsx", "json", "pdf"] {
        let answer = get(format);
        assert!(answer.starts_with("HTTP/1.1 200"), "{format}: {answer}");
    }
    server.kill();
}

#[test]
fn no_half_file_is_left_by_a_command() {
    if !may_mount() {
        return;
    }
    let program = billed();
    // For the PDF some room is left: it breaks off in its middle.
    for (format, kib) in [("pdf", 8), ("csv", 16), ("xlsx", 16), ("json", 16)] {
        let target = program.path(&format!("tmp/bill.{format}"));
        let filled = format!("dd if=/dev/zero of=\"$TMPDIR/filler\" bs=1k count={kib} 2>/dev/null");
        let script = format!("{filled}; \"$0\" \"$@\"; code=$?; ls \"$TMPDIR\"; exit $code");
        let export = ["bill", "export", "1", "--format", format, "-o", &target];
        let Output { status, stdout, stderr } =
            on_a_small_disk(&program, "16k", &script, &export).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert_eq!(status.code(), Some(1), "{format}: {out}{err}");
        assert_eq!(out.trim(), "filler", "{format}: {err}");
        assert!(err.contains("space"), "{format}: {err}");
    }
}
