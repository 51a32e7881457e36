//! The program on PostgreSQL.

use std::sync::atomic::{AtomicU64, Ordering};

use operations::db::Sql;

use crate::program::{Program, with_db};

/// A program with an empty database of its own there.
pub fn on_postgres() -> Program {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set: run `cargo xtask test`, which starts a PostgreSQL, or name one of your own",
    );
    let name = format!("program_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    with_db(&server, async |db| {
        for what in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            Sql::new(&format!("{what} {name}")).fetch_all::<(i64,)>(db).await.unwrap();
        }
    });
    let (base, _) = server.rsplit_once('/').unwrap();
    let mut program = Program::new();
    program.variable("DATABASE_URL", &format!("{base}/{name}"));
    program
}
