//! Tells people what happened, from the journal: each of an entry once.

use std::collections::BTreeSet;

use domain::{
    FieldName,
    notification::{Channel, Event, Whose, is_mentioned, row},
};

use super::{
    people::{Person, people},
    raised::{raised, said},
    thing::Thing,
};
use crate::{
    Office, Result,
    db::{Arg, Bulk, Sql, Tx, dialect::for_update, millis, moment},
    journal,
    live::News,
};

/// So many entries in a transaction.
const SLICE: i64 = 50;
const DAY: i64 = 86_400_000;
/// What somebody was told is kept so many days.
pub const KEPT_DAYS: i64 = 90;

/// Tells people of everything that has happened since; of how many entries. Several may do it at the same time.
///
/// # Errors
/// What the database said; what was told stays so.
pub async fn tell(office: &Office) -> Result<u64> {
    let mut count = 0;
    loop {
        // Looks without a lock first, so that a quiet office is in nobody's way.
        let any: Option<(i64,)> = Sql::new("SELECT event_id FROM journal_news ORDER BY event_id LIMIT 1")
            .fetch_optional(&office.db)
            .await?;
        if any.is_none() {
            return Ok(count);
        }
        match slice(office).await? {
            0 => return Ok(count),
            told => count += told,
        }
    }
}

/// One transaction: takes some entries away, and writes what people are told of them.
async fn slice(office: &Office) -> Result<u64> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT event_id FROM journal_news ORDER BY event_id");
    sql.limit(SLICE).push(for_update(&tx));
    let taken: Vec<(i64,)> = sql.fetch_all_in(&mut tx).await?;
    let ids: Vec<i64> = taken.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(journal::COLUMNS).push(" FROM events WHERE 1 = 1").among("id", &ids).push(" ORDER BY id");
    let entries: Vec<journal::Event> = sql.fetch_all_in(&mut tx).await?;
    let people = people(&mut tx).await?;
    let mut rows = Bulk::new(9);
    let mut shown = BTreeSet::new();
    for entry in &entries {
        if let Some(event) = raised(entry) {
            write(&mut tx, office, (entry, event), &people, (&mut rows, &mut shown)).await?;
        }
    }
    if !rows.is_empty() {
        for staff in shown {
            tx.tell_when_committed(&office.live, News::Notified { staff });
        }
        let head = "INSERT INTO notifications (staff_id, event, event_id, subject_kind, subject_id, name, at, shown, \
            mail_due_at) VALUES ";
        rows.execute(&mut tx, head, " ON CONFLICT (staff_id, event_id) DO NOTHING").await?;
    }
    let mut sql = Sql::new("DELETE FROM journal_news WHERE 1 = 1");
    sql.among("event_id", &ids);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok(ids.len() as u64)
}

/// What each person is told of an entry.
async fn write(
    tx: &mut Tx,
    office: &Office,
    (entry, event): (&journal::Event, Event),
    people: &[Person],
    (rows, shown_to): (&mut Bulk, &mut BTreeSet<i64>),
) -> Result<()> {
    let (Some(subject), Some(about)) = (entry.subject(), row(event)) else { return Ok(()) };
    let Some(thing) = Thing::of(tx, subject).await? else { return Ok(()) };
    let text = if event == Event::TicketMentioned { note(tx, entry).await? } else { String::new() };
    for person in people {
        let sees = person.reach(about.need).is_some_and(|reach| thing.is_within(&reach));
        // The end of what somebody began is told to him; what he did is not.
        let own = entry.actor_kind == "staff" && entry.actor_id == Some(person.id);
        if !sees
            || (own && about.whose != Whose::Starter)
            || !concerns(about.whose, person, &thing, entry, &text)
        {
            continue;
        }
        let shown = person.wants(event, Channel::Program);
        let mail =
            Some(moment(entry.at).max(office.clock.now())).filter(|_| person.wants(event, Channel::Mail));
        let mail = mail.and_then(|now| person.manner.due(now, about.pace, office.zone)).map(millis);
        if !shown && mail.is_none() {
            continue;
        }
        if shown {
            shown_to.insert(person.id);
        }
        rows.row([
            person.id.into(),
            event.code().into(),
            entry.id.into(),
            entry.subject_kind.as_str().into(),
            entry.subject_id.as_str().into(),
            thing.name.as_str().into(),
            entry.at.into(),
            i64::from(shown).into(),
            Arg::MaybeInt(mail),
        ]);
    }
    Ok(())
}

/// Whether it concerns a person who may see it.
fn concerns(whose: Whose, person: &Person, thing: &Thing, entry: &journal::Event, note: &str) -> bool {
    let has = thing.person.as_ref().is_some_and(|(id, _)| *id == person.id);
    match whose {
        Whose::Everybody => true,
        Whose::Handlers => has || thing.person.is_none(),
        Whose::Starter => has,
        Whose::Named if !note.is_empty() => is_mentioned(note, &person.name, &person.account),
        // Whoever has it by now may be another one, who is told by an entry of his own.
        Whose::Named => has && said(entry, FieldName::Assignee) == person.name,
    }
}

/// The text of a note on a ticket.
async fn note(tx: &mut Tx, entry: &journal::Event) -> Result<String> {
    let mut sql = Sql::new("SELECT body FROM ticket_messages WHERE id = ");
    sql.arg(said(entry, FieldName::Id).parse().unwrap_or(0_i64));
    let found: Option<(String,)> = sql.fetch_optional_in(tx).await?;
    Ok(found.map(|(body,)| body).unwrap_or_default())
}

/// Forgets what people were told long ago; how many.
///
/// # Errors
/// What the database said.
pub async fn forget(office: &Office) -> Result<u64> {
    let mut count = 0;
    loop {
        let mut sql =
            Sql::new("DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE at < ");
        sql.arg(office.clock.millis() - KEPT_DAYS * DAY).push(" ORDER BY at, id").limit(500).push(")");
        let mut tx = office.db.begin().await?;
        let gone = sql.execute_in(&mut tx).await?;
        tx.commit().await?;
        count += gone;
        if gone < 500 {
            return Ok(count);
        }
    }
}
