//! What was paid of what was issued, and what is left.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "statements/shop.rs"]
mod shop;

use domain::access::Role;
use operations::{
    Failure, Office,
    db::Sql,
    list::Filter,
    statements::{Head, LIST, Refused, balances, draft, issue, list, month, months, pay, take_payment_back},
};
use shop::{RESELLER, Sale, finance, period};

async fn issued(office: &Office, text: &str) -> Head {
    let id = draft(office, &finance(), RESELLER, period(text), None).await.unwrap();
    issue(office, &finance(), id).await.unwrap()
}

async fn found(office: &Office, payment: &str) -> Vec<i64> {
    let (filter, problems) = Filter::read(&LIST, [("payment", payment)]);
    assert!(problems.is_empty(), "{problems:?}");
    list(office, &finance(), &filter).await.unwrap().rows.into_iter().map(|head| head.id).collect()
}

both! {
    async fn a_payment_counts_until_it_is_taken_back(office) {
        Sale::new("A1").put(&office).await;
        Sale { completed: "2026-09-02 08:00:00", deal: "8100", ..Sale::new("S1") }.put(&office).await;
        let (september, october) = (issued(&office, "202609").await, issued(&office, "202610").await);
        let left = async || {
            let all = balances(&office, &finance(), None).await.unwrap();
            assert_eq!((all.len(), all[0].issued_minor), (1, 189_000));
            (all[0].paid_minor, all[0].left_minor())
        };
        assert_eq!(left().await, (0, 189_000));
        let day = "2026-11-10".parse().unwrap();
        let paid = pay(&office, &finance(), october.id, day, " 回单 88 ").await.unwrap().paid.unwrap();
        assert_eq!((paid.on, paid.reference.as_deref()), (day, Some("回单 88")));
        assert_eq!(left().await, (180_000, 9_000));
        assert_eq!((found(&office, "unpaid").await, found(&office, "paid").await), (vec![september.id], vec![october.id]));
        let page = month(&office, &finance(), period("202610")).await.unwrap();
        assert_eq!(page.rows[0].statement.as_ref().unwrap().paid, Some(paid));
        assert_eq!(page.balances[0].left_minor(), 9_000, "over all months");
        let states: Vec<_> = months(&office, &finance()).await.unwrap().iter().map(|m| (m.issued, m.done)).collect();
        assert_eq!(states, [(0, 1), (1, 0)]);
        let again = pay(&office, &finance(), october.id, day, "").await;
        assert!(matches!(again, Err(Failure::Statement(Refused::Paid { on, .. })) if on == day));
        let unexplained = take_payment_back(&office, &finance(), october.id, " ").await;
        assert!(matches!(unexplained, Err(Failure::Invalid(p)) if p[0].field == "reason"));
        take_payment_back(&office, &finance(), october.id, "付给了别家").await.unwrap();
        assert_eq!(left().await, (0, 189_000));
        let twice = take_payment_back(&office, &finance(), october.id, "again").await;
        assert!(matches!(twice, Err(Failure::Statement(Refused::NotPaid { .. }))));
        let sql = Sql::new("SELECT action, reason FROM events WHERE action LIKE 'statement.pa%' ORDER BY id");
        let events: Vec<(String, Option<String>)> = sql.fetch_all(&office.db).await.unwrap();
        assert_eq!(events, [
            ("statement.paid".to_owned(), None),
            ("statement.payment_taken_back".to_owned(), Some("付给了别家".to_owned())),
        ]);
    }

    async fn only_what_was_issued_is_paid_and_only_by_those_who_may(office) {
        Sale::new("A1").put(&office).await;
        let day = "2026-11-15".parse().unwrap();
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let result = pay(&office, &finance(), id, day, "").await;
        assert!(matches!(result, Err(Failure::Statement(Refused::NotIssued))));
        issue(&office, &finance(), id).await.unwrap();
        for role in [Role::Operations, Role::Support, Role::Auditor] {
            let result = pay(&office, &common::staff(role), id, day, "").await;
            assert!(matches!(result, Err(Failure::Denied(_))));
        }
        let tomorrow = pay(&office, &finance(), id, "2026-11-16".parse().unwrap(), "").await;
        assert!(matches!(tomorrow, Err(Failure::Invalid(p)) if p[0].field == "paid_on"));
        pay(&office, &finance(), id, day, "").await.unwrap();
    }
}
