//! Every list as a file, by its kind.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;

use std::collections::HashMap;

use books::{bring, execute, line, person};
use calamine::Reader;
use common::staff;
use domain::access::{Actor, Role};
use futures::TryStreamExt;
use operations::{
    Failure, Office, Result,
    db::Sql,
    exports::{self, ExportState, Format, KINDS, Kind, NewExport},
    imports,
    jobs::{self, EXPORTS},
    merchant, refunds, statements,
    tickets::{self, NewTicket},
    tokens,
};

async fn file(office: &Office, actor: &Actor, kind: &str, query: &str, format: Format) -> Result<Vec<u8>> {
    let pieces = Kind::of(kind)?.stream(office, actor, query, format).await?;
    let pieces: Vec<_> = exports::bytes(pieces).try_collect().await?;
    Ok(pieces.concat())
}

type Row = HashMap<String, String>;

async fn csv(office: &Office, kind: &str, query: &str) -> Vec<Row> {
    let bytes = file(office, &staff(Role::Owner), kind, query, Format::Csv).await.unwrap();
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(std::result::Result::unwrap).collect()
}

async fn sheet(office: &Office, kind: &str, query: &str) -> Vec<Vec<calamine::Data>> {
    let bytes = file(office, &staff(Role::Owner), kind, query, Format::Xlsx).await.unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    book.worksheet_range(kind).unwrap().rows().map(<[_]>::to_vec).collect()
}

/// A name as long as they come, of three bytes a sign.
fn long() -> String {
    "云".repeat(120)
}

async fn furnish(office: &Office) {
    let sale = line("CS1")
        .with("sales_channel", "reseller")
        .with("reseller", "=云梯")
        .with("deal_price", "10000")
        .with("floor_price", "8000")
        .with("output_tax", "6%")
        .with("service_tax", "6%")
        .with("state", "completed")
        .with("created_at", "2026-10-03 10:00:00")
        .with("completed_at", "2026-10-03 10:06:00");
    let supervised = line("CS3")
        .with("delivery_type", "human_service")
        .with("product_id", "P9")
        .with("state", "processing");
    bring(office, &[supervised, sale, line("CS2").with("customer_name", long())]).await;
    let owner = person(office, "=HYPERLINK(1)", Role::Owner).await;
    person(office, &long(), Role::Finance).await;
    let period = domain::Period::parse("202610").unwrap();
    let id = statements::draft(office, &owner, "=云梯", period, None).await.unwrap();
    statements::issue(office, &owner, id).await.unwrap();
    tokens::create(office, &owner, "+ERP", Role::Finance, 30).await.unwrap();
    refunds::request(office, &owner, "CS3", "0.01", "=HYPERLINK(1)").await.unwrap();
    let ticket = NewTicket {
        subject: "=HYPERLINK(1)".into(),
        description: "?".into(),
        order_no: "CS3".into(),
        ..NewTicket::default()
    };
    tickets::open(office, &owner, &ticket).await.unwrap();
}

/// Bills are shown to nobody before the agreement is signed.
async fn sign(office: &Office) {
    let written = r#"{"certification": {"state": "passed", "account_name": "=示例科技", "bank": "招商银行",
        "account_no": "6225", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#;
    merchant::record(office, &staff(Role::Owner), &serde_json::from_str(written).unwrap()).await.unwrap();
}

both! {
    async fn every_kind_has_a_file_with_headings_and_rows_or_none(office) {
        sign(&office).await;
        for kind in KINDS {
            let code = kind.code();
            // What was signed stands in the journal already.
            let empty = match code {
                "orders" => "q=nobody",
                "journal" => "action=bill.paid",
                _ => "",
            };
            assert_eq!(csv(&office, code, empty).await.len(), 0, "{code}");
            let heads = sheet(&office, code, empty).await;
            assert_eq!(heads.len(), 1, "{code}");
            assert!(heads[0].iter().all(|cell| *cell != calamine::Data::Empty), "{code}: {heads:?}");
        }
        furnish(&office).await;
        let month = domain::Period::parse("202610").unwrap();
        let run = operations::bills::run_now(&office, &staff(Role::Finance), month, None).await.unwrap();
        assert_eq!(run.bills, 1, "{run:?}");
        for kind in KINDS {
            let code = kind.code();
            // Without a month it is that of yesterday.
            let query = if code == "transactions" { "period=202610" } else { "" };
            let (rows, cells) = (csv(&office, code, query).await, sheet(&office, code, query).await);
            assert!(!rows.is_empty(), "{code}");
            assert_eq!(rows.len() + 1, cells.len(), "{code}");
            assert_eq!(rows[0].len(), cells[0].len(), "{code}");
            for cell in rows.iter().flat_map(Row::values).chain(cells.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().iter()) {
                assert!(!cell.starts_with(['=', '+', '@']), "{code}: {cell}");
            }
        }
    }

    async fn what_stands_in_them(office) {
        furnish(&office).await;
        let statements = csv(&office, "statements", "state=issued").await;
        assert_eq!(statements.len(), 1);
        assert_eq!(
            ["reseller", "period", "currency", "state", "line_count", "total"].map(|c| statements[0][c].as_str()),
            ["'=云梯", "202610", "CNY", "issued", "1", "1800.00"]
        );
        assert_eq!(csv(&office, "statements", "state=draft").await.len(), 0);
        let cells = sheet(&office, "statements", "").await;
        let total = cells[0].iter().position(|cell| *cell == "total").unwrap();
        assert_eq!(cells[1][total], calamine::Data::Float(1800.0));
        let created = cells[0].iter().position(|cell| *cell == "created_at").unwrap();
        assert!(matches!(cells[1][created], calamine::Data::DateTime(_)), "{:?}", cells[1]);
        let people = csv(&office, "staff", "sort=-created").await;
        assert_eq!(people.iter().map(|row| row["name"].clone()).collect::<Vec<_>>(), [long(), "'=HYPERLINK(1)".to_owned()]);
        assert_eq!(csv(&office, "staff", "role=finance").await.len(), 1);
        assert_eq!(csv(&office, "tokens", "").await[0]["name"], "'+ERP");
        assert_eq!(csv(&office, "imports", "").await[0]["created"], "3");
        let events = csv(&office, "journal", "sort=at").await;
        assert!(events.iter().any(|row| row["action"] == "statement.issued"), "{events:?}");
        let hashes: Vec<_> = events.iter().map(|row| row["hash"].len()).collect();
        assert!(hashes.iter().all(|length| *length == 64), "{hashes:?}");
    }

    async fn a_list_of_several_pages_is_whole_and_in_order(office) {
        bring(&office, &[line("CS1")]).await;
        let mut sql = Sql::new("INSERT INTO imports (file_name, sha256, size_bytes, format, headings, state, actor_kind, actor_name, created_at, rows_read) VALUES ");
        let rows = vec!["('f', 'h', 9223372036854775807, 'utf-8', '[]', 'done', 'system', 'system', 1, 1)"; 1_199];
        sql.push(&rows.join(", "));
        execute(&office, &sql).await;
        let ids: Vec<i64> = csv(&office, "imports", "").await.iter().map(|row| row["id"].parse().unwrap()).collect();
        let filter = operations::list::Filter::of(&imports::LIST).sized(500);
        let first = imports::list(&office, &Actor::System, &filter).await.unwrap();
        assert_eq!(ids.len(), 1_200);
        assert_eq!(ids[..500], first.rows.iter().map(|i| i.id).collect::<Vec<_>>());
        assert!(ids.is_sorted_by(|a, b| a > b));
        // More digits than a spreadsheet keeps of a number.
        let cells = sheet(&office, "imports", "").await;
        assert_eq!(cells[1][3], calamine::Data::String("9223372036854775807".to_owned()));
    }

    async fn what_one_may_not_see_one_may_not_take_away(office) {
        furnish(&office).await;
        for (kind, role) in [("staff", Role::Support), ("tokens", Role::Operations), ("journal", Role::Support), ("statements", Role::Support)] {
            let refused = file(&office, &staff(role), kind, "", Format::Csv).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{kind} {role}");
            let li = person(&office, &format!("li-{kind}"), role).await;
            let new = NewExport { kind, format: Format::Csv, query: "", locale: "en", columns: "", title: "", name: "" };
            assert!(matches!(exports::create(&office, &li, &new).await, Err(Failure::Denied(_))), "{kind} {role}");
        }
        for bad in [("boats", ""), ("staff", "role=king"), ("statements", "period=yesterday")] {
            let refused = file(&office, &staff(Role::Owner), bad.0, bad.1, Format::Csv).await;
            assert!(matches!(refused, Err(Failure::Invalid(_))), "{bad:?}");
        }
        let kind = Kind::of("staff").unwrap();
        assert!(kind.knows_all_of("state=active&q=x&sort=created").is_ok());
        let problem = kind.knows_all_of("stat=active").unwrap_err().to_string();
        assert!(problem.contains("stat") && problem.contains("state, q, role, sort"), "{problem}");
    }

    async fn a_task_writes_any_kind_and_rights_count_when_it_is_fetched(office) {
        furnish(&office).await;
        let wang = person(&office, "wang", Role::Auditor).await;
        let new = NewExport { kind: "journal", format: Format::Xlsx, query: "action=statement.issued", locale: "en", columns: "", title: "", name: "" };
        let id = exports::create(&office, &wang, &new).await.unwrap();
        jobs::drain(&office, EXPORTS).await.unwrap();
        let export = exports::get(&office, &wang, id).await.unwrap();
        assert_eq!((export.state, export.rows_written, export.kind.as_str()), (ExportState::Ready, 1, "journal"));
        let download = exports::open_file(&office, &wang, id).await.unwrap();
        assert_eq!(download.name, "journal-20261115-1200.xlsx");
        let Actor::Staff { id: row, name, products, .. } = wang else { panic!("not of staff") };
        let now_support = Actor::Staff { id: row, name, role: Role::Support, products };
        assert!(matches!(exports::open_file(&office, &now_support, id).await, Err(Failure::Denied(_))));
    }
}
