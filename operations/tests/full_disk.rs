//! A full disk is told as one, nothing is half written, and work goes on when there is room again.
//! On SQLite, where a page limit stands for the disk; PostgreSQL ends such transactions as any other.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use books::line;
use domain::{
    Period,
    access::{Actor, Role},
};
use operations::{
    Office, bills,
    db::Db,
    earnings,
    imports::{self, Upload},
    jobs,
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

/// Orders of a month whose bill needs more pages than are there.
const SOLD: usize = 600;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bills_of_a_month_wait_for_room() {
    let office = common::sqlite().await;
    sold::certified(&office).await;
    let order = sold::Sold::of("NO", "P-1", "2000").row();
    let rows: String = (0..SOLD).map(|n| order.replace("NO,", &format!("F{n:04},"))).collect();
    books::bring_file(&office, "orders.csv", format!("{}{rows}", sold::HEADER).as_bytes()).await;
    let month = Period::parse(sold::OCTOBER).unwrap();
    let begun = bills::begin(&office, &sold::finance(1), month, None).await.unwrap();
    room(&office, Some(1)).await;
    // It breaks off; perhaps not even that can be noted.
    if let Err(failure) = jobs::run_due(&office, bills::JOBS, std::future::pending()).await {
        assert!(failure.is_full(), "{failure}");
    }
    room(&office, None).await;
    assert_eq!(sold::all(&office).await, [], "nothing is half billed");
    assert_eq!(bills::verify(&office).await.unwrap(), (0, 0, vec![]));
    common::set_clock(&office, common::NOW + 3_600_000);
    let run = sold::october(&office).await;
    // The orders and the increment of their product.
    assert_eq!((run.id, run.bills, run.billed), (begun.id, 1, SOLD as i64 + 1));
    assert_eq!(bills::verify(&office).await.unwrap(), (1, SOLD as u64 + 1, vec![]));
    assert_eq!(earnings::verify(&office).await.unwrap().1, []);
}
