//! The filtered list as a file.

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

use books::{bring, bring_file, execute, granted, journalled, line, person};
use common::{NOW, set_clock, staff};
use domain::access::{Actor, Denied, Role};
use futures::{StreamExt, TryStreamExt};
use operations::{
    Failure, Office, Result,
    db::Sql,
    exports::{self, Download, ExportProblem, ExportState, Format, Kind, NewExport, Pieces},
    jobs::{self, EXPORTS, Step},
    list::Filter,
    orders, staff as people,
};

const HOUR: i64 = 3_600_000;

fn filter(pairs: &[(&str, &str)]) -> Filter {
    let (filter, problems) = Filter::read(&orders::LIST, pairs.iter().copied());
    assert!(problems.is_empty(), "{problems:?}");
    filter
}

async fn stream(office: &Office, actor: &Actor, filter: &Filter) -> Pieces {
    let query = serde_urlencoded::to_string(filter.pairs()).unwrap();
    let kind = Kind::of(exports::ORDERS).unwrap();
    kind.stream(office, actor, &query, Format::Csv).await.unwrap()
}

/// The whole stream as text.
async fn csv(office: &Office, actor: &Actor, filter: &Filter) -> String {
    let pieces: Vec<_> = stream(office, actor, filter).await.try_collect().await.unwrap();
    String::from_utf8(pieces.into_iter().flat_map(|piece| piece.bytes).collect()).unwrap()
}

type Row = HashMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(std::result::Result::unwrap).collect()
}

fn numbers(text: &str) -> Vec<String> {
    // A task writes for people, whose words are Chinese here; what is streamed is for programs.
    let number = |row: &Row| row.get("order_no").or_else(|| row.get("订单号")).cloned();
    rows(text).iter().map(|row| number(row).expect("the number of an order")).collect()
}

fn new(query: &str) -> NewExport<'_> {
    NewExport {
        kind: exports::ORDERS,
        format: Format::Csv,
        query,
        locale: "zh-CN",
        columns: "",
        title: "",
        name: "",
    }
}

async fn content(download: Download) -> Vec<u8> {
    let pieces: Vec<_> = download.document.bytes.try_collect().await.unwrap();
    pieces.concat()
}

/// Asks for an export, and lets the worker write it.
async fn made(office: &Office, actor: &Actor, what: &NewExport<'_>) -> i64 {
    let id = exports::create(office, actor, what).await.unwrap();
    assert!(write(office).await && !write(office).await);
    id
}

/// Lets the worker write an export; whether one was due.
async fn write(office: &Office) -> bool {
    jobs::run_due(office, EXPORTS, std::future::pending()).await.unwrap()
}

async fn state(office: &Office, actor: &Actor, id: i64) -> ExportState {
    exports::get(office, actor, id).await.unwrap().state
}

fn is<T: std::fmt::Debug>(result: Result<T>, expected: &exports::Refused) {
    match result {
        Err(Failure::Export(refused)) => assert_eq!(refused, *expected),
        other => panic!("{other:?}"),
    }
}

/// Everything that a line can have, and a line that has nothing but what it must.
fn rich() -> Vec<books::Line> {
    let full = line("CS-FULL-1")
        .with("order_type", "RENEW")
        .with("billing_mode", "PERIOD")
        .with("business_kind", "joint")
        .with("delivery_type", "license")
        .with("sales_channel", "co_sale")
        .with("reseller", "=云梯, \"上海\"")
        .with("commission_ratio", "60%")
        .with("product_id", "P-FULL")
        .with("product_name", "@进销存")
        .with("sku_code", "-SKU")
        .with("sku_name", "标准版\n第二行")
        .with("customer_id", "C-FULL")
        .with("customer_name", "+Acme, Inc.")
        .with("quantity", 3)
        .with("duration", 2)
        .with("duration_unit", "year")
        .with("list_price", "1200.00")
        .with("deal_price", "1080.05")
        .with("floor_price", "0.07")
        .with("coupon", "80")
        .with("paid_amount", "1000.05")
        .with("output_tax", "6%")
        .with("service_tax", "0.000001")
        .with("platform_fee", "5%")
        .with("price_basis", "unit")
        .with("management_fee", "3%")
        .with("partner_tax", "1%")
        .with("wht1", "150.01")
        .with("dst1", "50")
        .with("wht2", "0.02")
        .with("dst2", "0")
        .with("state", "completed")
        .with("paid_at", "2026-11-01 12:00:01")
        .with("effective_at", "2026-11-02 00:00:00")
        .with("completed_at", "2026-11-03 23:59:59")
        .with("repaid_at", "2026-11-04 08:30:00")
        .with("payment_method", "postpaid");
    let second = full.clone().with("line_no", 2).with("deal_price", "0.05").with("paid_amount", "0.05");
    let back = line("CS-BACK")
        .with("order_type", "UNSUBSCRIBE")
        .with("deal_price", "-12.50")
        .with("paid_amount", "-12.50");
    let yen = line("CS-YEN").with("currency", "JPY").with("deal_price", 1500).with("paid_amount", 1500);
    let dinar =
        line("CS-DINAR").with("currency", "KWD").with("deal_price", "0.005").with("paid_amount", "0.005");
    let bare = line("CS-BARE").with("state", "cancelled").with("cancelled_at", "2026-11-05 10:00:00.250");
    vec![full, second, back, yen, dinar, bare]
}

both! {
    async fn a_file_has_exactly_what_the_list_has_in_its_order(office) {
        let mut lines = Vec::new();
        for n in 0..2_345 {
            let state = ["processing", "completed", "pending_payment", "cancelled"][n % 4];
            let at = format!("2026-10-{:02} 12:{:02}:00", 1 + n % 28, n % 60);
            let line = line(&format!("CS{n:05}")).with("state", state).with("created_at", at)
                .with("deal_price", 100 + n % 50).with("product_id", format!("P{}", n % 7))
                .with("product_name", format!("产品{}", n % 7)).with("customer_id", format!("C{}", n % 300))
                .with("customer_name", format!("客户{}", n % 300));
            if n % 10 == 0 {
                lines.push(line.clone().with("line_no", 2).with("product_id", "P9").with("product_name", "附加服务"));
            }
            lines.push(line);
        }
        bring(&office, &lines).await;
        let owner = staff(Role::Owner);
        for pairs in [
            &[][..],
            &[("sort", "created")],
            &[("sort", "-paid"), ("state", "completed,processing")],
            &[("sort", "paid"), ("size", "10")],
            &[("q", "CS001")],
            &[("q", "CS")],
            &[("q", "客户7")],
            &[("q", "务"), ("state", "completed")],
            &[("product", "附加服务"), ("sort", "paid")],
            &[("customer", "C12")],
            &[("created_from", "2026-10-05"), ("created_to", "2026-10-06"), ("amount_from", "120")],
            &[("q", "nobody")],
        ] {
            let filter = filter(pairs);
            let exported = numbers(&csv(&office, &owner, &filter).await);
            let mut listed = Vec::new();
            let mut page = filter.sized(500);
            loop {
                let listing = orders::list_page(&office, &owner, &page).await.unwrap();
                for row in listing.rows {
                    listed.extend(std::iter::repeat_n(row.order_no, row.line_count as usize));
                }
                page.cursor = listing.next;
                if page.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(exported, listed, "{pairs:?}");
        }
        assert_eq!(numbers(&csv(&office, &owner, &filter(&[])).await).len(), lines.len());
    }

    async fn an_order_with_very_many_lines_comes_in_pieces(office) {
        let mut lines: Vec<_> = (1..=4_500).map(|n| line("CS-MANY").with("line_no", n)).collect();
        lines.push(line("CS-NEXT").with("created_at", "2026-10-01 00:00:00"));
        bring(&office, &lines).await;
        let owner = staff(Role::Owner);
        let text = csv(&office, &owner, &filter(&[])).await;
        let given: Vec<_> = rows(&text).into_iter().map(|r| (r["order_no"].clone(), r["line_no"].clone())).collect();
        let expected = (1..=4_500).map(|n| ("CS-MANY".to_owned(), n.to_string()));
        let expected: Vec<_> = expected.chain([("CS-NEXT".to_owned(), "1".to_owned())]).collect();
        assert_eq!(given, expected);
    }

    async fn what_went_out_comes_in_again_unchanged(office) {
        bring(&office, &rich()).await;
        let owner = person(&office, "owner", Role::Owner).await;
        for (format, locale) in [(Format::Csv, "zh-CN"), (Format::Xlsx, "zh-CN"), (Format::Csv, "en"), (Format::Xlsx, "en")] {
            let id = made(&office, &owner, &NewExport { format, locale, ..new("") }).await;
            let bytes = content(exports::open_file(&office, &owner, id).await.unwrap()).await;
            let outcome = bring_file(&office, &format!("again.{format}"), &bytes).await;
            let counts = (outcome.created, outcome.updated, outcome.unchanged, outcome.rejected_rows);
            assert_eq!(counts, (0, 0, 6, 0), "{format}: {:?}", outcome.rejected);
            // What our own files add is known again, and used for nothing.
            assert!(outcome.unknown_columns.is_empty(), "{:?}", outcome.unknown_columns);
        }
    }

    async fn cells_are_plain_and_no_formula(office) {
        bring(&office, &rich()).await;
        let owner = staff(Role::Owner);
        let text = csv(&office, &owner, &filter(&[])).await;
        assert_eq!(text.matches("\r\n").count(), 7);
        let rows = rows(&text);
        let full = rows.iter().find(|r| r["order_no"] == "CS-FULL-1" && r["line_no"] == "1").unwrap();
        for (column, value) in [
            ("reseller", "'=云梯, \"上海\""),
            ("commission_ratio", "0.6"),
            ("product_name", "'@进销存"),
            ("sku_code", "'-SKU"),
            ("sku_name", "标准版\n第二行"),
            ("customer_name", "'+Acme, Inc."),
            ("quantity", "3"),
            ("list_price", "1200.00"),
            ("deal_price", "1080.05"),
            ("floor_price", "0.07"),
            ("service_tax", "0.000001"),
            ("created_at", "2026-11-01 12:00:00"),
            ("completed_at", "2026-11-03 23:59:59"),
            ("cancelled_at", ""),
            ("payment_method", "postpaid"),
        ] {
            assert_eq!(full[column], value, "{column}");
        }
        let back = rows.iter().find(|r| r["order_no"] == "CS-BACK").unwrap();
        assert_eq!((back["deal_price"].as_str(), back["floor_price"].as_str()), ("-12.50", ""));
        let deal = |no: &str| rows.iter().find(|r| r["order_no"] == no).unwrap()["deal_price"].clone();
        assert_eq!([deal("CS-YEN"), deal("CS-DINAR")], ["1500", "0.005"]);
        let bare = rows.iter().find(|r| r["order_no"] == "CS-BARE").unwrap();
        assert_eq!(bare["cancelled_at"], "2026-11-05 10:00:00.250");
    }

    async fn support_takes_away_granted_products_only(office) {
        let other = line("CS2").with("product_id", "P2").with("product_name", "别的");
        bring(&office, &[line("CS1"), other.clone(), line("CS3"), other.with("order_no", "CS3").with("line_no", 2)]).await;
        let support = person(&office, "support", Role::Support).await;
        assert_eq!(csv(&office, &support, &filter(&[])).await.lines().count(), 1);
        let support = granted(&office, &support, "P2").await;
        let mut numbers = numbers(&csv(&office, &support, &filter(&[])).await);
        numbers.sort();
        // Of an order with further lines, those that are granted: as on its page.
        assert_eq!(numbers, ["CS2", "CS3"]);
    }

    async fn the_header_comes_first_and_a_dropped_stream_ends(office) {
        bring(&office, &[line("CS1")]).await;
        let owner = staff(Role::Owner);
        let mut stream = stream(&office, &owner, &filter(&[])).await;
        let header = String::from_utf8(stream.next().await.unwrap().unwrap().bytes.into()).unwrap();
        assert!(header.starts_with("\u{feff}order_no,line_no,") && header.ends_with(",payment_method\r\n"));
        drop(stream);
        bring(&office, &[line("CS2")]).await;
    }

    async fn a_task_writes_a_file_and_says_so(office) {
        bring(&office, &[line("CS1"), line("CS2").with("state", "completed"), line("CS2").with("line_no", 2).with("state", "completed")]).await;
        let finance = person(&office, "finance", Role::Finance).await;
        let id = made(&office, &finance, &new("?state=completed&size=50&page=x")).await;
        let export = exports::get(&office, &finance, id).await.unwrap();
        assert_eq!(export.state, ExportState::Ready);
        assert_eq!(export.rows_written, 2);
        assert_eq!((export.query.as_str(), export.staff_name.as_str()), ("state=completed", "finance"));
        assert_eq!((export.finished_at, export.expires_at), (Some(NOW), Some(NOW + 72 * HOUR)));
        let download = exports::open_file(&office, &finance, id).await.unwrap();
        assert_eq!(download.name, "orders-20261115-1200.csv");
        assert_eq!(Some(download.document.size as i64), export.size_bytes);
        let bytes = content(download).await;
        assert_eq!(bytes.len() as i64, export.size_bytes.unwrap());
        assert_eq!(numbers(std::str::from_utf8(&bytes).unwrap()), ["CS2", "CS2"]);
        for action in ["export.created", "export.ready", "export.downloaded"] {
            assert_eq!(journalled(&office, action).await, 1, "{action}");
        }
        assert_eq!(exports::progress(&office, &finance, id).await.unwrap(), None);
    }

    async fn a_workbook_has_numbers_that_can_be_summed(office) {
        bring(&office, &rich()).await;
        let owner = person(&office, "owner", Role::Owner).await;
        let id = made(&office, &owner, &NewExport { format: Format::Xlsx, ..new("") }).await;
        let bytes = content(exports::open_file(&office, &owner, id).await.unwrap()).await;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = calamine::Reader::worksheet_range(&mut book, "orders").unwrap();
        assert_eq!(range.get_size(), (7, 46));
        let column = range.rows().next().unwrap().iter().position(|c| *c == "成交价").unwrap();
        let amounts: Vec<_> = range.rows().skip(1).map(|row| row[column].clone()).collect();
        for amount in [1080.05, 0.05, -12.5, 1500.0, 0.005, 100.0] {
            assert!(amounts.contains(&calamine::Data::Float(amount)), "{amount} in {amounts:?}");
        }
    }

    async fn one_at_a_time_for_each_person(office) {
        let (li, wang) = (person(&office, "li", Role::Operations).await, person(&office, "wang", Role::Auditor).await);
        let what = new("");
        let tries = futures::future::join_all((0..4).map(|_| exports::create(&office, &li, &what))).await;
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 1);
        for failed in tries.into_iter().filter(Result::is_err) {
            is(failed, &exports::Refused::Running);
        }
        let other = exports::create(&office, &wang, &what).await.unwrap();
        assert!(write(&office).await);
        assert_eq!(state(&office, &wang, other).await, ExportState::Queued);
        is(exports::open_file(&office, &wang, other).await, &exports::Refused::NotReady);
        exports::create(&office, &li, &what).await.unwrap();
    }

    async fn wrong_wishes_are_refused(office) {
        let li = person(&office, "li", Role::Operations).await;
        let field = async |what: NewExport<'_>| match exports::create(&office, &li, &what).await {
            Err(Failure::Invalid(problems)) => problems[0].field.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(NewExport { kind: "boats", ..new("") }).await, "kind");
        assert_eq!(field(NewExport { locale: "fr", ..new("") }).await, "locale");
        assert_eq!(field(new("state=lost")).await, "state");
        let token = Actor::Token { id: 1, name: "t".into(), role: Role::Owner };
        for actor in [token, Actor::System] {
            assert!(matches!(exports::create(&office, &actor, &new("")).await, Err(Failure::Denied(Denied { .. }))));
        }
    }

    async fn nobody_sees_the_exports_of_others_but_an_owner(office) {
        bring(&office, &[line("CS1")]).await;
        let (li, wang) = (person(&office, "li", Role::Operations).await, person(&office, "wang", Role::Finance).await);
        let owner = person(&office, "owner", Role::Owner).await;
        let id = made(&office, &li, &new("")).await;
        let all = Filter::of(&exports::LIST);
        assert_eq!(exports::list(&office, &wang, &all).await.unwrap().rows, []);
        assert!(matches!(exports::get(&office, &wang, id).await, Err(Failure::NotFound)));
        assert!(matches!(exports::open_file(&office, &wang, id).await, Err(Failure::NotFound)));
        assert!(matches!(exports::retry(&office, &wang, id).await, Err(Failure::NotFound)));
        assert_eq!(exports::list(&office, &li, &all).await.unwrap().counts.of(&[]).rows, 1);
        assert_eq!(exports::list(&office, &owner, &all).await.unwrap().rows[0].staff_name, "li");
        assert!(exports::open_file(&office, &owner, id).await.is_ok());
    }

    async fn a_file_is_kept_for_some_days(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let id = made(&office, &li, &new("")).await;
        assert_eq!(exports::expire(&office).await.unwrap(), 0);
        set_clock(&office, NOW + 72 * HOUR - 1);
        exports::open_file(&office, &li, id).await.unwrap();
        set_clock(&office, NOW + 72 * HOUR);
        // Also before the job has come by.
        is(exports::open_file(&office, &li, id).await, &exports::Refused::Expired);
        assert_eq!(exports::expire(&office).await.unwrap(), 1);
        assert_eq!(exports::expire(&office).await.unwrap(), 0);
        is(exports::open_file(&office, &li, id).await, &exports::Refused::Expired);
        let left: Vec<_> = office.documents.list(None).collect().await;
        assert!(!left.iter().any(|o| o.as_ref().unwrap().location.as_ref().starts_with("exports")), "{left:?}");
        exports::retry(&office, &li, id).await.unwrap();
        assert!(write(&office).await);
        exports::open_file(&office, &li, id).await.unwrap();
    }

    async fn rights_are_looked_at_when_it_is_written(office) {
        bring(&office, &[line("CS1"), line("CS2").with("product_id", "P2").with("product_name", "别的")]).await;
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &granted(&office, &support, "P1").await, "P2").await;
        let id = exports::create(&office, &support, &new("")).await.unwrap();
        execute(&office, &Sql::new("DELETE FROM staff_products WHERE product_id = (SELECT id FROM products WHERE code = 'P2')")).await;
        assert!(write(&office).await);
        let bytes = content(exports::open_file(&office, &support, id).await.unwrap()).await;
        assert_eq!(numbers(std::str::from_utf8(&bytes).unwrap()), ["CS1"]);
        let id = exports::create(&office, &support, &new("")).await.unwrap();
        execute(&office, &Sql::new("UPDATE staff SET state = 'disabled'")).await;
        assert!(write(&office).await);
        let export = exports::get(&office, &support, id).await.unwrap();
        assert_eq!((export.state, export.problem), (ExportState::Failed, Some(ExportProblem::Forbidden)));
    }

    async fn a_file_that_shows_more_than_one_may_see_now_is_refused(office) {
        let other = |code: &str| line(&format!("CS-{code}")).with("product_id", code).with("product_name", code);
        bring(&office, &[line("CS1"), other("P2"), other("P3")]).await;
        let products = operations::products::all(&office, &Actor::System).await.unwrap();
        let [first, second, third] = ["P1", "P2", "P3"].map(|code| products.iter().find(|p| p.code == code).unwrap().id);
        let support = person(&office, "support", Role::Support).await;
        let row = support.staff_id().unwrap();
        let now = async |products: &[i64], role: Role| {
            people::set_grants(&office, &Actor::System, row, products).await.unwrap();
            people::set_role(&office, &Actor::System, row, role).await.unwrap();
            people::load_actor(&office, row).await.unwrap().unwrap()
        };
        let support = now(&[first, second], Role::Support).await;
        let orders = made(&office, &support, &new("")).await;
        let products = made(&office, &support, &NewExport { kind: "products", ..new("") }).await;
        for id in [orders, products] {
            let fetch = async |actor: &Actor| exports::open_file(&office, actor, id).await;
            assert!(fetch(&now(&[second, first], Role::Support).await).await.is_ok());
            assert!(fetch(&now(&[first, second, third], Role::Support).await).await.is_ok(), "granted more");
            let downloads = journalled(&office, "export.downloaded").await;
            for fewer in [&[first][..], &[first, third], &[]] {
                is(fetch(&now(fewer, Role::Support).await).await, &exports::Refused::Withdrawn);
            }
            assert_eq!(journalled(&office, "export.downloaded").await, downloads);
            assert!(fetch(&now(&[], Role::Auditor).await).await.is_ok(), "sees everything");
            assert!(fetch(&person(&office, &format!("owner-{id}"), Role::Owner).await).await.is_ok());
        }
        // Made by somebody who saw everything, fetched when only products are granted.
        let auditor = now(&[first, second, third], Role::Auditor).await;
        let id = made(&office, &auditor, &new("")).await;
        let support = now(&[first, second, third], Role::Support).await;
        is(exports::open_file(&office, &support, id).await, &exports::Refused::Withdrawn);
        // The list can be had again, as it is seen now.
        let id = made(&office, &support, &new("q=CS1")).await;
        let bytes = content(exports::open_file(&office, &support, id).await.unwrap()).await;
        assert_eq!(numbers(std::str::from_utf8(&bytes).unwrap()), ["CS1"]);
    }

    async fn what_breaks_off_is_tried_three_times(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let id = exports::create(&office, &li, &new("")).await.unwrap();
        // No text that comes in can hold this sign; it breaks the reading of the rows.
        execute(&office, &Sql::new("UPDATE orders SET currency = 'C\u{1f}Y'")).await;
        for (attempt, expected) in [ExportState::Running, ExportState::Running, ExportState::Failed].into_iter().enumerate() {
            assert!(write(&office).await);
            assert_eq!(state(&office, &li, id).await, expected);
            assert!(!write(&office).await, "it waits before it is tried again");
            set_clock(&office, NOW + (attempt as i64 + 1) * 100_000);
        }
        assert_eq!(exports::get(&office, &li, id).await.unwrap().problem, Some(ExportProblem::Internal));
        is(exports::open_file(&office, &li, id).await, &exports::Refused::NotReady);
        execute(&office, &Sql::new("UPDATE orders SET currency = 'CNY'")).await;
        exports::retry(&office, &li, id).await.unwrap();
        is(exports::retry(&office, &li, id).await, &exports::Refused::Running);
        assert!(write(&office).await);
        assert_eq!(state(&office, &li, id).await, ExportState::Ready);
    }

    async fn a_vanished_worker_is_replaced_and_given_up_in_the_end(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let id = exports::create(&office, &li, &new("")).await.unwrap();
        let vanished = |attempts: i64| {
            let mut sql = Sql::new("UPDATE jobs SET state = 'running', lease = 'gone', attempts = ");
            sql.arg(attempts).push(", lease_until = ").arg(NOW + 300_000);
            sql
        };
        execute(&office, &vanished(1)).await;
        assert!(!write(&office).await);
        assert_eq!(exports::progress(&office, &li, id).await.unwrap(), Some(Step::default()));
        set_clock(&office, NOW + 300_001);
        assert!(write(&office).await);
        assert_eq!(state(&office, &li, id).await, ExportState::Ready);
        // One that was ready, and whose worker vanished before it could say that the job is done.
        execute(&office, &vanished(1)).await;
        assert!(write(&office).await);
        assert_eq!(state(&office, &li, id).await, ExportState::Ready);
        let id = exports::create(&office, &li, &new("")).await.unwrap();
        execute(&office, &vanished(3)).await;
        execute(&office, &Sql::new("UPDATE exports SET state = 'running', file = 'exports/left' WHERE state = 'queued'")).await;
        jobs::drain(&office, EXPORTS).await.unwrap();
        let export = exports::get(&office, &li, id).await.unwrap();
        assert_eq!((export.state, export.problem), (ExportState::Failed, Some(ExportProblem::Stopped)));
        assert_eq!(exports::expire(&office).await.unwrap(), 1);
    }
}
