//! A mail that came in: each once, to the ticket that it answers, or as a new one. What programs wrote opens nothing, and
//! our own mails that come back lead nowhere, so that two programs never write to each other for ever.

use std::sync::LazyLock;

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::{
    attachments::{self, Attached},
    bounced,
    read::{self, Automatic, Letter},
    thread,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents,
    reception::Reception,
    tickets::{self, Mailed, add_by_mail, note_by_mail, open_by_mail},
};

/// The largest mail, in bytes.
pub const LARGEST: usize = 30 * 1024 * 1024;
/// So many mails are read at the same time: each is in memory as a whole.
const AT_ONCE: usize = 2;
/// More than so many within a minute from one address wait.
const MOST_A_MINUTE: i64 = 10;
const MINUTE: i64 = 60_000;

domain::codes! {
    /// What became of a mail that came in.
    pub enum Outcome {
        /// A new ticket.
        Opened = "opened" | "新工单",
        /// A message of a ticket.
        Added = "added" | "加入工单",
        /// It came before.
        Duplicate = "duplicate" | "重复",
        /// A program wrote it: a note on its ticket where there is one, and nothing otherwise.
        Automatic = "automatic" | "自动回复",
        /// A mail of ours could not be delivered.
        Bounced = "bounced" | "退信",
        /// Our own mail came back.
        Loop = "loop" | "循环",
    }
}

/// What became of a mail, and the ticket that it belongs to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What became of it.
    pub outcome: Outcome,
    /// The number of the ticket.
    pub ticket: Option<String>,
    /// What was left out or guessed when it was read, in codes.
    pub notes: Vec<String>,
}

/// Takes in a mail as it came over the wire.
///
/// # Errors
/// `Denied`; a problem with `mail` when it cannot be read or nobody sent it; `TooMany` when the sender wrote more than ten
/// within a minute; [`tickets::Refused::NotReceived`].
pub async fn receive(office: &Office, actor: &Actor, raw: Vec<u8>) -> Result<Received> {
    static READERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(AT_ONCE));
    actor.may(Operation::ReceiveMail)?;
    if raw.len() > LARGEST {
        return Err(Problem::FileTooLarge { most: 30 }.of(FieldName::Mail.code()).into());
    }
    let reading = READERS.acquire().await.map_err(|error| Failure::Internal(error.to_string()))?;
    let read = tokio::task::spawn_blocking(move || {
        let own = format!("sha256:{}", hex::encode(Sha256::digest(&raw)));
        read::read(&raw).map(|letter| (letter.message_id.clone().unwrap_or(own), letter))
    });
    let read = read.await.map_err(|error| Failure::Internal(error.to_string()))?;
    drop(reading);
    let (id, mut letter) =
        read.map_err(|why| Problem::NotAMail { why: why.to_string() }.of(FieldName::Mail.code()))?;
    let notes = letter.notes.iter().map(ToString::to_string).collect();
    let mut attached = attachments::take(office, &mut letter).await?;
    let mut sorted = sort(office, actor, &id, (&letter, &attached)).await;
    if let Err(Failure::Document(why)) = sorted {
        // The words of a mail do not stay outside because of its files.
        attached = attached.give_up(office, &why).await;
        sorted = sort(office, actor, &id, (&letter, &attached)).await;
    }
    let is_kept = matches!(sorted, Ok((Outcome::Opened | Outcome::Added | Outcome::Automatic, Some(_))));
    if !is_kept {
        documents::give_up(office, &attached.files).await;
    }
    let (outcome, ticket) = sorted?;
    Ok(Received { outcome, ticket: ticket.map(tickets::number), notes })
}

async fn sort(
    office: &Office,
    actor: &Actor,
    id: &str,
    (letter, attached): (&Letter, &Attached),
) -> Result<(Outcome, Option<i64>)> {
    let reception = Reception::load(office).await?;
    let mut tx = office.db.begin().await?;
    if let Some(known) = known(&mut tx, id).await? {
        return Ok((Outcome::Duplicate, known));
    }
    let sender = letter.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
    let ours = sender == office.post.from.address || office.post.from.key_in(&sender).is_some();
    let (outcome, ticket) = if ours || thread::is_ours(&mut tx, id).await? {
        (Outcome::Loop, None)
    } else if letter.automatic == Some(Automatic::Bounce) {
        (Outcome::Bounced, bounced::note(&mut tx, office, &letter.bounced).await?)
    } else {
        throttle(&mut tx, office, &sender).await?;
        place(&mut tx, office, actor, &reception, (&sender, letter, attached)).await?
    };
    let mut sql =
        Sql::new("INSERT INTO mails_received (message_id, sender, at, outcome, ticket_id) VALUES (");
    sql.arg(id).push(", ").arg(sender).push(", ").arg(office.clock.millis()).push(", ");
    sql.arg(outcome.code()).push(", ").arg(ticket).push(") ON CONFLICT DO NOTHING");
    if sql.execute_in(&mut tx).await? == 0 {
        // The same mail came in at the same moment by another way.
        drop(tx);
        let mut tx = office.db.begin().await?;
        return Ok((Outcome::Duplicate, known(&mut tx, id).await?.flatten()));
    }
    tx.commit().await?;
    Ok((outcome, ticket))
}

/// What a mail that came before belongs to; `None` when it did not.
async fn known(tx: &mut Tx, id: &str) -> Result<Option<Option<i64>>> {
    let mut sql = Sql::new("SELECT ticket_id FROM mails_received WHERE message_id = ");
    sql.arg(id);
    Ok(sql.fetch_optional_in::<(Option<i64>,)>(tx).await?.map(|(ticket,)| ticket))
}

/// Who writes without a pause is asked to come again: a mail server keeps the mail until then.
async fn throttle(tx: &mut Tx, office: &Office, sender: &str) -> Result<()> {
    let now = office.clock.millis();
    let mut sql = Sql::new("SELECT at FROM mails_received WHERE sender = ");
    sql.arg(sender).push(" AND at > ").arg(now - MINUTE).push(" ORDER BY at DESC").limit(MOST_A_MINUTE);
    let lately: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    match lately.last() {
        Some((oldest,)) if lately.len() as i64 >= MOST_A_MINUTE => {
            let millis = (oldest + MINUTE - now).max(1);
            Err(Failure::TooMany { seconds: (millis.unsigned_abs()).div_ceil(1000) })
        }
        _ => Ok(()),
    }
}

/// Puts it where it belongs.
async fn place(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    reception: &Reception,
    (sender, letter, attached): (&str, &Letter, &Attached),
) -> Result<(Outcome, Option<i64>)> {
    let ticket = thread::ticket_of(tx, office, letter).await?;
    let name = letter.from.as_ref().and_then(|from| from.name.clone()).unwrap_or_else(|| sender.to_owned());
    let subject = if letter.subject.is_empty() { sender } else { &letter.subject };
    let text = if letter.text.trim().is_empty() { subject } else { letter.text.as_str() };
    let whole = if letter.quoted.is_empty() {
        text.to_owned()
    } else {
        format!("{text}\n\n{}", quoted(&letter.quoted))
    };
    let left_out = attached.told();
    let (files, left_out) = (attached.files.as_slice(), left_out.as_deref());
    let mail = Mailed { address: sender, name: &name, subject, text: &whole, files, left_out };
    let by_program = letter.automatic.is_some();
    match ticket {
        Some(id) if by_program => {
            let ticket = note_by_mail(tx, office, actor, (id, &mail)).await?;
            Ok((Outcome::Automatic, Some(ticket.id)))
        }
        None if by_program => Ok((Outcome::Automatic, None)),
        Some(id) => {
            let ticket = add_by_mail(tx, office, actor, reception, (id, &mail)).await?;
            Ok((Outcome::Added, Some(ticket.id)))
        }
        None if !reception.wanted.receives => Err(tickets::Refused::NotReceived.into()),
        None => {
            let ticket = open_by_mail(tx, office, actor, reception, &mail).await?;
            Ok((Outcome::Opened, Some(ticket.id)))
        }
    }
}

/// As Markdown quotes it.
fn quoted(text: &str) -> String {
    let lines = text.trim_matches('\n').lines();
    lines
        .map(|line| if line.starts_with('>') { line.to_owned() } else { format!("> {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}
