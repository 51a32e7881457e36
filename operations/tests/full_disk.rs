//! A full disk is told as one, nothing is half written, and work goes on when there is room again.
//! On SQLite, where a page limit stands for the disk; PostgreSQL ends such transactions as any other.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::line;
use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Db,
    imports::{self, Upload},
    list::Filter,
    orders::{self, summary},
};

/// How many pages the file may have: `None` for as many as it likes.
async fn room(office: &Office, pages: Option<u32>) {
    let Db::Sqlite { writer, .. } = &office.db else { return };
    let limit = pages.unwrap_or(1_000_000_000);
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {limit}")))
        .execute(writer)
        .await
        .unwrap();
}

async fn import(office: &Office) -> operations::Result<imports::Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    operations::sample::write_sample(3_000, 1, office.clock.now(), &mut file).unwrap();
    imports::import(office, &Actor::System, Upload::new("orders.csv", path)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_half_written_and_the_next_import_works() {
    let office = common::sqlite().await;
    books::bring(&office, &[line("CS1")]).await;
    // The least that SQLite takes is what the file has already.
    room(&office, Some(1)).await;
    let failure = import(&office).await.unwrap_err();
    assert!(failure.is_full(), "{failure}");
    assert_eq!(failure.code(), "storage_full");

    room(&office, None).await;
    let owner = common::staff(Role::Owner);
    let count = || async {
        let listing = orders::list(&office, &owner, &Filter::of(&orders::LIST)).await.unwrap();
        listing.counts.of(&[]).rows
    };
    assert_eq!(count().await, 1);
    assert_eq!(import(&office).await.unwrap().rejected_rows, 0);
    assert_eq!(count().await, 3_001);
    assert_eq!(summary::verify(&office).await.unwrap(), []);
}
