//! Every operations test runs on both engines: `both! { async fn name(office) { … } }`.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use domain::{
    Zone,
    access::{Actor, Role},
};
use operations::{
    Office,
    db::Db,
    office::{Clock, Random},
};

/// 2026-11-15 12:00 in Beijing: the time in tests until they move the clock.
pub const NOW: i64 = 1_794_715_200_000;

/// Expands each test into one on SQLite and one on PostgreSQL.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($office:ident) $body:block)*) => {
        $(mod $name {
            use super::*;
            async fn run($office: operations::Office) $body
            $(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { run($crate::common::sqlite().await).await }
            $(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { run($crate::common::postgres().await).await }
        })*
    };
}

fn office(db: Db) -> Office {
    Office {
        db,
        documents: Arc::new(object_store::memory::InMemory::new()),
        clock: Clock::Fixed(Arc::new(AtomicI64::new(NOW))),
        random: Random::seeded(7),
        zone: Zone::default(),
        bell: operations::db::Bell::default(),
        sightings: operations::sightings::Sightings::default(),
    }
}

/// An office on an SQLite file of its own.
pub async fn sqlite() -> Office {
    let office = empty_sqlite().await;
    office.db.migrate().await.unwrap();
    office
}

/// An office on a PostgreSQL database of its own.
pub async fn postgres() -> Office {
    let office = empty_postgres().await;
    office.db.migrate().await.unwrap();
    office
}

/// An office on an SQLite file without tables.
pub async fn empty_sqlite() -> Office {
    let folder = tempfile::tempdir().unwrap().keep();
    office(Db::open(&format!("sqlite://{}/test.db", folder.display())).await.unwrap())
}

/// An office on a PostgreSQL database without tables.
pub async fn empty_postgres() -> Office {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set: run `cargo xtask test`, which starts a PostgreSQL, or name one of your own",
    );
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let admin = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}")))
        .execute(&admin)
        .await
        .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&admin).await.unwrap();
    admin.close().await;
    let (base, _) = server.rsplit_once('/').unwrap();
    office(Db::open(&format!("{base}/{name}")).await.unwrap())
}

/// The same database of PostgreSQL with new connections.
pub async fn again(office: &Office, name: &str) -> Office {
    let server = std::env::var("TEST_POSTGRES_URL").expect("it was there a moment ago");
    let (base, _) = server.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{base}/{name}")).await.unwrap();
    Office { db, ..office.clone() }
}

/// Moves the clock of a test.
pub fn set_clock(office: &Office, millis: i64) {
    if let Clock::Fixed(now) = &office.clock {
        now.store(millis, Ordering::SeqCst);
    }
}

/// Somebody with this role. The row need not exist for operations that do not look at it.
pub fn staff(role: Role) -> Actor {
    Actor::Staff { id: 1, name: format!("{role}"), role, products: vec![] }
}

/// The day of a moment in the business time zone, as `2026-11-15`.
pub fn day(millis: i64) -> String {
    Zone::default().wall(operations::db::moment(millis)).date().to_string()
}

/// Where an order stands in the settlement, as its page says it.
pub async fn standing(
    office: &Office,
    actor: &Actor,
    order_no: &str,
) -> operations::Result<Vec<operations::statements::Standing>> {
    let detail = operations::orders::get(office, actor, order_no).await?;
    operations::statements::standing(office, actor, &detail.named).await
}
