//! A mail server says that a mail of ours did not arrive.

use domain::access::Actor;

use crate::{
    Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    tickets,
};

/// What is told of it.
const WHY: &str = "it came back: the other mail server could not deliver it";

/// Notes it on the mails that a bounce names; the ticket of the last one.
pub(super) async fn note(tx: &mut Tx, office: &Office, ids: &[String]) -> Result<Option<i64>> {
    let mut ticket = None;
    for id in ids {
        let mut sql = Sql::new("UPDATE mails SET state = 'failed', problem = ");
        sql.arg(WHY).push(" WHERE state IN ('sent', 'doubtful') AND message_id = ").arg(id.as_str());
        sql.push(" RETURNING id, ticket_id, recipient");
        let Some((mail, of, recipient)) = sql.fetch_optional_in::<(i64, Option<i64>, String)>(tx).await?
        else {
            continue;
        };
        let Some(of) = of else { continue };
        ticket = Some(of);
        let no = tickets::number(of);
        let told = fields! { Id: mail, Email: recipient, State: "failed", Finding: WHY };
        let entry = Entry::new(Action::TicketMailFailed, Subject::Ticket(&no)).after(told);
        journal::append(tx, office, &Actor::System, entry).await?;
    }
    Ok(ticket)
}
