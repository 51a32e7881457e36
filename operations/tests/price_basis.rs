//! Lines whose prices are those of a unit, from the file to the statement.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "statements/shop.rs"]
mod shop;

use books::{Line, bring, line, try_to_bring};
use common::staff;
use domain::{
    access::Role,
    order::Order,
    settlement::{NotSettled, PriceBasis},
};
use futures::TryStreamExt;
use operations::{
    Office, dues,
    exports::{self, Format, Kind},
    orders, refunds,
    statements::{Cursor, LeftOutReason, draft, issue, left_out, lines, month},
};
use shop::{RESELLER, finance, period};

/// Two pieces for three years, sold by a reseller in October: 1,000 a piece and year over a floor of 800.
fn sold(order_no: &str) -> Line {
    line(order_no)
        .with("sales_channel", "reseller")
        .with("reseller", RESELLER)
        .with("quantity", 2)
        .with("duration", 3)
        .with("duration_unit", "year")
        .with("price_basis", "单价")
        .with("list_price", "1200")
        .with("deal_price", "1000")
        .with("floor_price", "800")
        .with("coupon", "50")
        .with("state", "completed")
        .with("created_at", "2026-10-01 10:00:00")
        .with("completed_at", "2026-10-03 10:00:00")
}

async fn order(office: &Office, order_no: &str) -> Order {
    orders::get(office, &staff(Role::Owner), order_no).await.unwrap().named.order
}

async fn the_books_add_up(office: &Office) {
    assert_eq!(orders::summary::verify(office).await.unwrap(), []);
    assert_eq!(dues::verify(office).await.unwrap().1, []);
}

both! {
    async fn amounts_of_an_order_are_of_its_lines(office) {
        let second = sold("A1").with("line_no", 2).with("price_basis", "").with("deal_price", "7").with("list_price", "");
        bring(&office, &[sold("A1"), second]).await;
        let order = order(&office, "A1").await;
        assert_eq!([0, 1].map(|n| order.lines[n].price_basis), [PriceBasis::Unit, PriceBasis::Line]);
        assert_eq!([0, 1].map(|n| order.lines[n].deal_minor), [100_000, 700], "as they were said");
        let sums = order.sums();
        // The coupon of the second line is more than its price, so nothing was paid for it.
        assert_eq!((sums.list_minor, sums.deal_minor, sums.paid_minor), (720_700, 600_700, 595_000));
        let kept: Option<(i64, i64)> =
            operations::db::Sql::new("SELECT list_minor, deal_minor FROM orders").fetch_optional(&office.db).await.unwrap();
        assert_eq!(kept, Some((720_700, 600_700)));
        the_books_add_up(&office).await;
    }

    async fn a_reseller_is_settled_with_by_the_amounts_of_the_line(office) {
        bring(&office, &[sold("A1")]).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let drafted = lines(&office, &finance(), id, Cursor::default(), 10).await.unwrap();
        let amounts = |line: &operations::statements::Line| (line.deal_minor, line.floor_minor, line.amount_minor);
        assert_eq!(drafted.iter().map(amounts).collect::<Vec<_>>(), [(600_000, 480_000, 108_000)]);
        assert_eq!(issue(&office, &finance(), id).await.unwrap().total_minor, Some(108_000));
        for (changed, column) in [
            (sold("A1").with("price_basis", "line"), "price_basis"),
            (sold("A1").with("quantity", 3), "quantity"),
            (sold("A1").with("duration", 2), "duration"),
        ] {
            let outcome = try_to_bring(&office, &[changed]).await;
            assert_eq!(outcome.rejected_rows, 1, "{column}");
            assert_eq!(outcome.rejected[0].column, column);
        }
        assert_eq!(try_to_bring(&office, &[sold("A1")]).await.unchanged, 1);
        the_books_add_up(&office).await;
    }

    async fn what_is_left_out_is_added_up_by_the_amounts_of_the_line(office) {
        bring(&office, &[sold("A1").with("floor_price", ""), sold("A2")]).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let groups = left_out(&office, &finance(), id).await.unwrap();
        let lacking = LeftOutReason::Held(NotSettled::FloorUnknown);
        let group = groups.iter().find(|group| group.reason == lacking).unwrap();
        assert_eq!((group.lines, group.deal_minor), (1, Some(600_000)));
        let checks = month(&office, &finance(), period("202610")).await.unwrap().checks;
        let check = checks.iter().find(|check| check.why == NotSettled::FloorUnknown).unwrap();
        assert_eq!((check.lines, check.deal_minor), (1, Some(600_000)));
    }

    async fn a_file_has_the_basis_and_a_change_is_taken(office) {
        bring(&office, &[sold("A1")]).await;
        let kind = Kind::of(exports::ORDERS).unwrap();
        let pieces = kind.stream(&office, &staff(Role::Owner), "", Format::Csv).await.unwrap();
        let pieces: Vec<_> = pieces.try_collect().await.unwrap();
        let file: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.bytes).collect();
        let mut file = csv::Reader::from_reader(file.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let place = |name: &str, headings: &csv::StringRecord| headings.iter().position(|it| it == name).unwrap();
        let headings = file.headers().unwrap().clone();
        let row = file.records().next().unwrap().unwrap();
        let cell = |name: &str| row[place(name, &headings)].to_owned();
        assert_eq!([cell("price_basis"), cell("deal_price"), cell("quantity")], ["unit", "1000.00", "2"]);
        bring(&office, &[sold("A1").with("price_basis", "line")]).await;
        assert_eq!(order(&office, "A1").await.sums().deal_minor, 100_000);
        // An empty cell says nothing.
        bring(&office, &[sold("A1")]).await;
        bring(&office, &[sold("A1").with("price_basis", "").with("quantity", 1)]).await;
        assert_eq!(order(&office, "A1").await.sums().deal_minor, 300_000);
        the_books_add_up(&office).await;
    }

    async fn a_price_that_is_too_much_times_the_quantity_is_refused(office) {
        let outcome = try_to_bring(&office, &[
            sold("A1").with("quantity", 1_000_000_000).with("duration", 10_000),
            sold("A2").with("price_basis", "每月"),
        ]).await;
        let told: Vec<_> = outcome.rejected.iter().map(|it| (it.column.as_str(), it.reason.as_str())).collect();
        assert_eq!(told[0], ("deal_price", "'1000.00 × 1000000000 × 10000' is too large"));
        assert_eq!(told[1].0, "price_basis");
    }

    async fn what_a_refund_takes_back_is_of_the_line(office) {
        let bought = line("B1").with("billing_mode", "PERIOD").with("quantity", 2).with("duration", 3)
            .with("duration_unit", "month").with("price_basis", "unit").with("deal_price", "100").with("state", "completed")
            .with("created_at", "2026-11-14 09:00:00").with("paid_at", "2026-11-14 10:00:00")
            .with("completed_at", "2026-11-14 10:00:00");
        bring(&office, &[bought]).await;
        refunds::request(&office, &staff(Role::Owner), "B1", "600.00", "不再需要").await.unwrap();
        let back = order(&office, "B1-R1").await;
        let (line, sums) = (&back.lines[0], back.sums());
        assert_eq!((line.price_basis, line.deal_minor), (PriceBasis::Line, -60_000));
        assert_eq!((sums.deal_minor, sums.paid_minor), (-60_000, -60_000));
        the_books_add_up(&office).await;
    }
}
