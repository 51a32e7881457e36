//! Searching names: whatever words of a name somebody types, in any order and any script.

mod meant;
pub(crate) mod terms;

pub(crate) use meant::MeantNames;
pub use terms::Excerpt;
pub(crate) use terms::excerpt;

use domain::text;

use crate::{
    Office, Result, customers,
    db::{Bulk, Db, Sql, Tx},
    products, skus,
};

/// Up to so many names are looked up by row.
const MOST: i64 = 200;

/// So many names are looked through for the nearest.
const READ: i64 = 1_000;

/// The words of a text, folded: each of them must be in a name, wherever.
fn words(given: &str) -> Vec<String> {
    text::folded(given).split_whitespace().map(str::to_owned).collect()
}

/// The neighbouring pairs of characters of a text, folded, letters and digits only:
/// `华为云 A1` gives `华为`, `为云`, `a1`. They are how names are searched, Chinese included.
#[must_use]
pub fn pairs(text: &str) -> Vec<String> {
    let folded = text::folded(text);
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

/// Names that are searched: of customers, products, SKUs. A value of the noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Their table, with `id`, `code`, `name` and `folded`, which is NULL until it is known.
    pub table: &'static str,
    /// SQLite's index of their pairs; PostgreSQL keeps them in the table itself.
    pub terms: &'static str,
    /// Of what a row goes by, the text that is searched.
    pub text: &'static str,
}

impl Names {
    /// Remembers how a name is found; replaces what was remembered before.
    pub async fn index(self, tx: &mut Tx, id: i64, name: &str, is_new: bool) -> Result<(), sqlx::Error> {
        if !is_new {
            self.forget(tx, id).await?;
        }
        self.index_new(tx, &[(id, name)]).await
    }

    /// Forgets how a name is found. PostgreSQL keeps that in its row.
    pub(crate) async fn forget(self, tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
        if !tx.is_postgres() {
            let mut old = Sql::new("DELETE FROM ");
            old.push(self.terms).push(" WHERE rowid = ").arg(id);
            old.execute_in(tx).await?;
        }
        Ok(())
    }

    /// Remembers how many new names are found.
    pub(crate) async fn index_new(self, tx: &mut Tx, names: &[(i64, &str)]) -> Result<(), sqlx::Error> {
        let table = self.table;
        let terms = |name: &str| (pairs(name), text::folded(name));
        if tx.is_postgres() {
            let mut bulk = Bulk::new(3);
            for (id, name) in names {
                let (pairs, folded) = terms(name);
                bulk.row([(*id).into(), quoted(&pairs, " ").into(), folded.into()]);
            }
            let head = format!(
                "UPDATE {table} SET terms = CAST(v.terms AS TSVECTOR), folded = v.folded FROM (VALUES "
            );
            return bulk
                .execute(tx, &head, &format!(") AS v (id, terms, folded) WHERE {table}.id = v.id"))
                .await;
        }
        let (mut index, mut columns) = (Bulk::new(2), Bulk::new(2));
        for (id, name) in names {
            let (pairs, folded) = terms(name);
            index.row([(*id).into(), pairs.join(" ").into()]);
            columns.row([(*id).into(), folded.into()]);
        }
        index.execute(tx, &format!("INSERT INTO {} (rowid, terms) VALUES ", self.terms), "").await?;
        let tail = format!(") UPDATE {table} SET folded = v.folded FROM v WHERE {table}.id = v.id");
        columns.execute(tx, "WITH v (id, folded) AS (VALUES ", &tail).await
    }

    /// Appends a query of the rows whose code is the text, or whose name has all of its words.
    pub(crate) fn select(self, db: &Db, sql: &mut Sql, given: &str) {
        sql.push("SELECT id FROM ").push(self.table).push(" WHERE code = ").arg(text::plain(given).as_ref());
        sql.push(" UNION SELECT id FROM ").push(self.table).push(" WHERE ");
        // Pairs may stand apart in a name; a word may not.
        if self.having(db, sql, given).is_some() {
            sql.push(" AND ");
        }
        self.holding(sql, "", given);
    }

    /// Appends a condition on a row of the table: the name holds every pair of this text. `None` when the text is
    /// too short to have a pair.
    pub fn having(self, db: &Db, sql: &mut Sql, text: &str) -> Option<()> {
        let pairs = pairs(text);
        if pairs.is_empty() {
            return None;
        }
        match db {
            Db::Postgres(_) => {
                sql.push("terms @@ CAST(").arg(quoted(&pairs, " & ")).push(" AS TSQUERY)");
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

    /// Appends a condition on the names themselves: it has every word. `alias` is that of their table,
    /// with its dot.
    fn holding(self, sql: &mut Sql, alias: &str, given: &str) {
        for (at, word) in words(given).iter().enumerate() {
            sql.push(if at > 0 { " AND " } else { "" }).push("COALESCE(").push(alias).push("folded, LOWER(");
            sql.push(alias).push("name)) LIKE ").arg(pattern(word)).push(" ESCAPE '!'");
        }
    }

    /// Appends a condition for whoever looks at each row in turn: [`Self::select`] has it.
    pub(crate) fn meets(self, sql: &mut Sql, alias: &str, given: &str) {
        sql.push("(").push(alias).push("code = ").arg(text::plain(given).as_ref()).push(" OR (");
        self.holding(sql, alias, given);
        sql.push("))");
    }

    /// Rows with code and name whose code is the text or whose name has all of its words: exact ones first,
    /// then those that begin with it, shorter ones before longer ones. At most [`MOST`].
    pub(crate) async fn nearest(self, office: &Office, given: &str) -> Result<Vec<(i64, String, String)>> {
        let (folded, words) = (text::folded(given), words(given));
        let exact = text::plain(given).into_owned();
        let columns = "SELECT id, code, name FROM ";
        let mut sql = Sql::new(columns);
        sql.push(self.table).push(" WHERE code = ").arg(exact.as_str()).push(" UNION SELECT * FROM (");
        sql.push(columns).push(self.table).push(" WHERE ");
        if self.having(&office.db, &mut sql, given).is_none() {
            self.holding(&mut sql, "", given);
        }
        sql.limit(READ).push(") AS held");
        let rows: Vec<(i64, String, String)> = sql.fetch_all(&office.db).await?;
        let near = |code: &str, name: &str| match text::folded(name) {
            _ if code == exact => Some(0),
            name if name == folded => Some(0),
            name if name.starts_with(&folded) => Some(1),
            name => words.iter().all(|word| name.contains(word.as_str())).then_some(2),
        };
        let mut rows: Vec<_> = rows
            .into_iter()
            .filter_map(|row| Some(((near(&row.1, &row.2)?, row.2.chars().count(), row.0), row)))
            .collect();
        rows.sort_unstable();
        Ok(rows.into_iter().take(MOST as usize).map(|(_, row)| row).collect())
    }

    async fn fold(self, office: &Office) -> Result<u64> {
        let mut count = 0;
        loop {
            let mut sql = Sql::new("SELECT id, ");
            sql.push(self.text).push(" FROM ").push(self.table).push(" WHERE folded IS NULL ORDER BY id");
            sql.limit(SLICE);
            let mut tx = office.db.begin().await?;
            let rows: Vec<(i64, String)> = sql.fetch_all_in(&mut tx).await?;
            for (id, text) in &rows {
                self.index(&mut tx, *id, text, false).await?;
            }
            tx.commit().await?;
            count += rows.len() as u64;
            if rows.len() < SLICE as usize {
                return Ok(count);
            }
        }
    }
}

/// Folds names that are not folded yet, because they were in the books before names were folded. How many.
///
/// # Errors
/// What the database said.
pub async fn fold(office: &Office) -> Result<u64> {
    let mut count = 0;
    for names in [customers::NAMES, products::NAMES, skus::NAMES] {
        count += names.fold(office).await?;
    }
    Ok(count)
}

/// Names that are folded in one transaction.
const SLICE: i64 = 200;

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

impl Found {
    /// Nothing.
    pub(crate) const NONE: Self = Self::Rows(Vec::new());

    /// Whether there is any.
    pub(crate) fn is_some(&self) -> bool {
        *self != Self::NONE
    }
}

/// Rows whose code is the text or whose name has all of its words.
pub(crate) async fn find(office: &Office, names: Names, given: &str) -> Result<Found> {
    let mut sql = Sql::new("SELECT id, '' AS folded, TRUE AS exact FROM ");
    sql.push(names.table).push(" WHERE code = ").arg(text::plain(given).as_ref());
    sql.push(
        " UNION ALL SELECT id, folded, FALSE FROM (SELECT id, COALESCE(folded, LOWER(name)) AS folded FROM ",
    );
    sql.push(names.table).push(" WHERE ");
    if names.having(&office.db, &mut sql, given).is_none() {
        // Too short for the index. There are far fewer names than orders.
        names.holding(&mut sql, "", given);
    }
    sql.limit(MOST + 1).push(") AS held");
    let found: Vec<(i64, String, bool)> = sql.fetch_all(&office.db).await?;
    if found.iter().filter(|(.., exact)| !exact).count() > MOST as usize {
        return Ok(Found::TooMany);
    }
    // Pairs may stand apart in a name; a word may not. Looked at here, because a condition on the text of
    // names has PostgreSQL go through all of them.
    let words = words(given);
    let holds = |name: &str| words.iter().all(|word| name.contains(word.as_str()));
    let mut rows: Vec<i64> =
        found.iter().filter(|(_, name, exact)| *exact || holds(name)).map(|(id, ..)| *id).collect();
    rows.sort_unstable();
    rows.dedup();
    Ok(Found::Rows(rows))
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
        assert_eq!(pairs("ZOE\u{308}"), ["zo", "oë"]);
        assert!(pairs("云").is_empty());
        assert!(pairs("' \" ; --").is_empty());
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(words(" 云启　ＳＨ "), ["云启", "sh"]);
    }

    #[test]
    fn signs_of_like_are_escaped() {
        assert_eq!(pattern("50%_A!"), "%50!%!_a!!%");
    }
}
