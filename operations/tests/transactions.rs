//! Transaction details: what was earned in a month, whose orders they are, and where each line stands in bills.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use books::execute;
use common::{set_clock, staff};
use domain::{
    Period,
    access::{Actor, Role},
    bill::{BillKind, BillState, BillingState, HeldBack},
    merchant::WrittenStanding,
    order::PaymentMethod,
};
use operations::{
    Failure, Office,
    bills::{self, Refused, TRANSACTIONS, Transaction, of_a_month, transactions},
    db::Sql,
    list::{Filter, Value},
    merchant,
};
use sold::{Sold, all, bring, certified, finance, october};

const DAY: i64 = 86_400_000;

fn filter(query: &str) -> Filter {
    let (filter, problems) = Filter::read_query(&TRANSACTIONS, query);
    assert!(problems.is_empty(), "{query}: {problems:?}");
    filter
}

async fn read(office: &Office, query: &str) -> Vec<Transaction> {
    transactions(office, &finance(1), &filter(query)).await.unwrap().rows
}

async fn numbers(office: &Office, query: &str) -> Vec<String> {
    read(office, query).await.into_iter().map(|of| of.order_no).collect()
}

/// An order of October that is billed, one that no rule settles, one that its customer has not repaid, one of November,
/// and one of today.
async fn fill(office: &Office) {
    certified(office).await;
    bring(
        office,
        &[
            Sold::of("T1", "P-1", "2000"),
            Sold { kind: "joint", ..Sold::of("T2", "P-2", "3000.50") },
            Sold { payment: "postpaid", ..Sold::of("T3", "P-1", "4000") },
            Sold { completed: "2026-11-10 10:00:00", created: "2026-11-09", ..Sold::of("T4", "P-2", "5000") },
            Sold { completed: "2026-11-15 11:00:00", created: "2026-11-15", ..Sold::of("T5", "P-1", "6000") },
        ],
    )
    .await;
    october(office).await;
}

fn month(number: &str) -> Value {
    Value::Month(Period::parse(number).unwrap())
}

both! {
    async fn a_month_has_what_was_earned_in_it_and_where_it_stands(office) {
        fill(&office).await;
        let october = read(&office, "period=2026-10&sort=id").await;
        let [one, two] = &october[..] else { unreachable!("{october:?}") };
        assert_eq!((one.order_no.as_str(), two.order_no.as_str()), ("T1", "T2"));
        let billed = one.billed.as_ref().expect("it is in a bill");
        let bill = bills::get(&office, &finance(1), billed.bill_id).await.unwrap();
        assert_eq!((bill.kind, bill.payment, bill.period.to_string().as_str()), (BillKind::General, PaymentMethod::Prepaid, "202610"));
        assert_eq!((billed.position, billed.amount_minor, billed.state, billed.number.clone()), (1, 190_000, BillState::Draft, None));
        assert_eq!((one.standing, one.held_back()), (BillingState::Billed, None));
        assert_eq!((one.customer_name.as_str(), one.product_name.as_str()), ("远山贸易", "P-1 云盘"));
        assert_eq!((two.kind, two.standing, two.held_back()), (BillKind::Joint, BillingState::Refused, Some(HeldBack::Refused)));
        assert!(two.billed.is_none());
        assert_eq!(one.period, Some(Period::parse("202610").unwrap()));
        // A run puts the bill together anew: the line stands nowhere for that while, and not in no bill either.
        execute(&office, &Sql::new("UPDATE bills SET made_at = NULL")).await;
        let one = read(&office, "order_no=T1").await.remove(0);
        assert_eq!((one.billed.is_none(), one.standing, one.held_back()), (true, BillingState::Billed, None));
    }

    async fn without_a_month_it_is_that_of_yesterday_and_orders_are_found_whenever_they_are(office) {
        fill(&office).await;
        assert_eq!(of_a_month(&office, &filter("")).value("period"), Some(&month("202611")));
        assert_eq!(of_a_month(&office, &filter("kind=joint")).value("period"), Some(&month("202611")));
        assert_eq!(of_a_month(&office, &filter("period=202601")).value("period"), Some(&month("202601")));
        assert_eq!(of_a_month(&office, &filter("order_no=T1")).value("period"), None);
        assert_eq!(numbers(&office, "").await, ["T4"]);
        assert_eq!(numbers(&office, "kind=joint").await.len(), 0);
        let waits = read(&office, "order_no=T3,T4&sort=id").await;
        assert_eq!(waits.iter().map(|of| (of.order_no.as_str(), of.standing)).collect::<Vec<_>>(),
            [("T3", BillingState::NotRepaid), ("T4", BillingState::Open)]);
        assert_eq!((waits[0].period, waits[0].held_back(), waits[0].payment),
            (None, Some(HeldBack::NotRepaid), PaymentMethod::Postpaid));
        assert_eq!((waits[1].held_back(), waits[1].repaid_at), (Some(HeldBack::NotRun), None));
        // At half past midnight of the first yesterday was in the month before.
        let december = 1_796_056_200_000;
        set_clock(&office, december);
        assert_eq!(common::day(december), "2026-12-01");
        assert_eq!(of_a_month(&office, &filter("")).value("period"), Some(&month("202611")));
        set_clock(&office, december + DAY);
        assert_eq!(of_a_month(&office, &filter("")).value("period"), Some(&month("202612")));
    }

    async fn orders_of_today_come_tomorrow(office) {
        fill(&office).await;
        assert_eq!(numbers(&office, "order_no=T5").await.len(), 0);
        set_clock(&office, common::NOW + DAY);
        assert_eq!(numbers(&office, "order_no=T5").await, ["T5"]);
        assert_eq!(numbers(&office, "period=202611").await, ["T5", "T4"], "the newest first");
    }

    async fn what_they_are_narrowed_by(office) {
        fill(&office).await;
        for (query, expected) in [
            ("period=202610&kind=joint", &["T2"][..]),
            ("period=202610&kind=general", &["T1"]),
            ("period=202610&kind=incentive", &[]),
            ("period=202610&customer=远山&sort=id", &["T1", "T2"]),
            ("period=202610&customer=C-1&sort=-id", &["T2", "T1"]),
            ("period=202610&customer=Northwind", &[]),
            ("order_no=T1 T2&kind=joint", &["T2"]),
            ("order_no=T1&period=202611", &[]),
            ("period=202001", &[]),
        ] {
            assert_eq!(numbers(&office, query).await, expected, "{query}");
        }
        // Page by page, each line once.
        let mut page = filter("period=202610").sized(1);
        let mut found = Vec::new();
        loop {
            let read = transactions(&office, &finance(1), &page).await.unwrap();
            found.extend(read.rows.into_iter().map(|of| of.order_no));
            let Some(next) = read.next else { break };
            page = page.at(Some(next));
        }
        assert_eq!(found, ["T2", "T1"]);
        let wrong = Filter::read_query(&TRANSACTIONS, "period=2026-13").1;
        assert_eq!(wrong.len(), 1, "{wrong:?}");
    }

    async fn they_are_closed_with_the_bills(office) {
        fill(&office).await;
        let support: Actor = staff(Role::Support);
        assert!(matches!(transactions(&office, &support, &filter("")).await, Err(Failure::Denied(_))));
        let bill = all(&office).await.remove(0);
        assert_eq!(bill.state, BillState::Draft);
        let new: WrittenStanding = serde_json::from_str(r#"{"agreement": {"version": "V2", "signed": false}}"#).unwrap();
        merchant::record(&office, &staff(Role::Owner), &new).await.unwrap();
        let closed = transactions(&office, &finance(1), &filter("")).await.unwrap_err();
        assert!(matches!(closed, Failure::Bill(Refused::NotSigned { .. })), "{closed}");
    }
}
