//! A file is looked at before it goes in.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{NOW, file, import, set_clock};
use domain::access::{Actor, Role};
use futures::TryStreamExt;
use operations::{
    Failure, Office,
    db::Sql,
    files::{Refused, Told},
    imports::{self, Import, Preview, Upload},
    jobs::{self, IMPORTS, LOOKS},
};

const HEADER: &str = "order_no,product_name,customer_name,deal_price,state,created_at";

fn text(rows: &[&str]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

async fn look(office: &Office, text: &str) -> Import {
    let file = file(text);
    let id = imports::look_at(office, &Actor::System, &Upload::new("orders.csv", &*file)).await.unwrap();
    drop(file);
    assert_eq!(get(office, id).await.state, "looking");
    jobs::drain(office, LOOKS).await.unwrap();
    get(office, id).await
}

async fn get(office: &Office, id: i64) -> Import {
    imports::get(office, &Actor::System, id).await.unwrap()
}

async fn number(office: &Office, text: &str) -> i64 {
    let row: Option<(i64,)> = Sql::new(text).fetch_optional(&office.db).await.unwrap();
    row.unwrap().0
}

fn counts(preview: &Preview) -> (u64, u64, u64, u64) {
    (preview.created, preview.updated, preview.unchanged, preview.rejected)
}

both! {
    async fn what_is_foretold_comes(office) {
        import(&office, &Actor::System, "a.csv", text(&[
            "A1,云盘,远山,100,processing,2026-10-01 12:00:00",
            "A2,云盘,远山,200,processing,2026-10-02 12:00:00",
        ])).await.unwrap();
        let looked = look(&office, &text(&[
            "A1,云盘,远山,100,completed,2026-10-01 12:00:00",
            "A2,云盘,远山,200,processing,2026-10-02 12:00:00",
            "A3,新品,新客户,300,processing,2026-10-03 12:00:00",
            "A4,新品,新客户,ten,processing,2026-10-03 12:00:00",
        ])).await;
        let preview = looked.preview().unwrap();
        assert_eq!((looked.state.as_str(), counts(&preview), preview.rows), ("looked", (1, 1, 1, 1), 4));
        assert_eq!(preview.changes[0].order_no, "A1");
        assert_eq!((&preview.changes[0].before["state"], &preview.changes[0].after["state"]), (&"processing".into(), &"completed".into()));
        let why = preview.rejections(&looked.form().unwrap());
        assert_eq!((why[0].row, why[0].column.as_str()), (5, "deal_price"));
        assert!(!preview.is_older());
        // Nothing is in the books yet.
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders").await, 2);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders WHERE state = 'completed'").await, 0);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM customers").await, 1);
        imports::apply(&office, &common::staff(Role::Operations), looked.id).await.unwrap();
        imports::apply(&office, &common::staff(Role::Operations), looked.id).await.unwrap();
        jobs::drain(&office, IMPORTS).await.unwrap();
        let done = get(&office, looked.id).await;
        assert_eq!((done.state.as_str(), done.preview()), ("done", None));
        assert_eq!((done.created, done.updated, done.unchanged, done.rejected), (1, 1, 1, 1));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'import.applied'").await, 1);
        let left: Vec<_> = office.documents.list(None).try_collect().await.unwrap();
        assert_eq!(left, []);
    }

    async fn what_is_thrown_away_leaves_nothing(office) {
        let looked = look(&office, &text(&["A1,P,C,1,processing,2026-10-01"])).await;
        for role in [Role::Finance, Role::Support, Role::Auditor] {
            let denied = imports::drop_look(&office, &common::staff(role), looked.id).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
            assert!(matches!(imports::apply(&office, &common::staff(role), looked.id).await, Err(Failure::Denied(_))));
        }
        imports::drop_look(&office, &Actor::System, looked.id).await.unwrap();
        imports::apply(&office, &Actor::System, looked.id).await.unwrap();
        jobs::drain(&office, IMPORTS).await.unwrap();
        assert_eq!(get(&office, looked.id).await.state, "dropped");
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders").await, 0);
        let left: Vec<_> = office.documents.list(None).try_collect().await.unwrap();
        assert_eq!(left, []);
        // Nor does one that nobody comes back to.
        let forgotten = look(&office, &text(&["A1,P,C,1,processing,2026-10-01"])).await;
        set_clock(&office, NOW + 8 * 86_400_000);
        assert_eq!(imports::forget_uploads(&office).await.unwrap(), 1);
        assert_eq!(get(&office, forgotten.id).await.state, "dropped");
    }

    async fn how_a_file_is_written_can_be_put_right(office) {
        let looked = look(&office, &text(&["A1,P,C,1.200,processing,03/04/2026"])).await;
        assert_eq!(counts(&looked.preview().unwrap()), (0, 0, 0, 1));
        let given = [("numbers", "comma"), ("dates", "day_first")];
        let told = Told::read(|name| given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)).unwrap();
        imports::look_again(&office, &Actor::System, looked.id, told).await.unwrap();
        jobs::drain(&office, LOOKS).await.unwrap();
        assert_eq!(counts(&get(&office, looked.id).await.preview().unwrap()), (1, 0, 0, 0));
        let wrong = Told { heading_row: Some(2), ..Told::default() };
        let now = get(&office, looked.id).await.form().unwrap().told;
        imports::look_again(&office, &Actor::System, looked.id, wrong).await.unwrap();
        let refused = imports::apply(&office, &Actor::System, looked.id).await;
        assert!(matches!(refused, Err(Failure::File(Refused::MissingColumns { .. }))), "{refused:?}");
        imports::look_again(&office, &Actor::System, looked.id, now).await.unwrap();
        jobs::drain(&office, LOOKS).await.unwrap();
        imports::apply(&office, &Actor::System, looked.id).await.unwrap();
        jobs::drain(&office, IMPORTS).await.unwrap();
        assert_eq!(number(&office, "SELECT deal_minor FROM orders").await, 120_000);
        assert!(Told::read(|name| (name == "encoding").then_some("klingon")).is_err());
    }

    async fn a_file_that_is_older_than_the_books_is_told(office) {
        import(&office, &Actor::System, "a.csv", text(&[
            "A1,云盘,远山,150,processing,2026-10-01 12:00:00", "A9,云盘,远山,1,processing,2026-11-20 12:00:00",
        ])).await.unwrap();
        let older = look(&office, &text(&["A1,云盘,远山,100,processing,2026-10-01 12:00:00"])).await;
        assert!(older.preview().unwrap().is_older());
        assert_eq!(older.preview().unwrap().updated, 1);
        let new = look(&office, &text(&["A2,云盘,远山,100,processing,2026-10-01 12:00:00"])).await;
        assert!(!new.preview().unwrap().is_older(), "it changes nothing that is there");
    }

    async fn a_dry_run_leaves_no_trace(office) {
        let file = file(text(&["A1,P,C,1,processing,2026-10-01", "A2,P,C,x,processing,2026-10-01"]));
        let (_, preview) = imports::dry_run(&office, &Actor::System, &Upload::new("a.csv", &*file)).await.unwrap();
        assert_eq!(counts(&preview), (1, 0, 0, 1));
        for table in ["imports", "orders", "events", "jobs", "customers"] {
            assert_eq!(number(&office, &format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }

    async fn many_rows_are_counted_and_the_first_are_shown(office) {
        let rows: Vec<String> = (0..3_000).map(|n| format!("B{n},P,C,{},processing,2026-10-01", if n % 3 == 0 { "x" } else { "1" })).collect();
        let looked = look(&office, &text(&rows.iter().map(String::as_str).collect::<Vec<_>>())).await;
        let preview = looked.preview().unwrap();
        assert_eq!((counts(&preview), preview.rejections(&looked.form().unwrap()).len()), ((2_000, 0, 0, 1_000), 100));
    }
}
