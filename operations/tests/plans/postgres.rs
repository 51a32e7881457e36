//! Plans of PostgreSQL, which come with its notices, made with the figures of a million rows.

use operations::{
    Office,
    db::{Db, Sql},
};
use serde_json::Value;

use crate::{FIGURES, GROWING, books, common};

/// An office whose connections are told the plan of everything that they ask.
pub async fn office() -> Office {
    let office = common::postgres().await;
    let Db::Postgres(pool) = &office.db else { unreachable!("it is PostgreSQL") };
    let (name,): (String,) = sqlx::query_as("SELECT current_database()::text").fetch_one(pool).await.unwrap();
    for setting in [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_level = 'notice'",
        "auto_explain.log_format = 'json'",
    ] {
        let text = format!("ALTER DATABASE {name} SET {setting}");
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(pool).await.unwrap();
    }
    common::again(&office, &name).await
}

/// Says of every table that grows that it has a million rows, spread as those that are there.
pub async fn set_figures(office: &Office) {
    books::execute(office, &Sql::new("ANALYZE")).await;
    for table in GROWING {
        // The planner takes the pages that are there and the rows of a page from here.
        let text = format!(
            "UPDATE pg_class SET relpages = GREATEST(relpages, 1), reltuples = CASE WHEN relkind = 'r' OR \
             relkind = 'i' THEN {FIGURES} END WHERE relnamespace = 'public'::regnamespace AND (relname = '{table}' \
             OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = '{table}'::regclass))"
        );
        books::execute(office, &Sql::new(&text)).await;
    }
}

/// What a plan walks through, with the statement; `None` when it is good.
pub fn walk(plan: &str) -> Option<String> {
    let plan: Value = serde_json::from_str(plan).unwrap();
    let found = walks_through(&plan["Plan"], None)?;
    Some(format!("PostgreSQL: {}\n  {found}", plan["Query Text"].as_str().unwrap_or_default()))
}

/// `limit`: what the planner thinks that it costs to get as many rows as are asked for.
#[expect(clippy::float_arithmetic, reason = "the planner's costs are no money")]
fn walks_through(node: &Value, limit: Option<f64>) -> Option<String> {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let table = node["Relation Name"].as_str().unwrap_or_default();
    let cost = node["Total Cost"].as_f64().unwrap_or_default();
    // Rows that are everywhere are soon found, in whatever order.
    let ends_early = limit.is_some_and(|limit| limit * 10.0 < cost);
    let whole_index = kind.starts_with("Index") && node["Index Cond"].is_null() && limit.is_none();
    if GROWING.contains(&table) && (kind == "Seq Scan" && !ends_early || whole_index) {
        return Some(format!("{kind} of {table} {}", node["Index Name"].as_str().unwrap_or_default()));
    }
    let limit = if kind == "Limit" { Some(cost) } else { limit };
    node["Plans"].as_array()?.iter().find_map(|child| walks_through(child, limit))
}
