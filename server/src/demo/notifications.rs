//! Everybody was told of what happened, and has read all but the last of it.

use operations::{
    Office,
    list::Filter,
    notifications::{self, LIST, Which},
    staff, supervisions, tickets,
};

use super::STAFF;

/// So many are unread.
const UNREAD: usize = 4;

/// Tells everybody, and marks what is older as read.
pub(super) async fn settle(office: &Office) -> anyhow::Result<()> {
    // What the clock would say in the first minutes is said now.
    supervisions::remind_overdue(office).await?;
    tickets::raise_alarms(office).await?;
    notifications::tell(office).await?;
    let known = staff::names(office, &domain::access::Actor::System).await?;
    for (id, _, account) in known {
        if !STAFF.iter().any(|(theirs, ..)| *theirs == account) {
            continue;
        }
        let Some(actor) = staff::load_actor(office, id).await? else { continue };
        let filter = Filter::of(&LIST).sized(i64::try_from(UNREAD)? + 1);
        let newest = notifications::list(office, &actor, &filter).await?.rows;
        if let Some(older) = newest.get(UNREAD) {
            notifications::mark_read(office, &actor, &Which::Upto(older.id)).await?;
        }
    }
    Ok(())
}
