//! A statement with everything that stands on it, to be handed over; and who issues it.

use domain::{
    access::{Actor, Operation},
    settlement::StatementState,
};

use super::{Blocked, Head, Line, Refused, lines::each, open::added};
use crate::{Office, Result, db::Sql, merchant::Merchant};

/// So many lines fit on paper. Whoever has more takes a file that is read by a program.
pub const ON_PAPER: usize = 50_000;

/// A statement with everything that stands on it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its head, with line count and total.
    pub head: Head,
    /// Who issues it.
    pub merchant: Merchant,
    /// Every line.
    pub lines: Vec<Line>,
    /// Lines of a draft that the formula refuses.
    pub blocked: Vec<Blocked>,
}

/// A statement, draft or preview with everything that stands on it.
///
/// # Errors
/// `Denied`; [`Refused::TooLong`], [`Refused::Discarded`], or [`Refused::Issuing`] while its lines are being frozen.
pub async fn whole(office: &Office, actor: &Actor, head: Head) -> Result<Whole> {
    actor.may(Operation::ReadStatements)?;
    if head.state == StatementState::Void {
        return Err(Refused::Discarded.into());
    }
    let merchant = merchant(office, actor, &head).await?;
    let mut whole = Whole { head, merchant, lines: Vec::new(), blocked: Vec::new() };
    let head = whole.head.clone();
    let mut total = 0;
    each(office, &head, |candidate| {
        match candidate {
            Ok(line) => {
                total = added(total, line.amount_minor)?;
                whole.lines.push(line);
            }
            Err(blocked) => whole.blocked.push(blocked),
        }
        if whole.lines.len() + whole.blocked.len() > ON_PAPER {
            return Err(Refused::TooLong { most: ON_PAPER }.into());
        }
        Ok(())
    })
    .await?;
    // An issued one keeps the figures that it was issued with.
    if !whole.head.state.is_frozen() {
        whole.head.line_count = i64::try_from(whole.lines.len()).ok();
        whole.head.total_minor = Some(total);
    }
    Ok(whole)
}

/// Who issues a statement: as it was frozen, or as it is now for a draft.
///
/// # Errors
/// `Denied`.
pub async fn merchant(office: &Office, actor: &Actor, head: &Head) -> Result<Merchant> {
    actor.may(Operation::ReadStatements)?;
    if !head.state.is_frozen() {
        return Merchant::load(office).await;
    }
    match kept(office, head).await? {
        Some(text) => Merchant::from_json(&text),
        None => Ok(Merchant::default()),
    }
}

/// Who issued a statement, as it was frozen.
pub(super) async fn kept(office: &Office, head: &Head) -> Result<Option<String>> {
    let mut sql = Sql::new("SELECT merchant FROM statements WHERE id = ");
    sql.arg(head.id);
    let kept: Option<(Option<String>,)> = sql.fetch_optional(&office.db).await?;
    Ok(kept.and_then(|(text,)| text))
}
