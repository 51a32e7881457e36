//! A step of a ticket.

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation, Reach},
    text,
    ticket::{Action as Deed, RATING_DAYS, RATINGS, Side, State, after, possible},
};

use super::{
    MOST_CHARACTERS, Refused,
    anew::{Back, anew, is_late},
    detail::{Detail, get},
    give,
    noted::{Noted, note},
    related,
    row::{Ticket, held, hold, row_of, select},
    written::{Written, mailed, write},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, millis},
    mail::Letter,
    reception::Reception,
};

const DAY: i64 = 86_400_000;

/// What is given for a step, as it was typed.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the names of the fields")]
pub struct Given {
    pub action: String,
    pub by: String,
    pub reason: String,
    pub cause: String,
    pub solution: String,
    /// An account, `me` or `nobody`; the number of another ticket to merge into or to link.
    pub to: String,
    pub rating: String,
    /// The version of the ticket that was seen; `None` when it does not matter.
    pub seen: Option<i64>,
}

/// Whose step it is: a buyer's own always, otherwise what is said, and the merchant's when nothing is.
pub(super) fn side_of(actor: &Actor, by: &str) -> Result<Side> {
    let said = match by.trim() {
        "" => None,
        code => Some(Side::parse(code).map_err(|problem| problem.of(FieldName::By.code()))?),
    };
    match (actor, said) {
        (Actor::Buyer { .. }, None | Some(Side::Customer)) => Ok(Side::Customer),
        (Actor::Buyer { .. }, Some(_)) => Err(Problem::NotYourSide.of(FieldName::By.code()).into()),
        (_, Some(Side::System)) => {
            let allowed = format!("{}, {}", Side::Staff, Side::Customer);
            Err(Problem::UnknownCode { value: Side::System.to_string(), allowed }
                .of(FieldName::By.code())
                .into())
        }
        (_, said) => Ok(said.unwrap_or(Side::Staff)),
    }
}

/// The table refuses what is not possible now, or not this side's. A buyer is not told who works on it.
pub(super) fn refuse_step(actor: &Actor, ticket: &Ticket, deed: Deed, by: Side) -> Result<State> {
    after(ticket.state, deed, by).map_err(|why| {
        let is_buyer = actor.order_id().is_some();
        let (state, assignee) = (ticket.state, ticket.assignee_name.clone().filter(|_| !is_buyer));
        Refused::NotNow { state, assignee, why, possible: possible(state).collect() }.into()
    })
}

/// Texts and numbers of a step, read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) reason: Option<String>,
    pub(super) cause: Option<String>,
    pub(super) solution: Option<String>,
    pub(super) rating: Option<i64>,
}

fn read(deed: Deed, given: &Given) -> Result<Read> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    let mut text = |field: FieldName, value: &str, needed: bool| match text::required(
        &value.replace("\r\n", "\n"),
        MOST_CHARACTERS,
    ) {
        Ok(text) => Some(text),
        Err(Problem::Missing) if !needed => None,
        Err(problem) => {
            problems.push(problem.of(field.code()));
            None
        }
    };
    let solves = deed == Deed::Resolve;
    let mut read = Read {
        reason: text(FieldName::Reason, &given.reason, deed.needs_reason()),
        cause: text(FieldName::Cause, &given.cause, solves),
        solution: text(FieldName::Solution, &given.solution, solves),
        rating: None,
    };
    if deed == Deed::Rate {
        let value = text::plain(&given.rating);
        let (least, most) = (*RATINGS.start(), *RATINGS.end());
        match value.parse::<i64>().ok().filter(|stars| RATINGS.contains(stars)) {
            Some(stars) => read.rating = Some(stars),
            None if value.is_empty() => problems.push(Problem::Missing.of(FieldName::Rating.code())),
            None => {
                let value = value.chars().take(20).collect();
                problems.push(Problem::NotANumber { value, least, most }.of(FieldName::Rating.code()));
            }
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(Failure::Invalid(problems)) }
}

/// The step that is asked for. What is written has a way of its own, and nobody but the clock closes.
fn asked(action: &str) -> Result<Deed> {
    let field = FieldName::Action.code();
    let is_step = |deed: &Deed| !matches!(deed, Deed::Reply | Deed::Note | Deed::Close);
    let deed = Deed::parse(action).map_err(|problem| problem.of(field))?;
    if is_step(&deed) {
        return Ok(deed);
    }
    let allowed: Vec<_> = Deed::ALL.iter().copied().filter(is_step).map(Deed::code).collect();
    Err(Problem::UnknownCode { value: deed.to_string(), allowed: allowed.join(", ") }.of(field).into())
}

/// Takes a ticket a step further.
///
/// # Errors
/// `Denied`; `NotFound`; the problems of what was given; [`Refused`].
pub async fn act(office: &Office, actor: &Actor, no: &str, given: &Given) -> Result<Detail> {
    let reach = actor.may(Operation::ActTicket)?;
    let deed = asked(&given.action)?;
    let by = side_of(actor, &given.by)?;
    // Before anything is looked up for it: neither colleagues nor other tickets are a buyer's.
    if actor.order_id().is_some() && !deed.is_ever_of(by) {
        return Err(Problem::NotYourSide.of(FieldName::Action.code()).into());
    }
    let read = read(deed, given)?;
    let gives = matches!(deed, Deed::Assign | Deed::Transfer);
    let to = if gives { give::named(office, actor, &given.to).await? } else { None };
    let reception = Reception::load(office).await?;
    let mut tx = office.db.begin().await?;
    if deed == Deed::Merge {
        hold(&mut tx, [no, &given.to].into_iter().filter_map(row_of).collect()).await?;
    }
    let mut ticket = held(&mut tx, actor, &reach, no).await?;
    if given.seen.is_some_and(|seen| seen != ticket.version) {
        return Err(Refused::ActedMeanwhile.into());
    }
    let next = refuse_step(actor, &ticket, deed, by)?;
    if deed == Deed::Reopen && is_late(&ticket, office.clock.millis()) {
        let back = Back::with(read.reason.as_deref().unwrap_or_default(), &ticket);
        let new = anew(&mut tx, office, actor, &reception, (&ticket, back)).await?;
        tx.commit().await?;
        return get(office, actor, &new.no()).await;
    }
    let (before, was) = (ticket.state, ticket.assignee_name.clone());
    let now = office.clock.now();
    let at = millis(now);
    ticket.state = next;
    match deed {
        Deed::Accept => {
            ticket.accepted_at = Some(at);
            if let Some(id) = actor.staff_id() {
                give::to(&mut ticket, Some((id, actor.name().to_owned())));
            }
        }
        Deed::Assign | Deed::Transfer => {
            give::within_grants(&mut tx, &ticket, to.as_ref()).await?;
            give::to(&mut ticket, to.map(give::Taker::named));
        }
        Deed::Resolve => {
            ticket.respond(&reception.calendar, now);
            (ticket.resolved_at, ticket.awaits_customer) = (Some(at), 1);
            ticket.cause.clone_from(&read.cause);
            ticket.solution.clone_from(&read.solution);
        }
        Deed::Reject | Deed::Reopen => {
            (ticket.resolved_at, ticket.ended_at, ticket.awaits_customer) = (None, None, 0);
            ticket.accepted_at.get_or_insert(at);
            // It goes on by itself, not within another one.
            ticket.merged_into = None;
        }
        Deed::Confirm | Deed::Withdraw => ticket.ended_at = Some(at),
        Deed::Merge => {
            let other = other(&mut tx, actor, &reach, (&ticket, &given.to)).await?;
            put_into(&mut tx, &mut ticket, &other, at).await?;
        }
        Deed::Urge => (ticket.urged_at, ticket.awaits_customer) = (Some(at), 0),
        Deed::Rate => rate(&mut ticket, read.rating, at)?,
        Deed::Link => link(&mut tx, actor, &reach, (&ticket, &given.to)).await?,
        Deed::Reply | Deed::Note | Deed::Close => {}
    }
    said(&mut tx, office, actor, (&ticket, by, &read)).await?;
    ticket.wind(&reception.calendar, now);
    ticket.save(&mut tx, office).await?;
    note(&mut tx, office, actor, &ticket, &Noted { deed, by, before, was, read: &read, to: &given.to })
        .await?;
    tx.commit().await?;
    get(office, actor, no).await
}

/// What a customer says with a step is read where everything else is; a solution goes out by mail.
async fn said(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (ticket, by, read): (&Ticket, Side, &Read),
) -> Result<()> {
    if let (Side::Customer, Some(reason)) = (by, &read.reason) {
        let written = Written { with_step: true, ..Written::public(by, reason) };
        write(tx, office, actor, ticket, &written).await?;
    }
    if let Some((cause, solution)) = read.cause.clone().zip(read.solution.clone()) {
        let letter = Letter::Resolved { no: ticket.no(), subject: ticket.subject.clone(), cause, solution };
        mailed(tx, office, ticket, &letter, None).await?;
    }
    Ok(())
}

/// The rating of the customer: once, and not long after the end.
fn rate(ticket: &mut Ticket, rating: Option<i64>, now: i64) -> Result<()> {
    if ticket.rating.is_some() {
        return Err(Refused::RatedAlready.into());
    }
    if ticket.ended_at.is_some_and(|ended| now > ended + RATING_DAYS * DAY) {
        return Err(Refused::RatingOver.into());
    }
    ticket.rating = rating;
    Ok(())
}

/// Puts a ticket into another, and with it what was put into it.
async fn put_into(tx: &mut Tx, ticket: &mut Ticket, other: &Ticket, now: i64) -> Result<()> {
    if other.state.is_over() {
        return Err(Refused::CannotTakeIn { no: other.no() }.into());
    }
    let mut sql = Sql::new("UPDATE tickets SET merged_into = ");
    sql.arg(other.id).push(" WHERE merged_into = ").arg(ticket.id);
    sql.execute_in(tx).await?;
    (ticket.merged_into, ticket.ended_at) = (Some(other.id), Some(now));
    Ok(())
}

/// Says that it belongs together with another.
async fn link(tx: &mut Tx, actor: &Actor, reach: &Reach, of: (&Ticket, &str)) -> Result<()> {
    let other = other(tx, actor, reach, of).await?;
    related::link(tx, of.0.id, other.id).await
}

/// Another ticket that is seen.
async fn other(tx: &mut Tx, actor: &Actor, reach: &Reach, (ticket, no): (&Ticket, &str)) -> Result<Ticket> {
    let unknown = || Problem::NotKnown { value: no.chars().take(40).collect() }.of(FieldName::To.code());
    if no.trim().is_empty() {
        return Err(Problem::Missing.of(FieldName::To.code()).into());
    }
    row_of(no).ok_or_else(unknown)?;
    let other: Ticket = select(actor, reach, no)?.fetch_optional_in(tx).await?.ok_or_else(unknown)?;
    if other.id == ticket.id {
        return Err(Refused::CannotTakeIn { no: other.no() }.into());
    }
    Ok(other)
}
