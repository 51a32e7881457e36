//! The few places where SQLite and PostgreSQL need different words.

use super::{Db, Sql, Tx};

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

/// Which names are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Customers.
    Customers,
    /// Products.
    Products,
}

impl Names {
    /// The table.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Products => "products",
        }
    }

    const fn terms(self) -> &'static str {
        match self {
            Self::Customers => "customer_terms",
            Self::Products => "product_terms",
        }
    }

    /// Remembers how a name is found; replaces what was remembered before.
    ///
    /// # Errors
    /// What the database said.
    pub async fn index(self, tx: &mut Tx, id: i64, name: &str, is_new: bool) -> Result<(), sqlx::Error> {
        let pairs = pairs(name);
        let mut sql = Sql::default();
        if tx.is_postgres() {
            sql.push("UPDATE ").push(self.table()).push(" SET terms = CAST(").arg(quoted(&pairs, " "));
            sql.push(" AS TSVECTOR) WHERE id = ").arg(id);
        } else {
            if !is_new {
                let mut old = Sql::new("DELETE FROM ");
                old.push(self.terms()).push(" WHERE rowid = ").arg(id);
                old.execute_in(tx).await?;
            }
            sql.push("INSERT INTO ").push(self.terms()).push(" (rowid, terms) VALUES (").arg(id);
            sql.push(", ").arg(pairs.join(" ")).push(")");
        }
        sql.execute_in(tx).await.map(|_| ())
    }

    /// Remembers how many new names are found.
    ///
    /// # Errors
    /// What the database said.
    pub(crate) async fn index_new(self, tx: &mut Tx, names: &[(i64, &str)]) -> Result<(), sqlx::Error> {
        let postgres = tx.is_postgres();
        let mut bulk = super::Bulk::new(2);
        for (id, name) in names {
            let pairs = pairs(name);
            let terms = if postgres { quoted(&pairs, " ") } else { pairs.join(" ") };
            bulk.row([(*id).into(), terms.into()]);
        }
        let (head, tail) = if postgres {
            (
                format!("UPDATE {} SET terms = CAST(v.terms AS TSVECTOR) FROM (VALUES ", self.table()),
                format!(") AS v (id, terms) WHERE {}.id = v.id", self.table()),
            )
        } else {
            (format!("INSERT INTO {} (rowid, terms) VALUES ", self.terms()), String::new())
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
                sql.push("id IN (SELECT id FROM ").push(self.table()).push(" WHERE terms @@ CAST(");
                sql.arg(quoted(&pairs, " & ")).push(" AS TSQUERY))");
            }
            Db::Sqlite { .. } => {
                let terms: Vec<String> = pairs.iter().map(|p| format!("\"{p}\"")).collect();
                sql.push("id IN (SELECT rowid FROM ").push(self.terms()).push(" WHERE ");
                // The index keeps no columns, so the table itself is asked.
                sql.push(self.terms()).push(" MATCH ");
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

/// Locks a row until the transaction ends: PostgreSQL needs a word for it, on SQLite the
/// transaction has the only write lock already.
#[must_use]
pub const fn for_update(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE" } else { "" }
}

/// Lets only one import into the books at a time; the others wait here until its transaction has
/// ended. On SQLite the transaction has the only write lock already.
///
/// PostgreSQL plans with statistics from before the import, and keeps a plan that it made while
/// the tables were small: a scan of the whole table for every batch. All that an import looks up it
/// looks up by key, so scans are out of the question until its transaction ends.
///
/// # Errors
/// What the database said.
pub(crate) async fn one_import_at_a_time(tx: &mut Tx) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(open) = tx {
        for text in [
            // Any number that nothing else locks; this one spells "import".
            "SELECT pg_advisory_xact_lock(115923240908404)",
            "SET LOCAL enable_seqscan = off",
            "DISCARD PLANS",
        ] {
            sqlx::query(text).execute(&mut **open).await?;
        }
    }
    Ok(())
}

/// Row ids for so many new orders. Getting them first saves reading back what was inserted.
///
/// # Errors
/// What the database said.
pub(crate) async fn new_order_ids(tx: &mut Tx, count: usize) -> Result<Vec<i64>, sqlx::Error> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match tx {
        Tx::Postgres(open) => {
            let text = "SELECT nextval(pg_get_serial_sequence('orders', 'id')) FROM generate_series(1, $1)";
            sqlx::query_scalar(text).bind(count).fetch_all(&mut **open).await
        }
        // The transaction has the only write lock, so nobody else takes the next ids.
        Tx::Sqlite(open) => {
            let last: i64 =
                sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM orders").fetch_one(&mut **open).await?;
            Ok((1..=count).map(|n| last + n).collect())
        }
    }
}

/// Lets a worker take a row of a queue that no other one has taken.
#[must_use]
pub(crate) const fn skip_locked(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" }
}

/// Stands between the fields of a row in [`joined_rows`]. No text in the books holds it: control
/// characters are taken out where texts come in.
pub(crate) const FIELD: char = '\u{1f}';
/// Stands between the rows of [`joined_rows`].
pub(crate) const ROW: char = '\u{1e}';

/// Begins a query that gives all its rows as one text, NULL as nothing: fetching a row costs much
/// more than its bytes. The caller appends `FROM …` with its order, the limit, and `) AS joined`.
/// The rows come in that order on both engines, although neither promises it; asking for the order
/// again costs as much as everything else together, so the caller looks whether it was kept.
pub(crate) fn joined_rows(postgres: bool, fields: &[&str]) -> Sql {
    let mut sql = Sql::new(if postgres { "SELECT string_agg(" } else { "SELECT group_concat(" });
    sql.push("line, '").push(ROW.encode_utf8(&mut [0; 4])).push("') FROM (SELECT format('");
    // The same function on both engines, and much faster than a chain of `||`.
    for i in 0..fields.len() {
        if i > 0 {
            sql.push(FIELD.encode_utf8(&mut [0; 4]));
        }
        sql.push("%s");
    }
    sql.push("', ").push(&fields.join(", ")).push(") AS line");
    sql
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
}
