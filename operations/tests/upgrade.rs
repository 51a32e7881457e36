//! A database made by the first released set of tables, filled, comes up to date with nothing lost.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use std::{borrow::Cow, collections::BTreeMap};

use operations::{Office, db::Db, db::Sql};
use sqlx::migrate::Migrator;

/// The last file of the first set.
const FIRST: i64 = 5;
/// Rows in each table.
const ROWS: i64 = 3;

/// The first files of a set alone.
fn first(all: &Migrator) -> Migrator {
    let files = all.iter().filter(|file| file.version <= FIRST).cloned().collect();
    Migrator { migrations: Cow::Owned(files), ..Migrator::DEFAULT }
}

async fn make_first(db: &Db) {
    match db {
        Db::Sqlite { writer, .. } => first(&sqlx::migrate!("../migrations/sqlite")).run(writer).await,
        Db::Postgres(pool) => first(&sqlx::migrate!("../migrations/postgres")).run(pool).await,
    }
    .unwrap();
}

/// Table, column, type, in the order in which they stand.
async fn columns(office: &Office) -> Vec<(String, String, String)> {
    let text = if office.db.is_postgres() {
        "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' ORDER BY table_name, ordinal_position"
    } else {
        "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations' \
         AND m.name NOT LIKE '%\\_terms%' ESCAPE '\\' ORDER BY m.name, c.cid"
    };
    Sql::new(text).fetch_all(&office.db).await.unwrap()
}

type Tables = BTreeMap<String, Vec<(String, String)>>;

async fn tables(office: &Office) -> Tables {
    let mut tables = Tables::new();
    for (table, column, kind) in columns(office).await {
        tables.entry(table).or_default().push((column, kind.to_uppercase()));
    }
    tables
}

/// A value that every constraint takes: row `n` refers to rows `n` of other tables.
fn value(column: &str, kind: &str, n: i64) -> String {
    match kind {
        "BOOLEAN" => "TRUE".to_owned(),
        "TSVECTOR" => format!("CAST('''w{n}''' AS TSVECTOR)"),
        "TEXT" if column == "currency" => "'CNY'".to_owned(),
        "TEXT" => format!("'{column} 第{n}'"),
        _ => n.to_string(),
    }
}

async fn fill(office: &Office, tables: &Tables) {
    let mut tx = office.db.begin().await.unwrap();
    if tx.is_postgres() {
        Sql::new("SET LOCAL session_replication_role = replica").execute_in(&mut tx).await.unwrap();
    } else {
        Sql::new("PRAGMA defer_foreign_keys = ON").execute_in(&mut tx).await.unwrap();
    }
    for (table, columns) in tables {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        for n in 1..=ROWS {
            let values: Vec<String> = columns.iter().map(|(name, kind)| value(name, kind, n)).collect();
            let text = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "));
            Sql::new(&text).execute_in(&mut tx).await.expect(&text);
        }
    }
    tx.commit().await.unwrap();
}

/// What stands in these columns of every table.
async fn content(office: &Office, tables: &Tables) -> BTreeMap<String, Vec<String>> {
    let mut content = BTreeMap::new();
    for (table, columns) in tables {
        for (column, _) in columns {
            let text = format!("SELECT CAST({column} AS TEXT) FROM {table} ORDER BY 1");
            let values: Vec<(String,)> = Sql::new(&text).fetch_all(&office.db).await.expect(&text);
            content.insert(format!("{table}.{column}"), values.into_iter().map(|(text,)| text).collect());
        }
    }
    content
}

async fn comes_up_to_date(office: common::Own) {
    make_first(&office.db).await;
    let before = tables(&office).await;
    assert!(before.contains_key("orders") && before.contains_key("statement_lines"), "{before:?}");
    fill(&office, &before).await;
    let was = content(&office, &before).await;
    office.db.migrate().await.unwrap();
    let after = tables(&office).await;
    let kept: Tables = before
        .into_iter()
        .filter_map(|(table, columns)| {
            let there = after.get(&table)?;
            let named = |(name, _): &(String, String)| there.iter().any(|(other, _)| other == name);
            Some((table, columns.into_iter().filter(named).collect()))
        })
        .collect();
    for (column, values) in content(&office, &kept).await {
        assert_eq!(values.len() as i64, ROWS, "{column}");
        assert_eq!(values, was[&column], "{column}");
    }
    office.db.migrate().await.expect("a second time changes nothing");
    // The tables of the newest code serve what the old ones held.
    let orders = Sql::new("SELECT COUNT(*) FROM orders o JOIN order_lines l ON l.order_id = o.id");
    let (joined,): (i64,) = orders.fetch_optional(&office.db).await.unwrap().unwrap();
    assert_eq!(joined, ROWS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    comes_up_to_date(common::empty_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    comes_up_to_date(common::empty_postgres().await).await;
}
