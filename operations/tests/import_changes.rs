//! Imports against books that hold something already.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{file, import};

use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    db::Sql,
    dues,
    imports::{self, Outcome},
    jobs::{self, IMPORTS, Step},
    orders::summary,
};

const HEADER: &str = "order_no,line_no,order_type,sales_channel,reseller,product_id,product_name,customer_id,\
    customer_name,deal_price,floor_price,coupon,state,created_at,completed_at";

fn row(order: &str, line: u32, customer: &str, deal: &str) -> String {
    format!(
        "{order},{line},NEW,reseller,云梯,P1,进销存,C1,{customer},{deal},60,,completed,2026-10-01 12:00:00,\
         2026-10-02 08:00:00"
    )
}

fn text(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

async fn bring(office: &Office, rows: &[String]) -> Outcome {
    import(office, &Actor::System, "../etc/订单.csv", text(rows)).await.unwrap()
}

fn counts(outcome: &Outcome) -> (u64, u64, u64, u64) {
    (outcome.created, outcome.updated, outcome.unchanged, outcome.rejected_rows)
}

async fn number(office: &Office, text: &str) -> i64 {
    let row: Option<(i64,)> = Sql::new(text).fetch_optional(&office.db).await.unwrap();
    row.unwrap().0
}

async fn change(office: &Office, text: &str) {
    let mut tx = office.db.begin().await.unwrap();
    Sql::new(text).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn counts_are_right(office: &Office) {
    assert_eq!(summary::verify(office).await.unwrap(), []);
    assert_eq!(dues::verify(office).await.unwrap().1, []);
}

both! {
    async fn a_settled_line_stays_as_it_was_settled(office) {
        bring(&office, &[row("CS1", 1, "远山", "100"), row("CS1", 2, "远山", "100")]).await;
        change(&office, "INSERT INTO statements (id, number, kind, reseller_id, period, currency, state, created_at, \
            created_by) VALUES (1, 'ST-1', 'reseller', 1, 202610, 'CNY', 'issued', 0, 'x')").await;
        change(&office, "UPDATE dues SET statement_id = 1 WHERE line_no = 1").await;
        let outcome = bring(&office, &[
            row("CS1", 1, "远山", "101"),
            row("CS1", 2, "远山", "101"),
            row("CS1", 2, "远山", "101").replace("云梯", "联翼"),
            row("CS1", 2, "远山", "101").replace("2026-10-02", "2026-11-02"),
        ]).await;
        assert_eq!(counts(&outcome), (0, 1, 0, 3));
        let columns: Vec<&str> = outcome.rejected.iter().map(|r| r.column.as_str()).collect();
        assert_eq!(columns, ["deal_price", "reseller", "completed_at"]);
        assert!(outcome.rejected[0].reason.contains("ST-1"));
        change(&office, "UPDATE statements SET number = NULL, state = 'draft'").await;
        let outcome = bring(&office, &[row("CS1", 1, "远山", "101")]).await;
        assert!(outcome.rejected[0].reason.contains("being issued"), "{}", outcome.rejected[0].reason);
        change(&office, "UPDATE dues SET statement_id = NULL").await;
        assert_eq!(counts(&bring(&office, &[row("CS1", 1, "远山", "101")]).await), (0, 1, 0, 0));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM resellers").await, 1);
    }

    async fn one_line_twice_in_one_file(office) {
        let outcome = bring(&office, &[
            row("CS1", 1, "远山", "100"),
            row("CS1", 1, "远山", "100"),
            row("CS1", 1, "远山", "120"),
        ]).await;
        assert_eq!(counts(&outcome), (1, 1, 1, 0));
        assert_eq!(number(&office, "SELECT deal_minor FROM orders").await, 12_000);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'order.updated'").await, 0);
        counts_are_right(&office).await;
    }

    async fn lines_of_an_order_may_be_far_apart(office) {
        let mut rows = vec![row("CS1", 1, "远山", "100")];
        rows.extend((0..1200).map(|n| row(&format!("CX{n}"), 1, "远山", "7.01")));
        rows.push(row("CS1", 3, "远山", "10"));
        rows.push(row("CS1", 2, "远山", "1"));
        assert_eq!(counts(&bring(&office, &rows).await), (1203, 0, 0, 0));
        assert_eq!(number(&office, "SELECT deal_minor FROM orders WHERE order_no = 'CS1'").await, 11_100);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'order.updated'").await, 0);
        assert_eq!(counts(&bring(&office, &rows).await), (0, 0, 1203, 0));
        let new_line = bring(&office, &[row("CS1", 4, "远山", "5")]).await;
        assert_eq!(counts(&new_line), (1, 0, 0, 0));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'order.updated'").await, 1);
        counts_are_right(&office).await;
    }

    async fn the_journal_names_whom_the_same_file_brought(office) {
        bring(&office, &[row("CS1", 1, "远山", "100")]).await;
        let with = |line, product: &str| row("CS1", line, "远山", "5").replace("云梯", "联翼").replace("P1,进销存", product);
        let outcome = bring(&office, &[with(2, "P2,云盘"), with(3, "P3,云桌面")]).await;
        assert_eq!(counts(&outcome), (2, 0, 0, 0));
        let said: Option<(String,)> = Sql::new("SELECT after_json FROM events WHERE action = 'order.updated'")
            .fetch_optional(&office.db).await.unwrap();
        let after: serde_json::Value = serde_json::from_str(&said.unwrap().0).unwrap();
        assert_eq!(after["reseller"], "联翼");
        assert_eq!((&after["lines"]["2"]["product_id"], &after["lines"]["3"]["product_id"]), (&"P2".into(), &"P3".into()));
    }

    async fn names_change_once_and_the_last_row_decides(office) {
        let rows = [row("CS1", 1, "旧名", "100"), row("CS2", 1, "新名", "100")];
        assert_eq!(counts(&bring(&office, &rows).await), (2, 0, 0, 0));
        assert_eq!(counts(&bring(&office, &rows).await), (0, 0, 2, 0));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM customers WHERE name = '新名'").await, 1);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE subject_kind = 'customer'").await, 0);
        assert_eq!(counts(&bring(&office, &[row("CS2", 1, "更新", "100")]).await), (0, 1, 0, 0));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'customer.renamed'").await, 1);
        let mut sql = Sql::new("SELECT id FROM customers WHERE ");
        operations::customers::NAMES.having(&office.db, &mut sql, "更新").unwrap();
        assert_eq!(sql.fetch_all::<(i64,)>(&office.db).await.unwrap().len(), 1);
    }

    async fn an_unsubscription_takes_amounts_back_however_they_are_written(office) {
        let rows = [
            row("CS1", 1, "远山", "100").replace("NEW", "UNSUBSCRIBE"),
            row("CS2", 1, "远山", "-100").replace("NEW", "UNSUBSCRIBE").replace(",60,", ",-60,"),
            row("CS3", 1, "远山", "-100"),
        ];
        let outcome = bring(&office, &rows).await;
        assert_eq!(counts(&outcome), (2, 0, 0, 1));
        assert_eq!(outcome.rejected[0].column, "deal_price");
        assert_eq!(number(&office, "SELECT CAST(SUM(deal_minor) AS BIGINT) FROM orders").await, -20_000);
        assert_eq!(number(&office, "SELECT CAST(SUM(paid_minor) AS BIGINT) FROM orders").await, -20_000);
        assert_eq!(number(&office, "SELECT CAST(SUM(floor_minor) AS BIGINT) FROM order_lines").await, -12_000);
        assert_eq!(counts(&bring(&office, &rows[..2]).await), (0, 0, 2, 0));
    }

    async fn text_that_looks_like_code_is_text(office) {
        let name = "Robert'); DROP TABLE orders;--";
        let outcome = bring(&office, &[row("CS1", 1, &format!("\"{name}\""), "1"), row("CS2'--", 1, "x", "1")]).await;
        assert_eq!(counts(&outcome), (1, 0, 0, 1));
        let mut sql = Sql::new("SELECT COUNT(*) FROM customers WHERE name = ");
        sql.arg(name);
        assert_eq!(sql.fetch_optional::<(i64,)>(&office.db).await.unwrap(), Some((1,)));
        let import = imports::get(&office, &common::staff(Role::Auditor), outcome.import_id).await.unwrap();
        assert_eq!((import.file_name.as_str(), import.state.as_str(), import.rows_read), ("订单.csv", "done", 2));
    }

    async fn an_import_tells_which_orders_it_brought_in_and_changed(office) {
        let auditor = common::staff(Role::Auditor);
        let first = bring(&office, &[row("CS1", 1, "远山", "100"), row("CS2", 1, "远山", "100")]).await;
        let second = bring(&office, &[row("CS1", 1, "远山", "120"), row("CS2", 1, "远山", "100"), row("CS3", 1, "远山", "1")]).await;
        let did = imports::changed(&office, &auditor, first.import_id).await.unwrap();
        assert_eq!((did.created, did.updated), (vec!["CS1".to_owned(), "CS2".to_owned()], Vec::new()));
        let did = imports::changed(&office, &auditor, second.import_id).await.unwrap();
        assert_eq!((did.created, did.more_created, did.more_updated), (vec!["CS3".to_owned()], false, false));
        assert_eq!(did.updated.len(), 1);
        assert_eq!(did.updated[0].order_no, "CS1");
        let (before, after) = (did.updated[0].before.to_string(), did.updated[0].after.to_string());
        assert!(before.contains("100") && after.contains("120"), "{before} {after}");
        change(&office, "UPDATE orders SET state = 'cancelled', cancel_reason = 'payment_timeout', cancelled_at = 0 WHERE order_no = 'CS2'").await;
        let restored = bring(&office, &[row("CS2", 1, "远山", "100")]).await;
        let did = imports::changed(&office, &auditor, restored.import_id).await.unwrap();
        assert_eq!(did.updated.iter().map(|change| change.order_no.as_str()).collect::<Vec<_>>(), ["CS2"]);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'order.restored'").await, 1);
        let many: Vec<String> = (0..101).map(|n| row(&format!("CX{n:03}"), 1, "远山", "7")).collect();
        let third = bring(&office, &many).await;
        let did = imports::changed(&office, &auditor, third.import_id).await.unwrap();
        assert_eq!((did.created.len(), did.more_created), (100, true));
        assert_eq!(did.created[99], "CX099");
        let denied = imports::changed(&office, &common::staff(Role::Support), first.import_id).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        assert!(matches!(imports::changed(&office, &auditor, 99).await, Err(Failure::NotFound)));
    }

    async fn what_was_rejected_is_marked_as_dealt_with_and_back(office) {
        let (staff, auditor) = (common::staff(Role::Operations), common::staff(Role::Auditor));
        let whole = bring(&office, &[row("CS1", 1, "远山", "100")]).await.import_id;
        let refused = imports::deal_with(&office, &staff, whole).await;
        assert!(matches!(refused, Err(Failure::Import(imports::Refused::NothingLeft))));
        let id = bring(&office, &[row("CS2", 1, "远山", "bad")]).await.import_id;
        assert!(matches!(imports::deal_with(&office, &auditor, id).await, Err(Failure::Denied(_))));
        for _ in 0..2 {
            imports::deal_with(&office, &staff, id).await.unwrap();
        }
        let import = imports::get(&office, &auditor, id).await.unwrap();
        assert_eq!((import.dealt_at, import.dealt_by.as_deref()), (Some(common::NOW), Some("operations")));
        for _ in 0..2 {
            imports::reopen(&office, &staff, id).await.unwrap();
        }
        let import = imports::get(&office, &auditor, id).await.unwrap();
        assert_eq!((import.dealt_at, import.dealt_by), (None, None));
        let said: Vec<(String,)> = Sql::new("SELECT action FROM events WHERE subject_kind = 'import' ORDER BY id DESC LIMIT 2")
            .fetch_all(&office.db).await.unwrap();
        assert_eq!(said, [("import.reopened".to_owned(),), ("import.dealt_with".to_owned(),)]);
        assert!(matches!(imports::deal_with(&office, &staff, 99).await, Err(Failure::NotFound)));
    }

    async fn a_waiting_import_runs_once(office) {
        let file = file(text(&[row("CS1", 1, "远山", "100"), row("CS2", 1, "远山", "bad")]));
        let staff = common::staff(Role::Operations);
        let id = imports::enqueue(&office, &staff, &imports::Upload::new("a.csv", &*file)).await.unwrap();
        drop(file);
        assert_eq!(imports::get(&office, &staff, id).await.unwrap().state, "queued");
        assert_eq!(imports::progress(&office, &staff, id).await.unwrap(), Some(Step::default()));
        assert!(jobs::run_due(&office, IMPORTS, std::future::pending()).await.unwrap());
        assert!(!jobs::run_due(&office, IMPORTS, std::future::pending()).await.unwrap());
        let import = imports::get(&office, &staff, id).await.unwrap();
        assert_eq!((import.state.as_str(), import.created, import.rejected), ("done", 1, 1));
        assert_eq!(imports::rejections(&office, &staff, id).await.unwrap()[0].row, 3);
        assert_eq!(imports::progress(&office, &staff, id).await.unwrap(), None);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM imports WHERE upload_file IS NOT NULL").await, 0);
        let by: Vec<(String, String)> = Sql::new("SELECT actor_kind, actor_name FROM events")
            .fetch_all(&office.db).await.unwrap();
        assert_eq!(by, [("staff".to_owned(), "operations".to_owned())]);
    }

    async fn a_sample_goes_in_whole_and_the_counts_agree(office) {
        let mut bytes = Vec::new();
        operations::sample::write_sample(3_000, 11, office.clock.now(), &mut bytes).unwrap();
        let first = import(&office, &Actor::System, "orders.csv", &bytes).await.unwrap();
        assert_eq!(first.rejected, []);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders").await, 3_000);
        let again = import(&office, &Actor::System, "orders.csv", &bytes).await.unwrap();
        assert_eq!(counts(&again), (0, 0, first.created, 0));
        counts_are_right(&office).await;
        change(&office, "UPDATE order_counts SET orders = orders + 1").await;
        assert!(!summary::verify(&office).await.unwrap().is_empty());
        summary::rebuild(&office).await.unwrap();
        counts_are_right(&office).await;
    }
}
