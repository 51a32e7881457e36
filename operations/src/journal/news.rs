//! Entries of which people may have to be told: a row for each, in the transaction that writes the entry.

use super::Event;
use crate::{
    Office, Result,
    db::{Bulk, Tx},
    notifications::raised,
};

/// Whether anybody may have to be told of it.
pub(super) fn is_news(event: &Event) -> bool {
    raised(event).is_some()
}

/// Leaves those of which somebody may have to be told to whoever tells, who is woken once they last.
pub(super) async fn note(tx: &mut Tx, office: &Office, written: &[(i64, &Event)]) -> Result<()> {
    let mut rows = Bulk::new(1);
    for (id, _) in written.iter().filter(|(_, event)| is_news(event)) {
        rows.row([(*id).into()]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    rows.execute(tx, "INSERT INTO journal_news (event_id) VALUES ", "").await?;
    tx.ring_when_committed(&office.bell);
    Ok(())
}
