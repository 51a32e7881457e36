//! Deliveries in several parts, accepted one by one (`domain.md` 5.5).

use domain::{
    FieldName, Problem, Rate,
    access::{Actor, Operation},
    order::{BillingMode, BusinessKind},
    supervision::{Action, FlowKind, Node, Shares},
};
use sqlx::FromRow;

use super::{
    Refused,
    deed::Deed,
    row::{Row, field, held},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    earnings,
    journal::{self, Entry, Fields, Subject, fields},
};

/// A part of a delivery. The share in millionths, moments in milliseconds since 1970.
#[derive(Clone, Copy, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Milestone {
    pub no: i64,
    pub share: i64,
    pub delivered_at: Option<i64>,
    pub accepted_at: Option<i64>,
}

impl Milestone {
    /// Its share of the whole.
    #[must_use]
    pub fn share(&self) -> Rate {
        Rate::from_millionths(self.share).unwrap_or(Rate::percent(0))
    }
}

/// What settlement may take of a delivery: the shares of the parts that were accepted, in millionths; all of it
/// where there are no parts and it was accepted.
#[must_use]
pub fn accepted_share(parts: &[Milestone], done: bool) -> i64 {
    match parts {
        _ if done => 1_000_000,
        parts => parts.iter().filter(|part| part.accepted_at.is_some()).map(|part| part.share).sum(),
    }
}

fn select(supervision_id: i64) -> Sql {
    let mut sql = Sql::new("SELECT no, share, delivered_at, accepted_at FROM supervision_milestones ");
    sql.push("WHERE supervision_id = ").arg(supervision_id).push(" ORDER BY no");
    sql
}

/// The parts of a delivery.
pub(super) async fn of(office: &Office, supervision_id: i64) -> Result<Vec<Milestone>> {
    Ok(select(supervision_id).fetch_all(&office.db).await?)
}

async fn note(tx: &mut Tx, row: &Row, column: &str, at: Option<i64>, no: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE supervision_milestones SET ");
    sql.push(column).push(" = ").arg(at).push(" WHERE supervision_id = ").arg(row.id);
    sql.push(" AND no = ").arg(no);
    sql.execute_in(tx).await?;
    Ok(())
}

fn chosen<'a>(
    parts: &'a [Milestone],
    deed: &Deed,
    open: impl Fn(&Milestone) -> bool,
) -> Result<&'a Milestone> {
    let mut fitting = parts.iter().filter(|part| open(part));
    let found = match deed.milestone {
        Some(no) => fitting.find(|part| part.no == no),
        None => fitting.next(),
    };
    found.ok_or_else(|| {
        let open: Vec<_> = parts.iter().filter(|p| open(p)).map(|part| part.no.to_string()).collect();
        let no = deed.milestone.unwrap_or_default();
        Problem::NoSuchMilestone { no, open: open.join(", ") }.of(field(FieldName::Milestone)).into()
    })
}

/// Somebody named a part of a delivery that has none.
fn none_named(deed: &Deed) -> Result<()> {
    match deed.milestone {
        None => Ok(()),
        Some(no) => {
            Err(Problem::NoSuchMilestone { no, open: String::new() }.of(field(FieldName::Milestone)).into())
        }
    }
}

/// The merchant has delivered a part: the one that is named, or the first that is open.
pub(super) async fn delivered(
    tx: &mut Tx,
    office: &Office,
    row: &Row,
    deed: &Deed,
    told: &mut Fields,
) -> Result<()> {
    let parts: Vec<Milestone> = select(row.id).fetch_all_in(tx).await?;
    if parts.is_empty() {
        return none_named(deed);
    }
    let no = chosen(&parts, deed, |part| part.accepted_at.is_none())?.no;
    told.set(FieldName::Milestone, no);
    note(tx, row, "delivered_at", Some(office.clock.millis()), no).await
}

/// The buyer sends back what was delivered.
pub(super) async fn rejected(tx: &mut Tx, row: &Row) -> Result<()> {
    let mut sql = Sql::new("UPDATE supervision_milestones SET delivered_at = NULL WHERE accepted_at IS NULL");
    sql.push(" AND supervision_id = ").arg(row.id);
    sql.execute_in(tx).await?;
    Ok(())
}

/// Where an accepted delivery goes: with parts that are left back to the merchant. Another step goes where it
/// goes.
pub(super) async fn accepted(
    tx: &mut Tx,
    office: &Office,
    row: &Row,
    deed: &Deed,
    next: Node,
    told: &mut Fields,
) -> Result<Node> {
    if deed.action != Action::Accept {
        return Ok(next);
    }
    let parts: Vec<Milestone> = select(row.id).fetch_all_in(tx).await?;
    if parts.is_empty() {
        return none_named(deed).map(|()| next);
    }
    let no = chosen(&parts, deed, |part| part.accepted_at.is_none() && part.delivered_at.is_some())?.no;
    told.set(FieldName::Milestone, no);
    note(tx, row, "accepted_at", Some(office.clock.millis()), no).await?;
    earnings::keep_rows(tx, office, &[row.order_id]).await?;
    let left = parts.iter().filter(|part| part.accepted_at.is_none() && part.no != no).count();
    Ok(next.after_part(left))
}

/// Whether such a delivery can have parts.
pub(super) fn possible(row: &Row) -> bool {
    let own = matches!(
        row.business_kind,
        BusinessKind::General | BusinessKind::Selected | BusinessKind::SelectedSelfRun
    );
    let demand = matches!(row.billing_mode, BillingMode::OnDemand | BillingMode::OnDemandPackage);
    own && !demand && !matches!(row.flow, FlowKind::LicenseCode | FlowKind::Hardware)
}

/// Says in which parts a delivery is accepted, and what each counts; without any it is accepted as a whole.
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `milestones`; [`Refused::MilestonesStand`] once a part was accepted.
pub async fn set_milestones(office: &Office, actor: &Actor, order_no: &str, shares: &[String]) -> Result<()> {
    let reach = actor.may(Operation::ActSupervision)?;
    let wrong = |problem: Problem| -> Failure { problem.of(field(FieldName::Milestones)).into() };
    if actor.order_id().is_some() {
        return Err(wrong(Problem::NotYourSide));
    }
    let given: Vec<&str> = shares.iter().map(|share| share.trim()).filter(|s| !s.is_empty()).collect();
    let new = match given.as_slice() {
        [] => Vec::new(),
        given => Shares::read(given.iter().copied()).map_err(wrong)?.all().to_vec(),
    };
    let mut tx = office.db.begin().await?;
    let mut row = held(&mut tx, actor, &reach, order_no).await?;
    if !possible(&row) {
        return Err(wrong(Problem::NoMilestones));
    }
    let parts: Vec<Milestone> = select(row.id).fetch_all_in(&mut tx).await?;
    if row.node.is_final() || parts.iter().any(|part| part.accepted_at.is_some()) {
        return Err(Refused::MilestonesStand.into());
    }
    if row.node == Node::BuyerAcceptance && !parts.is_empty() {
        return Err(Refused::MilestonesStand.into());
    }
    let told = |parts: &mut dyn Iterator<Item = Rate>| parts.map(Rate::bare).collect::<Vec<_>>().join(" + ");
    let was = told(&mut parts.iter().map(Milestone::share));
    let is = told(&mut new.iter().copied());
    if was == is {
        return Ok(());
    }
    write(&mut tx, row.id, &new, row.node == Node::BuyerAcceptance, office.clock.millis()).await?;
    row.save(&mut tx).await?;
    earnings::keep_rows(&mut tx, office, &[row.order_id]).await?;
    let entry = Entry::new(journal::Action::SupervisionMilestones, Subject::Supervision(&row.order_no))
        .changed(fields! { Milestones: was }, fields! { Milestones: is });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the parts of a delivery. What the buyer is looking at counts as the first one.
pub(super) async fn write(
    tx: &mut Tx,
    supervision_id: i64,
    shares: &[Rate],
    delivered: bool,
    now: i64,
) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM supervision_milestones WHERE supervision_id = ");
    sql.arg(supervision_id);
    sql.execute_in(tx).await?;
    for (no, share) in (1_i64..).zip(shares) {
        let mut sql =
            Sql::new("INSERT INTO supervision_milestones (supervision_id, no, share, delivered_at) VALUES (");
        let at = (delivered && no == 1).then_some(now);
        sql.arg(supervision_id).push(", ").arg(no).push(", ").arg(share.millionths());
        sql.push(", ").arg(at).push(")");
        sql.execute_in(tx).await?;
    }
    Ok(())
}
