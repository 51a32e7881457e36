//! `dev`: serve, watch the sources, rebuild and restart.

use crate::paths::Paths;
use crate::progress::Progress;
use crate::run;
use crate::site::files_below;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode};
use std::time::{Duration, Instant, SystemTime};

const WATCHED: [&str; 7] = ["app", "domain", "operations", "paper", "server", "style", "migrations"];
const PAUSE: Duration = Duration::from_millis(500);
/// How long a server may take to finish its requests before it is killed.
const GRACE: Duration = Duration::from_secs(5);

type Snapshot = BTreeMap<PathBuf, SystemTime>;

/// Builds, serves, and starts over at each change until interrupted. A build that fails leaves the
/// running server alone.
pub fn dev(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    let mut seen = snapshot(paths);
    run::build(paths, &mut Progress::new(run::BUILD_STEPS))?;
    let mut server = Server::start(paths, arguments)?;
    loop {
        std::thread::sleep(PAUSE);
        server.notice_exit()?;
        let now = snapshot(paths);
        if now == seen {
            continue;
        }
        println!("\nchanged: {}", difference(&seen, &now));
        seen = now;
        match run::build(paths, &mut Progress::new(run::BUILD_STEPS)) {
            Ok(()) => {
                server.stop()?;
                server = Server::start(paths, arguments)?;
            }
            Err(error) => eprintln!("{error:#}\nthe server that ran before keeps running"),
        }
    }
}

struct Server {
    child: Child,
    running: bool,
}

impl Server {
    fn start(paths: &Paths, arguments: &[String]) -> Result<Self> {
        let child =
            run::serve(paths, arguments).env("DEV_RELOAD", "1").spawn().context("cannot start the server")?;
        Ok(Self { child, running: true })
    }

    /// A server that ended by itself is mentioned once; the next change starts it again.
    fn notice_exit(&mut self) -> Result<()> {
        if self.running
            && let Some(status) = self.child.try_wait()?
        {
            self.running = false;
            println!("the server ended ({status}); it starts again after the next change");
        }
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if !self.running {
            return Ok(());
        }
        self.running = false;
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .context("cannot run `kill`")?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > GRACE {
                self.child.kill()?;
                self.child.wait()?;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("the server could not be stopped: {error:#}");
        }
    }
}

/// Every watched file with the time of its last change. A folder that cannot be read right now is
/// seen at the next look.
fn snapshot(paths: &Paths) -> Snapshot {
    let mut found = Snapshot::new();
    for folder in WATCHED {
        for file in files_below(&paths.root.join(folder)).unwrap_or_default() {
            if let Ok(changed) = file.metadata().and_then(|metadata| metadata.modified()) {
                found.insert(file, changed);
            }
        }
    }
    found
}

/// The changed files, shortened.
fn difference(before: &Snapshot, after: &Snapshot) -> String {
    let changed: Vec<&PathBuf> = after
        .iter()
        .filter(|(file, time)| before.get(*file) != Some(*time))
        .map(|(file, _)| file)
        .chain(before.keys().filter(|file| !after.contains_key(*file)))
        .collect();
    let names: Vec<String> = changed
        .iter()
        .take(3)
        .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let more = changed.len().saturating_sub(names.len());
    match more {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_added_and_removed_files_are_named() {
        let time = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let before = Snapshot::from([("a.rs".into(), time(1)), ("b.rs".into(), time(1))]);
        let after = Snapshot::from([("a.rs".into(), time(2)), ("c.rs".into(), time(1))]);
        assert_eq!(difference(&before, &after), "a.rs, c.rs, b.rs");
        assert_eq!(difference(&after, &after), "");
    }
}
