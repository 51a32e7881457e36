//! How far the marketplace is with a locked bill (`domain.md` 4.6).

use domain::{
    Problem,
    access::{Actor, Operation},
    bill::{BillState, Stage},
};

use super::{Bill, Refused, gates, head, run};
use crate::{
    Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
};

/// The stages in which a bill can be, on the site of the run that made it; none for one below zero, which the next one
/// carries over.
///
/// # Errors
/// What the database said.
pub async fn stages(office: &Office, bill: &Bill) -> Result<Vec<Stage>> {
    if bill.total_minor < 0 {
        return Ok(Vec::new());
    }
    let region = run::find(office, bill.run_id).await?.site;
    Ok(Stage::ALL.iter().copied().filter(|stage| stage.fits(bill.kind, region, bill.period)).collect())
}

/// Notes what the seller centre of the marketplace shows of a locked bill; any stage may follow any other.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`; a problem with `stage`: no bill of this kind is there;
/// [`Refused::NotUnderWay`], [`Refused::BelowZero`].
pub async fn note_stage(office: &Office, actor: &Actor, id: i64, stage: Stage) -> Result<Bill> {
    actor.may(Operation::ActBill)?;
    gates::to_see(office).await?;
    // A locked bill is made anew by no run: what can be said of it stays.
    let fitting = stages(office, &head::find(office, id).await?).await?;
    let mut tx = office.db.begin().await?;
    let bill = head::lock(&mut tx, id).await?;
    if bill.state != BillState::Locked {
        return Err(Refused::NotUnderWay { state: bill.state }.into());
    }
    if bill.total_minor < 0 {
        return Err(Refused::BelowZero.into());
    }
    if !fitting.contains(&stage) {
        let allowed = fitting.iter().map(|stage| stage.code()).collect::<Vec<_>>().join(", ");
        return Err(Problem::UnknownCode { value: stage.to_string(), allowed }.of("stage").into());
    }
    let mut sql = Sql::new("UPDATE bills SET stage = ");
    sql.arg(stage.code()).push(", stage_at = ").arg(office.clock.millis()).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let before = bill.stage.map_or_else(journal::Fields::default, |(stage, _)| fields! { Stage: stage });
    let entry = Entry::new(Action::BillStageNoted, Subject::Bill(id));
    journal::append(&mut tx, office, actor, entry.changed(before, fields! { Stage: stage })).await?;
    tx.commit().await?;
    head::find(office, id).await
}
