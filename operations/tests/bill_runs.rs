//! Runs that break off: they are given up after some tries, and begun anew.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use books::execute;
use domain::{Period, bill::BillState};
use operations::{
    Failure, Office,
    bills::{self, JOBS, Refused, RunState},
    db::Sql,
    earnings, jobs,
};
use sold::{OCTOBER, Sold, all, bring, certified, finance, october, run_of};

async fn count(office: &Office, text: &str) -> i64 {
    Sql::new(text).fetch_optional::<(i64,)>(&office.db).await.unwrap().unwrap().0
}

/// A run of October that was begun, and whose worker vanished after so many tries, in the middle of its first line.
async fn vanished(office: &Office, attempts: i64) -> i64 {
    let month = Period::parse(OCTOBER).unwrap();
    let id = bills::begin(office, &finance(1), month, None).await.unwrap().id;
    for text in [
        "INSERT INTO bills (kind, payment, currency, period, state, run_id) \
         SELECT 'general', 'prepaid', 'CNY', 202610, 'draft', MAX(id) FROM bill_runs",
        "UPDATE earnings SET bill_id = (SELECT MAX(id) FROM bills), position = 1 \
         WHERE id = (SELECT MIN(id) FROM earnings)",
        "INSERT INTO bill_lines (bill_id, position, item, earning_id, order_id, order_no, line_no, part, order_type, \
         customer_name, product_name, delivery_type, period, numerator, denominator, amount_minor) \
         SELECT e.bill_id, 1, 'order', e.id, e.order_id, 'A1', 1, 0, 'NEW', '', '', 'saas_auto', 202610, '1', '1', 1 \
         FROM earnings e WHERE e.bill_id = (SELECT MAX(id) FROM bills)",
        &format!(
            "UPDATE jobs SET state = 'running', lease = 'gone', lease_until = 0, attempts = {attempts} \
             WHERE kind = 'bill.run' AND state = 'queued'"
        ),
    ] {
        execute(office, &Sql::new(text)).await;
    }
    id
}

async fn in_order(office: &Office) {
    assert_eq!(bills::verify(office).await.unwrap().2, []);
    assert_eq!(earnings::verify(office).await.unwrap().1, []);
}

both! {
    async fn a_run_whose_workers_vanish_again_and_again_is_given_up_and_begun_anew(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("A1", "P-1", "2000"), Sold::of("A2", "P-2", "3000")]).await;
        let id = vanished(&office, 3).await;
        in_order(&office).await;
        let given_up = run_of(&office, OCTOBER).await.unwrap();
        assert_eq!((given_up.id, given_up.state), (id, RunState::Failed));
        assert_eq!(given_up.problem.as_deref(), Some("its workers vanished"));
        assert_eq!(all(&office).await, []);
        in_order(&office).await;
        // What it had put together is taken apart without anybody asking.
        jobs::drain(&office, JOBS).await.unwrap();
        assert_eq!(count(&office, "SELECT COUNT(*) FROM bills").await, 0);
        assert_eq!(count(&office, "SELECT COUNT(*) FROM bill_lines").await, 0);
        assert_eq!(count(&office, "SELECT COUNT(*) FROM earnings WHERE bill_id IS NOT NULL").await, 0);
        let run = october(&office).await;
        assert_eq!((run.id > id, run.bills, run.billed), (true, 1, 2));
        in_order(&office).await;
    }

    async fn a_run_that_was_given_up_does_not_go_on(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("B1", "P-1", "2000"), Sold::of("B2", "P-2", "3000")]).await;
        let id = vanished(&office, 3).await;
        assert_eq!(run_of(&office, OCTOBER).await.unwrap().state, RunState::Failed);
        // Nobody waits for the clean-up: the next run does it itself.
        let run = october(&office).await;
        assert_eq!((run.bills, run.billed), (1, 2));
        jobs::drain(&office, JOBS).await.unwrap();
        assert_eq!(all(&office).await.iter().map(|bill| bill.line_count).sum::<i64>(), 2);
        let (failed, _) = bills::run_of(&office, &finance(1), id).await.unwrap();
        assert_eq!((failed.state, failed.bills), (RunState::Failed, 0));
        in_order(&office).await;
    }

    async fn while_a_run_may_still_live_another_month_waits(office) {
        certified(&office).await;
        bring(&office, &[
            Sold::of("C1", "P-1", "2000"),
            Sold { created: "2026-09-01", completed: "2026-09-02 10:00:00", ..Sold::of("C2", "P-2", "3000") },
        ]).await;
        let id = vanished(&office, 1).await;
        let refused = run_of(&office, "202609").await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::Running { period }) if period.to_string() == OCTOBER), "{refused}");
        let run = october(&office).await;
        assert_eq!((run.id, run.state, run.billed), (id, RunState::Done, 2));
        let september = run_of(&office, "202609").await.unwrap();
        assert_eq!((september.state, september.billed), (RunState::Done, 0), "October has both already");
        assert!(all(&office).await.iter().all(|bill| bill.state == BillState::Draft));
        in_order(&office).await;
    }
}
