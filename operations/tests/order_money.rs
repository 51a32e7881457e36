//! What an order's page says of its money.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "statements/shop.rs"]
mod shop;

use domain::{
    access::Role,
    order::{Awaited, Left},
};
use operations::{
    Office, orders,
    statements::{amounts, draft, draft_in, issue, reverse},
};
use shop::{RESELLER, Sale, change, finance, period};

async fn of(office: &Office, role: Role, no: &str) -> Vec<(i64, i64)> {
    let actor = common::staff(role);
    let order = orders::get(office, &actor, no).await.unwrap().named;
    let amounts = amounts(office, &actor, &order).await.unwrap();
    amounts.into_iter().map(|amount| (amount.line_no, amount.settled.amount_minor)).collect()
}

both! {
    async fn an_order_has_its_amount_before_and_after_it_is_settled(office) {
        Sale::new("A1").put(&office).await;
        Sale { order_type: "UNSUBSCRIBE", deal: "-3.55", floor: "0", ..Sale::new("U1") }.put(&office).await;
        Sale { channel: "direct", ..Sale::new("D1") }.put(&office).await;
        Sale::open("P1", "processing").put(&office).await;
        let order = orders::get(&office, &finance(), "A1").await.unwrap().named;
        let october = period("202610");
        assert_eq!(draft_in(&office, &finance(), &order, october).await.unwrap(), None);
        let id = draft(&office, &finance(), RESELLER, october, None).await.unwrap();
        assert_eq!(draft_in(&office, &finance(), &order, october).await.unwrap(), Some(id));
        assert_eq!(draft_in(&office, &common::staff(Role::Operations), &order, october).await.unwrap(), None);
        let all = async |role| (of(&office, role, "A1").await, of(&office, role, "U1").await);
        let amounts = (vec![(1, 180_000)], vec![(1, -320)]);
        assert_eq!(all(Role::Finance).await, amounts);
        assert_eq!(all(Role::Operations).await, (vec![], vec![]), "they may not see statements");
        assert_eq!((of(&office, Role::Finance, "D1").await, of(&office, Role::Finance, "P1").await), (vec![], vec![]));
        issue(&office, &finance(), id).await.unwrap();
        assert_eq!(draft_in(&office, &finance(), &order, october).await.unwrap(), None, "it is issued");
        change(&office, "UPDATE order_lines SET deal_minor = 1 WHERE deal_minor = 1000000").await;
        assert_eq!(all(Role::Finance).await, amounts, "what was frozen");
        reverse(&office, &finance(), id, "x").await.unwrap();
        assert_eq!(of(&office, Role::Finance, "A1").await, [(1, 0)], "what the books say now");
    }

    async fn an_order_says_what_it_waits_for_and_how_late_that_is(office) {
        Sale { created: "2026-11-10 12:00:00", ..Sale::open("W1", "pending_payment") }.put(&office).await;
        Sale { created: "2026-10-01 12:00:00", ..Sale::open("W2", "processing") }.put(&office).await;
        Sale::new("W3").put(&office).await;
        let waits = async |no: &str| {
            let deadline = orders::get(&office, &finance(), no).await.unwrap().deadline;
            deadline.map(|deadline| (deadline.awaited, deadline.left(office.clock.now())))
        };
        assert_eq!(waits("W1").await, Some((Awaited::Payment, Left::Days(2))));
        assert_eq!(waits("W2").await, Some((Awaited::Opening, Left::Over(15))));
        assert_eq!(waits("W3").await, None);
    }
}
