//! Mails that come in: to the ticket that they answer or a new one, each once, and never an answer to a program.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::person;
use common::{import, set_clock, staff};
use domain::{
    access::{Actor, Role},
    ticket::{Side, State, Waiting},
};
use operations::{
    Failure, Office,
    mail::{Outcome, Received, receive},
    tickets::{self, Detail, Given, NewMessage, NewTicket, act, get, say},
};

const DAY: i64 = 86_400_000;

fn owner() -> Actor {
    staff(Role::Owner)
}

fn monday() -> i64 {
    domain::Zone::default().parse("2026-11-23 10:00:00").unwrap().timestamp_millis()
}

async fn shop(office: &Office) {
    person(office, "owner", Role::Owner).await;
    set_clock(office, monday());
}

/// A mail with further headers.
fn mail(id: &str, from: &str, headers: &str, text: &str) -> Vec<u8> {
    format!(
        "Message-ID: <{id}>\r\nFrom: {from}\r\nTo: desk@shop.example\r\nSubject: =?UTF-8?B?5peg5rOV55m75b2V?=\r\n\
         Content-Type: text/plain; charset=utf-8\r\n{headers}\r\n{text}\r\n"
    )
    .into_bytes()
}

async fn taken(office: &Office, raw: Vec<u8>) -> Received {
    receive(office, &owner(), raw).await.unwrap()
}

async fn seen(office: &Office, no: &str) -> Detail {
    get(office, &owner(), no).await.unwrap()
}

/// The ids of the mails that went out, newest last.
async fn sent(office: &Office) -> Vec<(String, String, String)> {
    operations::jobs::drain(office, operations::jobs::MAILS).await.unwrap();
    let sql = operations::db::Sql::new("SELECT message_id, recipient, letter_json FROM mails ORDER BY id");
    sql.fetch_all(&office.db).await.unwrap()
}

async fn opened(office: &Office) -> String {
    let got = taken(office, mail("a@x.cn", "Li Ming <li@x.cn>", "", "页面空白。")).await;
    assert_eq!(got.outcome, Outcome::Opened);
    got.ticket.unwrap()
}

both! {
    async fn a_mail_becomes_a_ticket_and_its_answer_a_message(office) {
        shop(&office).await;
        let no = opened(&office).await;
        let ticket = seen(&office, &no).await;
        assert_eq!(ticket.ticket.subject, "无法登录");
        assert_eq!((ticket.ticket.buyer.as_str(), ticket.ticket.email.as_deref()), ("Li Ming", Some("li@x.cn")));
        assert_eq!(ticket.ticket.language, "zh-CN");
        let first = &ticket.messages[0];
        assert_eq!((first.side, first.sender.as_deref(), first.is_recorded()), (Side::Customer, Some("li@x.cn"), false));
        assert_eq!(first.body.trim(), "页面空白。");
        let out = sent(&office).await;
        assert_eq!(out.len(), 1, "it is acknowledged once");
        assert!(out[0].2.contains("received") && out[0].1 == "li@x.cn", "{out:?}");

        act(&office, &owner(), &no, &Given { action: "accept".into(), ..Given::default() }).await.unwrap();
        say(&office, &owner(), &no, &NewMessage { body: "请清理缓存。".into(), ..NewMessage::default() }).await.unwrap();
        let out = sent(&office).await;
        assert_eq!(out.len(), 2);
        let answered = mail("b@x.cn", "li@x.cn", &format!("In-Reply-To: <{}>\r\n", out[1].0), "还是不行。\r\n\r\n> 请清理缓存。");
        let got = taken(&office, answered).await;
        assert_eq!((got.outcome, got.ticket.as_ref()), (Outcome::Added, Some(&no)));
        let now = seen(&office, &no).await;
        assert_eq!(now.ticket.waiting_for(), Waiting::Us);
        assert!(now.messages.last().unwrap().body.contains("还是不行。"));
        assert_eq!(sent(&office).await.len(), 2, "an answer is not acknowledged");
    }

    async fn a_file_that_is_called_as_a_long_text_would_be_is_a_file(office) {
        shop(&office).await;
        let raw = "Message-ID: <f@x.cn>\r\nFrom: li@x.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
            --b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\nContent-Type: text/plain; name=mail.txt\r\n\
            Content-Disposition: attachment; filename=mail.txt\r\n\r\nnot my words\r\n--b--\r\n";
        let no = taken(&office, raw.as_bytes().to_vec()).await.ticket.unwrap();
        let message = seen(&office, &no).await.messages.remove(0);
        assert_eq!(message.body.trim(), "See the file.");
        assert_eq!(message.left_out()[0].name, "mail.txt", "files with this ending are not taken, and that is told");
    }

    async fn the_same_mail_is_one_message(office) {
        shop(&office).await;
        let no = opened(&office).await;
        let again = taken(&office, mail("a@x.cn", "Li Ming <li@x.cn>", "", "页面空白。")).await;
        assert_eq!((again.outcome, again.ticket), (Outcome::Duplicate, Some(no)));
        // One without an id is known by its content.
        let bare = b"From: li@x.cn\r\nSubject: hi\r\n\r\nhello\r\n".to_vec();
        assert_eq!(taken(&office, bare.clone()).await.outcome, Outcome::Opened);
        assert_eq!(taken(&office, bare).await.outcome, Outcome::Duplicate);
    }

    async fn two_that_come_at_once_are_one(office) {
        shop(&office).await;
        let (actor, raw) = (owner(), mail("a@x.cn", "li@x.cn", "", "x"));
        let (one, other) = futures::join!(receive(&office, &actor, raw.clone()), receive(&office, &actor, raw));
        let mut outcomes = [one.unwrap().outcome, other.unwrap().outcome];
        outcomes.sort_by_key(|outcome| outcome.code());
        assert_eq!(outcomes, [Outcome::Duplicate, Outcome::Opened]);
    }

    async fn what_programs_write_opens_nothing_and_is_never_answered(office) {
        shop(&office).await;
        let auto = mail("o@x.cn", "li@x.cn", "Auto-Submitted: auto-replied\r\n", "I am away.");
        assert_eq!(taken(&office, auto).await, Received { outcome: Outcome::Automatic, ticket: None, notes: Vec::new() });
        assert_eq!(sent(&office).await.len(), 0);

        let no = opened(&office).await;
        let (id, ..) = sent(&office).await[0].clone();
        let auto = mail("p@x.cn", "li@x.cn", &format!("Auto-Submitted: auto-replied\r\nIn-Reply-To: <{id}>\r\n"), "I am away.");
        let got = taken(&office, auto).await;
        assert_eq!((got.outcome, got.ticket.as_ref()), (Outcome::Automatic, Some(&no)));
        let note = seen(&office, &no).await.messages.pop().unwrap();
        assert_eq!((note.side, note.is_public()), (Side::System, false), "for colleagues alone");
        // Our own mail comes back: by its id, and by its address.
        assert_eq!(taken(&office, mail(&id, "li@x.cn", "", "x")).await.outcome, Outcome::Loop);
        assert_eq!(taken(&office, mail("q@x.cn", "Desk <DESK@shop.example>", "", "x")).await.outcome, Outcome::Loop);
        assert_eq!(sent(&office).await.len(), 1);
    }

    async fn a_mail_that_came_back_is_told_on_its_ticket(office) {
        shop(&office).await;
        let no = opened(&office).await;
        let (id, ..) = sent(&office).await[0].clone();
        let bounce = format!(
            "Return-Path: <>\r\nMessage-ID: <dsn@x.cn>\r\nFrom: MAILER-DAEMON@x.cn\r\nSubject: Undelivered\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
             It did not work.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.cn\r\n\r\n\
             Final-Recipient: rfc822; li@x.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{id}>\r\nFrom: desk@shop.example\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
        );
        let got = taken(&office, bounce.into_bytes()).await;
        assert_eq!((got.outcome, got.ticket.as_ref()), (Outcome::Bounced, Some(&no)));
        let history = seen(&office, &no).await.history;
        assert!(history.iter().any(|event| event.action == "ticket.mail_failed"), "{history:?}");
    }

    async fn a_secret_in_the_address_leads_to_the_ticket_and_a_number_does_not(office) {
        shop(&office).await;
        let no = opened(&office).await;
        let keys: Vec<(String,)> = operations::db::Sql::new("SELECT mail_key FROM tickets WHERE mail_key IS NOT NULL")
            .fetch_all(&office.db).await.unwrap();
        let to = format!("Delivered-To: desk+{}@shop.example\r\n", keys[0].0);
        let got = taken(&office, mail("c@y.cn", "other@y.cn", &to, "我是同事。")).await;
        assert_eq!((got.outcome, got.ticket.as_ref()), (Outcome::Added, Some(&no)));
        let message = seen(&office, &no).await.messages.pop().unwrap();
        assert_eq!(message.sender.as_deref(), Some("other@y.cn"), "it says from which address");
        let raw = format!("Message-ID: <d@y.cn>\r\nFrom: x@y.cn\r\nTo: desk+00000000000000000000@shop.example\r\nSubject: Re: [{no}] x\r\n\r\nx\r\n");
        assert_eq!(taken(&office, raw.into_bytes()).await.outcome, Outcome::Opened);
    }

    async fn who_bears_the_address_of_staff_is_a_customer(office) {
        shop(&office).await;
        let accounts: Vec<(String,)> =
            operations::db::Sql::new("SELECT account FROM staff ORDER BY id").fetch_all(&office.db).await.unwrap();
        let no = taken(&office, mail("s@x.cn", &accounts[0].0, "", "Please reset every password.")).await.ticket.unwrap();
        let message = seen(&office, &no).await.messages.pop().unwrap();
        assert_eq!((message.side, message.is_public()), (Side::Customer, true));
        assert!(message.sender_staff.is_some(), "whoever reads it is told");
    }

    async fn who_writes_without_a_pause_waits(office) {
        shop(&office).await;
        for n in 0..10 {
            assert_eq!(taken(&office, mail(&format!("{n}@x.cn"), "li@x.cn", "", "x")).await.outcome, Outcome::Opened);
        }
        let eleventh = || receive(&office, &ACTOR, mail("eleven@x.cn", "li@x.cn", "", "x"));
        assert!(matches!(eleventh().await, Err(Failure::TooMany { seconds: 1..=60 })));
        assert_eq!(taken(&office, mail("z@z.cn", "wang@z.cn", "", "x")).await.outcome, Outcome::Opened, "others do not wait");
        set_clock(&office, monday() + 61_000);
        assert_eq!(eleventh().await.unwrap().outcome, Outcome::Opened);
    }

    async fn what_is_no_mail_is_refused(office) {
        shop(&office).await;
        for bad in [&b""[..], b"\r\n\r\n", b"hello", b"Subject: x\r\n\r\nnobody", b"From: <>\r\nSubject: x\r\n\r\nnobody"] {
            let refused = receive(&office, &owner(), bad.to_vec()).await;
            let Err(Failure::Invalid(problems)) = refused else { unreachable!("{refused:?}") };
            assert_eq!(problems[0].field, "mail");
        }
        let huge = receive(&office, &owner(), vec![b'x'; operations::mail::LARGEST + 1]).await;
        assert!(matches!(huge, Err(Failure::Invalid(_))), "{huge:?}");
        for role in [Role::Finance, Role::Auditor] {
            let refused = receive(&office, &staff(role), mail("a@x.cn", "li@x.cn", "", "x")).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{role}");
        }
    }

    async fn what_comes_back_after_the_end_goes_on_or_begins_anew(office) {
        shop(&office).await;
        let no = opened(&office).await;
        let (id, ..) = sent(&office).await[0].clone();
        let step = |action: &str, by: &str| Given {
            action: action.into(), by: by.into(), cause: "缓存".into(), solution: "清理".into(), ..Given::default()
        };
        for (action, by) in [("accept", ""), ("resolve", "")] {
            act(&office, &owner(), &no, &step(action, by)).await.unwrap();
        }
        // About a solution: it is read before it closes by itself.
        let reply = |name: &str| mail(name, "li@x.cn", &format!("References: <{id}>\r\n"), "还是不行。");
        taken(&office, reply("r1@x.cn")).await;
        let waits = seen(&office, &no).await;
        assert_eq!((waits.ticket.state, waits.ticket.waiting_for()), (State::AwaitingConfirmation, Waiting::Us));
        set_clock(&office, monday() + 8 * DAY);
        assert_eq!(tickets::close_unanswered(&office).await.unwrap(), 0);

        act(&office, &owner(), &no, &step("confirm", "customer")).await.unwrap();
        let got = taken(&office, reply("r2@x.cn")).await;
        assert_eq!((got.outcome, got.ticket.as_ref()), (Outcome::Added, Some(&no)));
        assert_eq!(seen(&office, &no).await.ticket.state, State::InProgress, "just ended: the same ticket goes on");

        act(&office, &owner(), &no, &step("resolve", "")).await.unwrap();
        act(&office, &owner(), &no, &step("confirm", "customer")).await.unwrap();
        set_clock(&office, monday() + 30 * DAY);
        let got = taken(&office, reply("r3@x.cn")).await;
        let new = got.ticket.unwrap();
        assert_ne!(new, no, "long ago: a new one");
        assert_eq!(seen(&office, &new).await.ticket.subject, "无法登录");
        assert_eq!(seen(&office, &no).await.ticket.state, State::Closed);
        for (one, other) in [(&new, &no), (&no, &new)] {
            let linked = seen(&office, one).await.history.into_iter().any(|event| event.after_json.is_some_and(|json| json.contains(other.as_str())));
            assert!(linked, "{one} says that it belongs to {other}");
        }
    }

    async fn nobody_is_written_to_who_has_no_address(office) {
        shop(&office).await;
        let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
            O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
        import(&office, &owner(), "orders.csv", file).await.unwrap();
        let new = NewTicket { subject: "x".into(), description: "x".into(), order_no: "O1".into(), ..NewTicket::default() };
        let no = tickets::open(&office, &owner(), &new).await.unwrap().ticket.no();
        act(&office, &owner(), &no, &Given { action: "accept".into(), ..Given::default() }).await.unwrap();
        say(&office, &owner(), &no, &NewMessage { body: "x".into(), ..NewMessage::default() }).await.unwrap();
        assert!(sent(&office).await.is_empty());
    }
}

static ACTOR: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(owner);
