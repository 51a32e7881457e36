//! Notifications: who is told of what, once each, and what one reads, marks and chooses.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, granted, line, person};
use common::set_clock;
use domain::{
    access::{Actor, Role},
    notification::{Channel, Event},
};
use operations::{
    Failure, Office,
    db::Sql,
    exports,
    list::Filter,
    notifications::{
        self, KEPT_DAYS, LIST, Notification, Wanted, Which, choices, choose, forget, mail_due, mark_read,
        reset, tell, unread,
    },
    orders, staff, supervisions,
    tickets::{self, Given, NewMessage, NewTicket, act, open, raise_alarms, say},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Those who are told.
struct People {
    owner: Actor,
    operations: Actor,
    finance: Actor,
    /// Has the grant of P-1.
    wang: Actor,
    /// Has the grant of P-2.
    li: Actor,
}

/// A moment in Beijing.
fn at(text: &str) -> i64 {
    domain::Zone::default().parse(text).unwrap().timestamp_millis()
}

/// Two orders of two products, on a Monday morning; nobody was told of anything yet.
async fn shop(office: &Office) -> People {
    let owner = person(office, "owner", Role::Owner).await;
    let operations = person(office, "ops", Role::Operations).await;
    let finance = person(office, "finance", Role::Finance).await;
    let order = |no: &str, product: &str| line(no).with("product_id", product).with("product_name", product);
    bring(office, &[order("O1", "P-1"), order("O2", "P-2")]).await;
    let wang = granted(office, &person(office, "wang", Role::Support).await, "P-1").await;
    let li = granted(office, &person(office, "li", Role::Support).await, "P-2").await;
    set_clock(office, at("2026-11-23 10:00:00"));
    assert_eq!(tell(office).await.unwrap(), 1, "the file alone");
    People { owner, operations, finance, wang, li }
}

fn about(order: &str) -> NewTicket {
    NewTicket {
        subject: "无法登录".into(),
        description: "登录后页面空白。".into(),
        order_no: order.into(),
        ..NewTicket::default()
    }
}

/// A ticket that a buyer opened by a link of an order.
async fn opened(office: &Office, order_no: &str) -> String {
    // Nobody's own work, and many of the same at once.
    open(office, &Actor::System, &about(order_no)).await.unwrap().ticket.no()
}

fn step(action: &str, by: &str, to: &str) -> Given {
    Given {
        action: action.into(),
        by: by.into(),
        to: to.into(),
        reason: "因为如此".into(),
        ..Given::default()
    }
}

async fn rows(office: &Office, actor: &Actor) -> Vec<Notification> {
    let filter = Filter::of(&LIST).sized(200);
    notifications::list(office, actor, &filter).await.unwrap().rows
}

/// What somebody was told since, oldest first.
async fn told(office: &Office, actor: &Actor) -> Vec<String> {
    tell(office).await.unwrap();
    let mut told: Vec<_> = rows(office, actor).await.into_iter().map(|one| one.event).collect();
    told.reverse();
    told
}

async fn count(office: &Office, table: &str) -> i64 {
    let sql = Sql::new(&format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = sql.fetch_optional(&office.db).await.unwrap().unwrap();
    count
}

both! {
    async fn a_ticket_is_told_to_those_who_see_it(office) {
        let people = shop(&office).await;
        let no = opened(&office, "O1").await;
        for (who, expected) in [
            (&people.owner, vec!["ticket.opened"]),
            (&people.operations, vec!["ticket.opened"]),
            (&people.wang, vec!["ticket.opened"]),
            (&people.li, vec![]),
            (&people.finance, vec![]),
        ] {
            assert_eq!(told(&office, who).await, expected, "{}", who.name());
        }
        let one = &rows(&office, &people.wang).await[0];
        assert_eq!((one.subject_kind.as_str(), &one.subject_id), ("ticket", &no));
        assert_eq!((one.name.as_str(), one.actor_name.as_str(), one.read_at), ("无法登录", "system", None));
        // Whoever has it is told alone from then on.
        act(&office, &people.wang, &no, &step("accept", "", "")).await.unwrap();
        let reply = NewMessage { by: "customer".into(), body: "仍然空白。".into(), ..NewMessage::default() };
        say(&office, &people.owner, &no, &reply).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "ticket.written"]);
        assert_eq!(told(&office, &people.operations).await, ["ticket.opened"]);
        act(&office, &people.owner, &no, &step("urge", "customer", "")).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "ticket.written", "ticket.urged"]);
    }

    async fn what_one_did_is_not_told(office) {
        let people = shop(&office).await;
        let no = open(&office, &people.operations, &about("O1")).await.unwrap().ticket.no();
        assert_eq!(told(&office, &people.operations).await, [""; 0]);
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened"]);
        // Taking it is one's own deed; being given it is not.
        act(&office, &people.wang, &no, &step("accept", "", "")).await.unwrap();
        act(&office, &people.wang, &no, &step("transfer", "", "ops@example.com")).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened"]);
        assert_eq!(told(&office, &people.operations).await, ["ticket.assigned"]);
        orders::assign(&office, &people.owner, "O1", "owner@example.com", None).await.unwrap();
        orders::assign(&office, &people.owner, "O1", "wang@example.com", None).await.unwrap();
        assert_eq!(told(&office, &people.owner).await, ["ticket.opened"]);
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "order.assigned"]);
    }

    async fn people_are_named_in_notes(office) {
        let people = shop(&office).await;
        let no = opened(&office, "O1").await;
        act(&office, &people.operations, &no, &step("accept", "", "")).await.unwrap();
        let note = |text: &str| NewMessage { body: text.into(), public: false, ..NewMessage::default() };
        say(&office, &people.operations, &no, &note("请 @wang 和 @li 看一下，@ops 自己也看")).await.unwrap();
        say(&office, &people.operations, &no, &note("没有人")).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "ticket.mentioned"]);
        assert_eq!(told(&office, &people.li).await, [""; 0], "li does not see it");
        assert_eq!(told(&office, &people.operations).await, ["ticket.opened"], "not by oneself");
        let public = NewMessage { body: "@wang 会联系您".into(), ..NewMessage::default() };
        say(&office, &people.operations, &no, &public).await.unwrap();
        assert_eq!(told(&office, &people.wang).await.len(), 2, "a reply names nobody");
    }

    async fn grants_and_state_bind_at_the_time_of_telling(office) {
        let people = shop(&office).await;
        opened(&office, "O1").await;
        // Before it is told the grant is gone, and somebody else is shut out.
        staff::set_grants(&office, &Actor::System, people.wang.id().unwrap(), &[]).await.unwrap();
        staff::disable(&office, &Actor::System, people.operations.id().unwrap()).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, [""; 0]);
        assert_eq!(told(&office, &people.operations).await, [""; 0]);
        assert_eq!(told(&office, &people.owner).await, ["ticket.opened"]);
    }

    async fn each_is_told_once(office) {
        let people = shop(&office).await;
        for _ in 0..30 {
            opened(&office, "O1").await;
            opened(&office, "O2").await;
        }
        assert_eq!(count(&office, "journal_news").await, 60);
        let (one, other) = futures::join!(tell(&office), tell(&office));
        assert_eq!(one.unwrap() + other.unwrap(), 60);
        assert_eq!(tell(&office).await.unwrap(), 0);
        assert_eq!(count(&office, "journal_news").await, 0);
        for (who, expected) in [(&people.owner, 60), (&people.wang, 30), (&people.li, 30)] {
            assert_eq!(rows(&office, who).await.len(), expected, "{}", who.name());
        }
    }

    async fn whoever_breaks_off_leaves_the_rest(office) {
        let people = shop(&office).await;
        for _ in 0..55 {
            opened(&office, "O1").await;
        }
        // Dropped at whatever it waited for: nothing of a slice is there without the other half.
        for millis in [1, 3, 9, 27] {
            let broken_off = std::time::Duration::from_millis(millis);
            let _ = tokio::time::timeout(broken_off, tell(&office)).await;
        }
        tell(&office).await.unwrap();
        assert_eq!(count(&office, "journal_news").await, 0);
        assert_eq!(rows(&office, &people.wang).await.len(), 55);
        assert_eq!(rows(&office, &people.owner).await.len(), 55);
    }

    async fn what_was_rolled_back_is_not_told(office) {
        let people = shop(&office).await;
        let no = opened(&office, "O1").await;
        let crossed = NewMessage { seen: Some(0), by: "customer".into(), body: "x".into(), ..NewMessage::default() };
        assert!(say(&office, &people.owner, &no, &crossed).await.is_err());
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened"]);
    }

    async fn clocks_are_told_once_when_they_come_and_when_they_break(office) {
        let people = shop(&office).await;
        let no = opened(&office, "O1").await;
        let due = tickets::get(&office, &people.owner, &no).await.unwrap().ticket.due_at.unwrap();
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        // Five of the 24 hours of reception are left.
        set_clock(&office, due - 20 * HOUR);
        assert_eq!(raise_alarms(&office).await.unwrap(), 1);
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "ticket.due_soon"]);
        set_clock(&office, due + 1);
        assert_eq!(raise_alarms(&office).await.unwrap(), 3, "handed over, escalated, broken");
        set_clock(&office, due + DAY);
        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        assert_eq!(told(&office, &people.wang).await, ["ticket.opened", "ticket.due_soon", "ticket.overdue"]);
        assert!(told(&office, &people.operations).await.contains(&"ticket.escalated".to_owned()));
        // The other clock begins anew.
        act(&office, &people.wang, &no, &step("accept", "", "")).await.unwrap();
        say(&office, &people.wang, &no, &NewMessage { body: "在查".into(), awaits: false, ..NewMessage::default() }).await.unwrap();
        let due = tickets::get(&office, &people.owner, &no).await.unwrap().ticket.due_at.unwrap();
        set_clock(&office, due + 1);
        assert_eq!(raise_alarms(&office).await.unwrap(), 4);
    }

    async fn the_end_of_ones_own_work_is_told(office) {
        let people = shop(&office).await;
        let file = "order_no,product_id,product_name,customer_id,customer_name,deal_price,state,created_at\n\
            O3,P-1,P-1,C1,远山贸易,1,processing,2026-11-01 12:00:00\n";
        common::import(&office, &people.operations, "orders.csv", file).await.unwrap();
        assert_eq!(told(&office, &people.operations).await, ["import.done"]);
        assert_eq!(rows(&office, &people.operations).await[0].name, "orders.csv");
        assert_eq!(told(&office, &people.owner).await, [""; 0], "nobody else began it");
        let wanted = exports::NewExport { kind: "orders", format: exports::Format::Csv, query: "", locale: "zh-CN", title: "", columns: "", name: "" };
        exports::create(&office, &people.finance, &wanted).await.unwrap();
        operations::jobs::drain(&office, operations::jobs::EXPORTS).await.unwrap();
        assert_eq!(told(&office, &people.finance).await, ["export.ready"]);
    }

    async fn deliveries_tell_what_the_buyer_does(office) {
        let people = shop(&office).await;
        bring(&office, &[line("S1").with("product_id", "P-9").with("delivery_type", "human_service").with("paid_at", "2026-11-02 12:00:00")]).await;
        granted(&office, &people.wang, "P-9").await;
        assert_eq!(told(&office, &people.wang).await, [""; 0], "what comes with a file tells nothing by itself");
        let by = |action: &str, by: &str| supervisions::Given { action: action.into(), by: by.into(), ..Default::default() };
        supervisions::act(&office, &people.owner, "S1", &by("submit_requirement", "buyer")).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["supervision.submitted"]);
        supervisions::assign(&office, &people.owner, "S1", ("ops@example.com", ""), None).await.unwrap();
        supervisions::act(&office, &people.owner, "S1", &supervisions::Given { comment: "太慢".into(), ..by("appeal", "buyer") }).await.unwrap();
        assert_eq!(told(&office, &people.wang).await, ["supervision.submitted", "supervision.appealed"]);
        assert_eq!(told(&office, &people.operations).await, ["supervision.submitted", "supervision.assigned", "supervision.appealed"]);
    }

    async fn one_marks_ones_own_as_read(office) {
        let people = shop(&office).await;
        for _ in 0..3 {
            opened(&office, "O1").await;
        }
        tell(&office).await.unwrap();
        let (wang, owner) = (&people.wang, &people.owner);
        let ids: Vec<i64> = rows(&office, wang).await.iter().map(|one| one.id).collect();
        assert_eq!(unread(&office, wang).await.unwrap(), 3);
        assert_eq!(mark_read(&office, owner, &Which::These(ids.clone())).await.unwrap(), 0, "they are not the owner's");
        assert_eq!(unread(&office, owner).await.unwrap(), 3);
        assert_eq!(mark_read(&office, wang, &Which::These(vec![ids[0], ids[0], 999])).await.unwrap(), 1);
        assert_eq!(mark_read(&office, wang, &Which::These(vec![])).await.unwrap(), 0);
        let (filter, _) = Filter::read_query(&LIST, "unread=true");
        let page = notifications::list(&office, wang, &filter).await.unwrap();
        assert_eq!(page.rows.iter().map(|one| one.id).collect::<Vec<_>>(), ids[1..]);
        let counts: Vec<_> = page.counts.each().map(|(tab, count)| (tab, count.rows)).collect();
        assert_eq!(counts, [("true", 2), ("false", 1)]);
        assert_eq!(mark_read(&office, wang, &Which::Upto(ids[2])).await.unwrap(), 1);
        assert_eq!(mark_read(&office, wang, &Which::All).await.unwrap(), 1);
        assert_eq!((unread(&office, wang).await.unwrap(), unread(&office, owner).await.unwrap()), (0, 3));
        let token = Actor::Token { id: 1, name: "erp".into(), role: Role::Owner };
        assert!(rows(&office, &token).await.is_empty(), "a program is told of nothing");
        assert_eq!(mark_read(&office, &token, &Which::All).await.unwrap(), 0);
    }

    async fn one_chooses_what_one_is_told(office) {
        let people = shop(&office).await;
        let (wang, finance) = (&people.wang, &people.finance);
        let before = choices(&office, wang).await.unwrap();
        assert!(before.each.iter().all(|choice| choice.chosen == choice.usual));
        assert!(!before.each.iter().any(|choice| choice.event == Event::StatementIssued), "not for this role");
        assert!(choices(&office, finance).await.unwrap().each.iter().any(|choice| choice.event == Event::StatementIssued));
        let usual = Wanted { days: vec!["mon".into()], from: "08:00".into(), to: "20:00".into(), digest: "9".into(), ..Wanted::default() };
        choose(&office, wang, &usual).await.unwrap();
        let now = choices(&office, wang).await.unwrap();
        assert!(now.each.iter().all(|choice| !choice.chosen));
        assert_eq!(now.manner.written(), "mon 08:00 20:00 9");
        opened(&office, "O1").await;
        assert_eq!(told(&office, wang).await, [""; 0]);
        // By mail alone: the program does not show it.
        let mail = Wanted { told: vec![(Event::TicketOpened, Channel::Mail), (Event::StatementIssued, Channel::Mail)], ..usual.clone() };
        choose(&office, wang, &mail).await.unwrap();
        opened(&office, "O1").await;
        assert_eq!(told(&office, wang).await, [""; 0]);
        assert_eq!(unread(&office, wang).await.unwrap(), 0);
        let sql = Sql::new("SELECT shown, mail_due_at FROM notifications WHERE staff_id = (SELECT id FROM staff WHERE name = 'wang')");
        let kept: Vec<(i64, Option<i64>)> = sql.fetch_all(&office.db).await.unwrap();
        assert_eq!(kept, [(0, Some(at("2026-11-30 09:00:00")))], "ten o'clock on a Monday is after nine");
        reset(&office, wang).await.unwrap();
        assert_eq!(choices(&office, wang).await.unwrap(), before);
        opened(&office, "O1").await;
        assert_eq!(told(&office, wang).await, ["ticket.opened"]);
    }

    async fn wrong_hours_are_told_by_their_field(office) {
        let people = shop(&office).await;
        let hours = |from: &str, to: &str, digest: &str| Wanted { from: from.into(), to: to.into(), digest: digest.into(), ..Wanted::default() };
        for (wanted, field) in [
            (hours("", "18:00", ""), "from"),
            (hours("9", "18:00", ""), "from"),
            (hours("09:00", "", ""), "to"),
            (hours("18:00", "09:00", ""), "to"),
            (hours("09:00", "18:00", "24"), "digest"),
        ] {
            match choose(&office, &people.wang, &wanted).await {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, field, "{wanted:?}"),
                other => unreachable!("{wanted:?} {other:?}"),
            }
        }
        let token = Actor::Token { id: 1, name: "erp".into(), role: Role::Owner };
        assert!(matches!(choices(&office, &token).await, Err(Failure::NotFound)));
    }

    async fn it_is_forgotten_after_its_days(office) {
        let people = shop(&office).await;
        opened(&office, "O1").await;
        assert_eq!(told(&office, &people.wang).await.len(), 1);
        set_clock(&office, office.clock.millis() + KEPT_DAYS * DAY);
        assert_eq!(forget(&office).await.unwrap(), 0);
        set_clock(&office, office.clock.millis() + 1);
        assert!(forget(&office).await.unwrap() >= 1);
        assert_eq!(rows(&office, &people.wang).await.len(), 0);
    }

    async fn what_is_due_goes_out_in_one_mail_for_each_person(office) {
        let people = shop(&office).await;
        set_clock(&office, at("2026-11-23 20:00:00"));
        opened(&office, "O1").await;
        let urged = opened(&office, "O1").await;
        act(&office, &people.operations, &urged, &step("accept", "", "")).await.unwrap();
        act(&office, &people.operations, &urged, &step("transfer", "", "wang@example.com")).await.unwrap();
        act(&office, &people.operations, &urged, &step("urge", "customer", "")).await.unwrap();
        tell(&office).await.unwrap();
        let mut seen = 0;
        let mut mailed = async || {
            mail_due(&office).await.unwrap();
            let mut sql = Sql::new("SELECT recipient, letter_json FROM mails ORDER BY id");
            let all: Vec<(String, String)> = sql.push("").clone().fetch_all(&office.db).await.unwrap();
            let new = all[seen..].to_vec();
            seen = all.len();
            new
        };
        // At eight in the evening what is urgent goes out alone.
        let mails = mailed().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].0, "wang@example.com");
        assert!(mails[0].1.contains("ticket.urged") && !mails[0].1.contains("ticket.opened"), "{mails:?}");
        assert!(mailed().await.is_empty(), "once");
        set_clock(&office, at("2026-11-24 08:59:59"));
        assert!(mailed().await.is_empty());
        // What was read meanwhile is not mailed.
        let read = rows(&office, &people.wang).await.pop().unwrap().id;
        mark_read(&office, &people.wang, &Which::These(vec![read])).await.unwrap();
        set_clock(&office, at("2026-11-24 09:00:00"));
        let mails = mailed().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].1.matches("\"event\":").count(), 2, "{mails:?}");
        assert!(mailed().await.is_empty());
        // Nobody writes to whoever was shut out.
        opened(&office, "O2").await;
        tell(&office).await.unwrap();
        staff::disable(&office, &Actor::System, people.li.id().unwrap()).await.unwrap();
        assert!(mailed().await.is_empty());
    }
}
