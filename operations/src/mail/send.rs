//! The job that sends a mail: never twice. A mail is noted as being sent before the server hears of it. Whoever finds it
//! so has died in between, and nobody knows whether it went out: then it is not sent again by itself.

use domain::{Tongue, access::Actor};
use sqlx::FromRow;

use super::{Letter, build, post::Unsent};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs::{Kind, Lease},
    journal::{self, Action, Entry, Subject, fields},
    tickets,
};

/// A mail goes out. It is tried for some days.
pub const SEND: Kind = Kind {
    code: "mails.send",
    lease: 5 * 60_000,
    attempts: 600,
    every: None,
    run: |office, lease| Box::pin(send(office, lease)),
    gave_up: |office, tx, id, failure| {
        Box::pin(async move {
            let why = failure.map_or_else(|| "its workers vanished".to_owned(), ToString::to_string);
            ended(tx, office, id, "failed", &why).await
        })
    },
};

/// A mail as its table has it.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Mail {
    pub(super) id: i64,
    pub(super) message_id: String,
    pub(super) recipient: String,
    language: String,
    letter_json: String,
    pub(super) ticket_id: Option<i64>,
    state: String,
}

async fn send(office: &Office, lease: &Lease) -> Result<()> {
    let mut sql = Sql::new(
        "SELECT id, message_id, recipient, language, letter_json, ticket_id, state FROM mails WHERE id = ",
    );
    sql.arg(lease.subject_id);
    let Some(mail) = sql.fetch_optional::<Mail>(&office.db).await? else { return Ok(()) };
    match mail.state.as_str() {
        "queued" => {}
        "sending" if office.post.knows_repeats() => {}
        "sending" => {
            return finish(office, mail.id, "doubtful", "the program ended while it was being sent").await;
        }
        _ => return Ok(()),
    }
    let letter: Letter =
        serde_json::from_str(&mail.letter_json).map_err(|error| Failure::Internal(error.to_string()))?;
    let tongue = Tongue::of_locale(&mail.language).unwrap_or(Tongue::Zh);
    let words = office.post.words(&letter, tongue);
    let thread = build::thread(office, &mail).await?;
    let built = match build::mail(office, &mail, &letter, words, &thread) {
        Ok(built) => built,
        Err(why) => return finish(office, mail.id, "failed", &why).await,
    };
    if !mark(office, mail.id, "queued", "sending").await? && mail.state == "queued" {
        return Ok(());
    }
    match office.post.send(&built, &mail.message_id).await {
        Ok(()) => finish(office, mail.id, "sent", "").await,
        Err(Unsent::Refused(why)) => finish(office, mail.id, "failed", &why).await,
        Err(Unsent::Unknown(why)) => finish(office, mail.id, "doubtful", &why).await,
        Err(Unsent::Later(why)) => {
            let mut tx = office.db.begin().await?;
            let mut sql = Sql::new("UPDATE mails SET state = 'queued', problem = ");
            sql.arg(why.as_str()).push(" WHERE state = 'sending' AND id = ").arg(mail.id);
            sql.execute_in(&mut tx).await?;
            tx.commit().await?;
            Err(Failure::Internal(why))
        }
    }
}

/// Takes it from one state to another; false: it was not in that one.
async fn mark(office: &Office, id: i64, from: &str, to: &str) -> Result<bool> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE mails SET state = ");
    sql.arg(to).push(" WHERE state = ").arg(from).push(" AND id = ").arg(id);
    let changed = sql.execute_in(&mut tx).await? > 0;
    tx.commit().await?;
    Ok(changed)
}

async fn finish(office: &Office, id: i64, state: &str, problem: &str) -> Result<()> {
    let mut tx = office.db.begin().await?;
    ended(&mut tx, office, id, state, problem).await?;
    Ok(tx.commit().await?)
}

/// Notes what came of it; what did not go out stands in the history of its ticket.
async fn ended(tx: &mut Tx, office: &Office, id: i64, state: &str, problem: &str) -> Result<()> {
    let sent_at = (state == "sent").then(|| office.clock.millis());
    let problem = Some(problem.to_owned()).filter(|problem| !problem.is_empty());
    let mut sql = Sql::new("UPDATE mails SET state = ");
    sql.arg(state).push(", problem = ").arg(problem.clone()).push(", sent_at = ").arg(sent_at);
    sql.push(" WHERE state IN ('queued', 'sending') AND id = ")
        .arg(id)
        .push(" RETURNING ticket_id, recipient");
    let changed: Option<(Option<i64>, String)> = sql.fetch_optional_in(tx).await?;
    let Some((Some(ticket), recipient)) = changed.filter(|_| state != "sent") else { return Ok(()) };
    let no = tickets::number(ticket);
    let told = fields! { Id: id, Email: recipient, State: state, Finding: problem };
    let entry = Entry::new(Action::TicketMailFailed, Subject::Ticket(&no)).after(told);
    journal::append(tx, office, &Actor::System, entry).await
}
