//! Somebody is writing a reply: colleagues who look at the same ticket see it.

use domain::access::{Actor, Operation};

use super::row::{Ticket, select};
use crate::{
    Failure, Office, Result,
    live::{self, News},
};

/// Tells colleagues that somebody is writing.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn writing(office: &Office, actor: &Actor, no: &str) -> Result<()> {
    let reach = actor.may(Operation::ActTicket)?;
    let ticket: Ticket =
        select(actor, &reach, no)?.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let Some(staff) = actor.staff_id() else { return Ok(()) };
    let (no, product, name) = (ticket.no(), ticket.product_id, actor.name().to_owned());
    live::tell(office, News::Writing { no, product, staff, name }).await
}
