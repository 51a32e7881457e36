//! The numbers on the tabs of a list.

use super::List;
use crate::{
    Result,
    db::{Db, Sql},
};

/// Rows that are looked at for each tab: so many are counted exactly, and of more there are at least as many
/// as were found among these.
pub const EXACT: i64 = 10_000;

/// The code of a tab whose rows stand on other tabs, too: all tabs together are counted without it.
pub const OVERDUE: &str = "overdue";

/// A number of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many; when `more`, at least so many.
    pub rows: i64,
    /// There are more than were counted.
    pub more: bool,
}

impl Count {
    /// What was counted no further than [`EXACT`].
    #[must_use]
    pub const fn capped(rows: i64) -> Self {
        Self::found(rows, rows, EXACT)
    }

    /// Found among rows that were looked at, which were no more than one above a number.
    const fn found(rows: i64, looked_at: i64, exact: i64) -> Self {
        Self { rows: if rows > exact { exact } else { rows }, more: looked_at > exact }
    }
}

/// How many rows each tab has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(&'static str, Count)>);

impl Counts {
    /// No row on any tab.
    #[must_use]
    pub fn none(list: &List) -> Self {
        Self(list.counted().iter().map(|tab| (*tab, Count::default())).collect())
    }

    /// These numbers; tabs that are not among them have no row.
    pub(crate) fn of_tabs(list: &List, numbers: impl IntoIterator<Item = (String, Count)>) -> Self {
        let mut counts = Self::none(list);
        for (code, count) in numbers {
            if let Some((_, here)) = counts.0.iter_mut().find(|(tab, _)| *tab == code) {
                *here = count;
            }
        }
        counts
    }

    /// On these tabs together; on all when none is named.
    #[must_use]
    pub fn of(&self, tabs: &[&str]) -> Count {
        let asked = self.0.iter().filter(
            |(tab, _)| {
                if tabs.is_empty() { *tab != OVERDUE } else { tabs.contains(tab) }
            },
        );
        asked.fold(Count::default(), |sum, (_, count)| Count {
            rows: sum.rows + count.rows,
            more: sum.more || count.more,
        })
    }

    /// Every tab with its number.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, Count)> {
        self.0.iter().copied()
    }

    /// Whether anything was counted.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Counts each tab, or the whole of a list without tabs, up to a number that is told exactly. `one` appends a query of a row for each thing that is
/// looked at, ready for its limit; those count whose `fits` is not NULL. `with` is a text that comes before all
/// of them.
pub(crate) async fn capped(
    db: &Db,
    list: &List,
    exact: i64,
    with: Sql,
    mut one: impl FnMut(&mut Sql, &'static str),
) -> Result<Counts> {
    let mut sql = with;
    for (at, tab) in list.counted().iter().enumerate() {
        sql.push(if at > 0 { " UNION ALL SELECT " } else { "SELECT " });
        sql.push("CAST(").push(&at.to_string()).push(" AS BIGINT), CAST(COUNT(fits) AS BIGINT), ");
        sql.push("CAST(COUNT(*) AS BIGINT) FROM (");
        one(&mut sql, tab);
        sql.limit(exact + 1).push(") AS found");
    }
    let rows: Vec<(i64, i64, i64)> = sql.fetch_all(db).await?;
    let named = |(at, rows, looked_at): (i64, i64, i64)| {
        let tab = usize::try_from(at).ok().and_then(|at| list.counted().get(at))?;
        Some(((*tab).to_owned(), Count::found(rows, looked_at, exact)))
    };
    Ok(Counts::of_tabs(list, rows.into_iter().filter_map(named)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_looked_at_is_not_counted_as_none() {
        assert_eq!(Count::found(7, 7, EXACT), Count { rows: 7, more: false });
        assert_eq!(Count::found(7, EXACT, EXACT), Count { rows: 7, more: false });
        assert_eq!(Count::found(7, EXACT + 1, EXACT), Count { rows: 7, more: true }, "at least those found");
        assert_eq!(Count::capped(EXACT + 1), Count { rows: EXACT, more: true });
        assert_eq!(Count::capped(EXACT), Count { rows: EXACT, more: false });
    }
}
