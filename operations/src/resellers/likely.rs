//! Resellers that may be one firm, and those of whom somebody said that they are two.

use std::collections::HashSet;

use domain::{
    Problem,
    access::{Actor, Operation},
    likeness,
};

use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
    list::{Count, EXACT},
};

/// Among more resellers than these nobody looks for likenesses at every look at the page.
const MOST_NAMES: i64 = 5_000;

/// So many pairs are shown at once.
const MOST_PAIRS: usize = 20;

/// One of two that may be one firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct One {
    /// Row.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Its orders.
    pub orders: Count,
    /// Drafts of its statements, which merging would discard.
    pub drafts: i64,
    /// Whether a statement was issued: then it stays.
    pub settled: bool,
}

/// Two resellers that may be one firm; the older one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Both.
    pub both: [One; 2],
}

/// Pairs that may be one firm, without those that were said to be two.
///
/// # Errors
/// `Denied`.
pub async fn likely(office: &Office, actor: &Actor) -> Result<Vec<Pair>> {
    actor.may(Operation::ListResellers)?;
    let mut sql = Sql::new("SELECT id, name FROM resellers WHERE merged_into IS NULL ORDER BY id");
    sql.limit(MOST_NAMES);
    let all: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
    let pairs = likeness::pairs(&names);
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let apart: Vec<(i64, i64)> =
        Sql::new("SELECT one_id, other_id FROM resellers_apart").fetch_all(&office.db).await?;
    let apart: HashSet<(i64, i64)> = apart.into_iter().collect();
    let mut likely = Vec::new();
    for (one, other) in pairs {
        let (one, other) = (&all[one], &all[other]);
        if likely.len() < MOST_PAIRS && !apart.contains(&(one.0, other.0)) {
            likely.push(Pair { both: [look_at(office, one).await?, look_at(office, other).await?] });
        }
    }
    Ok(likely)
}

async fn look_at(office: &Office, (id, name): &(i64, String)) -> Result<One> {
    let mut sql = Sql::new(
        "SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM orders WHERE reseller_id = ",
    );
    sql.arg(*id).limit(EXACT + 1).push(") AS found), ");
    sql.push(
        "(SELECT COUNT(*) FROM statements WHERE kind = 'reseller' AND state = 'draft' AND reseller_id = ",
    )
    .arg(*id);
    sql.push("), (SELECT COUNT(*) FROM statements WHERE kind = 'reseller' AND number IS NOT NULL AND reseller_id = ");
    sql.arg(*id).push(")");
    let row: Option<(i64, i64, i64)> = sql.fetch_optional(&office.db).await?;
    let (orders, drafts, settled) = row.unwrap_or_default();
    Ok(One { id: *id, name: name.clone(), orders: Count::capped(orders), drafts, settled: settled > 0 })
}

/// Notes that two resellers with like names are two firms; they are not shown together again.
///
/// # Errors
/// `Denied`, `NotFound`; `Invalid` for one and the same.
pub async fn keep_apart(office: &Office, actor: &Actor, one: i64, other: i64) -> Result<()> {
    actor.may(Operation::MergeResellers)?;
    if one == other {
        return Err(Problem::Missing.of("stays").into());
    }
    let (one, other) = (one.min(other), one.max(other));
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT id, name FROM resellers WHERE id IN ");
    sql.list([one, other]).push(" ORDER BY id");
    let both: Vec<(i64, String)> = sql.fetch_all_in(&mut tx).await?;
    let [(_, first), (_, second)] = both.as_slice() else { return Err(Failure::NotFound) };
    let mut sql = Sql::new("INSERT INTO resellers_apart (one_id, other_id) VALUES (");
    sql.arg(one).push(", ").arg(other).push(") ON CONFLICT DO NOTHING");
    if sql.execute_in(&mut tx).await? == 0 {
        return Ok(());
    }
    for (id, name) in [(one, second), (other, first)] {
        let entry = Entry::new(Action::ResellerKeptApart, Subject::Reseller(id))
            .after(fields! { Reseller: name.as_str() });
        journal::append(&mut tx, office, actor, entry).await?;
    }
    Ok(tx.commit().await?)
}
