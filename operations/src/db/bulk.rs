//! Many rows in few statements.
//!
//! Statements come in a few sizes only, so that they stay prepared. SQLite gets plain `?`
//! placeholders here: it looks numbered ones up one after the other, which is quadratic in a
//! statement with thousands of them.

use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::{Arg, Sql, Tx};

/// Rows per statement, largest first. 256 rows of 27 values are well below the 32,766 values that
/// SQLite takes.
const SIZES: [usize; 5] = [256, 64, 16, 4, 1];

/// Rows of the same width, to be inserted.
#[derive(Debug)]
pub(crate) struct Bulk {
    width: usize,
    args: Vec<Arg>,
}

impl Bulk {
    /// No rows yet; each has so many values.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, args: Vec::new() }
    }

    /// Whether there is no row.
    pub(crate) const fn is_empty(&self) -> bool {
        self.args.is_empty()
    }

    /// Appends a row.
    pub(crate) fn row<const N: usize>(&mut self, values: [Arg; N]) {
        debug_assert_eq!(N, self.width);
        self.args.extend(values);
    }

    /// Appends values; whole rows in the end.
    pub(crate) fn extend(&mut self, values: impl IntoIterator<Item = Arg>) {
        self.args.extend(values);
    }

    /// Runs `head (…), (…) tail` until every row is in.
    pub(crate) async fn execute(self, tx: &mut Tx, head: &str, tail: &str) -> Result<(), sqlx::Error> {
        for sql in self.statements(tx.is_postgres(), head, tail) {
            sql.execute_in(tx).await?;
        }
        Ok(())
    }

    /// As [`Bulk::execute`], with what `RETURNING` in the tail gives.
    pub(crate) async fn returning<T>(self, tx: &mut Tx, head: &str, tail: &str) -> Result<Vec<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let mut rows = Vec::with_capacity(self.args.len() / self.width.max(1));
        for sql in self.statements(tx.is_postgres(), head, tail) {
            rows.extend(sql.fetch_all_in(tx).await?);
        }
        Ok(rows)
    }

    fn statements(self, numbered: bool, head: &str, tail: &str) -> Vec<Sql> {
        let mut left = self.args.len() / self.width.max(1);
        let mut args = self.args.into_iter();
        let mut statements = Vec::new();
        for size in SIZES {
            while left >= size {
                let mut text = String::with_capacity(head.len() + tail.len() + size * self.width * 6);
                text.push_str(head);
                for row in 0..size {
                    text.push_str(if row == 0 { "(" } else { ", (" });
                    placeholders(&mut text, numbered, row * self.width, self.width);
                    text.push(')');
                }
                text.push_str(tail);
                statements.push(Sql::prepared(text, args.by_ref().take(size * self.width).collect()));
                left -= size;
            }
        }
        statements
    }
}

fn placeholders(text: &mut String, numbered: bool, before: usize, count: usize) {
    for n in 1..=count {
        if n > 1 {
            text.push(',');
        }
        if numbered {
            text.push('$');
            text.push_str(&(before + n).to_string());
        } else {
            text.push('?');
        }
    }
}

/// All rows whose key is one of these: `head (…) tail`. The list is filled up with its last key to
/// one of a few lengths.
pub(crate) async fn matching<T, A>(
    tx: &mut Tx,
    head: &str,
    keys: &[A],
    tail: &str,
) -> Result<Vec<T>, sqlx::Error>
where
    T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    A: Clone + Into<Arg>,
{
    const MOST: usize = 512;
    let mut rows = Vec::new();
    for keys in keys.chunks(MOST) {
        let size = [8, 64, 256, MOST].into_iter().find(|size| keys.len() <= *size).unwrap_or(MOST);
        let Some(last) = keys.last() else { continue };
        let mut args: Vec<Arg> = keys.iter().cloned().map(Into::into).collect();
        args.resize(size, last.clone().into());
        let mut text = format!("{head} (");
        placeholders(&mut text, tx.is_postgres(), 0, size);
        text.push(')');
        text.push_str(tail);
        rows.extend(Sql::prepared(text, args).fetch_all_in(tx).await?);
    }
    Ok(rows)
}

/// A row for each of these texts: `head VALUES (…), (…) tail`, a list with one column, `column1`.
/// For keys of which the index has another column in front: given `IN`, PostgreSQL may read all
/// rows of that column instead. The list is filled up with NULL.
pub(crate) async fn for_each<T>(
    tx: &mut Tx,
    head: &str,
    keys: &[&str],
    tail: &str,
) -> Result<Vec<T>, sqlx::Error>
where
    T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
{
    const SIZE: usize = 64;
    let mut rows = Vec::new();
    for keys in keys.chunks(SIZE) {
        let mut args: Vec<Arg> = keys.iter().map(|key| Arg::MaybeText(Some((*key).to_owned()))).collect();
        args.resize(SIZE, Arg::MaybeText(None));
        let mut text = format!("{head} VALUES ");
        for n in 0..SIZE {
            text.push_str(if n == 0 { "(" } else { "), (" });
            placeholders(&mut text, tx.is_postgres(), n, 1);
        }
        text.push(')');
        text.push_str(tail);
        rows.extend(Sql::prepared(text, args).fetch_all_in(tx).await?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_spread_over_a_few_sizes() {
        let mut bulk = Bulk::new(2);
        for n in 0..70 {
            bulk.row([Arg::Int(n), Arg::Int(-n)]);
        }
        let statements = bulk.statements(true, "INSERT INTO t (a, b) VALUES ", " RETURNING a");
        let counts: Vec<usize> = statements.iter().map(|sql| sql.text().matches('$').count()).collect();
        assert_eq!(counts, [128, 8, 2, 2]);
        assert_eq!(statements[2].text(), "INSERT INTO t (a, b) VALUES ($1,$2) RETURNING a");
    }
}
