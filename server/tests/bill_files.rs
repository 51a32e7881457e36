//! A bill as a file over HTTP, for browsers and for programs, and from the command line.

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

use axum::{body::Body, http::Request};
use common::{Answer, House};
use domain::{
    Period,
    access::{Actor, Role},
    bill::BillAction,
};
use operations::{bills, merchant};
use program::Program;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,\
    deal_price,coupon,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method\n\
    A1,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,300000,0,,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    A2,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,250000.37,0,,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n\
    A3,NEW,general,saas_auto,P-2,=备份,C-1,远山贸易,3000,0,,completed,2025-10-05 09:00:00,2025-10-05 10:00:00,2025-10-06 10:00:00,PERIOD,prepaid\n";

const STANDING: &str = r#"{"certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行",
    "account_no": "6225", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A house with a bill of October 2025, its first row.
async fn shop() -> (House, String) {
    let house = House::new().await;
    merchant::record(&house.office, &Actor::System, &serde_json::from_str(STANDING).unwrap()).await.unwrap();
    house.bring_in(ORDERS).await;
    let month = Period::parse("202510").unwrap();
    let run = bills::run_now(&house.office, &Actor::System, month, None).await.unwrap();
    assert_eq!((run.bills, run.billed), (1, 4), "{run:?}");
    let token = house.token(Role::Finance).await;
    (house, token)
}

async fn get(house: &House, path: &str, token: &str, accept: &str) -> Answer {
    let request = Request::get(path)
        .header("authorization", format!("Bearer {token}"))
        .header("accept", accept)
        .body(Body::empty());
    house.send(request.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_takes_a_bill_in_the_format_that_it_likes() {
    let (house, token) = shop().await;
    let file = "/api/v1/bills/1/file";
    for (query, accept, kind, begins) in [
        ("", "*/*", "text/csv; charset=utf-8", &b"\xef\xbb\xbfbill,kind"[..]),
        ("", "text/csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfbill,kind"),
        ("", XLSX, XLSX, b"PK"),
        ("", "application/pdf", "application/pdf", b"%PDF"),
        ("", "application/json", "application/json", b"{\""),
        ("?format=pdf", "application/json", "application/pdf", b"%PDF"),
        ("?format=xlsx", "", XLSX, b"PK"),
        ("?format=json", "text/html", "application/json", b"{\""),
        ("?format=csv&language=zh", "*/*", "text/csv; charset=utf-8", "\u{feff}账单号,".as_bytes()),
    ] {
        let path = format!("{file}{query}");
        let answer = get(&house, &path, &token, accept).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, kind),
            "{path} {accept}: {}",
            answer.text()
        );
        assert!(answer.body.starts_with(begins), "{path} {accept}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string());
        assert!(answer.header("content-disposition").contains("bill-202510-general-prepaid-CNY."), "{path}");
        assert!(get(&house, &path, &token, accept).await.body == answer.body, "{path} {accept}: other bytes");
    }
    let total = get(&house, file, &token, "application/json").await.json()["total"].clone();
    let head = house.call("GET", "/api/v1/bills/1", &token, Value::Null).await.json();
    assert_eq!(total, head["total"]);
    for (path, accept, status, field) in [
        (format!("{file}?format=docx"), "*/*", 422, json!("format")),
        (format!("{file}?format=pdf&language=xx"), "*/*", 422, json!("language")),
        (file.to_owned(), "text/html", 406, Value::Null),
        ("/api/v1/bills/2/file".to_owned(), "*/*", 404, Value::Null),
        ("/api/v1/bills/x/file".to_owned(), "*/*", 404, Value::Null),
    ] {
        let answer = get(&house, &path, &token, accept).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error"]["field"].clone()),
            (status, field),
            "{path}"
        );
    }
    let support = house.token(Role::Support).await;
    assert_eq!(get(&house, file, &support, "*/*").await.status, 403);
    let auditor = house.token(Role::Auditor).await;
    let journal = house.call("GET", "/api/v1/journal?action=bill.taken", &auditor, Value::Null).await.json();
    assert_eq!(journal["data"][0]["after"], json!({"format": "json"}), "{journal}");
    // A new version of the agreement closes files too.
    let new = serde_json::from_str(r#"{"agreement": {"version": "V2", "signed": false}}"#).unwrap();
    merchant::record(&house.office, &Actor::System, &new).await.unwrap();
    for format in ["csv", "xlsx", "pdf", "json"] {
        let closed = get(&house, &format!("{file}?format={format}"), &token, "*/*").await;
        let message = closed.json()["error"]["message"].as_str().unwrap().to_owned();
        assert_eq!((closed.status.as_u16(), message.contains("V2")), (409, true), "{format}: {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_on_paper_says_what_the_books_say() {
    let (house, token) = shop().await;
    let draft = text::pages(&get(&house, "/api/v1/bills/1/file?format=pdf", &token, "").await.body);
    assert!(draft[0].starts_with("草稿\n") && draft[0].contains("第 1 页，共 1 页"), "{}", draft[0]);
    for (action, who) in [(BillAction::Submit, 7), (BillAction::Approve, 8), (BillAction::Lock, 8)] {
        let actor =
            Actor::Staff { id: who, name: format!("财务{who}"), role: Role::Finance, products: vec![] };
        bills::act(&house.office, &actor, 1, action, "").await.unwrap();
    }
    let answer = get(&house, "/api/v1/bills/1/file?format=pdf", &token, "").await;
    assert!(answer.header("content-disposition").contains("GB-202510-0001.pdf"));
    let zh = text::pages(&answer.body).concat();
    for said in [
        "通用账单\n",
        "商户\n示例科技\n",
        "账号\n6225\n",
        "编号\nGB-202510-0001\n",
        "账期\n2025-10\n",
        "订单\n通用商品（第 2 版）\n300,000.00 × (1 − 5.00 %)\n285,000.00\n",
        "合计（4 行）",
        "按商品小计\n",
        "云端进销存\n3\n528,000.35\n",
        "大写　人民币伍拾叁万零捌佰伍拾元叁角伍分\n",
        "明细哈希（SHA-256）",
    ] {
        assert!(zh.contains(said), "{said} is not in {zh}");
    }
    assert!(!zh.contains("草稿"));
    house.staff("finance@example.com", Role::Finance).await;
    let cookie = house.sign_in("finance@example.com").await;
    let page = house.get("/bills/1/file?format=pdf", &cookie).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "application/pdf"));
    let en = text::pages(&page.body).concat();
    for said in ["General bill\n", "Total (4 lines)", "Page 1 of 1", "By product", "¥530,850.35"] {
        assert!(en.contains(said), "{said} is not in {en}");
    }
    let csv = house.get("/bills/1/file", &cookie).await.text();
    assert!(csv.contains("'=备份") && csv.starts_with("\u{feff}Bill,Kind,"), "{csv}");
    assert_eq!(house.get("/bills/2/file?format=csv", &cookie).await.status, 404);
    assert_eq!(house.get("/bills/1/file?format=docx", &cookie).await.status, 422);
}

#[test]
fn a_bill_is_written_from_the_command_line() {
    let program = Program::new();
    program.run(&["migrate"]).ok();
    program.run(&["merchant", "set", &program.file("standing.json", STANDING)]).ok();
    program.run(&["import", "orders", &program.file("orders.csv", ORDERS)]).ok();
    program.run(&["bill", "run", "--period", "202510"]).ok();
    let csv = program.run(&["bill", "export", "1"]).ok();
    assert!(csv.out.contains("285000.00") && csv.err.contains("4 lines"), "{}{}", csv.out, csv.err);
    for (format, begins) in [("csv", &b"\xef\xbb\xbf"[..]), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")]
    {
        let path = program.path(&format!("bill.{format}"));
        let write = || {
            program.run(&["bill", "export", "1", "--format", format, "-o", &path]).ok();
            std::fs::read(&path).unwrap()
        };
        let first = write();
        assert!(first.starts_with(begins), "{format}");
        assert!(first == write(), "{format}: other bytes");
    }
    for (given, code, said) in [
        (&["bill", "export", "1", "--format", "pdf"][..], 2, "add -o FILE.pdf"),
        (&["bill", "export", "1", "--format", "docx"], 2, "csv, xlsx, json, pdf"),
        (&["bill", "export", "GB-202510-0007"], 1, "GB-202510-0007"),
        (&["bill", "export", "1", "-o", "/nowhere/bill.csv"], 1, "/nowhere/bill.csv"),
    ] {
        let run = program.run(given);
        assert_eq!((run.code, run.err.contains(said)), (code, true), "{given:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
}
