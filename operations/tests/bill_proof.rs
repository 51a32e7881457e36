//! Proving bills finds whatever was changed behind their back, and nothing in those that nobody touched.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use books::execute;
use domain::bill::BillAction;
use operations::{Office, bills, db::Sql};
use sold::{Sold, all, bring, certified, october, step};

/// What does not fit: the bill, the line, and what.
async fn wrong(office: &Office) -> Vec<(String, Option<i64>, String)> {
    let found = bills::verify(office).await.unwrap().2;
    found.into_iter().map(|of| (of.bill, of.position, of.what)).collect()
}

/// Changes something, proves the bills, and changes it back.
async fn caught(office: &Office, change: &str, back: &str) -> Vec<(String, Option<i64>, String)> {
    execute(office, &Sql::new(change)).await;
    let found = wrong(office).await;
    execute(office, &Sql::new(back)).await;
    assert_eq!(wrong(office).await, [], "after {back}");
    found
}

/// A locked bill with two orders and an increment, and a draft.
async fn fill(office: &Office) {
    certified(office).await;
    bring(
        office,
        &[
            Sold::of("V1", "P-1", "300000"),
            Sold::of("V2", "P-1", "250000.37"),
            Sold { payment: "postpaid", repaid: "2026-10-20 10:00:00", ..Sold::of("V3", "P-2", "4000") },
        ],
    )
    .await;
    october(office).await;
    let bill = all(office).await.into_iter().find(|bill| bill.line_count == 3).unwrap();
    for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (2, BillAction::Lock)] {
        step(office, who, &bill, action).await.unwrap();
    }
}

const OF_LOCKED: &str = "(SELECT id FROM bills WHERE state = 'locked')";
const LOCKED: &str = "GB-202610-0001";

both! {
    async fn what_nobody_touched_is_in_order(office) {
        fill(&office).await;
        assert_eq!(bills::verify(&office).await.unwrap(), (2, 4, vec![]));
        // Void bills keep their lines and are looked at too; what stood in them is free.
        let draft = all(&office).await.into_iter().find(|bill| bill.number.is_none()).unwrap();
        step(&office, 1, &draft, BillAction::Void).await.unwrap();
        assert_eq!(wrong(&office).await, []);
        october(&office).await;
        assert_eq!(bills::verify(&office).await.unwrap(), (3, 5, vec![]));
    }

    async fn a_change_of_a_line_is_found(office) {
        fill(&office).await;
        let on = |set: &str, position: i64| format!("UPDATE bill_lines SET {set} WHERE bill_id = {OF_LOCKED} AND position = {position}");
        for (change, back, line) in [
            ("amount_minor = amount_minor + 1", "amount_minor = amount_minor - 1", "28500001 was frozen, 28500000 comes out"),
            ("rule_version = rule_version + 90", "rule_version = rule_version - 90", "there is no general v92"),
        ] {
            let found = caught(&office, &on(change, 1), &on(back, 1)).await;
            assert!(found.contains(&(LOCKED.to_owned(), Some(1), line.to_owned())), "{change}: {found:?}");
        }
        for (change, back) in [
            ("amount_minor = amount_minor + 1", "amount_minor = amount_minor - 1"),
            ("customer_name = 'x'", "customer_name = '远山贸易'"),
            ("order_no = 'V9'", "order_no = 'V2'"),
            ("reason = 'x'", "reason = NULL"),
        ] {
            let found = caught(&office, &on(change, 2), &on(back, 2)).await;
            let hash = (LOCKED.to_owned(), None, "the hash of its lines is another one".to_owned());
            assert!(found.contains(&hash), "{change}: {found:?}");
        }
        // The increment is of no order.
        let found = caught(&office, &on("amount_minor = 1", 3), &on("amount_minor = 550000", 3)).await;
        assert!(found.iter().any(|of| of.2.starts_with("3 lines of ")), "{found:?}");
    }

    async fn a_change_of_what_they_come_to_is_found(office) {
        fill(&office).await;
        for (table, change, back, what) in [
            ("bills", "total_minor = total_minor + 1", "total_minor = total_minor - 1", "3 lines of "),
            ("bills", "line_count = 4", "line_count = 3", "3 lines of "),
            ("bill_sums", "amount_minor = amount_minor + 1", "amount_minor = amount_minor - 1", "the sums by product"),
            ("bills", "fee_minor = fee_minor + 1", "fee_minor = fee_minor - 1", "what its total is made of"),
            ("bill_sums", "sales_minor = sales_minor + 1", "sales_minor = sales_minor - 1", "what its total is made of"),
            ("bill_sums", "lines = lines + 1", "lines = lines - 1", "the sums by product"),
            ("bill_sums", "period = 202609", "period = 202610", "the sums by product"),
        ] {
            let key = if table == "bills" { "id" } else { "bill_id" };
            let on = |set: &str| format!("UPDATE {table} SET {set} WHERE {key} = {OF_LOCKED}");
            let [(bill, position, found)] = &caught(&office, &on(change), &on(back)).await[..] else {
                unreachable!("{table}: {change} is found once")
            };
            assert_eq!((bill.as_str(), *position, found.starts_with(what)), (LOCKED, None, true), "{change}: {found}");
        }
    }

    async fn what_stands_nowhere_or_twice_is_found(office) {
        fill(&office).await;
        // It stands in a line and does not say so: the next run would bill it again.
        let found = caught(
            &office,
            &format!("UPDATE earnings SET bill_id = NULL WHERE bill_id = {OF_LOCKED} AND position = 2"),
            &format!("UPDATE earnings SET bill_id = {OF_LOCKED} WHERE bill_id IS NULL"),
        ).await;
        assert_eq!(found, [(LOCKED.to_owned(), Some(2), "what was earned does not stand here".to_owned())]);
        // It says that it stands in a bill, where no line is: no run would ever bill it.
        let found = caught(
            &office,
            &format!("UPDATE earnings SET position = position + 7 WHERE bill_id = {OF_LOCKED} AND position = 1"),
            &format!("UPDATE earnings SET position = 1 WHERE bill_id = {OF_LOCKED} AND position = 8"),
        ).await;
        assert_eq!(found, [
            (LOCKED.to_owned(), Some(1), "what was earned does not stand here".to_owned()),
            (LOCKED.to_owned(), None, "order V1, line 1 is said to stand here, and does not".to_owned()),
        ]);
        // A line of the draft is that of another bill as well.
        let earning = |no: &str| format!("(SELECT e.id FROM earnings e JOIN orders o ON o.id = e.order_id WHERE o.order_no = '{no}')");
        let on = |no: &str| format!("UPDATE bill_lines SET earning_id = {} WHERE bill_id <> {OF_LOCKED}", earning(no));
        let found = caught(&office, &on("V1"), &on("V3")).await;
        let said: Vec<_> = found.iter().map(|of| of.2.as_str()).collect();
        assert!(said.contains(&"what was earned does not stand here"), "{found:?}");
        assert!(said.contains(&"order V3, line 1 is said to stand here, and does not"), "{found:?}");
    }
}
