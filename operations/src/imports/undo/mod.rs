//! Undoing an import, while nothing that followed stands on it.
//!
//! Orders that it brought in go, those that it changed become what they were, with the names that it gave; what it
//! changed is kept for that as it was ([`kept`]). All or nothing: what stands in the way ([`way`]) is told instead.

mod kept;
mod obstacle;
mod orders;
mod parties;
mod remove;
mod run;
mod told;
mod way;

use domain::access::{Actor, Operation};

use super::{
    Refused,
    list::{Import, ImportState, get},
};
use crate::{
    Office, Result,
    db::{Sql, dialect::one_import_at_a_time},
    jobs::{self, Kind},
    journal::{self, Action, Entry, Subject},
};

pub(super) use kept::{Kept, Part};
pub use obstacle::{InTheWay, Obstacle};
pub use way::{NAMED, Way};

/// When it was tried in vain, it is tried again after so many milliseconds.
const AGAIN: i64 = 600_000;

/// Undoing an import.
pub(crate) static UNDO: Kind = Kind {
    code: "import.undo",
    lease: 20_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run::run(office, lease)),
    gave_up: |office, tx, id, _| {
        Box::pin(async move { jobs::push(tx, office, &UNDO, id, office.clock.millis() + AGAIN).await })
    },
};

/// What undoing an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foresight {
    /// Orders that it brought in and that would go.
    pub withdrawn: i64,
    /// Orders that would become what they were.
    pub put_back: i64,
    /// What stands in the way; then nothing is undone.
    pub way: Way,
}

/// Says what undoing an import would do.
///
/// # Errors
/// `Denied`; `NotFound`; why it cannot be undone whatever stands in the way.
pub async fn undo_dry_run(office: &Office, actor: &Actor, id: i64) -> Result<Foresight> {
    actor.may(Operation::UndoImport)?;
    let import = get(office, actor, id).await?;
    may_be_undone(office, &import).await?;
    let count = |text: &str| {
        let mut sql = Sql::new(text);
        sql.arg(id);
        sql.fetch_optional::<(i64,)>(&office.db)
    };
    let created = count("SELECT COUNT(*) FROM orders WHERE import_id = ").await?;
    let updated = count("SELECT COUNT(*) FROM import_befores WHERE kind = 'order' AND import_id = ").await?;
    Ok(Foresight {
        withdrawn: created.map_or(0, |(n,)| n),
        put_back: updated.map_or(0, |(n,)| n),
        way: way::of_import(office, &import).await?,
    })
}

/// Has a worker undo an import.
///
/// # Errors
/// `Denied`; `NotFound`; a conflict when it has not ended, was undone, when another one is being undone, or when something
/// stands in the way.
pub async fn undo(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let Foresight { way, .. } = undo_dry_run(office, actor, id).await?;
    if way.count > 0 {
        return Err(Refused::InTheWay(way).into());
    }
    let mut tx = office.db.begin().await?;
    // Two that are begun at once see each other.
    one_import_at_a_time(&mut tx).await?;
    let mut sql = Sql::new("UPDATE imports SET state = 'undoing', undo_actor_kind = ");
    sql.arg(actor.kind()).push(", undo_actor_id = ").arg(actor.id()).push(", undone_by = ").arg(actor.name());
    sql.push(" WHERE id = ").arg(id).push(" AND state IN ('done', 'failed')");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM imports other WHERE other.state = 'undoing')");
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Refused::AnotherUndone.into());
    }
    jobs::push(&mut tx, office, &UNDO, id, office.clock.millis()).await?;
    journal::append(&mut tx, office, actor, Entry::new(Action::ImportUndoBegun, Subject::Import(id))).await?;
    Ok(tx.commit().await?)
}

/// Orders that were left when an import was undone: the first of them, and why.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn undo_left(office: &Office, actor: &Actor, id: i64) -> Result<Vec<InTheWay>> {
    let import = get(office, actor, id).await?;
    let mut sql = Sql::new(
        "SELECT o.order_no, b.stays FROM import_befores b CROSS JOIN orders o WHERE o.id = b.row_id",
    );
    sql.push(" AND b.kind = 'order' AND b.stays IS NOT NULL AND b.import_id = ").arg(import.id);
    sql.push(" ORDER BY b.row_id").limit(NAMED as i64);
    let left: Vec<(String, String)> = sql.fetch_all(&office.db).await?;
    let one = |(order_no, stays): (String, String)| {
        Some(InTheWay { order_no, why: Obstacle::from_code(&stays)?, which: None })
    };
    Ok(left.into_iter().filter_map(one).collect())
}

async fn may_be_undone(office: &Office, import: &Import) -> Result<()> {
    match ImportState::from_code(&import.state) {
        Some(ImportState::Done | ImportState::Failed) => {}
        Some(ImportState::Undoing | ImportState::Undone) => return Err(Refused::UndoneAlready.into()),
        _ => return Err(Refused::NotEnded.into()),
    }
    if import.journal_from.is_none() {
        return Err(Refused::NotKept.into());
    }
    let sql = Sql::new("SELECT id FROM imports WHERE state = 'undoing' ORDER BY id LIMIT 1");
    match sql.fetch_optional::<(i64,)>(&office.db).await? {
        Some(_) => Err(Refused::AnotherUndone.into()),
        None => Ok(()),
    }
}
