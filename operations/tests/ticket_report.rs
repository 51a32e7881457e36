//! The report of tickets: what it counts, what it is about, and what the queue shows of the same.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{granted, person};
use common::{import, set_clock, staff};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    list::Filter,
    tickets::{self, Asked, Given, LIST, NewMessage, NewTicket, act, raise_alarms, report, say},
};

fn owner() -> Actor {
    staff(Role::Owner)
}

fn at(text: &str) -> i64 {
    domain::Zone::default().parse(text).unwrap().timestamp_millis()
}

fn step(action: &str, by: &str) -> Given {
    Given {
        action: action.into(),
        by: by.into(),
        cause: "缓存".into(),
        solution: "清理".into(),
        rating: "4".into(),
        ..Given::default()
    }
}

/// Two weeks: one ticket that was answered after an hour of reception, solved after two, and rated; one that nobody
/// answered in time; one of another product, in the week after.
async fn shop(office: &Office) {
    person(office, "owner", Role::Owner).await;
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-01 09:00:00,PERIOD\n\
        O2,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,1,month,10.00,pending_payment,2026-11-01 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    let open = async |order: &str, severity: &str| {
        let new = NewTicket {
            subject: "x".into(),
            description: "x".into(),
            order_no: order.into(),
            severity: severity.into(),
            ..NewTicket::default()
        };
        tickets::open(office, &owner(), &new).await.unwrap().ticket.no()
    };
    set_clock(office, at("2026-11-09 11:30:00"));
    let good = open("O1", "high").await;
    open("O1", "low").await;
    act(office, &owner(), &good, &step("accept", "")).await.unwrap();
    // The hour of lunch is none of reception.
    set_clock(office, at("2026-11-09 13:30:00"));
    let reply = NewMessage { body: "在看。".into(), awaits: false, ..NewMessage::default() };
    say(office, &owner(), &good, &reply).await.unwrap();
    set_clock(office, at("2026-11-09 14:30:00"));
    for (action, by) in [("resolve", ""), ("confirm", "customer"), ("rate", "customer")] {
        act(office, &owner(), &good, &step(action, by)).await.unwrap();
    }
    set_clock(office, at("2026-11-16 10:00:00"));
    raise_alarms(office).await.unwrap();
    open("O2", "low").await;
}

fn asked(office: &Office, by: &str) -> Asked {
    Asked::read(office, ["2026-11-09", "2026-11-22", by]).unwrap()
}

async fn found(office: &Office, query: &str) -> usize {
    let (filter, problems) = Filter::read_query(&LIST, query);
    assert!(problems.is_empty(), "{query}: {problems:?}");
    tickets::list(office, &owner(), &filter).await.unwrap().rows.len()
}

both! {
    async fn what_is_counted_is_what_happened(office) {
        shop(&office).await;
        let all = report(&office, &owner(), asked(&office, "week")).await.unwrap();
        assert_eq!(all.lines.iter().map(|line| (line.key.as_str(), line.name.as_str(), line.figures.opened)).collect::<Vec<_>>(),
            [("2026-11-09", "2026-11-15", 2), ("2026-11-16", "2026-11-22", 1)]);
        let first = &all.lines[0].figures;
        assert_eq!((first.answered, first.first_minutes()), (1, Some(60)));
        assert_eq!((first.solved, first.solution_minutes()), (1, Some(120)));
        assert_eq!((first.first_broken, first.resolution_broken), (1, 0));
        assert_eq!((first.rated, first.rating_tenths()), (1, Some(40)));
        assert_eq!((all.total.opened, all.total.first_broken), (3, 1));
        assert_eq!(all.lines[1].figures.first_minutes(), None);
        // Every figure opens the list behind it.
        assert_eq!(found(&office, "created_from=2026-11-09&created_to=2026-11-15").await, 2);
        assert_eq!(found(&office, "created_from=2026-11-09&created_to=2026-11-22&broken=first_response").await, 1);
        assert_eq!(found(&office, "broken=resolution").await, 0);
    }

    async fn lines_are_products_people_and_severities(office) {
        shop(&office).await;
        for (by, lines) in [
            ("product", [("P-1", 2), ("P-2", 1)]),
            ("person", [("", 2), ("owner@example.com", 1)]),
            ("severity", [("low", 2), ("high", 1)]),
        ] {
            let found = report(&office, &owner(), asked(&office, by)).await.unwrap();
            let seen: Vec<_> = found.lines.iter().map(|line| (line.key.as_str(), line.figures.opened)).collect();
            assert_eq!(seen, lines, "{by}");
        }
    }

    async fn only_what_one_sees_is_counted(office) {
        shop(&office).await;
        let li = person(&office, "li", Role::Support).await;
        let li = granted(&office, &li, "P-2").await;
        assert_eq!(report(&office, &li, asked(&office, "week")).await.unwrap().total.opened, 1);
        assert_eq!(report(&office, &staff(Role::Finance), asked(&office, "week")).await.unwrap().total.opened, 3);
    }

    async fn what_is_typed_wrongly_is_told_by_its_field(office) {
        set_clock(&office, at("2026-11-22 10:00:00"));
        let usual = Asked::read(&office, ["", "", ""]).unwrap();
        assert_eq!((usual.from.to_string().as_str(), usual.to.to_string().as_str()), ("2026-08-31", "2026-11-22"));
        for (typed, field) in [
            (["2026-13-01", "", ""], "from"),
            (["", "yesterday", ""], "to"),
            (["2026-11-02", "2026-11-01", ""], "to"),
            (["2020-01-01", "2026-11-01", ""], "to"),
            (["", "", "moon"], "by"),
        ] {
            match Asked::read(&office, typed) {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, field, "{typed:?}"),
                other => unreachable!("{typed:?}: {other:?}"),
            }
        }
    }
}
