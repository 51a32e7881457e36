//! One thing done with many rows: what is chosen, what comes of each, whose result it is.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, execute, journalled, line, person};
use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    bulk::{self, Chosen, Deed, Hindrance, MOST, Outcome},
    db::Sql,
    exports::{self, ExportState, Format, NewExport},
    imports,
    jobs::{self, EXPORTS, IMPORTS},
    list::Filter,
    orders, tokens,
};

/// Three orders that wait for payment and one that does not.
async fn four(office: &Office) -> Actor {
    let unpaid = |number: &str| line(number).with("state", "pending_payment");
    bring(office, &[unpaid("CS1"), unpaid("CS2"), unpaid("CS3"), line("CS4")]).await;
    person(office, "li", Role::Operations).await
}

/// Breaks off what waits of a table, as a worker does that has tried often enough.
async fn break_off(office: &Office, table: &str, kind: &str) {
    execute(office, &Sql::new(&format!("UPDATE {table} SET state = 'failed' WHERE state = 'queued'"))).await;
    execute(office, &Sql::new(&format!("DELETE FROM jobs WHERE kind = '{kind}'"))).await;
}

/// An import of one order that broke off before its first row.
async fn broken_off(office: &Office, order_no: &str) -> i64 {
    let head = "order_no,product_id,customer_id,deal_price,state,created_at";
    let file = common::file(format!("{head}\n{order_no},P1,C1,10,processing,2026-10-01 12:00:00\n"));
    let upload = imports::Upload::new(format!("{order_no}.csv"), &*file);
    let id = imports::enqueue(office, &Actor::System, &upload).await.unwrap();
    break_off(office, "imports", "import").await;
    id
}

async fn export(office: &Office, actor: &Actor, kind: &str) -> i64 {
    let new =
        NewExport { kind, format: Format::Csv, query: "", locale: "en", columns: "", title: "", name: "" };
    exports::create(office, actor, &new).await.unwrap()
}

async fn outcomes(office: &Office, actor: &Actor, id: i64) -> Vec<(String, Outcome, Option<String>)> {
    let done = bulk::get(office, actor, id).await.unwrap();
    done.rows.into_iter().map(|row| (row.subject, row.outcome, row.detail)).collect()
}

both! {
    async fn each_row_has_a_result_of_its_own(office) {
        let li = four(&office).await;
        let rows = ["CS1", "CS4", "CS9", "CS2"];
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Rows(&rows), " not wanted ").await.unwrap();
        let found = outcomes(&office, &li, id).await;
        assert_eq!(found, [
            ("CS1".to_owned(), Outcome::Done, None),
            ("CS4".to_owned(), Outcome::Refused, Some("processing".to_owned())),
            ("CS9".to_owned(), Outcome::Gone, None),
            ("CS2".to_owned(), Outcome::Done, None),
        ]);
        assert_eq!(journalled(&office, "order.cancelled").await, 2);
        let order = orders::get(&office, &li, "CS1").await.unwrap();
        assert_eq!(order.named.cancel_reason.as_deref(), Some("not wanted"));
        // Once more: what was done stays done, the rest is tried again.
        bulk::again(&office, &li, id).await.unwrap();
        assert_eq!(outcomes(&office, &li, id).await, found);
        assert_eq!(journalled(&office, "order.cancelled").await, 2);
    }

    async fn all_that_match_are_chosen(office) {
        let li = four(&office).await;
        let query = "state=pending_payment&sort=created&size=10&after=0.0";
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Matching(query), "why").await.unwrap();
        let found = outcomes(&office, &li, id).await;
        assert_eq!(found.len(), 3, "wherever the page stood");
        assert!(found.iter().all(|(_, outcome, _)| *outcome == Outcome::Done));
        let left = Filter::read(&orders::LIST, [("state", "pending_payment")]).0;
        assert!(orders::list(&office, &li, &left).await.unwrap().rows.is_empty());
    }

    async fn what_is_wrong_is_said_before_anything_is_done(office) {
        let li = four(&office).await;
        let finance = person(&office, "wang", Role::Finance).await;
        let rows = ["CS1"];
        let many: Vec<String> = (0..=MOST).map(|n| format!("CS{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let run = async |actor: &Actor, chosen, reason| {
            bulk::run(&office, actor, Deed::CancelOrders, chosen, reason).await
        };
        assert!(matches!(run(&finance, Chosen::Rows(&rows), "why").await, Err(Failure::Denied(_))));
        for (chosen, reason, field) in [
            (Chosen::Rows(&rows), " ", "reason"),
            (Chosen::Rows(&[]), "why", "row"),
            (Chosen::Rows(&many), "why", "row"),
            (Chosen::Matching("state=lost"), "why", "state"),
            (Chosen::Matching("q=nobody"), "why", "row"),
        ] {
            match run(&li, chosen, reason).await {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, field),
                other => assert!(other.is_err(), "{other:?}"),
            }
        }
        assert_eq!(journalled(&office, "order.cancelled").await, 0);
    }

    async fn nobody_sees_the_results_of_others(office) {
        let li = four(&office).await;
        let owner = person(&office, "owner", Role::Owner).await;
        let id = bulk::run(&office, &li, Deed::CancelOrders, Chosen::Rows(&["CS1"]), "why").await.unwrap();
        assert!(matches!(bulk::get(&office, &owner, id).await, Err(Failure::NotFound)));
        assert!(matches!(bulk::again(&office, &owner, id).await, Err(Failure::NotFound)));
    }

    async fn tokens_are_revoked_together(office) {
        let owner = person(&office, "owner", Role::Owner).await;
        for name in ["a robot", "a ledger", "another"] {
            tokens::create(&office, &owner, name, Role::Auditor, 30).await.unwrap();
        }
        let id = bulk::run(&office, &owner, Deed::RevokeTokens, Chosen::Matching("q=robot"), "").await.unwrap();
        let done = bulk::get(&office, &owner, id).await.unwrap();
        assert_eq!(done.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["a robot"]);
        let count = async |state| {
            let filter = Filter::read(&tokens::LIST, [("state", state)]).0;
            tokens::list(&office, &owner, &filter).await.unwrap().rows.len()
        };
        assert_eq!((count("active").await, count("revoked").await, count("expired").await), (2, 1, 0));
    }
    async fn imports_that_broke_off_go_on_together(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let finance = person(&office, "wang", Role::Finance).await;
        let (first, second) = (broken_off(&office, "CS2").await, broken_off(&office, "CS3").await);
        let gone = broken_off(&office, "CS4").await;
        let mut sql = Sql::new("UPDATE imports SET upload_file = NULL WHERE id = ");
        sql.arg(gone);
        execute(&office, &sql).await;
        let denied = bulk::run(&office, &finance, Deed::GoOnImports, Chosen::Matching(""), "").await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        let id = bulk::run(&office, &li, Deed::GoOnImports, Chosen::Matching("q=csv"), "").await.unwrap();
        let done = bulk::get(&office, &li, id).await.unwrap();
        let named: Vec<_> = done.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(named, ["CS4.csv", "CS3.csv", "CS2.csv", "orders.csv"]);
        let found: Vec<_> = done.rows.into_iter().map(|row| (row.outcome, row.detail)).collect();
        let refused = |detail: &str| (Outcome::Refused, Some(detail.to_owned()));
        let went_on = || (Outcome::Done, None);
        assert_eq!(found, [refused(Hindrance::UploadGone.code()), went_on(), went_on(), refused("done")]);
        assert_eq!(journalled(&office, "import.resumed").await, 2);
        jobs::drain(&office, IMPORTS).await.unwrap();
        for id in [first, second] {
            let import = imports::get(&office, &li, id).await.unwrap();
            assert_eq!((import.state.as_str(), import.created), ("done", 1));
        }
        // By key: what is not there, or no key at all, is not among them.
        let (ours, nobodys) = (first.to_string(), "999".to_owned());
        let rows = [ours.as_str(), nobodys.as_str(), "x"];
        let id = bulk::run(&office, &li, Deed::GoOnImports, Chosen::Rows(&rows), "").await.unwrap();
        assert_eq!(outcomes(&office, &li, id).await, [(ours.clone(), Outcome::Refused, Some("done".to_owned()))]);
    }

    async fn exports_that_failed_are_made_again_together(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let wang = person(&office, "wang", Role::Finance).await;
        let ready = export(&office, &li, "products").await;
        jobs::drain(&office, EXPORTS).await.unwrap();
        let mut failed = Vec::new();
        for (actor, kind) in [(&li, "orders"), (&li, "orders"), (&li, "imports"), (&wang, "orders")] {
            failed.push(export(&office, actor, kind).await);
            break_off(&office, "exports", "export").await;
        }
        let chosen = [ready, failed[0], failed[1], failed[2], failed[3]].map(|id| id.to_string());
        let rows = chosen.each_ref().map(String::as_str);
        let id = bulk::run(&office, &li, Deed::RetryExports, Chosen::Rows(&rows), "").await.unwrap();
        let done = |row: usize| (chosen[row].clone(), Outcome::Done, None);
        let refused = |row: usize, why: &str| (chosen[row].clone(), Outcome::Refused, Some(why.to_owned()));
        let another = Hindrance::AnotherRuns.code();
        assert_eq!(
            outcomes(&office, &li, id).await,
            [done(3), done(2), refused(1, another), refused(0, "ready")],
            "that of somebody else is not there"
        );
        jobs::drain(&office, EXPORTS).await.unwrap();
        bulk::again(&office, &li, id).await.unwrap();
        assert_eq!(outcomes(&office, &li, id).await, [done(3), done(2), done(1), refused(0, "ready")]);
        jobs::drain(&office, EXPORTS).await.unwrap();
        for id in &failed[..3] {
            assert_eq!(exports::get(&office, &li, *id).await.unwrap().state, ExportState::Ready);
        }
        assert_eq!(exports::get(&office, &wang, failed[3]).await.unwrap().state, ExportState::Failed);
        assert_eq!(journalled(&office, "export.retried").await, 3);
    }
}
