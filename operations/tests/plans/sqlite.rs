//! Plans of SQLite. They do not depend on what is in the tables: it keeps no figures here.

use std::collections::BTreeSet;

use operations::{Office, db::Sql};

use crate::GROWING;

/// Statements that walk through a table that grows, each with its plan.
pub async fn walks(office: &Office, statements: &BTreeSet<String>) -> Vec<String> {
    let mut walks = Vec::new();
    for text in statements.iter().filter(|text| reads(text)) {
        let sql = Sql::new(&format!("EXPLAIN QUERY PLAN {text}"));
        let steps: Vec<(i64, i64, i64, String)> = sql.fetch_all(&office.db).await.expect(text);
        let steps: Vec<String> = steps.into_iter().map(|(.., step)| step).collect();
        if steps.iter().any(|step| walks_through(step, text)) {
            walks.push(format!("SQLite: {text}\n  {}", steps.join("\n  ")));
        }
    }
    walks
}

/// An insertion of values reads nothing: SQLite only prepares to look for rows that would refer to them.
fn reads(text: &str) -> bool {
    ["SELECT", "UPDATE", "DELETE", "WITH"].iter().any(|word| text.starts_with(word))
        || text.contains(" SELECT ")
}

/// `SCAN o` goes from end to end; `SCAN o USING INDEX …` in the order of an index, and a limit ends it, as
/// it does in the order of the rows themselves.
fn walks_through(step: &str, text: &str) -> bool {
    let Some(rest) = step.strip_prefix("SCAN ") else { return false };
    let name = rest.split_whitespace().next().unwrap_or_default();
    let ordered = rest.contains("USING")
        || ["ORDER BY id", "ORDER BY e.id", "ORDER BY i.id", "ORDER BY s.id"].iter().any(|order| {
            text.contains(&format!("{order} LIMIT")) || text.contains(&format!("{order} DESC LIMIT"))
        });
    GROWING.contains(&table_of(name, text)) && !(ordered && text.contains("LIMIT"))
}

/// The table behind an alias: `FROM orders o`, `JOIN orders o`, `orders AS o`.
fn table_of<'a>(alias: &'a str, text: &'a str) -> &'a str {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let named = words.windows(3).find_map(|three| {
        let table = GROWING.iter().find(|table| **table == three[0])?;
        (three[1] == alias || (three[1].eq_ignore_ascii_case("as") && three[2] == alias)).then_some(*table)
    });
    named.unwrap_or(alias)
}
