//! SQL that is put together at run time: text with `$n` placeholders and its arguments. Values
//! never become text.

use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::{Db, Tx};

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A whole number.
    Int(i64),
    /// A whole number or NULL.
    MaybeInt(Option<i64>),
    /// Text.
    Text(String),
    /// Text or NULL.
    MaybeText(Option<String>),
    /// True or false.
    Bool(bool),
}

impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}
impl From<Option<i64>> for Arg {
    fn from(v: Option<i64>) -> Self {
        Self::MaybeInt(v)
    }
}
impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<Option<String>> for Arg {
    fn from(v: Option<String>) -> Self {
        Self::MaybeText(v)
    }
}
impl From<bool> for Arg {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}

/// SQL text and its arguments.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    args: Vec<Arg>,
}

macro_rules! bound {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                Arg::Int(v) => query.bind(v),
                Arg::MaybeInt(v) => query.bind(v),
                Arg::Text(v) => query.bind(v),
                Arg::MaybeText(v) => query.bind(v),
                Arg::Bool(v) => query.bind(v),
            };
        }
        query
    }};
}

impl Sql {
    /// Begins with a fixed text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// A text whose placeholders stand in it already, in the order of its arguments.
    pub(super) const fn prepared(text: String, args: Vec<Arg>) -> Self {
        Self { text, args }
    }

    /// Appends fixed text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder for a value.
    pub fn arg(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// Appends `(a, b, c)` with a placeholder for each value.
    pub fn list<A: Into<Arg>>(&mut self, values: impl IntoIterator<Item = A>) -> &mut Self {
        self.push("(");
        for (i, value) in values.into_iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.arg(value);
        }
        self.push(")")
    }

    /// Appends ` AND column IN (…)`; what no row meets when there is none.
    pub fn among(&mut self, column: &str, rows: &[i64]) -> &mut Self {
        match rows {
            [] => self.push(" AND 1 = 0"),
            rows => self.push(" AND ").push(column).push(" IN ").list(rows.iter().copied()),
        }
    }

    /// Appends `column IN (…)` for rows that may be many: one argument, so that the statement stays the same.
    pub fn one_of(&mut self, is_postgres: bool, column: &str, rows: &[i64]) -> &mut Self {
        let rows = rows.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        self.push(column);
        if is_postgres {
            self.push(" = ANY(CAST(").arg(format!("{{{rows}}}")).push(" AS BIGINT[]))")
        } else {
            self.push(" IN (SELECT value FROM json_each(").arg(format!("[{rows}]")).push("))")
        }
    }

    /// Appends ` AND column = …` or ` AND column IN (…)`; nothing without codes.
    pub fn any_of(&mut self, column: &str, codes: &[&str]) -> &mut Self {
        match codes {
            [] => self,
            [code] => self.push(" AND ").push(column).push(" = ").arg(*code),
            several => self.push(" AND ").push(column).push(" IN ").list(several.iter().copied()),
        }
    }

    /// Appends ` LIMIT …`. As a sum, because SQLite looks at a limit that is a bare placeholder
    /// while it plans, and then plans anew for every number that is bound to it.
    pub fn limit(&mut self, most: i64) -> &mut Self {
        self.push(" LIMIT ").arg(most).push(" + 0")
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All rows.
    pub async fn fetch_all<T>(self, db: &Db) -> Result<Vec<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let Self { text, args } = self;
        crate::reading!(db, |pool| {
            bound!(sqlx::query_as::<_, T>(AssertSqlSafe(text)), args).fetch_all(pool).await
        })
    }

    /// One row or none.
    pub async fn fetch_optional<T>(self, db: &Db) -> Result<Option<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let Self { text, args } = self;
        crate::reading!(db, |pool| {
            bound!(sqlx::query_as::<_, T>(AssertSqlSafe(text)), args).fetch_optional(pool).await
        })
    }

    /// All rows, inside a transaction.
    pub async fn fetch_all_in<T>(self, tx: &mut Tx) -> Result<Vec<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let Self { text, args } = self;
        crate::within!(tx, |c| {
            bound!(sqlx::query_as::<_, T>(AssertSqlSafe(text)), args).fetch_all(c).await
        })
    }

    /// One row or none, inside a transaction.
    pub async fn fetch_optional_in<T>(self, tx: &mut Tx) -> Result<Option<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let Self { text, args } = self;
        crate::within!(tx, |c| {
            bound!(sqlx::query_as::<_, T>(AssertSqlSafe(text)), args).fetch_optional(c).await
        })
    }

    /// Runs it inside a transaction; the number of rows that it touched.
    pub async fn execute_in(self, tx: &mut Tx) -> Result<u64, sqlx::Error> {
        let Self { text, args } = self;
        crate::within!(tx, |c| {
            bound!(sqlx::query(AssertSqlSafe(text)), args).execute(c).await.map(|done| done.rows_affected())
        })
    }
}
