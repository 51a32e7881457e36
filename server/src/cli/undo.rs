//! `countinghouse import undo ID`

use std::{future::pending, io::Write, time::Duration};

use domain::access::Actor;
use operations::{
    Failure,
    imports::{self, Refused},
    jobs::{self, UNDOS},
};

use super::{open, output::Output};
use crate::api::Undone;

/// A server beside this process may have taken the job: then it is looked so often.
const PAUSE: Duration = Duration::from_millis(200);

/// Undoes an import, or says what that would do.
pub(super) async fn run(id: i64, dry_run: bool) -> anyhow::Result<()> {
    let (office, _) = open().await?;
    let actor = Actor::System;
    let came = if dry_run {
        Undone::foreseen(&office, &actor, id).await?
    } else {
        match imports::undo(&office, &actor, id).await {
            // Whoever began it was broken off.
            Err(Failure::Import(Refused::UndoneAlready))
                if Undone::now(&office, &actor, id).await?.goes_on() => {}
            begun => begun?,
        }
        loop {
            let now = Undone::now(&office, &actor, id).await?;
            if !now.goes_on() {
                break now;
            }
            if !jobs::run_due(&office, UNDOS, pending()).await? {
                tokio::time::sleep(PAUSE).await;
            }
        }
    };
    let mut out = Output::open(None)?;
    serde_json::to_writer(&mut out, &came)?;
    writeln!(out)?;
    out.finish()?;
    office.db.close().await;
    Ok(())
}
