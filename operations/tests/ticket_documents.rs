//! Documents of tickets: sent with a message, read by whoever reads that, refused, swept; and saved answers.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/scanner.rs"]
#[expect(dead_code, reason = "a part of it is used here")]
mod scanner;

use books::{granted, journalled, person};
use common::{import, set_clock, staff};
use domain::{
    Problem,
    access::{Actor, Role},
};
use operations::{
    Failure, Office,
    documents::{Refused, Taken, give_up, read::read, sweep},
    home,
    jobs::{self, SCANS},
    settings::{self, Setting, Settings},
    supervisions,
    tickets::{self, Detail, Given, NewMessage, NewTicket, act, get, hand_in, open, say, take},
};
use scanner::{Clam, Mood, VIRUS};

const HOUR: i64 = 3_600_000;

fn owner() -> Actor {
    staff(Role::Owner)
}

/// Who holds the link of an order.
fn buyer(order_id: i64) -> Actor {
    Actor::Buyer { id: 40 + order_id, order_id, name: "远山贸易".into() }
}

fn pdf(said: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{said}\n1 0 obj\n<<>>\nendobj\n%%EOF\n").into_bytes()
}

/// Two orders of two products; rows 1 and 2.
async fn shop(office: &Office) {
    assert_eq!(person(office, "owner", Role::Owner).await.staff_id(), owner().staff_id());
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n\
        O2,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    set_clock(office, domain::Zone::default().parse("2026-11-23 10:00:00").unwrap().timestamp_millis());
}

async fn opened(office: &Office, order: &str) -> String {
    let new = NewTicket {
        subject: "无法登录".into(),
        description: "登录后页面空白。".into(),
        order_no: order.into(),
        ..NewTicket::default()
    };
    let no = open(office, &owner(), &new).await.unwrap().ticket.no();
    let accept = Given { action: "accept".into(), ..Given::default() };
    act(office, &owner(), &no, &accept).await.unwrap();
    no
}

async fn file(office: &Office, actor: &Actor, no: &str, name: &str) -> Taken {
    take(office, actor, Some(no), name, &pdf(name)[..]).await.unwrap()
}

fn reply(files: Vec<Taken>) -> NewMessage {
    NewMessage { body: "见附件。".into(), files, ..NewMessage::default() }
}

async fn sent(office: &Office, actor: &Actor, no: &str, name: &str) -> i64 {
    let file = file(office, actor, no, name).await;
    let detail = say(office, actor, no, &reply(vec![file])).await.unwrap();
    detail.messages.last().unwrap().documents[0].id
}

/// Files in the store.
async fn stored(office: &Office) -> usize {
    use futures::StreamExt;
    office.documents.list(None).count().await
}

fn named(done: Result<Detail, Failure>) -> String {
    match done {
        Err(Failure::Invalid(problems)) => problems[0].field.clone(),
        other => unreachable!("{other:?}"),
    }
}

both! {
    async fn a_message_carries_documents_for_whoever_reads_it(office) {
        shop(&office).await;
        let (no, foreign) = (opened(&office, "O1").await, opened(&office, "O2").await);
        let public = sent(&office, &owner(), &no, "public.pdf").await;
        let note = reply(vec![file(&office, &owner(), &no, "note.pdf").await]);
        let noted = say(&office, &owner(), &no, &NewMessage { public: false, ..note }).await.unwrap();
        let note = noted.messages.last().unwrap().documents[0].clone();
        let other = sent(&office, &owner(), &foreign, "other.pdf").await;
        assert_eq!((note.name.as_str(), note.kind.as_str(), note.sha256.len()), ("note.pdf", "pdf", 64));
        assert_eq!(noted.history.iter().filter(|event| event.action == "ticket.document").count(), 2);

        assert_eq!(read(&office, &owner(), public).await.unwrap().name, "public.pdf");
        assert!(read(&office, &staff(Role::Auditor), note.id).await.is_ok());
        for (who, id) in [
            (buyer(1), note.id),
            (buyer(1), other),
            (buyer(2), public),
            (staff(Role::Finance), public),
            (granted(&office, &person(&office, "wang", Role::Support).await, "P-2").await, public),
            (owner(), 999),
        ] {
            let closed = read(&office, &who, id).await;
            assert!(matches!(closed, Err(Failure::NotFound)), "{who:?} {id}: {closed:?}");
        }
        let seen = get(&office, &buyer(1), &no).await.unwrap();
        let ids: Vec<i64> = seen.messages.iter().flat_map(|one| &one.documents).map(|one| one.id).collect();
        assert_eq!(ids, [public], "what colleagues say among themselves stays there");
        assert!(read(&office, &buyer(1), public).await.is_ok());
        assert_eq!(read(&office, &buyer(2), other).await.unwrap().name, "other.pdf");
        // Put into another one, it is read there by whoever sees both.
        let into = Given { action: "merge".into(), to: no.clone(), ..Given::default() };
        act(&office, &owner(), &foreign, &into).await.unwrap();
        let merged = get(&office, &owner(), &no).await.unwrap();
        assert!(merged.messages.iter().any(|one| one.documents.iter().any(|document| document.id == other)));
        assert!(matches!(read(&office, &buyer(1), other).await, Err(Failure::NotFound)));
    }

    async fn what_is_not_a_document_is_refused_and_nothing_stays(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        for (name, content) in [
            ("a.exe", pdf("x")),
            ("a", pdf("x")),
            ("a.png", pdf("x")),
            ("a.pdf", b"<script>alert(1)</script>".to_vec()),
            ("a.pdf", Vec::new()),
            ("a.pdf", [pdf("x"), vec![b' '; 21 << 20]].concat()),
        ] {
            let refused = take(&office, &owner(), Some(&no), name, &content[..]).await;
            assert!(matches!(refused, Err(Failure::Document(_))), "{name}: {refused:?}");
        }
        assert!(matches!(take(&office, &owner(), Some("T999999"), "a.pdf", &pdf("x")[..]).await, Err(Failure::NotFound)));
        assert!(matches!(take(&office, &buyer(2), Some(&no), "a.pdf", &pdf("x")[..]).await, Err(Failure::NotFound)));
        for role in [Role::Finance, Role::Auditor] {
            let denied = take(&office, &staff(role), Some(&no), "a.pdf", &pdf("x")[..]).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
        }
        assert_eq!(stored(&office).await, 0);
        // A message that is refused gives its files up: too many, in a wrong state, seen too early, without a text.
        let mut many = Vec::new();
        for at in 0..21 {
            many.push(file(&office, &owner(), &no, &format!("{at}.pdf")).await);
        }
        let many = say(&office, &owner(), &no, &reply(many)).await;
        assert!(matches!(many, Err(Failure::Document(Refused::TooMany { most: 20 }))), "{many:?}");
        let early = NewMessage { seen: Some(0), ..reply(vec![file(&office, &owner(), &no, "a.pdf").await]) };
        assert!(matches!(say(&office, &owner(), &no, &early).await, Err(Failure::Ticket(tickets::Refused::ActedMeanwhile))));
        assert_eq!(stored(&office).await, 0);
        assert_eq!(get(&office, &owner(), &no).await.unwrap().messages.len(), 1);
        // Files alone say enough.
        let alone = NewMessage { body: " ".into(), ..reply(vec![file(&office, &owner(), &no, "a.pdf").await]) };
        assert_eq!(say(&office, &owner(), &no, &alone).await.unwrap().messages.len(), 2);
        assert_eq!(named(say(&office, &owner(), &no, &NewMessage { body: " ".into(), ..reply(Vec::new()) }).await), "body");
        // The same form twice is one message, and its files are there once.
        let key = Some("form-1".to_owned());
        for _ in 0..2 {
            let once = NewMessage { key: key.clone(), ..reply(vec![file(&office, &owner(), &no, "b.pdf").await]) };
            assert_eq!(say(&office, &owner(), &no, &once).await.unwrap().messages.len(), 3);
        }
        assert_eq!(stored(&office).await, 2);
        let end = Given { action: "merge".into(), to: opened(&office, "O1").await, ..Given::default() };
        act(&office, &owner(), &no, &end).await.unwrap();
        let over = say(&office, &owner(), &no, &reply(vec![file(&office, &owner(), &no, "a.pdf").await])).await;
        assert!(matches!(over, Err(Failure::Ticket(tickets::Refused::NotNow { .. }))), "{over:?}");
        assert_eq!(stored(&office).await, 2);
    }

    async fn documents_are_named_by_who_handed_them_in_and_once(office) {
        shop(&office).await;
        let (no, foreign) = (opened(&office, "O1").await, opened(&office, "O2").await);
        let li = person(&office, "li", Role::Operations).await;
        let files = [file(&office, &li, &no, "a.pdf").await, file(&office, &li, &no, "b.pdf").await];
        let kept = hand_in(&office, &li, &no, &files).await.unwrap();
        let ids: Vec<i64> = kept.iter().map(|one| one.id).collect();
        assert!(matches!(read(&office, &li, ids[0]).await, Err(Failure::NotFound)), "it is not sent yet");
        let with = |documents: &[i64]| NewMessage { documents: documents.to_vec(), ..reply(Vec::new()) };
        assert_eq!(named(say(&office, &owner(), &no, &with(&ids)).await), "documents", "somebody else's");
        assert_eq!(named(say(&office, &li, &foreign, &with(&ids)).await), "documents", "of another ticket");
        assert_eq!(named(say(&office, &li, &no, &with(&[ids[0], 999])).await), "documents");
        assert_eq!(named(say(&office, &li, &no, &with(&[ids[0], ids[0]])).await), "documents", "twice");
        assert_eq!(get(&office, &li, &no).await.unwrap().messages.len(), 1);
        let said = say(&office, &li, &no, &with(&ids[..1])).await.unwrap();
        assert_eq!(said.messages[1].documents.len(), 1);
        assert!(read(&office, &li, ids[0]).await.is_ok());
        assert_eq!(named(say(&office, &li, &no, &with(&ids[..1])).await), "documents", "it is sent");
        // What nobody sent is forgotten after a day, and its file goes with it.
        assert_eq!((sweep(&office).await.unwrap(), stored(&office).await), (0, 2));
        set_clock(&office, office.clock.millis() + 365 * 24 * HOUR * 20);
        assert_eq!((sweep(&office).await.unwrap(), stored(&office).await), (1, 1));
        assert_eq!(named(say(&office, &li, &no, &with(&ids[1..])).await), "documents");
        assert!(read(&office, &li, ids[0]).await.is_ok());
        // So does a file that never had a record.
        let lost = file(&office, &li, &no, "lost.pdf").await;
        assert_eq!(sweep(&office).await.unwrap(), 1);
        give_up(&office, &[lost]).await;
    }

    async fn so_much_is_kept_for_an_order_and_a_link(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        let small = Settings::default().with(Setting::LinkMb, 1).with(Setting::OrderMb, 2);
        settings::save(&office, &owner(), small).await.unwrap();
        let large = |size: usize| [&b"%PDF-1.7\n"[..], &vec![b' '; size][..], b"\n%%EOF\n"].concat();
        let send = async |actor: &Actor, size: usize| {
            let file = take(&office, actor, Some(&no), "a.pdf", &large(size)[..]).await.unwrap();
            say(&office, actor, &no, &reply(vec![file])).await.map(drop)
        };
        send(&buyer(1), 700_000).await.unwrap();
        let full = send(&buyer(1), 700_000).await;
        assert!(matches!(full, Err(Failure::Document(Refused::Quota { most: 1 }))), "{full:?}");
        send(&owner(), 700_000).await.unwrap();
        let full = send(&owner(), 700_000).await;
        assert!(matches!(full, Err(Failure::Document(Refused::Quota { most: 2 }))), "{full:?}");
        // A new ticket of the same order does not begin anew.
        let file = take(&office, &buyer(1), None, "a.pdf", &large(700_000)[..]).await.unwrap();
        let new = NewTicket { subject: "x".into(), description: "x".into(), files: vec![file], ..NewTicket::default() };
        let full = open(&office, &buyer(1), &new).await;
        assert!(matches!(full, Err(Failure::Document(Refused::Quota { .. }))), "{full:?}");
        assert_eq!((stored(&office).await, get(&office, &owner(), &no).await.unwrap().messages.len()), (2, 3));
        assert_eq!(tickets::of_order(&office, &owner(), "O1").await.unwrap().tickets.len(), 1);
    }

    async fn nobody_opens_what_no_scanner_has_let_through(office) {
        let clam = Clam::listen(Mood::Well).await;
        let office = Office { scanner: Some(clam.scanner.clone()), ..office.clone() };
        shop(&office).await;
        let no = opened(&office, "O1").await;
        let clean = sent(&office, &owner(), &no, "clean.pdf").await;
        let virus = take(&office, &buyer(1), Some(&no), "b.pdf", &pdf(VIRUS)[..]).await.unwrap();
        let virus = say(&office, &buyer(1), &no, &reply(vec![virus])).await.unwrap();
        let virus = virus.messages.last().unwrap().documents[0].id;
        let waits = read(&office, &owner(), clean).await;
        assert!(matches!(waits, Err(Failure::Supervision(supervisions::Refused::BeingScanned))), "{waits:?}");
        jobs::drain(&office, SCANS).await.unwrap();
        assert!(read(&office, &owner(), clean).await.is_ok());
        let closed = read(&office, &owner(), virus).await;
        assert!(matches!(closed, Err(Failure::Supervision(supervisions::Refused::Infected { .. }))), "{closed:?}");
        assert_eq!(journalled(&office, "ticket.infected").await, 1);
        let last = get(&office, &owner(), &no).await.unwrap().history.last().cloned().unwrap();
        assert_eq!((last.action.as_str(), last.actor_kind.as_str()), ("ticket.infected", "system"));
    }

    async fn a_buyer_does_what_is_the_buyers_on_the_own_order(office) {
        shop(&office).await;
        let (no, foreign) = (opened(&office, "O1").await, opened(&office, "O2").await);
        let new = NewTicket { subject: "第二个".into(), description: "x".into(), order_no: "O2".into(), product_id: "P-2".into(), ..NewTicket::default() };
        let own = open(&office, &buyer(1), &new).await.unwrap();
        assert_eq!((own.ticket.order_no.as_deref(), own.ticket.product.as_deref(), own.ticket.buyer.as_str()), (Some("O1"), Some("P-1"), "远山贸易"));
        assert!(!own.messages[0].is_recorded() && own.history.is_empty());
        let mine = tickets::of_order(&office, &buyer(1), "O1").await.unwrap().tickets.len();
        assert_eq!((mine, tickets::of_order(&office, &buyer(1), "O2").await.unwrap().tickets.len()), (2, 0));
        assert!(matches!(get(&office, &buyer(1), &foreign).await, Err(Failure::NotFound)));
        let step = |action: &str| Given { action: action.into(), reason: "x".into(), cause: "x".into(), solution: "x".into(), rating: "5".into(), to: "me".into(), ..Given::default() };
        for action in ["accept", "assign", "transfer", "resolve", "merge", "link", "close", "note"] {
            assert_eq!(named(act(&office, &buyer(1), &no, &step(action)).await), "action", "{action}");
        }
        assert!(matches!(act(&office, &buyer(1), &foreign, &step("urge")).await, Err(Failure::NotFound)));
        act(&office, &buyer(1), &no, &step("urge")).await.unwrap();
        match act(&office, &buyer(1), &no, &step("confirm")).await {
            Err(Failure::Ticket(tickets::Refused::NotNow { assignee, .. })) => assert_eq!(assignee, None, "who works on it is not a buyer's"),
            other => unreachable!("{other:?}"),
        }
        let hidden = NewMessage { public: false, body: "x".into(), ..NewMessage::default() };
        assert_eq!(named(say(&office, &buyer(1), &no, &hidden).await), "public");
        act(&office, &owner(), &no, &step("resolve")).await.unwrap();
        let rejected = act(&office, &buyer(1), &no, &step("reject")).await.unwrap();
        assert_eq!(rejected.messages.last().unwrap().body, "x");
        for (who, action) in [(owner(), "resolve"), (buyer(1), "confirm"), (buyer(1), "reopen"), (owner(), "resolve"), (buyer(1), "confirm")] {
            act(&office, &who, &no, &step(action)).await.unwrap();
        }
        assert_eq!(named(act(&office, &buyer(1), &no, &Given { rating: "6".into(), ..step("rate") }).await), "rating");
        act(&office, &buyer(1), &no, &step("rate")).await.unwrap();
        assert!(matches!(act(&office, &buyer(1), &no, &step("rate")).await, Err(Failure::Ticket(tickets::Refused::RatedAlready))));
    }

    async fn what_a_link_sends_twice_is_one_ticket_and_there_are_not_many_in_an_hour(office) {
        shop(&office).await;
        let new = |n: usize| NewTicket { subject: format!("问题 {n}"), description: "打不开".into(), ..NewTicket::default() };
        let link = buyer(1);
        let first = new(0);
        let (one, other) = futures::join!(open(&office, &link, &first), open(&office, &link, &first));
        assert_eq!(one.unwrap().ticket.no(), other.unwrap().ticket.no());
        for n in 1..10 {
            open(&office, &link, &new(n)).await.unwrap();
        }
        let more = open(&office, &link, &new(10)).await;
        assert!(matches!(more, Err(Failure::TooMany { .. })), "{more:?}");
        // What was sent is still found, another order is not concerned, and neither is staff.
        assert_eq!(open(&office, &link, &new(9)).await.unwrap().ticket.subject, "问题 9");
        open(&office, &buyer(2), &new(10)).await.unwrap();
        opened(&office, "O1").await;
        set_clock(&office, office.clock.millis() + 3_600_001);
        open(&office, &link, &new(0)).await.unwrap();
    }

    async fn the_first_page_says_what_waits(office) {
        shop(&office).await;
        let (_, other) = (opened(&office, "O1").await, opened(&office, "O2").await);
        let give = Given { action: "assign".into(), to: "nobody".into(), ..Given::default() };
        act(&office, &owner(), &other, &give).await.unwrap();
        let waits = async |actor: &Actor| {
            let home = home::home(&office, actor).await.unwrap();
            let count = |one: &home::Waiting| match one {
                home::Waiting::TicketsDue { count } => Some(("due", count.rows)),
                home::Waiting::TicketsMine { count } => Some(("mine", count.rows)),
                home::Waiting::TicketsUnassigned { count } => Some(("unassigned", count.rows)),
                _ => None,
            };
            home.waiting.iter().filter_map(count).collect::<Vec<_>>()
        };
        assert_eq!(waits(&owner()).await, [("mine", 1), ("unassigned", 1)]);
        assert_eq!(waits(&staff(Role::Finance)).await, []);
        let wang = granted(&office, &person(&office, "wang", Role::Support).await, "P-2").await;
        assert_eq!(waits(&wang).await, [("unassigned", 1)]);
        set_clock(&office, office.clock.millis() + 60 * 24 * HOUR);
        assert_eq!(waits(&wang).await, [("due", 1), ("unassigned", 1)]);
    }

    async fn saved_answers_are_written_once_and_filled_in(office) {
        use operations::tickets::{answer_for, answers, remove_answer, save_answer};
        shop(&office).await;
        let no = opened(&office, "O1").await;
        for role in [Role::Operations, Role::Finance, Role::Auditor] {
            let denied = save_answer(&office, &staff(role), None, ("a", "b")).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
        }
        let problems = |failure| match failure {
            Err(Failure::Invalid(problems)) => problems,
            other => unreachable!("{other:?}"),
        };
        let empty = problems(save_answer(&office, &owner(), None, (" ", "")).await.map(drop));
        assert_eq!(empty.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["name", "body"]);
        let unknown = problems(save_answer(&office, &owner(), None, ("a", "{{buyer}} {{price}}")).await.map(drop));
        assert!(matches!(&unknown[0].problem, Problem::UnknownCode { value, .. } if value == "{{price}}"), "{unknown:?}");
        let body = "{{buyer}}您好，{{ticket}}（{{order}}，{{product}}）已收到。{{me}}";
        let id = save_answer(&office, &owner(), None, ("收到", body)).await.unwrap();
        let twice = problems(save_answer(&office, &owner(), None, ("收到", "x")).await.map(drop));
        assert_eq!(twice[0].problem, Problem::Repeated { value: "收到".into() });
        assert_eq!(answer_for(&office, &owner(), &no, id).await.unwrap(), format!("远山贸易您好，{no}（O1，云服务）已收到。{}", owner().name()));
        assert!(matches!(answer_for(&office, &owner(), &no, 999).await, Err(Failure::NotFound)));
        assert!(matches!(answer_for(&office, &buyer(1), &no, id).await, Err(Failure::NotFound)));
        assert!(answers(&office, &buyer(1)).await.unwrap().is_empty());
        assert_eq!(answers(&office, &staff(Role::Operations)).await.unwrap().len(), 1);
        assert!(matches!(answers(&office, &staff(Role::Finance)).await, Err(Failure::Denied(_))));
        assert_eq!(save_answer(&office, &owner(), Some(id), ("收到", "短")).await.unwrap(), id);
        assert!(matches!(save_answer(&office, &owner(), Some(999), ("b", "c")).await, Err(Failure::NotFound)));
        remove_answer(&office, &owner(), id).await.unwrap();
        assert!(matches!(remove_answer(&office, &owner(), id).await, Err(Failure::NotFound)));
        for action in ["ticket_answer.added", "ticket_answer.changed", "ticket_answer.removed"] {
            assert_eq!(journalled(&office, action).await, 1, "{action}");
        }
    }
}
