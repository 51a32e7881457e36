//! Resellers: who they are, how they are written, and which of them may be one firm.

mod likely;
mod merge;

use std::collections::HashMap;

use domain::access::{Actor, Operation};

use crate::{
    Office, Result,
    db::Sql,
    list::{Count, EXACT, Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
    parties::{RESELLER, spelled},
};

pub use likely::{One, Pair, keep_apart, likely};
pub(crate) use merge::MERGE;
pub use merge::merge;

/// What the list of resellers is narrowed and sorted by.
pub static LIST: List = List {
    code: "resellers",
    id: "r.id",
    tab: None,
    fields: &[Field::new("q", Takes::Text, "Words of the name, in any of its spellings")],
    sorts: &[
        Sort { code: "-added", column: "r.id", descending: true },
        Sort { code: "added", column: "r.id", descending: false },
    ],
};

/// A reseller.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Reseller {
    /// Row.
    pub id: i64,
    /// Its name, as it was first written.
    pub name: String,
    /// Orders, counted up to one more than [`EXACT`].
    orders: i64,
    /// The last statement that was issued.
    pub last_id: Option<i64>,
    /// Its number.
    pub last_number: Option<String>,
    /// Further spellings of the name.
    #[sqlx(skip)]
    pub spellings: Vec<String>,
    /// What was settled in each currency: its code, and minor units.
    #[sqlx(skip)]
    pub settled: Vec<(String, i64)>,
}

impl Reseller {
    /// Its orders.
    #[must_use]
    pub const fn orders(&self) -> Count {
        Count::capped(self.orders)
    }
}

impl Placed for Reseller {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Resellers, the newest first.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Reseller>> {
    actor.may(Operation::ListResellers)?;
    let source = Source { select: SELECT, from: " FROM resellers r" };
    let mut page = read::<Reseller>(office, filter, source, |sql, filter| {
        sql.push(" AND r.merged_into IS NULL");
        if let Some(given) = filter.text("q") {
            sql.push(" AND ");
            spelled(sql, "r.id", given);
        }
    })
    .await?;
    complete(office, &mut page.rows).await?;
    Ok(page)
}

/// Counting the orders of each ends at one more than [`EXACT`].
const SELECT: &str = "SELECT r.id, r.name, (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM orders o \
     WHERE o.reseller_id = r.id LIMIT 10001) AS found) AS orders, \
     (SELECT s.id FROM statements s WHERE s.kind = 'reseller' AND s.reseller_id = r.id AND s.number IS NOT NULL \
     ORDER BY s.period DESC, s.id DESC LIMIT 1) AS last_id, \
     (SELECT s.number FROM statements s WHERE s.kind = 'reseller' AND s.reseller_id = r.id AND s.number IS NOT NULL \
     ORDER BY s.period DESC, s.id DESC LIMIT 1) AS last_number";
const _: () = assert!(EXACT == 10_000, "the limit above");

/// Adds spellings and what was settled.
async fn complete(office: &Office, rows: &mut [Reseller]) -> Result<()> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut sql = Sql::new("SELECT party_id, name FROM party_names WHERE kind = ");
    sql.arg(RESELLER).among("party_id", &ids).push(" ORDER BY id");
    let names: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    let mut sql = Sql::new(
        "SELECT reseller_id, currency, CAST(SUM(total_minor) AS BIGINT) FROM statements WHERE kind = ",
    );
    sql.arg(RESELLER).push(" AND number IS NOT NULL").among("reseller_id", &ids);
    sql.push(" GROUP BY reseller_id, currency ORDER BY currency");
    let sums: Vec<(i64, String, i64)> = sql.fetch_all(&office.db).await?;
    let mut places: HashMap<i64, &mut Reseller> = rows.iter_mut().map(|row| (row.id, row)).collect();
    for (id, name) in names {
        if let Some(row) = places.get_mut(&id).filter(|row| row.name != name) {
            row.spellings.push(name);
        }
    }
    for (id, currency, minor) in sums {
        if let Some(row) = places.get_mut(&id) {
            row.settled.push((currency, minor));
        }
    }
    Ok(())
}
