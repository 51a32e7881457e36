//! Supplements and reversals of issued statements.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "statements/shop.rs"]
mod shop;

use domain::{Currency, Tongue, access::Role, money};
use operations::{
    Failure, Office,
    db::Sql,
    dues,
    jobs::{self, CLASSES},
    statements::{
        AT_ONCE, Cursor, Head, Line, Nature, Refused, Standing, StatementState, balances, corrections,
        discard, draft, files, get, issue, lines, month, pay, reverse, supplement, take_payment_back, verify,
        waiting,
    },
};
use shop::{RESELLER, Sale, change, finance, period, tamper};

async fn issued(office: &Office, text: &str) -> Head {
    let id = draft(office, &finance(), RESELLER, period(text), None).await.unwrap();
    issue(office, &finance(), id).await.unwrap()
}

async fn all(office: &Office, id: i64) -> Vec<Line> {
    lines(office, &finance(), id, Cursor::default(), 100).await.unwrap()
}

fn numbers(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| line.order_no.as_str()).collect()
}

async fn count(office: &Office, text: &str) -> i64 {
    Sql::new(text).fetch_optional::<(i64,)>(&office.db).await.unwrap().unwrap().0
}

both! {
    async fn what_came_late_goes_into_a_supplement_instead_of_the_next_month(office) {
        Sale::new("A1").put(&office).await;
        let october = issued(&office, "202610").await;
        Sale::new("A2").put(&office).await;
        Sale { completed: "2026-11-02 08:00:00", ..Sale::new("N1") }.put(&office).await;
        let november = draft(&office, &finance(), RESELLER, period("202611"), None).await.unwrap();
        assert_eq!(numbers(&all(&office, november).await), ["A2", "N1"]);
        let id = supplement(&office, &finance(), october.id).await.unwrap();
        assert_eq!(supplement(&office, &finance(), october.id).await.unwrap(), id, "there is one draft of a month");
        assert_eq!((numbers(&all(&office, id).await), numbers(&all(&office, november).await)), (vec!["A2"], vec!["N1"]));
        let comes = common::standing(&office, &finance(), "A2").await.unwrap();
        assert_eq!(comes, [Standing::InDraft { period: period("202610") }]);
        let done = issue(&office, &finance(), id).await.unwrap();
        assert_eq!((done.number.as_deref(), done.nature), (Some("RS-202610-0002"), Nature::Supplement));
        assert_eq!(done.corrects.map(|of| of.number).as_deref(), Some("RS-202610-0001"));
        assert_eq!(corrections(&office, &finance(), october.id).await.unwrap()[0].id, id);
        Sale::new("A3").put(&office).await;
        assert_eq!(numbers(&all(&office, november).await), ["A3", "N1"], "the month is closed again");
        assert_eq!(draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap(), october.id);
        assert_eq!(verify(&office).await.unwrap(), (2, 2, vec![]));
    }

    async fn a_reversal_takes_back_every_line_and_the_lines_are_due_again(office) {
        Sale::new("A1").put(&office).await;
        Sale { order_type: "UNSUBSCRIBE", deal: "-3.55", floor: "0", ..Sale::new("U1") }.put(&office).await;
        Sale::priced("B1", "999.99", "500", "13%", "3%").put(&office).await;
        let head = issued(&office, "202610").await;
        let before = all(&office, head.id).await;
        let result = reverse(&office, &finance(), head.id, " ").await;
        assert!(matches!(result, Err(Failure::Invalid(p)) if p[0].field == "reason"));
        for role in [Role::Operations, Role::Support, Role::Auditor] {
            let result = reverse(&office, &common::staff(role), head.id, "x").await;
            assert!(matches!(result, Err(Failure::Denied(_))));
        }
        let reversal = reverse(&office, &finance(), head.id, "底价有误").await.unwrap();
        assert_eq!((reversal.number.as_deref(), reversal.state), (Some("RS-202610-0002"), StatementState::Issued));
        assert_eq!((reversal.nature, reversal.issuing), (Nature::Reversal, None));
        assert_eq!(reversal.total_minor, head.total_minor.map(|minor| -minor));
        let negated = all(&office, reversal.id).await;
        for (was, is) in before.iter().zip(&negated) {
            assert_eq!((is.deal_minor, is.floor_minor, is.amount_minor), (-was.deal_minor, -was.floor_minor, -was.amount_minor));
            assert_eq!(is.explanation(Currency::CNY).unwrap().exact, was.exact.negated());
        }
        assert_eq!(get(&office, &finance(), head.id).await.unwrap().head.state, StatementState::Reversed);
        assert_eq!(all(&office, head.id).await, before, "what was issued stays as it was");
        assert_eq!(verify(&office).await.unwrap(), (2, 6, vec![]));
        assert_eq!(dues::verify(&office).await.unwrap(), (3, vec![]));
        assert_eq!(waiting(&office, &finance()).await.unwrap()[0].period, period("202610"));
        let comes = common::standing(&office, &finance(), "A1").await.unwrap();
        assert_eq!(comes, [Standing::InDraft { period: period("202610") }]);
        // What is due again can be corrected, and is settled under what the order says then.
        change(&office, "UPDATE order_lines SET floor_minor = 900000 WHERE floor_minor = 800000").await;
        let again = issued(&office, "202610").await;
        assert_eq!((again.number.as_deref(), again.nature), (Some("RS-202610-0003"), Nature::Regular));
        assert_eq!(again.total_minor, head.total_minor.map(|minor| minor - 90_000));
        let totals = month(&office, &finance(), period("202610")).await.unwrap().totals;
        assert_eq!((totals[0].lines, Some(totals[0].amount_minor)), (9, again.total_minor));
        assert_eq!(verify(&office).await.unwrap(), (3, 9, vec![]));
        assert_eq!(count(&office, "SELECT COUNT(*) FROM events WHERE action = 'statement.reversed' AND reason = '底价有误'").await, 1);
    }

    async fn what_cannot_be_corrected_says_why(office) {
        Sale::new("A1").put(&office).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let finance = finance();
        let result = reverse(&office, &finance, id, "x").await;
        assert!(matches!(result, Err(Failure::Statement(Refused::NotIssued))));
        let result = supplement(&office, &finance, id).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::NotIssued))));
        issue(&office, &finance, id).await.unwrap();
        let result = supplement(&office, &finance, id).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::NothingLate { .. }))), "{result:?}");
        assert_eq!(count(&office, "SELECT COUNT(*) FROM statements").await, 1, "no draft is left behind");
        Sale::new("A2").put(&office).await;
        let more = supplement(&office, &finance, id).await.unwrap();
        let result = reverse(&office, &finance, id, "x").await;
        assert!(matches!(result, Err(Failure::Statement(Refused::DraftStands { .. }))));
        discard(&office, &finance, more).await.unwrap();
        let (one, two) = tokio::join!(reverse(&office, &finance, id, "x"), reverse(&office, &finance, id, "x"));
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let reversal = won.unwrap();
        assert!(matches!(lost, Err(Failure::Statement(Refused::Issuing | Refused::Reversed { .. }))), "{lost:?}");
        let result = reverse(&office, &finance, reversal.id, "x").await;
        assert!(matches!(result, Err(Failure::Statement(Refused::IsReversal { .. }))));
        let result = supplement(&office, &finance, id).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::Reversed { .. }))));
        assert_eq!(verify(&office).await.unwrap(), (2, 2, vec![]));
    }

    async fn payments_and_reversals_add_up(office) {
        Sale::new("A1").put(&office).await;
        Sale { completed: "2026-09-02 08:00:00", ..Sale::new("S1") }.put(&office).await;
        let (september, october) = (issued(&office, "202609").await, issued(&office, "202610").await);
        let left = async || balances(&office, &finance(), None).await.unwrap()[0].left_minor();
        let day = "2026-11-10".parse().unwrap();
        pay(&office, &finance(), october.id, day, "").await.unwrap();
        let unpaid = reverse(&office, &finance(), september.id, "x").await.unwrap();
        assert_eq!(left().await, 0, "nothing of it was paid, and nothing is left to pay");
        for id in [september.id, unpaid.id] {
            let result = pay(&office, &finance(), id, day, "").await;
            assert!(matches!(result, Err(Failure::Statement(Refused::NothingToPay { .. }))), "{result:?}");
        }
        let paid = reverse(&office, &finance(), october.id, "x").await.unwrap();
        assert_eq!(left().await, -180_000, "what was paid comes back");
        let result = take_payment_back(&office, &finance(), october.id, "x").await;
        assert!(matches!(result, Err(Failure::Statement(Refused::ReversedSince { .. }))));
        pay(&office, &finance(), paid.id, day, "冲抵").await.unwrap();
        assert_eq!(left().await, 0);
    }

    async fn a_long_reversal_goes_on_by_itself_and_reopens_slice_by_slice(office) {
        Sale::new("A0").put(&office).await;
        let lines = AT_ONCE + 300;
        tamper(&office, "UPDATE orders SET line_count = 1").await;
        let more = format!(
            "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, sku_name, quantity, \
             deal_minor, floor_minor, coupon_minor, paid_minor) WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 \
             FROM n WHERE i < {lines}) SELECT order_id, n.i, product_id, delivery_type, sku_code, sku_name, quantity, \
             deal_minor, floor_minor, 0, 0 FROM order_lines CROSS JOIN n"
        );
        change(&office, &more).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        issue(&office, &finance(), id).await.unwrap();
        let run = async |minute: i64| {
            common::set_clock(&office, common::NOW + minute * 60_000);
            for kinds in CLASSES {
                jobs::drain(&office, kinds).await.unwrap();
            }
        };
        run(1).await;
        let begun = reverse(&office, &finance(), id, "x").await.unwrap();
        assert!(begun.issuing.is_some_and(|issuing| issuing.lines < lines));
        assert_eq!(begun.number, None);
        let page = get(&office, &finance(), begun.id).await.unwrap();
        assert_eq!((page.hindrance, page.head.line_count), (Some(Refused::Issuing), Some(lines)));
        assert_eq!(get(&office, &finance(), id).await.unwrap().head.state, StatementState::Issued, "it counts till then");
        run(2).await;
        let done = get(&office, &finance(), begun.id).await.unwrap().head;
        assert_eq!((done.line_count, done.issuing), (Some(lines), None));
        assert_eq!(count(&office, "SELECT COUNT(*) FROM dues WHERE statement_id IS NOT NULL").await, 0);
        assert_eq!(verify(&office).await.unwrap(), (2, 2 * lines as u64, vec![]));
        assert_eq!(dues::verify(&office).await.unwrap(), (lines as u64, vec![]));
    }

    async fn verify_finds_a_reversal_that_does_not_fit(office) {
        for no in ["A1", "A2"] {
            Sale::new(no).put(&office).await;
        }
        let head = issued(&office, "202610").await;
        let reversal = reverse(&office, &finance(), head.id, "x").await.unwrap();
        tamper(&office, &format!("UPDATE statements SET state = 'issued' WHERE id = {}", head.id)).await;
        let (.., found) = verify(&office).await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("does not take back RS-202610-0001"), "{}", found[0].what);
        tamper(&office, &format!("UPDATE statements SET state = 'reversed' WHERE id = {}", head.id)).await;
        tamper(&office, &format!("UPDATE statement_lines SET corrects_id = NULL WHERE statement_id = {} AND position = 1", reversal.id)).await;
        let (.., found) = verify(&office).await.unwrap();
        assert_eq!(found.len(), 2, "the hash and the line: {found:?}");
    }

    async fn what_is_taken_back_is_negative_everywhere(office) {
        Sale { order_type: "UNSUBSCRIBE", deal: "-10000", floor: "-8000", ..Sale::new("U1") }.put(&office).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        for issued in [false, true] {
            if issued {
                issue(&office, &finance(), id).await.unwrap();
            }
            let line = &all(&office, id).await[0];
            assert_eq!((line.deal_minor, line.floor_minor, line.amount_minor), (-1_000_000, -800_000, -180_000));
            assert!(line.explanation(Currency::CNY).unwrap().formula().contains("10,000.00"));
            let head = get(&office, &finance(), id).await.unwrap().head;
            let json = files::json(&office, &finance(), &head).await.unwrap();
            let row = &json["lines"][0];
            assert_eq!((&row["deal_price"], &row["floor_price"], &row["amount"]), (&"-10000.00".into(), &"-8000.00".into(), &"-1800.00".into()));
            let mut csv = Vec::new();
            files::write_csv(&office, &finance(), &head, Tongue::Codes, &mut csv).await.unwrap();
            let csv = String::from_utf8(csv).unwrap();
            let mut records = csv::Reader::from_reader(csv.as_bytes());
            let heads = records.headers().unwrap().clone();
            let record = records.records().next().unwrap().unwrap();
            let cell = |name: &str| record[heads.iter().position(|h| h == name).unwrap()].to_owned();
            assert_eq!([cell("deal_price"), cell("floor_price"), cell("amount")], ["-10000.00", "-8000.00", "-1800.00"]);
        }
        let order = operations::orders::get(&office, &finance(), "U1").await.unwrap().named.order;
        assert_eq!(money::bare(order.lines[0].deal_minor, Currency::CNY), "-10000.00");
    }
}
