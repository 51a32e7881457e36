//! What somebody is to be told by mail, as one mail for all that is due.

use domain::{
    Tongue,
    notification::{Event, Pace, row},
};
use sqlx::FromRow;

use crate::{
    Office, Result,
    db::{Sql, Tx, dialect::for_update},
    mail::{Letter, Notice, Outgoing, queue},
};

/// So many stand in one mail; the rest stands in the next one.
const MOST: i64 = 100;

#[derive(FromRow)]
struct Due {
    id: i64,
    event: String,
    subject_kind: String,
    subject_id: String,
    name: String,
    at: i64,
    read_at: Option<i64>,
}

/// Queues a mail for everybody who has something due; how many mails.
///
/// # Errors
/// What the database said; what was queued stays so.
pub async fn mail_due(office: &Office) -> Result<u64> {
    let mut count = 0;
    loop {
        let mut sql =
            Sql::new("SELECT staff_id FROM notifications WHERE mailed_at IS NULL AND mail_due_at <= ");
        sql.arg(office.clock.millis()).push(" ORDER BY mail_due_at, id").limit(1);
        let Some((staff,)) = sql.fetch_optional::<(i64,)>(&office.db).await? else { return Ok(count) };
        let mut tx = office.db.begin().await?;
        count += u64::from(one(&mut tx, office, staff).await?);
        tx.commit().await?;
    }
}

/// The mail of one person; whether there is one. Who has read everything, or does not work here any more, gets none.
async fn one(tx: &mut Tx, office: &Office, staff: i64) -> Result<bool> {
    let now = office.clock.millis();
    let mut sql =
        Sql::new("SELECT id, event, subject_kind, subject_id, name, at, read_at FROM notifications WHERE ");
    sql.push("mailed_at IS NULL AND mail_due_at <= ").arg(now).push(" AND staff_id = ").arg(staff);
    sql.push(" ORDER BY mail_due_at, id").limit(MOST).push(for_update(tx));
    let due: Vec<Due> = sql.fetch_all_in(tx).await?;
    let ids: Vec<i64> = due.iter().map(|one| one.id).collect();
    if ids.is_empty() {
        return Ok(false);
    }
    let mut sql = Sql::new("UPDATE notifications SET mailed_at = ");
    sql.arg(now).push(" WHERE 1 = 1").among("id", &ids);
    sql.execute_in(tx).await?;
    let mut sql = Sql::new("SELECT account, locale FROM staff WHERE state = 'active' AND id = ");
    sql.arg(staff);
    let person: Option<(String, Option<String>)> = sql.fetch_optional_in(tx).await?;
    let items: Vec<Notice> = due.into_iter().filter(|one| one.read_at.is_none()).map(notice).collect();
    let Some((to, locale)) = person.filter(|_| !items.is_empty()) else { return Ok(false) };
    let tongue = locale.as_deref().and_then(Tongue::of_locale).unwrap_or(Tongue::Zh);
    let letter = Letter::Notices { items };
    queue(tx, office, Outgoing { to: &to, tongue, letter: &letter, ticket_id: None, message_id: None })
        .await?;
    Ok(true)
}

fn notice(due: Due) -> Notice {
    let urgent = Event::from_code(&due.event).and_then(row).is_some_and(|row| row.pace == Pace::Urgent);
    let Due { event, subject_kind, subject_id, name, at, .. } = due;
    Notice { event, subject_kind, subject_id, name, at, urgent }
}
