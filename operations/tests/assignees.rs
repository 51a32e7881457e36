//! Who looks after an order: giving, taking and releasing it, finding it again, and what the journal keeps.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, granted, journalled, line, person};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office, Result,
    bulk::{self, Chosen, Deed, Hindrance, Outcome},
    exports::{Format, KINDS},
    home::{self, Waiting},
    journal,
    list::{Count, Filter},
    orders::{self, LIST, ME, NOBODY, Refused},
    staff,
};

const LI: &str = "li@example.com";
const WANG: &str = "wang@example.com";

/// Three orders, the second of another product; two people.
async fn shop(office: &Office) -> (Actor, Actor) {
    let other = line("CS2").with("product_id", "P2").with("product_name", "另一个");
    bring(office, &[line("CS1"), other, line("CS3").with("state", "completed")]).await;
    (person(office, "li", Role::Operations).await, person(office, "wang", Role::Finance).await)
}

async fn found(office: &Office, actor: &Actor, query: &str) -> Vec<String> {
    let (filter, problems) = Filter::read_query(&LIST, query);
    assert!(problems.is_empty(), "{problems:?}");
    let page = orders::list(office, actor, &filter).await.unwrap();
    let counted = page.counts.of(filter.codes("state"));
    assert_eq!(
        counted,
        Count { rows: page.rows.len() as i64, more: false },
        "{query}: the tab counts the page"
    );
    let mut numbers: Vec<_> = page.rows.into_iter().map(|row| row.order_no).collect();
    numbers.sort();
    numbers
}

async fn holder(office: &Office, actor: &Actor, order_no: &str) -> Option<String> {
    orders::get(office, actor, order_no).await.unwrap().named.assignee.map(|person| person.account)
}

fn refusal(result: Result<()>) -> Refused {
    match result {
        Err(Failure::Desk(refused)) => refused,
        other => unreachable!("{other:?}"),
    }
}

fn is_about_the_person(result: Result<()>) -> bool {
    matches!(result, Err(Failure::Invalid(problems)) if problems[0].field == "assignee")
}

both! {
    async fn an_order_is_taken_given_and_released(office) {
        let (li, wang) = shop(&office).await;
        orders::assign(&office, &li, "CS1", ME, Some(NOBODY)).await.unwrap();
        assert_eq!(holder(&office, &wang, "CS1").await.as_deref(), Some(LI));
        // Pressed twice it is as it should be, and told once.
        orders::assign(&office, &li, "CS1", ME, Some(NOBODY)).await.unwrap();
        orders::assign(&office, &li, "CS1", WANG, Some(LI)).await.unwrap();
        orders::assign(&office, &wang, "CS1", NOBODY, Some(WANG)).await.unwrap();
        assert_eq!(holder(&office, &wang, "CS1").await, None);
        let events = orders::get(&office, &li, "CS1").await.unwrap().events;
        let told: Vec<_> = events.iter().map(|e| (e.before_json.as_deref().unwrap(), e.after_json.as_deref().unwrap())).collect();
        let of = |name: &str| format!("{{\"assignee\":{name}}}");
        let (nobody, is_li, is_wang) = (of("null"), of("\"li\""), of("\"wang\""));
        let (nobody, is_li, is_wang) = (nobody.as_str(), is_li.as_str(), is_wang.as_str());
        assert_eq!(told, [(nobody, is_li), (is_li, is_wang), (is_wang, nobody)]);
        assert_eq!(journal::verify(&office).await.unwrap().1, []);
    }

    async fn the_second_of_two_is_told_who_has_it(office) {
        let (li, wang) = shop(&office).await;
        let (one, other) = futures::future::join(
            orders::assign(&office, &li, "CS1", ME, Some(NOBODY)),
            orders::assign(&office, &wang, "CS1", ME, Some(NOBODY)),
        ).await;
        let has = holder(&office, &li, "CS1").await.unwrap();
        let refused = if one.is_ok() { other } else { one };
        let name = has.split('@').next().map(str::to_owned);
        assert_eq!(refusal(refused), Refused::Assigned { to: name });
        orders::assign(&office, &li, "CS1", NOBODY, None).await.unwrap();
        assert_eq!(refusal(orders::assign(&office, &li, "CS1", WANG, Some(LI)).await), Refused::Assigned { to: None });
        assert_eq!(journalled(&office, "order.assigned").await, 2);
    }

    async fn only_who_may_see_it_and_works_here_gets_it(office) {
        let (li, _) = shop(&office).await;
        let auditor = person(&office, "auditor", Role::Auditor).await;
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P1").await;
        let give = async |actor: &Actor, order, to| orders::assign(&office, actor, order, to, None).await;
        assert!(matches!(give(&auditor, "CS1", LI).await, Err(Failure::Denied(_))));
        for nobody in ["auditor@example.com", "lost@example.com", " "] {
            assert!(is_about_the_person(give(&li, "CS1", nobody).await), "{nobody}");
        }
        let token = Actor::Token { id: 1, name: "robot".into(), role: Role::Operations };
        assert!(is_about_the_person(give(&token, "CS1", ME).await), "a program looks after nothing");
        give(&support, "CS1", ME).await.unwrap();
        assert_eq!(refusal(give(&li, "CS2", "support@example.com").await), Refused::NotSeenBy { name: "support".into() });
        assert!(matches!(give(&support, "CS2", ME).await, Err(Failure::NotFound)));
        assert!(matches!(give(&li, "CS9", ME).await, Err(Failure::NotFound)));
        assert_eq!(holder(&office, &li, "CS2").await, None);
        let names: Vec<_> = orders::colleagues(&office, &support).await.unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["li", "support", "wang"]);
    }

    async fn orders_are_found_by_who_has_them(office) {
        let (li, wang) = shop(&office).await;
        orders::assign(&office, &li, "CS1", LI, None).await.unwrap();
        orders::assign(&office, &li, "CS3", WANG, None).await.unwrap();
        for (query, expected) in [
            ("assignee=me", &["CS1"][..]),
            ("assignee=nobody", &["CS2"]),
            ("assignee=WANG@example.com", &["CS3"]),
            ("assignee=wang", &["CS3"]),
            ("assignee=wang&state=processing", &[]),
            ("assignee=nobody&state=processing", &["CS2"]),
            ("assignee=me&q=CS1", &["CS1"]),
            ("assignee=nobody&q=CS1", &[]),
            ("assignee=gone", &[]),
            ("assignee=lost", &[]),
            ("assignee=me&sort=-paid", &["CS1"]),
        ] {
            assert_eq!(found(&office, &li, query).await, expected, "{query}");
        }
        // A view that says `me` is of whoever looks.
        assert_eq!(found(&office, &wang, "assignee=me").await, ["CS3"]);
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P2").await;
        assert_eq!(found(&office, &support, "assignee=nobody").await, ["CS2"]);
        assert_eq!(found(&office, &support, "assignee=li").await, [""; 0]);
        let kind = KINDS.iter().find(|kind| kind.code() == "orders").unwrap();
        let pieces = kind.stream(&office, &wang, "assignee=me", Format::Csv).await.unwrap();
        let pieces: Vec<_> = futures::StreamExt::collect(pieces).await;
        let file: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.unwrap().bytes.to_vec()).collect();
        let file = String::from_utf8(file).unwrap();
        assert!(file.contains("CS3") && !file.contains("CS1"), "{file}");
    }

    async fn who_is_gone_keeps_orders_that_are_found_and_given_away(office) {
        let (li, wang) = shop(&office).await;
        let owner = person(&office, "owner", Role::Owner).await;
        for order in ["CS1", "CS2", "CS3"] {
            orders::assign(&office, &li, order, WANG, None).await.unwrap();
        }
        let waits = async |actor: &Actor| {
            let waiting = home::home(&office, actor).await.unwrap().waiting;
            waiting.into_iter().filter(|w| matches!(w, Waiting::Mine { .. } | Waiting::LeftBehind { .. })).collect::<Vec<_>>()
        };
        let two = Count { rows: 2, more: false };
        assert_eq!(waits(&wang).await, [Waiting::Mine { count: two }], "what is completed needs nobody");
        assert_eq!(waits(&li).await, []);
        staff::disable(&office, &owner, wang.staff_id().unwrap()).await.unwrap();
        assert_eq!(waits(&li).await, [Waiting::LeftBehind { count: two }]);
        assert_eq!(found(&office, &li, "assignee=gone").await, ["CS1", "CS2", "CS3"]);
        let named = orders::get(&office, &li, "CS1").await.unwrap().named;
        assert!(named.assignee.is_some_and(|person| person.gone));
        assert!(is_about_the_person(orders::assign(&office, &li, "CS1", WANG, None).await));
        let all = Chosen::Matching("assignee=gone");
        let id = bulk::run(&office, &li, Deed::AssignOrders, all, LI).await.unwrap();
        assert!(bulk::get(&office, &li, id).await.unwrap().rows.iter().all(|row| row.outcome == Outcome::Done));
        assert_eq!(found(&office, &li, "assignee=me").await, ["CS1", "CS2", "CS3"]);
        assert_eq!(waits(&li).await, [Waiting::Mine { count: two }]);
    }

    async fn many_are_given_at_once_and_each_says_what_came_of_it(office) {
        let (li, wang) = shop(&office).await;
        let support = person(&office, "support", Role::Support).await;
        granted(&office, &support, "P1").await;
        let rows = ["CS1", "CS2", "CS9"];
        let run = async |actor: &Actor, to| bulk::run(&office, actor, Deed::AssignOrders, Chosen::Rows(&rows), to).await;
        assert!(is_about_the_person(run(&li, "lost@example.com").await.map(drop)));
        let id = run(&li, "support@example.com").await.unwrap();
        let done = bulk::get(&office, &li, id).await.unwrap();
        let came: Vec<_> = done.rows.iter().map(|row| (row.outcome, row.detail.as_deref())).collect();
        assert_eq!(came, [
            (Outcome::Done, None),
            (Outcome::Refused, Some(Hindrance::NotSeen.code())),
            (Outcome::Gone, None),
        ]);
        // Once more after the product is granted: to the same person.
        granted(&office, &support, "P2").await;
        bulk::again(&office, &li, id).await.unwrap();
        assert_eq!(holder(&office, &li, "CS2").await.as_deref(), Some("support@example.com"));
        run(&wang, NOBODY).await.unwrap();
        assert_eq!(holder(&office, &li, "CS2").await, None);
        assert_eq!(journalled(&office, "order.assigned").await, 4);
    }

    async fn an_import_leaves_it_alone(office) {
        let (li, _) = shop(&office).await;
        orders::assign(&office, &li, "CS1", ME, None).await.unwrap();
        bring(&office, &[line("CS1").with("state", "completed").with("completed_at", "2026-11-02 12:00:00")]).await;
        assert_eq!(orders::get(&office, &li, "CS1").await.unwrap().named.order.head.state.code(), "completed");
        assert_eq!(holder(&office, &li, "CS1").await.as_deref(), Some(LI));
    }
}
