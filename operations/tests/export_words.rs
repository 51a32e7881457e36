//! Lists as files for people: words, sums, and what is owed.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, bring_file, execute, line, person};
use common::staff;
use domain::{
    Tongue,
    access::{Actor, Role},
};
use futures::TryStreamExt;
use operations::{
    db::Sql,
    exports::{self, AT_ONCE, Format, KINDS, Kind, Manner, NewExport},
    jobs::{self, EXPORTS},
};

both! {
    async fn the_sums_of_a_workbook_are_no_order(office) {
        use calamine::Reader;
        let sold = |number: &str| line(number)
            .with("sales_channel", "reseller").with("reseller", "云梯").with("floor_price", "80").with("output_tax", "6%")
            .with("service_tax", "6%").with("state", "completed").with("created_at", "2026-10-01 10:00:00")
            .with("completed_at", "2026-10-02 10:00:00");
        bring(&office, &[sold("CS1"), sold("CS2"), line("CS3")]).await;
        let kind = Kind::of(exports::ORDERS).unwrap();
        let manner = exports::Manner { tongue: Tongue::Zh, title: Some("订单 · 2026-10".into()), ..Default::default() };
        let file = async |actor: &Actor, format| {
            let pieces = kind.stream_as(&office, actor, "sort=created", format, &manner).await.unwrap();
            exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat()
        };
        let bytes = file(&staff(Role::Owner), Format::Xlsx).await;
        let outcome = bring_file(&office, "again.xlsx", &bytes).await;
        assert_eq!((outcome.unchanged, outcome.rejected_rows), (3, 0), "{:?}", outcome.rejected);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("orders").unwrap();
        let rows: Vec<_> = range.rows().map(<[_]>::to_vec).collect();
        assert_eq!(rows[0][0].to_string(), "订单 · 2026-10");
        assert_eq!(rows[1][0].to_string(), "3 行 · 2026-11-15 12:00 · owner");
        let rows = &rows[1..];
        let place = |name: &str| rows[1].iter().position(|cell| *cell == name).unwrap();
        let column = |name: &str| rows[2..].iter().map(|row| row[place(name)].to_string()).collect::<Vec<_>>();
        assert_eq!(column("实付金额"), ["100", "100", "100", "300"]);
        assert_eq!(column("结算金额"), ["18", "18", "", "36"]);
        assert_eq!(column("结算月份")[..3], ["202610", "202610", ""]);
        assert_eq!(column("未结算原因")[..3], ["", "", "直销，无需结算"]);
        assert_eq!(column("状态")[..3], ["已完成", "已完成", "处理中"]);
        let csv = String::from_utf8(file(&staff(Role::Owner), Format::Csv).await).unwrap();
        assert!(csv.contains(",6.00%,6.00%,") && !csv.contains("合计"), "{csv}");
        // Who may not see statements is not told what is owed.
        let support = person(&office, "support", Role::Support).await;
        assert!(!String::from_utf8(file(&support, Format::Csv).await).unwrap().contains("结算"));
    }

    async fn columns_are_chosen_and_csv_and_workbook_have_the_same(office) {
        use calamine::Reader;
        bring(&office, &[line("CS1"), line("CS2").with("state", "completed")]).await;
        let owner = person(&office, "owner", Role::Owner).await;
        for (kind, chosen, expected) in [
            ("orders", "state,paid_amount,assignee", &["order_no", "line_no", "currency", "paid_amount", "state", "assignee"][..]),
            ("imports", "created,file_name", &["file_name", "created"]),
            ("products", "name", &["name"]),
        ] {
            let kind = Kind::of(kind).unwrap();
            let manner = Manner { columns: kind.chosen(chosen).unwrap(), ..Manner::default() };
            let file = async |format| {
                let pieces = kind.stream_as(&office, &owner, "", format, &manner).await.unwrap();
                exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat()
            };
            let csv = String::from_utf8(file(Format::Csv).await).unwrap();
            assert_eq!(csv.trim_start_matches('\u{feff}').lines().next().unwrap(), expected.join(","));
            let bytes = std::io::Cursor::new(file(Format::Xlsx).await);
            let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
            let range = book.worksheet_range(kind.code()).unwrap();
            assert_eq!(range.rows().next().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
        }
        for kind in KINDS {
            assert_eq!(kind.chosen("all").unwrap(), None);
            let why = kind.chosen("no_such").unwrap_err();
            assert!(why.field == "columns" && why.to_string().contains(kind.columns()[0]), "{why}");
        }
    }

    async fn ten_thousand_rows_come_at_once_and_more_do_not(office) {
        bring(&office, &[line("CS1"), line("CS2").with("state", "completed")]).await;
        let owner = person(&office, "owner", Role::Owner).await;
        let small = async |kind: &str, query: &str| {
            Kind::of(kind).unwrap().is_small(&office, &owner, query).await.unwrap()
        };
        for (lines, expected) in [(AT_ONCE - 1, true), (AT_ONCE, false)] {
            // With the one line of the other order.
            let mut sql = Sql::new("UPDATE orders SET line_count = ");
            execute(&office, sql.arg(lines).push(" WHERE order_no = 'CS1'")).await;
            assert_eq!(small("orders", "").await, expected, "{lines}");
            assert!(small("orders", "state=completed").await);
        }
        let row = "('f', 'h', 1, 'utf-8', '[]', 'done', 'system', 'system', 1, 1)";
        let insert = |rows: usize| {
            let mut sql = Sql::new("INSERT INTO imports (file_name, sha256, size_bytes, format, headings, state, actor_kind, actor_name, created_at, rows_read) VALUES ");
            sql.push(&vec![row; rows].join(", "));
            sql
        };
        execute(&office, &insert(AT_ONCE as usize - 1)).await;
        assert!(small("imports", "").await);
        execute(&office, &insert(1)).await;
        assert!(!small("imports", "").await && small("imports", "state=failed").await);
    }

    async fn a_task_keeps_the_title_the_columns_and_the_name(office) {
        use calamine::Reader;
        bring(&office, &[line("CS1"), line("CS2").with("state", "completed")]).await;
        let owner = person(&office, "owner", Role::Owner).await;
        let asked = NewExport {
            kind: "orders",
            format: Format::Xlsx,
            query: "state=completed",
            locale: "zh-CN",
            columns: "deal_price,state",
            title: "订单 · 状态：已完成",
            name: "订单-已完成",
        };
        let id = exports::create(&office, &owner, &asked).await.unwrap();
        jobs::drain(&office, EXPORTS).await.unwrap();
        let download = exports::open_file(&office, &owner, id).await.unwrap();
        assert_eq!(download.name, "订单-已完成.xlsx");
        let bytes = download.document.bytes.try_collect::<Vec<_>>().await.unwrap().concat();
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("orders").unwrap();
        let column: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(column[..4], ["订单 · 状态：已完成", "1 行 · 2026-11-15 12:00 · owner", "订单号", "CS2"]);
        assert_eq!(range.width(), 5);
    }
}
