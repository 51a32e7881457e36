//! A bill with everything that stands on its paper, and for whom it is.

use domain::{
    access::{Actor, Operation},
    merchant::Certification,
};

use super::{Detail, Reader};
use crate::{
    Failure, Office, Result,
    bills::{Bill, Refused, gates},
    db::Sql,
    merchant, statements,
};

/// So many lines fit on paper. Whoever has more takes a file that is read by a program.
pub const ON_PAPER: usize = statements::ON_PAPER;

/// A bill with everything that stands on its paper.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its head.
    pub bill: Bill,
    /// For whom it is.
    pub merchant: Certification,
    /// Every line.
    pub details: Vec<Detail>,
    /// What they come to by product, the largest sum first.
    pub subtotals: Vec<Subtotal>,
}

/// What the lines of a product come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtotal {
    /// The product as its first line names it; empty for what is carried over.
    pub product: String,
    /// Lines.
    pub lines: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// A bill with everything that stands on its paper.
///
/// # Errors
/// As [`crate::bills::lines`]; [`Refused::TooLong`].
pub async fn whole(office: &Office, actor: &Actor, bill: Bill) -> Result<Whole> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    if usize::try_from(bill.line_count).unwrap_or(usize::MAX) > ON_PAPER {
        return Err(Refused::TooLong { most: ON_PAPER }.into());
    }
    let merchant = certification(office, actor, &bill).await?;
    let mut reader = Reader::open(office, actor, &bill).await?;
    let mut details = Vec::new();
    loop {
        let page = reader.page().await?;
        if page.is_empty() {
            break;
        }
        details.extend(page);
    }
    let subtotals = subtotals(&details)?;
    Ok(Whole { bill, merchant, details, subtotals })
}

/// Whom a bill is for: as the marketplace had certified it when the bill was locked, before that as it is now. Bank and
/// account are empty for those who may not read them elsewhere.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; what the database said.
pub async fn certification(office: &Office, actor: &Actor, bill: &Bill) -> Result<Certification> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let mut sql = Sql::new("SELECT merchant FROM bills WHERE id = ");
    sql.arg(bill.id);
    let kept = sql.fetch_optional::<(Option<String>,)>(&office.db).await?.and_then(|(kept,)| kept);
    let mut found = match kept {
        Some(text) => serde_json::from_str(&text).map_err(|e| {
            Failure::Internal(format!("the merchant of bill {} cannot be read: {e}", bill.called()))
        })?,
        None => merchant::recorded(office).await?.certification,
    };
    if actor.may(Operation::ReadMerchant).is_err() {
        found.bank.clear();
        found.account_no.clear();
    }
    Ok(found)
}

fn subtotals(details: &[Detail]) -> Result<Vec<Subtotal>> {
    let mut sums: Vec<(Option<i64>, Subtotal)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for Detail { line, .. } in details {
        let place = *places.entry(line.product_id).or_insert(sums.len());
        if place == sums.len() {
            let product = line.product_name.clone();
            sums.push((line.product_id, Subtotal { product, lines: 0, amount_minor: 0 }));
        }
        let sum = &mut sums[place].1;
        let too_large =
            || Failure::Internal("the lines of a product come to more than the books hold".to_owned());
        sum.lines += 1;
        sum.amount_minor = sum.amount_minor.checked_add(line.amount_minor).ok_or_else(too_large)?;
    }
    sums.sort_by_key(|(product, sum)| (std::cmp::Reverse(sum.amount_minor), *product));
    Ok(sums.into_iter().map(|(_, sum)| sum).collect())
}
