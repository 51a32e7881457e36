//! A file of somebody on its way into the store: looked into, put into its place, and noted, in that order. Whatever
//! breaks off leaves no record without its file.

use std::path::Path;

use domain::access::Actor;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::{Kept, Refused, disk, inspect, keep, name::clean, remove, scan::SCAN};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs,
    settings::{Setting, Settings},
};

/// What is read at once.
const PIECE: usize = 64 << 10;

/// A file that lies in its place and has no record yet.
#[derive(Clone, Debug)]
pub struct Taken {
    pub(crate) name: String,
    pub(crate) found: inspect::Found,
    pub(crate) kept: Kept,
}

impl Taken {
    /// Its size in bytes.
    pub(crate) fn size(&self) -> i64 {
        i64::try_from(self.kept.size).unwrap_or(i64::MAX)
    }

    /// Its record; a scanner looks at it next, where there is one.
    pub(crate) async fn note(&self, tx: &mut Tx, office: &Office, actor: &Actor) -> Result<i64> {
        let Self { name, found, kept } = self;
        let mut sql =
            Sql::new("INSERT INTO documents (name, kind, size_bytes, sha256, file, scan, notices, ");
        sql.push("actor_kind, actor_id, actor_name, created_at) VALUES (").arg(name.as_str()).push(", ");
        sql.arg(found.kind).push(", ").arg(self.size()).push(", ").arg(kept.sha256.as_str()).push(", ");
        let scan = if office.scanner.is_some() { "scanning" } else { "unscanned" };
        sql.arg(kept.path.as_str()).push(", ").arg(scan).push(", ").arg(found.notices.join(",")).push(", ");
        sql.arg(actor.kind()).push(", ").arg(actor.id()).push(", ").arg(actor.name()).push(", ");
        sql.arg(office.clock.millis()).push(") RETURNING id");
        let (id,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
        if office.scanner.is_some() {
            jobs::push(tx, office, &SCAN, id, office.clock.millis()).await?;
        }
        Ok(id)
    }
}

/// A file of this size is no larger than is set.
pub(crate) fn fits(size: u64, settings: &Settings) -> Result<()> {
    if size > settings.bytes(Setting::DocumentMb) {
        return Err(Refused::TooLarge { most: settings.get(Setting::DocumentMb).into() }.into());
    }
    Ok(())
}

/// Looks into a file and puts it into its place in a folder of the store.
///
/// # Errors
/// [`Refused`]; what the disk or the store said.
pub(crate) async fn take(
    office: &Office,
    settings: &Settings,
    (folder, name): (&str, &str),
    content: impl AsyncRead + Unpin,
) -> Result<Taken> {
    let name = clean(name);
    settings.endings.allow(&name)?;
    let spooled = spool(content, settings).await?;
    let (path, looked_at) = (spooled.to_path_buf(), name.clone());
    let found = tokio::task::spawn_blocking(move || inspect::inspect(&path, &looked_at)).await;
    let found = found.map_err(|error| Failure::Internal(error.to_string()))??;
    let kept = put(office, folder, &spooled).await?;
    Ok(Taken { name, found, kept })
}

/// Removes files that were not noted after all.
pub async fn give_up(office: &Office, files: &[Taken]) {
    for file in files {
        if let Err(failure) = remove(&office.documents, &file.kept.path).await {
            tracing::warn!(%failure, path = file.kept.path, "a file without a record stays until it is swept");
        }
    }
}

/// Brings it to the disk, no larger than it may be.
async fn spool(mut content: impl AsyncRead + Unpin, settings: &Settings) -> Result<tempfile::TempPath> {
    let (file, path) = tempfile::NamedTempFile::new().map_err(disk)?.into_parts();
    let (mut out, mut size) = (tokio::fs::File::from_std(file), 0);
    let mut piece = vec![0; PIECE];
    loop {
        let read = content.read(&mut piece).await.map_err(|_| Failure::from(Refused::BrokenOff))?;
        if read == 0 {
            out.flush().await.map_err(disk)?;
            return Ok(path);
        }
        size += read as u64;
        fits(size, settings)?;
        out.write_all(&piece[..read]).await.map_err(disk)?;
    }
}

/// Under a name that nobody can guess and that says nothing.
async fn put(office: &Office, folder: &str, spooled: &Path) -> Result<Kept> {
    let place = format!("{folder}/{}", hex::encode(office.random.bytes::<16>()?));
    let file = tokio::fs::File::open(spooled).await.map_err(disk)?;
    keep(&office.documents, &place, file).await
}
