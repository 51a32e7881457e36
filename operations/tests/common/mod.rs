//! Every operations test runs on both engines: `both! { async fn name(office) { … } }`.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{
    Zone,
    access::{Actor, Role},
};
use operations::{
    Office,
    db::Db,
    imports::{self, Outcome, Upload},
    mail::{Desk, Letter, Mailbox, Post, Words},
    office::{Clock, Random},
};
use tempfile::{NamedTempFile, TempDir, TempPath};

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
            async fn sqlite() {
                let own = $crate::common::sqlite().await;
                run(own.clone()).await
            }
            $(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let own = $crate::common::postgres().await;
                run(own.clone()).await
            }
        })*
    };
}

/// The office of one test, and the folder that it has for itself: it is gone when this is.
pub struct Own {
    office: Office,
    folder: TempDir,
}

impl std::ops::Deref for Own {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

async fn own(url: impl FnOnce(&Path) -> String) -> Own {
    let folder = tempfile::tempdir().unwrap();
    let office = Office {
        db: Db::open(&url(folder.path())).await.unwrap(),
        documents: operations::documents::Store::here(object_store::memory::InMemory::new()),
        scanner: None,
        post: post(folder.path()),
        clock: Clock::Fixed(Arc::new(AtomicI64::new(NOW))),
        random: Random::seeded(7),
        zone: Zone::default(),
        bell: operations::db::Bell::default(),
        live: operations::live::Live::default(),
        sightings: operations::sightings::Sightings::default(),
    };
    Own { office, folder }
}

/// Mails go into a folder, and say what they are in JSON.
fn post(folder: &Path) -> Post {
    let from = Mailbox { name: "Desk".into(), address: "desk@shop.example".into() };
    let desk = Desk { url: "http://desk.example.com".into(), zone: Zone::default() };
    let write = |letter: &Letter, _, _: &Desk| {
        let text = serde_json::to_string(letter).unwrap();
        Words { subject: "mail".into(), html: format!("<p>{text}</p>"), text }
    };
    Post::at(&format!("file://{}/mails", folder.display()), from, desk, write).unwrap()
}

/// An office on an SQLite file of its own.
pub async fn sqlite() -> Own {
    let office = empty_sqlite().await;
    office.db.migrate().await.unwrap();
    office
}

/// An office on a PostgreSQL database of its own.
pub async fn postgres() -> Own {
    let office = empty_postgres().await;
    office.db.migrate().await.unwrap();
    office
}

/// An office on an SQLite file without tables.
pub async fn empty_sqlite() -> Own {
    own(|folder| format!("sqlite://{}/test.db", folder.display())).await
}

/// An office on a PostgreSQL database without tables.
pub async fn empty_postgres() -> Own {
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
    own(|_| format!("{base}/{name}")).await
}

/// The same database of PostgreSQL with new connections.
pub async fn again(office: &Office, name: &str) -> Office {
    let server = std::env::var("TEST_POSTGRES_URL").expect("it was there a moment ago");
    let (base, _) = server.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{base}/{name}")).await.unwrap();
    Office { db, ..office.clone() }
}

/// A file with this content: it is gone when its path is dropped.
pub fn file(content: impl AsRef<[u8]>) -> TempPath {
    let path = NamedTempFile::new().unwrap().into_temp_path();
    std::fs::write(&path, content).unwrap();
    path
}

/// Brings a file in at once.
pub async fn import(
    office: &Office,
    actor: &Actor,
    name: &str,
    content: impl AsRef<[u8]>,
) -> operations::Result<Outcome> {
    let file = file(content);
    imports::import(office, actor, Upload::new(name, &*file)).await
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
