//! Refunds: the quota, and that the books still add up.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{import, staff};
use domain::{
    access::{Actor, Role},
    refund::Why,
};
use operations::{
    Failure, Office,
    list::Filter,
    orders,
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

/// Brings in supervised orders with the numbers up to `count` that are not there yet.
async fn supervised(office: &Office, count: usize) {
    let row = |no| {
        format!(
            "CS{no},NEW,general,human_service,P-2,上云迁移,C-1,远山贸易,1,year,100.00,processing,\
             2026-10-14 09:00:00,2026-10-14 10:00:00,,ONE_TIME\n"
        )
    };
    let there = async |no: &usize| orders::get(office, &owner(), &format!("CS{no}")).await.is_ok();
    let mut rows = String::new();
    for no in 1..=count {
        if !there(&no).await {
            rows += &row(no);
        }
    }
    let done = import(office, &owner(), "supervised.csv", format!("{HEADER}\n{rows}")).await.unwrap();
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

    async fn an_invoice_comes_first_and_ends_what_waits(office) {
        supervised(&office, 2).await;
        let who = owner();
        assert!(matches!(orders::note_invoice(&office, &who, "CS1", "lost").await, Err(Failure::Invalid(_))));
        let support = staff(Role::Support);
        assert!(matches!(orders::note_invoice(&office, &support, "CS1", "issued").await, Err(Failure::Denied(_))));
        let waits = ask(&office, 1, "60.00").await.unwrap();
        assert_eq!(waits.state.code(), "pending_merchant_review");
        orders::note_invoice(&office, &who, "CS1", "issued").await.unwrap();
        let failed = refunds::get(&office, &who, waits.id).await.unwrap();
        assert_eq!((failed.state.code(), failed.decision.as_deref()), ("rejected", Some(refunds::INVOICED)));
        let delivery = operations::supervisions::get(&office, &who, "CS1").await.unwrap();
        assert_eq!(delivery.row.refund_id, None, "the delivery goes on");
        let refused = ask(&office, 1, "60.00").await;
        assert!(matches!(refused, Err(Failure::Refund(Refused::Not(Why::InvoiceFirst)))), "{refused:?}");
        orders::note_invoice(&office, &who, "CS1", "returned").await.unwrap();
        let asked = ask(&office, 1, "60.00").await.unwrap();
        let approve = Given { action: "approve".into(), ..Given::default() };
        assert_eq!(refunds::act(&office, &who, asked.id, &approve).await.unwrap().state.code(), "approved");
        // Money that goes back already does.
        orders::note_invoice(&office, &who, "CS1", "issued").await.unwrap();
        assert_eq!(refunds::get(&office, &who, asked.id).await.unwrap().state.code(), "approved");
        let order = orders::get(&office, &who, "CS1").await.unwrap().named;
        assert_eq!(order.invoice.code(), "issued");
        let of = refunds::of_order(&office, &who, &order, Some(&delivery.row)).await.unwrap().unwrap();
        assert_eq!((of.refunds.len(), of.possible), (2, Err(Refused::OneRuns)));
    }

    async fn the_list_is_narrowed_and_walked(office) {
        bring(&office, 3).await;
        supervised(&office, 5).await;
        for no in [1, 2, 5] {
            ask(&office, no, "100.00").await.unwrap();
        }
        let who = owner();
        let listed = async |query: &str| {
            let (filter, problems) = Filter::read_query(&refunds::LIST, query);
            assert_eq!(problems, Vec::new());
            let page = refunds::list(&office, &who, &filter).await.unwrap();
            let rows: Vec<String> = page.rows.iter().map(|row| row.order_no.clone()).collect();
            (rows, page.counts.of(&[]).rows)
        };
        assert_eq!(listed("").await, (vec!["CS5".into(), "CS2".into(), "CS1".into()], 3));
        assert_eq!(listed("sort=created&ground=five_days").await.0, ["CS1", "CS2"]);
        assert_eq!(listed("state=pending_merchant_review").await.0, ["CS5"]);
        assert_eq!(listed("q=CS2").await, (vec!["CS2".into()], 1));
        assert_eq!(listed("customer=远山&product=云盘&created_from=2026-11-01").await.0, ["CS2", "CS1"]);
        assert_eq!(listed("customer=没有").await, (Vec::new(), 0));
        let (filter, _) = Filter::read_query(&refunds::LIST, "");
        let middle = refunds::list(&office, &who, &filter).await.unwrap().rows.swap_remove(1);
        let (before, after) = refunds::neighbours(&office, &who, &filter, &middle).await.unwrap();
        let number = async |id: Option<i64>| refunds::get(&office, &who, id.unwrap()).await.unwrap().order_no;
        assert_eq!((number(before).await, number(after).await), ("CS5".into(), "CS1".into()));
        let nobodys = refunds::list(&office, &staff(Role::Support), &filter).await.unwrap();
        assert_eq!(nobodys.rows, Vec::new(), "support sees granted products only");
    }

    async fn an_invoice_and_a_review_at_once_both_end(office) {
        supervised(&office, 12).await;
        let who = owner();
        let approve = Given { action: "approve".into(), ..Given::default() };
        for no in 1..=12 {
            let waits = ask(&office, no, "60.00").await.unwrap();
            let number = format!("CS{no}");
            let (noted, decided) = tokio::join!(
                orders::note_invoice(&office, &who, &number, "issued"),
                refunds::act(&office, &who, waits.id, &approve),
            );
            noted.unwrap();
            let state = refunds::get(&office, &who, waits.id).await.unwrap().state.code();
            match decided {
                Ok(_) => assert_eq!(state, "approved"),
                Err(Failure::Refund(Refused::NotNow { .. })) => assert_eq!(state, "rejected"),
                Err(failure) => panic!("{failure:?}"),
            }
        }
    }

    async fn a_refund_is_seen_by_whoever_sees_the_whole_order(office) {
        let rows = "CS7,1,NEW,general,human_service,P-7,上云迁移,C-1,远山贸易,1,year,100.00,processing,2026-10-14 09:00:00,2026-10-14 10:00:00,,ONE_TIME\n\
                    CS7,2,NEW,general,human_service,P-8,培训,C-1,远山贸易,1,year,50.00,processing,2026-10-14 09:00:00,2026-10-14 10:00:00,,ONE_TIME\n";
        let file = format!("{}\n{rows}", HEADER.replace("order_no,", "order_no,line_no,"));
        let done = import(&office, &owner(), "two.csv", file).await.unwrap();
        assert!(done.rejected.is_empty(), "{done:?}");
        let order = orders::get(&office, &owner(), "CS7").await.unwrap().named;
        let product = order.order.lines[1].product;
        let support = Actor::Staff { id: 2, name: "赵".into(), role: Role::Support, products: vec![product] };
        let seen = orders::get(&office, &support, "CS7").await.unwrap().named;
        assert_eq!((seen.order.sums().paid_minor, seen.hidden_lines), (5_000, 1));
        assert_eq!(refunds::of_order(&office, &support, &seen, None).await.unwrap(), None);
        let asked = refunds::request(&office, &support, "CS7", "10.00", "不再需要").await;
        assert!(matches!(asked, Err(Failure::NotFound)), "{asked:?}");
        let made = refunds::request(&office, &owner(), "CS7", "150.00", "不再需要").await.unwrap();
        let all: Vec<i64> = order.order.lines.iter().map(|line| line.product).collect();
        let (filter, _) = Filter::read_query(&refunds::LIST, "");
        for (products, sees) in [(all.clone(), true), (vec![all[1]], false), (vec![all[0]], false)] {
            let support = Actor::Staff { id: 2, name: "赵".into(), role: Role::Support, products };
            let list = refunds::list(&office, &support, &filter).await.unwrap();
            assert_eq!((list.rows.len(), list.counts.of(&[]).rows), (usize::from(sees), i64::from(sees)));
            assert_eq!(refunds::get(&office, &support, made.id).await.is_ok(), sees);
        }
        // Its delivery is that of the first line.
        let delivery = operations::supervisions::get(&office, &support, "CS7").await;
        assert!(matches!(delivery, Err(Failure::NotFound)), "{delivery:?}");
    }
}
