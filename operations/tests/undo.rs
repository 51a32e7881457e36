//! An import is undone: the books are what they were.

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

use books::{Line, bring_file, journalled, line};
use common::{NOW, set_clock, staff};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    db::Sql,
    imports::{self, Refused},
    jobs::{self, UNDOS},
    journal::Event,
    list::Filter,
    orders,
};
use undoing::{books, counts, get, import, undo, verified};

fn sold(order_no: &str) -> Line {
    line(order_no)
        .with("sales_channel", "reseller")
        .with("reseller", "云梯信息")
        .with("floor_price", "80")
        .with("sku_code", "S1")
        .with("sku_name", "基础包")
        .with("state", "completed")
        .with("created_at", "2026-10-18 12:00:00")
        .with("completed_at", "2026-10-18 12:00:00")
}

async fn found(office: &Office, q: &str) -> i64 {
    let (filter, _) = Filter::read(&orders::LIST, [("q", q)]);
    orders::list_page(office, &Actor::System, &filter).await.unwrap().rows.len() as i64
}

async fn entries(office: &Office, order_no: &str) -> Vec<Event> {
    orders::get(office, &Actor::System, order_no).await.unwrap().events
}

async fn execute(office: &Office, text: &str) {
    books::execute(office, &Sql::new(text)).await;
}

both! {
    async fn what_came_is_gone_and_what_changed_is_what_it_was(office) {
        import(&office, &[sold("CS1"), sold("CS2"), line("CS3")]).await;
        let before = books(&office).await;
        let second = [
            // Changed, with a line more, another reseller, another name of customer and product.
            sold("CS1").with("deal_price", "120").with("reseller", "联翼").with("customer_name", "远山集团"),
            sold("CS1").with("line_no", 2).with("reseller", "联翼").with("product_id", "P9").with("product_name", "云盘").with("sku_code", "S9"),
            sold("CS2").with("reseller", "云梯信息 "),
            line("CS3").with("state", "completed").with("completed_at", "2026-11-02 12:00:00"),
            // New, with a customer, product and reseller of its own; the product is named by it.
            sold("CS4").with("customer_id", "C9").with("customer_name", "海川").with("reseller", "海运"),
            line("CS5").with("created_at", "2026-11-05 12:00:00").with("product_name", "新进销存"),
        ];
        let id = import(&office, &second).await;
        assert_ne!(books(&office).await, before);
        assert_eq!(found(&office, "海川").await, 1);
        let foreseen = imports::undo_dry_run(&office, &staff(Role::Operations), id).await.unwrap();
        assert_eq!((foreseen.withdrawn, foreseen.put_back, foreseen.way.count), (2, 2, 0));
        let undone = undo(&office, id).await;
        assert_eq!((undone.state.as_str(), counts(&undone)), ("undone", (2, 2, 0)));
        assert_eq!((undone.undone_by.as_deref(), undone.undone_at), (Some("operations"), Some(NOW)));
        assert_eq!(books(&office).await, before);
        verified(&office).await;
        assert_eq!((found(&office, "海川").await, found(&office, "云端进销存").await, found(&office, "S9").await), (0, 3, 0));
        for (action, count) in [
            ("order.withdrawn", 2), ("order.put_back", 2), ("import.undo_begun", 1), ("import.undone", 1),
        ] {
            assert_eq!(journalled(&office, action).await, count, "{action}");
        }
        let told = entries(&office, "CS1").await;
        let told = told.iter().find(|e| e.action == "order.put_back").unwrap();
        let side = |text: &Option<String>| -> serde_json::Value { serde_json::from_str(text.as_ref().unwrap()).unwrap() };
        let (was, is) = (side(&told.before_json), side(&told.after_json));
        assert_eq!((&was["reseller"], &is["reseller"]), (&"联翼".into(), &"云梯信息".into()));
        assert_eq!((&was["lines"]["1"]["deal_price"], &is["lines"]["1"]["deal_price"]), (&"120.00".into(), &"100.00".into()));
        assert_eq!(is["lines"]["2"], serde_json::Value::Null);
        assert_eq!(told.reason.as_deref(), Some(format!("import {id}").as_str()));
    }

    async fn the_same_file_comes_in_again(office) {
        let file = [sold("CS1"), line("CS2")];
        let first = import(&office, &file).await;
        let before = books(&office).await.len();
        undo(&office, first).await;
        assert_eq!(books(&office).await, Vec::<String>::new());
        let again = import(&office, &file).await;
        assert_eq!((get(&office, again).await.created, books(&office).await.len()), (2, before));
        verified(&office).await;
        // And once more: the journal of an order goes on where it was.
        assert_eq!(counts(&undo(&office, again).await), (2, 0, 0));
        assert_eq!(books(&office).await, Vec::<String>::new());
        verified(&office).await;
    }

    async fn what_a_later_import_uses_stays_until_that_is_undone_too(office) {
        let empty = books(&office).await;
        let first = import(&office, &[line("CS1").with("customer_name", "甲")]).await;
        let later = line("CS2").with("customer_name", "乙").with("created_at", "2026-11-05 12:00:00");
        let second = import(&office, &[later]).await;
        assert_eq!(counts(&undo(&office, first).await), (1, 0, 0));
        assert_eq!((found(&office, "乙").await, found(&office, "CS1").await), (1, 0));
        assert_eq!(counts(&undo(&office, second).await), (1, 0, 0));
        assert_eq!(books(&office).await, empty);
        verified(&office).await;
    }

    async fn a_name_that_a_later_import_gave_stays(office) {
        let named = |order: &str, day: u32, name: &str| {
            line(order).with("created_at", format!("2026-11-0{day} 12:00:00")).with("customer_name", name)
        };
        let ids = [
            import(&office, &[named("CS1", 1, "甲")]).await,
            import(&office, &[named("CS2", 2, "乙")]).await,
            import(&office, &[named("CS3", 3, "丙")]).await,
        ];
        undo(&office, ids[1]).await;
        assert_eq!(found(&office, "丙").await, 2);
        undo(&office, ids[2]).await;
        assert_eq!((found(&office, "甲").await, found(&office, "乙").await), (1, 0));
        verified(&office).await;
    }

    async fn who_is_killed_half_way_goes_on(office) {
        import(&office, &(0..150).map(|n| line(&format!("CX{n:03}"))).collect::<Vec<_>>()).await;
        let before = books(&office).await;
        let both = (0..150).map(|n| line(&format!("CX{n:03}")).with("deal_price", "90"));
        let lines: Vec<Line> = both.chain((0..350).map(|n| sold(&format!("CY{n:03}")))).collect();
        let id = import(&office, &lines).await;
        imports::undo(&office, &Actor::System, id).await.unwrap();
        let running = tokio::spawn({
            let office = office.clone();
            async move { jobs::drain(&office, UNDOS).await }
        });
        loop {
            let (withdrawn, ..) = counts(&get(&office, id).await);
            if withdrawn >= 100 {
                running.abort();
                assert!(running.await.unwrap_err().is_cancelled(), "it was over too soon");
                break;
            }
            tokio::task::yield_now().await;
        }
        let half = get(&office, id).await;
        assert_eq!(half.state, "undoing");
        assert!(imports::progress(&office, &Actor::System, id).await.unwrap().unwrap().done > 0);
        verified(&office).await;
        set_clock(&office, NOW + 120_000);
        jobs::drain(&office, UNDOS).await.unwrap();
        let undone = get(&office, id).await;
        assert_eq!((undone.state.as_str(), counts(&undone)), ("undone", (350, 150, 0)));
        assert_eq!(books(&office).await, before);
        verified(&office).await;
        assert_eq!((journalled(&office, "order.withdrawn").await, journalled(&office, "order.put_back").await), (350, 150));
    }

    async fn what_came_in_between_is_left_and_told(office) {
        let id = import(&office, &[sold("CS1"), line("CS2")]).await;
        imports::undo(&office, &Actor::System, id).await.unwrap();
        let li = books::person(&office, "li", Role::Operations).await;
        orders::write_note(&office, &li, "CS2", "请勿改动", None).await.unwrap();
        jobs::drain(&office, UNDOS).await.unwrap();
        let undone = get(&office, id).await;
        assert_eq!((undone.state.as_str(), counts(&undone)), ("undone", (1, 0, 1)));
        let left = imports::undo_left(&office, &Actor::System, id).await.unwrap();
        let told: Vec<(&str, &str)> = left.iter().map(|one| (one.order_no.as_str(), one.why.code())).collect();
        assert_eq!(told, [("CS2", "note")]);
        assert_eq!((found(&office, "CS1").await, found(&office, "远山").await), (0, 1));
        verified(&office).await;
    }

    async fn one_that_broke_off_is_undone_as_far_as_it_came(office) {
        let text = "order_no,product_id,customer_id,customer_name,deal_price,state,created_at\n\
            CS1,P1,C1,远山,10,processing,2026-10-01 12:00:00\nCS2,P1,C1,远山,bad,processing,2026-10-01 12:00:00\n";
        let id = bring_file(&office, "a.csv", text.as_bytes()).await.import_id;
        execute(&office, "UPDATE imports SET state = 'failed'").await;
        assert!(get(&office, id).await.left_something());
        let undone = undo(&office, id).await;
        assert_eq!(counts(&undone), (1, 0, 0));
        assert!(!undone.left_something() && !undone.can_go_on());
        assert_eq!(books(&office).await, Vec::<String>::new());
    }

    async fn nothing_is_undone_that_cannot_be(office) {
        let ops = staff(Role::Operations);
        let id = import(&office, &[line("CS1")]).await;
        for role in [Role::Finance, Role::Support, Role::Auditor] {
            assert!(matches!(imports::undo(&office, &staff(role), id).await, Err(Failure::Denied(_))), "{role}");
        }
        assert!(matches!(imports::undo(&office, &ops, 99).await, Err(Failure::NotFound)));
        let refused = async |text: &str| {
            execute(&office, text).await;
            match imports::undo(&office, &ops, id).await {
                Err(Failure::Import(why)) => why,
                other => panic!("{other:?}"),
            }
        };
        for state in ["running", "queued", "looked", "looking", "dropped"] {
            assert_eq!(refused(&format!("UPDATE imports SET state = '{state}'")).await, Refused::NotEnded);
        }
        assert_eq!(refused("UPDATE imports SET state = 'done', journal_from = NULL").await, Refused::NotKept);
        execute(&office, "UPDATE imports SET journal_from = 0").await;
        let other = import(&office, &[line("CS2")]).await;
        imports::undo(&office, &ops, other).await.unwrap();
        assert_eq!(refused("UPDATE imports SET file_name = 'x'").await, Refused::AnotherUndone);
        jobs::drain(&office, UNDOS).await.unwrap();
        undo(&office, id).await;
        assert_eq!(refused("UPDATE imports SET file_name = 'y'").await, Refused::UndoneAlready);
        assert_eq!(journalled(&office, "import.undone").await, 2);
    }
}
