//! Who looks after an order: one member of staff, or nobody.

use domain::{
    Problem,
    access::{Actor, Grant, Operation, Reach, Role, grant},
};
use sqlx::FromRow;

use super::{
    Refused,
    seen::{Seen, held},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    staff::{StaffState, actor_of},
};

/// Stands for whoever asks, wherever a person is named by account.
pub const ME: &str = "me";
/// Stands for nobody.
pub const NOBODY: &str = "nobody";
/// Stands for everybody who does not work here any more.
pub const GONE: &str = "gone";

/// A member of staff who looks after orders, or could.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Colleague {
    /// Row.
    pub id: i64,
    /// Mail address: by it the person is named in addresses and forms.
    pub account: String,
    /// Name.
    pub name: String,
    role: String,
    state: String,
}

impl Colleague {
    /// Does not work here any more. Orders stay with the person until somebody takes them.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.state == StaffState::Disabled.code()
    }

    /// Whether orders are given to the person.
    #[must_use]
    pub fn takes_orders(&self) -> bool {
        self.works_and_may(Operation::AssignOrder)
    }

    /// Whether deliveries are.
    #[must_use]
    pub fn delivers(&self) -> bool {
        self.works_and_may(Operation::AssignSupervision)
    }

    /// Whether tickets are.
    #[must_use]
    pub fn takes_tickets(&self) -> bool {
        self.works_and_may(Operation::ActTicket)
    }

    /// Code of the role.
    pub(crate) fn role(&self) -> &str {
        &self.role
    }

    fn works_and_may(&self, operation: Operation) -> bool {
        let may = |role| grant(role, operation) != Grant::No;
        self.state == StaffState::Active.code() && Role::from_code(&self.role).is_some_and(may)
    }
}

const SELECT: &str = "SELECT id, account, name, role, state FROM staff";

/// Everybody who looks after orders, and those who did, by name.
///
/// # Errors
/// `Denied`.
pub async fn colleagues(office: &Office, actor: &Actor) -> Result<Vec<Colleague>> {
    actor.may(Operation::ListOrders)?;
    let mut sql = Sql::new(SELECT);
    sql.push(" ORDER BY name, id");
    let all: Vec<Colleague> = sql.fetch_all(&office.db).await?;
    Ok(all.into_iter().filter(|person| person.takes_orders() || person.is_gone()).collect())
}

async fn of_row(tx: &mut Tx, staff_id: Option<i64>) -> Result<Option<Colleague>> {
    let Some(id) = staff_id else { return Ok(None) };
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id = ").arg(id);
    Ok(sql.fetch_optional_in(tx).await?)
}

/// Whom a form or a program names to look after something: by account, [`ME`] or [`NOBODY`].
///
/// # Errors
/// A problem with `assignee`: nobody goes by that account, or the person is not among those who `may`.
pub(crate) async fn named(
    office: &Office,
    actor: &Actor,
    to: &str,
    may: fn(&Colleague) -> bool,
) -> Result<Option<Colleague>> {
    let to = to.trim();
    let unknown = || Problem::NobodyCalled { value: to.chars().take(80).collect() }.of("assignee");
    let mut sql = Sql::new(SELECT);
    match to {
        "" => return Err(Problem::Missing.of("assignee").into()),
        NOBODY => return Ok(None),
        ME => sql.push(" WHERE id = ").arg(actor.staff_id().unwrap_or(0)),
        account => sql.push(" WHERE account = ").arg(account.to_lowercase()),
    };
    let person: Option<Colleague> = sql.fetch_optional(&office.db).await?;
    Ok(Some(person.filter(may).ok_or_else(unknown)?))
}

/// Gives an order to a member of staff, by account, [`ME`] or [`NOBODY`]. `was` is who had it when that was
/// decided, in the same way; `None` when it does not matter who.
///
/// # Errors
/// `Denied`; `NotFound` (the order); a problem with `assignee`; a conflict when somebody else has it meanwhile,
/// or when the person may not see the order.
pub async fn assign(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    to: &str,
    was: Option<&str>,
) -> Result<()> {
    let reach = actor.may(Operation::AssignOrder)?;
    let to = named(office, actor, to, Colleague::takes_orders).await?;
    let theirs = match &to {
        Some(person) => reach_of(office, person).await?,
        None => Reach::All,
    };
    let mut tx = office.db.begin().await?;
    let Seen { id, order_no, assignee_id } = held(&mut tx, &reach, order_no).await?;
    let new = to.as_ref().map(|person| person.id);
    if assignee_id == new {
        return Ok(());
    }
    let now = of_row(&mut tx, assignee_id).await?;
    let account = now.as_ref().map_or(NOBODY, |person| person.account.as_str());
    if was.is_some_and(|was| was != account) {
        return Err(Refused::Assigned { to: now.map(|person| person.name) }.into());
    }
    match (held(&mut tx, &theirs, &order_no).await, &to) {
        (Err(Failure::NotFound), Some(person)) => {
            return Err(Refused::NotSeenBy { name: person.name.clone() }.into());
        }
        (held, _) => held.map(drop)?,
    }
    let mut sql = Sql::new("UPDATE orders SET assignee_id = ");
    sql.arg(new).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let name = |person: Option<Colleague>| person.map(|person| person.name);
    let entry = Entry::new(Action::OrderAssigned, Subject::Order(&order_no))
        .changed(fields! { Assignee: name(now) }, fields! { Assignee: name(to) });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Which orders a person sees.
async fn reach_of(office: &Office, person: &Colleague) -> Result<Reach> {
    let actor = actor_of(&office.db, person.id, person.name.clone(), &person.role).await?;
    Ok(actor.ok_or(Failure::NotFound)?.may(Operation::AssignOrder)?)
}

/// Whose orders a filter asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Assigned {
    /// Those of nobody.
    Nobody,
    /// Those of these people.
    To(Vec<i64>),
}

/// Whom a filter means: an account or name, [`ME`], [`NOBODY`] or [`GONE`].
pub(crate) async fn asked(office: &Office, actor: &Actor, given: &str) -> Result<Assigned> {
    let mut sql = Sql::new("SELECT id FROM staff WHERE ");
    match given {
        NOBODY => return Ok(Assigned::Nobody),
        ME => return Ok(Assigned::To(actor.staff_id().into_iter().collect())),
        GONE => sql.push("state = ").arg(StaffState::Disabled.code()),
        given => sql.push("account = ").arg(given.to_lowercase()).push(" OR name = ").arg(given),
    };
    let rows: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    Ok(Assigned::To(rows.into_iter().map(|(id,)| id).collect()))
}
