//! What the marketplace says of an order that the desk's own time-out cancelled.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{import, staff};
use domain::{
    access::{Actor, Role},
    order::{Head, OrderState},
};
use operations::{
    Office,
    db::Sql,
    dues,
    imports::Outcome,
    orders::{self, summary},
};

const HEADER: &str = "order_no,product_name,customer_name,deal_price,state,created_at,cancelled_at";

/// As `autocancel_1_pending.csv` and `autocancel_2_completed.csv` have it.
async fn bring(office: &Office, state: &str, cancelled: &str) -> Outcome {
    let text = format!("{HEADER}\nA1,P,C,100.00,{state},2026-10-01 10:00:00,{cancelled}\n");
    import(office, &Actor::System, "orders.csv", text).await.unwrap()
}

fn counts(outcome: &Outcome) -> (u64, u64, u64) {
    (outcome.updated, outcome.unchanged, outcome.rejected_rows)
}

async fn order(office: &Office) -> (Head, i64, Option<String>) {
    let detail = orders::get(office, &staff(Role::Owner), "A1").await.unwrap();
    let named = detail.named;
    (named.order.head, named.order.sums().paid_minor, named.cancel_reason)
}

async fn counts_are_right(office: &Office) {
    assert_eq!(summary::verify(office).await.unwrap(), []);
    assert_eq!(dues::verify(office).await.unwrap().1, []);
}

async fn last_entry(office: &Office) -> (String, String, String) {
    let mut sql = Sql::new("SELECT action, COALESCE(after_json, ''), COALESCE(reason, '') FROM events ");
    sql.push("WHERE subject_id = 'A1' ORDER BY seq DESC LIMIT 1");
    sql.fetch_optional(&office.db).await.unwrap().expect("an entry")
}

both! {
    async fn what_was_paid_is_restored(office) {
        bring(&office, "pending_payment", "").await;
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 1);
        let (head, paid, reason) = order(&office).await;
        assert_eq!((head.state, head.timed_out, paid), (OrderState::Cancelled, true, 0));
        assert_eq!(reason.as_deref(), Some(orders::TIMEOUT));
        // That nobody paid yet is what the desk knew.
        assert_eq!(counts(&bring(&office, "pending_payment", "").await), (0, 1, 0));
        assert_eq!(order(&office).await.0, head);
        let outcome = bring(&office, "completed", "").await;
        assert_eq!(counts(&outcome), (1, 0, 0), "{outcome:?}");
        let (head, paid, reason) = order(&office).await;
        assert_eq!((head.state, head.cancelled_at, head.timed_out), (OrderState::Completed, None, false));
        assert_eq!((paid, reason), (10_000, None));
        let (action, after, why) = last_entry(&office).await;
        assert_eq!((action.as_str(), why), ("order.restored", format!("import {}", outcome.import_id)));
        assert!(after.contains(r#""state":"completed""#), "{after}");
        // It stays so, and says it once.
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 0);
        assert_eq!(counts(&bring(&office, "completed", "").await), (0, 1, 0));
        assert_eq!(counts(&bring(&office, "cancelled", "").await), (0, 0, 1));
        counts_are_right(&office).await;
    }

    async fn what_the_marketplace_or_a_person_cancelled_stays_cancelled(office) {
        bring(&office, "pending_payment", "").await;
        orders::cancel(&office, &staff(Role::Owner), "A1", "the buyer asked for it").await.unwrap();
        assert_eq!(counts(&bring(&office, "completed", "").await), (0, 0, 1));
        assert_eq!(counts(&bring(&office, "pending_payment", "").await), (0, 0, 1));
        // The reason of a person outlives a file that says more of the order.
        assert_eq!(counts(&bring(&office, "cancelled", "2026-10-03 10:00:00").await), (1, 0, 0));
        assert_eq!(order(&office).await.2.as_deref(), Some("the buyer asked for it"));
        counts_are_right(&office).await;
    }

    async fn the_marketplace_confirms_a_time_out(office) {
        bring(&office, "pending_payment", "").await;
        orders::cancel_unpaid(&office, 7).await.unwrap();
        let at = order(&office).await.0.cancelled_at.unwrap();
        // The desk's own file comes in again.
        let own = office.zone.second(at).to_string();
        assert_eq!(counts(&bring(&office, "cancelled", &own).await), (0, 1, 0));
        assert!(order(&office).await.0.timed_out);
        assert_eq!(counts(&bring(&office, "cancelled", "2026-10-08 10:00:00").await), (1, 0, 0));
        let (head, _, reason) = order(&office).await;
        assert_eq!((head.state, head.timed_out, reason), (OrderState::Cancelled, false, None));
        assert_eq!(last_entry(&office).await.0, "order.updated");
        assert_eq!(counts(&bring(&office, "completed", "").await), (0, 0, 1));
        counts_are_right(&office).await;
    }
}
