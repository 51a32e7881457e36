//! What was decided about lines of earlier bills.

use super::build::Build;
use crate::{Result, bills::disputes};

/// Adjustments of a slice.
const SLICE: i64 = 500;

impl Build<'_> {
    /// Adds the adjustments of accepted disputes. They wait for no smallest amount: what they correct was billed.
    pub(super) async fn adjustments(&mut self) -> Result<()> {
        for mut draft in std::mem::take(&mut self.drafts) {
            let (key, mut after) = (draft.key, 0);
            let key = (key.kind.code(), key.payment.code(), key.currency.code());
            loop {
                let due = disputes::adjustments(self.office, key, (self.run.period, after), SLICE).await?;
                let Some((last, _)) = due.last() else { break };
                after = *last;
                let mut tx = self.office.db.begin().await?;
                let mut lines = Vec::with_capacity(due.len());
                for (dispute, line) in due {
                    let taken = draft.take(line, 0)?;
                    disputes::take(&mut tx, dispute, draft.id, taken.0.position).await?;
                    lines.push(taken);
                }
                self.write(&mut tx, draft.id, lines).await?;
                tx.commit().await?;
            }
            self.drafts.push(draft);
        }
        Ok(())
    }
}
