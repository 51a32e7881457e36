//! Everything that runs by itself.

use super::Kind;
use crate::{
    Office, Result, bills,
    db::Sql,
    documents, earnings, exports, imports, mail, notifications, orders, reconciliations, refunds, resellers,
    search, sessions,
    settings::{Setting, Settings},
    staff, statements, supervisions, tickets, uploads,
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Jobs that have ended are kept so long, for whoever looks into a failure.
const KEPT: i64 = 7 * DAY;

/// Kinds that share a worker. Those of different classes do not wait for each other.
pub const CLASSES: [&[Kind]; 14] = [
    IMPORTS,
    LOOKS,
    EXPORTS,
    UPKEEP,
    std::slice::from_ref(&statements::ISSUE),
    std::slice::from_ref(&resellers::MERGE),
    UNDOS,
    DELIVERIES,
    OPENINGS,
    SCANS,
    MAILS,
    TICKETS,
    bills::JOBS,
    reconciliations::JOBS,
];

/// Files that come in.
pub const IMPORTS: &[Kind] = &[imports::KIND];

/// Files that are looked at; nobody waits with one for a large file that comes in.
pub const LOOKS: &[Kind] = &[imports::LOOK];

/// Imports that are undone.
pub const UNDOS: &[Kind] = std::slice::from_ref(&imports::UNDO);

/// Orders that complete when their delivery was accepted, goods whose time is over, and reminders.
pub const DELIVERIES: &[Kind] =
    &[refunds::ACCEPT, supervisions::COMPLETE, supervisions::ACCEPT, supervisions::REMIND];

/// Deliveries of orders that are in the books already.
pub const OPENINGS: &[Kind] = std::slice::from_ref(&supervisions::OPEN);

/// Documents that a scanner looks at.
pub const SCANS: &[Kind] = std::slice::from_ref(&documents::SCAN);

/// Mails that go out, and those that tell people what happened.
pub const MAILS: &[Kind] = &[
    mail::SEND,
    Kind::upkeep("notifications.mailed", MINUTE / 4, |office, _| {
        Box::pin(async { noted("people told by mail", notifications::mail_due(office).await) })
    }),
];

/// Clocks of tickets: what is done before they break, and those that a change of the reception moves.
pub const TICKETS: &[Kind] = &[
    tickets::RECKON,
    tickets::SEND_LATER,
    Kind::upkeep("tickets.alarms", MINUTE / 4, |office, _| {
        Box::pin(async { noted("alarms of tickets raised", tickets::raise_alarms(office).await) })
    }),
    Kind::upkeep("tickets.first_alarms", DAY, |office, _| {
        Box::pin(async {
            noted("tickets looked at that had no alarm", tickets::set_first_alarms(office).await)
        })
    }),
];

/// Files that are asked for.
pub const EXPORTS: &[Kind] = &[exports::JOB];

/// What is looked after.
pub const UPKEEP: &[Kind] = &[
    Kind::upkeep("orders.unpaid", MINUTE, |office, _| Box::pin(cancel_unpaid(office))),
    Kind::upkeep("exports.expired", MINUTE, |office, _| {
        Box::pin(async { noted("exported files removed", exports::expire(office).await) })
    }),
    Kind::upkeep("sessions.expired", MINUTE, |office, _| {
        Box::pin(async { noted("sessions forgotten", sessions::delete_expired(office).await) })
    }),
    Kind::upkeep("flashes.expired", MINUTE, |office, _| {
        Box::pin(async { noted("what forms left forgotten", sessions::forget_flashes(office).await) })
    }),
    Kind::upkeep("sign_ins.failed", MINUTE, |office, _| {
        Box::pin(async { noted("failed sign-ins forgotten", staff::forget_failures(office).await) })
    }),
    Kind::upkeep("links.expired", MINUTE, |office, _| {
        Box::pin(async { noted("links forgotten", staff::delete_expired_links(office).await) })
    }),
    Kind::upkeep("tickets.unanswered", MINUTE, |office, _| {
        Box::pin(async {
            noted("tickets closed that nobody answered", tickets::close_unanswered(office).await)
        })
    }),
    Kind::upkeep("notifications.forgotten", DAY, |office, _| {
        Box::pin(async { noted("notifications forgotten", notifications::forget(office).await) })
    }),
    Kind::upkeep("imports.uploads", DAY, |office, _| {
        Box::pin(async { noted("uploads forgotten", imports::forget_uploads(office).await) })
    }),
    Kind::upkeep("documents.swept", DAY, |office, _| {
        Box::pin(async { noted("files without a record removed", documents::sweep(office).await) })
    }),
    Kind::upkeep("uploads.expired", 10 * MINUTE, |office, _| {
        Box::pin(async { noted("uploads removed whose time is over", uploads::sweep(office).await) })
    }),
    Kind::upkeep("earnings.filled", DAY, |office, _| {
        Box::pin(async { noted("orders looked at for what they earn", earnings::fill(office).await) })
    }),
    Kind::upkeep("names.folded", DAY, |office, _| {
        Box::pin(async { noted("names folded", search::fold(office).await) })
    }),
    Kind::upkeep("messages.indexed", DAY, |office, _| {
        Box::pin(async { noted("messages taken into the index", tickets::index_more(office).await) })
    }),
    Kind::upkeep("jobs.ended", DAY, |office, _| {
        Box::pin(async { noted("ended jobs forgotten", delete_ended(office).await) })
    }),
];

fn noted(what: &str, done: Result<u64>) -> Result<()> {
    match done? {
        0 => {}
        count => tracing::info!(count, "{what}"),
    }
    Ok(())
}

async fn cancel_unpaid(office: &Office) -> Result<()> {
    let settings = Settings::load(office).await?;
    noted("unpaid orders cancelled", orders::cancel_unpaid(office, settings.get(Setting::UnpaidDays)).await)
}

async fn delete_ended(office: &Office) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM jobs WHERE finished_at IS NOT NULL AND finished_at < ");
    sql.arg(office.clock.millis() - KEPT);
    let mut tx = office.db.begin().await?;
    let count = sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok(count)
}
