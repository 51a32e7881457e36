//! A statement with its figures, and its lines page by page.

use domain::{
    access::{Actor, Operation},
    settlement::{Nature, StatementState},
};

use super::{
    Blocked, Cursor, Head, Line, Refused,
    candidates::{Candidate, walk},
    freeze, head,
    open::totals,
};
use crate::{Office, Result};

/// Lines that are read at once when all of them are wanted.
const PAGE: i64 = 2_000;

/// A statement with its figures.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its head, with line count and total.
    pub head: Head,
    /// The first hundred lines that the formula refuses; an issued statement has none.
    pub blocked: Vec<Blocked>,
    /// How many there are.
    pub blocked_count: i64,
    /// Why it cannot be issued now; `None` when it can.
    pub hindrance: Option<Refused>,
}

/// The head of a statement; a draft comes without its figures.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn head_of(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    actor.may(Operation::ReadStatements)?;
    head::find(office, id).await
}

/// A statement; the figures of a draft are those of its dues.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Statement> {
    let head = head_of(office, actor, id).await?;
    with_figures(office, head).await
}

/// Puts its figures to a head.
pub(super) async fn with_figures(office: &Office, mut head: Head) -> Result<Statement> {
    if head.nature == Nature::Reversal && head.state == StatementState::Draft {
        head.line_count = head.issuing.as_ref().map(|issuing| issuing.of);
        return Ok(Statement {
            head,
            blocked: Vec::new(),
            blocked_count: 0,
            hindrance: Some(Refused::Issuing),
        });
    }
    let settled = match head.state {
        StatementState::Draft => None,
        StatementState::Issued | StatementState::Reversed => Some(issued(&head)),
        StatementState::Void => Some(Refused::Discarded),
    };
    if settled.is_some() {
        return Ok(Statement { head, blocked: Vec::new(), blocked_count: 0, hindrance: settled });
    }
    let totals = totals(office, &head).await?;
    head.line_count = Some(totals.line_count);
    head.total_minor = Some(totals.total_minor);
    let hindrance = if head.issuing.is_some() {
        Some(Refused::Issuing)
    } else if let Some(first) = totals.blocked.first() {
        Some(refused(first.clone()))
    } else if totals.line_count == 0 {
        Some(Refused::NothingToSettle)
    } else {
        not_over(office, &head)
    };
    Ok(Statement { head, blocked: totals.blocked, blocked_count: totals.blocked_count, hindrance })
}

/// That it is a draft, and that nobody is issuing it.
pub(super) fn still_a_draft(head: &Head) -> Result<()> {
    match head.state {
        StatementState::Draft if head.issuing.is_some() => Err(Refused::Issuing.into()),
        StatementState::Draft => Ok(()),
        StatementState::Issued | StatementState::Reversed => Err(issued(head).into()),
        StatementState::Void => Err(Refused::Discarded.into()),
    }
}

/// Issued statements never change.
pub(super) fn issued(head: &Head) -> Refused {
    Refused::Issued { number: head.number.clone().unwrap_or_default() }
}

/// A line stands in the way.
pub(super) fn refused(line: Blocked) -> Refused {
    Refused::Line { order_no: line.order_no, problem: line.problem }
}

/// The month is not over in the business time zone.
pub(super) fn not_over(office: &Office, head: &Head) -> Option<Refused> {
    let (_, end) = office.zone.bounds(head.period);
    (office.clock.now() < end).then_some(Refused::PeriodNotOver { period: head.period })
}

/// The next lines of a statement or draft; the default cursor begins with the first, and the
/// `cursor` of the last line leads on. Lines that the formula refuses are in [`Statement::blocked`].
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn lines(office: &Office, actor: &Actor, id: i64, after: Cursor, limit: i64) -> Result<Vec<Line>> {
    let head = head_of(office, actor, id).await?;
    let limit = limit.clamp(1, PAGE);
    let mut lines = freeze::page(office, &head, after.position, limit).await?;
    if head.state != StatementState::Draft || head.nature == Nature::Reversal {
        return Ok(lines);
    }
    let (mut walk, mut reader) = walk(office, &head, head.behind_frozen(after)).await?;
    loop {
        let wanted = limit - i64::try_from(lines.len()).unwrap_or(limit);
        let page = if wanted > 0 { walk.page(&mut reader, wanted).await? } else { Vec::new() };
        if page.is_empty() {
            return Ok(lines);
        }
        lines.extend(page.into_iter().flatten());
    }
}

/// Hands every line of a statement or draft to `take`, in order, a page in memory at a time.
pub(super) async fn each<F>(office: &Office, head: &Head, mut take: F) -> Result<()>
where
    F: FnMut(Candidate) -> Result<()> + Send,
{
    if head.state != StatementState::Draft {
        let mut position = 0;
        loop {
            let page = freeze::page(office, head, position, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            position = last.position;
            page.into_iter().try_for_each(|line| take(Ok(line)))?;
        }
    }
    unfrozen(office, head).await?;
    let (mut walk, mut reader) = walk(office, head, Cursor::default()).await?;
    loop {
        let page = walk.page(&mut reader, PAGE).await?;
        if page.is_empty() {
            return unfrozen(office, head).await;
        }
        page.into_iter().try_for_each(&mut take)?;
    }
}

/// Lines that are frozen meanwhile are no lines of the draft any more: a file would lack them.
async fn unfrozen(office: &Office, head: &Head) -> Result<()> {
    // A preview has no row.
    if head.id == 0 {
        return Ok(());
    }
    match head::find(office, head.id).await? {
        Head { state: StatementState::Draft, issuing: None, .. } => Ok(()),
        _ => Err(Refused::Issuing.into()),
    }
}
