//! Orders: finding them, opening one, cancelling an unpaid one, and views of the list.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{Line, bring, granted, journalled, line, person};
use common::{NOW, set_clock, staff};
use domain::{
    access::{Actor, Role},
    order::OrderState,
};
use operations::{
    Failure, Office, Result,
    db::millis,
    list::{Cursor, Filter, Page},
    orders::{self, LIST, summary},
    views,
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

const DAY: i64 = 86_400_000;

fn filter(pairs: &[(&str, &str)]) -> Filter {
    let (filter, problems) = Filter::read(&LIST, pairs.iter().copied());
    assert!(problems.is_empty(), "{problems:?}");
    filter
}

/// Numbers on the page of a filter, sorted.
async fn found(office: &Office, pairs: &[(&str, &str)]) -> Vec<String> {
    let listing = orders::list(office, &staff(Role::Auditor), &filter(pairs)).await.unwrap();
    let of_states = listing.counts.of(filter(pairs).codes("state")).rows;
    assert_eq!(of_states, listing.rows.len() as i64, "{pairs:?}: the tab counts what the page shows");
    let mut numbers: Vec<_> = listing.rows.into_iter().map(|row| row.order_no).collect();
    numbers.sort();
    numbers
}

/// Pending, processing, completed and cancelled orders as the tabs show them.
async fn tabs(office: &Office, actor: &Actor, pairs: &[(&str, &str)]) -> [i64; 4] {
    let counts = orders::list(office, actor, &filter(pairs)).await.unwrap().counts;
    counts.each().map(|(_, count)| count.rows).collect::<Vec<_>>().try_into().unwrap()
}

async fn counts_are_right(office: &Office) {
    assert_eq!(summary::verify(office).await.unwrap(), []);
}

/// Four orders that differ in everything that the list filters by.
async fn four(office: &Office) {
    bring(
        office,
        &[
            line("CS2610010001A")
                .with("created_at", "2026-10-01 00:00:00")
                .with("deal_price", 10)
                .with("state", "pending_payment"),
            line("CS2610020002B")
                .with("created_at", "2026-10-02 23:59:59")
                .with("deal_price", 20)
                .with("order_type", "RENEW")
                .with("billing_mode", "PERIOD")
                .with("business_kind", "joint")
                .with("delivery_type", "license")
                .with("sales_channel", "reseller")
                .with("reseller", "云梯")
                .with("product_id", "P2")
                .with("product_name", "Data Mover 50%")
                .with("customer_id", "C2")
                .with("customer_name", "Northwind Trading"),
            line("CS2610030003C")
                .with("created_at", "2026-10-03 00:00:00")
                .with("deal_price", 30)
                .with("state", "completed")
                .with("product_id", "P3")
                .with("product_name", "数据仓库")
                .with("customer_id", "C3")
                .with("customer_name", "杭州云栖科技有限公司"),
            line("CS2610030003C")
                .with("created_at", "2026-10-03 00:00:00")
                .with("deal_price", 1)
                .with("line_no", 2)
                .with("state", "completed")
                .with("product_id", "P2")
                .with("product_name", "Data Mover 50%")
                .with("customer_id", "C3")
                .with("customer_name", "杭州云栖科技有限公司"),
            line("XZ1")
                .with("created_at", "2026-10-04 12:00:00")
                .with("deal_price", 40)
                .with("state", "cancelled")
                .with("customer_id", "C4")
                .with("customer_name", "栖霞山"),
        ],
    )
    .await;
}

const A: &str = "CS2610010001A";
const B: &str = "CS2610020002B";
const C: &str = "CS2610030003C";
const X: &str = "XZ1";

/// The pairs of a filter, and the numbers that it finds.
type Found = (&'static [(&'static str, &'static str)], &'static [&'static str]);

/// What each filter must find among the [`four`] orders.
const FILTERS: &[Found] = &[
    (&[], &[A, B, C, X]),
    (&[("state", "processing")], &[B]),
    (&[("state", "pending_payment,cancelled")], &[A, X]),
    (&[("order_type", "RENEW")], &[B]),
    (&[("billing_mode", "PERIOD")], &[B]),
    (&[("business_kind", "joint")], &[B]),
    (&[("delivery_type", "license")], &[B]),
    (&[("sales_channel", "direct"), ("state", "completed")], &[C]),
    (&[("reseller", "云梯")], &[B]),
    (&[("reseller", "nobody")], &[]),
    (&[("created_from", "2026-10-03")], &[C, X]),
    (&[("created_to", "2026-10-02")], &[A, B]),
    (&[("created_from", "2026-10-02"), ("created_to", "2026-10-02")], &[B]),
    (&[("amount_from", "20"), ("amount_to", "31")], &[B, C]),
    // A product is also found on a further line of the order.
    (&[("product", "P2")], &[B, C]),
    (&[("product", "mover")], &[B, C]),
    (&[("product", "仓")], &[C]),
    (&[("customer", "C3")], &[C]),
    (&[("customer", "云栖科技")], &[C]),
    (&[("customer", "ｎｏｒｔｈｗｉｎｄ")], &[B]),
    (&[("customer", "wind  north")], &[B]),
    (&[("customer", "windnorth")], &[]),
    (&[("q", "CS26100")], &[A, B, C]),
    (&[("q", "cs2610030003c")], &[C]),
    (&[("q", "CS2610020002B"), ("state", "completed")], &[]),
    (&[("q", "数据")], &[C]),
    (&[("q", "栖")], &[C, X]),
    (&[("q", "栖科")], &[C]),
    // Its pairs are there, but not beside each other.
    (&[("q", "科技云栖")], &[]),
    (&[("q", "trad")], &[B]),
    (&[("q", "50%")], &[B, C]),
    (&[("q", "%")], &[B, C]),
    (&[("q", "_")], &[]),
    (&[("q", "'; DROP TABLE orders; --")], &[]),
    (&[("q", "远山"), ("product", "进销存"), ("state", "pending_payment")], &[A]),
];

both! {
    async fn every_filter_finds_what_it_says(office) {
        four(&office).await;
        for (pairs, expected) in FILTERS {
            assert_eq!(found(&office, pairs).await, *expected, "{pairs:?}");
            let sorted: Vec<_> = pairs.iter().copied().chain([("sort", "-paid")]).collect();
            assert_eq!(found(&office, &sorted).await, *expected, "{sorted:?}");
        }
    }

    async fn tabs_obey_the_other_filters(office) {
        four(&office).await;
        let auditor = staff(Role::Auditor);
        for (pairs, counts) in [
            (&[][..], [1, 1, 1, 1]),
            (&[("state", "completed")], [1, 1, 1, 1]),
            (&[("order_type", "NEW")], [1, 0, 1, 1]),
            (&[("created_from", "2026-10-02"), ("state", "completed")], [0, 1, 1, 1]),
            (&[("q", "P2"), ("state", "completed")], [0, 1, 1, 0]),
            (&[("q", "栖")], [0, 0, 1, 1]),
            (&[("q", "nobody")], [0, 0, 0, 0]),
        ] {
            assert_eq!(tabs(&office, &auditor, pairs).await, counts, "{pairs:?}");
        }
        let all = orders::list(&office, &auditor, &filter(&[])).await.unwrap().counts;
        assert_eq!(all.of(&[]).rows, 4);
        assert_eq!(all.of(&["completed", "cancelled"]).rows, 2);
        counts_are_right(&office).await;
    }

    async fn walking_forward_and_back_meets_every_order_once(office) {
        let mut random = StdRng::seed_from_u64(26);
        // Few different times and amounts, so that many orders share a place and the row decides.
        let lines: Vec<Line> = (0..157)
            .map(|n| {
                let state = ["processing", "completed", "cancelled"].choose(&mut random).unwrap();
                let name = ["云端进销存", "数据仓库"].choose(&mut random).unwrap();
                line(&format!("CS{n:04}")).with("state", state)
                    .with("created_at", format!("2026-10-{:02} 12:00:00", random.random_range(1..6)))
                    .with("deal_price", random.random_range(1..6)).with("product_id", name).with("product_name", name)
            })
            .collect();
        bring(&office, &lines).await;
        for _ in 0..40 {
            let sort = ["-created", "created", "-paid", "paid"].choose(&mut random).unwrap();
            let size = random.random_range(1..=60).to_string();
            let mut pairs = vec![("sort", *sort), ("size", size.as_str())];
            if random.random() {
                pairs.push(("state", "processing,cancelled"));
            }
            match random.random_range(0..5) {
                0 => pairs.push(("q", "CS00")),
                1 => pairs.push(("q", "数据")),
                2 => pairs.push(("q", "端")),
                _ => {}
            }
            walk(&office, &filter(&pairs)).await;
        }
    }

    async fn an_order_has_its_lines_and_its_history(office) {
        four(&office).await;
        let detail = orders::get(&office, &staff(Role::Finance), C).await.unwrap();
        let (customer, paid) = (&detail.named.customer.name, detail.named.order.sums().paid_minor);
        assert_eq!((customer.as_str(), paid), ("杭州云栖科技有限公司", 3_100));
        let lines: Vec<_> = detail.named.lines().map(|(line, product)| (line.line_no, product.code.as_str())).collect();
        assert_eq!(lines, [(1, "P3"), (2, "P2")]);
        assert_eq!(detail.import, Some((NOW, "system".to_owned())));
        let none = orders::get(&office, &staff(Role::Finance), "CS0").await;
        assert!(matches!(none, Err(Failure::NotFound)));
    }

    async fn support_sees_orders_of_granted_products(office) {
        four(&office).await;
        let support = person(&office, "support", Role::Support).await;
        assert_eq!(tabs(&office, &support, &[]).await, [0; 4]);
        let support = granted(&office, &support, "P2").await;
        assert_eq!(tabs(&office, &support, &[]).await, [0, 1, 1, 0]);
        let listing = orders::list(&office, &support, &filter(&[("sort", "created")])).await.unwrap();
        let numbers: Vec<_> = listing.rows.iter().map(|row| row.order_no.as_str()).collect();
        assert_eq!(numbers, [B, C]);
        for (number, there) in [(A, false), (B, true), (C, true), (X, false)] {
            let order = orders::get(&office, &support, number).await;
            assert_eq!(order.is_ok(), there, "{number}");
            assert!(there || matches!(order, Err(Failure::NotFound)), "not even that it exists");
        }
        let head = orders::get(&office, &support, B).await.unwrap().named;
        let next = orders::neighbours(&office, &support, &filter(&[]), &head).await.unwrap();
        assert_eq!((next.previous.as_deref(), next.next), (Some(C), None));
        assert!(matches!(orders::cancel(&office, &support, B, "why").await, Err(Failure::Denied(_))));
    }

    async fn neighbours_are_those_of_the_filtered_list(office) {
        four(&office).await;
        let actor = staff(Role::Operations);
        let head = orders::get(&office, &actor, B).await.unwrap().named;
        for (pairs, previous, next) in [
            (&[][..], Some(C), Some(A)),
            (&[("sort", "created")], Some(A), Some(C)),
            (&[("sort", "-paid"), ("q", "CS26")], Some(C), Some(A)),
            // What was not paid counts nothing, however large the order.
            (&[("sort", "paid")], Some(X), Some(C)),
            (&[("state", "processing,cancelled")], Some(X), None),
            (&[("product", "mover")], Some(C), None),
            (&[("q", "nobody")], None, None),
            // Where the list stands does not matter.
            (&[("after", "0.0"), ("size", "10")], Some(C), Some(A)),
        ] {
            let found = orders::neighbours(&office, &actor, &filter(pairs), &head).await.unwrap();
            assert_eq!((found.previous.as_deref(), found.next.as_deref()), (previous, next), "{pairs:?}");
        }
    }

    async fn only_an_unpaid_order_is_cancelled(office) {
        four(&office).await;
        let actor = staff(Role::Operations);
        for number in [B, C, X] {
            match orders::cancel(&office, &actor, number, "the buyer asked for it").await {
                Err(Failure::Order(_)) => {}
                other => panic!("{number}: {other:?}"),
            }
        }
        for reason in ["", "  ", "payment_timeout"] {
            assert!(matches!(orders::cancel(&office, &actor, A, reason).await, Err(Failure::Invalid(_))), "{reason}");
        }
        assert!(matches!(orders::cancel(&office, &actor, "CS0", "why").await, Err(Failure::NotFound)));
        for role in [Role::Finance, Role::Support, Role::Auditor] {
            assert!(matches!(orders::cancel(&office, &staff(role), A, "why").await, Err(Failure::Denied(_))));
        }
        assert_eq!(journalled(&office, "order.cancelled").await, 0);
        orders::cancel(&office, &actor, A, " the buyer asked for it ").await.unwrap();
        let detail = orders::get(&office, &actor, A).await.unwrap();
        let head = &detail.named.order.head;
        assert_eq!((head.state, head.cancelled_at.map(millis)), (OrderState::Cancelled, Some(NOW)));
        assert_eq!(detail.named.cancel_reason.as_deref(), Some("the buyer asked for it"));
        let last = detail.events.last().unwrap();
        assert_eq!((last.action.as_str(), last.actor_name.as_str()), ("order.cancelled", "operations"));
        assert_eq!(last.before_json.as_deref(), Some(r#"{"state":"pending_payment"}"#));
        assert_eq!(last.reason.as_deref(), Some("the buyer asked for it"));
        assert_eq!(tabs(&office, &actor, &[]).await, [0, 1, 1, 2]);
        counts_are_right(&office).await;
    }

    async fn two_who_cancel_at_once_cancel_once(office) {
        bring(&office, &[line("CS1").with("state", "pending_payment")]).await;
        let actor = staff(Role::Owner);
        let tries = futures::future::join_all((0..6).map(|_| orders::cancel(&office, &actor, "CS1", "why"))).await;
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 1, "{tries:?}");
        let refused = |t: &&Result<()>| matches!(t, Err(Failure::Order(_)));
        assert_eq!(tries.iter().filter(refused).count(), 5, "{tries:?}");
        assert_eq!(journalled(&office, "order.cancelled").await, 1);
        counts_are_right(&office).await;
    }

    async fn the_clock_cancels_what_is_not_paid_in_time(office) {
        let mut lines: Vec<Line> = (0..450)
            .map(|n| line(&format!("CS{n}")).with("state", "pending_payment").with("created_at", "2026-11-01 12:00:00"))
            .collect();
        lines.push(line("LATER").with("state", "pending_payment").with("created_at", "2026-11-01 12:00:01"));
        lines.push(line("PAID").with("created_at", "2026-01-01 00:00:00"));
        bring(&office, &lines).await;
        let created = NOW - 14 * DAY;
        set_clock(&office, created + 7 * DAY);
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 0);
        set_clock(&office, created + 7 * DAY + 1);
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 450);
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 0);
        assert_eq!(tabs(&office, &staff(Role::Owner), &[]).await, [1, 1, 0, 450]);
        let detail = orders::get(&office, &staff(Role::Owner), "CS7").await.unwrap();
        assert_eq!(detail.named.cancel_reason.as_deref(), Some("payment_timeout"));
        assert_eq!(detail.events.last().unwrap().actor_kind, "system");
        counts_are_right(&office).await;
    }

    async fn a_view_is_kept_and_shared(office) {
        let (li, wang) = (person(&office, "li", Role::Operations).await, person(&office, "wang", Role::Auditor).await);
        let owner = person(&office, "owner", Role::Owner).await;
        let names = async |actor: &Actor| -> Vec<String> {
            views::list(&office, actor, &LIST).await.unwrap().into_iter().map(|view| view.name).collect()
        };
        let mine = views::keep(&office, &li, &LIST, " 待付款 ", "state=pending_payment", false).await.unwrap();
        let shared = views::keep(&office, &li, &LIST, "all", "sort=-paid", true).await.unwrap();
        assert_eq!(names(&li).await, ["all", "待付款"]);
        assert_eq!(names(&wang).await, ["all"]);
        // The same name again is the same view.
        assert_eq!(views::keep(&office, &li, &LIST, "待付款", "state=completed", false).await.unwrap(), mine);
        assert_eq!(views::list(&office, &li, &LIST).await.unwrap()[1].query, "state=completed");
        assert!(matches!(views::keep(&office, &wang, &LIST, "x", "", true).await, Err(Failure::Denied(_))));
        assert!(matches!(views::keep(&office, &wang, &LIST, " ", "", false).await, Err(Failure::Invalid(_))));
        assert!(matches!(views::keep(&office, &wang, &LIST, "x", &"q".repeat(2_001), false).await, Err(Failure::Invalid(_))));
        views::change(&office, &li, mine, "state=processing&date=last_month").await.unwrap();
        views::rename(&office, &li, mine, "处理中", true).await.unwrap();
        // Nothing changes, and nothing is journalled.
        views::rename(&office, &li, mine, "处理中", true).await.unwrap();
        let taken = views::rename(&office, &li, mine, "all", true).await;
        assert!(matches!(taken, Err(Failure::Invalid(ref p)) if matches!(p[0].problem, domain::Problem::Taken { .. })), "{taken:?}");
        let view = views::list(&office, &wang, &LIST).await.unwrap().into_iter().find(|view| view.id == mine).unwrap();
        assert_eq!((view.name.as_str(), view.query.as_str()), ("处理中", "state=processing&date=last_month"));
        views::rename(&office, &li, mine, "待付款", false).await.unwrap();
        assert!(matches!(views::change(&office, &owner, mine, "").await, Err(Failure::NotFound)));
        assert!(matches!(views::rename(&office, &wang, mine, "x", false).await, Err(Failure::NotFound)));
        let own = views::keep(&office, &wang, &LIST, "w", "", false).await.unwrap();
        assert!(matches!(views::rename(&office, &wang, own, "w", true).await, Err(Failure::Denied(_))));
        views::remove(&office, &wang, own).await.unwrap();
        for (actor, id) in [(&wang, shared), (&wang, mine), (&owner, mine)] {
            assert!(matches!(views::remove(&office, actor, id).await, Err(Failure::NotFound)));
        }
        views::remove(&office, &owner, shared).await.unwrap();
        views::remove(&office, &li, mine).await.unwrap();
        assert_eq!(names(&li).await, Vec::<String>::new());
        assert_eq!((journalled(&office, "view.kept").await, journalled(&office, "view.removed").await), (7, 3));
    }

    async fn a_number_that_very_many_begin_with_is_found_page_by_page(office) {
        // More than are collected and sorted: the list is walked instead.
        bring(&office, &(0..10_050).map(|n| line(&format!("CS{n:06}"))).collect::<Vec<_>>()).await;
        bring(&office, &[line("ZZ1").with("state", "completed")]).await;
        let listing = orders::list(&office, &staff(Role::Owner), &filter(&[("q", "CS")])).await.unwrap();
        assert_eq!((listing.rows.len(), listing.counts.of(&[]).rows, listing.counts.of(&[]).more), (20, 10_000, true));
        assert!(listing.rows.iter().all(|row| row.order_no.starts_with("CS")));
        let next = filter(&[("q", "CS")]).at(listing.next);
        let second = orders::list_page(&office, &staff(Role::Owner), &next).await.unwrap();
        assert!(second.rows[0].id < listing.rows[19].id);
        let all = orders::list(&office, &staff(Role::Owner), &filter(&[])).await.unwrap().counts.of(&[]);
        assert_eq!((all.rows, all.more), (10_051, false), "the maintained summary knows");
    }
}

/// Walks to the end and back, and compares with the whole list in one page.
async fn walk(office: &Office, filter: &Filter) {
    let actor = staff(Role::Owner);
    let whole = filter.clone().sized(500);
    let whole: Vec<i64> = ids(&orders::list_page(office, &actor, &whole).await.unwrap());
    let (mut forward, mut pages, mut page) = (Vec::new(), Vec::new(), filter.clone());
    let last = loop {
        let listing = orders::list_page(office, &actor, &page).await.unwrap();
        assert_eq!(listing.previous.is_some(), !pages.is_empty());
        forward.extend(ids(&listing));
        pages.push(ids(&listing));
        match listing.next {
            Some(next) => page.cursor = Some(again(next)),
            None => break listing,
        }
    };
    assert_eq!(forward, whole, "{filter:?}");
    let (mut previous, mut number) = (last.previous, pages.len() - 1);
    while let Some(cursor) = previous {
        assert!(number > 0, "{filter:?}: there is no page before the first");
        number -= 1;
        page.cursor = Some(again(cursor));
        let listing = orders::list_page(office, &actor, &page).await.unwrap();
        assert_eq!(ids(&listing), pages[number], "{filter:?}");
        assert!(listing.next.is_some());
        previous = listing.previous;
    }
    assert_eq!(number, 0, "{filter:?}");
}

fn ids(listing: &Page<orders::OrderRow>) -> Vec<i64> {
    listing.rows.iter().map(|row| row.id).collect()
}

/// The cursor as it comes back from the URL.
fn again(cursor: Cursor) -> Cursor {
    let name = if cursor.backwards { "before" } else { "after" };
    filter(&[(name, &cursor.code())]).cursor.unwrap()
}
