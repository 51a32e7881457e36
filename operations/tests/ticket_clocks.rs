//! Before a clock of a ticket breaks somebody is told, it is handed over and escalated; a changed reception moves the
//! clocks; and pages that are open hear of it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use std::time::Duration;

use books::{granted, person};
use common::{import, set_clock, staff};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office, jobs,
    live::News,
    reception,
    tickets::{self, Detail, Given, NewMessage, NewTicket, WantedDuty, act, get, raise_alarms, say},
};

fn owner() -> Actor {
    staff(Role::Owner)
}

fn at(text: &str) -> i64 {
    domain::Zone::default().parse(text).unwrap().timestamp_millis()
}

async fn shop(office: &Office) {
    person(office, "owner", Role::Owner).await;
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n\
        O2,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    set_clock(office, at("2026-11-23 10:00:00"));
}

async fn opened(office: &Office, order: &str) -> Detail {
    let new = NewTicket {
        subject: "无法登录".into(),
        description: "登录后页面空白。".into(),
        order_no: order.into(),
        ..NewTicket::default()
    };
    tickets::open(office, &owner(), &new).await.unwrap()
}

async fn seen(office: &Office, no: &str) -> Detail {
    get(office, &owner(), no).await.unwrap()
}

/// Somebody of support with grants.
async fn supporter(office: &Office, name: &str, products: &[&str]) -> Actor {
    let mut actor = person(office, name, Role::Support).await;
    for product in products {
        actor = granted(office, &actor, product).await;
    }
    actor
}

fn duty(account: &str, at_once: &str, a_day: &str) -> WantedDuty {
    WantedDuty { account: account.into(), at_once: at_once.into(), a_day: a_day.into() }
}

/// The alarms of a ticket, in order: `clock alarm`.
async fn alarms(office: &Office, no: &str) -> Vec<String> {
    let history = seen(office, no).await.history;
    let told = history.iter().filter(|event| event.action == "ticket.alarm").map(|event| {
        let after = event.fields().1;
        format!(
            "{} {}",
            after["clock"].as_str().unwrap_or_default(),
            after["alarm"].as_str().unwrap_or_default()
        )
    });
    told.collect()
}

both! {
    async fn a_clock_that_runs_out_is_told_step_by_step(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await.ticket.no();
        // 24 hours of reception from Monday at ten: a quarter is left after 18 of them, on Wednesday at eleven.
        set_clock(&office, at("2026-11-25 10:59:59"));
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        set_clock(&office, at("2026-11-25 13:00:00"));
        assert_eq!(raise_alarms(&office).await.unwrap(), 1);
        assert_eq!(raise_alarms(&office).await.unwrap(), 0, "once");
        set_clock(&office, at("2026-11-26 09:00:00"));
        raise_alarms(&office).await.unwrap();
        set_clock(&office, at("2026-11-26 10:00:00"));
        raise_alarms(&office).await.unwrap();
        let all = ["warn", "hand_over", "escalate", "break"].map(|alarm| format!("first_response {alarm}"));
        assert_eq!(alarms(&office, &no).await, all);
        let ticket = seen(&office, &no).await.ticket;
        assert_eq!(ticket.first_broken_at, Some(ticket.first_response_due_at));
        // Once somebody has answered the other clock counts, from its beginning.
        act(&office, &owner(), &no, &Given { action: "accept".into(), ..Given::default() }).await.unwrap();
        let reply = NewMessage { body: "在看。".into(), awaits: false, ..NewMessage::default() };
        say(&office, &owner(), &no, &reply).await.unwrap();
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        set_clock(&office, at("2026-12-31 10:00:00"));
        assert_eq!(raise_alarms(&office).await.unwrap(), 4);
        assert_eq!(alarms(&office, &no).await[4..], ["warn", "hand_over", "escalate", "break"].map(|alarm| format!("resolution {alarm}")));
        assert!(seen(&office, &no).await.ticket.resolution_broken_at.is_some());
    }

    async fn a_clock_that_stands_still_raises_nothing(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await.ticket.no();
        act(&office, &owner(), &no, &Given { action: "accept".into(), ..Given::default() }).await.unwrap();
        say(&office, &owner(), &no, &NewMessage { body: "请提供截图。".into(), ..NewMessage::default() }).await.unwrap();
        set_clock(&office, at("2027-03-01 10:00:00"));
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        assert!(alarms(&office, &no).await.is_empty());
    }

    async fn new_tickets_go_round_within_room_and_grants(office) {
        shop(&office).await;
        let li = supporter(&office, "li", &["P-1"]).await;
        let wu = supporter(&office, "wu", &["P-1", "P-2"]).await;
        let account = |actor: &Actor| format!("{}@example.com", actor.name());
        tickets::set_duty(&office, &owner(), &[duty(&account(&li), "2", "10"), duty(&account(&wu), "10", "2")]).await.unwrap();
        let mut got = Vec::new();
        for order in ["O1", "O2", "O1", "O1", "O1"] {
            set_clock(&office, office.clock.millis() + 60_000);
            got.push(opened(&office, order).await.ticket.assignee_name);
        }
        let [a, b, c, d, e] = got.try_into().unwrap();
        let name = |actor: &Actor| Some(actor.name().to_owned());
        assert_eq!((a, b), (name(&li), name(&wu)));
        assert_eq!(c, name(&li), "who waits longest");
        assert_eq!(d, name(&wu), "li has two open ones");
        assert_eq!(e, None, "li has no room and wu had two today");
        set_clock(&office, at("2026-11-24 10:00:00"));
        assert_eq!(opened(&office, "O1").await.ticket.assignee_name, name(&wu), "another day");
        let people = tickets::duty(&office, &owner()).await.unwrap();
        assert_eq!(people.iter().map(|one| one.open).sum::<i64>(), 5);
    }

    async fn what_runs_out_is_handed_over_to_somebody_else(office) {
        shop(&office).await;
        let li = supporter(&office, "li", &["P-1"]).await;
        let wu = supporter(&office, "wu", &["P-1"]).await;
        tickets::set_duty(&office, &owner(), &[duty(&format!("{}@example.com", li.name()), "5", "5")]).await.unwrap();
        let no = opened(&office, "O1").await.ticket.no();
        tickets::set_duty(&office, &owner(), &[duty(&format!("{}@example.com", wu.name()), "5", "5")]).await.unwrap();
        set_clock(&office, at("2026-11-26 09:00:00"));
        raise_alarms(&office).await.unwrap();
        assert_eq!(seen(&office, &no).await.ticket.assignee_name.as_deref(), Some(wu.name()));
    }

    async fn what_is_typed_of_duty_is_checked(office) {
        shop(&office).await;
        let li = supporter(&office, "li", &["P-1"]).await;
        let account = format!("{}@example.com", li.name());
        for (at_once, a_day) in [("0", "1"), ("1", ""), ("x", "1"), ("1001", "1")] {
            let refused = tickets::set_duty(&office, &owner(), &[duty(&account, at_once, a_day)]).await;
            assert!(matches!(refused, Err(Failure::Invalid(_))), "{at_once} {a_day}");
        }
        let nobody = tickets::set_duty(&office, &owner(), &[duty("nobody@example.com", "1", "1")]).await;
        assert!(matches!(nobody, Err(Failure::Invalid(_))));
        let refused = tickets::set_duty(&office, &li, &[duty(&account, "1", "1")]).await;
        assert!(matches!(refused, Err(Failure::Denied(_))));
        assert!(tickets::duty(&office, &owner()).await.unwrap().iter().all(|one| one.at_once.is_none()));
    }

    async fn a_changed_reception_reckons_open_tickets_again(office) {
        shop(&office).await;
        let before = opened(&office, "O1").await.ticket;
        let ended = opened(&office, "O2").await.ticket.no();
        act(&office, &owner(), &ended, &Given { action: "withdraw".into(), by: "customer".into(), ..Given::default() }).await.unwrap();
        let no = before.no();
        let mut wanted = reception::read(&office, &owner()).await.unwrap().wanted;
        // From eight until twenty o'clock: the same 24 hours are over sooner.
        for hours in wanted.calendar.days.values_mut() {
            *hours = vec![("08:00".into(), "20:00".into())];
        }
        set_clock(&office, at("2026-11-23 11:00:00"));
        reception::save(&office, &owner(), wanted).await.unwrap();
        jobs::drain(&office, jobs::TICKETS).await.unwrap();
        let after = seen(&office, &no).await;
        assert_eq!(after.ticket.first_response_due_at, at("2026-11-25 10:00:00"));
        assert!(after.ticket.first_response_due_at < before.first_response_due_at);
        let told = after.history.iter().filter(|event| event.action == "ticket.reckoned").count();
        assert_eq!(told, 1, "its history says so");
        let over = seen(&office, &ended).await.history;
        assert!(!over.iter().any(|event| event.action == "ticket.reckoned"), "what has ended stays as it was");
        jobs::drain(&office, jobs::TICKETS).await.unwrap();
        assert_eq!(seen(&office, &no).await.history.len(), after.history.len());
    }

    async fn pages_that_are_open_hear_of_it_once_it_lasts(office) {
        shop(&office).await;
        let relay = tokio::spawn(operations::live::relay(office.clone()));
        // Until the other end listens, too.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut heard = office.live.listen();
        let li = supporter(&office, "li", &["P-2"]).await;
        let wu = supporter(&office, "wu", &["P-1"]).await;
        let ticket = opened(&office, "O1").await.ticket;
        let news = tokio::time::timeout(Duration::from_secs(5), heard.recv()).await.unwrap().unwrap();
        assert_eq!(news, News::Ticket { no: ticket.no(), product: ticket.product_id, version: ticket.version });
        assert!(news.concerns(&owner()) && news.concerns(&wu) && news.concerns(&staff(Role::Finance)));
        assert!(!news.concerns(&li), "of a product that is not granted");
        // What is refused tells nothing.
        let refused = act(&office, &owner(), &ticket.no(), &Given { action: "resolve".into(), ..Given::default() }).await;
        assert!(refused.is_err());
        tickets::writing(&office, &wu, &ticket.no()).await.unwrap();
        let news = tokio::time::timeout(Duration::from_secs(5), heard.recv()).await.unwrap().unwrap();
        assert!(matches!(&news, News::Writing { name, .. } if name == wu.name()), "{news:?}");
        assert!(news.concerns(&owner()) && !news.concerns(&wu), "not to oneself");
        assert!(!news.concerns(&staff(Role::Finance)), "finance reads no conversation");
        assert!(matches!(tickets::writing(&office, &li, &ticket.no()).await, Err(Failure::NotFound)));
        relay.abort();
    }
}
