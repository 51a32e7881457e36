//! A mail as it goes over the wire.

use lettre::message::{Mailbox as Named, MultiPart, header};
use sqlx::FromRow;

use super::{Letter, Words, send::Mail};
use crate::{Office, Result, db::Sql};

/// So many mails before it are named.
const MOST_REFERENCES: i64 = 20;

/// The conversation that a mail belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    /// The ids of what was written before, oldest first.
    references: Vec<String>,
    /// The last mail that came in.
    answers: Option<String>,
    /// The secret of the ticket's address.
    key: Option<String>,
}

#[derive(FromRow)]
struct Known {
    message_id: String,
    received: i64,
}

/// What was mailed about the ticket before.
pub(super) async fn thread(office: &Office, mail: &Mail) -> Result<Thread> {
    let Some(ticket) = mail.ticket_id else { return Ok(Thread::default()) };
    let mut sql = Sql::new(
        "SELECT message_id, CAST(0 AS BIGINT) AS received, created_at AS at FROM mails WHERE state = 'sent' AND ticket_id = ",
    );
    sql.arg(ticket).push(" AND id < ").arg(mail.id);
    sql.push(" UNION ALL SELECT message_id, CAST(1 AS BIGINT) AS received, at FROM mails_received WHERE outcome IN ('opened', 'added') AND ticket_id = ");
    sql.arg(ticket).push(" ORDER BY at DESC").limit(MOST_REFERENCES);
    let known: Vec<Known> = sql.fetch_all(&office.db).await?;
    let mut sql = Sql::new("SELECT mail_key FROM tickets WHERE id = ");
    sql.arg(ticket);
    let key: Option<(Option<String>,)> = sql.fetch_optional(&office.db).await?;
    Ok(Thread {
        answers: known
            .iter()
            .find(|one| one.received == 1)
            .or(known.first())
            .map(|one| one.message_id.clone()),
        references: known.into_iter().rev().map(|one| one.message_id).collect(),
        key: key.and_then(|(key,)| key),
    })
}

/// Builds it; the reason when an address or a name cannot stand in a mail.
pub(super) fn mail(
    office: &Office,
    mail: &Mail,
    letter: &Letter,
    words: Words,
    thread: &Thread,
) -> Result<lettre::Message, String> {
    let from = &office.post.from;
    let named = |address: &str, name: &str| {
        let address = address.parse().map_err(|error| format!("{address}: {error}"))?;
        Ok::<_, String>(Named::new(Some(name.to_owned()).filter(|name| !name.is_empty()), address))
    };
    let angled = |id: &String| format!("<{id}>");
    let mut builder = lettre::Message::builder()
        .from(named(&from.address, &from.name)?)
        .to(named(&mail.recipient, "")?)
        .subject(words.subject)
        .date(std::time::SystemTime::from(office.clock.now()))
        .message_id(Some(angled(&mail.message_id)));
    if let Some(key) = &thread.key {
        builder = builder.reply_to(named(&from.with_key(key), &from.name)?);
    }
    if let Some(answers) = &thread.answers {
        let references: Vec<String> = thread.references.iter().map(angled).collect();
        builder = builder.in_reply_to(angled(answers)).references(references.join(" "));
    }
    if letter.is_automatic() {
        let automatic = header::HeaderName::new_from_ascii_str("Auto-Submitted");
        builder = builder.raw_header(header::HeaderValue::new(automatic, "auto-generated".to_owned()));
        let quiet = header::HeaderName::new_from_ascii_str("X-Auto-Response-Suppress");
        builder = builder.raw_header(header::HeaderValue::new(quiet, "All".to_owned()));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(words.text, words.html))
        .map_err(|error| error.to_string())
}
