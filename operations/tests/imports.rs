//! Orders come in from files: what goes in, what changes, what is refused.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{file, import, staff};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    db::Sql,
    files,
    imports::{self, Outcome, Words},
    list::Filter,
    orders::summary,
};

const HEADER: &str = "order_no,line_no,order_type,sales_channel,reseller,commission_ratio,product_id,product_name,\
    sku_code,customer_id,customer_name,quantity,deal_price,floor_price,coupon,paid_amount,state,created_at,paid_at,\
    completed_at";

/// A completed order of a reseller.
const SOLD: &str = "CS1,1,NEW,reseller,云梯,,P1,进销存,S1,C1,远山贸易,1,100.00,60.00,5.00,95.00,completed,\
    2026-10-01 12:00:00,2026-10-01 12:01:00,2026-10-02 08:00:00";
/// A direct one that waits for payment.
const WAITING: &str = "CS2,1,NEW,direct,,,P2,Widget,S2,C2,Acme,2,50,,,,pending_payment,2026-11-01 09:00:00,,";

async fn bring(office: &Office, rows: &[&str]) -> Outcome {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    import(office, &Actor::System, "orders.csv", text).await.unwrap()
}

fn counts(outcome: &Outcome) -> (u64, u64, u64, u64) {
    (outcome.created, outcome.updated, outcome.unchanged, outcome.rejected_rows)
}

fn reasons(outcome: &Outcome) -> Vec<(u64, &str, &str)> {
    outcome.rejected.iter().map(|r| (r.row, r.column.as_str(), r.reason.as_str())).collect()
}

async fn number(office: &Office, text: &str) -> i64 {
    let row: Option<(i64,)> = Sql::new(text).fetch_optional(&office.db).await.unwrap();
    row.unwrap().0
}

async fn journal(office: &Office, subject: &str) -> Vec<(String, String, String)> {
    let mut sql = Sql::new("SELECT action, COALESCE(before_json, ''), COALESCE(after_json, '') FROM events ");
    sql.push("WHERE subject_id = ").arg(subject).push(" ORDER BY seq");
    sql.fetch_all(&office.db).await.unwrap()
}

async fn counts_are_right(office: &Office) {
    assert_eq!(summary::verify(office).await.unwrap(), []);
}

both! {
    async fn only_those_who_may_bring_orders_in(office) {
        let text = format!("{HEADER}\n{SOLD}\n");
        let file = file(&text);
        for role in [Role::Finance, Role::Support, Role::Auditor] {
            let refused = import(&office, &staff(role), "orders.csv", &text).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{role}");
            let refused = imports::enqueue(&office, &staff(role), &imports::Upload::new("a.csv", &*file)).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{role}");
        }
        assert!(matches!(imports::list(&office, &staff(Role::Support), &Filter::of(&imports::LIST)).await, Err(Failure::Denied(_))));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders").await, 0);
    }

    async fn files_that_are_no_list_of_orders_are_refused_whole(office) {
        for (bytes, word) in [
            (b"".as_slice(), "empty"),
            (b"\n\n  \n", "no rows"),
            (b"%PDF-1.7", "PDF"),
            (b"\x00\x01\x02\x03binary", "neither"),
            (b"PK\x03\x04 not a workbook", "workbook"),
            (b"order_no,state\nCS1,completed\n", "deal_price"),
            (b"order_no,order_no,product_id,customer_id,state,created_at,deal_price\n", "order_no"),
        ] {
            let refused = import(&office, &Actor::System, "orders.csv", bytes).await.unwrap_err();
            assert!(
                matches!(
                    refused,
                    Failure::File(files::Refused::Unreadable(_) | files::Refused::MissingColumns { .. })
                ),
                "{refused:?}"
            );
            assert!(refused.to_string().contains(word), "{refused}");
        }
        // A mark that is never closed costs its row, however much comes behind it.
        let unclosed = format!("{HEADER}\n{SOLD}\nCS9,\"{}{WAITING}\n", "x,y\n".repeat(1 << 12));
        let outcome = import(&office, &Actor::System, "orders.csv", &unclosed).await.unwrap();
        assert_eq!(counts(&outcome), (2, 0, 0, 1 << 12));
        assert_eq!(reasons(&outcome)[0].0, 3);
        assert!(reasons(&outcome)[0].2.contains("quotation mark"), "{outcome:?}");
        counts_are_right(&office).await;
    }

    async fn a_bad_row_is_rejected_and_the_rest_goes_in(office) {
        let bad_date = SOLD.replace("CS1", "CS3").replace("2026-10-02 08:00:00", "2026-09-02");
        let bad = SOLD.replace("CS1", "CS4").replace("100.00", "ten").replace("completed,", "gone,");
        let short = "CS5,1,NEW,reseller,,,,,,,,,,,,,,,,,,more";
        let outcome = bring(&office, &[SOLD, &bad_date, &bad, short, WAITING, ",1"]).await;
        assert_eq!(counts(&outcome), (2, 0, 0, 4));
        let all = reasons(&outcome);
        assert_eq!(all[0], (3, "completed_at", "is before created_at"));
        assert_eq!((all[1].0, all[1].1, all[2].0, all[2].1), (4, "deal_price", 4, "state"));
        assert!(all[3].0 == 5 && all[3].1.is_empty() && all[3].2.contains("22 cells"), "{all:?}");
        assert_eq!(all[4].0, 7);
        let kept = imports::rejections(&office, &Actor::System, outcome.import_id).await.unwrap();
        assert_eq!(kept, outcome.rejected);
        let mut json = Vec::new();
        outcome.write_json(&office, &mut json).await.unwrap();
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(&json).unwrap(),
            serde_json::to_value(&outcome).unwrap()
        );
        counts_are_right(&office).await;
    }

    async fn rejected_rows_can_be_put_right_and_brought_in(office) {
        use futures::TryStreamExt;
        let outcome = bring(&office, &[&SOLD.replace("100.00", "ten").replace("远山贸易", "=远山")]).await;
        let pieces = imports::rejected_file(&office, &Actor::System, outcome.import_id, Words::ENGLISH).await.unwrap();
        let pieces: Vec<_> = pieces.try_collect().await.unwrap();
        let text = String::from_utf8(pieces.concat()).unwrap();
        assert!(text.starts_with("\u{feff}row,column,reason,order_no,") && text.contains("'=远山"), "{text}");
        let right = text.replace(",ten,", ",100.00,");
        let outcome = import(&office, &Actor::System, "orders.csv", right).await.unwrap();
        assert_eq!(counts(&outcome), (1, 0, 0, 0));
        assert_eq!(outcome.unknown_columns, [""; 0]);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM customers WHERE name = '=远山'").await, 1);
        let none = imports::rejected_file(&office, &Actor::System, outcome.import_id, Words::ENGLISH).await;
        assert!(matches!(none, Err(Failure::NotFound)));
    }

    async fn ratios_follow_the_rules(office) {
        let sale = |channel: &str, ratio: &str| SOLD.replace("reseller,云梯,", &format!("{channel},{ratio}"));
        let outcome = bring(&office, &[
            &sale("co_sale", "云梯,90.01%"),
            &sale("co_sale", "云梯,"),
            &sale("co_sale", ",50%"),
            &sale("reseller", "云梯,80%"),
        ]).await;
        let columns: Vec<&str> = reasons(&outcome).iter().map(|r| r.1).collect();
        assert_eq!(columns, ["commission_ratio", "commission_ratio", "reseller", "commission_ratio"]);
        let reason = &outcome.rejected[0].reason;
        assert!(reason.contains("90.01 %") && reason.contains("90.00 %"), "{reason}");
        let outcome = bring(&office, &[&sale("co_sale", "云梯,90%"), &sale("reseller", "云梯,90%").replace("CS1", "CS2")]).await;
        assert_eq!(counts(&outcome), (2, 0, 0, 0));
        assert_eq!(number(&office, "SELECT commission_ratio FROM orders WHERE order_no = 'CS1'").await, 900_000);
    }

    async fn the_same_file_twice_changes_nothing(office) {
        let second_line = SOLD.replace("CS1,1", "CS1,2").replace("95.00", "90.00");
        let rows = [SOLD, WAITING, second_line.as_str()];
        assert_eq!(counts(&bring(&office, &rows).await), (3, 0, 0, 0));
        let before = number(&office, "SELECT COUNT(*) FROM events").await;
        assert_eq!(counts(&bring(&office, &rows).await), (0, 0, 3, 0));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events").await, before + 1);
        assert_eq!(number(&office, "SELECT paid_minor FROM orders WHERE order_no = 'CS1'").await, 18_500);
        assert_eq!(number(&office, "SELECT line_count FROM orders WHERE order_no = 'CS1'").await, 2);
        assert_eq!(number(&office, "SELECT MIN(period) FROM dues").await, 202_610);
        counts_are_right(&office).await;
    }

    async fn a_changed_row_updates_and_journals(office) {
        bring(&office, &[SOLD, WAITING]).await;
        let paid = WAITING.replace("pending_payment", "processing").replace(",,\n", "");
        let paid = format!("{},2026-11-01 10:00:00,", paid.trim_end_matches(",,"));
        let outcome = bring(&office, &[SOLD, &paid]).await;
        assert_eq!(counts(&outcome), (0, 1, 1, 0));
        let events = journal(&office, "CS2").await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].0, "order.updated");
        let after: serde_json::Value = serde_json::from_str(&events[0].2).unwrap();
        assert_eq!(after, serde_json::json!({
            "state": "processing", "paid_at": "2026-11-01T02:00:00Z", "lines": {"1": {"paid_amount": "50.00"}},
        }));
        assert!(events[0].1.contains("pending_payment"));
        assert!(journal(&office, "CS1").await.is_empty());
        let done = format!("{},2026-11-03 10:00:00", paid.replace("processing", "completed").trim_end_matches(','));
        bring(&office, &[&done]).await;
        assert_eq!(journal(&office, "CS2").await.len(), 2);
        assert_eq!(operations::journal::verify(&office).await.unwrap().1, []);
        assert_eq!(journal(&office, &outcome.import_id.to_string()).await[0].0, "import.done");
        counts_are_right(&office).await;
    }

    async fn what_may_not_change_does_not(office) {
        bring(&office, &[SOLD]).await;
        let back = SOLD.replace("completed,", "processing,");
        let moved = SOLD.replace(",C1,", ",C9,").replace("P1", "P9").replace(",S1", ",S9").replace("NEW", "RENEW");
        let moved = moved.replace("2026-10-01 12:00:00", "2026-10-01 11:00:00");
        let outcome = bring(&office, &[&back, &moved]).await;
        assert_eq!(counts(&outcome), (0, 0, 0, 2));
        assert_eq!(reasons(&outcome)[0], (2, "state", "an order that is completed cannot become processing"));
        let columns: Vec<&str> = reasons(&outcome)[1..].iter().map(|r| r.1).collect();
        assert_eq!(columns, ["order_type", "created_at", "customer_id", "product_id", "sku_code"]);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM customers").await, 1);
        assert!(journal(&office, "CS1").await.is_empty());
    }

    async fn an_empty_cell_erases_nothing(office) {
        bring(&office, &[SOLD]).await;
        let text = "order_no,product_name,customer_name,state,created_at,deal_price\nCS1,,,,,\n";
        let outcome = import(&office, &Actor::System, "orders.csv", &text).await.unwrap();
        assert_eq!(counts(&outcome), (0, 0, 1, 0));
        let text = text.replace("CS1", "CS9");
        let outcome = import(&office, &Actor::System, "orders.csv", &text).await.unwrap();
        let columns: Vec<&str> = reasons(&outcome).iter().map(|r| r.1).collect();
        assert_eq!(columns, ["customer_name", "state", "created_at", "product_name"]);
    }
}
