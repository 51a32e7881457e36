//! Refunds: the quota, and that the books still add up.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{import, staff};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    refunds::{self, Given, Refused},
};

const HEADER: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,\
    customer_name,duration,duration_unit,deal_price,state,created_at,paid_at,completed_at,billing_mode";

fn owner() -> Actor {
    staff(Role::Owner)
}

/// Brings in `count` instant orders that were paid a day ago.
async fn bring(office: &Office, count: usize) {
    let row = |no| {
        format!(
            "CS{no},NEW,general,saas_auto,P-1,云盘,C-1,远山贸易,1,month,100.00,completed,\
             2026-11-14 09:00:00,2026-11-14 10:00:00,2026-11-14 10:00:00,PERIOD\n"
        )
    };
    let file = format!("{HEADER}\n{}", (1..=count).map(row).collect::<String>());
    let done = import(office, &owner(), "orders.csv", file).await.unwrap();
    assert!(done.rejected.is_empty(), "{done:?}");
}

async fn ask(office: &Office, no: usize, amount: &str) -> operations::Result<refunds::Refund> {
    refunds::request(office, &owner(), &format!("CS{no}"), amount, "不再需要").await
}

both! {
    async fn the_eleventh_of_the_year_is_refused_and_the_books_add_up(office) {
        bring(&office, 11).await;
        assert!(matches!(ask(&office, 1, "99.99").await, Err(Failure::Invalid(_))), "only all of it");
        for no in 1..=10 {
            let made = ask(&office, no, "100.00").await.unwrap();
            assert_eq!((made.state.code(), made.ground.code()), ("refunding", "five_days"));
        }
        assert!(matches!(ask(&office, 11, "100.00").await, Err(Failure::Refund(Refused::Quota))));
        assert_eq!(operations::orders::summary::verify(&office).await.unwrap(), Vec::new());
        assert_eq!(operations::dues::verify(&office).await.unwrap().1, Vec::new());
        let back = operations::orders::get(&office, &owner(), "CS1-R1").await.unwrap().named.order;
        assert_eq!(back.sums().paid_minor, -10_000);
    }

    async fn of_two_at_once_one_wins(office) {
        bring(&office, 1).await;
        let (one, two) = tokio::join!(ask(&office, 1, "100.00"), ask(&office, 1, "100.00"));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
        let made = one.or(two).unwrap();
        let (who, paid) = (owner(), Given { action: "paid_back".into(), ..Given::default() });
        let step = || refunds::act(&office, &who, made.id, &paid);
        let (one, two) = tokio::join!(step(), step());
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    }
}
