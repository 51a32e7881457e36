//! What stands in the way of undoing an import: then nothing is undone.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/undoing.rs"]
mod undoing;

use books::{Line, line, person};
use common::{NOW, set_clock, staff};
use domain::{
    Period,
    access::{Actor, Role},
};
use operations::{
    Failure, Office,
    imports::{self, Refused, Way},
    orders, resellers, statements,
    tickets::{self, NewTicket},
};
use undoing::{books, counts, import, undo, verified};

fn sold(order_no: &str) -> Line {
    line(order_no)
        .with("sales_channel", "reseller")
        .with("reseller", "云梯信息")
        .with("floor_price", "80")
        .with("output_tax", "6%")
        .with("service_tax", "6%")
        .with("state", "completed")
        .with("created_at", "2026-10-18 12:00:00")
        .with("completed_at", "2026-10-18 12:00:00")
}

/// What stands in the way, after nothing was undone.
async fn way(office: &Office, id: i64) -> Way {
    let before = books(office).await;
    let refused = imports::undo(office, &staff(Role::Operations), id).await;
    let Err(Failure::Import(Refused::InTheWay(way))) = refused else { panic!("{refused:?}") };
    assert_eq!(books(office).await, before);
    let foreseen = imports::undo_dry_run(office, &staff(Role::Operations), id).await.unwrap();
    assert_eq!(foreseen.way, way);
    way
}

fn told(way: &Way) -> Vec<(&str, &str, Option<&str>)> {
    way.first.iter().map(|one| (one.order_no.as_str(), one.why.code(), one.which.as_deref())).collect()
}

async fn drafted(office: &Office) -> i64 {
    let october = Period::parse("2026-10").unwrap();
    statements::draft(office, &Actor::System, "云梯信息", october, None).await.unwrap()
}

both! {
    async fn a_later_import_stands_in_the_way_until_it_is_undone(office) {
        let first = import(&office, &[line("CS1"), line("CS2")]).await;
        let second = import(&office, &[line("CS1").with("deal_price", "90")]).await;
        let third = import(&office, &[line("CS1").with("deal_price", "80"), line("CS9")]).await;
        let why = second.to_string();
        assert_eq!(told(&way(&office, first).await), [("CS1", "import", Some(why.as_str()))]);
        let why = third.to_string();
        assert_eq!(told(&way(&office, second).await), [("CS1", "import", Some(why.as_str()))]);
        for (id, came) in [(third, (1, 1, 0)), (second, (0, 1, 0)), (first, (2, 0, 0))] {
            assert_eq!(counts(&undo(&office, id).await), came);
        }
        assert_eq!(books(&office).await, Vec::<String>::new());
        verified(&office).await;
    }

    async fn the_desk_stands_in_the_way(office) {
        let li = person(&office, "li", Role::Operations).await;
        let unpaid = line("CS1").with("state", "pending_payment");
        let id = import(&office, &[unpaid, line("CS2"), line("CS3"), line("CS4")]).await;
        orders::cancel(&office, &li, "CS1", "客户不要了").await.unwrap();
        let note = orders::write_note(&office, &li, "CS2", "x", None).await.unwrap();
        orders::assign(&office, &li, "CS3", "me", None).await.unwrap();
        let now = way(&office, id).await;
        assert_eq!(told(&now), [("CS1", "cancelled", None), ("CS2", "note", None), ("CS3", "assignee", None)]);
        assert_eq!(now.to_string(), "3 orders stand in the way: CS1 was cancelled; CS2 has a note; CS3 is looked after by somebody");
        // What was taken back again stands in nobody's way.
        orders::delete_note(&office, &li, "CS2", (note.id, 1)).await.unwrap();
        orders::assign(&office, &li, "CS3", "nobody", None).await.unwrap();
        assert_eq!(told(&way(&office, id).await), [("CS1", "cancelled", None)]);
    }

    async fn what_a_buyer_asked_and_can_ask_stands_in_the_way(office) {
        let li = person(&office, "li", Role::Operations).await;
        let id = import(&office, &[line("CS1"), line("CS2"), line("CS3")]).await;
        let new = |order: &str, customer: &str| NewTicket {
            subject: "无法登录".into(),
            description: "页面空白".into(),
            order_no: order.into(),
            customer_id: customer.into(),
            buyer: "王采购".into(),
            ..NewTicket::default()
        };
        tickets::open(&office, &li, &new("CS1", "")).await.unwrap();
        orders::make_link(&office, &li, "CS2", None, "").await.unwrap();
        assert_eq!(told(&way(&office, id).await), [("CS1", "ticket", None), ("CS2", "link", None)]);
        // A ticket of a customer alone stands in nobody's way, and keeps the customer.
        let other = import(&office, &[line("CS9").with("customer_id", "C-9").with("customer_name", "南风")]).await;
        let asked = tickets::open(&office, &li, &new("", "C-9")).await.unwrap();
        assert_eq!(counts(&undo(&office, other).await), (1, 0, 0));
        let asked = tickets::get(&office, &li, &asked.ticket.no()).await.unwrap();
        assert_eq!(asked.ticket.customer_name.as_deref(), Some("南风"));
    }

    async fn the_clocks_time_out_does_not(office) {
        let before = import(&office, &[line("CS1").with("state", "pending_payment")]).await;
        let books_before = books(&office).await;
        let unpaid = |order: &str| line(order).with("state", "pending_payment").with("deal_price", "70");
        let id = import(&office, &[unpaid("CS1"), unpaid("CS2")]).await;
        set_clock(&office, NOW + 30 * 86_400_000);
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 2);
        assert_eq!(counts(&undo(&office, id).await), (1, 1, 0));
        assert_eq!(books(&office).await, books_before);
        assert_eq!(orders::cancel_unpaid(&office, 7).await.unwrap(), 1);
        assert_eq!(counts(&undo(&office, before).await), (1, 0, 0));
        verified(&office).await;
    }

    async fn drafts_and_statements_stand_in_the_way(office) {
        let id = import(&office, &[sold("CS1"), line("CS2")]).await;
        let draft = drafted(&office).await;
        assert_eq!(told(&way(&office, id).await), [("CS1", "draft", None)]);
        statements::discard(&office, &Actor::System, draft).await.unwrap();
        assert_eq!(imports::undo_dry_run(&office, &Actor::System, id).await.unwrap().way.count, 0);
        let issued = drafted(&office).await;
        statements::issue(&office, &Actor::System, issued).await.unwrap();
        let number = statements::head_of(&office, &Actor::System, issued).await.unwrap().number.unwrap();
        assert_eq!(told(&way(&office, id).await), [("CS1", "statement", Some(number.as_str()))]);
        // What was settled before an import does not stand on it.
        set_clock(&office, NOW + 86_400_000);
        let before = books(&office).await;
        let later = import(&office, &[sold("CS1").with("platform_fee", "10%")]).await;
        assert_ne!(books(&office).await, before);
        assert_eq!(counts(&undo(&office, later).await), (0, 1, 0));
        assert_eq!(books(&office).await, before);
        verified(&office).await;
        assert_eq!(statements::verify(&office).await.unwrap().2, []);
    }

    async fn many_are_counted_and_the_first_are_named(office) {
        let lines = |price: &str| (0..60).map(|n| line(&format!("CX{n:02}")).with("deal_price", price)).collect::<Vec<_>>();
        let id = import(&office, &lines("10")).await;
        import(&office, &lines("11")).await;
        let way = way(&office, id).await;
        assert_eq!((way.count, way.first.len(), way.first[49].order_no.as_str()), (60, 50, "CX49"));
    }

    async fn resellers_that_were_merged_do_not(office) {
        let before = import(&office, &[sold("CS1")]).await;
        let id = import(&office, &[sold("CS1").with("reseller", "联翼"), sold("CS2").with("reseller", "联翼")]).await;
        let all = operations::list::Filter::read(&resellers::LIST, [("sort", "added")]).0;
        let rows = resellers::list(&office, &Actor::System, &all).await.unwrap().rows;
        resellers::merge(&office, &Actor::System, rows[0].id, rows[1].id).await.unwrap();
        for kinds in operations::jobs::CLASSES {
            operations::jobs::drain(&office, kinds).await.unwrap();
        }
        assert_eq!(counts(&undo(&office, id).await), (1, 1, 0));
        verified(&office).await;
        assert_eq!(resellers::list(&office, &Actor::System, &all).await.unwrap().rows[0].orders().rows, 1);
        assert_eq!(counts(&undo(&office, before).await), (1, 0, 0));
        verified(&office).await;
    }

    async fn a_reseller_that_an_order_may_come_back_to_stays(office) {
        let empty = books(&office).await;
        let brought = import(&office, &[sold("CS1")]).await;
        let known = import(&office, &[sold("CS2")]).await;
        let changed = import(&office, &[sold("CS2").with("reseller", "联翼")]).await;
        assert_eq!(counts(&undo(&office, brought).await), (1, 0, 0));
        assert_eq!(counts(&undo(&office, changed).await), (0, 1, 0));
        let named = orders::get(&office, &Actor::System, "CS2").await.unwrap().named.reseller;
        assert_eq!(named.as_deref(), Some("云梯信息"));
        verified(&office).await;
        assert_eq!(counts(&undo(&office, known).await), (1, 0, 0));
        assert_eq!(books(&office).await, empty);
    }
}
