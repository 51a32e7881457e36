//! Lists as files for people: words, sums, and what is owed.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, bring_file, line, person};
use common::staff;
use domain::{
    Tongue,
    access::{Actor, Role},
};
use futures::TryStreamExt;
use operations::exports::{self, Format, Kind};

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
}
