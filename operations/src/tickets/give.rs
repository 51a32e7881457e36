//! Who works on a ticket: somebody who sees it (`domain.md` 3.3).

use domain::access::{Actor, Operation, Reach};

use super::{Refused, row::Ticket};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    orders::{Colleague, assignee_named},
    staff::actor_of,
};

/// Somebody who gets a ticket, and as whom the person acts.
pub(super) struct Taker {
    person: Colleague,
    them: Option<Actor>,
}

/// Whom a form or a program names: by account, `me` or `nobody`.
pub(super) async fn named(office: &Office, actor: &Actor, to: &str) -> Result<Option<Taker>> {
    let named = match assignee_named(office, actor, to, Colleague::takes_tickets).await {
        // The field of a ticket's step is called otherwise.
        Err(crate::Failure::Invalid(mut problems)) => {
            problems.iter_mut().for_each(|problem| "to".clone_into(&mut problem.field));
            return Err(crate::Failure::Invalid(problems));
        }
        named => named?,
    };
    let Some(person) = named else { return Ok(None) };
    let them = actor_of(&office.db, person.id, person.name.clone(), person.role()).await?;
    Ok(Some(Taker { person, them }))
}

/// Whoever gets a ticket of a product has the grant of it.
pub(super) async fn within_grants(tx: &mut Tx, ticket: &Ticket, to: Option<&Taker>) -> Result<()> {
    let (Some(taker), Some(product)) = (to, ticket.product_id) else { return Ok(()) };
    let reach = taker.them.as_ref().and_then(|them| them.may(Operation::ActTicket).ok());
    if reach.is_some_and(|reach| reach.covers(&Reach::Products(vec![product]))) {
        return Ok(());
    }
    let mut sql = Sql::new(
        "SELECT s.name FROM staff s WHERE s.state = 'active' AND (s.role IN ('owner', 'operations') OR \
         s.id IN (SELECT g.staff_id FROM staff_products g WHERE g.product_id = ",
    );
    sql.arg(product).push(")) ORDER BY s.name").limit(10);
    let others: Vec<(String,)> = sql.fetch_all_in(tx).await?;
    Err(Refused::NotSeenBy {
        name: taker.person.name.clone(),
        product: ticket.product_name.clone().unwrap_or_default(),
        others: others.into_iter().map(|(name,)| name).collect(),
    }
    .into())
}

/// Gives it to somebody, or to nobody.
pub(super) fn to(ticket: &mut Ticket, person: Option<(i64, String)>) {
    (ticket.assignee_id, ticket.assignee_name) = person.unzip();
}

impl Taker {
    /// Row and name.
    pub(super) fn named(self) -> (i64, String) {
        (self.person.id, self.person.name)
    }
}
