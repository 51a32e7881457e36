//! Currencies with other decimals than two, from the file that comes in to the file that goes out.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{import, staff};
use domain::{
    Currency, Period,
    access::{Actor, Role},
};
use futures::TryStreamExt;
use operations::{
    Office,
    exports::{self, Format, Kind},
    imports::Outcome,
    list::Filter,
    orders, statements,
};

const HEADER: &str = "order_no,sales_channel,reseller,product_id,product_name,customer_id,customer_name,currency,\
    deal_price,floor_price,state,created_at,completed_at";

fn row(order: &str, currency: &str, deal: &str, floor: &str) -> String {
    format!(
        "{order},reseller,云梯,P1,进销存,C1,远山,{currency},{deal},{floor},completed,2026-10-01 12:00:00,\
         2026-10-02 08:00:00"
    )
}

async fn bring(office: &Office, rows: &[String]) -> Outcome {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    import(office, &Actor::System, "orders.csv", text).await.unwrap()
}

async fn three(office: &Office) {
    let rows = [
        row("Y1", "JPY", "10000", "8000"),
        row("K1", "KWD", "10.500", "8.25"),
        row("R1", "", "10000.5", "8000"),
    ];
    let outcome = bring(office, &rows).await;
    assert_eq!((outcome.created, outcome.rejected_rows), (3, 0), "{:?}", outcome.rejected);
}

async fn paid(office: &Office, order_no: &str) -> i64 {
    orders::get(office, &Actor::System, order_no).await.unwrap().named.order.sums().paid_minor
}

async fn numbers(office: &Office, query: &str) -> Vec<String> {
    let (filter, problems) = Filter::read_query(&orders::LIST, query);
    assert_eq!(problems, [], "{query}");
    let page = orders::list(office, &staff(Role::Owner), &filter).await.unwrap();
    page.rows.into_iter().map(|row| row.order_no).collect()
}

both! {
    async fn amounts_are_whole_minor_units_of_their_currency(office) {
        three(&office).await;
        assert_eq!(paid(&office, "Y1").await, 10_000);
        assert_eq!(paid(&office, "K1").await, 10_500);
        assert_eq!(paid(&office, "R1").await, 1_000_050);
    }

    async fn more_decimals_than_the_currency_has_are_refused_by_name(office) {
        three(&office).await;
        let outcome = bring(&office, &[
            row("Y2", "JPY", "10000.5", "8000"),
            row("K2", "KWD", "10.5", "8.2505"),
            row("R2", "CNY", "10.505", "8"),
            // The books know that Y1 is in yen.
            row("Y1", "", "10000.5", "8000"),
            row("Y1", "KWD", "10000", "8000"),
            row("X1", "XAU", "1", "1"),
        ]).await;
        let refused: Vec<(&str, &str)> =
            outcome.rejected.iter().map(|r| (r.column.as_str(), r.reason.as_str())).collect();
        let columns: Vec<&str> = refused.iter().map(|(column, _)| *column).collect();
        assert_eq!(
            columns,
            ["deal_price", "floor_price", "deal_price", "deal_price", "currency", "currency"],
            "{refused:?}"
        );
        assert!(refused[0].1.contains("10000.5") && refused[0].1.contains('0'), "{refused:?}");
        let outcome = bring(&office, &[row("Y1", "", "12000", "8000")]).await;
        assert_eq!((outcome.updated, outcome.rejected_rows), (1, 0));
    }

    async fn what_could_be_two_amounts_in_a_currency_is_refused_by_place(office) {
        let outcome = bring(&office, &[
            row("K1", "KWD", "\"1,200\"", "1"),
            row("K2", "KWD", "1.200", "1"),
            row("K3", "KWD", "\"1,200.000\"", "1"),
            row("Y1", "JPY", "1.200", "1"),
            row("Y2", "JPY", "\"1,200\"", "1"),
        ]).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (3, 2), "{:?}", outcome.rejected);
        let refused = outcome.rejected.iter().map(|r| (r.row, r.column.as_str())).collect::<Vec<_>>();
        assert_eq!(refused, [(2, "deal_price"), (5, "deal_price")]);
        for refused in &outcome.rejected {
            assert!(refused.reason.contains("1.2") && refused.reason.contains("1200"), "{}", refused.reason);
        }
        assert_eq!(paid(&office, "K2").await, 1_200);
        assert_eq!(paid(&office, "K3").await, 1_200_000);
        assert_eq!(paid(&office, "Y2").await, 1_200);
    }

    async fn amounts_are_asked_for_within_one_currency(office) {
        three(&office).await;
        assert_eq!(numbers(&office, "currency=jpy").await, ["Y1"]);
        assert_eq!(numbers(&office, "currency=JPY&amount_from=10000").await, ["Y1"]);
        assert_eq!(numbers(&office, "amount_to=10,000&currency=JPY").await, ["Y1"]);
        assert_eq!(numbers(&office, "currency=JPY&amount_from=10001").await, [""; 0]);
        assert_eq!(numbers(&office, "currency=KWD&amount_from=10.5&amount_to=10.500").await, ["K1"]);
        assert_eq!(numbers(&office, "amount_from=1").await, ["R1"], "renminbi, where no currency is named");
        assert_eq!(numbers(&office, "amount_from=1&sort=-paid").await, ["R1"]);
        let (_, problems) = Filter::read_query(&orders::LIST, "currency=JPY&amount_from=1.5");
        assert_eq!(problems[0].field, "amount_from");
    }

    async fn a_statement_is_settled_in_the_decimals_of_its_currency(office) {
        three(&office).await;
        let finance = staff(Role::Finance);
        let month = Period::parse("202610").unwrap();
        for (currency, amount, total, calculation) in [
            (Currency::JPY, 1_800, "1800", "(10,000 − 8,000) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 %"),
            (Currency::KWD, 2_025, "2.025", "(10.500 − 8.250) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 %"),
        ] {
            let id = statements::draft(&office, &finance, "云梯", month, Some(currency)).await.unwrap();
            let head = statements::get(&office, &finance, id).await.unwrap().head;
            assert_eq!(head.total_minor, Some(amount), "{currency}");
            let file = statements::files::json(&office, &finance, &head).await.unwrap();
            assert_eq!((&file["total"], &file["lines"][0]["calculation"]), (&total.into(), &calculation.into()));
        }
    }

    async fn a_file_that_went_out_comes_in_unchanged(office) {
        three(&office).await;
        let kind = Kind::of(exports::ORDERS).unwrap();
        let pieces = kind.stream(&office, &staff(Role::Owner), "", Format::Csv).await.unwrap();
        let pieces: Vec<_> = pieces.try_collect().await.unwrap();
        let text = String::from_utf8(pieces.into_iter().flat_map(|piece| piece.bytes).collect()).unwrap();
        for amounts in ["JPY,,10000,8000,0,10000,", "KWD,,10.500,8.250,0.000,10.500,", "CNY,,10000.50,8000.00,0.00,10000.50,"] {
            assert!(text.contains(amounts), "{text}");
        }
        let outcome = import(&office, &Actor::System, "orders.csv", text).await.unwrap();
        assert_eq!((outcome.unchanged, outcome.rejected_rows), (3, 0), "{:?}", outcome.rejected);
    }
}
