//! A file goes in slice by slice: others write in between, and what broke off goes on.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{NOW, set_clock};
use domain::access::{Actor, Role};
use futures::TryStreamExt;
use operations::{
    Failure, Office,
    db::{Db, Sql},
    files::Unreadable,
    imports::{self, Broken, Import, Upload},
    jobs::{self, IMPORTS},
    orders::summary,
};

const HEADER: &str = "order_no,product_id,customer_id,customer_name,deal_price,state,created_at";

/// More rows than three slices take.
const ROWS: u32 = 30_000;

fn row(n: u32) -> String {
    // Every hundredth is rejected.
    let price = if n.is_multiple_of(100) { "ten" } else { "10" };
    format!("CS{n:06},P{},C{},客户{},{price},completed,2026-10-01 12:00:00", n % 7, n % 90, n % 90)
}

fn file(rows: impl Iterator<Item = String>) -> tempfile::TempPath {
    let text = std::iter::once(HEADER.to_owned()).chain(rows).collect::<Vec<_>>().join("\n");
    common::file(text + "\n")
}

async fn enqueue(office: &Office, rows: impl Iterator<Item = String>) -> i64 {
    let file = file(rows);
    imports::enqueue(office, &Actor::System, &Upload::new("big.csv", &*file)).await.unwrap()
}

async fn get(office: &Office, id: i64) -> Import {
    imports::get(office, &Actor::System, id).await.unwrap()
}

async fn number(office: &Office, text: &str) -> i64 {
    Sql::new(text).fetch_optional::<(i64,)>(&office.db).await.unwrap().unwrap().0
}

async fn execute(office: &Office, text: &str) {
    let mut tx = office.db.begin().await.unwrap();
    Sql::new(text).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everything that was read came to something, and the books agree with it.
async fn is_whole(office: &Office, id: i64, rows: u32) {
    let import = get(office, id).await;
    assert_eq!(import.state, "done");
    assert_eq!(import.rows_read, i64::from(rows));
    assert_eq!(import.created + import.updated + import.unchanged + import.rejected, import.rows_read);
    assert_eq!(import.rejected, i64::from(rows.div_ceil(100)));
    assert_eq!(number(office, "SELECT COUNT(*) FROM orders").await, import.created);
    assert_eq!(number(office, "SELECT COUNT(*) FROM import_rejects").await, import.rejected);
    assert_eq!(summary::verify(office).await.unwrap(), []);
}

/// Runs an import until it has come this far, and then as a server is killed: all that is left of
/// it is what it committed.
async fn run_until(office: &Office, id: i64, rows: i64) {
    let running = tokio::spawn({
        let office = office.clone();
        async move { jobs::drain(&office, IMPORTS).await }
    });
    loop {
        let mut tx = office.db.begin().await.unwrap();
        let mut sql = Sql::new("SELECT rows_read FROM imports WHERE id = ");
        sql.arg(id);
        let (read,): (i64,) = sql.fetch_optional_in(&mut tx).await.unwrap().unwrap();
        if read >= rows {
            running.abort();
            assert!(running.await.unwrap_err().is_cancelled(), "it was over too soon");
            return;
        }
        drop(tx);
        tokio::task::yield_now().await;
    }
}

both! {
    async fn others_write_between_the_slices(office) {
        let id = enqueue(&office, (0..ROWS).map(row)).await;
        let running = tokio::spawn({
            let office = office.clone();
            async move { jobs::drain(&office, IMPORTS).await }
        });
        // Each of these waits its turn with the slices, and sees how many there were before it.
        let mut seen = Vec::new();
        while !running.is_finished() {
            let mut tx = office.db.begin().await.unwrap();
            let (read,): (i64,) =
                Sql::new("SELECT rows_read FROM imports").fetch_optional_in(&mut tx).await.unwrap().unwrap();
            Sql::new("DELETE FROM settings").execute_in(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            seen.push(read);
        }
        running.await.unwrap().unwrap();
        seen.retain(|read| (1..i64::from(ROWS)).contains(read));
        seen.dedup();
        assert!(seen.len() >= 2, "{seen:?}");
        is_whole(&office, id, ROWS).await;
    }

    async fn one_alone_in_its_process_is_whole_and_safe_on_disk_when_it_ends(office) {
        let path = file((0..ROWS).map(row));
        let upload = Upload::new("big.csv", &*path);
        let outcome = imports::import_alone(&office, &Actor::System, upload).await.unwrap();
        is_whole(&office, outcome.import_id, ROWS).await;
        // Its last transaction, and all that come after it, wait for the disk again.
        if let Db::Sqlite { writer, .. } = &office.db {
            let full: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(writer).await.unwrap();
            assert_eq!(full, 2);
        }
    }

    async fn what_was_killed_goes_on_after_the_last_slice(office) {
        let id = enqueue(&office, (0..ROWS).map(row)).await;
        run_until(&office, id, 1).await;
        let import = get(&office, id).await;
        assert_eq!(import.state, "running");
        assert!((1..i64::from(ROWS)).contains(&import.rows_read));
        assert_eq!(import.last_row, import.rows_read + 1);
        assert_eq!(summary::verify(&office).await.unwrap(), []);
        jobs::drain(&office, IMPORTS).await.unwrap();
        assert_eq!(get(&office, id).await.state, "running", "its worker may live: the lease has not run out");
        set_clock(&office, NOW + 60_000);
        jobs::drain(&office, IMPORTS).await.unwrap();
        is_whole(&office, id, ROWS).await;
        // Nothing of the first slices came in twice.
        assert_eq!(get(&office, id).await.unchanged, 0);
    }

    async fn a_worker_that_was_replaced_cannot_commit_its_slice(office) {
        let id = enqueue(&office, (0..ROWS).map(row)).await;
        let first = tokio::spawn({
            let office = office.clone();
            async move { jobs::drain(&office, IMPORTS).await }
        });
        while get(&office, id).await.rows_read == 0 {
            tokio::task::yield_now().await;
        }
        execute(&office, "UPDATE jobs SET lease = 'of another worker' WHERE kind = 'import'").await;
        let read = get(&office, id).await.rows_read;
        first.await.unwrap().unwrap();
        let import = get(&office, id).await;
        assert_eq!((import.state.as_str(), import.rows_read), ("running", read));
        set_clock(&office, NOW + 60_000);
        jobs::drain(&office, IMPORTS).await.unwrap();
        is_whole(&office, id, ROWS).await;
    }

    async fn what_was_given_up_goes_on_when_somebody_says_so(office) {
        let id = enqueue(&office, (0..ROWS).map(row)).await;
        run_until(&office, id, 1).await;
        execute(&office, "UPDATE jobs SET attempts = 3 WHERE kind = 'import'").await;
        set_clock(&office, NOW + 60_000);
        jobs::drain(&office, IMPORTS).await.unwrap();
        let import = get(&office, id).await;
        assert_eq!((import.state.as_str(), import.broken()), ("failed", Some(Broken::Interrupted)));
        assert!(import.can_go_on());
        let denied = imports::go_on(&office, &common::staff(Role::Finance), id).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        imports::deal_with(&office, &common::staff(Role::Operations), id).await.unwrap();
        assert!(get(&office, id).await.dealt_at.is_some());
        imports::go_on(&office, &common::staff(Role::Operations), id).await.unwrap();
        imports::go_on(&office, &common::staff(Role::Operations), id).await.unwrap();
        assert_eq!(number(&office, "SELECT COUNT(*) FROM jobs WHERE state = 'queued'").await, 1);
        jobs::drain(&office, IMPORTS).await.unwrap();
        is_whole(&office, id, ROWS).await;
        assert_eq!(get(&office, id).await.dealt_at, None, "what it leaves now is dealt with anew");
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'import.resumed'").await, 1);
    }

    async fn an_upload_that_nobody_comes_back_to_is_thrown_away(office) {
        let id = enqueue(&office, (0..ROWS).map(row)).await;
        run_until(&office, id, 1).await;
        execute(&office, "UPDATE jobs SET attempts = 3 WHERE kind = 'import'").await;
        set_clock(&office, NOW + 60_000);
        jobs::drain(&office, IMPORTS).await.unwrap();
        assert_eq!(imports::forget_uploads(&office).await.unwrap(), 0);
        set_clock(&office, NOW + 8 * 86_400_000);
        assert_eq!(imports::forget_uploads(&office).await.unwrap(), 1);
        let gone = imports::go_on(&office, &Actor::System, id).await;
        assert!(matches!(gone, Err(Failure::Import(imports::Refused::UploadGone))));
        let left: Vec<_> = office.documents.list(None).try_collect().await.unwrap();
        assert_eq!(left, []);
    }

    async fn a_file_that_breaks_in_the_middle_keeps_what_was_in_front(office) {
        let broken = std::iter::once(format!("CS999999,P1,C1{}", ",x".repeat(2_000)));
        let id = enqueue(&office, (0..2_000).map(row).chain(broken)).await;
        jobs::drain(&office, IMPORTS).await.unwrap();
        let import = get(&office, id).await;
        assert_eq!((import.state.as_str(), import.rows_read, import.last_row), ("failed", 2_000, 2_001));
        assert_eq!(import.broken(), Some(Broken::File(Unreadable::TooManyCells(2_002))));
        assert_eq!((import.created, import.rejected), (1_980, 20));
        assert!(!import.can_go_on());
        assert_eq!(number(&office, "SELECT COUNT(*) FROM orders").await, 1_980);
        assert_eq!(imports::rejections(&office, &Actor::System, id).await.unwrap().len(), 20);
        assert_eq!(summary::verify(&office).await.unwrap(), []);
        // Put right, all of it comes again and nothing twice.
        let right = enqueue(&office, (0..2_001).map(row)).await;
        jobs::drain(&office, IMPORTS).await.unwrap();
        let import = get(&office, right).await;
        assert_eq!((import.created, import.unchanged, import.rejected), (0, 1_980, 21));
    }

    async fn the_newest_order_names_the_customer_wherever_it_stands(office) {
        let named = |n: u32, name: &str, day: u32| {
            format!("CS{n:06},P1,C1,{name},10,completed,2026-10-{day:02} 12:00:00")
        };
        let rows = || [named(2, "中", 5), named(3, "新", 9), named(1, "旧", 1)].into_iter();
        for n in 0..2 {
            let id = enqueue(&office, rows()).await;
            jobs::drain(&office, IMPORTS).await.unwrap();
            let import = get(&office, id).await;
            assert_eq!((import.created, import.updated, import.unchanged), if n == 0 { (3, 0, 0) } else { (0, 0, 3) });
            assert_eq!(number(&office, "SELECT COUNT(*) FROM customers WHERE name = '新'").await, 1);
        }
        // An older order that comes late changes nothing; the order that named may name again.
        for (row, updated, name) in [(named(4, "很旧", 3), 0, "新"), (named(3, "更新", 9), 1, "更新")] {
            let id = enqueue(&office, std::iter::once(row)).await;
            jobs::drain(&office, IMPORTS).await.unwrap();
            assert_eq!(get(&office, id).await.updated, updated);
            let mut sql = Sql::new("SELECT COUNT(*) FROM customers WHERE name = ");
            sql.arg(name);
            assert_eq!(sql.fetch_optional::<(i64,)>(&office.db).await.unwrap(), Some((1,)));
        }
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'customer.renamed'").await, 1);
    }
}
