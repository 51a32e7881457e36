//! A mail is queued in the transaction that causes it.

use domain::Tongue;

use super::{Letter, address::KEY, send::SEND};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs,
};

/// A mail that is to go out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outgoing<'a> {
    /// To whom: an address.
    pub(crate) to: &'a str,
    /// In which language.
    pub(crate) tongue: Tongue,
    /// What it says.
    pub(crate) letter: &'a Letter,
    /// The ticket that an answer belongs to.
    pub(crate) ticket_id: Option<i64>,
    /// The message of the ticket that it carries.
    pub(crate) message_id: Option<i64>,
}

/// The code of a language in the table.
pub(super) const fn code(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::En => "en",
        Tongue::Zh | Tongue::Codes => "zh-CN",
    }
}

/// Leaves a mail to the job that sends it, in the caller's own transaction.
///
/// # Errors
/// What the database said.
pub(crate) async fn queue(tx: &mut Tx, office: &Office, mail: Outgoing<'_>) -> Result<()> {
    let now = office.clock.millis();
    if let Some(ticket) = mail.ticket_id {
        let key = hex::encode(office.random.bytes::<{ KEY / 2 }>()?);
        let mut sql = Sql::new("UPDATE tickets SET mail_key = ");
        sql.arg(key).push(" WHERE mail_key IS NULL AND id = ").arg(ticket);
        sql.execute_in(tx).await?;
    }
    let id = format!("{}@{}", hex::encode(office.random.bytes::<16>()?), office.post.from.host());
    let letter = serde_json::to_string(mail.letter).map_err(|error| Failure::Internal(error.to_string()))?;
    let mut sql = Sql::new(
        "INSERT INTO mails (message_id, recipient, language, letter_json, ticket_id, ticket_message_id, created_at) VALUES (",
    );
    sql.arg(id).push(", ").arg(mail.to).push(", ").arg(code(mail.tongue)).push(", ").arg(letter);
    sql.push(", ")
        .arg(mail.ticket_id)
        .push(", ")
        .arg(mail.message_id)
        .push(", ")
        .arg(now)
        .push(") RETURNING id");
    let (row,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    jobs::push(tx, office, &SEND, row, now).await
}
