//! Evidence packs over HTTP and the command line, and what is said on the paper in them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/program.rs"]
mod program;
#[path = "../../paper/tests/text/mod.rs"]
mod text;

use std::io::{Cursor, Read};

use common::House;
use domain::access::Role;
use operations::supervisions::evidence::prove;
use program::Program;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";

fn log(pack: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(pack)).unwrap();
    let mut pdf = Vec::new();
    archive.by_name("log.pdf").unwrap().read_to_end(&mut pdf).unwrap();
    text::pages(&pdf).concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pack_of_a_delivery_says_who_did_what() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    let step = json!({"action": "submit_requirement", "by": "buyer", "comment": "两台主机"});
    house.call("POST", "/api/v1/supervisions/CS1/actions", &token, step).await;
    let answer = house.call("GET", "/api/v1/supervisions/CS1/evidence", &token, Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/zip"));
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    assert_eq!(prove(Cursor::new(&answer.body)).unwrap().wrong, []);
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    let zh = log(&answer.body);
    for said in ["服务监管日志", "CS1", "远山贸易", "上云服务", "两台主机", "提交需求", "第 1 页，共 1 页"]
    {
        assert!(zh.contains(said), "{said} is not in {zh}");
    }
    for entry in seen["log"].as_array().unwrap() {
        let hash = entry["hash"].as_str().unwrap();
        assert!(zh.contains(hash), "{hash} is not in {zh}");
    }
    let english = "/api/v1/supervisions/CS1/evidence?language=en";
    let en = log(&house.call("GET", english, &token, Value::Null).await.body);
    assert!(en.contains("Log of a delivery") && en.contains("Page 1 of 1"), "{en}");
    for (path, status) in [("CS1/evidence?language=xx", 422), ("CS9/evidence", 404)] {
        let path = format!("/api/v1/supervisions/{path}");
        assert_eq!(house.call("GET", &path, &token, Value::Null).await.status.as_u16(), status, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_hands_the_pack_out() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    let page = house.get("/supervisions/CS1", &cookie).await.text();
    assert!(page.contains(r#"href="/supervisions/CS1/evidence""#), "{page}");
    let answer = house.get("/supervisions/CS1/evidence", &cookie).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-disposition").contains("evidence-CS1.zip"));
    assert_eq!(prove(Cursor::new(&answer.body)).unwrap().wrong, []);
    assert_eq!(house.get("/supervisions/CS9/evidence", &cookie).await.status, 404);
}

#[test]
fn the_command_line_proves_a_pack_without_a_database() {
    let mut program = Program::new();
    let orders = program.file("orders.csv", ORDERS);
    program.run(&["import", "orders", &orders]).ok();
    let pack = program.path("pack.zip");
    program.run(&["supervision", "evidence", "CS1", "-o", &pack]).ok();
    program.variable("DATABASE_URL", "sqlite:///nowhere/at/all.db");
    let fine = program.run(&["verify", "--pack", &pack]).ok();
    assert!(fine.out.contains("order CS1") && fine.out.contains("as it was made"), "{}", fine.out);
    let mut bytes = std::fs::read(&pack).unwrap();
    let at = bytes.windows(5).position(|bytes| bytes == b"%PDF-").unwrap();
    bytes[at + 9] ^= 1;
    std::fs::write(&pack, bytes).unwrap();
    let run = program.run(&["verify", "--pack", &pack]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("difference: log.pdf") && run.err.contains("log.pdf"),
        "{} {}",
        run.out,
        run.err
    );
    assert_eq!(program.run(&["verify", "--pack", &orders]).code, 1);
    assert_eq!(program.run(&["verify", "--pack", "/nowhere.zip"]).code, 1);
    assert_eq!(program.run(&["verify", "--pack", &pack, "--journal", &orders]).code, 2);
}
