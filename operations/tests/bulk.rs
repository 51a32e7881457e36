//! One thing done with many rows: what is chosen, what comes of each, whose result it is.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, journalled, line, person};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    bulk::{self, Chosen, Deed, MOST, Outcome},
    list::Filter,
    orders, tokens,
};

/// Three orders that wait for payment and one that does not.
async fn four(office: &Office) -> Actor {
    let unpaid = |number: &str| line(number).with("state", "pending_payment");
    bring(office, &[unpaid("CS1"), unpaid("CS2"), unpaid("CS3"), line("CS4")]).await;
    person(office, "li", Role::Operations).await
}

async fn outcomes(office: &Office, actor: &Actor, id: i64) -> Vec<(String, Outcome, Option<String>)> {
    let done = bulk::get(office, actor, id).await.unwrap();
    done.rows.into_iter().map(|row| (row.subject, row.outcome, row.detail)).collect()
}

both! {
    async fn each_row_has_a_result_of_its_own(office) {
        let li = four(&office).await;
        let rows = ["CS1", "CS4", "CS9", "CS2"];
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Rows(&rows), " not wanted ").await.unwrap();
        let found = outcomes(&office, &li, id).await;
        assert_eq!(found, [
            ("CS1".to_owned(), Outcome::Done, None),
            ("CS4".to_owned(), Outcome::Refused, Some("processing".to_owned())),
            ("CS9".to_owned(), Outcome::Gone, None),
            ("CS2".to_owned(), Outcome::Done, None),
        ]);
        assert_eq!(journalled(&office, "order.cancelled").await, 2);
        let order = orders::get(&office, &li, "CS1").await.unwrap();
        assert_eq!(order.named.cancel_reason.as_deref(), Some("not wanted"));
        // Once more: what was done stays done, the rest is tried again.
        bulk::again(&office, &li, id).await.unwrap();
        assert_eq!(outcomes(&office, &li, id).await, found);
        assert_eq!(journalled(&office, "order.cancelled").await, 2);
    }

    async fn all_that_match_are_chosen(office) {
        let li = four(&office).await;
        let query = "state=pending_payment&sort=created&size=10&after=0.0";
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Matching(query), "why").await.unwrap();
        let found = outcomes(&office, &li, id).await;
        assert_eq!(found.len(), 3, "wherever the page stood");
        assert!(found.iter().all(|(_, outcome, _)| *outcome == Outcome::Done));
        let left = Filter::read(&orders::LIST, [("state", "pending_payment")]).0;
        assert!(orders::list(&office, &li, &left).await.unwrap().rows.is_empty());
    }

    async fn what_is_wrong_is_said_before_anything_is_done(office) {
        let li = four(&office).await;
        let finance = person(&office, "wang", Role::Finance).await;
        let rows = ["CS1"];
        let many: Vec<String> = (0..=MOST).map(|n| format!("CS{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let run = async |actor: &Actor, chosen, reason| {
            bulk::run(&office, actor, Deed::CancelOrders, chosen, reason).await
        };
        assert!(matches!(run(&finance, Chosen::Rows(&rows), "why").await, Err(Failure::Denied(_))));
        for (chosen, reason, field) in [
            (Chosen::Rows(&rows), " ", "reason"),
            (Chosen::Rows(&[]), "why", "row"),
            (Chosen::Rows(&many), "why", "row"),
            (Chosen::Matching("state=lost"), "why", "state"),
            (Chosen::Matching("q=nobody"), "why", "row"),
        ] {
            match run(&li, chosen, reason).await {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, field),
                other => assert!(other.is_err(), "{other:?}"),
            }
        }
        assert_eq!(journalled(&office, "order.cancelled").await, 0);
    }

    async fn nobody_sees_the_results_of_others(office) {
        let li = four(&office).await;
        let owner = person(&office, "owner", Role::Owner).await;
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Rows(&["CS1"]), "why").await.unwrap();
        assert!(matches!(bulk::get(&office, &owner, id).await, Err(Failure::NotFound)));
        assert!(matches!(bulk::again(&office, &owner, id).await, Err(Failure::NotFound)));
    }

    async fn tokens_are_revoked_together(office) {
        let owner = person(&office, "owner", Role::Owner).await;
        for name in ["a robot", "a ledger", "another"] {
            tokens::create(&office, &owner, name, Role::Auditor, 30).await.unwrap();
        }
        let id = bulk::run(&office, &owner, Deed::RevokeTokens, Chosen::Matching("q=robot"), "").await.unwrap();
        let done = bulk::get(&office, &owner, id).await.unwrap();
        assert_eq!(done.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["a robot"]);
        let count = async |state| {
            let filter = Filter::read(&tokens::LIST, [("state", state)]).0;
            tokens::list(&office, &owner, &filter).await.unwrap().rows.len()
        };
        assert_eq!((count("active").await, count("revoked").await, count("expired").await), (2, 1, 0));
    }
}
