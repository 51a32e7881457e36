//! The list of deliveries: tabs, filters, grants, neighbours; handing over and reminding.

use domain::access::{Actor, Role};
use operations::{
    Failure, Office, home,
    list::{Count, Filter},
    refunds::{self, Given},
    supervisions::{self, LIST, Refused, remind, remind_overdue},
};

use super::shop::{bring, get, owner, paid, walk};
use crate::{
    both,
    common::{set_clock, staff},
};

fn filter(address: &str) -> Filter {
    let (filter, problems) = Filter::read_query(&LIST, address);
    assert!(problems.is_empty(), "{address}: {problems:?}");
    filter
}

async fn found(office: &Office, actor: &Actor, address: &str) -> Vec<String> {
    let page = supervisions::list(office, actor, &filter(address)).await.unwrap();
    page.rows.into_iter().map(|row| row.order_no).collect()
}

/// One for us, one for the buyer, one frozen, one for the courier, one done.
async fn shop(office: &Office) {
    bring(
        office,
        &[
            paid("S1", "general", "human_service"),
            paid("S2", "general", "human_service"),
            paid("S3", "general", "human_service"),
            paid("S4", "general", "hardware"),
            paid("S5", "general", "hardware"),
        ],
    )
    .await;
    walk(office, "S1", &[("submit_requirement", "buyer")]).await;
    walk(office, "S3", &[("appeal", "buyer")]).await;
    walk(office, "S4", &[("ship", "merchant")]).await;
    walk(office, "S5", &[("ship", "merchant"), ("sign", "courier"), ("accept", "buyer")]).await;
}

const DAY: i64 = 86_400_000;

both! {
    async fn deliveries_are_found_by_whom_they_wait_for(office) {
        shop(&office).await;
        for (address, expected) in [
            ("sort=opened", &["S1", "S2", "S3", "S4", "S5"][..]),
            ("", &["S5", "S4", "S3", "S2", "S1"]),
            ("stage=merchant", &["S1"]),
            ("waiting_for=merchant", &["S1"]),
            ("waiting_for=buyer", &["S2"]),
            ("waiting_for=operator", &["S3"]),
            ("waiting_for=courier", &["S4"]),
            ("waiting_for=nobody", &["S5"]),
            ("waiting_for=buyer,courier", &["S4", "S2"]),
            ("frozen=true", &["S3"]),
            ("frozen=false&flow=standard", &["S2", "S1"]),
            ("node=confirm_requirement", &["S1"]),
            ("flow=hardware", &["S5", "S4"]),
            ("product=P-hardware", &["S5", "S4"]),
            ("customer=C-1&stage=buyer", &["S2"]),
            ("customer=nobody", &[]),
            ("q=S3", &["S3"]),
            ("q=远山&stage=frozen", &["S3"]),
            ("assignee=nobody&stage=merchant", &["S1"]),
            ("assignee=me", &[]),
            ("overdue=true", &[]),
            ("age=1", &["S2"]),
        ] {
            assert_eq!(found(&office, &owner(), address).await, expected, "{address}");
        }
    }

    async fn tabs_count_what_they_show_and_overdue_counts_in_no_sum(office) {
        shop(&office).await;
        let now = office.clock.millis();
        set_clock(&office, now + 200 * DAY);
        let page = supervisions::list(&office, &owner(), &filter("")).await.unwrap();
        let exactly = |rows| Count { rows, more: false };
        let each: Vec<_> = page.counts.each().map(|(tab, count)| (tab, count.rows)).collect();
        let expected = [
            ("merchant", 1), ("buyer", 1), ("operator", 0), ("courier", 1), ("frozen", 1), ("refunding", 0),
            ("overdue", 4), ("done", 1), ("refunded", 0),
        ];
        assert_eq!(each, expected);
        assert_eq!(page.counts.of(&[]), exactly(5));
        assert_eq!(found(&office, &owner(), "stage=overdue&sort=opened").await, ["S1", "S2", "S3", "S4"]);
        assert_eq!(found(&office, &owner(), "overdue=true&stage=buyer").await, ["S2"]);
        assert_eq!(found(&office, &owner(), "overdue=false").await, ["S5"]);
        assert_eq!(found(&office, &owner(), "age=100&sort=since").await.len(), 5);
    }

    async fn while_a_refund_runs_nobody_is_waited_for_or_reminded(office) {
        shop(&office).await;
        let refund = refunds::request(&office, &owner(), "S1", "10", "不再需要").await.unwrap();
        for (address, expected) in [
            ("stage=refunding", &["S1"][..]),
            ("stage=merchant", &[]),
            ("waiting_for=nobody", &["S5", "S1"]),
        ] {
            assert_eq!(found(&office, &owner(), address).await, expected, "{address}");
        }
        assert_eq!(get(&office, "S1").await.row.waits_for(), None);
        let refused = remind(&office, &owner(), "S1").await;
        assert!(matches!(refused, Err(Failure::Supervision(Refused::RefundRuns))), "{refused:?}");
        set_clock(&office, office.clock.millis() + 200 * DAY);
        assert_eq!(remind_overdue(&office).await.unwrap(), 3, "all that is overdue but this one");

        let withdraw = Given { action: "withdraw".into(), ..Given::default() };
        refunds::act(&office, &owner(), refund.id, &withdraw).await.unwrap();
        assert_eq!(found(&office, &owner(), "stage=merchant").await, ["S1"]);
        assert_eq!(remind_overdue(&office).await.unwrap(), 1, "it is overdue still");
    }

    async fn pages_and_neighbours_follow_the_filter(office) {
        shop(&office).await;
        let first = supervisions::list(&office, &owner(), &filter("sort=opened&size=2")).await.unwrap();
        let second = filter("sort=opened&size=2").at(first.next);
        let second = supervisions::list_page(&office, &owner(), &second).await.unwrap();
        assert_eq!(second.rows.iter().map(|row| row.order_no.as_str()).collect::<Vec<_>>(), ["S3", "S4"]);
        let two = get(&office, "S2").await;
        for (address, previous, next) in [
            ("sort=opened", Some("S1"), Some("S3")),
            ("", Some("S3"), Some("S1")),
            ("frozen=false&sort=opened", Some("S1"), Some("S4")),
            ("stage=buyer", None, None),
        ] {
            let around = supervisions::neighbours(&office, &owner(), &filter(address), &two.row).await.unwrap();
            assert_eq!((around.previous.as_deref(), around.next.as_deref()), (previous, next), "{address}");
        }
    }

    async fn support_sees_deliveries_of_granted_products_only(office) {
        shop(&office).await;
        let products = operations::products::all(&office, &Actor::System).await.unwrap();
        let hardware = products.iter().find(|product| product.code == "P-hardware").unwrap().id;
        let support = Actor::Staff { id: 9, name: "客服".into(), role: Role::Support, products: vec![hardware] };
        assert_eq!(found(&office, &support, "").await, ["S5", "S4"]);
        let page = supervisions::list(&office, &support, &filter("")).await.unwrap();
        assert_eq!(page.counts.of(&[]).rows, 2);
        assert!(matches!(remind(&office, &support, "S1").await, Err(Failure::NotFound)));
        remind(&office, &support, "S4").await.unwrap();
    }

    async fn the_first_page_says_what_waits(office) {
        shop(&office).await;
        let waits = async |actor: &Actor| {
            let waiting = home::home(&office, actor).await.unwrap().waiting;
            let told = waiting.into_iter().filter_map(|one| match one {
                home::Waiting::Deliveries { count, days } => Some(("ours", count.rows, days)),
                home::Waiting::DeliveriesLate { count } => Some(("late", count.rows, 0)),
                home::Waiting::DeliveriesFrozen { count } => Some(("frozen", count.rows, 0)),
                _ => None,
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(waits(&owner()).await, [("ours", 1, 0), ("frozen", 1, 0)]);
        assert_eq!(waits(&staff(Role::Finance)).await, []);
        let now = office.clock.millis();
        set_clock(&office, now + 170 * DAY);
        assert_eq!(waits(&owner()).await, [("late", 4, 0), ("ours", 1, 170), ("frozen", 1, 0)]);
    }

    async fn what_is_overdue_is_reminded_of_once(office) {
        shop(&office).await;
        assert_eq!(remind_overdue(&office).await.unwrap(), 0);
        let now = office.clock.millis();
        set_clock(&office, now + 200 * DAY);
        assert_eq!(remind_overdue(&office).await.unwrap(), 4);
        assert_eq!(remind_overdue(&office).await.unwrap(), 0);
        let two = get(&office, "S2").await;
        assert_eq!(two.row.reminded_at, Some(now + 200 * DAY));
        assert_eq!(two.log.last().unwrap().event.action, "supervision.reminded");
        let ended = remind(&office, &owner(), "S5").await;
        assert!(matches!(ended, Err(Failure::Supervision(Refused::NotNow { .. }))), "{ended:?}");
    }
}
