//! Searching names: whatever part of a name somebody types, in any script.

use domain::text;

use crate::{
    Office, Result,
    db::{Db, Sql, Tx},
};

/// Up to so many names are looked up by row.
const MOST: i64 = 200;

/// The neighbouring pairs of characters of a text, lower case and narrow, letters and digits only:
/// `华为云 A1` gives `华为`, `为云`, `a1`. They are how names are searched, Chinese included.
#[must_use]
pub fn pairs(text: &str) -> Vec<String> {
    let folded = domain::text::folded(text);
    let mut pairs: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = word.chars().collect();
        for pair in chars.windows(2) {
            let pair: String = pair.iter().collect();
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// Names that are searched: of customers, of products. A value of the noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Their table, with `id`, `code` and `name`.
    pub table: &'static str,
    /// SQLite's index of their pairs; PostgreSQL keeps them in the table itself.
    pub terms: &'static str,
}

impl Names {
    /// Remembers how a name is found; replaces what was remembered before.
    pub async fn index(self, tx: &mut Tx, id: i64, name: &str, is_new: bool) -> Result<(), sqlx::Error> {
        let pairs = pairs(name);
        let mut sql = Sql::default();
        if tx.is_postgres() {
            sql.push("UPDATE ").push(self.table).push(" SET terms = CAST(").arg(quoted(&pairs, " "));
            sql.push(" AS TSVECTOR) WHERE id = ").arg(id);
        } else {
            if !is_new {
                let mut old = Sql::new("DELETE FROM ");
                old.push(self.terms).push(" WHERE rowid = ").arg(id);
                old.execute_in(tx).await?;
            }
            sql.push("INSERT INTO ").push(self.terms).push(" (rowid, terms) VALUES (").arg(id);
            sql.push(", ").arg(pairs.join(" ")).push(")");
        }
        sql.execute_in(tx).await.map(|_| ())
    }

    /// Remembers how many new names are found.
    pub(crate) async fn index_new(self, tx: &mut Tx, names: &[(i64, &str)]) -> Result<(), sqlx::Error> {
        let postgres = tx.is_postgres();
        let mut bulk = crate::db::Bulk::new(2);
        for (id, name) in names {
            let pairs = pairs(name);
            let terms = if postgres { quoted(&pairs, " ") } else { pairs.join(" ") };
            bulk.row([(*id).into(), terms.into()]);
        }
        let (head, tail) = if postgres {
            (
                format!("UPDATE {} SET terms = CAST(v.terms AS TSVECTOR) FROM (VALUES ", self.table),
                format!(") AS v (id, terms) WHERE {}.id = v.id", self.table),
            )
        } else {
            (format!("INSERT INTO {} (rowid, terms) VALUES ", self.terms), String::new())
        };
        bulk.execute(tx, &head, &tail).await
    }

    /// Appends a condition on `id`: the name holds every pair of this text. `None` when the text is
    /// too short to have a pair.
    pub fn having(self, db: &Db, sql: &mut Sql, text: &str) -> Option<()> {
        let pairs = pairs(text);
        if pairs.is_empty() {
            return None;
        }
        match db {
            Db::Postgres(_) => {
                sql.push("id IN (SELECT id FROM ").push(self.table).push(" WHERE terms @@ CAST(");
                sql.arg(quoted(&pairs, " & ")).push(" AS TSQUERY))");
            }
            Db::Sqlite { .. } => {
                let terms: Vec<String> = pairs.iter().map(|p| format!("\"{p}\"")).collect();
                sql.push("id IN (SELECT rowid FROM ").push(self.terms).push(" WHERE ");
                // The index keeps no columns, so the table itself is asked.
                sql.push(self.terms).push(" MATCH ");
                sql.arg(terms.join(" AND ")).push(")");
            }
        }
        Some(())
    }
}

/// The pairs as PostgreSQL's text search writes words: `'华为' '为云'`.
fn quoted(pairs: &[String], between: &str) -> String {
    let quoted: Vec<String> = pairs.iter().map(|p| format!("'{p}'")).collect();
    quoted.join(between)
}

/// What was found of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// These rows.
    Rows(Vec<i64>),
    /// More than [`MOST`]: whoever asks looks at each name in turn.
    TooMany,
}

/// Rows whose code is the text or whose name holds it.
pub(crate) async fn find(office: &Office, names: Names, given: &str) -> Result<Found> {
    let mut by_code = Sql::new("SELECT id, name FROM ");
    by_code.push(names.table).push(" WHERE code = ").arg(text::plain(given).as_ref());
    if let Some((id, _)) = by_code.fetch_optional::<(i64, String)>(&office.db).await? {
        return Ok(Found::Rows(vec![id]));
    }
    let mut sql = Sql::new("SELECT id, name FROM ");
    sql.push(names.table).push(" WHERE ");
    let indexed = names.having(&office.db, &mut sql, given).is_some();
    if !indexed {
        // Too short for the index. There are far fewer names than orders.
        sql.push("LOWER(name) LIKE ").arg(pattern(given)).push(" ESCAPE '!'");
    }
    sql.limit(MOST + 1);
    let found: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    if found.len() > MOST as usize {
        return Ok(Found::TooMany);
    }
    // Pairs may stand apart in a name; what was typed may not.
    let folded = text::folded(given);
    let holds = |name: &str| !indexed || text::folded(name).contains(&folded);
    Ok(Found::Rows(found.into_iter().filter(|(_, name)| holds(name)).map(|(id, _)| id).collect()))
}

/// `%text%`, lower case, with the signs that LIKE takes for its own escaped by `!`.
pub(crate) fn pattern(given: &str) -> String {
    let mut pattern = String::from("%");
    for c in given.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_chinese_and_latin_names() {
        assert_eq!(pairs("华为云"), ["华为", "为云"]);
        assert_eq!(pairs("Acme-1 Ａ１"), ["ac", "cm", "me", "a1"]);
        assert!(pairs("云").is_empty());
        assert!(pairs("' \" ; --").is_empty());
    }

    #[test]
    fn signs_of_like_are_escaped() {
        assert_eq!(pattern("50%_A!"), "%50!%!_a!!%");
    }
}
