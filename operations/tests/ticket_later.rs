//! Replies that go out later.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::person;
use common::{import, set_clock, staff};
use domain::{
    Problem,
    access::{Actor, Role},
    ticket::Side,
};
use operations::{
    Failure, Office, jobs, notifications, staff as people,
    tickets::{
        Detail, Given, Held, NewMessage, NewTicket, act, get, hand_in, open, say, send_now, take, take_back,
    },
};

fn owner() -> Actor {
    staff(Role::Owner)
}

fn at(text: &str) -> i64 {
    domain::Zone::default().parse(text).unwrap().timestamp_millis()
}

/// A ticket that the owner works on, on a Monday morning.
async fn accepted(office: &Office) -> String {
    person(office, "owner", Role::Owner).await;
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    set_clock(office, at("2026-11-23 10:00:00"));
    let new = NewTicket {
        subject: "无法登录".into(),
        description: "登录后页面空白。".into(),
        order_no: "O1".into(),
        email: "li@customer.cn".into(),
        ..NewTicket::default()
    };
    let no = open(office, &owner(), &new).await.unwrap().ticket.no();
    step(office, &no, "accept").await;
    no
}

async fn step(office: &Office, no: &str, action: &str) {
    let given =
        Given {
            action: action.into(), cause: "缓存".into(), solution: "已清理".into(), ..Given::default()
        };
    act(office, &owner(), no, &given).await.unwrap();
}

fn later(text: &str) -> NewMessage {
    NewMessage { body: "明早会重启服务器。".into(), send_at: text.into(), ..NewMessage::default() }
}

async fn plan(office: &Office, no: &str) -> Detail {
    say(office, &owner(), no, &later("2026-11-24 09:00")).await.unwrap()
}

async fn the_time_comes(office: &Office) {
    set_clock(office, at("2026-11-24 09:00:00"));
    jobs::drain(office, jobs::TICKETS).await.unwrap();
}

async fn seen(office: &Office, no: &str) -> Detail {
    get(office, &owner(), no).await.unwrap()
}

fn problem(said: Result<Detail, Failure>) -> Problem {
    match said {
        Err(Failure::Invalid(mut problems)) => problems.remove(0).problem,
        other => unreachable!("{other:?}"),
    }
}

both! {
    async fn it_goes_out_at_its_time_and_once(office) {
        let no = accepted(&office).await;
        let content: &[u8] = b"%PDF-1.4\n%%EOF\n";
        let file = take(&office, &owner(), Some(&no), "plan.pdf", content).await.unwrap();
        let document = hand_in(&office, &owner(), &no, &[file]).await.unwrap().remove(0);
        let new = NewMessage { documents: vec![document.id], ..later("2026-11-24 09:00") };
        let detail = say(&office, &owner(), &no, &new).await.unwrap();
        assert_eq!((detail.messages.len(), detail.planned.len()), (1, 1));
        assert_eq!(detail.planned[0].documents, ["plan.pdf"]);
        assert_eq!(detail.ticket.first_responded_at, None, "nothing was said yet");

        set_clock(&office, at("2026-11-24 09:00:00") - 1);
        jobs::drain(&office, jobs::TICKETS).await.unwrap();
        assert_eq!(seen(&office, &no).await.messages.len(), 1);
        the_time_comes(&office).await;
        the_time_comes(&office).await;
        let detail = seen(&office, &no).await;
        assert_eq!((detail.messages.len(), detail.planned.len()), (2, 0));
        let sent = &detail.messages[1];
        assert_eq!((sent.side, sent.body.as_str(), sent.at), (Side::Staff, "明早会重启服务器。", at("2026-11-24 09:00:00")));
        assert_eq!(sent.documents.len(), 1);
        assert_eq!(detail.ticket.first_responded_at, Some(at("2026-11-24 09:00:00")));
        let mails = detail.mails.iter().filter(|mail| mail.ticket_message_id == Some(sent.id)).count();
        assert_eq!(mails, 1, "the customer is told by mail");
    }

    async fn what_the_customer_wrote_meanwhile_holds_it_back(office) {
        let no = accepted(&office).await;
        let plan = plan(&office, &no).await;
        let customer = NewMessage { body: "已经好了".into(), by: "customer".into(), ..NewMessage::default() };
        say(&office, &owner(), &no, &customer).await.unwrap();
        the_time_comes(&office).await;
        let detail = seen(&office, &no).await;
        assert_eq!((detail.messages.len(), detail.planned[0].held()), (2, Some(Held::CustomerWrote)));
        notifications::tell(&office).await.unwrap();
        let told = notifications::list(&office, &owner(), &operations::list::Filter::of(&notifications::LIST)).await;
        assert!(told.unwrap().rows.iter().any(|row| row.event == "ticket.unsent"));
        // Whoever looks again sends it all the same.
        send_now(&office, &owner(), &no, plan.planned[0].id).await.unwrap();
        let detail = seen(&office, &no).await;
        assert_eq!((detail.messages.len(), detail.planned.len()), (3, 0));
        let again = send_now(&office, &owner(), &no, plan.planned[0].id).await;
        assert!(matches!(again, Err(Failure::NotFound)), "{again:?}");
    }

    async fn what_is_taken_back_never_goes_out(office) {
        let no = accepted(&office).await;
        let plan = plan(&office, &no).await;
        let taken = take_back(&office, &owner(), &no, plan.planned[0].id).await.unwrap();
        assert_eq!(taken.body, "明早会重启服务器。");
        the_time_comes(&office).await;
        let detail = seen(&office, &no).await;
        assert_eq!((detail.messages.len(), detail.planned.len()), (1, 0));
        let again = take_back(&office, &owner(), &no, taken.id).await;
        assert!(matches!(again, Err(Failure::NotFound)), "{again:?}");
    }

    async fn it_stays_when_nothing_may_be_written_any_more(office) {
        let no = accepted(&office).await;
        plan(&office, &no).await;
        step(&office, &no, "resolve").await;
        let confirm = Given { action: "confirm".into(), by: "customer".into(), ..Given::default() };
        act(&office, &owner(), &no, &confirm).await.unwrap();
        the_time_comes(&office).await;
        let detail = seen(&office, &no).await;
        assert_eq!((detail.messages.len(), detail.planned[0].held()), (1, Some(Held::NotNow)));
    }

    async fn words_of_who_left_do_not_go_out(office) {
        let no = accepted(&office).await;
        let li = person(&office, "li", Role::Operations).await;
        say(&office, &li, &no, &later("2026-11-24 09:00")).await.unwrap();
        people::disable(&office, &owner(), li.staff_id().unwrap()).await.unwrap();
        the_time_comes(&office).await;
        let detail = seen(&office, &no).await;
        assert_eq!(detail.planned[0].held(), Some(Held::NotAllowed));
        send_now(&office, &owner(), &no, detail.planned[0].id).await.unwrap();
        assert_eq!(seen(&office, &no).await.messages[1].actor_name, owner().name());
    }

    async fn only_a_reply_waits_and_only_for_the_future(office) {
        let no = accepted(&office).await;
        let value = || "2026-11-23 10:00".to_owned();
        let said = say(&office, &owner(), &no, &later(&value())).await;
        assert_eq!(problem(said), Problem::NotInTheFuture { value: value() });
        let far = "2027-03-01 10:00".to_owned();
        let said = say(&office, &owner(), &no, &later(&far)).await;
        assert_eq!(problem(said), Problem::TooFarAhead { value: far, days: 90 });
        let said = say(&office, &owner(), &no, &later("soon")).await;
        assert_eq!(problem(said), Problem::NotATime { value: "soon".into() });
        let note = NewMessage { public: false, ..later("2026-11-24 09:00") };
        assert_eq!(problem(say(&office, &owner(), &no, &note).await), Problem::NotForLater);
        let theirs = NewMessage { by: "customer".into(), ..later("2026-11-24 09:00") };
        assert_eq!(problem(say(&office, &owner(), &no, &theirs).await), Problem::NotForLater);
        assert_eq!(seen(&office, &no).await.planned, []);
    }
}
