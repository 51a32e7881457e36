//! The ticket that a mail answers: by the mails that it names, then by the secret in an address that it went to. A number
//! in the subject proves nothing.

use super::read::Letter;
use crate::{
    Office, Result,
    db::{Sql, Tx},
};

/// A mail of this id went out from here.
pub(super) async fn is_ours(tx: &mut Tx, id: &str) -> Result<bool> {
    let mut sql = Sql::new("SELECT id FROM mails WHERE message_id = ");
    sql.arg(id);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.is_some())
}

/// The ticket that it answers.
pub(super) async fn ticket_of(tx: &mut Tx, office: &Office, letter: &Letter) -> Result<Option<i64>> {
    let named: Vec<String> =
        letter.in_reply_to.iter().chain(letter.references.iter().rev()).cloned().collect();
    for id in &named {
        for table in ["mails", "mails_received"] {
            let mut sql = Sql::new("SELECT ticket_id FROM ");
            sql.push(table).push(" WHERE ticket_id IS NOT NULL AND message_id = ").arg(id.as_str());
            if let Some((ticket,)) = sql.fetch_optional_in::<(i64,)>(tx).await? {
                return Ok(Some(ticket));
            }
        }
    }
    for address in &letter.to {
        let Some(key) = office.post.from.key_in(address) else { continue };
        let mut sql = Sql::new("SELECT id FROM tickets WHERE mail_key = ");
        sql.arg(key.to_ascii_lowercase());
        if let Some((ticket,)) = sql.fetch_optional_in::<(i64,)>(tx).await? {
            return Ok(Some(ticket));
        }
    }
    Ok(None)
}
