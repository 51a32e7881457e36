//! Tickets: opened, answered, handed on, solved, and what stands against each step.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{granted, person};
use common::{import, set_clock, staff};
use domain::{
    access::{Actor, Role},
    ticket::{Side, State, Waiting},
};
use operations::{
    Failure, Office,
    list::Filter,
    tickets::{
        self, Detail, Given, LIST, NewMessage, NewTicket, Refused, act, close_unanswered, get, open, say,
    },
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn owner() -> Actor {
    staff(Role::Owner)
}

/// Milliseconds of a moment in Beijing.
fn at(text: &str) -> i64 {
    domain::Zone::default().parse(text).unwrap().timestamp_millis()
}

/// Two orders of two products, on a Monday morning within the hours of reception.
async fn shop(office: &Office) {
    assert_eq!(person(office, "owner", Role::Owner).await.staff_id(), owner().staff_id());
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n\
        O2,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    set_clock(office, at("2026-11-23 10:00:00"));
}

fn about(order: &str) -> NewTicket {
    NewTicket {
        subject: "无法登录".into(),
        description: "登录后页面空白。".into(),
        order_no: order.into(),
        ..NewTicket::default()
    }
}

async fn opened(office: &Office, order: &str) -> String {
    open(office, &owner(), &about(order)).await.unwrap().ticket.no()
}

fn step(action: &str, by: &str) -> Given {
    Given {
        action: action.into(),
        by: by.into(),
        reason: "因为如此".into(),
        cause: "缓存过期".into(),
        solution: "已清理缓存".into(),
        rating: "5".into(),
        ..Given::default()
    }
}

async fn walk(office: &Office, no: &str, steps: &[(&str, &str)]) -> Detail {
    for (action, by) in steps {
        act(office, &owner(), no, &step(action, by)).await.unwrap();
    }
    get(office, &owner(), no).await.unwrap()
}

fn reply(by: &str) -> NewMessage {
    NewMessage { body: "请清理浏览器缓存。".into(), by: by.into(), ..NewMessage::default() }
}

fn fields(failure: Result<Detail, Failure>) -> Vec<String> {
    match failure {
        Err(Failure::Invalid(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
        other => unreachable!("{other:?}"),
    }
}

async fn found(office: &Office, actor: &Actor, address: &str) -> Vec<String> {
    let (filter, problems) = Filter::read_query(&LIST, address);
    assert!(problems.is_empty(), "{address}: {problems:?}");
    let page = tickets::list(office, actor, &filter).await.unwrap();
    page.rows.into_iter().map(|row| row.no()).collect()
}

both! {
    async fn a_ticket_lives_from_the_question_to_the_rating(office) {
        shop(&office).await;
        let made = open(&office, &owner(), &about("o1")).await.unwrap();
        let ticket = &made.ticket;
        assert_eq!((ticket.state, ticket.waiting_for()), (State::Pending, Waiting::Us));
        assert_eq!((ticket.buyer.as_str(), ticket.product.as_deref()), ("远山贸易", Some("P-1")));
        assert_eq!(made.messages.len(), 1);
        assert!(made.messages[0].is_recorded(), "staff noted what the customer said");
        // 24 and 72 hours of reception, eight hours a day.
        assert_eq!(ticket.first_response_due_at, at("2026-11-26 10:00:00"));
        assert_eq!((ticket.due_at, made.left_minutes), (Some(ticket.first_response_due_at), Some(72 * 60)));

        let no = ticket.no();
        let accepted = act(&office, &owner(), &no, &step("accept", "")).await.unwrap();
        assert_eq!((accepted.ticket.state, accepted.ticket.assignee_id), (State::InProgress, Some(1)));
        let answered = say(&office, &owner(), &no, &reply("staff")).await.unwrap();
        assert_eq!(answered.ticket.first_responded_at, Some(at("2026-11-23 10:00:00")));
        let solved = act(&office, &owner(), &no, &step("resolve", "staff")).await.unwrap();
        assert_eq!((solved.ticket.state, solved.ticket.waiting_for()), (State::AwaitingConfirmation, Waiting::Customer));
        let rejected = act(&office, &owner(), &no, &step("reject", "customer")).await.unwrap();
        assert_eq!(rejected.messages.last().map(|one| one.body.as_str()), Some("因为如此"), "the reason is read in the conversation");
        let ended = walk(&office, &no, &[("resolve", "staff"), ("confirm", "customer"), ("rate", "customer")]).await;
        assert_eq!((ended.ticket.state, ended.ticket.rating, ended.ticket.due_at), (State::Closed, Some(5), None));
        assert_eq!((ended.left_minutes, ended.ticket.waiting_for()), (None, Waiting::Nobody));
        assert_eq!(ended.history.len(), 12, "opened, five messages, six steps");
    }

    async fn what_is_wrong_is_told_by_its_field(office) {
        shop(&office).await;
        let empty = open(&office, &owner(), &NewTicket::default()).await;
        assert_eq!(fields(empty), ["subject", "description"]);
        let unknown = NewTicket { order_no: "O404".into(), severity: "awful".into(), email: "x".into(), ..about("") };
        assert_eq!(fields(open(&office, &owner(), &unknown).await), ["severity", "email", "order_no"]);
        assert_eq!(fields(open(&office, &owner(), &about("")).await), ["buyer"], "nobody is named");

        let no = opened(&office, "O1").await;
        for (given, field) in [
            (step("dance", ""), vec!["action"]),
            (step("reply", ""), vec!["action"]),
            (step("accept", "system"), vec!["by"]),
            (Given { reason: String::new(), ..step("transfer", "") }, vec!["reason"]),
            (Given { to: "nobody-here@example.com".into(), ..step("transfer", "") }, vec!["to"]),
            (Given { cause: " ".into(), solution: String::new(), ..step("resolve", "") }, vec!["cause", "solution"]),
            (Given { rating: "6".into(), ..step("rate", "customer") }, vec!["rating"]),
            (Given { rating: "0".into(), ..step("rate", "customer") }, vec!["rating"]),
            (Given { to: "T999999".into(), ..step("merge", "") }, vec!["to"]),
        ] {
            assert_eq!(fields(act(&office, &owner(), &no, &given).await), field, "{given:?}");
        }
        assert_eq!(fields(say(&office, &owner(), &no, &NewMessage::default()).await), ["body"]);
        let hidden = NewMessage { public: false, ..reply("customer") };
        assert_eq!(fields(say(&office, &owner(), &no, &hidden).await), ["public"]);
        assert!(matches!(get(&office, &owner(), "T999999").await, Err(Failure::NotFound)));
    }

    async fn of_two_who_accept_at_once_one_is_told_who_has_it(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        let (li, wang) = (person(&office, "li", Role::Operations).await, person(&office, "wang", Role::Operations).await);
        let accept = step("accept", "");
        let (one, other) = futures::join!(act(&office, &li, &no, &accept), act(&office, &wang, &no, &accept));
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        let name = won.unwrap().ticket.assignee_name;
        match lost {
            Err(Failure::Ticket(Refused::NotNow { state, assignee, possible, .. })) => {
                assert_eq!((state, &assignee), (State::InProgress, &name));
                assert!(possible.iter().any(|(action, by)| action.code() == "reply" && *by == Side::Staff));
            }
            other => unreachable!("{other:?}"),
        }
    }

    async fn a_reply_that_crossed_another_one_is_read_again(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        let seen = Some(walk(&office, &no, &[("accept", "")]).await.ticket.version);
        say(&office, &owner(), &no, &NewMessage { seen, ..reply("staff") }).await.unwrap();
        let crossed = say(&office, &owner(), &no, &NewMessage { seen, body: "另一条".into(), ..reply("staff") }).await;
        assert!(matches!(crossed, Err(Failure::Ticket(Refused::ActedMeanwhile))), "{crossed:?}");
        assert_eq!(get(&office, &owner(), &no).await.unwrap().messages.len(), 2, "nothing of it was kept");
        // A form that is sent twice is one message, and a note crosses nobody.
        let key = Some("form-1".to_owned());
        let once = NewMessage { key: key.clone(), body: "一次".into(), ..reply("staff") };
        say(&office, &owner(), &no, &once).await.unwrap();
        say(&office, &owner(), &no, &once).await.unwrap();
        say(&office, &owner(), &no, &NewMessage { seen, public: false, body: "内部".into(), ..reply("staff") }).await.unwrap();
        assert_eq!(get(&office, &owner(), &no).await.unwrap().messages.len(), 4);
    }

    async fn the_clock_of_the_solution_stands_still_while_the_customer_is_waited_for(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        walk(&office, &no, &[("accept", "")]).await;
        set_clock(&office, at("2026-11-23 11:00:00"));
        let asked = say(&office, &owner(), &no, &reply("staff")).await.unwrap();
        assert_eq!((asked.ticket.waiting_for(), asked.ticket.resolution_due_at, asked.ticket.due_at), (Waiting::Customer, None, None));
        assert_eq!(asked.left_minutes, Some(72 * 60 - 60));
        set_clock(&office, at("2026-11-25 11:00:00"));
        assert_eq!(get(&office, &owner(), &no).await.unwrap().left_minutes, Some(72 * 60 - 60));
        let told = say(&office, &owner(), &no, &reply("customer")).await.unwrap();
        assert_eq!(told.ticket.waiting_for(), Waiting::Us);
        set_clock(&office, at("2026-11-25 12:30:00"));
        let now = get(&office, &owner(), &no).await.unwrap();
        assert_eq!(now.left_minutes, Some(72 * 60 - 120), "one hour until the lunch break");
        // A word in between lets it run, when it asks for nothing.
        let word = NewMessage { awaits: false, body: "我们在查。".into(), ..reply("staff") };
        assert_eq!(say(&office, &owner(), &no, &word).await.unwrap().ticket.waiting_for(), Waiting::Us);
        set_clock(&office, at("2026-12-25 10:00:00"));
        let late = get(&office, &owner(), &no).await.unwrap();
        assert!(late.left_minutes.unwrap() < 0 && late.ticket.is_overdue(office.clock.millis()));
        assert_eq!(found(&office, &owner(), "queue=overdue").await, [no]);
    }

    async fn what_has_ended_is_left_alone(office) {
        shop(&office).await;
        let no = opened(&office, "O1").await;
        walk(&office, &no, &[("withdraw", "customer")]).await;
        for by in ["staff", "customer"] {
            let refused = say(&office, &owner(), &no, &reply(by)).await;
            assert!(matches!(refused, Err(Failure::Ticket(Refused::NotNow { .. }))), "{by}");
        }
        say(&office, &owner(), &no, &NewMessage { public: false, ..reply("staff") }).await.unwrap();

        let rated = opened(&office, "O2").await;
        walk(&office, &rated, &[("accept", ""), ("resolve", ""), ("confirm", "customer"), ("rate", "customer")]).await;
        let twice = act(&office, &owner(), &rated, &step("rate", "customer")).await;
        assert!(matches!(twice, Err(Failure::Ticket(Refused::RatedAlready))), "{twice:?}");
        let late = opened(&office, "O2").await;
        walk(&office, &late, &[("accept", ""), ("resolve", ""), ("confirm", "customer")]).await;
        set_clock(&office, office.clock.millis() + 30 * DAY + MINUTE);
        let over = act(&office, &owner(), &late, &step("rate", "customer")).await;
        assert!(matches!(over, Err(Failure::Ticket(Refused::RatingOver))), "{over:?}");
    }

    async fn what_nobody_answers_is_closed_after_seven_days(office) {
        shop(&office).await;
        let (no, other) = (opened(&office, "O1").await, opened(&office, "O2").await);
        walk(&office, &no, &[("accept", ""), ("resolve", "")]).await;
        walk(&office, &other, &[("accept", "")]).await;
        set_clock(&office, office.clock.millis() + 7 * DAY - MINUTE);
        assert_eq!(close_unanswered(&office).await.unwrap(), 0);
        set_clock(&office, office.clock.millis() + MINUTE);
        assert_eq!(close_unanswered(&office).await.unwrap(), 1);
        assert_eq!(close_unanswered(&office).await.unwrap(), 0);
        let closed = get(&office, &owner(), &no).await.unwrap();
        assert_eq!(closed.ticket.state, State::Closed);
        assert_eq!(closed.history.last().unwrap().actor_kind, "system");
        // It goes on where it was.
        let again = walk(&office, &no, &[("reopen", "customer")]).await;
        assert_eq!((again.ticket.state, again.ticket.ended_at), (State::InProgress, None));
    }

    async fn tickets_follow_the_grants_of_their_products(office) {
        shop(&office).await;
        let (one, other) = (opened(&office, "O1").await, opened(&office, "O2").await);
        let general = open(&office, &owner(), &NewTicket { buyer: "路人".into(), ..about("") }).await.unwrap().ticket.no();
        let wang = granted(&office, &person(&office, "wang", Role::Support).await, "P-1").await;
        let li = granted(&office, &person(&office, "li", Role::Support).await, "P-2").await;
        assert_eq!(found(&office, &wang, "sort=created").await, [one.clone(), general]);
        assert!(matches!(get(&office, &wang, &other).await, Err(Failure::NotFound)));
        assert_eq!(fields(open(&office, &wang, &about("O2")).await), ["order_no"]);

        let to = |who: &Actor| Given { to: format!("{}@example.com", who.name()), ..step("transfer", "") };
        match act(&office, &owner(), &one, &to(&li)).await {
            Err(Failure::Ticket(Refused::NotSeenBy { name, others, .. })) => {
                assert_eq!((name.as_str(), others), ("li", vec!["owner".to_owned(), "wang".to_owned()]));
            }
            other => unreachable!("{other:?}"),
        }
        let given = act(&office, &owner(), &one, &to(&wang)).await.unwrap();
        assert_eq!(given.ticket.assignee_name.as_deref(), Some("wang"));
        assert_eq!(found(&office, &wang, "queue=mine").await, std::slice::from_ref(&one));
        assert_eq!(found(&office, &owner(), "assignee=wang").await, std::slice::from_ref(&one));
        assert_eq!(found(&office, &owner(), "queue=unassigned&product=P-2").await, [other]);

        for role in [Role::Finance, Role::Auditor] {
            let denied = say(&office, &staff(role), &one, &reply("staff")).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
        }
        assert!(matches!(get(&office, &staff(Role::Finance), &one).await, Err(Failure::Denied(_))), "finance reads no conversation");
        assert!(get(&office, &staff(Role::Auditor), &one).await.is_ok());
    }

    async fn one_ticket_is_put_into_another(office) {
        shop(&office).await;
        let (one, other) = (opened(&office, "O1").await, opened(&office, "O1").await);
        let into = |no: &str| Given { to: no.into(), ..step("merge", "") };
        let itself = act(&office, &owner(), &one, &into(&one)).await;
        assert!(matches!(itself, Err(Failure::Ticket(Refused::CannotTakeIn { .. }))), "{itself:?}");
        let merged = act(&office, &owner(), &one, &into(&other)).await.unwrap();
        assert_eq!((merged.ticket.state, merged.ticket.merged_into.is_some()), (State::Closed, true));
        assert_eq!(get(&office, &owner(), &other).await.unwrap().messages.len(), 2, "both conversations");
        // Whoever sees one of them alone does not read the other's.
        let foreign = opened(&office, "O2").await;
        act(&office, &owner(), &foreign, &into(&other)).await.unwrap();
        let wang = granted(&office, &person(&office, "wang", Role::Support).await, "P-1").await;
        assert_eq!(get(&office, &owner(), &other).await.unwrap().messages.len(), 3);
        assert_eq!(get(&office, &wang, &other).await.unwrap().messages.len(), 2);
        // What was put into it goes with it; what is opened again goes on by itself.
        let last = opened(&office, "O1").await;
        act(&office, &owner(), &other, &into(&last)).await.unwrap();
        assert_eq!(get(&office, &owner(), &last).await.unwrap().messages.len(), 4);
        let again = walk(&office, &foreign, &[("reopen", "staff")]).await;
        assert_eq!((again.ticket.state, again.ticket.merged_into), (State::InProgress, None));
        assert_eq!(get(&office, &owner(), &last).await.unwrap().messages.len(), 3);
        // Two that have ended can be linked.
        act(&office, &owner(), &one, &Given { to: other.clone(), ..step("link", "") }).await.unwrap();
        act(&office, &owner(), &other, &Given { to: one.clone(), ..step("link", "") }).await.unwrap();
        let linked = |detail: Detail| detail.related.linked.into_iter().map(|row| row.no()).collect::<Vec<_>>();
        assert_eq!(linked(get(&office, &owner(), &one).await.unwrap()), [other.as_str()]);
        assert_eq!(linked(get(&office, &owner(), &other).await.unwrap()), [one.as_str()]);
        let third = opened(&office, "O1").await;
        let gone = act(&office, &owner(), &third, &into(&one)).await;
        assert!(matches!(gone, Err(Failure::Ticket(Refused::CannotTakeIn { .. }))), "{gone:?}");
    }

    async fn without_reception_no_ticket_is_opened(office) {
        shop(&office).await;
        let wanted = operations::reception::Wanted { receives: false, ..Default::default() };
        operations::reception::save(&office, &owner(), wanted).await.unwrap();
        let refused = open(&office, &owner(), &about("O1")).await;
        assert!(matches!(refused, Err(Failure::Ticket(Refused::NotReceived))), "{refused:?}");
    }

    async fn the_queue_is_narrowed_and_counted(office) {
        shop(&office).await;
        let (one, two) = (opened(&office, "O1").await, opened(&office, "O2").await);
        walk(&office, &one, &[("accept", "")]).await;
        for (address, expected) in [
            ("", vec![&two, &one]),
            ("sort=created", vec![&one, &two]),
            ("state=pending", vec![&two]),
            ("state=in_progress&mine=true", vec![&one]),
            ("mine=false", vec![&two]),
            ("waiting_for=us", vec![&two, &one]),
            ("waiting_for=customer", vec![]),
            ("order_no=O2", vec![&two]),
            ("order_no=O404", vec![]),
            ("customer=C-1", vec![&one]),
            ("q=备份", vec![&two]),
            ("severity=normal&overdue=false", vec![&two, &one]),
        ] {
            let expected: Vec<String> = expected.into_iter().cloned().collect();
            let mut seen = found(&office, &owner(), address).await;
            // Both changed at the same moment of the fixed clock.
            if address != "sort=created" {
                seen.sort();
                seen.reverse();
            }
            assert_eq!(seen, expected, "{address}");
        }
        assert_eq!(found(&office, &owner(), &format!("q={two}")).await, std::slice::from_ref(&two));
        let page = tickets::list(&office, &owner(), &Filter::of(&LIST)).await.unwrap();
        let counts: Vec<_> = page.counts.each().map(|(tab, count)| (tab, count.rows)).collect();
        assert_eq!(counts, [("unassigned", 1), ("mine", 1), ("others", 0), ("customer", 0), ("overdue", 0), ("ended", 0)]);
        assert_eq!(page.counts.of(&[]).rows, 2);
    }
}
