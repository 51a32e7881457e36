//! Files on their way in, and what of them a killed process left: in the temporary folder, and half written in the
//! folder of documents.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::Context;
use operations::office::Clock;
use tempfile::TempDir;

/// How the folder of a process is called, and the lock in it that ends with the process.
const PREFIX: &str = "countinghouse-spool-";
const LOCK: &str = "lock";
/// Half a document that nobody has written to for so long was left.
const AGE: Duration = Duration::from_secs(3600);

/// The folder in which this process keeps what comes in, until it is looked into. It is gone when this is dropped.
#[derive(Debug)]
pub struct Spool {
    folder: TempDir,
    _lock: File,
}

impl Spool {
    /// Makes the folder, for every temporary file of this process, and removes those of processes that are gone.
    ///
    /// # Errors
    /// What the disk said.
    pub fn begin() -> anyhow::Result<Self> {
        let place = std::env::temp_dir();
        for left in left_in(&place).with_context(|| format!("cannot read {}", place.display()))? {
            removed(fs::remove_dir_all(&left), &left);
        }
        let spool =
            Self::in_folder(&place).with_context(|| format!("cannot write to {}", place.display()))?;
        if tempfile::env::override_temp_dir(spool.folder.path()).is_err() {
            tracing::debug!("the folder of temporary files was chosen before");
        }
        Ok(spool)
    }

    fn in_folder(place: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place)?;
        // Nobody sees the lock before it is held.
        let new = folder.path().join("new");
        let lock = File::create(&new)?;
        lock.lock()?;
        fs::rename(&new, folder.path().join(LOCK))?;
        Ok(Self { folder, _lock: lock })
    }
}

/// Folders of processes that are gone: their locks are free.
fn left_in(place: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(place)?.filter_map(Result::ok);
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    Ok(ours.map(|entry| entry.path()).filter(|path| !is_held(path)).collect())
}

/// Without a lock that can be looked at, somebody may be about to hold it.
fn is_held(folder: &Path) -> bool {
    let Ok(lock) = File::open(folder.join(LOCK)) else { return true };
    match lock.try_lock() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
    }
}

/// Once an hour, beginning now, removes from the folder of documents what was left half written.
pub async fn keep_clean(documents_url: String, clock: Clock) {
    let Some(folder) = documents_url.strip_prefix("file://").map(PathBuf::from) else { return };
    loop {
        let (folder, now) = (folder.clone(), clock.now());
        let swept = tokio::task::spawn_blocking(move || sweep(&folder, SystemTime::from(now) - AGE)).await;
        match swept {
            Ok(Ok(0)) => {}
            Ok(Ok(count)) => tracing::info!(count, "half documents removed"),
            Ok(Err(error)) => tracing::warn!(%error, "half documents were not looked for"),
            Err(error) => tracing::warn!(%error, "half documents were not looked for"),
        }
        tokio::time::sleep(AGE).await;
    }
}

/// Removes files that were being written, as the document store calls them (`NAME#1`), and folders with nothing in
/// them, if they were changed last before a moment; how many files it were.
fn sweep(folder: &Path, before: SystemTime) -> io::Result<u64> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        // Whatever vanishes meanwhile is somebody else's.
        let Ok(changed) = fs::symlink_metadata(&path).and_then(|about| about.modified()) else { continue };
        if kind.is_dir() {
            count += sweep(&path, before).or_else(gone)?;
            if changed < before {
                // One with something in it stays.
                let _ = fs::remove_dir(&path);
            }
        } else if kind.is_file() && is_half(&path) && changed < before {
            count += u64::from(removed(fs::remove_file(&path), &path));
        }
    }
    Ok(count)
}

fn gone(error: io::Error) -> io::Result<u64> {
    if error.kind() == io::ErrorKind::NotFound { Ok(0) } else { Err(error) }
}

fn is_half(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = name.rsplit_once('#').map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn removed(done: io::Result<()>, path: &Path) -> bool {
    if let Err(error) = &done {
        tracing::warn!(%error, path = %path.display(), "what was left could not be removed");
    }
    done.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_left_when_its_process_is_gone() {
        let place = tempfile::tempdir().unwrap();
        let alive = Spool::in_folder(place.path()).unwrap();
        let dead = place.path().join(format!("{PREFIX}dead"));
        for folder in ["dead", "begins"].map(|name| place.path().join(format!("{PREFIX}{name}"))) {
            fs::create_dir(folder).unwrap();
        }
        fs::create_dir(place.path().join("countinghouse-other")).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        assert_eq!(left_in(place.path()).unwrap(), [dead]);
        let own = alive.folder.path().to_owned();
        drop(alive);
        assert!(!own.exists());
    }

    #[test]
    fn half_documents_are_removed_when_they_are_old() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        fs::create_dir_all(path("uploads/1")).unwrap();
        for name in ["uploads/1/000000#1", "a#1", "a#b", "a#"] {
            fs::write(path(name), "x").unwrap();
        }
        let now = fs::metadata(path("a#1")).unwrap().modified().unwrap();
        assert_eq!(sweep(place.path(), now - AGE).unwrap(), 0);
        assert_eq!(sweep(place.path(), now + AGE).unwrap(), 2);
        assert!(path("a#b").exists() && path("a#").exists() && !path("a#1").exists());
        assert!(!path("uploads/1").exists());
    }
}
