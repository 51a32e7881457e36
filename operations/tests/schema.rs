//! Both folders of migrations give the same tables, columns, keys and indexes.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use operations::{Office, db::Sql};

/// One sentence for everything that a schema says.
type Facts = BTreeSet<String>;

/// Names are searched by an index of a kind that only one engine has: on SQLite tables of their own,
/// on PostgreSQL a column with an index.
fn is_of_search(name: &str) -> bool {
    name.contains("_terms") || name == "terms"
}

/// Types and literals as SQLite writes them.
fn plain(text: &str) -> String {
    let text = text.replace("::text", "").replace("::bigint", "").replace(['(', ')'], " ");
    text.split_whitespace()
        .map(|word| match word {
            "BIGINT" | "bigint" | "BOOLEAN" | "boolean" | "integer" => "INTEGER",
            "text" => "TEXT",
            "TRUE" | "true" => "1",
            "FALSE" | "false" => "0",
            other => other,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

async fn rows<T>(office: &Office, text: &str) -> Vec<T>
where
    T: Send
        + Unpin
        + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
{
    Sql::new(text).fetch_all(&office.db).await.expect(text)
}

/// Table, column, type, NOT NULL, default.
type Column = (String, String, String, bool, Option<String>);
/// Table, name (empty for a constraint), unique, column, its place.
type Key = (String, String, bool, String, i64);
/// Table, key, column, other table, its column.
type Reference = (String, String, String, String, String);

fn columns(found: Vec<Column>) -> Facts {
    found
        .into_iter()
        .filter(|(_, name, ..)| !is_of_search(name))
        .map(|(table, name, kind, needed, default)| {
            let needed = if needed { " NOT NULL" } else { "" };
            let default = default.map(|text| format!(" DEFAULT {}", plain(&text))).unwrap_or_default();
            format!("column {table}.{name} {}{needed}{default}", plain(&kind))
        })
        .collect()
}

/// `conditions`: of partial indexes, by name.
fn keys(found: Vec<Key>, conditions: &BTreeMap<String, String>) -> Facts {
    let mut of_index: BTreeMap<(String, String, bool), Vec<(i64, String)>> = BTreeMap::new();
    for (table, name, unique, column, place) in found {
        of_index.entry((table, name, unique)).or_default().push((place, column));
    }
    of_index
        .into_iter()
        .filter(|((_, name, _), _)| !is_of_search(name))
        .map(|((table, name, unique), mut columns)| {
            columns.sort();
            let columns: Vec<String> = columns.into_iter().map(|(_, column)| column).collect();
            let condition =
                conditions.get(&name).map(|text| format!(" WHERE {}", plain(text))).unwrap_or_default();
            // What a constraint is called is the engine's choice.
            let name =
                if name.ends_with("_key") || name.starts_with("sqlite_autoindex") { "" } else { &name };
            let unique = if unique { " unique" } else { "" };
            format!("index {table} {name}{unique} ({}){condition}", columns.join(", "))
        })
        .collect()
}

fn references(found: Vec<Reference>) -> Facts {
    found
        .chunk_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1))
        .map(|pairs| {
            let (table, _, _, other, _) = &pairs[0];
            let columns: Vec<&str> = pairs.iter().map(|pair| pair.2.as_str()).collect();
            let its: Vec<&str> = pairs.iter().map(|pair| pair.4.as_str()).collect();
            format!("reference {table} ({}) to {other} ({})", columns.join(", "), its.join(", "))
        })
        .collect()
}

const OWN: &str = "m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'";

async fn of_sqlite(office: &Office) -> Facts {
    let mine = |text: &str| text.replace("OWN", OWN);
    let mut facts = columns(
        rows::<Column>(
            office,
            // A key is never NULL, though SQLite does not say so.
            &mine(
                "SELECT m.name, c.name, c.type, c.\"notnull\" OR c.pk > 0, c.dflt_value \
                 FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE OWN",
            ),
        )
        .await
        .into_iter()
        .filter(|(table, ..)| !is_of_search(table))
        .collect(),
    );
    let partial = rows::<(String, String)>(
        office,
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
    )
    .await;
    let conditions = partial
        .into_iter()
        .map(|(name, sql)| (name, sql.split_once(" WHERE ").unwrap().1.to_owned()))
        .collect();
    facts.extend(keys(
        rows(
            office,
            &mine(
                "SELECT m.name, i.name, i.\"unique\" = 1, c.name, c.seqno FROM sqlite_master m \
                 JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c WHERE OWN AND i.origin <> 'pk'",
            ),
        )
        .await,
        &conditions,
    ));
    facts.extend(references(
        rows(
            office,
            &mine(
                "SELECT m.name, CAST(k.id AS TEXT), k.\"from\", k.\"table\", k.\"to\" FROM sqlite_master m \
                 JOIN pragma_foreign_key_list(m.name) k WHERE OWN ORDER BY m.name, k.id, k.seq",
            ),
        )
        .await,
    ));
    facts
}

async fn of_postgres(office: &Office) -> Facts {
    let mut facts = columns(
        rows(
            office,
            "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'NO', \
             CASE WHEN is_identity = 'NO' THEN column_default::text END FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
        )
        .await,
    );
    let conditions = rows::<(String, String)>(
        office,
        "SELECT i.relname::text, pg_get_expr(x.indpred, x.indrelid) FROM pg_index x \
         JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indpred IS NOT NULL",
    )
    .await
    .into_iter()
    .collect();
    facts.extend(keys(
        rows(
            office,
            "SELECT t.relname::text, i.relname::text, x.indisunique, \
             CASE WHEN x.indkey[a.attnum - 1] = 0 THEN '' ELSE a.attname::text END, a.attnum::bigint \
             FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
             JOIN pg_attribute a ON a.attrelid = i.oid WHERE t.relnamespace = 'public'::regnamespace \
             AND NOT x.indisprimary AND t.relname <> '_sqlx_migrations'",
        )
        .await,
        &conditions,
    ));
    facts.extend(references(
        rows(
            office,
            "SELECT t.relname::text, k.conname::text, a.attname::text, o.relname::text, b.attname::text \
             FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid \
             CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS pair (mine, its, place) \
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.mine \
             JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.its \
             WHERE k.contype = 'f' ORDER BY t.relname, k.conname, pair.place",
        )
        .await,
    ));
    facts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_folders_give_the_same_schema() {
    let (sqlite, postgres) = (common::sqlite().await, common::postgres().await);
    let (sqlite, postgres) = (of_sqlite(&sqlite).await, of_postgres(&postgres).await);
    let (only_sqlite, only_postgres): (Vec<_>, Vec<_>) =
        (sqlite.difference(&postgres).collect(), postgres.difference(&sqlite).collect());
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "only in sqlite/: {only_sqlite:#?}\nonly in postgres/: {only_postgres:#?}"
    );
    for known in [
        "column orders.order_no TEXT NOT NULL",
        "column staff.state TEXT NOT NULL DEFAULT 'invited'",
        "index orders  unique (order_no)",
        "index orders orders_created (created_at, id)",
        "index jobs jobs_due (run_at, id) WHERE state = 'queued'",
        "reference order_lines (order_id) to orders (id)",
    ] {
        assert!(sqlite.contains(known), "the reading of a schema has lost: {known}");
    }
}
