//! A PostgreSQL server of our own for the tests: fresh, temporary, gone afterwards.

use crate::apt;
use crate::process::{is_root, quiet, which};
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to accept connections.
const PATIENCE: Duration = Duration::from_secs(60);

/// Keeps the server while its standard input is open, then stops it and removes the folder. Our end
/// of that pipe closes in every way in which we can end, so nothing is left behind even after a kill.
const KEEPER: &str = r#"
trap '' INT TERM HUP
bin=$1 folder=$2 port=$3
"$bin/postgres" -D "$folder/data" -k "$folder" -p "$port" \
    -c listen_addresses=127.0.0.1 -c max_connections=300 -c shared_buffers=64MB \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    >"$folder/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$folder"
"#;

/// A running server. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub struct Postgres {
    keeper: Child,
    hold: Option<ChildStdin>,
    port: u16,
    folder: PathBuf,
}

impl Postgres {
    /// Finds or installs PostgreSQL, makes an empty cluster and starts it on a free port of 127.0.0.1.
    pub fn start() -> Result<Self> {
        let bin = programs()?;
        let user = account();
        let folder = quiet(as_user(&user, "mktemp").args(["-d", "/tmp/countinghouse-pg.XXXXXX"]))
            .context("cannot make a temporary folder for PostgreSQL")?;
        let folder = PathBuf::from(folder.trim());
        quiet(
            as_user(&user, &bin.join("initdb").to_string_lossy())
                .args(["--username=postgres", "--auth=trust", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata"])
                .arg(folder.join("data")),
        )?;
        let port = free_port()?;
        let mut keeper = as_user(&user, "sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&bin)
            .arg(&folder)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .spawn()
            .context("cannot start PostgreSQL")?;
        let hold = keeper.stdin.take();
        let server = Self { keeper, hold, port, folder };
        server.wait_until_ready(&bin)?;
        Ok(server)
    }

    /// For `TEST_POSTGRES_URL`: the maintenance database, from which tests make their own.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The process id of the server itself, as it wrote it down.
    pub fn process(&self) -> Result<u32> {
        let file = self.folder.join("data/postmaster.pid");
        let text = std::fs::read_to_string(&file)?;
        let first = text.lines().next().unwrap_or_default();
        first.trim().parse().with_context(|| format!("no number in {}", file.display()))
    }

    fn wait_until_ready(&self, bin: &Path) -> Result<()> {
        let started = Instant::now();
        let port = self.port.to_string();
        while quiet(Command::new(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port]))
            .is_err()
        {
            if started.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start within {} s:\n{log}", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.hold.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL in {}: {error}", self.folder.display());
        }
    }
}

/// The folder of the newest installed server programs, installing them where we may.
fn programs() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    apt::install("PostgreSQL", &["postgresql"])?;
    installed().context("the package postgresql brought no initdb")
}

fn installed() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        versions
            .filter_map(Result::ok)
            .filter_map(|entry| Some((version(&entry.file_name().to_string_lossy())?, entry)))
            .filter(|(_, entry)| entry.path().join("bin/initdb").is_file())
            .max_by_key(|(version, _)| *version)
            .map(|(_, entry)| entry.path().join("bin"))
    });
    // Elsewhere the programs are simply on the path, all in one folder.
    debian.or_else(|| {
        let folder = which("initdb")?.canonicalize().ok()?.parent()?.to_path_buf();
        folder.join("postgres").is_file().then_some(folder)
    })
}

/// Debian's folder names: `15`, once `9.6`.
fn version(name: &str) -> Option<(u32, u32)> {
    let (major, minor) = name.split_once('.').unwrap_or((name, "0"));
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// PostgreSQL refuses to run as root: then it gets the account of its package, or `nobody`.
fn account() -> Option<&'static str> {
    if !is_root() {
        return None;
    }
    let known = quiet(Command::new("id").args(["-u", "postgres"])).is_ok();
    Some(if known { "postgres" } else { "nobody" })
}

fn as_user(user: &Option<&'static str>, program: &str) -> Command {
    let mut command = match user {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={user}")).args(["--regid", &group(user)]).args([
                "--clear-groups",
                "--",
                program,
            ]);
            command
        }
    };
    // The repository may lie where that account cannot go.
    command.current_dir("/");
    command
}

fn group(user: &str) -> String {
    quiet(Command::new("id").args(["-g", user]))
        .map(|id| id.trim().to_owned())
        .unwrap_or_else(|_| user.to_owned())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_version_is_compared_as_a_number() {
        assert!(version("15") > version("9.6"));
        assert_eq!(version("extension"), None);
    }
}
